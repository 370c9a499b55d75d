//! The sites of a network from a file of nodes.

use crate::{error::CliError, sources::csv::Csv};
use bonafide_audits::domain::policy::default_policy;
use bonafide_policy::sampling::weight;
use bonafide_types::{
    audits::{Criticality, SiteId, WeightRule},
    id::{NodeId, ProviderId, SubnetId},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// One provider's nodes in one data centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Site {
    /// The class of its most critical node.
    pub(super) criticality: Criticality,
    pub(super) nodes: u32,
}

impl Site {
    /// What its class weighs by the default rule. Visits, alerts and stamps are not in a file
    /// of nodes.
    pub(super) fn weight(self) -> u64 {
        weight::base(&WeightRule::default(), self.criticality).into()
    }
}

/// Reads the sites of a file of nodes, by name. Which subnets are critical is what the audits
/// canister begins with.
pub(super) fn sites(path: &Path) -> Result<BTreeMap<String, Site>, CliError> {
    let critical: BTreeMap<_, _> = default_policy()
        .critical_subnets
        .into_iter()
        .map(|row| (row.subnet, row.criticality))
        .collect();
    let csv = Csv::read(path, &["node_id", "dc_id", "node_provider_id", "subnet_id"])?;
    let mut seen = BTreeSet::new();
    let mut sites = BTreeMap::new();
    for row in csv.rows() {
        if !seen.insert(NodeId(row.parse("node_id")?)) {
            return Err(row.error("node_id", "this node stands above already"));
        }
        let id = SiteId {
            dc_id: row.text("dc_id")?.into(),
            provider: ProviderId(row.parse("node_provider_id")?),
        };
        let criticality = match row.optional("subnet_id") {
            Some(_) => {
                let subnet = SubnetId(row.parse("subnet_id")?);
                let class = critical.get(&subnet).copied();
                class.unwrap_or(Criticality::Application)
            }
            None => Criticality::Spare,
        };
        let site = sites.entry(id.to_string()).or_insert(Site {
            criticality,
            nodes: 0,
        });
        // Classes are in order, the most critical one first.
        site.criticality = site.criticality.min(criticality);
        site.nodes += 1;
    }
    if sites.is_empty() {
        let message = format!("{}: there are no nodes", path.display());
        return Err(CliError::usage("Input", message).with("file", path.display().to_string()));
    }
    Ok(sites)
}
