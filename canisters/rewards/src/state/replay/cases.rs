//! What a log can say of cases.

use super::{ReplayErrorReason, Rest, by_governance, call, elsewhere, events, rule};
use crate::commands::{
    advance_cases, appeal_case, cancel_case, execute_case, freeze_case, open_case, reduce_case,
    refund_case, reject_appeal, respond_to_case,
};
use crate::domain::case as course;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::commit::Entry;
use bonafide_types::audits::{Finding, FindingState, SiteId};
use bonafide_types::rewards::{
    AppealCaseArgs, CancelCaseArgs, Case, CaseSource, CaseState, FreezeCaseArgs, Judgement,
    OpenCaseArgs, PenaltyClass, ReduceCaseArgs, RefundCaseArgs, RejectAppealArgs,
    RespondToCaseArgs,
};
use ic_stable_structures::Memory;

const NO_CASE: &str = "no such case";

pub(super) fn check<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
) -> Result<Rest, ReplayErrorReason> {
    let ctx = call(entry);
    let event = &entry.event;
    match event {
        Event::CaseReported { case } => reported(state, entry, case),
        Event::CaseProposed {
            case_id,
            state: moved,
        } => {
            let case = case(state, *case_id)?;
            let legal = match moved {
                CaseState::Proposed { proposal_id } => course::propose(&case, *proposal_id),
                _ => course::take_back(&case),
            };
            rule(
                legal.is_ok_and(|legal| legal == *moved && legal != case.state),
                "a case is proposed, or reported again",
            )?;
            Ok(Rest::default())
        }
        Event::AppealWindowOpened { .. }
        | Event::CaseBecameExecutable { .. }
        | Event::CaseExpired { .. } => {
            let decided = advance_cases::due(state, entry.at_ns);
            Rest::of(decided, event, "a case goes on when its time has come")
        }
        Event::CaseAnswered { case_id, response } => {
            let args = RespondToCaseArgs {
                case_id: *case_id,
                text: response.text.clone(),
                evidence_hash: response.evidence_hash,
            };
            let decided = events(respond_to_case::decide(state, args, &ctx));
            Rest::of(decided, event, "a provider answers its own case")
        }
        Event::CaseAppealed { case_id, appeal } => {
            let args = AppealCaseArgs {
                case_id: *case_id,
                grounds: appeal.grounds.clone(),
            };
            let decided = events(appeal_case::decide(state, args, &ctx));
            Rest::of(decided, event, "a provider appeals in time, once")
        }
        Event::CaseExecuted { case_id, .. } => {
            let decided = events(execute_case::decide(state, *case_id, &ctx));
            let words = "a case is executed in its time, once, and its reporter is paid";
            Rest::of(decided, event, words)
        }
        _ => {
            by_governance(state, entry)?;
            voted(state, event, &ctx)
        }
    }
}

/// What votes do to a case.
fn voted<M: Memory>(state: &State<M>, event: &Event, ctx: &Ctx) -> Result<Rest, ReplayErrorReason> {
    match event {
        Event::CaseFrozen {
            case_id,
            judgement,
            reason,
            ..
        } => {
            let case = case(state, *case_id)?;
            frozen(state, event, ctx, &case, judgement, reason)
        }
        Event::AppealRejected { case_id, reason } => {
            let args = RejectAppealArgs {
                case_id: *case_id,
                reason: reason.clone(),
            };
            let decided = events(reject_appeal::decide(state, args, ctx));
            Rest::of(decided, event, "an open appeal is rejected")
        }
        Event::CaseReduced {
            case_id, reduction, ..
        } => {
            let args = ReduceCaseArgs {
                case_id: *case_id,
                ppb: reduction.ppb,
                reason: reduction.reason.clone(),
            };
            let decided = events(reduce_case::decide(state, args, ctx));
            Rest::of(decided, event, "a vote lowers what a case costs")
        }
        Event::CaseCancelled {
            case_id, reason, ..
        } => {
            let args = CancelCaseArgs {
                case_id: *case_id,
                reason: reason.clone(),
            };
            let decided = events(cancel_case::decide(state, args, ctx));
            let words = "a case is cancelled before it is executed, with those it covers";
            Rest::of(decided, event, words)
        }
        Event::CaseRefunded { case_id, reason } => {
            let args = RefundCaseArgs {
                case_id: *case_id,
                reason: reason.clone(),
            };
            let decided = events(refund_case::decide(state, args, ctx));
            Rest::of(decided, event, "an executed case is refunded, once")
        }
        _ => elsewhere(),
    }
}

/// The log does not say what a vote allowed at most: it was no limit, or what it came to.
fn frozen<M: Memory>(
    state: &State<M>,
    event: &Event,
    ctx: &Ctx,
    case: &Case,
    judgement: &Judgement,
    reason: &str,
) -> Result<Rest, ReplayErrorReason> {
    let decided = |at_most_ppb| {
        let args = FreezeCaseArgs {
            case_id: case.id,
            evidence_hash: case.charge.evidence_hash,
            at_most_ppb,
            reason: reason.to_owned(),
        };
        events(freeze_case::decide(state, args, ctx))
    };
    let words = "a vote freezes what the rules say, or less";
    Rest::of(decided(None), event, words)
        .or_else(|_| Rest::of(decided(Some(judgement.ppb)), event, words))
}

fn reported<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
    case: &Case,
) -> Result<Rest, ReplayErrorReason> {
    let words = "a case comes from a final finding or from a proposal";
    let decided = match case.source {
        CaseSource::Proposal => {
            by_governance(state, entry)?;
            let charge = case.charge.clone();
            events(open_case::decide(
                state,
                OpenCaseArgs { charge },
                &call(entry),
            ))
        }
        CaseSource::Finding { finding_id } => {
            let finding = finding(finding_id, case);
            let finding = finding.ok_or(ReplayErrorReason::BreaksRule(words))?;
            let event = open_case::of_finding(state, &finding, entry.at_ns);
            let event = event.map(|event| with_summary(event, &case.charge.summary));
            event.into_iter().collect()
        }
    };
    Rest::of(decided, &entry.event, words)
}

/// The finding that a case tells of, as far as it does.
fn finding(id: u64, case: &Case) -> Option<Finding> {
    let charge = &case.charge;
    let PenaltyClass::Found(class) = charge.class else {
        return None;
    };
    let at_ns = charge.offence_at_ns;
    Some(Finding {
        id,
        assignment_id: 0,
        site: SiteId {
            dc_id: String::new(),
            provider: charge.provider,
        },
        class,
        nodes: 0,
        evidence_hash: charge.evidence_hash,
        established_at_ns: at_ns,
        appeal_until_ns: at_ns,
        appeals: Vec::new(),
        state: FindingState::Final { at_ns },
    })
}

/// The summary names the finding's site and nodes, which no log of this canister holds.
fn with_summary(event: Event, summary: &str) -> Event {
    match event {
        Event::CaseReported { mut case } => {
            summary.clone_into(&mut case.charge.summary);
            Event::CaseReported { case }
        }
        other => other,
    }
}

fn case<M: Memory>(state: &State<M>, id: u64) -> Result<Case, ReplayErrorReason> {
    state.case(id).ok_or(ReplayErrorReason::BreaksRule(NO_CASE))
}
