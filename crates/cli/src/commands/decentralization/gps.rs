//! Where data centres stand.

use crate::{
    error::CliError,
    sources::{csv::Csv, network::micro_degrees},
};
use bonafide_policy::decentralization::geography::Point;
use bonafide_types::registry::Gps;
use std::{collections::BTreeMap, path::Path};

/// Reads places by data centre. No float stands between the degrees and a place.
pub(super) fn read(path: &Path) -> Result<BTreeMap<String, Point>, CliError> {
    let csv = Csv::read(path, &["dc_id", "latitude", "longitude"])?;
    let mut points = BTreeMap::new();
    for row in csv.rows() {
        let gps = Gps {
            latitude_udeg: micro_degrees(row, "latitude", 90)?,
            longitude_udeg: micro_degrees(row, "longitude", 180)?,
        };
        let point = Point::of(gps).ok_or_else(|| row.error("latitude", "is no place"))?;
        if points.insert(row.text("dc_id")?.into(), point).is_some() {
            return Err(row.error("dc_id", "this data centre stands above already"));
        }
    }
    Ok(points)
}
