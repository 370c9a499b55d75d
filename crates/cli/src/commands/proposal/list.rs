use super::verdict::percent;
use crate::{
    context::Global,
    error::CliError,
    output::{count, instant_s, table},
};
use bonafide_types::governance::{ListProposalsArgs, ProposalStatus, ProposalSummary, Topic};
use serde::Serialize;

/// List proposals, newest first: one node's word. `proposal show` proves one.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide proposal list --status open --topic node-admin")]
pub(crate) struct Args {
    /// Only those that stand so.
    #[arg(long)]
    status: Option<Status>,
    /// Only those about this.
    #[arg(long)]
    topic: Option<TopicName>,
    /// At most this many.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Status {
    Open,
    Rejected,
    Adopted,
    Executed,
    Failed,
    Quarantined,
}

impl From<Status> for ProposalStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Open => Self::Open,
            Status::Rejected => Self::Rejected,
            Status::Adopted => Self::Adopted,
            Status::Executed => Self::Executed,
            Status::Failed => Self::Failed,
            Status::Quarantined => Self::Quarantined,
        }
    }
}

/// A topic as it is typed.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum TopicName {
    Governance,
    NodeAdmin,
    ParticipantManagement,
    ApiBoundaryNodeManagement,
    NodeProviderRewards,
    SubnetManagement,
}

impl From<TopicName> for Topic {
    fn from(topic: TopicName) -> Self {
        match topic {
            TopicName::Governance => Self::Governance,
            TopicName::NodeAdmin => Self::NodeAdmin,
            TopicName::ParticipantManagement => Self::ParticipantManagement,
            TopicName::ApiBoundaryNodeManagement => Self::ApiBoundaryNodeManagement,
            TopicName::NodeProviderRewards => Self::NodeProviderRewards,
            TopicName::SubnetManagement => Self::SubnetManagement,
        }
    }
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    proposals: Vec<ProposalSummary>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let governance = global.governance().await?;
    let mut list = ListProposalsArgs {
        topic: args.topic.map(Into::into),
        status: args.status.map(Into::into),
        ..ListProposalsArgs::default()
    };
    let limit = args.limit.unwrap_or(usize::MAX);
    let mut proposals: Vec<ProposalSummary> = Vec::new();
    while proposals.len() < limit {
        let page = governance.proposals(&list).await?;
        proposals.extend(page.proposals);
        match page.next {
            Some(next) if list.before_proposal != Some(next) => list.before_proposal = Some(next),
            _ => break,
        }
    }
    proposals.truncate(limit);
    let shown = Shown {
        certified: false,
        proposals,
    };
    global.output().result(&shown, |shown| {
        let rows = shown.proposals.iter().map(|shown| {
            let tally = &shown.state.latest_tally;
            [
                shown.proposal.id.to_string(),
                format!("{:?}", shown.state.status),
                shown.proposal.method.clone(),
                shown.proposal.title.clone(),
                percent(tally.yes, tally.total),
                percent(tally.no, tally.total),
                instant_s(shown.state.deadline_timestamp_seconds),
            ]
        });
        let header = [
            "proposal", "status", "method", "title", "yes", "no", "deadline",
        ];
        let list = table(header, rows);
        format!("{list}\n{}", count(shown.proposals.len(), "proposal"))
    })
}
