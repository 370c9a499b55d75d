//! Install and upgrade arguments, read strictly.

use super::LifecycleError;
use bonafide_kit::arguments::{self, Part};
use bonafide_types::governance::{Canisters, InitArgs, InstallArgs, UpgradeArgs};
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
    canisters: GivenCanisters,
    neurons: Reserved,
    sources: Option<Reserved>,
    sns_governance: Option<Reserved>,
    nns_governance: Option<Reserved>,
    voting: Option<Reserved>,
}

#[derive(CandidType, Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenCanisters {
    registry: Reserved,
    identity: Option<Reserved>,
    audits: Option<Reserved>,
    rewards: Option<Reserved>,
}

#[derive(CandidType, Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenUpgrade {
    batch: Option<Reserved>,
}

impl arguments::Given for Given {
    type Args = InstallArgs;

    fn parts(&self, args: &InstallArgs) -> Option<Vec<Part>> {
        match (self, args) {
            (Self::Init(given), InstallArgs::Init(args)) => {
                let InitArgs {
                    canisters:
                        Canisters {
                            registry: _,
                            identity,
                            audits,
                            rewards,
                        },
                    neurons: _,
                    sources,
                    sns_governance,
                    nns_governance,
                    voting,
                } = args;
                Some(vec![
                    Part::of("identity", &given.canisters.identity, identity),
                    Part::of("audits", &given.canisters.audits, audits),
                    Part::of("rewards", &given.canisters.rewards, rewards),
                    Part::of("sources", &given.sources, sources),
                    Part::of("sns_governance", &given.sns_governance, sns_governance),
                    Part::of("nns_governance", &given.nns_governance, nns_governance),
                    Part::of("voting", &given.voting, voting),
                ])
            }
            (Self::Upgrade(given), InstallArgs::Upgrade(UpgradeArgs { batch })) => {
                Some(vec![Part::of("batch", &given.batch, batch)])
            }
            _ => None,
        }
    }
}

/// Reads an install argument: an [`InstallArgs`].
///
/// # Errors
/// The text to trap with, when it is something else.
pub(super) fn parse_install(bytes: &[u8]) -> Result<InstallArgs, String> {
    arguments::parse::<Given>(bytes)
        .map_err(|reason| format!("{}: {reason}", LifecycleError::InitArgsMissing))
}

/// Reads an upgrade argument: nothing, `null`, or an [`InstallArgs`].
///
/// # Errors
/// The text to trap with, when it is something else.
pub(super) fn parse_upgrade(bytes: &[u8]) -> Result<Option<InstallArgs>, String> {
    arguments::parse_upgrade::<Given>(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::REGISTRY;
    use bonafide_types::governance::{Command, NeuronArgs, UpgradeBatch, VotingParameters};
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

    #[derive(CandidType)]
    struct WithCanisters<T> {
        canisters: T,
        neurons: Vec<NeuronArgs>,
    }

    #[derive(CandidType)]
    struct OtherCanisters<I, A, R> {
        registry: Principal,
        identity: I,
        audits: A,
        rewards: R,
    }

    #[derive(CandidType)]
    struct MisspeltCanisters {
        registry: Principal,
        identiy: Principal,
    }

    fn install(args: impl CandidType) -> Result<InstallArgs, String> {
        parse_install(&candid::encode_one(OtherInit::Init(args)).unwrap())
    }

    #[test]
    fn should_not_lose_a_canister_that_cannot_be_read() {
        fn with(canisters: impl CandidType) -> Result<InstallArgs, String> {
            install(WithCanisters {
                canisters,
                neurons: vec![],
            })
        }
        fn naming<I, A, R>(identity: I, audits: A, rewards: R) -> OtherCanisters<I, A, R> {
            OtherCanisters {
                registry: REGISTRY,
                identity,
                audits,
                rewards,
            }
        }
        let (none, one) = (None::<Principal>, Principal::from_slice(&[7]));
        let other = Principal::from_slice(&[8]);
        assert!(with(naming(none, none, none)).is_ok());
        let all = naming(Some(REGISTRY), Some(one), Some(other));
        let Ok(InstallArgs::Init(args)) = with(all) else {
            panic!("not read");
        };
        assert_eq!(args.canisters.identity, Some(Caller(REGISTRY)));
        assert_eq!(args.canisters.audits, Some(Caller(one)));
        assert_eq!(args.canisters.rewards, Some(Caller(other)));
        for (given, unread) in [
            (with(naming("text", none, none)), "identity cannot be read"),
            (with(naming(none, "text", none)), "audits cannot be read"),
            (with(naming(none, none, "text")), "rewards cannot be read"),
        ] {
            let refusal = given.unwrap_err();
            assert!(refusal.ends_with(unread), "{refusal}");
        }
        let misspelt = with(MisspeltCanisters {
            registry: REGISTRY,
            identiy: REGISTRY,
        });
        let misspelt = misspelt.unwrap_err();
        assert!(misspelt.contains("a field is not known"), "{misspelt}");
    }

    #[test]
    fn should_refuse_settings_that_cannot_be_read() {
        let canisters = Canisters {
            registry: Caller(REGISTRY),
            identity: None,
            audits: None,
            rewards: None,
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
