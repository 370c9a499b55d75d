//! One audit of one site.

use super::{Outcome, SiteId, Team};
use crate::id::{AuditorId, Blob, Sha256Hash};
use crate::limits::DAY_NS;
use crate::shape::stored;
use candid::CandidType;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

stored! {
    /// An audit of a site by some auditors. Certified, by number.
    pub struct Assignment {
        /// Number.
        #[n(0)]
        pub id: u64,
        /// The draw it comes from.
        #[n(1)]
        pub draw_id: u64,
        /// What it is for.
        #[n(2)]
        pub purpose: AssignmentPurpose,
        /// Where.
        #[n(3)]
        pub site: SiteId,
        /// Whether critical rules apply.
        #[n(4)]
        pub critical: bool,
        /// Auditors wanted, and how many must report the same.
        #[n(5)]
        pub team: Team,
        /// What one report is paid, e8s.
        #[n(6)]
        pub fee_e8s: u64,
        /// What each auditor has locked for it, e8s.
        #[n(7)]
        pub lock_e8s: u64,
        /// What is reserved for its reports, e8s.
        #[n(8)]
        pub reserved_e8s: u64,
        /// Its auditors: those drawn first, and those who followed for one who vanished.
        #[n(9)]
        pub seats: Vec<Seat>,
        /// Who follows next, in this order.
        #[n(10)]
        pub reserve: Vec<AuditorId>,
        /// Counted from 1; the auditors who follow make another visit.
        #[n(11)]
        pub round: u32,
        /// Earliest visit. Nanoseconds since the epoch.
        #[n(12)]
        pub window_from_ns: u64,
        /// Latest visit. Nanoseconds since the epoch.
        #[n(13)]
        pub window_until_ns: u64,
        /// Moments proposed for the visit, at most 5.
        #[n(14)]
        pub slots: Vec<Slot>,
        /// The visit, once the provider accepted a moment.
        #[n(15)]
        pub visit: Option<Visit>,
        /// The challenge of the day.
        #[n(16)]
        pub challenge: Option<Challenge>,
        /// Until when reports are committed to; reports are revealed from then on. Nanoseconds
        /// since the epoch.
        #[n(17)]
        pub commit_until_ns: u64,
        /// Until when reports are revealed. Nanoseconds since the epoch.
        #[n(18)]
        pub reveal_until_ns: u64,
        /// What became of it.
        #[n(19)]
        pub state: AssignmentState,
        /// Days from the visit until reports are committed to, as the policy was.
        #[n(20)]
        pub commit_days: u32,
        /// Days during which reports are revealed, as the policy was.
        #[n(21)]
        pub reveal_days: u32,
        /// Days after its end during which stake stays locked, as the policy was.
        #[n(22)]
        pub dispute_days: u32,
    }

    /// An auditor's place in an audit.
    pub struct Seat {
        /// Who.
        #[n(0)]
        pub auditor: AuditorId,
        /// In which round it visits.
        #[n(1)]
        pub round: u32,
        /// How far it is.
        #[n(2)]
        pub state: SeatState,
        /// What is still locked for it, e8s.
        #[n(3)]
        pub locked_e8s: u64,
    }

    /// A moment proposed for a visit.
    pub struct Slot {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        pub at_ns: u64,
        /// By whom.
        #[n(1)]
        pub proposed_by: AuditorId,
    }

    /// A visit that was arranged.
    pub struct Visit {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        pub at_ns: u64,
        /// Hash of who lets the auditors in, as the provider told them: a person's name is not
        /// for a public record.
        #[n(1)]
        pub escort_hash: Sha256Hash,
        /// When the provider accepted. Nanoseconds since the epoch.
        #[n(2)]
        pub accepted_at_ns: u64,
    }

    /// What the nodes sign on the day, so that nothing recorded before will do.
    pub struct Challenge {
        /// 32 bytes of `raw_rand`.
        #[n(0)]
        pub nonce: Blob,
        /// When it was issued. Nanoseconds since the epoch.
        #[n(1)]
        pub at_ns: u64,
        /// Who asked for it.
        #[n(2)]
        pub asked_by: AuditorId,
    }
}

/// What an assignment is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum AssignmentPurpose {
    /// An audit of a plan.
    #[n(0)]
    #[cbor(map)]
    Audit {
        /// The plan.
        #[n(0)]
        plan_id: u64,
    },
    /// Another team repeats an audit of a plan.
    #[n(1)]
    #[cbor(map)]
    Reaudit {
        /// The plan.
        #[n(0)]
        plan_id: u64,
        /// The audit that is repeated.
        #[n(1)]
        of: u64,
    },
    /// A panel looks at a finding again.
    #[n(2)]
    #[cbor(map)]
    Appeal {
        /// The finding.
        #[n(0)]
        finding_id: u64,
        /// The audit that is repeated.
        #[n(1)]
        of: u64,
    },
}

/// How far an auditor is.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum SeatState {
    /// Drawn.
    #[n(0)]
    Drawn,
    /// Its report is committed to.
    #[n(1)]
    #[cbor(map)]
    Committed {
        /// SHA-256 of the commitment.
        #[n(0)]
        commitment: Sha256Hash,
        /// When. Nanoseconds since the epoch.
        #[n(1)]
        at_ns: u64,
    },
    /// Its report is revealed.
    #[n(2)]
    #[cbor(map)]
    Revealed {
        /// What it comes to.
        #[n(0)]
        outcome: Outcome,
        /// When. Nanoseconds since the epoch.
        #[n(1)]
        at_ns: u64,
    },
    /// It revealed nothing in time.
    #[n(3)]
    #[cbor(map)]
    Vanished {
        /// When that was established. Nanoseconds since the epoch.
        #[n(0)]
        at_ns: u64,
        /// What of its stake went to the treasury, e8s.
        #[n(1)]
        taken_e8s: u64,
    },
}

/// What became of an audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
pub enum AssignmentState {
    /// Under way; [`Assignment::phase`] tells how far.
    #[n(0)]
    Open,
    /// As many auditors as needed report the same.
    #[n(1)]
    #[cbor(map)]
    Concluded {
        /// What they report.
        #[n(0)]
        outcome: Outcome,
        /// When. Nanoseconds since the epoch.
        #[n(1)]
        at_ns: u64,
    },
    /// They do not, and nobody is left to ask.
    #[n(2)]
    #[cbor(map)]
    Inconclusive {
        /// When. Nanoseconds since the epoch.
        #[n(0)]
        at_ns: u64,
    },
}

/// How far an audit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub enum Phase {
    /// The visit is ahead.
    Notice,
    /// The visit is due or was made; reports are committed to.
    Commit,
    /// Reports are revealed.
    Reveal,
    /// The time is over; the next run of the canister's tasks draws the conclusion.
    Due,
    /// Over.
    Over,
}

impl Assignment {
    /// When the visit is: as accepted, else at the first moment proposed, else at the end of
    /// the window. Silence of a provider does not stop an audit. Nanoseconds since the epoch.
    #[must_use]
    pub fn visit_at_ns(&self) -> u64 {
        let accepted = self.visit.as_ref().map(|visit| visit.at_ns);
        let proposed = || self.slots.iter().map(|slot| slot.at_ns).min();
        accepted.or_else(proposed).unwrap_or(self.window_until_ns)
    }

    /// Until when its auditors' stake stays locked, once it is over. Nanoseconds since the
    /// epoch.
    #[must_use]
    pub fn locks_until_ns(&self) -> u64 {
        let over_ns = match self.state {
            AssignmentState::Open => self.reveal_until_ns,
            AssignmentState::Concluded { at_ns, .. } | AssignmentState::Inconclusive { at_ns } => {
                at_ns
            }
        };
        over_ns + u64::from(self.dispute_days) * DAY_NS
    }

    /// Moves the time for reports along with the visit.
    pub fn follow_visit(&mut self) {
        self.commit_until_ns = self.visit_at_ns() + u64::from(self.commit_days) * DAY_NS;
        self.reveal_until_ns = self.commit_until_ns + u64::from(self.reveal_days) * DAY_NS;
    }

    /// How far it is at a time.
    #[must_use]
    pub fn phase(&self, now_ns: u64) -> Phase {
        if self.state != AssignmentState::Open {
            Phase::Over
        } else if now_ns >= self.reveal_until_ns {
            Phase::Due
        } else if now_ns >= self.commit_until_ns {
            Phase::Reveal
        } else if now_ns >= self.visit_at_ns() {
            Phase::Commit
        } else {
            Phase::Notice
        }
    }

    /// The seat of an auditor.
    #[must_use]
    pub fn seat(&self, auditor: AuditorId) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.auditor == auditor)
    }
}
