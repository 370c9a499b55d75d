use crate::{
    context::Global,
    error::CliError,
    output::table,
    sources::{self, declarations::DeclarationFiles, network::NetworkFiles},
};
use bonafide_client::import::Plan;
use bonafide_types::id::Sha256Hash;
use serde::Serialize;
use std::path::PathBuf;

/// Show what an import would bring, for authors and readers of proposals.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// From CSV files of the network.
    #[command(
        after_help = "Example: bonafide --json import plan network --nodes nodes.csv --source-version 2025-10-31"
    )]
    Network(NetworkFiles),
    /// From published declarations.
    #[command(
        after_help = "Example: bonafide --json import plan declarations --directory self-declarations --declarations-version 257dfa1"
    )]
    Declarations(DeclarationFiles),
    /// From a compact facts file.
    #[command(
        after_help = "Example: bonafide --json import plan facts tests/fixtures/network-2025-10-31.facts"
    )]
    Facts {
        /// The facts file.
        file: PathBuf,
    },
}

#[derive(Serialize)]
struct Shown {
    imports: Vec<ShownPlan>,
}

/// A plan without its bytes.
#[derive(Serialize)]
pub(super) struct ShownPlan {
    source: String,
    source_version: String,
    source_hash: Sha256Hash,
    rows: usize,
    pages: usize,
    bytes: usize,
    page_hashes: Vec<Sha256Hash>,
    /// Candid argument of `begin_import`, hex.
    begin_import: String,
}

impl ShownPlan {
    pub(super) fn new(plan: &Plan) -> Result<Self, CliError> {
        let argument = candid::encode_one(plan.begin_args())
            .map_err(|error| CliError::usage("Argument", error))?;
        Ok(Self {
            source: plan.source.clone(),
            source_version: plan.source_version.clone(),
            source_hash: plan.source_hash,
            rows: plan.rows,
            pages: plan.pages.len(),
            bytes: plan.pages.iter().map(Vec::len).sum(),
            page_hashes: plan.page_hashes.clone(),
            begin_import: hex::encode(argument),
        })
    }
}

impl Command {
    pub(crate) fn run(self, global: &Global) -> Result<(), CliError> {
        let plans = match self {
            Self::Network(files) => vec![sources::plan(&files.job()?)?],
            Self::Declarations(files) => vec![sources::plan(&files.job()?)?],
            Self::Facts { file } => sources::plans(&file)?,
        };
        let imports = plans.iter().map(ShownPlan::new).collect::<Result<_, _>>()?;
        global.output().result(&Shown { imports }, |shown| {
            let header = ["source", "version", "rows", "pages", "bytes", "source hash"];
            table(
                header,
                shown.imports.iter().map(|plan| {
                    [
                        plan.source.clone(),
                        plan.source_version.clone(),
                        plan.rows.to_string(),
                        plan.pages.to_string(),
                        plan.bytes.to_string(),
                        plan.source_hash.to_string(),
                    ]
                }),
            )
        })
    }
}
