//! What stands beside the figures.

use super::*;

#[test]
fn should_alert_when_a_subnet_shields_who_fails() {
    let alerts = |first, second| {
        let rows: &[Row<'_>] = &[
            ("a", 100 - first, first),
            ("b", 10, 90),
            ("c", 1, 0),
            ("d", 1, 0),
        ];
        let paid = [
            ("a", "p", ZURICH, "type1"),
            ("b", "p", ZURICH, "type1"),
            ("c", "q", ZURICH, "type1"),
        ];
        let found = computed(&[facts("2025-01-01", &[("s", rows)], &paid)]);
        let total = found.providers[&"p".into()].total_xdr_permyriad;
        assert_eq!(total, second, "{first}");
        let kinds = found.alerts.iter().map(Alert::kind);
        (found.alerts.clone(), kinds.collect::<Vec<_>>())
    };
    // At 0.2 and 0.9 one loses 80 %; at 0.85 and 0.9 neither loses.
    let (_, kinds) = alerts(20, 10_000 + 2_000);
    assert_eq!(kinds, ["Shielded", "SeveralInSubnet", "NotPaid"]);
    let (alerts, kinds) = alerts(85, 20_000);
    assert_eq!(
        kinds,
        ["Shielded", "Shielded", "SeveralInSubnet", "NotPaid"]
    );
    let (day, subnet) = ("2025-01-01".parse().unwrap(), Id::from("s"));
    let shielded = Alert::Shielded {
        day,
        subnet: subnet.clone(),
        node: "b".into(),
        provider: "p".into(),
        original_failure_rate: decimal("0.9"),
        subnet_failure_rate: decimal("0.85"),
        reduction: decimal("0.8"),
    };
    let several = Alert::SeveralInSubnet {
        day,
        subnet: subnet.clone(),
        provider: "p".into(),
        nodes: vec!["a".into(), "b".into()],
    };
    let node = "d".into();
    let not_paid = Alert::NotPaid { day, subnet, node };
    assert_eq!(alerts[1..], [shielded, several, not_paid]);
}

#[test]
fn should_let_a_quarter_of_a_subnet_fail_alike() {
    for (size, enough) in [(13_u64, 4_u64), (34, 9), (40, 11)] {
        for (failing, shielded) in [(enough - 1, 0), (enough, enough)] {
            let names: Vec<_> = (0..size).map(|number| format!("n{number:02}")).collect();
            let row = |(number, name)| (name, 100, if number < failing { 900 } else { 0 });
            let rows: Vec<Row<'_>> = (0..)
                .zip(names.iter().map(String::as_str))
                .map(row)
                .collect();
            let paid: Vec<_> = names
                .iter()
                .map(|name| (&**name, &**name, ZURICH, "type1"))
                .collect();
            let found = computed(&[facts("2025-01-01", &[("s", &rows)], &paid)]);
            let full = |provider: &ProviderRewards| provider.total_xdr_permyriad == 10_000;
            let losing = found
                .providers
                .values()
                .filter(|provider| !full(provider))
                .count();
            assert_eq!(losing as u64, failing - shielded, "{failing} of {size}");
            assert_eq!(found.alerts.len() as u64, shielded, "{failing} of {size}");
        }
    }
}
