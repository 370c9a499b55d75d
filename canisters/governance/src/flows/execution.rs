//! The one way in which a command is executed, whatever authorised it.

use super::call::{Answer, call};
use super::place::{Place, Work};
use crate::commands::journal::{self, Authority};
use crate::commands::{own, refusal};
use crate::live::{self, Live};
use crate::state::{Event, State};
use bonafide_kit::{Ctx, commit};
use bonafide_types::governance::{
    Command, GovernanceError, JournalEntry, Outcome, Owner, Source, Spec,
};
use candid::Principal;
use ic_stable_structures::Memory;

/// How an execution begins: what is committed before anything else happens, and the call
/// that goes out then. Without a call it has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Opening {
    /// The journal entry.
    pub(super) journal_id: u64,
    /// What is committed.
    pub(super) events: Vec<Event>,
    /// The call.
    pub(super) call: Option<Outgoing>,
}

/// A call of a governed method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outgoing {
    /// The target.
    pub(super) canister: Principal,
    /// Its method.
    pub(super) method: &'static str,
    /// The Candid message.
    pub(super) args: Vec<u8>,
}

/// Authorises a command and begins its execution.
pub(super) fn authorize<M: Memory>(
    state: &State<M>,
    authority: Authority,
    command: &Command,
    ctx: &Ctx,
) -> Opening {
    let entry = journal::entry(state, authority, command, Outcome::Executing, ctx);
    let authorized = journal::authorized(entry.clone(), command);
    begin(state, &entry, authorized, command, ctx)
}

/// Begins the execution of the command of an adopted proposal; `None` when that was done.
/// While the council is no source of authority, the journal says so and nothing is executed:
/// what was adopted does not wait for the source to be switched on again.
pub(super) fn adopted<M: Memory>(state: &State<M>, proposal_id: u64, ctx: &Ctx) -> Option<Opening> {
    if !state.adopted.contains(&proposal_id) {
        return None;
    }
    let command = state.command(state.proposal(proposal_id)?.command_hash?)?;
    let authority = Authority::of(Source::Council, proposal_id);
    if state.settings().sources.council {
        return Some(authorize(state, authority, &command, ctx));
    }
    let source_off = GovernanceError::SourceOff {
        source_off: Source::Council,
    };
    let entry = journal::entry(state, authority, &command, Outcome::Executing, ctx);
    let outcome = journal::failed(refusal(&source_off));
    Some(Opening {
        journal_id: entry.id,
        events: vec![
            journal::authorized(entry.clone(), &command),
            journal::ended(entry.id, outcome, None),
        ],
        call: None,
    })
}

/// Begins the execution of an entry that waits; `None` when it does not.
pub(super) fn waiting<M: Memory>(state: &State<M>, journal_id: u64, ctx: &Ctx) -> Option<Opening> {
    let entry = state.journal_entry(journal_id)?;
    if entry.outcome != Outcome::Pending {
        return None;
    }
    let command = state.command(entry.command_hash)?;
    let begun = Event::ExecutionBegun { journal_id };
    Some(begin(state, &entry, begun, &command, ctx))
}

/// Governance's own commands begin and end in one commit; others begin with a call to the
/// canister that the entry names, and end at once when there is none to call.
fn begin<M: Memory>(
    state: &State<M>,
    entry: &JournalEntry,
    first: Event,
    command: &Command,
    ctx: &Ctx,
) -> Opening {
    let journal_id = entry.id;
    let begun = match command.spec().owner {
        Owner::Governance => {
            own::decide(state, command, journal_id, ctx).map_err(|error| refusal(&error))
        }
        Owner::Registry | Owner::Identity | Owner::Audits | Owner::Rewards => {
            match outgoing(entry, command, ctx) {
                Ok(call) => {
                    return Opening {
                        journal_id,
                        events: vec![first],
                        call: Some(call),
                    };
                }
                Err(reason) => Err(reason),
            }
        }
    };
    let (changes, outcome) = match begun {
        Ok(changes) => (changes, Outcome::Executed),
        Err(reason) => (Vec::new(), journal::failed(reason)),
    };
    let mut events = vec![first];
    events.extend(changes);
    events.push(journal::ended(journal_id, outcome, None));
    Opening {
        journal_id,
        events,
        call: None,
    }
}

/// The call of a command that another canister owns. An entry that names governance itself was
/// authorised when the suite did not have that canister.
fn outgoing(entry: &JournalEntry, command: &Command, ctx: &Ctx) -> Result<Outgoing, String> {
    let Spec { owner, method, .. } = command.spec();
    if entry.canister.0 == ctx.self_id {
        return Err(refusal(&journal::not_set(owner)));
    }
    let args = command.encode_args();
    Ok(Outgoing {
        canister: entry.canister.0,
        method,
        args: args.map_err(|error| format!("CallNotSent: {error}"))?,
    })
}

/// What an answer does to its entry. Nothing, when the entry was closed meanwhile: what was
/// said of it stands.
fn closing<M: Memory>(state: &State<M>, journal_id: u64, answer: &Answer) -> Option<Event> {
    if state.journal_entry(journal_id)?.outcome != Outcome::Executing {
        return None;
    }
    Some(match answer {
        Answer::Reply(bytes) => journal::ended(journal_id, Outcome::Executed, Some(bytes)),
        Answer::Refused(reason) => {
            journal::ended(journal_id, journal::failed(reason.clone()), None)
        }
        Answer::Unknown(reason) => {
            journal::ended(journal_id, journal::quarantined(reason.clone()), None)
        }
    })
}

/// Executes what `open` decides on the present state: commits its events, makes the call and
/// commits what became of it. Returns the journal entry as it is then.
///
/// # Errors
/// What `open` says; nothing is committed then. What goes wrong later is in the entry.
pub(super) async fn execute<E>(
    ctx: Ctx,
    open: impl FnOnce(&Live) -> Result<Opening, E>,
) -> Result<JournalEntry, E> {
    let (opened, call) = live::change(|state| {
        let opening = open(state)?;
        commit(state, &ctx, opening.events);
        let opened = state
            .journal_entry(opening.journal_id)
            .expect("BUG: an execution without a journal entry");
        Ok((opened, opening.call))
    })?;
    if let Some(outgoing) = call {
        Ok(make(opened, &outgoing, ctx).await)
    } else {
        Ok(opened)
    }
}

async fn make(opened: JournalEntry, outgoing: &Outgoing, ctx: Ctx) -> JournalEntry {
    let Outgoing {
        canister,
        method,
        args,
    } = outgoing;
    let journal_id = opened.id;
    let _place = Place::take(Work::Entry(journal_id));
    let answer = call(*canister, method, args).await;
    let ctx = ctx.later();
    live::change(|state| {
        if let Some(ended) = closing(state, journal_id, &answer) {
            commit(state, &ctx, [ended]);
        }
        state.journal_entry(journal_id).unwrap_or(opened)
    })
}

#[cfg(test)]
mod tests;
