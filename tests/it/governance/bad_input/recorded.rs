//! Every recorded reply of the real NNS governance canister is judged right.

use crate::governance::unchanged;
use bonafide_test_support::{Suite, canisters};
use bonafide_types::governance::MotionError;
use serde_bytes::ByteBuf;
use std::collections::BTreeSet;

/// How a reply is refused.
#[derive(Clone, Copy)]
enum Refusal {
    /// An executed motion, whose text carries no command.
    NoCommand,
    /// An executed motion with a command for another network's governance.
    OtherCanister,
    Open,
    Rejected,
    NotAMotion,
    Absent,
}
use Refusal::{Absent, NoCommand, NotAMotion, Open, OtherCanister, Rejected};

/// Recorded replies with the proposal each is about.
const RECORDED: [(&str, u64, Refusal); 19] = [
    ("gov_motion_open", 1, Open),
    ("gov_motion_open_after_deadline", 1, OtherCanister),
    ("gov_motion_executed", 2, OtherCanister),
    ("gov_motion_executed_as_proposer", 2, OtherCanister),
    ("gov_motion_settled", 2, OtherCanister),
    ("gov_motion_rejected", 3, Rejected),
    ("gov_motion_unicode_executed", 4, NoCommand),
    ("gov_motion_largest_executed", 5, NoCommand),
    ("gov_add_node_provider_open", 6, NotAMotion),
    ("gov_add_node_provider_executed", 6, NotAMotion),
    ("gov_add_node_provider_no_account_executed", 7, NotAMotion),
    ("gov_add_data_center_open", 8, NotAMotion),
    ("gov_add_data_center_executed", 8, NotAMotion),
    ("gov_add_data_center_failed", 9, NotAMotion),
    ("gov_assign_noid_executed", 10, NotAMotion),
    ("gov_nns_function_adopted", 11, NotAMotion),
    ("gov_proposal_unknown", 999_999, Absent),
    ("gov_proposal_zero", 0, Absent),
    ("gov_proposal_garbage_collected", 2, Absent),
];

fn recorded(name: &str) -> ByteBuf {
    let hex = canisters::fixture(&format!("nns/{name}.hex"));
    ByteBuf::from(hex::decode(hex.trim()).unwrap())
}

fn is(error: &MotionError, expected: Refusal, id: u64) -> bool {
    match (expected, error) {
        (NoCommand, MotionError::NoCommand { .. })
        | (OtherCanister, MotionError::OtherCanister { .. }) => true,
        (Open, MotionError::Open { proposal_id })
        | (Rejected, MotionError::Rejected { proposal_id })
        | (NotAMotion, MotionError::NotAMotion { proposal_id })
        | (Absent, MotionError::UnknownOrCollected { proposal_id }) => *proposal_id == id,
        _ => false,
    }
}

#[test]
fn should_judge_every_recorded_reply() {
    let suite = Suite::default();
    for (name, id, expected) in RECORDED {
        suite.nns("replay", (id, recorded(name)));
        let error = unchanged(&suite, || suite.execute_motion(id)).unwrap_err();
        assert!(is(&error, expected, id), "{name}: {error}");
    }
    assert_eq!(suite.journal(), []);
}

#[test]
fn should_not_take_a_reply_about_another_proposal() {
    let suite = Suite::default();
    suite.nns("replay", (3_u64, recorded("gov_motion_executed")));
    suite.nns(
        "replay",
        (4_u64, ByteBuf::from(candid::encode_one("text").unwrap())),
    );
    suite.nns("replay", (5_u64, ByteBuf::from(b"no Candid")));
    for id in [3, 4, 5] {
        let error = unchanged(&suite, || suite.execute_motion(id)).unwrap_err();
        let said = matches!(error, MotionError::NnsNotUnderstood { .. });
        assert!(said, "{id}: {error}");
    }
}

#[test]
fn should_leave_out_no_recorded_reply() {
    let directory = canisters::workspace().join("tests/fixtures/nns");
    let files: BTreeSet<String> = std::fs::read_dir(directory)
        .unwrap()
        .filter_map(|file| file.unwrap().file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".hex").map(str::to_owned))
        .filter(|name| !name.ends_with(".request"))
        .collect();
    let judged = RECORDED.map(|(name, _, _)| name.to_owned());
    assert_eq!(files, BTreeSet::from(judged));
}
