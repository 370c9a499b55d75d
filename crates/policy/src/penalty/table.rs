//! Classes of offences, and the least that each costs.
//!
//! Each class of audits' findings is one, and two more are about what a provider declares:
//!
//! - [`PenaltyClass::LateUpdate`]: it reported a change itself, but after the days it had
//! - [`PenaltyClass::FalseDeclaration`]: others found it after these days
//!
//! A change that is reported in time costs nothing. Declarations that lapsed, low scores and
//! alerts are not classes: nothing of them is ever punished.

use super::{PenaltyError, ppb::Ppb};
use bonafide_types::audits::FindingClass;

/// Nanoseconds in a day.
const DAY_NS: u128 = 86_400_000_000_000;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PenaltyClass {
    /// What auditors found on site.
    Found(FindingClass),
    /// What was declared is not true, or no longer, and others found that.
    FalseDeclaration,
    /// A change was reported late, but by the provider itself.
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
}

/// What each class costs at least, basis points of the escrow; 0 to 10,000. A case keeps the
/// version that was in force when it was proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PenaltyTable {
    /// Which version this is.
    pub version: u32,
    /// [`FindingClass::NodeAbsent`].
    pub node_absent_bps: u32,
    /// [`FindingClass::WrongLocation`].
    pub wrong_location_bps: u32,
    /// [`FindingClass::WrongOwner`].
    pub wrong_owner_bps: u32,
    /// [`FindingClass::WrongHardware`].
    pub wrong_hardware_bps: u32,
    /// [`FindingClass::NoHandshake`].
    pub no_handshake_bps: u32,
    /// [`FindingClass::OtherOperator`].
    pub other_operator_bps: u32,
    /// [`FindingClass::EntryRefused`].
    pub entry_refused_bps: u32,
    /// [`PenaltyClass::FalseDeclaration`].
    pub false_declaration_bps: u32,
    /// [`PenaltyClass::LateUpdate`].
    pub late_update_bps: u32,
    /// Days that a provider has for reporting a change.
    pub change_days: u32,
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
    /// What a class costs at least.
    ///
    /// # Errors
    /// [`PenaltyError::AboveWhole`].
    pub const fn base(&self, class: PenaltyClass) -> Result<Ppb, PenaltyError> {
        Ppb::of_bps(match class {
            PenaltyClass::Found(FindingClass::NodeAbsent) => self.node_absent_bps,
            PenaltyClass::Found(FindingClass::WrongLocation) => self.wrong_location_bps,
            PenaltyClass::Found(FindingClass::WrongOwner) => self.wrong_owner_bps,
            PenaltyClass::Found(FindingClass::WrongHardware) => self.wrong_hardware_bps,
            PenaltyClass::Found(FindingClass::NoHandshake) => self.no_handshake_bps,
            PenaltyClass::Found(FindingClass::OtherOperator) => self.other_operator_bps,
            PenaltyClass::Found(FindingClass::EntryRefused) => self.entry_refused_bps,
            PenaltyClass::FalseDeclaration => self.false_declaration_bps,
            PenaltyClass::LateUpdate => self.late_update_bps,
        })
    }

    /// Whether no class costs more than the whole.
    ///
    /// # Errors
    /// [`PenaltyError::AboveWhole`], of the first that does.
    pub fn check(&self) -> Result<(), PenaltyError> {
        (PenaltyClass::ALL.into_iter()).try_for_each(|class| self.base(class).map(drop))
    }

    /// Of which class a change is that became known at a time: to the provider's credit when
    /// it reported it itself. `None` while the days it has are not over. Nanoseconds since the
    /// epoch.
    #[must_use]
    pub fn of_change(&self, changed_ns: u64, known_ns: u64, itself: bool) -> Option<PenaltyClass> {
        let due = u128::from(changed_ns) + u128::from(self.change_days) * DAY_NS;
        if u128::from(known_ns) <= due {
            None
        } else if itself {
            Some(PenaltyClass::LateUpdate)
        } else {
            Some(PenaltyClass::FalseDeclaration)
        }
    }
}

#[cfg(test)]
mod tests;
