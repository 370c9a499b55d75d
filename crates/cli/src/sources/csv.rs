//! CSV files read by header name. Unknown columns are ignored; a broken row names its
//! file, line and field.

use crate::error::CliError;
use std::{
    collections::BTreeMap,
    fmt::Display,
    path::{Path, PathBuf},
    str::FromStr,
};

/// A file whose header has every column asked for.
pub(super) struct Csv {
    path: PathBuf,
    columns: BTreeMap<String, usize>,
    records: Vec<csv::StringRecord>,
}

/// One row of a file.
#[derive(Clone, Copy)]
pub(super) struct CsvRow<'a> {
    csv: &'a Csv,
    record: &'a csv::StringRecord,
}

impl Csv {
    pub(super) fn read(path: &Path, required: &[&str]) -> Result<Self, CliError> {
        let bytes = std::fs::read(path).map_err(|error| CliError::file(path, error))?;
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_reader(bytes.as_slice());
        let broken = |error: &csv::Error| {
            let line = error.position().map_or(1, csv::Position::line);
            CliError::row(path, line, "row", error)
        };
        let header = reader.headers().map_err(|error| broken(&error))?;
        let columns: BTreeMap<_, _> = header
            .iter()
            .map(|name| name.trim_start_matches('\u{feff}').to_owned())
            .zip(0..)
            .collect();
        for name in required {
            if !columns.contains_key(*name) {
                return Err(CliError::row(path, 1, name, "there is no such column"));
            }
        }
        let records = reader
            .records()
            .collect::<Result<_, _>>()
            .map_err(|error| broken(&error))?;
        Ok(Self {
            path: path.into(),
            columns,
            records,
        })
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = CsvRow<'_>> {
        self.records
            .iter()
            .map(|record| CsvRow { csv: self, record })
    }
}

impl<'a> CsvRow<'a> {
    /// A field that must say something.
    pub(super) fn text(self, field: &str) -> Result<&'a str, CliError> {
        self.optional(field)
            .ok_or_else(|| self.error(field, "must not be empty"))
    }

    /// A field that may be empty, or a column that may be missing.
    pub(super) fn optional(self, field: &str) -> Option<&'a str> {
        let column = *self.csv.columns.get(field)?;
        self.record.get(column).filter(|text| !text.is_empty())
    }

    pub(super) fn parse<T: FromStr<Err: Display>>(self, field: &str) -> Result<T, CliError> {
        let text = self.text(field)?;
        text.parse()
            .map_err(|error| self.error(field, format!("{text:?}: {error}")))
    }

    pub(super) fn error(self, field: &str, reason: impl Display) -> CliError {
        let line = self.record.position().map_or(0, csv::Position::line);
        CliError::row(&self.csv.path, line, field, reason)
    }
}
