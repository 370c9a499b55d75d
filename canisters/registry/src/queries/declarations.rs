//! Declaration texts, acceptances, and where a provider stands.

use crate::domain::declaration::{self, Published};
use crate::state::State;
use bonafide_kit::cbor;
use bonafide_types::id::{ProviderId, Sha256Hash};
use bonafide_types::registry::{Acceptance, DeclarationStatus, DeclarationText};
use ic_stable_structures::Memory;

/// Acceptances one call returns at most: the latest ones.
pub const HISTORY: usize = 1_000;

/// The text of a language in effect at a moment: the highest version of those that are.
#[must_use]
pub fn current<'a, M: Memory>(
    state: &'a State<M>,
    language: &str,
    at_ns: u64,
) -> Option<&'a DeclarationText> {
    state
        .texts(language)
        .iter()
        .rev()
        .find(|text| text.effective_from_ns <= at_ns)
}

/// The text of the highest version in effect at a moment, in whatever language.
#[must_use]
pub fn newest<M: Memory>(state: &State<M>, at_ns: u64) -> Option<&DeclarationText> {
    state
        .texts_by_language
        .keys()
        .filter_map(|language| current(state, language, at_ns))
        .max_by_key(|text| text.version)
}

/// Where a provider stands at a moment.
#[must_use]
pub fn status<M: Memory>(state: &State<M>, provider: ProviderId, at_ns: u64) -> DeclarationStatus {
    standing(state, state.acceptance(provider).as_ref(), at_ns)
}

/// Where an acceptance stands at a moment.
#[must_use]
pub fn standing<M: Memory>(
    state: &State<M>,
    acceptance: Option<&Acceptance>,
    at_ns: u64,
) -> DeclarationStatus {
    let Some(accepted) = acceptance else {
        return DeclarationStatus::NotAccepted;
    };
    let texts = state
        .texts(&accepted.language)
        .iter()
        .map(|text| Published {
            version: text.version,
            effective_from_ns: text.effective_from_ns,
        });
    declaration::status(accepted.version, texts, at_ns)
}

/// The normal form of a text.
#[must_use]
pub fn get_declaration_text<M: Memory>(state: &State<M>, sha256: Sha256Hash) -> Option<String> {
    state.declaration_bodies.get(&sha256.0)
}

/// All texts by language and version; there are at most `limits::DECLARATION_TEXTS`.
#[must_use]
pub fn list_declaration_texts<M: Memory>(state: &State<M>) -> Vec<DeclarationText> {
    state
        .texts_by_language
        .values()
        .flatten()
        .cloned()
        .collect()
}

/// A provider's latest [`HISTORY`] acceptances, oldest first.
///
/// # Panics
/// When stored bytes are not an acceptance: a defect of this canister, never of a caller.
#[must_use]
pub fn list_acceptances<M: Memory>(state: &State<M>, provider: ProviderId) -> Vec<Acceptance> {
    state
        .acceptance_history
        .last(provider.as_slice(), HISTORY)
        .into_iter()
        .map(|(_, row)| {
            cbor::decode(&row)
                .unwrap_or_else(|error| panic!("BUG: an acceptance does not decode: {error}"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, provider_id, version};
    use bonafide_types::limits::DAY_NS;

    #[test]
    fn should_follow_the_texts_of_the_language_accepted() {
        let mut world = World::new();
        world.register_provider(1);
        let at = |world: &World| status(&world.state, provider_id(1), world.now_ns);
        assert_eq!(at(&world), DeclarationStatus::NotAccepted);
        world.publish("en", version(1, 0, 0), "one");
        world.publish("de", version(1, 0, 0), "eins");
        world.accept(1, "en");
        assert_eq!(at(&world), DeclarationStatus::Current);
        world.publish("de", version(1, 1, 0), "zwei");
        assert_eq!(at(&world), DeclarationStatus::Current);
        world.publish("en", version(1, 1, 0), "two");
        let deadline_ns = world.now_ns + 90 * DAY_NS;
        assert_eq!(at(&world), DeclarationStatus::Due { deadline_ns });
        world.now_ns = deadline_ns;
        let since_ns = deadline_ns;
        assert_eq!(at(&world), DeclarationStatus::Lapsed { since_ns });
        world.accept(1, "en");
        assert_eq!(at(&world), DeclarationStatus::Current);
        assert_eq!(list_declaration_texts(&world.state).len(), 4);
    }
}
