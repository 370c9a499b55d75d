//! An auditor shows the report it committed to, and is paid for it. Called with the auditor's
//! own key.

use super::{Decision, seats};
use crate::domain::report as rules;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_policy::report;
use bonafide_types::audits::{
    AuditError, FiledReport, LedgerAccount, Phase, RevealReportArgs, SeatState, Transfer,
    TransferKind, TransferState,
};
use bonafide_types::id::Caller;
use bonafide_types::limits::NONCE_BYTES;
use ic_stable_structures::Memory;

/// Decides; replies with the report as filed. Its fee leaves what is reserved for the
/// assignment at once, whatever the others report; a task sends it to the auditor's default
/// account.
///
/// What was committed to must be a report that can be filed: an auditor that committed to
/// anything else cannot reveal, and is as one that vanished.
///
/// # Errors
/// [`AuditError::AssignmentNotFound`]; [`AuditError::NoSeat`] when the caller is no auditor of
/// the current round; [`AuditError::AlreadyRevealed`]; [`AuditError::WrongPhase`] before and
/// after the time for reveals; [`AuditError::NotCommitted`]; [`AuditError::RevealMismatch`];
/// [`AuditError::OutOfRange`] when the nonce is not of 32 bytes; those of [`rules::check`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: RevealReportArgs,
    ctx: &Ctx,
) -> Result<Decision<FiledReport>, AuditError> {
    let RevealReportArgs {
        assignment_id,
        report,
        nonce,
    } = args;
    let row = seats::assignment(state, assignment_id)?;
    let seat = seats::current(&row, ctx.caller)?;
    let auditor = seat.auditor;
    if let SeatState::Revealed { at_ns, .. } = seat.state {
        return Err(AuditError::AlreadyRevealed { auditor, at_ns });
    }
    seats::in_phase(&row, Phase::Reveal, ctx.now_ns)?;
    let SeatState::Committed {
        commitment: committed,
        ..
    } = seat.state
    else {
        return Err(AuditError::NotCommitted { auditor });
    };
    let wanted = NONCE_BYTES as u64;
    let nonce_bytes: [u8; NONCE_BYTES] =
        (nonce.0.as_slice().try_into()).map_err(|_| AuditError::OutOfRange {
            field: "bytes of nonce".into(),
            given: nonce.0.len() as u64,
            min: wanted,
            max: wanted,
        })?;
    // First, so that what is hashed is short.
    rules::check(&report, row.challenge.as_ref())?;
    let hash = report::hash(&report);
    let given = report::commitment(assignment_id, auditor, &hash, &nonce_bytes);
    if given != committed {
        return Err(AuditError::RevealMismatch { given, committed });
    }
    let filed = FiledReport {
        assignment_id,
        auditor,
        report,
        nonce,
        revealed_at_ns: ctx.now_ns,
    };
    let fee = Transfer {
        id: state.transfers.len(),
        kind: TransferKind::AuditFee { assignment_id },
        account: LedgerAccount {
            owner: Caller(auditor.0),
            subaccount: None,
        },
        amount_e8s: row.fee_e8s,
        fee_e8s: state.settings().ledger_fee_e8s,
        created_at_ns: ctx.now_ns,
        attempts: 0,
        unresolved: 0,
        attempted_at_ns: 0,
        state: TransferState::Open,
    };
    Ok(Decision {
        events: vec![
            Event::ReportRevealed {
                filed: filed.clone(),
            },
            Event::TransferOpened { transfer: fee },
        ],
        reply: filed,
    })
}

#[cfg(test)]
mod tests;
