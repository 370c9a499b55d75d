//! Motions of the NNS that are not executed.

use super::{ALL, switch};
use crate::governance::{assert_true_records, data_center, unchanged};
use bonafide_policy::motion;
use bonafide_stand_ins::nns::{
    STATUS_ADOPTED, STATUS_EXECUTED, STATUS_FAILED, STATUS_OPEN, STATUS_REJECTED, TOPIC_GOVERNANCE,
};
use bonafide_test_support::{Suite, actors, args};
use bonafide_types::governance::{Command, MotionError, Outcome, ProposalStatus, Sources};
use bonafide_types::id::Caller;

fn refused(suite: &Suite, id: u64) -> MotionError {
    unchanged(suite, || suite.execute_motion(id)).expect_err("a refusal")
}

/// The refusal of an adopted motion with this text.
fn refused_text(suite: &Suite, id: u64, text: &str) -> MotionError {
    suite.set_motion(id, TOPIC_GOVERNANCE, STATUS_EXECUTED, text);
    refused(suite, id)
}

#[test]
fn should_execute_a_motion_once() {
    let suite = Suite::default();
    let entry = suite.by_motion(&data_center("dc1"));
    assert_eq!(entry.outcome, Outcome::Executed);
    let (proposal_id, journal_id) = (entry.source_id, entry.id);
    let expected = MotionError::AlreadyExecuted {
        proposal_id,
        journal_id,
    };
    assert_eq!(refused(&suite, proposal_id), expected);
    // Also when the NNS has forgotten it.
    suite.nns("forget", (proposal_id,));
    assert_eq!(refused(&suite, proposal_id), expected);
    assert_eq!(suite.journal(), [entry]);
    assert_true_records(&suite);
}

#[test]
fn should_refuse_a_motion_for_another_canister() {
    let suite = Suite::default();
    let text = motion::render(suite.registry, &data_center("dc1")).unwrap();
    let expected = MotionError::OtherCanister {
        named: Caller(suite.registry),
        this: Caller(suite.governance),
    };
    assert_eq!(refused_text(&suite, 1, &text), expected);
    assert_eq!(suite.journal(), []);
}

#[test]
fn should_refuse_a_text_with_one_byte_changed() {
    let suite = Suite::default();
    let honest = suite.motion_text(&data_center("dc1"));
    let lines: Vec<usize> = honest.match_indices('\n').map(|(at, _)| at).collect();
    let [heading, canister, command, hash] = lines[..] else {
        panic!("{honest}");
    };
    // Every line's first and last bytes, line feeds, and some within.
    let ends = [0, heading, canister, command, hash];
    let near = ends
        .iter()
        .flat_map(|at| [at.saturating_sub(1), *at, at + 1]);
    let places = near.chain((0..honest.len()).step_by(37));
    for place in places.filter(|at| *at < honest.len()) {
        let mut bytes = honest.clone().into_bytes();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        let text = String::from_utf8(bytes).unwrap();
        let error = refused_text(&suite, 1, &text);
        let said = match error {
            MotionError::NoCommand { .. } => place <= heading,
            MotionError::MalformedBlock { line, .. } => match line {
                2 => place > heading && place <= canister,
                3 => place >= canister && place <= command,
                4 => place >= command,
                _ => false,
            },
            MotionError::HashMismatch { .. } => place > canister && place < command,
            _ => false,
        };
        assert!(said, "byte {place}: {error}");
    }
    // One digit of the hash, another digit.
    let mut bytes = honest.into_bytes();
    bytes[hash - 1] = if bytes[hash - 1] == b'0' { b'1' } else { b'0' };
    let text = String::from_utf8(bytes).unwrap();
    let error = refused_text(&suite, 1, &text);
    assert!(matches!(error, MotionError::HashMismatch { .. }), "{error}");
    assert_eq!(suite.journal(), []);
}

#[test]
fn should_refuse_a_motion_that_is_not_an_executed_one_of_its_topic() {
    let suite = Suite::default();
    let text = suite.motion_text(&data_center("dc1"));
    let proposal_id = 7;
    for (topic, status, expected) in [
        (
            5,
            STATUS_EXECUTED,
            MotionError::OtherTopic {
                proposal_id,
                topic: 5,
            },
        ),
        (
            TOPIC_GOVERNANCE,
            STATUS_OPEN,
            MotionError::Open { proposal_id },
        ),
        (
            TOPIC_GOVERNANCE,
            STATUS_REJECTED,
            MotionError::Rejected { proposal_id },
        ),
        (
            TOPIC_GOVERNANCE,
            STATUS_ADOPTED,
            MotionError::NotExecuted {
                proposal_id,
                status: STATUS_ADOPTED,
            },
        ),
        (
            TOPIC_GOVERNANCE,
            STATUS_FAILED,
            MotionError::NotExecuted {
                proposal_id,
                status: STATUS_FAILED,
            },
        ),
    ] {
        suite.set_motion(proposal_id, topic, status, &text);
        assert_eq!(refused(&suite, proposal_id), expected);
    }
    suite.nns("forget", (proposal_id,));
    let absent = MotionError::UnknownOrCollected { proposal_id };
    assert_eq!(refused(&suite, proposal_id), absent, "collected");
    let proposal_id = 8;
    let absent = MotionError::UnknownOrCollected { proposal_id };
    assert_eq!(refused(&suite, proposal_id), absent, "never made");
    assert_eq!(suite.journal(), []);
    // None of this used the motion up.
    suite.set_motion(7, TOPIC_GOVERNANCE, STATUS_EXECUTED, &text);
    let entry = suite.execute_motion(7).unwrap();
    assert_eq!((entry.source_id, entry.outcome), (7, Outcome::Executed));
}

#[test]
fn should_not_use_up_a_motion_whose_command_is_refused_now() {
    let suite = Suite::default();
    let operator = args::node_operator(actors::operator(1), actors::provider(1), "dc1");
    let text = suite.motion_text(&Command::AddNodeOperator(operator));
    suite.set_motion(3, TOPIC_GOVERNANCE, STATUS_EXECUTED, &text);
    match refused(&suite, 3) {
        MotionError::CommandRefused { reason } => {
            assert!(reason.starts_with("ProviderNotFound"), "{reason}");
        }
        other => panic!("{other}"),
    }
    suite.pic.stop_canister(suite.registry, None).unwrap();
    let before = suite.root();
    match suite.execute_motion(3) {
        Err(MotionError::CommandNotChecked { .. }) => {}
        other => panic!("{other:?}"),
    }
    assert_eq!(suite.root(), before);
    suite.pic.start_canister(suite.registry, None).unwrap();

    for command in [
        Command::RegisterProvider(args::company(actors::provider(1))),
        data_center("dc1"),
    ] {
        let state = suite.by_council(&command);
        assert_eq!(state.status, ProposalStatus::Executed, "{state:?}");
    }
    assert_eq!(suite.execute_motion(3).unwrap().outcome, Outcome::Executed);
    assert_eq!(suite.journal().len(), 3);
    assert_true_records(&suite);
}

#[test]
fn should_refuse_motions_while_they_are_no_source() {
    let suite = Suite::default();
    let text = suite.motion_text(&data_center("dc1"));
    suite.set_motion(1, TOPIC_GOVERNANCE, STATUS_EXECUTED, &text);
    let off = Sources {
        nns_motion: false,
        ..ALL
    };
    switch(&suite, off);
    assert_eq!(refused(&suite, 1), MotionError::SourceOff);
    switch(&suite, ALL);
    assert_eq!(suite.execute_motion(1).unwrap().outcome, Outcome::Executed);
    assert_true_records(&suite);
}
