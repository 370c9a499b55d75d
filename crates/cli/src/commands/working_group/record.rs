use crate::{arguments::sha256, commands::governed, context::Global, error::CliError, record};
use bonafide_types::{
    certified::RowKey,
    governance::Command,
    id::{Blob, Sha256Hash},
    registry::{RecordRef, RecordWorkingGroupMotionArgs},
};

/// Record a motion of a working group: by proposal, or directly as the governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem working-group record --working-group 'Node providers' --motion-title 'End of Gen1' --text-sha256 abababababababababababababababababababababababababababababababab --record generation:Gen1 --motion-url https://example.com/motion --neuron 1"
)]
pub(crate) struct Args {
    /// Name of the group.
    #[arg(long)]
    working_group: String,
    /// Title of the motion.
    #[arg(long, value_name = "TITLE")]
    motion_title: String,
    /// SHA-256 of the motion's text.
    #[arg(long, value_name = "HEX", value_parser = sha256)]
    text_sha256: Sha256Hash,
    /// Where the text can be read, https.
    #[arg(long, value_name = "URL")]
    motion_url: Option<String>,
    /// A record it is about: `generation:Gen1`; may be given several times.
    #[arg(long = "record", value_name = "TABLE:KEY", value_parser = record::parse)]
    records: Vec<RowKey>,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let records = args.records.into_iter().map(|row| RecordRef {
        table: row.table,
        key: Blob(row.key.into_vec()),
    });
    let call = RecordWorkingGroupMotionArgs {
        working_group: args.working_group,
        title: args.motion_title,
        text_sha256: args.text_sha256,
        url: args.motion_url,
        records: records.collect(),
    };
    let command = Command::RecordWorkingGroupMotion(call);
    governed::run(&command, &args.governed, global).await
}
