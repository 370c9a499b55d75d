//! What an offence costs when many in one subnet did the same.
//!
//! One node that lies harms little; a third of a subnet can break it. So the penalty grows with
//! the square of the offenders' part, and reaches the whole at a third:
//!
//! ```text
//! penalty = max(base, min(10^9, 9 k^2 10^9 / n^2))
//! ```
//!
//! - n is the number of the subnet's nodes, or of the network's where no subnet is concerned.
//! - k counts nodes of proven offenders: those convicted of the same family, whose offences
//!   were at most a window (`offence_days`) apart from the one that is judged, before it or
//!   after it. The conviction that is judged counts too. One that was cancelled does not stand
//!   and is not given.
//! - Providers of one cluster are one actor: when one of them is convicted, all their nodes
//!   count, once, however many of them are convicted.
//!
//! An offender does not pay less because it was convicted first: once, half-way through the
//! two windows after its conviction ([`settles_ns`]), k is counted again. What was taken stays
//! taken; more can only be added ([`raise`]).

use super::{
    PenaltyError,
    ppb::{BILLION, Ppb},
};
use bonafide_types::rewards::Family;
use std::collections::{BTreeMap, BTreeSet};

/// Nanoseconds in a day.
const DAY_NS: u64 = 86_400_000_000_000;

/// What an offence of this base costs when `proven` of a subnet's `size` nodes are those of
/// proven offenders. Rounded down.
///
/// # Errors
/// [`PenaltyError::NoNodes`], [`PenaltyError::ProvenAboveSize`].
pub fn correlated(base: Ppb, proven: u32, size: u32) -> Result<Ppb, PenaltyError> {
    if size == 0 {
        return Err(PenaltyError::NoNodes);
    }
    if proven > size {
        return Err(PenaltyError::ProvenAboveSize { proven, size });
    }
    let (k, n) = (u128::from(proven), u128::from(size));
    // Less than 2^98.
    let square = 9 * k * k * u128::from(BILLION) / (n * n);
    let square = u32::try_from(square).ok().and_then(Ppb::new);
    Ok(base.max(square.unwrap_or(Ppb::ONE)))
}

/// What a later count adds to what a conviction costs; it never gives back.
#[must_use]
pub const fn raise(before: Ppb, counted_again: Ppb) -> Ppb {
    counted_again.above(before)
}

/// When k is counted again: a window after the conviction, the middle of the time in which
/// accomplices are convicted. Nanoseconds since the epoch.
#[must_use]
pub fn settles_ns(convicted_ns: u64, offence_days: u32) -> u64 {
    convicted_ns.saturating_add(window_ns(offence_days))
}

/// At most the last moment that 64 bits hold, which never comes.
fn window_ns(days: u32) -> u64 {
    u64::from(days).saturating_mul(DAY_NS)
}

/// A conviction that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conviction {
    /// Whose: a provider's number.
    pub offender: usize,
    /// Of what family.
    pub family: Family,
    /// When the offence was. Nanoseconds since the epoch.
    pub offence_ns: u64,
}

/// The nodes of a subnet by the actors that have them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seats<'a> {
    /// The cluster of each provider.
    clusters: &'a [usize],
    /// Nodes of each cluster.
    nodes: BTreeMap<usize, u32>,
    size: u32,
}

impl<'a> Seats<'a> {
    /// From the provider of each node, and the cluster of each provider, as
    /// [`clusters`](crate::independence::Declarations::clusters) gives it.
    ///
    /// # Errors
    /// [`PenaltyError::NoCluster`], [`PenaltyError::TooManyNodes`].
    pub fn new(
        providers: impl IntoIterator<Item = usize>,
        clusters: &'a [usize],
    ) -> Result<Self, PenaltyError> {
        let mut seats = Self {
            clusters,
            nodes: BTreeMap::new(),
            size: 0,
        };
        for provider in providers {
            let cluster = seats.cluster(provider)?;
            seats.size = (seats.size.checked_add(1)).ok_or(PenaltyError::TooManyNodes)?;
            // At most the size.
            *seats.nodes.entry(cluster).or_default() += 1;
        }
        Ok(seats)
    }

    /// All nodes.
    #[must_use]
    pub const fn size(&self) -> u32 {
        self.size
    }

    fn cluster(&self, provider: usize) -> Result<usize, PenaltyError> {
        let cluster = self.clusters.get(provider).copied();
        cluster.ok_or(PenaltyError::NoCluster { provider })
    }

    /// The nodes of those clusters that have an offender.
    ///
    /// # Errors
    /// [`PenaltyError::NoCluster`].
    pub fn proven(&self, offenders: impl IntoIterator<Item = usize>) -> Result<u32, PenaltyError> {
        let clusters = (offenders.into_iter())
            .map(|offender| self.cluster(offender))
            .collect::<Result<BTreeSet<_>, _>>()?;
        let nodes = clusters
            .iter()
            .filter_map(|cluster| self.nodes.get(cluster));
        Ok(nodes.sum())
    }

    /// What a conviction costs, given all that stand; their order does not matter, nor whether
    /// the one that is judged is among them.
    ///
    /// # Errors
    /// [`PenaltyError::NoCluster`]; [`PenaltyError::NoNodes`] when there are none.
    pub fn penalty(
        &self,
        base: Ppb,
        judged: &Conviction,
        standing: &[Conviction],
        offence_days: u32,
    ) -> Result<Ppb, PenaltyError> {
        let near = |other: &&Conviction| {
            other.family == judged.family
                && other.offence_ns.abs_diff(judged.offence_ns) <= window_ns(offence_days)
        };
        let others = standing.iter().filter(near);
        let proven = self.proven(others.chain([judged]).map(|it| it.offender))?;
        correlated(base, proven, self.size)
    }
}

#[cfg(test)]
mod tests;
