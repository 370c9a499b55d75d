//! The log is public, only grows, and rebuilds what is certified.

use super::{ORDINARY, assert_conserved, books, plan};
use bonafide_audits::replay;
use bonafide_test_support::audits::{ICP, LOCK, confirmed, discrepancy, terms};
use bonafide_test_support::{Plan, Suite, actors, canisters, instance, run};
use bonafide_types::audits::{AppealFindingArgs, DrawPurpose, FindingClass, UnbondStakeArgs};
use bonafide_types::id::Sha256Hash;

fn log(suite: &Suite) -> Vec<Vec<u8>> {
    let reader = suite.auditing().reader();
    let mut events = Vec::new();
    loop {
        let start = u64::try_from(events.len()).unwrap();
        let page = run(reader.events(start, 1_000)).unwrap();
        if page.events.is_empty() {
            assert_eq!(start, page.length);
            return events;
        }
        events.extend(page.events.into_iter().map(serde_bytes::ByteBuf::into_vec));
    }
}

fn assert_true_log(suite: &Suite) -> Vec<Vec<u8>> {
    let events = log(suite);
    let replayed = replay(&events).expect("the log replays");
    let tip = instance::tip(&suite.pic, suite.audits);
    assert_eq!((replayed.length, replayed.tip), (tip.length, tip.tip));
    let root = instance::root(&suite.pic, suite.audits);
    assert_eq!(Sha256Hash(replayed.root), root, "another root");
    let proven = run(suite.auditing().reader().tip_certified()).unwrap();
    assert_eq!(proven.length, tip.length);
    events
}

fn upgrade(suite: &Suite) {
    instance::upgrade(&suite.pic, suite.audits, canisters::audits(), vec![]).unwrap();
}

/// One story with everything that writes events, upgraded between its steps.
#[test]
fn should_rebuild_the_certified_root_and_only_grow() {
    let suite = Suite::auditing_sites(&Plan::default(), &[(1, ORDINARY), (2, ORDINARY)]);
    let audits = suite.auditing();
    let mut before = assert_true_log(&suite);
    let mut grown = || {
        let after = assert_true_log(&suite);
        assert!(after.starts_with(&before), "the past was changed");
        assert!(after.len() > before.len());
        before = after;
    };
    suite.staff(10, 10 * LOCK);
    grown();
    let mut terms = terms(2);
    terms.budget_e8s = 20 * ICP;
    let plan_id = suite.adopt_plan(terms);
    let anyone = audits.reader();
    run(anyone.fix_snapshot(plan_id)).unwrap();
    grown();
    upgrade(&suite);
    run(anyone.draw(DrawPurpose::Audits { plan_id })).unwrap();
    grown();

    // One is visited, and at the other everyone vanishes.
    audits.arrange(0);
    let challenge = audits.challenge(0);
    let report = discrepancy(&challenge, FindingClass::WrongHardware, 2);
    let seats = audits.seated(0);
    for auditor in &seats {
        audits.commit(0, *auditor, &report);
    }
    upgrade(&suite);
    grown();
    for auditor in &seats {
        audits.reveal(0, *auditor, &report);
    }
    audits.tasks();
    grown();

    let provider = audits.assignment(0).assignment.site.provider;
    audits.deposit(provider, 7 * ICP);
    let appeal = AppealFindingArgs {
        finding_id: 0,
        grounds: "An example.".into(),
    };
    run(audits.client(provider).appeal_finding(&appeal)).unwrap();
    let drawn = run(anyone.draw(DrawPurpose::Appeal { finding_id: 0 })).unwrap();
    grown();
    if let Some(panel) = drawn.result.unwrap().drawn.first() {
        audits.audit(panel.assignment_id, |_, challenge| confirmed(challenge));
        grown();
    }
    for _ in 0..12 {
        audits.pass_days(10);
    }
    grown();
    upgrade(&suite);
    assert_true_log(&suite);
    assert_conserved(&suite);
    let unbonding = UnbondStakeArgs { amount_e8s: ICP };
    let saver = audits.client(actors::auditor(1));
    run(saver.unbond_stake(&unbonding)).unwrap();
    audits.pass_days(61);
    run(saver.withdraw_stake()).unwrap();
    grown();
    assert_eq!(plan(&suite, plan_id).open_assignments, 0);
    assert_eq!(books(&suite).returned_e8s, ICP);
    assert_conserved(&suite);
}

#[test]
fn should_notice_an_event_that_is_left_out() {
    let suite = Suite::auditing_sites(&Plan::default(), &[(1, ORDINARY)]);
    suite.staff(3, LOCK);
    suite.draw_plan(terms(1));
    let honest = assert_true_log(&suite);
    let root = instance::root(&suite.pic, suite.audits);
    for at in 0..honest.len() {
        let mut events = honest.clone();
        events.remove(at);
        let same = replay(&events).is_ok_and(|replayed| Sha256Hash(replayed.root) == root);
        assert!(!same, "without event {at}");
    }
}
