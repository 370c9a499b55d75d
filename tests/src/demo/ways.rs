//! The four ways by which a decision reaches governance, each shown by a step of the story.

use super::neighbours::{Neighbours, adopt_motion, make_motion};
use super::people::{People, Person};
use super::stage::{Stage, print_indented};
use super::{Context, Failure};
use bonafide_test_support::{canisters, instance, rest};
use bonafide_types::governance::{Command, InstallArgs, UpgradeArgs, UpgradeBatch};
use candid::decode_one;
use serde_json::Value;
use std::fs;
use std::thread::sleep;
use std::time::Duration;

/// Number of the only batch that an upgrade of the story brings.
const BATCH: u64 = 1;

/// How often something is looked for, twenty times a second.
const LOOKS: u32 = 1_200;

/// The council proposes a command by `bonafide` arguments that end with `--neuron 1`, the
/// other members vote until it is decided, and its execution is awaited.
pub(super) fn by_council(stage: &Stage, people: &People, args: &[&str]) -> Result<(), Failure> {
    submit(stage, people, args)?;
    for proposal in open_proposals(stage)? {
        let ended = decide(stage, people, &proposal)?;
        if ended != "Executed" {
            return Err(Failure(format!("proposal {proposal} is {ended}")));
        }
    }
    Ok(())
}

/// The council proposes it, and nobody has voted yet but the proposer; the proposal's number.
pub(super) fn propose(stage: &Stage, people: &People, args: &[&str]) -> Result<String, Failure> {
    submit(stage, people, args)?;
    open_proposals(stage)?.pop().when("the proposal in vote")
}

fn submit(stage: &Stage, people: &People, args: &[&str]) -> Result<(), Failure> {
    let args = [args, &["--neuron", "1"]].concat();
    stage.show(Some(&people.council), &args)
}

/// The other members vote yes until the proposal is decided, and its execution is awaited; how
/// it ended.
pub(super) fn decide(stage: &Stage, people: &People, proposal: &str) -> Result<String, Failure> {
    for (neuron, member) in [("2", &people.second), ("3", &people.third)] {
        if status(stage, proposal)? != "Open" {
            break;
        }
        let args = ["proposal", "vote", proposal, "yes", "--neuron", neuron];
        stage.show(Some(member), &args)?;
    }
    for _ in 0..LOOKS {
        let status = status(stage, proposal)?;
        if status != "Adopted" {
            stage.show(None, &["proposal", "show", proposal])?;
            return Ok(status);
        }
        sleep(Duration::from_millis(50));
    }
    Err(Failure(format!("proposal {proposal} is not executed")))
}

/// Waits for what a canister does by itself.
pub(super) fn until(what: &str, done: impl Fn() -> bool) -> Result<(), Failure> {
    for _ in 0..LOOKS {
        if done() {
            return Ok(());
        }
        sleep(Duration::from_millis(50));
    }
    Err(Failure(format!("{what}: not in time")))
}

fn status(stage: &Stage, proposal: &str) -> Result<String, Failure> {
    let shown = stage.ask(None, &["proposal", "show", proposal])?;
    let status = shown.pointer("/state/status").and_then(Value::as_str);
    status.map(str::to_owned).when("the status of the proposal")
}

/// Numbers of the proposals in vote, oldest first.
fn open_proposals(stage: &Stage) -> Result<Vec<String>, Failure> {
    let listed = stage.ask(None, &["proposal", "list", "--status", "open"])?;
    let proposals = listed["proposals"].as_array().when("the proposals")?;
    let number = |row: &Value| row.pointer("/proposal/id").map(Value::to_string);
    let mut numbers: Vec<_> = proposals.iter().filter_map(number).collect();
    numbers.reverse();
    Ok(numbers)
}

/// An NNS motion carries the command of these `bonafide` arguments.
pub(super) fn by_motion(stage: &Stage, args: &[&str]) -> Result<(), Failure> {
    let args = [args, &["--motion"]].concat();
    stage.show(None, &args)?;
    let printed = stage.ask(None, &args)?;
    let text = printed["motion_text"].as_str().when("the motion's text")?;
    let notes = "\nThe notes of the motion's author for voters; they bind nobody.\n";
    let text = format!("{}\n{notes}", text.trim_end());
    fs::write(stage.directory().join("motion.txt"), &text).when("motion.txt")?;
    stage.show(None, &["motion", "explain", "motion.txt"])?;

    let id = make_motion(&stage.pic, "Publish the declaration", &text)?;
    let number = id.to_string();
    let execute = ["motion", "execute", &number];
    println!("   While it is in vote, nobody can have it executed:");
    refused(stage, None, &execute)?;
    adopt_motion(&stage.pic, id)?;
    stage.show(None, &execute)?;
    println!("   Nor a second time:");
    refused(stage, None, &execute)
}

/// Runs a command that a rule must refuse.
pub(super) fn refused(stage: &Stage, who: Option<&Person>, args: &[&str]) -> Result<(), Failure> {
    let ran = stage.run(who, args, true)?;
    print_indented(&ran.out);
    print_indented(&ran.err);
    match ran.status {
        Some(1) => Ok(()),
        other => Err(Failure(format!(
            "{} ended with {other:?}, not with 1",
            args.join(" ")
        ))),
    }
}

/// A proposal of the SNS carries the command of these `bonafide` arguments.
pub(super) fn by_sns(stage: &Stage, sns: &Neighbours, args: &[&str]) -> Result<(), Failure> {
    stage.show(None, &[args, &["--sns-payload"]].concat())?;
    sns.decide_by_sns(&stage.pic, payload(stage, args)?)
}

/// An upgrade of governance to the same code carries the command of these `bonafide`
/// arguments.
pub(super) fn by_upgrade(stage: &Stage, owner: &Person, args: &[&str]) -> Result<(), Failure> {
    stage.show(None, &[args, &["--candid"]].concat())?;
    let command: Command = decode_one(&payload(stage, args)?).when("the command")?;
    let args = InstallArgs::Upgrade(UpgradeArgs {
        batch: Some(UpgradeBatch {
            id: BATCH,
            commands: vec![command],
        }),
    });
    let (governance, argument) = (stage.governance()?, instance::encoded((args,)));
    rest(&stage.pic);
    let upgrade = || {
        stage.pic.upgrade_canister(
            governance,
            canisters::governance(),
            argument.clone(),
            Some(owner.principal),
        )
    };
    upgrade().when("the upgrade of governance")?;
    println!("   (its controller) upgrade of {governance} with batch {BATCH}, one command");
    rest(&stage.pic);
    match upgrade() {
        Ok(()) => Err(Failure("a batch was taken twice".into())),
        Err(refusal) => {
            println!("   (its controller) the same argument again is refused:");
            print_indented(&refusal.reject_message);
            Ok(())
        }
    }
}

/// The Candid message of the command of these `bonafide` arguments.
fn payload(stage: &Stage, args: &[&str]) -> Result<Vec<u8>, Failure> {
    let printed = stage.ask(None, &[args, &["--sns-payload"]].concat())?;
    let digits = printed["sns_payload"].as_str().when("the payload")?;
    hex::decode(digits).when("the payload")
}
