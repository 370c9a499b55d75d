use crate::{
    answer::SavedAnswer,
    context::Global,
    error::{CliError, Exit},
    output::fields,
    words,
};
use bonafide_client::{AgentRuntime, Proven, RewardsClient};
use bonafide_types::rewards::{Mode, PenaltyClass, PenaltyTable, RewardsPolicy, Windows};
use serde::Serialize;

/// Show the numbers that the rules of rewards and cases use, with proof. What a case, a lot or a
/// period took from them stays as it was.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide rewards-policy show")]
pub(crate) struct Args {
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    policy: RewardsPolicy,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    let (policy, proven) = certified(&rewards).await?;
    let shown = Shown {
        certified: true,
        policy,
        answer: args
            .proof
            .then(|| SavedAnswer::new(rewards.canister(), &proven.answer)),
    };
    global.output().result(&shown, |shown| human(&shown.policy))
}

/// The policy in force, proven. There always is one.
pub(super) async fn certified(
    rewards: &RewardsClient<AgentRuntime>,
) -> Result<(RewardsPolicy, Proven), CliError> {
    let (policy, proven) = rewards.policy_certified().await?;
    let policy = policy.ok_or_else(|| {
        let message = "the canister proves that it has no policy";
        CliError::new(Exit::Unverified, "NotProven", message)
    })?;
    Ok((policy, proven))
}

fn human(policy: &RewardsPolicy) -> String {
    let RewardsPolicy {
        mode,
        windows,
        penalties,
        bounty_bps,
        minimum_xdr_permyriad_per_icp,
        maximum_provider_e8s,
    } = policy;
    let mut shown: Vec<(&str, String)> = vec![("penalties are", in_words(*mode).into())];
    shown.extend(times(windows));
    shown.extend([
        ("a case costs at least", costs(penalties)),
        ("version of these", penalties.version.to_string()),
        ("a change is reported within", days(penalties.change_days)),
        (
            "a reporter gets",
            format!("{bounty_bps} basis points of what is taken"),
        ),
        (
            "one ICP is worth at least",
            format!("{minimum_xdr_permyriad_per_icp} XDR permyriad"),
        ),
        (
            "the network pays a provider at most",
            words::e8s(*maximum_provider_e8s),
        ),
        ("proof", "certified by the network".into()),
    ]);
    fields(&shown)
}

fn in_words(mode: Mode) -> &'static str {
    match mode {
        Mode::Enabled => "enforced",
        Mode::LogOnly => "computed and published, and nothing is taken",
        Mode::Disabled => "off: no case is frozen",
    }
}

fn days(days: u32) -> String {
    format!("{days} days")
}

fn times(windows: &Windows) -> Vec<(&'static str, String)> {
    let Windows {
        offence_days,
        notice_days,
        appeal_days,
        decision_days,
        execution_grace_days,
        escrow_holdback_days,
        escrow_horizon_days,
        evidence_age_days,
        offboarded_liability_days,
    } = *windows;
    let times = [
        ("offences of a class are one within", offence_days),
        ("notice before an appeal", notice_days),
        ("time to appeal", appeal_days),
        ("a vote decides an appeal within", decision_days),
        ("time to execute", execution_grace_days),
        ("rewards stay in escrow for", escrow_holdback_days),
        ("what was earned is reached for", escrow_horizon_days),
        ("evidence is taken for", evidence_age_days),
        ("who left is liable for", offboarded_liability_days),
    ];
    times.map(|(name, of)| (name, days(of))).into()
}

/// Each class and what it costs at least, basis points.
fn costs(penalties: &PenaltyTable) -> String {
    let costs = PenaltyClass::ALL
        .map(|class| format!("{} {} bps", class.name(), penalties.base_bps(class)));
    costs.join(", ")
}
