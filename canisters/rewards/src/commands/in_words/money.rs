//! Payments and transfers in plain words.

use crate::domain::amounts::icp;
use crate::state::State;
use bonafide_kit::words::utc;
use bonafide_types::audits;
use bonafide_types::id::Blob;
use bonafide_types::rewards::{
    GrantPurpose, LedgerAccount, Purchase, Transfer, TransferKind, TransferState,
};
use ic_stable_structures::Memory;
use std::fmt::Write;

/// Says what opening a payment of the treasury will do.
pub(super) fn opened<M: Memory>(state: &State<M>, transfer: &Transfer) -> String {
    let TransferKind::Payment(Purchase::Grant { purpose, memo }) = &transfer.kind else {
        return "Is not voted on.".into();
    };
    let at_audits = is_treasury_of_audits(state, &transfer.account);
    let to = if at_audits {
        "the treasury of the audits canister".into()
    } else {
        in_full(&transfer.account)
    };
    let purpose = match purpose {
        GrantPurpose::AuditorFees if at_audits => "for auditors",
        GrantPurpose::AuditorFees => {
            "for auditors, though not to the treasury of the audits canister"
        }
        GrantPurpose::VerifierFees => "for a verifier",
        GrantPurpose::Other => "for something else than auditors and verifiers",
    };
    let Transfer {
        amount_e8s,
        fee_e8s,
        ..
    } = transfer;
    format!(
        "Pays {} of the {} that the treasury has now to {to}, {purpose}: {memo:?}. Of that the \
         ledger keeps its fee, {}. If the ledger refuses, it is in the treasury again.",
        icp(*amount_e8s),
        icp(state.books().treasury_e8s),
        icp(*fee_e8s)
    )
}

/// Says what settling a transfer by proposal will do.
pub(super) fn settled<M: Memory>(
    state: &State<M>,
    id: u64,
    settled: &TransferState,
    evidence: &str,
) -> String {
    let row = state.transfer(id);
    let about = row.as_ref().map_or_else(String::new, about);
    let kind = row.map(|row| row.kind);
    match settled {
        TransferState::Made { block, .. } => format!(
            "Settles transfer {id}{about}: the ledger made it{}. {} How that is known: {evidence}",
            block.map_or_else(String::new, |block| format!(", in block {block}")),
            kind.as_ref().map_or("", once_made)
        ),
        _ => format!(
            "Settles transfer {id}{about}: the ledger did not make it. {} How that is known: \
             {evidence}",
            kind.as_ref().map_or("", once_failed)
        ),
    }
}

/// What a transfer is, from when, after a comma.
fn about(transfer: &Transfer) -> String {
    let owner = transfer.account.owner;
    let kind = match &transfer.kind {
        TransferKind::EscrowDeposit { provider } => {
            format!("rewards into the escrow of {provider}")
        }
        TransferKind::BondDeposit => format!("the deposit of a bond by {owner}"),
        TransferKind::TreasuryDeposit => "gifts into the treasury".into(),
        TransferKind::EscrowRelease { provider } => {
            format!("released rewards of {provider} to {owner}")
        }
        TransferKind::BondReturn { provider } => format!("the return of a bond to {provider}"),
        TransferKind::Payment(Purchase::Bounty { case_id }) => {
            format!("the bounty of case {case_id} to {owner}")
        }
        TransferKind::Payment(Purchase::Grant { memo, .. }) => {
            format!("a payment of the treasury to {owner} for {memo:?}")
        }
    };
    format!(
        ", {kind}, {} from {}",
        icp(transfer.amount_e8s),
        utc(transfer.created_at_ns)
    )
}

const fn once_made(kind: &TransferKind) -> &'static str {
    match kind {
        TransferKind::EscrowDeposit { .. } => "They are a lot in escrow from now on.",
        TransferKind::BondDeposit => "The bond is in the provider's account here.",
        TransferKind::TreasuryDeposit => "They are in the treasury.",
        TransferKind::EscrowRelease { .. }
        | TransferKind::BondReturn { .. }
        | TransferKind::Payment(_) => "The books say so, and nothing is sent again.",
    }
}

const fn once_failed(kind: &TransferKind) -> &'static str {
    match kind {
        TransferKind::EscrowDeposit { .. }
        | TransferKind::BondDeposit
        | TransferKind::TreasuryDeposit => "Nothing came in by it.",
        TransferKind::EscrowRelease { .. } => {
            "What was to go out is in the provider's account here, and anyone can have it sent."
        }
        TransferKind::BondReturn { .. } => {
            "What was to go out is the provider's bond here, not asked back."
        }
        TransferKind::Payment(_) => "What was to go out is in the treasury.",
    }
}

fn is_treasury_of_audits<M: Memory>(state: &State<M>, account: &LedgerAccount) -> bool {
    let subaccount = account.subaccount.as_ref().map(|Blob(bytes)| &bytes[..]);
    state.settings().audits == Some(account.owner)
        && subaccount == Some(&audits::TREASURY_SUBACCOUNT[..])
}

/// An account so that it can be compared with another.
fn in_full(account: &LedgerAccount) -> String {
    let mut text = account.owner.to_string();
    if let Some(Blob(bytes)) = &account.subaccount {
        text.push_str(", subaccount ");
        for byte in bytes {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
    }
    text
}

#[cfg(test)]
mod tests;
