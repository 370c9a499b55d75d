//! Figures against their limits and against the committed baseline.

use super::Latencies;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// By how much a figure may be above its baseline, in percent.
const TOLERANCE_PERCENT: u64 = 2;

/// One measured figure.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// What was measured.
    pub name: &'static str,
    /// Providers, and as many nodes, or neurons at which it was; 0 when that does not matter.
    pub size: u32,
    /// Instructions, or bytes where the name says so.
    pub value: u64,
    /// What it may be at most.
    pub limit: Option<u64>,
}

impl Figure {
    pub(super) fn new(name: &'static str, size: u32, value: u64, limit: Option<u64>) -> Self {
        Self {
            name,
            size,
            value,
            limit,
        }
    }

    fn key(&self) -> String {
        format!("{} @ {}", self.name, self.size)
    }
}

/// Everything that was measured on one engine.
#[derive(Debug, Serialize)]
pub struct Report {
    /// `local-ic` or `pocket-ic`; their meters differ, so each has its own baseline.
    pub engine: String,
    /// The figures.
    pub figures: Vec<Figure>,
    /// How long the engine took.
    pub latencies: Latencies,
}

/// Figures by engine, then by name and size.
pub type Baseline = BTreeMap<String, BTreeMap<String, u64>>;

impl Report {
    /// Puts these figures in place of the engine's old ones.
    pub fn write_baseline(&self, baseline: &mut Baseline) {
        let figures = self
            .figures
            .iter()
            .map(|figure| (figure.key(), figure.value));
        baseline
            .entry(self.engine.clone())
            .or_default()
            .extend(figures);
    }

    /// A table, and the complaints: limits and baselines that do not hold.
    #[must_use]
    pub fn judge(&self, baseline: &Baseline) -> (String, Vec<String>) {
        let known = baseline.get(&self.engine);
        let mut table = String::new();
        let mut complaints = Vec::new();
        let columns = ["figure", "size", "measured", "limit", "baseline"];
        row(&mut table, columns.map(str::to_owned));
        for figure in &self.figures {
            let before = known.and_then(|known| known.get(&figure.key())).copied();
            let shown = |value: Option<u64>| value.map_or_else(|| "-".into(), grouped);
            row(
                &mut table,
                [
                    figure.name.into(),
                    grouped(figure.size.into()),
                    grouped(figure.value),
                    shown(figure.limit),
                    shown(before),
                ],
            );
            if let Some(limit) = figure.limit.filter(|limit| figure.value > *limit) {
                complaints.push(format!(
                    "{}: {} is above {limit}",
                    figure.key(),
                    figure.value
                ));
            }
            let allowed = |before: u64| before + before * TOLERANCE_PERCENT / 100;
            if let Some(before) = before.filter(|before| figure.value > allowed(*before)) {
                complaints.push(format!(
                    "{}: {} is more than {TOLERANCE_PERCENT} % above the baseline {before}",
                    figure.key(),
                    figure.value
                ));
            }
        }
        if known.is_none() {
            let _ = writeln!(table, "There is no baseline for {}.", self.engine);
        }
        complaints.extend(self.growth());
        (table, complaints)
    }

    /// Updates that grow faster than the logarithm of the size.
    fn growth(&self) -> Vec<String> {
        let updates = [
            "update_provider_profile",
            "accept_declaration",
            "register_provider",
        ];
        let mut complaints = Vec::new();
        for name in updates {
            let at: Vec<_> = self
                .figures
                .iter()
                .filter(|figure| figure.name == name)
                .collect();
            for pair in at.windows(2) {
                let [small, large] =
                    [pair[0], pair[1]].map(|figure| (u64::from(figure.size.ilog2()), figure.value));
                if large.1 * small.0 > small.1 * large.0 {
                    complaints.push(format!(
                        "{name} grows faster than the logarithm: {} at {}, {} at {}",
                        pair[0].value, pair[0].size, pair[1].value, pair[1].size
                    ));
                }
            }
        }
        complaints
    }
}

fn row(table: &mut String, [name, size, value, limit, baseline]: [String; 5]) {
    // Writing into a text cannot fail.
    let _ = writeln!(
        table,
        "{name:<32} {size:>9} {value:>17} {limit:>17} {baseline:>17}"
    );
}

/// `1234567` as `1,234,567`.
fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(figures: Vec<Figure>) -> Report {
        let latencies = Latencies {
            instance_us: 0,
            update_us: 0,
            query_us: 0,
        };
        Report {
            engine: "e".into(),
            figures,
            latencies,
        }
    }

    fn complaints(value: u64, limit: Option<u64>, baseline: Option<u64>) -> usize {
        let figure = Figure::new("f", 100, value, limit);
        let known = baseline
            .map(|value| (figure.key(), value))
            .into_iter()
            .collect();
        let baseline = Baseline::from([("e".into(), known)]);
        report(vec![figure]).judge(&baseline).1.len()
    }

    #[test]
    fn a_figure_may_be_two_percent_above_its_baseline_and_not_above_its_limit() {
        assert_eq!(complaints(1_020, None, Some(1_000)), 0);
        assert_eq!(complaints(1_021, None, Some(1_000)), 1);
        assert_eq!(complaints(500, None, Some(1_000)), 0);
        assert_eq!(complaints(10, Some(10), None), 0);
        assert_eq!(complaints(11, Some(10), None), 1);
    }

    #[test]
    fn an_update_may_grow_with_the_logarithm() {
        let at = |size, value| Figure::new("accept_declaration", size, value, None);
        let judged = |large| {
            report(vec![at(128, 700), at(16_384, large)])
                .judge(&Baseline::new())
                .1
        };
        assert!(judged(1_400).is_empty());
        assert_eq!(judged(1_401).len(), 1);
    }

    #[test]
    fn digits_come_in_threes() {
        assert_eq!(
            [0, 999, 1_000, 1_234_567].map(grouped),
            ["0", "999", "1,000", "1,234,567"]
        );
    }
}
