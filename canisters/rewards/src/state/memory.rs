//! The regions of stable memory, in one ledger. An id is never used for anything else,
//! also after what it held is gone. `docs/storage.md` says the same for readers.

use ic_stable_structures::memory_manager::MemoryId;

/// Layout version of everything below; checked when the state is opened.
pub const SCHEMA: u32 = 1;

macro_rules! regions {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal;)+) => {
        $($(#[doc = $doc])+ pub(super) const $name: MemoryId = MemoryId::new($id);)+

        #[cfg(test)]
        const ALL: &[u8] = &[$($id),+];
    };
}

regions! {
    /// Cell with the layout version.
    SCHEMA_VERSION = 0;
    /// Offsets of events.
    EVENT_INDEX = 1;
    /// Bytes of events.
    EVENT_BYTES = 2;
    /// Length and last hash.
    EVENT_TIP = 3;

    /// `EscrowAccount` by provider. The tables up to `TRANSFER` are certified.
    ACCOUNT = 10;
    /// `Books` under `books`.
    BOOKS = 11;
    /// `Case` by number.
    CASE = 12;
    /// `Config` under `config`.
    CONFIG = 13;
    /// `Lot` by number.
    LOT = 14;
    /// `Period` by number.
    PERIOD = 15;
    /// `RewardsPolicy` under `policy`.
    POLICY = 16;
    /// `RewardsTable` by version.
    RATES = 17;
    /// `Statement` by period and provider.
    STATEMENT = 18;
    /// `Transfer` by number.
    TRANSFER = 19;

    /// Facts of a slice, as they were supplied, by period and slice.
    FACTS = 30;
    /// `Tally` by period and provider.
    TALLIES = 31;
    /// Seats of providers by day and subnet; under an empty subnet those of the network.
    SEATS = 32;
    /// Alerts by period and slice.
    ALERTS = 33;
    /// Provider and period of its statements.
    STATEMENTS_BY_PROVIDER = 34;
    /// Provider and case.
    CASES_BY_PROVIDER = 35;
    /// Cases that are not over.
    OPEN_CASES = 36;
    /// When the canister goes on with a case, and its number.
    CASES_DUE = 37;
    /// Hash of evidence and case.
    EVIDENCE = 38;
    /// Up to what an offence is cancelled, by provider, node, class and window.
    CANCELLED = 39;
    /// Provider and lot.
    LOTS_BY_PROVIDER = 40;
    /// When a lot is released, and its number; lots of which nothing can be released are not here.
    LOTS_DUE = 41;
    /// Transfers that are neither made nor failed.
    UNSETTLED_TRANSFERS = 42;
    /// Cluster by provider, as the registry shows it.
    CLUSTERS = 43;
    /// Periods that are neither closed nor cancelled.
    OPEN_PERIODS = 44;
    /// Period by engine and day, of those that are not cancelled.
    DAYS = 45;
    /// Providers, operators, regions, types and nodes that are paid, by the first day that they
    /// were so.
    ROSTERS = 46;
    /// What was collected of a subnet's nodes, by day and subnet.
    METRICS = 47;
    /// The last cumulative counts of a subnet's nodes, by subnet.
    COUNTS = 48;
    /// Cell with the length of the registry's log up to which its facts were fetched.
    REGISTRY_EVENTS = 49;
    /// Cell with the length of the audits canister's log up to which its findings were fetched.
    AUDITS_EVENTS = 50;
    /// Cases with a penalty that is published and that no statement carries.
    PUBLISHED = 51;
    /// Providers with released rewards that the canister itself sends.
    RELEASES = 52;
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn should_use_no_region_twice() {
        let mut ids = ALL.to_vec();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), ALL.len());
    }
}
