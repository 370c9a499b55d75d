//! A vote lowers what a case costs, and decides an open appeal by that. Governed.

use super::{Decision, judge, reject_appeal, standing};
use crate::domain::case as course;
use crate::domain::offence::OffenceKey;
use crate::state::{Event, State};
use bonafide_kit::{Ctx, field};
use bonafide_policy::penalty::ppb::BILLION;
use bonafide_types::limits::REDUCTIONS;
use bonafide_types::rewards::{Case, Effect, Judgement, ReduceCaseArgs, Reduction, RewardsError};
use ic_stable_structures::Memory;

/// Decides. What can be taken falls in the same proportion, and what is locked for more is free
/// at once. A count of offenders does not raise it again.
///
/// # Errors
/// [`RewardsError::CaseNotFound`]; [`RewardsError::CaseStanding`] unless it is frozen and not
/// executed; [`RewardsError::NotLess`]; [`RewardsError::CoveredByCancellation`]: then it is to
/// be cancelled; [`RewardsError::OutsideTime`] when an appeal was not decided in time;
/// [`RewardsError::TooMany`] reductions; [`RewardsError::OutOfRange`] of `ppb`; those of the
/// reason.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: ReduceCaseArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RewardsError> {
    let ReduceCaseArgs {
        case_id,
        ppb,
        reason,
    } = args;
    field::check_reason(&reason)?;
    field::check_range("ppb", ppb.into(), 1, BILLION.into())?;
    let case = standing::case(state, case_id)?;
    course::reduce(&case)?;
    reject_appeal::check_time(&case, ctx.now_ns)?;
    field::check_count("reductions", case.reductions.len() + 1, 1, REDUCTIONS)?;
    let before = judge::of(&case);
    if ppb >= before.ppb {
        return Err(RewardsError::NotLess {
            case_id,
            ppb: before.ppb.into(),
            given: ppb.into(),
        });
    }
    if let Some(offence) = OffenceKey::of(&case) {
        judge::not_cancelled(state, &offence, ppb)?;
    }
    let cap_e8s = cap_e8s(before, ppb);
    let reduction = Reduction {
        at_ns: ctx.now_ns,
        ppb,
        cap_e8s,
        reason,
    };
    let event = Event::CaseReduced {
        case_id,
        reduction,
        locks: locks(&case, cap_e8s),
    };
    Ok(Decision::change(event, ()))
}

/// Rounded down, but 1 e8s at least of what was not nothing.
fn cap_e8s(before: &Judgement, ppb: u32) -> u64 {
    if before.cap_e8s == 0 {
        return 0;
    }
    let cap = u128::from(before.cap_e8s) * u128::from(ppb) / u128::from(before.ppb);
    let cap = u64::try_from(cap).expect("BUG: a part is not more than the whole");
    cap.max(1)
}

/// What stays locked: the first of what was.
fn locks(case: &Case, e8s: u64) -> Vec<Effect> {
    let mut left = e8s;
    let mut part = |locked: u64| {
        let part = left.min(locked);
        left -= part;
        part
    };
    let mut kept = Vec::new();
    for effect in &case.effects {
        match *effect {
            Effect::LotLocked { lot_id, e8s } => {
                let e8s = part(e8s);
                kept.push(Effect::LotLocked { lot_id, e8s });
            }
            Effect::BondLocked { e8s } => {
                let e8s = part(e8s);
                kept.push(Effect::BondLocked { e8s });
            }
            Effect::LotTaken { .. }
            | Effect::BondTaken { .. }
            | Effect::PenaltyPublished { .. } => {}
        }
    }
    kept.retain(|effect| {
        !matches!(
            effect,
            Effect::LotLocked { e8s: 0, .. } | Effect::BondLocked { e8s: 0 }
        )
    });
    kept
}

#[cfg(test)]
mod tests;
