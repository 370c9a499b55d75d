//! Decentralisation: what kinds of subnets ask, how the network keeps to it, and changes of
//! members, which are judged before the vote and again when they are executed.
//!
//! Whatever changes or breaks is a machine of the example providers: these come by an import of
//! their own, with a subnet. Of the real network the story says what follows from its facts.

use super::onboarding::node;
use super::people::People;
use super::stage::Stage;
use super::story::Steps;
use super::{Context, Failure, ways};
use bonafide_client::PocketIcRuntime;
use bonafide_kit::words::utc;
use bonafide_test_support::instance;
use bonafide_types::id::SubnetId;
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{Dimension, NodeCap, SubnetRules};
use candid::Principal;
use serde_json::{Value, json};
use std::fs;

/// Where the example machines stand, one in each town, and its coordinates. No machine of the real
/// network is in that country, so whoever searches there finds these and no others.
const TOWNS: [(&str, &str, &str); 6] = [
    ("Vaduz", "47.1410", "9.5215"),
    ("Schaan", "47.1650", "9.5087"),
    ("Balzers", "47.0666", "9.5025"),
    ("Triesen", "47.1075", "9.5282"),
    ("Eschen", "47.2107", "9.5223"),
    ("Mauren", "47.2180", "9.5442"),
];
/// The country of these towns.
const COUNTRY: &str = "LI";
/// The kind of the example subnet.
const KIND: &str = "example";
/// The first so many machines are its members, the others are spare.
const MEMBERS: u8 = 4;
/// The member that does not run.
const DOWN: u8 = 3;

/// The NNS subnet.
const NNS: &str = "tdb26-jop6k-aogll-7ltgs-eruif-6kk7m-qpktf-gdiqx-mxtrf-vb5e6-eqe";
/// Subnets of the real network that are of another kind than `application`.
const KINDS: [(&str, &str); 6] = [
    (NNS, "nns"),
    (
        "x33ed-h457x-bsgyx-oqxqf-6pzwv-wkhzr-rm2j3-npodi-purzm-n66cg-gae",
        "sns",
    ),
    (
        "pzp6e-ekpqk-3c5x7-2h6so-njoeq-mt45d-h3h6c-q3mxf-vpeq5-fk5o7-yae",
        "fiduciary",
    ),
    (
        "uzr34-akd3s-xrdag-3ql62-ocgoh-ld2ao-tamcv-54e7j-krwgb-2gm4z-oqe",
        "internet-identity",
    ),
    (
        "w4rem-dv5e3-widiz-wbpea-kbttk-mnzfm-tzrc7-svcj3-kbxyb-zamch-hqe",
        "bitcoin",
    ),
    (
        "bkfrj-6k62g-dycql-7h53p-atvkj-zg4to-gaogh-netha-ptybj-ntsgw-rqe",
        "european",
    ),
];
/// Members of the European Union.
const EU: &str = "AT,BE,BG,CY,CZ,DE,DK,EE,ES,FI,FR,GR,HR,HU,IE,IT,LT,LU,LV,MT,NL,PL,PT,RO,SE,SI,SK";

/// The example subnet.
pub(super) fn subnet() -> SubnetId {
    SubnetId(Principal::self_authenticating("demo subnet of examples"))
}

/// The machine in a town, counted from 1.
fn machine(at: u8) -> String {
    node(20 + at)
}

/// The data centre in a town, counted from 1.
fn data_center(at: u8) -> String {
    format!("demo-li{at}")
}

/// From the example machines to a sweep of the whole network.
pub(super) fn walk(stage: &Stage, people: &People, steps: &mut Steps) -> Result<(), Failure> {
    machines(stage, people, steps)?;
    kinds(stage, people, steps)?;
    look(stage, steps)?;
    let joined = heal(stage, people, steps)?;
    cordon(stage, people, steps, &joined)?;
    sweep(stage, steps)
}

/// Example machines with a subnet, one of whose members does not run.
fn machines(stage: &Stage, people: &People, steps: &mut Steps) -> Result<(), Failure> {
    steps.next("Decentralisation: example machines, and a subnet of four, come by an import.");
    println!("   No real machine stands in that country; all of these are invented.");
    write(stage, people)?;
    let files = [
        "network",
        "--nodes",
        "example-nodes.csv",
        "--data-centers",
        "example-data-centers.csv",
        "--gps",
        "example-gps.csv",
        "--source",
        "examples (demo)",
        "--source-version",
        "1",
    ];
    ways::by_council(stage, people, &[&["import"], &files[..]].concat())?;
    let push = [&["import", "push"], &files[..]].concat();
    stage.show(Some(&people.one), &push)
}

fn write(stage: &Stage, people: &People) -> Result<(), Failure> {
    let mut nodes = vec![
        "node_id,dc_id,region,owner,ip_address,node_operator_id,node_provider_id,node_type,\
         status,subnet_id"
            .to_owned(),
    ];
    let mut centers = vec!["dc_id,dc_name,owner,region".to_owned()];
    let mut gps = vec!["dc_id,latitude,longitude".to_owned()];
    for (at, (town, latitude, longitude)) in (1..).zip(TOWNS) {
        let (id, center) = (machine(at), data_center(at));
        let (owner, region) = (
            format!("Example Halls {town} (demo)"),
            format!("\"Europe,{COUNTRY},{town}\""),
        );
        let operator =
            Principal::self_authenticating([b"demo operator ".as_slice(), &[at]].concat());
        let provider = if at % 2 == 1 {
            &people.one
        } else {
            &people.two
        };
        let provider = provider.principal;
        let (role, member_of) = if at <= MEMBERS {
            ("REPLICA", subnet().to_string())
        } else {
            ("UNASSIGNED", String::new())
        };
        let status = if at == DOWN { "DOWN" } else { "UP" };
        nodes.push(format!(
            "{id},{center},{region},{owner},2001:db8:11::{at},{operator},{provider},{role},{status},\
             {member_of}"
        ));
        centers.push(format!("{center},{town} (demo),{owner},{region}"));
        gps.push(format!("{center},{latitude},{longitude}"));
    }
    for (file, lines) in [
        ("example-nodes.csv", nodes),
        ("example-data-centers.csv", centers),
        ("example-gps.csv", gps),
    ] {
        let text = lines.join("\n") + "\n";
        fs::write(stage.directory().join(file), text).when(file)?;
    }
    Ok(())
}

/// What the example subnet asks: one node in each data centre, of each owner. Nothing of
/// providers, because both examples are one actor by now.
fn rules() -> SubnetRules {
    let cap = |dimension| NodeCap { dimension, max: 1 };
    SubnetRules {
        min_size: 4,
        max_size: 4,
        byzantine_size: true,
        caps: [Dimension::DataCenter, Dimension::DataCenterOwner]
            .map(cap)
            .into(),
        required_tags: vec![COUNTRY.into()],
        healthy_removal_divisor: 6,
        ..SubnetRules::default()
    }
}

/// The council says what a tag is, what a kind asks, and which subnets are of which kind.
fn kinds(stage: &Stage, people: &People, steps: &mut Steps) -> Result<(), Failure> {
    steps.next("Decentralisation: the council says what a kind asks and which subnets are of it.");
    let union = [
        "jurisdiction",
        "set",
        "EU",
        "--countries",
        EU,
        "--source",
        "https://european-union.europa.eu/principles-countries-history/eu-countries_en",
    ];
    ways::by_council(stage, people, &union)?;
    let text = serde_json::to_string_pretty(&rules()).when("rules.json")?;
    fs::write(stage.directory().join("rules.json"), text).when("rules.json")?;
    let policy = [
        "subnet",
        "set-policy",
        KIND,
        "--file",
        "rules.json",
        "--source",
        "An example (demo)",
    ];
    ways::by_council(stage, people, &policy)?;
    println!("   The other kinds have the rules that the network itself adopted.");
    let example = subnet().to_string();
    let kinds: Vec<_> = KINDS
        .into_iter()
        .chain([(example.as_str(), KIND)])
        .map(|(subnet, kind)| format!("{subnet}={kind}"))
        .collect();
    let kinds = kinds.iter().map(String::as_str);
    let set: Vec<_> = ["subnet", "set-kind"].into_iter().chain(kinds).collect();
    ways::by_council(stage, people, &set)
}

/// What follows from the facts: anyone can ask, and compute it again.
fn look(stage: &Stage, steps: &mut Steps) -> Result<(), Failure> {
    steps.next("Decentralisation: how the whole network is spread, by its public facts.");
    stage.show(None, &["subnet", "evaluate"])?;
    stage.show(None, &["subnet", "evaluate", NNS])?;

    steps.next("Decentralisation: what a kind asks can be impossible, and the proof says why.");
    let feasible = ["subnet", "feasible", "--kind", "us"];
    stage.show(None, &feasible)?;
    println!("   With two machines of each owner:");
    let two = ["--cap", "data_center_owner=2"];
    stage.show(None, &[&feasible[..], &two[..]].concat())?;

    steps.next("Decentralisation: subnets by where their members stand, and what is near a place.");
    let find = ["subnet", "find", "--within", "EU"];
    stage.show(None, &find)?;
    stage.show(None, &[&find[..], &["--within", "CH"]].concat())?;
    let near = [
        "subnet",
        "near",
        "--latitude",
        "47.3744",
        "--longitude",
        "8.541",
        "--radius-km",
        "100",
    ];
    stage.show(None, &near)
}

/// A member of the example subnet that does not run is exchanged. The machine that joined.
fn heal(stage: &Stage, people: &People, steps: &mut Steps) -> Result<String, Failure> {
    steps.next("Decentralisation: the registry suggests who replaces the machine that is down.");
    let id = subnet().to_string();
    let propose = ["subnet", "propose", &id, "--heal", "--out", "p.json"];
    stage.show(None, &propose)?;
    let file = fs::read_to_string(stage.directory().join("p.json")).when("p.json")?;
    let file: Value = serde_json::from_str(&file).when("p.json")?;
    if file["remove"] != json!([machine(DOWN)]) {
        return Err(Failure(format!("another machine would leave: {file}")));
    }
    let joins = file.pointer("/add/0").and_then(Value::as_str);
    let joins = joins.when("the machine that joins")?.to_owned();

    steps.next("Decentralisation: voters read the verdict before they vote.");
    let change = change("p.json", "A machine does not run (demo)");
    let proposal = ways::propose(stage, people, &change)?;
    stage.show(None, &["proposal", "show", &proposal])?;
    println!("   While it is in vote, no other proposal may name the same machine:");
    let second = Principal::self_authenticating("demo second subnet").to_text();
    let create = [
        "subnet", "create", &second, "--kind", KIND, "--node", &joins, "--reason", "Demo",
        "--neuron", "1",
    ];
    ways::refused(stage, Some(&people.council), &create)?;
    println!("   Shares of nodes, now and as if it were adopted:");
    let shares = [
        "subnet", "shares", "--tag", "US", "--tag", "EU", "--tag", COUNTRY, "--open",
    ];
    stage.show(None, &shares)?;
    ended(stage, people, &proposal, "Executed")?;

    steps.next("Decentralisation: the verdict with which it was executed is on record, proven.");
    stage.show(None, &["subnet", "record", "0"])?;
    stage.show(None, &["subnet", "evaluate", &id])?;
    Ok(joins)
}

/// What was fine when it was proposed is judged again, and a cordon came between.
fn cordon(stage: &Stage, people: &People, steps: &mut Steps, joined: &str) -> Result<(), Failure> {
    steps.next("Decentralisation: a cordon comes before a change is executed, and it fails.");
    let spare = (MEMBERS + 1..=6).find(|at| machine(*at) != joined);
    let spare = spare.when("a spare machine")?;
    let exchange = json!({
        "subnet": subnet(),
        "add": [machine(spare)],
        "remove": [machine(1)],
    });
    fs::write(stage.directory().join("q.json"), exchange.to_string()).when("q.json")?;
    stage.show(None, &["subnet", "verify", "--proposal", "q.json"])?;
    let change = change("q.json", "The subnet moves to another hall (demo)");
    let proposal = ways::propose(stage, people, &change)?;

    let until = utc(instance::now_ns(&stage.pic) + 90 * DAY_NS);
    let until: String = until.chars().take(10).collect();
    let hall = data_center(spare);
    let cordon = [
        "subnet",
        "cordon",
        "data-center",
        &hall,
        "--reason",
        "The hall is rewired (demo)",
        "--until",
        &until,
    ];
    println!("   While it is in vote, the council cordons that hall off:");
    let first = ways::propose(stage, people, &cordon)?;
    ended(stage, people, &first, "Executed")?;
    stage.show(None, &["subnet", "cordons"])?;
    println!("   The same change has another verdict now:");
    ways::refused(stage, None, &["subnet", "verify", "--proposal", "q.json"])?;
    println!("   It is adopted all the same, and the registry refuses it:");
    ended(stage, people, &proposal, "Failed")?;
    stage.show(None, &["subnet", "record", "1"])
}

fn change<'a>(file: &'a str, reason: &'a str) -> [&'a str; 6] {
    ["subnet", "change", "--proposal", file, "--reason", reason]
}

/// The vote on a proposal, which must end so.
fn ended(stage: &Stage, people: &People, proposal: &str, wanted: &str) -> Result<(), Failure> {
    let found = ways::decide(stage, people, proposal)?;
    if found == wanted {
        Ok(())
    } else {
        Err(Failure(format!(
            "proposal {proposal} is {found}, not {wanted}"
        )))
    }
}

/// The registry looks for better members by itself.
fn sweep(stage: &Stage, steps: &mut Steps) -> Result<(), Failure> {
    steps.next("Decentralisation: the registry goes through all subnets by itself, in slices.");
    // A slice is due each minute of the network's; days are what the story's clock counts.
    for _ in 0..2 {
        stage.pass_days(1)?;
    }
    let reader = stage.reader()?;
    ways::until("a sweep of the network", || {
        let report = PocketIcRuntime::run(reader.sweep_report());
        matches!(report, Ok(Some(report)) if report.current)
    })?;
    println!("   It suggests, and that is all: the story proposes none of it.");
    stage.show(None, &["subnet", "sweep"])
}
