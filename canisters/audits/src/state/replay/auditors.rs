//! What a log can say of auditors, of what proposals take from them, and of the policy.

use super::{ReplayErrorReason, Rest, by_governance, call, elsewhere, events};
use crate::commands::{
    admit_auditor, apply_as_auditor, declare_conflicts, penalise_auditor, reinstate_auditor,
    remove_auditor, set_audit_policy, suspend_auditor,
};
use crate::state::{Event, State};
use bonafide_kit::commit::Entry;
use bonafide_types::audits::{
    AdmitAuditorArgs, ApplyAsAuditorArgs, Auditor, AuditorStatus, DeclareConflictsArgs,
    PenaliseAuditorArgs, ReinstateAuditorArgs, RemoveAuditorArgs, SetAuditPolicyArgs,
    SuspendAuditorArgs,
};
use ic_stable_structures::Memory;

pub(super) fn check<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
) -> Result<Rest, ReplayErrorReason> {
    let ctx = call(entry);
    match &entry.event {
        event @ Event::PolicySet { policy } => {
            by_governance(state, entry)?;
            let policy = policy.clone();
            let args = SetAuditPolicyArgs { policy };
            let decided = events(set_audit_policy::decide(state, args, &ctx));
            Rest::of(decided, event, "a policy changes, and follows its rules")
        }
        event @ Event::AuditorApplied { auditor } => {
            let statement = auditor.history.first().map(|change| change.reason.clone());
            let args = ApplyAsAuditorArgs {
                name: auditor.name.clone(),
                owner: auditor.owner.clone(),
                conflicts: auditor.conflicts.clone(),
                statement: statement.unwrap_or_default(),
            };
            let decided = events(apply_as_auditor::decide(state, args, &ctx));
            Rest::of(decided, event, "an auditor applies once, with its own key")
        }
        event @ Event::AuditorChanged { auditor } => {
            let decided = changed(state, entry, auditor)?;
            let words = "governance changes an auditor's standing, the auditor its conflicts";
            Rest::of(decided, event, words)
        }
        event @ Event::StakeTaken {
            auditor,
            amount_e8s,
            evidence_hash,
            reason,
        } => {
            by_governance(state, entry)?;
            let args = PenaliseAuditorArgs {
                id: *auditor,
                amount_e8s: *amount_e8s,
                evidence_hash: *evidence_hash,
                reason: reason.clone(),
            };
            let decided = events(penalise_auditor::decide(state, args, &ctx));
            let words = "evidence takes once, and no more than there is";
            Rest::of(decided, event, words)
        }
        _ => elsewhere(),
    }
}

/// What is decided of an auditor that is to be this one from now on.
fn changed<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
    auditor: &Auditor,
) -> Result<Vec<Event>, ReplayErrorReason> {
    let (id, ctx) = (auditor.id, call(entry));
    let words = "an auditor applied before it changes";
    let before = state.auditor(id);
    let before = before.ok_or(ReplayErrorReason::BreaksRule(words))?;
    if auditor.history.len() == before.history.len() {
        let conflicts = auditor.conflicts.clone();
        let args = DeclareConflictsArgs { conflicts };
        return Ok(events(declare_conflicts::decide(state, args, &ctx)));
    }
    let Some(change) = auditor.history.last() else {
        return Ok(Vec::new());
    };
    if entry.caller != state.settings().governance {
        return Ok(Vec::new());
    }
    let reason = change.reason.clone();
    let decision = match (before.status(), change.status) {
        (_, AuditorStatus::Applied) => return Ok(Vec::new()),
        (AuditorStatus::Applied, AuditorStatus::Active) => {
            admit_auditor::decide(state, AdmitAuditorArgs { id, reason }, &ctx)
        }
        (_, AuditorStatus::Active) => {
            reinstate_auditor::decide(state, ReinstateAuditorArgs { id, reason }, &ctx)
        }
        (_, AuditorStatus::Suspended) => {
            suspend_auditor::decide(state, SuspendAuditorArgs { id, reason }, &ctx)
        }
        (_, AuditorStatus::Removed) => {
            remove_auditor::decide(state, RemoveAuditorArgs { id, reason }, &ctx)
        }
    };
    Ok(events(decision))
}
