//! Answers as they stand in a file.

use crate::{arguments::sha256, error::CliError};
use bonafide_types::{
    id::{ProviderId, Sha256Hash},
    registry::{AnswerIndependenceArgs, Holder, Link, LinkKind, Owner},
};
use serde::{Deserialize, Deserializer, de::Error as _};
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answers {
    owners: Vec<AnOwner>,
    links: Vec<ALink>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnOwner {
    holder: AHolder,
    share_bps: u16,
    controls: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
enum AHolder {
    Person(#[serde(deserialize_with = "hash")] Sha256Hash),
    Company {
        register_number: String,
        jurisdiction: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ALink {
    kind: LinkKind,
    provider: ProviderId,
    #[serde(default)]
    evidence: Option<Hash>,
}

#[derive(Deserialize)]
struct Hash(#[serde(deserialize_with = "hash")] Sha256Hash);

fn hash<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Sha256Hash, D::Error> {
    let text = String::deserialize(deserializer)?;
    sha256(&text).map_err(D::Error::custom)
}

pub(super) fn read(path: &Path) -> Result<AnswerIndependenceArgs, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, error))?;
    parse(&text).map_err(|error| CliError::file(path, error))
}

fn parse(text: &str) -> Result<AnswerIndependenceArgs, serde_json::Error> {
    let answers: Answers = serde_json::from_str(text)?;
    let owners = answers.owners.into_iter().map(|owner| Owner {
        holder: match owner.holder {
            AHolder::Person(hash) => Holder::Person(hash),
            AHolder::Company {
                register_number,
                jurisdiction,
            } => Holder::Company {
                register_number,
                jurisdiction,
            },
        },
        share_bps: owner.share_bps,
        controls: owner.controls,
    });
    let links = answers.links.into_iter().map(|link| Link {
        kind: link.kind,
        provider: link.provider,
        evidence: link.evidence.map(|Hash(hash)| hash),
    });
    Ok(AnswerIndependenceArgs {
        owners: owners.collect(),
        links: links.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use candid::Principal;
    use serde_json::json;

    #[test]
    fn should_read_what_is_shown() {
        let answers = AnswerIndependenceArgs {
            owners: vec![
                Owner {
                    holder: Holder::Person(Sha256Hash([0xab; 32])),
                    share_bps: 6_000,
                    controls: false,
                },
                Owner {
                    holder: Holder::Company {
                        register_number: "CHE-1".into(),
                        jurisdiction: "CH".into(),
                    },
                    share_bps: 0,
                    controls: true,
                },
            ],
            links: vec![
                Link {
                    kind: LinkKind::Family,
                    provider: ProviderId(Principal::management_canister()),
                    evidence: Some(Sha256Hash([0xcd; 32])),
                },
                Link {
                    kind: LinkKind::Corporate,
                    provider: ProviderId(Principal::management_canister()),
                    evidence: None,
                },
            ],
        };
        let shown = serde_json::to_string(&answers).unwrap();
        assert_eq!(parse(&shown).unwrap(), answers, "{shown}");
    }

    #[test]
    fn should_refuse_what_it_would_leave_out() {
        let valid = json!({ "owners": [], "links": [] });
        assert!(parse(&valid.to_string()).is_ok());
        let holder = json!({ "Company": { "register_number": "1", "jurisdiction": "CH" } });
        for broken in [
            json!({ "owners": [] }),
            json!({ "owners": [], "links": [], "family": [] }),
            json!({ "owners": [{ "holder": holder, "share_bps": 1 }], "links": [] }),
            json!({ "owners": [{ "holder": holder, "share_bps": 0.25, "controls": true }], "links": [] }),
            json!({ "owners": [{ "holder": { "Person": "ab" }, "share_bps": 1, "controls": true }], "links": [] }),
            json!({ "owners": [], "links": [{ "kind": "Friend", "provider": "aaaaa-aa" }] }),
        ] {
            assert!(parse(&broken.to_string()).is_err(), "{broken}");
        }
    }
}
