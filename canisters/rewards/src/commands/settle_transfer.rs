//! Settles a transfer in quarantine by what the ledger shows. Governed.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::transfer::over_at_ns;
use bonafide_kit::words::utc;
use bonafide_kit::{Ctx, field};
use bonafide_types::limits::REASON_BYTES;
use bonafide_types::rewards::{RewardsError, SettleRewardsTransferArgs, TransferState};
use ic_stable_structures::Memory;

/// Decides. That the ledger did not make a transfer is only known once it cannot make it any
/// more.
///
/// # Errors
/// [`RewardsError::TransferNotFound`], [`RewardsError::TransferNotQuarantined`],
/// [`RewardsError::InvalidField`] when the ledger could still make it; those of the evidence.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: SettleRewardsTransferArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RewardsError> {
    let SettleRewardsTransferArgs {
        transfer_id,
        block,
        evidence,
    } = args;
    field::check("evidence", &evidence, REASON_BYTES)?;
    let row = standing::transfer(state, transfer_id)?;
    if !matches!(row.state, TransferState::Quarantined { .. }) {
        return Err(RewardsError::TransferNotQuarantined { transfer_id });
    }
    let at_ns = ctx.now_ns;
    let settled = if block.is_some() {
        TransferState::Made { block, at_ns }
    } else {
        let over_at_ns = over_at_ns(&row);
        if at_ns < over_at_ns {
            let rule = format!("the ledger could make it until {}", utc(over_at_ns));
            return Err(field::invalid("block", "none", &rule).into());
        }
        TransferState::Failed {
            reason: "by proposal: the ledger did not make it".into(),
            at_ns,
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
