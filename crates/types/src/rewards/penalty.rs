//! What offences there are, what each costs at least, and the times that have to fit together.
//! The rules are in the policy crate.

use crate::audits::FindingClass;
use crate::shape::stored;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// What was done. No alert and no score is a class: nothing of them is ever punished.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    CandidType,
    Serialize,
    Deserialize,
    Encode,
    Decode,
)]
pub enum PenaltyClass {
    /// What auditors found on site.
    #[n(0)]
    Found(#[n(0)] FindingClass),
    /// What was declared is not true, or no longer, and others found that.
    #[n(1)]
    FalseDeclaration,
    /// A change was reported late, but by the provider itself.
    #[n(2)]
    LateUpdate,
}

/// Offences that count for one another when many of them are proven in one subnet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Where machines stand, and in whose house.
    Place,
    /// Which machines stand there, and whether they are the nodes.
    Machine,
    /// Who stands behind them.
    Control,
    /// That auditors were let in.
    Access,
}

impl PenaltyClass {
    /// Every class.
    pub const ALL: [Self; 9] = [
        Self::Found(FindingClass::NodeAbsent),
        Self::Found(FindingClass::WrongLocation),
        Self::Found(FindingClass::WrongOwner),
        Self::Found(FindingClass::WrongHardware),
        Self::Found(FindingClass::NoHandshake),
        Self::Found(FindingClass::OtherOperator),
        Self::Found(FindingClass::EntryRefused),
        Self::FalseDeclaration,
        Self::LateUpdate,
    ];

    /// Its family.
    #[must_use]
    pub const fn family(self) -> Family {
        match self {
            Self::Found(FindingClass::WrongLocation | FindingClass::WrongOwner) => Family::Place,
            Self::Found(
                FindingClass::NodeAbsent | FindingClass::WrongHardware | FindingClass::NoHandshake,
            ) => Family::Machine,
            Self::Found(FindingClass::OtherOperator)
            | Self::FalseDeclaration
            | Self::LateUpdate => Family::Control,
            Self::Found(FindingClass::EntryRefused) => Family::Access,
        }
    }

    /// Its name. Never changes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Found(class) => class.name(),
            Self::FalseDeclaration => "false-declaration",
            Self::LateUpdate => "late-update",
        }
    }
}

stored! {
    /// What each class costs at least, basis points of what was earned in the period of the
    /// offence; 0 to 10,000. A case keeps the version that was in force when it was frozen.
    #[derive(Copy)]
    pub struct PenaltyTable {
        /// Which version this is; the canister counts it.
        #[n(0)]
        pub version: u32,
        /// [`FindingClass::NodeAbsent`].
        #[n(1)]
        pub node_absent_bps: u32,
        /// [`FindingClass::WrongLocation`].
        #[n(2)]
        pub wrong_location_bps: u32,
        /// [`FindingClass::WrongOwner`].
        #[n(3)]
        pub wrong_owner_bps: u32,
        /// [`FindingClass::WrongHardware`].
        #[n(4)]
        pub wrong_hardware_bps: u32,
        /// [`FindingClass::NoHandshake`].
        #[n(5)]
        pub no_handshake_bps: u32,
        /// [`FindingClass::OtherOperator`].
        #[n(6)]
        pub other_operator_bps: u32,
        /// [`FindingClass::EntryRefused`].
        #[n(7)]
        pub entry_refused_bps: u32,
        /// [`PenaltyClass::FalseDeclaration`].
        #[n(8)]
        pub false_declaration_bps: u32,
        /// [`PenaltyClass::LateUpdate`].
        #[n(9)]
        pub late_update_bps: u32,
        /// Days that a provider has for reporting a change.
        #[n(10)]
        pub change_days: u32,
    }

    /// For how long things last, days. What they must fulfil is in the policy crate's
    /// `penalty::windows`.
    #[derive(Copy)]
    pub struct Windows {
        /// Offences of one class within this time are one; those of a family within it count
        /// for one another.
        #[n(0)]
        pub offence_days: u32,
        /// From the vote that freezes until the time for appeals begins.
        #[n(1)]
        pub notice_days: u32,
        /// From then until a penalty can be executed; 14 at least.
        #[n(2)]
        pub appeal_days: u32,
        /// From an appeal until it must be decided by a vote; otherwise the case expires.
        #[n(3)]
        pub decision_days: u32,
        /// From when a penalty can be executed until it no longer can.
        #[n(4)]
        pub execution_grace_days: u32,
        /// From the deposit of a reward to its release.
        #[n(5)]
        pub escrow_holdback_days: u32,
        /// How far back what was earned can be reached.
        #[n(6)]
        pub escrow_horizon_days: u32,
        /// From an offence until evidence of it is too old.
        #[n(7)]
        pub evidence_age_days: u32,
        /// From leaving escrow, asking a bond back or leaving the network until a provider can
        /// no longer be punished.
        #[n(8)]
        pub offboarded_liability_days: u32,
    }
}

impl Default for PenaltyTable {
    /// What a new network starts with; proposals of this project, for governance to change.
    fn default() -> Self {
        Self {
            version: 0,
            node_absent_bps: 1_000,
            wrong_location_bps: 1_000,
            wrong_owner_bps: 500,
            wrong_hardware_bps: 1_000,
            no_handshake_bps: 500,
            other_operator_bps: 1_000,
            entry_refused_bps: 500,
            false_declaration_bps: 1_000,
            late_update_bps: 100,
            change_days: 30,
        }
    }
}

impl PenaltyTable {
    /// What a class costs at least, basis points.
    #[must_use]
    pub const fn base_bps(&self, class: PenaltyClass) -> u32 {
        match class {
            PenaltyClass::Found(FindingClass::NodeAbsent) => self.node_absent_bps,
            PenaltyClass::Found(FindingClass::WrongLocation) => self.wrong_location_bps,
            PenaltyClass::Found(FindingClass::WrongOwner) => self.wrong_owner_bps,
            PenaltyClass::Found(FindingClass::WrongHardware) => self.wrong_hardware_bps,
            PenaltyClass::Found(FindingClass::NoHandshake) => self.no_handshake_bps,
            PenaltyClass::Found(FindingClass::OtherOperator) => self.other_operator_bps,
            PenaltyClass::Found(FindingClass::EntryRefused) => self.entry_refused_bps,
            PenaltyClass::FalseDeclaration => self.false_declaration_bps,
            PenaltyClass::LateUpdate => self.late_update_bps,
        }
    }
}

impl Default for Windows {
    fn default() -> Self {
        Self {
            offence_days: 30,
            notice_days: 3,
            appeal_days: 14,
            decision_days: 30,
            execution_grace_days: 14,
            escrow_holdback_days: 60,
            escrow_horizon_days: 90,
            evidence_age_days: 90,
            offboarded_liability_days: 90,
        }
    }
}
