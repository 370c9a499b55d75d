//! Rewards: a month is closed, an example provider is paid through escrow, and a case about it is
//! opened, lowered, executed and given back.
//!
//! The facts of the month name the two example providers and their machines, and no others: what
//! these did is invented, and nothing of it is said of anybody real.

use super::onboarding::node;
use super::people::{People, Person};
use super::stage::Stage;
use super::story::Steps;
use super::ways::{self, until};
use super::{Context, Failure, neighbours};
use bonafide_policy::rewards::day::Day;
use bonafide_test_support::audits::LEDGER_FEE;
use bonafide_test_support::rewards::{Rewards, packed};
use bonafide_types::id::{NodeId, OperatorId, ProviderId, SubnetId};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{
    CaseState, DayFacts, MetricsFact, NodeFact, NodeRewardRate, ProviderFact, SubnetFact,
};
use candid::Principal;
use std::fs;

/// Days of the month.
const MONTH: u32 = 30;
/// The day of the month, from 0, on which one machine misses half of its blocks.
const BAD_DAY: u32 = 2;
/// Where the files with the facts are.
const FACTS: &str = "facts";

/// From the rates to a case that is given back.
pub(super) fn walk(stage: &Stage, people: &People, steps: &mut Steps) -> Result<(), Failure> {
    let rewards = Rewards {
        pic: &stage.pic,
        canister: stage.rewards()?,
    };
    let first = rewards.today() - MONTH;
    rules(stage, people, steps, first)?;
    close(stage, people, steps, &rewards, first)?;
    pay(stage, people, steps, &rewards)?;
    charge(stage, people, steps, &rewards, first)?;
    appeal(stage, people, steps, &rewards)?;
    execute(stage, people, steps, &rewards)?;
    follow(stage, people, steps, &rewards)
}

/// Rates, and that penalties are enforced, which a new canister only computes.
fn rules(stage: &Stage, people: &People, steps: &mut Steps, first: u32) -> Result<(), Failure> {
    steps.next("Rewards: the council says what a node earns, and that penalties are enforced.");
    let rate = NodeRewardRate {
        region: "Europe".into(),
        reward_type: "type3.1".into(),
        // Ten XDR a day.
        xdr_permyriad_per_node_per_month: 3_043_750,
        reward_coefficient_percent: Some(80),
    };
    let text = serde_json::to_string_pretty(&[rate]).when("rates.json")?;
    fs::write(stage.directory().join("rates.json"), text).when("rates.json")?;
    let day = Day(first).to_string();
    let update = [
        "rates",
        "update",
        "--file",
        "rates.json",
        "--from-day",
        &day,
    ];
    ways::by_council(stage, people, &update)?;
    ways::by_council(
        stage,
        people,
        &["rewards-policy", "set", "--mode", "enabled"],
    )
}

/// An invented day: each example provider has a machine, in a subnet with two of nobody.
fn facts(people: &People, day: u32, is_bad: bool) -> Result<DayFacts, Failure> {
    let (one, two) = (&people.one, &people.two);
    let machine = |number| {
        Principal::from_text(node(number))
            .when("a node")
            .map(NodeId)
    };
    let (first, second) = (machine(1)?, machine(4)?);
    // Both declared that they are one actor.
    let cluster = ProviderId(one.principal).min(ProviderId(two.principal));
    let provider = |person: &Person| ProviderFact {
        provider: ProviderId(person.principal),
        cluster,
    };
    let paid = |node, place| NodeFact {
        node,
        provider: place,
        operator: place,
        region: 0,
        reward_type: 0,
    };
    let blocks = |node, failed| MetricsFact {
        node,
        proposed: 1_000 - failed,
        failed,
    };
    let missed = if is_bad { 500 } else { 0 };
    Ok(DayFacts {
        day,
        providers: vec![provider(one), provider(two)],
        operators: [&people.one_operator, &people.two_operator]
            .map(|operator| OperatorId(operator.principal))
            .into(),
        regions: vec!["Europe,CH,Zurich".into()],
        reward_types: vec!["type3.1".into()],
        nodes: vec![paid(first, 0), paid(second, 1)],
        subnets: vec![SubnetFact {
            subnet: SubnetId(Principal::self_authenticating("demo subnet")),
            nodes: vec![
                blocks(first, 0),
                blocks(second, missed),
                blocks(machine(11)?, 0),
                blocks(machine(12)?, 0),
            ],
        }],
    })
}

/// A vote adopts the hashes of the facts, anyone supplies them, and each provider gets a
/// statement that everyone can make again.
fn close(
    stage: &Stage,
    people: &People,
    steps: &mut Steps,
    rewards: &Rewards<'_>,
    first: u32,
) -> Result<(), Failure> {
    steps.next("The month is closed: a vote adopts its facts by their hashes; anyone brings them.");
    let directory = stage.directory().join(FACTS);
    fs::create_dir_all(&directory).when(FACTS)?;
    for slice in 0..MONTH {
        let facts = facts(people, first + slice, slice == BAD_DAY)?;
        let file = format!("slice-{slice:03}.cbor");
        fs::write(directory.join(&file), packed(&facts)).when(&file)?;
    }
    println!("   The facts name the two example providers only, and are invented.");
    let (from, to) = (Day(first).to_string(), Day(first + MONTH - 1).to_string());
    let adopt = [
        "period",
        "adopt",
        "--from-day",
        &from,
        "--to-day",
        &to,
        "--engine",
        "v1",
        "--xdr-permyriad-per-icp",
        "35000",
        "--rate-source",
        "An example (demo)",
        "--dir",
        FACTS,
    ];
    println!("   What voters read:");
    stage.show(None, &[adopt.as_slice(), &["--validate"]].concat())?;
    ways::by_council(stage, people, &adopt)?;
    let supply = ["period", "supply", "0", "--dir", FACTS];
    stage.show(Some(&people.reader), &supply)?;
    let two = ProviderId(people.two.principal);
    until("the statements", || rewards.statement(0, two).is_some())?;

    steps.next("The month is closed: each statement is certified, and made again on this machine.");
    let id = people.two.principal.to_text();
    stage.show(None, &["period", "show", "0"])?;
    let of_two = ["--period", "0", "--provider", id.as_str()];
    stage.show(None, &[&["statement", "show"], &of_two[..]].concat())?;
    let day = Day(first + BAD_DAY).to_string();
    let of_day = ["--day", day.as_str()];
    let explain = [&["statement", "explain"], &of_two[..], &of_day[..]].concat();
    println!("   A day on which the machine missed half of its blocks:");
    stage.show(None, &explain)
}

/// What the provider earned comes into escrow, where it is held for a while.
fn pay(
    stage: &Stage,
    people: &People,
    steps: &mut Steps,
    rewards: &Rewards<'_>,
) -> Result<(), Failure> {
    steps.next("Escrow: the example provider has its reward sent there, where it is held.");
    let two = ProviderId(people.two.principal);
    let id = two.to_string();
    stage.show(Some(&people.two), &["escrow", "join", "--account", &id])?;
    let statement = rewards.statement(0, two).when("the statement")?;
    let kept_e8s = statement.amounts.when("its figures")?.kept_e8s;
    let account = rewards.escrow_account(two);
    let whose = "the escrow of the example provider";
    neighbours::mint(&stage.pic, account, kept_e8s + LEDGER_FEE, whose);
    stage.show(Some(&people.reader), &["escrow", "collect", &id])?;
    stage.show(None, &["escrow", "show", &id])?;
    let lot = rewards.lot(0);
    if (lot.provider, lot.held_e8s) == (two, kept_e8s) {
        Ok(())
    } else {
        Err(Failure(format!("another lot than the reward: {lot:?}")))
    }
}

/// Evidence of the story, as Candid has it.
fn evidence() -> String {
    "\\de".repeat(32)
}

/// Proposes a command that is written in Candid.
fn propose(stage: &Stage, people: &People, title: &str, command: &str) -> Result<(), Failure> {
    let args = ["proposal", "submit", "--title", title, "--command", command];
    ways::by_council(stage, people, &args)
}

/// A vote puts a case on record, the provider answers, and another vote freezes it.
fn charge(
    stage: &Stage,
    people: &People,
    steps: &mut Steps,
    rewards: &Rewards<'_>,
    first: u32,
) -> Result<(), Failure> {
    steps.next("A case: a vote puts it on record, and nothing follows; the provider answers.");
    let id = people.two.principal.to_text();
    let at_ns = u64::from(first) * DAY_NS;
    let open = format!(
        "variant {{ OpenCase = record {{ charge = record {{ provider = principal \"{id}\"; \
         node = null; subnet = null; class = variant {{ FalseDeclaration }}; \
         offence_at_ns = {at_ns}; evidence_hash = blob \"{}\"; evidence_url = null; \
         summary = \"An example offence of an example provider (demo)\"; reporter = null }} }} }}",
        evidence()
    );
    propose(stage, people, "A case about an example provider", &open)?;
    stage.show(None, &["case", "show", "0"])?;
    let answer = "It was true when it was declared (demo)";
    let respond = ["case", "respond", "0", "--text", answer];
    println!("   Nobody answers for another:");
    ways::refused(stage, Some(&people.one), &respond)?;
    stage.show(Some(&people.two), &respond)?;

    steps.next("A case: a vote freezes it, which fixes what it can cost and locks that.");
    let freeze = format!(
        "variant {{ FreezeCase = record {{ case_id = 0; evidence_hash = blob \"{}\"; \
         at_most_ppb = opt 100000000; reason = \"For the story (demo)\" }} }}",
        evidence()
    );
    propose(
        stage,
        people,
        "Freeze the case, at a tenth at most",
        &freeze,
    )?;
    stage.show(None, &["case", "show", "0"])?;
    stage.show(None, &["escrow", "show", &id])?;
    println!("   Nobody can execute it yet:");
    ways::refused(stage, Some(&people.reader), &["case", "execute", "0"])?;
    let locked = rewards.lot(0).locked_e8s;
    if locked > 0 {
        Ok(())
    } else {
        Err(Failure("the vote locked nothing".into()))
    }
}

/// The provider appeals, and a vote lowers what the case costs.
fn appeal(
    stage: &Stage,
    people: &People,
    steps: &mut Steps,
    rewards: &Rewards<'_>,
) -> Result<(), Failure> {
    steps.next("A case: the provider appeals, and a vote lowers what the case costs.");
    stage.pass_days(3)?;
    println!("   (3 days later)");
    until("the time for appeals", || {
        matches!(rewards.case(0).state, CaseState::AppealWindow { .. })
    })?;
    let grounds = "Half of it was declared in time (demo)";
    let appeal = ["case", "appeal", "0", "--grounds", grounds];
    stage.show(Some(&people.two), &appeal)?;
    let before = rewards.lot(0).locked_e8s;
    let reduce = [
        "case",
        "reduce",
        "0",
        "--ppb",
        "50000000",
        "--reason",
        "The appeal is right by half (demo)",
    ];
    ways::by_council(stage, people, &reduce)?;
    let after = rewards.lot(0).locked_e8s;
    if after < before {
        println!("   {before} e8s were locked, {after} are now.");
        Ok(())
    } else {
        Err(Failure(format!("{before} e8s were locked, {after} are")))
    }
}

/// Anyone executes it; a vote gives back what it took.
fn execute(
    stage: &Stage,
    people: &People,
    steps: &mut Steps,
    rewards: &Rewards<'_>,
) -> Result<(), Failure> {
    steps.next("A case: when the time for appeals is over anyone can execute it, once.");
    stage.pass_days(15)?;
    println!("   (15 days later)");
    until("the end of the time for appeals", || {
        matches!(rewards.case(0).state, CaseState::Executable { .. })
    })?;
    let execute = ["case", "execute", "0"];
    stage.show(Some(&people.reader), &execute)?;
    println!("   Not a second time:");
    ways::refused(stage, Some(&people.reader), &execute)?;
    stage.show(None, &["rewards-treasury", "show"])?;

    steps.next("A case: a vote gives back all that was taken, once.");
    let reason = "The evidence was an example (demo)";
    let refund = ["case", "refund", "0", "--reason", reason];
    ways::by_council(stage, people, &refund)?;
    println!("   Not a second time:");
    ways::refused(stage, None, &[refund.as_slice(), &["--validate"]].concat())?;
    stage.show(None, &["case", "show", "0"])?;
    let books = rewards.books();
    if books.taken_e8s > 0 && books.refunded_e8s == books.taken_e8s {
        Ok(())
    } else {
        Err(Failure(format!("not all was given back: {books:?}")))
    }
}

/// Nobody appealed against the finding of the auditors, so it is final by now, and a case.
fn follow(
    stage: &Stage,
    people: &People,
    steps: &mut Steps,
    rewards: &Rewards<'_>,
) -> Result<(), Failure> {
    steps.next("A case: the auditors' finding is final by now, and is a case by itself.");
    stage.pass_days(1)?;
    until("the case of the finding", || rewards.summary().cases == 2)?;
    let two = people.two.principal;
    stage.show(None, &["case", "list", "--provider", &two.to_text()])?;
    let case = rewards.case(1);
    if case.charge.provider.0 == two && case.state == CaseState::Reported {
        Ok(())
    } else {
        Err(Failure(format!(
            "another case than the finding's: {case:?}"
        )))
    }
}
