//! Results on standard output: tables for people, one JSON value for programs.

use crate::error::CliError;
use bonafide_types::{
    limits::SECOND_NS,
    registry::{NodeRole, NodeStatus},
};
use comfy_table::{ContentArrangement, Table, presets::UTF8_FULL_CONDENSED};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::io::{ErrorKind, IsTerminal, Write, stderr, stdout};
use time::{OffsetDateTime, macros::format_description};

/// How results are shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    pub(crate) json: bool,
    pub(crate) quiet: bool,
}

impl Output {
    /// Shows the result: `value` as JSON, or what `human` says.
    pub(crate) fn result<T: Serialize>(
        self,
        value: &T,
        human: impl FnOnce(&T) -> String,
    ) -> Result<(), CliError> {
        let text = if self.json {
            serde_json::to_string_pretty(value).map_err(|error| CliError::usage("Output", error))?
        } else if self.quiet {
            return Ok(());
        } else {
            human(value)
        };
        print(&text)
    }

    /// Says on standard error what is being done; not part of the result.
    pub(crate) fn note(self, text: &str) {
        if !self.quiet && !self.json {
            // Nothing is lost when nobody reads the notes.
            let _ = writeln!(stderr(), "{text}");
        }
    }

    /// A progress bar on standard error, hidden when that is no terminal.
    pub(crate) fn progress(self, length: u64, what: &str) -> ProgressBar {
        if self.quiet || self.json || !stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        bar.set_message(what.to_owned());
        bar
    }
}

/// Prints text and a line end; a reader that went away is no failure.
pub(crate) fn print(text: &str) -> Result<(), CliError> {
    let mut out = stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(CliError::usage("Output", error))
        }
        _ => Ok(()),
    }
}

/// A table as wide as the terminal allows.
pub(crate) fn table<const N: usize>(
    header: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> String {
    let mut table = Table::new();
    table
        .load_preset(UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(header);
    for row in rows {
        table.add_row(row);
    }
    table.to_string()
}

/// Names and values, one per line.
pub(crate) fn fields(fields: &[(&str, String)]) -> String {
    let width = fields
        .iter()
        .map(|(name, _)| name.len())
        .max()
        .unwrap_or_default();
    let lines: Vec<_> = fields
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name:width$}  {value}"))
        .collect();
    lines.join("\n")
}

/// `1 node`, `2 nodes`.
pub(crate) fn count(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

/// `2025-10-31 12:00:00 UTC`.
pub(crate) fn instant(ns: u64) -> String {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second] UTC");
    OffsetDateTime::from_unix_timestamp_nanos(ns.into())
        .ok()
        .and_then(|time| time.format(format).ok())
        .unwrap_or_else(|| format!("{ns} ns"))
}

/// The same, of seconds.
pub(crate) fn instant_s(seconds: u64) -> String {
    match seconds.checked_mul(SECOND_NS) {
        Some(ns) => instant(ns),
        None => format!("{seconds} s"),
    }
}

/// Empty text for nothing.
pub(crate) fn or_empty(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

pub(crate) fn role(role: NodeRole) -> &'static str {
    match role {
        NodeRole::Replica => "replica",
        NodeRole::Unassigned => "unassigned",
        NodeRole::ApiBoundary => "api boundary",
    }
}

pub(crate) fn status(status: NodeStatus) -> &'static str {
    match status {
        NodeStatus::Unknown => "unknown",
        NodeStatus::Up => "up",
        NodeStatus::Degraded => "degraded",
        NodeStatus::Down => "down",
    }
}
