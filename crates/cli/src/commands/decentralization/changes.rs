//! Changes of membership by node ids, held against all rules.

use super::{
    figures::{Broken, Figures},
    world::{World, short},
};
use crate::{
    commands::rewards::json::{At, Document},
    error::{CliError, Exit},
};
use bonafide_policy::decentralization::{
    evaluate::as_text,
    verdict::{self, Change, Creation, Named, SubnetOutcome},
};
use bonafide_types::registry::Finding;
use serde::Serialize;
use std::path::Path;

/// Nodes that join and leave a subnet, or a subnet to be made of nodes.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// None of a subnet to be made.
    pub(super) subnet: Option<String>,
    pub(super) kind: String,
    pub(super) add: Vec<String>,
    pub(super) remove: Vec<String>,
}

impl Asked {
    /// Members of a subnet by class, as they would be; nodes that do not count are left out.
    pub(super) fn members_after(&self, world: &World, members: &[u32]) -> Vec<u32> {
        let mut members = members.to_vec();
        for class in self.remove.iter().filter_map(|node| world.class(node)) {
            if let Some(at) = members.iter().position(|member| *member == class) {
                members.remove(at);
            }
        }
        members.extend(self.add.iter().filter_map(|node| world.class(node)));
        members
    }
}

/// Reads `{"subnet", "add", "remove"}` for a change, `{"kind", "add"}` for a new subnet, a list
/// of them, or what `propose`, `create` and `heal` print, which has them under `changes`.
pub(super) fn read(path: &Path, world: &World) -> Result<Vec<Asked>, CliError> {
    let document = Document::read(path)?;
    let root = document.root();
    if root.items().is_ok() {
        return all(&root, world);
    }
    match root.optional("changes")? {
        Some(changes) => all(&changes, world),
        None => Ok(vec![asked(&root, world)?]),
    }
}

fn all(list: &At<'_>, world: &World) -> Result<Vec<Asked>, CliError> {
    list.items()?.map(|at| asked(&at, world)).collect()
}

fn asked(at: &At<'_>, world: &World) -> Result<Asked, CliError> {
    let subnet = at.optional("subnet")?;
    let subnet = subnet.map(|at| at.text().map(String::from)).transpose()?;
    // The first group of an id is enough where it is enough to tell the subnet.
    let subnet = subnet.map(|name| match world.subnet(&name) {
        Some(number) => world.subnet_id(number).to_owned(),
        None => name,
    });
    let kind = match &subnet {
        Some(id) => world.kind_of(id).to_owned(),
        None => {
            let kind = at.optional("kind")?;
            let kind = kind.ok_or_else(|| at.error("must name a subnet, or the kind of a new one"));
            kind?.text()?.to_owned()
        }
    };
    let asked = Asked {
        add: nodes(at, "add")?,
        remove: nodes(at, "remove")?,
        subnet,
        kind,
    };
    if asked.subnet.is_none() && !asked.remove.is_empty() {
        return Err(at.error("a new subnet has no members to remove"));
    }
    Ok(asked)
}

fn nodes(at: &At<'_>, field: &str) -> Result<Vec<String>, CliError> {
    let Some(list) = at.optional(field)? else {
        return Ok(Vec::new());
    };
    list.items()?
        .map(|node| node.text().map(String::from))
        .collect()
}

/// The verdict on changes, all of them together.
#[derive(Debug, Serialize)]
pub(super) struct Judged {
    pub(super) accepted: bool,
    /// What concerns no subnet that is known, then what concerns each change.
    pub(super) findings: Vec<Found>,
    /// Whether rules about SEV-SNP were held against the nodes.
    sev_judged: bool,
    /// First the changes of subnets, then the subnets to be made, each in the order asked.
    #[serde(rename = "changes")]
    pub(super) subnets: Vec<JudgedSubnet>,
}

/// A change with the figures before and after it.
#[derive(Debug, Serialize)]
pub(super) struct JudgedSubnet {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) subnet: Option<String>,
    pub(super) kind: String,
    pub(super) add: Vec<String>,
    pub(super) remove: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) before: Option<Figures>,
    pub(super) after: Figures,
}

/// What the rules say, and of which subnet.
#[derive(Debug, Serialize)]
pub(super) struct Found {
    #[serde(skip_serializing_if = "Option::is_none")]
    subnet: Option<String>,
    #[serde(flatten)]
    broken: Broken,
}

impl Found {
    fn all(subnet: Option<&str>, findings: &[Finding]) -> Vec<Self> {
        let shown = Broken::all(findings).into_iter().map(|broken| Self {
            subnet: subnet.map(String::from),
            broken,
        });
        shown.collect()
    }

    pub(super) fn words(&self) -> String {
        let words = self.broken.words();
        match self.subnet.as_deref() {
            Some(subnet) => format!("{}: {words}", short(subnet)),
            None => words,
        }
    }
}

/// Holds changes against all rules.
pub(super) fn judge(world: &World, asked: &[Asked]) -> Result<Judged, CliError> {
    let (mut known, mut made) = (Vec::new(), Vec::new());
    let (mut changes, mut creations) = (Vec::new(), Vec::new());
    for one in asked {
        let limits = world.limits(&one.kind)?;
        let add = named(world, &one.add);
        let Some(id) = &one.subnet else {
            made.push((one, None));
            creations.push(Creation {
                shown: format!("new {} subnet", one.kind),
                limits,
                members: add,
            });
            continue;
        };
        let subnet = world.subnet(id);
        // A change of no subnet that is known has findings and no figures.
        if subnet.is_some() {
            known.push((one, subnet));
        }
        changes.push(Change {
            subnet,
            shown: id.clone(),
            limits,
            add,
            remove: named(world, &one.remove),
        });
    }
    let outcome = verdict::verify(&world.network, &changes, &creations, as_text);
    let mut findings = Found::all(None, &outcome.findings);
    let mut subnets = Vec::new();
    for ((one, subnet), outcome) in known.into_iter().chain(made).zip(&outcome.subnets) {
        let name = one.subnet.as_deref().unwrap_or("new subnet");
        findings.extend(Found::all(Some(name), &outcome.findings));
        subnets.push(judged_subnet(world, one, subnet, outcome)?);
    }
    Ok(Judged {
        accepted: outcome.accepted,
        findings,
        sev_judged: world.sev_judged,
        subnets,
    })
}

fn named(world: &World, nodes: &[String]) -> Vec<Named> {
    nodes.iter().map(|node| world.named(node)).collect()
}

fn judged_subnet(
    world: &World,
    asked: &Asked,
    subnet: Option<u32>,
    outcome: &SubnetOutcome,
) -> Result<JudgedSubnet, CliError> {
    let before = subnet.map(|number| world.figures(&asked.kind, world.network.members(number)));
    Ok(JudgedSubnet {
        subnet: asked.subnet.clone(),
        kind: asked.kind.clone(),
        add: asked.add.clone(),
        remove: asked.remove.clone(),
        before: before.transpose()?,
        after: world.figures(&asked.kind, &outcome.members_after)?,
    })
}

impl Judged {
    /// Of no changes: there is nothing to be against.
    pub(super) fn of_nothing(world: &World) -> Self {
        Self {
            accepted: true,
            findings: Vec::new(),
            sev_judged: world.sev_judged,
            subnets: Vec::new(),
        }
    }

    /// Fails with what the verdict is against.
    pub(super) fn require(&self) -> Result<(), CliError> {
        if self.accepted {
            return Ok(());
        }
        let broken = self.findings.iter();
        let broken = broken.filter(|found| found.broken.refuses());
        let broken: Vec<_> = broken.map(Found::words).collect();
        Err(CliError::new(
            Exit::Refused,
            "MembershipRefused",
            broken.join("; "),
        ))
    }
}
