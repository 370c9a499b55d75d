//! Reward cases as they stand in files.

use super::json::At;
use crate::error::CliError;
use bonafide_policy::rewards::{
    day::Day,
    id::Id,
    settlement::Penalty,
    table::{Rate, RewardsTable},
    v0::Operator,
    v1::{DayFacts, NodeMetrics, Period, RewardableNode},
};
use std::{collections::BTreeMap, num::NonZeroU64};

fn id(at: &At<'_>) -> Result<Id, CliError> {
    at.text().map(Id::from)
}

fn table(at: &At<'_>) -> Result<RewardsTable, CliError> {
    let mut table = RewardsTable::default();
    for row in at.items()? {
        let region = row.field("region")?.text()?;
        let reward_type = row.field("type")?.text()?;
        let percent = row.optional("coefficient_percent")?;
        let rate = Rate {
            xdr_permyriad_per_month: row.field("xdr_permyriad_per_month")?.number()?,
            coefficient_percent: percent.map(|percent| percent.signed()).transpose()?,
        };
        if table.insert(region, reward_type, rate).is_some() {
            return Err(row.error("this region and type stand above already"));
        }
    }
    Ok(table)
}

/// `rewards_table`, where there is one.
fn optional_table(at: &At<'_>) -> Result<Option<RewardsTable>, CliError> {
    let found = at.optional("rewards_table")?;
    found.map(|at| table(&at)).transpose()
}

/// A case of version 0.
pub(super) fn month(root: &At<'_>) -> Result<(RewardsTable, Vec<Operator>), CliError> {
    let table = table(&root.field("rewards_table")?)?;
    let operators = root.field("operators")?;
    let operators = operators.items()?.map(|at| operator(&at));
    Ok((table, operators.collect::<Result<_, _>>()?))
}

fn operator(at: &At<'_>) -> Result<Operator, CliError> {
    let mut rewardable_nodes = BTreeMap::new();
    for (reward_type, count) in at.field("rewardable_nodes")?.entries()? {
        rewardable_nodes.insert(reward_type.into(), count.number()?);
    }
    Ok(Operator {
        operator: id(&at.field("operator")?)?,
        provider: id(&at.field("provider")?)?,
        region: at.field("region")?.text()?.into(),
        rewardable_nodes,
    })
}

/// A case of version 1.
pub(super) struct Case {
    pub(super) period: Period,
    pub(super) penalties: Vec<Penalty>,
    /// None converts nothing.
    pub(super) xdr_permyriad_per_icp: Option<NonZeroU64>,
}

impl Case {
    pub(super) fn of(root: &At<'_>) -> Result<Self, CliError> {
        let days = root.field("days")?;
        let days = days.items()?.map(|at| day(&at));
        let period = Period {
            table: optional_table(root)?,
            days: days.collect::<Result<_, _>>()?,
        };
        let mut penalties = Vec::new();
        if let Some(list) = root.optional("penalties")? {
            for at in list.items()? {
                penalties.push(penalty(&at)?);
            }
        }
        let rate = root.optional("xdr_permyriad_per_icp")?;
        let rate = rate.map(|at| {
            let rate = NonZeroU64::new(at.number()?);
            rate.ok_or_else(|| at.error("must not be 0"))
        });
        Ok(Self {
            period,
            penalties,
            xdr_permyriad_per_icp: rate.transpose()?,
        })
    }
}

fn day(at: &At<'_>) -> Result<DayFacts, CliError> {
    let date = at.field("date")?;
    let day: Day = date.text()?.parse().map_err(|error| date.error(error))?;
    let subnets = at.optional("subnets")?;
    let subnets = subnets.map(|at| {
        let subnets = at.entries()?.map(|(subnet, at)| {
            let rows = at.items()?.map(|at| metrics(&at));
            Ok((Id::from(subnet), rows.collect::<Result<_, _>>()?))
        });
        subnets.collect::<Result<_, CliError>>()
    });
    let nodes = at.field("nodes")?;
    let nodes = nodes.items()?.map(|at| node(&at));
    Ok(DayFacts {
        day,
        table: optional_table(at)?,
        subnets: subnets.transpose()?,
        nodes: nodes.collect::<Result<_, _>>()?,
    })
}

fn metrics(at: &At<'_>) -> Result<NodeMetrics, CliError> {
    Ok(NodeMetrics {
        node: id(&at.field("node")?)?,
        proposed: at.field("proposed")?.number()?,
        failed: at.field("failed")?.number()?,
    })
}

fn node(at: &At<'_>) -> Result<RewardableNode, CliError> {
    Ok(RewardableNode {
        node: id(&at.field("node")?)?,
        provider: id(&at.field("provider")?)?,
        region: at.field("region")?.text()?.into(),
        reward_type: at.field("type")?.text()?.into(),
    })
}

fn penalty(at: &At<'_>) -> Result<Penalty, CliError> {
    let node = at.optional("node")?;
    Ok(Penalty {
        id: at.field("id")?.text()?.into(),
        provider: id(&at.field("provider")?)?,
        node: node.map(|at| id(&at)).transpose()?,
        bps: at.field("bps")?.number()?,
    })
}
