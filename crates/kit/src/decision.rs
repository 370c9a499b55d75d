//! What a command decided, and the one way from there to a changed state or to plain words.

use crate::commit::{Aggregate, commit};
use crate::ctx::Ctx;
use crate::reply::refusal;
use bonafide_types::Validation;
use std::fmt::{Debug, Display};

/// What a command decided: the events to commit, and what the caller is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision<E, R> {
    /// The changes, in order; none when what was asked is so already.
    pub events: Vec<E>,
    /// The reply to the caller.
    pub reply: R,
}

impl<E, R> Decision<E, R> {
    /// A change.
    pub fn change(event: E, reply: R) -> Self {
        Self {
            events: vec![event],
            reply,
        }
    }

    /// Nothing to do: it is so already.
    pub fn unchanged(reply: R) -> Self {
        Self {
            events: Vec::new(),
            reply,
        }
    }
}

/// Runs a command: decides, then commits what was decided.
///
/// # Errors
/// The command's refusal; nothing is changed then.
pub fn execute<A: Aggregate, R, F>(
    state: &mut A,
    ctx: &Ctx,
    decide: impl FnOnce(&A, &Ctx) -> Result<Decision<A::Event, R>, F>,
) -> Result<R, F> {
    let Decision { events, reply } = decide(state, ctx)?;
    if !events.is_empty() {
        commit(state, ctx, events);
    }
    Ok(reply)
}

/// Runs a command's decision and says in plain words what it would do.
///
/// # Errors
/// The command's refusal in words, as [`refusal`] writes it.
pub fn validate<A: Aggregate, R, F: Debug + Display>(
    state: &A,
    ctx: &Ctx,
    decide: impl FnOnce(&A, &Ctx) -> Result<Decision<A::Event, R>, F>,
    in_words: impl Fn(&A, &A::Event) -> String,
) -> Validation {
    match decide(state, ctx) {
        Ok(Decision { events, .. }) if events.is_empty() => {
            Ok("Changes nothing: it is so already.".into())
        }
        Ok(Decision { events, .. }) => {
            let words: Vec<_> = events.iter().map(|event| in_words(state, event)).collect();
            Ok(words.join(" "))
        }
        Err(error) => Err(refusal(&error)),
    }
}
