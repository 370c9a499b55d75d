//! Nodes at hand.

use super::super::network::{Health, Network};

/// Nodes to take from, by class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supply(pub(crate) Vec<u32>);

impl Supply {
    /// Spare nodes that may join a subnet.
    #[must_use]
    pub fn spare(network: &Network) -> Self {
        let classes = (0..).zip(network.classes());
        Self(
            classes
                .map(|(number, class)| {
                    if class.can_join() {
                        network.spare(number)
                    } else {
                        0
                    }
                })
                .collect(),
        )
    }

    /// Those, and the members of all subnets that are not unhealthy.
    #[must_use]
    pub fn all(network: &Network) -> Self {
        let mut supply = Self::spare(network);
        for subnet in 0..network.subnets() {
            for class in network.members(subnet) {
                if network.class(*class).health != Health::Unhealthy {
                    supply.0[*class as usize] += 1;
                }
            }
        }
        supply
    }

    /// Nodes of a class. One that was not known then has none.
    #[must_use]
    pub fn of(&self, class: u32) -> u32 {
        self.0.get(class as usize).copied().unwrap_or_default()
    }

    /// Takes a node of each of these classes, which there are.
    pub(crate) fn take(&mut self, classes: &[u32]) {
        for class in classes {
            self.0[*class as usize] -= 1;
        }
    }
}
