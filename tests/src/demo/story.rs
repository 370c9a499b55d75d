//! The steps of the story.

use super::neighbours::Neighbours;
use super::people::{People, Person};
use super::stage::{Stage, print_indented};
use super::{
    Context, Failure, audits, authority, chapters, decentralization, identity, onboarding, rewards,
    ways,
};
use candid::Principal;
use serde_json::Value;
use std::fs;

/// Days that pass between the second declaration and the end of the story: one more than
/// the grace for a major change.
const PASSING_DAYS: u64 = 31;

/// Numbers the steps.
#[derive(Default)]
pub(super) struct Steps(u32);

impl Steps {
    pub(super) fn next(&mut self, what: &str) {
        self.0 += 1;
        println!("\n{}. {what}", self.0);
    }
}

pub(super) fn tell(stage: &mut Stage) -> Result<People, Failure> {
    let people = People::arrive(stage.directory())?;
    let (council, one, two) = (&people.council, &people.one, &people.two);
    let mut steps = Steps::default();
    println!(
        "A local network is served at {} (BONAFIDE_NETWORK below).",
        stage.url
    );

    steps.next("Governance is deployed with a council of three, and the registry under it.");
    deploy(stage, &people)?;
    let neighbours = Neighbours::install(&stage.pic);

    steps.next("The council lets three others decide as well: an SNS, the NNS, upgrades.");
    open_the_ways(stage, &people, &neighbours)?;

    steps.next("Council: public facts of the real network are imported, page by approved page.");
    let facts = "network-2025-10-31.facts";
    ways::by_council(stage, &people, &["import", "facts", facts])?;
    println!("   Anyone brings the pages; here the first example provider does.");
    stage.show(Some(one), &["import", "push", "facts", facts])?;

    steps.next("NNS: an adopted motion publishes the declaration, after anyone read what it does.");
    ways::by_motion(stage, &publication("1.0.0", &declaration_file("1.0.0")))?;

    steps.next("SNS: an example provider, invented for this story, is adopted.");
    ways::by_sns(
        stage,
        &neighbours,
        &registration(one, &one.principal.to_text()),
    )?;

    steps.next("Upgrade: another example provider is adopted by the argument of an upgrade.");
    ways::by_upgrade(stage, council, &registration(two, &two.principal.to_text()))?;

    steps.next("Each accepts the declaration with its own key.");
    stage.show(Some(one), &["declaration", "accept", "--language", "en"])?;
    stage.show(Some(two), &["declaration", "accept", "--language", "en"])?;

    onboarding::prepare(stage, &people, &mut steps)?;
    onboarding::walk(stage, &people, &mut steps)?;
    onboarding::follow(stage, &people, &mut steps)?;
    chapters::independence(stage, &people, &mut steps)?;
    chapters::generation(stage, &people, &mut steps)?;
    chapters::boundary_nodes(stage, &people, &mut steps)?;
    identity::walk(stage, &people, &mut steps)?;
    audits::walk(stage, &people, &mut steps)?;
    rewards::walk(stage, &people, &mut steps)?;
    decentralization::walk(stage, &people, &mut steps)?;

    steps.next("A stranger reads one of them with proof, and a falsified answer fails.");
    read_with_proof(stage, one)?;

    steps.next("Real providers that have nodes and published no declaration.");
    stage.show(
        None,
        &["provider", "list", "--with-nodes", "--without-declaration"],
    )?;

    steps.next("Version 2.0.0 asks for more; the first example provider accepts it.");
    ways::by_council(
        stage,
        &people,
        &publication("2.0.0", &declaration_file("2.0.0")),
    )?;
    stage.show(Some(one), &["declaration", "accept", "--language", "en"])?;

    steps.next("A month passes; the other example provider's acceptance has lapsed.");
    stage.pass_days(PASSING_DAYS)?;
    println!("   ({PASSING_DAYS} days later)");
    stage.show(None, &["declaration", "status", &one.principal.to_text()])?;
    stage.show(None, &["declaration", "status", &two.principal.to_text()])?;

    chapters::offboarding(stage, &people, &mut steps)?;

    steps.next("The journal: every change, and the decision it came from, once each.");
    stage.show(None, &["journal", "list"])?;
    for entry in authority::one_of_each_source(stage)? {
        stage.show(None, &["journal", "show", &entry.to_string()])?;
    }

    steps.next("The canisters are upgraded; nothing is lost.");
    let before = roots(stage)?;
    stage.show(Some(council), &["deploy", "--upgrade"])?;
    let after = roots(stage)?;
    if before != after {
        return Err(Failure(format!(
            "the upgrade changed the roots from {before:?} to {after:?}"
        )));
    }
    println!(
        "     certified roots before and after: {}",
        after.join(", ")
    );

    steps.next("The public logs are replayed; they give the certified roots.");
    stage.show(None, &["verify", "registry"])?;
    stage.show(None, &["verify", "governance"])?;
    stage.show(None, &["verify", "identity"])?;
    stage.show(None, &["verify", "audits"])?;
    stage.show(None, &["verify", "rewards"])?;
    Ok(people)
}

/// Onboarding alone, with nothing but what it needs before.
pub(super) fn onboard(stage: &mut Stage) -> Result<(), Failure> {
    let people = People::arrive(stage.directory())?;
    let mut steps = Steps::default();
    steps.next("Governance is deployed, the declaration published, the generation opened.");
    deploy(stage, &people)?;
    let file = declaration_file("1.0.0");
    ways::by_council(stage, &people, &publication("1.0.0", &file))?;
    onboarding::prepare(stage, &people, &mut steps)?;

    steps.next("Onboarding: a provider's profile is adopted by proposal; it accepts.");
    let id = people.one.principal.to_text();
    ways::by_council(stage, &people, &registration(&people.one, &id))?;
    let accept = ["declaration", "accept", "--language", "en"];
    stage.show(Some(&people.one), &accept)?;
    onboarding::walk(stage, &people, &mut steps)
}

fn deploy(stage: &mut Stage, people: &People) -> Result<(), Failure> {
    let file = stage.directory().join("council.json");
    fs::write(file, people.council_file()).when("council.json")?;
    let council = Some(&people.council);
    stage.show(council, &["deploy", "--council", "council.json"])?;
    let deployed = stage.ask(council, &["deploy"])?;
    let id = |name: &str| {
        let id = deployed.pointer(name).and_then(Value::as_str).when(name)?;
        Principal::from_text(id).when(name)
    };
    stage.set_canisters(
        id("/canister")?,
        id("/governance_canister/canister")?,
        id("/rewards_canister/canister")?,
    );
    stage.show(None, &["neuron", "list"])
}

/// Two critical proposals: which SNS, and which sources.
fn open_the_ways(stage: &Stage, people: &People, neighbours: &Neighbours) -> Result<(), Failure> {
    println!("   The SNS and the NNS of this network are stand-ins; nobody votes there.");
    let sns = neighbours.sns;
    let name = format!(
        "variant {{ SetSnsGovernance = record {{ sns_governance = opt principal \"{sns}\" }} }}"
    );
    let switch = "variant { SetSources = record { council = true; sns = true; nns_motion = true; upgrade = true } }";
    for (title, command) in [
        ("Name the SNS that may decide", name.as_str()),
        ("Let all four sources decide", switch),
    ] {
        let args = ["proposal", "submit", "--title", title, "--command", command];
        ways::by_council(stage, people, &args)?;
    }
    neighbours.register(&stage.pic, stage.governance()?);
    Ok(())
}

/// The certified roots, each the root of the replayed log; of the canisters that do nothing by
/// themselves right after an upgrade.
fn roots(stage: &Stage) -> Result<Vec<String>, Failure> {
    ["registry", "governance"]
        .into_iter()
        .map(|canister| {
            let verified = stage.ask(None, &["verify", canister])?;
            text(&verified, "root").map(str::to_owned)
        })
        .collect()
}

fn declaration_file(version: &str) -> String {
    format!("declaration-{version}.en.txt")
}

fn publication<'a>(version: &'a str, file: &'a str) -> [&'a str; 7] {
    [
        "declaration",
        "publish",
        "--version",
        version,
        "--language",
        "en",
        file,
    ]
}

fn registration<'a>(who: &'a Person, id: &'a str) -> [&'a str; 15] {
    [
        "provider",
        "register",
        id,
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
    ]
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
    stage.ask(None, &["journal", "show", "0"])?;
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
    let governance = stage.governance()?;
    println!(
        "   icp canister call --network {url} --root-key fetch {governance} list_journal '(record {{}})' --query"
    );
    println!("   bonafide --network {url} --canister {registry} journal show 0");
    println!("   bonafide --network {url} --canister {registry} subnet evaluate --violating");
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
