use super::*;
use candid::Principal;
use std::path::PathBuf;

fn fixture(name: &str) -> String {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../../tests/fixtures/nns", name]
        .iter()
        .collect();
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn reply(name: &str) -> Vec<u8> {
    hex::decode(fixture(&format!("{name}.hex")).trim()).unwrap()
}

/// Every reply recorded from the real canister, with the proposal it was asked for.
fn recorded() -> Vec<(&'static str, u64, Result<usize, MotionError>)> {
    use MotionError::{NotAMotion, Open, Rejected, UnknownOrCollected};
    let not_a_motion = |proposal_id| Err(NotAMotion { proposal_id });
    let absent = |proposal_id| Err(UnknownOrCollected { proposal_id });
    vec![
        ("gov_motion_open", 1, Err(Open { proposal_id: 1 })),
        ("gov_motion_open_after_deadline", 1, Ok(541)),
        ("gov_motion_executed", 2, Ok(541)),
        ("gov_motion_executed_as_proposer", 2, Ok(541)),
        ("gov_motion_settled", 2, Ok(541)),
        ("gov_motion_rejected", 3, Err(Rejected { proposal_id: 3 })),
        ("gov_motion_unicode_executed", 4, Ok(44)),
        ("gov_motion_largest_executed", 5, Ok(10_000)),
        ("gov_add_node_provider_open", 6, not_a_motion(6)),
        ("gov_add_node_provider_executed", 6, not_a_motion(6)),
        (
            "gov_add_node_provider_no_account_executed",
            7,
            not_a_motion(7),
        ),
        ("gov_add_data_center_open", 8, not_a_motion(8)),
        ("gov_add_data_center_executed", 8, not_a_motion(8)),
        ("gov_add_data_center_failed", 9, not_a_motion(9)),
        ("gov_assign_noid_executed", 10, not_a_motion(10)),
        ("gov_nns_function_adopted", 11, not_a_motion(11)),
        ("gov_proposal_unknown", 999_999, absent(999_999)),
        ("gov_proposal_zero", 0, absent(0)),
        ("gov_proposal_garbage_collected", 2, absent(2)),
    ]
}

#[test]
fn should_judge_every_recorded_reply() {
    for (name, id, expected) in recorded() {
        let judged = judge(id, &reply(name)).map(|text| text.len());
        assert_eq!(judged, expected, "{name}");
    }
    let names: Vec<_> = recorded().into_iter().map(|(name, ..)| name).collect();
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/nns");
    for file in std::fs::read_dir(dir).unwrap() {
        let file = file.unwrap().file_name().into_string().unwrap();
        if let Some(name) = file.strip_suffix(".hex")
            && !name.ends_with(".request")
        {
            assert!(names.contains(&name), "{name} is not judged here");
        }
    }
}

#[test]
fn should_read_texts_byte_for_byte() {
    let text = judge(2, &reply("gov_motion_executed")).unwrap();
    assert_eq!(text, fixture("gov_motion_executed.motion_text.txt"));
    let longest = judge(5, &reply("gov_motion_largest_executed")).unwrap();
    assert!(longest.bytes().all(|byte| byte == b'x'));
    let unicode = judge(4, &reply("gov_motion_unicode_executed")).unwrap();
    assert!(unicode.contains("\r\n") && unicode.contains('\t') && !unicode.is_ascii());
}

#[test]
fn should_leave_room_in_the_quotas() {
    for (name, ..) in recorded() {
        let reply = reply(name);
        let given = quotas(reply.len());
        let mut message = IDLDeserialize::new_with_config(&reply, &given).unwrap();
        let _: Option<ProposalInfo> = message.get_value().unwrap();
        let spent = message.get_config().compute_cost(&given);
        let (spent, given) = (spent.decoding_quota.unwrap(), given.decoding_quota.unwrap());
        assert!(spent * 4 < given, "{name}: {spent} of {given}");
    }
}

#[test]
fn should_refuse_a_reply_about_another_proposal() {
    let judged = judge(3, &reply("gov_motion_executed"));
    assert_eq!(judged, Err(not_understood("it is about proposal 2".into())));
}

#[test]
fn should_refuse_what_is_no_reply() {
    let text = candid::encode_one("text").unwrap();
    let wrong = candid::encode_one(Some("text")).unwrap();
    let nothing = candid::encode_args(()).unwrap();
    let whole = reply("gov_motion_executed");
    let cut = &whole[..whole.len() - 1];
    let longer = [whole.as_slice(), &[0]].concat();
    for bytes in [&b""[..], b"DIDL", &text, &wrong, &nothing, cut, &longer] {
        let judged = judge(2, bytes);
        let understood = !matches!(judged, Err(MotionError::NnsNotUnderstood { .. }));
        assert_eq!(bytes == nothing, understood, "{judged:?}");
    }
}

/// Fields and types as the real canister declares them, with values it does not send for
/// these proposals.
mod invented {
    use super::*;

    #[derive(CandidType)]
    pub(super) struct ProposalInfo {
        pub(super) id: Option<ProposalId>,
        pub(super) status: i32,
        pub(super) topic: i32,
        pub(super) ballots: Vec<(u64, Ballot)>,
        pub(super) proposal: Option<Proposal>,
    }

    #[derive(CandidType)]
    pub(super) struct Ballot {
        pub(super) vote: i32,
        pub(super) voting_power: u64,
    }

    #[derive(CandidType)]
    pub(super) struct Proposal {
        pub(super) title: Option<String>,
        pub(super) action: Option<Action>,
    }

    #[derive(CandidType)]
    pub(super) enum Action {
        Motion(Motion),
        InventedLater { target: Principal },
    }

    pub(super) fn motion(status: i32, topic: i32) -> ProposalInfo {
        let motion_text = "text".into();
        ProposalInfo {
            id: Some(ProposalId { id: 7 }),
            status,
            topic,
            ballots: Vec::new(),
            proposal: Some(Proposal {
                title: None,
                action: Some(Action::Motion(Motion { motion_text })),
            }),
        }
    }
}

fn judge_invented(info: &invented::ProposalInfo) -> Result<String, MotionError> {
    judge(7, &candid::encode_one(Some(info)).unwrap())
}

#[test]
fn should_judge_topic_before_status_and_name_both() {
    let proposal_id = 7;
    let judged = |status, topic| judge_invented(&invented::motion(status, topic));
    assert_eq!(judged(4, 4), Ok("text".into()));
    let topic = 6;
    let other_topic = Err(MotionError::OtherTopic { proposal_id, topic });
    assert_eq!(judged(1, 6), other_topic);
    assert_eq!(judged(4, 6), other_topic);
    for status in [-1, 0, 3, 5, 6] {
        let not_executed = MotionError::NotExecuted {
            proposal_id,
            status,
        };
        assert_eq!(judged(status, 4), Err(not_executed));
    }
}

#[test]
fn should_pass_over_actions_it_does_not_know() {
    let mut info = invented::motion(4, 4);
    for action in [
        None,
        Some(invented::Action::InventedLater {
            target: Principal::anonymous(),
        }),
    ] {
        info.proposal = Some(invented::Proposal {
            title: Some("title".into()),
            action,
        });
        let not_a_motion = MotionError::NotAMotion { proposal_id: 7 };
        assert_eq!(judge_invented(&info), Err(not_a_motion));
    }
}

#[test]
fn should_pass_over_any_number_of_ballots() {
    let mut info = invented::motion(4, 4);
    info.ballots = (0..50_000)
        .map(|id| {
            let voting_power = id * 1_000;
            (
                id,
                invented::Ballot {
                    vote: 1,
                    voting_power,
                },
            )
        })
        .collect();
    assert_eq!(judge_invented(&info), Ok("text".into()));
}

#[test]
fn should_stop_at_a_reply_that_claims_much() {
    // opt record { 0 : vec null }, with 2^32 - 1 nulls claimed in five bytes.
    let bomb = b"DIDL\x03\x6e\x01\x6c\x01\x00\x02\x6d\x7f\x01\x00\x01\xff\xff\xff\xff\x0f";
    let judged = judge(7, bomb);
    assert!(
        matches!(judged, Err(MotionError::NnsNotUnderstood { .. })),
        "{judged:?}"
    );
}
