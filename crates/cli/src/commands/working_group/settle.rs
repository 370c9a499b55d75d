use crate::{arguments::OutcomeName, commands::governed, context::Global, error::CliError};
use bonafide_types::{
    governance::Command,
    registry::{MotionTally, SettleWorkingGroupMotionArgs},
};

/// Record how a working group decided: by proposal, or directly as the governance principal.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: bonafide --identity me.pem working-group settle 0 --outcome adopted --tally 5,2,1 --neuron 1"
)]
pub(crate) struct Args {
    /// An open motion.
    id: u64,
    /// How.
    #[arg(long)]
    outcome: OutcomeName,
    /// Votes for, against and neither, where the group counted them.
    #[arg(long, value_name = "YES,NO,ABSTAIN", value_parser = parse_tally)]
    tally: Option<MotionTally>,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let call = SettleWorkingGroupMotionArgs {
        id: args.id,
        outcome: args.outcome.into(),
        tally: args.tally,
    };
    let command = Command::SettleWorkingGroupMotion(call);
    governed::run(&command, &args.governed, global).await
}

fn parse_tally(text: &str) -> Result<MotionTally, String> {
    let votes: Result<Vec<u32>, _> = text.split(',').map(str::parse).collect();
    match votes.as_deref() {
        Ok([yes, no, abstain]) => Ok(MotionTally {
            yes: *yes,
            no: *no,
            abstain: *abstain,
        }),
        _ => Err("give three numbers: yes,no,abstain".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_read_three_numbers_and_no_less() {
        let tally = parse_tally("5,2,1").unwrap();
        assert_eq!((tally.yes, tally.no, tally.abstain), (5, 2, 1));
        for text in ["", "5,2", "5,2,1,0", "5,2,x"] {
            assert!(parse_tally(text).is_err(), "{text}");
        }
    }
}
