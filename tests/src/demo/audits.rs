//! Audits: auditors with something to lose, draws that anyone makes again, a visit, a report that
//! nobody can copy, a finding.
//!
//! Draws are made among the sites of the real network, which is a true computation. Nothing else
//! happens at a real site: nobody goes there, nothing is reported, and its assignment stays open.
//! The visit is at a site of an example provider.

use super::people::{HOLDINGS, People, Person};
use super::stage::Stage;
use super::story::Steps;
use super::{Context, Failure, neighbours, ways};
use bonafide_kit::words::utc;
use bonafide_test_support::audits::{ICP, LEDGER_FEE};
use bonafide_test_support::instance;
use bonafide_types::audits::{PlanTerms, TREASURY_SUBACCOUNT, Team, WeightRule};
use bonafide_types::ledger::{Account, Subaccount};
use bonafide_types::limits::DAY_NS;
use candid::Principal;
use serde_json::{Value, json};
use std::fs;
use std::thread::sleep;
use std::time::Duration;

/// What each auditor deposits: enough for all sites of both plans.
const STAKE: u64 = 200 * ICP;
/// What somebody gives the treasury.
const GIFT: u64 = 1_000 * ICP;
/// How often a payment is looked for, twenty times a second.
const LOOKS: u32 = 400;
/// Files of the two plans.
const WHOLE: &str = "plan-all-sites.json";
const SPARE: &str = "plan-spare-machines.json";

/// From the first deposit to the finding.
pub(super) fn walk(stage: &Stage, people: &People, steps: &mut Steps) -> Result<(), Failure> {
    admit(stage, people, steps)?;
    give(stage, people, steps)?;
    draw_among_all(stage, people, steps)?;
    let id = draw_examples(stage, people, steps)?;
    let team = arrange(stage, people, steps, &id)?;
    report(stage, steps, &id, &team)?;
    conclude(stage, people, steps, &id)
}

/// Auditors deposit, apply and are admitted.
fn admit(stage: &Stage, people: &People, steps: &mut Steps) -> Result<(), Failure> {
    steps.next("Audits: example auditors deposit stake and apply; each is admitted by proposal.");
    for (at, (auditor, owner)) in people.auditors.iter().zip(HOLDINGS).enumerate() {
        let apply = [
            "auditor",
            "apply",
            "--name",
            auditor.name,
            "--owner",
            owner,
            "--statement",
            "An auditor for the story",
        ];
        if at == 0 {
            println!("   Without stake nobody can apply:");
            ways::refused(stage, Some(auditor), &apply)?;
        }
        // What is deposited, and a fee each for the approval and the transfer.
        let tokens = STAKE + 2 * LEDGER_FEE;
        neighbours::mint(&stage.pic, auditor.principal, tokens, auditor.name);
        let amount = STAKE.to_string();
        let deposit = ["auditor", "deposit", "--amount-e8s", &amount];
        stage.show(Some(auditor), &deposit)?;
        stage.show(Some(auditor), &apply)?;
        let id = auditor.principal.to_text();
        let admission = ["auditor", "admit", &id, "--reason", "For the story (demo)"];
        ways::by_council(stage, people, &admission)?;
    }
    stage.show(None, &["auditor", "list"])
}

/// Whoever likes gives the treasury something; anyone has it taken over.
fn give(stage: &Stage, people: &People, steps: &mut Steps) -> Result<(), Failure> {
    steps.next("Audits: somebody gives the treasury example tokens, which pay for reports.");
    let shown = stage.ask(None, &["treasury", "show"])?;
    let owner = shown.pointer("/account/owner").and_then(Value::as_str);
    let owner = Principal::from_text(owner.when("the account for gifts")?);
    let account = Account {
        owner: owner.when("the account for gifts")?,
        subaccount: Some(Subaccount::new(TREASURY_SUBACCOUNT)),
    };
    neighbours::mint(&stage.pic, account, GIFT + LEDGER_FEE, "the treasury");
    stage.show(Some(&people.one), &["treasury", "collect"])?;
    stage.show(None, &["treasury", "show"])
}

/// Terms of a plan: two of three must agree. The notice is long, and so is the window.
fn terms(name: &str, sites: u32, weights: WeightRule) -> PlanTerms {
    let team = Team {
        auditors: 3,
        quorum: 2,
    };
    PlanTerms {
        name: name.into(),
        weights,
        sites,
        ordinary: team,
        critical: team,
        notice_business_days: 10,
        window_business_days: 20,
        fee_e8s: ICP,
        budget_e8s: 3 * ICP * u64::from(sites),
        reaudit_bps: 0,
    }
}

/// Voters read what a plan finds before they adopt it; then it is drawn.
fn adopt_and_draw(
    stage: &Stage,
    people: &People,
    file: &str,
    terms: &PlanTerms,
    number: &str,
) -> Result<Value, Failure> {
    let text = serde_json::to_string_pretty(terms).when(file)?;
    fs::write(stage.directory().join(file), text).when(file)?;
    let adopt = ["plan", "adopt", "--terms", file];
    println!("   What voters read:");
    stage.show(None, &[adopt.as_slice(), &["--validate"]].concat())?;
    ways::by_council(stage, people, &adopt)?;
    stage.show(Some(&people.reader), &["plan", "draw", number])?;
    println!("   Anyone makes the draw again, from certified rows and a proof of the seed:");
    stage.show(None, &["draw", "verify", number])?;
    let verified = stage.ask(None, &["draw", "verify", number])?;
    if verified["seed_proven"] == json!(true) {
        Ok(verified)
    } else {
        Err(Failure(format!("the seed has no proof: {verified}")))
    }
}

/// A plan over the sites of the real network.
fn draw_among_all(stage: &Stage, people: &People, steps: &mut Steps) -> Result<(), Failure> {
    steps
        .next("Audits: a plan over all sites of the imported network is adopted, fixed and drawn.");
    let terms = terms("All sites (demo)", 4, WeightRule::default());
    adopt_and_draw(stage, people, WHOLE, &terms, "0")?;
    println!("   These sites were drawn, and that is all: the story sends nobody there, and says");
    println!("   nothing of them. Their assignments stay open.");
    stage.show(None, &["site", "list", "--limit", "5"])
}

/// A plan of all sites that have spare machines only; the example providers' are among them.
/// The assignment at the site of the other one.
fn draw_examples(stage: &Stage, people: &People, steps: &mut Steps) -> Result<String, Failure> {
    steps
        .next("Audits: another plan draws every site with spare machines only, the examples' too.");
    let weights = WeightRule {
        nns: 0,
        critical: 0,
        application: 0,
        ..WeightRule::default()
    };
    let terms = terms("Spare machines (demo)", 100, weights);
    let drawn = adopt_and_draw(stage, people, SPARE, &terms, "1")?;
    let two = people.two.principal.to_text();
    let drawn = drawn["drawn"].as_array().when("what was drawn")?;
    let at_example = drawn
        .iter()
        .find(|row| row.pointer("/site/provider") == Some(&json!(two)));
    let row = at_example.when("a site of the example provider among those drawn")?;
    Ok(row["assignment_id"].to_string())
}

/// The visit is arranged. Who was drawn for it.
fn arrange<'p>(
    stage: &Stage,
    people: &'p People,
    steps: &mut Steps,
    id: &str,
) -> Result<Vec<&'p Person>, Failure> {
    steps.next("Audits: an auditor proposes a day, and the example provider says who opens.");
    let shown = stage.ask(None, &["assignment", "show", id])?;
    let row = &shown["assignment"];
    let seats = row["seats"].as_array().when("the seats")?;
    let seated = |auditor: &&Person| {
        let id = json!(auditor.principal.to_text());
        seats.iter().any(|seat| seat["auditor"] == id)
    };
    let team: Vec<_> = people.auditors.iter().filter(seated).collect();
    let first = *team.first().when("an auditor")?;
    let from_ns = row["window_from_ns"].as_u64().when("the window")?;
    // It begins at midnight.
    let day: String = utc(from_ns).chars().take(10).collect();
    let propose = ["assignment", "propose-slots", id, "--at", &day];
    stage.show(Some(first), &propose)?;
    let accept = [
        "assignment",
        "accept-slot",
        id,
        "--at",
        &day,
        "--escort",
        "Example Escort (demo)",
    ];
    println!("   Another provider cannot:");
    ways::refused(stage, Some(&people.one), &accept)?;
    stage.show(Some(&people.two), &accept)?;
    stage.show(
        None,
        &["calendar", "--provider", &people.two.principal.to_text()],
    )?;

    let days = from_ns
        .saturating_sub(instance::now_ns(&stage.pic))
        .div_ceil(DAY_NS);
    stage.pass_days(days)?;
    println!("   ({days} days later)");
    stage.show(Some(first), &["assignment", "challenge", id])?;
    Ok(team)
}

/// Reports are committed to before anyone can read one.
fn report(stage: &Stage, steps: &mut Steps, id: &str, team: &[&Person]) -> Result<(), Failure> {
    steps.next("Audits: each auditor commits to its report before anyone can read one.");
    let template = stage.ask(None, &["assignment", "template", id])?;
    let files: Vec<_> = (1..=team.len())
        .map(|at| format!("report-{at}.json"))
        .collect();
    for (at, (auditor, file)) in team.iter().zip(&files).enumerate() {
        // The last one sees it otherwise.
        let there = u32::from(at + 1 == team.len());
        let text = written(&template, there).to_string();
        fs::write(stage.directory().join(file), text).when(file)?;
        let commit = ["assignment", "commit", id, "--report", file];
        stage.show(Some(auditor), &commit)?;
        if at == 0 {
            println!("   While others may still commit, nobody shows anything:");
            let reveal = ["assignment", "reveal", id, "--report", file];
            ways::refused(stage, Some(auditor), &reveal)?;
        }
    }
    steps.next("Audits: all have committed, so all reveal, and each is paid, the minority too.");
    for (auditor, file) in team.iter().zip(&files) {
        let reveal = ["assignment", "reveal", id, "--report", file];
        stage.show(Some(auditor), &reveal)?;
    }
    stage.pass_days(1)?;
    for auditor in team {
        paid(stage, auditor)?;
    }
    Ok(())
}

/// Waits for an auditor's fee, which a task sends.
fn paid(stage: &Stage, auditor: &Person) -> Result<(), Failure> {
    let ledger = neighbours::ledger(&stage.pic);
    for _ in 0..LOOKS {
        let balance = ledger.balance(auditor.principal);
        if balance == ICP - LEDGER_FEE {
            let name = auditor.name;
            println!("   (stand-in ledger) {name} has {balance} example e8s");
            return Ok(());
        }
        sleep(Duration::from_millis(50));
    }
    Err(Failure(format!("{} was not paid", auditor.name)))
}

/// An invented report about the example provider's only machine.
fn written(template: &Value, there: u32) -> Value {
    let mut file = template.clone();
    file["remarks"] = json!("An example report about an example provider (demo)");
    file["outcome"] = json!(if there == 0 {
        "Discrepancy"
    } else {
        "Confirmed"
    });
    if there == 0 {
        file["discrepancies"] = json!([{ "class": "NodeAbsent", "nodes": 1 }]);
    }
    let checklist = &mut file["checklist"];
    for field in ["nodes_present", "handshakes", "serial_numbers", "chip_ids"] {
        checklist[field] = json!(there);
    }
    checklist["distance_m"] = json!(20);
    checklist["owner_as_declared"] = json!(true);
    file
}

/// A quorum makes a finding, which can be appealed.
fn conclude(stage: &Stage, people: &People, steps: &mut Steps, id: &str) -> Result<(), Failure> {
    steps.next("Audits: two of three found the same, which makes a finding that can be appealed.");
    stage.show(None, &["assignment", "report", id])?;
    stage.show(None, &["finding", "list"])?;
    stage.show(None, &["finding", "show", "0"])?;
    let grounds = "It stands in the next rack (demo)";
    let appeal = ["finding", "appeal", "0", "--grounds", grounds];
    println!("   An appeal needs stake for the bond that pays its panel:");
    ways::refused(stage, Some(&people.two), &appeal)?;
    stage.show(None, &["treasury", "show"])?;

    let found = stage.ask(None, &["finding", "list"])?;
    let two = json!(people.two.principal.to_text());
    let providers: Vec<_> = found["findings"]
        .as_array()
        .when("the findings")?
        .iter()
        .map(|row| &row["site"]["provider"])
        .collect();
    if providers == [&two] {
        Ok(())
    } else {
        Err(Failure(format!(
            "there is another finding than that about the example provider: {found}"
        )))
    }
}
