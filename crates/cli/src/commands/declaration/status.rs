use crate::{
    context::Global,
    error::CliError,
    output::{instant, or_empty, table},
};
use bonafide_types::{
    id::ProviderId,
    registry::{Acceptance, DeclarationStatus, ListProvidersArgs},
};
use candid::Principal;
use serde::Serialize;

/// Where providers stand with the declaration. The status depends on the time and is one
/// node's word; the acceptance itself is proven by `provider show`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide declaration status 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe"
)]
pub(crate) struct Args {
    /// One provider; else every provider.
    provider: Option<Principal>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    providers: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    provider: ProviderId,
    status: &'static str,
    deadline_ns: Option<u64>,
    since_ns: Option<u64>,
    /// Oldest first; for one provider its whole history, else the latest.
    acceptances: Vec<Acceptance>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let mut providers = Vec::new();
    if let Some(id) = args.provider.map(ProviderId) {
        let status = registry.declaration_status(id).await?;
        providers.push(Entry::new(id, &status, registry.acceptances(id).await?));
    } else {
        let mut list = ListProvidersArgs::default();
        loop {
            let page = registry.providers(&list).await?;
            providers.extend(page.providers.into_iter().map(|view| {
                Entry::new(
                    view.provider.id,
                    &view.declaration,
                    view.acceptance.into_iter().collect(),
                )
            }));
            match page.next {
                Some(next) if list.after != Some(next) => list.after = Some(next),
                _ => break,
            }
        }
    }
    global.output().result(
        &Shown {
            certified: false,
            providers,
        },
        |shown| {
            let rows = shown.providers.iter().map(|entry| {
                let last = entry.acceptances.last();
                [
                    entry.provider.to_string(),
                    entry.status.into(),
                    or_empty(entry.deadline_ns.or(entry.since_ns).map(instant)),
                    or_empty(last.map(|last| format!("{} {}", last.language, last.version))),
                    or_empty(last.map(|last| instant(last.accepted_at_ns))),
                ]
            });
            table(
                ["provider", "status", "until / since", "accepted", "on"],
                rows,
            )
        },
    )
}

impl Entry {
    fn new(provider: ProviderId, status: &DeclarationStatus, acceptances: Vec<Acceptance>) -> Self {
        let (status, deadline_ns, since_ns) = match *status {
            DeclarationStatus::NotAccepted => ("NotAccepted", None, None),
            DeclarationStatus::Current => ("Current", None, None),
            DeclarationStatus::Due { deadline_ns } => ("Due", Some(deadline_ns), None),
            DeclarationStatus::Lapsed { since_ns } => ("Lapsed", None, Some(since_ns)),
        };
        Self {
            provider,
            status,
            deadline_ns,
            since_ns,
            acceptances,
        }
    }
}
