//! Files that imports are made from.

pub(crate) mod csv;
pub(crate) mod declarations;
mod manifest;
pub(crate) mod membership;
pub(crate) mod network;

use crate::error::CliError;
use bonafide_client::import::{Job, Plan, facts::Facts};
use bonafide_registry::domain::import::check_row;
use bonafide_types::{limits::SOURCE_BYTES, registry::ImportRow};
use std::{collections::BTreeSet, path::Path};

/// Reads a compact facts file.
fn facts(path: &Path) -> Result<Facts, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, error))?;
    Facts::read(&text).map_err(|error| CliError::facts(path, &error))
}

/// The imports of a compact facts file: the network, then the published declarations.
pub(crate) fn plans(path: &Path) -> Result<Vec<Plan>, CliError> {
    let facts = facts(path)?;
    Ok(vec![plan(&facts.network)?, plan(&facts.declarations)?])
}

/// The pages of a job that the registry can take to their end: what would be refused is told
/// here, before anyone votes on a hash. Sources that have lines tell it with the line, sooner.
pub(crate) fn plan(job: &Job) -> Result<Plan, CliError> {
    for (field, text) in [
        ("source", &job.source),
        ("source_version", &job.source_version),
    ] {
        if text.is_empty() || text.len() > SOURCE_BYTES {
            let message = format!("{field}: {} bytes, 1 to {SOURCE_BYTES} allowed", text.len());
            return Err(CliError::usage("Input", message).with("field", field));
        }
    }
    if job.rows().is_empty() {
        let message = format!("{}: there is nothing to import", job.source);
        return Err(CliError::usage("Input", message));
    }
    let mut data_centers = BTreeSet::new();
    for row in job.rows() {
        let refused = |id: String, reason: String| {
            CliError::usage("Input", format!("{}: {id}: {reason}", job.source)).with("id", id)
        };
        check_row(row).map_err(|error| refused(name_of(row), error.to_string()))?;
        match row {
            ImportRow::DataCenter { id, .. } => {
                data_centers.insert(id);
            }
            ImportRow::Operator { dc_id, .. } if !data_centers.contains(dc_id) => {
                let reason = format!("dc_id: no data centre {dc_id:?} is in the source");
                return Err(refused(name_of(row), reason));
            }
            _ => {}
        }
    }
    Ok(job.plan())
}

fn name_of(row: &ImportRow) -> String {
    match row {
        ImportRow::DataCenter { id, .. } => format!("data centre {id:?}"),
        ImportRow::Provider { id, .. } => format!("provider {id}"),
        ImportRow::Operator { id, .. } => format!("operator {id}"),
        ImportRow::Subnet { id } => format!("subnet {id}"),
        ImportRow::Node { id, .. } => format!("node {id}"),
        ImportRow::Declaration { slug, .. } => format!("declaration {slug:?}"),
    }
}
