//! Changes what a provider says of itself. Called with the provider's own key.

use super::Decision;
use crate::domain::{text, url};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::id::ProviderId;
use bonafide_types::limits::NAME_BYTES;
use bonafide_types::registry::{Provider, RegistryError, SelfDeclared, UpdateProviderProfileArgs};
use ic_stable_structures::Memory;

/// Decides; replies with the changed record.
///
/// # Errors
/// Those of the fields; [`RegistryError::ProviderNotFound`] when the caller is none.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: UpdateProviderProfileArgs,
    ctx: &Ctx,
) -> Result<Decision<Provider>, RegistryError> {
    let UpdateProviderProfileArgs { display_name, urls } = args;
    let id = ProviderId(ctx.caller);
    let mut provider = state
        .provider(id)
        .ok_or(RegistryError::ProviderNotFound { id })?;
    text::check_optional("display_name", display_name.as_deref(), NAME_BYTES)?;
    url::check_all("urls", &urls)?;
    // Saying the same again must not lengthen the log.
    if let Some(said) = &provider.self_declared
        && (&said.display_name, &said.urls) == (&display_name, &urls)
    {
        return Ok(Decision::unchanged(provider));
    }
    let self_declared = SelfDeclared {
        display_name,
        urls,
        updated_at_ns: ctx.now_ns,
    };
    provider.self_declared = Some(self_declared.clone());
    let event = Event::ProviderProfileUpdated {
        provider: id,
        self_declared,
    };
    Ok(Decision::change(event, provider))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, individual, provider_id};

    fn args() -> UpdateProviderProfileArgs {
        UpdateProviderProfileArgs {
            display_name: Some("Example Nodes".into()),
            urls: vec!["https://nodes.example.com".into()],
        }
    }

    #[test]
    fn should_not_lengthen_the_log_by_saying_the_same() {
        let mut world = World::new();
        world.register_provider(1);
        world.caller = provider_id(1).0;
        world.run(decide, args()).unwrap();
        let length = world.state.log.tip().length;
        world.run(decide, args()).unwrap();
        assert_eq!(world.state.log.tip().length, length);
    }

    #[test]
    fn should_change_only_what_the_provider_says_of_itself() {
        let mut world = World::new();
        world.register_provider(1);
        let before = world.state.provider(provider_id(1)).unwrap();
        let reply = world.run_as(provider_id(1).0, decide, args()).unwrap();
        let after = world.state.provider(provider_id(1)).unwrap();
        assert_eq!(reply, after);
        assert_eq!(after.profile, before.profile);
        let said = after.self_declared.unwrap();
        assert_eq!(said.display_name.as_deref(), Some("Example Nodes"));
        assert_eq!(said.updated_at_ns, world.now_ns);
    }

    #[test]
    fn should_refuse_strangers() {
        let mut world = World::new();
        world.register_provider(1);
        world.caller = provider_id(2).0;
        world.refuse(
            decide,
            args(),
            RegistryError::ProviderNotFound { id: provider_id(2) },
        );
        assert_eq!(individual(1).id, provider_id(1));
    }

    #[test]
    fn should_refuse_bad_fields() {
        let mut world = World::new();
        world.register_provider(1);
        world.caller = provider_id(1).0;
        for (name, urls, field) in [
            (Some(""), vec![], "display_name"),
            (Some("a\nb"), vec![], "display_name"),
            (None, vec!["http://example.com".to_owned()], "urls"),
            (None, vec!["https://example.com".to_owned(); 11], "urls"),
        ] {
            let args = UpdateProviderProfileArgs {
                display_name: name.map(String::from),
                urls,
            };
            world.refuse_field(decide, args, field);
        }
    }
}
