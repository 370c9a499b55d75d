//! Reads install and upgrade arguments strictly.
//!
//! Candid reads an optional value that does not fit as its absence, and passes over fields
//! that it does not know. A mistake in an argument would so be taken for silence: a batch
//! would vanish, a setting would stay or take its default. Here both are refused.

use candid::de::IDLDeserialize;
use candid::{CandidType, Reserved};
use serde::de::DeserializeOwned;

/// An optional part of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    name: &'static str,
    given: bool,
    read: bool,
}

impl Part {
    /// A part by its name: what the argument holds, fitting or not, and what was read of it.
    #[must_use]
    pub fn of<T>(name: &'static str, given: &Option<Reserved>, read: &Option<T>) -> Self {
        Self {
            name,
            given: given.is_some(),
            read: read.is_some(),
        }
    }
}

/// What an argument gives, whether or not it fits: the argument's type again with
/// [`Reserved`] for each field, and `#[serde(deny_unknown_fields)]`.
pub trait Given: CandidType + DeserializeOwned {
    /// What the argument is read as.
    type Args: CandidType + DeserializeOwned;

    /// The optional parts beside what was read; `None` when the two are not of one shape.
    fn parts(&self, args: &Self::Args) -> Option<Vec<Part>>;
}

/// Reads an argument.
///
/// # Errors
/// Why it cannot be read as a whole.
pub fn parse<G: Given>(bytes: &[u8]) -> Result<G::Args, String> {
    let args = candid::decode_one(bytes).map_err(|error| error.to_string())?;
    let given: G = candid::decode_one(bytes)
        .map_err(|error| format!("a field is not known or does not fit: {error}"))?;
    let parts = given.parts(&args);
    let parts = parts.ok_or("the argument cannot be read")?;
    match parts.iter().find(|part| part.given != part.read) {
        None => Ok(args),
        Some(Part { name, .. }) => Err(format!("{name} cannot be read")),
    }
}

/// Reads an upgrade argument: nothing, `null`, or what [`parse`] reads.
///
/// # Errors
/// The text to trap with, when it is something else.
pub fn parse_upgrade<G: Given>(bytes: &[u8]) -> Result<Option<G::Args>, String> {
    let refused = |reason| format!("UpgradeArgsExpected: {reason}");
    if bytes.is_empty() {
        return Ok(None);
    }
    let message = IDLDeserialize::new(bytes).map_err(|error| refused(error.to_string()))?;
    if message.is_done() || candid::decode_one::<()>(bytes).is_ok() {
        return Ok(None);
    }
    parse::<G>(bytes).map(Some).map_err(refused)
}
