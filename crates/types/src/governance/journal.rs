//! The journal: what was authorised, by whom, and what became of it.

use crate::certified::RowKey;
use crate::governance::Source;
use crate::id::{Blob, Caller, Sha256Hash};
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// One execution of one command. Certified under its number. The triple (source, source id,
/// index) is in the journal once at most: that is what "exactly once" means.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct JournalEntry {
    /// Its number, from 0.
    #[n(0)]
    pub id: u64,
    /// Where the authority came from.
    #[n(1)]
    pub source: Source,
    /// Which decision there; [`Source`] says which number.
    #[n(2)]
    pub source_id: u64,
    /// Which command of that decision, from 0. Above 0 in upgrade batches only.
    #[n(3)]
    pub index: u32,
    /// SHA-256 of `"\x10bonafide-command"` and the command in canonical CBOR. The same
    /// command has the same hash whichever way it comes, and in later versions.
    #[n(4)]
    pub command_hash: Sha256Hash,
    /// The governed method.
    #[n(5)]
    pub method: String,
    /// The canister that was called; this one for its own commands, and for those of a
    /// canister that the suite does not have.
    #[n(6)]
    pub canister: Caller,
    /// Records the command names.
    #[n(7)]
    pub records: Vec<Record>,
    /// When it was authorised here. Nanoseconds since the epoch.
    #[n(8)]
    pub opened_at_ns: u64,
    /// What became of it.
    #[n(9)]
    pub outcome: Outcome,
    /// When that was known. Nanoseconds since the epoch.
    #[n(10)]
    pub closed_at_ns: Option<u64>,
    /// The first 1,024 bytes of the method's Candid reply.
    #[n(11)]
    pub reply: Option<Blob>,
    /// The entry of the command that settled an unknown outcome.
    #[n(12)]
    pub settled_by: Option<u64>,
}

/// A record of the canister that was called, by its row in the certified tree. Some commands name
/// what has no row key yet: `PublishDeclaration` the table `declaration_text` and the language,
/// `SetJurisdiction` the table `jurisdiction` and the tag, `BeginImport` the table `import` and the
/// source hash, `SetSubnetPolicy` the table `subnet_policy` and the kind, `AdoptPeriod` the table
/// `period`, first and last day in 4 bytes each and the formula's name, `OpenCase` the table `case`
/// and the hash of the evidence, `AddNeuron`, `SetRegistryPolicy`, `SetScoreWeights`,
/// `AdoptAuditPlan` and `UpdateNodeRewardsTable` the tables `neuron`, `policy`, `score_weights`,
/// `plan` and `rates` and an empty key.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(array)]
pub struct Record {
    /// Table label.
    #[n(0)]
    pub table: String,
    /// Key bytes.
    #[n(1)]
    pub key: Blob,
}

impl From<RowKey> for Record {
    fn from(RowKey { table, key }: RowKey) -> Self {
        Self {
            table,
            key: Blob(key.into_vec()),
        }
    }
}

/// What became of a command.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum Outcome {
    /// Authorised; the call has not been made.
    #[n(0)]
    Pending,
    /// The call is out.
    #[n(1)]
    Executing,
    /// Done: the target replied after it acted.
    #[n(2)]
    Executed,
    /// Refused, trapped, or never delivered: nothing was changed.
    #[n(3)]
    #[cbor(map)]
    Failed {
        /// The target's words, or the system's; at most 1,000 bytes.
        #[n(0)]
        reason: String,
    },
    /// Whether the target acted is unknown. A `SettleQuarantine` command says.
    #[n(4)]
    #[cbor(map)]
    Quarantined {
        /// Why it is unknown; at most 1,000 bytes.
        #[n(0)]
        reason: String,
    },
}

/// Decides what became of a quarantined execution, from what the target's state shows.
/// Nothing is executed by this. Critical.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(map)]
pub struct SettleQuarantineArgs {
    /// The entry.
    #[n(0)]
    pub journal_id: u64,
    /// Whether the target acted.
    #[n(1)]
    pub executed: bool,
    /// How that was found, 1 to 1,000 bytes.
    #[n(2)]
    pub evidence: String,
}
