//! What a log can say of money. What the ledger said is in no log: an event must be one that
//! some answer brings about, as [`Asked`] has it.

use super::{ReplayErrorReason, Rest, call, elsewhere, events, rule};
use crate::commands::{
    collect_treasury, deposit_stake, settle_transfer, unbond_stake, withdraw_stake,
};
use crate::domain::transfer;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::commit::Entry;
use bonafide_kit::transfer::Step;
use bonafide_kit::transfer::told::Asked;
use bonafide_types::audits::{
    DepositStakeArgs, SettleTransferArgs, SettledTransfer, Transfer, TransferKind, TransferState,
    UnbondStakeArgs,
};
use ic_stable_structures::Memory;

/// What an event does to a transfer by itself, and to which.
pub(super) fn step(event: &Event) -> Option<(u64, Step)> {
    match event {
        Event::TransferAttempted { transfer_id } => Some((*transfer_id, Step::Attempted)),
        Event::AttemptRefused {
            transfer_id,
            reason,
        } => {
            let reason = reason.clone();
            Some((*transfer_id, Step::Refused { reason }))
        }
        Event::LedgerFeeLearned { fee_e8s } => {
            let fee_e8s = *fee_e8s;
            // Of no transfer in particular.
            Some((u64::MAX, Step::FeeLearned { fee_e8s }))
        }
        Event::TransferRenewed {
            transfer_id,
            fee_e8s,
            created_at_ns,
        } => {
            let (fee_e8s, created_at_ns) = (*fee_e8s, *created_at_ns);
            let step = Step::Renewed {
                fee_e8s,
                created_at_ns,
            };
            Some((*transfer_id, step))
        }
        Event::TransferSettled {
            transfer_id,
            state,
            evidence: None,
        } => {
            let state = state.clone();
            Some((*transfer_id, Step::Settled { state }))
        }
        _ => None,
    }
}

pub(super) fn check<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
    asked: &mut Asked,
) -> Result<Rest, ReplayErrorReason> {
    if let Some((id, step)) = step(&entry.event) {
        let row = unsettled(state, id, false)?;
        if let Step::Settled { state: settled } = &step {
            check_outcome(state, &row, settled)?;
        }
        let steps = asked.check(&row, &step, entry.at_ns);
        let steps = steps.map_err(ReplayErrorReason::BreaksRule)?;
        let decided = steps.into_iter().map(|step| transfer::event(id, step));
        let words = "a step is what is known of its transfer";
        return Rest::of(decided.collect(), &entry.event, words);
    }
    match &entry.event {
        Event::TransferOpened { transfer } => check_opened(state, entry, transfer),
        Event::TransferSettled {
            transfer_id,
            state: settled,
            evidence: Some(evidence),
        } => {
            let row = unsettled(state, *transfer_id, true)?;
            check_outcome(state, &row, settled)?;
            by_proposal(state, entry, row.id, settled, evidence)
        }
        event @ Event::StakeUnbonded { owner: _, part } => {
            let amount_e8s = part.amount_e8s;
            let args = UnbondStakeArgs { amount_e8s };
            let decided = events(unbond_stake::decide(state, args, &call(entry)));
            Rest::of(decided, event, "whoever has free stake asks it back")
        }
        Event::OwedPaid { owner, amount_e8s } => {
            let next = state.owed.keys().next();
            let all_e8s = state.account(*owner).owed_e8s;
            let due_e8s = all_e8s.min(state.books().free_e8s);
            rule(
                next.is_some_and(|next| next == owner.as_slice())
                    && *amount_e8s == due_e8s
                    && due_e8s > 0,
                "the treasury pays what it owes and has",
            )?;
            Ok(Rest::default())
        }
        _ => elsewhere(),
    }
}

fn check_opened<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
    transfer: &Transfer,
) -> Result<Rest, ReplayErrorReason> {
    rule(
        transfer.id == state.transfers.len()
            && transfer.state == TransferState::Open
            && transfer.attempts == 0
            && transfer.unresolved == 0,
        "transfers are numbered, and begin open",
    )?;
    let amount_e8s = transfer.amount_e8s;
    let (decision, words) = match transfer.kind {
        TransferKind::StakeDeposit => {
            let args = DepositStakeArgs {
                amount_e8s,
                from_subaccount: transfer.account.subaccount.clone(),
            };
            let decision = deposit_stake::decide(state, &args, &call(entry));
            (decision, "stake comes from whoever gives it")
        }
        TransferKind::TreasuryDeposit => {
            let ctx = Ctx {
                self_id: transfer.account.owner.0,
                ..call(entry)
            };
            // What the account held, at the least.
            let balance_e8s = amount_e8s.saturating_add(state.settings().ledger_fee_e8s);
            let decision = collect_treasury::decide(state, balance_e8s, &ctx);
            (
                decision,
                "the treasury takes over what its own account holds",
            )
        }
        TransferKind::StakeReturn => {
            let decision = withdraw_stake::decide(state, &call(entry));
            (decision, "what goes back is all that is due")
        }
        TransferKind::AuditFee { .. } => {
            // It follows upon the report.
            let words = "a report is paid for when it is revealed, once";
            return Err(ReplayErrorReason::BreaksRule(words));
        }
    };
    Rest::of(events(decision), &entry.event, words)
}

/// All sums are at most what came in.
fn check_outcome<M: Memory>(
    state: &State<M>,
    row: &Transfer,
    settled: &TransferState,
) -> Result<(), ReplayErrorReason> {
    rule(
        *settled != TransferState::Open,
        "a transfer is settled by something",
    )?;
    let comes_in = matches!(settled, TransferState::Made { .. }) && transfer::comes_in(&row.kind);
    let all_e8s = state.books().deposited_e8s.checked_add(row.amount_e8s);
    rule(!comes_in || all_e8s.is_some(), "there is not so much money")
}

/// What a proposal says of a transfer in quarantine.
fn by_proposal<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
    transfer_id: u64,
    settled: &TransferState,
    evidence: &str,
) -> Result<Rest, ReplayErrorReason> {
    let words = "governance settles what is in quarantine";
    rule(entry.caller == state.settings().governance, words)?;
    let outcome = match settled {
        TransferState::Made {
            block: Some(block), ..
        } => SettledTransfer::Made { block: *block },
        TransferState::Failed { .. } => SettledTransfer::NotMade,
        TransferState::Made { block: None, .. }
        | TransferState::Open
        | TransferState::Quarantined { .. } => {
            return Err(ReplayErrorReason::BreaksRule(words));
        }
    };
    let args = SettleTransferArgs {
        transfer_id,
        outcome,
        evidence: evidence.to_owned(),
    };
    let decided = events(settle_transfer::decide(state, args, &call(entry)));
    Rest::of(decided, &entry.event, words)
}

/// An unsettled transfer, which is in quarantine or not.
fn unsettled<M: Memory>(
    state: &State<M>,
    id: u64,
    quarantined: bool,
) -> Result<Transfer, ReplayErrorReason> {
    let row = state.transfer(id).filter(|row| match row.state {
        TransferState::Open => !quarantined,
        TransferState::Quarantined { .. } => quarantined,
        TransferState::Made { .. } | TransferState::Failed { .. } => false,
    });
    row.ok_or(ReplayErrorReason::BreaksRule("a transfer is settled once"))
}
