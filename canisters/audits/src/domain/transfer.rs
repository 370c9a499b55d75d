//! A movement on the ledger: how it is asked for, what an answer proves, and when it is asked
//! for again.
//!
//! # Once
//!
//! A transfer's number is in its memo, and its memo and time of creation are those of every
//! attempt. So the ledger knows an attempt made again for the same, and makes it once at most,
//! as long as it remembers: [`LEDGER_WINDOW_NS`]. An answer `Duplicate` is about this very
//! transfer and means that it was made.
//!
//! # What an answer proves
//!
//! An attempt is counted, and committed, before the call goes out. It is *unresolved* until an
//! answer proves that it moved nothing. While another attempt is unresolved, no refusal proves
//! anything of the transfer: the other one may have been made. [`next`] follows this table:
//!
//! | answer | no other attempt is unresolved: coming in | going out | another is |
//! |---|---|---|---|
//! | block, `Duplicate` | made | made | made |
//! | none, or none that can be read | open | open | open |
//! | not sent | failed | open | open |
//! | `TemporarilyUnavailable`, `CreatedInFuture` | failed | open | open |
//! | `GenericError` | failed | failed | open |
//! | `TooOld` | failed | open, created anew | quarantine |
//! | `BadFee` | failed; the fee is learnt | open, created anew with that fee; failed when the amount does not hold it | quarantine; the fee is learnt |
//! | `InsufficientFunds`, `InsufficientAllowance`, `BadBurn` | failed | failed | quarantine |
//!
//! What comes in fails at the first refusal, because somebody waits for it and can ask again.
//! What goes out belongs to somebody, so it is tried for as long as that helps; when it fails it
//! is in the receiver's account here.

use crate::state::Event;
use bonafide_kit::words::cut;
use bonafide_types::audits::{LedgerAccount, Transfer, TransferKind, TransferState};
use bonafide_types::ledger::{
    Account, Subaccount, TransferArg, TransferFromArgs, TransferFromError, e8s,
};
use bonafide_types::limits::{LEDGER_WINDOW_NS, REASON_BYTES, SECOND_NS};
use candid::{Nat, Principal};
use serde_bytes::ByteBuf;

/// What a memo begins with; the transfer's number follows.
const MEMO: [u8; 8] = *b"bonafide";
/// The pause after the first attempt; it doubles with each.
const FIRST_PAUSE_NS: u64 = 60 * SECOND_NS;
/// The longest pause.
const LONGEST_PAUSE_NS: u64 = 3_600 * SECOND_NS;
/// By how much the ledger's clock, and what it allows callers', may differ from this one.
const DRIFT_NS: u64 = 600 * SECOND_NS;

/// What the ledger said to an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It made the transfer, now or by an earlier attempt, in this block.
    Made(Option<u64>),
    /// It moved nothing by this attempt, and says why.
    Refused(TransferFromError),
    /// The attempt surely never came to it.
    NotSent(String),
    /// Nothing, or nothing that can be read.
    Unknown(String),
}

impl Answer {
    /// What a ledger's reply means.
    #[must_use]
    pub fn of_reply<E: Into<TransferFromError>>(reply: Result<Nat, E>) -> Self {
        match reply.map_err(Into::into) {
            Ok(block) => Self::Made(e8s(&block)),
            Err(TransferFromError::Duplicate { duplicate_of }) => Self::Made(e8s(&duplicate_of)),
            Err(refusal) => Self::Refused(refusal),
        }
    }

    /// The answer in words, cut to what an event may hold.
    #[must_use]
    pub fn words(&self) -> String {
        let words = match self {
            Self::Made(Some(block)) => format!("made in block {block}"),
            Self::Made(None) => "made".into(),
            Self::Refused(refusal) => refusal.to_string(),
            Self::NotSent(reason) | Self::Unknown(reason) => reason.clone(),
        };
        cut(words, REASON_BYTES)
    }
}

/// What is to be done with a transfer now.
#[expect(
    clippy::large_enum_variant,
    reason = "one is held at a time, and not for long"
)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// Nothing: it is settled, waits for a proposal, or was asked for a moment ago.
    Wait,
    /// To ask the ledger for it, once these events are committed.
    Ask(Vec<Event>),
    /// To settle it so, without asking the ledger.
    Settle(Event),
}

/// A new transfer. `account` is where it comes from, for what comes in; where it goes, for the
/// others.
#[must_use]
pub fn opened(
    id: u64,
    kind: TransferKind,
    account: LedgerAccount,
    amount_e8s: u64,
    fee_e8s: u64,
    now_ns: u64,
) -> Transfer {
    Transfer {
        id,
        kind,
        account,
        amount_e8s,
        fee_e8s,
        created_at_ns: now_ns,
        attempts: 0,
        unresolved: 0,
        attempted_at_ns: now_ns,
        state: TransferState::Open,
    }
}

/// Whether a transfer brings money here.
#[must_use]
pub const fn comes_in(kind: &TransferKind) -> bool {
    match kind {
        TransferKind::StakeDeposit | TransferKind::TreasuryDeposit => true,
        TransferKind::StakeReturn | TransferKind::AuditFee { .. } => false,
    }
}

/// From when on the ledger surely does not make a transfer any more, whatever was asked and
/// whenever that arrives. Nanoseconds since the epoch.
#[must_use]
pub const fn over_at_ns(transfer: &Transfer) -> u64 {
    transfer
        .created_at_ns
        .saturating_add(LEDGER_WINDOW_NS + DRIFT_NS)
}

/// What is to be done with a transfer at a time.
///
/// Pauses between attempts grow from a minute to an hour. Once the ledger does not take the
/// time of creation any more, the transfer begins afresh if no attempt moved anything;
/// otherwise a proposal has to settle it, because the ledger does not remember either.
#[must_use]
pub fn due(transfer: &Transfer, now_ns: u64) -> Due {
    if transfer.state != TransferState::Open {
        return Due::Wait;
    }
    let at_ns = now_ns;
    if transfer.unresolved > 0 && now_ns >= over_at_ns(transfer) {
        let reason = format!(
            "the outcome of {} attempts is unknown, and the ledger does not remember them any more",
            transfer.unresolved
        );
        let state = TransferState::Quarantined { reason, at_ns };
        return Due::Settle(settled(transfer, state));
    }
    if now_ns < transfer.attempted_at_ns.saturating_add(pause_ns(transfer)) {
        return Due::Wait;
    }
    let attempted = Event::TransferAttempted {
        transfer_id: transfer.id,
    };
    if transfer.unresolved > 0 {
        return Due::Ask(vec![attempted]);
    }
    if !comes_in(&transfer.kind) && transfer.amount_e8s <= transfer.fee_e8s {
        let reason = "the amount does not hold the ledger's fee".into();
        let state = TransferState::Failed { reason, at_ns };
        return Due::Settle(settled(transfer, state));
    }
    if now_ns >= transfer.created_at_ns.saturating_add(LEDGER_WINDOW_NS) {
        let afresh = renewed(transfer, transfer.fee_e8s, now_ns);
        return Due::Ask(vec![afresh, attempted]);
    }
    Due::Ask(vec![attempted])
}

fn pause_ns(transfer: &Transfer) -> u64 {
    let Some(doublings) = transfer.attempts.checked_sub(1) else {
        return 0;
    };
    let growth = 1_u64.checked_shl(doublings).unwrap_or(u64::MAX);
    FIRST_PAUSE_NS.saturating_mul(growth).min(LONGEST_PAUSE_NS)
}

/// What an answer does to the transfer whose last attempt it answers, as the table in this
/// module's documentation says. `transfer` is the row with that attempt counted.
#[must_use]
pub fn next(transfer: &Transfer, answer: &Answer, now_ns: u64) -> Vec<Event> {
    let refusal = match answer {
        Answer::Made(block) => {
            let state = TransferState::Made {
                block: *block,
                at_ns: now_ns,
            };
            return vec![settled(transfer, state)];
        }
        Answer::Unknown(_) => return Vec::new(),
        Answer::NotSent(_) => None,
        Answer::Refused(refusal) => Some(refusal),
    };
    let reason = answer.words();
    let mut events = vec![Event::AttemptRefused {
        transfer_id: transfer.id,
        reason: reason.clone(),
    }];
    let ledger_fee = match refusal {
        Some(TransferFromError::BadFee { expected_fee }) => e8s(expected_fee),
        _ => None,
    };
    if let Some(fee_e8s) = ledger_fee {
        events.push(Event::LedgerFeeLearned { fee_e8s });
    }
    let meaning = refusal.map_or(Meaning::NotNow, meaning);
    let another_is_unresolved = transfer.unresolved > 1;
    let at_ns = now_ns;
    let further = if another_is_unresolved {
        match meaning {
            Meaning::NotNow | Meaning::Unclear => None,
            Meaning::NotSo | Meaning::OtherFee | Meaning::TooOld => {
                let state = TransferState::Quarantined { reason, at_ns };
                Some(settled(transfer, state))
            }
        }
    } else {
        let failed = || settled(transfer, TransferState::Failed { reason, at_ns });
        match meaning {
            _ if comes_in(&transfer.kind) => Some(failed()),
            Meaning::NotNow => None,
            Meaning::Unclear | Meaning::NotSo => Some(failed()),
            Meaning::TooOld => Some(renewed(transfer, transfer.fee_e8s, now_ns)),
            Meaning::OtherFee => match ledger_fee {
                Some(fee_e8s) if fee_e8s < transfer.amount_e8s => {
                    Some(renewed(transfer, fee_e8s, now_ns))
                }
                _ => Some(failed()),
            },
        }
    };
    events.extend(further);
    events
}

/// What a refusal means for the attempts that could follow.
#[derive(Clone, Copy)]
enum Meaning {
    /// The same attempt may be made a moment later.
    NotNow,
    /// The ledger's own words, which nobody here can read.
    Unclear,
    /// The same attempt would be refused again.
    NotSo,
    /// Another fee is wanted.
    OtherFee,
    /// Another time of creation is wanted.
    TooOld,
}

const fn meaning(refusal: &TransferFromError) -> Meaning {
    match refusal {
        TransferFromError::CreatedInFuture { .. } | TransferFromError::TemporarilyUnavailable => {
            Meaning::NotNow
        }
        // `Duplicate` is no refusal, see `Answer::of_reply`.
        TransferFromError::GenericError { .. } | TransferFromError::Duplicate { .. } => {
            Meaning::Unclear
        }
        TransferFromError::InsufficientFunds { .. }
        | TransferFromError::InsufficientAllowance { .. }
        | TransferFromError::BadBurn { .. } => Meaning::NotSo,
        TransferFromError::BadFee { .. } => Meaning::OtherFee,
        TransferFromError::TooOld => Meaning::TooOld,
    }
}

fn settled(transfer: &Transfer, state: TransferState) -> Event {
    Event::TransferSettled {
        transfer_id: transfer.id,
        state,
        evidence: None,
    }
}

fn renewed(transfer: &Transfer, fee_e8s: u64, now_ns: u64) -> Event {
    Event::TransferRenewed {
        transfer_id: transfer.id,
        fee_e8s,
        created_at_ns: now_ns,
    }
}

/// The memo of a transfer: the word `bonafide`, then its number in 8 bytes, big-endian.
#[must_use]
pub fn memo(id: u64) -> Vec<u8> {
    [MEMO, id.to_be_bytes()].concat()
}

/// An account in the ledger's own form.
///
/// # Panics
/// When a subaccount has not 32 bytes; none is let in.
#[must_use]
pub fn account(account: &LedgerAccount) -> Account {
    Account {
        owner: account.owner.0,
        subaccount: account.subaccount.as_ref().map(|subaccount| {
            let bytes: Result<[u8; 32], _> = subaccount.0.as_slice().try_into();
            Subaccount::new(bytes.expect("BUG: a subaccount has 32 bytes"))
        }),
    }
}

/// How a deposit of stake is asked for: the canister's default account receives all of the
/// amount; the fee comes on top.
#[must_use]
pub fn take_args(transfer: &Transfer, self_id: Principal) -> TransferFromArgs {
    TransferFromArgs {
        spender_subaccount: None,
        from: account(&transfer.account),
        to: Account::from(self_id),
        amount: transfer.amount_e8s.into(),
        fee: Some(transfer.fee_e8s.into()),
        memo: Some(ByteBuf::from(memo(transfer.id))),
        created_at_time: Some(transfer.created_at_ns),
    }
}

/// How any other transfer is asked for. A gift to the treasury moves from its own account to
/// the canister's default one, which receives all of the amount; of what goes out, the receiver
/// gets what the fee leaves.
#[must_use]
pub fn send_args(transfer: &Transfer, self_id: Principal) -> TransferArg {
    let there = account(&transfer.account);
    let (from_subaccount, to, amount_e8s) = if comes_in(&transfer.kind) {
        let to = Account::from(self_id);
        (there.subaccount, to, transfer.amount_e8s)
    } else {
        // More than the fee, or it is not asked for: see `due`.
        let left_e8s = transfer.amount_e8s.saturating_sub(transfer.fee_e8s);
        (None, there, left_e8s)
    };
    TransferArg {
        from_subaccount,
        to,
        amount: amount_e8s.into(),
        fee: Some(transfer.fee_e8s.into()),
        memo: Some(ByteBuf::from(memo(transfer.id))),
        created_at_time: Some(transfer.created_at_ns),
    }
}

#[cfg(test)]
mod tests;
