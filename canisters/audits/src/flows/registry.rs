//! Follows the registry: its nodes make the sites that are audited.
//!
//! Asks how long its log is, and when that grew, reads nodes, data centres, aliases of owners
//! and providers in pages. Nothing is changed before the last page is in: a walk that failed
//! half way is made again, and what changed meanwhile is seen then. Once a day it reads all of
//! them in any case, and also when the policy calls other subnets critical.

use crate::live;
use crate::state::{Event, Membership, State};
use crate::tasks::own;
use bonafide_kit::call::{ask, call};
use bonafide_kit::commit;
use bonafide_kit::task::TaskGuard;
use bonafide_types::audits::{CriticalSubnet, Criticality, Site, SiteId};
use bonafide_types::id::{Caller, ProviderId, SubnetId};
use bonafide_types::limits::{DAY_NS, DC_ID_BYTES};
use bonafide_types::registry::{
    DataCenterPage, ListDataCentersArgs, ListNodesArgs, ListOwnerAliasesArgs, ListProvidersArgs,
    NodePage, NodeView, OwnerAliasPage, ProviderPage, Summary,
};
use candid::CandidType;
use ic_stable_structures::Memory;
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Pages of one list; far above what any network has.
const PAGES: usize = 1_000;
/// Rows of one event.
const ROWS: usize = 200;

/// A walk that came to its end.
struct Walked {
    /// When it began. Nanoseconds since the epoch.
    at_ns: u64,
    /// What the policy called critical then.
    critical_subnets: Vec<CriticalSubnet>,
}

thread_local! {
    /// The last one; on the heap, so an upgrade begins afresh.
    static WALKED: RefCell<Option<Walked>> = const { RefCell::new(None) };
}

/// Brings the registry's facts up to date. What goes wrong is tried again.
pub async fn follow_registry() {
    if let Some(_guard) = TaskGuard::acquire("follow_registry") {
        // Nothing is lost: the next run begins where this one did.
        let _ = walk().await;
    }
}

async fn walk() -> Result<(), String> {
    let registry = live::read(State::settings).registry;
    let Summary { events, .. } = ask(registry.0, "get_summary").await?;
    let now_ns = own().now_ns;
    let critical_subnets = live::read(State::policy).critical_subnets;
    let grown = events != live::read(State::registry_events);
    let recent = WALKED.with_borrow(|walked| {
        walked.as_ref().is_some_and(|walked| {
            now_ns < walked.at_ns.saturating_add(DAY_NS)
                && walked.critical_subnets == critical_subnets
        })
    });
    if recent && !grown {
        return Ok(());
    }
    let seen = read(registry).await?;
    let ctx = own();
    live::change(|state| {
        let mut changes = changed(state, &seen, ctx.now_ns);
        if grown {
            changes.push(Event::Followed {
                registry_events: Some(events),
                identity_events: None,
            });
        }
        if !changes.is_empty() {
            commit(state, &ctx, changes);
        }
    });
    WALKED.set(Some(Walked {
        at_ns: now_ns,
        critical_subnets,
    }));
    Ok(())
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
        page.nodes.iter().for_each(|node| seen.node(node));
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
            seen.dc_owners.extend(rows.map(|row| (row.id, row.owner)));
            page.next
        },
    )
    .await?;
    let aliases = |after| ListOwnerAliasesArgs { after, limit: None };
    pages(
        registry,
        "list_owner_aliases",
        aliases,
        |page: OwnerAliasPage| {
            let rows = page.aliases.into_iter();
            seen.aliases
                .extend(rows.map(|row| (row.alias, row.canonical)));
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
pub(super) async fn pages<K, A: CandidType, P: CandidType + DeserializeOwned>(
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

/// All that a walk saw.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// Nodes of each site by subnet; those of none are spare.
    nodes: BTreeMap<SiteId, BTreeMap<Option<SubnetId>, u32>>,
    /// Owners of data centres as these give them.
    dc_owners: BTreeMap<String, String>,
    /// Names of owners that stand for other names.
    aliases: BTreeMap<String, String>,
    clusters: BTreeMap<ProviderId, ProviderId>,
}

impl Seen {
    fn node(&mut self, view: &NodeView) {
        // No key holds a longer id; the registry allows none.
        if view.dc_id.len() > DC_ID_BYTES {
            return;
        }
        let site = SiteId {
            dc_id: view.dc_id.clone(),
            provider: view.provider,
        };
        let subnets = self.nodes.entry(site).or_default();
        *subnets.entry(view.node.subnet).or_default() += 1;
    }

    /// The owner of a data centre by the name that the registry counts it under.
    fn owner(&self, dc_id: &str) -> Option<String> {
        let owner = self.dc_owners.get(dc_id)?.trim();
        let canonical = self.aliases.get(owner).map(String::as_str);
        Some(canonical.unwrap_or(owner).to_owned())
    }
}

/// The providers of another cluster than before, and the sites that are new or look different.
/// What audits and the identity canister said of a site stays as it is.
pub(crate) fn changed<M: Memory>(state: &State<M>, seen: &Seen, now_ns: u64) -> Vec<Event> {
    let clusters: Vec<_> = seen
        .clusters
        .iter()
        .filter(|(provider, cluster)| state.cluster(**provider) != Some(**cluster))
        .map(|(provider, cluster)| Membership {
            provider: *provider,
            cluster: *cluster,
        })
        .collect();
    let critical: BTreeMap<_, _> = state
        .policy()
        .critical_subnets
        .into_iter()
        .map(|row| (row.subnet, row.criticality))
        .collect();
    let mut sites: Vec<_> = seen
        .nodes
        .iter()
        .filter_map(|(id, subnets)| {
            let before = state.site(id);
            let row = site(seen, id, subnets, &critical, before.as_ref(), now_ns);
            (before.as_ref() != Some(&row)).then_some(row)
        })
        .collect();
    let known = state.sites.after(None).map(|(_, site)| site);
    let gone = known.filter(|site| site.nodes > 0 && !seen.nodes.contains_key(&site.id));
    sites.extend(gone.map(|site| Site {
        nodes: 0,
        critical_nodes: 0,
        criticality: Criticality::Spare,
        ..site
    }));
    let clusters = clusters.chunks(ROWS).map(|rows| Event::ClustersSeen {
        clusters: rows.to_vec(),
    });
    let sites = sites.chunks(ROWS).map(|rows| Event::SitesSeen {
        sites: rows.to_vec(),
    });
    clusters.chain(sites).collect()
}

fn site(
    seen: &Seen,
    id: &SiteId,
    subnets: &BTreeMap<Option<SubnetId>, u32>,
    critical: &BTreeMap<SubnetId, Criticality>,
    before: Option<&Site>,
    now_ns: u64,
) -> Site {
    let class = |subnet: &Option<SubnetId>| match subnet {
        Some(subnet) => critical
            .get(subnet)
            .copied()
            .unwrap_or(Criticality::Application),
        None => Criticality::Spare,
    };
    let in_critical = subnets
        .iter()
        .filter(|(subnet, _)| class(subnet).is_critical());
    let cluster = seen.clusters.get(&id.provider).copied();
    let site = before.cloned().unwrap_or_else(|| Site {
        id: id.clone(),
        dc_owner: String::new(),
        cluster: id.provider,
        nodes: 0,
        critical_nodes: 0,
        criticality: Criticality::Spare,
        missing_stamps: 0,
        verifiers: Vec::new(),
        open_alerts: 0,
        known_since_ns: now_ns,
        audits: 0,
        history: Vec::new(),
    });
    Site {
        dc_owner: seen.owner(&id.dc_id).unwrap_or(site.dc_owner),
        cluster: cluster.unwrap_or(site.cluster),
        nodes: subnets.values().sum(),
        critical_nodes: in_critical.map(|(_, nodes)| nodes).sum(),
        // The most critical class comes first.
        criticality: subnets
            .keys()
            .map(class)
            .min()
            .unwrap_or(Criticality::Spare),
        ..site
    }
}

#[cfg(test)]
mod tests;
