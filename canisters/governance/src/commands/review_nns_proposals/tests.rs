use super::*;
use crate::commands::testing::{SELF_ID, World, verdict_view};
use crate::state::invariants::try_state;
use bonafide_types::id::Sha256Hash;
use candid::Principal;

fn subnet(n: u8) -> SubnetId {
    SubnetId(Principal::from_slice(&[n, 70]))
}

fn node(n: u8) -> NodeId {
    NodeId(Principal::from_slice(&[n, 40]))
}

fn nodes(numbers: &[u8]) -> Vec<NodeId> {
    numbers.iter().map(|n| node(*n)).collect()
}

fn change(n: u8, add: &[u8], remove: &[u8]) -> MembershipChange {
    MembershipChange {
        subnet_id: subnet(n),
        node_ids_add: nodes(add),
        node_ids_remove: nodes(remove),
    }
}

fn asked(proposal_id: u64, payload: Payload) -> Asked {
    Asked {
        proposal_id,
        status: 1,
        nns_function: 31,
        payload_hash: Sha256Hash([7; 32]),
        payload,
    }
}

fn changing(proposal_id: u64, change: MembershipChange) -> ReviewedProposal {
    reviewed(
        asked(proposal_id, Payload::Change(change)),
        &BTreeMap::new(),
    )
    .unwrap()
}

fn creating(proposal_id: u64, subnet_type: Option<NnsSubnetType>) -> ReviewedProposal {
    let payload = Payload::Creation {
        subnet_type,
        node_ids: nodes(&[8, 9]),
    };
    reviewed(asked(proposal_id, payload), &BTreeMap::new()).unwrap()
}

fn proposals(ids: &[u64]) -> Vec<ReviewedProposal> {
    let proposal = |id: &u64| changing(*id, change(1, &[1], &[2]));
    ids.iter().map(proposal).collect()
}

impl World {
    fn review(&mut self, ids: &[u64]) -> Result<NnsReview, NnsReviewError> {
        let ctx = self.ctx(SELF_ID);
        let view = verdict_view(true, "As said.");
        let Decision { events, reply } = decide(&self.state, proposals(ids), &view, &ctx)?;
        self.record(events);
        try_state(&self.state).unwrap();
        Ok(reply)
    }
}

#[test]
fn should_take_so_many_ids_each_once() {
    let given = |proposal_ids: &[u64]| {
        ids(&ReviewNnsProposalsArgs {
            proposal_ids: proposal_ids.to_vec(),
        })
    };
    assert_eq!(given(&[9, 7, 8]), Ok(vec![7, 8, 9]));
    assert_eq!(given(&[8, 7, 6, 5, 4, 3, 2, 1]).unwrap().len(), 8);
    for wrong in [0, 9] {
        let numbers: Vec<u64> = (0..wrong).collect();
        let wrong_count = NnsReviewError::WrongCount {
            given: wrong,
            limit: 8,
        };
        assert_eq!(given(&numbers), Err(wrong_count));
    }
    let twice = NnsReviewError::NamedTwice { proposal_id: 7 };
    assert_eq!(given(&[7, 8, 7]), Err(twice));
}

#[test]
fn should_ask_for_all_of_one_subnet_as_one_change() {
    let asked = [
        changing(1, change(1, &[1], &[2])),
        creating(2, Some(NnsSubnetType::Application)),
        changing(3, change(2, &[3], &[])),
        changing(4, change(1, &[4], &[5])),
    ];
    let expected = VerifyMembershipArgs {
        changes: vec![change(1, &[1, 4], &[2, 5]), change(2, &[3], &[])],
        creations: vec![NewSubnet {
            kind: "application".into(),
            node_ids: nodes(&[8, 9]),
        }],
    };
    assert_eq!(question(&asked), expected);
}

#[test]
fn should_take_nodes_out_of_the_subnets_they_are_in() {
    let removal = |numbers: &[u8]| asked(7, Payload::Removal(nodes(numbers)));
    let all = looked_up(&[removal(&[1, 2, 3]), removal(&[3, 4])]).unwrap();
    assert_eq!(all, BTreeSet::from_iter(nodes(&[1, 2, 3, 4])));
    let subnets = [
        (node(1), subnet(5)),
        (node(2), subnet(4)),
        (node(3), subnet(5)),
    ];
    let subnets = BTreeMap::from(subnets);
    let changes = vec![change(5, &[], &[1, 3]), change(4, &[], &[2])];
    let row = reviewed(removal(&[1, 2, 3]), &subnets).unwrap();
    assert_eq!(row.request, NnsRequest::Change { changes });
    let nowhere = NnsReviewError::NodeWithoutSubnet {
        proposal_id: 7,
        node_id: node(4),
    };
    assert_eq!(reviewed(removal(&[1, 4]), &subnets), Err(nowhere));
    let numbers: Vec<u8> = (0..41).collect();
    assert_eq!(looked_up(&[removal(&numbers[..40])]).unwrap().len(), 40);
    let too_many = NnsReviewError::TooManyNodes {
        count: 41,
        limit: 40,
    };
    assert_eq!(looked_up(&[removal(&numbers)]), Err(too_many));
}

#[test]
fn should_keep_the_latest_review_of_each_proposal() {
    let mut world = World::new(&[1]);
    let both = world.review(&[7, 8]).unwrap();
    assert_eq!(both.reviewed_at_ns, world.now_ns);
    assert_eq!(both.words, "As said.");
    assert!(both.accepted);
    assert_eq!(world.state.review(7), Some(both.clone()));
    assert_eq!(world.state.review(8), Some(both.clone()));
    assert_eq!(world.state.review(9), None);
    let one = world.review(&[7]).unwrap();
    assert_eq!(world.state.review(7), Some(one));
    assert_eq!(world.state.review(8), Some(both));
}

#[test]
fn should_review_the_same_proposals_again_after_a_time() {
    let mut world = World::new(&[1]);
    world.review(&[7, 8]).unwrap();
    let retry_at_ns = world.now_ns + 600 * SECOND_NS;
    let recently = Err(NnsReviewError::ReviewedRecently { retry_at_ns });
    let events = world.events();
    assert_eq!(check(&world.state, &[7, 8], world.now_ns), recently.clone());
    assert_eq!(world.review(&[7, 8]).map(drop), recently.clone());
    assert_eq!(world.events(), events);
    world.review(&[7]).unwrap();
    world.now_ns = retry_at_ns - 1;
    assert_eq!(world.review(&[7, 8]).map(drop), recently);
    world.now_ns = retry_at_ns;
    world.review(&[7, 8]).unwrap();
}

#[test]
fn should_collect_what_was_reviewed_longest_ago() {
    let mut world = World::new(&[1]);
    for first in 0..100 {
        world.now_ns += 1;
        world.review(&[2 * first, 2 * first + 1]).unwrap();
    }
    let kept = |world: &World, id| world.state.review(id).is_some();
    assert!(kept(&world, 0));
    world.now_ns += 1;
    world.review(&[0, 500]).unwrap();
    assert!(kept(&world, 0), "it is reviewed anew");
    assert!(!kept(&world, 1), "its review was the oldest");
    assert!(kept(&world, 2));
    assert_eq!(world.state.reviewed.len(), 200);
    world.now_ns += 1;
    world.review(&[501, 502, 503]).unwrap();
    assert!(!kept(&world, 2) && !kept(&world, 3) && !kept(&world, 4));
    assert!(kept(&world, 5) && kept(&world, 0));
}

#[test]
fn should_say_what_kind_new_subnets_are_held_against_and_cut_words() {
    let mut world = World::new(&[1]);
    let said = |world: &World, proposals, words: &str| {
        let view = verdict_view(false, words);
        let decision = decide(&world.state, proposals, &view, &world.ctx(SELF_ID));
        decision.unwrap().reply
    };
    let system = vec![creating(7, Some(NnsSubnetType::System)), creating(8, None)];
    let review = said(&world, system, "Refused.");
    assert_eq!(
        review.words,
        "NNS proposal 7 makes a system subnet; it is held against the rules of the kind \
         application.\nNNS proposal 8 makes a subnet of a type that is not known here; it is \
         held against the rules of the kind application.\nRefused."
    );
    assert!(!review.accepted);
    world.now_ns += 1;
    let long = said(&world, proposals(&[7]), &"x".repeat(20_000));
    assert_eq!(long.words.len(), 12_000);
    assert!(long.words.ends_with("(cut; 20000 bytes in all)"));
}
