use super::*;
use crate::commands::testing::{FIRST_DAY, World, charge, node_id, provider_id};
use bonafide_types::id::{Caller, Sha256Hash};
use bonafide_types::rewards::{AppealDecision, CaseAppeal, CaseSource, Response};

/// Case 0 of a world, reported and not judged.
fn case(world: &World) -> Case {
    Case {
        id: 0,
        source: CaseSource::Proposal,
        charge: charge(1),
        reported_at_ns: world.now_ns,
        judgement: None,
        responses: vec![],
        appeal: None,
        reductions: vec![],
        effects: vec![],
        state: CaseState::Reported,
        freeze_until_ns: u64::from(FIRST_DAY + 90) * DAY_NS,
    }
}

fn judgement(world: &World, enforcement: Enforcement) -> Judgement {
    Judgement {
        frozen_at_ns: world.now_ns,
        table_version: 0,
        window: 666,
        base_ppb: 10_000_000,
        proven: 4,
        size: 40,
        ppb: 90_000_000,
        period_id: 0,
        basis_e8s: 600_000_000,
        cap_e8s: 54_000_000,
        enforcement,
        mode: Mode::Enabled,
    }
}

/// A world with case 0 as it is given; without the indexes, which words do not read.
fn with(change: impl FnOnce(&World, &mut Case)) -> World {
    let mut world = World::new();
    let mut row = case(&world);
    change(&world, &mut row);
    world.state.cases.insert(&crate::state::key(0), &row);
    world
}

fn appeal(world: &World, decision: Option<AppealDecision>) -> CaseAppeal {
    CaseAppeal {
        at_ns: world.now_ns,
        grounds: "It was so.".into(),
        decide_until_ns: world.now_ns + DAY_NS,
        decision,
    }
}

fn against() -> String {
    format!("against provider {}", provider_id(1))
}

fn about() -> String {
    let hash = Sha256Hash([1; 32]);
    let against = against();
    format!("case 0 {against} (false-declaration, evidence SHA-256 {hash})")
}

#[test]
fn should_say_what_is_put_on_record() {
    let world = World::new();
    let mut case = case(&world);
    let offence = utc(u64::from(FIRST_DAY) * DAY_NS);
    let by = utc(case.freeze_until_ns);
    let hash = Sha256Hash([1; 32]);
    let against = against();
    let words = format!(
        "Puts case 0 on record {against}: what was declared is not true, or no longer \
         (false-declaration), at {offence}. Evidence: SHA-256 {hash}. In its words: \"An example \
         offence.\". Nothing is locked and nothing follows from this vote: another one would have \
         to freeze the case by {by}. By the table in force it would then cost 10 % at least of \
         what the provider earned in the period of the offence. The provider can answer from now \
         on."
    );
    assert_eq!(
        reported(&world.state, &case),
        format!("{words} Nobody is paid for reporting it.")
    );
    let reporter = Caller(provider_id(4).0);
    case.charge.reporter = Some(reporter);
    assert_eq!(
        reported(&world.state, &case),
        format!("{words} {reporter} reported it and is paid 5 % of what is taken.")
    );
    case.charge.node = Some(node_id(1));
    let words = reported(&world.state, &case);
    assert!(words.contains("what the node earned"), "{words}");
}

#[test]
fn should_say_what_a_vote_freezes() {
    let world = with(|_, _| {});
    let judgement = judgement(&world, Enforcement::Escrow);
    let lot = |lot_id, e8s| Effect::LotLocked { lot_id, e8s };
    let locks = [lot(2, 30_000_000), lot(3, 24_000_000)];
    let until_ns = world.now_ns + 3 * DAY_NS;
    let words = frozen(&world.state, 0, &judgement, &locks, until_ns, "It is so.");
    let expected = format!(
        "In its words: \"An example offence.\". The provider has not answered. It costs 9 % of the \
         6 ICP that the provider earned in period 0 and that came into escrow, at most 0.54 ICP. \
         The class costs 1 % at least, by version 0 of the table; 4 of the 40 nodes of the network \
         are those of proven offenders of its kind and of who belongs together with them, so many \
         that the rules ask for 9 %. It is taken from that period's rewards in escrow. Locked from \
         now on: 0.3 ICP of lot 2, 0.24 ICP of lot 3. The provider can appeal from {} on, and \
         until {} at the earliest. Then offenders of its kind are counted again, which can raise \
         what it costs once, and anyone can execute it, which takes what is locked for the \
         treasury, for 14 days; otherwise it expires. An appeal must be decided by a vote within \
         30 days, otherwise the case expires; it is not executed before. Until it is executed, \
         votes can lower what it costs or cancel it. Reason: It is so.",
        utc(until_ns),
        utc(until_ns + 14 * DAY_NS)
    );
    assert!(words.starts_with(&format!("Freezes case 0 {}: ", against())));
    assert!(words.ends_with(&expected), "{words}");
}

#[test]
fn should_say_how_the_penalty_is_enforced() {
    let world = with(|world, case| {
        case.responses = vec![Response {
            at_ns: world.now_ns,
            text: "We disagree.".into(),
            evidence_hash: None,
        }];
    });
    let words = |judgement: &Judgement, locks: &[Effect]| {
        frozen(&world.state, 0, judgement, locks, world.now_ns, "So.")
    };
    let mut judgement = judgement(&world, Enforcement::Bond);
    let told = words(&judgement, &[Effect::BondLocked { e8s: 54_000_000 }]);
    assert!(
        told.contains("Answers of the provider so far: 1, the last of them: \"We disagree.\".")
    );
    assert!(
        told.contains("taken from the provider's bond. Locked from now on: 0.54 ICP of the bond.")
    );
    let told = words(&judgement, &[]);
    assert!(told.contains("Locked from now on: nothing."), "{told}");
    judgement.enforcement = Enforcement::Published;
    let told = words(&judgement, &[]);
    assert!(told.contains("holds no money of the provider"), "{told}");
    assert!(told.contains("which publishes the penalty"), "{told}");
    assert!(!told.contains("Locked from now on"), "{told}");
    judgement.enforcement = Enforcement::Escrow;
    judgement.mode = Mode::LogOnly;
    let told = words(&judgement, &[]);
    assert!(
        told.contains("Penalties are only computed (LogOnly)"),
        "{told}"
    );
    assert!(told.contains("which takes nothing"), "{told}");
    assert!(!told.contains("Locked from now on"), "{told}");
}

#[test]
fn should_say_what_a_vote_lowers() {
    let world = with(|world, case| {
        let until_ns = world.now_ns + DAY_NS;
        case.judgement = Some(judgement(world, Enforcement::Bond));
        case.effects = vec![Effect::BondLocked { e8s: 54_000_000 }];
        case.state = CaseState::AppealWindow { until_ns };
        case.appeal = Some(appeal(world, None));
    });
    let reduction = Reduction {
        at_ns: world.now_ns,
        ppb: 15_000_000,
        cap_e8s: 9_000_000,
        reason: "Too much.".into(),
    };
    assert_eq!(
        reduced(&world.state, 0, &reduction),
        format!(
            "Lowers what {} costs from 9 % to 1.5 %: at most 0.09 ICP instead of 0.54 ICP. What is \
             locked for more than that is free at once. A later count of offenders does not raise \
             it again. That decides the provider's appeal. Reason: Too much.",
            about()
        )
    );
    let world = with(|world, case| {
        let until_ns = world.now_ns + DAY_NS;
        case.judgement = Some(judgement(world, Enforcement::Published));
        case.state = CaseState::Frozen { until_ns };
    });
    let words = reduced(&world.state, 0, &reduction);
    assert!(!words.contains("free at once"), "{words}");
    assert!(!words.contains("appeal"), "{words}");
}

#[test]
fn should_say_what_becomes_of_a_rejected_appeal() {
    let world = with(|world, case| {
        let until_ns = world.now_ns + DAY_NS;
        case.judgement = Some(judgement(world, Enforcement::Bond));
        case.state = CaseState::AppealWindow { until_ns };
        case.appeal = Some(appeal(world, None));
    });
    assert_eq!(
        appeal_rejected(&world.state, 0, "It was not."),
        format!(
            "Rejects the appeal against {}, of {}: \"It was so.\". The case costs what it did: 9 % \
             of the 6 ICP that the provider earned in period 0, at most 0.54 ICP. It can be \
             executed once the time for appeals is over, at {}, and offenders were counted again. \
             The provider cannot appeal a second time. Reason: It was not.",
            about(),
            utc(world.now_ns),
            utc(world.now_ns + DAY_NS)
        )
    );
}

#[test]
fn should_say_what_a_cancellation_undoes() {
    let world = with(|world, case| {
        let until_ns = world.now_ns + DAY_NS;
        case.judgement = Some(judgement(world, Enforcement::Escrow));
        let (lot_id, e8s) = (2, 30_000_000);
        case.effects = vec![
            Effect::LotLocked { lot_id, e8s },
            Effect::BondLocked { e8s: 24_000_000 },
        ];
        case.state = CaseState::AppealWindow { until_ns };
        case.appeal = Some(appeal(world, None));
    });
    assert_eq!(
        cancelled(&world.state, 0, Some(90_000_000), "It was not so."),
        format!(
            "Cancels {} for good. Everything that is so because of it ends, and is free at once: \
             0.3 ICP of lot 2, 0.24 ICP of the bond. Cases about the same offence, of the same \
             subject, class and window, that cost no more than 9 % are covered and cannot be \
             frozen later. That decides the provider's appeal. Reason: It was not so.",
            about()
        )
    );
    let world = with(|_, _| {});
    assert_eq!(
        cancelled(&world.state, 0, None, "It was not so."),
        format!(
            "Cancels {} for good. Nothing is locked for it. Later cases about the same offence are \
             not covered, because it was not frozen. Reason: It was not so.",
            about()
        )
    );
}

#[test]
fn should_say_what_a_refund_gives_back() {
    let executed = |world: &World, case: &mut Case, bounty_e8s, effects: Vec<Effect>| {
        case.judgement = Some(judgement(world, Enforcement::Escrow));
        case.effects = effects;
        case.state = CaseState::Executed {
            at_ns: world.now_ns,
            taken_e8s: 54_000_000,
            bounty_e8s,
        };
    };
    let (lot_id, e8s) = (2, 20_000_000);
    let takes = vec![
        Effect::LotTaken { lot_id, e8s },
        Effect::LotTaken {
            lot_id: 3,
            e8s: 10_000_000,
        },
        Effect::BondTaken { e8s: 24_000_000 },
    ];
    let world = with(|world, case| executed(world, case, 2_700_000, takes));
    assert_eq!(
        refunded(&world.state, 0, "It was not so."),
        format!(
            "Refunds {}, once and for good: gives back all that it took, out of the 0 ICP that the \
             treasury has now. 0.3 ICP that were taken from escrow are sent to the provider with \
             its next release. 0.24 ICP are in its bond again. The 0.027 ICP for the reporter are \
             not asked back: the treasury bears them. The case no longer counts against others. \
             Reason: It was not so.",
            about()
        )
    );
    for (period_id, expected) in [
        (
            None,
            "The published penalty of 9 %, which no statement carries yet, is taken back.",
        ),
        (
            Some(4),
            "The penalty of 9 % stays in the statement of period 4, which never changes.",
        ),
    ] {
        let published = vec![Effect::PenaltyPublished {
            bps: 900,
            period_id,
        }];
        let world = with(|world, case| executed(world, case, 0, published));
        let words = refunded(&world.state, 0, "So.");
        assert!(words.contains(expected), "{words}");
        assert!(!words.contains("reporter"), "{words}");
    }
    let world = with(|world, case| executed(world, case, 0, vec![]));
    let words = refunded(&world.state, 0, "So.");
    assert!(words.contains("Nothing was taken, so nothing is given back."));
}

#[test]
fn should_say_that_a_case_is_not_on_record() {
    let world = World::new();
    let state = &world.state;
    let judgement = judgement(&world, Enforcement::Bond);
    let reduction = Reduction {
        at_ns: 0,
        ppb: 1,
        cap_e8s: 1,
        reason: "So.".into(),
    };
    for words in [
        frozen(state, 9, &judgement, &[], 0, "So."),
        reduced(state, 9, &reduction),
        appeal_rejected(state, 9, "So."),
        cancelled(state, 9, None, "So."),
        refunded(state, 9, "So."),
    ] {
        assert_eq!(words, "Changes case 9, which is not on record.");
    }
}
