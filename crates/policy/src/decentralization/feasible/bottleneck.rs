//! What bounds a size, by name and in words.

use super::super::evaluate::Naming;
use super::super::flow::cut::{Part, Routes};
use super::super::flow::tree::{Assigned, Tree, What};
use super::super::limits::Limits;
use super::super::network::Network;
use bonafide_types::registry::{Bottleneck, Dimension};
use std::collections::BTreeMap;

/// Actors of one part that are named.
const NAMED: usize = 100;

/// Bytes of the names of one part in words, after which no further one begins.
const NAMES_IN_WORDS: usize = 160;

/// What parts of a cut have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Quota(usize),
    Share(usize),
    Actors(Dimension),
    AtHand,
}

/// A part of what bounds a size.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) shown: Bottleneck,
    kind: Kind,
    /// What each of its actors can give, when that is the same for all.
    each: Option<u64>,
}

/// The cut of a flow, by what its parts have in common. A place that got nothing of a cap that
/// was shared out is no part of it: its actor gives what it can elsewhere.
pub(super) fn of(
    network: &Network,
    limits: &Limits,
    tree: &Tree,
    (routes, assigned): (&Routes, &Assigned),
    naming: Naming,
) -> Vec<Shown> {
    // Nodes by actor; one in several places stands once.
    let mut parts: BTreeMap<Kind, BTreeMap<u32, u64>> = BTreeMap::new();
    for (part, nodes) in routes.cut(tree) {
        if nodes == 0 && matches!(part, Part::Vertex(at) if assigned.contains_key(&at)) {
            continue;
        }
        let (kind, actor) = match part {
            Part::Vertex(at) => from_what(tree.vertices[at].what),
            Part::Cluster(at) => from_what(tree.clusters[at].what),
            Part::Leaf(at) => {
                let class = network.class(tree.leaves[at].class);
                (Kind::AtHand, class.actor(Dimension::NodeOperator))
            }
        };
        *parts.entry(kind).or_default().entry(actor).or_default() += nodes;
    }
    let parts = parts.into_iter();
    parts
        .map(|(kind, actors)| {
            let (dimension, of) = match kind {
                Kind::Actors(dimension) => (Some(dimension), dimension),
                Kind::Quota(_) | Kind::Share(_) => (Some(Dimension::Country), Dimension::Country),
                Kind::AtHand => (None, Dimension::NodeOperator),
            };
            let names = match kind {
                Kind::Share(share) => vec![limits.shares[share].tag.clone()],
                _ => actors
                    .keys()
                    .take(NAMED)
                    .map(|actor| naming(of, network.name(of, *actor)))
                    .collect(),
            };
            let first = actors.values().next().copied();
            let nodes: u64 = actors.values().sum();
            Shown {
                kind,
                each: first.filter(|first| actors.values().all(|nodes| nodes == first)),
                shown: Bottleneck {
                    dimension,
                    actors: names,
                    count: u32::try_from(actors.len()).unwrap_or(u32::MAX),
                    nodes: u32::try_from(nodes).unwrap_or(u32::MAX),
                },
            }
        })
        .collect()
}

fn from_what(what: Option<What>) -> (Kind, u32) {
    match what {
        Some(What::Actor(dimension, actor)) => (Kind::Actors(dimension), actor),
        Some(What::Share(share)) => (Kind::Share(share), 0),
        // The root has no bound, so it is in no cut.
        None => (Kind::AtHand, 0),
    }
}

/// The least numbers that cannot be had: those that ask for more than there is, or all of them
/// when they cannot be had together.
pub(super) fn quotas(limits: &Limits, tree: &Tree) -> Vec<Shown> {
    let asked = 0..limits.specials.len();
    let all = asked.filter(|at| limits.specials[*at].min > 0);
    let specials: Vec<_> = if tree.unmet.is_empty() && limits.unknown_tags.is_empty() {
        all.collect()
    } else {
        tree.unmet.clone()
    };
    specials
        .into_iter()
        .map(|at| Shown {
            kind: Kind::Quota(at),
            each: None,
            shown: Bottleneck {
                dimension: Some(limits.specials[at].dimension),
                actors: vec![limits.specials[at].name.clone()],
                count: 1,
                nodes: 0,
            },
        })
        .collect()
}

/// The answer in words.
pub(super) fn words(limits: &Limits, (found, bound): (u32, u32), parts: &[Shown]) -> String {
    let wanted = members(limits.min_size);
    let possible = if found == bound {
        format!("{wanted} wanted, {found} possible")
    } else {
        format!("{wanted} wanted, {found} found, no more than {bound} possible")
    };
    let tags = limits.unknown_tags.iter();
    let tags = tags.map(|tag| format!("the tag {tag} has no countries"));
    let reasons: Vec<_> = tags
        .chain(parts.iter().map(|part| part.words(limits)))
        .collect();
    if reasons.is_empty() {
        return format!("{possible}: no node at hand may join");
    }
    format!("{possible}: {}", reasons.join("; "))
}

fn members(count: u32) -> String {
    counted(count.into(), "member", "members")
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

impl Shown {
    fn words(&self, limits: &Limits) -> String {
        let nodes = counted(self.shown.nodes.into(), "node", "nodes");
        let count = u64::from(self.shown.count);
        match self.kind {
            Kind::Quota(at) => {
                let special = &limits.specials[at];
                let asked = counted(special.min.into(), "node", "nodes");
                let (one, _) = noun(special.dimension);
                format!(
                    "{asked} of the {one} {} at least cannot be had",
                    special.name
                )
            }
            Kind::Share(share) => {
                let tag = &limits.shares[share].tag;
                format!("the share of {tag} allows {nodes}")
            }
            Kind::AtHand => {
                let who = counted(count, "node operator has", "node operators have");
                format!("{who} {nodes} at hand: {}", self.names())
            }
            Kind::Actors(dimension) => {
                let (one, many) = noun(dimension);
                let who = counted(count, one, many);
                let each = match self.each {
                    Some(each) if count > 1 => format!(", at most {each} each"),
                    _ => String::new(),
                };
                format!("{who} can give {nodes}{each}: {}", self.names())
            }
        }
    }

    fn names(&self) -> String {
        let mut names = String::new();
        let mut more = u64::from(self.shown.count);
        for name in &self.shown.actors {
            if names.len() > NAMES_IN_WORDS {
                break;
            }
            if !names.is_empty() {
                names.push_str(", ");
            }
            names.push_str(name);
            more = more.saturating_sub(1);
        }
        if more == 0 {
            return names;
        }
        format!("{names} and {more} more")
    }
}

/// What an actor of a dimension is called, one and many.
const fn noun(dimension: Dimension) -> (&'static str, &'static str) {
    match dimension {
        Dimension::NodeOperator => ("node operator", "node operators"),
        Dimension::NodeProvider => ("node provider", "node providers"),
        Dimension::Cluster => (
            "node provider with all it is linked to",
            "node providers with all they are linked to",
        ),
        Dimension::DataCenter => ("data centre", "data centres"),
        Dimension::DataCenterOwner => ("data-centre owner", "data-centre owners"),
        Dimension::Area => ("area", "areas"),
        Dimension::Country => ("country", "countries"),
    }
}
