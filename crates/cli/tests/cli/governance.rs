//! Commands on their ways to authority, and governance's certified answers.

use super::{FACTS, NOWHERE, PROVIDER, bonafide, failure, run, stdout};
use bonafide_client::verify::testing::TestNetwork;
use bonafide_policy::{command, motion};
use bonafide_types::governance::{Command, Neuron, table};
use candid::Principal;
use serde_json::{Value, json};
use std::time::SystemTime;

const GOVERNANCE: &str = "rrkah-fqaaa-aaaaa-aaaaq-cai";
const ADD: [&str; 13] = [
    "data-center",
    "add",
    "zh9",
    "--name",
    "Zurich 9",
    "--owner",
    "Example AG",
    "--region",
    "Europe,CH,Zurich",
    "--latitude",
    "47.3744",
    "--longitude",
    "-8.541",
];

/// `data-center add` with an option, and what it prints as JSON. Nothing listens.
fn add(option: &str) -> Value {
    let global = ["--json", "--network", NOWHERE];
    let canister = ["--governance-canister", GOVERNANCE];
    let args = [&global[..], &canister, &ADD, &[option]].concat();
    stdout(&run(&args))
}

#[test]
fn should_refuse_ways_that_contradict_each_other() {
    for more in [
        &["--candid", "--motion"][..],
        &["--neuron", "1", "--validate"],
        &["--title", "A title"],
        &["--neuron", "first"],
    ] {
        let args = [&["--json"][..], &ADD, more].concat();
        let (code, error) = failure(&run(&args));
        assert_eq!(
            (code, &error["kind"]),
            (Some(2), &json!("Usage")),
            "{more:?}"
        );
    }
    for args in [
        &["proposal", "vote", "1", "maybe", "--neuron", "1"][..],
        &["proposal", "submit", "--neuron", "1", "--title", "A title"],
        &["proposal", "list", "--status", "shut"],
        &["proposal", "render", "1", "--command", "variant { A }"],
        &["journal", "list", "--method", "m", "--source", "sns"],
        &["journal", "list", "--record", "nothing"],
        &["neuron", "follow", "1", "--topic", "weather"],
        &["motion", "template"],
    ] {
        let args = [&["--json"][..], args].concat();
        let (code, error) = failure(&run(&args));
        assert_eq!(
            (code, &error["kind"]),
            (Some(2), &json!("Usage")),
            "{args:?}"
        );
    }
}

#[test]
fn should_carry_the_same_command_every_way() {
    let printed = add("--candid");
    let text = printed["candid"].as_str().unwrap();
    assert!(text.contains("AddDataCenter = record"), "{text}");

    let payload = hex::decode(add("--sns-payload")["sns_payload"].as_str().unwrap()).unwrap();
    let command = command::from_candid(&payload).unwrap();
    let Command::AddDataCenter(args) = &command else {
        panic!("{command:?}");
    };
    assert_eq!(
        (args.id.as_str(), args.gps.longitude_udeg),
        ("zh9", -8_541_000)
    );

    let canister = Principal::from_text(GOVERNANCE).unwrap();
    let by_motion = add("--motion");
    let from_text = stdout(&run(&[
        "--json",
        "--governance-canister",
        GOVERNANCE,
        "motion",
        "template",
        "--command",
        text,
    ]));
    for shown in [&by_motion, &from_text] {
        let text = shown["motion_text"].as_str().unwrap();
        assert_eq!(motion::read(text, canister).unwrap(), command);
    }
    let hash = json!(command::hash(&command).to_string());
    for shown in [&printed, &by_motion, &from_text] {
        assert_eq!(shown["command_hash"], hash);
    }
}

#[test]
fn should_print_a_motion_that_can_be_pasted_and_say_its_length_beside_it() {
    let output = run(&[
        "--governance-canister",
        GOVERNANCE,
        "motion",
        "template",
        "--command",
        "variant { SetSnsGovernance = record { sns_governance = null } }",
    ]);
    let text = String::from_utf8(output.stdout).unwrap();
    let canister = Principal::from_text(GOVERNANCE).unwrap();
    let command = motion::read(&text, canister).unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let expected = format!(
        "command hash {}, {} of at most 10000 bytes\n",
        command::hash(&command),
        text.len()
    );
    assert_eq!(said, expected);
}

#[test]
fn should_refuse_a_command_with_a_misspelt_field_or_too_long_for_a_motion() {
    let directory = tempfile::tempdir().unwrap();
    let template = |text: &str| {
        std::fs::write(directory.path().join("command"), text).unwrap();
        let args = [
            "--json",
            "--governance-canister",
            GOVERNANCE,
            "motion",
            "template",
            "--command-file",
            "command",
        ];
        failure(&bonafide(directory.path(), &args))
    };
    let (code, error) =
        template("variant { ChangeNeuron = record { neuron_id = 1; voting_pwer = opt 2 } }");
    assert_eq!((code, &error["kind"]), (Some(2), &json!("Command")));
    assert!(error["message"].as_str().unwrap().contains("voting_pwer"));

    let evidence = "x".repeat(8_000);
    let (code, error) = template(&format!(
        "variant {{ SettleQuarantine = record {{ journal_id = 1; executed = true; evidence = \"{evidence}\" }} }}"
    ));
    assert_eq!((code, &error["kind"]), (Some(2), &json!("TooLong")));
}

#[test]
fn should_print_the_commands_of_both_imports() {
    let args = ["--json", "import", "facts", FACTS, "--candid"];
    let shown = stdout(&run(&args));
    let plan = stdout(&run(&["--json", "import", "plan", "facts", FACTS]));
    let commands = shown["imports"].as_array().unwrap();
    assert_eq!(commands.len(), 2);
    for (command, plan) in commands.iter().zip(plan["imports"].as_array().unwrap()) {
        let text = command["candid"].as_str().unwrap();
        let version = plan["source_version"].as_str().unwrap();
        assert!(
            text.contains("BeginImport") && text.contains(version),
            "{text}"
        );
    }
}

/// A saved answer of governance about a neuron that is there and one that is not.
fn saved() -> (Value, String) {
    let canister = Principal::from_text(GOVERNANCE).unwrap();
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap();
    let mut network = TestNetwork::new(canister, u64::try_from(now.as_nanos()).unwrap());
    let neuron = Neuron {
        id: 1,
        controller: Principal::from_text(PROVIDER).unwrap().into(),
        hot_keys: vec![],
        voting_power: 77,
        followees: vec![],
    };
    let row = minicbor::to_vec(&neuron).unwrap();
    network.put(table::NEURON, &1_u64.to_be_bytes(), &row);
    let keys = [1_u64, 2].map(u64::to_be_bytes);
    let asked = keys.each_ref().map(|key| (table::NEURON, &key[..]));
    let answer = network.rows(&asked);
    let rows: Vec<_> = answer
        .rows
        .iter()
        .map(|row| {
            json!({
                "table": row.table,
                "key": hex::encode(&row.key),
                "row": row.row.as_ref().map(hex::encode),
            })
        })
        .collect();
    let saved = json!({
        "canister": canister,
        "rows": rows,
        "certificate": hex::encode(&answer.certificate),
        "witness": hex::encode(&answer.witness),
    });
    (saved, hex::encode(network.root_key()))
}

#[test]
fn should_verify_answers_of_governance_by_its_own_tables() {
    let (answer, key) = saved();
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("answer.json"), answer.to_string()).unwrap();
    let verify = |canister: &[&str]| {
        let global = ["--json", "--network", NOWHERE, "--root-key", &key];
        let args = [&global[..], canister, &["verify", "answer", "answer.json"]].concat();
        bonafide(directory.path(), &args)
    };
    let shown = stdout(&verify(&["--governance-canister", GOVERNANCE]));
    assert_eq!(shown["of"], "governance");
    assert_eq!(shown["rows"][0]["record"]["voting_power"], 77);
    assert_eq!(shown["rows"][1]["present"], false);
    // As an answer of another canister it is not believed.
    let (code, error) = failure(&verify(&["--canister", PROVIDER]));
    assert_eq!((code, &error["kind"]), (Some(4), &json!("OtherCanister")));
}
