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

    /// `Access` by number. The tables up to `FINDING` are certified.
    ACCESS = 10;
    /// `Attestation` by number.
    ATTESTATION = 11;
    /// `Config` under `config`.
    CONFIG = 12;
    /// `FeeBudget` under `fee_budget`.
    FEE_BUDGET = 13;
    /// `Freeze` under `freeze`.
    FREEZE = 14;
    /// `Grant` by number.
    GRANT = 15;
    /// `Record` by provider, record and version.
    RECORD = 16;
    /// `AttestationRequest` by number.
    REQUEST = 17;
    /// `Schema` by name.
    SCHEMA_ROW = 18;
    /// `Score` by subject.
    SCORE = 19;
    /// `ScoreWeights` by version.
    SCORE_WEIGHTS = 20;
    /// `Subject` by provider.
    SUBJECT = 21;
    /// `Verifier` by principal.
    VERIFIER = 22;
    /// `AuditFinding` by its number in the audits canister.
    FINDING = 23;

    /// Ciphertext by key of the record's row: the one thing that no event holds.
    CIPHERTEXT = 30;
    /// Subject and attestation.
    ATTESTATIONS_BY_SUBJECT = 31;
    /// Issuer and attestation.
    ATTESTATIONS_BY_ISSUER = 32;
    /// Subject and request.
    REQUESTS_BY_SUBJECT = 33;
    /// Verifier and request.
    REQUESTS_BY_VERIFIER = 34;
    /// Open requests: when due, and number.
    REQUESTS_DUE = 35;
    /// Subject and time, with the subject's row from then on.
    SUBJECT_HISTORY = 36;
    /// Provider and entry of the access log.
    ACCESSES_BY_PROVIDER = 37;
    /// Disclosure and entry of the access log.
    ACCESSES_BY_GRANT = 38;
    /// Uses by disclosure, recipient and record.
    USES = 39;
    /// Entries of the access log whose use is reserved.
    RESERVED = 40;
    /// Bytes of ciphertext by provider.
    PROVIDER_BYTES = 41;
    /// Cell with the length of the registry's log up to which its facts were fetched.
    REGISTRY_EVENTS = 42;
    /// Subject and attestation that was neither revoked nor overtaken.
    OPEN_ATTESTATIONS = 43;
    /// Subject and finding.
    FINDINGS_BY_SUBJECT = 44;
    /// Cell with the length of the audits canister's log when its newest finding was fetched.
    AUDITS_EVENTS = 45;
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
