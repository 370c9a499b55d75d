//! What an upgrade does to calls that are out, and to the commands that it brings.

use super::resume::quarantine;
use super::sns::check_size;
use crate::commands::journal::{self, Authority};
use crate::commands::refusal;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::governance::{GovernanceError, Outcome, Source, UpgradeBatch};
use bonafide_types::limits::UPGRADE_COMMANDS;
use ic_stable_structures::Memory;

/// Why the outcome of a call is unknown that was out during an upgrade.
const UPGRADED: &str = "Upgraded: governance was upgraded while the call was out, so that the \
                        answer could not reach it";

/// What `post_upgrade` commits: entries whose call is out are quarantined, because the answer
/// cannot reach the new code; then each command of the batch is authorised and waits.
/// [`super::resume()`] executes them in their order. One that fails does not keep the next from
/// being executed, nor does one that switches this source off: all are authorised by now.
/// Each is sent to the canister that the settings name at the upgrade.
///
/// # Errors
/// The text to trap with, which cancels the upgrade: `SourceOff`, `BatchUsed`, `BatchEmpty`,
/// `BatchTooLong`, `TooLong`. Whether a command is valid is seen when it is executed.
pub fn after_upgrade<M: Memory>(
    state: &State<M>,
    batch: Option<UpgradeBatch>,
    ctx: &Ctx,
) -> Result<Vec<Event>, String> {
    let mut events = quarantine(state, |_| true, UPGRADED);
    if let Some(batch) = batch {
        check(state, &batch)?;
        events.extend(authorize(state, &batch, ctx));
    }
    Ok(events)
}

fn check<M: Memory>(state: &State<M>, batch: &UpgradeBatch) -> Result<(), String> {
    let UpgradeBatch { id, commands } = batch;
    if !state.settings().sources.upgrade {
        return Err(refusal(&GovernanceError::SourceOff {
            source_off: Source::Upgrade,
        }));
    }
    if let Some(journal_id) = state.executed_as(Source::Upgrade, *id, 0) {
        return Err(format!(
            "BatchUsed: upgrade batch {id} was taken before: journal entry {journal_id}"
        ));
    }
    let count = commands.len();
    if count == 0 {
        return Err(format!("BatchEmpty: upgrade batch {id} has no commands"));
    }
    if count > UPGRADE_COMMANDS {
        return Err(format!(
            "BatchTooLong: {count} commands, at most {UPGRADE_COMMANDS} allowed"
        ));
    }
    commands
        .iter()
        .try_for_each(check_size)
        .map_err(|error| refusal(&error))
}

fn authorize<M: Memory>(state: &State<M>, batch: &UpgradeBatch, ctx: &Ctx) -> Vec<Event> {
    (0..)
        .zip(&batch.commands)
        .map(|(index, command)| {
            let authority = Authority {
                source: Source::Upgrade,
                source_id: batch.id,
                index,
            };
            let mut entry = journal::entry(state, authority, command, Outcome::Pending, ctx);
            entry.id += u64::from(index);
            journal::authorized(entry, command)
        })
        .collect()
}

#[cfg(test)]
mod tests;
