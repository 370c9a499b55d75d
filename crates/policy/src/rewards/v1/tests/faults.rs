//! What is wrong with records, and whom it concerns.

use super::*;

fn good<'a>() -> Paid<'a> {
    ("good", "q", ZURICH, "type1")
}

/// The faults of `p`; `q` is paid in any case. Whether `p` is paid too.
fn check(days: &[DayFacts], table: RewardsTable) -> (Vec<Fault>, bool) {
    let found = rewards(&Period {
        table: Some(table),
        days: days.to_vec(),
    })
    .unwrap();
    let q = &found.providers[&"q".into()];
    assert_eq!(q.total_xdr_permyriad, 10_000 * days.len() as u64);
    let problems = found.problems.into_iter().map(|problem| {
        assert_eq!(problem.provider, "p".into());
        problem.fault
    });
    let paid = found.providers.contains_key(&"p".into());
    (problems.collect(), paid)
}

#[test]
fn should_pay_the_least_rate_where_the_table_has_none() {
    let nodes = [("a", "p", "Mars,Crater,North", "type1"), good()];
    let days = ["2025-01-01", "2025-01-02"].map(|day| facts(day, &[], &nodes));
    let fault = Fault::RateNotFound {
        region: "Mars,Crater,North".into(),
        reward_type: "type1".into(),
    };
    // Told once, however many days there are.
    assert_eq!(check(&days, table()), (vec![fault], true));
    let p = &computed(&days).providers[&"p".into()];
    assert_eq!(p.total_xdr_permyriad, 0);
    assert_eq!(p.days[0].adjusted, Decimal::ONE / decimal("30.4375"));
    // 31 days of it are one permyriad and a little.
    let days: Vec<_> = (1..=31)
        .map(|day| facts(&format!("2025-01-{day:02}"), &[], &nodes))
        .collect();
    let p = &computed(&days).providers[&"p".into()];
    assert_eq!(p.total_xdr_permyriad, 1);
}

#[test]
fn should_count_the_last_of_two_subnets() {
    let nodes = [("a", "p", ZURICH, "type1"), good()];
    let [s1, s2] = ["s1", "s2"];
    let day = facts(
        "2025-01-01",
        &[
            (s2, &[("a", 30, 70), ("x", 1, 0), ("y", 1, 0), ("z", 1, 0)]),
            (s1, &[("a", 100, 0), ("good", 100, 0)]),
        ],
        &nodes,
    );
    let fault = Fault::InTwoSubnets {
        day: day.day,
        node: "a".into(),
        counted: s2.into(),
        ignored: s1.into(),
    };
    let found = check(std::slice::from_ref(&day), table());
    assert_eq!(found, (vec![fault], true));
    assert_eq!(rates(&computed(&[day]), "p", "a"), ["0.7", "0", "0.7"]);
}

#[test]
fn should_leave_out_only_the_provider_whose_records_are_broken() {
    let day = |nodes: &[Paid<'_>]| facts("2025-01-01", &[], &[nodes, &[good()]].concat());
    let node = ("a", "p", ZURICH, "type1");
    let twice = Fault::NodeTwice {
        day: day(&[]).day,
        node: "a".into(),
    };
    assert_eq!(check(&[day(&[node, node])], table()), (vec![twice], false));

    let too_much = |xdr_permyriad_per_month, coefficient_percent| {
        let mut table = table();
        let rate = Rate {
            xdr_permyriad_per_month,
            coefficient_percent,
        };
        table.insert("X", "type3", rate);
        let (faults, paid) = check(&[day(&[("a", "p", "X", "type3")])], table);
        assert!(faults.len() <= 1);
        (faults.first().map(Fault::kind), paid)
    };
    let most = MAX_MONTHLY_XDR_PERMYRIAD;
    assert_eq!(too_much(most, Some(100)), (None, true));
    assert_eq!(too_much(most + 1, None), (Some("RateOutOfRange"), false));
    assert_eq!(too_much(u64::MAX, None), (Some("RateOutOfRange"), false));
    for percent in [i32::MIN, -1, 101, i32::MAX] {
        let found = too_much(1, Some(percent));
        assert_eq!(found, (Some("CoefficientOutOfRange"), false));
    }
}

#[test]
fn should_blame_everyone_a_node_is_said_to_be_of() {
    let nodes = [
        ("a", "p1", ZURICH, "type1"),
        ("a", "p2", ZURICH, "type1"),
        ("b", "p2", ZURICH, "type1"),
        good(),
    ];
    let found = computed(&[facts("2025-01-01", &[], &nodes)]);
    let paid: Vec<_> = found.providers.keys().map(Id::to_string).collect();
    assert_eq!(paid, ["q"]);
    let blamed: Vec<_> = found
        .problems
        .iter()
        .map(|problem| (problem.provider.to_string(), problem.fault.kind()))
        .collect();
    let expected = ["p1", "p2"].map(|provider| (provider.into(), "NodeTwice"));
    assert_eq!(blamed, expected);
}

#[test]
fn should_leave_out_a_provider_for_the_whole_period() {
    let broken = facts(
        "2025-01-02",
        &[],
        &[
            ("a", "p", ZURICH, "type1"),
            ("a", "p", ZURICH, "type1"),
            good(),
        ],
    );
    let whole = |day| facts(day, &[], &[("a", "p", ZURICH, "type1"), good()]);
    let days = [whole("2025-01-01"), broken, whole("2025-01-03")];
    let (faults, paid) = check(&days, table());
    assert_eq!((faults.len(), paid), (1, false));
}

#[test]
fn should_refuse_a_period_with_gaps() {
    let node = [good()];
    let day = |day| facts(day, &[], &node);
    let of = |text: &str| text.parse().unwrap();
    let refused = |days: &[DayFacts]| rewards(&period(days)).unwrap_err();
    assert_eq!(refused(&[]), PeriodError::NoDays);
    let days = [day("2025-01-03"), day("2025-01-01")];
    let error = refused(&days);
    let missing = of("2025-01-02");
    assert_eq!(error, PeriodError::NoMetrics { day: missing });
    assert_eq!(error.to_string(), "No metrics found for day 2025-01-02");
    let unknown = DayFacts {
        subnets: None,
        ..day("2025-01-02")
    };
    let days = [day("2025-01-01"), unknown, day("2025-01-03")];
    assert_eq!(refused(&days), PeriodError::NoMetrics { day: missing });
    let days = [day("2025-01-01"), day("2025-01-01")];
    let twice = of("2025-01-01");
    assert_eq!(refused(&days), PeriodError::DayTwice { day: twice });
    let rows: &[Row<'_>] = &[("good", 1, 0), ("good", 2, 0)];
    let error = refused(&[facts("2025-01-01", &[("s", rows)], &node)]);
    assert!(matches!(error, PeriodError::MetricsTwice { .. }), "{error}");
}

#[test]
fn should_use_the_table_of_the_day() {
    let mut dearer = table();
    let rate = Rate {
        xdr_permyriad_per_month: 608_750,
        coefficient_percent: None,
    };
    dearer.insert(ZURICH, "type1", rate);
    let day = |day, table| DayFacts {
        table,
        ..facts(day, &[], &[good()])
    };
    let mut period = period(&[day("2025-01-01", None), day("2025-01-02", Some(dearer))]);
    let found = rewards(&period).unwrap();
    assert_eq!(found.providers[&"q".into()].total_xdr_permyriad, 30_000);
    period.table = None;
    let error = rewards(&period).unwrap_err();
    let expected = "No rewards table found for day 2025-01-01";
    assert_eq!(error.to_string(), expected);
    period.days.remove(0);
    let found = rewards(&period).unwrap();
    assert_eq!(found.providers[&"q".into()].total_xdr_permyriad, 20_000);
}
