use super::{Facts, MAGIC};
use bonafide_types::{
    id::{OperatorId, ProviderId, SubnetId},
    registry::{ImportRow, NodeRole, NodeStatus},
};
use std::{collections::BTreeMap, fmt::Display};

pub(super) fn write(facts: &Facts, header: &str) -> String {
    let mut out = Lines(format!("{MAGIC}\n"));
    for line in header.lines() {
        out.0.push_str(&format!("# {line}\n"));
    }
    for (kind, job) in [
        ("network", &facts.network),
        ("declarations", &facts.declarations),
    ] {
        out.line(&[&"job", &kind, &job.source, &job.source_version]);
    }
    let mut places = Places::default();
    let rows = || facts.network.rows().iter();
    for row in rows() {
        shared(row, "provider", &mut places, &mut out);
    }
    for row in facts.declarations.rows() {
        shared(row, "declared", &mut places, &mut out);
    }
    for row in rows() {
        if let ImportRow::Operator {
            id,
            provider,
            dc_id,
        } = row
        {
            let provider = place(&places.providers, provider);
            out.line(&[
                &"operator",
                id,
                &provider,
                &place(&places.data_centers, dc_id),
            ]);
            rows().for_each(|row| node_of(*id, row, &places, &mut out));
        }
    }
    for row in facts.declarations.rows() {
        if let ImportRow::Declaration {
            provider,
            slug,
            nns_proposal,
            documents,
        } = row
        {
            let provider = place(&places.providers, provider);
            out.line(&[
                &"declaration",
                &provider,
                slug,
                &or_dash(nns_proposal.as_ref()),
            ]);
            for document in documents {
                out.line(&[
                    &"document",
                    &document.file,
                    &document.kind,
                    &document.sha256,
                ]);
            }
        }
    }
    out.0
}

/// Where each shared fact stands among its kind.
#[derive(Default)]
struct Places {
    data_centers: BTreeMap<String, usize>,
    providers: BTreeMap<ProviderId, usize>,
    subnets: BTreeMap<SubnetId, usize>,
}

struct Lines(String);

impl Lines {
    fn line(&mut self, fields: &[&dyn Display]) {
        let fields: Vec<String> = fields
            .iter()
            .map(|field| field.to_string().replace(['\t', '\n', '\r'], " "))
            .collect();
        self.0.push_str(&fields.join("\t"));
        self.0.push('\n');
    }
}

fn shared(row: &ImportRow, provider_line: &str, places: &mut Places, out: &mut Lines) {
    match row {
        ImportRow::DataCenter {
            id,
            name,
            owner,
            region,
            gps,
        } => {
            let latitude = or_dash(gps.map(|gps| gps.latitude_udeg).as_ref());
            let longitude = or_dash(gps.map(|gps| gps.longitude_udeg).as_ref());
            out.line(&[
                &"data-center",
                id,
                name,
                owner,
                region,
                &latitude,
                &longitude,
            ]);
            places
                .data_centers
                .insert(id.clone(), places.data_centers.len());
        }
        ImportRow::Provider { id, name } => {
            out.line(&[&provider_line, id, &or_dash(name.as_ref())]);
            places.providers.insert(*id, places.providers.len());
        }
        ImportRow::Subnet { id } => {
            out.line(&[&"subnet", id]);
            places.subnets.insert(*id, places.subnets.len());
        }
        _ => {}
    }
}

fn node_of(of: OperatorId, row: &ImportRow, places: &Places, out: &mut Lines) {
    if let ImportRow::Node {
        id,
        operator,
        role,
        status,
        ipv6,
        generation,
        subnet,
    } = row
        && *operator == of
    {
        let subnet = subnet
            .as_ref()
            .map_or_else(|| "-".into(), |id| place(&places.subnets, id));
        let generation = or_dash(generation.as_ref());
        out.line(&[
            &"node",
            id,
            ipv6,
            &role_word(*role),
            &status_word(*status),
            &generation,
            &subnet,
        ]);
    }
}

/// A reference; `?`, which no reader takes, when the fact referred to is missing.
fn place<K: Ord>(places: &BTreeMap<K, usize>, key: &K) -> String {
    places
        .get(key)
        .map_or_else(|| "?".into(), ToString::to_string)
}

fn or_dash<T: Display>(value: Option<&T>) -> String {
    value.map_or_else(|| "-".into(), ToString::to_string)
}

fn role_word(role: NodeRole) -> &'static str {
    match role {
        NodeRole::Replica => "replica",
        NodeRole::Unassigned => "spare",
        NodeRole::ApiBoundary => "api",
    }
}

fn status_word(status: NodeStatus) -> &'static str {
    match status {
        NodeStatus::Unknown => "unknown",
        NodeStatus::Up => "up",
        NodeStatus::Degraded => "degraded",
        NodeStatus::Down => "down",
    }
}
