//! Files that are broken, and what cannot be asked.

use super::{NODES, Value, by_policy, failure, json, run, small};

#[test]
fn should_name_line_and_field_of_a_broken_row() {
    let directory = small();
    let header = "node_id,dc_id,region,owner,node_operator_id,node_provider_id,status,subnet_id,node_type,sev\n";
    let good = "a1,da,\"Europe,CH,Zurich\",Example,oa,pa,UP,s1,REPLICA,true\n";
    let other = good.replace("a1,", "a2,");
    for (row, field) in [
        (good.to_owned(), "node_id"),
        (other.replace("a2,", ","), "node_id"),
        (other.replace(",da,", ",,"), "dc_id"),
        (other.replace("Europe,CH,Zurich", "Europe,CH"), "region"),
        (other.replace("Europe,CH,Zurich", "Europe,CH,"), "region"),
        (
            other.replace("Europe,CH,Zurich", "Europe,,Zurich"),
            "region",
        ),
        (other.replace(",Example,", ",,"), "owner"),
        (other.replace(",oa,", ",,"), "node_operator_id"),
        (other.replace(",pa,", ",,"), "node_provider_id"),
        (other.replace(",UP,", ",WELL,"), "status"),
        (other.replace("REPLICA", "SPARE"), "node_type"),
        (other.replace("REPLICA", "API_BOUNDARY"), "subnet_id"),
        (other.replace("true", "yes"), "sev"),
        (other.replace(",REPLICA,true", ",REPLICA"), "row"),
    ] {
        std::fs::write(
            directory.path().join("nodes.csv"),
            format!("{header}{good}{row}"),
        )
        .unwrap();
        let (code, error) = failure(&run(directory.path(), "evaluate", &[]));
        let found = (code, &error["file"], &error["line"], &error["field"]);
        let expected = (Some(2), &json!("nodes.csv"), &json!(3), &json!(field));
        assert_eq!(found, expected, "{error}");
    }
    for text in [header, "node_id,dc_id\n"] {
        std::fs::write(directory.path().join("nodes.csv"), text).unwrap();
        let (code, error) = failure(&run(directory.path(), "evaluate", &[]));
        assert_eq!((code, &error["kind"]), (Some(2), &json!("Input")));
    }
    std::fs::write(directory.path().join("nodes.csv"), NODES).unwrap();
    for (row, field) in [
        ("da,91,8", "latitude"),
        ("da,47,8e1", "longitude"),
        ("db,47,8", "dc_id"),
        (",47,8", "dc_id"),
    ] {
        let text = format!("dc_id,latitude,longitude\ndb,51.5,0\n{row}\n");
        std::fs::write(directory.path().join("gps.csv"), text).unwrap();
        let (code, error) = failure(&run(directory.path(), "evaluate", &["--gps", "gps.csv"]));
        assert_eq!(
            (code, &error["line"], &error["field"]),
            (Some(2), &json!(3), &json!(field))
        );
    }
}

#[test]
fn should_refuse_policies_that_say_nothing_or_too_much() {
    let directory = small();
    let rules = |rules: Value| json!([{"kind": "small", "rules": rules}]);
    let size = |field: &str, value: Value| {
        let mut with = json!({"min_size": 4, "max_size": 4});
        with[field] = value;
        rules(with)
    };
    for (policy, kind) in [
        (rules(json!({})), "Policy"),
        (size("max_size", json!(3)), "Policy"),
        (size("max_sise", json!(4)), "Input"),
        (
            size("caps", json!([{"dimension": "planet", "max": 1}])),
            "Input",
        ),
        (
            size("caps", json!([{"dimension": "country", "max": 0}])),
            "Policy",
        ),
        (json!({"policies": [], "subnets": {"s1": "small"}}), "Input"),
        (json!({"policy": []}), "Input"),
    ] {
        std::fs::write(directory.path().join("policy.json"), policy.to_string()).unwrap();
        let (code, error) = failure(&by_policy(directory.path(), "evaluate", &[]));
        assert_eq!((code, &error["kind"]), (Some(2), &json!(kind)), "{policy}");
    }
    for (verb, args) in [
        ("propose", &["--subnet", "s1"][..]),
        ("propose", &["--subnet", "s1", "--heal", "--resize", "4"]),
        ("propose", &["--subnet", "s9", "--heal"]),
        ("create", &["--kind", "smaller"]),
        (
            "near",
            &["--latitude", "0", "--longitude", "0", "--radius-km", "1"],
        ),
    ] {
        let (code, _) = failure(&run(directory.path(), verb, args));
        assert_eq!(code, Some(2), "{verb} {args:?}");
    }
    let (code, error) = failure(&run(directory.path(), "create", &["--kind", "application"]));
    assert_eq!((code, &error["kind"]), (Some(1), &json!("NotEnoughNodes")));
}
