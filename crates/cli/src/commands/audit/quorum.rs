use super::no_chance;
use crate::{context::Global, error::CliError};
use bonafide_policy::sampling::chance;
use serde::Serialize;

/// The probability that bad auditors decide, without a network: that at least a quorum of those
/// drawn from a pool with equal chances is bad. Exact, rounded at the sixth decimal.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide audit quorum --pool 50 --bad 10 --draw 5 --need 3")]
pub(crate) struct Args {
    /// Auditors that can be drawn, 1 to 100,000.
    #[arg(long, value_name = "COUNT")]
    pool: u32,
    /// Bad ones among them.
    #[arg(long, value_name = "COUNT")]
    bad: u32,
    /// Auditors that are drawn.
    #[arg(long, value_name = "COUNT")]
    draw: u32,
    /// How many of them decide.
    #[arg(long, value_name = "COUNT")]
    need: u32,
}

#[derive(Serialize)]
struct Shown {
    capture_probability: String,
}

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let &Args {
        pool,
        bad,
        draw,
        need,
    } = args;
    let chance = chance::capture(pool, bad, draw, need).map_err(no_chance)?;
    let shown = Shown {
        capture_probability: chance.to_string(),
    };
    global.output().result(&shown, |shown| {
        format!(
            "{draw} auditors are drawn from {pool}, of whom {bad} are bad: {need} or more of them are bad with probability {}",
            shown.capture_probability
        )
    })
}
