//! An upgrade of the registry changes no answer, and sweeps begin anew.

use super::{assert_true_log, current, proven_record, swept};
use bonafide_test_support::args::subnets::{KIND, change, cordon, member, membership};
use bonafide_test_support::{Suite, actors, canisters, instance, run};
use bonafide_types::governance::{Command, ProposalStatus, Vote};
use bonafide_types::id::Sha256Hash;
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{
    Cordon, Dimension, EvaluateNetworkArgs, Feasibility, FeasibleArgs, MembershipProposal,
    NetworkEvaluation, NodeStatus, ProposeMembershipArgs, SweepReport, VerdictView,
};
use std::time::Duration;

/// What the registry says of its subnets.
#[derive(Debug, PartialEq, Eq)]
struct Told {
    root: Sha256Hash,
    network: NetworkEvaluation,
    verdict: VerdictView,
    proposals: Vec<MembershipProposal>,
    feasibility: Feasibility,
    cordons: Vec<Cordon>,
}

fn told(suite: &Suite) -> Told {
    let reader = suite.registry_reader();
    let questions = [
        ProposeMembershipArgs::Heal {
            subnet_id: actors::subnet(1),
        },
        ProposeMembershipArgs::Replace {
            subnet_id: actors::subnet(2),
            count: 1,
        },
        ProposeMembershipArgs::Create {
            kind: KIND.into(),
            size: None,
        },
    ];
    let feasible = FeasibleArgs {
        kind: KIND.into(),
        caps: vec![],
        all_nodes: false,
    };
    Told {
        root: suite.registry_root(),
        network: run(reader.network_evaluation(&EvaluateNetworkArgs::default())).unwrap(),
        verdict: suite.verdict(vec![change(1, &[11], &[3]), change(2, &[31], &[5])]),
        proposals: questions
            .iter()
            .map(|question| run(reader.propose_membership(question)).unwrap())
            .collect(),
        feasibility: run(reader.feasibility(&feasible)).unwrap(),
        cordons: run(reader.cordons()).unwrap(),
    }
}

fn upgrade(suite: &Suite) {
    instance::upgrade(&suite.pic, suite.registry, canisters::registry(), vec![]).unwrap();
}

/// Member 3 of subnet 1 does not run, and nothing of data centre 9 joins a subnet.
fn ill() -> Suite {
    let suite = Suite::with_subnets();
    suite.import("network", vec![member(3, NodeStatus::Down, 1)]);
    let args = cordon(Dimension::DataCenter, "dc9", suite.now_ns() + 9 * DAY_NS);
    suite.adopt(&Command::SetCordons(args));
    suite
}

#[test]
fn should_say_the_same_after_an_upgrade() {
    let suite = ill();
    suite.adopt(&membership(vec![change(2, &[12], &[6])]));
    let (before, report) = (told(&suite), swept(&suite));
    let [healed, replaced, made] = &before.proposals[..] else {
        panic!("{:?}", before.proposals);
    };
    assert_eq!(replaced.change, None, "nothing is better");
    let views = [&healed.verdict, &made.verdict].map(|view| view.as_ref().unwrap());
    for view in views.into_iter().chain([&before.verdict]) {
        assert!(view.verdict.accepted, "{}", view.words);
    }
    upgrade(&suite);
    let none = run(suite.registry_reader().sweep_report()).unwrap();
    assert_eq!(none, None, "a report is no record");
    assert_eq!(told(&suite), before);
    let again = swept(&suite);
    let of = |report: &SweepReport| {
        let counts = (report.registry_events, report.subnets, report.violating);
        (counts, report.healings.clone())
    };
    assert_eq!(of(&again), of(&report));
    assert!(again.finished_at_ns > report.finished_at_ns);
    assert_true_log(&suite);
}

#[test]
fn should_execute_what_was_proposed_before_an_upgrade() {
    let suite = ill();
    let id = suite.propose(1, &membership(vec![change(1, &[11], &[3])]));
    let text = suite.proposal(id).content.rendering;
    upgrade(&suite);
    suite.vote(2, id, Vote::Yes).unwrap();
    let state = suite.settled(id);
    assert_eq!(state.status, ProposalStatus::Executed, "{state:?}");
    let hash = proven_record(&suite, 0).verdict_hash.to_string();
    assert!(text.contains(&hash), "another verdict than {hash}: {text}");
    assert_true_log(&suite);
}

#[test]
fn should_sweep_again_when_something_changed() {
    let suite = ill();
    let report = swept(&suite);
    assert_eq!((report.subnets, report.violating), (2, 1));
    let [healing] = &report.healings[..] else {
        panic!("{report:?}");
    };
    let asked = &healing.change;
    assert_eq!(asked.subnet_id, actors::subnet(1));
    assert_eq!(asked.node_ids_remove, [actors::node(3)]);
    assert_eq!(asked.node_ids_add.len(), 1);
    // One of four may be exchanged at once; so two members in one country stay for now.
    assert_eq!(healing.violations_after.len(), 1);
    let shown = suite.verdict(vec![asked.clone()]);
    assert!(shown.verdict.accepted, "{}", shown.words);
    assert_eq!(shown.verdict.subnets[0].after, healing.after);

    // As long as nothing changes it stays.
    suite.pass(Duration::from_hours(1));
    assert_eq!(current(&suite), Some(report.clone()));

    // What it suggests is done: that is a change.
    suite.adopt(&membership(vec![asked.clone()]));
    let old = run(suite.registry_reader().sweep_report()).unwrap();
    let old = old.unwrap();
    assert!(!old.current);
    assert_eq!(old.network_version, report.network_version);
    let next = swept(&suite);
    assert!(next.network_version > report.network_version);
    let [healing] = &next.healings[..] else {
        panic!("{next:?}");
    };
    assert_eq!(healing.violations_after, []);
    suite.adopt(&membership(vec![healing.change.clone()]));
    let last = swept(&suite);
    assert_eq!((last.violating, last.healings), (0, vec![]));
    assert_true_log(&suite);
}
