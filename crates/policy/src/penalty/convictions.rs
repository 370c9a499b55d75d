//! What several offences of one provider take together.
//!
//! - Penalties of one class for one subject in one window are one penalty, the greatest of
//!   them: who is convicted twice of the same does not pay twice.
//! - Penalties of other classes, windows or subjects each take their part of what the others
//!   leave. Together they never take more than there is.
//! - A penalty for a node takes from what that node earned; one for the provider from all.
//! - A cancellation covers a class, subject and window up to the penalty it names, whether
//!   that was imposed before or comes later. A greater one is not covered, and counts whole.
//!
//! Nothing depends on the order in which penalties and cancellations come. As convictions only
//! add, what is due after a further one is what all of them take, less what was taken.

use super::{
    PenaltyError,
    ppb::{BILLION, Ppb},
};
use bonafide_types::id::NodeId;
use bonafide_types::rewards::PenaltyClass;
use num_bigint::BigUint;
use std::collections::BTreeMap;

/// Whose an offence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The provider's, with all it earned.
    Provider,
    /// One node's, with what that node earned.
    Node(NodeId),
}

impl Scope {
    /// Whether it takes from what a node earned, or from what none did.
    pub(super) fn reaches(self, node: Option<NodeId>) -> bool {
        match self {
            Self::Provider => true,
            Self::Node(of) => Some(of) == node,
        }
    }
}

/// What is punished once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Offence {
    /// Whose it is.
    pub scope: Scope,
    /// Of what class.
    pub class: PenaltyClass,
    /// In which window, by its number.
    pub window: u64,
}

/// What was held when the offence was, by what earned it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Escrow {
    /// What no node earned, or none that is known, e8s.
    pub other_e8s: u64,
    /// What each node earned, e8s.
    pub nodes: BTreeMap<NodeId, u64>,
}

impl Escrow {
    /// All of it, e8s.
    ///
    /// # Errors
    /// [`PenaltyError::EscrowTooLarge`].
    pub fn total_e8s(&self) -> Result<u64, PenaltyError> {
        (self.nodes.values())
            .try_fold(self.other_e8s, |sum, e8s| sum.checked_add(*e8s))
            .ok_or(PenaltyError::EscrowTooLarge)
    }

    /// Each part, and the node that earned it.
    pub(super) fn parts(&self) -> impl Iterator<Item = (Option<NodeId>, u64)> {
        let nodes = self.nodes.iter().map(|(node, e8s)| (Some(*node), *e8s));
        nodes.chain([(None, self.other_e8s)])
    }
}

/// A provider's convictions, and what of them was cancelled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Convictions {
    /// The greatest penalty.
    proven: BTreeMap<Offence, Ppb>,
    /// Up to what it is cancelled.
    cancelled: BTreeMap<Offence, Ppb>,
}

impl Convictions {
    /// Adds a penalty. Says by how much it raises what the offence costs.
    pub fn prove(&mut self, offence: Offence, penalty: Ppb) -> Ppb {
        let before = self.penalty(&offence);
        let greatest = self.proven.entry(offence).or_default();
        *greatest = penalty.max(*greatest);
        self.penalty(&offence).above(before)
    }

    /// Cancels penalties of an offence up to this one. Says by how much that lowers what the
    /// offence costs.
    pub fn cancel(&mut self, offence: Offence, up_to: Ppb) -> Ppb {
        let before = self.penalty(&offence);
        let greatest = self.cancelled.entry(offence).or_default();
        *greatest = up_to.max(*greatest);
        before.above(self.penalty(&offence))
    }

    /// What an offence costs.
    #[must_use]
    pub fn penalty(&self, offence: &Offence) -> Ppb {
        let of = |map: &BTreeMap<_, _>| map.get(offence).copied().unwrap_or_default();
        let (proven, cancelled) = (of(&self.proven), of(&self.cancelled));
        if proven > cancelled {
            proven
        } else {
            Ppb::ZERO
        }
    }

    /// What costs something, in order.
    #[must_use]
    pub fn standing(&self) -> Vec<(Offence, Ppb)> {
        (self.proven.keys())
            .map(|offence| (*offence, self.penalty(offence)))
            .filter(|(_, penalty)| *penalty > Ppb::ZERO)
            .collect()
    }

    /// What all of them take from what was held then, and no more than `balance_e8s`, which is
    /// still there. Rounded down once; but 1 e8s at least, when a penalty concerns anything
    /// and anything is there.
    ///
    /// # Errors
    /// [`PenaltyError::EscrowTooLarge`].
    pub fn taken_e8s(&self, escrow: &Escrow, balance_e8s: u64) -> Result<u64, PenaltyError> {
        let held = escrow.total_e8s()?;
        let standing = self.standing();
        // Amounts in e8s / 10^(9 x penalties), in which nothing is rounded.
        let unit: BigUint = standing.iter().map(|_| BigUint::from(BILLION)).product();
        let left: BigUint = (escrow.parts())
            .map(|(node, e8s)| BigUint::from(e8s) * left(&standing, node))
            .sum();
        let taken = BigUint::from(held) * &unit - left;
        if taken == BigUint::ZERO {
            return Ok(0);
        }
        // A part is never more than the whole.
        let taken = u64::try_from(taken / unit).map_or(held, |taken| taken.max(1));
        Ok(taken.min(balance_e8s))
    }
}

/// What penalties leave of what a node earned, in 1 / 10^(9 x penalties).
fn left(standing: &[(Offence, Ppb)], node: Option<NodeId>) -> BigUint {
    let factor = |(offence, penalty): &(Offence, Ppb)| {
        if offence.scope.reaches(node) {
            penalty.rest()
        } else {
            Ppb::ONE
        }
    };
    (standing.iter())
        .map(|it| BigUint::from(factor(it).billionths()))
        .product()
}

#[cfg(test)]
mod tests;
