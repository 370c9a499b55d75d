//! The `bonafide` command. See `README.md` for its JSON and exit codes.

mod answer;
mod approval;
mod arguments;
mod command_text;
mod commands;
mod context;
mod error;
mod identity;
mod management;
mod network;
mod output;
mod paging;
mod record;
mod secret;
mod sources;
mod words;

use clap::Parser;
use error::CliError;
use std::{io::Write, process::ExitCode};

/// Node providers, their declarations, data centres, operators and nodes, and the proposals
/// that govern them: read with proof, written with authority.
#[derive(Debug, Parser)]
#[command(name = "bonafide", version)]
#[command(
    after_help = "Exit codes: 0 done, 1 refused by a rule, 2 usage, 3 network, 4 verification failed."
)]
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
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
    {
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
    if error.use_stderr() {
        ExitCode::from(error::Exit::Usage as u8)
    } else {
        ExitCode::SUCCESS
    }
}

fn fail(error: &CliError, json: bool) -> ExitCode {
    let line = if json {
        error.to_json().to_string()
    } else {
        format!("error: {error}")
    };
    // The exit code still says what happened when nobody reads this.
    let _ = writeln!(std::io::stderr(), "{line}");
    ExitCode::from(error.exit as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{Command, CommandFactory};

    /// Every command that can be run, with its path.
    fn verbs(command: &Command, path: &str, into: &mut Vec<(String, String)>) {
        let path = format!("{path} {}", command.get_name());
        if command.get_subcommands().next().is_none() {
            let help = command.get_after_help().map(ToString::to_string);
            into.push((path, help.unwrap_or_default()));
            return;
        }
        for verb in command
            .get_subcommands()
            .filter(|verb| verb.get_name() != "help")
        {
            verbs(verb, &path, into);
        }
    }

    /// The words of a line as a shell reads them, as far as the examples need it.
    fn words(line: &str) -> Vec<String> {
        let mut words = Vec::new();
        for (at, part) in line.split('\'').enumerate() {
            if at % 2 == 1 {
                words.push(part.to_owned());
            } else {
                words.extend(part.split_whitespace().map(Into::into));
            }
        }
        words
    }

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_verb_has_examples_that_parse() {
        let mut found = Vec::new();
        verbs(&Cli::command(), "", &mut found);
        assert!(found.len() > 25, "{found:?}");
        for (path, help) in found {
            let examples: Vec<_> = help
                .match_indices("bonafide ")
                .map(|(at, _)| &help[at..])
                .collect();
            assert!(!examples.is_empty(), "{path} has no example");
            for example in examples {
                let end = example.find(['\n', '>', '&']).unwrap_or(example.len());
                let words = words(&example[..end]);
                assert!(Cli::try_parse_from(&words).is_ok(), "{path}: {words:?}");
            }
        }
    }
}
