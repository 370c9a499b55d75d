use super::{effect, no_chance};
use crate::{context::Global, error::CliError};
use bonafide_policy::sampling::chance::{self, ChanceError, Probability};
use serde::Serialize;
use std::path::PathBuf;

/// What a sample proves, without a network: how probably it finds something bad, how large it
/// must be, and what it shows when it finds nothing. Exact, rounded at the sixth decimal.
///
/// With --nodes, what a plan would prove of that network, each number in a sentence.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide audit plan --population 43 --bad 5 --sample 10\n  bonafide audit plan --population 127 --bad 3 --confidence 0.95\n  bonafide audit plan --nodes nodes.csv --n 16 --pool 50 --bad-auditors 10"
)]
pub(crate) struct Args {
    /// How many there are, 1 to 100,000.
    #[arg(
        long,
        value_name = "COUNT",
        required_unless_present = "nodes",
        conflicts_with = "nodes",
        requires = "bad"
    )]
    population: Option<u32>,
    /// How many of them are bad.
    #[arg(long, value_name = "COUNT", conflicts_with = "nodes")]
    bad: Option<u32>,
    /// How many of them are looked at, drawn with equal chances.
    #[arg(long, value_name = "COUNT", conflicts_with = "nodes")]
    sample: Option<u32>,
    /// How sure one wants to be: above 0 and below 1, six decimals at most.
    #[arg(long, value_name = "DECIMAL", default_value = "0.95")]
    confidence: Probability,
    /// Nodes of a network: `node_id,dc_id,node_provider_id,subnet_id`.
    #[arg(long, value_name = "CSV")]
    nodes: Option<PathBuf>,
    /// Sites that the plan visits.
    #[arg(long, value_name = "COUNT", default_value_t = 16, conflicts_with = "population", value_parser = clap::value_parser!(u32).range(1..))]
    n: u32,
    /// Auditors that can be drawn; 50 of whom 10 are bad, when neither is given.
    #[arg(
        long,
        value_name = "COUNT",
        conflicts_with = "population",
        requires = "bad_auditors"
    )]
    pool: Option<u32>,
    /// Bad ones among them.
    #[arg(
        long,
        value_name = "COUNT",
        conflicts_with = "population",
        requires = "pool"
    )]
    bad_auditors: Option<u32>,
}

/// What follows from numbers alone; null what needs a sample, when there is none, and the sample
/// that finds something bad, where nothing is.
#[derive(Serialize)]
struct Shown {
    population: u32,
    bad: u32,
    sample: Option<u32>,
    detection_probability: Option<String>,
    confidence: String,
    required_sample: Option<u32>,
    upper_bound_if_none_found: Option<u32>,
}

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    match (&args.nodes, args.population, args.bad) {
        (Some(nodes), ..) => {
            let terms = effect::Terms {
                n: args.n,
                confidence: args.confidence,
                // As large as the rules want it for critical sites, and a fifth of it bad.
                auditors: args.pool.zip(args.bad_auditors).or(Some((50, 10))),
            };
            effect::run(nodes, &terms, global)
        }
        (None, Some(population), Some(bad)) => {
            let shown = numbers(population, bad, args)?;
            global.output().result(&shown, sentences)
        }
        _ => Err(CliError::usage(
            "Usage",
            "give --population and --bad, or --nodes",
        )),
    }
}

fn numbers(population: u32, bad: u32, args: &Args) -> Result<Shown, CliError> {
    let confidence_ppm = args.confidence.millionths();
    let of_sample = |sample| -> Result<_, ChanceError> {
        let found = chance::detection(population, bad, sample)?;
        let bound = chance::upper_bound(population, sample, 0, confidence_ppm)?;
        Ok((found.to_string(), bound))
    };
    let of_sample = args.sample.map(of_sample).transpose().map_err(no_chance)?;
    let (detection_probability, upper_bound_if_none_found) = of_sample.unzip();
    Ok(Shown {
        population,
        bad,
        sample: args.sample,
        detection_probability,
        confidence: args.confidence.to_string(),
        required_sample: match chance::required_sample(population, bad, confidence_ppm) {
            Err(ChanceError::NothingBad) => None,
            found => Some(found.map_err(no_chance)?),
        },
        upper_bound_if_none_found,
    })
}

fn sentences(shown: &Shown) -> String {
    let Shown {
        population,
        bad,
        sample,
        detection_probability,
        confidence,
        required_sample,
        upper_bound_if_none_found,
    } = shown;
    let mut lines = vec![match required_sample {
        Some(required_sample) => format!(
            "When {bad} of {population} are bad, a sample of {required_sample} finds at least one of them with probability {confidence} or more."
        ),
        None => format!("When none of {population} is bad, no sample finds one."),
    }];
    if let (Some(sample), Some(found)) = (sample, detection_probability) {
        lines.push(format!(
            "A sample of {sample} does so with probability {found}."
        ));
    }
    if let (Some(sample), Some(bound)) = (sample, upper_bound_if_none_found) {
        lines.push(format!(
            "When a sample of {sample} finds nothing, at most {bound} of {population} are bad, with confidence {confidence}."
        ));
    }
    lines.join("\n")
}
