//! A vote freezes a case: what it can cost is fixed and locked. Governed.

use super::{Decision, judge, standing};
use crate::domain::case as course;
use crate::state::{Event, State};
use bonafide_kit::{Ctx, field};
use bonafide_policy::penalty::ppb::{BILLION, Ppb};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{Case, FreezeCaseArgs, Mode, RewardsError};
use ic_stable_structures::Memory;

/// Decides. Nothing is taken yet, and no time of the provider's runs before notice is over.
///
/// # Errors
/// [`RewardsError::CaseNotFound`]; [`RewardsError::OtherEvidence`];
/// [`RewardsError::CaseStanding`] unless it is reported or proposed;
/// [`RewardsError::EvidenceTooOld`]; [`RewardsError::ModeForbids`] while penalties are switched
/// off; [`RewardsError::OffencePeriodOpen`], [`RewardsError::NodeNotPaid`] where no figures tell
/// what it can cost; [`RewardsError::CoveredByCancellation`]; [`RewardsError::OutOfRange`] of
/// `at_most_ppb`; those of the reason.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: FreezeCaseArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RewardsError> {
    let FreezeCaseArgs {
        case_id,
        evidence_hash: given,
        at_most_ppb,
        reason,
    } = args;
    field::check_reason(&reason)?;
    let at_most = at_most_ppb.unwrap_or(BILLION);
    field::check_range("at_most_ppb", at_most.into(), 1, BILLION.into())?;
    let case = standing::case(state, case_id)?;
    let evidence_hash = case.charge.evidence_hash;
    if evidence_hash != given {
        return Err(RewardsError::OtherEvidence {
            case_id,
            evidence_hash,
            given,
        });
    }
    let policy = state.policy();
    let notice_ns = judge::days_ns(policy.windows.notice_days);
    let until_ns = ctx.now_ns.saturating_add(notice_ns);
    course::freeze(&case, until_ns)?;
    check_age(&case, ctx.now_ns)?;
    if policy.mode == Mode::Disabled {
        let mode = policy.mode;
        return Err(RewardsError::ModeForbids { mode });
    }
    let at_most = Ppb::new(at_most).unwrap_or(Ppb::ONE);
    let judged = judge::judge(state, &case, at_most, ctx.now_ns)?;
    let event = Event::CaseFrozen {
        case_id,
        judgement: judged.judgement,
        locks: judged.locks,
        until_ns,
        reason,
    };
    Ok(Decision::change(event, ()))
}

/// The last moment is within, as it was when the case was reported.
fn check_age(case: &Case, now_ns: u64) -> Result<(), RewardsError> {
    let offence_at_ns = case.charge.offence_at_ns;
    if now_ns <= case.freeze_until_ns {
        return Ok(());
    }
    let days = (case.freeze_until_ns - offence_at_ns) / DAY_NS;
    Err(RewardsError::EvidenceTooOld {
        offence_at_ns,
        days,
    })
}

#[cfg(test)]
mod tests;
