//! Commands about subnets as the verbs make them, and what they refuse before any call.

use super::{
    NOWHERE, PROVIDER, REGISTRY, bonafide, failure,
    governed_rewards::{made, refused},
};
use bonafide_types::{
    governance::Command,
    id::{NodeId, SubnetId},
    registry::{
        ChangeSubnetMembershipArgs, CordonArgs, CordonKey, CreateSubnetArgs, Dimension,
        MembershipChange, NodeCap, SetCordonsArgs, SetSubnetKindsArgs, SetSubnetPolicyArgs,
        ShareRule, SubnetKindArgs, SubnetRules,
    },
};
use candid::Principal;
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

fn directory() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn write(directory: &Path, file: &str, value: &Value) {
    std::fs::write(directory.join(file), value.to_string()).unwrap();
}

fn subnet() -> SubnetId {
    SubnetId(Principal::from_text(REGISTRY).unwrap())
}

fn node(text: &str) -> NodeId {
    NodeId(Principal::from_text(text).unwrap())
}

#[test]
fn should_set_a_policy_from_a_file() {
    let directory = directory();
    let rules = SubnetRules {
        min_size: 7,
        max_size: 13,
        byzantine_size: true,
        caps: vec![NodeCap {
            dimension: Dimension::NodeProvider,
            max: 1,
        }],
        special_caps: vec![],
        required_tags: vec!["CH".into()],
        forbidden_tags: vec![],
        shares: vec![ShareRule {
            tag: "US".into(),
            numerator: 1,
            denominator: 3,
            strict: true,
        }],
        sev: false,
        healthy_removal_divisor: 6,
    };
    let given = serde_json::to_value(&rules).unwrap();
    write(directory.path(), "rules.json", &given);
    let set = [
        "subnet",
        "set-policy",
        "swiss",
        "--file",
        "rules.json",
        "--source",
        "s",
        "--effective-from",
        "2027-01-01",
    ];
    let expected = SetSubnetPolicyArgs {
        kind: "swiss".into(),
        rules,
        source: "s".into(),
        effective_from_ns: Some(1_798_761_600_000_000_000),
    };
    assert_eq!(
        made(directory.path(), &set),
        Command::SetSubnetPolicy(expected)
    );
    // Misspelt, and left out.
    let mut misspelt = given.clone();
    misspelt["max_sizes"] = json!(13);
    let mut missing = given;
    missing.as_object_mut().unwrap().remove("sev");
    for broken in [misspelt, missing] {
        write(directory.path(), "rules.json", &broken);
        assert_eq!(refused(directory.path(), &set), "File", "{broken}");
    }
}

#[test]
fn should_name_kinds_of_subnets() {
    let directory = directory();
    let first = format!("{REGISTRY}=nns");
    let second = format!("{PROVIDER}=swiss");
    let kind = |id: &str, kind: &str| SubnetKindArgs {
        subnet_id: SubnetId(Principal::from_text(id).unwrap()),
        kind: kind.into(),
    };
    let expected = SetSubnetKindsArgs {
        kinds: vec![kind(REGISTRY, "nns"), kind(PROVIDER, "swiss")],
    };
    assert_eq!(
        made(directory.path(), &["subnet", "set-kind", &first, &second]),
        Command::SetSubnetKinds(expected)
    );
    for wrong in [&["subnet", "set-kind"][..], &["subnet", "set-kind", "nns"]] {
        assert_eq!(refused(directory.path(), wrong), "Usage", "{wrong:?}");
    }
}

#[test]
fn should_change_members_by_a_file() {
    let directory = directory();
    let change = json!({ "subnet": REGISTRY, "add": [PROVIDER], "remove": ["aaaaa-aa"] });
    let verb = ["subnet", "change", "--proposal", "p.json", "--reason", "r"];
    let expected = Command::ChangeSubnetMembership(ChangeSubnetMembershipArgs {
        changes: vec![MembershipChange {
            subnet_id: subnet(),
            node_ids_add: vec![node(PROVIDER)],
            node_ids_remove: vec![node("aaaaa-aa")],
        }],
        reason: "r".into(),
    });
    for file in [change.clone(), json!([change])] {
        write(directory.path(), "p.json", &file);
        assert_eq!(made(directory.path(), &verb), expected);
    }
    let new = json!({ "kind": "swiss", "add": [PROVIDER] });
    for wrong in [json!([change, new]), json!([]), json!({ "subnet": "s1" })] {
        write(directory.path(), "p.json", &wrong);
        assert_eq!(refused(directory.path(), &verb), "File", "{wrong}");
    }
    assert_eq!(refused(directory.path(), &verb[..4]), "Usage");
}

#[test]
fn should_create_a_subnet_by_options_or_by_a_file() {
    let directory = directory();
    let create = ["subnet", "create", REGISTRY, "--reason", "r"];
    let expected = Command::CreateSubnet(CreateSubnetArgs {
        subnet_id: subnet(),
        kind: "swiss".into(),
        node_ids: vec![node(PROVIDER), node("aaaaa-aa")],
        reason: "r".into(),
    });
    let by_options = ["--kind", "swiss", "--node", PROVIDER, "--node", "aaaaa-aa"];
    let by_options = [&create[..], &by_options].concat();
    assert_eq!(made(directory.path(), &by_options), expected);

    let new = json!({ "kind": "swiss", "add": [PROVIDER, "aaaaa-aa"] });
    write(directory.path(), "p.json", &new);
    let by_file = [&create[..], &["--proposal", "p.json"]].concat();
    assert_eq!(made(directory.path(), &by_file), expected);
    let same_kind = [&by_file[..], &["--kind", "swiss"]].concat();
    assert_eq!(made(directory.path(), &same_kind), expected);
    let other_kind = [&by_file[..], &["--kind", "nns"]].concat();
    assert_eq!(refused(directory.path(), &other_kind), "File");
    write(directory.path(), "p.json", &json!([new, new]));
    assert_eq!(refused(directory.path(), &by_file), "File");

    for wrong in [
        &["--kind", "swiss"][..],
        &["--node", PROVIDER],
        &[
            "--kind",
            "swiss",
            "--node",
            PROVIDER,
            "--proposal",
            "p.json",
        ],
    ] {
        let verb = [&create[..], wrong].concat();
        assert_eq!(refused(directory.path(), &verb), "Usage", "{wrong:?}");
    }
}

#[test]
fn should_set_and_lift_cordons() {
    let directory = directory();
    let cordon = [
        "subnet",
        "cordon",
        "data-center-owner",
        "An owner",
        "--reason",
        "r",
        "--until",
        "2027-01-01",
    ];
    let set = CordonArgs {
        dimension: Dimension::DataCenterOwner,
        actor: "An owner".into(),
        reason: "r".into(),
        until_ns: 1_798_761_600_000_000_000,
    };
    assert_eq!(
        made(directory.path(), &cordon),
        Command::SetCordons(SetCordonsArgs {
            set: vec![set],
            lift: vec![],
        })
    );
    let lift = CordonKey {
        dimension: Dimension::Country,
        actor: "CH".into(),
    };
    assert_eq!(
        made(
            directory.path(),
            &["subnet", "lift-cordon", "country", "CH"]
        ),
        Command::SetCordons(SetCordonsArgs {
            set: vec![],
            lift: vec![lift],
        })
    );
    let planet = ["subnet", "lift-cordon", "planet", "CH"];
    assert_eq!(refused(directory.path(), &planet), "Usage");
    assert_eq!(refused(directory.path(), &cordon[..6]), "Usage");
}

#[test]
fn should_refuse_questions_that_contradict_themselves() {
    let directory = directory();
    for wrong in [
        &["propose"][..],
        &["propose", REGISTRY],
        &["propose", "--heal"],
        &["propose", REGISTRY, "--heal", "--replace", "1"],
        &["propose", REGISTRY, "--create", "swiss"],
        &["propose", REGISTRY, "--heal", "--size", "13"],
        &["evaluate", REGISTRY, "--violating"],
        &["evaluate", "s1"],
        &["feasible"],
        &["feasible", "--kind", "swiss", "--cap", "planet=1"],
        &[
            "near",
            "--latitude",
            "47.3",
            "--longitude",
            "east",
            "--radius-km",
            "1",
        ],
        &["near", "--latitude", "47.3", "--longitude", "-8.5"],
        &["record", "first"],
        &["verify"],
    ] {
        let args = [&["--json", "subnet"][..], wrong].concat();
        let (code, error) = failure(&bonafide(directory.path(), &args));
        assert_eq!(
            (code, &error["kind"]),
            (Some(2), &json!("Usage")),
            "{wrong:?}"
        );
    }
}

/// The file is read before the network is looked for.
#[test]
fn should_name_a_broken_proposal_file() {
    let directory = directory();
    write(
        directory.path(),
        "p.json",
        &json!({ "subnet": REGISTRY, "adds": [] }),
    );
    for verb in [
        &["verify", "--proposal", "p.json"][..],
        &["shares", "--proposal", "p.json"],
    ] {
        let global = [
            "--json",
            "--network",
            NOWHERE,
            "--canister",
            REGISTRY,
            "subnet",
        ];
        let (code, error) = failure(&bonafide(directory.path(), &[&global[..], verb].concat()));
        assert_eq!(
            (code, &error["kind"]),
            (Some(2), &json!("File")),
            "{verb:?}"
        );
        assert_eq!(error["file"], "p.json");
    }
}
