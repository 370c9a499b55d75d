use crate::{
    context::Global,
    error::CliError,
    output::{instant, table},
};
use bonafide_types::registry::{DeclarationText, table as tables};
use serde::Serialize;

/// List the published versions, proven whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide declaration list")]
pub(crate) struct Args {}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    declarations: Vec<DeclarationText>,
}

pub(crate) async fn run(global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let mut declarations: Vec<DeclarationText> =
        registry.table(tables::DECLARATION_TEXT, None).await?;
    declarations.sort_by(|a, b| (&a.language, a.version).cmp(&(&b.language, b.version)));
    global.output().result(
        &Shown {
            certified: true,
            declarations,
        },
        |shown| {
            let rows = shown.declarations.iter().map(|text| {
                [
                    text.language.clone(),
                    text.version.to_string(),
                    text.bytes.to_string(),
                    instant(text.effective_from_ns),
                    text.sha256.to_string(),
                ]
            });
            table(
                ["language", "version", "bytes", "effective from", "sha256"],
                rows,
            )
        },
    )
}
