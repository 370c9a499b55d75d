//! What the ledger is asked, and when it may be asked.

use super::MEMO_BYTES;
use bonafide_types::ledger::{
    ApproveArgs, ApproveError, TransferArg, TransferError, TransferFromArgs,
};
use candid::Nat;
use serde_bytes::ByteBuf;

/// Two requests of one caller are the same if everything in them is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Request {
    Transfer(TransferArg),
    TransferFrom(TransferFromArgs),
    Approve(ApproveArgs),
}

impl Request {
    pub(super) fn memo(&self) -> Option<&ByteBuf> {
        match self {
            Self::Transfer(args) => args.memo.as_ref(),
            Self::TransferFrom(args) => args.memo.as_ref(),
            Self::Approve(args) => args.memo.as_ref(),
        }
    }

    /// A longer memo is no error to the ledger but no request at all.
    pub(super) fn has_long_memo(&self) -> bool {
        self.memo().is_some_and(|memo| memo.len() > MEMO_BYTES)
    }

    pub(super) fn created_at_time(&self) -> Option<u64> {
        match self {
            Self::Transfer(args) => args.created_at_time,
            Self::TransferFrom(args) => args.created_at_time,
            Self::Approve(args) => args.created_at_time,
        }
    }
}

/// Why a request is not for now.
pub(super) enum Untimely {
    TooOld,
    InFuture,
    Duplicate(u64),
}

impl Untimely {
    pub(super) fn of_transfer(self, now: u64) -> TransferError {
        match self {
            Self::TooOld => TransferError::TooOld,
            Self::InFuture => TransferError::CreatedInFuture { ledger_time: now },
            Self::Duplicate(block) => TransferError::Duplicate {
                duplicate_of: Nat::from(block),
            },
        }
    }

    pub(super) fn of_approval(self, now: u64) -> ApproveError {
        match self {
            Self::TooOld => ApproveError::TooOld,
            Self::InFuture => ApproveError::CreatedInFuture { ledger_time: now },
            Self::Duplicate(block) => ApproveError::Duplicate {
                duplicate_of: Nat::from(block),
            },
        }
    }
}
