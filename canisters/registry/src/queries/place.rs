//! Places asked for by owner, country or jurisdiction, in the names that the indexes have.

use super::rules;
use crate::domain::country;
use crate::state::State;
use bonafide_types::registry::DataCenterFilter;
use ic_stable_structures::Memory;
use std::collections::BTreeSet;
use std::iter::Peekable;

/// Most bytes of a key of an index; no record has a longer name.
pub(super) const KEY_BYTES: usize = 255;

/// Where to look; absent fields ask for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// An owner's canonical name.
    pub(super) owner: Option<String>,
    /// A country's assigned code.
    pub(super) country: Option<String>,
    /// A jurisdiction's countries; none when there is no such tag.
    pub(super) countries: Option<BTreeSet<String>>,
}

impl Place {
    /// The place that a filter asks for; `None` when there can be no such place.
    pub(super) fn of<M: Memory>(state: &State<M>, filter: &DataCenterFilter) -> Option<Self> {
        let names = [&filter.owner, &filter.jurisdiction];
        if names.into_iter().flatten().any(|it| it.len() > KEY_BYTES) {
            return None;
        }
        let country = match &filter.country {
            Some(code) => Some(country::canonical(code)?.to_owned()),
            None => None,
        };
        let owner = filter.owner.as_deref();
        let countries = filter.jurisdiction.as_deref().map(|tag| {
            let row = rules::get_jurisdiction(state, tag);
            row.map_or_else(BTreeSet::new, |row| row.countries.into_iter().collect())
        });
        Some(Self {
            owner: owner.map(|owner| state.canonical_owner(owner)),
            country,
            countries,
        })
    }

    /// Whether it asks for nothing, so that everywhere is such a place.
    pub(super) fn is_anywhere(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a data centre of this canonical owner, in this country, is such a place.
    pub(super) fn holds(&self, owner: &str, country: &str) -> bool {
        let within = |set: &BTreeSet<String>| set.contains(country);
        self.owner.as_ref().is_none_or(|asked| asked == owner)
            && self.country.as_ref().is_none_or(|asked| asked == country)
            && self.countries.as_ref().is_none_or(within)
    }

    /// The data centres at such a place, and maybe others, above `after` (all, when absent)
    /// in order.
    pub(super) fn keys<'s, M: Memory>(
        &self,
        state: &'s State<M>,
        after: Option<&[u8]>,
    ) -> Box<dyn Iterator<Item = Vec<u8>> + 's> {
        let of_country = |code: &String| {
            let index = &state.data_centers_by_country;
            index.members(code.as_bytes(), after).peekable()
        };
        if let Some(owner) = &self.owner {
            let index = &state.data_centers_by_owner;
            Box::new(index.members(owner.as_bytes(), after))
        } else if let Some(code) = &self.country {
            Box::new(of_country(code))
        } else if let Some(countries) = &self.countries {
            merge(countries.iter().map(of_country).collect())
        } else {
            Box::new(state.data_centers.keys(after))
        }
    }
}

/// The items of some ascending iterators, which have none in common, in order.
fn merge<'s, T: Ord + Clone + 's>(
    mut heads: Vec<Peekable<impl Iterator<Item = T> + 's>>,
) -> Box<dyn Iterator<Item = T> + 's> {
    Box::new(std::iter::from_fn(move || {
        let (_, at) = (0..)
            .zip(&mut heads)
            .filter_map(|(at, head)| Some((head.peek()?.clone(), at)))
            .min()?;
        heads.get_mut(at)?.next()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_merge_in_order() {
        let heads = [vec![1, 4, 9], vec![], vec![2, 3, 10]];
        let heads = heads
            .map(|it| it.into_iter().peekable())
            .into_iter()
            .collect();
        assert_eq!(merge(heads).collect::<Vec<_>>(), [1, 2, 3, 4, 9, 10]);
    }
}
