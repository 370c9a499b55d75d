use super::network;
use crate::{context::Global, error::CliError, output::fields};
use serde::Serialize;
use std::path::PathBuf;

/// List the sites of a network, without a network: one provider's nodes in one data centre, as
/// `data centre/provider`, with the weight of the most critical of them: 8 in the NNS subnet, 4
/// in another critical one, 2 in any other, 1 in none. Visits, alerts and stamps add to that in
/// the canister. What is printed can be drawn from: `audit draw --sites`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide audit sites --nodes nodes.csv --out sites.csv")]
pub(crate) struct Args {
    /// Nodes: `node_id,dc_id,node_provider_id,subnet_id`.
    #[arg(long, value_name = "CSV")]
    nodes: PathBuf,
    /// The file to write; else they are printed.
    #[arg(long, value_name = "CSV")]
    out: Option<PathBuf>,
}

/// A row of the file that is written.
#[derive(Serialize)]
struct Row {
    site: String,
    weight: u64,
    critical: bool,
    nodes: u32,
}

#[derive(Serialize)]
struct Listed {
    sites: Vec<Row>,
}

#[derive(Serialize)]
struct Written {
    file: String,
    bytes: usize,
    sites: usize,
    critical_sites: usize,
    total_weight: u64,
}

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let rows = network::sites(&args.nodes)?
        .into_iter()
        .map(|(name, site)| Row {
            site: name,
            weight: site.weight(),
            critical: site.criticality.is_critical(),
            nodes: site.nodes,
        });
    let sites: Vec<_> = rows.collect();
    let text = csv_text(&sites).map_err(|error| CliError::usage("Output", error))?;
    let Some(path) = &args.out else {
        let listed = Listed { sites };
        return global
            .output()
            .result(&listed, |_| text.trim_end().to_owned());
    };
    std::fs::write(path, &text).map_err(|error| CliError::file(path, error))?;
    let written = Written {
        file: path.display().to_string(),
        bytes: text.len(),
        sites: sites.len(),
        critical_sites: sites.iter().filter(|site| site.critical).count(),
        total_weight: sites.iter().map(|site| site.weight).sum(),
    };
    global.output().result(&written, |written| {
        fields(&[
            ("file", written.file.clone()),
            ("bytes", written.bytes.to_string()),
            ("sites", written.sites.to_string()),
            ("of them critical", written.critical_sites.to_string()),
            ("total weight", written.total_weight.to_string()),
        ])
    })
}

/// With a header, as [`Row`] has its fields.
fn csv_text(rows: &[Row]) -> Result<String, csv::Error> {
    let mut bytes = Vec::new();
    let mut writer = csv::Writer::from_writer(&mut bytes);
    for row in rows {
        writer.serialize(row)?;
    }
    writer.flush()?;
    drop(writer);
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
