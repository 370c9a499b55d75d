use crate::{
    arguments::{audits::read, instant},
    commands::governed,
    context::Global,
    error::CliError,
};
use bonafide_types::{
    governance::Command,
    registry::{SetSubnetPolicyArgs, SubnetRules},
};
use std::path::PathBuf;

const EXAMPLES: &str = r#"Examples:
  bonafide --identity me.pem subnet set-policy swiss --file rules.json --source 'An example' --effective-from 2027-01-01 --neuron 1
  bonafide subnet set-policy swiss --file rules.json --source 'An example' --validate

The file has all rules:
  {"min_size": 13, "max_size": 13, "byzantine_size": true,
   "caps": [{"dimension": "NodeProvider", "max": 1}, {"dimension": "DataCenter", "max": 1}],
   "special_caps": [{"dimension": "Area", "actor": "CH,Zurich", "min": 0, "max": 4}],
   "required_tags": ["CH"], "forbidden_tags": [],
   "shares": [{"tag": "US", "numerator": 1, "denominator": 3, "strict": true}],
   "sev": false, "healthy_removal_divisor": 6}"#;

/// Set what a kind of subnet asks of its members: by proposal, or directly as the governance
/// principal. All rules are given again. Subnets that exist keep their members.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The kind: 2 to 32 small letters, digits and `-`.
    kind: String,
    /// Its rules, JSON, as `subnet policies --json` has them under `rules`.
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
    /// Where they come from: a motion, a document.
    #[arg(long)]
    source: String,
    /// From when, in UTC; else at once.
    #[arg(long, value_name = "DATE", value_parser = instant)]
    effective_from: Option<u64>,
    #[command(flatten)]
    governed: governed::Options,
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let rules: SubnetRules = read(&args.file)?;
    let call = SetSubnetPolicyArgs {
        kind: args.kind,
        rules,
        source: args.source,
        effective_from_ns: args.effective_from,
    };
    governed::run(&Command::SetSubnetPolicy(call), &args.governed, global).await
}
