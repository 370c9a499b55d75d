//! NNS governance: real replies, and the life of a motion.

use super::Stage;
use bonafide_stand_ins::NNS_GOVERNANCE;
use bonafide_stand_ins::nns::{
    Action, ExecuteNnsFunction, ProposalInfo, STATUS_ADOPTED, STATUS_EXECUTED, STATUS_OPEN,
    STATUS_REJECTED, SetMotion, TOPIC_GOVERNANCE,
};
use bonafide_test_support::{actors, canisters, install_nns, instance};
use candid::utils::ArgumentEncoder;
use candid::{Principal, decode_one, encode_one};
use pocket_ic::RejectResponse;
use serde_bytes::ByteBuf;

/// Recorded replies with the proposal each is about.
const RECORDED: [(&str, u64); 19] = [
    ("gov_motion_open", 1),
    ("gov_motion_open_after_deadline", 1),
    ("gov_motion_executed", 2),
    ("gov_motion_executed_as_proposer", 2),
    ("gov_motion_settled", 2),
    ("gov_motion_rejected", 3),
    ("gov_motion_unicode_executed", 4),
    ("gov_motion_largest_executed", 5),
    ("gov_add_node_provider_open", 6),
    ("gov_add_node_provider_executed", 6),
    ("gov_add_node_provider_no_account_executed", 7),
    ("gov_add_data_center_open", 8),
    ("gov_add_data_center_executed", 8),
    ("gov_add_data_center_failed", 9),
    ("gov_assign_noid_executed", 10),
    ("gov_nns_function_adopted", 11),
    ("gov_proposal_unknown", 999_999),
    ("gov_proposal_zero", 0),
    ("gov_proposal_garbage_collected", 2),
];

fn recorded(name: &str) -> Vec<u8> {
    hex::decode(canisters::fixture(&format!("nns/{name}.hex")).trim()).unwrap()
}

fn stage() -> Stage {
    let stage = Stage::new();
    install_nns(&stage.pic);
    stage
}

impl Stage {
    fn nns(&self, method: &str, args: impl ArgumentEncoder) -> Result<(), RejectResponse> {
        instance::tell(&self.pic, NNS_GOVERNANCE, actors::stranger(), method, args)
    }

    fn make_motion(&self, text: &str) -> u64 {
        let args = ("A motion", "", text);
        instance::update(
            &self.pic,
            NNS_GOVERNANCE,
            actors::stranger(),
            "make_motion",
            args,
        )
        .unwrap()
    }

    fn reply(&self, id: u64) -> Vec<u8> {
        let arg = encode_one(id).unwrap();
        self.pic
            .query_call(NNS_GOVERNANCE, actors::stranger(), "get_proposal_info", arg)
            .unwrap()
    }

    fn info(&self, id: u64) -> ProposalInfo {
        let info: Option<ProposalInfo> = decode_one(&self.reply(id)).unwrap();
        info.unwrap()
    }
}

#[test]
fn should_stand_at_the_real_id() {
    let real = Principal::from_text("rrkah-fqaaa-aaaaa-aaaaq-cai").unwrap();
    assert_eq!(NNS_GOVERNANCE, real);
}

/// Decoded with the stand-in's types and encoded again, every recorded reply has its bytes:
/// no field or variant is missing, and none is described otherwise.
#[test]
fn should_have_the_types_of_the_real_replies() {
    for (name, id) in RECORDED {
        let reply = recorded(name);
        let info: Option<ProposalInfo> = decode_one(&reply).unwrap();
        if let Some(info) = &info {
            assert_eq!(info.id.as_ref().unwrap().id, id, "{name}");
        }
        assert!(encode_one(info).unwrap() == reply, "{name}: other bytes");
    }
}

#[test]
fn should_replay_a_recorded_reply_byte_for_byte() {
    let stage = stage();
    for (name, id) in RECORDED {
        let reply = recorded(name);
        stage
            .nns("replay", (id, ByteBuf::from(reply.clone())))
            .unwrap();
        assert!(stage.reply(id) == reply, "{name}: other bytes");
    }
}

#[test]
fn should_answer_the_real_bytes_about_an_unknown_proposal() {
    let stage = stage();
    let unknown = recorded("gov_proposal_unknown");
    assert!(stage.reply(7) == unknown);
    let id = stage.make_motion("text");
    assert!(stage.reply(id) != unknown);
    stage.nns("forget", (id,)).unwrap();
    assert!(stage.reply(id) == unknown, "collected looks like unknown");
}

#[test]
fn should_execute_a_motion_in_the_message_that_adopts_it() {
    let stage = stage();
    let id = stage.make_motion("Let it be so.\n");
    let info = stage.info(id);
    assert_eq!((info.status, info.topic), (STATUS_OPEN, TOPIC_GOVERNANCE));
    assert_eq!(info.executed_timestamp_seconds, 0);
    stage.nns("vote", (id, true)).unwrap();
    let info = stage.info(id);
    assert_eq!(info.status, STATUS_EXECUTED);
    assert!(info.executed_timestamp_seconds > 0);
    match info.proposal.unwrap().action {
        Some(Action::Motion(motion)) => assert_eq!(motion.motion_text, "Let it be so.\n"),
        other => panic!("{other:?}"),
    }
    let again = stage.nns("vote", (id, false)).unwrap_err();
    assert!(again.reject_message.contains("is decided"), "{again}");
}

#[test]
fn should_leave_a_rejected_motion_unexecuted() {
    let stage = stage();
    let id = stage.make_motion("text");
    stage.nns("vote", (id, false)).unwrap();
    let info = stage.info(id);
    assert_eq!(info.status, STATUS_REJECTED);
    assert_eq!(info.executed_timestamp_seconds, 0);
}

#[test]
fn should_refuse_what_the_nns_would_refuse() {
    let stage = stage();
    let long = "x".repeat(10_001);
    for (title, text) in [
        ("tiny", "text"),
        ("A title", long.as_str()),
        ("A title", ""),
    ] {
        assert!(stage.nns("make_motion", (title, "", text)).is_err());
    }
    assert!(stage.nns("adopt", (9_u64,)).is_err());
}

#[test]
fn should_show_what_a_test_sets() {
    let stage = stage();
    let motion = SetMotion {
        id: 77,
        topic: 5,
        status: STATUS_OPEN,
        motion_text: "text".into(),
    };
    stage.nns("set_motion", (motion,)).unwrap();
    assert_eq!(stage.info(77).topic, 5);
    assert_eq!(stage.make_motion("text"), 78);

    let mut info = stage.info(78);
    info.proposal.as_mut().unwrap().action = Some(Action::ExecuteNnsFunction(ExecuteNnsFunction {
        nns_function: 37,
        payload: ByteBuf::from(b"DIDL\0\0"),
    }));
    stage.nns("set_proposal", (info,)).unwrap();
    stage.nns("adopt", (78_u64,)).unwrap();
    assert_eq!(stage.info(78).status, STATUS_ADOPTED);
}
