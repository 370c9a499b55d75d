//! The steps of the story.

use super::people::{People, Person};
use super::stage::{Stage, print_indented};
use super::{Context, Failure};
use candid::Principal;
use serde_json::Value;
use std::fs;

/// Days that pass between the second declaration and the end of the story: one more than
/// the grace for a major change.
const PASSING_DAYS: u64 = 31;

struct Steps(u32);

impl Steps {
    fn next(&mut self, what: &str) {
        self.0 += 1;
        println!("\n{}. {what}", self.0);
    }
}

pub(super) fn tell(stage: &mut Stage) -> Result<People, Failure> {
    let people = People::arrive(stage.directory())?;
    let (council, one, two) = (&people.council, &people.one, &people.two);
    let mut steps = Steps(0);
    println!(
        "A local network is served at {} (BONAFIDE_NETWORK below).",
        stage.url
    );

    steps.next("The registry is deployed; it obeys the council and nobody else.");
    let governance = council.principal.to_text();
    stage.show(Some(council), &["deploy", "--governance", &governance])?;
    let deployed = stage.ask(Some(council), &["deploy"])?;
    let registry = text(&deployed, "canister")?;
    stage.set_registry(Principal::from_text(registry).when("the registry's id")?);

    steps.next("Public facts of the real network are imported, page by approved page.");
    stage.show(
        Some(council),
        &["import", "facts", "network-2025-10-31.facts"],
    )?;

    steps.next("A voter reads what publishing a declaration would do, then it is published.");
    publish(stage, council, "1.0.0")?;

    steps.next("Two example providers, invented for this story, are adopted by proposal.");
    register(stage, council, one)?;
    register(stage, council, two)?;

    steps.next("Each accepts the declaration with its own key.");
    stage.show(Some(one), &["declaration", "accept", "--language", "en"])?;
    stage.show(Some(two), &["declaration", "accept", "--language", "en"])?;

    steps.next("A stranger reads one of them with proof, and a falsified answer fails.");
    read_with_proof(stage, one)?;

    steps.next("Real providers that have nodes and published no declaration.");
    stage.show(
        None,
        &["provider", "list", "--with-nodes", "--without-declaration"],
    )?;

    steps.next("Version 2.0.0 asks for more; the first example provider accepts it.");
    publish(stage, council, "2.0.0")?;
    stage.show(Some(one), &["declaration", "accept", "--language", "en"])?;

    steps.next("A month passes; the other example provider's acceptance has lapsed.");
    stage.pass_days(PASSING_DAYS)?;
    println!("   ({PASSING_DAYS} days later)");
    stage.show(None, &["declaration", "status", &one.principal.to_text()])?;
    stage.show(None, &["declaration", "status", &two.principal.to_text()])?;

    steps.next("The canister is upgraded; nothing is lost.");
    let before = stage.ask(None, &["verify", "registry"])?;
    stage.show(Some(council), &["deploy", "--upgrade"])?;
    let after = stage.ask(None, &["verify", "registry"])?;
    let (before, after) = (text(&before, "root")?, text(&after, "root")?);
    if before != after {
        return Err(Failure(format!(
            "the upgrade changed the root from {before} to {after}"
        )));
    }
    println!("     certified root before and after: {after}");

    steps.next("The public log is replayed; it gives the certified root.");
    stage.show(None, &["verify", "registry"])?;
    Ok(people)
}

fn publish(stage: &Stage, council: &Person, version: &str) -> Result<(), Failure> {
    let file = format!("declaration-{version}.en.txt");
    let mut args = vec![
        "declaration",
        "publish",
        "--version",
        version,
        "--language",
        "en",
        &file,
    ];
    args.push("--validate");
    stage.show(None, &args)?;
    args.pop();
    stage.show(Some(council), &args)
}

fn register(stage: &Stage, council: &Person, who: &Person) -> Result<(), Failure> {
    let id = who.principal.to_text();
    let args = [
        "provider",
        "register",
        &id,
        "--legal-name",
        who.name,
        "--country",
        "CH",
        "--register-number",
        "EXAMPLE-0",
        "--jurisdiction",
        "CH",
        "--representative",
        "Nobody, this is an example",
        "--proposal",
        "demo",
    ];
    stage.show(Some(council), &args)
}

fn read_with_proof(stage: &Stage, one: &Person) -> Result<(), Failure> {
    let id = one.principal.to_text();
    stage.show(None, &["provider", "show", &id])?;
    let shown = stage.ask(None, &["provider", "show", &id, "--proof"])?;
    let honest = shown.to_string();
    fs::write(stage.directory().join("answer.json"), &honest).when("answer.json")?;
    stage.show(None, &["verify", "answer", "answer.json"])?;

    let falsified = falsify(shown)?;
    fs::write(stage.directory().join("falsified.json"), falsified).when("falsified.json")?;
    let ran = stage.run(None, &["verify", "answer", "falsified.json"], true)?;
    print_indented(&ran.err);
    if ran.status == Some(4) {
        Ok(())
    } else {
        Err(Failure(format!(
            "a falsified answer ended with {:?}, not with 4",
            ran.status
        )))
    }
}

/// The answer with one digit of its first row changed.
fn falsify(mut shown: Value) -> Result<String, Failure> {
    let row = shown
        .pointer_mut("/answer/rows/0/row")
        .and_then(|row| row.as_str().map(str::to_owned).map(|text| (row, text)))
        .when("the row in the answer")?;
    let (place, mut text) = row;
    let last = text.pop().when("the row's last digit")?;
    text.push(if last == '0' { '1' } else { '0' });
    *place = Value::String(text);
    Ok(shown.to_string())
}

/// Says how to look around.
pub(super) fn invite(stage: &Stage, people: &People) -> Result<(), Failure> {
    let (url, registry) = (&stage.url, stage.registry()?);
    let one = &people.one.principal;
    // Without an offset now: what any tool sees.
    stage.ask(None, &["provider", "show", &one.to_text()])?;
    println!("\nThe network is in the present now. Any tool can read it:");
    println!("   curl '{}'", metrics_url(url, registry));
    println!("   dfx canister call --network {url} {registry} get_summary '()' --query");
    println!(
        "   icp canister call --network {url} --root-key fetch {registry} get_summary '()' --query"
    );
    println!(
        "   icp canister call --network {url} --root-key fetch {registry} get_provider '(principal \"{one}\")' --query"
    );
    println!("   bonafide --network {url} --canister {registry} provider show {one}");
    Ok(())
}

fn metrics_url(url: &str, registry: Principal) -> String {
    let port = url.rsplit(':').next().unwrap_or_default();
    // Metrics are not certified; a gateway serves such pages under `raw` only.
    format!("http://{registry}.raw.localhost:{port}/metrics")
}

fn text<'a>(value: &'a Value, name: &str) -> Result<&'a str, Failure> {
    value.get(name).and_then(Value::as_str).when(name)
}
