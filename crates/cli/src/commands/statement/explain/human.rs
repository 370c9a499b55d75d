//! How a statement came about, for people.

use super::{Line, Shown};
use crate::{
    commands::statement::show::described,
    output::{count, table},
};
use bonafide_policy::rewards::day::Day;
use bonafide_types::rewards::{Engine, NodeLine, StatementDay};

/// What the engine gave, what the statement says, and that both are the same.
pub(super) fn human(shown: &Shown, day: Option<Day>) -> String {
    let lines = match (shown.statement.engine, day) {
        (Engine::V0, _) => month(&shown.lines),
        (Engine::V1, None) => days(&shown.days),
        (Engine::V1, Some(day)) => one_day(&shown.days, day),
    };
    let total = &shown.total;
    let slices = count(shown.facts_hashes.len(), "slice");
    format!(
        "{lines}\nsum of the period: {total} XDR permyriad, rounded down once\n\n{}\n\nmade again on \
         this machine from the facts of {slices} with the certified hash, and the same",
        described(&shown.statement)
    )
}

fn month(lines: &[Line]) -> String {
    let header = [
        "operator",
        "region",
        "type",
        "nodes",
        "rate",
        "coefficient",
        "XDR permyriad",
    ];
    table(header, lines.iter().map(operator))
}

fn operator(line: &Line) -> [String; 7] {
    // Only nodes of the third type earn less one after the other.
    let coefficient = if line.reward_type.starts_with("type3") {
        format!("{} %", line.coefficient_percent)
    } else {
        String::new()
    };
    [
        line.operator.clone(),
        line.region.clone(),
        line.reward_type.clone(),
        line.nodes.to_string(),
        line.xdr_permyriad_per_month.to_string(),
        coefficient,
        line.xdr_permyriad.to_string(),
    ]
}

fn days(days: &[StatementDay]) -> String {
    let header = ["day", "nodes", "of them reduced", "XDR permyriad"];
    let list = table(header, days.iter().map(day));
    format!("{list}\n--day shows the nodes of a day")
}

fn day(day: &StatementDay) -> [String; 4] {
    let reduced = day.nodes.iter().filter(|node| node.reduction != "0");
    [
        Day(day.day).to_string(),
        day.nodes.len().to_string(),
        reduced.count().to_string(),
        day.adjusted.clone(),
    ]
}

fn one_day(days: &[StatementDay], asked: Day) -> String {
    let Some(day) = days.iter().find(|day| day.day == asked.0) else {
        return format!("the provider has no figures of {asked}");
    };
    let header = [
        "node",
        "region",
        "type",
        "subnet",
        "failed",
        "subnet failed",
        "counts as",
        "reduction",
        "base",
        "earned",
    ];
    let list = table(header, day.nodes.iter().map(node));
    format!(
        "{list}\n{asked}: {} XDR permyriad; nodes without metrics count as failing at {}",
        day.adjusted, day.extrapolated_failure_rate
    )
}

fn node(line: &NodeLine) -> [String; 10] {
    let [subnet, failed, subnet_failed] =
        line.measured
            .as_ref()
            .map_or_else(Default::default, |measured| {
                [
                    measured.subnet.clone(),
                    measured.original_failure_rate.clone(),
                    measured.subnet_failure_rate.clone(),
                ]
            });
    let extrapolated = if line.measured.is_none() {
        " (extrapolated)"
    } else {
        ""
    };
    [
        line.node.to_string(),
        line.region.clone(),
        line.reward_type.clone(),
        subnet,
        failed,
        subnet_failed,
        format!("{}{extrapolated}", line.failure_rate),
        line.reduction.clone(),
        line.base.clone(),
        line.adjusted.clone(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::{
        id::{NodeId, ProviderId, Sha256Hash},
        rewards::{Amounts, MeasuredLine, Statement},
    };
    use candid::Principal;

    fn line(reduction: &str, measured: bool) -> NodeLine {
        NodeLine {
            node: NodeId(Principal::anonymous()),
            region: "Europe,CH,Zurich".into(),
            reward_type: "type1".into(),
            measured: measured.then(|| MeasuredLine {
                subnet: "s1".into(),
                original_failure_rate: "0.7".into(),
                subnet_failure_rate: "0.25".into(),
                relative_failure_rate: "0.45".into(),
            }),
            failure_rate: "0.45".into(),
            reduction: reduction.into(),
            multiplier: "0.44".into(),
            base: "10000".into(),
            adjusted: "4400".into(),
        }
    }

    fn shown(engine: Engine) -> Shown {
        let provider = ProviderId(Principal::management_canister());
        let day = StatementDay {
            day: 20_089,
            extrapolated_failure_rate: "0.1125".into(),
            nodes: vec![line("0.56", true), line("0", false)],
            adjusted: "14400".into(),
        };
        let month = Line {
            operator: "o1".into(),
            region: "Africa,ZA,Cape Town".into(),
            reward_type: "type3".into(),
            nodes: 3,
            xdr_permyriad_per_month: 27_491_250,
            coefficient_percent: 98,
            xdr_permyriad: 80_835_271,
        };
        Shown {
            verified: true,
            period_id: 3,
            provider,
            statement: Statement {
                period_id: 3,
                provider,
                from_day: 20_089,
                to_day: 20_089,
                engine,
                input_hash: Sha256Hash([7; 32]),
                xdr_permyriad_per_icp: 35_000,
                nodes: 2,
                amounts: Some(Amounts {
                    gross_xdr_permyriad: 14_400,
                    kept_xdr_permyriad: 14_400,
                    gross_e8s: 41_142_857,
                    kept_e8s: 41_142_857,
                    above_maximum: false,
                }),
                faults: Vec::new(),
                penalties: Vec::new(),
            },
            facts_hashes: vec![Sha256Hash([8; 32])],
            maximum_provider_e8s: 9,
            total: "14400.5".into(),
            days: vec![day],
            lines: vec![month],
        }
    }

    #[test]
    fn should_say_that_the_statement_is_the_same() {
        let text = human(&shown(Engine::V1), None);
        for shown in ["--day", "14400.5 XDR permyriad", "1 slice", "and the same"] {
            assert!(text.contains(shown), "{shown}: {text}");
        }
    }

    #[test]
    fn should_show_each_day_in_a_line() {
        let row = day(&shown(Engine::V1).days[0]);
        assert_eq!(row, ["2025-01-01", "2", "1", "14400"]);
    }

    #[test]
    fn should_show_the_nodes_of_a_day() {
        let row = |line: &NodeLine| node(line)[3..].join("|");
        assert_eq!(row(&line("0.56", true)), "s1|0.7|0.25|0.45|0.56|10000|4400");
        assert_eq!(
            row(&line("0", false)),
            "|||0.45 (extrapolated)|0|10000|4400"
        );
        let text = human(&shown(Engine::V1), Some(Day(20_089)));
        assert!(text.contains("count as failing at 0.1125"), "{text}");
        let text = human(&shown(Engine::V1), Some(Day(20_090)));
        assert!(text.contains("no figures of 2025-01-02"), "{text}");
    }

    #[test]
    fn should_show_what_operators_earn_by_the_table() {
        let mut line = shown(Engine::V0).lines.remove(0);
        assert_eq!(operator(&line)[5..], ["98 %", "80835271"]);
        line.reward_type = "type1".into();
        assert_eq!(operator(&line)[5], "");
    }
}
