//! Events in plain words, for voters: who, what, what follows, and when in UTC.

use super::adopt_audit_plan;
use crate::state::{Event, State};
use bonafide_kit::words::utc;
use bonafide_types::audits::{
    AuditPolicy, Auditor, AuditorStatus, FindingState, PlanState, TransferKind, TransferState,
};
use bonafide_types::id::{AuditorId, Caller};
use ic_stable_structures::Memory;

/// Says what committing an event of a governed method will do to this state.
#[must_use]
pub fn in_words<M: Memory>(state: &State<M>, event: &Event) -> String {
    match event {
        Event::AuditorChanged { auditor } => changed(state, auditor),
        Event::StakeTaken {
            auditor,
            amount_e8s,
            evidence_hash,
            reason,
        } => {
            taken(state, *auditor, *amount_e8s)
                + &format!(" Evidence: SHA-256 {evidence_hash}. Reason: {reason}")
        }
        Event::PolicySet { policy } => policy_in_words(policy),
        Event::PlanAdopted { plan } => adopt_audit_plan::in_words(state, plan),
        Event::PlanChanged {
            plan_id,
            state: PlanState::Cancelled { reason, .. },
        } => {
            let reserved = state.plan(*plan_id).map_or(0, |plan| plan.reserved_e8s);
            format!(
                "Takes plan {plan_id} back before its seed is drawn: nobody is audited by it, and \
                 {reserved} e8s go back to the treasury. Reason: {reason}"
            )
        }
        Event::FindingSettled {
            finding_id,
            state: settled,
            reason,
        } => finding(
            state,
            *finding_id,
            *settled,
            reason.as_deref().unwrap_or_default(),
        ),
        Event::TransferSettled {
            transfer_id,
            state: settled,
            evidence,
        } => transfer(
            state,
            *transfer_id,
            settled,
            evidence.as_deref().unwrap_or_default(),
        ),
        // Not of governed methods: nobody votes on these.
        Event::Initialized { .. }
        | Event::ConfigChanged { .. }
        | Event::PublicKeyLearned { .. }
        | Event::LedgerFeeLearned { .. }
        | Event::ClustersSeen { .. }
        | Event::SitesSeen { .. }
        | Event::Followed { .. }
        | Event::AuditorApplied { .. }
        | Event::TransferOpened { .. }
        | Event::TransferAttempted { .. }
        | Event::AttemptRefused { .. }
        | Event::TransferRenewed { .. }
        | Event::StakeUnbonded { .. }
        | Event::OwedPaid { .. }
        | Event::PlanChanged { .. }
        | Event::DrawOpened { .. }
        | Event::SnapshotRows { .. }
        | Event::Drawn { .. }
        | Event::SlotsProposed { .. }
        | Event::SlotAccepted { .. }
        | Event::ChallengeIssued { .. }
        | Event::ReportCommitted { .. }
        | Event::ReportRevealed { .. }
        | Event::RoundEnded { .. }
        | Event::AssignmentClosed { .. }
        | Event::LocksReleased { .. }
        | Event::FindingEstablished { .. }
        | Event::FindingAppealed { .. }
        | Event::AppealDecided { .. } => "Is not voted on.".into(),
    }
}

fn changed<M: Memory>(state: &State<M>, auditor: &Auditor) -> String {
    let (id, name) = (auditor.id, &auditor.name);
    let account = state.account(Caller(id.0));
    let stake = account.total_e8s();
    let Some(change) = auditor.history.last() else {
        return format!("Changes auditor {name:?} ({id}).");
    };
    let reason = &change.reason;
    match change.status {
        AuditorStatus::Active if auditor.history.len() == 2 => format!(
            "Admits {name:?}, owned by {:?}, as an auditor with the key {id}. It has {stake} e8s of \
             stake here and can be drawn from the next snapshot on, but not for sites of {}. \
             Reason: {reason}",
            auditor.owner,
            conflicts(auditor)
        ),
        AuditorStatus::Active => format!(
            "Reinstates auditor {name:?} ({id}): it can be drawn from the next snapshot on. \
             Reason: {reason}"
        ),
        AuditorStatus::Suspended => format!(
            "Suspends auditor {name:?} ({id}): it is not drawn while it lasts; what it was drawn for \
             goes on. Reason: {reason}"
        ),
        AuditorStatus::Removed => format!(
            "Removes auditor {name:?} ({id}) for good: it is not drawn any more; what it was drawn \
             for goes on. Its stake of {stake} e8s stays its own and can be asked back. Reason: \
             {reason}"
        ),
        AuditorStatus::Applied => format!("Takes note that {name:?} ({id}) applied."),
    }
}

fn conflicts(auditor: &Auditor) -> String {
    let conflicts = &auditor.conflicts;
    let providers = conflicts
        .providers
        .iter()
        .map(|tie| format!("{} ({:?})", tie.provider, tie.kind));
    let owners = conflicts
        .dc_owners
        .iter()
        .map(|owner| format!("data centres of {owner:?}"));
    let verifiers = conflicts
        .verifiers
        .iter()
        .map(|verifier| format!("providers attested by {verifier}"));
    let all: Vec<_> = providers.chain(owners).chain(verifiers).collect();
    if all.is_empty() {
        "those it belongs together with; it declares none".into()
    } else {
        all.join(", ")
    }
}

fn taken<M: Memory>(state: &State<M>, id: AuditorId, amount_e8s: u64) -> String {
    let name = state.auditor(id).map(|auditor| auditor.name);
    let stake = state.account(Caller(id.0)).total_e8s();
    format!(
        "Takes {amount_e8s} e8s of the {stake} e8s of stake of auditor {:?} ({id}) for the treasury, \
         for good.",
        name.unwrap_or_default()
    )
}

fn policy_in_words(policy: &AuditPolicy) -> String {
    format!(
        "Sets the rules of later plans, audits and findings: {} critical subnets; an auditor locks \
         {} fees for each assignment until {} days after its end, and loses {} basis points of \
         that when it reveals nothing; an application needs {} e8s of free stake; stake that is \
         asked back is paid after {} days; reports are committed to within {} days of the visit \
         and revealed within {} days; a finding can be appealed for {} days; a critical site is \
         certain to be drawn after {} days without a visit; an auditor pauses after {} audits in a \
         row at one provider.",
        policy.critical_subnets.len(),
        policy.lock_fees,
        policy.dispute_days,
        policy.vanish_bps,
        policy.application_stake_e8s,
        policy.unbonding_days,
        policy.commit_days,
        policy.reveal_days,
        policy.appeal_days,
        policy.overdue_days,
        policy.consecutive_audits
    )
}

fn finding<M: Memory>(state: &State<M>, id: u64, settled: FindingState, reason: &str) -> String {
    let about = state.finding(id).map_or_else(String::new, |finding| {
        format!(
            " ({:?}, {} nodes at {}, established {})",
            finding.class,
            finding.nodes,
            finding.site,
            utc(finding.established_at_ns)
        )
    });
    match settled {
        FindingState::Overturned { .. } => {
            format!("Overturns finding {id}{about}: nothing can follow from it. Reason: {reason}")
        }
        _ => format!(
            "Lets finding {id}{about} stand for good. No penalty follows from this vote alone. \
             Reason: {reason}"
        ),
    }
}

fn transfer<M: Memory>(
    state: &State<M>,
    id: u64,
    settled: &TransferState,
    evidence: &str,
) -> String {
    let about = state.transfer(id).map_or_else(String::new, |transfer| {
        let kind = match transfer.kind {
            TransferKind::StakeDeposit => "deposit of stake by",
            TransferKind::TreasuryDeposit => "gift to the treasury, through",
            TransferKind::StakeReturn => "return of stake to",
            TransferKind::AuditFee { .. } => "fee to",
        };
        format!(
            ", a {kind} {} of {} e8s from {}",
            transfer.account.owner,
            transfer.amount_e8s,
            utc(transfer.created_at_ns)
        )
    });
    match settled {
        TransferState::Made { block, .. } => format!(
            "Settles transfer {id}{about}: the ledger made it{}. How that is known: {evidence}",
            block.map_or_else(String::new, |block| format!(", in block {block}"))
        ),
        _ => format!(
            "Settles transfer {id}{about}: the ledger did not make it. What was to go out is in the \
             receiver's account here. How that is known: {evidence}"
        ),
    }
}
