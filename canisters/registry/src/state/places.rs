//! What events do to data centres, owner aliases and jurisdictions.

use super::State;
use crate::domain::country;
use bonafide_types::id::OperatorId;
use bonafide_types::registry::{DataCenter, Jurisdiction, OwnerAlias};
use candid::Principal;
use ic_stable_structures::Memory;

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

    pub(super) fn change_aliases(&mut self, set: &[OwnerAlias], removed: &[String]) {
        let _ = (set, removed);
    }

    pub(super) fn set_jurisdiction(&mut self, row: &Jurisdiction) {
        let _ = row;
    }
}

/// The country of a data centre, by its assigned code. Regions are checked before.
pub(crate) fn country_of(row: &DataCenter) -> String {
    let code = row.region.split(',').nth(1).unwrap_or_default();
    country::canonical(code).unwrap_or(code).to_owned()
}
