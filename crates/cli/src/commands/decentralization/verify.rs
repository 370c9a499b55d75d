use super::{Files, changes, world::World};
use crate::{context::Global, error::CliError};
use std::path::PathBuf;

/// Hold changes of membership against all rules, without a network, all of them together: whether
/// the nodes are where they should be and run, how many change at once, and the rules of each
/// subnet's kind after the change. Exits with 1 when it is refused.
///
/// A subnet that breaks rules may only get better. Declarations, cordons and open proposals are
/// in no file: the registry canister judges them as well. Rules about SEV-SNP are left out when
/// the nodes have no column `sev`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide decentralization verify --nodes nodes.csv --proposal p.json
where p.json has
{\"subnet\": \"tdb26-...\", \"add\": [\"a node\"], \"remove\": [\"a member\"]}, or a list of such changes.
A subnet to be made is {\"kind\": \"application\", \"add\": [\"a node\", ...]}."
)]
pub(crate) struct Args {
    #[command(flatten)]
    files: Files,
    /// The changes; also what `propose`, `create` and `heal` print with --json.
    #[arg(long, value_name = "JSON")]
    proposal: PathBuf,
}

pub(crate) fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let world = World::read(&args.files)?;
    let asked = changes::read(&args.proposal, &world)?;
    let judged = changes::judge(&world, &asked)?;
    global
        .output()
        .result(&judged, |judged| judged.human(&world))?;
    judged.require()
}
