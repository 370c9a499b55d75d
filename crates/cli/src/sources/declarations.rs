//! Published declarations: from CSV files, or from a checkout of the public repository.

use super::{csv::Csv, manifest};
use crate::error::CliError;
use bonafide_client::import::Job;
use bonafide_types::{
    id::{ProviderId, Sha256Hash},
    registry::{ImportRow, PublishedDocument},
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// Where published declarations are read from.
#[derive(Clone, Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("from").required(true).args(["index", "directory"]))]
pub(crate) struct DeclarationFiles {
    /// Providers: `slug,node_provider_principal,nns_registration_proposal` (`none` without).
    #[arg(long, value_name = "CSV")]
    index: Option<PathBuf>,
    /// Documents: `slug,file,doc_type,sha256`.
    #[arg(long, value_name = "CSV", requires = "index")]
    documents: Option<PathBuf>,
    /// A checkout with one directory and `README.md` manifest per provider.
    #[arg(long, value_name = "DIR")]
    directory: Option<PathBuf>,
    /// A node snapshot with `node_provider_id`: providers in it are not imported again.
    #[arg(long = "known-nodes", value_name = "CSV")]
    known_nodes: Option<PathBuf>,
    /// Which state of the declarations this is, for example a commit.
    #[arg(long = "declarations-version", value_name = "TEXT")]
    version: String,
    /// What is imported, with its publisher.
    #[arg(
        id = "declarations_source",
        long = "declarations-source",
        value_name = "TEXT",
        default_value = "declarations"
    )]
    source: String,
}

/// A provider's declaration as a source has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Declaration {
    pub(super) provider: ProviderId,
    pub(super) name: Option<String>,
    pub(super) slug: String,
    pub(super) nns_proposal: Option<u64>,
    pub(super) documents: Vec<PublishedDocument>,
}

impl DeclarationFiles {
    pub(crate) fn job(&self) -> Result<Job, CliError> {
        let declarations = match (&self.index, &self.directory) {
            (Some(index), _) => from_csv(index, self.documents.as_deref())?,
            (None, Some(directory)) => manifest::read(directory)?,
            (None, None) => Vec::new(),
        };
        let rows = declarations.into_iter().flat_map(|declaration| {
            let Declaration {
                provider,
                name,
                slug,
                nns_proposal,
                documents,
            } = declaration;
            [
                ImportRow::Provider { id: provider, name },
                ImportRow::Declaration {
                    provider,
                    slug,
                    nns_proposal,
                    documents,
                },
            ]
        });
        let mut job = Job::new(&self.source, &self.version, rows.collect());
        if let Some(path) = &self.known_nodes {
            let csv = Csv::read(path, &["node_provider_id"])?;
            let known = csv
                .rows()
                .map(|row| row.parse("node_provider_id").map(ProviderId));
            job.drop_providers(&known.collect::<Result<_, _>>()?);
        }
        Ok(job)
    }
}

fn from_csv(index: &Path, documents: Option<&Path>) -> Result<Vec<Declaration>, CliError> {
    let mut by_slug: BTreeMap<String, Vec<PublishedDocument>> = BTreeMap::new();
    if let Some(path) = documents {
        let csv = Csv::read(path, &["slug", "file", "doc_type", "sha256"])?;
        for row in csv.rows() {
            let document = PublishedDocument {
                file: row.text("file")?.into(),
                kind: row.text("doc_type")?.into(),
                sha256: sha256(row.text("sha256")?)
                    .ok_or_else(|| row.error("sha256", "must be 64 hex digits"))?,
            };
            by_slug
                .entry(row.text("slug")?.into())
                .or_default()
                .push(document);
        }
    }
    let columns = [
        "slug",
        "node_provider_principal",
        "nns_registration_proposal",
    ];
    let csv = Csv::read(index, &columns)?;
    let mut found: BTreeMap<ProviderId, Declaration> = BTreeMap::new();
    for row in csv.rows() {
        let provider = ProviderId(row.parse("node_provider_principal")?);
        let slug = row.text("slug")?;
        let declaration = Declaration {
            provider,
            name: row.optional("name").map(Into::into),
            slug: slug.into(),
            nns_proposal: match row.text("nns_registration_proposal")? {
                "none" | "pending" => None,
                _ => Some(row.parse("nns_registration_proposal")?),
            },
            documents: by_slug.remove(slug).unwrap_or_default(),
        };
        row.checked(
            ImportRow::Declaration {
                provider,
                slug: slug.into(),
                nns_proposal: declaration.nns_proposal,
                documents: declaration.documents.clone(),
            },
            &[],
        )?;
        if found.insert(provider, declaration).is_some() {
            let reason = "this provider stands above already";
            return Err(row.error("node_provider_principal", reason));
        }
    }
    match by_slug.first_key_value() {
        None => Ok(found.into_values().collect()),
        Some((slug, _)) => {
            let path = documents.unwrap_or(index);
            Err(CliError::row(
                path,
                0,
                "slug",
                format!("{slug:?} is not in {}", index.display()),
            ))
        }
    }
}

/// 64 hex digits.
pub(crate) fn sha256(text: &str) -> Option<Sha256Hash> {
    let mut hash = [0; 32];
    hex::decode_to_slice(text, &mut hash).ok()?;
    Some(Sha256Hash(hash))
}
