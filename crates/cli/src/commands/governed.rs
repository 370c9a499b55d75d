//! What governed commands share.

use crate::{
    context::Global,
    error::{CliError, Exit},
};
use bonafide_client::{AgentRuntime, RegistryClient};
use candid::CandidType;
use serde_json::json;

/// What people read when a call did what was asked.
pub(crate) const DONE: &str = "done";

/// Options of governed commands.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(crate) struct Options {
    /// Only ask what the call would do, or why it would be refused.
    #[arg(long)]
    pub(crate) validate: bool,
}

/// Shows what the method would do.
pub(crate) async fn validate(
    method: &str,
    args: &impl CandidType,
    registry: &RegistryClient<AgentRuntime>,
    global: &Global,
) -> Result<(), CliError> {
    match registry.validate(method, args).await? {
        Ok(effect) => {
            let value = json!({ "method": method, "valid": true, "effect": effect });
            global.output().result(&value, |_| effect)
        }
        Err(reason) => Err(CliError::new(Exit::Refused, "Invalid", reason)),
    }
}

/// Says that the method did what was asked.
pub(crate) fn done(method: &str, global: &Global) -> Result<(), CliError> {
    global
        .output()
        .result(&json!({ "method": method, "done": true }), |_| DONE.into())
}
