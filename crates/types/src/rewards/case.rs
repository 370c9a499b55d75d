//! Cases: what a provider is said to have done, and what becomes of it.

use super::PenaltyClass;
use crate::id::{Caller, NodeId, ProviderId, Sha256Hash, SubnetId};
use crate::shape::stored;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

stored! {
    /// A case. Certified, by number.
    pub struct Case {
        /// Number.
        #[n(0)]
        pub id: u64,
        /// Through which door it came.
        #[n(1)]
        pub source: CaseSource,
        /// What it says.
        #[n(2)]
        pub charge: Charge,
        /// When it was reported. Nanoseconds since the epoch.
        #[n(3)]
        pub reported_at_ns: u64,
        /// What it costs, from the vote that froze it on.
        #[n(4)]
        pub judgement: Option<Judgement>,
        /// What the provider answered, at most 8.
        #[n(5)]
        pub responses: Vec<Response>,
        /// The provider's appeal.
        #[n(6)]
        pub appeal: Option<CaseAppeal>,
        /// Votes that lowered what it costs, at most 16.
        #[n(7)]
        pub reductions: Vec<Reduction>,
        /// Everything that is so because of this case, and ends with it. Nothing else is.
        #[n(8)]
        pub effects: Vec<Effect>,
        /// Where it stands.
        #[n(9)]
        pub state: CaseState,
        /// Until when a vote must have frozen it: then its evidence is too old. Nanoseconds
        /// since the epoch.
        #[n(10)]
        pub freeze_until_ns: u64,
    }

    /// What a case says.
    pub struct Charge {
        /// Who.
        #[n(0)]
        pub provider: ProviderId,
        /// With which node; absent: with everything it has.
        #[n(1)]
        pub node: Option<NodeId>,
        /// In which subnet; absent: in the network as a whole.
        #[n(2)]
        pub subnet: Option<SubnetId>,
        /// What.
        #[n(3)]
        pub class: PenaltyClass,
        /// When. Nanoseconds since the epoch.
        #[n(4)]
        pub offence_at_ns: u64,
        /// SHA-256 of the evidence. The same evidence is one case.
        #[n(5)]
        pub evidence_hash: Sha256Hash,
        /// Where the evidence can be read; at most 512 bytes.
        #[n(6)]
        pub evidence_url: Option<String>,
        /// In words, 1 to 1,000 bytes.
        #[n(7)]
        pub summary: String,
        /// Who reported it and is paid a part of what is taken; nobody of the provider's
        /// cluster.
        #[n(8)]
        pub reporter: Option<Caller>,
    }

    /// What a case costs. Fixed by the vote that froze it; a later count of offenders can add
    /// once, votes can lower it.
    pub struct Judgement {
        /// When it was frozen. Nanoseconds since the epoch.
        #[n(0)]
        pub frozen_at_ns: u64,
        /// The version of the penalty table.
        #[n(1)]
        pub table_version: u32,
        /// Window of the offence, by its number.
        #[n(2)]
        pub window: u64,
        /// What the class costs at least, billionths.
        #[n(3)]
        pub base_ppb: u32,
        /// Nodes of proven offenders of the family; 0 where no facts tell.
        #[n(4)]
        pub proven: u32,
        /// Nodes of the subnet, or of the network; 0 where no facts tell.
        #[n(5)]
        pub size: u32,
        /// What it costs, billionths of `basis_e8s`.
        #[n(6)]
        pub ppb: u32,
        /// The period of the offence.
        #[n(7)]
        pub period_id: u64,
        /// What the provider, or the node, earned in it, e8s.
        #[n(8)]
        pub basis_e8s: u64,
        /// Most that is taken, e8s: what the penalty adds to those that stand already.
        #[n(9)]
        pub cap_e8s: u64,
        /// How it is enforced.
        #[n(10)]
        pub enforcement: Enforcement,
        /// Under which mode.
        #[n(11)]
        pub mode: Mode,
    }

    /// What a provider says to a case.
    pub struct Response {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        pub at_ns: u64,
        /// Its words, 1 to 4,000 bytes.
        #[n(1)]
        pub text: String,
        /// SHA-256 of evidence that it names.
        #[n(2)]
        pub evidence_hash: Option<Sha256Hash>,
    }

    /// A provider's appeal, which a vote decides.
    pub struct CaseAppeal {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        pub at_ns: u64,
        /// Why, 1 to 4,000 bytes.
        #[n(1)]
        pub grounds: String,
        /// Until when it must be decided. Otherwise the case expires. Nanoseconds since the
        /// epoch.
        #[n(2)]
        pub decide_until_ns: u64,
        /// What was decided; absent while it is open.
        #[n(3)]
        pub decision: Option<AppealDecision>,
    }

    /// A vote that lowered what a case costs.
    pub struct Reduction {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        pub at_ns: u64,
        /// What it costs from then on, billionths.
        #[n(1)]
        pub ppb: u32,
        /// Most that is taken from then on, e8s.
        #[n(2)]
        pub cap_e8s: u64,
        /// Why, 1 to 1,000 bytes.
        #[n(3)]
        pub reason: String,
    }
}

/// Through which door a case came. There is no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum CaseSource {
    /// A final finding of the audits canister.
    #[n(0)]
    #[cbor(map)]
    Finding {
        /// Its number there.
        #[n(0)]
        finding_id: u64,
    },
    /// A proposal.
    #[n(1)]
    Proposal,
}

/// Where a case stands. `Reported -> Proposed -> Frozen -> AppealWindow -> Executable ->
/// Executed -> Refunded`; `Cancelled` and `Expired` from any state before `Executed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum CaseState {
    /// It is on record. Nothing follows from it.
    #[n(0)]
    Reported,
    /// A proposal to freeze it is in vote.
    #[n(1)]
    #[cbor(map)]
    Proposed {
        /// The proposal at the governance canister.
        #[n(0)]
        proposal_id: u64,
    },
    /// A vote froze it: what it can cost is fixed and locked. No time runs yet.
    #[n(2)]
    #[cbor(map)]
    Frozen {
        /// When the time for appeals begins. Nanoseconds since the epoch.
        #[n(0)]
        until_ns: u64,
    },
    /// The provider can appeal.
    #[n(3)]
    #[cbor(map)]
    AppealWindow {
        /// Until when. Nanoseconds since the epoch.
        #[n(0)]
        until_ns: u64,
    },
    /// Anyone can execute it.
    #[n(4)]
    #[cbor(map)]
    Executable {
        /// Until when; then it expires. Nanoseconds since the epoch.
        #[n(0)]
        until_ns: u64,
    },
    /// It is executed.
    #[n(5)]
    #[cbor(map)]
    Executed {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        at_ns: u64,
        /// What was taken, e8s.
        #[n(1)]
        taken_e8s: u64,
        /// What of that the reporter gets, e8s.
        #[n(2)]
        bounty_e8s: u64,
    },
    /// A vote cancelled it. Nothing of it is left.
    #[n(6)]
    #[cbor(map)]
    Cancelled {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        at_ns: u64,
    },
    /// Its time ran out. Nothing of it is left.
    #[n(7)]
    #[cbor(map)]
    Expired {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        at_ns: u64,
        /// Which time.
        #[n(1)]
        why: Expiry,
    },
    /// It was executed, and a vote gave back all that was taken.
    #[n(8)]
    #[cbor(map)]
    Refunded {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        at_ns: u64,
        /// How much, e8s.
        #[n(1)]
        refunded_e8s: u64,
    },
}

/// Why a case expired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum Expiry {
    /// Its evidence became too old before a vote froze it.
    #[n(0)]
    EvidenceTooOld,
    /// No vote decided the appeal in time.
    #[n(1)]
    AppealUndecided,
    /// Nobody executed it in time.
    #[n(2)]
    NotExecuted,
}

/// What a vote says to an appeal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum AppealDecision {
    /// The case costs what it did.
    #[n(0)]
    Rejected,
    /// It costs less.
    #[n(1)]
    Reduced,
    /// It is cancelled.
    #[n(2)]
    Cancelled,
}

/// Something that is so because of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum Effect {
    /// Part of a lot in escrow is locked: it is not released.
    #[n(0)]
    #[cbor(map)]
    LotLocked {
        /// The lot.
        #[n(0)]
        lot_id: u64,
        /// How much, e8s.
        #[n(1)]
        e8s: u64,
    },
    /// Part of the bond is locked: it is not returned.
    #[n(1)]
    #[cbor(map)]
    BondLocked {
        /// How much, e8s.
        #[n(0)]
        e8s: u64,
    },
    /// That was taken from a lot in escrow.
    #[n(2)]
    #[cbor(map)]
    LotTaken {
        /// The lot.
        #[n(0)]
        lot_id: u64,
        /// How much, e8s.
        #[n(1)]
        e8s: u64,
    },
    /// That was taken from the bond.
    #[n(3)]
    #[cbor(map)]
    BondTaken {
        /// How much, e8s.
        #[n(0)]
        e8s: u64,
    },
    /// A penalty is published, for the next period of the provider that is closed and for the
    /// network to follow.
    #[n(4)]
    #[cbor(map)]
    PenaltyPublished {
        /// Basis points.
        #[n(0)]
        bps: u32,
        /// The period whose statement carries it; absent before one does.
        #[n(1)]
        period_id: Option<u64>,
    },
}

/// How a case is enforced: by the first of these that the provider has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum Enforcement {
    /// From what is in escrow of the period's rewards.
    #[n(0)]
    Escrow,
    /// From its bond.
    #[n(1)]
    Bond,
    /// The suite holds no money of it: the penalty is published, with payloads that the
    /// network can adopt.
    #[n(2)]
    Published,
}

/// Whether penalties are enforced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum Mode {
    /// They are.
    #[n(0)]
    Enabled,
    /// Everything is computed and published, and nothing is locked, taken or published as a
    /// penalty.
    #[n(1)]
    LogOnly,
    /// No case is frozen.
    #[n(2)]
    Disabled,
}
