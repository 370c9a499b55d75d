//! What no choice of nodes can exceed.

use super::Pool;
use crate::decentralization::limits::Limits;
use crate::decentralization::network::Network;
use crate::decentralization::score::{SCORED, Score, product};
use crate::decentralization::tally::{Coefficient, Spread, Tally, Threshold};
use bonafide_types::registry::Optimality;

/// What cannot be exceeded when so many members leave and so many candidates join.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ceiling {
    /// No score is better than this.
    pub(super) best: Score,
    /// No product is higher, whatever rules are broken for it.
    pub(super) product: u128,
    /// Nobody leaves or joins.
    closed: bool,
}

impl Ceiling {
    /// The ceiling over members counted, of whom `leaving` leave and to whom `joining` are
    /// added; as many less of both are allowed, too.
    ///
    /// Each dimension is looked at by itself: the actors with the most nodes lose them, those
    /// with the fewest get them. So no number of actors together can have fewer nodes in any
    /// other way, and the coefficient is as high as it can be, with the fewest nodes held.
    pub(super) fn new(
        network: &Network,
        limits: &Limits,
        tally: &Tally,
        pool: &Pool,
        (leaving, joining): (u32, u32),
    ) -> Self {
        let exchange = (leaving, joining);
        // Who breaks a rule alone is in no subnet without broken rules.
        let clean = |class: &u32| limits.weight_of(network.class(*class)) == 0;
        let clean = pool.candidates().filter(clean);
        let clean = levels(network, tally, clean, exchange);
        let any = levels(network, tally, pool.candidates(), exchange);
        let [_, clusters, .., countries] = clean;
        Self {
            best: Score::of(
                0,
                clean.map(|level| level.found.actors),
                (clusters.found.nodes, countries.found.nodes),
                (clusters.distinct, countries.distinct),
            ),
            product: product(any.map(|level| level.found.actors)),
            closed: leaving == 0 && joining == 0,
        }
    }

    /// How good a score is known to be, when everything was tried or not.
    pub(super) fn judge(&self, score: &Score, tried_all: bool) -> Optimality {
        if *score >= self.best && !self.closed {
            Optimality::Proven
        } else if tried_all {
            Optimality::Exhaustive
        } else if score.violations == 0 {
            Optimality::LocalBest {
                product_bound: self.best.product,
            }
        } else {
            Optimality::LocalBest {
                product_bound: self.product,
            }
        }
    }
}

/// A dimension after the most even exchange.
#[derive(Clone, Copy)]
struct Level {
    found: Coefficient,
    distinct: u32,
}

/// All scored dimensions, each as if the others did not matter.
fn levels(
    network: &Network,
    tally: &Tally,
    candidates: impl Iterator<Item = u32>,
    (leaving, joining): (u32, u32),
) -> [Level; SCORED.len()] {
    let size = tally.size().saturating_sub(leaving).saturating_add(joining);
    let threshold = Threshold::Bft.of(size);
    let open = open(network, tally, candidates);
    let mut open = open.into_iter();
    SCORED.map(|dimension| {
        let open = open.next().unwrap_or_default();
        let spread = even(tally.spread(dimension).clone(), open, (leaving, joining));
        Level {
            found: spread.coefficient(threshold),
            distinct: spread.distinct(),
        }
    })
}

/// By scored dimension: actors with `c` nodes that have a candidate, at `c`.
fn open(
    network: &Network,
    tally: &Tally,
    candidates: impl Iterator<Item = u32>,
) -> [Vec<u32>; SCORED.len()] {
    let mut seen = SCORED.map(|dimension| vec![false; network.actors(dimension)]);
    let mut open = SCORED.map(|dimension| vec![0; tally.spread(dimension).max() as usize + 1]);
    for candidate in candidates {
        let class = network.class(candidate);
        for (at, dimension) in SCORED.into_iter().enumerate() {
            let actor = class.actor(dimension);
            let seen = &mut seen[at][actor as usize];
            if !*seen {
                *seen = true;
                open[at][tally.count(dimension, actor) as usize] += 1;
            }
        }
    }
    open
}

/// The most even spread after nodes left and others joined. Who lost a node may have it back:
/// so fewer may leave.
fn even(mut spread: Spread, mut open: Vec<u32>, (leaving, joining): (u32, u32)) -> Spread {
    for _ in 0..leaving {
        let most = spread.max();
        if most == 0 {
            break;
        }
        spread.lower(most);
        let most = most as usize;
        open[most] = open[most].saturating_sub(1);
        open[most - 1] += 1;
    }
    for _ in 0..joining {
        let fewest = (0..).zip(&open).find(|(_, actors)| **actors > 0);
        let Some((count, _)) = fewest else {
            break;
        };
        spread.raise(count);
        let count = count as usize;
        open[count] -= 1;
        if open.len() == count + 1 {
            open.push(0);
        }
        open[count + 1] += 1;
    }
    spread
}
