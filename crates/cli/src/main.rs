//! The `bonafide` command. See `README.md` for its JSON and exit codes.

mod answer;
mod commands;
mod context;
mod error;
mod identity;
mod management;
mod network;
mod output;
mod sources;

use clap::Parser;
use error::CliError;
use std::{io::Write, process::ExitCode};

/// Node providers, their declarations, data centres, operators and nodes: read with proof,
/// written with authority.
#[derive(Debug, Parser)]
#[command(name = "bonafide", version, propagate_version = true)]
#[command(after_help = "Exit codes: 0 done, 1 refused by a rule, 2 usage, 3 network, 4 verification failed.")]
struct Cli {
    #[command(flatten)]
    global: context::Global,
    #[command(subcommand)]
    command: commands::Command,
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refuse_arguments(&error),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&CliError::usage("Runtime", error), cli.global.output().json),
    };
    match runtime.block_on(cli.command.run(&cli.global)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error, cli.global.output().json),
    }
}

/// Help and version go where they should; a wrong argument is one object under `--json`.
fn refuse_arguments(error: &clap::Error) -> ExitCode {
    if error.use_stderr() && std::env::args().any(|argument| argument == "--json") {
        let text = error.to_string();
        let line = text.lines().next().unwrap_or_default();
        let message = line.strip_prefix("error: ").unwrap_or(line);
        return fail(&CliError::usage("Usage", message), true);
    }
    // When nobody reads what is printed, nothing is left to say.
    let _ = error.print();
    if error.use_stderr() { ExitCode::from(error::Exit::Usage as u8) } else { ExitCode::SUCCESS }
}

fn fail(error: &CliError, json: bool) -> ExitCode {
    let line = if json { error.to_json().to_string() } else { format!("error: {error}") };
    // The exit code still says what happened when nobody reads this.
    let _ = writeln!(std::io::stderr(), "{line}");
    ExitCode::from(error.exit as u8)
}
