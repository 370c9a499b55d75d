//! What the entries before one say about it: who wrote them and when, and what the same message
//! still has to write down.
//!
//! All events of a message have its time and its caller, and are decided upon the state before
//! it. Others may have the same time and caller.

use super::money::step;
use super::{ReplayErrorReason, begin, rule};
use crate::state::{Event, State};
use bonafide_kit::Aggregate;
use bonafide_kit::commit::Entry;
use bonafide_kit::transfer::told::Asked;
use bonafide_types::audits::{DrawPurpose, PlanState, TransferKind};
use bonafide_types::id::Caller;
use bonafide_types::limits::SECOND_NS;
use candid::Principal;
use ic_stable_structures::Memory;
use std::collections::VecDeque;

/// 2500-01-01 00:00 UTC. Until then 64 bits hold every time that the rules come to.
const END_NS: u64 = 16_725_225_600 * SECOND_NS;

/// What a message writes down after an event.
#[derive(Default)]
pub(super) struct Rest {
    /// For certain, next.
    sure: VecDeque<Event>,
    /// Then one after the other, as far as one run of a task goes; each of them whole.
    further: VecDeque<Vec<Event>>,
}

impl Rest {
    /// What follows upon an event, which must be the first of those decided.
    pub(super) fn of(
        decided: Vec<Event>,
        event: &Event,
        words: &'static str,
    ) -> Result<Self, ReplayErrorReason> {
        let mut sure = VecDeque::from(decided);
        rule(sure.pop_front().as_ref() == Some(event), words)?;
        let further = VecDeque::new();
        Ok(Self { sure, further })
    }

    /// The same of a task that decides several things.
    pub(super) fn of_each(
        decided: Vec<Vec<Event>>,
        event: &Event,
        words: &'static str,
    ) -> Result<Self, ReplayErrorReason> {
        let mut further = VecDeque::from(decided);
        let first = further.pop_front().unwrap_or_default();
        let rest = Self::of(first, event, words)?;
        Ok(Self { further, ..rest })
    }
}

/// How a log went so far.
#[derive(Default)]
pub(super) struct Course {
    /// When the last entry was written, and by whom.
    last: Option<(u64, Caller)>,
    /// The canister itself, once something tells.
    own: Option<Caller>,
    rest: Rest,
    asked: Asked,
}

impl Course {
    /// Checks that an entry can follow.
    pub(super) fn check<M: Memory>(
        &mut self,
        state: &State<M>,
        entry: &Entry<Event>,
    ) -> Result<(), ReplayErrorReason> {
        let installed = state.log().tip().length > 0;
        if installed == matches!(entry.event, Event::Initialized { .. }) {
            return Err(ReplayErrorReason::NotInstalledOnce);
        }
        rule(entry.at_ns < END_NS, "no event is of such a time")?;
        self.follow(state, entry)?;
        let before_ns = self.last.map_or(0, |(at_ns, _)| at_ns);
        rule(entry.at_ns >= before_ns, "time does not go back")?;
        self.check_author(entry)?;
        self.last = Some((entry.at_ns, entry.caller));
        Ok(())
    }

    fn follow<M: Memory>(
        &mut self,
        state: &State<M>,
        entry: &Entry<Event>,
    ) -> Result<(), ReplayErrorReason> {
        let together = self.last == Some((entry.at_ns, entry.caller));
        let event = &entry.event;
        if let Some(next) = self.rest.sure.pop_front() {
            return rule(together && next == *event, missing(&next));
        }
        if let Some(next) = self.rest.further.pop_front()
            && together
            && next.first() == Some(event)
        {
            self.rest.sure = next.into_iter().skip(1).collect();
            return Ok(());
        }
        let step = step(event);
        let step = step.as_ref().map(|(id, step)| (*id, step));
        let broken = ReplayErrorReason::BreaksRule;
        self.asked.go_on(step, together).map_err(broken)?;
        self.rest = begin(state, entry, &mut self.asked)?;
        Ok(())
    }

    fn check_author(&mut self, entry: &Entry<Event>) -> Result<(), ReplayErrorReason> {
        // Whoever installs and upgrades is the system's to know.
        let somebody = matches!(
            entry.event,
            Event::Initialized { .. } | Event::ConfigChanged { .. }
        ) || entry.caller.0 != Principal::anonymous();
        rule(somebody, "nobody acts without a name")?;
        if let Some(own) = own(entry) {
            let known = *self.own.get_or_insert(own);
            rule(known == own, "the canister alone does this, by itself")?;
        }
        Ok(())
    }
}

/// Who the canister is, by what it alone can have written.
fn own(entry: &Entry<Event>) -> Option<Caller> {
    match &entry.event {
        Event::TransferOpened { transfer } if transfer.kind == TransferKind::TreasuryDeposit => {
            Some(transfer.account.owner)
        }
        Event::PublicKeyLearned { .. }
        | Event::LedgerFeeLearned { .. }
        | Event::ClustersSeen { .. }
        | Event::SitesSeen { .. }
        | Event::Followed { .. }
        | Event::TransferAttempted { .. }
        | Event::AttemptRefused { .. }
        | Event::TransferRenewed { .. }
        | Event::TransferSettled { evidence: None, .. }
        | Event::OwedPaid { .. }
        | Event::RoundEnded { .. }
        | Event::AssignmentClosed { .. }
        | Event::LocksReleased { .. }
        | Event::FindingEstablished { .. }
        | Event::FindingSettled { reason: None, .. }
        | Event::PlanChanged {
            state: PlanState::Closed { .. },
            ..
        } => Some(entry.caller),
        Event::DrawOpened { draw, .. } => match draw.purpose {
            DrawPurpose::Reaudits { .. } => Some(entry.caller),
            DrawPurpose::Audits { .. } | DrawPurpose::Appeal { .. } => None,
        },
        _ => None,
    }
}

/// What is wrong where a message should have gone on with an event.
fn missing(next: &Event) -> &'static str {
    match next {
        Event::TransferOpened { .. } => "a report is paid for when it is revealed, once",
        Event::DrawOpened { .. } => "whoever appeals has a panel drawn",
        Event::SnapshotRows { .. } => "the rows of a snapshot follow each other",
        Event::AssignmentClosed { .. } => "an audit ends when nobody follows",
        Event::FindingEstablished { .. } => "a finding is what a quorum reports",
        Event::AppealDecided { .. } => "an appeal is decided once, after its panel",
        _ => "what one message decides stands together",
    }
}
