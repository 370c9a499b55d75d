//! Cases whose freezing is in vote: the governance canister is asked whether that is so, and
//! whether it still is.

use crate::commands::Decision;
use crate::domain::case as course;
use crate::live;
use crate::state::{Event, State};
use crate::tasks::own;
use bonafide_kit::call::call;
use bonafide_kit::task::TaskGuard;
use bonafide_kit::{Ctx, cbor, commit, decision, page};
use bonafide_types::governance::ProposalStatus;
use bonafide_types::id::Blob;
use bonafide_types::rewards::{
    Case, CaseState, FreezeCaseArgs, NoteCaseProposalArgs, RewardsError,
};
use candid::CandidType;
use ic_stable_structures::Memory;
use minicbor::Decode;
use serde::Deserialize;
use std::cell::Cell;

/// Cases that are asked about in one run.
const CASES: usize = 20;
/// Open cases that are looked at in one run.
const SCAN: usize = 500;

thread_local! {
    /// After which case the next run begins; on the heap, so an upgrade begins with the first.
    static AFTER: Cell<Option<u64>> = const { Cell::new(None) };
}

/// What counts of a proposal. Everything else of it may change without a change here.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
struct Shown {
    state: ShownState,
    content: ShownContent,
}

#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
struct ShownState {
    /// Absent when it is none that is known here.
    status: Option<ProposalStatus>,
}

#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
struct ShownContent {
    /// The command in canonical CBOR.
    command: Option<Blob>,
}

/// The one command that counts here; its number never changes.
#[derive(Debug, Decode)]
enum Freeze {
    #[n(84)]
    FreezeCase(#[n(0)] FreezeCaseArgs),
}

impl Shown {
    /// Whether it is in vote to freeze a case.
    fn asks_to_freeze(&self, case_id: u64) -> bool {
        let in_vote = self.state.status == Some(ProposalStatus::Open);
        let command = self.content.command.as_ref();
        let command = command.and_then(|bytes| cbor::decode::<Freeze>(&bytes.0).ok());
        in_vote && command.is_some_and(|Freeze::FreezeCase(args)| args.case_id == case_id)
    }

    /// Whether it can no longer freeze anything.
    fn is_over(&self) -> bool {
        // One that was adopted, and is not known to be executed, may still come.
        matches!(
            self.state.status,
            Some(ProposalStatus::Rejected | ProposalStatus::Executed | ProposalStatus::Failed)
        )
    }
}

/// Asks the governance canister for a proposal. It gives none that it never had, or collected
/// after it was decided.
async fn get_proposal(proposal_id: u64) -> Result<Option<Shown>, String> {
    let governance = live::read(State::settings).governance;
    call(governance.0, "get_proposal", &proposal_id, 0).await
}

/// Notes that a proposal to freeze a case is in vote, and replies with the case. By anyone: the
/// governance canister is asked.
///
/// # Errors
/// [`RewardsError::CaseNotFound`]; [`RewardsError::CaseStanding`] once it is frozen or over;
/// [`RewardsError::GovernanceSilent`]; [`RewardsError::NotTheProposal`].
pub async fn note_case_proposal(
    args: NoteCaseProposalArgs,
    ctx: Ctx,
) -> Result<Case, RewardsError> {
    // A refusal, and what is so already, cost no call.
    let Decision { events, reply } = live::read(|state| propose(state, &args))?;
    if events.is_empty() {
        return Ok(reply);
    }
    let shown = get_proposal(args.proposal_id).await;
    let shown = shown.map_err(|reason| RewardsError::GovernanceSilent { reason })?;
    live::change(|state| {
        decision::execute(state, &ctx.later(), |state, _| {
            note(state, &args, shown.as_ref())
        })
    })
}

/// What noting a proposal does, if it is one.
fn propose<M: Memory>(
    state: &State<M>,
    args: &NoteCaseProposalArgs,
) -> Result<Decision<Case>, RewardsError> {
    let case_id = args.case_id;
    let case = state.case(case_id);
    let case = case.ok_or(RewardsError::CaseNotFound { case_id })?;
    let proposed = course::propose(&case, args.proposal_id)?;
    if case.state == proposed {
        return Ok(Decision::unchanged(case));
    }
    let event = Event::CaseProposed {
        case_id,
        state: proposed,
    };
    let reply = Case {
        state: proposed,
        ..case
    };
    Ok(Decision::change(event, reply))
}

/// The same, knowing what the governance canister showed.
fn note<M: Memory>(
    state: &State<M>,
    args: &NoteCaseProposalArgs,
    shown: Option<&Shown>,
) -> Result<Decision<Case>, RewardsError> {
    let decision = propose(state, args)?;
    if !shown.is_some_and(|shown| shown.asks_to_freeze(args.case_id)) {
        return Err(RewardsError::NotTheProposal {
            case_id: args.case_id,
            proposal_id: args.proposal_id,
        });
    }
    Ok(decision)
}

/// Takes cases back whose proposals were not adopted. What goes wrong is tried again.
pub async fn follow_proposals() {
    let Some(_guard) = TaskGuard::acquire("follow_proposals") else {
        return;
    };
    let (cases, next) = live::read(|state| proposed(state, AFTER.get()));
    AFTER.set(next);
    for (case_id, proposal_id) in cases {
        let Ok(shown) = get_proposal(proposal_id).await else {
            // The next run goes on after this one, so that it cannot hold up the others.
            AFTER.set(Some(case_id));
            return;
        };
        live::change(|state| {
            let taken_back = taken_back(state, case_id, proposal_id, shown.as_ref());
            if let Some(event) = taken_back {
                commit(state, &own(), [event]);
            }
        });
    }
}

/// Some cases that are proposed, with their proposals, and after which one to go on; none at
/// the end.
fn proposed<M: Memory>(state: &State<M>, after: Option<u64>) -> (Vec<(u64, u64)>, Option<u64>) {
    let first = after.map_or(0, |after| after.saturating_add(1));
    let open = state.open_cases.keys_range(first..).map(|id| (id, ()));
    page::collect(open, CASES, SCAN, |id, ()| match state.case(*id)?.state {
        CaseState::Proposed { proposal_id } => Some((*id, proposal_id)),
        _ => None,
    })
}

/// A case is as it was reported again, if it still rests on the proposal, which is over. One
/// that was executed has frozen the case: then it is not proposed any more.
fn taken_back<M: Memory>(
    state: &State<M>,
    case_id: u64,
    proposal_id: u64,
    shown: Option<&Shown>,
) -> Option<Event> {
    let case = state.case(case_id)?;
    let rests_on_it = case.state == CaseState::Proposed { proposal_id };
    // One that is not there any more was decided long ago.
    let over = shown.is_none_or(Shown::is_over);
    if !rests_on_it || !over {
        return None;
    }
    let state = course::take_back(&case).ok()?;
    Some(Event::CaseProposed { case_id, state })
}

#[cfg(test)]
mod tests;
