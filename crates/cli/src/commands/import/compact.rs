use crate::{
    context::Global,
    error::CliError,
    output::fields,
    sources::{declarations::DeclarationFiles, network::NetworkFiles},
};
use bonafide_client::import::facts::Facts;
use serde::Serialize;
use std::path::PathBuf;

/// Write a compact facts file from CSV files. The same input gives the same bytes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide import compact --nodes nodes.csv --source-version 2025-10-31 --index index.csv --documents document-hashes.csv --declarations-version 257dfa1 --header 'Facts of the network' --out network.facts"
)]
pub(crate) struct Args {
    #[command(flatten)]
    network: NetworkFiles,
    #[command(flatten)]
    declarations: DeclarationFiles,
    /// Comments for the head of the file: origin, licence.
    #[arg(long, value_name = "TEXT", default_value = "")]
    header: String,
    /// The file to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Serialize)]
struct Written {
    file: String,
    bytes: usize,
    network_rows: usize,
    declaration_rows: usize,
}

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let network = args.network.job()?;
    let mut declarations = args.declarations.job()?;
    declarations.drop_providers(&network.providers());
    let facts = Facts {
        network,
        declarations,
    };
    let text = facts.write(&args.header);
    std::fs::write(&args.out, &text).map_err(|error| CliError::file(&args.out, error))?;
    let written = Written {
        file: args.out.display().to_string(),
        bytes: text.len(),
        network_rows: facts.network.rows().len(),
        declaration_rows: facts.declarations.rows().len(),
    };
    global.output().result(&written, |written| {
        fields(&[
            ("file", written.file.clone()),
            ("bytes", written.bytes.to_string()),
            ("network rows", written.network_rows.to_string()),
            ("declaration rows", written.declaration_rows.to_string()),
        ])
    })
}
