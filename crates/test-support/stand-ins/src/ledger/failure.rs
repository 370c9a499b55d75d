//! How the ledger fails when it is told to.

use bonafide_types::ledger::TransferError;
use candid::{CandidType, Deserialize, Nat};
use std::collections::VecDeque;

/// What becomes of one call of `icrc1_transfer` or `icrc2_transfer_from`.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub enum FailureMode {
    /// Nothing in particular: so that a later call is the one that fails.
    Act,
    /// Traps; moves nothing.
    Trap,
    /// Rejects; moves nothing.
    Reject,
    /// Moves, and rejects nevertheless.
    DoAndReject,
    /// Moves at once, and answers when calls are released.
    NoAnswer,
    /// Moves nothing, and rejects when calls are released.
    NoAnswerNotDone,
    /// Moves and answers when calls are released: a request that was on its way so long.
    NoAnswerDoneLate,
    /// Answers that it is temporarily unavailable.
    TemporarilyUnavailable,
    /// Answers that the request is too old.
    TooOld,
    /// Answers with an error of its own.
    GenericError,
    /// Answers that the account holds too little, and what it holds.
    InsufficientFunds,
    /// Answers that the fee is another one, and which.
    BadFee,
    /// Answers that this block did it, whether or not one did.
    Duplicate(u64),
}

/// What a call does, in this order: tries the transfer or not, waits or not, answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// Whether the transfer is tried first.
    pub acts: bool,
    /// Whether the call is held until it is released.
    pub waits: bool,
    /// How it ends.
    pub answer: Answer,
}

/// How a call ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// With what became of the transfer, which is tried now if it was not before.
    Outcome,
    /// With this error.
    Error(TransferError),
    /// With a reject.
    Reject,
    /// With a trap.
    Trap,
}

impl FailureMode {
    /// What a call does that is told to fail like this, by an account that holds `balance` at
    /// a ledger whose fee is `fee`.
    #[must_use]
    pub fn course(self, balance: u64, fee: u64) -> Course {
        let (acts, waits, answer) = match self {
            Self::Act => (true, false, Answer::Outcome),
            Self::Trap => (false, false, Answer::Trap),
            Self::Reject => (false, false, Answer::Reject),
            Self::DoAndReject => (true, false, Answer::Reject),
            Self::NoAnswer => (true, true, Answer::Outcome),
            Self::NoAnswerNotDone => (false, true, Answer::Reject),
            Self::NoAnswerDoneLate => (false, true, Answer::Outcome),
            Self::TemporarilyUnavailable => told(TransferError::TemporarilyUnavailable),
            Self::TooOld => told(TransferError::TooOld),
            Self::GenericError => told(TransferError::GenericError {
                error_code: Nat::from(1_u8),
                message: "failed, as told".into(),
            }),
            Self::InsufficientFunds => told(TransferError::InsufficientFunds {
                balance: Nat::from(balance),
            }),
            Self::BadFee => told(TransferError::BadFee {
                expected_fee: Nat::from(fee),
            }),
            Self::Duplicate(block) => told(TransferError::Duplicate {
                duplicate_of: Nat::from(block),
            }),
        };
        Course {
            acts,
            waits,
            answer,
        }
    }
}

fn told(error: TransferError) -> (bool, bool, Answer) {
    (false, false, Answer::Error(error))
}

/// The failures of the calls to come, one a call.
#[derive(Debug, Default)]
pub struct Failures(VecDeque<FailureMode>);

impl Failures {
    /// Adds failures after those that are still to come.
    pub fn extend(&mut self, modes: Vec<FailureMode>) {
        self.0.extend(modes);
    }

    /// What becomes of the call that is here now.
    pub fn next_call(&mut self) -> FailureMode {
        self.0.pop_front().unwrap_or(FailureMode::Act)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_fail_call_by_call_in_the_order_told() {
        let mut failures = Failures::default();
        assert_eq!(failures.next_call(), FailureMode::Act);
        failures.extend(vec![FailureMode::Act, FailureMode::Trap]);
        failures.extend(vec![FailureMode::NoAnswer]);
        let calls: Vec<FailureMode> = (0..4).map(|_| failures.next_call()).collect();
        assert_eq!(
            calls,
            [
                FailureMode::Act,
                FailureMode::Trap,
                FailureMode::NoAnswer,
                FailureMode::Act
            ]
        );
    }

    #[test]
    fn should_know_what_each_failure_does() {
        let course = |mode: FailureMode| mode.course(3, 5);
        for (mode, acts, waits, answer) in [
            (FailureMode::Act, true, false, Answer::Outcome),
            (FailureMode::Trap, false, false, Answer::Trap),
            (FailureMode::Reject, false, false, Answer::Reject),
            (FailureMode::DoAndReject, true, false, Answer::Reject),
            (FailureMode::NoAnswer, true, true, Answer::Outcome),
            (FailureMode::NoAnswerNotDone, false, true, Answer::Reject),
            (FailureMode::NoAnswerDoneLate, false, true, Answer::Outcome),
        ] {
            let wanted = Course {
                acts,
                waits,
                answer,
            };
            assert_eq!(course(mode), wanted);
        }
        let error = |mode: FailureMode| match course(mode) {
            Course {
                acts: false,
                waits: false,
                answer: Answer::Error(error),
            } => error,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            error(FailureMode::InsufficientFunds),
            TransferError::InsufficientFunds {
                balance: Nat::from(3_u8)
            }
        );
        assert_eq!(
            error(FailureMode::BadFee),
            TransferError::BadFee {
                expected_fee: Nat::from(5_u8)
            }
        );
        assert_eq!(
            error(FailureMode::Duplicate(9)),
            TransferError::Duplicate {
                duplicate_of: Nat::from(9_u8)
            }
        );
        assert_eq!(error(FailureMode::TooOld), TransferError::TooOld);
    }
}
