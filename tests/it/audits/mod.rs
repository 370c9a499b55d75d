//! Stories of the audits canister: a draw that anyone can make again, reports that cannot be
//! copied, findings that can be appealed, and money that is where the books say.

mod appeal;
mod conflicts;
mod copying;
mod draw;
mod money;
mod plans;
mod replay;
mod score;
mod story;
mod vanishing;
mod visits;

use bonafide_client::ClientError;
use bonafide_client::audits::draw::{Again, Checked};
use bonafide_test_support::audits::LOCK;
use bonafide_test_support::{Plan, Suite, instance, run};
use bonafide_types::audits::{
    Assignment, AuditError, Books, Criticality, Draw, Finding, Plan as AuditPlan, StakeAccount,
    Transfer, TransferKind, TransferState, table,
};
use bonafide_types::governance::{Command, ProposalStatus};
use bonafide_types::id::{AuditorId, Caller, Sha256Hash};
use candid::Principal;
use std::collections::BTreeMap;
use std::fmt::Debug;

/// A site with a node in a subnet that is not critical.
const ORDINARY: Criticality = Criticality::Application;
/// A site with a node in the critical subnet.
const CRITICAL: Criticality = Criticality::Critical;
/// A site with spare nodes only.
const SPARE: Criticality = Criticality::Spare;

/// What the memos of the canister's transfers begin with.
const MEMO: &[u8] = b"bonafide";

/// A suite with these sites and so many auditors, each with stake for ten audits.
fn begin(sites: &[(u32, Criticality)], auditors: u32) -> Suite {
    let suite = Suite::auditing_sites(&Plan::default(), sites);
    suite.staff(auditors, 10 * LOCK);
    suite
}

/// The council adopts a command, which is executed.
fn adopt(suite: &Suite, command: &Command) {
    let state = suite.by_council(command);
    assert_eq!(state.status, ProposalStatus::Executed, "{state:?}");
}

/// What voters read of a command before they vote.
fn words(suite: &Suite, command: &Command) -> String {
    let text = run(suite.auditing().reader().validate_command(command)).unwrap();
    text.unwrap_or_else(|refusal| panic!("{command:?}: {refusal}"))
}

/// Why a command would be refused.
fn refused(suite: &Suite, command: &Command) -> String {
    let text = run(suite.auditing().reader().validate_command(command)).unwrap();
    text.expect_err("a command that breaks a rule")
}

/// Why the audits canister refused.
fn refusal<T: Debug>(result: Result<T, ClientError>) -> AuditError {
    match result {
        Err(ClientError::Audit(error)) => error,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// Sees a call refused, and nothing changed by it.
fn unchanged<T: Debug>(suite: &Suite, call: impl FnOnce() -> Result<T, ClientError>) -> AuditError {
    // What earlier calls began in the background ends first.
    suite.auditing().rounds();
    let before = root(suite);
    let said = refusal(call());
    assert_eq!(root(suite), before, "{said} changed something");
    said
}

/// The certified root: the same if and only if nothing changed.
fn root(suite: &Suite) -> Sha256Hash {
    instance::root(&suite.pic, suite.audits)
}

/// A draw, made again by whoever reads it: rows, proof of the seed, and what follows from both.
fn made_again(suite: &Suite, id: u64) -> Again {
    let again = run(suite.auditing().reader().check_draw(id)).unwrap();
    let again = again.expect("there is such a draw");
    assert_eq!(again.checked, Checked::Draw { seed_proven: true });
    again
}

/// The auditors of a draw, by name.
fn drawn(again: &Again) -> Vec<Vec<AuditorId>> {
    let result = again.draw.result.as_ref().unwrap();
    let named = |places: &[u32]| {
        let id = |place: &u32| again.snapshot.auditors[usize::try_from(*place).unwrap()].id;
        places.iter().map(id).collect()
    };
    result.drawn.iter().map(|site| named(&site.team)).collect()
}

// Rows, proven.

fn assignment(suite: &Suite, id: u64) -> Assignment {
    let (row, _) = run(suite.auditing().reader().assignment_certified(id)).unwrap();
    row.expect("the assignment is there")
}

fn finding(suite: &Suite, id: u64) -> Finding {
    let (row, _) = run(suite.auditing().reader().finding_certified(id)).unwrap();
    row.expect("the finding is there")
}

fn plan(suite: &Suite, id: u64) -> AuditPlan {
    let (row, _) = run(suite.auditing().reader().plan_certified(id)).unwrap();
    row.expect("the plan is there")
}

fn books(suite: &Suite) -> Books {
    let (row, _) = run(suite.auditing().reader().books_certified()).unwrap();
    row.expect("something was deposited")
}

/// What somebody has here; empty when it never had anything.
fn account(suite: &Suite, owner: Principal) -> StakeAccount {
    let reader = suite.auditing().reader();
    let (row, _) = run(reader.account_certified(Caller(owner))).unwrap();
    row.unwrap_or_default()
}

fn transfers(suite: &Suite) -> Vec<Transfer> {
    run(suite.auditing().reader().table(table::TRANSFER, None)).unwrap()
}

fn draws(suite: &Suite) -> Vec<Draw> {
    run(suite.auditing().reader().table(table::DRAW, None)).unwrap()
}

/// All that came in is somewhere, the ledger's account holds what the books say, and no
/// transfer was made twice.
fn assert_conserved(suite: &Suite) {
    let books = books(suite);
    let Books {
        deposited_e8s,
        stakes_e8s,
        free_e8s,
        reserved_e8s,
        sending_e8s,
        paid_e8s,
        returned_e8s,
        owed_e8s: _,
    } = books;
    let places = [
        stakes_e8s,
        free_e8s,
        reserved_e8s,
        sending_e8s,
        paid_e8s,
        returned_e8s,
    ];
    assert_eq!(deposited_e8s, places.iter().sum::<u64>(), "{books:?}");

    let ledger = suite.auditing().ledger();
    let mut made = BTreeMap::new();
    for block in ledger.transfers() {
        let memo = block.memo.as_ref().map(|memo| memo.as_slice());
        if let Some(number) = memo.and_then(|memo| memo.strip_prefix(MEMO)) {
            let id = u64::from_be_bytes(number.try_into().unwrap());
            let before = made.insert(id, block.index);
            assert_eq!(before, None, "transfer {id} was made twice");
        }
    }
    // What the ledger did and the canister does not know yet.
    let (mut in_e8s, mut out_e8s) = (0, 0);
    for transfer in transfers(suite) {
        let block = made.remove(&transfer.id);
        match (&transfer.state, block) {
            (TransferState::Made { block, .. }, there) => assert_eq!(*block, there, "{transfer:?}"),
            (TransferState::Failed { .. }, there) => assert_eq!(there, None, "{transfer:?}"),
            (TransferState::Open | TransferState::Quarantined { .. }, None) => {}
            (TransferState::Open | TransferState::Quarantined { .. }, Some(_)) => {
                match transfer.kind {
                    TransferKind::StakeDeposit | TransferKind::TreasuryDeposit => {
                        in_e8s += transfer.amount_e8s;
                    }
                    TransferKind::StakeReturn | TransferKind::AuditFee { .. } => {
                        out_e8s += transfer.amount_e8s;
                    }
                }
            }
        }
    }
    assert_eq!(
        made,
        BTreeMap::new(),
        "blocks of transfers that are not known"
    );
    let there = deposited_e8s - paid_e8s - returned_e8s + in_e8s - out_e8s;
    assert_eq!(ledger.balance(suite.audits), there, "{books:?}");
}
