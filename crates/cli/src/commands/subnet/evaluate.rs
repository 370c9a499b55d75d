use super::shown::{self, LEGEND, LETTERS};
use crate::{
    context::Global,
    error::CliError,
    output::{count, table},
    paging,
};
use bonafide_client::ClientError;
use bonafide_types::{
    id::SubnetId,
    registry::{EvaluateNetworkArgs, RegistryError, SubnetEvaluation},
};
use candid::Principal;
use serde::Serialize;

/// Show how well subnets are spread over independent actors, and which rules they break. One
/// node's word: whoever has the rows can compute it again, with `decentralization evaluate`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide subnet evaluate tdb26-jop6k-aogll-7ltgs-eruif-6kk7m-qpktf-gdiqx-mxtrf-vb5e6-eqe\n  bonafide subnet evaluate --violating"
)]
pub(crate) struct Args {
    /// Only this subnet, with all its figures.
    subnet: Option<Principal>,
    /// Only subnets that break rules.
    #[arg(long, conflicts_with = "subnet")]
    violating: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    subnets: Vec<SubnetEvaluation>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let subnets = match args.subnet.map(SubnetId) {
        Some(id) => {
            let found = registry.subnet_evaluation(id).await?;
            let unknown = || ClientError::from(RegistryError::SubnetNotFound { id });
            vec![found.ok_or_else(unknown)?]
        }
        None => {
            let mut list = EvaluateNetworkArgs {
                violating_only: args.violating,
                ..EvaluateNetworkArgs::default()
            };
            paging::all(None, async |after| {
                list.after = after;
                let page = registry.network_evaluation(&list).await?;
                Ok((page.subnets, page.next))
            })
            .await?
        }
    };
    let shown = Shown {
        certified: false,
        subnets,
    };
    let one = args.subnet.is_some();
    global
        .output()
        .result(&shown, |shown| match shown.subnets.as_slice() {
            [only] if one => shown::evaluation(only),
            all => human(all),
        })
}

fn human(subnets: &[SubnetEvaluation]) -> String {
    let rows = subnets.iter().map(|found| {
        [
            found.subnet.to_string(),
            found.kind.clone(),
            found.scorecard.size.to_string(),
            shown::coefficients(&found.scorecard.nakamoto),
            found.scorecard.product.to_string(),
            found.violations.len().to_string(),
        ]
    });
    let header = ["subnet", "kind", "size", LETTERS, "product", "broken rules"];
    let mut text = table(header, rows);
    for found in subnets {
        for violation in &found.violations {
            text += &format!("\n{}: {}", found.subnet, shown::finding(violation));
        }
    }
    format!("{text}\n{}; {LEGEND}", count(subnets.len(), "subnet"))
}
