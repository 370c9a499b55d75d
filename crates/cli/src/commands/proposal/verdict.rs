//! What a proposal needs to pass, from its rules and its tally. Integers only.

use crate::output::instant_s;
use bonafide_policy::voting;
use bonafide_types::governance::{ProposalState, ProposalStatus, Rules, Tally};

/// `12.34 %`, rounded down; `-` of nothing.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    match (u128::from(part) * 10_000).checked_div(u128::from(whole)) {
        Some(bps) => format!("{}.{:02} %", bps / 100, bps % 100),
        None => "-".into(),
    }
}

/// `30 of 100 (30.00 %)`.
pub(crate) fn share(part: u64, whole: u64) -> String {
    format!("{part} of {whole} ({})", percent(part, whole))
}

/// Yes votes that decide at once, units.
fn to_adopt_at_once(total: u64, rules: &Rules) -> u128 {
    u128::from(total) * u128::from(rules.majority_bps) / 10_000 + 1
}

/// Yes votes wanted at the deadline, units.
fn quorum(total: u64, rules: &Rules) -> u128 {
    (u128::from(total) * u128::from(rules.quorum_bps)).div_ceil(10_000)
}

/// Where the proposal stands, in words.
pub(crate) fn verdict(state: &ProposalState, rules: &Rules) -> String {
    let tally = &state.latest_tally;
    match state.status {
        ProposalStatus::Open => open(tally, state.deadline_timestamp_seconds, rules),
        ProposalStatus::Rejected => "rejected".into(),
        ProposalStatus::Adopted => "adopted; its execution has not ended".into(),
        ProposalStatus::Executed => "adopted and executed".into(),
        ProposalStatus::Failed => "adopted; the execution failed and changed nothing".into(),
        ProposalStatus::Quarantined => {
            "adopted; whether it was executed is unknown, a SettleQuarantine proposal says".into()
        }
    }
}

fn open(tally: &Tally, deadline: u64, rules: &Rules) -> String {
    let (majority, total) = (rules.majority_bps, tally.total);
    let would = if voting::at_deadline(tally, rules) {
        "adopted"
    } else {
        "rejected"
    };
    format!(
        "in vote; adopted at once with {} of {total} units for it; at {} it needs {} units and \
         more than {}.{:02} % of the votes cast; as it stands it would be {would}",
        to_adopt_at_once(total, rules),
        instant_s(deadline),
        quorum(total, rules),
        majority / 100,
        majority % 100,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(quorum_bps: u32, majority_bps: u32) -> Rules {
        Rules {
            voting_period_seconds: 345_600,
            wait_for_quiet_seconds: 172_800,
            quorum_bps,
            majority_bps,
        }
    }

    fn tally(yes: u64, no: u64, total: u64) -> Tally {
        Tally {
            timestamp_seconds: 0,
            yes,
            no,
            total,
        }
    }

    #[test]
    fn should_show_percentages_rounded_down_and_without_overflow() {
        assert_eq!(percent(1, 3), "33.33 %");
        assert_eq!(percent(0, 0), "-");
        assert_eq!(percent(u64::MAX, u64::MAX), "100.00 %");
        assert_eq!(share(29_999, 1_000_000), "29999 of 1000000 (2.99 %)");
    }

    /// The figures are the least with which the rules of `voting` say yes.
    #[test]
    fn should_name_the_least_that_is_enough() {
        for (total, rules) in [
            (100, rules(300, 5_000)),
            (101, rules(300, 5_000)),
            (999, rules(2_000, 6_700)),
            (1, rules(1, 9_999)),
            (1_000_000_000_000_000_000, rules(2_000, 6_700)),
        ] {
            let least = u64::try_from(to_adopt_at_once(total, &rules)).unwrap();
            let early = |yes| voting::early(&tally(yes, 0, total), rules.majority_bps);
            assert_eq!(early(least), Some(true));
            assert_eq!(early(least - 1), None);
            let least = u64::try_from(quorum(total, &rules)).unwrap();
            assert!(voting::at_deadline(&tally(least, 0, total), &rules));
            assert!(!voting::at_deadline(&tally(least - 1, 0, total), &rules));
        }
    }

    #[test]
    fn should_say_what_an_open_proposal_needs() {
        let text = open(&tally(30, 40, 100), 0, &rules(300, 5_000));
        assert_eq!(
            text,
            "in vote; adopted at once with 51 of 100 units for it; at 1970-01-01 00:00:00 UTC it \
             needs 3 units and more than 50.00 % of the votes cast; as it stands it would be \
             rejected"
        );
    }
}
