//! Countries by tag: which subnets keep to a tag, and what share of the nodes it has.

use super::network::Network;
use super::tally::Tally;
use bonafide_types::registry::Dimension;

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
