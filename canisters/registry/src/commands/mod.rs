//! One file per update: what was asked becomes a [`Decision`], or a refusal.
//!
//! A command reads the state and cannot change it, so its `validate_` twin runs the very
//! same code. None of them knows the system: caller and time come in [`bonafide_kit::Ctx`].

pub mod accept_declaration;
pub mod add_data_center;
pub mod add_node_operator;
pub mod begin_import;
pub mod import_page;
pub mod in_words;
pub mod publish_declaration;
pub mod register_node;
pub mod register_provider;
#[cfg(test)]
pub(crate) mod testing;
pub mod update_provider_profile;

pub use bonafide_kit::reply::refusal;

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
