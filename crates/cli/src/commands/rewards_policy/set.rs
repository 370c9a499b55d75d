use super::{
    numbers::{Cost, ModeName, Times, cost},
    show::certified,
};
use crate::{arguments::audits::read, commands::governed, context::Global, error::CliError};
use bonafide_types::{
    governance::Command,
    rewards::{PenaltyTable, RewardsPolicy, SetRewardsPolicyArgs},
};
use std::path::PathBuf;

/// Set the numbers that the rules of rewards and cases use: by proposal, or directly as the
/// governance principal.
///
/// A command carries all of them. What is not given is taken from --file, else it is as certified
/// now. The version of the penalties is counted by the canister.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity me.pem rewards-policy set --mode enabled --neuron 1\n  bonafide rewards-policy set --appeal-days 21 --escrow-holdback-days 70 --penalty node-absent=1500 --validate\n  bonafide rewards-policy set --file policy.json --candid"
)]
pub(crate) struct Args {
    /// All numbers, JSON, as `rewards-policy show --json` has them under `policy`.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Whether penalties are enforced: enabled; log-only, which computes and publishes them and
    /// takes nothing; or disabled, when no case is frozen.
    #[arg(long)]
    mode: Option<ModeName>,
    #[command(flatten)]
    times: Times,
    /// What a class costs at least, of what was earned in the period of the offence; may be given
    /// several times.
    #[arg(long = "penalty", value_name = "CLASS=BPS", value_parser = cost)]
    penalties: Vec<Cost>,
    /// Within which a provider reports a change.
    #[arg(long, value_name = "DAYS")]
    change_days: Option<u32>,
    /// Share of what is taken that goes to who reported it, 0 to 5,000.
    #[arg(long, value_name = "BPS")]
    bounty_bps: Option<u32>,
    /// Least that one ICP is taken to be worth.
    #[arg(long, value_name = "NUMBER")]
    minimum_xdr_permyriad_per_icp: Option<u64>,
    /// Most that the network pays one provider at once; what is above is marked.
    #[arg(long, value_name = "E8S")]
    maximum_provider_e8s: Option<u64>,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let base: RewardsPolicy = match &args.file {
        Some(path) => read(path)?,
        None => certified(&global.rewards().await?).await?.0,
    };
    let mut penalties = PenaltyTable {
        change_days: args.change_days.unwrap_or(base.penalties.change_days),
        ..base.penalties
    };
    for cost in args.penalties {
        cost.put(&mut penalties);
    }
    let call = SetRewardsPolicyArgs {
        policy: RewardsPolicy {
            mode: args.mode.map_or(base.mode, Into::into),
            windows: args.times.on(base.windows),
            penalties,
            bounty_bps: args.bounty_bps.unwrap_or(base.bounty_bps),
            minimum_xdr_permyriad_per_icp: args
                .minimum_xdr_permyriad_per_icp
                .unwrap_or(base.minimum_xdr_permyriad_per_icp),
            maximum_provider_e8s: args
                .maximum_provider_e8s
                .unwrap_or(base.maximum_provider_e8s),
        },
    };
    governed::run(&Command::SetRewardsPolicy(call), &args.governed, global).await
}
