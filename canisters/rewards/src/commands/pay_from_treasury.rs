//! Pays from the treasury. Governed. The canister's task makes the transfers.

use super::{Decision, standing};
use crate::domain::account::check_payee;
use crate::state::{Event, State};
use bonafide_kit::transfer::opened;
use bonafide_kit::{Ctx, field};
use bonafide_types::limits::{GRANTS, MEMO_BYTES};
use bonafide_types::rewards::{Grant, PayFromTreasuryArgs, Purchase, RewardsError, TransferKind};
use ic_stable_structures::Memory;

/// Decides. Every payment leaves the treasury at once; what the ledger refuses is in the
/// treasury again. The ledger's fee comes off each amount.
///
/// # Errors
/// [`RewardsError::AmountBelowFee`] of the first payment that does not hold the fee;
/// [`RewardsError::TreasuryTooSmall`] for all of them together;
/// [`RewardsError::TooManyTransfers`]; those of the fields.
pub fn decide<M: Memory>(
    state: &State<M>,
    PayFromTreasuryArgs { grants }: PayFromTreasuryArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RewardsError> {
    field::check_count("grants", grants.len(), 1, GRANTS)?;
    let fee_e8s = state.settings().ledger_fee_e8s;
    for Grant {
        to,
        amount_e8s,
        memo,
        ..
    } in &grants
    {
        field::check("memo", memo, MEMO_BYTES)?;
        check_payee("to", to, ctx.self_id)?;
        if *amount_e8s <= fee_e8s {
            return Err(RewardsError::AmountBelowFee {
                amount_e8s: *amount_e8s,
                fee_e8s,
            });
        }
    }
    let treasury_e8s = state.books().treasury_e8s;
    let amounts = grants.iter().map(|grant| grant.amount_e8s);
    let needed_e8s = amounts.fold(0, u64::saturating_add);
    if needed_e8s > treasury_e8s {
        return Err(RewardsError::TreasuryTooSmall {
            treasury_e8s,
            needed_e8s,
        });
    }
    standing::place_for_transfers(state, grants.len() as u64)?;
    let numbered = (state.transfers.len()..).zip(grants);
    let events = numbered.map(|(id, grant)| {
        let Grant {
            purpose,
            to,
            amount_e8s,
            memo,
        } = grant;
        let kind = TransferKind::Payment(Purchase::Grant { purpose, memo });
        Event::TransferOpened {
            transfer: opened(id, kind, to, amount_e8s, fee_e8s, ctx.now_ns),
        }
    });
    Ok(Decision {
        events: events.collect(),
        reply: (),
    })
}

#[cfg(test)]
mod tests;
