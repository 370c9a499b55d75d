//! The ledger's rules, told request by request.

use super::*;
use bonafide_types::ledger::{
    ApproveArgs, ApproveError, Subaccount, TransferArg, TransferError, TransferFromArgs,
    TransferFromError,
};
use candid::{Nat, Principal};
use serde_bytes::ByteBuf;

/// Long after the epoch, so that the window begins after it.
const NOW: u64 = 1_800_000_000_000_000_000;
const SECOND_NS: u64 = 1_000_000_000;

const fn person(number: u8) -> Principal {
    Principal::from_slice(&[number, 1])
}

const ANN: Principal = person(1);
const BEN: Principal = person(2);
const TILL: Principal = person(3);

/// A ledger at which Ann holds this much.
fn with_ann(amount: u64) -> Book {
    let mut book = Book::default();
    assert_eq!(book.mint(ANN.into(), amount, NOW), Some(0));
    book
}

fn transfer(to: Principal, amount: u64) -> TransferArg {
    TransferArg {
        from_subaccount: None,
        to: to.into(),
        amount: Nat::from(amount),
        fee: None,
        memo: None,
        created_at_time: None,
    }
}

fn approve(spender: Principal, amount: u64) -> ApproveArgs {
    ApproveArgs {
        from_subaccount: None,
        spender: spender.into(),
        amount: Nat::from(amount),
        expected_allowance: None,
        expires_at: None,
        fee: None,
        memo: None,
        created_at_time: None,
    }
}

fn take(from: Principal, to: Principal, amount: u64) -> TransferFromArgs {
    TransferFromArgs {
        spender_subaccount: None,
        from: from.into(),
        to: to.into(),
        amount: Nat::from(amount),
        fee: None,
        memo: None,
        created_at_time: None,
    }
}

fn funds<E: From<TransferError>>(balance: u64) -> Outcome<E> {
    let balance = Nat::from(balance);
    Err(Refusal::Error(
        TransferError::InsufficientFunds { balance }.into(),
    ))
}

fn allowed(book: &Book, of: Principal, spender: Principal) -> Nat {
    book.allowance(&of.into(), &spender.into(), NOW).allowance
}

#[test]
fn should_move_the_amount_and_burn_the_fee() {
    let mut book = with_ann(100_000);
    assert_eq!(book.transfer(ANN, transfer(BEN, 30_000), NOW), Ok(1));
    assert_eq!(book.balance(&ANN.into()), 60_000);
    assert_eq!(book.balance(&BEN.into()), 30_000);
    assert_eq!(book.supply(), 90_000);
    assert_eq!(
        book.transfer(ANN, transfer(BEN, 50_001), NOW),
        funds(60_000)
    );
    assert_eq!(
        book.transfer(ANN, transfer(BEN, u64::MAX), NOW),
        funds(60_000)
    );
    let mut huge = transfer(BEN, 1);
    huge.amount = Nat::from(u128::MAX);
    assert_eq!(book.transfer(ANN, huge, NOW), funds(60_000));
    assert_eq!(book.transfer(ANN, transfer(BEN, 50_000), NOW), Ok(2));
    assert_eq!(book.balance(&ANN.into()), 0);
}

#[test]
fn should_tell_subaccounts_apart_but_not_the_two_names_of_the_default() {
    let mut book = with_ann(100_000);
    let zeros = Account {
        owner: ANN,
        subaccount: Some(Subaccount::new([0; 32])),
    };
    let other = Account {
        owner: ANN,
        subaccount: Some(Subaccount::new([7; 32])),
    };
    assert_eq!(book.balance(&zeros), 100_000);
    assert_eq!(book.balance(&other), 0);
    let mut args = transfer(BEN, 20_000);
    args.to = other.clone();
    assert_eq!(book.transfer(ANN, args, NOW), Ok(1));
    assert_eq!(book.balance(&other), 20_000);
    let mut back = transfer(BEN, 10_000);
    back.from_subaccount = other.subaccount;
    assert_eq!(book.transfer(ANN, back, NOW), Ok(2));
    assert_eq!(book.balance(&other), 0);
}

#[test]
fn should_take_only_its_own_fee() {
    let mut book = with_ann(100_000);
    let mut args = transfer(BEN, 1);
    args.fee = Some(Nat::from(9_999_u64));
    let bad = |fee: u64| -> Outcome<TransferError> {
        let expected_fee = Nat::from(fee);
        Err(Refusal::Error(TransferError::BadFee { expected_fee }))
    };
    assert_eq!(book.transfer(ANN, args.clone(), NOW), bad(FEE_E8S));
    args.fee = Some(Nat::from(FEE_E8S));
    args.created_at_time = Some(NOW);
    assert_eq!(book.transfer(ANN, args.clone(), NOW), Ok(1));
    book.set_fee(5);
    let again = book.transfer(ANN, args, NOW);
    assert_eq!(again, bad(5), "the fee is looked at before the request");
    assert_eq!(book.transfer(ANN, transfer(BEN, 1), NOW), Ok(2));
    assert_eq!(book.balance(&ANN.into()), 100_000 - 10_001 - 6);
    assert_eq!(book.blocks(2, 1)[0].fee, 5_u64);
}

#[test]
fn should_mint_and_burn_without_a_fee() {
    let mut book = with_ann(100_000);
    let minter = minting_account().owner;
    assert_eq!(book.transfer(minter, transfer(BEN, 7), NOW), Ok(1));
    assert_eq!(book.supply(), 100_007);
    let burn = |amount| transfer(minter, amount);
    let least = |amount: u64| -> Outcome<TransferError> {
        let min_burn_amount = Nat::from(amount);
        Err(Refusal::Error(TransferError::BadBurn { min_burn_amount }))
    };
    assert_eq!(book.transfer(ANN, burn(9_999), NOW), least(FEE_E8S));
    assert_eq!(book.transfer(TILL, burn(0), NOW), least(FEE_E8S));
    assert_eq!(book.transfer(BEN, burn(6), NOW), least(7));
    assert_eq!(book.transfer(BEN, burn(7), NOW), Ok(2));
    assert_eq!(book.transfer(ANN, burn(100_000), NOW), Ok(3));
    assert_eq!(book.supply(), 0);
    let kinds: Vec<Kind> = book.blocks(0, 9).iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [Kind::Mint, Kind::Mint, Kind::Burn, Kind::Burn]);
    assert_eq!(book.mint(ANN.into(), u64::MAX, NOW), Some(4));
    assert_eq!(book.mint(BEN.into(), 1, NOW), None);
}

#[test]
fn should_carry_out_a_dated_request_once() {
    let mut book = with_ann(1_000_000);
    let mut args = transfer(BEN, 1);
    args.created_at_time = Some(NOW);
    args.memo = Some(ByteBuf::from(b"stake"));
    assert_eq!(book.transfer(ANN, args.clone(), NOW), Ok(1));
    let duplicate = Err(Refusal::Error(TransferError::Duplicate {
        duplicate_of: Nat::from(1_u8),
    }));
    for later in [0, SECOND_NS, WINDOW_NS, WINDOW_NS + DRIFT_NS] {
        assert_eq!(book.transfer(ANN, args.clone(), NOW + later), duplicate);
    }
    assert_eq!(
        book.transfer(ANN, args.clone(), NOW + WINDOW_NS + DRIFT_NS + 1),
        Err(Refusal::Error(TransferError::TooOld))
    );

    let changes: [fn(&mut TransferArg); 4] = [
        |it| it.memo = Some(ByteBuf::from(b"other")),
        |it| it.created_at_time = Some(NOW + 1),
        |it| it.amount = Nat::from(2_u8),
        |it| it.to = TILL.into(),
    ];
    for (block, change) in (2..).zip(changes) {
        let mut other = args.clone();
        change(&mut other);
        assert_eq!(book.transfer(ANN, other, NOW), Ok(block));
    }
    let by_another = book.transfer(BEN, args.clone(), NOW);
    assert_eq!(by_another, funds(5), "that is another request");
    args.created_at_time = None;
    assert_eq!(book.transfer(ANN, args.clone(), NOW), Ok(6));
    assert_eq!(
        book.transfer(ANN, args, NOW),
        Ok(7),
        "without a date: again"
    );
}

/// A request that was refused is not one that was carried out.
#[test]
fn should_carry_out_a_dated_request_that_was_refused_before() {
    let mut book = with_ann(10_000);
    let mut args = transfer(BEN, 1);
    args.created_at_time = Some(NOW);
    assert_eq!(book.transfer(ANN, args.clone(), NOW), funds(10_000));
    book.mint(ANN.into(), 1, NOW).unwrap();
    assert_eq!(book.transfer(ANN, args, NOW), Ok(2));
}

#[test]
fn should_refuse_a_request_from_the_future() {
    let mut book = with_ann(100_000);
    let mut args = transfer(BEN, 1);
    args.created_at_time = Some(NOW + DRIFT_NS + 1);
    let future = Err(Refusal::Error(TransferError::CreatedInFuture {
        ledger_time: NOW,
    }));
    assert_eq!(book.transfer(ANN, args.clone(), NOW), future);
    args.created_at_time = Some(NOW + DRIFT_NS);
    assert_eq!(book.transfer(ANN, args, NOW), Ok(1));
}

#[test]
fn should_trap_at_a_long_memo() {
    let mut book = with_ann(100_000);
    let mut args = transfer(BEN, 1);
    args.memo = Some(ByteBuf::from([1; MEMO_BYTES + 1]));
    let outcome = book.transfer(ANN, args.clone(), NOW);
    assert!(matches!(outcome, Err(Refusal::Trap(_))), "{outcome:?}");
    args.memo = Some(ByteBuf::from([1; MEMO_BYTES]));
    assert_eq!(book.transfer(ANN, args, NOW), Ok(1));
}

#[test]
fn should_let_a_spender_take_what_was_allowed_fees_included() {
    let mut book = with_ann(100_000);
    assert_eq!(book.approve(ANN, approve(TILL, 40_000), NOW), Ok(1));
    assert_eq!(
        book.balance(&ANN.into()),
        90_000,
        "an approval costs the fee"
    );
    let short = |allowance: u64| -> Outcome<TransferFromError> {
        let allowance = Nat::from(allowance);
        Err(Refusal::Error(TransferFromError::InsufficientAllowance {
            allowance,
        }))
    };
    let mut args = take(ANN, TILL, 20_000);
    args.created_at_time = Some(NOW);
    assert_eq!(book.transfer_from(TILL, args.clone(), NOW), Ok(2));
    assert_eq!(allowed(&book, ANN, TILL), 10_000_u64);
    assert_eq!(
        book.transfer_from(TILL, args, NOW),
        Err(Refusal::Error(TransferFromError::Duplicate {
            duplicate_of: Nat::from(2_u8),
        }))
    );
    assert_eq!(
        book.transfer_from(TILL, take(ANN, TILL, 1), NOW),
        short(10_000)
    );
    assert_eq!(book.transfer_from(BEN, take(ANN, TILL, 1), NOW), short(0));
    assert_eq!(book.transfer_from(TILL, take(ANN, TILL, 0), NOW), Ok(3));
    assert_eq!(allowed(&book, ANN, TILL), 0_u64);
    assert_eq!(book.balance(&TILL.into()), 20_000);
    let block = book.blocks(2, 1).remove(0);
    assert_eq!(block.kind, Kind::Transfer);
    assert_eq!(block.spender, Some(TILL.into()));
    assert_eq!(block.from, Some(ANN.into()));
    assert_eq!(block.created_at_time, Some(NOW));
}

#[test]
fn should_keep_the_allowance_of_a_transfer_that_failed() {
    let mut book = with_ann(20_000);
    assert_eq!(book.approve(ANN, approve(TILL, 90_000), NOW), Ok(1));
    assert_eq!(
        book.transfer_from(TILL, take(ANN, BEN, 1), NOW),
        funds(10_000)
    );
    assert_eq!(allowed(&book, ANN, TILL), 90_000_u64);
    let own = book.transfer_from(ANN, take(ANN, BEN, 0), NOW);
    assert_eq!(own, Ok(2), "one's own account needs no approval");
}

#[test]
fn should_end_an_approval_in_time() {
    let mut book = with_ann(100_000);
    let mut args = approve(TILL, 40_000);
    args.expires_at = Some(NOW);
    assert_eq!(
        book.approve(ANN, args.clone(), NOW),
        Err(Refusal::Error(ApproveError::Expired { ledger_time: NOW }))
    );
    args.expires_at = Some(NOW + 1);
    assert_eq!(book.approve(ANN, args, NOW), Ok(1));
    assert_eq!(allowed(&book, ANN, TILL), 40_000_u64);
    let ended = book.allowance(&ANN.into(), &TILL.into(), NOW + 1);
    assert_eq!((ended.allowance, ended.expires_at), (Nat::from(0_u8), None));
    let outcome = book.transfer_from(TILL, take(ANN, TILL, 0), NOW + 1);
    assert!(matches!(
        outcome,
        Err(Refusal::Error(
            TransferFromError::InsufficientAllowance { .. }
        ))
    ));
}

#[test]
fn should_approve_only_as_expected_and_by_others() {
    let mut book = with_ann(35_000);
    let mut args = approve(TILL, 40_000);
    args.expected_allowance = Some(Nat::from(1_u8));
    assert_eq!(
        book.approve(ANN, args.clone(), NOW),
        Err(Refusal::Error(ApproveError::AllowanceChanged {
            current_allowance: Nat::from(0_u8),
        }))
    );
    args.expected_allowance = Some(Nat::from(0_u8));
    args.created_at_time = Some(NOW);
    assert_eq!(book.approve(ANN, args.clone(), NOW), Ok(1));
    assert_eq!(
        book.approve(ANN, args, NOW),
        Err(Refusal::Error(ApproveError::Duplicate {
            duplicate_of: Nat::from(1_u8),
        }))
    );
    let replaced = book.approve(ANN, approve(TILL, 0), NOW);
    assert_eq!(replaced, Ok(2));
    assert_eq!(allowed(&book, ANN, TILL), 0_u64);
    let own = book.approve(ANN, approve(ANN, 1), NOW);
    assert!(matches!(own, Err(Refusal::Trap(_))), "{own:?}");
    assert_eq!(book.approve(ANN, approve(TILL, 1), NOW), Ok(3));
    assert_eq!(
        book.approve(ANN, approve(TILL, 1), NOW),
        Err(Refusal::Error(ApproveError::InsufficientFunds {
            balance: Nat::from(5_000_u64),
        }))
    );
}

#[test]
fn should_number_blocks_from_zero() {
    let mut book = with_ann(100_000);
    for block in 1..=3 {
        assert_eq!(book.transfer(ANN, transfer(BEN, block), NOW), Ok(block));
    }
    let all = book.blocks(0, u64::MAX);
    assert_eq!(all.len(), 4);
    assert!((0..).zip(&all).all(|(number, block)| block.index == number));
    assert_eq!(book.blocks(1, 2), all[1..3]);
    assert_eq!(book.blocks(4, 1), []);
}
