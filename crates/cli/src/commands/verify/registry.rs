use crate::{
    context::Global,
    error::{CliError, Exit},
    output::fields,
};
use bonafide_client::{AgentRuntime, RegistryClient, verify::VerifyError};
use bonafide_kit::log::Tip;
use bonafide_types::{id::Sha256Hash, limits::PAGE_EVENTS};
use candid::Principal;
use serde::Serialize;

/// Replay the registry's whole log on this machine and compare with what it certifies.
///
/// The log's hash chain must end in the certified tip, and the state that the events make
/// must have the certified root. Exits with 4 when either does not hold.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide --network local verify registry")]
pub(crate) struct Args {}

#[derive(Serialize)]
struct Shown {
    verified: bool,
    canister: Principal,
    events: u64,
    tip: Sha256Hash,
    root: Sha256Hash,
    replayed_root: Sha256Hash,
}

pub(crate) async fn run(global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let certified = registry.tip_certified().await?;
    let events = fetch(&registry, certified.length, global).await?;
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
        canister: registry.canister(),
        events: certified.length,
        tip: certified.tip,
        root: certified.root,
        replayed_root,
    };
    global.output().result(&shown, |shown| {
        fields(&[
            ("registry", shown.canister.to_string()),
            ("events", shown.events.to_string()),
            ("tip", shown.tip.to_string()),
            ("certified root", shown.root.to_string()),
            ("replayed root", shown.replayed_root.to_string()),
            ("match", "yes".into()),
        ])
    })
}

/// The first `length` events; ones that came later are not covered by the tip.
async fn fetch(
    registry: &RegistryClient<AgentRuntime>,
    length: u64,
    global: &Global,
) -> Result<Vec<Vec<u8>>, CliError> {
    let bar = global.output().progress(length, "events");
    let mut events: Vec<Vec<u8>> = Vec::new();
    let mut start = 0;
    while start < length {
        let page = registry
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

fn replay(events: &[Vec<u8>]) -> Result<Sha256Hash, CliError> {
    match bonafide_registry::replay(events) {
        Ok(replayed) => Ok(Sha256Hash(replayed.root)),
        Err(error) => {
            Err(CliError::new(Exit::Unverified, "ReplayRefused", &error).with("event", error.entry))
        }
    }
}
