//! Nodes as a file says them. Ids and names are text and mean nothing but themselves.

use crate::{
    error::CliError,
    output,
    sources::csv::{Csv, CsvRow},
};
use bonafide_types::{id::Sha256Hash, registry::NodeStatus};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, path::Path};

const COLUMNS: [&str; 8] = [
    "node_id",
    "dc_id",
    "region",
    "owner",
    "node_operator_id",
    "node_provider_id",
    "status",
    "subnet_id",
];

/// Sets the hashes of nodes apart from all others: length, then words.
const NODES_DOMAIN: &[u8] = b"\x1fbonafide-decentralization-nodes";

/// A row.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) operator: String,
    pub(super) provider: String,
    pub(super) data_center: String,
    /// In small letters: files do not agree on capitals.
    pub(super) owner: String,
    /// `UK` is `GB`.
    pub(super) country: String,
    /// `CC,Area`: an area is one of its country.
    pub(super) area: String,
    pub(super) status: NodeStatus,
    pub(super) sev: Option<bool>,
    pub(super) subnet: Option<String>,
    /// Whether it is an API boundary node, which is in no subnet and no spare.
    pub(super) boundary: bool,
}

/// Reads a file of nodes, by id.
pub(super) fn read(path: &Path) -> Result<BTreeMap<String, Node>, CliError> {
    let csv = Csv::read(path, &COLUMNS)?;
    let mut nodes = BTreeMap::new();
    for row in csv.rows() {
        let id = row.text("node_id")?;
        if nodes.insert(id.to_owned(), node(row)?).is_some() {
            return Err(row.error("node_id", "this node stands above already"));
        }
    }
    if nodes.is_empty() {
        let file = path.display().to_string();
        let message = format!("{file}: there are no nodes");
        return Err(CliError::usage("Input", message).with("file", file));
    }
    Ok(nodes)
}

/// SHA-256 over the nodes in the order of their ids: ties are broken by it, and nobody can know
/// it before the nodes are as they are. The order of the rows does not matter.
pub(super) fn seed(nodes: &BTreeMap<String, Node>) -> Sha256Hash {
    let mut hash = Sha256::new()
        .chain_update(NODES_DOMAIN)
        .chain_update((nodes.len() as u64).to_be_bytes());
    for (id, node) in nodes {
        for field in [
            id.as_str(),
            &node.operator,
            &node.provider,
            &node.data_center,
            &node.owner,
            &node.country,
            &node.area,
            output::status(node.status),
            node.subnet.as_deref().unwrap_or_default(),
        ] {
            hash.update((field.len() as u64).to_be_bytes());
            hash.update(field);
        }
    }
    Sha256Hash(hash.finalize().into())
}

fn node(row: CsvRow<'_>) -> Result<Node, CliError> {
    let (country, area) = place(row)?;
    let subnet = row.optional("subnet_id").map(String::from);
    let boundary = is_boundary(row)?;
    if boundary && subnet.is_some() {
        let reason = "an API boundary node is in no subnet";
        return Err(row.error("subnet_id", reason));
    }
    Ok(Node {
        operator: row.text("node_operator_id")?.into(),
        provider: row.text("node_provider_id")?.into(),
        data_center: row.text("dc_id")?.into(),
        owner: owner_key(row.text("owner")?),
        area: format!("{country},{area}"),
        country: country.into(),
        status: status(row)?,
        sev: sev(row)?,
        subnet,
        boundary,
    })
}

/// The name under which an owner's data centres are counted together.
pub(super) fn owner_key(owner: &str) -> String {
    owner.trim().to_lowercase()
}

/// The code of a country as it is counted.
pub(super) fn country_key(code: &str) -> &str {
    match code {
        "UK" => "GB",
        code => code,
    }
}

/// Country and area of `Continent,CC,Area`.
fn place(row: CsvRow<'_>) -> Result<(&str, &str), CliError> {
    let region = row.text("region")?;
    let parts: Vec<_> = region.split(',').map(str::trim).collect();
    match parts[..] {
        [continent, country, area]
            if [continent, country, area]
                .iter()
                .all(|part| !part.is_empty()) =>
        {
            Ok((country_key(country), area))
        }
        _ => {
            let reason = format!("{region:?} is not Continent,CC,Area");
            Err(row.error("region", reason))
        }
    }
}

fn is_boundary(row: CsvRow<'_>) -> Result<bool, CliError> {
    match row.optional("node_type") {
        Some("API_BOUNDARY") => Ok(true),
        Some("REPLICA" | "UNASSIGNED") | None => Ok(false),
        Some(_) => Err(row.error("node_type", "must be REPLICA, UNASSIGNED or API_BOUNDARY")),
    }
}

fn status(row: CsvRow<'_>) -> Result<NodeStatus, CliError> {
    match row.optional("status") {
        Some("UP" | "UNASSIGNED") => Ok(NodeStatus::Up),
        Some("DEGRADED") => Ok(NodeStatus::Degraded),
        Some("DOWN") => Ok(NodeStatus::Down),
        Some("UNKNOWN") | None => Ok(NodeStatus::Unknown),
        Some(_) => Err(row.error(
            "status",
            "must be UP, DEGRADED, DOWN, UNASSIGNED or UNKNOWN, or empty",
        )),
    }
}

fn sev(row: CsvRow<'_>) -> Result<Option<bool>, CliError> {
    match row.optional("sev") {
        Some("true") => Ok(Some(true)),
        Some("false") => Ok(Some(false)),
        None => Ok(None),
        Some(_) => Err(row.error("sev", "must be true or false, or empty")),
    }
}
