use crate::{
    arguments::instant as moment,
    context::Global,
    error::CliError,
    output::{fields, instant},
};
use bonafide_types::{
    audits::{AcceptSlotArgs, Assignment},
    id::Sha256Hash,
};
use rand::{RngCore, rngs::OsRng};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Accept a moment that was proposed for the visit, once, and say who lets the auditors in. The
/// identity must be the provider's.
///
/// A person's name is not for a public record: the canister gets the hash of what is printed
/// under `tell`, the name and a secret. Tell the auditors that line; `assignment show --escort`
/// compares it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity provider.pem assignment accept-slot 7 --at 2027-02-10T09:00:00Z --escort 'A. Example'"
)]
pub(crate) struct Args {
    /// The assignment.
    assignment: u64,
    /// Which of the moments proposed, in UTC.
    #[arg(long, value_name = "INSTANT", value_parser = moment)]
    at: u64,
    /// Who lets them in.
    #[arg(long, value_name = "NAME")]
    escort: String,
    /// A secret that goes with the name; else a random one.
    #[arg(long, value_name = "TEXT")]
    secret: Option<String>,
}

#[derive(Serialize)]
struct Shown {
    /// What the auditors are to be told.
    tell: String,
    escort_hash: Sha256Hash,
    assignment: Assignment,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let secret = match &args.secret {
        Some(secret) => secret.clone(),
        None => random()?,
    };
    let tell = format!("{} {secret}", args.escort);
    let escort_hash = Sha256Hash(Sha256::digest(&tell).into());
    // Said before the call: were the answer lost, the secret would be too.
    global
        .output()
        .note(&format!("to tell the auditors: {tell}"));
    let audits = global.audits().await?;
    let call = AcceptSlotArgs {
        assignment_id: args.assignment,
        at_ns: args.at,
        escort_hash,
    };
    let view = audits.accept_slot(&call).await?;
    let shown = Shown {
        tell,
        escort_hash,
        assignment: view.assignment,
    };
    global.output().result(&shown, |shown| {
        fields(&[
            ("visit", instant(args.at)),
            ("tell the auditors", shown.tell.clone()),
            ("recorded", shown.escort_hash.to_string()),
        ])
    })
}

fn random() -> Result<String, CliError> {
    let mut secret = [0; 16];
    OsRng
        .try_fill_bytes(&mut secret)
        .map_err(|error| CliError::usage("Random", error))?;
    Ok(hex::encode(secret))
}
