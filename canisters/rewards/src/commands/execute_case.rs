//! Executes a case whose time for appeals is over. By anyone.

use super::{Decision, judge, open_case, standing};
use crate::domain::case as course;
use crate::domain::offence::OffenceKey;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::rewards::{
    Case, Effect, Enforcement, Judgement, Mode, Purchase, RewardsError, TransferKind,
};
use ic_stable_structures::Memory;

/// One, in basis points.
const ONE_BPS: u32 = 10_000;
/// Billionths in a basis point.
const PPB_IN_BPS: u32 = 100_000;

/// Decides; replies with the case. What it locked is taken into the treasury, of which the
/// reporter is paid a part; without money of the provider here the penalty is published. All of
/// it is looked at anew, and made in one message.
///
/// # Errors
/// [`RewardsError::CaseNotFound`]; [`RewardsError::CaseStanding`] unless it can be executed,
/// [`RewardsError::OutsideTime`] when it no longer can; [`RewardsError::ModeForbids`] when it
/// was frozen to be enforced and nothing is enforced now;
/// [`RewardsError::CoveredByCancellation`]; [`RewardsError::TooManyTransfers`] when the
/// reporter could not be paid.
pub fn decide<M: Memory>(
    state: &State<M>,
    case_id: u64,
    ctx: &Ctx,
) -> Result<Decision<Case>, RewardsError> {
    let mut case = standing::case(state, case_id)?;
    course::execute(&case, ctx.now_ns, 0, 0)?;
    let judgement = judge::of(&case);
    let policy = state.policy();
    if judgement.mode == Mode::Enabled && policy.mode != Mode::Enabled {
        let mode = policy.mode;
        return Err(RewardsError::ModeForbids { mode });
    }
    if let Some(offence) = OffenceKey::of(&case) {
        judge::not_cancelled(state, &offence, judgement.ppb)?;
    }
    let takes = takes(state, &case, judgement);
    let taken_e8s = takes.iter().map(e8s).sum();
    let bounty_e8s = bounty_e8s(state, &case, taken_e8s);
    let mut events = vec![Event::CaseExecuted {
        case_id,
        takes: takes.clone(),
        bounty_e8s,
    }];
    if let Some(reporter) = case.charge.reporter.filter(|_| bounty_e8s > 0) {
        let kind = TransferKind::Payment(Purchase::Bounty { case_id });
        let account = open_case::account_of(reporter);
        let transfer = standing::open_transfer(state, kind, account, bounty_e8s, ctx.now_ns)?;
        events.push(Event::TransferOpened { transfer });
    }
    case.state = course::execute(&case, ctx.now_ns, taken_e8s, bounty_e8s)?;
    case.effects = takes;
    Ok(Decision {
        events,
        reply: case,
    })
}

/// What of its locks is still there, or the penalty that is published.
fn takes<M: Memory>(state: &State<M>, case: &Case, judgement: &Judgement) -> Vec<Effect> {
    if judgement.mode != Mode::Enabled {
        return Vec::new();
    }
    if judgement.enforcement == Enforcement::Published {
        let published = bps(judgement).map(|bps| Effect::PenaltyPublished {
            bps,
            period_id: None,
        });
        return published.into_iter().collect();
    }
    let take = |effect: &Effect| match *effect {
        Effect::LotLocked { lot_id, e8s } => {
            let held_e8s = state.lot(lot_id).map_or(0, |lot| lot.held_e8s);
            let e8s = e8s.min(held_e8s);
            Some(Effect::LotTaken { lot_id, e8s })
        }
        Effect::BondLocked { e8s } => {
            let held_e8s = state.account(case.charge.provider).bond_total_e8s();
            let e8s = e8s.min(held_e8s);
            Some(Effect::BondTaken { e8s })
        }
        Effect::LotTaken { .. } | Effect::BondTaken { .. } | Effect::PenaltyPublished { .. } => {
            None
        }
    };
    let takes = case.effects.iter().filter_map(take);
    takes.filter(|effect| e8s(effect) > 0).collect()
}

/// What an effect takes.
const fn e8s(effect: &Effect) -> u64 {
    match effect {
        Effect::LotTaken { e8s, .. } | Effect::BondTaken { e8s } => *e8s,
        Effect::LotLocked { .. } | Effect::BondLocked { .. } | Effect::PenaltyPublished { .. } => 0,
    }
}

/// The part that is published: what the penalty adds to those that stand, rounded down, but 1
/// at least. None when it adds nothing: of one offence only the greatest penalty counts, also
/// where it is published.
fn bps(judgement: &Judgement) -> Option<u32> {
    let Judgement {
        ppb,
        basis_e8s,
        cap_e8s,
        ..
    } = *judgement;
    if ppb == 0 || cap_e8s == 0 || basis_e8s == 0 {
        return None;
    }
    // The cap was rounded down to whole e8s: the next one is the first that it does not reach.
    let adds = (u128::from(cap_e8s) + 1) * u128::from(ONE_BPS) / u128::from(basis_e8s);
    let adds = u32::try_from(adds).unwrap_or(ONE_BPS);
    Some((ppb / PPB_IN_BPS).min(adds).max(1))
}

/// The reporter's part, when it exceeds what sending it costs.
fn bounty_e8s<M: Memory>(state: &State<M>, case: &Case, taken_e8s: u64) -> u64 {
    let charge = &case.charge;
    let is_due = |reporter| !open_case::is_of_cluster(state, charge, reporter);
    if !charge.reporter.is_some_and(is_due) {
        return 0;
    }
    let bps = state.policy().bounty_bps.min(ONE_BPS);
    let bounty = u128::from(taken_e8s) * u128::from(bps) / u128::from(ONE_BPS);
    let bounty = u64::try_from(bounty).expect("BUG: a part is not more than the whole");
    if bounty > state.settings().ledger_fee_e8s {
        bounty
    } else {
        0
    }
}

#[cfg(test)]
mod tests;
