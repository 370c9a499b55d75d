use super::*;
use proptest::prelude::*;

const CLASSES: [Criticality; 4] = [
    Criticality::Nns,
    Criticality::Critical,
    Criticality::Application,
    Criticality::Spare,
];

fn rule() -> WeightRule {
    WeightRule {
        nns: 8,
        critical: 4,
        application: 2,
        spare: 1,
        stale_percent: 50,
        alert_percent: 100,
        stamp_percent: 25,
    }
}

/// Visited of late, with nothing against it.
fn calm(criticality: Criticality) -> Factors {
    Factors {
        criticality,
        half_years_unvisited: Some(0),
        alerts: 0,
        missing_stamps: 0,
    }
}

/// The largest numbers that pass.
fn largest() -> (WeightRule, Factors) {
    let rule = WeightRule {
        nns: BASE,
        critical: BASE,
        application: BASE,
        spare: BASE,
        stale_percent: PERCENT,
        alert_percent: PERCENT,
        stamp_percent: PERCENT,
    };
    let site = Factors {
        criticality: Criticality::Nns,
        half_years_unvisited: None,
        alerts: u32::MAX,
        missing_stamps: u32::MAX,
    };
    (rule, site)
}

#[test]
fn should_weigh_by_class() {
    let weights = CLASSES.map(|class| weight(&rule(), &calm(class)));
    let million = 1_000_000;
    assert_eq!(weights, [8, 4, 2, 1].map(|base| Ok(base * million)));
}

#[test]
fn should_multiply_what_adds_to_the_weight() {
    let site = Factors {
        half_years_unvisited: Some(2),
        alerts: 3,
        missing_stamps: 1,
        ..calm(Criticality::Critical)
    };
    assert_eq!(weight(&rule(), &site), Ok(4 * 200 * 400 * 125));
}

#[test]
fn should_count_no_visit_as_the_longest_time() {
    let after = |half_years_unvisited| {
        let site = Factors {
            half_years_unvisited,
            ..calm(Criticality::Spare)
        };
        weight(&rule(), &site).unwrap()
    };
    assert_eq!(after(Some(3)), 250 * 10_000);
    assert_eq!(after(None), after(Some(3)));
    assert_eq!(after(Some(u32::MAX)), after(Some(3)));
    assert!(after(Some(2)) < after(Some(3)));
}

#[test]
fn should_count_so_many_alerts_and_stamps_only() {
    let with = |alerts, missing_stamps| {
        let site = Factors {
            alerts,
            missing_stamps,
            ..calm(Criticality::Spare)
        };
        weight(&rule(), &site).unwrap()
    };
    assert_eq!(with(20, 8), 100 * 2_100 * 300);
    assert_eq!(with(21, 9), with(20, 8));
    assert!(with(19, 8) < with(20, 8) && with(20, 7) < with(20, 8));
}

#[test]
fn should_give_no_weight_to_a_class_without_base() {
    let (rule, site) = largest();
    let rule = WeightRule { nns: 0, ..rule };
    assert_eq!(weight(&rule, &site), Ok(0));
}

#[test]
fn should_add_up_within_64_bits() {
    let (rule, site) = largest();
    let weight = weight(&rule, &site).unwrap();
    assert_eq!(weight, 34_749_000_000_000);
    assert!(weight.checked_mul(100_000).unwrap() < 1 << 62);
}

/// One of a rule's numbers.
type Number = fn(&mut WeightRule) -> &mut u16;

#[test]
fn should_refuse_rules_that_could_overflow() {
    let (good, site) = largest();
    assert_eq!(check(&good), Ok(()));
    let numbers: [(&str, u16, Number); 7] = [
        ("nns", BASE, |rule| &mut rule.nns),
        ("critical", BASE, |rule| &mut rule.critical),
        ("application", BASE, |rule| &mut rule.application),
        ("spare", BASE, |rule| &mut rule.spare),
        ("stale_percent", PERCENT, |rule| &mut rule.stale_percent),
        ("alert_percent", PERCENT, |rule| &mut rule.alert_percent),
        ("stamp_percent", PERCENT, |rule| &mut rule.stamp_percent),
    ];
    for (field, limit, of) in numbers {
        for value in [limit + 1, u16::MAX] {
            let mut rule = good;
            *of(&mut rule) = value;
            let refused = RuleError {
                field,
                value,
                limit,
            };
            assert_eq!(check(&rule), Err(refused));
            assert_eq!(weight(&rule, &site), Err(refused));
        }
    }
}

proptest! {
    #[test]
    fn should_lose_no_weight_by_more_against_it(
        bases in any::<[u8; 4]>(),
        percents in prop::array::uniform3(0..=PERCENT),
        class in prop::sample::select(CLASSES.to_vec()),
        half_years in 0..5_u32,
        alerts in 0..25_u32,
        missing_stamps in 0..12_u32,
    ) {
        let [nns, critical, application, spare] = bases.map(u16::from);
        let [stale_percent, alert_percent, stamp_percent] = percents;
        let rule = WeightRule {
            nns, critical, application, spare, stale_percent, alert_percent, stamp_percent,
        };
        let site = Factors {
            criticality: class,
            half_years_unvisited: Some(half_years),
            alerts,
            missing_stamps,
        };
        let least = weight(&rule, &site).unwrap();
        for more in [
            Factors { half_years_unvisited: Some(half_years + 1), ..site },
            Factors { half_years_unvisited: None, ..site },
            Factors { alerts: alerts + 1, ..site },
            Factors { missing_stamps: missing_stamps + 1, ..site },
        ] {
            prop_assert!(weight(&rule, &more).unwrap() >= least);
        }
    }
}
