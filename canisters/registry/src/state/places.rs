//! What events do to data centres, owner aliases and jurisdictions.

use super::State;
use crate::domain::country;
use bonafide_types::id::OperatorId;
use bonafide_types::registry::{DataCenter, Jurisdiction, OwnerAlias};
use candid::Principal;
use ic_stable_structures::Memory;
use std::collections::{BTreeMap, BTreeSet};

impl<M: Memory> State<M> {
    /// The name that an owner of data centres is counted under: what the alias table says,
    /// or its own without the blanks around it.
    #[must_use]
    pub fn canonical_owner(&self, owner: &str) -> String {
        let owner = owner.trim();
        self.owner_aliases
            .get(owner.as_bytes())
            .map_or_else(|| owner.to_owned(), |row| row.canonical)
    }

    pub(super) fn put_data_center(&mut self, row: &DataCenter) {
        self.forget_data_center(&row.id);
        let id = row.id.as_bytes();
        let owner = self.canonical_owner(&row.owner);
        self.data_centers_by_owner.insert(owner.as_bytes(), id, ());
        let country = country_of(row);
        self.data_centers_by_country
            .insert(country.as_bytes(), id, ());
        self.data_centers.insert(id, row);
        let operators: Vec<_> = self.operators_in(&row.id).collect();
        self.mirror_operators(operators);
    }

    /// Takes a data centre out of the indexes, if it is there.
    fn forget_data_center(&mut self, dc_id: &str) {
        let Some(old) = self.data_center(dc_id) else {
            return;
        };
        let owner = self.canonical_owner(&old.owner);
        self.data_centers_by_owner
            .remove(owner.as_bytes(), dc_id.as_bytes());
        let country = country_of(&old);
        self.data_centers_by_country
            .remove(country.as_bytes(), dc_id.as_bytes());
    }

    pub(super) fn remove_data_centers(&mut self, ids: &[String]) {
        for id in ids {
            self.forget_data_center(id);
            self.data_centers.remove(id.as_bytes());
        }
    }

    /// How many operator records refer to a data centre; while any does, it is fixed.
    #[must_use]
    pub fn operators_at(&self, dc_id: &str) -> u32 {
        u32::try_from(self.operators_in(dc_id).count()).unwrap_or(u32::MAX)
    }

    /// The operators of a data centre in the order of their bytes. Read lazily.
    pub fn operators_in(&self, dc_id: &str) -> impl Iterator<Item = OperatorId> {
        self.operators_by_data_center
            .members(dc_id.as_bytes(), None)
            .map(|operator| OperatorId(Principal::from_slice(&operator)))
    }

    /// The data centres that count under a name now: its own and those of its aliases.
    pub(crate) fn data_centers_of<'a>(
        &'a self,
        canonical: &'a str,
    ) -> impl Iterator<Item = DataCenter> + 'a {
        self.data_centers_by_owner
            .members(canonical.as_bytes(), None)
            .filter_map(|id| self.data_centers.get(&id))
    }

    /// The names under which data centres count now that a change of these aliases touches:
    /// what each alias stands for, or the alias itself.
    pub(crate) fn owners_touched<'a>(
        &self,
        aliases: impl IntoIterator<Item = &'a str>,
    ) -> BTreeSet<String> {
        aliases
            .into_iter()
            .map(|alias| self.canonical_owner(alias))
            .collect()
    }

    /// The alias table, each alias with the name it stands for.
    pub(crate) fn alias_table(&self) -> BTreeMap<String, String> {
        let rows = self.owner_aliases.after(None);
        rows.map(|(_, row)| (row.alias, row.canonical)).collect()
    }

    pub(super) fn change_aliases(&mut self, set: &[OwnerAlias], removed: &[String]) {
        let aliases = set.iter().map(|row| &row.alias).chain(removed);
        let touched = self.owners_touched(aliases.map(String::as_str));
        let moved: Vec<_> = touched
            .iter()
            .flat_map(|owner| self.data_centers_of(owner))
            .collect();
        for row in &moved {
            let owner = self.canonical_owner(&row.owner);
            self.data_centers_by_owner
                .remove(owner.as_bytes(), row.id.as_bytes());
        }
        for alias in removed {
            self.owner_aliases.remove(alias.as_bytes());
        }
        for row in set {
            self.owner_aliases.insert(row.alias.as_bytes(), row);
        }
        for row in &moved {
            let owner = self.canonical_owner(&row.owner);
            self.data_centers_by_owner
                .insert(owner.as_bytes(), row.id.as_bytes(), ());
        }
        let operators: Vec<_> = moved
            .iter()
            .flat_map(|row| self.operators_in(&row.id))
            .collect();
        self.mirror_operators(operators);
    }

    /// The latest version of a jurisdiction tag, also when that withdraws it.
    #[must_use]
    pub fn jurisdiction(&self, tag: &str) -> Option<Jurisdiction> {
        let beyond = jurisdiction_key(tag, u32::MAX)?;
        let (_, row) = self.jurisdictions.before(Some(&beyond)).next()?;
        (row.tag == tag).then_some(row)
    }

    /// The latest version of each tag in the order of the table, the withdrawn ones too.
    pub(crate) fn latest_jurisdictions(&self) -> Vec<Jurisdiction> {
        let mut latest: Vec<Jurisdiction> = Vec::new();
        let mut seen: Option<Vec<u8>> = None;
        // From the end back, each tag's first is its latest; the rest of it is skipped.
        loop {
            let row = self.jurisdictions.before(seen.as_deref()).next();
            let Some((mut key, row)) = row else { break };
            key.truncate(key.len() - size_of::<u32>());
            seen = Some(key);
            latest.push(row);
        }
        latest.reverse();
        latest
    }

    pub(super) fn set_jurisdiction(&mut self, row: &Jurisdiction) {
        let key = jurisdiction_key(&row.tag, row.version)
            .unwrap_or_else(|| panic!("BUG: the tag {:?} is too long", row.tag));
        self.jurisdictions.insert(&key, row);
        // Rules name tags.
        self.mirror.version += 1;
    }
}

/// A name that is an alias and stands for aliases at once, which no table holds.
pub(crate) fn chained_name(aliases: &BTreeMap<String, String>) -> Option<&String> {
    aliases.values().find(|name| aliases.contains_key(*name))
}

/// The key of a version of a tag; none when no tag can be so long.
pub(crate) fn jurisdiction_key(tag: &str, version: u32) -> Option<Vec<u8>> {
    let length = u8::try_from(tag.len()).ok()?;
    let mut key = vec![length];
    key.extend_from_slice(tag.as_bytes());
    key.extend_from_slice(&version.to_be_bytes());
    Some(key)
}

/// The country of a data centre, by its assigned code. Regions are checked before.
pub(crate) fn country_of(row: &DataCenter) -> String {
    let code = row.region.split(',').nth(1).unwrap_or_default();
    country::canonical(code).unwrap_or(code).to_owned()
}
