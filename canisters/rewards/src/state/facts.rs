//! What periods are computed from, and what was computed so far. Not certified: the hash in a
//! closed period covers the facts, and the certified statements hold what they gave.

use super::{State, statement_key};
use bonafide_kit::cbor;
use bonafide_policy::rewards::facts::Seat;
use bonafide_types::id::{ProviderId, SubnetId};
use bonafide_types::rewards::{DayFacts, MetricsFact, Tally};
use ic_stable_structures::Memory;
use minicbor::Decode;

/// The key of a day's subnet, the day first; of the network when there is none.
pub(super) fn subnet_key(day: u32, subnet: Option<SubnetId>) -> Vec<u8> {
    let mut key = day.to_be_bytes().to_vec();
    if let Some(subnet) = subnet {
        key.extend_from_slice(subnet.as_slice());
    }
    key
}

/// The day of a key that [`subnet_key`] made.
fn day_of(key: &[u8]) -> u32 {
    let (day, _) = key
        .split_first_chunk()
        .expect("BUG: a key begins with a day");
    u32::from_be_bytes(*day)
}

/// Reads a row that this code wrote.
pub(super) fn stored<T: for<'b> Decode<'b, ()>>(bytes: &[u8]) -> T {
    cbor::decode(bytes).expect("BUG: a stored row does not decode")
}

impl<M: Memory> State<M> {
    /// Facts of a slice as they were supplied, CBOR.
    #[must_use]
    pub fn facts(&self, period_id: u64, slice: u32) -> Option<Vec<u8>> {
        self.facts.get(&(period_id, slice))
    }

    /// What a provider earned so far in a period.
    #[must_use]
    pub fn tally(&self, period_id: u64, provider: ProviderId) -> Option<Tally> {
        let row = self.tallies.get(&statement_key(period_id, provider));
        row.map(|row| stored(&row))
    }

    /// Providers of a period with what they earned so far, in order.
    ///
    /// # Panics
    /// When a stored key is none; this code wrote them.
    pub fn tallies(
        &self,
        period_id: u64,
    ) -> impl Iterator<Item = (ProviderId, Tally)> + use<'_, M> {
        let first = super::key(period_id).to_vec();
        let rows = self.tallies.range(first.clone()..);
        let rows = rows.take_while(move |row| row.key().starts_with(&first));
        rows.map(|row| {
            let provider = candid::Principal::try_from_slice(&row.key()[8..]);
            let provider = provider.expect("BUG: a tally is a provider's");
            (ProviderId(provider), stored(&row.value()))
        })
    }

    /// Who had how many nodes in a subnet, or in the network, on a day for which a period of
    /// engine v1 was computed.
    #[must_use]
    pub fn seats(&self, day: u32, subnet: Option<SubnetId>) -> Option<Vec<Seat>> {
        let row = self.seats.get(&subnet_key(day, subnet));
        row.map(|row| stored(&row))
    }

    /// Alerts of a slice, CBOR of what [`crate::queries::periods`] reads.
    #[must_use]
    pub fn alerts(&self, period_id: u64, slice: u32) -> Option<Vec<u8>> {
        self.alerts.get(&(period_id, slice))
    }

    /// Who and what was paid on a day, as the registry showed it: without metrics. The last
    /// roster that was seen on that day or before it.
    #[must_use]
    pub fn roster(&self, day: u32) -> Option<DayFacts> {
        let row = self.rosters.range(..=day).next_back();
        row.map(|row| stored(&row.value()))
    }

    /// The roster that was seen last.
    #[must_use]
    pub fn latest_roster(&self) -> Option<DayFacts> {
        self.rosters.last_key_value().map(|(_, row)| stored(&row))
    }

    /// What was collected of a subnet's nodes on a day: that day's blocks; nothing on the day of
    /// its first counts.
    #[must_use]
    pub fn metrics(&self, day: u32, subnet: SubnetId) -> Option<Vec<MetricsFact>> {
        let row = self.metrics.get(&subnet_key(day, Some(subnet)));
        row.map(|row| stored(&row))
    }

    /// The subnets of which a day's metrics were collected, in order.
    ///
    /// # Panics
    /// When a stored key is none; this code wrote them.
    pub fn measured_subnets(&self, day: u32) -> impl Iterator<Item = SubnetId> + use<'_, M> {
        let first = subnet_key(day, None);
        let keys = self.metrics.keys_range(first.clone()..);
        let keys = keys.take_while(move |key| key.starts_with(&first));
        keys.map(|key| {
            let subnet = candid::Principal::try_from_slice(&key[4..]);
            SubnetId(subnet.expect("BUG: metrics are a subnet's"))
        })
    }

    /// The last counts of a subnet's nodes since it began, and the day at whose end they were.
    #[must_use]
    pub fn counts(&self, subnet: SubnetId) -> Option<(u32, Vec<MetricsFact>)> {
        let row = self.counts.get(&subnet.as_slice().to_vec());
        row.map(|row| stored(&row))
    }

    /// The first and the last day of which metrics of any subnet were collected.
    #[must_use]
    pub fn collected_days(&self) -> Option<(u32, u32)> {
        let (first, _) = self.metrics.first_key_value()?;
        let (last, _) = self.metrics.last_key_value()?;
        Some((day_of(&first), day_of(&last)))
    }
}
