//! Reads install and upgrade arguments strictly.
//!
//! Candid reads an optional value that does not fit as its absence, and passes over fields
//! that it does not know. A mistake in an argument would so be taken for silence: a batch
//! would vanish, a setting would take its default. Here both are refused.

use super::LifecycleError;
use bonafide_types::governance::{InitArgs, InstallArgs, UpgradeArgs};
use candid::de::IDLDeserialize;
use candid::{CandidType, Reserved};
use serde::Deserialize;

/// What an argument gives, whether or not it fits.
#[derive(CandidType, Deserialize)]
enum Given {
    Init(GivenInit),
    Upgrade(GivenUpgrade),
}

#[derive(CandidType, Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenInit {
    canisters: Reserved,
    neurons: Reserved,
    sources: Option<Reserved>,
    sns_governance: Option<Reserved>,
    nns_governance: Option<Reserved>,
    voting: Option<Reserved>,
}

#[derive(CandidType, Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenUpgrade {
    batch: Option<Reserved>,
}

/// Reads an install argument: an [`InstallArgs`].
///
/// # Errors
/// The text to trap with, when it is something else.
pub(super) fn parse_install(bytes: &[u8]) -> Result<InstallArgs, String> {
    parse(bytes).map_err(|reason| format!("{}: {reason}", LifecycleError::InitArgsMissing))
}

/// Reads an upgrade argument: nothing, `null`, or an [`InstallArgs`].
///
/// # Errors
/// The text to trap with, when it is something else.
pub(super) fn parse_upgrade(bytes: &[u8]) -> Result<Option<InstallArgs>, String> {
    let refused = |reason| format!("UpgradeArgsExpected: {reason}");
    if bytes.is_empty() {
        return Ok(None);
    }
    let message = IDLDeserialize::new(bytes).map_err(|error| refused(error.to_string()))?;
    if message.is_done() || candid::decode_one::<()>(bytes).is_ok() {
        return Ok(None);
    }
    parse(bytes).map(Some).map_err(refused)
}

fn parse(bytes: &[u8]) -> Result<InstallArgs, String> {
    let args = candid::decode_one(bytes).map_err(|error| error.to_string())?;
    let given = candid::decode_one(bytes)
        .map_err(|error| format!("a field is not known or does not fit: {error}"))?;
    match lost(&args, &given) {
        None => Ok(args),
        Some(field) => Err(format!("{field} cannot be read")),
    }
}

/// The first option that was given and could not be read.
fn lost(args: &InstallArgs, given: &Given) -> Option<&'static str> {
    let options = match (args, given) {
        (InstallArgs::Init(args), Given::Init(given)) => {
            let GivenInit {
                canisters: Reserved,
                neurons: Reserved,
                ..
            } = given;
            let InitArgs {
                canisters: _,
                neurons: _,
                sources,
                sns_governance,
                nns_governance,
                voting,
            } = args;
            vec![
                ("sources", given.sources.is_some(), sources.is_some()),
                (
                    "sns_governance",
                    given.sns_governance.is_some(),
                    sns_governance.is_some(),
                ),
                (
                    "nns_governance",
                    given.nns_governance.is_some(),
                    nns_governance.is_some(),
                ),
                ("voting", given.voting.is_some(), voting.is_some()),
            ]
        }
        (InstallArgs::Upgrade(UpgradeArgs { batch }), Given::Upgrade(given)) => {
            vec![("batch", given.batch.is_some(), batch.is_some())]
        }
        _ => vec![("the argument", true, false)],
    };
    options
        .into_iter()
        .find(|(_, given, read)| given != read)
        .map(|(field, ..)| field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::REGISTRY;
    use bonafide_types::governance::{
        Canisters, Command, NeuronArgs, UpgradeBatch, VotingParameters,
    };
    use bonafide_types::id::Caller;
    use candid::{Int, Principal};

    fn batch() -> UpgradeBatch {
        UpgradeBatch {
            id: 1,
            commands: vec![Command::SetVotingParameters(VotingParameters::default())],
        }
    }

    /// An upgrade argument with a record of another shape.
    #[derive(CandidType)]
    enum Other<T> {
        Upgrade(T),
    }

    /// An install argument with a record of another shape.
    #[derive(CandidType)]
    enum OtherInit<T> {
        Init(T),
    }

    #[derive(CandidType)]
    struct WithBatch<T> {
        batch: T,
    }

    fn refusal(args: &impl CandidType) -> String {
        parse_upgrade(&candid::encode_one(args).unwrap()).unwrap_err()
    }

    #[test]
    fn should_read_upgrade_arguments_strictly() {
        for batch in [None, Some(batch())] {
            let args = InstallArgs::Upgrade(UpgradeArgs { batch });
            let bare = candid::encode_one(&args).unwrap();
            assert_eq!(parse_upgrade(&bare), Ok(Some(args)));
        }
        let null = candid::encode_one(()).unwrap();
        for nothing in [&b""[..], b"DIDL\0\0", &null] {
            assert_eq!(parse_upgrade(nothing), Ok(None));
        }
        let text = candid::encode_one("text").unwrap();
        for mistake in [&b"no candid"[..], &text] {
            let refusal = parse_upgrade(mistake).unwrap_err();
            assert!(refusal.starts_with("UpgradeArgsExpected: "), "{refusal}");
        }
    }

    #[test]
    fn should_refuse_a_batch_that_cannot_be_read() {
        #[derive(CandidType)]
        struct Batch<I, C> {
            id: I,
            commands: Vec<C>,
        }
        #[derive(CandidType)]
        enum Unknown {
            DropEverything,
        }
        #[derive(CandidType)]
        struct WithoutCommands {
            id: u64,
        }
        let UpgradeBatch { id, commands } = batch();
        let wrong_number = Batch {
            id: Int::from(1),
            commands,
        };
        let unknown_arm = Batch {
            id,
            commands: vec![Unknown::DropEverything],
        };
        let batch = Some(wrong_number);
        let wrong_number = refusal(&Other::Upgrade(WithBatch { batch }));
        let batch = Some(unknown_arm);
        let unknown_arm = refusal(&Other::Upgrade(WithBatch { batch }));
        let batch = Some(WithoutCommands { id });
        let missing_field = refusal(&Other::Upgrade(WithBatch { batch }));
        for refusal in [wrong_number, unknown_arm, missing_field] {
            assert_eq!(refusal, "UpgradeArgsExpected: batch cannot be read");
        }
    }

    #[test]
    fn should_refuse_a_misspelt_field() {
        #[derive(CandidType)]
        struct Misspelt {
            bacth: Option<UpgradeBatch>,
        }
        let bacth = Some(batch());
        let refusal = refusal(&Other::Upgrade(Misspelt { bacth }));
        assert!(refusal.contains("a field is not known"), "{refusal}");
    }

    /// An install argument that leaves out what may be left out, except one field.
    #[derive(CandidType)]
    struct WithSources<T> {
        canisters: Canisters,
        neurons: Vec<NeuronArgs>,
        sources: Option<T>,
    }

    #[derive(CandidType)]
    struct WithSns<T> {
        canisters: Canisters,
        neurons: Vec<NeuronArgs>,
        sns_governance: Option<T>,
    }

    #[derive(CandidType)]
    struct WithNns<T> {
        canisters: Canisters,
        neurons: Vec<NeuronArgs>,
        nns_governance: Option<T>,
    }

    #[derive(CandidType)]
    struct WithVoting<T> {
        canisters: Canisters,
        neurons: Vec<NeuronArgs>,
        voting: Option<T>,
    }

    #[derive(CandidType)]
    struct Misspelt<T> {
        canisters: Canisters,
        neurons: Vec<NeuronArgs>,
        source: Option<T>,
    }

    fn install(args: impl CandidType) -> Result<InstallArgs, String> {
        parse_install(&candid::encode_one(OtherInit::Init(args)).unwrap())
    }

    #[test]
    fn should_refuse_settings_that_cannot_be_read() {
        let canisters = Canisters {
            registry: Caller(REGISTRY),
        };
        let neurons: Vec<NeuronArgs> = vec![];
        macro_rules! install {
            ($shape:ident { $field:ident: $value:expr }) => {
                install($shape {
                    canisters: canisters.clone(),
                    neurons: neurons.clone(),
                    $field: $value,
                })
            };
        }
        let principal = Principal::from_slice(&[7]);
        assert!(
            install!(WithSources {
                sources: None::<u8>
            })
            .is_ok()
        );
        assert!(
            install!(WithSns {
                sns_governance: Some(principal)
            })
            .is_ok()
        );
        for (field, args) in [
            ("sources", install!(WithSources { sources: Some(7u8) })),
            (
                "sns_governance",
                install!(WithSns {
                    sns_governance: Some("text")
                }),
            ),
            (
                "nns_governance",
                install!(WithNns {
                    nns_governance: Some("text")
                }),
            ),
            ("voting", install!(WithVoting { voting: Some(7u8) })),
        ] {
            let refusal = args.unwrap_err();
            assert!(refusal.starts_with("InitArgsMissing: "), "{refusal}");
            assert!(
                refusal.ends_with(&format!("{field} cannot be read")),
                "{refusal}"
            );
        }
        let misspelt = install!(Misspelt { source: None::<u8> }).unwrap_err();
        assert!(misspelt.contains("a field is not known"), "{misspelt}");
    }
}
