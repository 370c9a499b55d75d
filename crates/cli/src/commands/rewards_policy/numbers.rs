//! Numbers of the policy as people give them: each that is given replaces the one before.

use crate::arguments::rewards::penalty_class;
use bonafide_types::{
    audits::FindingClass,
    rewards::{Mode, PenaltyClass, PenaltyTable, Windows},
};
use clap::ValueEnum;

/// Names of whether penalties are enforced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ModeName {
    Enabled,
    LogOnly,
    Disabled,
}

impl From<ModeName> for Mode {
    fn from(name: ModeName) -> Self {
        match name {
            ModeName::Enabled => Self::Enabled,
            ModeName::LogOnly => Self::LogOnly,
            ModeName::Disabled => Self::Disabled,
        }
    }
}

/// For how long things last.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub(super) struct Times {
    /// Within which offences of a class are one.
    #[arg(long = "offence-days", value_name = "DAYS")]
    offence: Option<u32>,
    /// From the vote that freezes a case until time for its appeal runs.
    #[arg(long = "notice-days", value_name = "DAYS")]
    notice: Option<u32>,
    /// While a case can be appealed, 14 at least.
    #[arg(long = "appeal-days", value_name = "DAYS")]
    appeal: Option<u32>,
    /// Within which a vote must decide an appeal, 14 at least.
    #[arg(long = "decision-days", value_name = "DAYS")]
    decision: Option<u32>,
    /// While a case can be executed.
    #[arg(long = "execution-grace-days", value_name = "DAYS")]
    execution_grace: Option<u32>,
    /// From the deposit of a reward to its release; notice, appeal and execution fit into it.
    #[arg(long = "escrow-holdback-days", value_name = "DAYS")]
    escrow_holdback: Option<u32>,
    /// How far back what was earned is reached.
    #[arg(long = "escrow-horizon-days", value_name = "DAYS")]
    escrow_horizon: Option<u32>,
    /// For which evidence is taken; not more than what was earned is reached for.
    #[arg(long = "evidence-age-days", value_name = "DAYS")]
    evidence_age: Option<u32>,
    /// For which who left is liable; not less than what was earned is reached for.
    #[arg(long = "offboarded-liability-days", value_name = "DAYS")]
    offboarded_liability: Option<u32>,
}

impl Times {
    pub(super) fn on(self, base: Windows) -> Windows {
        Windows {
            offence_days: self.offence.unwrap_or(base.offence_days),
            notice_days: self.notice.unwrap_or(base.notice_days),
            appeal_days: self.appeal.unwrap_or(base.appeal_days),
            decision_days: self.decision.unwrap_or(base.decision_days),
            execution_grace_days: self.execution_grace.unwrap_or(base.execution_grace_days),
            escrow_holdback_days: self.escrow_holdback.unwrap_or(base.escrow_holdback_days),
            escrow_horizon_days: self.escrow_horizon.unwrap_or(base.escrow_horizon_days),
            evidence_age_days: self.evidence_age.unwrap_or(base.evidence_age_days),
            offboarded_liability_days: self
                .offboarded_liability
                .unwrap_or(base.offboarded_liability_days),
        }
    }
}

/// What a class costs at least, basis points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cost {
    class: PenaltyClass,
    bps: u32,
}

/// `node-absent=1000`.
pub(super) fn cost(text: &str) -> Result<Cost, String> {
    let (name, bps) = text
        .split_once('=')
        .ok_or("give class=bps, for example node-absent=1000")?;
    let class = penalty_class(name)?;
    let bps = bps.parse().map_err(|error| format!("{bps:?}: {error}"))?;
    Ok(Cost { class, bps })
}

impl Cost {
    /// Puts it into a table.
    pub(super) fn put(self, table: &mut PenaltyTable) {
        let place = match self.class {
            PenaltyClass::Found(FindingClass::NodeAbsent) => &mut table.node_absent_bps,
            PenaltyClass::Found(FindingClass::WrongLocation) => &mut table.wrong_location_bps,
            PenaltyClass::Found(FindingClass::WrongOwner) => &mut table.wrong_owner_bps,
            PenaltyClass::Found(FindingClass::WrongHardware) => &mut table.wrong_hardware_bps,
            PenaltyClass::Found(FindingClass::NoHandshake) => &mut table.no_handshake_bps,
            PenaltyClass::Found(FindingClass::OtherOperator) => &mut table.other_operator_bps,
            PenaltyClass::Found(FindingClass::EntryRefused) => &mut table.entry_refused_bps,
            PenaltyClass::FalseDeclaration => &mut table.false_declaration_bps,
            PenaltyClass::LateUpdate => &mut table.late_update_bps,
        };
        *place = self.bps;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_put_what_a_class_costs_in_its_place() {
        for class in PenaltyClass::ALL {
            let mut table = PenaltyTable::default();
            let before = table;
            cost(&format!("{}=77", class.name()))
                .unwrap()
                .put(&mut table);
            for other in PenaltyClass::ALL {
                let expected = if other == class {
                    77
                } else {
                    before.base_bps(other)
                };
                assert_eq!(table.base_bps(other), expected, "{class:?}, {other:?}");
            }
        }
    }

    #[test]
    fn should_refuse_what_is_no_cost() {
        for text in [
            "",
            "node-absent",
            "node-absent=",
            "node-absent=-1",
            "score=5",
            "=5",
        ] {
            assert!(cost(text).is_err(), "{text}");
        }
    }

    #[test]
    fn should_replace_the_times_that_are_given() {
        let base = Windows::default();
        assert_eq!(Times::default().on(base), base);
        let times = Times {
            appeal: Some(21),
            escrow_holdback: Some(70),
            ..Times::default()
        };
        let expected = Windows {
            appeal_days: 21,
            escrow_holdback_days: 70,
            ..base
        };
        assert_eq!(times.on(base), expected);
    }
}
