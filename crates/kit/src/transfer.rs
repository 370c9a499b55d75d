//! A movement on the ledger: how it is asked for, what an answer proves, and when it is asked
//! for again.
//!
//! All of it is pure: what follows comes as [`Step`]s, which a canister writes into its log as
//! events of its own. [`crate::sending`] asks the ledger.
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

pub mod told;

use crate::words::cut;
use bonafide_types::ledger::{
    Account, Subaccount, TransferArg, TransferFromArgs, TransferFromError, e8s,
};
use bonafide_types::limits::{LEDGER_WINDOW_NS, REASON_BYTES, SECOND_NS};
use bonafide_types::transfer::{LedgerAccount, Purpose, Transfer, TransferState};
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

/// What happens to a transfer. Its canister makes an event of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The ledger is about to be asked: an attempt is counted, and unresolved.
    Attempted,
    /// The last attempt surely moved nothing.
    Refused {
        /// Why, cut to what an event may hold.
        reason: String,
    },
    /// The ledger's fee was told by a refusal. It holds for transfers that follow.
    FeeLearned {
        /// The fee, e8s.
        fee_e8s: u64,
    },
    /// No attempt moved anything, so it begins afresh: none is unresolved.
    Renewed {
        /// The ledger's fee that is offered from now on, e8s.
        fee_e8s: u64,
        /// `created_at_time` from now on. Nanoseconds since the epoch.
        created_at_ns: u64,
    },
    /// It was made, failed, or went into quarantine.
    Settled {
        /// What became of it.
        state: TransferState,
    },
}

/// What is to be done with a transfer now: in steps, or in what a canister makes of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due<S = Step> {
    /// Nothing: it is settled, waits for a proposal, or was asked for a moment ago.
    Wait,
    /// To ask the ledger for it, once these are committed.
    Ask(Vec<S>),
    /// To settle it so, without asking the ledger.
    Settle(S),
}

impl<S> Due<S> {
    /// The same with something else for each step.
    #[must_use]
    pub fn map<T>(self, made_of: impl Fn(S) -> T) -> Due<T> {
        match self {
            Self::Wait => Due::Wait,
            Self::Ask(steps) => Due::Ask(steps.into_iter().map(made_of).collect()),
            Self::Settle(step) => Due::Settle(made_of(step)),
        }
    }
}

/// A new transfer. `account` is where it comes from, for what comes in; where it goes, for the
/// others.
#[must_use]
pub fn opened<K>(
    id: u64,
    kind: K,
    account: LedgerAccount,
    amount_e8s: u64,
    fee_e8s: u64,
    now_ns: u64,
) -> Transfer<K> {
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

/// From when on the ledger surely does not make a transfer any more, whatever was asked and
/// whenever that arrives. Nanoseconds since the epoch.
#[must_use]
pub const fn over_at_ns<K>(transfer: &Transfer<K>) -> u64 {
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
pub fn due<K: Purpose>(transfer: &Transfer<K>, now_ns: u64) -> Due {
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
        return Due::Settle(Step::Settled { state });
    }
    if now_ns < transfer.attempted_at_ns.saturating_add(pause_ns(transfer)) {
        return Due::Wait;
    }
    if transfer.unresolved > 0 {
        return Due::Ask(vec![Step::Attempted]);
    }
    if !transfer.kind.comes_in() && transfer.amount_e8s <= transfer.fee_e8s {
        let reason = "the amount does not hold the ledger's fee".into();
        let state = TransferState::Failed { reason, at_ns };
        return Due::Settle(Step::Settled { state });
    }
    if now_ns >= transfer.created_at_ns.saturating_add(LEDGER_WINDOW_NS) {
        let afresh = renewed(transfer.fee_e8s, now_ns);
        return Due::Ask(vec![afresh, Step::Attempted]);
    }
    Due::Ask(vec![Step::Attempted])
}

fn pause_ns<K>(transfer: &Transfer<K>) -> u64 {
    let Some(doublings) = transfer.attempts.checked_sub(1) else {
        return 0;
    };
    let growth = 1_u64.checked_shl(doublings).unwrap_or(u64::MAX);
    FIRST_PAUSE_NS.saturating_mul(growth).min(LONGEST_PAUSE_NS)
}

/// What an answer does to the transfer whose last attempt it answers, as the table in this
/// module's documentation says. `transfer` is the row with that attempt counted.
#[must_use]
pub fn next<K: Purpose>(transfer: &Transfer<K>, answer: &Answer, now_ns: u64) -> Vec<Step> {
    let at_ns = now_ns;
    let refusal = match answer {
        Answer::Made(block) => {
            let block = *block;
            let state = TransferState::Made { block, at_ns };
            return vec![Step::Settled { state }];
        }
        Answer::Unknown(_) => return Vec::new(),
        Answer::NotSent(_) => None,
        Answer::Refused(refusal) => Some(refusal),
    };
    let reason = answer.words();
    let mut steps = vec![Step::Refused {
        reason: reason.clone(),
    }];
    let ledger_fee = match refusal {
        Some(TransferFromError::BadFee { expected_fee }) => e8s(expected_fee),
        _ => None,
    };
    if let Some(fee_e8s) = ledger_fee {
        steps.push(Step::FeeLearned { fee_e8s });
    }
    let meaning = refusal.map_or(Meaning::NotNow, meaning);
    let another_is_unresolved = transfer.unresolved > 1;
    let further = if another_is_unresolved {
        match meaning {
            Meaning::NotNow | Meaning::Unclear => None,
            Meaning::NotSo | Meaning::OtherFee | Meaning::TooOld => {
                let state = TransferState::Quarantined { reason, at_ns };
                Some(Step::Settled { state })
            }
        }
    } else {
        let failed = || Step::Settled {
            state: TransferState::Failed { reason, at_ns },
        };
        match meaning {
            _ if transfer.kind.comes_in() => Some(failed()),
            Meaning::NotNow => None,
            Meaning::Unclear | Meaning::NotSo => Some(failed()),
            Meaning::TooOld => Some(renewed(transfer.fee_e8s, now_ns)),
            Meaning::OtherFee => match ledger_fee {
                Some(fee_e8s) if fee_e8s < transfer.amount_e8s => Some(renewed(fee_e8s, now_ns)),
                _ => Some(failed()),
            },
        }
    };
    steps.extend(further);
    steps
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

const fn renewed(fee_e8s: u64, created_at_ns: u64) -> Step {
    Step::Renewed {
        fee_e8s,
        created_at_ns,
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

/// How a transfer is asked for that is taken from an account that allowed it: the canister's
/// default account receives all of the amount; the fee comes on top.
#[must_use]
pub fn take_args<K>(transfer: &Transfer<K>, self_id: Principal) -> TransferFromArgs {
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

/// How any other transfer is asked for. What comes in moves from another account of the
/// canister to its default one, which receives all of the amount; of what goes out, the
/// receiver gets what the fee leaves.
#[must_use]
pub fn send_args<K: Purpose>(transfer: &Transfer<K>, self_id: Principal) -> TransferArg {
    let there = account(&transfer.account);
    let (from_subaccount, to, amount_e8s) = if transfer.kind.comes_in() {
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
