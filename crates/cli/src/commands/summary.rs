use crate::{context::Global, error::CliError, output::fields, words};
use bonafide_client::{AgentRuntime, CanisterClient, ClientError, RuntimeError};
use bonafide_policy::rewards::day::Day;
use bonafide_types::{audits, governance, identity, registry, rewards};
use serde::Serialize;

/// How much the registry holds, and governance, the identity, the audits and the rewards canister
/// when there are such.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide --network local summary --json")]
pub(crate) struct Args {}

#[derive(Serialize)]
struct Shown {
    /// Counters are one node's word.
    certified: bool,
    #[serde(flatten)]
    registry: registry::Summary,
    /// Null when no canister is known that governs.
    governance: Option<governance::Summary>,
    /// Null when no such canister is known; so are the others.
    identity: Option<identity::Summary>,
    audits: Option<audits::Summary>,
    rewards: Option<rewards::Summary>,
}

pub(crate) async fn run(global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?.summary().await?;
    let governance = global.governance().await;
    let governance = counters(governance, async |client| client.summary().await).await?;
    let mut shown = Shown {
        certified: false,
        registry,
        governance,
        identity: None,
        audits: None,
        rewards: None,
    };
    // Who is not remembered is asked of governance, when there is one.
    let governed = shown.governance.is_some();
    if governed || global.known_identity()?.is_some() {
        let client = global.identity().await;
        shown.identity = counters(client, async |client| client.summary().await).await?;
    }
    if governed || global.known_audits()?.is_some() {
        let client = global.audits().await;
        shown.audits = counters(client, async |client| client.summary().await).await?;
    }
    if governed || global.known_rewards()?.is_some() {
        let client = global.rewards().await;
        shown.rewards = counters(client, async |client| client.summary().await).await?;
    }
    global.output().result(&shown, human)
}

/// A canister's counters; none when none is known, or what is there is none of ours.
async fn counters<C, S>(
    client: Result<CanisterClient<AgentRuntime, C>, CliError>,
    ask: impl AsyncFnOnce(CanisterClient<AgentRuntime, C>) -> Result<S, ClientError>,
) -> Result<Option<S>, CliError> {
    let client = match client {
        Ok(client) => client,
        Err(error) if error.kind == "Canister" => return Ok(None),
        Err(error) => return Err(error),
    };
    match ask(client).await {
        Ok(summary) => Ok(Some(summary)),
        Err(ClientError::Runtime(RuntimeError::Rejected { .. }) | ClientError::Reply { .. }) => {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

fn human(shown: &Shown) -> String {
    let Shown {
        certified: _,
        registry,
        governance,
        identity,
        audits,
        rewards,
    } = shown;
    let sections = [
        ("registry", Some(of_registry(registry))),
        ("governance", governance.as_ref().map(of_governance)),
        ("identity", identity.as_ref().map(of_identity)),
        ("audits", audits.as_ref().map(of_audits)),
        ("rewards", rewards.as_ref().map(of_rewards)),
    ];
    let sections = sections
        .into_iter()
        .filter_map(|(canister, lines)| Some(format!("{canister}:\n{}", fields(&lines?))));
    sections.collect::<Vec<_>>().join("\n\n")
}

type Lines = Vec<(&'static str, String)>;

fn numbers<const N: usize>(numbers: [(&'static str, u64); N]) -> Lines {
    numbers
        .map(|(name, number)| (name, number.to_string()))
        .into()
}

fn of_registry(summary: &registry::Summary) -> Lines {
    numbers([
        ("providers", summary.providers),
        ("of them imported", summary.imported_providers),
        ("data centres", summary.data_centers),
        ("operators", summary.node_operators),
        ("nodes", summary.nodes),
        ("subnets", summary.subnets),
        ("published declarations", summary.published_declarations),
        ("declaration texts", summary.declaration_texts),
        ("acceptances", summary.acceptances),
        ("imports", summary.imports),
        ("events", summary.events),
    ])
}

fn of_governance(summary: &governance::Summary) -> Lines {
    numbers([
        ("neurons", summary.neurons),
        ("voting power", summary.voting_power),
        ("proposals", summary.proposals),
        ("of them in vote", summary.open_proposals),
        ("journal entries", summary.journal_entries),
        ("of unknown outcome", summary.quarantined),
        ("events", summary.events),
    ])
}

fn of_identity(summary: &identity::Summary) -> Lines {
    numbers([
        ("providers", summary.subjects),
        ("verifiers", summary.verifiers),
        ("schemas", summary.schemas),
        ("attestations", summary.attestations),
        ("requests", summary.requests),
        ("encrypted records", summary.records),
        ("disclosures", summary.grants),
        ("accesses", summary.accesses),
        ("findings of audits", summary.findings),
        ("events", summary.events),
        ("follows the registry to event", summary.registry_events),
        ("follows audits to event", summary.audits_events),
    ])
}

fn of_audits(summary: &audits::Summary) -> Lines {
    numbers([
        ("sites", summary.sites),
        ("of them critical", summary.critical_sites),
        ("of these overdue", summary.overdue_sites),
        ("auditors", summary.auditors),
        ("of them may be drawn", summary.active_auditors),
        ("plans", summary.plans),
        ("draws", summary.draws),
        ("assignments", summary.assignments),
        ("of them under way", summary.open_assignments),
        ("findings", summary.findings),
        ("transfers", summary.transfers),
        ("of them not settled", summary.unsettled_transfers),
        ("events", summary.events),
        ("follows the registry to event", summary.registry_events),
        ("follows identity to event", summary.identity_events),
    ])
}

fn of_rewards(summary: &rewards::Summary) -> Lines {
    let mut lines = numbers([
        ("periods", summary.periods),
        ("statements", summary.statements),
        ("cases", summary.cases),
        ("of them under way", summary.open_cases),
        ("lots", summary.lots),
        ("transfers", summary.transfers),
        ("of them not settled", summary.unsettled_transfers),
    ]);
    let books = &summary.books;
    lines.extend([
        ("came in", words::e8s(books.deposited_e8s)),
        ("in escrow", words::e8s(books.escrow_e8s)),
        ("treasury", words::e8s(books.treasury_e8s)),
    ]);
    if let Some((first, last)) = summary.collected_days {
        let days = format!("{} to {}", Day(first), Day(last));
        lines.push(("metrics collected", days));
    }
    lines.extend(numbers([
        ("events", summary.events),
        ("follows the registry to event", summary.registry_events),
        ("follows audits to event", summary.audits_events),
    ]));
    lines
}
