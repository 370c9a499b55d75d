//! What a search suggests, by node ids, with the verdict on it.

use super::{
    changes::{Asked, Found, Judged, JudgedSubnet, judge},
    figures::{COEFFICIENTS, Figures},
    world::{Ids, World, short},
};
use crate::{
    error::CliError,
    output::{fields, table},
};
use bonafide_policy::decentralization::{Place, Score, search::Suggestion};
use bonafide_types::{
    id::Sha256Hash,
    registry::{Dimension, Optimality},
};
use serde::Serialize;

/// Changes with their verdict. Written to a file, it is a proposal that `verify` reads.
#[derive(Debug, Serialize)]
pub(super) struct Plan {
    #[serde(flatten)]
    pub(super) judged: Judged,
    /// Of each change that was searched for, in their order.
    pub(super) searched: Vec<Searched>,
    pub(super) tie_break_seed: Sha256Hash,
}

/// Scores that were compared, and how good the better one is known to be.
#[derive(Debug, Serialize)]
pub(super) struct Searched {
    score_before: Option<ShownScore>,
    score_after: ShownScore,
    optimality: &'static str,
    /// No score has a higher product, where a higher one is not ruled out.
    product_bound: Option<String>,
}

/// A score. Its product is of operators, clusters, data centres, owners, areas and countries, at
/// `nakamoto`.
#[derive(Debug, Serialize)]
struct ShownScore {
    violations: u64,
    product: String,
    held_by_clusters: u32,
    held_by_countries: u32,
    clusters: u32,
    countries: u32,
    weak: u32,
    sum: u32,
}

impl From<Score> for ShownScore {
    fn from(score: Score) -> Self {
        Self {
            violations: score.violations,
            product: score.product.to_string(),
            held_by_clusters: score.held_by_clusters,
            held_by_countries: score.held_by_countries,
            clusters: score.clusters,
            countries: score.countries,
            weak: score.weak,
            sum: score.sum,
        }
    }
}

impl Searched {
    pub(super) fn of(suggestion: &Suggestion) -> Self {
        let (optimality, product_bound) = match &suggestion.optimality {
            Optimality::Proven => ("proven", None),
            Optimality::Exhaustive => ("exhaustive", None),
            Optimality::LocalBest { product_bound } => ("local_best", Some(product_bound)),
        };
        Self {
            score_before: suggestion.before.map(ShownScore::from),
            score_after: suggestion.after.into(),
            optimality,
            product_bound: product_bound.map(u128::to_string),
        }
    }

    pub(super) fn words(&self) -> String {
        match (self.optimality, &self.product_bound) {
            ("proven", _) => "no rule is broken, and no choice has higher coefficients".into(),
            ("exhaustive", _) => "everything was tried, and nothing is better".into(),
            (_, bound) => {
                let bound = bound.as_deref().unwrap_or_default();
                format!("no single decision makes it better; no score has a product above {bound}")
            }
        }
    }
}

/// Changes of subnets by node ids. Those that change nothing are left out.
pub(super) fn changes(world: &World, found: &[(u32, Suggestion)]) -> Vec<Asked> {
    let mut spare = world.ids(Place::Spare);
    let some = found
        .iter()
        .filter(|(_, suggestion)| !suggestion.is_empty());
    some.map(|(number, suggestion)| {
        let id = world.subnet_id(*number);
        Asked {
            subnet: Some(id.to_owned()),
            kind: world.kind_of(id).to_owned(),
            add: spare.take(&suggestion.add),
            remove: world.ids(Place::Subnet(*number)).take(&suggestion.remove),
        }
    })
    .collect()
}

/// A new subnet by node ids.
pub(super) fn creation(kind: &str, classes: &[u32], spare: &mut Ids<'_>) -> Asked {
    Asked {
        subnet: None,
        kind: kind.into(),
        add: spare.take(classes),
        remove: Vec::new(),
    }
}

impl Plan {
    pub(super) fn new(
        world: &World,
        asked: &[Asked],
        searched: Vec<Searched>,
        tie_break_seed: Sha256Hash,
    ) -> Result<Self, CliError> {
        let judged = if asked.is_empty() {
            Judged::of_nothing(world)
        } else {
            judge(world, asked)?
        };
        Ok(Self {
            judged,
            searched,
            tie_break_seed,
        })
    }

    pub(super) fn human(&self, world: &World) -> String {
        let mut parts = vec![self.judged.human(world)];
        parts.extend(self.searched.iter().map(Searched::words));
        let seed = self.tie_break_seed.to_string();
        parts.push(fields(&[("tie-break seed", seed)]));
        parts.join("\n")
    }
}

impl Judged {
    /// Each change with its nodes, its figures and what the rules say, then the verdict.
    pub(super) fn human(&self, world: &World) -> String {
        let mut parts: Vec<_> = self.subnets.iter().map(|each| each.human(world)).collect();
        parts.extend(self.findings.iter().map(Found::words));
        parts.push(self.last_words().into());
        parts.join("\n")
    }

    fn last_words(&self) -> &'static str {
        match (self.accepted, self.subnets.is_empty()) {
            (true, true) => "nothing would change",
            (true, false) => "accepted",
            (false, _) => "refused",
        }
    }
}

impl JudgedSubnet {
    fn human(&self, world: &World) -> String {
        let name = self.subnet.as_deref().map_or("new subnet", short);
        let nodes = |sign: &'static str, ids: &[String]| {
            let row = |id: &String| {
                let of = |dimension| {
                    let class = world.class(id);
                    class
                        .map(|class| world.name(dimension, class))
                        .unwrap_or_default()
                };
                [
                    sign.into(),
                    id.clone(),
                    of(Dimension::DataCenter),
                    of(Dimension::DataCenterOwner),
                    of(Dimension::Area),
                ]
            };
            ids.iter().map(row).collect::<Vec<_>>()
        };
        let moved = [nodes("-", &self.remove), nodes("+", &self.add)].concat();
        let before = self
            .before
            .as_ref()
            .map(|figures| figures_row("before", figures));
        let rows = before
            .into_iter()
            .chain([figures_row("after", &self.after)]);
        let header = ["", "size", COEFFICIENTS, "product", "violations"];
        let moved = table(["", "node", "data centre", "owner", "area"], moved);
        let figures = table(header, rows);
        format!("{name} ({})\n{moved}\n{figures}", self.kind)
    }
}

fn figures_row(when: &str, figures: &Figures) -> [String; 5] {
    [
        when.into(),
        figures.size.to_string(),
        figures.coefficients(),
        figures.product.clone(),
        figures.violations.len().to_string(),
    ]
}
