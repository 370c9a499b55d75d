//! How subnets are spread: a small network that is invented.

mod broken;
mod real;

use super::{bonafide, failure, stdout};
use serde_json::{Value, json};
use std::{path::Path, process::Output};

/// Example providers. Columns in no order, one of them unknown; two owners that are one.
const NODES: &str = "\
note,subnet_id,status,node_id,dc_id,region,owner,node_operator_id,node_provider_id,node_type
x,s1,UP,a1,da,\"Europe,CH,Zurich\",Example Alpha,oa,pa,REPLICA
x,s1,UP,b1,db,\"Europe,UK,London\",Example Beta,ob,pb,REPLICA
x,s1,UP,c1,dg,\"Europe,DE,Berlin\",Example Gamma,oc,pc,REPLICA
x,s1,DOWN,d1,dd,\"Europe,CH,Geneva\",example ALPHA,od,pd,REPLICA
x,,UP,e1,de,\"Europe,FR,Paris\",Example Delta,oe,pe,UNASSIGNED
x,,UP,f1,df,\"Europe,CH,Bern\",Example Epsilon,of,pf,UNASSIGNED
x,,UP,g1,de,\"Europe,FR,Paris\",Example Delta,oe,pe,API_BOUNDARY
";

/// Four nodes, one of each provider and owner.
const POLICY: &str = r#"{
    "policies": [{"kind": "small", "rules": {
        "min_size": 4, "max_size": 4, "byzantine_size": true,
        "caps": [{"dimension": "node_provider", "max": 1}, {"dimension": "data_center_owner", "max": 1}]
    }}],
    "subnets": {"s1": "small"}
}"#;

const GPS: &str =
    "dc_id,latitude,longitude\nda,47.3744,8.541\ndd,46.2044,6.1432\ndb,51.5072,-0.1276\n";

/// The small network in a directory of its own.
fn small() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (file, text) in [
        ("nodes.csv", NODES),
        ("policy.json", POLICY),
        ("gps.csv", GPS),
    ] {
        std::fs::write(directory.path().join(file), text).unwrap();
    }
    directory
}

/// Runs `decentralization` where these files are.
fn run(directory: &Path, verb: &str, args: &[&str]) -> Output {
    let command = ["--json", "decentralization", verb, "--nodes", "nodes.csv"];
    bonafide(directory, &[&command[..], args].concat())
}

/// The same by the rules of the small network.
fn by_policy(directory: &Path, verb: &str, args: &[&str]) -> Output {
    run(
        directory,
        verb,
        &[&["--policy", "policy.json"][..], args].concat(),
    )
}

#[test]
fn should_evaluate_by_every_dimension() {
    let directory = small();
    let shown = stdout(&by_policy(
        directory.path(),
        "evaluate",
        &["--gps", "gps.csv"],
    ));
    assert_eq!(
        (&shown["nodes"], &shown["total_violations"]),
        (&json!(7), &json!(1))
    );
    let coefficients = json!({
        "node_operator": 2, "node_provider": 2, "cluster": 2, "data_center": 2,
        "data_center_owner": 1, "area": 2, "country": 1,
    });
    let expected = json!({
        "size": 4,
        "kind": "small",
        "nakamoto": coefficients,
        "nakamoto_dre": coefficients,
        "controlled": {
            "node_operator": 2, "node_provider": 2, "cluster": 2, "data_center": 2,
            "data_center_owner": 2, "area": 2, "country": 2,
        },
        "unique": {
            "node_operator": 4, "node_provider": 4, "cluster": 4, "data_center": 4,
            "data_center_owner": 3, "area": 4, "country": 3,
        },
        "max_count": {
            "node_operator": 1, "node_provider": 1, "cluster": 1, "data_center": 1,
            "data_center_owner": 2, "area": 1, "country": 2,
        },
        "product": "16",
        "sum": 10,
        "violations": [{
            "rule": "data_center_owner_cap",
            "subject": "example alpha",
            "actual": 2,
            "limit": 1,
            "severity": "violation",
        }],
    });
    let mut subnet = shown["subnets"]["s1"].clone();
    let distances = subnet.as_object_mut().unwrap().remove("distances").unwrap();
    assert_eq!(subnet, expected);
    assert_eq!(
        (&distances["located"], &distances["most_within_radius"]),
        (&json!(3), &json!(1))
    );

    let args = [
        "decentralization",
        "evaluate",
        "--nodes",
        "nodes.csv",
        "--policy",
        "policy.json",
    ];
    let text = String::from_utf8(bonafide(directory.path(), &args).stdout).unwrap();
    assert!(text.contains("2 2 2 2 1 2 1"), "{text}");
    assert!(
        text.contains("1 subnet, 4 members of 7 nodes, 1 violation"),
        "{text}"
    );
}

#[test]
fn should_count_linked_providers_as_one() {
    let directory = small();
    for clusters in [
        r#"{"Example group": ["pa", "pb"]}"#,
        r#"[["pa", "pb"], ["pe"]]"#,
    ] {
        std::fs::write(directory.path().join("clusters.json"), clusters).unwrap();
        let args = ["--clusters", "clusters.json"];
        let shown = stdout(&by_policy(directory.path(), "evaluate", &args));
        let subnet = &shown["subnets"]["s1"];
        assert_eq!(subnet["nakamoto"]["cluster"], 1);
        assert_eq!(
            (&subnet["nakamoto"]["node_provider"], &subnet["product"]),
            (&json!(2), &json!("16"))
        );
        let rules: Vec<_> = subnet["violations"].as_array().unwrap().iter().collect();
        assert_eq!(rules[0]["rule"], "node_provider_cap");
        assert_eq!(rules.len(), 2);
    }
    for clusters in [
        r#"{"one": ["pa"], "other": ["pa"]}"#,
        // A provider that is alone has that name.
        r#"{"pc": ["pa", "pb"]}"#,
        r#"{"one": "pa"}"#,
        "7",
    ] {
        std::fs::write(directory.path().join("clusters.json"), clusters).unwrap();
        let args = ["--clusters", "clusters.json"];
        let (code, error) = failure(&by_policy(directory.path(), "evaluate", &args));
        assert_eq!(
            (code, &error["kind"]),
            (Some(2), &json!("Input")),
            "{clusters}"
        );
    }
}

#[test]
fn should_heal_with_the_best_node_whatever_the_order_of_rows() {
    let directory = small();
    let heal = || {
        stdout(&by_policy(
            directory.path(),
            "propose",
            &["--subnet", "s1", "--heal"],
        ))
    };
    let shown = heal();
    let change = &shown["changes"][0];
    assert_eq!(
        (&change["add"], &change["remove"]),
        (&json!(["e1"]), &json!(["d1"]))
    );
    assert_eq!(
        (&change["before"]["product"], &change["after"]["product"]),
        (&json!("16"), &json!("64"))
    );
    assert_eq!(shown["accepted"], true);
    assert_eq!(shown["searched"][0]["optimality"], "proven");
    assert_eq!(shown["tie_break_seed"].as_str().unwrap().len(), 64);

    let (header, rows) = NODES.split_once('\n').unwrap();
    let rows: Vec<_> = rows.lines().rev().collect();
    let text = format!("{header}\r\n{}\r\n", rows.join("\r\n"));
    std::fs::write(directory.path().join("nodes.csv"), text).unwrap();
    assert_eq!(heal(), shown);
    // Another state is another seed, and a seed can be given.
    std::fs::write(
        directory.path().join("nodes.csv"),
        NODES.replace("DOWN", "DEGRADED"),
    )
    .unwrap();
    assert_ne!(heal()["tie_break_seed"], shown["tie_break_seed"]);
    let seed = "07".repeat(32);
    let args = ["--subnet", "s1", "--heal", "--seed", &seed];
    assert_eq!(
        stdout(&by_policy(directory.path(), "propose", &args))["tie_break_seed"],
        seed
    );
}

#[test]
fn should_refuse_what_breaks_a_rule_and_say_which() {
    let directory = small();
    let verify = |proposal: &Value| {
        std::fs::write(directory.path().join("p.json"), proposal.to_string()).unwrap();
        by_policy(directory.path(), "verify", &["--proposal", "p.json"])
    };
    let change =
        |add: &[&str], remove: &[&str]| json!({"subnet": "s1", "add": add, "remove": remove});
    let good = change(&["e1"], &["d1"]);
    for proposal in [good.clone(), json!([good])] {
        let judged = stdout(&verify(&proposal));
        assert_eq!(judged["accepted"], true);
        assert_eq!(judged["changes"][0]["before"]["product"], "16");
        assert_eq!(judged["changes"][0]["after"]["product"], "64");
    }
    for (proposal, rule) in [
        (change(&["d1"], &["d1"]), "named_twice"),
        (change(&["e1"], &["e1"]), "named_twice"),
        (
            json!([good, {"kind": "small", "add": ["e1"]}]),
            "named_twice",
        ),
        (change(&["e1"], &["f1"]), "not_a_member"),
        (change(&["a1"], &["d1"]), "not_a_spare"),
        (change(&["g1"], &["d1"]), "not_a_spare"),
        (change(&["e9"], &["d1"]), "unknown_node"),
        (change(&["e1", "f1"], &["d1", "c1"]), "churn"),
        (change(&[], &[]), "nothing_to_change"),
        (json!({"subnet": "s9", "add": ["e1"]}), "unknown_subnet"),
        (json!({"kind": "small", "add": ["e1", "f1"]}), "size"),
    ] {
        let output = verify(&proposal);
        let (code, error) = failure(&output);
        let found = (code, &error["kind"]);
        assert_eq!(found, (Some(1), &json!("MembershipRefused")), "{proposal}");
        let judged: Value = serde_json::from_slice(&output.stdout).unwrap();
        let findings = judged["findings"].as_array().unwrap();
        assert_eq!(judged["accepted"], false);
        assert!(
            findings.iter().any(|found| found["rule"] == rule),
            "{proposal}: {judged}"
        );
    }
    for proposal in [
        json!({"add": ["e1"]}),
        json!({"kind": "small", "add": ["e1"], "remove": ["d1"]}),
        json!({"subnet": "s1", "add": "e1"}),
        json!({"subnet": "s1", "add": [7]}),
        json!({"kind": "smaller", "add": ["e1"]}),
    ] {
        let (code, _) = failure(&verify(&proposal));
        assert_eq!(code, Some(2), "{proposal}");
    }
}

#[test]
fn should_read_what_it_printed() {
    let directory = small();
    for (verb, args) in [
        ("propose", &["--subnet", "s1", "--heal"][..]),
        ("heal", &[]),
    ] {
        let plan = by_policy(directory.path(), verb, args);
        std::fs::write(directory.path().join("p.json"), &plan.stdout).unwrap();
        let plan = stdout(&plan);
        let judged = stdout(&by_policy(
            directory.path(),
            "verify",
            &["--proposal", "p.json"],
        ));
        assert_eq!(judged["changes"], plan["changes"], "{verb}");
        assert_eq!(judged["accepted"], plan["accepted"], "{verb}");
    }
}

#[test]
fn should_find_subnets_and_shares_of_countries() {
    let directory = small();
    let find = |args: &[&str]| {
        let shown = stdout(&by_policy(directory.path(), "find", args));
        shown["subnets"].as_array().unwrap().len()
    };
    for (args, found) in [
        (&[][..], 1),
        (&["--within", "EU"], 0),
        (&["--within", "EU", "CH", "GB"], 1),
        (&["--without", "US"], 1),
        (&["--without", "US", "UK"], 0),
        (&["--satisfies", "small"], 0),
    ] {
        assert_eq!(find(args), found, "{args:?}");
    }
    let (code, error) = failure(&by_policy(directory.path(), "find", &["--within", "Mars"]));
    assert_eq!((code, &error["kind"]), (Some(2), &json!("Tag")));

    let proposal = json!({"subnet": "s1", "add": ["e1"], "remove": ["d1"]});
    std::fs::write(directory.path().join("p.json"), proposal.to_string()).unwrap();
    let args = ["--tag", "CH", "EU", "--proposal", "p.json"];
    let shown = stdout(&by_policy(directory.path(), "shares", &args));
    let share = |tag: &str, [nodes, members, members_after, subnets, subnets_within]: [u32; 5]| {
        json!({
            "tag": tag, "nodes": nodes, "members": members, "members_after": members_after,
            "subnets": subnets, "subnets_within": subnets_within,
        })
    };
    let expected = json!({
        "nodes": 6, "members": 4, "members_after": 4,
        "shares": [share("CH", [3, 2, 1, 1, 0]), share("EU", [2, 1, 2, 1, 0])],
    });
    assert_eq!(shown, expected);
    let all = stdout(&by_policy(directory.path(), "shares", &[]));
    let tags: Vec<_> = all["shares"]
        .as_array()
        .unwrap()
        .iter()
        .map(|share| &share["tag"])
        .collect();
    assert_eq!(tags, ["CH", "DE", "FR", "GB"]);
}

#[test]
fn should_say_what_a_place_would_take_with_it() {
    let directory = small();
    let near = |radius_km: &str| {
        let place = [
            "--latitude",
            "47.3744",
            "--longitude",
            "8.541",
            "--radius-km",
            radius_km,
        ];
        let args = [&["--gps", "gps.csv"][..], &place].concat();
        stdout(&run(directory.path(), "near", &args))
    };
    let zurich = near("100");
    let data_center = json!({"dc_id": "da", "distance_km": 0, "nodes": 1, "subnets": ["s1"]});
    assert_eq!(zurich["data_centers"], json!([data_center]));
    assert_eq!(zurich["data_centers_without_coordinates"], 3);
    assert_eq!(zurich["subnets_lost"], json!([]), "one of four may fail");
    let switzerland = near("300");
    assert_eq!(
        (&switzerland["nodes"], &switzerland["subnets_lost"]),
        (&json!(2), &json!(["s1"]))
    );
    assert_eq!(near("20038")["nodes"], 3);
}
