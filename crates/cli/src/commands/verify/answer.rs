use crate::{
    answer::SavedAnswer,
    context::Global,
    error::{CliError, Exit},
    output::table,
};
use bonafide_client::{RegistryClient, verify::VerifiedRow};
use bonafide_types::registry::{
    Acceptance, Config, DataCenter, DeclarationText, ImportJob, Node, NodeOperator, Provider,
    PublishedDeclaration, Subnet, table as tables,
};
use candid::Principal;
use serde::Serialize;
use serde_json::Value;
use std::path::PathBuf;

/// Check a certified answer kept in a file, as `provider show --json --proof` writes it.
///
/// An answer that is truncated, changed, of another network or older than five minutes
/// exits with 4.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --json provider show 2vxsx-fae --proof > answer.json && bonafide verify answer answer.json"
)]
pub(crate) struct Args {
    /// The file.
    file: PathBuf,
}

#[derive(Serialize)]
struct Shown {
    verified: bool,
    canister: Principal,
    rows: Vec<ShownRow>,
}

#[derive(Serialize)]
struct ShownRow {
    table: String,
    key: String,
    present: bool,
    record: Option<Value>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let text =
        std::fs::read_to_string(&args.file).map_err(|error| CliError::file(&args.file, error))?;
    let saved = SavedAnswer::parse(&text)?;
    // The file cannot say itself which canister is the registry.
    let expected = global.expected_canister()?;
    if expected != saved.canister {
        let message = format!("the answer is of {}, not of {expected}", saved.canister);
        return Err(CliError::new(Exit::Unverified, "OtherCanister", message));
    }
    if saved.rows.is_empty() {
        return Err(CliError::new(
            Exit::Unverified,
            "MalformedAnswer",
            "the answer has no rows",
        ));
    }
    let (asked, answer) = saved.decode()?;
    let client = RegistryClient::new(global.runtime().await?, saved.canister);
    let rows = client.verifier().await?.rows(&asked, &answer)?;
    let rows = rows.iter().map(shown).collect::<Result<_, _>>()?;
    global.output().result(
        &Shown {
            verified: true,
            canister: saved.canister,
            rows,
        },
        |shown| {
            let rows = shown.rows.iter().map(|row| {
                let presence = if row.present { "present" } else { "absent" };
                [row.table.clone(), row.key.clone(), presence.into()]
            });
            format!(
                "{}\nproven by canister {}",
                table(["table", "key", "row"], rows),
                shown.canister
            )
        },
    )
}

fn shown(row: &VerifiedRow) -> Result<ShownRow, CliError> {
    let record = match row.table() {
        tables::PROVIDER => json(&row.record::<Provider>()?),
        tables::ACCEPTANCE => json(&row.record::<Acceptance>()?),
        tables::PUBLISHED_DECLARATION => json(&row.record::<PublishedDeclaration>()?),
        tables::CONFIG => json(&row.record::<Config>()?),
        tables::DATA_CENTER => json(&row.record::<DataCenter>()?),
        tables::DECLARATION_TEXT => json(&row.record::<DeclarationText>()?),
        tables::IMPORT => json(&row.record::<ImportJob>()?),
        tables::NODE => json(&row.record::<Node>()?),
        tables::NODE_OPERATOR => json(&row.record::<NodeOperator>()?),
        tables::SUBNET => json(&row.record::<Subnet>()?),
        // A table of a later version: proven, but not known here.
        _ => None,
    };
    Ok(ShownRow {
        table: row.table().into(),
        key: hex::encode(row.key()),
        present: row.is_present(),
        record,
    })
}

fn json<T: Serialize>(record: &Option<T>) -> Option<Value> {
    record
        .as_ref()
        .and_then(|record| serde_json::to_value(record).ok())
}
