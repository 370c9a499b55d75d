use crate::{
    arguments::{audits::tie, ids},
    commands::governed,
    context::Global,
    error::CliError,
};
use bonafide_types::audits::{Conflicts, DeclareConflictsArgs, Tie};
use candid::Principal;
use serde_json::json;

/// Declare conflicts anew, all of them; those declared before are replaced. Counts for draws
/// whose snapshot is fixed later. The identity must be the auditor's.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity auditor.pem auditor conflicts --tie 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe=financing --dc-owner 'Example Halls'\n  bonafide --identity auditor.pem auditor conflicts --none"
)]
pub(crate) struct Args {
    #[command(flatten)]
    given: Given,
    /// There is none.
    #[arg(long, conflicts_with_all = ["tie", "dc_owner", "verifier"])]
    none: bool,
}

/// What stands between an auditor and some audits.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Given {
    /// A provider that it belongs together with (ownership), works for (employment) or is
    /// financed by (financing); may be given several times.
    #[arg(long, value_name = "PROVIDER=KIND", value_parser = tie)]
    tie: Vec<Tie>,
    /// An owner of data centres that it belongs together with or works for; may be given
    /// several times.
    #[arg(long, value_name = "NAME")]
    dc_owner: Vec<String>,
    /// Verifiers that it belongs together with.
    #[arg(long, value_name = "PRINCIPALS", value_delimiter = ',')]
    verifier: Vec<Principal>,
}

impl Given {
    pub(super) fn conflicts(self) -> Conflicts {
        Conflicts {
            providers: self.tie,
            dc_owners: self.dc_owner,
            verifiers: ids(&self.verifier),
        }
    }
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let conflicts = args.given.conflicts();
    let nothing = conflicts.providers.is_empty()
        && conflicts.dc_owners.is_empty()
        && conflicts.verifiers.is_empty();
    if nothing && !args.none {
        let message = "give --tie, --dc-owner, --verifier, or --none when there is none";
        return Err(CliError::usage("Usage", message));
    }
    let audits = global.audits().await?;
    let call = DeclareConflictsArgs { conflicts };
    let auditor = audits.declare_conflicts(&call).await?;
    global
        .output()
        .result(&json!({ "auditor": auditor }), |_| governed::DONE.into())
}
