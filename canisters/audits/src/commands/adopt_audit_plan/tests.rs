use super::*;
use crate::commands::testing::{FEE, GOVERNANCE, World, auditor, auditor_id, site, terms};
use bonafide_policy::sampling::chance;
use bonafide_types::audits::{Criticality, WeightRule};
use bonafide_types::id::Caller;

fn adopt(world: &mut World, terms: PlanTerms) -> Result<u64, AuditError> {
    let args = AdoptAuditPlanArgs { terms };
    let world = world.as_caller(GOVERNANCE);
    world.run(|state, ctx| decide(state, args, ctx))
}

fn words(world: &World, terms: PlanTerms) -> String {
    let args = AdoptAuditPlanArgs { terms };
    let events = decide(&world.state, args, &world.ctx()).unwrap().events;
    match &events[0] {
        Event::PlanAdopted { plan } => in_words(&world.state, plan),
        other => panic!("{other:?}"),
    }
}

#[test]
fn should_reserve_the_budget_or_what_is_there() {
    let mut world = World::new();
    world.gift(150 * FEE);
    assert_eq!(adopt(&mut world, terms(4)), Ok(0));
    let plan = world.state.plan(0).unwrap();
    assert_eq!(plan.state, PlanState::Adopted);
    assert_eq!(plan.adopted_at_ns, world.now_ns);
    assert_eq!((plan.budget_e8s, plan.reserved_e8s), (100 * FEE, 100 * FEE));
    assert_eq!(adopt(&mut world, terms(4)), Ok(1));
    let plan = world.state.plan(1).unwrap();
    assert_eq!((plan.budget_e8s, plan.reserved_e8s), (50 * FEE, 50 * FEE));
    let books = world.state.books();
    assert_eq!((books.free_e8s, books.reserved_e8s), (0, 150 * FEE));
    let too_small = AuditError::TreasuryTooSmall {
        free_e8s: 0,
        needed_e8s: 5 * FEE,
    };
    assert_eq!(adopt(&mut world, terms(4)), Err(too_small));
}

#[test]
fn should_not_reserve_what_is_owed() {
    let books = Books {
        free_e8s: 10,
        owed_e8s: 4,
        ..Books::default()
    };
    assert_eq!(disposable_e8s(&books), 6);
    let books = Books {
        owed_e8s: 11,
        ..books
    };
    assert_eq!(disposable_e8s(&books), 0);
}

#[test]
fn should_want_one_site_beside_what_is_kept_for_re_audits() {
    let mut world = World::staffed(5, 2);
    let with = |budget_e8s| PlanTerms {
        reaudit_bps: 5_000,
        budget_e8s,
        ..terms(4)
    };
    assert_eq!(least_budget_e8s(&with(1)), 10 * FEE);
    let too_small = AuditError::OutOfRange {
        field: "budget_e8s".into(),
        given: 10 * FEE - 1,
        min: 10 * FEE,
        max: AMOUNT_E8S,
    };
    assert_eq!(adopt(&mut world, with(10 * FEE - 1)), Err(too_small));
    assert_eq!(adopt(&mut world, with(10 * FEE)), Ok(0));
    let plan = world.state.plan(0).unwrap();
    assert_eq!(
        kept_for_reaudits_e8s(plan.reserved_e8s, &plan.terms),
        5 * FEE
    );
    // What does not come out even is not kept.
    assert_eq!(kept_for_reaudits_e8s(3, &plan.terms), 1);
}

fn out_of_range(terms: PlanTerms) -> (String, u64, u64, u64) {
    let mut world = World::staffed(5, 2);
    match adopt(&mut world, terms) {
        Err(AuditError::OutOfRange {
            field,
            given,
            min,
            max,
        }) => (field, given, min, max),
        other => panic!("{other:?}"),
    }
}

#[test]
fn should_keep_all_numbers_within_bounds() {
    let base = || terms(4);
    let team = |auditors| Team {
        auditors,
        quorum: 1,
    };
    for (terms, field, given, min, max) in [
        (terms(0), "sites", 0, 1, 1_000),
        (terms(1_001), "sites", 1_001, 1, 1_000),
        (
            PlanTerms {
                ordinary: team(0),
                ..base()
            },
            "ordinary.auditors",
            0,
            1,
            15,
        ),
        (
            PlanTerms {
                critical: team(16),
                ..base()
            },
            "critical.auditors",
            16,
            1,
            15,
        ),
        (
            PlanTerms {
                notice_business_days: 4,
                ..base()
            },
            "notice_business_days",
            4,
            5,
            10,
        ),
        (
            PlanTerms {
                notice_business_days: 11,
                ..base()
            },
            "notice_business_days",
            11,
            5,
            10,
        ),
        (
            PlanTerms {
                window_business_days: 0,
                ..base()
            },
            "window_business_days",
            0,
            1,
            20,
        ),
        (
            PlanTerms {
                window_business_days: 21,
                ..base()
            },
            "window_business_days",
            21,
            1,
            20,
        ),
        (
            PlanTerms {
                fee_e8s: 100_000,
                ..base()
            },
            "fee_e8s",
            100_000,
            100_001,
            AMOUNT_E8S,
        ),
        (
            PlanTerms {
                fee_e8s: AMOUNT_E8S + 1,
                ..base()
            },
            "fee_e8s",
            AMOUNT_E8S + 1,
            100_001,
            AMOUNT_E8S,
        ),
        (
            PlanTerms {
                reaudit_bps: 5_001,
                ..base()
            },
            "reaudit_bps",
            5_001,
            0,
            5_000,
        ),
        (
            PlanTerms {
                budget_e8s: AMOUNT_E8S + 1,
                ..base()
            },
            "budget_e8s",
            AMOUNT_E8S + 1,
            5 * FEE,
            AMOUNT_E8S,
        ),
        (
            PlanTerms {
                weights: WeightRule {
                    nns: 1_001,
                    ..WeightRule::default()
                },
                ..base()
            },
            "weights.nns",
            1_001,
            0,
            1_000,
        ),
    ] {
        assert_eq!(out_of_range(terms), (field.into(), given, min, max));
    }
}

#[test]
fn should_want_a_majority_a_name_and_some_weight() {
    let mut world = World::staffed(5, 2);
    for (auditors, quorum) in [(4_u8, 2_u8), (1, 0), (3, 4), (15, 7)] {
        let refused = AuditError::InvalidQuorum {
            field: "critical".into(),
            quorum: quorum.into(),
            auditors: auditors.into(),
        };
        let terms = PlanTerms {
            critical: Team { auditors, quorum },
            ..terms(4)
        };
        assert_eq!(adopt(&mut world, terms), Err(refused));
    }
    for (auditors, quorum) in [(1, 1), (2, 2), (4, 3), (15, 8)] {
        let terms = PlanTerms {
            critical: Team { auditors, quorum },
            ..terms(4)
        };
        assert!(adopt(&mut world, terms).is_ok());
    }
    let nameless = PlanTerms {
        name: " ".into(),
        ..terms(4)
    };
    assert!(adopt(&mut world, nameless).is_err());
    let long = PlanTerms {
        name: "x".repeat(65),
        ..terms(4)
    };
    let refusal = adopt(&mut world, long);
    assert!(matches!(refusal, Err(AuditError::TextTooLong { .. })));
    let weightless = PlanTerms {
        weights: WeightRule {
            nns: 0,
            critical: 0,
            application: 0,
            spare: 0,
            ..WeightRule::default()
        },
        ..terms(4)
    };
    let refusal = adopt(&mut world, weightless);
    assert!(matches!(refusal, Err(AuditError::InvalidField { .. })));
}

#[test]
fn should_have_a_bounded_number_of_plans_open() {
    let mut world = World::staffed(5, 2);
    for id in 0..OPEN_PLANS {
        assert_eq!(adopt(&mut world, terms(1)), Ok(id));
    }
    let too_many = AuditError::TooManyPlans {
        count: OPEN_PLANS,
        limit: OPEN_PLANS,
    };
    assert_eq!(adopt(&mut world, terms(1)), Err(too_many));
}

#[test]
fn should_hold_the_largest_amounts() {
    let mut world = World::new();
    world.gift(20 * AMOUNT_E8S);
    let dear = PlanTerms {
        fee_e8s: AMOUNT_E8S,
        budget_e8s: AMOUNT_E8S,
        ordinary: Team {
            auditors: 15,
            quorum: 8,
        },
        reaudit_bps: 5_000,
        ..terms(1_000)
    };
    assert_eq!(least_budget_e8s(&dear), 30 * AMOUNT_E8S);
    let refusal = adopt(&mut world, dear);
    assert!(matches!(refusal, Err(AuditError::OutOfRange { .. })));
}

/// A hundred sites, of which one is critical and overdue, and fifty auditors.
fn network() -> World {
    let mut world = World::staffed(50, 0);
    let sites = (1..=100).map(|n| {
        let class = if n == 1 {
            Criticality::Nns
        } else {
            Criticality::Application
        };
        site(n, class)
    });
    let sites = sites.collect();
    world.record([Event::SitesSeen { sites }]);
    world
}

#[test]
fn should_tell_voters_what_a_plan_can_find_and_how_far_it_can_be_trusted() {
    let world = network();
    let words = words(
        &world,
        PlanTerms {
            budget_e8s: 500 * FEE,
            reaudit_bps: 1_000,
            ..terms(45)
        },
    );
    for part in [
        "Adopts audit plan 0, \"example plan\": 45 sites are drawn by lot",
        "of 100 as things stand, 1 of them critical",
        "visited for 548 days are drawn first: 1 now",
        "3 auditors visit a site and 2 of them must report the same; at critical sites 5 and 3.",
        "The plan reserves 50000000000 e8s from the treasury. 5000000000 e8s of it are kept",
        "who repeat 1000 in 10,000 of the audits",
        "holds 45 sites with the larger team at each and 45 with the smaller",
        // The figures of the research on audits.
        "if 5 of 100 sites are bad, 45 drawn with equal chances show at least one with \
         probability 0.953794;",
        "if all 45 are as declared, no more than 4 of 100 are bad",
        "None of them has a conflict with the site, and no two have the same owner.",
        "50 auditors are active, 50 of them with the free stake of 500000000 e8s that one audit \
         locks; these have 50 different owners.",
        "If 10 of these 50 owners collude, they decide about ordinary sites with probability \
         0.097959, and they decide about critical sites with probability 0.04826",
        "5 business days of notice, and the visit is within 5 business days after",
        "loses 1000 in 10,000 of the 500000000 e8s it locked",
    ] {
        assert!(words.contains(part), "{part:?} is not in {words:?}");
    }
    assert!(words.len() < 4_000, "{}", words.len());
}

#[test]
fn should_count_owners_in_the_chance_that_some_collude() {
    let mut world = network();
    let unequal = "one with more auditors is drawn more often";
    assert!(!words(&world, terms(45)).contains(unequal));
    world.hold(1..=11);
    let words = words(&world, terms(45));
    // Eleven are of one owner, which sits once.
    let [ordinary, critical] = [(3, 2), (5, 3)]
        .map(|(auditors, quorum)| chance::capture(40, 8, auditors, quorum).unwrap());
    for part in [
        "50 auditors are active, 50 of them with the free stake of 500000000 e8s that one audit \
         locks; these have 40 different owners. If 8 of these 40 owners collude,"
            .to_owned(),
        format!("about ordinary sites with probability {ordinary},"),
        format!("about critical sites with probability {critical}."),
        unequal.to_owned(),
    ] {
        assert!(words.contains(&part), "{part:?} is not in {words:?}");
    }
    assert!(words.len() < 4_000, "{}", words.len());
}

#[test]
fn should_tell_voters_what_is_missing() {
    let mut world = World::new();
    world.gift(60 * FEE);
    for n in 1..=3 {
        world.deposit(Caller(auditor_id(n).0), 5 * FEE);
        let auditor = auditor(n, 0);
        world.record([Event::AuditorApplied { auditor }]);
    }
    let words = words(&world, terms(45));
    for part in [
        "reserves 6000000000 e8s of the 10000000000 e8s asked for, because no more is free, from",
        "No audit is repeated by another team.",
        "holds 12 sites with the larger team at each and 20 with the smaller",
        "As things stand no site can be drawn",
        "If 1 of these 3 owners collude, they decide about ordinary sites with probability 0,",
        "critical sites need auditors of 5 owners, more than there are",
    ] {
        assert!(words.contains(part), "{part:?} is not in {words:?}");
    }
}
