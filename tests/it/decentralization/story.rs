//! A change of members from its proposal to the record of its verdict.

use super::{assert_true_log, proven_record, sorted};
use bonafide_policy::decentralization::verdict::verdict_hash;
use bonafide_test_support::args::subnets::{KIND, creation, exchange, membership};
use bonafide_test_support::{Suite, actors, instance, run};
use bonafide_types::governance::{Command, Outcome, ProposalStatus, Source, Vote};
use bonafide_types::registry::{NewSubnet, Node, NodeRole, Subnet, VerifyMembershipArgs, table};

/// A node from its proven row.
fn proven_node(suite: &Suite, number: u32) -> Node {
    let id = actors::node(number);
    let row = suite.row(suite.registry, table::NODE, id.as_slice());
    minicbor::decode(&row.unwrap()).unwrap()
}

/// A subnet from its proven row.
fn proven_subnet(suite: &Suite, number: u32) -> Subnet {
    let id = actors::subnet(number);
    let row = suite.row(suite.registry, table::SUBNET, id.as_slice());
    minicbor::decode(&row.unwrap()).unwrap()
}

#[test]
fn should_show_the_verdict_before_the_vote_and_keep_it_after() {
    let suite = Suite::with_subnets();
    let shown = suite.verdict(vec![exchange()]);
    assert!(shown.verdict.accepted, "{}", shown.words);
    let id = suite.propose(1, &membership(vec![exchange()]));

    // What voters read is proven, and says what the registry says to anyone.
    let proven = run(suite.reader().proposal_certified(id)).unwrap();
    let judge = instance::judge(&suite.pic, suite.governance);
    assert_eq!(judge.rows(&proven.answer), Ok(()));
    let text = proven.proposal.unwrap().content.rendering;
    for words in [
        shown.words.as_str(),
        "area 1 -> 2, country 1 -> 2; product 16 -> 64",
        "Distances, km: least 0 -> ",
        &shown.verdict_hash.to_string(),
        &actors::node(11).to_string(),
    ] {
        assert!(text.contains(words), "{words:?} is not in {text:?}");
    }
    assert_eq!(suite.members(1), sorted(&[1, 2, 3, 7]), "only proposed");
    let record = run(suite.registry_reader().membership_record(0)).unwrap();
    assert_eq!(record, None);

    suite.vote(2, id, Vote::Yes).unwrap();
    let state = suite.settled(id);
    assert_eq!(state.status, ProposalStatus::Executed, "{state:?}");
    assert_eq!(suite.members(1), sorted(&[1, 2, 3, 11]));
    let joined = proven_node(&suite, 11);
    let member = (NodeRole::Replica, Some(actors::subnet(1)));
    assert_eq!((joined.role, joined.subnet), member);
    let left = proven_node(&suite, 7);
    assert_eq!((left.role, left.subnet), (NodeRole::Unassigned, None));
    assert_eq!(proven_subnet(&suite, 1).members, 4);

    // The record holds the verdict that was shown, in its own words and under its own hash.
    let record = proven_record(&suite, 0);
    assert_eq!(record.verdict, shown.verdict);
    assert_eq!(record.verdict_hash, verdict_hash(&record.verdict));
    assert!(text.contains(&record.verdict_hash.to_string()));
    let read = run(suite.registry_reader().membership_record(0)).unwrap();
    assert_eq!(read, Some(record.clone()));
    let now = suite.evaluated(1);
    assert_eq!(now.scorecard, record.verdict.subnets[0].after);
    assert_eq!(now.distances, record.verdict.subnets[0].distances_after);
    assert_eq!(now.violations, []);

    let entry = suite.proven_entry(state.journal_id.unwrap());
    assert_eq!(entry.outcome, Outcome::Executed);
    assert_eq!((entry.source, entry.source_id), (Source::Council, id));
    let named: Vec<_> = entry.records.iter().map(|row| row.key.0.clone()).collect();
    for key in [
        actors::subnet(1).as_slice(),
        actors::node(11).as_slice(),
        actors::node(7).as_slice(),
    ] {
        assert!(named.contains(&key.to_vec()), "{named:?}");
    }
    assert_true_log(&suite);
}

#[test]
fn should_make_a_subnet_of_spare_nodes() {
    let suite = Suite::with_subnets();
    // In FR, US, JP and SG.
    let args = creation(3, &[9, 10, 11, 12]);
    let question = VerifyMembershipArgs {
        changes: vec![],
        creations: vec![NewSubnet {
            kind: KIND.into(),
            node_ids: args.node_ids.clone(),
        }],
    };
    let shown = run(suite.registry_reader().verify_membership(&question)).unwrap();
    let id = suite.propose(1, &Command::CreateSubnet(args));
    let text = suite.proposal(id).content.rendering;
    assert!(text.contains(&shown.words), "{text}");
    suite.vote(2, id, Vote::Yes).unwrap();
    assert_eq!(suite.settled(id).status, ProposalStatus::Executed);

    assert_eq!(suite.members(3), sorted(&[9, 10, 11, 12]));
    let row = proven_subnet(&suite, 3);
    assert_eq!((row.members, row.kind.as_deref()), (4, Some(KIND)));
    let record = proven_record(&suite, 0);
    assert_eq!(record.verdict, shown.verdict);
    assert_eq!(record.verdict.subnets[0].before, None);
    let now = suite.evaluated(3);
    assert_eq!(now.scorecard, record.verdict.subnets[0].after);
    assert_eq!((now.kind.as_str(), now.violations), (KIND, vec![]));
    assert_true_log(&suite);
}
