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

    /// `StakeAccount` by principal. The tables up to `TRANSFER` are certified.
    ACCOUNT = 10;
    /// `Assignment` by number.
    ASSIGNMENT = 11;
    /// `Auditor` by principal.
    AUDITOR = 12;
    /// `Books` under `books`.
    BOOKS = 13;
    /// `Config` under `config`.
    CONFIG = 14;
    /// `Draw` by number.
    DRAW = 15;
    /// `Finding` by number.
    FINDING = 16;
    /// `Plan` by number.
    PLAN = 17;
    /// `AuditPolicy` under `policy`.
    POLICY = 18;
    /// `FiledReport` by assignment and auditor.
    REPORT = 19;
    /// `Site` by data centre and provider.
    SITE = 20;
    /// `Transfer` by number.
    TRANSFER = 21;

    /// `SnapshotSite`s by draw and place of the first.
    SNAPSHOT_SITES = 30;
    /// `SnapshotAuditor`s by draw.
    SNAPSHOT_AUDITORS = 31;
    /// Cluster by provider.
    CLUSTERS = 32;
    /// Provider and site.
    SITES_BY_PROVIDER = 33;
    /// SHA-256 of a site and assignment.
    ASSIGNMENTS_BY_SITE = 34;
    /// Provider and assignment.
    ASSIGNMENTS_BY_PROVIDER = 35;
    /// Auditor and assignment.
    ASSIGNMENTS_BY_AUDITOR = 36;
    /// Provider and finding.
    FINDINGS_BY_PROVIDER = 37;
    /// Assignments under way.
    OPEN_ASSIGNMENTS = 38;
    /// When the canister goes on with an assignment, and its number.
    ASSIGNMENTS_DUE = 39;
    /// When a provisional finding becomes final, and its number.
    FINDINGS_DUE = 40;
    /// Plans that are not over.
    OPEN_PLANS = 41;
    /// Draws without a seed.
    OPEN_DRAWS = 42;
    /// Transfers that are neither made nor failed.
    UNSETTLED_TRANSFERS = 43;
    /// Auditor and hash of the evidence that punished it.
    EVIDENCE_USED = 44;
    /// Accounts that the treasury owes something.
    OWED = 45;
    /// Cell with the length of the registry's log up to which its facts were fetched.
    REGISTRY_EVENTS = 46;
    /// Cell with the length of the identity canister's log up to which its facts were fetched.
    IDENTITY_EVENTS = 47;
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
