//! How an import gets approved: by a proposal, or by the governance principal itself.

use crate::{
    commands::{
        governed::{self, Options},
        proposal::submit,
    },
    context::Global,
    error::{CliError, Exit},
};
use bonafide_client::{AgentRuntime, GovernanceClient, RegistryClient, import::Plan};
use bonafide_policy::command;
use bonafide_types::{
    governance::{Command, ListProposalsArgs, ProposalStatus},
    id::Sha256Hash,
};
use serde::Serialize;
use serde_json::json;

/// What asking for approval led to.
pub(super) enum Approval {
    /// It was approved; the import has this number.
    Begun(u64),
    /// A proposal is in vote.
    Proposed(Waiting),
}

/// A proposal that decides on an import.
#[derive(Serialize)]
pub(super) struct Waiting {
    source: String,
    source_version: String,
    source_hash: Sha256Hash,
    proposal_id: u64,
    status: ProposalStatus,
    command_hash: Sha256Hash,
}

impl Waiting {
    /// What to do next.
    pub(super) fn next_step(&self) -> String {
        format!(
            "{} {}: proposal {} is {:?} (command hash {}); once it is executed, bring the pages \
             with `bonafide import push`",
            self.source, self.source_version, self.proposal_id, self.status, self.command_hash
        )
    }
}

fn begin(plan: &Plan) -> Command {
    Command::BeginImport(plan.begin_args())
}

/// Prints the commands, or what they would do, when that is all that the options ask for.
pub(super) async fn show(
    plans: &[Plan],
    options: &Options,
    global: &Global,
) -> Result<bool, CliError> {
    let (mut values, mut texts) = (Vec::new(), Vec::new());
    for plan in plans {
        let Some(shown) = options.shown(&begin(plan), global).await? else {
            return Ok(false);
        };
        values.push(shown.value);
        texts.push(shown.text);
    }
    let value = json!({ "imports": values });
    global.output().result(&value, |_| texts.join("\n"))?;
    Ok(true)
}

/// Has a plan approved.
pub(super) async fn ask(
    plan: &Plan,
    options: &Options,
    registry: &RegistryClient<AgentRuntime>,
    global: &Global,
) -> Result<Approval, CliError> {
    let command = begin(plan);
    let Some(proposal) = options.proposal(&command) else {
        governed::governs(registry).await?;
        let id = registry.begin_import(&plan.begin_args()).await?;
        return Ok(Approval::Begun(id));
    };
    let governance = global.governance().await?;
    let hash = command::hash(&command);
    let waiting = |proposal_id, status| {
        Approval::Proposed(Waiting {
            source: plan.source.clone(),
            source_version: plan.source_version.clone(),
            source_hash: plan.source_hash,
            proposal_id,
            status,
            command_hash: hash,
        })
    };
    // A second proposal of the same import would be refused at its execution only.
    if let Some((id, status)) = in_vote(hash, &governance).await? {
        return Ok(waiting(id, status));
    }
    let submitted = submit::submit(&proposal, &governance).await?;
    match submitted.journal_id {
        Some(entry) if submitted.status == ProposalStatus::Executed => {
            import_id(entry, &governance).await.map(Approval::Begun)
        }
        _ => Ok(waiting(submitted.proposal_id, submitted.status)),
    }
}

/// The proposal of this command that is in vote or being executed, when there is one.
async fn in_vote(
    hash: Sha256Hash,
    governance: &GovernanceClient<AgentRuntime>,
) -> Result<Option<(u64, ProposalStatus)>, CliError> {
    for status in [ProposalStatus::Open, ProposalStatus::Adopted] {
        let mut list = ListProposalsArgs {
            status: Some(status),
            ..ListProposalsArgs::default()
        };
        loop {
            let page = governance.proposals(&list).await?;
            let same = page
                .proposals
                .iter()
                .find(|found| found.proposal.command_hash == Some(hash));
            if let Some(found) = same {
                return Ok(Some((found.proposal.id, status)));
            }
            match page.next {
                Some(next) if list.before_proposal != Some(next) => {
                    list.before_proposal = Some(next);
                }
                _ => break,
            }
        }
    }
    Ok(None)
}

/// The import's number, which the registry replied and the journal kept.
async fn import_id(
    entry: u64,
    governance: &GovernanceClient<AgentRuntime>,
) -> Result<u64, CliError> {
    let (found, _) = governance.journal_entry_certified(entry).await?;
    found
        .and_then(|entry| entry.reply)
        .and_then(|reply| candid::decode_one(&reply.0).ok())
        .ok_or_else(|| {
            let message = format!("journal entry {entry} does not hold the import's number");
            CliError::new(Exit::Network, "Reply", message).with("journal_id", entry)
        })
}
