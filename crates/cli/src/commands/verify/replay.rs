//! What the replays of all canisters' logs share.

use crate::{
    context::Global,
    error::{CliError, Exit},
    output::fields,
};
use bonafide_client::{AgentRuntime, CanisterClient, verify::VerifyError};
use bonafide_kit::log::Tip;
use bonafide_types::{id::Sha256Hash, limits::PAGE_EVENTS};
use candid::Principal;
use serde::Serialize;

#[derive(Serialize)]
struct Shown {
    verified: bool,
    canister: Principal,
    events: u64,
    tip: Sha256Hash,
    root: Sha256Hash,
    replayed_root: Sha256Hash,
}

/// Fetches the whole log, replays it with the canister's own library, and compares with what
/// the canister certifies.
pub(super) async fn run<C>(
    name: &str,
    client: &CanisterClient<AgentRuntime, C>,
    replay: impl FnOnce(&[Vec<u8>]) -> Result<Sha256Hash, CliError>,
    global: &Global,
) -> Result<(), CliError> {
    let certified = client.tip_certified().await?;
    let events = fetch(client, certified.length, global).await?;
    let chain = events
        .iter()
        .fold(Tip::default(), |tip, event| tip.next(event));
    if chain.length != certified.length {
        return Err(VerifyError::TipMismatch { part: "length" }.into());
    }
    if chain.hash != certified.tip.0 {
        return Err(VerifyError::TipMismatch { part: "tip" }.into());
    }
    let replayed_root = replay(&events)?;
    if replayed_root != certified.root {
        let message = format!(
            "the events make root {replayed_root}, certified is {}",
            certified.root
        );
        return Err(CliError::new(Exit::Unverified, "ReplayMismatch", message)
            .with("replayed_root", replayed_root.to_string())
            .with("root", certified.root.to_string()));
    }
    let shown = Shown {
        verified: true,
        canister: client.canister(),
        events: certified.length,
        tip: certified.tip,
        root: certified.root,
        replayed_root,
    };
    global.output().result(&shown, |shown| {
        fields(&[
            (name, shown.canister.to_string()),
            ("events", shown.events.to_string()),
            ("tip", shown.tip.to_string()),
            ("certified root", shown.root.to_string()),
            ("replayed root", shown.replayed_root.to_string()),
            ("match", "yes".into()),
        ])
    })
}

/// A log that the canister's own library does not take.
pub(super) fn refused(entry: u64, error: impl std::fmt::Display) -> CliError {
    CliError::new(Exit::Unverified, "ReplayRefused", error).with("event", entry)
}

/// The first `length` events; ones that came later are not covered by the tip.
async fn fetch<C>(
    client: &CanisterClient<AgentRuntime, C>,
    length: u64,
    global: &Global,
) -> Result<Vec<Vec<u8>>, CliError> {
    let bar = global.output().progress(length, "events");
    let mut events: Vec<Vec<u8>> = Vec::new();
    let mut start = 0;
    while start < length {
        let page = client
            .events(start, PAGE_EVENTS.min(length - start))
            .await?
            .events;
        if page.is_empty() {
            return Err(VerifyError::TipMismatch { part: "length" }.into());
        }
        for event in page {
            events.push(event.into_vec());
            start += 1;
        }
        bar.set_position(start);
    }
    bar.finish_and_clear();
    Ok(events)
}
