mod facts;

use super::slice_file;
use crate::{
    commands::rewards::json::Document,
    context::Global,
    error::CliError,
    output::{or_empty, table},
};
use bonafide_types::{id::Sha256Hash, rewards::Engine};
use facts::{Facts, Slice};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::path::PathBuf;

const EXAMPLE: &str = r#"Example: bonafide period inputs --input case.json --out facts
where case.json is a case of `rewards v1` whose names are principals and whose nodes have operators:
{"days": [{"date": "2025-01-01",
   "subnets": {"<subnet>": [{"node": "<node>", "proposed": 100, "failed": 1}]},
   "nodes": [{"node": "<node>", "provider": "<provider>", "operator": "<operator>", "region": "Europe,Switzerland,Zurich", "type": "type1"}]}],
 "clusters": {"<provider>": "<the least of the providers that are linked with it>"}}
or a case of `rewards v0`:
{"operators": [{"operator": "<operator>", "provider": "<provider>", "region": "Africa,ZA,Cape Town", "rewardable_nodes": {"type3": 3}}]}"#;

/// Write the facts of a period to files as a vote adopts them and anyone supplies them, and say
/// their hashes: slice-000.cbor for the first day, and so on; one file for v0. Without a network.
///
/// The file is a case of `rewards v1`, which has days, or of `rewards v0`, which has operators. The
/// same facts of days give the same bytes in whatever order they stand; operators are taken in the
/// order given, as the engine takes them. Rates and penalties are not part of the facts.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(crate) struct Args {
    /// The case.
    #[arg(long, value_name = "JSON")]
    input: PathBuf,
    /// Where the files are written; what is there under the same names is replaced.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

#[derive(Serialize)]
struct Shown {
    engine: &'static str,
    slices: Vec<ShownSlice>,
}

#[derive(Serialize)]
struct ShownSlice {
    slice: usize,
    /// Null for v0.
    date: Option<String>,
    file: PathBuf,
    bytes: usize,
    sha256: Sha256Hash,
}

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let document = Document::read(&args.input)?;
    let facts = Facts::of(&document.root())?;
    let slices = facts.slices().map_err(|reason| {
        let file = args.input.display().to_string();
        CliError::usage("Facts", format!("{file}: {reason}")).with("file", file)
    })?;
    let dir = &args.out;
    std::fs::create_dir_all(dir).map_err(|error| CliError::file(dir, error))?;
    let mut written = Vec::new();
    for (place, Slice { day, bytes }) in slices.iter().enumerate() {
        let file = slice_file(dir, place);
        std::fs::write(&file, bytes).map_err(|error| CliError::file(&file, error))?;
        written.push(ShownSlice {
            slice: place,
            date: day.map(|day| day.to_string()),
            file,
            bytes: bytes.len(),
            sha256: Sha256Hash(Sha256::digest(bytes).into()),
        });
    }
    let shown = Shown {
        engine: facts.engine().name(),
        slices: written,
    };
    global
        .output()
        .result(&shown, |shown| human(shown, args, facts.engine()))
}

fn human(shown: &Shown, args: &Args, engine: Engine) -> String {
    let rows = shown.slices.iter().map(|slice| {
        [
            slice.slice.to_string(),
            or_empty(slice.date.as_ref()),
            slice.file.display().to_string(),
            slice.bytes.to_string(),
            slice.sha256.to_string(),
        ]
    });
    let list = table(["slice", "day", "file", "bytes", "SHA-256"], rows);
    let date = |slice: Option<&ShownSlice>| slice.and_then(|slice| slice.date.clone());
    let (first, last) = (date(shown.slices.first()), date(shown.slices.last()));
    let unknown = || "DATE".to_owned();
    format!(
        "{list}\nto be adopted by: bonafide period adopt --from-day {} --to-day {} --engine {} --dir {} ..",
        first.unwrap_or_else(unknown),
        last.unwrap_or_else(unknown),
        engine.name(),
        args.out.display()
    )
}
