//! Accepts the current declaration. Called with the provider's own key.

use super::{Decision, standing};
use crate::queries::declarations::{current, newest};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::id::ProviderId;
use bonafide_types::registry::{AcceptDeclarationArgs, Acceptance, DeclarationText, RegistryError};
use ic_stable_structures::Memory;

/// Decides; replies with the acceptance. Accepting again what is accepted changes nothing,
/// unless something was handed over to the provider since: then it counts anew.
///
/// # Errors
/// [`RegistryError::ProviderNotFound`] when the caller is none,
/// [`RegistryError::DeclarationNotFound`], [`RegistryError::DeclarationNotCurrent`].
pub fn decide<M: Memory>(
    state: &State<M>,
    AcceptDeclarationArgs { sha256 }: AcceptDeclarationArgs,
    ctx: &Ctx,
) -> Result<Decision<Acceptance>, RegistryError> {
    let provider = ProviderId(ctx.caller);
    let row = standing::provider(state, provider)?;
    let text = state
        .declaration_text(sha256)
        .ok_or(RegistryError::DeclarationNotFound { sha256 })?;
    match current(state, &text.language, ctx.now_ns) {
        // A translation left behind promises less: it must not stand in for a newer text.
        Some(current) if current.sha256 == sha256 => {
            let promises = |text: &DeclarationText| (text.version.major, text.version.minor);
            let newest = newest(state, ctx.now_ns);
            if let Some(newest) = newest.filter(|newest| promises(newest) > promises(current)) {
                return Err(RegistryError::DeclarationNotCurrent {
                    given: sha256,
                    current: newest.sha256,
                });
            }
        }
        Some(current) => {
            return Err(RegistryError::DeclarationNotCurrent {
                given: sha256,
                current: current.sha256,
            });
        }
        // Published, but nothing of its language is in effect yet.
        None => return Err(RegistryError::DeclarationNotFound { sha256 }),
    }
    if let Some(given) = state
        .acceptance(provider)
        .filter(|given| given.sha256 == sha256)
        .filter(|given| row.answers_reopened_at_ns < Some(given.accepted_at_ns))
    {
        return Ok(Decision::unchanged(given));
    }
    let acceptance = Acceptance {
        provider,
        sha256,
        language: text.language,
        version: text.version,
        accepted_at_ns: ctx.now_ns,
        lapsed_at_ns: None,
    };
    let event = Event::DeclarationAccepted {
        acceptance: acceptance.clone(),
    };
    Ok(Decision::change(event, acceptance))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::publish_declaration;
    use crate::commands::testing::{World, declaration, provider_id, version};
    use crate::queries::declarations::list_acceptances;
    use bonafide_types::id::Sha256Hash;
    use bonafide_types::registry::PublishDeclarationArgs;

    fn world() -> World {
        let mut world = World::new();
        world.register_provider(1);
        world.publish("en", version(1, 0, 0), "one");
        world.caller = provider_id(1).0;
        world
    }

    fn args(world: &World, at: usize) -> AcceptDeclarationArgs {
        AcceptDeclarationArgs {
            sha256: world.state.texts("en")[at].sha256,
        }
    }

    #[test]
    fn should_refuse_a_translation_left_behind() {
        let mut world = world();
        world.publish("de", version(1, 0, 0), "eins");
        let behind = world.state.texts("de")[0].sha256;
        world.publish("en", version(2, 0, 0), "two");
        let newest = world.state.texts("en")[1].sha256;
        let refusal = world.run(decide, AcceptDeclarationArgs { sha256: behind });
        let expected = RegistryError::DeclarationNotCurrent {
            given: behind,
            current: newest,
        };
        assert_eq!(refusal.unwrap_err(), expected);
    }

    #[test]
    fn should_accept_once() {
        let mut world = world();
        let first = world.run(decide, args(&world, 0)).unwrap();
        assert_eq!(first.version, version(1, 0, 0));
        let events = world.state.summary().events;
        world.now_ns += 5;
        assert_eq!(world.run(decide, args(&world, 0)), Ok(first));
        assert_eq!(world.state.summary().events, events, "nothing new happened");
    }

    #[test]
    fn should_keep_the_history() {
        let mut world = world();
        world.run(decide, args(&world, 0)).unwrap();
        world.publish("en", version(2, 0, 0), "two");
        world.caller = provider_id(1).0;
        world.run(decide, args(&world, 1)).unwrap();
        let history = list_acceptances(&world.state, provider_id(1));
        let versions: Vec<_> = history.iter().map(|a| a.version.major).collect();
        assert_eq!(versions, [1, 2]);
        assert_eq!(world.state.summary().acceptances, 1);
    }

    #[test]
    fn should_refuse_strangers_and_other_texts() {
        let mut world = world();
        let unknown = Sha256Hash([7; 32]);
        world.refuse(
            decide,
            AcceptDeclarationArgs { sha256: unknown },
            RegistryError::DeclarationNotFound { sha256: unknown },
        );
        world.publish("en", version(1, 1, 0), "two");
        world.caller = provider_id(1).0;
        let texts = world.state.texts("en");
        let (given, current) = (texts[0].sha256, texts[1].sha256);
        world.refuse(
            decide,
            AcceptDeclarationArgs { sha256: given },
            RegistryError::DeclarationNotCurrent { given, current },
        );
        world.caller = provider_id(2).0;
        world.refuse(
            decide,
            AcceptDeclarationArgs { sha256: current },
            RegistryError::ProviderNotFound { id: provider_id(2) },
        );
    }

    #[test]
    fn should_refuse_a_text_before_its_time() {
        let mut world = world();
        let later = PublishDeclarationArgs {
            effective_from_ns: Some(world.now_ns + 10),
            ..declaration("en", version(2, 0, 0), "two")
        };
        world.run(publish_declaration::decide, later).unwrap();
        let texts = world.state.texts("en");
        let (current, given) = (texts[0].sha256, texts[1].sha256);
        world.refuse(
            decide,
            args(&world, 1),
            RegistryError::DeclarationNotCurrent { given, current },
        );
        world.now_ns += 10;
        assert_eq!(world.run(decide, args(&world, 1)).unwrap().sha256, given);
    }

    #[test]
    fn should_count_anew_after_a_hand_over() {
        let mut world = world();
        let first = world.run(decide, args(&world, 0)).unwrap();
        world.now_ns += 1;
        assert_eq!(world.run(decide, args(&world, 0)).unwrap(), first);
        let mut row = world.state.provider(provider_id(1)).unwrap();
        row.answers_reopened_at_ns = Some(world.now_ns);
        world.state.providers.insert(row.id.as_slice(), &row);
        world.now_ns += 1;
        let again = world.run(decide, args(&world, 0)).unwrap();
        assert_eq!(again.accepted_at_ns, world.now_ns);
        assert_eq!(world.run(decide, args(&world, 0)).unwrap(), again);
        assert_eq!(list_acceptances(&world.state, provider_id(1)).len(), 2);
    }
}
