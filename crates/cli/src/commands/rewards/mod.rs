//! What node providers earn. All of it is computed on this machine, by frozen versions of the
//! network's formulas.

mod case;
pub(crate) mod json;
mod v0;
mod v1;

use crate::{context::Global, error::CliError};
use bonafide_policy::rewards::problem::Problem;
use serde::Serialize;

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// The registry's rewards table alone.
    V0(v0::Args),
    /// The table, reduced for nodes that fail more than their subnets.
    V1(v1::Args),
}

impl Command {
    pub(crate) fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::V0(args) => v0::run(&args, global),
            Self::V1(args) => v1::run(&args, global),
        }
    }
}

/// What is wrong with a provider's records.
#[derive(Serialize)]
struct ShownProblem {
    provider: String,
    kind: &'static str,
    message: String,
    /// Whether the provider has no figure because of it.
    fatal: bool,
}

impl ShownProblem {
    fn all<'a>(problems: impl IntoIterator<Item = &'a Problem>) -> Vec<Self> {
        let shown = problems.into_iter().map(|problem| Self {
            provider: problem.provider.to_string(),
            kind: problem.fault.kind(),
            message: problem.fault.to_string(),
            fatal: problem.fault.is_fatal(),
        });
        shown.collect()
    }

    fn human(&self) -> String {
        let left_out = if self.fatal { " (left out)" } else { "" };
        format!("{}{left_out}: {}", self.provider, self.message)
    }
}

/// A heading and a line for each, after an empty line; nothing of nothing.
fn section(heading: &str, lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    format!("\n\n{heading}\n{}", lines.join("\n"))
}
