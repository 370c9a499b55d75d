use crate::{context::Global, error::CliError};
use bonafide_policy::penalty::{PenaltyError, correlation::correlated, ppb::Ppb};
use serde::Serialize;

/// What a proven offence costs, without a network: the base of its class, or more when many
/// nodes of the subnet are those of proven offenders. Exact, rounded down.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide case penalty --base-bps 500 --proven 4 --size 40 --escrow-e8s 10000000000"
)]
pub(crate) struct Args {
    /// What the class costs at least, basis points, 0 to 10,000.
    #[arg(long, value_name = "BPS")]
    base_bps: u32,
    /// Nodes of proven offenders in the subnet; all nodes of those that count as one actor.
    #[arg(long, value_name = "COUNT")]
    proven: u32,
    /// Nodes of the subnet, 1 at least.
    #[arg(long, value_name = "COUNT")]
    size: u32,
    /// What the escrow held when the offence was, e8s.
    #[arg(long, value_name = "E8S")]
    escrow_e8s: u64,
}

#[derive(Serialize)]
struct Shown {
    ppb: u32,
    amount_e8s: String,
}

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let &Args {
        base_bps,
        proven,
        size,
        escrow_e8s,
    } = args;
    let penalty = Ppb::of_bps(base_bps)
        .and_then(|base| correlated(base, proven, size))
        .map_err(no_penalty)?;
    let shown = Shown {
        ppb: penalty.billionths(),
        amount_e8s: penalty.of(escrow_e8s).to_string(),
    };
    global.output().result(&shown, |shown| {
        format!(
            "{proven} of {size} nodes are those of proven offenders: the penalty is {penalty} of the escrow, {} of {escrow_e8s} e8s",
            shown.amount_e8s
        )
    })
}

/// Numbers that no penalty belongs to.
fn no_penalty(error: PenaltyError) -> CliError {
    CliError::usage("Penalty", error)
}
