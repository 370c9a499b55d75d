//! Changes that were fine when they were proposed, and are not when they are executed.

use super::{assert_true_log, refused};
use bonafide_stand_ins::sns::Progress;
use bonafide_test_support::args::subnets::{
    KIND, change, cordon, exchange, membership, policy, sizes, spare,
};
use bonafide_test_support::{Suite, actors, run};
use bonafide_types::governance::{Command, Outcome, ProposalStatus, Vote};
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{Dimension, NodeStatus, SuspendProviderArgs};
use std::time::Duration;

/// The exchange is put to the vote, something happens, it is adopted: its execution is refused
/// by a rule, and nothing is changed.
fn overtaken(happens: impl FnOnce(&Suite), rule: &str) {
    let suite = Suite::with_subnets();
    let before = suite.verdict(vec![exchange()]);
    let id = suite.propose(1, &membership(vec![exchange()]));
    happens(&suite);
    assert_eq!(suite.proposal(id).state.status, ProposalStatus::Open);
    let (root, members) = (suite.registry_root(), suite.members(1));
    let records = records(&suite);

    suite.vote(2, id, Vote::Yes).unwrap();
    let state = suite.settled(id);
    assert_eq!(state.status, ProposalStatus::Failed, "{state:?}");
    let now = suite.verdict(vec![exchange()]);
    assert!(!now.verdict.accepted);
    assert_ne!(now.verdict_hash, before.verdict_hash);
    let reason = state.failure_reason.clone().unwrap();
    for words in ["MembershipRefused: ", rule, &now.verdict_hash.to_string()] {
        assert!(reason.contains(words), "{words:?} is not in {reason:?}");
    }
    assert_eq!(suite.registry_root(), root, "something was changed");
    assert_eq!(suite.members(1), members);
    assert_eq!(self::records(&suite), records);
    let entry = suite.proven_entry(state.journal_id.unwrap());
    assert_eq!(entry.outcome, Outcome::Failed { reason });
    assert_true_log(&suite);
}

/// How many memberships are on record, of the few there may be.
fn records(suite: &Suite) -> usize {
    let reader = suite.registry_reader();
    let there = |id: &u64| run(reader.membership_record(*id)).unwrap().is_some();
    (0..5).take_while(there).count()
}

#[test]
fn should_refuse_a_node_that_stopped() {
    overtaken(
        |suite| suite.import("network", vec![spare(11, 11, NodeStatus::Down)]),
        &format!("not_healthy {}", actors::node(11)),
    );
}

#[test]
fn should_refuse_a_node_that_was_cordoned_off_by_another_proposal() {
    overtaken(
        |suite| {
            let until_ns = suite.now_ns() + DAY_NS;
            let args = cordon(Dimension::DataCenter, "dc11", until_ns);
            suite.adopt(&Command::SetCordons(args));
        },
        &format!("cordoned {}", actors::node(11)),
    );
}

#[test]
fn should_refuse_a_node_whose_provider_was_suspended() {
    overtaken(
        |suite| {
            suite.adopt(&Command::SuspendProvider(SuspendProviderArgs {
                id: actors::provider(11),
                reason: "An example.".into(),
            }));
        },
        &format!("provider_not_active {}", actors::node(11)),
    );
}

/// The council does not put two proposals about one node to the vote. Another source may.
#[test]
fn should_refuse_a_node_that_another_source_took() {
    overtaken(
        |suite| {
            let command = membership(vec![change(2, &[11], &[5])]);
            assert_eq!(suite.by_sns(&command), Progress::Executed);
        },
        &format!("not_a_spare {}", actors::node(11)),
    );
}

#[test]
fn should_hold_it_against_the_policy_of_the_execution() {
    overtaken(
        |suite| suite.adopt(&Command::SetSubnetPolicy(policy(KIND, sizes(5, 7)))),
        "size members 4 (limit 5)",
    );
}

/// A cordon that ended in the meantime stands in nobody's way.
#[test]
fn should_execute_when_what_stood_in_the_way_is_over() {
    let suite = Suite::with_subnets();
    let until_ns = suite.now_ns() + DAY_NS;
    let args = cordon(
        Dimension::NodeOperator,
        &actors::operator(11).to_string(),
        until_ns,
    );
    suite.adopt(&Command::SetCordons(args));
    let reason = refused(&suite, &membership(vec![exchange()]));
    assert!(reason.contains("cordoned"), "{reason}");
    suite.pass(Duration::from_hours(24));
    let state = suite.change_members(vec![exchange()]);
    assert_eq!(state.status, ProposalStatus::Executed, "{state:?}");
    let listed = run(suite.registry_reader().cordons()).unwrap();
    assert_eq!(listed.len(), 1, "it is listed until it is lifted");
    assert_true_log(&suite);
}
