use crate::{
    answer::SavedAnswer,
    context::Global,
    error::{CliError, Exit},
    output::fields,
    words,
};
use bonafide_client::{AgentRuntime, AuditsClient, Proven};
use bonafide_types::audits::AuditPolicy;
use serde::Serialize;

/// Show the numbers that the rules of audits use, with proof. What a plan, an assignment or a
/// finding took from them stays as it was.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide audit-policy show")]
pub(crate) struct Args {
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    policy: AuditPolicy,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let (policy, proven) = certified(&audits).await?;
    let shown = Shown {
        certified: true,
        policy,
        answer: args
            .proof
            .then(|| SavedAnswer::new(audits.canister(), &proven.answer)),
    };
    global.output().result(&shown, |shown| human(&shown.policy))
}

/// The policy in force, proven. There always is one.
pub(super) async fn certified(
    audits: &AuditsClient<AgentRuntime>,
) -> Result<(AuditPolicy, Proven), CliError> {
    let (policy, proven) = audits.policy_certified().await?;
    let policy = policy.ok_or_else(|| {
        let message = "the canister proves that it has no policy";
        CliError::new(Exit::Unverified, "NotProven", message)
    })?;
    Ok((policy, proven))
}

fn human(policy: &AuditPolicy) -> String {
    let subnets: Vec<_> = policy
        .critical_subnets
        .iter()
        .map(|subnet| format!("{} ({:?})", subnet.subnet, subnet.criticality))
        .collect();
    let days = |days: u32| format!("{days} days");
    fields(&[
        ("critical subnets", subnets.join(", ")),
        (
            "stake bound to an assignment",
            format!("{} fees", policy.lock_fees),
        ),
        ("stake to apply", words::e8s(policy.application_stake_e8s)),
        (
            "who reports nothing loses",
            format!("{} basis points of it", policy.vanish_bps),
        ),
        ("stake is paid back after", days(policy.unbonding_days)),
        (
            "stake stays bound after an audit",
            days(policy.dispute_days),
        ),
        ("time to appeal", days(policy.appeal_days)),
        ("time to commit to a report", days(policy.commit_days)),
        ("time to reveal it", days(policy.reveal_days)),
        (
            "a critical site is overdue after",
            days(policy.overdue_days),
        ),
        (
            "audits in a row at one provider",
            policy.consecutive_audits.to_string(),
        ),
        ("proof", "certified by the network".into()),
    ])
}
