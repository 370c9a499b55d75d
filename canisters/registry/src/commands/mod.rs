//! One file per update: what was asked becomes a [`Decision`], or a refusal.
//!
//! A command reads the state and cannot change it, so its `validate_` twin runs the very
//! same code. None of them knows the system: the caller and the time come in [`Ctx`].

pub mod begin_import;
pub mod import_page;

#[cfg(doc)]
use bonafide_kit::Ctx;

use crate::state::Event;

/// What a command decided: the event to commit, and what the caller is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision<R> {
    /// The change; absent when what was asked is so already.
    pub event: Option<Event>,
    /// The reply to the caller.
    pub reply: R,
}

impl<R> Decision<R> {
    /// A change.
    pub fn change(event: Event, reply: R) -> Self {
        Self {
            event: Some(event),
            reply,
        }
    }

    /// Nothing to do: it is so already.
    pub fn unchanged(reply: R) -> Self {
        Self { event: None, reply }
    }
}
