use crate::{error::CliError, output};
use clap::CommandFactory;
use clap_complete::Shell;

/// Print a completion script.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide completions bash > ~/.local/share/bash-completion/completions/bonafide"
)]
pub(crate) struct Args {
    /// The shell.
    shell: Shell,
}

pub(crate) fn run(args: &Args) -> Result<(), CliError> {
    let mut script = Vec::new();
    clap_complete::generate(
        args.shell,
        &mut crate::Cli::command(),
        "bonafide",
        &mut script,
    );
    output::print(String::from_utf8_lossy(&script).trim_end())
}
