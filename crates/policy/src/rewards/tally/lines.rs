//! What stands beside the sums: a provider's day line by line, and alerts in words.

use super::principal;
use crate::rewards::v1::{Alert, Measured, NodeDay, ProviderDay};
use bonafide_types::id::{NodeId, ProviderId};
use bonafide_types::rewards::{MeasuredLine, NodeLine, RewardAlert, StatementDay};
use rust_decimal::Decimal;

/// A provider's day, each figure exact and without zeros at its end.
#[must_use]
pub fn lines(day: &ProviderDay) -> StatementDay {
    let mut nodes: Vec<_> = day.nodes.iter().filter_map(line).collect();
    nodes.sort_by_key(|line| line.node);
    StatementDay {
        day: day.day.0,
        extrapolated_failure_rate: exact(day.extrapolated_failure_rate),
        nodes,
        adjusted: exact(day.adjusted),
    }
}

fn line(node: &NodeDay) -> Option<NodeLine> {
    let measured = node.measured.as_ref();
    Some(NodeLine {
        node: principal(&node.node).map(NodeId)?,
        region: node.region.clone(),
        reward_type: node.reward_type.clone(),
        measured: measured.map(measured_line),
        failure_rate: exact(node.failure_rate),
        reduction: exact(node.reduction),
        multiplier: exact(node.multiplier),
        base: exact(node.base),
        adjusted: exact(node.adjusted),
    })
}

fn measured_line(measured: &Measured) -> MeasuredLine {
    MeasuredLine {
        subnet: measured.subnet.to_string(),
        original_failure_rate: exact(measured.original_failure_rate),
        subnet_failure_rate: exact(measured.subnet_failure_rate),
        relative_failure_rate: exact(measured.relative_failure_rate),
    }
}

/// An alert in words.
pub(super) fn alert(alert: &Alert) -> RewardAlert {
    let (day, provider, nodes, text) = match alert {
        Alert::Shielded {
            day,
            subnet,
            node,
            provider,
            original_failure_rate,
            subnet_failure_rate,
            reduction,
        } => {
            let text = format!(
                "failed at {}, which alone would cost {}, and loses nothing: subnet {subnet} failed at {}",
                exact(*original_failure_rate),
                exact(*reduction),
                exact(*subnet_failure_rate)
            );
            (day, Some(provider), std::slice::from_ref(node), text)
        }
        Alert::SeveralInSubnet {
            day,
            subnet,
            provider,
            nodes,
        } => {
            let count = nodes.len();
            let text = format!("{count} nodes of one provider are in subnet {subnet}");
            (day, Some(provider), &nodes[..], text)
        }
        Alert::NotPaid { day, subnet, node } => {
            let text = format!("has metrics in subnet {subnet} and is nobody's");
            (day, None, std::slice::from_ref(node), text)
        }
    };
    RewardAlert {
        day: day.0,
        kind: alert.kind().into(),
        provider: provider.and_then(principal).map(ProviderId),
        nodes: nodes.iter().filter_map(principal).map(NodeId).collect(),
        text,
    }
}

/// Without zeros at its end.
fn exact(decimal: Decimal) -> String {
    decimal.normalize().to_string()
}
