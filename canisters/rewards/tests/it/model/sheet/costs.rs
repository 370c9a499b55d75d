//! What a case costs.

use super::periods::gross_e8s;
use super::{Offence, Refused, Sheet, days};
use crate::world::{PROVIDERS, cluster_of, node_id, nodes_of, number_of, subnet_id};
use bonafide_types::id::{NodeId, ProviderId};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{
    Case, CaseState, Charge, Effect, Enforcement, Judgement, Lot, Mode, PenaltyClass,
};
use std::collections::{BTreeMap, BTreeSet};

/// One, in billionths.
pub(crate) const BILLION: u32 = 1_000_000_000;
/// Billionths in a basis point.
const PPB_IN_BPS: u32 = 100_000;

/// What a case is taken from.
struct Pot {
    /// What each node earned; last what none did.
    parts: Vec<(Option<NodeId>, u64)>,
    /// What is there and not locked.
    free_e8s: u64,
    /// Lots, oldest first, with what is free in each.
    lots: Vec<(u64, u64)>,
}

/// A conviction that stands: of what, how much, and whether it takes from the same period.
type Conviction = (Offence, u32, bool);

/// The offence of a case that was judged.
pub(super) fn offence_of(case: &Case) -> Option<Offence> {
    let charge = &case.charge;
    let judgement = case.judgement.as_ref()?;
    Some((charge.provider, charge.node, charge.class, judgement.window))
}

/// Whether an offence is about what a node earned.
fn reaches(offence: &Offence, node: Option<NodeId>) -> bool {
    offence.1.is_none() || offence.1 == node
}

/// Whether a vote convicted, and that stands.
fn stands(case: &Case) -> bool {
    matches!(
        case.state,
        CaseState::Frozen { .. }
            | CaseState::AppealWindow { .. }
            | CaseState::Executable { .. }
            | CaseState::Executed { .. }
    )
}

/// Nodes of provider `n` in a subnet, or in the network; none where no facts tell.
fn seats(n: u8, charge: &Charge) -> Option<u32> {
    let all = u32::try_from(nodes_of(n).len()).unwrap();
    match charge.subnet {
        None => Some(all),
        Some(subnet) if subnet == subnet_id(1) => Some(all / 2),
        Some(_) => None,
    }
}

/// What so many offenders among so many nodes cost, or the base.
fn together(base: u32, proven: u32, size: u32) -> u32 {
    if size == 0 {
        return base;
    }
    let (k, n) = (u64::from(proven), u64::from(size));
    let square = (9 * k * k * u64::from(BILLION) / (n * n)).min(BILLION.into());
    base.max(u32::try_from(square).unwrap())
}

/// What is taken of parts by penalties, each of which takes of what the others leave: rounded
/// down, but 1 at least of anything.
fn taken(parts: &[(Option<NodeId>, u64)], penalties: &BTreeMap<Offence, u32>) -> u64 {
    let unit: u128 = penalties.iter().map(|_| u128::from(BILLION)).product();
    let rest = |node: Option<NodeId>| {
        let factors = penalties.iter().map(|(offence, ppb)| {
            let rest = if reaches(offence, node) {
                BILLION - ppb
            } else {
                BILLION
            };
            u128::from(rest)
        });
        factors.product::<u128>()
    };
    let lost = parts
        .iter()
        .map(|(node, e8s)| u128::from(*e8s) * (unit - rest(*node)));
    let lost: u128 = lost.sum();
    if lost == 0 {
        return 0;
    }
    u64::try_from(lost / unit).unwrap().max(1)
}

impl Pot {
    fn held_e8s(&self) -> u64 {
        self.parts.iter().map(|(_, e8s)| e8s).sum()
    }

    /// What a penalty adds to convictions of the same period, and to those of the same offence.
    fn cap(&self, offence: Offence, ppb: u32, convictions: &[Conviction]) -> u64 {
        let mut penalties: BTreeMap<Offence, u32> = BTreeMap::new();
        for (other, ppb, same_period) in convictions {
            if *same_period || *other == offence {
                let greatest = penalties.entry(*other).or_default();
                *greatest = (*greatest).max(*ppb);
            }
        }
        let before = taken(&self.parts, &penalties);
        let is_whole = |node| {
            let mut all = penalties.iter().filter(|(_, ppb)| **ppb == BILLION);
            all.any(|(other, _)| reaches(other, node))
        };
        let leaves = self
            .parts
            .iter()
            .any(|(node, e8s)| *e8s > 0 && reaches(&offence, *node) && !is_whole(*node));
        let stood = penalties.get(&offence).copied().unwrap_or_default();
        if ppb <= stood || !leaves {
            return 0;
        }
        penalties.insert(offence, ppb);
        let adds = taken(&self.parts, &penalties) - before;
        let rest = self.held_e8s() - before;
        adds.max(1).min(rest).min(self.free_e8s)
    }

    fn locks(&self, enforcement: Enforcement, mode: Mode, e8s: u64) -> Vec<Effect> {
        if mode != Mode::Enabled || e8s == 0 {
            return vec![];
        }
        match enforcement {
            Enforcement::Published => vec![],
            Enforcement::Bond => vec![Effect::BondLocked { e8s }],
            Enforcement::Escrow => {
                let mut left = e8s;
                let mut locks = Vec::new();
                for (lot_id, free) in &self.lots {
                    let (lot_id, e8s) = (*lot_id, left.min(*free));
                    left -= e8s;
                    if e8s > 0 {
                        locks.push(Effect::LotLocked { lot_id, e8s });
                    }
                }
                locks
            }
        }
    }
}

impl Sheet {
    /// What a class costs at least, billionths.
    fn base_ppb(&self, class: PenaltyClass) -> u32 {
        let table = &self.policy.penalties;
        let bps = match class {
            PenaltyClass::FalseDeclaration => table.false_declaration_bps,
            PenaltyClass::LateUpdate => table.late_update_bps,
            PenaltyClass::Found(_) => table.node_absent_bps,
        };
        bps * PPB_IN_BPS
    }

    /// The number of the window into which an offence falls.
    fn window(&self, charge: &Charge) -> u64 {
        charge.offence_at_ns / days(self.policy.windows.offence_days)
    }

    /// Nodes of those who were convicted of the like, with all of their clusters, and all nodes.
    fn offenders(&self, charge: &Charge, mode: Mode) -> (u32, u32) {
        let window_ns = days(self.policy.windows.offence_days);
        let near = self.cases.iter().filter(|other| {
            let theirs = &other.charge;
            stands(other)
                && other.judgement.as_ref().is_some_and(|it| it.mode == mode)
                && theirs.class.family() == charge.class.family()
                && theirs.subnet == charge.subnet
                && theirs.offence_at_ns.abs_diff(charge.offence_at_ns) <= window_ns
        });
        let convicted = near
            .map(|other| other.charge.provider)
            .chain([charge.provider]);
        let clusters = convicted.filter_map(number_of).map(cluster_of);
        let clusters: BTreeSet<_> = clusters.collect();
        let (mut proven, mut size) = (0, 0);
        for n in 1..=PROVIDERS {
            let nodes = seats(n, charge).unwrap_or_default();
            size += nodes;
            if clusters.contains(&cluster_of(n)) {
                proven += nodes;
            }
        }
        (proven, size)
    }

    /// Other convictions of the provider that stand.
    fn convictions(&self, case: &Case, period_id: u64, mode: Mode) -> Vec<Conviction> {
        let others = self.cases.iter().filter(|other| {
            other.id != case.id && other.charge.provider == case.charge.provider && stands(other)
        });
        let found = others.filter_map(|other| {
            let judgement = other.judgement.as_ref()?;
            let same = judgement.period_id == period_id;
            let conviction = (offence_of(other)?, judgement.ppb, same);
            (judgement.mode == mode).then_some(conviction)
        });
        found.collect()
    }

    /// Lots of a period that came up to a time.
    fn lots_in(&self, provider: ProviderId, period_id: u64, until_ns: u64) -> Vec<&Lot> {
        let lots = self.lots_of(provider);
        let lots = lots.filter(|lot| lot.period_id == Some(period_id));
        lots.filter(|lot| lot.deposited_at_ns <= until_ns).collect()
    }

    /// What of a bond is not locked.
    fn free_bond_e8s(&self, provider: ProviderId) -> u64 {
        let account = self.account(provider);
        let parts = account.unbonding.iter().map(|part| part.amount_e8s);
        account.bond_e8s + parts.sum::<u64>() - account.bond_locked_e8s
    }

    fn pot(
        &self,
        provider: ProviderId,
        period_id: u64,
        enforcement: Enforcement,
        until_ns: u64,
    ) -> Pot {
        let n = number_of(provider).unwrap();
        let lots = self.lots_in(provider, period_id, until_ns);
        let free = |lot: &Lot| lot.held_e8s - lot.locked_e8s;
        let (held_e8s, free_e8s) = match enforcement {
            Enforcement::Escrow => (
                lots.iter().map(|lot| lot.deposited_e8s).sum(),
                lots.iter().copied().map(free).sum(),
            ),
            Enforcement::Bond => (gross_e8s(n), self.free_bond_e8s(provider)),
            Enforcement::Published => (gross_e8s(n), gross_e8s(n)),
        };
        let nodes = nodes_of(n);
        let each = held_e8s / nodes.len() as u64;
        let nobodys = held_e8s - each * nodes.len() as u64;
        let parts = nodes.into_iter().map(|node| (Some(node_id(node)), each));
        Pot {
            parts: parts.chain([(None, nobodys)]).collect(),
            free_e8s,
            lots: lots.into_iter().map(|lot| (lot.id, free(lot))).collect(),
        }
    }

    /// What a case costs that is frozen now, and what it locks.
    pub(super) fn judge(
        &self,
        case: &Case,
        at_most: u32,
        now_ns: u64,
    ) -> Result<(Judgement, Vec<Effect>), Refused> {
        let (charge, mode) = (&case.charge, self.policy.mode);
        let provider = charge.provider;
        let day = u32::try_from(charge.offence_at_ns / DAY_NS).unwrap();
        let period_id = self.closed(day).ok_or("offence_period_open")?;
        let n = number_of(provider).unwrap();
        let earned = |node: NodeId| nodes_of(n).into_iter().any(|own| node_id(own) == node);
        if !charge.node.is_none_or(earned) {
            return Err("node_not_paid");
        }
        let base_ppb = self.base_ppb(charge.class);
        let (proven, size) = self.offenders(charge, mode);
        let ppb = together(base_ppb, proven, size).min(at_most);
        let window = self.window(charge);
        let offence = (provider, charge.node, charge.class, window);
        self.not_covered(&offence, ppb)?;
        let lots = self.lots_in(provider, period_id, now_ns);
        let enforcement = if lots.iter().any(|lot| lot.held_e8s > 0) {
            Enforcement::Escrow
        } else if self.free_bond_e8s(provider) > 0 {
            Enforcement::Bond
        } else {
            Enforcement::Published
        };
        let pot = self.pot(provider, period_id, enforcement, now_ns);
        let convictions = self.convictions(case, period_id, mode);
        let cap_e8s = pot.cap(offence, ppb, &convictions);
        let about = pot.parts.iter().filter(|(node, _)| match charge.node {
            Some(_) => charge.node == *node,
            None => true,
        });
        let judgement = Judgement {
            frozen_at_ns: now_ns,
            table_version: self.policy.penalties.version,
            window,
            base_ppb,
            proven,
            size,
            ppb,
            period_id,
            basis_e8s: about.map(|(_, e8s)| e8s).sum(),
            cap_e8s,
            enforcement,
            mode,
        };
        let locks = pot.locks(enforcement, mode, cap_e8s);
        Ok((judgement, locks))
    }

    /// What it costs when offenders are counted again, and what is locked in addition. What a
    /// vote limited stays.
    pub(super) fn again(&self, case: &Case) -> (Judgement, Vec<Effect>) {
        let before = case.judgement.clone().unwrap();
        let charge = &case.charge;
        let by_rules = together(before.base_ppb, before.proven, before.size);
        let (proven, size) = self.offenders(charge, before.mode);
        let ppb = together(before.base_ppb, proven, size);
        if before.ppb < by_rules || !case.reductions.is_empty() || ppb <= before.ppb {
            return (before, vec![]);
        }
        let offence = offence_of(case).unwrap();
        let Judgement {
            period_id,
            enforcement,
            mode,
            ..
        } = before;
        let pot = self.pot(charge.provider, period_id, enforcement, before.frozen_at_ns);
        let mut convictions = self.convictions(case, period_id, mode);
        convictions.push((offence, before.ppb, true));
        let adds_e8s = pot.cap(offence, ppb, &convictions);
        let judgement = Judgement {
            proven,
            size,
            ppb,
            cap_e8s: before.cap_e8s + adds_e8s,
            ..before
        };
        (judgement, pot.locks(enforcement, mode, adds_e8s))
    }

    /// Refuses what was cancelled before.
    pub(super) fn not_covered(&self, offence: &Offence, ppb: u32) -> Result<(), Refused> {
        match self.covered.get(offence) {
            Some(covered) if *covered >= ppb => Err("covered_by_cancellation"),
            _ => Ok(()),
        }
    }
}

/// What is published: what the penalty adds to those that stand, in basis points, but 1 at
/// least of anything.
pub(super) fn published_bps(judgement: &Judgement) -> Option<u32> {
    let cap_e8s = judgement.cap_e8s;
    if cap_e8s == 0 {
        return None;
    }
    let adds = (u128::from(cap_e8s) + 1) * 10_000 / u128::from(judgement.basis_e8s);
    let adds = u32::try_from(adds.min(10_000)).unwrap();
    Some((judgement.ppb / PPB_IN_BPS).min(adds).max(1))
}
