use crate::{
    arguments,
    context::Global,
    error::CliError,
    output::{fields, table},
    sources::csv::Csv,
};
use bonafide_policy::sampling::draw::{self, Weighted};
use bonafide_types::id::Sha256Hash;
use serde::Serialize;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// Draw sites by weight, without a network: the same sites and the same seed give the same draw
/// on every machine, whatever the order of the rows.
///
/// In this order the audits canister goes through the same sites with the same seed. Certain
/// sites come first; a site of weight 0 is never drawn.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide audit draw --sites sites.csv --seed 4d5c21c2e4bfb5c8a7b8d0f1e7a4f3a0914de8f5c06a1f6c5bb2e1a7c9d3f604 --n 16"
)]
pub(crate) struct Args {
    /// Sites: `site,weight` and, when some come first, `certain` (true or false).
    #[arg(long, value_name = "CSV")]
    sites: PathBuf,
    /// The seed, 64 hex digits.
    #[arg(long, value_name = "HEX", value_parser = arguments::sha256)]
    seed: Sha256Hash,
    /// Sites wanted; all that have a weight when these are fewer.
    #[arg(long, value_name = "COUNT")]
    n: usize,
}

#[derive(Serialize)]
struct Shown {
    /// Of sites, weights and certainty.
    snapshot_hash: Sha256Hash,
    seed: Sha256Hash,
    sites: usize,
    certain_sites: usize,
    total_weight: u64,
    /// In the order in which they were drawn.
    drawn: Vec<String>,
}

/// By name, in byte order, as a draw wants them.
type Sites = BTreeMap<String, Weighted>;

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let sites = read(&args.sites)?;
    let rows = sites
        .iter()
        .map(|(name, site)| (name.as_str(), site.weight, site.certain));
    let snapshot_hash = draw::sites_hash(rows).map_err(|error| refused(&args.sites, error))?;
    let weighted: Vec<_> = sites.values().copied().collect();
    let mut stream = draw::site_stream(&args.seed.0, &snapshot_hash);
    let drawn =
        draw::draw(&weighted, args.n, &mut stream).map_err(|error| refused(&args.sites, error))?;
    let names: Vec<_> = sites.keys().collect();
    let shown = Shown {
        snapshot_hash,
        seed: args.seed,
        sites: sites.len(),
        certain_sites: weighted.iter().filter(|site| site.certain).count(),
        total_weight: weighted.iter().map(|site| site.weight).sum(),
        drawn: drawn.iter().map(|at| names[*at].clone()).collect(),
    };
    global.output().result(&shown, |shown| human(shown, &sites))
}

/// What no single row is to blame for.
fn refused(path: &Path, error: impl std::fmt::Display) -> CliError {
    let file = path.display().to_string();
    CliError::usage("Draw", format!("{file}: {error}")).with("file", file)
}

fn read(path: &Path) -> Result<Sites, CliError> {
    let csv = Csv::read(path, &["site", "weight"])?;
    let mut sites = Sites::new();
    let mut total = 0_u64;
    for row in csv.rows() {
        let name = row.text("site")?;
        let weight: u64 = row.parse("weight")?;
        let certain = match row.optional("certain") {
            Some("true") => true,
            Some("false") | None => false,
            Some(_) => return Err(row.error("certain", "must be true or false")),
        };
        total = total
            .checked_add(weight)
            .ok_or_else(|| row.error("weight", "the sum of the weights does not fit 64 bits"))?;
        let site = Weighted { weight, certain };
        if sites.insert(name.into(), site).is_some() {
            return Err(row.error("site", "this site stands above already"));
        }
    }
    Ok(sites)
}

fn human(shown: &Shown, sites: &Sites) -> String {
    let head = fields(&[
        ("snapshot hash", shown.snapshot_hash.to_string()),
        ("seed", shown.seed.to_string()),
        ("sites", shown.sites.to_string()),
        ("of them certain", shown.certain_sites.to_string()),
        ("total weight", shown.total_weight.to_string()),
    ]);
    let rows = (1..)
        .zip(&shown.drawn)
        .filter_map(|(number, name): (u64, _)| {
            let site = sites.get(name)?;
            let certain = if site.certain { "certain" } else { "" };
            Some([
                number.to_string(),
                name.clone(),
                site.weight.to_string(),
                certain.into(),
            ])
        });
    format!("{head}\n{}", table(["drawn", "site", "weight", ""], rows))
}
