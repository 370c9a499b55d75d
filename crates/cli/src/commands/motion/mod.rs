mod execute;
mod explain;
mod template;

use crate::{context::Global, error::CliError};

#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Print the text of an NNS motion that carries a command.
    Template(template::Args),
    /// Say what a motion's text would do.
    Explain(explain::Args),
    /// Execute the command of an adopted NNS motion.
    Execute(execute::Args),
}

impl Command {
    pub(crate) async fn run(self, global: &Global) -> Result<(), CliError> {
        match self {
            Self::Template(args) => template::run(&args, global).await,
            Self::Explain(args) => explain::run(&args, global).await,
            Self::Execute(args) => execute::run(&args, global).await,
        }
    }
}
