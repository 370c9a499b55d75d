//! The journal.

use super::limit;
use crate::state::{State, key, numbers};
use bonafide_kit::page;
use bonafide_types::governance::{JournalEntry, JournalPage, ListJournalArgs};
use bonafide_types::limits::PAGE_SCAN;
use ic_stable_structures::Memory;

/// Longest owner in an index; no method's name comes near it.
const OWNER_BYTES: usize = 255;

/// Journal entries, newest first. By record, command and method they come from an index; by
/// source the table is read, 2,000 entries a call at most.
#[must_use]
pub fn list_journal<M: Memory>(state: &State<M>, args: &ListJournalArgs) -> JournalPage {
    let ListJournalArgs {
        before,
        limit: _,
        record,
        command_hash,
        method,
        source,
    } = args;
    if let Some(record) = record {
        indexed(state, args, state.journal_of_record(record, *before))
    } else if let Some(hash) = command_hash {
        let ids = numbers(&state.journal_by_command, &hash.0, *before);
        indexed(state, args, ids)
    } else if let Some(method) = method {
        if method.len() > OWNER_BYTES {
            return JournalPage::default();
        }
        let ids = numbers(&state.journal_by_method, method.as_bytes(), *before);
        indexed(state, args, ids)
    } else {
        let before = before.map(key);
        let rows = state
            .journal
            .before(before.as_ref().map(<[u8; 8]>::as_slice))
            .map(|(_, entry)| (entry.id, entry));
        take(args, rows, |entry| {
            source.is_none_or(|source| entry.source == source)
        })
    }
}

fn indexed<M: Memory>(
    state: &State<M>,
    args: &ListJournalArgs,
    ids: impl Iterator<Item = u64>,
) -> JournalPage {
    let rows = ids.filter_map(|id| Some((id, state.journal_entry(id)?)));
    take(args, rows, |_| true)
}

fn take(
    args: &ListJournalArgs,
    rows: impl Iterator<Item = (u64, JournalEntry)>,
    wanted: impl Fn(&JournalEntry) -> bool,
) -> JournalPage {
    let (entries, next) = page::collect(rows, limit(args.limit), PAGE_SCAN as usize, |_, entry| {
        wanted(&entry).then_some(entry)
    });
    JournalPage { entries, next }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::journal::{self, Authority};
    use crate::commands::testing::{SELF_ID, World};
    use bonafide_policy::command;
    use bonafide_types::governance::{AddNeuronArgs, ChangeNeuronArgs, Command, Outcome, Source};
    use bonafide_types::id::Caller;

    fn change_neuron(neuron_id: u64) -> Command {
        Command::ChangeNeuron(ChangeNeuronArgs {
            neuron_id,
            controller: None,
            voting_power: Some(7),
        })
    }

    fn add_neuron() -> Command {
        Command::AddNeuron(AddNeuronArgs {
            controller: Caller(SELF_ID),
            voting_power: 1,
        })
    }

    #[test]
    fn should_filter_by_record_command_method_and_source() {
        let mut world = World::new(&[1, 1]);
        let commands = [
            change_neuron(1),
            change_neuron(2),
            add_neuron(),
            change_neuron(1),
        ];
        for (n, command) in (1..).zip(&commands) {
            let source = if n % 2 == 1 {
                Source::Sns
            } else {
                Source::NnsMotion
            };
            let authority = Authority::of(source, n);
            let ctx = world.ctx(SELF_ID);
            let entry = journal::entry(&world.state, authority, command, Outcome::Pending, &ctx);
            world.record(vec![journal::authorized(entry, command)]);
        }
        let list = |args: ListJournalArgs| {
            let page = list_journal(&world.state, &args);
            let ids: Vec<_> = page.entries.iter().map(|entry| entry.id).collect();
            (ids, page.next)
        };
        let all = ListJournalArgs::default;
        assert_eq!(list(all()).0, [3, 2, 1, 0]);
        let page = ListJournalArgs {
            limit: Some(2),
            before: Some(3),
            ..all()
        };
        assert_eq!(list(page), (vec![2, 1], Some(1)));
        let by_record = ListJournalArgs {
            record: command_record(&change_neuron(1)),
            limit: Some(1),
            ..all()
        };
        assert_eq!(list(by_record), (vec![3], Some(3)));
        let by_command = ListJournalArgs {
            command_hash: Some(command::hash(&change_neuron(1))),
            ..all()
        };
        assert_eq!(list(by_command).0, [3, 0]);
        let by_method = |method: String| ListJournalArgs {
            method: Some(method),
            ..all()
        };
        assert_eq!(list(by_method("add_neuron".into())).0, [2]);
        assert_eq!(list(by_method("x".repeat(1_000))).0, [0; 0]);
        let by_source = ListJournalArgs {
            source: Some(Source::NnsMotion),
            ..all()
        };
        assert_eq!(list(by_source).0, [3, 1]);
    }

    fn command_record(command: &Command) -> Option<bonafide_types::certified::RowKey> {
        command.records().into_iter().next()
    }
}
