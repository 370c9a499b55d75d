//! Money: whatever the ledger does, no transfer happens twice and the books say where all of it
//! is.

mod failures;
mod quarantine;
mod upgrade;

use super::{assert_conserved, is_made};
use bonafide_stand_ins::ledger::FailureMode;
use bonafide_test_support::audits::ICP;
use bonafide_test_support::{Plan, Suite, actors, instance, rewards};
use bonafide_types::id::{Caller, ProviderId};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{
    Case, Charge, DepositBondArgs, ListTransfersArgs, Lot, RewardsError, Transfer, TransferState,
};
use candid::{CandidType, Deserialize, Principal, encode_args, encode_one};
use pocket_ic::common::rest::RawMessageId;
use std::time::Duration;

/// Longer than a call to the ledger waits for an answer, and than the first pauses.
const PAUSE: Duration = Duration::from_secs(301);
/// What comes in and goes out in these stories.
const AMOUNT: u64 = 2 * ICP;
/// What each case costs, billionths: less than the rules ask for, so that no count of offenders
/// raises it.
const COST_PPB: u32 = 50_000_000;
/// What its reporter is paid, before the ledger's fee: a twentieth of a twentieth of what was
/// earned in a day.
const BOUNTY: u64 = rewards::GROSS / 20 / 20;

/// A suite in which nobody did anything with so many providers.
fn empty(providers: u32) -> Suite {
    Suite::rewarding_providers(&Plan::default(), providers)
}

/// How many providers a story needs that does something with each failure.
fn many<T>(failures: &[T]) -> u32 {
    u32::try_from(failures.len()).unwrap()
}

/// The number of the next transfer.
fn next(suite: &Suite) -> u64 {
    suite.rewarding().summary().transfers
}

/// The newest transfer.
fn newest(suite: &Suite) -> Transfer {
    let last = next(suite) - 1;
    suite.rewarding().transfer(last).unwrap()
}

/// Whether all transfers are made or failed.
fn all_settled(suite: &Suite) -> bool {
    let args = ListTransfersArgs {
        unsettled: Some(true),
        after: None,
        limit: None,
    };
    let page = suite.rewarding().list_transfers(&args);
    page.transfers.is_empty()
}

/// Lets time pass until all transfers are settled, by the canister alone.
fn settle(suite: &Suite) {
    for _ in 0..12 {
        if all_settled(suite) {
            return;
        }
        suite.rewarding().pass(PAUSE);
    }
    panic!("{:?}", newest(suite));
}

/// Lets rounds pass until a transfer was asked for, and was answered if the ledger answers at
/// all.
fn attempted(suite: &Suite, id: u64) {
    suite.until("the attempt", || {
        let row = suite.rewarding().transfer(id)?;
        (row.attempts > 0).then_some(())
    });
    suite.rewarding().rounds();
}

/// A call whose answer may be long in coming.
fn submit(suite: &Suite, caller: Principal, (method, arg): (&str, Vec<u8>)) -> RawMessageId {
    suite
        .pic
        .submit_call(suite.rewards, caller, method, arg)
        .unwrap()
}

/// What a call answered. Asked soon: the system forgets answers within minutes.
fn answer<T>(suite: &Suite, message: RawMessageId) -> Result<T, RewardsError>
where
    T: CandidType + for<'de> Deserialize<'de>,
{
    let reply = suite.pic.await_call(message).unwrap();
    instance::decoded("the answer", &reply)
}

// Calls by which something comes in and goes out.

fn depositing(amount_e8s: u64) -> (&'static str, Vec<u8>) {
    let args = DepositBondArgs {
        from_subaccount: None,
        amount_e8s,
    };
    ("deposit_bond", encode_one(args).unwrap())
}

fn withdrawing() -> (&'static str, Vec<u8>) {
    ("withdraw_bond", encode_args(()).unwrap())
}

fn collecting(provider: ProviderId) -> (&'static str, Vec<u8>) {
    ("collect_escrow", encode_one(provider).unwrap())
}

/// Providers 1 to `count` have a bond that is due.
fn bonds_due(suite: &Suite, count: u32) {
    let rewards = suite.rewarding();
    for number in 1..=count {
        rewards.bond(actors::provider(number), AMOUNT);
        rewards.unbond(actors::provider(number), AMOUNT);
    }
    rewards.pass_days(91);
}

/// Providers 1 to `count` have a lot, of which each is due a day after the one before it.
fn lots_due(suite: &Suite, count: u32) -> Vec<Lot> {
    let rewards = suite.rewarding();
    let lots = (1..=count).map(|number| {
        let provider = actors::provider(number);
        rewards.join(provider);
        let lot = rewards.collect(provider, AMOUNT);
        rewards.pass_days(1);
        lot
    });
    lots.collect()
}

/// The next of these lots is due, and the ledger fails as told when it is sent.
fn fall_due(suite: &Suite, lot: &Lot, modes: &[FailureMode]) {
    let rewards = suite.rewarding();
    let id = next(suite);
    rewards.ledger().fail_next(modes);
    rewards.pass_until(lot.due_at_ns);
    // What one task opens another one sends, now or when it runs again; more would be an attempt
    // too many.
    let sent = |row: Transfer| row.attempts > 0;
    if !rewards.transfer(id).is_some_and(sent) {
        rewards.tasks();
    }
    attempted(suite, id);
}

/// Who reported the case against a provider.
fn witness(number: u32) -> Principal {
    Principal::self_authenticating(format!("witness {number}"))
}

/// Providers 1 to `count` have in escrow what they earned on a day, and a case that can be
/// executed, each reported by somebody else; case n - 1 is about provider n.
fn executable(count: u32) -> Suite {
    let suite = empty(count);
    let rewards = suite.rewarding();
    suite.close_days(count, 1);
    let day = rewards.period(0).from_day;
    for (id, number) in (0..).zip(1..=count) {
        let provider = actors::provider(number);
        rewards.join(provider);
        rewards.collect(provider, rewards::GROSS);
        let evidence = u8::try_from(number).unwrap();
        let charge = Charge {
            reporter: Some(Caller(witness(number))),
            ..rewards::charge(provider, evidence, u64::from(day) * DAY_NS)
        };
        assert_eq!(suite.open_case(charge), id);
        suite.freeze_case(id, Some(COST_PPB));
    }
    suite.ripen();
    suite
}

/// Somebody executes a case, and the ledger fails as told when the bounty is sent.
fn execute(suite: &Suite, case_id: u64, modes: &[FailureMode]) -> Case {
    let rewards = suite.rewarding();
    let id = next(suite);
    rewards.ledger().fail_next(modes);
    let case = rewards.execute_case(actors::stranger(), case_id);
    attempted(suite, id);
    case.unwrap()
}

fn is_failed(transfer: &Transfer) -> bool {
    matches!(transfer.state, TransferState::Failed { .. })
}
