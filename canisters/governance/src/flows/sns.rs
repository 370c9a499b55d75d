//! Executes what an SNS decides, by the contract of its generic functions: the same bytes go
//! to the validator and to the target; the validator answers `Ok` or `Err` with a text; any
//! reply of the target is taken as success, so it replies after the effect and rejects when
//! there is none.

use super::execution::{self, Opening};
use super::twin::{self, NoWords};
use crate::commands::journal::Authority;
use crate::commands::{check, refusal};
use crate::live;
use crate::state::State;
use bonafide_kit::{Ctx, guard};
use bonafide_policy::command;
use bonafide_types::Validation;
use bonafide_types::governance::{Command, GovernanceError, JournalEntry, Outcome, Source};
use bonafide_types::id::Caller;
use bonafide_types::limits::COMMAND_BYTES;
use ic_stable_structures::Memory;

/// Executes a command. For the SNS governance canister of the settings, while the SNS is a
/// source of authority. Each call is a decision of its own: two calls with one command
/// execute it twice.
///
/// # Errors
/// The text to reject with: `CallerAnonymous`, `CallerNotSnsGovernance`, `SnsNotSet`,
/// `SourceOff` or `TooLong`, and nothing is changed; or `Failed` or `Quarantined` with the
/// number of the journal entry, which says it all.
pub async fn execute(command: Command, ctx: Ctx) -> Result<(), String> {
    let entry = execution::execute(ctx, |state| authorize(state, &command, &ctx)).await?;
    answer(&entry)
}

fn authorize<M: Memory>(state: &State<M>, command: &Command, ctx: &Ctx) -> Result<Opening, String> {
    let config = state.settings();
    let Some(sns) = config.sns_governance else {
        guard::require_authenticated(ctx.caller)?;
        return Err(refusal(&GovernanceError::SnsNotSet));
    };
    guard::require_role(ctx.caller, "SnsGovernance", sns.0)?;
    if !config.sources.sns {
        return Err(refusal(&GovernanceError::SourceOff {
            source_off: Source::Sns,
        }));
    }
    check_size(command).map_err(|error| refusal(&error))?;
    let authority = Authority::of(Source::Sns, state.last_of(Source::Sns) + 1);
    Ok(execution::authorize(state, authority, command, ctx))
}

/// The answer to the SNS.
fn answer(entry: &JournalEntry) -> Result<(), String> {
    let id = entry.id;
    match &entry.outcome {
        Outcome::Executed => Ok(()),
        Outcome::Failed { reason } => Err(format!("Failed: journal entry {id}: {reason}")),
        Outcome::Quarantined { reason } => {
            Err(format!("Quarantined: journal entry {id}: {reason}"))
        }
        Outcome::Pending | Outcome::Executing => Err(format!(
            "Quarantined: journal entry {id}: its outcome is not known yet"
        )),
    }
}

/// Refuses commands over the size that all ways in share.
pub(super) fn check_size(command: &Command) -> Result<(), GovernanceError> {
    check::length("command", command::encode(command).len(), 1..=COMMAND_BYTES)
}

/// Says what a command would do if it were executed now, or why it would be refused. For SNS
/// governance when a proposal is submitted, and for anyone else; which sources of authority
/// are on does not matter. The words end with a line that says the command's hash. Nothing is
/// changed.
///
/// # Errors
/// The refusal in words; also when the canister that owns the record cannot be asked
/// (`CommandNotChecked`), or while too many ask.
pub async fn validate_execute(command: Command, ctx: Ctx) -> Validation {
    check_size(&command).map_err(|error| refusal(&error))?;
    // Others who ask do not keep the SNS that may decide from being answered.
    let sns = live::read(|state| state.settings().sns_governance);
    let asked = if sns == Some(Caller(ctx.caller)) {
        twin::ask(&command, &ctx).await
    } else {
        twin::ask_for_anyone(&command, &ctx).await
    };
    asked
        .map(|words| with_hash(&words, &command))
        .map_err(|no_words| match no_words {
            NoWords::Refused(reason) => reason,
            NoWords::NotChecked(reason) => refusal(&GovernanceError::CommandNotChecked { reason }),
        })
}

/// Words for voters, with the hash by which the journal and `get_command` know the command.
fn with_hash(words: &str, command: &Command) -> String {
    format!("{words}\nCommand hash: {}", command::hash(command))
}

#[cfg(test)]
mod tests;
