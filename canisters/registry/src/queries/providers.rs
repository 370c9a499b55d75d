//! Providers with what hangs on them.

mod wanted;

use super::{cluster_keys, cluster_of, declarations, independence, limit};
use crate::state::{ProviderCounts, State};
use bonafide_kit::page;
use bonafide_types::certified::RowKey;
use bonafide_types::id::ProviderId;
use bonafide_types::limits::PAGE_SCAN;
use bonafide_types::registry::{
    Acceptance, Bar, BarSubject, IndependenceAnswers, ListProvidersArgs, Provider, ProviderFilter,
    ProviderPage, ProviderView, PublishedDeclaration, RegistryPolicy, table,
};
use candid::Principal;
use ic_stable_structures::Memory;
use std::collections::BTreeMap;
use std::iter::Peekable;
use wanted::Wanted;

/// Bars of one provider that are shown.
const BARS: usize = 100;

/// One provider.
#[must_use]
pub fn get_provider<M: Memory>(
    state: &State<M>,
    id: ProviderId,
    now_ns: u64,
) -> Option<ProviderView> {
    let provider = state.provider(id)?;
    let beside = Beside::of(state, id);
    Some(Viewer::new(state, now_ns).view(provider, beside))
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

impl Beside {
    fn of<M: Memory>(state: &State<M>, id: ProviderId) -> Self {
        Self {
            acceptance: state.acceptance(id),
            published: state.published_declarations.get(id.as_slice()),
            answers: state.answers(id),
            counts: state.provider_counts(id),
        }
    }
}

/// Says what hangs on providers, as of one moment.
struct Viewer<'s, M: Memory> {
    state: &'s State<M>,
    policy: RegistryPolicy,
    now_ns: u64,
    /// How many members a cluster has, counted once.
    sizes: BTreeMap<ProviderId, u32>,
}

impl<'s, M: Memory> Viewer<'s, M> {
    fn new(state: &'s State<M>, now_ns: u64) -> Self {
        Self {
            state,
            policy: state.policy(now_ns),
            now_ns,
            sizes: BTreeMap::new(),
        }
    }

    fn view(&mut self, provider: Provider, beside: Beside) -> ProviderView {
        let Beside {
            acceptance,
            published,
            answers,
            counts,
        } = beside;
        let state = self.state;
        let cluster = cluster_of(state, provider.id);
        let size = || state.cluster(cluster).1;
        ProviderView {
            declaration: declarations::standing(state, acceptance.as_ref(), self.now_ns),
            answers: independence::status(state, &provider, answers.as_ref(), &self.policy),
            acceptance,
            published,
            operators: counts.operators,
            nodes: counts.nodes,
            cluster,
            cluster_size: *self.sizes.entry(cluster).or_insert_with(size),
            bars: bars(state, provider.id),
            provider,
        }
    }
}

/// What bars a provider now. One that is barred only because an offboarded provider is of
/// its cluster now has no row of that, and is shown the bar that stands for it.
fn bars<M: Memory>(state: &State<M>, id: ProviderId) -> Vec<Bar> {
    // Who is offboarded is barred itself, so that without bars nobody is offboarded.
    if state.bars.is_empty() {
        return Vec::new();
    }
    let subject = BarSubject::Provider(id);
    let standing = |offboarded: ProviderId| {
        let row = state.bar(subject, offboarded);
        row.filter(|bar| bar.lifted.is_none()).unwrap_or_else(|| {
            let change = state.provider(offboarded).and_then(|row| row.status_change);
            Bar {
                subject,
                offboarded,
                since_ns: change.map_or(0, |change| change.at_ns),
                lifted: None,
            }
        })
    };
    let offboarded = state.barred_by_all(id).into_iter();
    offboarded.take(BARS).map(standing).collect()
}

/// Providers in the order of their principals' bytes. A filter that names what cannot be (a
/// country that is none, a name too short or too long) gives an empty page.
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
    let Some(wanted) = Wanted::of(state, filter) else {
        return ProviderPage {
            providers: Vec::new(),
            next: None,
        };
    };
    let after = after.as_ref().map(ProviderId::as_slice);
    let rows: Box<dyn Iterator<Item = _>> = match wanted.cluster {
        Some(cluster) => Box::new(of_cluster(state, cluster, after)),
        None => Box::new(side_by_side(state, after)),
    };
    let mut viewer = Viewer::new(state, now_ns);
    let (providers, next) = page::collect(rows, limit(asked), scan, |_, (provider, beside)| {
        let fits = wanted.fits(state, &provider, &beside, &viewer.policy, now_ns);
        fits.then(|| viewer.view(provider, beside))
    });
    ProviderPage {
        providers,
        next: next.map(|key| ProviderId(Principal::from_slice(&key))),
    }
}

/// The members of a cluster.
fn of_cluster<'s, M: Memory>(
    state: &'s State<M>,
    cluster: ProviderId,
    after: Option<&[u8]>,
) -> impl Iterator<Item = (Vec<u8>, (Provider, Beside))> + use<'s, M> {
    cluster_keys(state, cluster, after).filter_map(|key| {
        let provider = state.providers.get(&key)?;
        let beside = Beside::of(state, provider.id);
        Some((key, (provider, beside)))
    })
}

/// All providers. Acceptances, published documents, answers and counts are keyed by provider
/// too, so the tables are read side by side instead of being searched for each provider.
fn side_by_side<'s, M: Memory>(
    state: &'s State<M>,
    after: Option<&[u8]>,
) -> impl Iterator<Item = (Vec<u8>, (Provider, Beside))> + use<'s, M> {
    let mut acceptances = state.acceptances.after(after).peekable();
    let mut published = state.published_declarations.after(after).peekable();
    let mut answers = state.independence.after(after).peekable();
    let mut counts = state.provider_counts_after(after).peekable();
    state.providers.after(after).map(move |(key, provider)| {
        let beside = Beside {
            acceptance: meet(&mut acceptances, &key),
            published: meet(&mut published, &key),
            answers: meet(&mut answers, &key),
            counts: meet(&mut counts, &key).unwrap_or_default(),
        };
        (key, (provider, beside))
    })
}

/// The row of `key` in rows that ascend, as the keys asked for do.
fn meet<V>(rows: &mut Peekable<impl Iterator<Item = (Vec<u8>, V)>>, key: &Vec<u8>) -> Option<V> {
    while rows.next_if(|(at, _)| at < key).is_some() {}
    rows.next_if(|(at, _)| at == key).map(|(_, row)| row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, provider_id, version};
    use crate::state::Event;
    use bonafide_types::registry::{ClusterMember, ProviderStatus};

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

    #[test]
    fn should_find_by_status_country_name_and_cluster() {
        let mut world = World::new();
        for n in 1..=3 {
            world.register_provider(n);
        }
        let mut row = world.state.provider(provider_id(2)).unwrap();
        row.status = ProviderStatus::Suspended;
        let profile = row.profile.as_mut().unwrap();
        profile.country = "JP".into();
        profile.legal_name = "Beispiel Zwei".into();
        world.state.providers.insert(row.id.as_slice(), &row);
        let cluster = provider_id(1);
        for n in [1, 3] {
            let provider = provider_id(n);
            let since_ns = 1;
            let row = ClusterMember {
                provider,
                cluster,
                since_ns,
            };
            world.state.clusters.insert(provider.as_slice(), &row);
            let members = &mut world.state.cluster_members;
            members.insert(cluster.as_slice(), provider.as_slice(), ());
        }
        let filtered = |filter, limit| {
            let args = ListProvidersArgs {
                limit,
                filter: Some(filter),
                ..ListProvidersArgs::default()
            };
            list_providers(&world.state, args, world.now_ns)
        };
        let all = ProviderFilter::default();
        let text = |text: &str| Some(text.to_owned());
        for (filter, expected) in [
            (
                ProviderFilter {
                    status: Some(ProviderStatus::Suspended),
                    ..all.clone()
                },
                &[2][..],
            ),
            (
                ProviderFilter {
                    country: text("JP"),
                    ..all.clone()
                },
                &[2],
            ),
            (
                ProviderFilter {
                    country: text("XX"),
                    ..all.clone()
                },
                &[],
            ),
            (
                ProviderFilter {
                    name: text("SPIEL z"),
                    ..all.clone()
                },
                &[2],
            ),
            (
                ProviderFilter {
                    name: text("example"),
                    ..all.clone()
                },
                &[1, 3],
            ),
            (
                ProviderFilter {
                    name: text("e"),
                    ..all.clone()
                },
                &[],
            ),
            (
                ProviderFilter {
                    cluster: Some(provider_id(3)),
                    ..all.clone()
                },
                &[1, 3],
            ),
            (
                ProviderFilter {
                    cluster: Some(provider_id(2)),
                    ..all.clone()
                },
                &[2],
            ),
            (
                ProviderFilter {
                    answers_reopened: Some(false),
                    ..all.clone()
                },
                &[1, 2, 3],
            ),
            (
                ProviderFilter {
                    answers_reopened: Some(true),
                    ..all.clone()
                },
                &[],
            ),
        ] {
            let expected: Vec<_> = expected.iter().map(|n| provider_id(*n)).collect();
            assert_eq!(ids(&filtered(filter.clone(), None)), expected, "{filter:?}");
        }
        let of_cluster = ProviderFilter {
            cluster: Some(cluster),
            ..all
        };
        let first = filtered(of_cluster, Some(1));
        assert_eq!(first.next, Some(provider_id(1)));
        assert_eq!(first.providers[0].cluster_size, 2);
    }

    #[test]
    fn should_show_what_bars_a_provider() {
        let mut world = World::new();
        for n in [1, 2] {
            world.register_provider(n);
        }
        let reason = "example".to_owned();
        world.record(Event::ProviderOffboarded {
            provider: provider_id(1),
            barred: vec![BarSubject::Provider(provider_id(1))],
            reason,
        });
        let bars = |n| get_provider(&world.state, provider_id(n), 0).unwrap().bars;
        let [bar] = bars(1).try_into().unwrap();
        assert_eq!(
            (bar.offboarded, bar.since_ns),
            (provider_id(1), world.now_ns)
        );
        assert_eq!(bars(2), []);
    }
}
