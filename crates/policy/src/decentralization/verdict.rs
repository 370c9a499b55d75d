//! Changes of membership held against all rules.
//!
//! [`verify`] judges all changes of a request together, on what the caller knows of the nodes
//! named. Nothing is looked up but classes and members, so that the same request in the same
//! state has the same verdict everywhere.
//!
//! # What findings say
//!
//! | Rule | Subject | `actual` | `limit` |
//! |---|---|---|---|
//! | `UnknownSubnet` | the subnet | 1 | 0 |
//! | `UnknownNode`, `NotAMember`, `NotASpare` | the node | 1 | 0 |
//! | `NamedTwice` | the node, the subnet | how often it is named | 1 |
//! | `NotHealthy` (a warning, when nobody observed it), `Cordoned`, `ProviderNotActive`, `DeclarationNotCurrent` | the node that joins | 1 | 0 |
//! | `Sev` | the node that joins; `members` | those without SEV-SNP | 0 |
//! | `Size` | `members` | members | the bound that is missed |
//! | `ByzantineSize` | `members` | members | the next lower `3f + 1` |
//! | `Cap`, `SpecialMax`, `SpecialMin` | the actor | its nodes | its bound |
//! | `RequiredTag`, `ForbiddenTag` | the country | its nodes | 0 |
//! | `Share` | the tag | nodes in its countries | the most allowed of that size |
//! | `UnknownTag` | the tag | 1 | 0 |
//! | `Churn` | `members` | new members, and unhealthy ones that stay | `f` after the change |
//! | `HealthyRemoved` | `members` | members taken out that are not known to be unhealthy | the most |
//! | `NotBetter` | `members` | what broken rules weigh after | what they weighed before, to be gone below |
//! | `LowerScore` | `score` | product of the coefficients after, 2^64 - 1 at most | the same before |
//! | `NothingToChange` | the subnet; `request` | 1 | 0 |
//!
//! # What is counted
//!
//! A node that is unknown, named twice, or not where it should be is left out: the figures are
//! true for what remains, and the verdict is refused anyway. A node that may not join for
//! another reason is counted.
//!
//! # Subnets that break rules
//!
//! They may only get better. Each broken rule is compared with itself before, subject by
//! subject, by how far it is missed. One that is new or missed by more is a violation. The
//! change must make the broken rules weigh less in all, or take out an unhealthy member; then
//! what stays broken is a warning. Else that is a violation too, with `NotBetter`.

mod hash;
mod subnet;
mod words;

pub use hash::{request_hash, verdict_hash};
pub use words::words;

use super::evaluate::Naming;
use super::limits::Limits;
use super::network::{Health, Network};
use bonafide_types::registry::{Finding, Rule, Scorecard, Severity};
use std::collections::BTreeMap;

/// Where a node is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is no such node.
    Unknown,
    /// In no subnet, free to join one.
    Spare {
        /// Its class.
        class: u32,
    },
    /// In a subnet.
    Member {
        /// Its class.
        class: u32,
        /// The subnet, by its number.
        subnet: u32,
    },
    /// An API boundary node.
    Boundary,
}

/// A node as the caller knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its id, as findings show it: the same for the same node, another for another.
    pub node: String,
    /// Where it is.
    pub standing: Standing,
    /// Why it may not join, but for its health: [`Rule::Cordoned`],
    /// [`Rule::ProviderNotActive`], [`Rule::DeclarationNotCurrent`]. Of no weight for a node
    /// that leaves.
    pub barred: Vec<Rule>,
}

/// Nodes that join a subnet and nodes that leave it.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// The subnet, by its number; `None`: there is no such subnet.
    pub subnet: Option<u32>,
    /// Its id, as findings show it: the same for the same subnet, another for another.
    pub shown: String,
    /// The rules of its kind.
    pub limits: &'a Limits,
    /// Who joins.
    pub add: Vec<Named>,
    /// Who leaves.
    pub remove: Vec<Named>,
}

/// A subnet to be made.
#[derive(Clone, Debug)]
pub struct Creation<'a> {
    /// What findings call it; any number of them may be called the same.
    pub shown: String,
    /// The rules of its kind.
    pub limits: &'a Limits,
    /// Its members.
    pub members: Vec<Named>,
}

/// What all changes together would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What concerns no subnet that is known, in order.
    pub findings: Vec<Finding>,
    /// First the changes of known subnets, then the creations, each in the order of the request.
    pub subnets: Vec<SubnetOutcome>,
    /// Whether nothing found is a violation.
    pub accepted: bool,
}

/// What a subnet would become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubnetOutcome {
    /// Figures before; `None` for a new subnet.
    pub before: Option<Scorecard>,
    /// Figures after.
    pub after: Scorecard,
    /// Members after by class, one entry for each member, in order.
    pub members_after: Vec<u32>,
    /// What the rules say, in order, each once.
    pub findings: Vec<Finding>,
}

/// Holds changes against all rules, all of them together. `naming` gives different actors of a
/// dimension different names.
///
/// A number of a class or subnet that the network does not know stands for a node or subnet
/// that does not exist. A subnet with two changes has two outcomes, each without the other.
#[must_use]
pub fn verify(
    network: &Network,
    changes: &[Change],
    creations: &[Creation],
    naming: Naming,
) -> Outcome {
    let request = Request {
        network,
        naming,
        nodes: times(nodes(changes, creations)),
        subnets: times(changes.iter().map(|change| change.shown.as_str())),
    };
    let mut findings = Vec::new();
    if changes.is_empty() && creations.is_empty() {
        findings.push(flag(Rule::NothingToChange, "request"));
    }
    let mut subnets = Vec::new();
    for change in changes {
        match change.subnet.filter(|subnet| *subnet < network.subnets()) {
            Some(subnet) => subnets.push(request.change(subnet, change)),
            None => request.unknown_subnet(change, &mut findings),
        }
    }
    subnets.extend(creations.iter().map(|creation| request.creation(creation)));
    let findings = in_order(findings);
    let of_subnets = subnets.iter().flat_map(|subnet| &subnet.findings);
    let accepted = findings
        .iter()
        .chain(of_subnets)
        .all(|finding| finding.severity != Severity::Violation);
    Outcome {
        findings,
        subnets,
        accepted,
    }
}

/// What all parts of a request are judged by.
struct Request<'a> {
    network: &'a Network,
    naming: Naming,
    /// How often each node is named.
    nodes: BTreeMap<&'a str, u64>,
    /// How many changes each subnet has.
    subnets: BTreeMap<&'a str, u64>,
}

impl Request<'_> {
    /// What is known of a change of no subnet. Whether its nodes are where they should be is no
    /// question then.
    fn unknown_subnet(&self, change: &Change, findings: &mut Vec<Finding>) {
        findings.push(flag(Rule::UnknownSubnet, &change.shown));
        once(&self.subnets, &change.shown, findings);
        for named in change.add.iter().chain(&change.remove) {
            self.named_once(named, findings);
            if self.known(named) == Standing::Unknown {
                findings.push(flag(Rule::UnknownNode, &named.node));
            }
        }
    }

    /// The class of a node that joins, when it is one to be counted.
    fn joins(&self, named: &Named, limits: &Limits, findings: &mut Vec<Finding>) -> Option<u32> {
        let once = self.named_once(named, findings);
        let barred = named.barred.iter();
        findings.extend(barred.map(|rule| flag(*rule, &named.node)));
        let class = match self.known(named) {
            Standing::Spare { class } => class,
            Standing::Unknown => {
                findings.push(flag(Rule::UnknownNode, &named.node));
                return None;
            }
            Standing::Member { .. } | Standing::Boundary => {
                findings.push(flag(Rule::NotASpare, &named.node));
                return None;
            }
        };
        let node = self.network.class(class);
        let health = flag(Rule::NotHealthy, &named.node);
        match node.health {
            Health::Up => {}
            // Nothing is held against a node that nobody observed.
            Health::Unknown => findings.push(Finding {
                severity: Severity::Warning,
                ..health
            }),
            Health::Unhealthy => findings.push(health),
        }
        // A node that joins has to be known to have it.
        if limits.sev && node.sev != Some(true) {
            findings.push(flag(Rule::Sev, &named.node));
        }
        once.then_some(class)
    }

    /// Takes a node that leaves out of the members, and gives its class, when it is one to be
    /// counted.
    fn leaves(
        &self,
        named: &Named,
        subnet: u32,
        members: &mut Vec<u32>,
        findings: &mut Vec<Finding>,
    ) -> Option<u32> {
        let once = self.named_once(named, findings);
        let place = match self.known(named) {
            Standing::Unknown => {
                findings.push(flag(Rule::UnknownNode, &named.node));
                return None;
            }
            Standing::Member { class, subnet: of } if of == subnet => {
                members.binary_search(&class).ok()
            }
            Standing::Member { .. } | Standing::Spare { .. } | Standing::Boundary => None,
        };
        match place {
            Some(at) => once.then(|| members.remove(at)),
            None => {
                findings.push(flag(Rule::NotAMember, &named.node));
                None
            }
        }
    }

    /// Where a node is, as far as the network knows its class.
    fn known(&self, named: &Named) -> Standing {
        match named.standing {
            Standing::Spare { class } | Standing::Member { class, .. }
                if self.network.classes().get(class as usize).is_none() =>
            {
                Standing::Unknown
            }
            standing => standing,
        }
    }

    /// Whether a node is named once in all changes together.
    fn named_once(&self, named: &Named, findings: &mut Vec<Finding>) -> bool {
        once(&self.nodes, &named.node, findings)
    }
}

/// Whether a node or a subnet is named once.
fn once(times: &BTreeMap<&str, u64>, subject: &str, findings: &mut Vec<Finding>) -> bool {
    let times = times.get(subject).copied().unwrap_or_default();
    if times > 1 {
        findings.push(violation(Rule::NamedTwice, subject, times, 1));
    }
    times <= 1
}

/// All nodes named.
fn nodes<'a>(changes: &'a [Change], creations: &'a [Creation]) -> impl Iterator<Item = &'a str> {
    let of_changes = changes.iter();
    let of_changes = of_changes.flat_map(|change| change.add.iter().chain(&change.remove));
    let of_creations = creations.iter().flat_map(|creation| &creation.members);
    of_changes
        .chain(of_creations)
        .map(|named| named.node.as_str())
}

/// How often each stands there.
fn times<'a>(names: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, u64> {
    let mut times = BTreeMap::new();
    for name in names {
        *times.entry(name).or_default() += 1;
    }
    times
}

/// A rule that has no number is broken.
fn flag(rule: Rule, subject: &str) -> Finding {
    violation(rule, subject, 1, 0)
}

fn violation(rule: Rule, subject: &str, actual: u64, limit: u64) -> Finding {
    Finding {
        rule,
        subject: subject.into(),
        actual,
        limit,
        severity: Severity::Violation,
    }
}

fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort();
    findings.dedup();
    findings
}

#[cfg(test)]
mod tests;
