use super::show::certified;
use crate::{
    arguments::audits::{critical_subnet, read},
    commands::governed,
    context::Global,
    error::CliError,
};
use bonafide_types::{
    audits::{AuditPolicy, CriticalSubnet, SetAuditPolicyArgs},
    governance::Command,
};
use std::path::PathBuf;

/// Set the numbers that the rules of audits use: by proposal, or directly as the governance
/// principal.
///
/// A command carries all of them. What is not given is taken from --file, else it is as certified
/// now.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity me.pem audit-policy set --appeal-days 21 --dispute-days 45 --neuron 1\n  bonafide audit-policy set --file policy.json --validate"
)]
pub(crate) struct Args {
    /// All numbers, JSON, as `audit-policy show --json` has them under `policy`.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Subnets whose sites follow critical rules, all of them, each with its option.
    #[arg(long = "critical-subnet", value_name = "SUBNET=nns|critical", value_parser = critical_subnet)]
    critical_subnets: Option<Vec<CriticalSubnet>>,
    /// Stake that an auditor locks for an assignment, in fees.
    #[arg(long, value_name = "N")]
    lock_fees: Option<u32>,
    /// Free stake that an application needs.
    #[arg(long, value_name = "E8S")]
    application_stake_e8s: Option<u64>,
    /// Share of what is locked that one who reports nothing loses.
    #[arg(long, value_name = "BPS")]
    vanish_bps: Option<u32>,
    /// From asking stake back to its withdrawal.
    #[arg(long, value_name = "DAYS")]
    unbonding_days: Option<u32>,
    /// After the end of an audit, while its auditors' stake stays locked.
    #[arg(long, value_name = "DAYS")]
    dispute_days: Option<u32>,
    /// While a finding can be appealed.
    #[arg(long, value_name = "DAYS")]
    appeal_days: Option<u32>,
    /// From the visit until reports are committed to.
    #[arg(long, value_name = "DAYS")]
    commit_days: Option<u32>,
    /// While reports are revealed.
    #[arg(long, value_name = "DAYS")]
    reveal_days: Option<u32>,
    /// After which a critical site that nobody visited is drawn with certainty.
    #[arg(long, value_name = "DAYS")]
    overdue_days: Option<u32>,
    /// Audits in a row at one provider after which an auditor pauses.
    #[arg(long, value_name = "N")]
    consecutive_audits: Option<u32>,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let base: AuditPolicy = match &args.file {
        Some(path) => read(path)?,
        None => certified(&global.audits().await?).await?.0,
    };
    let call = SetAuditPolicyArgs {
        policy: AuditPolicy {
            critical_subnets: args.critical_subnets.unwrap_or(base.critical_subnets),
            lock_fees: args.lock_fees.unwrap_or(base.lock_fees),
            application_stake_e8s: args
                .application_stake_e8s
                .unwrap_or(base.application_stake_e8s),
            vanish_bps: args.vanish_bps.unwrap_or(base.vanish_bps),
            unbonding_days: args.unbonding_days.unwrap_or(base.unbonding_days),
            dispute_days: args.dispute_days.unwrap_or(base.dispute_days),
            appeal_days: args.appeal_days.unwrap_or(base.appeal_days),
            commit_days: args.commit_days.unwrap_or(base.commit_days),
            reveal_days: args.reveal_days.unwrap_or(base.reveal_days),
            overdue_days: args.overdue_days.unwrap_or(base.overdue_days),
            consecutive_audits: args.consecutive_audits.unwrap_or(base.consecutive_audits),
        },
    };
    governed::run(&Command::SetAuditPolicy(call), &args.governed, global).await
}
