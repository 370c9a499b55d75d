//! What a filter asks of a provider.

use super::Beside;
use crate::domain::country;
use crate::queries::{cluster_of, declarations, independence};
use crate::state::State;
use bonafide_types::id::ProviderId;
use bonafide_types::limits::SEARCH_BYTES;
use bonafide_types::registry::{
    AnswersStatus, DeclarationStatus, Provider, ProviderFilter, ProviderStatus, RegistryPolicy,
};
use ic_stable_structures::Memory;

/// A filter with its names brought to the form in which they are compared.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    has_nodes: Option<bool>,
    has_published_declaration: Option<bool>,
    has_profile: Option<bool>,
    lapsed: Option<bool>,
    status: Option<ProviderStatus>,
    country: Option<String>,
    name: Option<String>,
    answers_reopened: Option<bool>,
    /// The cluster's name. Whose members are read has nothing to compare.
    pub(super) cluster: Option<ProviderId>,
}

impl Wanted {
    /// What a filter asks for; `None` when it names what cannot be.
    pub(super) fn of<M: Memory>(state: &State<M>, filter: ProviderFilter) -> Option<Self> {
        let ProviderFilter {
            has_nodes,
            has_published_declaration,
            has_profile,
            lapsed,
            status,
            cluster,
            country,
            name,
            answers_reopened,
        } = filter;
        let country = match country {
            Some(code) => Some(country::canonical(&code)?.to_owned()),
            None => None,
        };
        if name
            .as_ref()
            .is_some_and(|it| !SEARCH_BYTES.contains(&it.len()))
        {
            return None;
        }
        Some(Self {
            has_nodes,
            has_published_declaration,
            has_profile,
            lapsed,
            status,
            country,
            name: name.map(|name| name.to_ascii_lowercase()),
            answers_reopened,
            cluster: cluster.map(|id| cluster_of(state, id)),
        })
    }

    /// Whether a provider is as asked for. What its own row says is looked at first.
    pub(super) fn fits<M: Memory>(
        &self,
        state: &State<M>,
        provider: &Provider,
        beside: &Beside,
        policy: &RegistryPolicy,
        now_ns: u64,
    ) -> bool {
        let profile = provider.profile.as_ref();
        let lapsed = || {
            let standing = declarations::standing(state, beside.acceptance.as_ref(), now_ns);
            matches!(standing, DeclarationStatus::Lapsed { .. })
        };
        let reopened = || {
            let answers = beside.answers.as_ref();
            let standing = independence::status(state, provider, answers, policy);
            matches!(standing, AnswersStatus::Reopened { .. })
        };
        let published = beside.published.is_some();
        self.status.is_none_or(|asked| asked == provider.status)
            && self
                .country
                .as_ref()
                .is_none_or(|asked| profile.is_some_and(|profile| profile.country == *asked))
            && self
                .name
                .as_ref()
                .is_none_or(|part| is_called(provider, part))
            && self
                .has_profile
                .is_none_or(|asked| asked == profile.is_some())
            && self
                .has_nodes
                .is_none_or(|asked| asked == (beside.counts.nodes > 0))
            && self
                .has_published_declaration
                .is_none_or(|asked| asked == published)
            && self.lapsed.is_none_or(|asked| asked == lapsed())
            && self
                .answers_reopened
                .is_none_or(|asked| asked == reopened())
    }
}

/// Whether one of a provider's names contains a text, given in lower case.
fn is_called(provider: &Provider, part: &str) -> bool {
    let legal = provider.profile.as_ref().map(|it| &it.legal_name);
    let own = provider.self_declared.as_ref();
    let shown = own.and_then(|it| it.display_name.as_ref());
    let imported = provider.imported.as_ref().and_then(|it| it.name.as_ref());
    [legal, shown, imported]
        .into_iter()
        .flatten()
        .any(|name| name.to_ascii_lowercase().contains(part))
}
