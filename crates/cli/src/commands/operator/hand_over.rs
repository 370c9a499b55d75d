use crate::{context::Global, error::CliError};
use bonafide_types::{
    id::{OperatorId, ProviderId},
    registry::UpdateNodeOperatorConfigDirectlyArgs,
};
use candid::Principal;
use serde_json::json;

/// Hand an operator record over to another provider. The identity must be that of the provider
/// it belongs to.
///
/// Its operator registers nothing until the other provider accepts the declaration anew, and
/// what its nodes attested is void.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity provider.pem operator hand-over r7inp-6aaaa-aaaaa-aaabq-cai --to ryjl3-tyaaa-aaaaa-aaaba-cai"
)]
pub(crate) struct Args {
    /// One of the provider's operators.
    operator: Principal,
    /// The provider that takes over.
    #[arg(long, value_name = "PRINCIPAL")]
    to: Principal,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let call = UpdateNodeOperatorConfigDirectlyArgs {
        node_operator_id: OperatorId(args.operator),
        node_provider_id: ProviderId(args.to),
    };
    let registry = global.registry().await?;
    let operator = registry.update_node_operator_config_directly(&call).await?;
    global
        .output()
        .result(&json!({ "operator": operator }), |_| {
            format!("operator {} is now of provider {}", args.operator, args.to)
        })
}
