//! Onboarding in its order: profile, data centre, operator record, image, registration.

use super::people::{People, Person};
use super::stage::Stage;
use super::story::Steps;
use super::{Context, Failure, ways};
use candid::Principal;
use std::fs;

/// The data centre of the story.
const DATA_CENTER: &str = "demo-zh1";
/// The hardware generation of the story's machines.
pub(super) const GENERATION: &str = "Gen2";
/// The `GuestOS` version of the story: invented, as its hash and its measurement are.
pub(super) const VERSION: &str = "de300de300de300de300de300de300de300de300";

/// A node of the story: a principal without a key, because nothing runs.
pub(super) fn node(number: u8) -> String {
    Principal::self_authenticating([b"demo node ".as_slice(), &[number]].concat()).to_text()
}

/// What everyone builds on: the generation that is open, and an elected version.
pub(super) fn prepare(stage: &Stage, people: &People, steps: &mut Steps) -> Result<(), Failure> {
    steps.next("The council says which machines may come, and elects what they run.");
    let set = [
        "generation",
        "set",
        GENERATION,
        "--node-type",
        "type3.1",
        "--onboarding-from",
        "2023-01-01",
    ];
    ways::by_council(stage, people, &set)?;
    let (package, measurement) = ("de".repeat(32), "ed".repeat(48));
    let revise = [
        "guestos",
        "revise",
        "--elect",
        VERSION,
        "--release-package-sha256",
        &package,
        "--measurement",
        &measurement,
    ];
    ways::by_council(stage, people, &revise)
}

/// A provider that has a profile and accepted the declaration gets its first machines.
pub(super) fn walk(stage: &Stage, people: &People, steps: &mut Steps) -> Result<(), Failure> {
    let operator = &people.one_operator;
    let id = operator.principal.to_text();

    steps.next("Onboarding: a data centre is added by proposal.");
    let add = [
        "data-center",
        "add",
        DATA_CENTER,
        "--name",
        "Example Halls (demo)",
        "--owner",
        "Example Real Estate (demo)",
        "--region",
        "Europe,CH,Zurich",
        "--latitude",
        "47.3769",
        "--longitude",
        "8.5417",
    ];
    ways::by_council(stage, people, &add)?;

    steps.next("Onboarding: an operator record links provider and data centre, for two nodes.");
    add_operator(stage, people, &people.one, operator, "2001:db8:de:1::/64")?;

    steps.next("Onboarding: the machines are installed; this goes on the installer's image.");
    stage.show(None, &["operator", "image", &id, "--out", "image"])?;
    let written = fs::read_to_string(stage.directory().join("image/config.ini"));
    super::stage::print_indented(&written.when("image/config.ini")?);

    steps.next("Onboarding: each machine registers itself with the operator's key.");
    stage.show(None, &["operator", "standing", &id])?;
    register(stage, operator, 1, "2001:db8:de:1::11", "node1.example.com")?;
    register(stage, operator, 2, "2001:db8:de:1::12", "node2.example.com")?;
    stage.show(None, &["node", "list", "--operator", &id])?;
    stage.show(None, &["node", "show", &node(1)])?;

    steps.next("Allowance never comes back by itself: a removed node leaves no room for another.");
    stage.show(Some(operator), &["node", "remove", &node(2)])?;
    let third = registration(&node(3), "2001:db8:de:1::13", "node3.example.com");
    let third: Vec<_> = third.iter().map(String::as_str).collect();
    ways::refused(stage, Some(operator), &third)?;
    stage.show(None, &["operator", "standing", &id])
}

/// The other example provider has one node in the same data centre.
pub(super) fn follow(stage: &Stage, people: &People, steps: &mut Steps) -> Result<(), Failure> {
    steps.next("The other example provider comes the same way, with one node.");
    let operator = &people.two_operator;
    add_operator(stage, people, &people.two, operator, "2001:db8:de:2::/64")?;
    register(stage, operator, 4, "2001:db8:de:2::14", "node4.example.com")
}

fn add_operator(
    stage: &Stage,
    people: &People,
    provider: &Person,
    operator: &Person,
    prefix: &str,
) -> Result<(), Failure> {
    let args = [
        "operator",
        "add",
        &operator.principal.to_text(),
        "--provider",
        &provider.principal.to_text(),
        "--data-center",
        DATA_CENTER,
        "--allowance",
        "2",
        "--rewardable",
        "type3.1=2",
        "--ipv6-prefix",
        prefix,
    ];
    ways::by_council(stage, people, &args)
}

fn register(
    stage: &Stage,
    operator: &Person,
    number: u8,
    address: &str,
    domain: &str,
) -> Result<(), Failure> {
    let args = registration(&node(number), address, domain);
    let args: Vec<_> = args.iter().map(String::as_str).collect();
    stage.show(Some(operator), &args)
}

fn registration(node: &str, address: &str, domain: &str) -> [String; 11] {
    [
        "node",
        "register",
        node,
        "--ipv6",
        address,
        "--generation",
        GENERATION,
        "--node-reward-type",
        "type3.1",
        "--domain",
        domain,
    ]
    .map(str::to_owned)
}
