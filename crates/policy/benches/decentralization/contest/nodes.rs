//! Nodes of a CSV file, one a line, by the columns that its first line names.

use super::NodeRow;
use bonafide_types::registry::NodeStatus;

const COLUMNS: [&str; 8] = [
    "node_operator_id",
    "node_provider_id",
    "dc_id",
    "owner",
    "region",
    "node_type",
    "status",
    "subnet_id",
];

/// Reads all nodes but boundary nodes.
pub(crate) fn read(csv: &str) -> Result<Vec<NodeRow>, String> {
    let mut lines = (1_u32..).zip(csv.lines());
    let (_, head) = lines.next().ok_or("the file is empty")?;
    let head = cells(head);
    let mut places = [0; COLUMNS.len()];
    for (place, name) in places.iter_mut().zip(COLUMNS) {
        let found = head.iter().position(|column| column == name);
        *place = found.ok_or_else(|| format!("there is no column {name}"))?;
    }
    let mut nodes = Vec::new();
    for (number, line) in lines {
        let node = node(&cells(line), places).map_err(|why| format!("line {number}: {why}"))?;
        nodes.extend(node);
    }
    Ok(nodes)
}

/// The node of a line; `None` for a boundary node.
fn node(line: &[String], places: [usize; COLUMNS.len()]) -> Result<Option<NodeRow>, String> {
    let mut found = Vec::new();
    for place in places {
        let cell = line.get(place).ok_or("it is too short")?;
        found.push(cell.trim());
    }
    let [
        operator,
        provider,
        data_center,
        owner,
        region,
        role,
        status,
        subnet,
    ] = found[..]
    else {
        return Err("it is too short".into());
    };
    let mut region = region.split(',').skip(1);
    let mut part = || region.next().unwrap_or_default().trim();
    let (country, area) = (part(), part());
    let subnet = match role {
        "API_BOUNDARY" => return Ok(None),
        "REPLICA" => Some(subnet.into()),
        "UNASSIGNED" => None,
        other => return Err(format!("a node of type {other}")),
    };
    let status = match status {
        "UP" => NodeStatus::Up,
        "DEGRADED" => NodeStatus::Degraded,
        "DOWN" => NodeStatus::Down,
        _ => NodeStatus::Unknown,
    };
    Ok(Some(NodeRow {
        operator: operator.into(),
        provider: provider.into(),
        data_center: data_center.into(),
        owner: owner.into(),
        area: area.into(),
        // As the network writes it, and as ISO 3166 does.
        country: if country == "UK" { "GB" } else { country }.into(),
        status,
        subnet,
    }))
}

/// The cells of a line. Commas between quotation marks separate nothing.
fn cells(line: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    cells.push(cell);
    cells
}
