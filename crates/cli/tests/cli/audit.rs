//! Samples, draws and quorums: figures, the real network, broken files.

use super::{FACTS, bonafide, failure, run, stdout};
use bonafide_client::import::facts::Facts;
use bonafide_types::registry::ImportRow;
use serde_json::{Value, json};
use std::{collections::BTreeMap, fmt::Write, path::Path};

const SEED: &str = "0707070707070707070707070707070707070707070707070707070707070707";

/// Five sites, not in order, one of them certain, one that cannot be drawn.
const SITES: &str = "note,site,certain,weight\n\
                     x,zh2/p,,1\n\
                     x,zh1/p,true,4\n\
                     x,zh9/p,false,0\n\
                     x,am1/p,false,8\n\
                     x,zh1/q,false,2\n";

/// Runs `audit` with these arguments where these files are.
fn audit(directory: &Path, args: &[&str]) -> std::process::Output {
    bonafide(directory, &[&["--json", "audit"][..], args].concat())
}

fn draw(directory: &Path, text: &str, n: &str) -> std::process::Output {
    std::fs::write(directory.join("sites.csv"), text).unwrap();
    let args = ["draw", "--sites", "sites.csv", "--seed", SEED, "--n", n];
    audit(directory, &args)
}

/// The nodes of the real network as a file of nodes, in the order of the facts.
fn nodes() -> String {
    let facts = Facts::read(&std::fs::read_to_string(FACTS).unwrap()).unwrap();
    let mut operators = BTreeMap::new();
    let mut text = String::from("node_id,dc_id,node_provider_id,status,subnet_id\n");
    for row in facts.network.rows() {
        if let ImportRow::Operator {
            id,
            provider,
            dc_id,
        } = row
        {
            operators.insert(id, (dc_id, provider));
        }
    }
    for row in facts.network.rows() {
        if let ImportRow::Node {
            id,
            operator,
            subnet,
            ..
        } = row
        {
            let (dc_id, provider) = operators[operator];
            let subnet = subnet.map(|subnet| subnet.to_string()).unwrap_or_default();
            writeln!(text, "{id},{dc_id},{provider},UP,{subnet}").unwrap();
        }
    }
    text
}

#[test]
fn should_say_what_a_sample_proves() {
    let args = ["--population", "43", "--bad", "5", "--sample", "10"];
    let shown = stdout(&run(&[&["--json", "audit", "plan"][..], &args].concat()));
    let expected = json!({
        "population": 43,
        "bad": 5,
        "sample": 10,
        "detection_probability": "0.753442",
        "confidence": "0.95",
        "required_sample": 19,
        "upper_bound_if_none_found": 9,
    });
    assert_eq!(shown, expected);

    let output = run(&[&["audit", "plan"][..], &args].concat());
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        text,
        "When 5 of 43 are bad, a sample of 19 finds at least one of them with probability 0.95 or more.\n\
         A sample of 10 does so with probability 0.753442.\n\
         When a sample of 10 finds nothing, at most 9 of 43 are bad, with confidence 0.95.\n"
    );
}

#[test]
fn should_say_how_large_a_sample_must_be() {
    for (population, bad, confidence, expected) in [
        ("127", "3", "0.95", 80),
        ("5000", "250", "0.950000", 59),
        ("100", "1", "0.5", 50),
    ] {
        let shown = stdout(&run(&[
            "--json",
            "audit",
            "plan",
            "--population",
            population,
            "--bad",
            bad,
            "--confidence",
            confidence,
        ]));
        assert_eq!(shown["required_sample"], expected, "{population}, {bad}");
        for absent in [
            "sample",
            "detection_probability",
            "upper_bound_if_none_found",
        ] {
            assert_eq!(shown[absent], Value::Null);
        }
    }
}

#[test]
fn should_say_how_probably_bad_auditors_decide() {
    for (pool, bad, draw, need, expected) in [
        ("50", "10", "5", "3", "0.04826"),
        ("50", "10", "3", "2", "0.097959"),
        ("50", "0", "5", "3", "0"),
        ("50", "50", "5", "3", "1"),
    ] {
        let shown = stdout(&run(&[
            "--json", "audit", "quorum", "--pool", pool, "--bad", bad, "--draw", draw, "--need",
            need,
        ]));
        assert_eq!(shown, json!({ "capture_probability": expected }));
    }
}

#[test]
fn should_find_nothing_where_nothing_is_bad() {
    let args = [
        "audit",
        "plan",
        "--population",
        "10",
        "--bad",
        "0",
        "--sample",
        "3",
        "--json",
    ];
    let shown = stdout(&run(&args));
    assert_eq!(shown["detection_probability"], "0");
    assert_eq!(shown["required_sample"], json!(null));
}

#[test]
fn should_refuse_numbers_that_do_not_fit() {
    let plan = |args: &[&str]| run(&[&["--json", "audit", "plan"][..], args].concat());
    for args in [
        &[][..],
        &["--population", "10"],
        &["--bad", "1"],
        &["--population", "10", "--bad", "1", "--sample", "-1"],
        &["--population", "10", "--bad", "1", "--confidence", "95"],
        &[
            "--population",
            "10",
            "--bad",
            "1",
            "--confidence",
            "0.9999999",
        ],
        &["--population", "10", "--bad", "1", "--nodes", "nodes.csv"],
        &["--population", "10", "--bad", "1", "--n", "16"],
        &["--nodes", "nodes.csv", "--sample", "4"],
        &["--nodes", "nodes.csv", "--bad", "4"],
        &["--nodes", "nodes.csv", "--pool", "50"],
        &["--nodes", "nodes.csv", "--n", "0"],
    ] {
        let (code, error) = failure(&plan(args));
        let found = (code, &error["kind"]);
        assert_eq!(found, (Some(2), &json!("Usage")), "{args:?}");
    }
    for args in [
        &["--population", "10", "--bad", "11"][..],
        &["--population", "10", "--bad", "1", "--sample", "11"],
        &["--population", "0", "--bad", "1"],
        &["--population", "100001", "--bad", "1"],
        &["--population", "10", "--bad", "1", "--confidence", "0"],
        &["--population", "10", "--bad", "1", "--confidence", "1"],
    ] {
        let (code, error) = failure(&plan(args));
        let found = (code, &error["kind"]);
        assert_eq!(found, (Some(2), &json!("Chance")), "{args:?}");
    }
    let (code, error) = failure(&run(&[
        "--json", "audit", "quorum", "--pool", "50", "--bad", "10", "--draw", "5", "--need", "6",
    ]));
    assert_eq!((code, &error["kind"]), (Some(2), &json!("Chance")));
}

#[test]
fn should_draw_the_same_from_any_order_of_rows() {
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let shown = stdout(&draw(directory, SITES, "3"));
    let expected = json!({
        "snapshot_hash": "61d488d4e1866e8dd598cdfbc7cf540735c96daed55cf72e7260dbf19ed2e823",
        "seed": SEED,
        "sites": 5,
        "certain_sites": 1,
        "total_weight": 15,
        "drawn": ["zh1/p", "am1/p", "zh2/p"],
    });
    assert_eq!(shown, expected);
    let (header, rows) = SITES.split_once('\n').unwrap();
    let mut rows: Vec<_> = rows.lines().collect();
    for _ in 0..rows.len() {
        rows.rotate_left(1);
        for rows in [rows.clone(), rows.iter().rev().copied().collect()] {
            let text = format!("{header}\r\n{}\r\n", rows.join("\r\n"));
            assert_eq!(stdout(&draw(directory, &text, "3")), expected);
        }
    }
    // All that can be drawn, when more are wanted.
    let all = stdout(&draw(directory, SITES, "9"));
    let drawn = all["drawn"].as_array().unwrap();
    assert_eq!(drawn[..3], expected["drawn"].as_array().unwrap()[..]);
    assert_eq!(drawn[3..], [json!("zh1/q")]);
}

#[test]
fn should_name_line_and_field_of_a_broken_site() {
    let directory = tempfile::tempdir().unwrap();
    for (row, field) in [
        ("b,-1,", "weight"),
        ("b,1.5,", "weight"),
        ("b,,", "weight"),
        ("b,18446744073709551616,", "weight"),
        // The sum does not fit, though the number does.
        ("b,18446744073709551615,", "weight"),
        ("a,1,", "site"),
        (",1,", "site"),
        ("b,1,yes", "certain"),
        ("b,1", "row"),
    ] {
        let text = format!("site,weight,certain\na,1,\n{row}\n");
        let (code, error) = failure(&draw(directory.path(), &text, "1"));
        assert_eq!(code, Some(2), "{row}");
        assert_eq!(error["kind"], "Input", "{row}");
        assert_eq!(error["file"], "sites.csv", "{row}");
        assert_eq!(
            (&error["line"], &error["field"]),
            (&json!(3), &json!(field))
        );
    }
    let (code, error) = failure(&draw(directory.path(), "site,size\na,1\n", "1"));
    assert_eq!((code, &error["field"]), (Some(2), &json!("weight")));
    let long = format!("site,weight\n{},1\n", "a".repeat(65_536));
    for text in ["site,weight\n", "site,weight\na,0\n", &long] {
        let (code, error) = failure(&draw(directory.path(), text, "1"));
        assert_eq!((code, &error["kind"]), (Some(2), &json!("Draw")));
    }
    for seed in ["", "07", &"0x".repeat(32), &SEED[1..]] {
        let args = ["draw", "--sites", "sites.csv", "--seed", seed, "--n", "1"];
        let (code, error) = failure(&audit(directory.path(), &args));
        assert_eq!((code, &error["kind"]), (Some(2), &json!("Usage")));
    }
}

#[test]
fn should_plan_the_audits_of_the_real_network() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("nodes.csv"), nodes()).unwrap();
    let args = ["plan", "--nodes", "nodes.csv"];
    let pool = ["--pool", "50", "--bad-auditors", "10"];
    let shown = stdout(&audit(directory.path(), &[&args[..], &pool].concat()));
    let detection = |critical: bool, population, bad, detection_probability, required_sample| {
        json!({
            "critical": critical,
            "population": population,
            "bad": bad,
            "sample": 16,
            "detection_probability": detection_probability,
            "required_sample": required_sample,
        })
    };
    let quorum = |critical: bool, draw, need, capture_probability| {
        json!({
            "critical": critical,
            "pool": 50,
            "bad": 10,
            "draw": draw,
            "need": need,
            "capture_probability": capture_probability,
        })
    };
    let expected = json!({
        "nodes": 1_447,
        "sites": 127,
        "critical_sites": 71,
        "total_weight": 531,
        "critical_weight": 440,
        "critical_share": "0.828625",
        "n": 16,
        "confidence": "0.95",
        "detections": [
            detection(false, 127, 3, "0.334638", 80),
            detection(false, 127, 6, "0.561989", 49),
            detection(true, 71, 3, "0.540985", 45),
        ],
        "upper_bound_if_none_found": 20,
        "quorums": [quorum(false, 3, 2, "0.097959"), quorum(true, 5, 3, "0.04826")],
    });
    assert_eq!(shown, expected);

    let output = bonafide(directory.path(), &[&["audit"][..], &args, &pool].concat());
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), 9, "{text}");
    assert!(text.contains("71 of the sites are critical"), "{text}");

    // More visits than there are sites are a visit to each, and the pool is one of 50 unless said.
    let more = stdout(&audit(
        directory.path(),
        &[&args[..], &["--n", "200"]].concat(),
    ));
    let found = (&more["n"], &more["quorums"]);
    assert_eq!(found, (&json!(127), &expected["quorums"]));
    assert_eq!(more["upper_bound_if_none_found"], 0);
}

#[test]
fn should_draw_sites_of_the_real_network() {
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    std::fs::write(directory.join("nodes.csv"), nodes()).unwrap();
    let args = ["sites", "--nodes", "nodes.csv"];
    let listed = stdout(&audit(directory, &args));
    let sites = listed["sites"].as_array().unwrap();
    assert_eq!(sites.len(), 127);
    for (weight, count) in [(8, 39), (4, 32), (2, 35), (1, 21)] {
        let found = sites.iter().filter(|site| site["weight"] == weight);
        assert_eq!(found.count(), count, "weight {weight}");
    }

    let args = ["sites", "--nodes", "nodes.csv", "--out", "sites.csv"];
    let written = stdout(&audit(directory, &args));
    assert_eq!(written["critical_sites"], 71);
    let text = std::fs::read_to_string(directory.join("sites.csv")).unwrap();
    assert_eq!(written["bytes"], text.len());
    assert!(text.starts_with("site,weight,critical,nodes\n"), "{text}");
    let printed = bonafide(directory, &["audit", "sites", "--nodes", "nodes.csv"]);
    assert_eq!(String::from_utf8(printed.stdout).unwrap(), text);

    let drawn = stdout(&draw(directory, &text, "16"));
    assert_eq!(
        drawn["snapshot_hash"],
        "7b20a8d51ac4509faf545a9bf1d3f6035bee34c55920aa2d0c2cb0376a674a13"
    );
    let names: Vec<_> = drawn["drawn"].as_array().unwrap().iter().collect();
    let data_centers: Vec<_> = names
        .iter()
        .map(|name| name.as_str().unwrap().split_once('/').unwrap().0)
        .collect();
    assert_eq!(
        data_centers,
        [
            "sl1", "hk3", "sc1", "mtl1", "kr2", "dl1", "nd1", "im2", "jb1", "hk1", "ta2", "sg1",
            "hk1", "li1", "mn2", "ge1"
        ]
    );
}

#[test]
fn should_name_line_and_field_of_a_broken_node() {
    let directory = tempfile::tempdir().unwrap();
    let header = "node_id,dc_id,node_provider_id,subnet_id\n";
    let good = "ryjl3-tyaaa-aaaaa-aaaba-cai,zh1,qoctq-giaaa-aaaaa-aaaea-cai,\n";
    let other = good.replace("ryjl3-tyaaa-aaaaa-aaaba-cai", "r7inp-6aaaa-aaaaa-aaabq-cai");
    for (row, field) in [
        (good.to_owned(), "node_id"),
        (other.replace("r7inp", "r7imp"), "node_id"),
        (other.replace(",zh1,", ",,"), "dc_id"),
        (other.replace("qoctq", "qoctr"), "node_provider_id"),
        (other.replace(",\n", ",nns\n"), "subnet_id"),
    ] {
        std::fs::write(
            directory.path().join("nodes.csv"),
            format!("{header}{good}{row}"),
        )
        .unwrap();
        for verb in ["sites", "plan"] {
            let args = [verb, "--nodes", "nodes.csv"];
            let (code, error) = failure(&audit(directory.path(), &args));
            let found = (code, &error["line"], &error["field"]);
            assert_eq!(found, (Some(2), &json!(3), &json!(field)), "{error}");
        }
    }
    std::fs::write(directory.path().join("nodes.csv"), header).unwrap();
    let args = ["sites", "--nodes", "nodes.csv"];
    let (code, error) = failure(&audit(directory.path(), &args));
    assert_eq!((code, &error["kind"]), (Some(2), &json!("Input")));
}
