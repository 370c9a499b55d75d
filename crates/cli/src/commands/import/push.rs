//! Has imports approved and brings their pages.

use crate::{context::Global, error::CliError, output::table};
use bonafide_client::{AgentRuntime, RegistryClient, import::Plan};
use bonafide_types::registry::{ImportJob, ImportPageArgs};
use serde::Serialize;
use serde_bytes::ByteBuf;

#[derive(Serialize)]
struct Shown {
    imports: Vec<Brought>,
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

/// Brings each plan, one after the other.
pub(super) async fn run(plans: &[Plan], global: &Global) -> Result<(), CliError> {
    for plan in plans {
        global.output().note(&format!(
            "{} {}: {} rows in {} pages, source hash {}",
            plan.source,
            plan.source_version,
            plan.rows,
            plan.pages.len(),
            plan.source_hash
        ));
        if plan.pages.is_empty() {
            return Err(CliError::usage(
                "Input",
                format!("{}: there is nothing to import", plan.source),
            ));
        }
    }
    let registry = global.registry().await?;
    let mut imports = Vec::new();
    for plan in plans {
        imports.push(bring(plan, &registry, global).await?);
    }
    global.output().result(&Shown { imports }, |shown| {
        let header = [
            "import",
            "source",
            "version",
            "rows",
            "pages",
            "sent",
            "source hash",
        ];
        table(
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
        )
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
    Err(CliError::new(crate::error::Exit::Network, "Reply", message))
}

async fn bring(
    plan: &Plan,
    registry: &RegistryClient<AgentRuntime>,
    global: &Global,
) -> Result<Brought, CliError> {
    let mut job = match find(plan, registry).await? {
        Some(job) => job,
        None => {
            let id = registry.begin_import(&plan.begin_args()).await?;
            begun(id, registry).await?
        }
    };
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
