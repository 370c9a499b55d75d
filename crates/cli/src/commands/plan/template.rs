use crate::{context::Global, error::CliError};
use bonafide_types::audits::{PlanTerms, Team, WeightRule};

/// Print the terms of a plan to begin with, without a network: the file that `plan adopt
/// --terms` takes. It is the same with and without --json.
///
/// Amounts are e8s, shares basis points. 3 auditors visit most sites and 5 the critical ones;
/// a majority of them must report the same.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide plan template --name 'Spring 2027' > plan.json")]
pub(crate) struct Args {
    /// The plan's name.
    #[arg(long, default_value = "A sampling plan")]
    name: String,
    /// Sites to be drawn.
    #[arg(long, value_name = "N", default_value_t = 16)]
    sites: u32,
}

pub(crate) fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let terms = terms(args.name, args.sites);
    let text =
        serde_json::to_string_pretty(&terms).map_err(|error| CliError::usage("Output", error))?;
    global.output().result(&terms, |_| text)
}

/// A budget that holds all sites even when all are critical, and a tenth of them once more.
fn terms(name: String, sites: u32) -> PlanTerms {
    let team = |auditors, quorum| Team { auditors, quorum };
    let (fee_e8s, critical) = (250_000_000, team(5, 3));
    let audits_e8s = fee_e8s * u64::from(critical.auditors) * u64::from(sites);
    PlanTerms {
        name,
        weights: WeightRule::default(),
        sites,
        ordinary: team(3, 2),
        critical,
        notice_business_days: 7,
        window_business_days: 10,
        fee_e8s,
        budget_e8s: audits_e8s + audits_e8s / 9,
        reaudit_bps: 1_000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_hold_all_sites_beside_the_share_of_the_re_audits() {
        for sites in [9, 16, 1_000] {
            let terms = terms("n".into(), sites);
            let kept = terms.budget_e8s * u64::from(terms.reaudit_bps) / 10_000;
            let one_e8s = terms.fee_e8s * u64::from(terms.critical.auditors);
            let held = (terms.budget_e8s - kept) / one_e8s;
            assert_eq!(held, u64::from(sites));
        }
    }
}
