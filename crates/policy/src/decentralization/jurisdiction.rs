//! Countries by tag: which subnets keep to a tag, and what share of the nodes it has.

use super::network::Network;
use super::tally::Tally;
use bonafide_types::registry::Dimension;
use std::collections::BTreeMap;

#[cfg(test)]
mod tests;

/// What names in rules stand for.
pub trait Tags {
    /// The countries of a tag by their codes, or the country that the tag names by its code;
    /// `None` when there is no such tag.
    fn countries(&self, tag: &str) -> Option<Vec<String>>;

    /// The name of an actor in rules, as the network keeps it.
    fn actor_key(&self, dimension: Dimension, name: &str) -> Vec<u8> {
        let _ = dimension;
        name.as_bytes().to_vec()
    }
}

/// Some countries of a network, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Countries(Vec<bool>);

impl Countries {
    /// Those of the codes that the network knows.
    #[must_use]
    pub fn of(network: &Network, codes: &[String]) -> Self {
        let mut inside = vec![false; network.actors(Dimension::Country)];
        for code in codes {
            if let Some(country) = network.actor(Dimension::Country, code.as_bytes()) {
                inside[country as usize] = true;
            }
        }
        Self(inside)
    }

    /// All that the network knows.
    #[must_use]
    pub fn all(network: &Network) -> Self {
        Self(vec![true; network.actors(Dimension::Country)])
    }

    /// With those of another set.
    #[must_use]
    pub fn with(mut self, more: &Self) -> Self {
        if self.0.len() < more.0.len() {
            self.0.resize(more.0.len(), false);
        }
        for (inside, too) in self.0.iter_mut().zip(&more.0) {
            *inside |= too;
        }
        self
    }

    /// Whether a country is one of them.
    #[must_use]
    pub fn contains(&self, country: u32) -> bool {
        self.0.get(country as usize).copied().unwrap_or_default()
    }

    /// Nodes in these countries.
    #[must_use]
    pub fn count(&self, tally: &Tally) -> u32 {
        let countries = (0..).zip(&self.0).filter(|(_, inside)| **inside);
        countries
            .map(|(country, _)| tally.count(Dimension::Country, country))
            .sum()
    }
}

/// Whether all members are in some countries. Members are classes; without members there is
/// nothing that could be inside, and the answer is no.
#[must_use]
pub fn within(network: &Network, members: &[u32], countries: &Countries) -> bool {
    !members.is_empty() && count(network, members, countries) == members.len()
}

/// Whether no member is in some countries. Members are classes; without members the answer is
/// yes.
#[must_use]
pub fn without(network: &Network, members: &[u32], countries: &Countries) -> bool {
    count(network, members, countries) == 0
}

/// Members that are in some countries. A class that the network does not have is nowhere.
fn count(network: &Network, members: &[u32], countries: &Countries) -> usize {
    let classes = members.iter();
    let classes = classes.filter_map(|class| network.classes().get(*class as usize));
    classes
        .filter(|class| countries.contains(class.actor(Dimension::Country)))
        .count()
}

/// What some countries have of a network. The share is one of these numbers divided by the same
/// of [`Countries::all`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// Nodes there: spare ones and members. Boundary nodes are in no network and not counted.
    pub nodes: u32,
    /// Of them members of subnets.
    pub members: u32,
    /// The same if the changes had been made.
    pub members_after: u32,
    /// Subnets with a member there now.
    pub subnets: u32,
    /// Subnets with all members there now.
    pub subnets_within: u32,
}

impl Shares {
    /// Counts. `after` has the members by class that some subnets would have, by their numbers,
    /// and `new` those of subnets to be made; a number that no subnet has counts nothing.
    #[must_use]
    pub fn of(
        network: &Network,
        countries: &Countries,
        after: &BTreeMap<u32, Vec<u32>>,
        new: &[Vec<u32>],
    ) -> Self {
        let inside = |members: &[u32]| in_u32(count(network, members, countries));
        let mut shares = Self::default();
        for subnet in 0..network.subnets() {
            let members = network.members(subnet);
            let now = inside(members);
            shares.members += now;
            shares.members_after += after.get(&subnet).map_or(now, |changed| inside(changed));
            shares.subnets += u32::from(now > 0);
            shares.subnets_within += u32::from(now > 0 && now == in_u32(members.len()));
        }
        shares.members_after += new.iter().map(|members| inside(members)).sum::<u32>();
        let spare: u32 = (0..)
            .zip(network.classes())
            .filter(|(_, class)| countries.contains(class.actor(Dimension::Country)))
            .map(|(number, _)| network.spare(number))
            .sum();
        shares.nodes = spare + shares.members;
        shares
    }
}

/// A number of nodes.
fn in_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
