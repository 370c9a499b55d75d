//! Has imports approved and brings their pages.

use super::approval::{self, Approval};
use crate::{
    commands::governed::Options,
    context::Global,
    error::{CliError, Exit},
    output::table,
    sources::{self, declarations::DeclarationFiles, network::NetworkFiles},
};
use bonafide_client::{AgentRuntime, RegistryClient, import::Plan};
use bonafide_types::registry::{ImportJob, ImportPageArgs};
use serde::Serialize;
use serde_bytes::ByteBuf;
use std::path::PathBuf;

/// Bring the pages of an import that was approved. Anyone who is not anonymous may.
///
/// The import is found by the hash of its pages. One that stopped is taken up where it
/// stopped, and one that nobody approved is refused.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// From CSV files of the network.
    #[command(
        after_help = "Example: bonafide --identity me.pem import push network --nodes nodes.csv --source-version 2025-10-31"
    )]
    Network(NetworkFiles),
    /// From published declarations.
    #[command(
        after_help = "Example: bonafide --identity me.pem import push declarations --directory self-declarations --declarations-version 257dfa1"
    )]
    Declarations(DeclarationFiles),
    /// From a compact facts file.
    #[command(
        after_help = "Example: bonafide --identity me.pem import push facts tests/fixtures/network-2025-10-31.facts"
    )]
    Facts {
        /// The facts file.
        file: PathBuf,
    },
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        let plans = match self {
            Self::Network(files) => vec![sources::plan(&files.job()?)?],
            Self::Declarations(files) => vec![sources::plan(&files.job()?)?],
            Self::Facts { file } => sources::plans(&file)?,
        };
        push(&plans, global).await
    }
}

#[derive(Serialize)]
struct Shown {
    imports: Vec<Brought>,
    /// What is still to be decided; none of its pages were sent.
    waiting: Vec<approval::Waiting>,
}

#[derive(Serialize)]
struct Brought {
    /// Whether the import was complete before.
    already_complete: bool,
    /// Pages sent by this command.
    pages_sent: u32,
    #[serde(flatten)]
    job: ImportJob,
}

/// Has each plan approved the way the options say, and brings those that are.
pub(super) async fn approve_and_bring(
    plans: &[Plan],
    options: &Options,
    global: &Global,
) -> Result<(), CliError> {
    if approval::show(plans, options, global).await? {
        return Ok(());
    }
    note(plans, global);
    let registry = global.registry().await?;
    let (mut imports, mut waiting) = (Vec::new(), Vec::new());
    for plan in plans {
        let job = match find(plan, &registry).await? {
            Some(job) => job,
            None => match approval::ask(plan, options, &registry, global).await? {
                Approval::Begun(id) => begun(id, &registry).await?,
                Approval::Proposed(proposal) => {
                    waiting.push(proposal);
                    continue;
                }
            },
        };
        imports.push(bring(plan, job, &registry, global).await?);
    }
    show(&Shown { imports, waiting }, global)
}

async fn push(plans: &[Plan], global: &Global) -> Result<(), CliError> {
    note(plans, global);
    let registry = global.registry().await?;
    let mut imports = Vec::new();
    for plan in plans {
        let Some(job) = find(plan, &registry).await? else {
            let message = format!(
                "{} {}: no import with source hash {} was approved",
                plan.source, plan.source_version, plan.source_hash
            );
            return Err(CliError::new(Exit::Refused, "NotApproved", message)
                .with("source_hash", plan.source_hash.to_string()));
        };
        imports.push(bring(plan, job, &registry, global).await?);
    }
    let waiting = Vec::new();
    show(&Shown { imports, waiting }, global)
}

fn note(plans: &[Plan], global: &Global) {
    for plan in plans {
        global.output().note(&format!(
            "{} {}: {} rows in {} pages, source hash {}",
            plan.source,
            plan.source_version,
            plan.rows,
            plan.pages.len(),
            plan.source_hash
        ));
    }
}

fn show(shown: &Shown, global: &Global) -> Result<(), CliError> {
    global.output().result(shown, |shown| {
        let header = [
            "import",
            "source",
            "version",
            "rows",
            "pages",
            "sent",
            "source hash",
        ];
        let mut lines = Vec::new();
        if !shown.imports.is_empty() {
            lines.push(table(
                header,
                shown.imports.iter().map(|brought| {
                    let job = &brought.job;
                    [
                        job.id.to_string(),
                        job.source.clone(),
                        job.source_version.clone(),
                        job.rows.to_string(),
                        format!("{}/{}", job.next_page, job.pages),
                        brought.pages_sent.to_string(),
                        job.source_hash.to_string(),
                    ]
                }),
            ));
        }
        lines.extend(shown.waiting.iter().map(approval::Waiting::next_step));
        lines.join("\n")
    })
}

/// The import just begun. The node that answers may be a block or two behind.
async fn begun(id: u64, registry: &RegistryClient<AgentRuntime>) -> Result<ImportJob, CliError> {
    for _ in 0..20 {
        if let Some(job) = registry.import(id).await? {
            return Ok(job);
        }
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
    let message = format!("import {id} is not there");
    Err(CliError::new(Exit::Network, "Reply", message))
}

async fn bring(
    plan: &Plan,
    mut job: ImportJob,
    registry: &RegistryClient<AgentRuntime>,
    global: &Global,
) -> Result<Brought, CliError> {
    let first = job.next_page;
    let bar = global.output().progress(job.pages.into(), &plan.source);
    bar.set_position(first.into());
    for (rows, page) in plan
        .pages
        .iter()
        .zip(0..job.pages)
        .skip_while(|(_, page)| *page < first)
    {
        let args = ImportPageArgs {
            import_id: job.id,
            source_hash: plan.source_hash,
            page,
            rows: ByteBuf::from(rows.clone()),
        };
        job = registry.import_page(&args).await?;
        bar.set_position(job.next_page.into());
    }
    bar.finish_and_clear();
    Ok(Brought {
        already_complete: first == job.pages,
        pages_sent: job.pages - first,
        job,
    })
}

/// The import with this source hash, newest first, when there is one.
async fn find(
    plan: &Plan,
    registry: &RegistryClient<AgentRuntime>,
) -> Result<Option<ImportJob>, CliError> {
    for id in (0..registry.summary().await?.imports).rev() {
        if let Some(job) = registry.import(id).await?
            && job.source_hash == plan.source_hash
        {
            return Ok(Some(job));
        }
    }
    Ok(None)
}
