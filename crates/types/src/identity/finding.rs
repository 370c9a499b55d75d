//! What auditors found of a provider, as far as it matters here.

use crate::id::ProviderId;
use crate::shape::stored;

stored! {
    /// A final finding of the audits canister, which has the whole of it. Certified, by its
    /// number there. It never changes: what is final stays so.
    pub struct AuditFinding {
        /// Its number in the audits canister.
        #[n(0)]
        pub id: u64,
        /// The provider it is about.
        #[n(1)]
        pub subject: ProviderId,
        /// Its class, as the weights of the score name it: `node-absent`, for example.
        #[n(2)]
        pub class: String,
        /// Nodes it is about.
        #[n(3)]
        pub nodes: u32,
        /// Since when it is final. Nanoseconds since the epoch.
        #[n(4)]
        pub final_since_ns: u64,
        /// When it was seen here: scores count it from then on. Nanoseconds since the epoch.
        #[n(5)]
        pub seen_at_ns: u64,
    }
}
