//! Governance's stage.

use super::stage::{Samples, Stage, one};
use bonafide_policy::command;
use bonafide_stand_ins::nns::{
    CHANGE_SUBNET_MEMBERSHIP, ChangeSubnetMembershipPayload, ProposalInfo, STATUS_OPEN,
};
use bonafide_test_support::{Plan, Suite, actors, args, run};
use bonafide_types::certified::{RangeArgs, RowKey};
use bonafide_types::governance::{
    Action, Command, FollowArgs, ListJournalArgs, ListNeuronsArgs, ListProposalsArgs, Motion,
    ReviewNnsProposalsArgs, SetHotKeysArgs, SubmitProposalArgs, Topic, Vote, VoteArgs, table,
};
use bonafide_types::http::HttpRequest;
use bonafide_types::id::Caller;
use candid::{Principal, encode_args};
use serde_bytes::ByteBuf;

/// Topic and status of an adopted motion of the NNS.
const ADOPTED: (i32, i32) = (4, 4);

fn add(data_center: &str) -> Command {
    Command::AddDataCenter(args::data_center(data_center))
}

fn motion() -> Action {
    Action::Motion(Motion {
        motion_text: "We agree.".into(),
    })
}

/// The NNS shows a proposal on the members of a subnet; asks for its review.
fn review(suite: &Suite, id: u64) -> Vec<u8> {
    let payload = ChangeSubnetMembershipPayload {
        subnet_id: actors::subnet(1).0,
        node_ids_add: vec![actors::node(1).0],
        node_ids_remove: vec![],
    };
    let (function, now) = (CHANGE_SUBNET_MEMBERSHIP, suite.now_ns() / 1_000_000_000);
    let info = ProposalInfo::of_nns_function(id, STATUS_OPEN, function, one(&payload), now);
    suite.nns("set_proposal", (info,));
    one(&ReviewNnsProposalsArgs {
        proposal_ids: vec![id],
    })
}

/// Neuron 1 with a hot key, whose vote decides nothing; proposals 1 to 3 by neuron 2, in vote;
/// adopted motions of the NNS, and proposals there on a subnet; journal entry 0.
pub(super) fn stage() -> Stage {
    let suite = Suite::new(&Plan {
        powers: vec![1, 1, 98],
        ..Plan::default()
    });
    let controller = actors::voter(1);
    let hot_key = actors::voter(101);
    let hot_keys = SetHotKeysArgs {
        neuron_id: 1,
        hot_keys: vec![Caller(hot_key)],
    };
    run(suite.client(controller).set_hot_keys(&hot_keys)).unwrap();
    for _ in 0..3 {
        suite.submit(2, motion()).unwrap();
    }
    suite.by_sns(&add("first"));
    let motions: Vec<_> = (1..=5_u64)
        .map(|id| {
            let text = suite.motion_text(&add(&format!("motion{id}")));
            suite.set_motion(id, ADOPTED.0, ADOPTED.1, &text);
            one(&id)
        })
        .collect();

    // Each is reviewed once: again only after a while.
    let reviews: Vec<_> = (11..=14_u64).map(|id| review(&suite, id)).collect();

    let votes: Vec<_> = (1..=3)
        .map(|proposal_id| {
            one(&VoteArgs {
                neuron_id: 1,
                proposal_id,
                vote: Vote::Yes,
            })
        })
        .collect();
    let submission = SubmitProposalArgs {
        neuron_id: 1,
        title: "An example".into(),
        summary: String::new(),
        url: String::new(),
        action: motion(),
    };
    let following = FollowArgs {
        neuron_id: 1,
        topic: Topic::NodeAdmin,
        followees: vec![2],
    };
    let request = HttpRequest {
        method: "GET".into(),
        url: "/metrics".into(),
        headers: vec![],
        body: ByteBuf::new(),
        certificate_version: None,
    };
    let range = RangeArgs {
        table: table::NEURON.into(),
        after: None,
        limit: 5,
    };
    let row = RowKey {
        table: table::NEURON.into(),
        key: ByteBuf::from(1_u64.to_be_bytes()),
    };
    let text = suite.motion_text(&add("explained"));
    let nothing = || encode_args(()).unwrap();

    let samples = [
        ("validate_execute", one(&add("validated"))),
        ("explain_motion", one(&text)),
        ("execute", one(&add("executed"))),
        ("submit_proposal", one(&submission)),
        ("follow", one(&following)),
        ("set_hot_keys", one(&hot_keys)),
        ("get_proposal", one(&1_u64)),
        ("list_proposals", one(&ListProposalsArgs::default())),
        ("get_ballot", encode_args((1_u64, 1_u64)).unwrap()),
        ("get_neuron", one(&1_u64)),
        ("list_neurons", one(&ListNeuronsArgs::default())),
        ("get_journal_entry", one(&0_u64)),
        ("list_journal", one(&ListJournalArgs::default())),
        ("get_command", one(&command::hash(&add("first")))),
        ("get_nns_review", one(&11_u64)),
        ("get_config", nothing()),
        ("get_summary", nothing()),
        ("get_events", encode_args((0_u64, 5_u64)).unwrap()),
        ("http_request", one(&request)),
        ("get_proposal_certified", one(&1_u64)),
        ("get_rows_certified", one(&vec![row])),
        ("list_rows_certified", one(&range)),
        ("get_tip_certified", nothing()),
    ];
    let mut samples: Samples = samples
        .into_iter()
        .map(|(method, arg)| (method.to_owned(), vec![arg]))
        .collect();
    samples.insert("vote".into(), votes);
    samples.insert("execute_adopted_motion".into(), motions);
    samples.insert("review_nns_proposals".into(), reviews);
    Stage {
        canister: suite.governance,
        callers: [
            ("controller", controller),
            ("hot key", hot_key),
            ("SNS governance", suite.sns),
            ("anyone authenticated", actors::stranger()),
            ("anonymous", Principal::anonymous()),
        ]
        .into(),
        samples,
        scene: Box::new(suite),
    }
}
