//! Later chapters: who is one actor, ends of generations, boundary nodes, offboarding.

use super::onboarding::{GENERATION, VERSION, node};
use super::people::{People, Person};
use super::stage::Stage;
use super::story::Steps;
use super::{Context, Failure, ways};
use serde_json::json;
use std::fs;

/// A claim by one, then by both.
pub(super) fn independence(
    stage: &Stage,
    people: &People,
    steps: &mut Steps,
) -> Result<(), Failure> {
    let (one, two) = (&people.one, &people.two);
    let ids = [one, two].map(|person| person.principal.to_text());
    let explain = ["cluster", "explain", &ids[0], &ids[1]];

    steps.next("Independence: one provider declares a shared owner, the other names nobody.");
    stage.show(Some(two), &["cluster", "answer", "--none"])?;
    answer(stage, one, &ids[1])?;
    println!("   A claim is no verdict: it raises an alert, and nothing is merged.");
    stage.show(None, &["cluster", "alerts"])?;
    expect(stage, &explain, "/one_actor", &json!(false))?;

    steps.next("Independence: both declare it, and count as one actor.");
    answer(stage, two, &ids[0])?;
    stage.show(None, &explain)?;
    expect(stage, &explain, "/one_actor", &json!(true))?;
    expect(stage, &["cluster", "alerts"], "/alerts", &json!([]))?;
    stage.show(None, &["cluster", "show", &ids[0]])
}

fn answer(stage: &Stage, who: &Person, other: &str) -> Result<(), Failure> {
    let answers = json!({
        "owners": [],
        "links": [{ "kind": "SharedOwner", "provider": other, "evidence": null }],
    });
    fs::write(stage.directory().join("answers.json"), answers.to_string()).when("answers.json")?;
    stage.show(Some(who), &["cluster", "answer", "--file", "answers.json"])
}

/// An end date needs notice.
pub(super) fn generation(stage: &Stage, people: &People, steps: &mut Steps) -> Result<(), Failure> {
    steps.next("Hardware: an end of support without notice is refused; one with notice holds.");
    let end = |date| {
        [
            "generation",
            "set",
            GENERATION,
            "--node-type",
            "type3.1",
            "--onboarding-from",
            "2023-01-01",
            "--supported-until",
            date,
        ]
    };
    let sudden = [end("2024-01-01").as_slice(), &["--validate"]].concat();
    ways::refused(stage, None, &sudden)?;
    ways::by_council(stage, people, &end("2099-01-01"))?;
    stage.show(None, &["generation", "list"])
}

/// A batch is taken whole or not at all, and a minimum of operators stays.
pub(super) fn boundary_nodes(
    stage: &Stage,
    people: &People,
    steps: &mut Steps,
) -> Result<(), Failure> {
    steps.next("Boundary nodes: a batch with one bad entry is refused whole; a good one holds.");
    let (first, second, gone) = (node(1), node(4), node(2));
    let add = |other| ["boundary-node", "add", &first, other, "--version", VERSION];
    let bad = [add(&gone).as_slice(), &["--validate"]].concat();
    ways::refused(stage, None, &bad)?;
    ways::by_council(stage, people, &add(&second))?;
    stage.show(None, &["boundary-node", "list"])?;
    println!("   The last but one operator stays:");
    let remove = ["boundary-node", "remove", &first, "--validate"];
    ways::refused(stage, None, &remove)
}

/// An offboarded provider takes its operators and its cluster along, until a vote says more.
pub(super) fn offboarding(
    stage: &Stage,
    people: &People,
    steps: &mut Steps,
) -> Result<(), Failure> {
    let ids = [&people.one, &people.two].map(|person| person.principal.to_text());
    let operators =
        [&people.one_operator, &people.two_operator].map(|person| person.principal.to_text());

    steps.next("Offboarding: the provider whose acceptance lapsed is removed, and barred.");
    let reason = "It did not accept the declaration in time (demo)";
    let offboard = ["provider", "offboard", &ids[1], "--reason", reason];
    ways::by_council(stage, people, &offboard)?;
    let offboarded = ["provider", "list", "--status", "offboarded"];
    stage.show(None, &offboarded)?;
    expect(stage, &offboarded, "/providers/0/id", &json!(ids[1]))?;
    stage.show(None, &["operator", "standing", &operators[1]])?;

    steps.next("Offboarding: who is one actor with it gets nothing more either.");
    let allowance = ["operator", "update", &operators[0], "--allowance", "2"];
    let asked = [allowance.as_slice(), &["--validate"]].concat();
    ways::refused(stage, None, &asked)?;

    steps.next("Readmission: only a proposal that names both lets the other one go on.");
    let readmit = [
        "provider",
        "readmit",
        &ids[0],
        "--despite",
        &ids[1],
        "--reason",
        "It showed that it decides alone (demo)",
    ];
    ways::by_council(stage, people, &readmit)?;
    ways::by_council(stage, people, &allowance)?;
    stage.show(None, &["operator", "standing", &operators[0]])
}

/// That a value is what the story says.
fn expect(
    stage: &Stage,
    args: &[&str],
    pointer: &str,
    wanted: &serde_json::Value,
) -> Result<(), Failure> {
    let found = stage.ask(None, args)?;
    if found.pointer(pointer) == Some(wanted) {
        Ok(())
    } else {
        let args = args.join(" ");
        Err(Failure(format!(
            "{args}: {pointer} is not {wanted}: {found}"
        )))
    }
}
