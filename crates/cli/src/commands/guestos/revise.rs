use crate::{
    arguments::{blob, sha256},
    commands::governed,
    context::Global,
    error::CliError,
};
use bonafide_types::{
    governance::Command,
    id::{Blob, Sha256Hash},
    registry::{ElectGuestosVersionArgs, ReviseElectedGuestosVersionsArgs},
};

/// Elect a `GuestOS` version with its blessed measurements, take others back, or both: by
/// proposal, or directly as the governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity me.pem guestos revise --elect 0123456789abcdef0123456789abcdef01234567 --release-package-sha256 abababababababababababababababababababababababababababababababab --measurement cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd --neuron 1\n  bonafide --identity me.pem guestos revise --unelect 0123456789abcdef0123456789abcdef01234567 --neuron 1"
)]
pub(crate) struct Args {
    /// The version to elect, 40 hex digits.
    #[arg(
        long,
        value_name = "VERSION",
        requires = "release_package_sha256",
        required_unless_present = "unelect"
    )]
    elect: Option<String>,
    /// SHA-256 of its release package.
    #[arg(long, value_name = "HEX", value_parser = sha256, requires = "elect")]
    release_package_sha256: Option<Sha256Hash>,
    /// SEV-SNP launch measurement of its guests, 48 bytes in hex; may be given several times.
    #[arg(long = "measurement", value_name = "HEX", value_parser = blob, requires = "elect")]
    measurements: Vec<Blob>,
    /// A version to take back; may be given several times.
    #[arg(long, value_name = "VERSION")]
    unelect: Vec<String>,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let elect = args.elect.zip(args.release_package_sha256);
    let call = ReviseElectedGuestosVersionsArgs {
        elect: elect.map(
            |(version, release_package_sha256)| ElectGuestosVersionArgs {
                version,
                release_package_sha256,
                measurements: args.measurements,
            },
        ),
        unelect: args.unelect,
    };
    let command = Command::ReviseElectedGuestosVersions(call);
    governed::run(&command, &args.governed, global).await
}
