use crate::{context::Global, error::CliError, output::fields};
use bonafide_types::audits::SnapshotSite;
use serde::Serialize;
use serde_json::json;
use std::path::PathBuf;

/// Write the sites that a draw depends on to a file, once their hash is checked against the
/// certified one: `audit draw` draws from the same file without a network, in the same order.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide draw sites 3 --out sites.csv")]
pub(crate) struct Args {
    /// The draw.
    id: u64,
    /// The file to write: `site,weight,certain,critical`.
    #[arg(long, value_name = "CSV")]
    out: PathBuf,
}

#[derive(Serialize)]
struct Row {
    site: String,
    weight: u64,
    certain: bool,
    critical: bool,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let again = audits.check_draw(args.id).await?;
    let again = again.ok_or_else(|| super::verify::not_found(args.id))?;
    let sites = &again.snapshot.sites;
    let text = csv_text(sites).map_err(|error| CliError::usage("Output", error))?;
    std::fs::write(&args.out, &text).map_err(|error| CliError::file(&args.out, error))?;
    let shown = json!({
        "certified": true,
        "id": args.id,
        "file": args.out,
        "bytes": text.len(),
        "sites": sites.len(),
        "sites_hash": again.draw.snapshot.sites_hash,
        "seed": again.draw.randomness.as_ref().map(|randomness| randomness.seed),
    });
    global.output().result(&shown, |_| {
        fields(&[
            ("file", args.out.display().to_string()),
            ("sites", sites.len().to_string()),
            (
                "hash of the sites",
                again.draw.snapshot.sites_hash.to_string(),
            ),
            (
                "seed",
                again.draw.randomness.as_ref().map_or_else(
                    || "not drawn yet".into(),
                    |randomness| randomness.seed.to_string(),
                ),
            ),
        ])
    })
}

/// With a header, as [`Row`] has its fields.
fn csv_text(sites: &[SnapshotSite]) -> Result<Vec<u8>, csv::Error> {
    let mut bytes = Vec::new();
    let mut writer = csv::Writer::from_writer(&mut bytes);
    for row in sites {
        writer.serialize(Row {
            site: row.site.to_string(),
            weight: row.weight,
            certain: row.certain,
            critical: row.critical,
        })?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}
