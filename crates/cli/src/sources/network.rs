//! The network from CSV files: a node snapshot, and what describes it further.

use super::csv::{Csv, CsvRow};
use crate::error::CliError;
use bonafide_client::import::Job;
use bonafide_types::{
    id::{NodeId, OperatorId, ProviderId, SubnetId},
    registry::{Gps, ImportRow, NodeRole, NodeStatus},
};
use candid::Principal;
use std::{collections::BTreeMap, net::Ipv6Addr, path::PathBuf};

/// CSV files that describe the network.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct NetworkFiles {
    /// Nodes: `node_id,dc_id,region,owner,ip_address,node_operator_id,node_provider_id,node_type,status`
    /// and, when known, `node_hardware_generation,subnet_id`.
    #[arg(long, value_name = "CSV")]
    nodes: PathBuf,
    /// Data centres: `dc_id,dc_name,owner,region`; else what the nodes say of them.
    #[arg(long, value_name = "CSV")]
    data_centers: Option<PathBuf>,
    /// Coordinates: `dc_id,latitude,longitude` in degrees.
    #[arg(long, value_name = "CSV")]
    gps: Option<PathBuf>,
    /// Operators: `node_operator_id,node_provider_id,dc_id` and, when known,
    /// `node_provider_name`.
    #[arg(long, value_name = "CSV")]
    operators: Option<PathBuf>,
    /// Which state of the network this is, for example 2025-10-31.
    #[arg(long, value_name = "TEXT")]
    source_version: String,
    /// What is imported, with its publisher.
    #[arg(long, value_name = "TEXT", default_value = "network")]
    source: String,
}

#[derive(Default)]
struct Network {
    data_centers: BTreeMap<String, ImportRow>,
    providers: BTreeMap<ProviderId, Option<String>>,
    operators: BTreeMap<OperatorId, (ProviderId, String)>,
    nodes: BTreeMap<NodeId, ImportRow>,
    addresses: BTreeMap<Ipv6Addr, NodeId>,
    subnets: BTreeMap<SubnetId, ()>,
}

impl NetworkFiles {
    pub(crate) fn job(&self) -> Result<Job, CliError> {
        let mut network = Network::default();
        if let Some(path) = &self.data_centers {
            let csv = Csv::read(path, &["dc_id", "dc_name", "owner", "region"])?;
            csv.rows().try_for_each(|row| network.data_center(row))?;
        }
        if let Some(path) = &self.operators {
            let csv = Csv::read(path, &["node_operator_id", "node_provider_id", "dc_id"])?;
            csv.rows().try_for_each(|row| network.operator(row))?;
        }
        let columns = [
            "node_id",
            "dc_id",
            "region",
            "owner",
            "ip_address",
            "node_operator_id",
            "node_provider_id",
            "node_type",
            "status",
        ];
        let csv = Csv::read(&self.nodes, &columns)?;
        csv.rows().try_for_each(|row| network.node(row))?;
        if let Some(path) = &self.gps {
            let csv = Csv::read(path, &["dc_id", "latitude", "longitude"])?;
            csv.rows().try_for_each(|row| network.coordinates(row))?;
        }
        Ok(Job::new(&self.source, &self.source_version, network.rows()))
    }
}

impl Network {
    fn data_center(&mut self, row: CsvRow<'_>) -> Result<(), CliError> {
        let id = row.text("dc_id")?;
        let fact = data_center(row, id, row.text("dc_name")?)?;
        match self.data_centers.insert(id.into(), fact) {
            None => Ok(()),
            Some(_) => Err(row.error("dc_id", "this data centre stands above already")),
        }
    }

    fn operator(&mut self, row: CsvRow<'_>) -> Result<(), CliError> {
        let id = OperatorId(row.parse("node_operator_id")?);
        let provider = ProviderId(row.parse("node_provider_id")?);
        let dc_id = row.text("dc_id")?;
        let known = self.providers.entry(provider).or_default();
        if let Some(name) = row.optional("node_provider_name") {
            *known = Some(name.into());
        }
        let (of, at) = self
            .operators
            .entry(id)
            .or_insert_with(|| (provider, dc_id.into()));
        row.checked(
            ImportRow::Operator {
                id,
                provider,
                dc_id: dc_id.into(),
            },
            &[("id", "node_operator_id")],
        )?;
        if *of != provider {
            return Err(row.error("node_provider_id", format!("operator {id} is of {of}")));
        }
        if at != dc_id {
            return Err(row.error("dc_id", format!("operator {id} is at {at}")));
        }
        Ok(())
    }

    fn node(&mut self, row: CsvRow<'_>) -> Result<(), CliError> {
        self.operator(row)?;
        let dc_id = row.text("dc_id")?;
        let seen = data_center(row, dc_id, dc_id)?;
        let known = self
            .data_centers
            .entry(dc_id.into())
            .or_insert_with(|| seen.clone());
        if let (ImportRow::DataCenter { region, .. }, ImportRow::DataCenter { region: given, .. }) =
            (&*known, &seen)
            && region != given
        {
            let reason = format!("data centre {dc_id} stands in {region:?}");
            return Err(row.error("region", reason));
        }
        let subnet = match row.optional("subnet_id") {
            Some(_) => Some(SubnetId(row.parse("subnet_id")?)),
            None => None,
        };
        if let Some(id) = subnet {
            self.subnets.insert(id, ());
        }
        let ipv6: Ipv6Addr = row.parse("ip_address")?;
        let id = NodeId(row.parse::<Principal>("node_id")?);
        let node = ImportRow::Node {
            id,
            operator: OperatorId(row.parse("node_operator_id")?),
            role: role(row)?,
            status: status(row)?,
            ipv6: ipv6.to_string(),
            generation: row
                .optional("node_hardware_generation")
                .filter(|name| *name != "GenUnknown")
                .map(Into::into),
            subnet,
        };
        let node = row.checked(
            node,
            &[
                ("id", "node_id"),
                ("ipv6", "ip_address"),
                ("generation", "node_hardware_generation"),
                ("subnet", "subnet_id"),
            ],
        )?;
        if self.nodes.insert(id, node).is_some() {
            return Err(row.error("node_id", "this node stands above already"));
        }
        match self.addresses.insert(ipv6, id) {
            None => Ok(()),
            Some(other) => Err(row.error("ip_address", format!("{ipv6} is that of {other}"))),
        }
    }

    fn coordinates(&mut self, row: CsvRow<'_>) -> Result<(), CliError> {
        let given = Gps {
            latitude_udeg: micro_degrees(row, "latitude", 90)?,
            longitude_udeg: micro_degrees(row, "longitude", 180)?,
        };
        // Coordinates of data centres that the network does not use are no concern.
        if let Some(ImportRow::DataCenter { gps, .. }) =
            self.data_centers.get_mut(row.text("dc_id")?)
        {
            *gps = Some(given);
        }
        Ok(())
    }

    fn rows(self) -> Vec<ImportRow> {
        let providers = self
            .providers
            .into_iter()
            .map(|(id, name)| ImportRow::Provider { id, name });
        let operators =
            self.operators
                .into_iter()
                .map(|(id, (provider, dc_id))| ImportRow::Operator {
                    id,
                    provider,
                    dc_id,
                });
        let subnets = self.subnets.into_keys().map(|id| ImportRow::Subnet { id });
        self.data_centers
            .into_values()
            .chain(providers)
            .chain(operators)
            .chain(subnets)
            .chain(self.nodes.into_values())
            .collect()
    }
}

/// A data centre as a row of the data centres or of the nodes says it.
fn data_center(row: CsvRow<'_>, id: &str, name: &str) -> Result<ImportRow, CliError> {
    let fact = ImportRow::DataCenter {
        id: id.into(),
        name: name.into(),
        owner: row.text("owner")?.into(),
        region: row.text("region")?.into(),
        gps: None,
    };
    row.checked(fact, &[("id", "dc_id"), ("name", "dc_name")])
}

fn role(row: CsvRow<'_>) -> Result<NodeRole, CliError> {
    match row.text("node_type")? {
        "REPLICA" => Ok(NodeRole::Replica),
        "UNASSIGNED" => Ok(NodeRole::Unassigned),
        "API_BOUNDARY" => Ok(NodeRole::ApiBoundary),
        _ => Err(row.error("node_type", "must be REPLICA, UNASSIGNED or API_BOUNDARY")),
    }
}

fn status(row: CsvRow<'_>) -> Result<NodeStatus, CliError> {
    match row.text("status")? {
        "UP" | "UNASSIGNED" => Ok(NodeStatus::Up),
        "DEGRADED" => Ok(NodeStatus::Degraded),
        "DOWN" => Ok(NodeStatus::Down),
        "UNKNOWN" => Ok(NodeStatus::Unknown),
        _ => Err(row.error(
            "status",
            "must be UP, DEGRADED, DOWN, UNASSIGNED or UNKNOWN",
        )),
    }
}

/// Degrees in decimal as micro-degrees, digit by digit: no float stands between the source
/// and the hash. Digits beyond the sixth are cut.
pub(crate) fn micro_degrees(row: CsvRow<'_>, field: &str, limit: i32) -> Result<i32, CliError> {
    let text = row.text(field)?;
    exact_micro_degrees(text)
        .filter(|degrees| degrees.unsigned_abs() <= limit.unsigned_abs() * 1_000_000)
        .ok_or_else(|| row.error(field, format!("{text:?} is not within {limit} degrees")))
}

/// `-73.98` is -73,980,000.
pub(crate) fn exact_micro_degrees(text: &str) -> Option<i32> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let six: String = fraction.chars().chain("000000".chars()).take(6).collect();
    let micro = whole
        .parse::<i32>()
        .ok()?
        .checked_mul(1_000_000)?
        .checked_add(six.parse().ok()?)?;
    Some(if unsigned.len() < text.len() {
        -micro
    } else {
        micro
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "ip_address,node_id,dc_id,region,owner,extra,node_operator_id,node_provider_id,node_type,status,subnet_id,node_hardware_generation\n";
    const ROW: &str = "2001:0db8::1,ryjl3-tyaaa-aaaaa-aaaba-cai,zh1,\"Europe,CH,Zurich\",Everyware,x,rrkah-fqaaa-aaaaa-aaaaq-cai,qoctq-giaaa-aaaaa-aaaea-cai,REPLICA,UP,rdmx6-jaaaa-aaaaa-aaadq-cai,Gen1\n";

    fn job(nodes: &str) -> Result<Job, CliError> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), nodes).unwrap();
        let files = NetworkFiles {
            nodes: file.path().into(),
            data_centers: None,
            gps: None,
            operators: None,
            source_version: "1".into(),
            source: "network".into(),
        };
        files.job()
    }

    #[test]
    fn nodes_alone_give_all_that_they_name() {
        let job = job(&format!("{HEADER}{ROW}")).unwrap();
        assert_eq!(job.rows().len(), 5);
        let ImportRow::Node { ipv6, .. } = &job.rows()[4] else {
            panic!("nodes come last")
        };
        assert_eq!(ipv6, "2001:db8::1");
    }

    #[test]
    fn a_broken_row_names_line_and_field() {
        let other = ROW
            .replace("ryjl3-tyaaa-aaaaa-aaaba-cai", "r7inp-6aaaa-aaaaa-aaabq-cai")
            .replace("2001:0db8::1", "2001:0db8::2");
        for (second, field) in [
            (ROW.to_owned(), "node_id"),
            (other.replace("REPLICA", "SPARE"), "node_type"),
            (other.replace(",UP,", ",WELL,"), "status"),
            (
                other.replace("qoctq-giaaa", "qoctq-giaab"),
                "node_provider_id",
            ),
            (
                other.replace("qoctq-giaaa-aaaaa-aaaea-cai", "rwlgt-iiaaa-aaaaa-aaaaa-cai"),
                "node_provider_id",
            ),
            (
                other.replace("rdmx6-jaaaa-aaaaa-aaadq-cai", ""),
                "subnet_id",
            ),
            (other.replace("REPLICA", "UNASSIGNED"), "subnet_id"),
            (other.replace("Europe,CH,", "Europe;CH,"), "region"),
            (other.replace("Europe,CH,", "Europe,DE,"), "region"),
            (other.replace("2001:0db8::2", "2001:db8::1"), "ip_address"),
            (other.replace("2001:0db8::2", "::1"), "ip_address"),
            (other.replace(",zh1,", ",zh2,"), "dc_id"),
            (other.replace(",zh1,", ",,"), "dc_id"),
            (other.replace("2001:0db8::2", "10.0.0.1"), "ip_address"),
            (other.replace(",Gen1", ""), "row"),
        ] {
            let text = format!("{HEADER}{ROW}{second}");
            for text in [text.clone(), text.replace('\n', "\r\n")] {
                let error = job(&text).unwrap_err();
                let json = error.to_json();
                assert_eq!(json["error"]["line"], 3, "{error}");
                assert_eq!(json["error"]["field"], field, "{error}");
            }
        }
    }

    #[test]
    fn a_missing_column_is_named() {
        let error = job(&HEADER.replace("status", "state")).unwrap_err();
        assert_eq!(error.to_json()["error"]["field"], "status");
    }

    #[test]
    fn degrees_are_exact() {
        for (text, micro) in [
            ("51.2194", Some(51_219_400)),
            ("-84.382", Some(-84_382_000)),
            ("-0.5", Some(-500_000)),
            ("7", Some(7_000_000)),
            ("1.23456789", Some(1_234_567)),
            ("1.", None),
            (".5", None),
            ("1e3", None),
            ("--1", None),
            ("", None),
            ("9999", None),
        ] {
            assert_eq!(exact_micro_degrees(text), micro, "{text}");
        }
    }
}
