//! CSV files read by header name. Unknown columns are ignored; a broken row names its
//! file, line and field.

use crate::error::CliError;
use bonafide_registry::domain::import::check_row;
use bonafide_types::registry::{ImportRow, RegistryError};
use std::{
    collections::BTreeMap,
    fmt::Display,
    path::{Path, PathBuf},
    str::FromStr,
};

/// A file whose header has every column asked for.
pub(crate) struct Csv {
    path: PathBuf,
    columns: BTreeMap<String, usize>,
    /// With the line each starts on, counted from 1.
    records: Vec<(u64, csv::StringRecord)>,
}

/// One row of a file.
#[derive(Clone, Copy)]
pub(crate) struct CsvRow<'a> {
    csv: &'a Csv,
    line: u64,
    record: &'a csv::StringRecord,
}

impl Csv {
    pub(crate) fn read(path: &Path, required: &[&str]) -> Result<Self, CliError> {
        let bytes = std::fs::read(path).map_err(|error| CliError::file(path, error))?;
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .from_reader(bytes.as_slice());
        let broken = |error: &csv::Error| {
            let line = error.position().map_or(1, |at| Lines::of(&bytes).at(at));
            // The reader's own words would name its own count of lines.
            match error.kind() {
                csv::ErrorKind::UnequalLengths {
                    expected_len, len, ..
                } => {
                    let reason = format!("has {len} fields, the header {expected_len}");
                    CliError::row(path, line, "row", reason)
                }
                _ => CliError::row(path, line, "row", error),
            }
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
        let mut lines = Lines::of(&bytes);
        let records = reader
            .records()
            .map(|record| {
                record.map(|record| (record.position().map_or(0, |at| lines.at(at)), record))
            })
            .collect::<Result<_, _>>()
            .map_err(|error| broken(&error))?;
        Ok(Self {
            path: path.into(),
            columns,
            records,
        })
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = CsvRow<'_>> {
        self.records.iter().map(|(line, record)| CsvRow {
            csv: self,
            line: *line,
            record,
        })
    }
}

/// Counts lines as editors do. The reader's own count is one short where lines end with
/// CR LF: it takes the LF for the start of the next record.
struct Lines<'a> {
    bytes: &'a [u8],
    counted: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            counted: 0,
            line: 1,
        }
    }

    /// The line on which the record at a position starts; positions come in the order of
    /// the file.
    fn at(&mut self, position: &csv::Position) -> u64 {
        let at = usize::try_from(position.byte()).unwrap_or(usize::MAX);
        for byte in self.bytes.iter().skip(self.counted) {
            if self.counted >= at && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.counted += 1;
            self.line += u64::from(*byte == b'\n');
        }
        self.line
    }
}

impl<'a> CsvRow<'a> {
    /// A field that must say something.
    pub(crate) fn text(self, field: &str) -> Result<&'a str, CliError> {
        self.optional(field)
            .ok_or_else(|| self.error(field, "must not be empty"))
    }

    /// A field that may be empty, or a column that may be missing.
    pub(crate) fn optional(self, field: &str) -> Option<&'a str> {
        let column = *self.csv.columns.get(field)?;
        self.record.get(column).filter(|text| !text.is_empty())
    }

    pub(crate) fn parse<T: FromStr<Err: Display>>(self, field: &str) -> Result<T, CliError> {
        let text = self.text(field)?;
        text.parse()
            .map_err(|error| self.error(field, format!("{text:?}: {error}")))
    }

    /// The fact this row says, if the registry would take it by itself: a broken source is
    /// told here, with its line, before anyone votes on its hash. `columns` names the column
    /// of each of the fact's fields that is called otherwise.
    pub(crate) fn checked(
        self,
        fact: ImportRow,
        columns: &[(&str, &str)],
    ) -> Result<ImportRow, CliError> {
        check_row(&fact).map(|()| fact).map_err(|refusal| {
            let field = match &refusal {
                RegistryError::TextTooLong { field, .. }
                | RegistryError::TextEmpty { field }
                | RegistryError::InvalidField { field, .. }
                | RegistryError::TooMany { field, .. }
                | RegistryError::OutOfRange { field, .. } => field,
                RegistryError::InvalidRegion { .. } => "region",
                _ => "row",
            };
            let column = columns.iter().find(|(name, _)| *name == field);
            self.error(column.map_or(field, |(_, column)| column), &refusal)
        })
    }

    pub(crate) fn error(self, field: &str, reason: impl Display) -> CliError {
        CliError::row(&self.csv.path, self.line, field, reason)
    }
}
