//! Providers with what hangs on them.

use super::{declarations, independence, limit};
use crate::state::{ProviderCounts, State};
use bonafide_kit::page;
use bonafide_types::certified::RowKey;
use bonafide_types::id::ProviderId;
use bonafide_types::limits::PAGE_SCAN;
use bonafide_types::registry::{
    Acceptance, DeclarationStatus, IndependenceAnswers, ListProvidersArgs, Provider,
    ProviderFilter, ProviderPage, ProviderView, PublishedDeclaration, RegistryPolicy, table,
};
use ic_stable_structures::Memory;
use std::iter::Peekable;

/// One provider.
#[must_use]
pub fn get_provider<M: Memory>(
    state: &State<M>,
    id: ProviderId,
    now_ns: u64,
) -> Option<ProviderView> {
    let provider = state.provider(id)?;
    let acceptance = state.acceptance(id);
    let published = state.published_declarations.get(id.as_slice());
    let answers = state.answers(id);
    let beside = Beside {
        acceptance,
        published,
        answers,
        counts: state.provider_counts(id),
    };
    Some(view(state, provider, beside, &state.policy(now_ns), now_ns))
}

/// What a certified read of a provider proves, in this order.
#[must_use]
pub fn certified_keys(id: ProviderId) -> [RowKey; 3] {
    [
        table::PROVIDER,
        table::ACCEPTANCE,
        table::PUBLISHED_DECLARATION,
    ]
    .map(|table| RowKey {
        table: table.into(),
        key: id.as_slice().to_vec().into(),
    })
}

/// What stands beside a provider under the same key.
struct Beside {
    acceptance: Option<Acceptance>,
    published: Option<PublishedDeclaration>,
    answers: Option<IndependenceAnswers>,
    counts: ProviderCounts,
}

fn view<M: Memory>(
    state: &State<M>,
    provider: Provider,
    beside: Beside,
    policy: &RegistryPolicy,
    now_ns: u64,
) -> ProviderView {
    let Beside {
        acceptance,
        published,
        answers,
        counts,
    } = beside;
    let (cluster, cluster_size) = state.cluster(provider.id);
    ProviderView {
        declaration: declarations::standing(state, acceptance.as_ref(), now_ns),
        answers: independence::status(state, &provider, answers.as_ref(), policy),
        provider,
        acceptance,
        published,
        operators: counts.operators,
        nodes: counts.nodes,
        cluster,
        cluster_size,
        bars: Vec::new(),
    }
}

/// Providers in the order of their principals' bytes.
///
/// Acceptances, published documents, answers and counts are keyed by provider too, so the tables are
/// read side by side instead of being searched for each provider.
#[must_use]
pub fn list_providers<M: Memory>(
    state: &State<M>,
    args: ListProvidersArgs,
    now_ns: u64,
) -> ProviderPage {
    let ListProvidersArgs {
        after,
        limit: asked,
        filter,
    } = args;
    let filter = filter.unwrap_or_default();
    let scan = if filter == ProviderFilter::default() {
        usize::MAX
    } else {
        PAGE_SCAN as usize
    };
    let after = after.as_ref().map(ProviderId::as_slice);
    let mut acceptances = state.acceptances.after(after).peekable();
    let mut published = state.published_declarations.after(after).peekable();
    let mut answers = state.independence.after(after).peekable();
    let mut counts = state.provider_counts_after(after).peekable();
    let policy = state.policy(now_ns);
    let (providers, next) = page::collect(
        state.providers.after(after),
        limit(asked),
        scan,
        |key, provider| {
            let beside = Beside {
                acceptance: meet(&mut acceptances, key),
                published: meet(&mut published, key),
                answers: meet(&mut answers, key),
                counts: meet(&mut counts, key).unwrap_or_default(),
            };
            let view = view(state, provider, beside, &policy, now_ns);
            matches(&filter, &view).then_some(view)
        },
    );
    ProviderPage {
        providers,
        next: next.map(|key| ProviderId(candid::Principal::from_slice(&key))),
    }
}

/// The row of `key` in rows that ascend, as the keys asked for do.
fn meet<V>(rows: &mut Peekable<impl Iterator<Item = (Vec<u8>, V)>>, key: &Vec<u8>) -> Option<V> {
    while rows.next_if(|(at, _)| at < key).is_some() {}
    rows.next_if(|(at, _)| at == key).map(|(_, row)| row)
}

fn matches(filter: &ProviderFilter, view: &ProviderView) -> bool {
    let ProviderFilter {
        has_nodes,
        has_published_declaration,
        has_profile,
        lapsed,
        status: _,
        cluster: _,
        country: _,
        name: _,
        answers_reopened: _,
    } = filter;
    let is_lapsed = matches!(view.declaration, DeclarationStatus::Lapsed { .. });
    [
        (has_nodes, view.nodes > 0),
        (has_published_declaration, view.published.is_some()),
        (has_profile, view.provider.profile.is_some()),
        (lapsed, is_lapsed),
    ]
    .into_iter()
    .all(|(wanted, is)| wanted.is_none_or(|wanted| wanted == is))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, provider_id, version};

    fn ids(page: &ProviderPage) -> Vec<ProviderId> {
        page.providers.iter().map(|view| view.provider.id).collect()
    }

    #[test]
    fn should_page_and_join() {
        let mut world = World::new();
        for n in 1..=5 {
            world.register_provider(n);
        }
        world.publish("en", version(1, 0, 0), "one");
        for n in [2, 4] {
            world.accept(n, "en");
        }
        let first = ListProvidersArgs {
            limit: Some(3),
            ..ListProvidersArgs::default()
        };
        let page = list_providers(&world.state, first, world.now_ns);
        assert_eq!(ids(&page), [1, 2, 3].map(provider_id));
        assert_eq!(page.next, Some(provider_id(3)));
        let rest = ListProvidersArgs {
            after: page.next,
            ..ListProvidersArgs::default()
        };
        let rest = list_providers(&world.state, rest, world.now_ns);
        assert_eq!(ids(&rest), [4, 5].map(provider_id));
        assert_eq!(rest.next, None);
        for view in page.providers.into_iter().chain(rest.providers) {
            let alone = get_provider(&world.state, view.provider.id, world.now_ns);
            assert_eq!(alone, Some(view));
        }
    }

    #[test]
    fn should_filter() {
        let mut world = World::new();
        for n in 1..=3 {
            world.register_provider(n);
        }
        world.publish("en", version(1, 0, 0), "one");
        world.accept(2, "en");
        world.publish("en", version(2, 0, 0), "two");
        let filtered = |filter, now_ns| {
            let args = ListProvidersArgs {
                filter: Some(filter),
                ..ListProvidersArgs::default()
            };
            ids(&list_providers(&world.state, args, now_ns))
        };
        let lapsed = |lapsed| ProviderFilter {
            lapsed: Some(lapsed),
            ..ProviderFilter::default()
        };
        assert_eq!(filtered(lapsed(true), world.now_ns), []);
        assert_eq!(filtered(lapsed(true), u64::MAX), [provider_id(2)]);
        assert_eq!(filtered(lapsed(false), u64::MAX), [1, 3].map(provider_id));
        let with_nodes = ProviderFilter {
            has_nodes: Some(true),
            ..ProviderFilter::default()
        };
        assert_eq!(filtered(with_nodes, 0), []);
    }
}
