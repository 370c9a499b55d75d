//! Sweeps: what would heal the network, subnet by subnet.
//!
//! A sweep goes in slices of [`SLICE`] subnets. It works on the network as it was when it began;
//! when anything that counts changed before its end, all of it is thrown away and a new one
//! begins. The report is on the heap: after an upgrade the next sweep makes a new one. It is no
//! authority, but a suggestion that whoever has the rows can compute again.

use crate::commands::membership;
use crate::live;
use crate::queries::decentralization::{seed, suggest};
use crate::state::State;
use bonafide_kit::Ctx;
use bonafide_policy::decentralization::evaluate::{scorecard, violations};
use bonafide_policy::decentralization::search::{self, Pool};
use bonafide_policy::decentralization::{Health, Limits, Network, Tally};
use bonafide_types::id::{NodeId, SubnetId};
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{Healing, SweepReport};
use ic_stable_structures::Memory;
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// How often a slice is due.
pub const PERIOD: Duration = Duration::from_secs(60);
/// Subnets of one slice.
pub const SLICE: usize = 32;
/// Healings that a report names.
const HEALINGS: usize = 100;
/// A report is made anew after this, because standing depends on the time as well.
const FRESH_NS: u64 = DAY_NS;

/// Kinds that are healed first, the most critical one first.
const FIRST: [&str; 6] = [
    "nns",
    "sns",
    "bitcoin",
    "internet-identity",
    "ecdsa-signing",
    "fiduciary",
];

thread_local! {
    static SWEEPS: RefCell<Sweeps> = RefCell::new(Sweeps::default());
}

/// The sweep under way, and the report of the last one that ended.
#[derive(Debug, Default)]
pub struct Sweeps {
    under_way: Option<Sweep>,
    report: Option<SweepReport>,
}

/// A sweep under way.
#[derive(Debug)]
struct Sweep {
    /// The network it is about.
    network: Network,
    version: u64,
    registry_events: u64,
    pool: Pool,
    /// Subnets to look at, the next one last.
    left: Vec<(SubnetId, u32)>,
    slices: u32,
    subnets: u32,
    violating: u32,
    /// Spare nodes that a healing before uses.
    taken: BTreeSet<NodeId>,
    healings: Vec<Healing>,
}

/// Does the slice that is due, if any.
pub fn step() {
    let now_ns = Ctx::capture().now_ns;
    live::read(|state| {
        SWEEPS.with_borrow_mut(|sweeps| slice(state, sweeps, SLICE, now_ns));
    });
}

/// The report of the last whole sweep, and whether it is about the network as it is.
#[must_use]
pub fn report<M: Memory>(state: &State<M>) -> Option<SweepReport> {
    SWEEPS.with_borrow(|sweeps| reported(state, sweeps))
}

/// The report of some sweeps.
#[must_use]
pub fn reported<M: Memory>(state: &State<M>, sweeps: &Sweeps) -> Option<SweepReport> {
    let report = sweeps.report.clone()?;
    Some(SweepReport {
        current: report.network_version == state.mirror.version,
        ..report
    })
}

/// Goes on by one slice, begins a sweep, or does nothing while the report is current.
pub fn slice<M: Memory>(state: &State<M>, sweeps: &mut Sweeps, subnets: usize, now_ns: u64) {
    let version = state.mirror.version;
    let mut sweep = match sweeps.under_way.take() {
        // What it found is about a network that is gone.
        Some(sweep) if sweep.version != version => begin(state, now_ns),
        Some(sweep) => sweep,
        None if is_current(sweeps.report.as_ref(), version, now_ns) => return,
        None => begin(state, now_ns),
    };
    let mut kinds = BTreeMap::new();
    for _ in 0..subnets {
        let Some((id, number)) = sweep.left.pop() else {
            break;
        };
        let kind = state.kind_of(id);
        let limits = kinds
            .entry(kind)
            .or_insert_with_key(|kind| state.limits(kind, now_ns));
        if let Some((limits, _)) = limits {
            look(state, &mut sweep, limits, (id, number), now_ns);
        }
    }
    sweep.slices += 1;
    if sweep.left.is_empty() {
        sweeps.report = Some(SweepReport {
            network_version: sweep.version,
            current: true,
            registry_events: sweep.registry_events,
            finished_at_ns: now_ns,
            slices: sweep.slices,
            subnets: sweep.subnets,
            violating: sweep.violating,
            healings: sweep.healings,
        });
    } else {
        sweeps.under_way = Some(sweep);
    }
}

fn is_current(report: Option<&SweepReport>, version: u64, now_ns: u64) -> bool {
    report.is_some_and(|report| {
        report.network_version == version && now_ns.saturating_sub(report.finished_at_ns) < FRESH_NS
    })
}

fn begin<M: Memory>(state: &State<M>, now_ns: u64) -> Sweep {
    let network = suggest::standing_network(state, now_ns, false);
    let pool = Pool::of(&network, &seed(state).0);
    let mut left: Vec<_> = state.mirror.subnets_after(None).collect();
    left.sort_by_cached_key(|(id, number)| {
        let kind = state.kind_of(*id);
        let first = FIRST.iter().position(|first| *first == kind);
        let size = network.members(*number).len();
        (first.unwrap_or(FIRST.len()), Reverse(size), *id)
    });
    left.reverse();
    Sweep {
        pool,
        network,
        version: state.mirror.version,
        registry_events: state.log.tip().length,
        left,
        slices: 0,
        subnets: 0,
        violating: 0,
        taken: BTreeSet::new(),
        healings: Vec::new(),
    }
}

/// Looks at one subnet. Only one with broken rules or members that do not run is searched; its
/// new members are no longer free for those after it.
fn look<M: Memory>(
    state: &State<M>,
    sweep: &mut Sweep,
    limits: &Limits,
    (id, number): (SubnetId, u32),
    now_ns: u64,
) {
    let network = &sweep.network;
    let members = network.members(number);
    let tally = Tally::of(network, members.iter().copied());
    let weight = limits.weight(network, &tally, members);
    sweep.subnets += 1;
    sweep.violating += u32::from(weight > 0);
    let down = members
        .iter()
        .any(|class| network.class(*class).health == Health::Unhealthy);
    if (weight == 0 && !down) || sweep.healings.len() == HEALINGS {
        return;
    }
    // Where SEV-SNP is asked, few may join.
    let found = if limits.sev() {
        let network = suggest::standing_network(state, now_ns, true);
        let mut pool = Pool::of(&network, &seed(state).0);
        let found = search::heal(&network, limits, &mut pool, members);
        for class in &found.add {
            sweep.pool.take(*class);
        }
        found
    } else {
        search::heal(network, limits, &mut sweep.pool, members)
    };
    if found.is_empty() {
        return;
    }
    let mut after = members.to_vec();
    for class in &found.remove {
        if let Some(at) = after.iter().position(|member| member == class) {
            after.swap_remove(at);
        }
    }
    after.extend(&found.add);
    let tally_after = Tally::of(network, after.iter().copied());
    let weight_after = limits.weight(network, &tally_after, &after);
    let change = suggest::change_of(state, id, &found, &sweep.taken);
    let changes = std::slice::from_ref(&change);
    let judged = membership::judge(state, changes, &[], now_ns);
    // What would be refused heals nothing, and uses nothing.
    if !judged.is_ok_and(|verdict| verdict.accepted) {
        for class in &found.add {
            sweep.pool.give(*class);
        }
        return;
    }
    sweep.taken.extend(&change.node_ids_add);
    sweep.healings.push(Healing {
        change,
        before: scorecard(&tally, weight),
        after: scorecard(&tally_after, weight_after),
        violations_after: violations(network, limits, &tally_after, &after, membership::NAMING),
    });
}

#[cfg(test)]
mod tests;
