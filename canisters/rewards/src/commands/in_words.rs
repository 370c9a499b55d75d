//! Events in plain words, for voters: who, what, what follows, and when in UTC.

mod cases;
mod money;
mod periods;

use crate::state::{Event, State};
use ic_stable_structures::Memory;

/// Says what committing an event of a governed method will do to this state.
#[must_use]
pub fn in_words<M: Memory>(state: &State<M>, event: &Event) -> String {
    match event {
        Event::PeriodAdopted { period } => periods::adopted(state, period),
        Event::PeriodCancelled { period_id, reason } => {
            periods::cancelled(state, *period_id, reason)
        }
        Event::TableUpdated { table } => periods::table_updated(state, table),
        Event::PolicySet { policy } => periods::policy_set(state, policy),
        Event::CaseReported { case } => cases::reported(state, case),
        Event::CaseFrozen {
            case_id,
            judgement,
            locks,
            until_ns,
            reason,
        } => cases::frozen(state, *case_id, judgement, locks, *until_ns, reason),
        Event::CaseReduced {
            case_id, reduction, ..
        } => cases::reduced(state, *case_id, reduction),
        Event::AppealRejected { case_id, reason } => {
            cases::appeal_rejected(state, *case_id, reason)
        }
        Event::CaseCancelled {
            case_id,
            up_to_ppb,
            reason,
        } => cases::cancelled(state, *case_id, *up_to_ppb, reason),
        Event::CaseRefunded { case_id, reason } => cases::refunded(state, *case_id, reason),
        Event::TransferOpened { transfer } => money::opened(state, transfer),
        Event::TransferSettled {
            transfer_id,
            state: settled,
            evidence,
        } => money::settled(
            state,
            *transfer_id,
            settled,
            evidence.as_deref().unwrap_or_default(),
        ),
        // Not of governed methods: nobody votes on these.
        Event::Initialized { .. }
        | Event::ConfigChanged { .. }
        | Event::LedgerFeeLearned { .. }
        | Event::RosterSeen { .. }
        | Event::Followed { .. }
        | Event::MetricsCollected { .. }
        | Event::InputsSupplied { .. }
        | Event::SliceComputed { .. }
        | Event::PeriodClosed { .. }
        | Event::EscrowJoined { .. }
        | Event::EscrowLeft { .. }
        | Event::LotReleased { .. }
        | Event::BondUnbonded { .. }
        | Event::TransferAttempted { .. }
        | Event::AttemptRefused { .. }
        | Event::TransferRenewed { .. }
        | Event::CaseProposed { .. }
        | Event::AppealWindowOpened { .. }
        | Event::CaseAnswered { .. }
        | Event::CaseAppealed { .. }
        | Event::CaseBecameExecutable { .. }
        | Event::CaseExecuted { .. }
        | Event::CaseExpired { .. } => "Is not voted on.".into(),
    }
}
