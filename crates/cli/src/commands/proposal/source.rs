//! A command as it is given on the command line.

use crate::{command_text, error::CliError};
use bonafide_types::governance::Command;
use std::path::PathBuf;

/// A command in Candid, typed or in a file.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Given {
    /// The command in Candid: `variant { AddNeuron = record { ... } }`.
    #[arg(long, value_name = "CANDID", group = "action")]
    command: Option<String>,
    /// A file that holds it.
    #[arg(long, value_name = "FILE", group = "action")]
    command_file: Option<PathBuf>,
}

impl Given {
    /// The command, when one was given.
    pub(crate) fn read(&self) -> Result<Option<Command>, CliError> {
        match (&self.command, &self.command_file) {
            (Some(text), _) => command_text::parse(text).map(Some),
            (None, Some(path)) => command_text::parse(&text(path)?).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// The command, which must have been given.
    pub(crate) fn wanted(&self) -> Result<Command, CliError> {
        self.read()?
            .ok_or_else(|| CliError::usage("Usage", "give --command or --command-file"))
    }
}

/// A file's text.
pub(crate) fn text(path: &std::path::Path) -> Result<String, CliError> {
    std::fs::read_to_string(path).map_err(|error| CliError::file(path, error))
}
