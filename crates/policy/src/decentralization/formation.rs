//! Many subnets at once.
//!
//! Subnets that are made one by one take nodes from each other. Here all of them are one flow
//! through the tree of limits: `k` subnets of a size take `k` times what one may take, and the
//! largest `k` for which that much flows is looked for. Then one subnet after the other is peeled
//! off: of what is left for `r` subnets it takes `1/r` of every bounded part, rounded up or down.
//! Such a peel exists: `1/r` of the flow keeps to these bounds, and where the bounds are whole
//! and the parts nested, there is then a flow of whole numbers as well. What is left keeps to
//! the bounds of `r - 1` subnets.
//!
//! An actor at several places of the tree has its cap shared out over them, for all subnets in
//! the same way; what is left is formed in a further round, in another way perhaps.

#[cfg(test)]
mod tests;

use super::feasible::Supply;
use super::flow::branch::{self, Solution};
use super::flow::cut::Routes;
use super::flow::tree::{Assigned, Bounds, Tree};
use super::limits::Limits;
use super::network::Network;
use super::outlook::Outlook;
use super::tally::Tally;

/// Subnets that can be made side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Formation {
    /// Their members by class, one entry for each member, in order.
    pub subnets: Vec<Vec<u32>>,
    /// Subnets that no way of choosing exceeds, as many as wanted at most.
    pub upper_bound: u32,
}

/// Forms up to `wanted` subnets of `size` members each. None of them breaks a rule on members;
/// whether the policy allows their size is not asked.
#[must_use]
pub fn form(
    network: &Network,
    limits: &Limits,
    supply: &Supply,
    size: u32,
    wanted: u32,
) -> Formation {
    if size == 0 || wanted == 0 || !limits.unknown_tags.is_empty() {
        return Formation::default();
    }
    let mut formation = Formation::default();
    let mut left = supply.clone();
    loop {
        let missing = wanted - count(&formation.subnets);
        let tree = Tree::new(network, limits, &left);
        let (bound, round) = round(network, limits, &tree, size, missing);
        if formation.subnets.is_empty() {
            formation.upper_bound = bound;
        }
        if round.is_empty() {
            break;
        }
        for subnet in round {
            left.take(&subnet);
            formation.subnets.push(subnet);
        }
    }
    // Where the tree leaves something out, choosing one by one may go on, or further.
    if count(&formation.subnets) < formation.upper_bound {
        let missing = formation.upper_bound - count(&formation.subnets);
        let more = greedy(network, limits, &left, size, missing);
        formation.subnets.extend(more);
    }
    if count(&formation.subnets) < formation.upper_bound {
        let others = greedy(network, limits, supply, size, formation.upper_bound);
        if others.len() > formation.subnets.len() {
            formation.subnets = others;
        }
    }
    formation
}

/// As many as can be formed when each cap is shared out in one way, and a bound for all ways.
fn round(
    network: &Network,
    limits: &Limits,
    tree: &Tree,
    size: u32,
    wanted: u32,
) -> (u32, Vec<Vec<u32>>) {
    if !tree.unmet.is_empty() {
        return (0, Vec::new());
    }
    let mut best = Vec::new();
    let solve = |assigned: &Assigned| most(tree, assigned, size, wanted);
    let accept = |solution: &Solution| {
        let mut subnets = peel(tree, &solution.routes, solution.value, size);
        subnets.retain(|subnet| complies(network, limits, subnet));
        let formed = count(&subnets);
        if subnets.len() > best.len() {
            best = subnets;
        }
        formed
    };
    let bound = branch::search(tree, solve, accept);
    (bound.map_or(0, |bound| bound.relaxed.value), best)
}

/// The most subnets for which enough flows. What flows for `k` of them, times `(k - 1) / k`,
/// keeps to the bounds of `k - 1`: so halving finds it.
fn most(tree: &Tree, assigned: &Assigned, size: u32, wanted: u32) -> Option<Solution> {
    let route = |subnets: u32| {
        let mut bounds = tree.bounds(size, subnets, assigned);
        let all = u64::from(subnets) * u64::from(size);
        bounds.vertices[0] = (all, all);
        tree.route(bounds)
    };
    let mut best = None;
    let (mut enough, mut too_many) = (0, (tree.supply() / size).min(wanted).saturating_add(1));
    while too_many - enough > 1 {
        let middle = enough + (too_many - enough) / 2;
        match route(middle) {
            Some(routes) => {
                enough = middle;
                best = Some(routes);
            }
            None => too_many = middle,
        }
    }
    best.map(|routes| Solution {
        value: enough,
        subnets: enough,
        routes,
        assigned: assigned.clone(),
    })
}

/// Deals a flow out to subnets.
fn peel(tree: &Tree, routes: &Routes, subnets: u32, size: u32) -> Vec<Vec<u32>> {
    let mut vertices = routes.vertices.clone();
    let mut clusters = routes.clusters.clone();
    let mut leaves = routes.leaves.clone();
    let mut peeled = Vec::new();
    for left in (1..=u64::from(subnets)).rev() {
        let even = |flows: &[u64]| {
            let flows = flows.iter();
            flows
                .map(|flow| (flow / left, flow.div_ceil(left)))
                .collect::<Vec<_>>()
        };
        let mut bounds = Bounds {
            vertices: even(&vertices),
            clusters: even(&clusters),
            leaves: leaves.clone(),
        };
        bounds.vertices[0] = (size.into(), size.into());
        let Some(one) = tree.route(bounds) else {
            break;
        };
        subtract(&mut vertices, &one.vertices);
        subtract(&mut clusters, &one.clusters);
        subtract(&mut leaves, &one.leaves);
        peeled.push(tree.classes(&one.leaves));
    }
    peeled
}

fn subtract(from: &mut [u64], flows: &[u64]) {
    for (left, flow) in from.iter_mut().zip(flows) {
        *left -= flow;
    }
}

/// Forms up to `wanted` subnets one by one, and each node by node: the class that breaks least
/// and makes the best product of coefficients, the first of equal ones. It ends at the first
/// subnet that breaks a rule. For comparison with [`form`].
#[must_use]
pub fn greedy(
    network: &Network,
    limits: &Limits,
    supply: &Supply,
    size: u32,
    wanted: u32,
) -> Vec<Vec<u32>> {
    let mut left = supply.clone();
    let mut subnets = Vec::new();
    while size > 0 && count(&subnets) < wanted {
        let chosen = choose(network, limits, &left, size);
        let Some(subnet) = chosen.filter(|subnet| complies(network, limits, subnet)) else {
            break;
        };
        left.take(&subnet);
        subnets.push(subnet);
    }
    subnets
}

/// The members of one subnet; `None` when there are not enough nodes.
fn choose(network: &Network, limits: &Limits, supply: &Supply, size: u32) -> Option<Vec<u32>> {
    let mut left = supply.clone();
    let mut tally = Tally::new(network);
    let mut alone = 0;
    let mut members = Vec::new();
    for _ in 0..size {
        let outlook = Outlook::new(network, limits, &tally, alone);
        let mut best: Option<(u64, u128, u32)> = None;
        for (number, class) in (0..).zip(network.classes()) {
            if left.of(number) == 0 {
                continue;
            }
            let violations = outlook.violations(class);
            if best.is_some_and(|(least, ..)| violations > least) {
                continue;
            }
            let product = outlook.product(class);
            if best.is_none_or(|(least, most, _)| violations < least || product > most) {
                best = Some((violations, product, number));
            }
        }
        let (_, _, number) = best?;
        let class = network.class(number);
        tally.add(class);
        alone += limits.weight_of(class);
        left.take(&[number]);
        members.push(number);
    }
    members.sort_unstable();
    Some(members)
}

/// Whether members break no rule, their number apart.
fn complies(network: &Network, limits: &Limits, members: &[u32]) -> bool {
    let mut classes = members.iter().map(|member| network.class(*member));
    classes.all(|class| limits.weight_of(class) == 0)
        && limits.counted_weight(&Tally::of(network, members.iter().copied())) == 0
}

fn count(subnets: &[Vec<u32>]) -> u32 {
    u32::try_from(subnets.len()).unwrap_or(u32::MAX)
}
