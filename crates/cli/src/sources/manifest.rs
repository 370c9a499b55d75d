//! The manifests of the public declarations repository: per provider a directory with a
//! `README.md` that has a title, a table of names and values, and a table of documents.
//! Tables are found by their labels, wherever they stand; values are checked strictly.

use super::declarations::{Declaration, sha256};
use crate::error::CliError;
use bonafide_types::{id::ProviderId, registry::PublishedDocument};
use candid::Principal;
use std::path::{Path, PathBuf};

/// Every provider of a checkout, or of its `node-providers` directory.
pub(super) fn read(checkout: &Path) -> Result<Vec<Declaration>, CliError> {
    let inner = checkout.join("node-providers");
    let root = if inner.is_dir() {
        inner
    } else {
        checkout.to_owned()
    };
    let entries = std::fs::read_dir(&root).map_err(|error| CliError::file(&root, error))?;
    let mut directories: Vec<PathBuf> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .map_err(|error| CliError::file(&root, error))?;
    directories.sort();
    let mut found: Vec<Declaration> = Vec::new();
    for directory in directories {
        let readme = directory.join("README.md");
        let slug = directory
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        // The repository shows how to fill in a manifest in a directory of this name.
        if !readme.is_file() || slug == "example-provider-llc" {
            continue;
        }
        let text =
            std::fs::read_to_string(&readme).map_err(|error| CliError::file(&readme, error))?;
        let declaration = parse(&readme, slug, &text)?;
        if let Some(other) = found
            .iter()
            .find(|other| other.provider == declaration.provider)
        {
            let reason = format!("{} has this principal too", other.slug);
            return Err(CliError::row(&readme, 1, "node provider principal", reason));
        }
        found.push(declaration);
    }
    if found.is_empty() {
        return Err(CliError::file(
            &root,
            "there is no directory with a README.md",
        ));
    }
    Ok(found)
}

fn parse(path: &Path, slug: &str, text: &str) -> Result<Declaration, CliError> {
    let mut title = None;
    let mut name = None;
    let mut provider = None;
    let mut proposal = None;
    let mut documents = Vec::new();
    let mut columns: Option<Columns> = None;
    for (line, number) in text.lines().zip(1_u64..) {
        if let Some(heading) = line.strip_prefix("# ") {
            title.get_or_insert_with(|| plain(heading));
        }
        let Some(cells) = cells(line) else {
            columns = None;
            continue;
        };
        if let Some(found) = Columns::of(&cells) {
            columns = Some(found);
        } else if let Some(columns) = &columns {
            if !is_rule(&cells) {
                documents.push(columns.document(&cells, path, number)?);
            }
        } else if let [label, value, ..] = cells.as_slice() {
            let label = label.to_lowercase();
            if label.contains("principal") {
                let id = value.parse::<Principal>().map_err(|error| {
                    CliError::row(path, number, "node provider principal", error)
                })?;
                provider = Some(ProviderId(id));
            } else if label.contains("proposal") {
                proposal = Some(nns_proposal(value).ok_or_else(|| {
                    let reason = format!("{value:?} is not a number, none or pending");
                    CliError::row(path, number, "NNS registration proposal", reason)
                })?);
            } else if label.contains("name") {
                name = Some(value.clone());
            }
        }
    }
    let missing = |what: &str| CliError::row(path, 1, what, "missing");
    Ok(Declaration {
        provider: provider.ok_or_else(|| missing("node provider principal"))?,
        name: name.or(title).filter(|name| !name.is_empty()),
        slug: slug.into(),
        nns_proposal: proposal.ok_or_else(|| missing("NNS registration proposal"))?,
        documents,
    })
}

/// Where a manifest table has its columns.
struct Columns {
    file: usize,
    kind: usize,
    sha256: usize,
}

impl Columns {
    fn of(cells: &[String]) -> Option<Self> {
        let find = |words: &[&str]| {
            let has = |cell: &String| words.iter().any(|word| cell.to_lowercase().contains(word));
            cells.iter().position(has)
        };
        Some(Self {
            file: find(&["file"])?,
            kind: find(&["type"])?,
            sha256: find(&["sha"])?,
        })
    }

    fn document(
        &self,
        cells: &[String],
        path: &Path,
        line: u64,
    ) -> Result<PublishedDocument, CliError> {
        let cell = |column: usize, field: &str| {
            cells
                .get(column)
                .filter(|cell| !cell.is_empty())
                .ok_or_else(|| CliError::row(path, line, field, "missing"))
        };
        Ok(PublishedDocument {
            file: cell(self.file, "file")?.clone(),
            kind: cell(self.kind, "doc type")?.clone(),
            sha256: sha256(cell(self.sha256, "SHA-256")?)
                .ok_or_else(|| CliError::row(path, line, "SHA-256", "must be 64 hex digits"))?,
        })
    }
}

/// The cells of a table line, as plain text.
fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.trim().strip_prefix('|')?;
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    Some(inner.split('|').map(plain).collect())
}

/// The line under a table's header.
fn is_rule(cells: &[String]) -> bool {
    cells
        .iter()
        .all(|cell| cell.chars().all(|char| matches!(char, '-' | ':' | ' ')))
}

/// Text without emphasis, code marks and link targets.
fn plain(text: &str) -> String {
    let text = text.trim().replace(['*', '`'], "");
    match text
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("]("))
    {
        Some((shown, _)) => shown.trim().into(),
        None => text.trim().into(),
    }
}

fn nns_proposal(text: &str) -> Option<Option<u64>> {
    match text.to_lowercase().as_str() {
        "none" | "pending" => Some(None),
        number => number.parse().ok().map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const README: &str = "# Example AG

| Field | Value |
| --- | --- |
| **Node provider name** | Example AG |
| **Node provider principal** | `ryjl3-tyaaa-aaaaa-aaaba-cai` |
| **NNS registration proposal ID** | [135172](https://example.com/proposal/135172) |

## Document manifest

| File | Doc type | Date | SHA-256 |
| --- | :-: | --- | --- |
| `a.pdf` | self-declaration | unknown | `42d3114d4cf04edbb2cfffae40ea05707882f3b7198e5804ef67cff5cebc3ece` |

Other text | with a bar
";

    fn of(text: &str) -> Result<Declaration, CliError> {
        parse(Path::new("README.md"), "example-ag", text)
    }

    #[test]
    fn a_manifest_is_read() {
        let declaration = of(README).unwrap();
        assert_eq!(declaration.name.as_deref(), Some("Example AG"));
        assert_eq!(
            declaration.provider.to_string(),
            "ryjl3-tyaaa-aaaaa-aaaba-cai"
        );
        assert_eq!(declaration.nns_proposal, Some(135_172));
        assert_eq!(declaration.documents.len(), 1);
        assert_eq!(declaration.documents[0].kind, "self-declaration");
    }

    #[test]
    fn providers_without_a_proposal_say_none_or_pending() {
        for word in ["none", "Pending"] {
            let text = README.replace("[135172](https://example.com/proposal/135172)", word);
            assert_eq!(of(&text).unwrap().nns_proposal, None);
        }
    }

    #[test]
    fn a_broken_value_names_line_and_field() {
        for (from, to, line, field) in [
            ("aaaba-cai", "aaaba-caj", 6, "node provider principal"),
            ("[135172]", "[soon]", 7, "NNS registration proposal"),
            ("cebc3ece", "cebc3ec", 13, "SHA-256"),
            ("`a.pdf`", "", 13, "file"),
            (
                "| **Node provider principal** |",
                "| **Key** |",
                1,
                "node provider principal",
            ),
        ] {
            let json = of(&README.replace(from, to)).unwrap_err().to_json();
            assert_eq!(
                (&json["error"]["line"], &json["error"]["field"]),
                (&line.into(), &field.into())
            );
        }
    }

    #[test]
    fn a_checkout_is_read_and_its_example_left_out() {
        let checkout = tempfile::tempdir().unwrap();
        for slug in ["example-ag", "example-provider-llc"] {
            let directory = checkout.path().join("node-providers").join(slug);
            std::fs::create_dir_all(&directory).unwrap();
            std::fs::write(directory.join("README.md"), README).unwrap();
        }
        let found = read(checkout.path()).unwrap();
        assert_eq!(
            found
                .iter()
                .map(|found| found.slug.as_str())
                .collect::<Vec<_>>(),
            ["example-ag"]
        );
    }
}
