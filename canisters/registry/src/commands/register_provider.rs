//! Adopts a provider's profile. Governed.
//!
//! The provider is new, or known from an import and without a profile; what the import and
//! the provider itself said stays beside the profile.

use super::{Decision, standing};
use crate::domain::{country, principal, text};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::limits::{NAME_BYTES, REGISTER_NUMBER_BYTES};
use bonafide_types::registry::{
    ProviderKind, ProviderProfile, RegisterProviderArgs, RegistryError,
};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// Those of the fields; [`RegistryError::ProviderBarred`],
/// [`RegistryError::ProviderAlreadyRegistered`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: RegisterProviderArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let RegisterProviderArgs {
        id,
        kind,
        legal_name,
        country,
        representative,
        proposal,
    } = args;
    principal::check("id", id.0)?;
    let kind = check_kind(kind, representative.as_deref())?;
    text::check("legal_name", &legal_name, NAME_BYTES)?;
    let country = country::parse("country", &country)?;
    text::check("proposal", &proposal, NAME_BYTES)?;
    standing::check_not_barred(state, id)?;
    if state.provider(id).is_some_and(|row| row.profile.is_some()) {
        return Err(RegistryError::ProviderAlreadyRegistered { id });
    }
    let profile = ProviderProfile {
        kind,
        legal_name,
        country,
        representative,
        proposal,
        adopted_at_ns: ctx.now_ns,
    };
    Ok(Decision::change(
        Event::ProviderRegistered { id, profile },
        (),
    ))
}

fn check_kind(
    kind: ProviderKind,
    representative: Option<&str>,
) -> Result<ProviderKind, RegistryError> {
    match kind {
        ProviderKind::Individual => match representative {
            Some(given) => Err(text::invalid(
                "representative",
                given,
                "an individual speaks for itself",
            )),
            None => Ok(ProviderKind::Individual),
        },
        ProviderKind::Company {
            register_number,
            jurisdiction,
        } => {
            text::check("register_number", &register_number, REGISTER_NUMBER_BYTES)?;
            let jurisdiction = country::parse_jurisdiction("jurisdiction", &jurisdiction)?;
            text::check(
                "representative",
                representative.unwrap_or_default(),
                NAME_BYTES,
            )?;
            Ok(ProviderKind::Company {
                register_number,
                jurisdiction,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, individual, provider_id};
    use bonafide_types::id::ProviderId;
    use bonafide_types::registry::ProviderStatus;
    use candid::Principal;

    fn company() -> RegisterProviderArgs {
        RegisterProviderArgs {
            kind: ProviderKind::Company {
                register_number: "CHE-123".into(),
                jurisdiction: "CH".into(),
            },
            representative: Some("Ada Example".into()),
            ..individual(1)
        }
    }

    #[test]
    fn should_register_individuals_and_companies() {
        let mut world = World::new();
        world.run(decide, individual(1)).unwrap();
        world.now_ns += 1;
        let args = RegisterProviderArgs {
            id: provider_id(2),
            country: "UK".into(),
            ..company()
        };
        world.run(decide, args).unwrap();
        let row = world.state.provider(provider_id(2)).unwrap();
        assert_eq!(row.status, ProviderStatus::Active);
        assert_eq!(row.created_at_ns, world.now_ns);
        let profile = row.profile.unwrap();
        assert_eq!(profile.country, "GB");
        assert_eq!(profile.adopted_at_ns, world.now_ns);
        assert_eq!(world.state.summary().providers, 2);
    }

    #[test]
    fn should_refuse_a_second_profile() {
        let mut world = World::new();
        world.run(decide, individual(1)).unwrap();
        world.refuse(
            decide,
            company(),
            RegistryError::ProviderAlreadyRegistered { id: provider_id(1) },
        );
    }

    #[test]
    fn should_refuse_bad_fields() {
        let mut world = World::new();
        let nobody = |id: Principal| RegisterProviderArgs {
            id: ProviderId(id),
            ..individual(1)
        };
        for (args, field) in [
            (nobody(Principal::anonymous()), "id"),
            (nobody(Principal::management_canister()), "id"),
            (
                RegisterProviderArgs {
                    legal_name: String::new(),
                    ..individual(1)
                },
                "legal_name",
            ),
            (
                RegisterProviderArgs {
                    legal_name: "x".repeat(256),
                    ..individual(1)
                },
                "legal_name",
            ),
            (
                RegisterProviderArgs {
                    country: "XX".into(),
                    ..individual(1)
                },
                "country",
            ),
            (
                RegisterProviderArgs {
                    representative: Some("Ada".into()),
                    ..individual(1)
                },
                "representative",
            ),
            (
                RegisterProviderArgs {
                    representative: None,
                    ..company()
                },
                "representative",
            ),
            (
                RegisterProviderArgs {
                    kind: ProviderKind::Company {
                        register_number: " 1".into(),
                        jurisdiction: "CH".into(),
                    },
                    ..company()
                },
                "register_number",
            ),
            (
                RegisterProviderArgs {
                    kind: ProviderKind::Company {
                        register_number: "1".into(),
                        jurisdiction: "Zug".into(),
                    },
                    ..company()
                },
                "jurisdiction",
            ),
            (
                RegisterProviderArgs {
                    proposal: "\n".into(),
                    ..individual(1)
                },
                "proposal",
            ),
        ] {
            world.refuse_field(decide, args, field);
        }
    }
}
