use super::*;
use crate::commands::testing::{World, charge};
use bonafide_policy::command;
use bonafide_types::governance::{
    Command, Proposal, ProposalContent, ProposalInfo, ProposalState, Rules, Tally, Topic,
};
use bonafide_types::id::Sha256Hash;
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{CancelCaseArgs, CaseSource};

const STATUSES: [ProposalStatus; 6] = [
    ProposalStatus::Open,
    ProposalStatus::Rejected,
    ProposalStatus::Adopted,
    ProposalStatus::Executed,
    ProposalStatus::Failed,
    ProposalStatus::Quarantined,
];

fn freeze(case_id: u64) -> Command {
    Command::FreezeCase(FreezeCaseArgs {
        case_id,
        evidence_hash: Sha256Hash([1; 32]),
        at_most_ppb: Some(5),
        reason: "As found.".into(),
    })
}

/// A proposal as the governance canister shows it.
fn info(status: ProposalStatus, command: Option<&Command>) -> ProposalInfo {
    ProposalInfo {
        proposal: Proposal {
            id: 7,
            proposer: 1,
            title: "Freeze".into(),
            url: String::new(),
            topic: Topic::NodeProviderRewards,
            method: "freeze_case".into(),
            command_hash: command.map(command::hash),
            proposal_timestamp_seconds: 1,
            electorate: 1,
            rules: Rules {
                voting_period_seconds: 1,
                wait_for_quiet_seconds: 1,
                quorum_bps: 1,
                majority_bps: 1,
            },
        },
        state: ProposalState {
            id: 7,
            status,
            latest_tally: Tally::default(),
            deadline_timestamp_seconds: 2,
            decided_timestamp_seconds: None,
            executed_timestamp_seconds: None,
            failed_timestamp_seconds: None,
            failure_reason: None,
            journal_id: None,
        },
        content: ProposalContent {
            summary: "Why.".into(),
            rendering: "What.".into(),
            command: command.map(|command| Blob(command::encode(command))),
        },
    }
}

/// The same as it is read here.
fn shown(status: ProposalStatus, command: &Command) -> Shown {
    let reply = Some(info(status, Some(command)));
    let bytes = candid::encode_one(reply).unwrap();
    let read: Option<Shown> = candid::decode_one(&bytes).unwrap();
    read.unwrap()
}

/// With so many cases on record.
fn world(cases: u64) -> World {
    let mut world = World::closed();
    for id in 0..cases {
        let mut charge = charge(1);
        charge.evidence_hash.0[..8].copy_from_slice(&id.to_be_bytes());
        let case = Case {
            id,
            source: CaseSource::Proposal,
            charge,
            reported_at_ns: world.now_ns,
            judgement: None,
            responses: vec![],
            appeal: None,
            reductions: vec![],
            effects: vec![],
            state: CaseState::Reported,
            freeze_until_ns: world.now_ns + 90 * DAY_NS,
        };
        world.apply([Event::CaseReported { case }]);
    }
    world
}

fn put(world: &mut World, case_id: u64, proposal_id: u64) {
    let state = CaseState::Proposed { proposal_id };
    world.apply([Event::CaseProposed { case_id, state }]);
}

fn cancel(world: &mut World, case_id: u64) {
    world.apply([Event::CaseCancelled {
        case_id,
        up_to_ppb: None,
        reason: "An error.".into(),
    }]);
}

const ARGS: NoteCaseProposalArgs = NoteCaseProposalArgs {
    case_id: 0,
    proposal_id: 7,
};

/// Notes proposal 7 for case 0 and commits.
fn noted(world: &mut World, shown: Option<&Shown>) -> Result<Case, RewardsError> {
    let Decision { events, reply } = note(&world.state, &ARGS, shown)?;
    world.apply(events);
    Ok(reply)
}

#[test]
fn should_note_a_proposal_in_vote() {
    let mut world = world(1);
    let open = shown(ProposalStatus::Open, &freeze(0));
    let case = noted(&mut world, Some(&open)).unwrap();
    assert_eq!(case.state, CaseState::Proposed { proposal_id: 7 });
    assert_eq!(world.state.case(0), Some(case.clone()));
    // It is so already: no call is made for that.
    let again = propose(&world.state, &ARGS).unwrap();
    assert_eq!(again, Decision::unchanged(case.clone()));
    assert_eq!(noted(&mut world, Some(&open)), Ok(case));
}

#[test]
fn should_note_another_proposal_in_its_place() {
    let mut world = world(1);
    put(&mut world, 0, 6);
    let open = shown(ProposalStatus::Open, &freeze(0));
    noted(&mut world, Some(&open)).unwrap();
    let state = world.state.case(0).unwrap().state;
    assert_eq!(state, CaseState::Proposed { proposal_id: 7 });
}

#[test]
fn should_note_only_cases_that_are_not_frozen() {
    let mut world = world(0);
    let open = shown(ProposalStatus::Open, &freeze(0));
    let case_id = 0;
    let unknown = Err(RewardsError::CaseNotFound { case_id });
    assert_eq!(noted(&mut world, Some(&open)), unknown);
    let mut world = self::world(1);
    cancel(&mut world, 0);
    let refusal = Err(RewardsError::CaseStanding {
        case_id,
        state: world.state.case(0).unwrap().state,
        needed: "Reported".into(),
    });
    assert_eq!(noted(&mut world, Some(&open)), refusal);
    assert_eq!(
        propose(&world.state, &ARGS).map(|_| ()),
        refusal.map(|_| ())
    );
}

#[test]
fn should_note_only_a_vote_to_freeze_the_case() {
    let mut world = world(2);
    let refusal = Err(RewardsError::NotTheProposal {
        case_id: 0,
        proposal_id: 7,
    });
    assert_eq!(noted(&mut world, None), refusal);
    for status in &STATUSES[1..] {
        let decided = shown(*status, &freeze(0));
        assert_eq!(noted(&mut world, Some(&decided)), refusal, "{status:?}");
    }
    let cancel = Command::CancelCase(CancelCaseArgs {
        case_id: 0,
        reason: "An error.".into(),
    });
    for other in [freeze(1), cancel] {
        let other = shown(ProposalStatus::Open, &other);
        assert_eq!(noted(&mut world, Some(&other)), refusal);
    }
    let mut motion = shown(ProposalStatus::Open, &freeze(0));
    motion.content.command = None;
    assert_eq!(noted(&mut world, Some(&motion)), refusal);
    let mut unread = shown(ProposalStatus::Open, &freeze(0));
    unread.state.status = None;
    assert_eq!(noted(&mut world, Some(&unread)), refusal);
    let mut longer = shown(ProposalStatus::Open, &freeze(0));
    longer.content.command.as_mut().unwrap().0.push(0);
    assert_eq!(noted(&mut world, Some(&longer)), refusal);
}

#[test]
fn should_read_what_the_governance_canister_shows() {
    for status in STATUSES {
        let read = shown(status, &freeze(3));
        assert_eq!(read.state.status, Some(status));
        assert_eq!(read.asks_to_freeze(3), status == ProposalStatus::Open);
        assert!(!read.asks_to_freeze(2));
    }
    let motion = candid::encode_one(Some(info(ProposalStatus::Open, None))).unwrap();
    let motion: Option<Shown> = candid::decode_one(&motion).unwrap();
    assert_eq!(motion.unwrap().content.command, None);
    let none = candid::encode_one(None::<ProposalInfo>).unwrap();
    assert_eq!(candid::decode_one::<Option<Shown>>(&none).unwrap(), None);
}

/// A status that came later leaves the rest readable.
#[test]
fn should_take_an_unknown_status_as_none() {
    #[derive(CandidType)]
    enum LaterStatus {
        Postponed,
    }
    #[derive(CandidType)]
    struct LaterState {
        status: LaterStatus,
    }
    #[derive(CandidType)]
    struct Later {
        state: LaterState,
        content: ShownContent,
    }
    let later = Later {
        state: LaterState {
            status: LaterStatus::Postponed,
        },
        content: ShownContent { command: None },
    };
    let bytes = candid::encode_one(Some(later)).unwrap();
    let read: Option<Shown> = candid::decode_one(&bytes).unwrap();
    let expected = Shown {
        state: ShownState { status: None },
        content: ShownContent { command: None },
    };
    assert_eq!(read, Some(expected));
}

#[test]
fn should_take_a_case_back_whose_proposal_is_over() {
    let mut world = world(1);
    put(&mut world, 0, 7);
    let event = Event::CaseProposed {
        case_id: 0,
        state: CaseState::Reported,
    };
    let mut proposals: Vec<_> = STATUSES
        .map(|status| (Some(shown(status, &freeze(0))), Some(status)))
        .to_vec();
    proposals.push((None, None));
    for (proposal, status) in proposals {
        let over = !matches!(
            status,
            Some(ProposalStatus::Open | ProposalStatus::Adopted | ProposalStatus::Quarantined)
        );
        let found = taken_back(&world.state, 0, 7, proposal.as_ref());
        assert_eq!(found, over.then(|| event.clone()), "{status:?}");
    }
    let mut unread = shown(ProposalStatus::Open, &freeze(0));
    unread.state.status = None;
    assert_eq!(taken_back(&world.state, 0, 7, Some(&unread)), None);
    world.apply([event]);
    assert_eq!(world.state.case(0).unwrap().state, CaseState::Reported);
}

#[test]
fn should_take_back_only_what_rests_on_the_proposal() {
    let mut world = world(1);
    let rejected = shown(ProposalStatus::Rejected, &freeze(0));
    let found = |world: &World, case_id| taken_back(&world.state, case_id, 7, Some(&rejected));
    assert_eq!(found(&world, 0), None, "it is not proposed");
    assert_eq!(found(&world, 1), None, "there is none");
    put(&mut world, 0, 8);
    assert_eq!(found(&world, 0), None, "it rests on another");
    put(&mut world, 0, 7);
    assert!(found(&world, 0).is_some());
    cancel(&mut world, 0);
    assert_eq!(found(&world, 0), None, "it is over");
}

#[test]
fn should_ask_about_proposed_cases_in_turn() {
    let mut world = world(43);
    assert_eq!(proposed(&world.state, None), (vec![], None));
    for case_id in 0..41 {
        put(&mut world, case_id, 100 + case_id);
    }
    cancel(&mut world, 0);
    let page = |first, last: u64| -> Vec<_> { (first..=last).map(|id| (id, 100 + id)).collect() };
    assert_eq!(proposed(&world.state, None), (page(1, 20), Some(20)));
    assert_eq!(proposed(&world.state, Some(20)), (page(21, 40), Some(40)));
    assert_eq!(proposed(&world.state, Some(40)), (vec![], None));
    assert_eq!(proposed(&world.state, Some(u64::MAX)), (vec![], None));
}
