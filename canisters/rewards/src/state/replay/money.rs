//! What a log can say of money. What the ledger said is in no log: an event must be one that
//! some answer brings about, as [`Asked`] has it.

use super::{ReplayErrorReason, Rest, by_governance, call, elsewhere, events, rule};
use crate::commands::{
    collect_escrow, collect_treasury, deposit_bond, join_escrow, leave_escrow, pay_from_treasury,
    release_escrow, release_lots, settle_transfer, unbond_bond, withdraw_bond,
};
use crate::domain::transfer::event as of_step;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::commit::Entry;
use bonafide_kit::transfer::Step;
use bonafide_kit::transfer::told::Asked;
use bonafide_types::id::{Caller, ProviderId};
use bonafide_types::rewards::{
    DepositBondArgs, Grant, JoinEscrowArgs, PayFromTreasuryArgs, Purchase,
    SettleRewardsTransferArgs, Transfer, TransferKind, TransferState, UnbondBondArgs,
};
use bonafide_types::transfer::Purpose;
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
    own: Option<Caller>,
) -> Result<Rest, ReplayErrorReason> {
    let event = &entry.event;
    if let Some((id, step)) = step(event) {
        let row = unsettled(state, id, false)?;
        if let Step::Settled { state: settled } = &step {
            check_outcome(state, &row, settled)?;
        }
        let steps = asked.check(&row, &step, entry.at_ns);
        let steps = steps.map_err(ReplayErrorReason::BreaksRule)?;
        let decided = steps.into_iter().map(|step| of_step(id, step)).collect();
        return Rest::of(decided, event, "a step is what is known of its transfer");
    }
    match event {
        Event::TransferOpened { transfer } => opened(state, entry, transfer, own),
        Event::TransferSettled {
            transfer_id,
            state: settled,
            evidence: Some(evidence),
        } => {
            let row = unsettled(state, *transfer_id, true)?;
            check_outcome(state, &row, settled)?;
            by_proposal(state, entry, row.id, settled, evidence)
        }
        Event::LotReleased { lot_id, .. } => {
            let words = "what is due is released, and sent";
            let lot = state.lot(*lot_id);
            let lot = lot.ok_or(ReplayErrorReason::BreaksRule(words))?;
            Rest::of(released(state, entry, lot.provider, own), event, words)
        }
        Event::EscrowJoined { payout, .. } => {
            let args = JoinEscrowArgs {
                payout: payout.clone(),
            };
            let decided = events(join_escrow::decide(state, args, &call(entry)));
            Rest::of(decided, event, "a provider joins escrow itself")
        }
        Event::EscrowLeft { .. } => {
            let decided = events(leave_escrow::decide(state, &call(entry)));
            Rest::of(decided, event, "a provider leaves escrow itself")
        }
        Event::BondUnbonded { part, .. } => {
            let amount_e8s = part.amount_e8s;
            let args = UnbondBondArgs { amount_e8s };
            let decided = events(unbond_bond::decide(state, args, &call(entry)));
            Rest::of(decided, event, "a provider asks its own bond back")
        }
        _ => elsewhere(),
    }
}

/// What releases a provider's lots: the canister's task, or whoever asked.
fn released<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
    provider: ProviderId,
    own: Option<Caller>,
) -> Vec<Event> {
    if own == Some(entry.caller) {
        release_lots::due(state, entry.at_ns)
    } else {
        events(release_escrow::decide(state, provider, &call(entry)))
    }
}

fn opened<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
    transfer: &Transfer,
    own: Option<Caller>,
) -> Result<Rest, ReplayErrorReason> {
    let ctx = call(entry);
    let amount_e8s = transfer.amount_e8s;
    // What an account of the canister's held, at the least.
    let balance_e8s = amount_e8s.saturating_add(state.settings().ledger_fee_e8s);
    let itself = Ctx {
        self_id: transfer.account.owner.0,
        ..call(entry)
    };
    let (decided, words) = match &transfer.kind {
        TransferKind::EscrowDeposit { provider } => {
            let decided = collect_escrow::decide(state, *provider, balance_e8s, &itself);
            (events(decided), "rewards come from the provider's account")
        }
        TransferKind::TreasuryDeposit => {
            let decided = collect_treasury::decide(state, balance_e8s, &itself);
            (events(decided), "gifts come from the treasury's account")
        }
        TransferKind::BondDeposit => {
            let args = DepositBondArgs {
                amount_e8s,
                from_subaccount: transfer.account.subaccount.clone(),
            };
            let decided = deposit_bond::decide(state, &args, &ctx);
            (events(decided), "a bond comes from its provider")
        }
        TransferKind::BondReturn { .. } => {
            let decided = withdraw_bond::decide(state, &ctx);
            (events(decided), "what goes back is all that is due")
        }
        TransferKind::EscrowRelease { provider } => {
            let decided = released(state, entry, *provider, own);
            (decided, "what is released is sent")
        }
        TransferKind::Payment(Purchase::Grant { purpose, memo }) => {
            by_governance(state, entry)?;
            // Each by itself: no log says which were granted together.
            let grants = vec![Grant {
                purpose: *purpose,
                to: transfer.account.clone(),
                amount_e8s,
                memo: memo.clone(),
            }];
            let args = PayFromTreasuryArgs { grants };
            let decided = pay_from_treasury::decide(state, args, &ctx);
            (events(decided), "the treasury pays what it has")
        }
        TransferKind::Payment(Purchase::Bounty { .. }) => {
            // It follows upon the execution.
            let words = "a reporter is paid when the case is executed, once";
            return Err(ReplayErrorReason::BreaksRule(words));
        }
    };
    Rest::of(decided, &entry.event, words)
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
    let comes_in = matches!(settled, TransferState::Made { .. }) && row.kind.comes_in();
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
    by_governance(state, entry)?;
    let block = match settled {
        TransferState::Made { block, .. } => *block,
        TransferState::Failed { .. } | TransferState::Open | TransferState::Quarantined { .. } => {
            None
        }
    };
    let args = SettleRewardsTransferArgs {
        transfer_id,
        block,
        evidence: evidence.to_owned(),
    };
    let decided = events(settle_transfer::decide(state, args, &call(entry)));
    Rest::of(
        decided,
        &entry.event,
        "governance settles what is in quarantine",
    )
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
