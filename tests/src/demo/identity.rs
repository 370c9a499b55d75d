//! Identity: a verifier attests, a record is encrypted, and only a vote opens it.

use super::people::People;
use super::stage::Stage;
use super::story::Steps;
use super::{Context, Failure, ways};
use bonafide_kit::words::utc;
use std::fs;
use std::time::{Duration, SystemTime};

/// What is encrypted: invented, like the person it would be about.
const ADDRESS: &str = "Example Street 1, Exampleton (demo)\n";

/// From the admission of a verifier to the opened record.
pub(super) fn walk(stage: &Stage, people: &People, steps: &mut Steps) -> Result<(), Failure> {
    let one = &people.one;
    let id = one.principal.to_text();
    let record = format!("{id}/0/1");

    steps.next("Identity: the council admits a verifier, which may say what it checked.");
    let verifier = people.verifier.principal.to_text();
    let admit = [
        "verifier",
        "admit",
        &verifier,
        "--name",
        people.verifier.name,
        "--owner",
        "Example Verification Holding (demo)",
        "--scope",
        "company=0",
        "--reason",
        "A verifier for the story",
    ];
    ways::by_council(stage, people, &admit)?;

    steps.next("Identity: the provider encrypts an address on its own machine and stores it.");
    // The canister looks at the registry every minute; days are what the story's clock counts.
    stage.pass_days(1)?;
    fs::write(stage.directory().join("address.txt"), ADDRESS).when("address.txt")?;
    stage.show(None, &["record", "key"])?;
    let submit = [
        "record",
        "submit",
        "address.txt",
        "--record-id",
        "0",
        "--kind",
        "address",
        "--opening",
        "address.opening.json",
    ];
    stage.show(Some(one), &submit)?;

    steps.next(
        "Identity: the verifier, shown content and opening, checks that this is what is stored.",
    );
    let check = [
        "record",
        "check",
        "address.txt",
        "--opening",
        "address.opening.json",
    ];
    stage.show(Some(&people.verifier), &check)?;
    let expires = in_a_year()?;
    let issue = [
        "attestation",
        "issue",
        "--subject",
        &id,
        "--schema",
        "company",
        "--verdict",
        "confirmed",
        "--checked",
        "existence,address",
        "--expires",
        &expires,
    ];
    println!("   A provider cannot state what a verifier states:");
    ways::refused(stage, Some(one), &issue)?;
    stage.show(Some(&people.verifier), &issue)?;
    stage.pass_days(1)?;
    stage.show(None, &["score", "show", &id])?;

    steps.next("Disclosure: nobody can open the record, its provider included, before a vote.");
    let key = stage.ask(
        Some(&people.reader),
        &["disclosure", "transport-key", "--out", "reader-key.json"],
    )?;
    let hash = key["sha256"].as_str().when("the transport key's hash")?;
    let open = [
        "disclosure",
        "open",
        "0",
        "--record",
        &record,
        "--transport-key",
        "reader-key.json",
        "--out",
        "opened.txt",
    ];
    ways::refused(stage, Some(&people.reader), &open)?;

    steps.next("Disclosure: voters read which record is opened, to whom, and for how long.");
    let recipient = format!("{}={hash}", people.reader.principal);
    let request = [
        "disclosure",
        "request",
        "--record",
        &record,
        "--recipient",
        &recipient,
        "--purpose",
        "An example case (demo)",
        "--valid-for",
        "7d",
    ];
    ways::by_council(stage, people, &request)?;

    steps.next(
        "Disclosure: the named reader opens it on its own machine; a second time is refused.",
    );
    stage.show(Some(&people.reader), &open)?;
    let opened = fs::read_to_string(stage.directory().join("opened.txt")).when("opened.txt")?;
    if opened != ADDRESS {
        return Err(Failure("what was opened is not what was encrypted".into()));
    }
    let again = [&open[..8], &["opened-again.txt"]].concat();
    ways::refused(stage, Some(&people.reader), &again)?;
    println!("   Everyone can read that it was opened:");
    stage.show(None, &["disclosure", "log", "--provider", &id])?;
    let log = stage.ask(None, &["disclosure", "log", "--provider", &id])?;
    if log.to_string().contains("Released") {
        Ok(())
    } else {
        Err(Failure(format!("the access log shows no release: {log}")))
    }
}

/// The day in 320 days: within the 13 months that a statement may hold, which the network counts
/// from some weeks ago.
fn in_a_year() -> Result<String, Failure> {
    let then = SystemTime::now() + Duration::from_hours(320 * 24);
    let since = then
        .duration_since(SystemTime::UNIX_EPOCH)
        .when("the day in a year")?;
    let ns = u64::try_from(since.as_nanos()).when("the day in a year")?;
    Ok(utc(ns).chars().take(10).collect())
}
