//! The ledger: ICRC-1 and ICRC-2 as a caller sees them, and how it fails when it is told to.

use super::Stage;
use bonafide_stand_ins::ICP_LEDGER;
use bonafide_stand_ins::ledger::{DRIFT_NS, FEE_E8S, FailureMode, Kind, WINDOW_NS};
use bonafide_test_support::{Ledger, actors, instance};
use bonafide_types::ledger::{
    Account, TransferArg, TransferError, TransferFromArgs, TransferFromError,
};
use candid::{Nat, Principal};
use pocket_ic::common::rest::RawMessageId;
use pocket_ic::{RejectCode, RejectResponse};
use serde_bytes::ByteBuf;
use std::time::Duration;

const FUNDS: u64 = 1_000_000;
const AMOUNT: u64 = 100_000;

type Answer = Result<Result<Nat, TransferFromError>, RejectResponse>;

fn payer() -> Principal {
    actors::stranger()
}

/// Who takes stakes, as the audits canister would.
fn till() -> Principal {
    actors::voter(1)
}

/// A stage with a ledger at which the payer has funds and has approved all of them.
fn stage() -> Stage {
    let stage = Stage::new();
    let ledger = Ledger::install(&stage.pic);
    assert_eq!(ledger.mint(payer(), FUNDS + FEE_E8S), 0);
    assert_eq!(ledger.approve(payer(), till(), FUNDS), 1);
    stage
}

impl Stage {
    fn ledger(&self) -> Ledger<'_> {
        Ledger::at(&self.pic, ICP_LEDGER)
    }

    /// A deposit, dated now.
    fn deposit(&self, memo: &[u8]) -> TransferFromArgs {
        TransferFromArgs {
            spender_subaccount: None,
            from: payer().into(),
            to: till().into(),
            amount: Nat::from(AMOUNT),
            fee: Some(Nat::from(FEE_E8S)),
            memo: Some(ByteBuf::from(memo)),
            created_at_time: Some(instance::now_ns(&self.pic)),
        }
    }

    fn take(&self, args: &TransferFromArgs) -> Answer {
        let method = "icrc2_transfer_from";
        instance::update(&self.pic, ICP_LEDGER, till(), method, (args,))
    }

    fn send(&self, args: &TransferFromArgs) -> RawMessageId {
        let arg = instance::encoded((args,));
        self.pic
            .submit_call(ICP_LEDGER, till(), "icrc2_transfer_from", arg)
            .unwrap()
    }

    /// The answer to a message, if there is one after some rounds.
    fn answer(&self, message: &RawMessageId) -> Option<Answer> {
        for _ in 0..20 {
            self.pic.tick();
        }
        let status = self.pic.ingress_status(message.clone())?;
        Some(status.map(|reply| instance::decoded("icrc2_transfer_from", &reply)))
    }

    /// How many deposits there were, by the blocks; the balances say the same.
    fn deposits(&self) -> u64 {
        let ledger = self.ledger();
        let transfers = ledger.transfers();
        let count = transfers.len() as u64;
        assert_eq!(ledger.balance(till()), count * AMOUNT);
        let rest = FUNDS - count * (AMOUNT + FEE_E8S);
        assert_eq!(ledger.balance(payer()), rest);
        assert_eq!(ledger.allowance(payer(), till()), rest);
        count
    }
}

fn duplicate(block: u64) -> Result<Nat, TransferFromError> {
    Err(TransferFromError::Duplicate {
        duplicate_of: Nat::from(block),
    })
}

#[test]
fn should_stand_at_the_real_id() {
    let real = Principal::from_text("ryjl3-tyaaa-aaaaa-aaaba-cai").unwrap();
    assert_eq!(ICP_LEDGER, real);
}

#[test]
fn should_describe_itself() {
    let stage = stage();
    let ledger = stage.ledger();
    let ask = |method: &str| {
        let reply = stage
            .pic
            .query_call(ledger.id, payer(), method, instance::encoded(()));
        reply.unwrap()
    };
    let name: String = instance::decoded("icrc1_name", &ask("icrc1_name"));
    assert!(name.contains("Stand-in"), "{name}");
    let decimals: u8 = instance::decoded("icrc1_decimals", &ask("icrc1_decimals"));
    assert_eq!(decimals, 8);
    assert_eq!(ledger.fee(), 10_000);
    let minting: Option<Account> = instance::decoded("minting", &ask("icrc1_minting_account"));
    assert!(minting.is_some());
    for method in ["icrc1_metadata", "icrc1_supported_standards"] {
        assert!(!ask(method).is_empty(), "{method}");
    }
    assert_eq!(ledger.supply(), FUNDS);
}

#[test]
fn should_take_what_was_approved_and_write_blocks() {
    let stage = stage();
    let args = stage.deposit(b"one");
    assert_eq!(stage.take(&args).unwrap(), Ok(Nat::from(2_u8)));
    assert_eq!(stage.deposits(), 1);
    let blocks = stage.ledger().blocks();
    let kinds: Vec<Kind> = blocks.iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [Kind::Mint, Kind::Approve, Kind::Transfer]);
    let block = &blocks[2];
    assert_eq!(block.index, 2);
    assert_eq!(block.from, Some(payer().into()));
    assert_eq!(block.to, Some(till().into()));
    assert_eq!(block.spender, Some(till().into()));
    assert_eq!(block.memo, args.memo);
    assert_eq!(block.created_at_time, args.created_at_time);
}

#[test]
fn should_know_a_request_again_within_the_window() {
    let stage = stage();
    let args = stage.deposit(b"one");
    stage.take(&args).unwrap().unwrap();
    assert_eq!(stage.take(&args).unwrap(), duplicate(2));
    stage.pic.advance_time(Duration::from_nanos(WINDOW_NS));
    assert_eq!(stage.take(&args).unwrap(), duplicate(2));
    let later = Duration::from_nanos(DRIFT_NS) + Duration::from_secs(1);
    stage.pic.advance_time(later);
    let late = stage.take(&args).unwrap();
    assert_eq!(late, Err(TransferFromError::TooOld));
    assert_eq!(stage.deposits(), 1);
    stage.take(&stage.deposit(b"two")).unwrap().unwrap();
    assert_eq!(stage.deposits(), 2);
}

#[test]
fn should_send_back_what_is_its_own() {
    let stage = stage();
    let ledger = stage.ledger();
    stage.take(&stage.deposit(b"one")).unwrap().unwrap();
    assert_eq!(ledger.transfer(till(), payer(), AMOUNT - FEE_E8S), 3);
    assert_eq!(ledger.balance(till()), 0);
    let args = TransferArg {
        from_subaccount: None,
        to: payer().into(),
        amount: Nat::from(1_u8),
        fee: None,
        memo: None,
        created_at_time: None,
    };
    let answer: Result<Nat, TransferError> =
        instance::update(&stage.pic, ledger.id, till(), "icrc1_transfer", (args,)).unwrap();
    let balance = Nat::from(0_u8);
    assert_eq!(answer, Err(TransferError::InsufficientFunds { balance }));
}

#[test]
fn should_fail_without_moving_anything() {
    let stage = stage();
    let ledger = stage.ledger();
    let args = stage.deposit(b"one");
    ledger.fail_next(&[FailureMode::Trap, FailureMode::Reject]);
    let trapped = stage.take(&args).unwrap_err();
    assert_eq!(trapped.reject_code, RejectCode::CanisterError);
    assert!(trapped.reject_message.contains("as told"), "{trapped}");
    let rejected = stage.take(&args).unwrap_err();
    assert_eq!(rejected.reject_code, RejectCode::CanisterReject);
    let told = [
        (
            FailureMode::TemporarilyUnavailable,
            TransferFromError::TemporarilyUnavailable,
        ),
        (FailureMode::TooOld, TransferFromError::TooOld),
        (
            FailureMode::InsufficientFunds,
            TransferFromError::InsufficientFunds {
                balance: Nat::from(FUNDS),
            },
        ),
        (
            FailureMode::BadFee,
            TransferFromError::BadFee {
                expected_fee: Nat::from(FEE_E8S),
            },
        ),
        (
            FailureMode::Duplicate(7),
            TransferFromError::Duplicate {
                duplicate_of: Nat::from(7_u8),
            },
        ),
    ];
    for (mode, error) in told {
        ledger.fail_next(&[mode]);
        assert_eq!(stage.take(&args).unwrap(), Err(error));
    }
    ledger.fail_next(&[FailureMode::GenericError]);
    let generic = stage.take(&args).unwrap();
    assert!(
        matches!(generic, Err(TransferFromError::GenericError { .. })),
        "{generic:?}"
    );
    assert_eq!(stage.deposits(), 0);
    assert_eq!(stage.take(&args).unwrap(), Ok(Nat::from(2_u8)));
}

#[test]
fn should_fail_at_the_call_told() {
    let stage = stage();
    let ledger = stage.ledger();
    ledger.fail_next(&[FailureMode::Act, FailureMode::Reject]);
    stage.take(&stage.deposit(b"one")).unwrap().unwrap();
    stage.take(&stage.deposit(b"two")).unwrap_err();
    stage.take(&stage.deposit(b"three")).unwrap().unwrap();
    assert_eq!(stage.deposits(), 2);
}

#[test]
fn should_move_and_reject_nevertheless() {
    let stage = stage();
    let args = stage.deposit(b"one");
    stage.ledger().fail_next(&[FailureMode::DoAndReject]);
    let rejected = stage.take(&args).unwrap_err();
    assert_eq!(rejected.reject_code, RejectCode::CanisterReject);
    assert_eq!(stage.deposits(), 1);
    assert_eq!(stage.take(&args).unwrap(), duplicate(2));
    assert_eq!(stage.deposits(), 1);
}

#[test]
fn should_move_and_be_silent_until_released() {
    let stage = stage();
    let args = stage.deposit(b"one");
    stage.ledger().fail_next(&[FailureMode::NoAnswer]);
    let held = stage.send(&args);
    assert!(stage.answer(&held).is_none());
    assert_eq!(stage.deposits(), 1);
    assert_eq!(stage.take(&args).unwrap(), duplicate(2));
    assert!(stage.answer(&held).is_none());
    stage.ledger().release();
    let answer = stage.answer(&held).unwrap();
    assert_eq!(answer.unwrap(), Ok(Nat::from(2_u8)));
    assert_eq!(stage.deposits(), 1);
}

#[test]
fn should_be_silent_and_have_done_nothing() {
    let stage = stage();
    let args = stage.deposit(b"one");
    stage.ledger().fail_next(&[FailureMode::NoAnswerNotDone]);
    let held = stage.send(&args);
    assert!(stage.answer(&held).is_none());
    assert_eq!(stage.deposits(), 0);
    stage.ledger().release();
    assert!(stage.answer(&held).unwrap().is_err());
    assert_eq!(stage.deposits(), 0);
}

#[test]
fn should_move_late() {
    let stage = stage();
    let ledger = stage.ledger();
    let args = stage.deposit(b"one");
    let late = FailureMode::NoAnswerDoneLate;
    ledger.fail_next(&[late.clone(), late]);
    let held = stage.send(&args);
    assert!(stage.answer(&held).is_none());
    assert_eq!(stage.deposits(), 0);
    ledger.release();
    let answer = stage.answer(&held).unwrap();
    assert_eq!(answer.unwrap(), Ok(Nat::from(2_u8)));
    assert_eq!(stage.deposits(), 1);

    let too_late = stage.send(&stage.deposit(b"two"));
    assert!(stage.answer(&too_late).is_none());
    let window = Duration::from_nanos(WINDOW_NS + DRIFT_NS) + Duration::from_secs(1);
    stage.pic.advance_time(window);
    ledger.release();
    let answer = stage.answer(&too_late).unwrap();
    assert_eq!(answer.unwrap(), Err(TransferFromError::TooOld));
    assert_eq!(stage.deposits(), 1);
}

#[test]
fn should_charge_the_fee_that_was_set() {
    let stage = stage();
    let ledger = stage.ledger();
    let args = stage.deposit(b"one");
    ledger.set_fee(20_000);
    let expected_fee = Nat::from(20_000_u64);
    let answer = stage.take(&args).unwrap();
    assert_eq!(answer, Err(TransferFromError::BadFee { expected_fee }));
    ledger.set_fee(FEE_E8S);
    stage.take(&args).unwrap().unwrap();
    assert_eq!(stage.deposits(), 1);
}
