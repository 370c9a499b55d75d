//! Follows the registry: its nodes and providers make the rosters that periods are computed
//! from, and tell which subnets are measured.
//!
//! Asks how long its log is, and when that grew, reads nodes, data centres and providers in
//! pages. Nothing is changed before the last page is in: a walk that failed half way is made
//! again, and what changed meanwhile is seen then. Once a day it reads all of them in any case.

use crate::live;
use crate::state::{Event, State};
use crate::tasks::own;
use bonafide_kit::call::{ask, call};
use bonafide_kit::commit;
use bonafide_kit::task::TaskGuard;
use bonafide_policy::rewards::facts::check_day;
use bonafide_types::id::{Caller, NodeId, OperatorId, ProviderId, SubnetId};
use bonafide_types::limits::{DAY_NS, FACT_SUBNETS};
use bonafide_types::registry::{
    DataCenterPage, ListDataCentersArgs, ListNodesArgs, ListProvidersArgs, NodePage, NodeView,
    ProviderPage, Summary,
};
use bonafide_types::rewards::{DayFacts, NodeFact, ProviderFact};
use candid::CandidType;
use ic_stable_structures::Memory;
use serde::de::DeserializeOwned;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

/// Pages of one list; far above what any network has.
const PAGES: usize = 1_000;

/// A walk that came to its end.
#[derive(Clone, Copy, Debug)]
struct Walked {
    /// When it began. Nanoseconds since the epoch.
    at_ns: u64,
    /// Length of the log before it.
    events: u64,
}

thread_local! {
    /// The last one; on the heap, so an upgrade begins afresh.
    static WALKED: Cell<Option<Walked>> = const { Cell::new(None) };
    /// The subnets that it saw.
    static SUBNETS: RefCell<Vec<SubnetId>> = const { RefCell::new(Vec::new()) };
}

/// Brings the registry's facts up to date. What goes wrong is tried again.
pub async fn follow_registry() {
    if let Some(_guard) = TaskGuard::acquire("follow_registry") {
        // Nothing is lost: the next run begins where this one did.
        let _ = walk().await;
    }
}

/// The subnets of the registry's nodes as last seen, in order; none after an upgrade, until the
/// next walk.
pub(super) fn subnets() -> Vec<SubnetId> {
    SUBNETS.with_borrow(Clone::clone)
}

/// The day of a moment, as the number of days since 1970-01-01, UTC.
pub(super) fn day_of(ns: u64) -> u32 {
    u32::try_from(ns / DAY_NS).expect("BUG: nanoseconds in 64 bits end after 213,503 days")
}

async fn walk() -> Result<(), String> {
    let registry = live::read(State::settings).registry;
    let Summary { events, .. } = ask(registry.0, "get_summary").await?;
    let now_ns = own().now_ns;
    let up_to_date = WALKED.get().is_some_and(|walked| {
        walked.events == events && now_ns < walked.at_ns.saturating_add(DAY_NS)
    });
    if up_to_date {
        return Ok(());
    }
    let seen = read(registry).await?;
    SUBNETS.set(seen.subnets());
    // Also when what was seen cannot be a roster: that does not change before the registry does.
    WALKED.set(Some(Walked {
        at_ns: now_ns,
        events,
    }));
    live::change(|state| {
        let ctx = own();
        let mut changes = changed(state, &seen, ctx.now_ns)?;
        if events != state.registry_events() {
            changes.push(Event::Followed {
                registry_events: Some(events),
                audits_events: None,
            });
        }
        if !changes.is_empty() {
            commit(state, &ctx, changes);
        }
        Ok(())
    })
}

/// What the registry shows. Nodes are read first: their data centres and providers were there
/// then, and are found later unless they left in between, which the next walk sees.
async fn read(registry: Caller) -> Result<Seen, String> {
    let mut seen = Seen::default();
    let nodes = |after| ListNodesArgs {
        after,
        limit: None,
        filter: None,
    };
    pages(registry, "list_nodes", nodes, |page: NodePage| {
        page.nodes.into_iter().for_each(|view| seen.node(view));
        page.next
    })
    .await?;
    let data_centers = |after| ListDataCentersArgs {
        after,
        limit: None,
        filter: None,
    };
    pages(
        registry,
        "list_data_centers",
        data_centers,
        |page: DataCenterPage| {
            let rows = page.data_centers.into_iter();
            seen.regions.extend(rows.map(|row| (row.id, row.region)));
            page.next
        },
    )
    .await?;
    let providers = |after| ListProvidersArgs {
        after,
        limit: None,
        filter: None,
    };
    pages(
        registry,
        "list_providers",
        providers,
        |page: ProviderPage| {
            let rows = page.providers.into_iter();
            seen.clusters
                .extend(rows.map(|view| (view.provider.id, view.cluster)));
            page.next
        },
    )
    .await?;
    Ok(seen)
}

/// Asks for all pages of a list, one after the other. A page tells where the next one begins.
async fn pages<K, A: CandidType, P: CandidType + DeserializeOwned>(
    canister: Caller,
    method: &str,
    args: impl Fn(Option<K>) -> A,
    mut take: impl FnMut(P) -> Option<K>,
) -> Result<(), String> {
    let mut after = None;
    for _ in 0..PAGES {
        let page = call(canister.0, method, &args(after), 0).await?;
        after = take(page);
        if after.is_none() {
            return Ok(());
        }
    }
    Err(format!("{method}: more pages than any network fills"))
}

/// A node that is paid if its data centre is on record.
#[derive(Clone, Debug)]
struct SeenNode {
    provider: ProviderId,
    operator: OperatorId,
    dc_id: String,
    reward_type: String,
}

/// All that a walk saw.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    nodes: BTreeMap<NodeId, SeenNode>,
    /// Of all nodes, paid or not.
    subnets: BTreeSet<SubnetId>,
    /// Regions of data centres.
    regions: BTreeMap<String, String>,
    clusters: BTreeMap<ProviderId, ProviderId>,
}

impl Seen {
    fn node(&mut self, view: NodeView) {
        self.subnets.extend(view.node.subnet);
        let reward_type = view.node.node_reward_type;
        // As on the network, a node without a type is not paid.
        if let Some(reward_type) = reward_type.filter(|name| !name.is_empty()) {
            let node = SeenNode {
                provider: view.provider,
                operator: view.node.operator,
                dc_id: view.dc_id,
                reward_type,
            };
            self.nodes.insert(view.node.id, node);
        }
    }

    /// As many as the facts of a day hold.
    fn subnets(&self) -> Vec<SubnetId> {
        self.subnets.iter().copied().take(FACT_SUBNETS).collect()
    }

    /// Who and what is paid from a day on. All providers are named, also those without nodes.
    fn roster(&self, day: u32) -> DayFacts {
        // As on the network, a node whose data centre is not on record is not paid.
        let paid = self.nodes.iter().filter_map(|(id, node)| {
            let region = self.regions.get(&node.dc_id)?;
            Some((*id, node, region))
        });
        let paid: Vec<_> = paid.collect();
        let mut clusters = self.clusters.clone();
        for (_, node, _) in &paid {
            // One that came while the pages were read; the next walk sees its cluster.
            clusters.entry(node.provider).or_insert(node.provider);
        }
        let providers: Vec<_> = clusters.keys().copied().collect();
        let operators = names(paid.iter().map(|(_, node, _)| node.operator));
        let regions = names(paid.iter().map(|(_, _, region)| (*region).clone()));
        let reward_types = names(paid.iter().map(|(_, node, _)| node.reward_type.clone()));
        let nodes = paid.iter().map(|(id, node, region)| NodeFact {
            node: *id,
            provider: place(&providers, &node.provider),
            operator: place(&operators, &node.operator),
            region: place(&regions, region),
            reward_type: place(&reward_types, &node.reward_type),
        });
        let nodes = nodes.collect();
        let providers = clusters.into_iter();
        let providers = providers.map(|(provider, cluster)| ProviderFact { provider, cluster });
        DayFacts {
            day,
            providers: providers.collect(),
            operators,
            regions,
            reward_types,
            nodes,
            subnets: Vec::new(),
        }
    }
}

/// Each name once, in order.
fn names<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    all.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Where a name stands.
fn place<T: Ord>(names: &[T], name: &T) -> u32 {
    let place = names.binary_search(name).ok();
    let place = place.and_then(|place| u32::try_from(place).ok());
    place.expect("BUG: every name is in its list, and lists are short")
}

/// The roster, when it differs from the one that was seen last.
///
/// # Errors
/// When the registry holds more than a roster does, or its pages do not fit together, because
/// it changed while they were read. In words.
pub(crate) fn changed<M: Memory>(
    state: &State<M>,
    seen: &Seen,
    now_ns: u64,
) -> Result<Vec<Event>, String> {
    let roster = seen.roster(day_of(now_ns));
    check_day(&roster, roster.day)?;
    let same = state.latest_roster().is_some_and(|before| {
        let day = roster.day;
        DayFacts { day, ..before } == roster
    });
    if same {
        return Ok(Vec::new());
    }
    Ok(vec![Event::RosterSeen { roster }])
}

#[cfg(test)]
mod tests;
