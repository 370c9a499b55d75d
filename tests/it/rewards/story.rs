//! From a proposal against an example provider to the refund.

use super::{
    DAYS, EARNED, TENTH, TENTH_PPB, adopt, assert_conserved, assert_not_executable, assert_refused,
    assert_told, because, begin, locked, offence, provider, reporter, unchanged,
};
use bonafide_test_support::audits::{ICP, LEDGER_FEE};
use bonafide_test_support::{Suite, actors, rewards};
use bonafide_types::governance::{Command, ProposalStatus, Vote};
use bonafide_types::id::Sha256Hash;
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{
    AppealCaseArgs, AppealDecision, CaseSource, CaseState, Effect, Enforcement, Mode,
    NoteCaseProposalArgs, RefundCaseArgs, RejectAppealArgs, RespondToCaseArgs, RewardsError,
};

/// What the reporter is paid of a tenth, before the ledger's fee: a twentieth.
const BOUNTY: u64 = TENTH / 20;

/// A vote puts the case on record, and nothing follows from it; the provider answers.
fn report(suite: &Suite) {
    let rewards = suite.rewarding();
    let charge = offence(suite, provider(), 1);
    let open = rewards::opening(charge.clone());
    let provider_id = provider().to_string();
    assert_told(
        suite,
        &open,
        &[&provider_id, "10 %", "5 %", "nothing follows"],
    );
    adopt(suite, &open);
    let case = rewards.case(0);
    assert_eq!((&case.charge, case.source), (&charge, CaseSource::Proposal));
    assert_eq!((case.state, case.effects), (CaseState::Reported, vec![]));
    assert_eq!(case.freeze_until_ns, charge.offence_at_ns + 90 * DAY_NS);
    // The same evidence is one case, whatever else is said.
    let mut again = charge;
    again.summary = "In other words".into();
    assert_refused(suite, &rewards::opening(again), "EvidenceUsed");

    let answer = RespondToCaseArgs {
        case_id: 0,
        text: "It was true when it was declared.".into(),
        evidence_hash: Some(Sha256Hash([9; 32])),
    };
    let other = actors::provider(2);
    let said = unchanged(suite, || rewards.respond_to_case(other, &answer));
    assert!(matches!(said, RewardsError::NotTheSubject { .. }), "{said}");
    rewards.respond_to_case(provider(), &answer).unwrap();
    let responses = rewards.case(0).responses;
    let texts: Vec<_> = responses.iter().map(|it| &it.text).collect();
    assert_eq!(texts, [&answer.text]);
    assert_not_executable(suite, 0);
}

/// A proposal to freeze it is noted while it is in vote, and forgotten when it is rejected.
fn note_a_proposal_that_fails(suite: &Suite) {
    let rewards = suite.rewarding();
    let freeze = rewards::freezing(&rewards.case(0), None);
    let id = suite.propose(1, &freeze);
    let note = |proposal_id| {
        let args = NoteCaseProposalArgs {
            case_id: 0,
            proposal_id,
        };
        rewards.note_case_proposal(actors::stranger(), &args)
    };
    // There is no such proposal, and the first one was about something else.
    for other in [id + 1, 1] {
        let said = unchanged(suite, || note(other));
        let wanted = RewardsError::NotTheProposal {
            case_id: 0,
            proposal_id: other,
        };
        assert_eq!(said, wanted);
    }
    let proposed = CaseState::Proposed { proposal_id: id };
    assert_eq!(note(id).unwrap().state, proposed);
    assert_eq!(rewards.case(0).state, proposed);
    rewards.tasks();
    assert_eq!(rewards.case(0).state, proposed, "it is in vote");

    suite.vote(2, id, Vote::No).unwrap();
    if suite.proposal(id).state.status == ProposalStatus::Open {
        suite.vote(3, id, Vote::No).unwrap();
    }
    assert_eq!(suite.settled(id).status, ProposalStatus::Rejected);
    rewards.tasks();
    assert_eq!(rewards.case(0).state, CaseState::Reported);
}

/// What it can cost is fixed and locked.
fn freeze(suite: &Suite) {
    let rewards = suite.rewarding();
    let case = rewards.case(0);
    let freeze = rewards::freezing(&case, None);
    let evidence = case.charge.evidence_hash.to_string();
    let answered = "It was true when it was declared.";
    let wanted = ["10 % of the 6 ICP", "0.6 ICP of lot 0", answered, &evidence];
    assert_told(suite, &freeze, &wanted);
    let Command::FreezeCase(mut other) = freeze.clone() else {
        panic!("{freeze:?}")
    };
    other.evidence_hash = Sha256Hash([7; 32]);
    assert_refused(suite, &Command::FreezeCase(other), "OtherEvidence");
    let id = suite.propose(1, &freeze);
    let note = NoteCaseProposalArgs {
        case_id: 0,
        proposal_id: id,
    };
    rewards
        .note_case_proposal(actors::stranger(), &note)
        .unwrap();
    for neuron in [2, 3] {
        if suite.proposal(id).state.status == ProposalStatus::Open {
            suite.vote(neuron, id, Vote::Yes).unwrap();
        }
    }
    assert_eq!(suite.settled(id).status, ProposalStatus::Executed);

    let case = rewards.case(0);
    assert!(matches!(case.state, CaseState::Frozen { .. }), "{case:?}");
    let judgement = case.judgement.unwrap();
    assert_eq!((judgement.base_ppb, judgement.ppb), (TENTH_PPB, TENTH_PPB));
    assert_eq!((judgement.proven, judgement.size), (2, 20));
    assert_eq!((judgement.period_id, judgement.basis_e8s), (0, EARNED));
    assert_eq!(judgement.cap_e8s, TENTH);
    assert_eq!(
        (judgement.enforcement, judgement.mode),
        (Enforcement::Escrow, Mode::Enabled)
    );
    let lock = Effect::LotLocked {
        lot_id: 0,
        e8s: TENTH,
    };
    assert_eq!(case.effects, [lock]);
    assert_eq!(locked(suite, provider()), TENTH);
    assert_conserved(suite);
    assert_not_executable(suite, 0);
    assert_refused(suite, &freeze, "CaseStanding");
}

/// While an appeal is open the case waits; a vote rejects the appeal.
fn appeal(suite: &Suite) {
    let rewards = suite.rewarding();
    let grounds = AppealCaseArgs {
        case_id: 0,
        grounds: "Nothing of it is so.".into(),
    };
    let appeal = || rewards.appeal_case(provider(), &grounds);
    let early = unchanged(suite, appeal);
    assert!(
        matches!(early, RewardsError::CaseStanding { .. }),
        "{early}"
    );
    rewards.pass_days(3);
    let state = rewards.case(0).state;
    assert!(matches!(state, CaseState::AppealWindow { .. }), "{state:?}");
    let other = actors::provider(2);
    let said = unchanged(suite, || rewards.appeal_case(other, &grounds));
    assert!(matches!(said, RewardsError::NotTheSubject { .. }), "{said}");
    assert_eq!(appeal().unwrap().appeal.unwrap().decision, None);
    let again = unchanged(suite, appeal);
    assert!(
        matches!(again, RewardsError::AppealedBefore { .. }),
        "{again}"
    );
    rewards.pass_days(15);
    assert_eq!(rewards.case(0).state, state);
    assert_not_executable(suite, 0);

    let reject = Command::RejectAppeal(RejectAppealArgs {
        case_id: 0,
        reason: because(),
    });
    assert_told(suite, &reject, &[&grounds.grounds, "10 %"]);
    adopt(suite, &reject);
    let appeal = rewards.case(0).appeal.unwrap();
    assert_eq!(appeal.decision, Some(AppealDecision::Rejected));
    assert_refused(suite, &reject, "NoAppealOpen");
    rewards.tasks();
    let state = rewards.case(0).state;
    assert!(matches!(state, CaseState::Executable { .. }), "{state:?}");
}

/// Anyone executes it, once; the reporter is paid.
fn execute(suite: &Suite) {
    let rewards = suite.rewarding();
    let case = rewards.execute_case(actors::stranger(), 0).unwrap();
    let CaseState::Executed {
        taken_e8s,
        bounty_e8s,
        ..
    } = case.state
    else {
        panic!("{case:?}")
    };
    assert_eq!((taken_e8s, bounty_e8s), (TENTH, BOUNTY));
    let taken = Effect::LotTaken {
        lot_id: 0,
        e8s: TENTH,
    };
    assert_eq!(case.effects, [taken]);
    assert_eq!(rewards.case(0), case);
    assert_not_executable(suite, 0);
    rewards.rounds();
    let paid = rewards.ledger().balance(reporter());
    assert_eq!(paid, BOUNTY - LEDGER_FEE);
    let books = rewards.books();
    assert_eq!(
        (books.escrow_e8s, books.treasury_e8s, books.paid_e8s),
        (EARNED - TENTH, TENTH - BOUNTY, BOUNTY)
    );
    assert_eq!((books.taken_e8s, locked(suite, provider())), (TENTH, 0));
    assert_conserved(suite);
}

/// A vote gives back all of it, once; the treasury bears what the reporter was paid.
fn refund(suite: &Suite) {
    let rewards = suite.rewarding();
    let refund = Command::RefundCase(RefundCaseArgs {
        case_id: 0,
        reason: because(),
    });
    assert_refused(suite, &refund, "TreasuryTooSmall");
    let treasury = rewards.gift(ICP).treasury_e8s;
    assert_eq!(treasury, ICP + TENTH - BOUNTY);
    assert_told(suite, &refund, &["0.6 ICP", "0.03 ICP"]);
    adopt(suite, &refund);
    let case = rewards.case(0);
    let CaseState::Refunded { refunded_e8s, .. } = case.state else {
        panic!("{case:?}")
    };
    assert_eq!((refunded_e8s, case.effects), (TENTH, vec![]));
    assert_refused(suite, &refund, "CaseStanding");
    assert_not_executable(suite, 0);
    // It is sent without anybody asking.
    rewards.tasks();
    rewards.tasks();
    let back = rewards.ledger().balance(provider().0);
    assert_eq!(back, TENTH - LEDGER_FEE);
    let books = rewards.books();
    assert_eq!(books.treasury_e8s, treasury - TENTH);
    assert_eq!((books.refunded_e8s, books.released_e8s), (TENTH, TENTH));
    assert_conserved(suite);
}

/// The rest leaves escrow when its time has come.
fn release(suite: &Suite) {
    let rewards = suite.rewarding();
    let lot = rewards.lot(0);
    assert_eq!(lot.due_at_ns, lot.deposited_at_ns + 60 * DAY_NS);
    assert_eq!((lot.held_e8s, lot.locked_e8s), (EARNED - TENTH, 0));
    rewards.pass_until(lot.due_at_ns);
    rewards.tasks();
    rewards.tasks();
    assert_eq!(rewards.lot(0).held_e8s, 0);
    let all = rewards.ledger().balance(provider().0);
    assert_eq!(all, EARNED - 2 * LEDGER_FEE);
    assert_eq!(rewards.books().released_e8s, EARNED);
    assert_conserved(suite);
}

#[test]
fn should_tell_a_case_from_a_proposal_to_its_refund() {
    let suite = begin();
    let rewards = suite.rewarding();
    let period = rewards.period(0);
    assert_eq!(period.to_day - period.from_day + 1, DAYS);
    let lot = rewards.lot(0);
    assert_eq!((lot.period_id, lot.deposited_e8s), (Some(0), EARNED));

    report(&suite);
    note_a_proposal_that_fails(&suite);
    freeze(&suite);
    appeal(&suite);
    execute(&suite);
    refund(&suite);
    release(&suite);

    // Every step is told, in its order.
    let view = rewards.case_view(0).unwrap();
    let told = view.happened.join("\n");
    let mut rest = told.as_str();
    for step in [
        "reported",
        "answered",
        "froze",
        "appealed",
        "rejected",
        "gave back",
    ] {
        let at = rest.find(step);
        rest = &rest[at.unwrap_or_else(|| panic!("{step} is not next in {rest:?}"))..];
    }
    assert_eq!(view.next, ["Nothing: it is over."]);
}
