use super::{certified, show::described, slice_file};
use crate::{
    context::Global,
    error::{CliError, Exit},
    output::count,
};
use bonafide_client::ClientError;
use bonafide_types::{
    id::{Blob, Sha256Hash},
    rewards::{Inputs, Period, PeriodState, RewardsError, SupplyInputsArgs},
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Supply the facts of a period, slice by slice, from the files that `period inputs` wrote. Anyone
/// with a key may: bytes with another hash than a vote adopted are refused, here before anything is
/// sent.
///
/// Slices that somebody supplied before are passed over, and so are those that have no file. With
/// the last slice the canister begins to compute, and closes the period by itself.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide --identity any.pem period supply 3 --dir facts")]
pub(crate) struct Args {
    /// The period.
    period: u64,
    /// Where the files are: slice-000.cbor and so on.
    #[arg(long, value_name = "DIR")]
    dir: PathBuf,
}

#[derive(Serialize)]
struct Shown {
    /// As it is then.
    period: Period,
    /// Slices that were supplied now.
    supplied: Vec<u32>,
    /// Slices that were there.
    there: Vec<u32>,
    /// Slices without a file.
    without_file: Vec<u32>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    let period = certified(&rewards, args.period).await?;
    let adopted = adopted(&period)?;
    let (facts, without_file) = read(&args.dir, adopted)?;
    let mut shown = Shown {
        period,
        supplied: Vec::new(),
        there: Vec::new(),
        without_file,
    };
    let bar = global.output().progress(facts.len() as u64, "slices");
    for (slice, bytes) in facts {
        let call = SupplyInputsArgs {
            period_id: args.period,
            slice,
            bytes: Blob(bytes),
        };
        match rewards.supply_inputs(&call).await {
            Ok(period) => {
                shown.period = period;
                shown.supplied.push(slice);
            }
            Err(ClientError::Rewards(RewardsError::AlreadySupplied { .. })) => {
                shown.there.push(slice);
            }
            // Somebody supplied the last one meanwhile, or a vote took the period back.
            Err(ClientError::Rewards(RewardsError::PeriodStanding { .. })) => {
                shown.period = certified(&rewards, args.period).await?;
                break;
            }
            Err(error) => return Err(error.into()),
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    global.output().result(&shown, human)
}

/// The hashes that were adopted, slice by slice, of a period that awaits facts.
fn adopted(period: &Period) -> Result<&[Sha256Hash], CliError> {
    let hashes: &[Sha256Hash] = match &period.inputs {
        Inputs::Operators(hash) => std::slice::from_ref(hash),
        Inputs::Days(hashes) => hashes,
        Inputs::Collected => &[],
    };
    if matches!(period.state, PeriodState::AwaitingInputs { .. }) {
        return Ok(hashes);
    }
    let refusal = RewardsError::PeriodStanding {
        period_id: period.id,
        state: period.state,
        needed: "AwaitingInputs".into(),
    };
    Err(ClientError::from(refusal).into())
}

/// Slices and their bytes.
type Facts = Vec<(u32, Vec<u8>)>;

/// What there are files of, each with its adopted hash; and the slices without one. Without any
/// file it is the wrong directory.
fn read(dir: &Path, adopted: &[Sha256Hash]) -> Result<(Facts, Vec<u32>), CliError> {
    let (mut facts, mut without_file) = (Facts::new(), Vec::new());
    for (slice, adopted) in (0_u32..).zip(adopted) {
        let path = slice_file(dir, slice as usize);
        match std::fs::read(&path) {
            Ok(bytes) => {
                check(&path, &bytes, *adopted)?;
                facts.push((slice, bytes));
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => without_file.push(slice),
            Err(error) => return Err(CliError::file(&path, error)),
        }
    }
    if facts.is_empty() {
        let first = slice_file(dir, 0);
        return Err(CliError::file(&first, "no file of any slice is there"));
    }
    Ok((facts, without_file))
}

fn check(path: &Path, bytes: &[u8], adopted: Sha256Hash) -> Result<(), CliError> {
    let hash = Sha256Hash(Sha256::digest(bytes).into());
    if hash == adopted {
        return Ok(());
    }
    let file = path.display().to_string();
    let message = format!("{file}: the facts have hash {hash}, {adopted} was adopted");
    Err(CliError::new(Exit::Usage, "OtherFacts", message)
        .with("file", file)
        .with("sha256", hash.to_string())
        .with("adopted", adopted.to_string()))
}

fn human(shown: &Shown) -> String {
    let mut lines = vec![format!("supplied {}", count(shown.supplied.len(), "slice"))];
    for (slices, what) in [
        (&shown.there, "were there"),
        (&shown.without_file, "have no file"),
    ] {
        if !slices.is_empty() {
            let slices: Vec<_> = slices.iter().map(ToString::to_string).collect();
            lines.push(format!("slices that {what}: {}", slices.join(" ")));
        }
    }
    lines.push(described(&shown.period));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::rewards::Engine;

    fn hash(bytes: &[u8]) -> Sha256Hash {
        Sha256Hash(Sha256::digest(bytes).into())
    }

    #[test]
    fn should_read_the_slices_that_have_a_file() {
        let directory = tempfile::tempdir().unwrap();
        let dir = directory.path();
        let adopted = [hash(b"one"), hash(b"two"), hash(b"three")];
        assert_eq!(read(dir, &adopted).unwrap_err().kind, "File");
        for (slice, bytes) in [(0, "one"), (2, "three"), (3, "four")] {
            std::fs::write(slice_file(dir, slice), bytes).unwrap();
        }
        let (facts, without_file) = read(dir, &adopted).unwrap();
        let expected: Facts = vec![(0, b"one".to_vec()), (2, b"three".to_vec())];
        assert_eq!((facts, without_file), (expected, vec![1]));
        std::fs::write(slice_file(dir, 1), "2").unwrap();
        let refused = read(dir, &adopted).unwrap_err();
        assert_eq!((refused.exit, &*refused.kind), (Exit::Usage, "OtherFacts"));
        assert_eq!(refused.details["sha256"], hash(b"2").to_string());
    }

    #[test]
    fn should_supply_what_is_awaited_only() {
        let period = |inputs, state| Period {
            id: 3,
            from_day: 20_089,
            to_day: 20_090,
            engine: Engine::V1,
            xdr_permyriad_per_icp: 35_000,
            rate_source: "an example".into(),
            inputs,
            penalties: Vec::new(),
            input_hash: None,
            slices: 2,
            totals: None,
            state,
        };
        let hashes = vec![hash(b"one"), hash(b"two")];
        let awaiting = PeriodState::AwaitingInputs { supplied: 1 };
        let days = period(Inputs::Days(hashes.clone()), awaiting);
        assert_eq!(adopted(&days).unwrap(), hashes);
        let month = period(Inputs::Operators(hashes[0]), awaiting);
        assert_eq!(adopted(&month).unwrap(), &hashes[..1]);
        for (inputs, state) in [
            (Inputs::Days(hashes), PeriodState::Closed { at_ns: 1 }),
            (Inputs::Collected, PeriodState::Computing { slice: 0 }),
        ] {
            let refused = adopted(&period(inputs, state)).unwrap_err();
            assert_eq!(
                (refused.exit, &*refused.kind),
                (Exit::Refused, "PeriodStanding")
            );
        }
    }
}
