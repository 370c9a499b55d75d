use crate::{context::Global, error::CliError, output::fields};
use bonafide_types::rewards::NnsPayload;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Show the payloads of proposals that the NNS can adopt because of a case: `RemoveNodes`, and then
/// `UpdateNodeOperatorConfig` with an allowance of 0. One node's word: decode them before they are
/// proposed.
///
/// There are none while the suite itself holds money of the provider and the case is not executed.
/// The network decides; nothing here makes such a proposal.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide case payloads 3 --out payloads")]
pub(crate) struct Args {
    /// The case.
    case: u64,
    /// Write the Candid bytes to files: 0-RemoveNodes.bin and so on.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    case_id: u64,
    payloads: Vec<Payload>,
}

#[derive(Serialize)]
struct Payload {
    nns_function: i32,
    name: String,
    /// What it does, in words.
    text: String,
    /// The Candid bytes, hex.
    payload: String,
    /// Null without --out.
    file: Option<PathBuf>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    let told = rewards.case_payloads(args.case).await?;
    if let Some(dir) = &args.out {
        std::fs::create_dir_all(dir).map_err(|error| CliError::file(dir, error))?;
    }
    let payloads = told.into_iter().enumerate().map(|(place, told)| {
        let file = args.out.as_ref().map(|dir| write(dir, place, &told));
        Ok(Payload {
            file: file.transpose()?,
            nns_function: told.nns_function,
            name: told.name,
            text: told.text,
            payload: hex::encode(told.payload.0),
        })
    });
    let shown = Shown {
        certified: false,
        case_id: args.case,
        payloads: payloads.collect::<Result<_, CliError>>()?,
    };
    global.output().result(&shown, human)
}

fn write(dir: &Path, place: usize, told: &NnsPayload) -> Result<PathBuf, CliError> {
    // The canister gives the name, and no name leads out of the directory.
    let letters = told.name.chars().filter(char::is_ascii_alphanumeric);
    let path = dir.join(format!("{place}-{}.bin", letters.collect::<String>()));
    std::fs::write(&path, &told.payload.0).map_err(|error| CliError::file(&path, error))?;
    Ok(path)
}

fn human(shown: &Shown) -> String {
    if shown.payloads.is_empty() {
        return format!("case {} calls for no proposal of the NNS", shown.case_id);
    }
    let payloads = shown.payloads.iter().map(|payload| {
        let file = payload.file.as_ref();
        let list = fields(&[
            ("proposal", payload.name.clone()),
            ("NNS function", payload.nns_function.to_string()),
            (
                "file",
                file.map(|file| file.display().to_string())
                    .unwrap_or_default(),
            ),
            ("payload", payload.payload.clone()),
        ]);
        format!("{}\n{list}", payload.text)
    });
    payloads.collect::<Vec<_>>().join("\n\n")
}
