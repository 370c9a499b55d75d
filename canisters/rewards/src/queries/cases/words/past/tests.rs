use super::super::testing::{LATER, NOW, appeal, judged, reduction, reported, response};
use super::*;
use crate::commands::testing::provider_id;
use bonafide_types::id::{Caller, Sha256Hash};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{CaseSource, Effect, Enforcement, Mode};

#[test]
fn should_tell_how_a_case_came() {
    let mut case = reported();
    let at = utc(case.reported_at_ns);
    let told = happened(&case);
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with(&format!(
        "{at}: reported, by final finding 7 of the audits canister, against provider {}: ",
        provider_id(1)
    )));
    let hash = Sha256Hash([1; 32]);
    assert!(told[0].ends_with(&format!(
        "Evidence: SHA-256 {hash}. In its words: \"An example offence.\"."
    )));
    case.source = CaseSource::Proposal;
    assert!(happened(&case)[0].contains("reported, by a proposal, against"));
    case.state = CaseState::Proposed { proposal_id: 9 };
    assert_eq!(happened(&case)[1], "Proposal 9 to freeze it is in vote.");
}

#[test]
fn should_tell_what_a_vote_froze() {
    let until_ns = LATER;
    let mut case = judged(CaseState::Frozen { until_ns }, Enforcement::Escrow);
    let at = utc(NOW - 4 * DAY_NS);
    assert_eq!(
        happened(&case)[1],
        format!(
            "{at}: a vote froze it. What it costs: 9 % of the 6 ICP that the provider earned in \
             period 0 and that came into escrow, at most 0.54 ICP. The class costs 1 % at least, \
             by version 0 of the table; 4 of the 40 nodes of the network are those of proven \
             offenders of its kind and of who belongs together with them, so many that the rules \
             ask for 9 %. It is taken from that period's rewards in escrow. Locked for it: 0.54 \
             ICP of lot 2."
        )
    );
    case.effects.clear();
    case.judgement.as_mut().unwrap().mode = Mode::LogOnly;
    let told = happened(&case);
    assert!(told[1].contains("nothing is locked"), "{}", told[1]);
    assert!(!told[1].contains("Locked for it"), "{}", told[1]);
    let case = judged(CaseState::Frozen { until_ns }, Enforcement::Published);
    assert!(happened(&case)[1].contains("holds no money"));
}

#[test]
fn should_tell_all_steps_oldest_first() {
    let until_ns = LATER;
    let mut case = judged(CaseState::AppealWindow { until_ns }, Enforcement::Bond);
    case.responses = vec![response(5), response(3)];
    case.responses[1].evidence_hash = Some(Sha256Hash([9; 32]));
    case.appeal = Some(appeal(Some(AppealDecision::Reduced)));
    case.reductions = vec![reduction()];
    let told = happened(&case);
    let days = [5, 5, 4, 3, 2, 1].map(|days| utc(NOW - days * DAY_NS));
    assert_eq!(told.len(), days.len());
    for (step, at) in told.iter().zip(&days) {
        assert!(step.starts_with(at), "{at}: {step}");
    }
    assert!(told[0].contains("reported"));
    assert!(told[1].ends_with("the provider answered: \"We disagree.\"."));
    assert!(told[2].contains("What it costs after the votes that lowered it: "));
    let hash = Sha256Hash([9; 32]);
    assert!(told[3].ends_with(&format!("Its evidence: SHA-256 {hash}.")));
    assert!(
        told[4].ends_with(
            "the provider appealed: \"It was so.\". A vote lowered what the case costs."
        )
    );
    assert!(told[5].ends_with(
        "a vote lowered what it costs to 1.5 %, at most 0.09 ICP. Reason: \"Too much.\"."
    ));
}

#[test]
fn should_tell_what_became_of_an_appeal() {
    let until_ns = LATER;
    let mut case = judged(CaseState::AppealWindow { until_ns }, Enforcement::Bond);
    let open = format!(" A vote has to decide that by {}.", utc(LATER + DAY_NS));
    for (decision, expected) in [
        (None, open.as_str()),
        (Some(AppealDecision::Rejected), " A vote rejected that."),
        (
            Some(AppealDecision::Cancelled),
            " A vote cancelled the case.",
        ),
    ] {
        case.appeal = Some(appeal(decision));
        let told = happened(&case);
        assert!(told[2].ends_with(expected), "{}", told[2]);
    }
}

#[test]
fn should_tell_what_was_taken() {
    let executed = |taken_e8s, bounty_e8s| CaseState::Executed {
        at_ns: NOW,
        taken_e8s,
        bounty_e8s,
    };
    let last = |case: &Case| happened(case).pop().unwrap();
    let at = utc(NOW);
    let mut case = judged(executed(54_000_000, 0), Enforcement::Escrow);
    case.effects = vec![
        Effect::LotTaken {
            lot_id: 2,
            e8s: 50_000_000,
        },
        Effect::BondTaken { e8s: 4_000_000 },
    ];
    let taken = format!(
        "{at}: executed: 0.54 ICP were taken for the treasury, 0.5 ICP of lot 2, 0.04 ICP of the \
         bond."
    );
    assert_eq!(last(&case), taken);
    let reporter = Caller(provider_id(4).0);
    case.charge.reporter = Some(reporter);
    assert_eq!(last(&case), taken);
    case.state = executed(54_000_000, 2_700_000);
    assert_eq!(
        last(&case),
        format!("{taken} 0.027 ICP of that go to {reporter}, who reported it.")
    );
    let mut case = judged(executed(0, 0), Enforcement::Published);
    assert_eq!(last(&case), format!("{at}: executed; nothing was taken."));
    case.effects = vec![Effect::PenaltyPublished {
        bps: 900,
        period_id: None,
    }];
    assert_eq!(
        last(&case),
        format!("{at}: executed: a published penalty of 9 % that no statement carries yet.")
    );
}

#[test]
fn should_tell_how_a_case_ended() {
    let last = |case: &Case| happened(case).pop().unwrap();
    let at = utc(NOW);
    let mut case = judged(CaseState::Cancelled { at_ns: NOW }, Enforcement::Published);
    assert_eq!(
        last(&case),
        format!("{at}: a vote cancelled it. Nothing of it is left.")
    );
    case.appeal = Some(appeal(None));
    let undecided = format!(
        "no vote decided the appeal by {}. Nothing of it is left.",
        utc(LATER + DAY_NS)
    );
    for (why, expected) in [
        (
            Expiry::EvidenceTooOld,
            "its evidence became too old before a vote froze it. Nothing followed from it.",
        ),
        (Expiry::AppealUndecided, undecided.as_str()),
        (
            Expiry::NotExecuted,
            "nobody executed it in time. Nothing of it is left.",
        ),
    ] {
        case.state = CaseState::Expired { at_ns: NOW, why };
        assert_eq!(last(&case), format!("{at}: expired: {expected}"));
    }
    let refunded = |refunded_e8s| CaseState::Refunded {
        at_ns: NOW,
        refunded_e8s,
    };
    case.state = refunded(54_000_000);
    assert!(last(&case).ends_with("a vote gave back all that was taken: 0.54 ICP."));
    case.state = refunded(0);
    assert!(last(&case).ends_with("a vote took it back; no money had been taken."));
}
