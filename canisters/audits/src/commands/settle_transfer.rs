//! Settles a transfer in quarantine by what the ledger shows. Governed.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::field;
use bonafide_kit::transfer;
use bonafide_kit::words::utc;
use bonafide_types::audits::{AuditError, SettleTransferArgs, SettledTransfer, TransferState};
use bonafide_types::limits::REASON_BYTES;
use ic_stable_structures::Memory;

/// Decides. That the ledger did not make a transfer is only known once it cannot make it any
/// more.
///
/// # Errors
/// [`AuditError::TransferNotFound`], [`AuditError::TransferNotQuarantined`],
/// [`AuditError::InvalidField`] when the ledger could still make it; those of the evidence.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: SettleTransferArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, AuditError> {
    let SettleTransferArgs {
        transfer_id,
        outcome,
        evidence,
    } = args;
    field::check("evidence", &evidence, REASON_BYTES)?;
    let row = standing::transfer(state, transfer_id)?;
    if !matches!(row.state, TransferState::Quarantined { .. }) {
        return Err(AuditError::TransferNotQuarantined { transfer_id });
    }
    let at_ns = ctx.now_ns;
    let settled = match outcome {
        SettledTransfer::Made { block } => TransferState::Made {
            block: Some(block),
            at_ns,
        },
        SettledTransfer::NotMade => {
            let over_at_ns = transfer::over_at_ns(&row);
            if at_ns < over_at_ns {
                let rule = format!("the ledger could make it until {}", utc(over_at_ns));
                return Err(field::invalid("outcome", "NotMade", &rule).into());
            }
            TransferState::Failed {
                reason: "by proposal: the ledger did not make it".into(),
                at_ns,
            }
        }
    };
    let event = Event::TransferSettled {
        transfer_id,
        state: settled,
        evidence: Some(evidence),
    };
    Ok(Decision::change(event, ()))
}

#[cfg(test)]
mod tests;
