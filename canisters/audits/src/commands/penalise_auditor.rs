//! Takes stake of an auditor for the treasury, on evidence. Governed.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::field;
use bonafide_types::audits::{AuditError, PenaliseAuditorArgs};
use bonafide_types::id::Caller;
use bonafide_types::limits::AMOUNT_E8S;
use ic_stable_structures::Memory;

/// Decides. Whatever its standing, and whether the stake is free, asked back or locked; but not
/// more than there is. Stake on its way out at the ledger is out of reach.
///
/// # Errors
/// [`AuditError::AuditorNotFound`], [`AuditError::EvidenceUsed`],
/// [`AuditError::NothingToChange`] when it has no stake; those of the fields.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: PenaliseAuditorArgs,
    _: &Ctx,
) -> Result<Decision<()>, AuditError> {
    let PenaliseAuditorArgs {
        id,
        amount_e8s,
        evidence_hash,
        reason,
    } = args;
    field::check_range("amount_e8s", amount_e8s, 1, AMOUNT_E8S)?;
    field::check_reason(&reason)?;
    let auditor = standing::auditor(state, id)?.id;
    if state.is_evidence_used(auditor, &evidence_hash.0) {
        return Err(AuditError::EvidenceUsed {
            auditor,
            evidence_hash,
        });
    }
    let amount_e8s = amount_e8s.min(state.account(Caller(id.0)).total_e8s());
    if amount_e8s == 0 {
        let what = format!("auditor {id} has no stake");
        return Err(AuditError::NothingToChange { what });
    }
    let event = Event::StakeTaken {
        auditor,
        amount_e8s,
        evidence_hash,
        reason,
    };
    Ok(Decision::change(event, ()))
}

#[cfg(test)]
mod tests;
