//! Rewards in JSON: decimals as exact text, e8s as text.

use super::super::ShownProblem;
use bonafide_policy::rewards::{
    settlement::{Settlement, Settlements},
    v1::{Alert, NodeDay, ProviderDay, ProviderRewards, Rewards, Type3Group},
};
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
pub(super) struct Shown {
    pub(super) providers: BTreeMap<String, ShownProvider>,
    pub(super) errors: Vec<ShownProblem>,
    pub(super) alerts: Vec<ShownAlert>,
}

#[derive(Serialize)]
pub(super) struct ShownProvider {
    pub(super) total_xdr_permyriad: u64,
    pub(super) kept_xdr_permyriad: u64,
    pub(super) slashed_xdr_permyriad: u64,
    /// These three are null without a rate.
    pub(super) e8s: Option<String>,
    pub(super) kept_e8s: Option<String>,
    pub(super) slashed_e8s: Option<String>,
    pub(super) days: Vec<ShownDay>,
}

#[derive(Serialize)]
pub(super) struct ShownDay {
    pub(super) date: String,
    extrapolated_failure_rate: String,
    /// What the nodes earn together.
    adjusted: String,
    type3: Vec<ShownGroup>,
    pub(super) nodes: Vec<ShownNode>,
}

#[derive(Serialize)]
struct ShownGroup {
    country: String,
    nodes: usize,
    average_rate: String,
    average_coefficient: String,
    base: String,
}

#[derive(Serialize)]
pub(super) struct ShownNode {
    pub(super) node: String,
    #[serde(rename = "type")]
    reward_type: String,
    region: String,
    /// Null, as are its rate and the node's own, when the node has no metrics.
    subnet: Option<String>,
    original_failure_rate: Option<String>,
    subnet_failure_rate: Option<String>,
    /// Above the subnet's, or extrapolated.
    pub(super) relative_failure_rate: String,
    pub(super) extrapolated: bool,
    pub(super) reduction: String,
    multiplier: String,
    pub(super) base: String,
    pub(super) adjusted: String,
    /// What the reduction takes, to find the greatest.
    #[serde(skip)]
    pub(super) lost: Decimal,
}

/// Fields that an alert of its kind does not have are left out.
#[derive(Serialize)]
pub(super) struct ShownAlert {
    pub(super) kind: &'static str,
    pub(super) date: String,
    pub(super) subnet: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) provider: Option<String>,
    pub(super) nodes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) original_failure_rate: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subnet_failure_rate: Option<String>,
    /// What the node's own failure rate would cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reduction: Option<String>,
}

/// Without zeros at its end.
pub(super) fn exact(decimal: Decimal) -> String {
    decimal.normalize().to_string()
}

impl Shown {
    pub(super) fn of(found: &Rewards, settled: &Settlements) -> Self {
        let providers = settled.providers.iter().filter_map(|(id, settlement)| {
            let rewards = found.providers.get(id)?;
            Some((id.to_string(), ShownProvider::of(rewards, settlement)))
        });
        Self {
            providers: providers.collect(),
            errors: ShownProblem::all(found.problems.iter().chain(&settled.problems)),
            alerts: found.alerts.iter().map(ShownAlert::of).collect(),
        }
    }
}

impl ShownProvider {
    fn of(rewards: &ProviderRewards, settlement: &Settlement) -> Self {
        let icp = settlement.icp;
        Self {
            total_xdr_permyriad: settlement.gross_xdr_permyriad,
            kept_xdr_permyriad: settlement.kept_xdr_permyriad,
            slashed_xdr_permyriad: settlement.slashed_xdr_permyriad(),
            e8s: icp.map(|icp| icp.gross_e8s.to_string()),
            kept_e8s: icp.map(|icp| icp.kept_e8s.to_string()),
            slashed_e8s: icp.map(|icp| icp.slashed_e8s().to_string()),
            days: rewards.days.iter().map(ShownDay::of).collect(),
        }
    }
}

impl ShownDay {
    fn of(day: &ProviderDay) -> Self {
        Self {
            date: day.day.to_string(),
            extrapolated_failure_rate: exact(day.extrapolated_failure_rate),
            adjusted: exact(day.adjusted),
            type3: day.type3.iter().map(ShownGroup::of).collect(),
            nodes: day.nodes.iter().map(ShownNode::of).collect(),
        }
    }
}

impl ShownGroup {
    fn of(group: &Type3Group) -> Self {
        Self {
            country: group.country.clone(),
            nodes: group.nodes,
            average_rate: exact(group.average_rate),
            average_coefficient: exact(group.average_coefficient),
            base: exact(group.base),
        }
    }
}

impl ShownNode {
    fn of(node: &NodeDay) -> Self {
        let measured = node.measured.as_ref();
        Self {
            node: node.node.to_string(),
            reward_type: node.reward_type.clone(),
            region: node.region.clone(),
            subnet: measured.map(|it| it.subnet.to_string()),
            original_failure_rate: measured.map(|it| exact(it.original_failure_rate)),
            subnet_failure_rate: measured.map(|it| exact(it.subnet_failure_rate)),
            relative_failure_rate: exact(node.failure_rate),
            extrapolated: measured.is_none(),
            reduction: exact(node.reduction),
            multiplier: exact(node.multiplier),
            base: exact(node.base),
            adjusted: exact(node.adjusted),
            lost: node.base - node.adjusted,
        }
    }
}

impl ShownAlert {
    fn of(alert: &Alert) -> Self {
        let kind = alert.kind();
        match alert {
            Alert::Shielded {
                day,
                subnet,
                node,
                provider,
                original_failure_rate,
                subnet_failure_rate,
                reduction,
            } => Self {
                kind,
                date: day.to_string(),
                subnet: subnet.to_string(),
                provider: Some(provider.to_string()),
                nodes: vec![node.to_string()],
                original_failure_rate: Some(exact(*original_failure_rate)),
                subnet_failure_rate: Some(exact(*subnet_failure_rate)),
                reduction: Some(exact(*reduction)),
            },
            Alert::SeveralInSubnet {
                day,
                subnet,
                provider,
                nodes,
            } => Self {
                kind,
                date: day.to_string(),
                subnet: subnet.to_string(),
                provider: Some(provider.to_string()),
                nodes: nodes.iter().map(ToString::to_string).collect(),
                original_failure_rate: None,
                subnet_failure_rate: None,
                reduction: None,
            },
            Alert::NotPaid { day, subnet, node } => Self {
                kind,
                date: day.to_string(),
                subnet: subnet.to_string(),
                provider: None,
                nodes: vec![node.to_string()],
                original_failure_rate: None,
                subnet_failure_rate: None,
                reduction: None,
            },
        }
    }
}
