//! The real network of 2025-10-31: published numbers.

use super::{Value, json, run, stdout};
use crate::FACTS;
use bonafide_client::import::facts::Facts;
use bonafide_types::registry::{ImportRow, NodeRole, NodeStatus};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    path::Path,
};

const NNS: &str = "tdb26-jop6k-aogll-7ltgs-eruif-6kk7m-qpktf-gdiqx-mxtrf-vb5e6-eqe";

/// The file that the facts were taken from, where it is at hand.
const SOURCE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/data/network/nodes-2025-10-31.csv"
);

/// The facts as a file of nodes.
fn nodes() -> String {
    let facts = Facts::read(&std::fs::read_to_string(FACTS).unwrap()).unwrap();
    let (mut data_centers, mut operators) = (BTreeMap::new(), BTreeMap::new());
    for row in facts.network.rows() {
        match row {
            ImportRow::DataCenter {
                id, owner, region, ..
            } => _ = data_centers.insert(id, (owner, region)),
            ImportRow::Operator {
                id,
                provider,
                dc_id,
            } => _ = operators.insert(id, (provider, dc_id)),
            _ => {}
        }
    }
    let mut text = String::from(
        "node_id,dc_id,region,owner,node_operator_id,node_provider_id,node_type,status,subnet_id\n",
    );
    for row in facts.network.rows() {
        let ImportRow::Node {
            id,
            operator,
            role,
            status,
            subnet,
            ..
        } = row
        else {
            continue;
        };
        let (provider, dc_id) = operators[operator];
        let (owner, region) = data_centers[dc_id];
        let role = match role {
            NodeRole::Replica => "REPLICA",
            NodeRole::Unassigned => "UNASSIGNED",
            NodeRole::ApiBoundary => "API_BOUNDARY",
        };
        let status = match status {
            NodeStatus::Up => "UP",
            NodeStatus::Degraded => "DEGRADED",
            NodeStatus::Down => "DOWN",
            NodeStatus::Unknown => "UNKNOWN",
        };
        let subnet = subnet.map(|subnet| subnet.to_string()).unwrap_or_default();
        writeln!(
            text,
            "{id},{dc_id},\"{region}\",\"{owner}\",{operator},{provider},{role},{status},{subnet}"
        )
        .unwrap();
    }
    text
}

fn network() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("nodes.csv"), nodes()).unwrap();
    directory
}

fn evaluation(directory: &Path, args: &[&str]) -> Value {
    stdout(&run(directory, "evaluate", args))
}

/// Subnets by the first group of their ids.
fn by_group(evaluation: &Value) -> BTreeMap<String, &Value> {
    let subnets = evaluation["subnets"].as_object().unwrap().iter();
    subnets
        .map(|(id, subnet)| (id.split('-').next().unwrap().to_owned(), subnet))
        .collect()
}

#[test]
fn should_give_the_published_coefficients() {
    let directory = network();
    let shown = evaluation(directory.path(), &[]);
    assert_eq!(shown["nodes"], 1_447);
    assert_eq!(shown["total_violations"], 0);
    let subnets = by_group(&shown);
    assert_eq!(subnets.len(), 47);
    for (group, kind, size, six) in [
        ("tdb26", "nns", 40, [13, 12, 13, 13, 7, 5]),
        ("pzp6e", "fiduciary", 34, [12, 12, 12, 12, 9, 6]),
        ("x33ed", "sns", 34, [12, 12, 12, 12, 8, 5]),
        ("uzr34", "internet-identity", 34, [12, 12, 12, 12, 7, 5]),
        ("bkfrj", "european", 13, [5, 5, 5, 5, 5, 3]),
    ] {
        let subnet = subnets[group];
        assert_eq!(
            (&subnet["kind"], &subnet["size"]),
            (&json!(kind), &json!(size))
        );
        let names = [
            "node_operator",
            "node_provider",
            "data_center",
            "data_center_owner",
            "area",
            "country",
        ];
        let found = names.map(|name| subnet["nakamoto_dre"][name].as_u64().unwrap());
        assert_eq!(found, six, "{group}");
        let product: u64 = six.iter().product();
        assert_eq!(subnet["product"], product.to_string());
        assert_eq!(subnet["sum"], six.iter().sum::<u64>());
    }
    let best = subnets
        .values()
        .filter(|subnet| subnet["size"] == 13 && subnet["product"] == "15625");
    assert_eq!(
        best.count(),
        26,
        "5 of everything is the most that 13 nodes can have"
    );
}

#[test]
fn should_say_the_same_of_the_file_that_the_facts_were_taken_from() {
    let Ok(source) = std::fs::read_to_string(SOURCE) else {
        eprintln!("{SOURCE} is absent: nothing is compared with it");
        return;
    };
    let directory = network();
    let seed = |directory: &Path| stdout(&run(directory, "heal", &[]))["tie_break_seed"].clone();
    let (shown, of_facts) = (evaluation(directory.path(), &[]), seed(directory.path()));
    std::fs::write(directory.path().join("nodes.csv"), source).unwrap();
    assert_eq!(evaluation(directory.path(), &[]), shown);
    assert_eq!(seed(directory.path()), of_facts);
}

#[test]
fn should_never_gain_by_linking_providers() {
    let directory = network();
    let alone = evaluation(directory.path(), &[]);
    let facts = Facts::read(&std::fs::read_to_string(FACTS).unwrap()).unwrap();
    let providers = facts.network.rows().iter().filter_map(|row| match row {
        ImportRow::Provider { id, .. } => Some(id.to_string()),
        _ => None,
    });
    let providers: Vec<_> = providers.collect();
    let clusters: Vec<_> = providers.chunks(3).collect();
    std::fs::write(
        directory.path().join("clusters.json"),
        json!(clusters).to_string(),
    )
    .unwrap();
    let linked = evaluation(directory.path(), &["--clusters", "clusters.json"]);
    let (alone, linked) = (by_group(&alone), by_group(&linked));
    let mut fell = 0;
    for (group, before) in &alone {
        let after = linked[group];
        for coefficients in ["nakamoto", "nakamoto_dre"] {
            let before = before[coefficients].as_object().unwrap();
            for (dimension, before) in before {
                let after = &after[coefficients][dimension];
                if dimension == "cluster" {
                    assert!(after.as_u64() <= before.as_u64(), "{group}");
                    fell += u32::from(after != before);
                } else {
                    assert_eq!(after, before, "{group}: {dimension}");
                }
            }
        }
        assert_eq!(after["product"], before["product"], "{group}");
    }
    assert!(fell > 0, "some of them stand in one subnet");
}

#[test]
fn should_say_why_there_is_no_subnet_in_the_united_states() {
    let directory = network();
    let feasible = |args: &[&str]| {
        let args = [&["--kind", "us"][..], args].concat();
        stdout(&run(directory.path(), "feasible", &args))
    };
    for all_nodes in [&[][..], &["--all-nodes"]] {
        let shown = feasible(all_nodes);
        let sizes = (&shown["max_size"], &shown["upper_bound"], &shown["wanted"]);
        assert_eq!(sizes, (&json!(10), &json!(10), &json!(13)));
        let parts = shown["bottleneck"].as_array().unwrap();
        let nodes: u64 = parts
            .iter()
            .map(|part| part["nodes"].as_u64().unwrap())
            .sum();
        assert_eq!(nodes, 10, "a cut is as large as what it bounds");
        let owners = parts
            .iter()
            .find(|part| part["dimension"] == "data_center_owner");
        assert!(owners.unwrap()["count"].as_u64().unwrap() > 0, "{shown}");
        let two = feasible(&[all_nodes, &["--owner-cap", "2"]].concat());
        assert!(two["max_size"].as_u64().unwrap() >= 13, "{two}");
    }
    // One country at most twice is another bound.
    let two = feasible(&["--country-cap", "2"]);
    assert_eq!(two["upper_bound"], 2);
}

#[test]
fn should_exchange_all_nodes_that_are_down() {
    let directory = network();
    let output = run(directory.path(), "heal", &[]);
    std::fs::write(directory.path().join("p.json"), &output.stdout).unwrap();
    let shown = stdout(&output);
    assert_eq!(
        (&shown["unhealthy_before"], &shown["unhealthy_after"]),
        (&json!(14), &json!(0))
    );
    assert_eq!(shown["total_violations_after"], 0);
    assert_eq!(shown["accepted"], true, "{}", shown["findings"]);
    let changes = shown["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 14);
    assert_eq!(
        changes[0]["subnet"], NNS,
        "the most critical one comes first"
    );
    for change in changes {
        for field in ["add", "remove"] {
            assert_eq!(change[field].as_array().unwrap().len(), 1, "{change}");
        }
    }
    let judged = stdout(&run(directory.path(), "verify", &["--proposal", "p.json"]));
    assert_eq!(judged["changes"], shown["changes"]);
}

#[test]
fn should_make_more_subnets_at_once_than_one_after_the_other() {
    let directory = network();
    let args = ["--kind", "application", "--count", "100"];
    let output = run(directory.path(), "create", &args);
    std::fs::write(directory.path().join("p.json"), &output.stdout).unwrap();
    let shown = stdout(&output);
    let number = |name: &str| shown["formation"][name].as_u64().unwrap();
    let (formed, greedy) = (number("formed"), number("greedy"));
    assert!(greedy > 0 && formed > greedy, "{}", shown["formation"]);
    assert!(number("upper_bound") >= formed && number("wanted") == 100);
    let subnets = shown["changes"].as_array().unwrap();
    assert_eq!(subnets.len() as u64, formed);
    let mut taken = BTreeSet::new();
    for subnet in subnets {
        assert_eq!(
            (&subnet["after"]["size"], &subnet["after"]["violations"]),
            (&json!(13), &json!([]))
        );
        taken.extend(
            subnet["add"]
                .as_array()
                .unwrap()
                .iter()
                .map(Value::to_string),
        );
    }
    assert_eq!(taken.len(), 13 * subnets.len(), "each node once");
    let judged = stdout(&run(directory.path(), "verify", &["--proposal", "p.json"]));
    assert_eq!(judged["accepted"], true);
}

#[test]
fn should_propose_what_it_would_accept() {
    let directory = network();
    for args in [
        &["--subnet", "tdb26", "--replace", "1"][..],
        &["--subnet", NNS, "--replace", "3"],
        &["--subnet", "bkfrj", "--heal"],
        &["--subnet", "tdb26", "--resize", "43"],
    ] {
        let shown = stdout(&run(directory.path(), "propose", args));
        let searched = &shown["searched"][0];
        let weight = |when: &str| searched[when]["violations"].as_u64().unwrap();
        assert!(
            weight("score_after") <= weight("score_before"),
            "{args:?}: {shown}"
        );
        assert_eq!(shown["accepted"], true, "{args:?}: {}", shown["findings"]);
    }
    let create = run(directory.path(), "create", &["--kind", "application"]);
    let shown = stdout(&create);
    assert_eq!(shown["accepted"], true);
    assert_eq!(shown["changes"][0]["after"]["product"], "15625");
    assert_eq!(shown["searched"][0]["optimality"], "proven");
}
