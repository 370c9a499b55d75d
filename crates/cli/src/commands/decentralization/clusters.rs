//! Linked providers.

use super::nodes::Node;
use crate::{
    commands::rewards::json::{At, Document},
    error::CliError,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// The cluster of each provider that has one. A provider without one is its own.
#[derive(Debug, Default)]
pub(super) struct Clusters(BTreeMap<String, String>);

impl Clusters {
    /// Reads `{"a name": ["provider", ...]}`, or a list of lists of providers, which are called
    /// by the first of them.
    pub(super) fn read(path: &Path, nodes: &BTreeMap<String, Node>) -> Result<Self, CliError> {
        let document = Document::read(path)?;
        let root = document.root();
        let mut clusters = Self::default();
        if root.entries().is_ok() {
            for (name, providers) in root.entries()? {
                clusters.add(name, &providers)?;
            }
            // A cluster that has the name of a lone provider would be one actor with it.
            let providers: BTreeSet<_> = nodes.values().map(|node| &*node.provider).collect();
            for (name, linked) in root.entries()? {
                if providers.contains(name) && !clusters.0.contains_key(name) {
                    return Err(linked.error("a provider of no cluster has this name"));
                }
            }
            return Ok(clusters);
        }
        for providers in root.items()? {
            if let Some(first) = providers.items()?.next() {
                clusters.add(first.text()?, &providers)?;
            }
        }
        Ok(clusters)
    }

    fn add(&mut self, name: &str, providers: &At<'_>) -> Result<(), CliError> {
        for provider in providers.items()? {
            let id = provider.text()?.to_owned();
            if self.0.insert(id, name.into()).is_some() {
                return Err(provider.error("this provider stands above already"));
            }
        }
        Ok(())
    }

    /// The name of a provider's cluster.
    pub(super) fn of<'a>(&'a self, provider: &'a str) -> &'a str {
        self.0.get(provider).map_or(provider, String::as_str)
    }
}
