//! What is final lowers the provider's score, what is overturned does not.

use super::{ORDINARY, finding};
use bonafide_client::{IdentityClient, PocketIcRuntime};
use bonafide_test_support::audits::{LOCK, discrepancy, terms};
use bonafide_test_support::{Plan, Suite, actors, run};
use bonafide_types::audits::{FindingClass, FindingState, SettleFindingArgs, Team};
use bonafide_types::governance::Command;
use bonafide_types::identity::{AuditFinding, GetScoreArgs, Score, ScoreReason, ScoreSource};

/// What the first weights take away for a node that is absent.
const ABSENT: i64 = 40;

fn identity(suite: &Suite) -> IdentityClient<PocketIcRuntime<'_>> {
    let runtime = PocketIcRuntime::new(&suite.pic, actors::stranger());
    IdentityClient::new(runtime, suite.identity)
}

/// The certified score of provider 1.
fn score(suite: &Suite) -> Option<Score> {
    let (score, _) = run(identity(suite).score_certified(actors::provider(1))).unwrap();
    score
}

fn total(suite: &Suite) -> i64 {
    score(suite).expect("the provider is known").total
}

/// The findings that the identity canister has of provider 1, as the audits canister numbers
/// them.
fn known(suite: &Suite) -> Vec<AuditFinding> {
    run(identity(suite).audit_findings(actors::provider(1))).unwrap()
}

/// Both canisters follow what they follow.
fn follow(suite: &Suite) {
    for _ in 0..4 {
        suite.auditing().tasks();
    }
}

/// One auditor finds nodes absent at the only site.
fn find(suite: &Suite, id: u64) {
    let alone = Team {
        auditors: 1,
        quorum: 1,
    };
    let mut terms = terms(1);
    (terms.ordinary, terms.critical) = (alone, alone);
    let result = suite.draw_plan(terms).result.unwrap();
    suite
        .auditing()
        .audit(result.drawn[0].assignment_id, |_, challenge| {
            discrepancy(challenge, FindingClass::NodeAbsent, 2)
        });
    assert_eq!(finding(suite, id).state, FindingState::Provisional);
}

fn settle(suite: &Suite, finding_id: u64, stands: bool) {
    suite.govern(&Command::SettleFinding(SettleFindingArgs {
        finding_id,
        stands,
        reason: "An example.".into(),
    }));
}

#[test]
fn should_lower_the_score_when_a_finding_is_final() {
    let plan = Plan {
        identity: true,
        ..Plan::default()
    };
    let suite = Suite::auditing_sites(&plan, &[(1, ORDINARY)]);
    suite.staff(4, 10 * LOCK);
    follow(&suite);
    assert_eq!(total(&suite), 0);

    // Not while it can be appealed.
    find(&suite, 0);
    follow(&suite);
    assert_eq!((total(&suite), known(&suite)), (0, vec![]));
    let before_ns = suite.now_ns();
    settle(&suite, 0, true);
    follow(&suite);
    let FindingState::Final { at_ns } = finding(&suite, 0).state else {
        panic!("a vote settled it");
    };
    let after = score(&suite).unwrap();
    assert_eq!(after.total, -ABSENT);
    let source = ScoreSource::Finding {
        class: "node-absent".into(),
        id: 0,
    };
    let line = after.lines.iter().find(|line| line.source == source);
    let line = line.expect("the finding has a line");
    assert_eq!((line.points, &line.reason), (-ABSENT, &ScoreReason::Found));
    let (row, _) = run(identity(&suite).audit_finding_certified(0)).unwrap();
    let row = row.expect("it was seen");
    assert_eq!((row.final_since_ns, row.nodes), (at_ns, 2));
    assert_eq!(known(&suite), [row]);
    // The past is as it was.
    let past = GetScoreArgs {
        subject: actors::provider(1),
        at_ns: Some(before_ns),
        weights_version: None,
    };
    assert_eq!(run(identity(&suite).score(&past)).unwrap().total, 0);

    // One that does not stand takes nothing away.
    find(&suite, 1);
    settle(&suite, 1, false);
    follow(&suite);
    let FindingState::Overturned { .. } = finding(&suite, 1).state else {
        panic!("a vote settled it");
    };
    assert_eq!((total(&suite), known(&suite).len()), (-ABSENT, 1));
    let (row, _) = run(identity(&suite).audit_finding_certified(1)).unwrap();
    assert_eq!(row, None);
}

/// They follow each other's logs, and still fall silent.
#[test]
fn should_not_answer_each_other_for_ever() {
    let plan = Plan {
        identity: true,
        ..Plan::default()
    };
    let suite = Suite::auditing_sites(&plan, &[(1, ORDINARY)]);
    suite.staff(4, 10 * LOCK);
    find(&suite, 0);
    settle(&suite, 0, true);
    follow(&suite);
    follow(&suite);
    let lengths = || {
        let audits = run(suite.auditing().reader().summary()).unwrap();
        let identity = run(identity(&suite).summary()).unwrap();
        assert_eq!(identity.findings, 1);
        (audits.events, identity.events)
    };
    let before = lengths();
    follow(&suite);
    assert_eq!(lengths(), before);
}
