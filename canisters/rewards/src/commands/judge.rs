//! What a case costs: what the vote that freezes it fixes and locks, and what a later count of
//! offenders adds.
//!
//! All of it follows from the state: the policy's table, the period of the offence, who had
//! nodes on its day, and the cases that stand.

use crate::domain::case as course;
use crate::domain::offence::OffenceKey;
use crate::state::State;
use bonafide_policy::penalty::cap::{Standing, cap};
use bonafide_policy::penalty::convictions::Escrow;
use bonafide_policy::penalty::correlation::{correlated, raise};
use bonafide_policy::penalty::ppb::Ppb;
use bonafide_policy::penalty::{table, windows};
use bonafide_policy::rewards::tally;
use bonafide_types::id::ProviderId;
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{
    Case, Charge, Effect, Enforcement, Engine, Judgement, Lot, Mode, PeriodState, RewardsError,
};
use ic_stable_structures::Memory;
use std::collections::{BTreeMap, BTreeSet};

/// What is decided of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Judged {
    /// What it costs.
    pub(crate) judgement: Judgement,
    /// What is locked for it; when offenders were counted again, in addition.
    pub(crate) locks: Vec<Effect>,
}

/// What a case costs that is frozen now.
///
/// # Errors
/// [`RewardsError::OffencePeriodOpen`], [`RewardsError::NodeNotPaid`],
/// [`RewardsError::CoveredByCancellation`].
pub(crate) fn judge<M: Memory>(
    state: &State<M>,
    case: &Case,
    at_most: Ppb,
    now_ns: u64,
) -> Result<Judged, RewardsError> {
    let policy = state.policy();
    let (charge, mode) = (&case.charge, policy.mode);
    let period_id = period_of(state, charge)?;
    check_node(state, charge, period_id)?;
    let base = table::base(&policy.penalties, charge.class);
    let base = base.expect("BUG: the policy's table was checked when it was set");
    let (proven, size) = offenders(state, case, mode);
    let penalty = together(base, proven, size).min(at_most);
    let window = windows::number(charge.offence_at_ns, &policy.windows);
    let key = OffenceKey {
        provider: charge.provider,
        node: charge.node,
        class: charge.class,
        window: window.expect("BUG: the policy's windows were checked when they were set"),
    };
    not_cancelled(state, &key, penalty.billionths())?;
    let enforcement = enforcement(state, charge, period_id, now_ns);
    let pot = Pot::new(state, charge, period_id, enforcement, now_ns);
    let standing = standing(state, case, period_id, mode);
    let cap_e8s = pot.cap(&key, penalty, &standing);
    let judgement = Judgement {
        frozen_at_ns: now_ns,
        table_version: policy.penalties.version,
        window: key.window,
        base_ppb: base.billionths(),
        proven,
        size,
        ppb: penalty.billionths(),
        period_id,
        basis_e8s: pot.basis_e8s(charge),
        cap_e8s,
        enforcement,
        mode,
    };
    let locks = pot.locks(mode, cap_e8s);
    Ok(Judged { judgement, locks })
}

/// What a frozen case costs once offenders are counted again, at the base that it was frozen
/// with: more than before or the same. Where a vote asked for less than the rules, that stays.
pub(crate) fn again<M: Memory>(state: &State<M>, case: &Case) -> Judged {
    let before = of(case);
    let unchanged = || Judged {
        judgement: before.clone(),
        locks: Vec::new(),
    };
    let (base, penalty) = (ppb(before.base_ppb), ppb(before.ppb));
    let limited = penalty < together(base, before.proven, before.size);
    if limited || !case.reductions.is_empty() {
        return unchanged();
    }
    let (proven, size) = offenders(state, case, before.mode);
    let counted = together(base, proven, size);
    if raise(penalty, counted) == Ppb::ZERO {
        return unchanged();
    }
    let key = OffenceKey::of(case).expect("BUG: a frozen case is judged");
    let pot = Pot::new(
        state,
        &case.charge,
        before.period_id,
        before.enforcement,
        before.frozen_at_ns,
    );
    let mut standing = standing(state, case, before.period_id, before.mode);
    standing.push(Standing {
        offence: key.offence(),
        penalty,
        same_period: true,
    });
    let adds_e8s = pot.cap(&key, counted, &standing);
    let judgement = Judgement {
        proven,
        size,
        ppb: counted.billionths(),
        cap_e8s: before.cap_e8s.saturating_add(adds_e8s),
        ..before.clone()
    };
    let locks = pot.locks(before.mode, adds_e8s);
    Judged { judgement, locks }
}

/// The judgement of a case that was frozen.
pub(super) fn of(case: &Case) -> &Judgement {
    let judgement = case.judgement.as_ref();
    judgement.expect("BUG: a frozen case is judged")
}

/// Refuses what an earlier cancellation covers: the same subject, class and window, and not
/// more than was cancelled.
///
/// # Errors
/// [`RewardsError::CoveredByCancellation`].
pub(super) fn not_cancelled<M: Memory>(
    state: &State<M>,
    offence: &OffenceKey,
    ppb: u32,
) -> Result<(), RewardsError> {
    let cancelled = state.cancelled_ppb(offence);
    if cancelled > 0 && cancelled >= ppb {
        let ppb = cancelled.into();
        return Err(RewardsError::CoveredByCancellation { ppb });
    }
    Ok(())
}

/// Days as nanoseconds.
pub(super) fn days_ns(days: u32) -> u64 {
    u64::from(days).saturating_mul(DAY_NS)
}

fn ppb(billionths: u32) -> Ppb {
    Ppb::new(billionths).expect("BUG: no case costs more than the whole")
}

/// What an offence costs with so many offenders; the base where no facts tell.
fn together(base: Ppb, proven: u32, size: u32) -> Ppb {
    if size == 0 {
        return base;
    }
    correlated(base, proven, size).expect("BUG: offenders are counted among all")
}

fn day_of(charge: &Charge) -> u32 {
    let day = u32::try_from(charge.offence_at_ns / DAY_NS);
    day.expect("BUG: 64 bits of nanoseconds are few days")
}

/// The period from whose figures a case takes: that of the newer engine, when it is closed.
fn period_of<M: Memory>(state: &State<M>, charge: &Charge) -> Result<u64, RewardsError> {
    let (provider, day) = (charge.provider, day_of(charge));
    let has_figures = |id: &u64| {
        let period = state.period(*id);
        let is_closed = |state| matches!(state, PeriodState::Closed { .. });
        let statement = || state.statement(*id, provider);
        period.is_some_and(|period| is_closed(period.state))
            && statement().is_some_and(|statement| statement.amounts.is_some())
    };
    let periods = [Engine::V1, Engine::V0].into_iter();
    let mut periods = periods.filter_map(|engine| state.period_of_day(engine, day));
    let found = periods.find(has_figures);
    found.ok_or(RewardsError::OffencePeriodOpen { provider, day })
}

/// Refuses a node that the provider was not paid for.
fn check_node<M: Memory>(
    state: &State<M>,
    charge: &Charge,
    period_id: u64,
) -> Result<(), RewardsError> {
    let Some(node) = charge.node else {
        return Ok(());
    };
    let tally = state.tally(period_id, charge.provider);
    if tally.is_some_and(|tally| tally.nodes.iter().any(|row| row.node == node)) {
        Ok(())
    } else {
        Err(RewardsError::NodeNotPaid { node, period_id })
    }
}

/// Nodes of proven offenders, the one that is judged among them, and all nodes: of the charge's
/// subnet, or of the network. 0 of 0 where no facts tell.
///
/// Proven is whom a case convicts that stands, of the same family and in the same subnet, with
/// an offence at most a window away. A cluster counts with all its nodes, once.
fn offenders<M: Memory>(state: &State<M>, case: &Case, mode: Mode) -> (u32, u32) {
    let charge = &case.charge;
    let Some(rows) = state.seats(day_of(charge), charge.subnet) else {
        return (0, 0);
    };
    let clusters: BTreeMap<ProviderId, ProviderId> =
        rows.iter().map(|row| (row.provider, row.cluster)).collect();
    let cluster = |provider: ProviderId| {
        let on_that_day = clusters.get(&provider).copied();
        let cluster = on_that_day.or_else(|| state.cluster(provider));
        cluster.unwrap_or(provider)
    };
    let window_ns = days_ns(state.policy().windows.offence_days);
    let earliest_ns = charge.offence_at_ns.saturating_sub(window_ns);
    let is_near = |other: &Case| {
        let theirs = &other.charge;
        theirs.class.family() == charge.class.family()
            && theirs.subnet == charge.subnet
            && theirs.offence_at_ns.abs_diff(charge.offence_at_ns) <= window_ns
    };
    // Nothing is reported before it happens, so those before it are not near either.
    let reported = (0..state.cases.len()).rev().filter_map(|id| state.case(id));
    let near = reported
        .take_while(|other| other.reported_at_ns >= earliest_ns)
        .filter(|other| convicts(other, mode) && is_near(other));
    let proven: BTreeSet<_> = near
        .map(|other| cluster(other.charge.provider))
        .chain([cluster(charge.provider)])
        .collect();
    let theirs = rows.iter().filter(|row| proven.contains(&row.cluster));
    let proven = theirs.map(|row| row.nodes).sum();
    (proven, rows.iter().map(|row| row.nodes).sum())
}

/// Whether a case stands that was frozen under this mode.
fn convicts(case: &Case, mode: Mode) -> bool {
    let judgement = case.judgement.as_ref();
    course::stands(case) && judgement.is_some_and(|judgement| judgement.mode == mode)
}

/// The other convictions of the provider that stand.
fn standing<M: Memory>(state: &State<M>, case: &Case, period_id: u64, mode: Mode) -> Vec<Standing> {
    let cases = state.cases_of(case.charge.provider);
    let others = cases.filter(|other| other.id != case.id && convicts(other, mode));
    others
        .filter_map(|other| {
            let judgement = other.judgement.as_ref()?;
            Some(Standing {
                offence: OffenceKey::of(&other)?.offence(),
                penalty: ppb(judgement.ppb),
                same_period: judgement.period_id == period_id,
            })
        })
        .collect()
}

/// The first of the places that holds money of the provider.
fn enforcement<M: Memory>(
    state: &State<M>,
    charge: &Charge,
    period_id: u64,
    now_ns: u64,
) -> Enforcement {
    let lots = lots(state, charge.provider, period_id, now_ns);
    if lots.iter().any(|lot| lot.held_e8s > 0) {
        Enforcement::Escrow
    } else if state.account(charge.provider).bond_unlocked_e8s() > 0 {
        Enforcement::Bond
    } else {
        Enforcement::Published
    }
}

/// Lots of a period that came up to a time, oldest first.
fn lots<M: Memory>(
    state: &State<M>,
    provider: ProviderId,
    period_id: u64,
    until_ns: u64,
) -> Vec<Lot> {
    let is_such = |lot: &Lot| lot.period_id == Some(period_id) && lot.deposited_at_ns <= until_ns;
    state.lots_of(provider).filter(is_such).collect()
}

/// What a penalty is taken from.
struct Pot {
    enforcement: Enforcement,
    /// What was earned, by what earned it.
    escrow: Escrow,
    lots: Vec<Lot>,
    /// What is there and locked by no case.
    available_e8s: u64,
}

impl Pot {
    /// In escrow, what came up to `until_ns`: later lots change nothing of a case.
    fn new<M: Memory>(
        state: &State<M>,
        charge: &Charge,
        period_id: u64,
        enforcement: Enforcement,
        until_ns: u64,
    ) -> Self {
        let provider = charge.provider;
        let tally = state.tally(period_id, provider);
        let tally = tally.expect("BUG: a statement is made from a tally");
        let statement = state.statement(period_id, provider);
        let amounts = statement.and_then(|statement| statement.amounts);
        let gross_e8s = amounts.map_or(0, |amounts| amounts.gross_e8s);
        let lots = lots(state, provider, period_id, until_ns);
        let (total_e8s, available_e8s) = match enforcement {
            Enforcement::Escrow => (
                lots.iter().map(|lot| lot.deposited_e8s).sum(),
                lots.iter().map(Lot::unlocked_e8s).sum(),
            ),
            Enforcement::Bond => (gross_e8s, state.account(provider).bond_unlocked_e8s()),
            Enforcement::Published => (gross_e8s, gross_e8s),
        };
        Self {
            enforcement,
            escrow: tally::escrow(&tally, total_e8s),
            lots,
            available_e8s,
        }
    }

    /// What a penalty adds to those that stand.
    fn cap(&self, key: &OffenceKey, penalty: Ppb, standing: &[Standing]) -> u64 {
        let (escrow, offence) = (&self.escrow, key.offence());
        let cap = cap(escrow, self.available_e8s, offence, penalty, standing);
        cap.expect("BUG: what was earned fits 64 bits")
    }

    /// What the charge's subject earned.
    fn basis_e8s(&self, charge: &Charge) -> u64 {
        match charge.node {
            Some(node) => self.escrow.nodes.get(&node).copied().unwrap_or_default(),
            None => {
                let total = self.escrow.total_e8s();
                total.expect("BUG: what was earned fits 64 bits")
            }
        }
    }

    /// The locks of an amount that is there; none where nothing may move or nothing is held.
    fn locks(&self, mode: Mode, e8s: u64) -> Vec<Effect> {
        if mode != Mode::Enabled || e8s == 0 {
            return Vec::new();
        }
        match self.enforcement {
            Enforcement::Escrow => {
                let mut left = e8s;
                let lock = |lot: &Lot| {
                    let e8s = left.min(lot.unlocked_e8s());
                    left -= e8s;
                    let lot_id = lot.id;
                    (e8s > 0).then_some(Effect::LotLocked { lot_id, e8s })
                };
                self.lots.iter().filter_map(lock).collect()
            }
            Enforcement::Bond => vec![Effect::BondLocked { e8s }],
            Enforcement::Published => Vec::new(),
        }
    }
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
