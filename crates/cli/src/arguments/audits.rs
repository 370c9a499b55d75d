//! The same, of sites, auditors, plans and money.

use super::TieName;
use crate::error::CliError;
use bonafide_types::{
    audits::{CriticalSubnet, Criticality, SiteId, Tie},
    id::{ProviderId, SubnetId},
    ledger::Subaccount,
};
use candid::Principal;
use clap::ValueEnum;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::path::Path;

fn principal(text: &str) -> Result<Principal, String> {
    Principal::from_text(text).map_err(|error| format!("{text:?}: {error}"))
}

/// `zh9/<provider>`: what the provider has in the data centre.
pub(crate) fn site_id(text: &str) -> Result<SiteId, String> {
    let (dc_id, provider) = text
        .split_once('/')
        .filter(|(dc_id, _)| (1..=255).contains(&dc_id.len()))
        .ok_or("give data-centre/provider, for example zh9/2vxsx-fae")?;
    Ok(SiteId {
        dc_id: dc_id.into(),
        provider: ProviderId(principal(provider)?),
    })
}

/// `<provider>=employment`: a provider and what ties an auditor to it.
pub(crate) fn tie(text: &str) -> Result<Tie, String> {
    let (provider, kind) = text
        .split_once('=')
        .ok_or("give provider=kind, for example 2vxsx-fae=employment")?;
    Ok(Tie {
        provider: ProviderId(principal(provider)?),
        kind: TieName::from_str(kind, false)
            .map_err(|_| format!("{kind:?} is no tie: ownership, employment or financing"))?
            .into(),
    })
}

/// `<subnet>=nns` or `<subnet>=critical`.
pub(crate) fn critical_subnet(text: &str) -> Result<CriticalSubnet, String> {
    let (subnet, criticality) = text
        .split_once('=')
        .ok_or("give subnet=nns or subnet=critical")?;
    Ok(CriticalSubnet {
        subnet: SubnetId(principal(subnet)?),
        criticality: match criticality {
            "nns" => Criticality::Nns,
            "critical" => Criticality::Critical,
            other => return Err(format!("{other:?} is neither nns nor critical")),
        },
    })
}

/// A subaccount: 32 bytes in hex.
pub(crate) fn subaccount(text: &str) -> Result<Subaccount, String> {
    let bytes = hex::decode(text).ok();
    let bytes: Option<[u8; 32]> = bytes.and_then(|bytes| bytes.try_into().ok());
    bytes
        .map(Subaccount::new)
        .ok_or_else(|| "give 64 hex digits".into())
}

/// What stands in a JSON file. A field that the type does not have is refused: misspelt, it
/// would silently be left out.
pub(crate) fn read<T: DeserializeOwned + Serialize>(path: &Path) -> Result<T, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, error))?;
    parse(&text).map_err(|reason| CliError::file(path, reason))
}

fn parse<T: DeserializeOwned + Serialize>(text: &str) -> Result<T, String> {
    let given: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    // From the text again, so that what is wrong is named with its line.
    let read: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let known = serde_json::to_value(&read).map_err(|error| error.to_string())?;
    match unknown_field(&given, &known) {
        Some(field) => Err(format!("no field is called {field}")),
        None => Ok(read),
    }
}

fn unknown_field(given: &Value, known: &Value) -> Option<String> {
    match (given, known) {
        (Value::Object(given), Value::Object(known)) => {
            given
                .iter()
                .find_map(|(name, value)| match known.get(name) {
                    Some(known) => unknown_field(value, known),
                    None => Some(name.clone()),
                })
        }
        (Value::Array(given), Value::Array(known)) => given
            .iter()
            .zip(known)
            .find_map(|(given, known)| unknown_field(given, known)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::audits::{TieKind, WeightRule};

    #[test]
    fn should_read_what_people_write() {
        let site = site_id("zh9/2vxsx-fae").unwrap();
        assert_eq!(site.to_string(), "zh9/2vxsx-fae");
        let tie = tie("2vxsx-fae=employment").unwrap();
        assert_eq!(tie.kind, TieKind::Employment);
        let subnet = critical_subnet("2vxsx-fae=nns").unwrap();
        assert_eq!(subnet.criticality, Criticality::Nns);
        let account = subaccount(&"ab".repeat(32)).unwrap();
        assert_eq!(account.as_slice(), [0xab; 32]);
    }

    #[test]
    fn should_refuse_everything_else() {
        for text in [
            "",
            "zh9",
            "/2vxsx-fae",
            "zh9/",
            "zh9/x",
            "2vxsx-fae=",
            "x=nns",
            "ab",
        ] {
            assert!(site_id(text).is_err(), "{text}");
            assert!(tie(text).is_err(), "{text}");
            assert!(critical_subnet(text).is_err(), "{text}");
            assert!(subaccount(text).is_err(), "{text}");
        }
    }

    #[test]
    fn should_read_no_field_that_is_not_there() {
        let text = serde_json::to_string(&WeightRule::default()).unwrap();
        assert_eq!(parse(&text), Ok(WeightRule::default()));
        let misspelt = text.replace("spare\":1", "spare\":1,\"sparre\":2");
        let refused = parse::<WeightRule>(&misspelt).unwrap_err();
        assert!(refused.contains("sparre"), "{refused}");
        let missing = text.replace("\"spare\":1,", "");
        assert!(parse::<WeightRule>(&missing).is_err(), "{missing}");
    }
}
