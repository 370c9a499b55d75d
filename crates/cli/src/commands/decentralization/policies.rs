//! Rules by kind of subnet: the adopted ones, and those of a file in their place.

use super::nodes::{country_key, owner_key};
use crate::error::CliError;
use bonafide_policy::decentralization::{adopted, jurisdiction::Tags};
use bonafide_types::registry::{Dimension, NodeCap, ShareRule, SpecialCap, SubnetRules};
use serde::{Deserialize, Deserializer, de::Error};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// Rules by kind, and kinds by subnet.
#[derive(Debug)]
pub(super) struct Policies {
    pub(super) rules: BTreeMap<String, SubnetRules>,
    kinds: BTreeMap<String, String>,
}

/// A file of policies that says kinds of subnets as well; one that does not may be the list
/// alone.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    policies: Vec<Policy>,
    #[serde(default)]
    subnets: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Policy {
    kind: String,
    rules: Rules,
}

/// As [`SubnetRules`]; what is not given is not asked. A field that it does not have is no
/// rule, and not ignored: nobody wants a rule that does nothing.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Rules {
    min_size: u32,
    max_size: u32,
    byzantine_size: bool,
    caps: Vec<Cap>,
    special_caps: Vec<Special>,
    required_tags: Vec<String>,
    forbidden_tags: Vec<String>,
    shares: Vec<ShareRule>,
    sev: bool,
    healthy_removal_divisor: u32,
}

#[derive(Deserialize)]
struct Cap {
    #[serde(deserialize_with = "dimension")]
    dimension: Dimension,
    max: u32,
}

#[derive(Deserialize)]
struct Special {
    #[serde(deserialize_with = "dimension")]
    dimension: Dimension,
    actor: String,
    #[serde(default)]
    min: u32,
    max: u32,
}

/// `node_provider`, or `NodeProvider` as the registry canister's answers have it.
fn dimension<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Dimension, D::Error> {
    let name = String::deserialize(deserializer)?;
    let called =
        |dimension: &Dimension| dimension.name() == name || format!("{dimension:?}") == name;
    let found = Dimension::ALL.into_iter().find(called);
    found.ok_or_else(|| D::Error::custom(format!("{name:?} is no dimension")))
}

impl From<Rules> for SubnetRules {
    fn from(rules: Rules) -> Self {
        let caps = rules.caps.into_iter();
        let specials = rules.special_caps.into_iter();
        Self {
            min_size: rules.min_size,
            max_size: rules.max_size,
            byzantine_size: rules.byzantine_size,
            caps: caps
                .map(|Cap { dimension, max }| NodeCap { dimension, max })
                .collect(),
            special_caps: specials
                .map(|special| SpecialCap {
                    dimension: special.dimension,
                    actor: special.actor,
                    min: special.min,
                    max: special.max,
                })
                .collect(),
            required_tags: rules.required_tags,
            forbidden_tags: rules.forbidden_tags,
            shares: rules.shares,
            sev: rules.sev,
            healthy_removal_divisor: rules.healthy_removal_divisor,
        }
    }
}

impl Policies {
    /// The adopted rules, and those of a file in their place.
    pub(super) fn read(path: Option<&Path>) -> Result<Self, CliError> {
        let adopted = adopted::KINDS.into_iter();
        let adopted = adopted.filter_map(|kind| Some((kind.to_owned(), adopted::rules(kind)?)));
        let mut policies = Self {
            rules: adopted.collect(),
            kinds: BTreeMap::new(),
        };
        if let Some(path) = path {
            policies.add(path)?;
        }
        Ok(policies)
    }

    fn add(&mut self, path: &Path) -> Result<(), CliError> {
        let broken = |reason: String| {
            let file = path.display().to_string();
            CliError::usage("Input", format!("{file}: {reason}")).with("file", file)
        };
        let text = std::fs::read_to_string(path).map_err(|error| CliError::file(path, error))?;
        // What is wrong is said by the form that the file has.
        let read = if text.trim_start().starts_with('[') {
            serde_json::from_str(&text).map(|policies| File {
                policies,
                subnets: BTreeMap::new(),
            })
        } else {
            serde_json::from_str(&text)
        };
        let File { policies, subnets } =
            read.map_err(|error| broken(error.to_string()).with("line", error.line()))?;
        let mut seen = BTreeSet::new();
        for Policy { kind, rules } in policies {
            if !seen.insert(kind.clone()) {
                return Err(broken(format!("kind {kind:?} stands twice")).with("field", "kind"));
            }
            self.rules.insert(kind, rules.into());
        }
        for (subnet, kind) in &subnets {
            if !self.rules.contains_key(kind) {
                let reason = format!("subnets.{subnet}: there are no rules for {kind:?}");
                return Err(broken(reason).with("field", format!("subnets.{subnet}")));
            }
        }
        self.kinds = subnets;
        Ok(())
    }

    /// The kind of a subnet.
    pub(super) fn kind_of<'a>(&'a self, subnet: &str) -> &'a str {
        let given = self.kinds.get(subnet).map(String::as_str);
        given.unwrap_or_else(|| adopted::kind_of(subnet))
    }
}

/// Tags and names as files have them.
pub(super) struct FileTags;

impl Tags for FileTags {
    fn countries(&self, tag: &str) -> Option<Vec<String>> {
        adopted::countries(tag)
    }

    fn actor_key(&self, dimension: Dimension, name: &str) -> Vec<u8> {
        match dimension {
            Dimension::DataCenterOwner => owner_key(name).into_bytes(),
            Dimension::Country => country_key(name).into(),
            Dimension::Area => match name.split_once(',') {
                Some((country, area)) => format!("{},{area}", country_key(country)).into_bytes(),
                None => name.into(),
            },
            Dimension::NodeOperator
            | Dimension::NodeProvider
            | Dimension::Cluster
            | Dimension::DataCenter => name.into(),
        }
    }
}
