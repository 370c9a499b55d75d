use crate::{
    context::Global,
    error::{CliError, Exit},
    output::{fields, instant, or_empty},
};
use bonafide_types::{id::OperatorId, registry::OperatorStanding};
use candid::Principal;
use serde::Serialize;

/// Say whether an operator may register a node now, and if not, why. One node's word.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide operator standing r7inp-6aaaa-aaaaa-aaabq-cai")]
pub(crate) struct Args {
    /// The operator.
    operator: Principal,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    standing: OperatorStanding,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let registry = global.registry().await?;
    let id = OperatorId(args.operator);
    let standing = registry.operator_standing(id).await?.ok_or_else(|| {
        let message = format!("no operator record of {id}");
        CliError::new(Exit::Refused, "NodeOperatorNotFound", message)
    })?;
    let shown = Shown {
        certified: false,
        standing,
    };
    global
        .output()
        .result(&shown, |shown| human(&shown.standing))
}

fn human(standing: &OperatorStanding) -> String {
    let operator = &standing.node_operator;
    let handed_over = operator
        .handed_over
        .map(|from| format!("{} from provider {}", instant(from.at_ns), from.from));
    let may = standing
        .refusal
        .as_ref()
        .map_or_else(|| "yes".into(), |refusal| format!("no: {refusal}"));
    fields(&[
        ("operator", operator.id.to_string()),
        ("provider", operator.provider.to_string()),
        ("data centre", operator.dc_id.clone()),
        ("nodes", standing.nodes.to_string()),
        ("allowance", operator.node_allowance.to_string()),
        ("prefix", or_empty(operator.ipv6_prefix.as_ref())),
        ("handed over", or_empty(handed_over)),
        ("declaration", format!("{:?}", standing.declaration)),
        ("may register", may),
    ])
}
