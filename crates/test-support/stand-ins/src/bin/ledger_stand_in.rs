//! Stands for the ICP ledger: ICRC-1 and ICRC-2, with the rules of [`bonafide_stand_ins::ledger`].
//! Made with the id of a canister on another subnet, with code or without: while it holds a
//! call, it makes calls there, so that rounds pass. It is not made to be upgraded.
//!
//! Test control:
//!
//! - `mint`: new tokens for an account
//! - `set_fee`: what a transfer costs from now on
//! - `fail_next`: what becomes of the next calls of `icrc1_transfer` and `icrc2_transfer_from`,
//!   one failure a call, after those that were told before
//! - `release`: lets go the calls that are held now
//! - `list_blocks`: what was done

#![expect(
    clippy::needless_pass_by_value,
    reason = "arguments are decoded from the message and handed over by value"
)]

use bonafide_stand_ins::elsewhere::go_to;
use bonafide_stand_ins::ledger::{
    Answer, Block, Book, Course, DECIMALS, FailureMode, Failures, NAME, Outcome, Refusal, SYMBOL,
    minting_account,
};
use bonafide_types::ledger::{
    Account, Allowance, AllowanceArgs, ApproveArgs, ApproveError, TransferArg, TransferError,
    TransferFromArgs, TransferFromError, e8s,
};
use candid::{CandidType, Deserialize, Nat, Principal, encode_one};
use ic_cdk::api::{msg_caller, msg_reject, msg_reply, time};
use ic_cdk::{init, query, trap, update};
use std::cell::RefCell;
use std::marker::PhantomData;

#[derive(Default)]
struct State {
    book: Book,
    failures: Failures,
    /// How often held calls were let go.
    releases: u64,
    /// A canister on another subnet.
    elsewhere: Option<Principal>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

#[init]
fn init(elsewhere: Principal) {
    STATE.with_borrow_mut(|state| state.elsewhere = Some(elsewhere));
}

/// A value of `icrc1_metadata`.
#[derive(CandidType, Deserialize)]
enum MetadataValue {
    Nat(Nat),
    Text(String),
}

/// An entry of `icrc1_supported_standards`.
#[derive(CandidType, Deserialize)]
struct Standard {
    name: String,
    url: String,
}

fn read<R>(look: impl FnOnce(&Book) -> R) -> R {
    STATE.with_borrow(|state| look(&state.book))
}

/// Carries out a request, unless the ledger traps at it.
fn carry_out<E>(request: impl FnOnce(&mut Book, u64) -> Outcome<E>) -> Result<Nat, E> {
    match STATE.with_borrow_mut(|state| request(&mut state.book, time())) {
        Ok(block) => Ok(Nat::from(block)),
        Err(Refusal::Error(error)) => Err(error),
        Err(Refusal::Trap(text)) => trap(text),
    }
}

/// Carries out a transfer from an account, or fails as told.
async fn play<E>(from: Account, request: impl Fn(&mut Book, u64) -> Outcome<E>)
where
    E: CandidType + From<TransferError>,
{
    let (course, releases, elsewhere) = STATE.with_borrow_mut(|state| {
        let mode = state.failures.next_call();
        let course = mode.course(state.book.balance(&from), state.book.fee());
        (course, state.releases, state.elsewhere)
    });
    let Course {
        acts,
        waits,
        answer,
    } = course;
    let elsewhere = elsewhere.unwrap_or_else(|| trap("an upgrade has ended this ledger"));
    let outcome = acts.then(|| carry_out(&request));
    if waits {
        while STATE.with_borrow(|state| state.releases) == releases {
            go_to(elsewhere).await;
        }
    }
    match answer {
        Answer::Outcome => reply(&outcome.unwrap_or_else(|| carry_out(&request))),
        Answer::Error(error) => reply(&Err(E::from(error))),
        Answer::Reject => msg_reject("rejected, as told"),
        Answer::Trap => {
            // So that it stays forgotten: a trap in this message would bring the failure back.
            go_to(elsewhere).await;
            trap("trapped, as told");
        }
    }
}

fn reply<E: CandidType>(answer: &Result<Nat, E>) {
    match encode_one(answer) {
        Ok(bytes) => msg_reply(bytes),
        Err(error) => trap(format!("an answer does not encode: {error}")),
    }
}

// ICRC-1.

#[query]
fn icrc1_name() -> String {
    NAME.into()
}

#[query]
fn icrc1_symbol() -> String {
    SYMBOL.into()
}

#[query]
fn icrc1_decimals() -> u8 {
    DECIMALS
}

#[query]
fn icrc1_fee() -> Nat {
    Nat::from(read(Book::fee))
}

#[query]
fn icrc1_minting_account() -> Option<Account> {
    Some(minting_account())
}

#[query]
fn icrc1_total_supply() -> Nat {
    Nat::from(read(Book::supply))
}

#[query]
fn icrc1_balance_of(account: Account) -> Nat {
    Nat::from(read(|book| book.balance(&account)))
}

#[query]
fn icrc1_metadata() -> Vec<(String, MetadataValue)> {
    vec![
        ("icrc1:name".into(), MetadataValue::Text(icrc1_name())),
        ("icrc1:symbol".into(), MetadataValue::Text(icrc1_symbol())),
        (
            "icrc1:decimals".into(),
            MetadataValue::Nat(Nat::from(DECIMALS)),
        ),
        ("icrc1:fee".into(), MetadataValue::Nat(icrc1_fee())),
    ]
}

#[query]
fn icrc1_supported_standards() -> Vec<Standard> {
    ["ICRC-1", "ICRC-2"]
        .map(|name| Standard {
            name: name.into(),
            url: format!("https://github.com/dfinity/ICRC-1/tree/main/standards/{name}"),
        })
        .into()
}

#[update(manual_reply = true)]
async fn icrc1_transfer(args: TransferArg) -> PhantomData<Result<Nat, TransferError>> {
    let caller = msg_caller();
    let from = Account {
        owner: caller,
        subaccount: args.from_subaccount,
    };
    play(from, |book, now| book.transfer(caller, args.clone(), now)).await;
    PhantomData
}

// ICRC-2.

#[update(manual_reply = true)]
async fn icrc2_transfer_from(
    args: TransferFromArgs,
) -> PhantomData<Result<Nat, TransferFromError>> {
    let caller = msg_caller();
    let from = args.from.clone();
    play(from, |book, now| {
        book.transfer_from(caller, args.clone(), now)
    })
    .await;
    PhantomData
}

#[update]
fn icrc2_approve(args: ApproveArgs) -> Result<Nat, ApproveError> {
    let caller = msg_caller();
    carry_out(|book, now| book.approve(caller, args, now))
}

#[query]
fn icrc2_allowance(args: AllowanceArgs) -> Allowance {
    read(|book| book.allowance(&args.account, &args.spender, time()))
}

// Test control.

#[update]
fn mint(to: Account, amount: Nat) -> Nat {
    let amount = counted(&amount);
    let block = STATE.with_borrow_mut(|state| state.book.mint(to, amount, time()));
    Nat::from(block.unwrap_or_else(|| trap("there would be more tokens than can be counted")))
}

#[update]
fn set_fee(fee: Nat) {
    let fee = counted(&fee);
    STATE.with_borrow_mut(|state| state.book.set_fee(fee));
}

#[update]
fn fail_next(modes: Vec<FailureMode>) {
    STATE.with_borrow_mut(|state| state.failures.extend(modes));
}

#[update]
fn release() {
    STATE.with_borrow_mut(|state| state.releases += 1);
}

#[query]
fn list_blocks(start: u64, length: u64) -> Vec<Block> {
    read(|book| book.blocks(start, length))
}

fn counted(amount: &Nat) -> u64 {
    e8s(amount).unwrap_or_else(|| trap("more tokens than can be counted"))
}

ic_cdk::export_candid!();

fn main() {}
