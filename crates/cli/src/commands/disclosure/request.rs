use crate::{
    arguments::identity::{duration, recipient, record_version},
    commands::governed,
    context::Global,
    error::CliError,
};
use bonafide_types::{
    governance::Command,
    identity::{DiscloseRecordsArgs, Recipient, RecordVersion},
};

/// Open records to recipients, the only way to a key: by proposal, or directly as the governance
/// principal.
///
/// Each recipient makes a transport key and tells its hash. Of records sealed for a committee
/// each recipient opens the share it is given.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity me.pem disclosure request --record 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe/0/1 --recipient 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe=abababababababababababababababababababababababababababababababab --purpose 'Case 7' --valid-for 7d --neuron 1\n  bonafide --identity me.pem disclosure request --record 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe/1/1 --recipient 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe=abababababababababababababababababababababababababababababababab/1 --recipient 2vxsx-fae=abababababababababababababababababababababababababababababababab/2 --purpose 'Case 7' --valid-for 7d --uses 2 --neuron 1"
)]
pub(crate) struct Args {
    /// A record: provider, number and version; may be given several times.
    #[arg(long = "record", value_name = "PROVIDER/RECORD/VERSION", value_parser = record_version, required = true)]
    records: Vec<RecordVersion>,
    /// Who may open, with the hash of its transport key, and which share; may be given several
    /// times.
    #[arg(long = "recipient", value_name = "PRINCIPAL=HEX[/SHARE]", value_parser = recipient, required = true)]
    recipients: Vec<Recipient>,
    /// Why, at most 1,000 bytes.
    #[arg(long)]
    purpose: String,
    /// For how long from the execution on, at most 30d.
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    valid_for: u64,
    /// Releases of each record to each recipient, 1 to 3.
    #[arg(long, value_name = "N", default_value = "1")]
    uses: u8,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = DiscloseRecordsArgs {
        records: args.records,
        purpose: args.purpose,
        recipients: args.recipients,
        valid_for_seconds: args.valid_for,
        uses: args.uses,
    };
    governed::run(&Command::DiscloseRecords(call), &args.governed, global).await
}
