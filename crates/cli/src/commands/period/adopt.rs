use super::slice_file;
use crate::{arguments::sha256, commands::governed, context::Global, error::CliError};
use bonafide_policy::rewards::day::Day;
use bonafide_types::{
    governance::Command,
    id::Sha256Hash,
    limits::PERIOD_DAYS,
    rewards::{AdoptPeriodArgs, Engine, Inputs},
};
use clap::ValueEnum;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Adopt a period: its days, the formula, the rate, and where its facts come from. By proposal, or
/// directly as the governance principal.
///
/// A vote adopts the hashes of the facts, so anyone may supply them: `period inputs` writes the
/// files, and `period supply` sends them. With --collected they are those that the canister
/// collected itself.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity me.pem period adopt --from-day 2026-10-01 --to-day 2026-10-31 --engine v1 --xdr-permyriad-per-icp 41000 --rate-source 'CMC, average of 30 days' --dir facts --neuron 1\n  bonafide period adopt --from-day 2026-10-01 --to-day 2026-10-31 --engine v1 --xdr-permyriad-per-icp 41000 --rate-source 'CMC, average of 30 days' --collected --validate"
)]
pub(crate) struct Args {
    /// The first day, in UTC.
    #[arg(long, value_name = "DATE")]
    from_day: Day,
    /// The last day; at most 92 in all, and over.
    #[arg(long, value_name = "DATE")]
    to_day: Day,
    /// The formula: v0, the rewards table alone; v1, reduced by performance.
    #[arg(long)]
    engine: EngineName,
    /// What one ICP is worth.
    #[arg(long, value_name = "NUMBER")]
    xdr_permyriad_per_icp: u64,
    /// Where that figure comes from, at most 1,000 bytes.
    #[arg(long, value_name = "TEXT")]
    rate_source: String,
    /// Files with the facts, slice-000.cbor and so on, as `period inputs` writes them: one for
    /// each day, or one for v0.
    #[arg(long, group = "inputs", value_name = "DIR", required_unless_present_any = ["hashes", "collected"])]
    dir: Option<PathBuf>,
    /// SHA-256 of the facts of a slice, in order; may be given several times.
    #[arg(long = "hash", group = "inputs", value_name = "HEX", value_parser = sha256)]
    hashes: Vec<Sha256Hash>,
    /// Facts that the canister collected from the network. For v1.
    #[arg(long, group = "inputs")]
    collected: bool,
    #[command(flatten)]
    governed: governed::Options,
}

/// Names of the formulas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum EngineName {
    V0,
    V1,
}

impl From<EngineName> for Engine {
    fn from(name: EngineName) -> Self {
        match name {
            EngineName::V0 => Self::V0,
            EngineName::V1 => Self::V1,
        }
    }
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let engine = Engine::from(args.engine);
    let inputs = if args.collected {
        Inputs::Collected
    } else {
        let slices = slices(engine, args.from_day, args.to_day)?;
        let hashes = match &args.dir {
            Some(dir) => files(dir, slices)?,
            None => args.hashes,
        };
        inputs(engine, hashes, slices)?
    };
    let call = AdoptPeriodArgs {
        from_day: args.from_day.0,
        to_day: args.to_day.0,
        engine,
        xdr_permyriad_per_icp: args.xdr_permyriad_per_icp,
        rate_source: args.rate_source,
        inputs,
    };
    governed::run(&Command::AdoptPeriod(call), &args.governed, global).await
}

/// How many slices the facts of these days have.
fn slices(engine: Engine, from_day: Day, to_day: Day) -> Result<usize, CliError> {
    let days = to_day.0.checked_sub(from_day.0);
    let days = days.filter(|further| *further < PERIOD_DAYS);
    let days = days.ok_or_else(|| {
        let message = format!("{from_day} to {to_day} are not 1 to {PERIOD_DAYS} days");
        CliError::usage("Usage", message)
    })?;
    Ok(match engine {
        Engine::V0 => 1,
        Engine::V1 => days as usize + 1,
    })
}

/// Hashes of the files of a directory, one for each slice.
fn files(dir: &Path, slices: usize) -> Result<Vec<Sha256Hash>, CliError> {
    let hashes = (0..slices).map(|slice| {
        let path = slice_file(dir, slice);
        let bytes = std::fs::read(&path).map_err(|error| CliError::file(&path, error))?;
        Ok(Sha256Hash(Sha256::digest(bytes).into()))
    });
    hashes.collect()
}

fn inputs(engine: Engine, hashes: Vec<Sha256Hash>, slices: usize) -> Result<Inputs, CliError> {
    match (engine, hashes.as_slice()) {
        (Engine::V0, [hash]) => Ok(Inputs::Operators(*hash)),
        (Engine::V1, all) if all.len() == slices => Ok(Inputs::Days(hashes)),
        (_, other) => {
            let message = format!("{} hashes are given, {slices} are needed", other.len());
            Err(CliError::usage("Usage", message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_want_a_hash_for_each_slice() {
        let hash = Sha256Hash([7; 32]);
        let (from_day, to_day) = (Day(20_000), Day(20_002));
        assert_eq!(slices(Engine::V0, from_day, to_day).unwrap(), 1);
        assert_eq!(slices(Engine::V1, from_day, to_day).unwrap(), 3);
        let operators = inputs(Engine::V0, vec![hash], 1).unwrap();
        assert_eq!(operators, Inputs::Operators(hash));
        let days = inputs(Engine::V1, vec![hash; 3], 3).unwrap();
        assert_eq!(days, Inputs::Days(vec![hash; 3]));
        for (engine, given, slices) in [
            (Engine::V0, 0, 1),
            (Engine::V0, 2, 1),
            (Engine::V1, 2, 3),
            (Engine::V1, 4, 3),
        ] {
            let refused = inputs(engine, vec![hash; given], slices).unwrap_err();
            assert_eq!(refused.kind, "Usage", "{engine:?} {given}");
        }
    }

    #[test]
    fn should_refuse_days_out_of_order_and_too_many() {
        let first = Day(20_000);
        let count = |to_day| slices(Engine::V1, first, Day(to_day)).ok();
        assert_eq!(count(19_999), None);
        assert_eq!(count(20_000), Some(1));
        assert_eq!(count(20_091), Some(92));
        assert_eq!(count(20_092), None);
        assert_eq!(count(u32::MAX), None);
    }
}
