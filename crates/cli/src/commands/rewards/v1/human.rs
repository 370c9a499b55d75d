//! Rewards for people: who is paid what, who lost most, what to look at.

use super::{
    super::{ShownProblem, section},
    shown::{Shown, ShownAlert, ShownDay, ShownNode, ShownProvider},
};
use crate::output::table;
use std::cmp::Reverse;

/// Reduced nodes, and alerts, that are shown; JSON has all.
const SHOWN: usize = 20;

pub(super) fn human(shown: &Shown) -> String {
    let providers = shown
        .providers
        .iter()
        .map(|(id, provider)| row(id, provider));
    let providers = table(
        [
            "provider",
            "node days",
            "XDR permyriad",
            "slashed",
            "kept",
            "kept e8s",
        ],
        providers,
    );
    let problems: Vec<_> = shown.errors.iter().map(ShownProblem::human).collect();
    let alerts = at_most(shown.alerts.iter().map(alert), shown.alerts.len());
    format!(
        "{providers}{}{}{}",
        reduced(shown),
        section("Errors", &problems),
        section("Alerts", &alerts)
    )
}

fn row(id: &str, provider: &ShownProvider) -> [String; 6] {
    let node_days: usize = provider.days.iter().map(|day| day.nodes.len()).sum();
    [
        id.into(),
        node_days.to_string(),
        provider.total_xdr_permyriad.to_string(),
        provider.slashed_xdr_permyriad.to_string(),
        provider.kept_xdr_permyriad.to_string(),
        provider.kept_e8s.clone().unwrap_or_default(),
    ]
}

/// Those that failed most dearly.
fn reduced(shown: &Shown) -> String {
    let days = shown
        .providers
        .iter()
        .flat_map(|(id, provider)| provider.days.iter().map(move |day| (id, day)));
    let nodes = days.flat_map(|(id, day)| day.nodes.iter().map(move |node| (id, day, node)));
    let mut nodes: Vec<_> = nodes.filter(|(.., node)| !node.lost.is_zero()).collect();
    if nodes.is_empty() {
        return String::new();
    }
    nodes.sort_by_key(|(.., node)| Reverse(node.lost));
    let count = nodes.len();
    let rows = nodes.into_iter().take(SHOWN).map(reduced_row);
    let rows = table(
        [
            "date",
            "provider",
            "node",
            "failure rate",
            "reduction",
            "base",
            "paid",
        ],
        rows,
    );
    let heading = format!("Reduced: {} of {count} node days", count.min(SHOWN));
    section(&heading, &[rows])
}

fn reduced_row((id, day, node): (&String, &ShownDay, &ShownNode)) -> [String; 7] {
    let extrapolated = if node.extrapolated {
        " (extrapolated)"
    } else {
        ""
    };
    [
        day.date.clone(),
        id.clone(),
        node.node.clone(),
        format!("{}{extrapolated}", node.relative_failure_rate),
        node.reduction.clone(),
        node.base.clone(),
        node.adjusted.clone(),
    ]
}

fn alert(alert: &ShownAlert) -> String {
    let ShownAlert {
        kind,
        date,
        subnet,
        provider,
        nodes,
        original_failure_rate,
        reduction,
        ..
    } = alert;
    let provider = provider.as_deref().unwrap_or_default();
    let nodes = nodes.join(", ");
    match (original_failure_rate, reduction) {
        (Some(rate), Some(reduction)) => format!(
            "{date} {subnet}: {nodes} of {provider} failed at {rate}, which alone would cost {reduction}, and loses nothing: its subnet failed as much"
        ),
        _ if *kind == "NotPaid" => {
            format!("{date} {subnet}: {nodes} has metrics and is nobody's")
        }
        _ => format!("{date} {subnet}: {provider} has several nodes there: {nodes}"),
    }
}

/// The first of so many lines, and how many are left.
fn at_most(lines: impl Iterator<Item = String>, count: usize) -> Vec<String> {
    let mut shown: Vec<_> = lines.take(SHOWN).collect();
    if count > SHOWN {
        shown.push(format!("and {} more: --json shows all", count - SHOWN));
    }
    shown
}
