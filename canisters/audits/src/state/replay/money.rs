//! What a log can say of money. What the ledger said is in no log: an event must be one that
//! some answer brings about, as [`transfer::next`] has it.

use super::{ReplayErrorReason, Rest, call, elsewhere, events, rule};
use crate::commands::{
    collect_treasury, deposit_stake, settle_transfer, unbond_stake, withdraw_stake,
};
use crate::domain::transfer::{self, Due};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::commit::Entry;
use bonafide_types::audits::{
    DepositStakeArgs, SettleTransferArgs, SettledTransfer, Transfer, TransferKind, TransferState,
    UnbondStakeArgs,
};
use ic_stable_structures::Memory;
use std::collections::BTreeSet;

/// What the ledger is being asked, as far as a log tells.
#[derive(Default)]
pub(super) struct Asked {
    /// Transfers whose last attempt no answer is written down to.
    unanswered: BTreeSet<u64>,
    /// The refusal that was just written down, until its message is over.
    refused: Option<Refused>,
}

struct Refused {
    transfer_id: u64,
    reason: String,
    /// The ledger's fee, when the refusal told it.
    fee_e8s: Option<u64>,
    /// Whether the transfer fails of it.
    fails: bool,
}

impl Asked {
    /// What a refusal means is written down with it. The fee that it tells comes first.
    pub(super) fn go_on(&mut self, event: &Event, together: bool) -> Result<(), ReplayErrorReason> {
        let Some(refused) = &mut self.refused else {
            return Ok(());
        };
        let meant = together
            && match event {
                Event::LedgerFeeLearned { fee_e8s } => refused.fee_e8s.replace(*fee_e8s).is_none(),
                Event::TransferSettled { transfer_id, .. }
                | Event::TransferRenewed { transfer_id, .. } => *transfer_id == refused.transfer_id,
                _ => false,
            };
        rule(
            meant || !refused.fails,
            "what comes in fails of its first refusal",
        )?;
        if !meant {
            self.refused = None;
        }
        Ok(())
    }
}

pub(super) fn check<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
    asked: &mut Asked,
) -> Result<Rest, ReplayErrorReason> {
    match &entry.event {
        Event::TransferOpened { transfer } => check_opened(state, entry, transfer),
        event @ Event::TransferAttempted { transfer_id } => {
            let row = unsettled(state, *transfer_id, false)?;
            asked.unanswered.insert(row.id);
            let decided = to_ask(&row, entry.at_ns);
            Rest::of(decided, event, "an attempt is made when one is due")
        }
        Event::AttemptRefused {
            transfer_id,
            reason,
        } => {
            let row = unsettled(state, *transfer_id, false)?;
            rule(
                asked.unanswered.remove(&row.id) && row.unresolved > 0,
                "an attempt is refused after it was made",
            )?;
            asked.refused = Some(Refused {
                transfer_id: row.id,
                reason: reason.clone(),
                fee_e8s: None,
                fails: transfer::comes_in(&row.kind) && row.unresolved == 1,
            });
            Ok(Rest::default())
        }
        event @ Event::TransferRenewed {
            transfer_id,
            fee_e8s,
            created_at_ns,
        } => {
            let row = unsettled(state, *transfer_id, false)?;
            let refused = asked.refused.take();
            let fits = |refused: Refused| match refused.fee_e8s {
                Some(told_e8s) => *fee_e8s == told_e8s && told_e8s < row.amount_e8s,
                None => *fee_e8s == row.fee_e8s,
            };
            let by_answer = refused.is_some_and(fits)
                && *created_at_ns == entry.at_ns
                && row.unresolved == 0
                && !transfer::comes_in(&row.kind);
            if by_answer {
                return Ok(Rest::default());
            }
            // The attempt follows in the same message.
            asked.unanswered.insert(row.id);
            let words = "a transfer that may have been made is not made again";
            Rest::of(to_ask(&row, entry.at_ns), event, words)
        }
        Event::TransferSettled {
            transfer_id,
            state: settled,
            evidence,
        } => {
            let row = unsettled(state, *transfer_id, evidence.is_some())?;
            check_outcome(state, &row, settled)?;
            match evidence {
                Some(evidence) => by_proposal(state, entry, row.id, settled, evidence),
                None => by_itself(entry, &row, settled, asked),
            }
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

/// What becomes of a transfer by an answer, or by its time.
fn by_itself(
    entry: &Entry<Event>,
    row: &Transfer,
    settled: &TransferState,
    asked: &mut Asked,
) -> Result<Rest, ReplayErrorReason> {
    let refused = asked.refused.take();
    let answered = asked.unanswered.remove(&row.id);
    let now_ns = entry.at_ns;
    let meant = |said: &str| {
        let refused = refused.as_ref();
        refused.is_some_and(|it| it.transfer_id == row.id && it.reason == said)
    };
    let by_answer = match settled {
        TransferState::Made { at_ns, .. } => answered && row.unresolved > 0 && *at_ns == now_ns,
        TransferState::Failed { reason, at_ns } => {
            row.unresolved == 0 && *at_ns == now_ns && meant(reason)
        }
        TransferState::Quarantined { reason, at_ns } => {
            row.unresolved > 0 && *at_ns == now_ns && meant(reason)
        }
        TransferState::Open => false,
    };
    let by_time = || transfer::due(row, now_ns) == Due::Settle(entry.event.clone());
    rule(
        by_answer || by_time(),
        "a transfer is settled by what is known of it",
    )?;
    Ok(Rest::default())
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

/// What is written down before the ledger is asked; nothing when it is not to be asked.
fn to_ask(row: &Transfer, now_ns: u64) -> Vec<Event> {
    match transfer::due(row, now_ns) {
        Due::Ask(events) => events,
        Due::Wait | Due::Settle(_) => Vec::new(),
    }
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
