//! Files that imports are made from.

mod csv;
pub(crate) mod declarations;
mod manifest;
pub(crate) mod network;

use crate::error::CliError;
use bonafide_client::import::facts::Facts;
use std::path::Path;

/// Reads a compact facts file.
pub(crate) fn facts(path: &Path) -> Result<Facts, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, error))?;
    Facts::read(&text).map_err(|error| CliError::facts(path, &error))
}
