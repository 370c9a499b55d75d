//! Records named as `table:key`, keys as people read them.

use crate::arguments::{audits::site_id, identity::record_version, subnets::dimension};
use bonafide_types::{
    audits::{SiteId, table as audits},
    certified::RowKey,
    governance::table as governance,
    id::ProviderId,
    identity::{RecordVersion, table as identity},
    registry::{Dimension, cordon_key, table},
    rewards::{Engine, table as rewards},
};
use candid::Principal;
use serde_bytes::ByteBuf;

/// The key of the one policy that the audits and the rewards canister each have. The registry's
/// have versions.
const ONE_POLICY: &str = "policy";

/// Hexadecimal digits of a hash.
const HASH_DIGITS: usize = 64;

/// What the keys of a table are.
enum Key {
    Number,
    Version,
    /// A version, or [`ONE_POLICY`].
    Policy,
    Principal,
    Text,
    Hash,
    /// A number, or the hash of the evidence of a case to open.
    Case,
    /// A number, or `first day-last day/formula` of a period to adopt.
    Period,
    /// `provider/record/version`.
    Record,
    /// `data centre/provider`.
    Site,
    /// `dimension/actor`.
    Cordon,
    /// In hex only: made of several parts.
    Parts,
}

fn kind(table_label: &str) -> Option<Key> {
    Some(match table_label {
        table::PROVIDER
        | table::ACCEPTANCE
        | table::PUBLISHED_DECLARATION
        | table::NODE_OPERATOR
        | table::NODE
        | table::SUBNET
        | table::API_BOUNDARY_NODE
        | table::CLUSTER
        | table::INDEPENDENCE
        | identity::VERIFIER
        | identity::SCORE
        | identity::SUBJECT
        | audits::ACCOUNT
        | audits::AUDITOR => Key::Principal,
        // A declaration to publish is named by its language, a jurisdiction by its tag, a subnet
        // policy by its kind, an import to begin by its source hash: their own keys are not known
        // before.
        table::DATA_CENTER
        | table::DECLARATION_TEXT
        | table::GENERATION
        | table::GUESTOS_VERSION
        | table::JURISDICTION
        | table::OWNER_ALIAS
        | table::SUBNET_POLICY
        | governance::CONFIG
        | identity::FEE_BUDGET
        | identity::FREEZE
        | identity::SCHEMA
        | audits::BOOKS => Key::Text,
        table::IMPORT => Key::Hash,
        // Policy, weights and rates to set have no version yet: their keys are empty. So is that
        // of a plan to adopt, which has no number.
        table::POLICY => Key::Policy,
        identity::SCORE_WEIGHTS | rewards::RATES => Key::Version,
        table::BAR | table::CLAIM_ALERT | audits::REPORT | rewards::STATEMENT => Key::Parts,
        rewards::CASE => Key::Case,
        rewards::PERIOD => Key::Period,
        identity::RECORD => Key::Record,
        audits::SITE => Key::Site,
        table::CORDON => Key::Cordon,
        governance::NEURON
        | governance::JOURNAL
        | governance::PROPOSAL
        | governance::PROPOSAL_STATE
        | governance::PROPOSAL_CONTENT
        | governance::BALLOTS
        | governance::ELECTORATE
        | governance::NNS_REVIEW
        | table::MEMBERSHIP
        | table::WORKING_GROUP_MOTION
        | identity::ACCESS
        | identity::ATTESTATION
        | identity::GRANT
        | identity::REQUEST
        | audits::ASSIGNMENT
        | audits::DRAW
        | audits::FINDING
        | audits::PLAN
        | audits::TRANSFER
        | rewards::LOT => Key::Number,
        _ => return None,
    })
}

/// `provider:2vxsx-fae`, `data_center:zh9`, `declaration_text:en`, `import:<source hash>`,
/// `neuron:3`, `config:config`; `0x...` is a key in hex.
pub(crate) fn parse(text: &str) -> Result<RowKey, String> {
    let (label, key) = text
        .split_once(':')
        .ok_or("give table:key, for example data_center:zh9")?;
    let bytes = if let Some(digits) = key.strip_prefix("0x") {
        hex::decode(digits).map_err(|error| format!("{key}: {error}"))?
    } else {
        match kind(label).ok_or_else(|| format!("no table is called {label:?}"))? {
            Key::Number | Key::Version | Key::Policy if key.is_empty() => Vec::new(),
            Key::Case if key.len() == HASH_DIGITS => {
                hex::decode(key).map_err(|error| format!("{key}: {error}"))?
            }
            Key::Period if key.contains('-') => adopted_period(key).ok_or_else(|| {
                format!("{key}: give a number, or days and formula: 20000-20030/v1")
            })?,
            Key::Policy if key == ONE_POLICY => key.as_bytes().to_vec(),
            Key::Version | Key::Policy => {
                let number: u32 = key.parse().map_err(|error| format!("{key}: {error}"))?;
                number.to_be_bytes().to_vec()
            }
            Key::Number | Key::Case | Key::Period => {
                let number: u64 = key.parse().map_err(|error| format!("{key}: {error}"))?;
                number.to_be_bytes().to_vec()
            }
            Key::Principal => Principal::from_text(key)
                .map_err(|error| format!("{key}: {error}"))?
                .as_slice()
                .to_vec(),
            Key::Text => key.as_bytes().to_vec(),
            Key::Record => record_version(key)?.key(),
            Key::Site => site_id(key)?.key(),
            Key::Cordon => cordon(key)?,
            Key::Hash => hex::decode(key).map_err(|error| format!("{key}: {error}"))?,
            Key::Parts => return Err(format!("give the key of a {label} in hex, 0x...")),
        }
    };
    Ok(RowKey {
        table: label.into(),
        key: ByteBuf::from(bytes),
    })
}

/// The same, of a record.
pub(crate) fn show(label: &str, key: &[u8]) -> String {
    let shown = match kind(label) {
        Some(Key::Number | Key::Version | Key::Policy) if key.is_empty() => Some(String::new()),
        Some(Key::Policy) if key == ONE_POLICY.as_bytes() => Some(ONE_POLICY.into()),
        Some(Key::Version | Key::Policy) => <[u8; 4]>::try_from(key)
            .ok()
            .map(|bytes| u32::from_be_bytes(bytes).to_string()),
        Some(Key::Case) if key.len() == HASH_DIGITS / 2 => Some(hex::encode(key)),
        Some(Key::Period) if key.len() != 8 => period_to_adopt(key),
        Some(Key::Number | Key::Case | Key::Period) => <[u8; 8]>::try_from(key)
            .ok()
            .map(|bytes| u64::from_be_bytes(bytes).to_string()),
        Some(Key::Principal) => Principal::try_from_slice(key)
            .ok()
            .map(|principal| principal.to_text()),
        Some(Key::Text) => String::from_utf8(key.to_vec())
            .ok()
            .filter(|text| !text.contains(char::is_control)),
        Some(Key::Record) => record_of(key).map(|record| record.to_string()),
        Some(Key::Site) => site_of(key).map(|site| site.to_string()),
        Some(Key::Cordon) => cordon_of(key),
        Some(Key::Hash) => Some(hex::encode(key)),
        Some(Key::Parts) | None => None,
    };
    let shown = shown.unwrap_or_else(|| format!("0x{}", hex::encode(key)));
    format!("{label}:{shown}")
}

/// The record that a key of the identity canister's table names.
fn record_of(key: &[u8]) -> Option<RecordVersion> {
    let (length, rest) = key.split_first()?;
    let (provider, numbers) = rest.split_at_checked(usize::from(*length))?;
    let (record_id, version) = numbers.split_at_checked(4)?;
    Some(RecordVersion {
        provider: ProviderId(Principal::try_from_slice(provider).ok()?),
        record_id: u32::from_be_bytes(record_id.try_into().ok()?),
        version: u32::from_be_bytes(version.try_into().ok()?),
    })
}

/// The key of a period to adopt: its first and last day in 4 bytes each, and its formula.
fn adopted_period(text: &str) -> Option<Vec<u8>> {
    let (days, name) = text.split_once('/')?;
    let (from_day, to_day) = days.split_once('-')?;
    let day = |text: &str| text.parse::<u32>().ok().map(u32::to_be_bytes);
    let days = [day(from_day)?, day(to_day)?].concat();
    Some([days.as_slice(), engine(name.as_bytes())?.name().as_bytes()].concat())
}

/// The same, of such a key.
fn period_to_adopt(key: &[u8]) -> Option<String> {
    let (from_day, rest) = key.split_first_chunk::<4>()?;
    let (to_day, name) = rest.split_first_chunk::<4>()?;
    Some(format!(
        "{}-{}/{}",
        u32::from_be_bytes(*from_day),
        u32::from_be_bytes(*to_day),
        engine(name)?.name()
    ))
}

fn engine(name: &[u8]) -> Option<Engine> {
    [Engine::V0, Engine::V1]
        .into_iter()
        .find(|engine| engine.name().as_bytes() == name)
}

/// The site that a key of the audits canister's table names, when it can be read back.
fn site_of(key: &[u8]) -> Option<SiteId> {
    let (length, rest) = key.split_first()?;
    let (dc_id, provider) = rest.split_at_checked(usize::from(*length))?;
    let provider = Principal::try_from_slice(provider).ok()?;
    let shown = format!("{}/{provider}", std::str::from_utf8(dc_id).ok()?);
    site_id(&shown)
        .ok()
        .filter(|site| site.key() == key && !shown.contains(char::is_control))
}

/// The key of a cordon: its dimension and its actor.
fn cordon(text: &str) -> Result<Vec<u8>, String> {
    let (by, actor) = text
        .split_once('/')
        .filter(|(_, actor)| !actor.is_empty())
        .ok_or("give dimension/actor, for example country/CH")?;
    Ok(cordon_key(dimension(by)?, actor))
}

/// The same, of such a key.
fn cordon_of(key: &[u8]) -> Option<String> {
    let (number, actor) = key.split_first()?;
    let dimension = Dimension::ALL.get(usize::from(*number))?;
    let actor = std::str::from_utf8(actor).ok()?;
    let readable = !actor.is_empty() && !actor.contains(char::is_control);
    readable.then(|| format!("{}/{actor}", dimension.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_read_what_it_shows() {
        for text in [
            "provider:ryjl3-tyaaa-aaaaa-aaaba-cai",
            "data_center:zh9",
            "declaration_text:de-CH",
            "import:00ff",
            "neuron:3",
            "neuron:",
            "generation:Gen1",
            "jurisdiction:EU",
            "policy:",
            "policy:3",
            "verifier:2vxsx-fae",
            "schema:contract-data-center",
            "record:2vxsx-fae/3/1",
            "record:0x00",
            "grant:4",
            "working_group_motion:7",
            "auditor:2vxsx-fae",
            "policy:policy",
            "plan:",
            "plan:7",
            "finding:3",
            "transfer:11",
            "site:zh9/2vxsx-fae",
            "site:0x00",
            "report:0x00",
            "books:books",
            "case:3",
            "case:9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c9c",
            "period:3",
            "period:20000-20030/v1",
            "period:1-2/v0",
            "period:0x00",
            "lot:5",
            "rates:",
            "rates:2",
            "statement:0x00",
            "account:2vxsx-fae",
            "bar:0x00",
            "membership:3",
            "nns_review:135700",
            "subnet_policy:swiss",
            "cordon:country/CH",
            "cordon:data_center_owner/an owner/its halls",
            "cordon:0x00",
            "config:config",
            "later:0x01",
        ] {
            let key = parse(text).unwrap();
            assert_eq!(show(&key.table, &key.key), text);
        }
    }

    #[test]
    fn should_refuse_what_names_no_record() {
        for text in [
            "",
            "zh9",
            "later:1",
            "provider:zh9",
            "neuron:x",
            "import:0",
            "bar:zh9",
            "policy:x",
            "record:2vxsx-fae",
            "site:zh9",
            "site:/2vxsx-fae",
            "report:3",
            "case:",
            "case:9c",
            "period:",
            "period:20000-20030",
            "period:20000-20030/v9",
            "period:20000/v1",
            "rates:x",
            "statement:3",
            "cordon:country",
            "cordon:country/",
            "cordon:planet/CH",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
