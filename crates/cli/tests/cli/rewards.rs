//! Rewards on files: worked figures, broken cases.

use super::{bonafide, failure, stdout};
use serde_json::{Value, json};
use std::{path::Path, process::Output};

const ZURICH: &str = "Europe,Switzerland,Zurich";

/// Runs a version on a case.
fn rewards(directory: &Path, version: &str, case: &Value) -> Output {
    std::fs::write(directory.join("case.json"), case.to_string()).unwrap();
    let args = ["--json", "rewards", version, "--input", "case.json"];
    bonafide(directory, &args)
}

fn rate(region: &str, reward_type: &str, monthly: u64, coefficient: Option<i32>) -> Value {
    json!({
        "region": region,
        "type": reward_type,
        "xdr_permyriad_per_month": monthly,
        "coefficient_percent": coefficient,
    })
}

fn month() -> Value {
    json!({
        "rewards_table": [rate("Africa,ZA", "type3", 27_491_250, Some(98))],
        "operators": [{
            "operator": "o1",
            "provider": "p1",
            "region": "Africa,ZA,Cape Town",
            "rewardable_nodes": { "type3": 3 },
        }],
    })
}

fn paid(node: &str, region: &str, reward_type: &str) -> Value {
    json!({
        "node": node,
        "provider": "p1",
        "operator": "o1",
        "dc": "dc1",
        "region": region,
        "type": reward_type,
    })
}

/// Two days of one provider; a node fails too much on the first.
fn period() -> Value {
    let (california, nevada) = ("North America,USA,California", "North America,USA,Nevada");
    json!({
        "rewards_table": [
            rate("Europe,Switzerland", "type1", 304_375, None),
            rate(california, "type3", 913_125, Some(90)),
            rate(nevada, "type3.1", 1_217_500, Some(70)),
        ],
        "days": [
            {
                "date": "2025-01-01",
                "subnets": { "s1": [
                    { "node": "n1", "proposed": 95, "failed": 5 },
                    { "node": "n2", "proposed": 90, "failed": 10 },
                    { "node": "n3", "proposed": 75, "failed": 25 },
                    { "node": "n4", "proposed": 30, "failed": 70 },
                ] },
                "nodes": [
                    paid("n1", ZURICH, "type1"),
                    paid("n2", california, "type3"),
                    paid("n3", nevada, "type3.1"),
                    paid("n4", ZURICH, "type1"),
                    paid("n5", ZURICH, "type1"),
                ],
            },
            {
                "date": "2025-01-02",
                "subnets": { "s1": [
                    { "node": "n1", "proposed": 95, "failed": 5 },
                    { "node": "n2", "proposed": 90, "failed": 10 },
                ] },
                "nodes": [
                    paid("n1", ZURICH, "type1"),
                    paid("n2", california, "type3"),
                    paid("n5", ZURICH, "type1"),
                ],
            },
        ],
        "penalties": [{ "id": "c1", "provider": "p1", "node": null, "bps": 500 }],
        "xdr_permyriad_per_icp": 35_000,
    })
}

#[test]
fn should_pay_by_the_table_alone() {
    let directory = tempfile::tempdir().unwrap();
    let expected = json!({
        "providers": { "p1": { "total_xdr_permyriad": 80_835_271 } },
        "errors": [],
    });
    assert_eq!(stdout(&rewards(directory.path(), "v0", &month())), expected);

    let args = ["rewards", "v0", "--input", "case.json"];
    let output = bonafide(directory.path(), &args);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("80835271") && text.contains("98 %"), "{text}");
}

#[test]
fn should_take_operators_in_the_order_given() {
    let directory = tempfile::tempdir().unwrap();
    let mut case = json!({
        "rewards_table": [
            rate("E,CH,A", "type3", 1_000, Some(90)),
            rate("E,CH,B", "type3", 500, Some(50)),
        ],
        "operators": [
            { "operator": "z", "provider": "p", "region": "E,CH,A", "rewardable_nodes": { "type3": 2 } },
            { "operator": "a", "provider": "p", "region": "E,CH,B", "rewardable_nodes": { "type3": 2 } },
        ],
    });
    let mut total = |turn: bool| {
        if turn {
            case["operators"].as_array_mut().unwrap().reverse();
        }
        let found = stdout(&rewards(directory.path(), "v0", &case));
        found["providers"]["p"]["total_xdr_permyriad"].clone()
    };
    assert_eq!(total(false), 1_000 + 900 + 405 + 202);
    assert_eq!(total(true), 500 + 250 + 250 + 225);
}

#[test]
fn should_pay_by_performance_and_show_every_figure() {
    let directory = tempfile::tempdir().unwrap();
    let found = stdout(&rewards(directory.path(), "v1", &period()));
    assert_eq!(found["errors"], json!([]));
    let provider = &found["providers"]["p1"];
    for (field, expected) in [
        ("total_xdr_permyriad", json!(137_200)),
        ("kept_xdr_permyriad", json!(130_340)),
        ("slashed_xdr_permyriad", json!(6_860)),
        ("e8s", json!("392000000")),
        ("kept_e8s", json!("372400000")),
        ("slashed_e8s", json!("19600000")),
    ] {
        assert_eq!(provider[field], expected, "{field}");
    }
    let day = &provider["days"][0];
    assert_eq!(
        (&day["date"], &day["adjusted"]),
        (&json!("2025-01-01"), &json!("87200"))
    );
    let bad = json!({
        "node": "n4",
        "type": "type1",
        "region": ZURICH,
        "subnet": "s1",
        "original_failure_rate": "0.7",
        "subnet_failure_rate": "0.25",
        "relative_failure_rate": "0.45",
        "extrapolated": false,
        "reduction": "0.56",
        "multiplier": "0.44",
        "base": "10000",
        "adjusted": "4400",
    });
    let idle = json!({
        "node": "n5",
        "type": "type1",
        "region": ZURICH,
        "subnet": null,
        "original_failure_rate": null,
        "subnet_failure_rate": null,
        "relative_failure_rate": "0.1125",
        "extrapolated": true,
        "reduction": "0.02",
        "multiplier": "0.98",
        "base": "10000",
        "adjusted": "9800",
    });
    assert_eq!((&day["nodes"][3], &day["nodes"][4]), (&bad, &idle));
    let group = json!({
        "country": "North America:USA",
        "nodes": 2,
        "average_rate": "35000",
        "average_coefficient": "0.8",
        "base": "31500",
    });
    assert_eq!(day["type3"], json!([group]));
    let shielded = json!({
        "kind": "Shielded",
        "date": "2025-01-01",
        "subnet": "s1",
        "provider": "p1",
        "nodes": ["n3"],
        "original_failure_rate": "0.25",
        "subnet_failure_rate": "0.25",
        "reduction": "0.24",
    });
    assert_eq!(found["alerts"][0], shielded);
    assert_eq!(found["alerts"].as_array().unwrap().len(), 3);

    let args = ["rewards", "v1", "--input", "case.json"];
    let output = bonafide(directory.path(), &args);
    let text = String::from_utf8(output.stdout).unwrap();
    for shown in [
        "372400000",
        "0.1125 (extrapolated)",
        "2 of 2 node days",
        "loses nothing",
    ] {
        assert!(text.contains(shown), "{shown}: {text}");
    }
}

#[test]
fn should_do_without_a_rate_and_without_penalties() {
    let directory = tempfile::tempdir().unwrap();
    let mut case = period();
    let object = case.as_object_mut().unwrap();
    object.remove("xdr_permyriad_per_icp");
    object.remove("penalties");
    // The table may stand in the days.
    let table = object.remove("rewards_table").unwrap();
    for day in case["days"].as_array_mut().unwrap() {
        day["rewards_table"] = table.clone();
    }
    let found = stdout(&rewards(directory.path(), "v1", &case));
    let provider = &found["providers"]["p1"];
    assert_eq!(provider["kept_xdr_permyriad"], 137_200);
    for field in ["e8s", "kept_e8s", "slashed_e8s"] {
        assert_eq!(provider[field], Value::Null, "{field}");
    }
}

#[test]
fn should_name_broken_records_and_pay_the_others() {
    let directory = tempfile::tempdir().unwrap();
    let mut case = period();
    let nodes = case["days"][1]["nodes"].as_array_mut().unwrap();
    for (node, provider) in [("x", "p2"), ("x", "p2"), ("y", "p3")] {
        let mut row = paid(node, "Mars", "type1");
        row["provider"] = json!(provider);
        nodes.push(row);
    }
    let penalties = case["penalties"].as_array_mut().unwrap();
    penalties.push(json!({ "id": "c2", "provider": "p4", "bps": 1 }));
    let found = stdout(&rewards(directory.path(), "v1", &case));
    assert_eq!(found["providers"]["p1"]["kept_e8s"], "372400000");
    assert_eq!(found["providers"]["p2"], Value::Null);
    assert_eq!(found["providers"]["p3"]["total_xdr_permyriad"], 0);
    let errors = found["errors"].as_array().unwrap();
    let errors: Vec<_> = errors
        .iter()
        .map(|error| {
            let text = |field: &str| error[field].as_str().unwrap().to_owned();
            (text("provider"), text("kind"), error["fatal"] == true)
        })
        .collect();
    let of = |provider: &str, kind: &str, fatal| (provider.to_owned(), kind.to_owned(), fatal);
    let expected = [
        of("p2", "RateNotFound", false),
        of("p2", "NodeTwice", true),
        of("p3", "RateNotFound", false),
        of("p4", "UnknownProvider", true),
    ];
    assert_eq!(errors, expected);

    let mut case = period();
    case["penalties"][0]["bps"] = json!(10_001);
    let found = stdout(&rewards(directory.path(), "v1", &case));
    assert_eq!(found["providers"], json!({}));
    assert_eq!(found["errors"][0]["kind"], "PenaltyTooHigh");
}

#[test]
fn should_name_the_place_of_what_is_no_case() {
    let directory = tempfile::tempdir().unwrap();
    for (version, pointer, value, field) in [
        ("v1", "/days", json!({}), "days"),
        ("v1", "/days/1/date", json!("2025-02-29"), "days[1].date"),
        (
            "v1",
            "/days/1/nodes/2/type",
            json!(3),
            "days[1].nodes[2].type",
        ),
        (
            "v1",
            "/days/1/nodes/2/node",
            json!(""),
            "days[1].nodes[2].node",
        ),
        ("v1", "/days/0/nodes", Value::Null, "days[0].nodes"),
        ("v1", "/days/0/subnets", json!([]), "days[0].subnets"),
        (
            "v1",
            "/days/0/subnets/s1/2/failed",
            json!(-1),
            "days[0].subnets.s1[2].failed",
        ),
        (
            "v1",
            "/days/0/subnets/s1/2/failed",
            Value::Null,
            "days[0].subnets.s1[2].failed",
        ),
        ("v1", "/penalties/0/bps", json!(1.5), "penalties[0].bps"),
        (
            "v1",
            "/xdr_permyriad_per_icp",
            json!(0),
            "xdr_permyriad_per_icp",
        ),
        ("v1", "/rewards_table/1", json!(7), "rewards_table[1]"),
        (
            "v0",
            "/rewards_table/0/coefficient_percent",
            json!("98"),
            "rewards_table[0].coefficient_percent",
        ),
        (
            "v0",
            "/operators/0/rewardable_nodes/type3",
            json!(4_294_967_296_u64),
            "operators[0].rewardable_nodes.type3",
        ),
        (
            "v0",
            "/operators/0/region",
            Value::Null,
            "operators[0].region",
        ),
        ("v0", "/rewards_table", Value::Null, "rewards_table"),
    ] {
        let mut case = if version == "v0" { month() } else { period() };
        *case.pointer_mut(pointer).unwrap() = value;
        let (code, error) = failure(&rewards(directory.path(), version, &case));
        let found = (code, &error["kind"], &error["field"]);
        assert_eq!(found, (Some(2), &json!("Input"), &json!(field)), "{error}");
        assert_eq!(error["file"], "case.json");
    }
    let mut twice = month();
    let row = twice["rewards_table"][0].clone();
    twice["rewards_table"].as_array_mut().unwrap().push(row);
    let (code, error) = failure(&rewards(directory.path(), "v0", &twice));
    let found = (code, &error["field"]);
    assert_eq!(found, (Some(2), &json!("rewards_table[1]")));

    let args = ["--json", "rewards", "v1", "--input", "case.json"];
    for (text, line) in [("{\n\"days\": ]", 2), ("", 1)] {
        std::fs::write(directory.path().join("case.json"), text).unwrap();
        let (code, error) = failure(&bonafide(directory.path(), &args));
        let found = (code, &error["kind"], error["line"].as_u64());
        assert_eq!(found.0, Some(2), "{error}");
        assert_eq!(found.1, "Input", "{error}");
        assert!(found.2.is_some_and(|found| found <= line), "{error}");
    }
}

#[test]
fn should_refuse_a_period_that_is_not_known_whole() {
    let directory = tempfile::tempdir().unwrap();
    for (pointer, value, message) in [
        ("/days", json!([]), "there are no days"),
        (
            "/days/1/date",
            json!("2025-01-03"),
            "No metrics found for day 2025-01-02",
        ),
        (
            "/days/1/subnets",
            Value::Null,
            "No metrics found for day 2025-01-02",
        ),
        (
            "/days/1/date",
            json!("2025-01-01"),
            "2025-01-01 is given more than once",
        ),
        (
            "/rewards_table",
            Value::Null,
            "No rewards table found for day 2025-01-01",
        ),
        (
            "/days/0/subnets/s1/2/node",
            json!("n4"),
            "2025-01-01: subnet s1 has several rows for node n4",
        ),
    ] {
        let mut case = period();
        *case.pointer_mut(pointer).unwrap() = value;
        let (code, error) = failure(&rewards(directory.path(), "v1", &case));
        let found = (code, &error["kind"]);
        assert_eq!(found, (Some(2), &json!("Rewards")), "{error}");
        assert_eq!(error["message"], format!("case.json: {message}"));
    }
}
