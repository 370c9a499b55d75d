//! Journal entries and the events around them.

use super::cut;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_policy::command;
use bonafide_types::certified::RowKey;
use bonafide_types::governance::{
    Canisters, Command, GovernanceError, JournalEntry, Outcome, Owner, Source,
};
use bonafide_types::id::{Blob, Caller};
use bonafide_types::limits::{NAME_BYTES, REASON_BYTES, REPLY_BYTES};
use ic_stable_structures::Memory;

/// Longest key of a record, the id of a data centre.
const KEY_BYTES: usize = NAME_BYTES;

/// The decision that authorises a command. It is used up by its journal entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Authority {
    /// Where it comes from.
    pub source: Source,
    /// Which decision there.
    pub source_id: u64,
    /// Which command of that decision, from 0.
    pub index: u32,
}

impl Authority {
    /// A decision with one command.
    #[must_use]
    pub fn of(source: Source, source_id: u64) -> Self {
        Self {
            source,
            source_id,
            index: 0,
        }
    }
}

/// The number of the next journal entry. Entries are never removed.
#[must_use]
pub fn next_id<M: Memory>(state: &State<M>) -> u64 {
    state.journal.len()
}

/// The canister that a command changes, as the settings are now.
///
/// # Errors
/// [`GovernanceError::CanisterNotSet`].
pub fn target<M: Memory>(
    state: &State<M>,
    command: &Command,
    ctx: &Ctx,
) -> Result<Caller, GovernanceError> {
    let owner = command.spec().owner;
    let Canisters {
        registry,
        identity,
        audits,
        rewards,
    } = state.settings().canisters;
    match owner {
        Owner::Governance => Some(Caller(ctx.self_id)),
        Owner::Registry => Some(registry),
        Owner::Identity => identity,
        Owner::Audits => audits,
        Owner::Rewards => rewards,
    }
    .ok_or_else(|| not_set(owner))
}

/// The refusal of a command whose owner the suite does not have.
#[must_use]
pub fn not_set(owner: Owner) -> GovernanceError {
    GovernanceError::CanisterNotSet {
        canister: owner.name().into(),
    }
}

/// The entry that authorises a command now. When one commit authorises several, the caller
/// counts `id` on. A command of a canister that the suite does not have comes no further than
/// this one, so the entry names this one.
#[must_use]
pub fn entry<M: Memory>(
    state: &State<M>,
    authority: Authority,
    command: &Command,
    outcome: Outcome,
    ctx: &Ctx,
) -> JournalEntry {
    let Authority {
        source,
        source_id,
        index,
    } = authority;
    JournalEntry {
        id: next_id(state),
        source,
        source_id,
        index,
        command_hash: command::hash(command),
        method: command.spec().method.into(),
        canister: target(state, command, ctx).unwrap_or(Caller(ctx.self_id)),
        records: records(command).map(Into::into).collect(),
        opened_at_ns: ctx.now_ns,
        outcome,
        closed_at_ns: None,
        reply: None,
        settled_by: None,
    }
}

/// The records that a command names, without those that cannot be: no key is longer than
/// [`KEY_BYTES`], and a command may hold anything.
fn records(command: &Command) -> impl Iterator<Item = RowKey> {
    let records = command.records().into_iter();
    records.filter(|record| record.key.len() <= KEY_BYTES)
}

/// The event that writes an entry.
#[must_use]
pub fn authorized(entry: JournalEntry, command: &Command) -> Event {
    Event::CommandAuthorized {
        entry,
        command: Blob(command::encode(command)),
    }
}

/// The event that closes an entry, with the beginning of the target's reply.
#[must_use]
pub fn ended(journal_id: u64, outcome: Outcome, reply: Option<&[u8]>) -> Event {
    let reply = reply.map(|bytes| Blob(bytes[..bytes.len().min(REPLY_BYTES)].to_vec()));
    Event::ExecutionEnded {
        journal_id,
        outcome,
        reply,
    }
}

/// Nothing was changed, for this reason.
#[must_use]
pub fn failed(reason: String) -> Outcome {
    Outcome::Failed {
        reason: cut(reason, REASON_BYTES),
    }
}

/// Whether the target acted is unknown, for this reason.
#[must_use]
pub fn quarantined(reason: String) -> Outcome {
    Outcome::Quarantined {
        reason: cut(reason, REASON_BYTES),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::registry::{AddDataCenterArgs, Gps};

    #[test]
    fn should_leave_out_records_that_cannot_be() {
        for (bytes, expected) in [(255, 1), (256, 0)] {
            let command = Command::AddDataCenter(AddDataCenterArgs {
                id: "z".repeat(bytes),
                name: "Example 1".into(),
                owner: "Example".into(),
                region: "Europe,CH,Example".into(),
                gps: Gps {
                    latitude_udeg: 0,
                    longitude_udeg: 0,
                },
            });
            assert_eq!(records(&command).count(), expected, "{bytes}");
        }
    }
}
