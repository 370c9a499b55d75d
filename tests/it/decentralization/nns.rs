//! Reviews of NNS proposals on the membership of subnets: what the registry says of them,
//! certified before their vote ends.

use bonafide_client::ClientError;
use bonafide_governance::replay;
use bonafide_stand_ins::nns::{
    ADD_NODE_TO_SUBNET, AddNodesToSubnetPayload, CHANGE_SUBNET_MEMBERSHIP, CREATE_SUBNET,
    ChangeSubnetMembershipPayload, CreateSubnetPayload, ProposalInfo, REMOVE_NODES_FROM_SUBNET,
    RemoveNodesFromSubnetPayload, STATUS_EXECUTED, STATUS_OPEN, SubnetType,
};
use bonafide_test_support::args::subnets::{change, exchange, nodes};
use bonafide_test_support::{Suite, actors, instance, run};
use bonafide_types::governance::{
    NnsRequest, NnsReview, NnsReviewError, NnsSubnetType, ReviewNnsProposalsArgs,
};
use bonafide_types::id::Sha256Hash;
use bonafide_types::registry::MembershipChange;
use candid::{CandidType, Principal, encode_one};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// A function of the NNS registry that is none of the membership of subnets.
const OTHER_FUNCTION: i32 = 21;

/// NNS governance shows a proposal that calls a function.
fn show(suite: &Suite, id: u64, status: i32, function: i32, payload: Vec<u8>) {
    let now = suite.now_ns() / 1_000_000_000;
    let info = ProposalInfo::of_nns_function(id, status, function, payload, now);
    suite.nns("set_proposal", (info,));
}

fn show_open(suite: &Suite, id: u64, function: i32, payload: &impl CandidType) {
    show(
        suite,
        id,
        STATUS_OPEN,
        function,
        encode_one(payload).unwrap(),
    );
}

/// The change, as the NNS registry takes it.
fn payload(change: &MembershipChange) -> ChangeSubnetMembershipPayload {
    ChangeSubnetMembershipPayload {
        subnet_id: change.subnet_id.0,
        node_ids_add: change.node_ids_add.iter().map(|node| node.0).collect(),
        node_ids_remove: change.node_ids_remove.iter().map(|node| node.0).collect(),
    }
}

fn principals(numbers: &[u32]) -> Vec<Principal> {
    nodes(numbers).iter().map(|node| node.0).collect()
}

/// A stranger asks for a review.
fn ask(suite: &Suite, ids: &[u64]) -> Result<NnsReview, ClientError> {
    let args = ReviewNnsProposalsArgs {
        proposal_ids: ids.to_vec(),
    };
    run(suite.reader().review_nns_proposals(&args))
}

/// Why a review is refused; nothing is changed by it.
fn refusal(suite: &Suite, ids: &[u64]) -> NnsReviewError {
    let roots = || (suite.root(), suite.registry_root());
    let before = roots();
    let answer = ask(suite, ids);
    assert_eq!(roots(), before, "{ids:?} changed something");
    match answer {
        Err(ClientError::NnsReview(error)) => error,
        other => panic!("{ids:?}: {other:?}"),
    }
}

/// The review that is kept of a proposal, proven.
fn proven(suite: &Suite, id: u64) -> Option<NnsReview> {
    let (review, proven) = run(suite.reader().nns_review_certified(id)).unwrap();
    let judge = instance::judge(&suite.pic, suite.governance);
    assert_eq!(judge.rows(&proven.answer), Ok(()));
    assert_eq!(run(suite.reader().nns_review(id)).unwrap(), review);
    review
}

fn assert_says(words: &str, wanted: &[&str]) {
    for said in wanted {
        assert!(words.contains(said), "{said:?} is not in {words:?}");
    }
}

/// The log of governance rebuilds its certified root.
fn assert_true_log(suite: &Suite) {
    let page = run(suite.reader().events(0, 1_000)).unwrap();
    let events: Vec<_> = page.events.iter().map(|event| event.to_vec()).collect();
    assert_eq!(u64::try_from(events.len()).unwrap(), page.length);
    let replayed = replay(events).expect("the log replays");
    assert_eq!(Sha256Hash(replayed.root), suite.root());
}

#[test]
fn should_certify_what_the_registry_says_of_an_open_proposal() {
    let suite = Suite::with_subnets();
    let asked = payload(&exchange());
    show_open(&suite, 7, CHANGE_SUBNET_MEMBERSHIP, &asked);
    assert_eq!(proven(&suite, 7), None);
    let registry = suite.registry_root();
    let review = ask(&suite, &[7]).unwrap();
    assert_eq!(suite.registry_root(), registry, "nothing is executed");
    assert_eq!(proven(&suite, 7), Some(review.clone()));

    // Anyone can ask the registry the same.
    let shown = suite.verdict(vec![exchange()]);
    assert!(review.accepted);
    assert_eq!(review.verdict_hash, shown.verdict_hash);
    assert_eq!(review.words, shown.words);
    assert_eq!(
        (review.registry_events, review.registry_tip),
        (shown.verdict.registry_events, shown.verdict.registry_tip)
    );
    assert_says(
        &review.words,
        &[
            "country 1 -> 2; product 16 -> 64",
            "Distances, km: least 0 -> ",
            "Accepted.",
        ],
    );
    let [only] = &review.proposals[..] else {
        panic!("{review:?}");
    };
    assert_eq!((only.proposal_id, only.status), (7, STATUS_OPEN));
    assert_eq!(only.nns_function, CHANGE_SUBNET_MEMBERSHIP);
    let bytes = encode_one(&asked).unwrap();
    assert_eq!(only.payload_hash, Sha256Hash(Sha256::digest(bytes).into()));
    let request = NnsRequest::Change {
        changes: vec![exchange()],
    };
    assert_eq!(only.request, request);
    assert_true_log(&suite);
}

#[test]
fn should_review_the_same_proposals_again_after_ten_minutes() {
    let suite = Suite::with_subnets();
    let asked = payload(&exchange());
    show_open(&suite, 7, CHANGE_SUBNET_MEMBERSHIP, &asked);
    let first = ask(&suite, &[7]).unwrap();
    let retry_at_ns = first.reviewed_at_ns + 600_000_000_000;
    assert_eq!(
        refusal(&suite, &[7]),
        NnsReviewError::ReviewedRecently { retry_at_ns }
    );
    suite.pass(Duration::from_secs(500));
    assert_eq!(
        refusal(&suite, &[7]),
        NnsReviewError::ReviewedRecently { retry_at_ns }
    );
    // It is executed at the NNS, and the next import would show it.
    let bytes = encode_one(&asked).unwrap();
    show(&suite, 7, STATUS_EXECUTED, CHANGE_SUBNET_MEMBERSHIP, bytes);
    suite.pass(Duration::from_secs(100));
    let second = ask(&suite, &[7]).unwrap();
    assert!(second.reviewed_at_ns >= retry_at_ns);
    assert_eq!(second.proposals[0].status, STATUS_EXECUTED);
    assert_eq!(second.verdict_hash, first.verdict_hash, "the same state");
    assert_eq!(proven(&suite, 7), Some(second));
    assert_true_log(&suite);
}

#[test]
fn should_review_proposals_together() {
    let suite = Suite::with_subnets();
    let other = change(2, &[11], &[5]);
    for (id, asked) in [(3, &exchange()), (4, &other)] {
        show_open(&suite, id, CHANGE_SUBNET_MEMBERSHIP, &payload(asked));
        assert!(ask(&suite, &[id]).unwrap().accepted, "fine by itself");
    }
    // Both want node 11.
    let both = ask(&suite, &[4, 3]).unwrap();
    assert!(!both.accepted);
    assert_eq!(both.proposal_ids().collect::<Vec<_>>(), [3, 4]);
    let node = actors::node(11);
    assert_says(&both.words, &[&format!("{node} is named 2 times")]);
    let shown = suite.verdict(vec![exchange(), other]);
    assert_eq!(both.verdict_hash, shown.verdict_hash);
    for id in [3, 4] {
        assert_eq!(proven(&suite, id), Some(both.clone()));
    }
    assert_true_log(&suite);
}

#[test]
fn should_review_every_function_on_the_membership_of_subnets() {
    let suite = Suite::with_subnets();
    let made = CreateSubnetPayload {
        node_ids: principals(&[9, 10, 11, 12]),
        subnet_id_override: None,
        dkg_interval_length: 499,
        replica_version_id: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".into(),
        start_as_nns: false,
        subnet_type: SubnetType::Application,
    };
    show_open(&suite, 1, CREATE_SUBNET, &made);
    let review = ask(&suite, &[1]).unwrap();
    let request = NnsRequest::Creation {
        kind: "application".into(),
        subnet_type: Some(NnsSubnetType::Application),
        node_ids: nodes(&[9, 10, 11, 12]),
    };
    assert_eq!(review.proposals[0].request, request);
    assert!(!review.accepted);
    assert_says(
        &review.words,
        &[
            "NNS proposal 1 makes an application subnet",
            "New subnet (application, policy 0): 4 members",
            "4 members, at least 13 asked",
        ],
    );

    let added = AddNodesToSubnetPayload {
        subnet_id: actors::subnet(2).0,
        node_ids: principals(&[9]),
    };
    show_open(&suite, 2, ADD_NODE_TO_SUBNET, &added);
    let review = ask(&suite, &[2]).unwrap();
    let shown = suite.verdict(vec![change(2, &[9], &[])]);
    assert_eq!(review.verdict_hash, shown.verdict_hash);
    assert_says(&review.words, &["5 members, at most 4 allowed"]);

    // The payload does not say where the nodes are; the registry does.
    let removed = RemoveNodesFromSubnetPayload {
        node_ids: principals(&[7, 8]),
    };
    show_open(&suite, 3, REMOVE_NODES_FROM_SUBNET, &removed);
    let review = ask(&suite, &[3]).unwrap();
    let changes = vec![change(1, &[], &[7]), change(2, &[], &[8])];
    let shown = suite.verdict(changes.clone());
    assert_eq!(review.verdict_hash, shown.verdict_hash);
    assert_eq!(review.proposals[0].request, NnsRequest::Change { changes });
    assert_true_log(&suite);
}

#[test]
fn should_refuse_what_is_no_proposal_on_the_membership_of_subnets() {
    let suite = Suite::with_subnets();
    let count = |given| NnsReviewError::WrongCount { given, limit: 8 };
    assert_eq!(refusal(&suite, &[]), count(0));
    assert_eq!(refusal(&suite, &[1, 2, 3, 4, 5, 6, 7, 8, 9]), count(9));
    assert_eq!(
        refusal(&suite, &[7, 8, 7]),
        NnsReviewError::NamedTwice { proposal_id: 7 }
    );
    assert_eq!(
        refusal(&suite, &[404]),
        NnsReviewError::UnknownOrCollected { proposal_id: 404 }
    );
    let motion = suite.make_motion("We agree.");
    assert_eq!(
        refusal(&suite, &[motion]),
        NnsReviewError::OtherAction {
            proposal_id: motion
        }
    );
    show(&suite, 20, STATUS_OPEN, OTHER_FUNCTION, vec![]);
    assert_eq!(
        refusal(&suite, &[20]),
        NnsReviewError::OtherFunction {
            proposal_id: 20,
            nns_function: OTHER_FUNCTION
        }
    );
    let spare = RemoveNodesFromSubnetPayload {
        node_ids: principals(&[7, 11]),
    };
    show_open(&suite, 21, REMOVE_NODES_FROM_SUBNET, &spare);
    assert_eq!(
        refusal(&suite, &[21]),
        NnsReviewError::NodeWithoutSubnet {
            proposal_id: 21,
            node_id: actors::node(11)
        }
    );

    let mut cut = encode_one(payload(&exchange())).unwrap();
    cut.pop();
    let text = encode_one("text").unwrap();
    for (id, bytes) in (30..).zip([vec![], b"DIDL".to_vec(), text, cut, vec![0xff; 64]]) {
        show(&suite, id, STATUS_OPEN, CHANGE_SUBNET_MEMBERSHIP, bytes);
        let error = refusal(&suite, &[id]);
        assert!(
            matches!(error, NnsReviewError::PayloadNotUnderstood { proposal_id, .. } if proposal_id == id),
            "{error}"
        );
    }
    // One that cannot be read takes those beside it with it.
    show_open(&suite, 40, CHANGE_SUBNET_MEMBERSHIP, &payload(&exchange()));
    let error = refusal(&suite, &[30, 40]);
    assert!(error.to_string().contains("NNS proposal 30 "), "{error}");
    assert_eq!(proven(&suite, 40), None);
}

#[test]
fn should_say_when_the_registry_gives_no_verdict() {
    let suite = Suite::with_subnets();
    let crowd = vec![actors::node(11).0; 201];
    let asked = ChangeSubnetMembershipPayload {
        subnet_id: actors::subnet(1).0,
        node_ids_add: crowd,
        node_ids_remove: vec![],
    };
    show_open(&suite, 7, CHANGE_SUBNET_MEMBERSHIP, &asked);
    match refusal(&suite, &[7]) {
        NnsReviewError::RegistryRefused { reason } => {
            assert_says(&reason, &["TooMany: ", "node_ids_add: 201"]);
        }
        other => panic!("{other}"),
    }
}
