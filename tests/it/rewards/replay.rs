//! The log is public, only grows, and rebuilds what is certified; an upgrade loses nothing,
//! wherever a case stands.

use super::{DAYS, PROVIDERS, adopt, assert_conserved, because, begin, offence, provider};
use bonafide_rewards::state::replay::replay;
use bonafide_test_support::audits::ICP;
use bonafide_test_support::{Suite, actors, canisters, instance, rest, rewards, run};
use bonafide_types::governance::Command;
use bonafide_types::id::Sha256Hash;
use bonafide_types::rewards::{
    AppealCaseArgs, CancelCaseArgs, CaseState, NoteCaseProposalArgs, ReduceCaseArgs,
    RefundCaseArgs, RejectAppealArgs, RespondToCaseArgs, SetRewardsPolicyArgs,
};

fn log(suite: &Suite) -> Vec<Vec<u8>> {
    let reader = suite.rewarding().reader();
    let mut events = Vec::new();
    loop {
        let start = u64::try_from(events.len()).unwrap();
        let page = run(reader.events(start, 1_000)).unwrap();
        if page.events.is_empty() {
            assert_eq!(start, page.length);
            return events;
        }
        events.extend(page.events.into_iter().map(serde_bytes::ByteBuf::into_vec));
    }
}

/// That the log rebuilds what is certified now.
pub(super) fn assert_true_log(suite: &Suite) -> Vec<Vec<u8>> {
    let events = log(suite);
    let replayed = replay(&events).expect("the log replays");
    let tip = instance::tip(&suite.pic, suite.rewards);
    assert_eq!((replayed.length, replayed.tip), (tip.length, tip.tip));
    let root = suite.rewarding().root();
    assert_eq!(Sha256Hash(replayed.root), root, "another root");
    let proven = run(suite.rewarding().reader().tip_certified()).unwrap();
    assert_eq!(proven.length, tip.length);
    events
}

/// Upgrades the canister to the same code, by which nothing changes.
fn upgrade(suite: &Suite) {
    // What is under way in the background ends first.
    rest(&suite.pic);
    let before = suite.rewarding().root();
    let module = canisters::rewards();
    let upgraded = suite
        .pic
        .upgrade_canister(suite.rewards, module, vec![], None);
    upgraded.unwrap();
    let after = suite.rewarding().root();
    assert_eq!(after, before, "an upgrade changed something");
}

/// A log that is looked at after each step.
struct Told<'s> {
    suite: &'s Suite,
    events: Vec<Vec<u8>>,
}

impl<'s> Told<'s> {
    fn of(suite: &'s Suite) -> Self {
        Self {
            suite,
            events: assert_true_log(suite),
        }
    }

    /// Something happened: the log grew, the past is as it was, and an upgrade changes nothing.
    fn grown(&mut self) {
        let after = assert_true_log(self.suite);
        assert!(after.starts_with(&self.events), "the past was changed");
        assert!(after.len() > self.events.len(), "nothing was written");
        assert_conserved(self.suite);
        upgrade(self.suite);
        self.events = assert_true_log(self.suite);
        assert!(self.events.starts_with(&after), "the past was changed");
    }
}

/// That a case is where it should be.
fn assert_is(suite: &Suite, id: u64, is: impl Fn(&CaseState) -> bool) {
    let state = suite.rewarding().case(id).state;
    assert!(is(&state), "{state:?}");
}

/// A case in each of its states, and money that moves meanwhile.
#[test]
fn should_rebuild_the_certified_root_whatever_happened_between_upgrades() {
    let suite = begin();
    let rewards = suite.rewarding();
    let anyone = actors::stranger();
    let mut told = Told::of(&suite);
    upgrade(&suite);

    let id = suite.open_case(offence(&suite, provider(), 1));
    let answer = RespondToCaseArgs {
        case_id: id,
        text: because(),
        evidence_hash: None,
    };
    rewards.respond_to_case(provider(), &answer).unwrap();
    assert_is(&suite, id, |state| *state == CaseState::Reported);
    told.grown();
    let freeze = rewards::freezing(&rewards.case(id), None);
    let proposal_id = suite.propose(1, &freeze);
    let note = NoteCaseProposalArgs {
        case_id: id,
        proposal_id,
    };
    rewards.note_case_proposal(anyone, &note).unwrap();
    assert_is(&suite, id, |state| {
        *state == CaseState::Proposed { proposal_id }
    });
    told.grown();
    adopt(&suite, &freeze);
    assert_is(&suite, id, |state| {
        matches!(state, CaseState::Frozen { .. })
    });
    told.grown();
    rewards.pass_days(3);
    assert_is(&suite, id, |state| {
        matches!(state, CaseState::AppealWindow { .. })
    });
    told.grown();
    let appeal = AppealCaseArgs {
        case_id: id,
        grounds: because(),
    };
    rewards.appeal_case(provider(), &appeal).unwrap();
    told.grown();
    adopt(
        &suite,
        &Command::RejectAppeal(RejectAppealArgs {
            case_id: id,
            reason: because(),
        }),
    );
    told.grown();
    rewards.pass_days(14);
    assert_is(&suite, id, |state| {
        matches!(state, CaseState::Executable { .. })
    });
    told.grown();
    adopt(
        &suite,
        &Command::ReduceCase(ReduceCaseArgs {
            case_id: id,
            ppb: 90_000_000,
            reason: because(),
        }),
    );
    told.grown();
    rewards.execute_case(anyone, id).unwrap();
    assert_is(&suite, id, |state| {
        matches!(state, CaseState::Executed { .. })
    });
    told.grown();
    rewards.gift(ICP);
    told.grown();
    adopt(
        &suite,
        &Command::RefundCase(RefundCaseArgs {
            case_id: id,
            reason: because(),
        }),
    );
    assert_is(&suite, id, |state| {
        matches!(state, CaseState::Refunded { .. })
    });
    told.grown();
    // What was refunded is sent, and then the rest of the lot.
    rewards.tasks();
    rewards.tasks();
    told.grown();
    rewards.pass_until(rewards.lot(0).due_at_ns);
    rewards.tasks();
    rewards.tasks();
    told.grown();
    assert_eq!(rewards.lot(0).held_e8s, 0);
}

/// The ends that a case can come to before it is executed, bonds, and other rules meanwhile.
#[test]
fn should_rebuild_what_was_undone_as_well() {
    let suite = begin();
    let rewards = suite.rewarding();
    let mut told = Told::of(&suite);
    let bonded = actors::provider(2);
    rewards.bond(bonded, 2 * ICP);
    rewards.unbond(bonded, ICP);
    told.grown();
    for (evidence, whose) in [(1, provider()), (2, bonded), (3, actors::provider(3))] {
        let id = suite.open_case(offence(&suite, whose, evidence));
        suite.freeze_case(id, None);
    }
    // One with nothing but a report.
    suite.open_case(offence(&suite, provider(), 4));
    told.grown();
    adopt(
        &suite,
        &Command::CancelCase(CancelCaseArgs {
            case_id: 0,
            reason: because(),
        }),
    );
    assert_is(&suite, 0, |state| {
        matches!(state, CaseState::Cancelled { .. })
    });
    told.grown();
    suite.ripen();
    told.grown();
    // Without money here the penalty is published, and the next statement carries it.
    rewards.execute_case(actors::stranger(), 2).unwrap();
    told.grown();
    suite.close_days(PROVIDERS, DAYS);
    let statement = rewards.statement(1, actors::provider(3)).unwrap();
    assert_eq!(statement.penalties.len(), 1);
    told.grown();
    let mut policy = rewards.policy_in_force();
    policy.penalties.late_update_bps += 1;
    adopt(
        &suite,
        &Command::SetRewardsPolicy(SetRewardsPolicyArgs { policy }),
    );
    assert_eq!(rewards.policy_in_force().penalties.version, 1);
    told.grown();
    // Nobody executes the case of the bond, and nobody freezes the last one.
    rewards.pass_days(15);
    assert_is(&suite, 1, |state| {
        matches!(state, CaseState::Expired { .. })
    });
    told.grown();
    rewards.pass_days(61);
    assert_is(&suite, 3, |state| {
        matches!(state, CaseState::Expired { .. })
    });
    let left = rewards.withdraw_bond(bonded).unwrap();
    assert_eq!(left.bond_total_e8s(), ICP);
    told.grown();
}

#[test]
fn should_notice_an_event_that_is_left_out() {
    let suite = begin();
    let id = suite.open_case(offence(&suite, provider(), 1));
    suite.freeze_case(id, None);
    let honest = assert_true_log(&suite);
    let root = suite.rewarding().root();
    for at in 0..honest.len() {
        let mut events = honest.clone();
        events.remove(at);
        let same = replay(&events).is_ok_and(|replayed| Sha256Hash(replayed.root) == root);
        assert!(!same, "without event {at}");
    }
}
