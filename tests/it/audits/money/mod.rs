//! Money: whatever the ledger does, no transfer happens twice and the books say where all of it
//! is.

mod failures;
mod quarantine;
mod upgrade;

use super::{account, assert_conserved, transfers};
use bonafide_stand_ins::ledger::FailureMode;
use bonafide_test_support::audits::{Audits, ICP, LOCK, confirmed, terms};
use bonafide_test_support::{Plan, Suite, instance, run};
use bonafide_types::audits::{
    AuditError, DepositStakeArgs, ListTransfersArgs, StakeAccount, Team, Transfer, TransferState,
    UnbondStakeArgs,
};
use bonafide_types::id::AuditorId;
use candid::{Principal, encode_args, encode_one};
use pocket_ic::common::rest::RawMessageId;
use std::time::Duration;

/// Longer than a call to the ledger waits for an answer, and than the first pauses.
const PAUSE: Duration = Duration::from_secs(301);

/// Somebody with an account here, by number.
fn saver(number: u32) -> Principal {
    Principal::self_authenticating(format!("saver {number}"))
}

/// A suite with an audits canister that nobody has used yet but for a gift to the treasury.
fn empty() -> Suite {
    Suite::auditing_sites(&Plan::default(), &[])
}

/// The newest transfer.
fn newest(suite: &Suite) -> Transfer {
    transfers(suite).pop().unwrap()
}

/// Whether all transfers are made or failed.
fn all_settled(suite: &Suite) -> bool {
    let args = ListTransfersArgs {
        unsettled: Some(true),
        ..ListTransfersArgs::default()
    };
    let page = run(suite.auditing().reader().transfers(&args)).unwrap();
    page.transfers.is_empty()
}

/// Lets time pass until all transfers are settled, by the canister alone.
fn settle(suite: &Suite) {
    for _ in 0..12 {
        if all_settled(suite) {
            return;
        }
        suite.auditing().pass(PAUSE);
    }
    panic!("{:?}", newest(suite));
}

/// Lets rounds pass until the newest transfer is somebody's, was asked for, and was answered if
/// the ledger answers at all.
fn attempted(suite: &Suite, owner: Principal) {
    suite.until("the attempt", || {
        let last = newest(suite);
        (last.account.owner.0 == owner && last.attempts > 0).then_some(())
    });
    suite.auditing().rounds();
}

/// A call whose answer may be long in coming.
fn submit(suite: &Suite, caller: Principal, method: &str, arg: Vec<u8>) -> RawMessageId {
    suite
        .pic
        .submit_call(suite.audits, caller, method, arg)
        .unwrap()
}

/// What a call answered. Asked soon: the system forgets answers within minutes.
fn answer(suite: &Suite, message: RawMessageId) -> Result<StakeAccount, AuditError> {
    let reply = suite.pic.await_call(message).unwrap();
    instance::decoded("the answer", &reply)
}

fn depositing(amount_e8s: u64) -> Vec<u8> {
    encode_one(DepositStakeArgs {
        amount_e8s,
        from_subaccount: None,
    })
    .unwrap()
}

fn nothing() -> Vec<u8> {
    encode_args(()).unwrap()
}

/// Savers 1 to `count` have so much here, and can take it out.
fn savings(suite: &Suite, count: u32, amount_e8s: u64) {
    let audits = suite.auditing();
    for number in 1..=count {
        audits.deposit(saver(number), amount_e8s);
        let all = UnbondStakeArgs { amount_e8s };
        run(audits.client(saver(number)).unbond_stake(&all)).unwrap();
    }
    audits.pass_days(61);
}

/// Auditors of the only site, of whom each has committed to its report: revealing it is what
/// pays it.
fn committed(auditors: u8) -> (Suite, Vec<AuditorId>) {
    let suite = Suite::auditing_sites(&Plan::default(), &[(1, super::ORDINARY)]);
    suite.staff(auditors.into(), LOCK);
    let mut terms = terms(1);
    terms.ordinary = Team {
        auditors,
        quorum: auditors / 2 + 1,
    };
    terms.critical = terms.ordinary;
    terms.budget_e8s = u64::from(auditors) * ICP;
    let drawn = suite.draw_plan(terms);
    assert_eq!(drawn.result.unwrap().drawn.len(), 1);
    let audits = suite.auditing();
    audits.arrange(0);
    let challenge = audits.challenge(0);
    let seats = audits.seated(0);
    for auditor in &seats {
        audits.commit(0, *auditor, &confirmed(&challenge));
    }
    (suite, seats)
}

/// An auditor reveals its report, and the ledger fails as told when the fee is sent.
fn reveal(suite: &Suite, auditor: AuditorId, modes: &[FailureMode]) {
    let audits: Audits<'_> = suite.auditing();
    audits.ledger().fail_next(modes);
    let challenge = audits.assignment(0).assignment.challenge.unwrap();
    audits.reveal(0, auditor, &confirmed(&challenge));
    audits.tasks();
}

fn is_made(transfer: &Transfer) -> bool {
    matches!(transfer.state, TransferState::Made { .. })
}

fn is_failed(transfer: &Transfer) -> bool {
    matches!(transfer.state, TransferState::Failed { .. })
}
