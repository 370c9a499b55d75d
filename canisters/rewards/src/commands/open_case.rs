//! Puts a case on record: by a vote, or because a finding of the audits canister is final.
//! There is no other door, and nothing follows from a case before a vote freezes it.

use super::{Decision, judge, standing};
use crate::domain::account::check_payee;
use crate::domain::case as course;
use crate::state::{Event, State};
use bonafide_kit::{Ctx, field};
use bonafide_policy::penalty::windows;
use bonafide_types::audits::{Finding, FindingState};
use bonafide_types::id::{Caller, ProviderId};
use bonafide_types::limits::{OPEN_CASES, PURPOSE_BYTES, URL_BYTES};
use bonafide_types::rewards::{
    Case, CaseSource, CaseState, Charge, LedgerAccount, OpenCaseArgs, PenaltyClass, RewardsError,
};
use candid::Principal;
use ic_stable_structures::Memory;

/// Decides. Governed. Replies with the case's number. The same evidence is one case, whatever
/// became of it.
///
/// # Errors
/// [`RewardsError::ProviderNotFound`]; [`RewardsError::OffenceInFuture`];
/// [`RewardsError::EvidenceTooOld`]; [`RewardsError::EvidenceUsed`];
/// [`RewardsError::InvalidField`] of a reporter who cannot be paid or belongs to the provider;
/// [`RewardsError::TooMany`] open cases of the provider; those of the texts.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: OpenCaseArgs,
    ctx: &Ctx,
) -> Result<Decision<u64>, RewardsError> {
    let OpenCaseArgs { charge } = args;
    standing::known(state, charge.provider)?;
    check_texts(&charge)?;
    check_time(state, &charge, ctx.now_ns)?;
    let evidence_hash = charge.evidence_hash;
    if let Some(case_id) = state.cases_on(&evidence_hash).next() {
        return Err(RewardsError::EvidenceUsed {
            evidence_hash,
            case_id,
        });
    }
    check_reporter(state, &charge, ctx.self_id)?;
    let open = state.cases_of(charge.provider).filter(course::is_open);
    let (count, limit) = (open.count() as u64 + 1, OPEN_CASES);
    if count > limit {
        let field = "open_cases".into();
        return Err(RewardsError::TooMany {
            field,
            count,
            limit,
        });
    }
    let case = reported(state, CaseSource::Proposal, charge, ctx.now_ns);
    let id = case.id;
    Ok(Decision::change(Event::CaseReported { case }, id))
}

/// The case of a finding that is final; none when its evidence is too old or in a case already,
/// or when the registry shows no such provider. One audit's reports can carry several classes:
/// each is a case.
///
/// The number is the next one, so each event has to be committed before the next finding is
/// looked at. No bound on open cases applies: what auditors proved is not dropped.
pub(crate) fn of_finding<M: Memory>(
    state: &State<M>,
    finding: &Finding,
    now_ns: u64,
) -> Option<Event> {
    let provider = finding.site.provider;
    let is_final = matches!(finding.state, FindingState::Final { .. });
    if !is_final || state.cluster(provider).is_none() {
        return None;
    }
    let charge = Charge {
        provider,
        node: None,
        subnet: None,
        class: PenaltyClass::Found(finding.class),
        offence_at_ns: finding.established_at_ns,
        evidence_hash: finding.evidence_hash,
        evidence_url: None,
        summary: format!(
            "Finding {} of the audits canister at data centre {}: {}, {} nodes.",
            finding.id,
            finding.site.dc_id,
            finding.class.name(),
            finding.nodes
        ),
        reporter: None,
    };
    let windows = state.policy().windows;
    if windows::is_expired(charge.offence_at_ns, now_ns, &windows) {
        return None;
    }
    let is_same = |other: &Case| match other.source {
        CaseSource::Proposal => true,
        CaseSource::Finding { .. } => other.charge.class == charge.class,
    };
    let cases = state.cases_on(&charge.evidence_hash);
    if cases
        .filter_map(|id| state.case(id))
        .any(|case| is_same(&case))
    {
        return None;
    }
    let finding_id = finding.id;
    let case = reported(state, CaseSource::Finding { finding_id }, charge, now_ns);
    Some(Event::CaseReported { case })
}

/// Whether the reporter of a charge is its provider, or one of the same cluster: then nothing
/// is paid.
pub(super) fn is_of_cluster<M: Memory>(
    state: &State<M>,
    charge: &Charge,
    reporter: Caller,
) -> bool {
    let cluster = state.cluster(charge.provider);
    let theirs = state.cluster(ProviderId(reporter.0));
    reporter.0 == charge.provider.0 || (cluster.is_some() && theirs == cluster)
}

/// The account to which a reporter is paid.
pub(super) fn account_of(reporter: Caller) -> LedgerAccount {
    LedgerAccount {
        owner: reporter,
        subaccount: None,
    }
}

fn reported<M: Memory>(state: &State<M>, source: CaseSource, charge: Charge, now_ns: u64) -> Case {
    let age_ns = judge::days_ns(state.policy().windows.evidence_age_days);
    Case {
        id: state.cases.len(),
        source,
        reported_at_ns: now_ns,
        judgement: None,
        responses: Vec::new(),
        appeal: None,
        reductions: Vec::new(),
        effects: Vec::new(),
        state: CaseState::Reported,
        freeze_until_ns: charge.offence_at_ns.saturating_add(age_ns),
        charge,
    }
}

fn check_texts(charge: &Charge) -> Result<(), RewardsError> {
    field::check("charge.summary", &charge.summary, PURPOSE_BYTES)?;
    let Some(url) = charge.evidence_url.as_deref() else {
        return Ok(());
    };
    let field = "charge.evidence_url";
    field::check(field, url, URL_BYTES)?;
    let mut schemes = ["https://", "ipfs://"].into_iter();
    let rest = schemes.find_map(|scheme| url.strip_prefix(scheme));
    if rest.is_none_or(str::is_empty) || url.contains(char::is_whitespace) {
        let rule = "https:// or ipfs:// and an address without blanks";
        return Err(field::invalid(field, url, rule).into());
    }
    Ok(())
}

fn check_time<M: Memory>(
    state: &State<M>,
    charge: &Charge,
    now_ns: u64,
) -> Result<(), RewardsError> {
    let offence_at_ns = charge.offence_at_ns;
    if offence_at_ns > now_ns {
        return Err(RewardsError::OffenceInFuture { offence_at_ns });
    }
    let windows = state.policy().windows;
    if windows::is_expired(offence_at_ns, now_ns, &windows) {
        let days = windows.evidence_age_days.into();
        return Err(RewardsError::EvidenceTooOld {
            offence_at_ns,
            days,
        });
    }
    Ok(())
}

fn check_reporter<M: Memory>(
    state: &State<M>,
    charge: &Charge,
    self_id: Principal,
) -> Result<(), RewardsError> {
    let Some(reporter) = charge.reporter else {
        return Ok(());
    };
    let field = "charge.reporter";
    check_payee(field, &account_of(reporter), self_id)?;
    if is_of_cluster(state, charge, reporter) {
        let rule = "nobody of the provider's cluster";
        return Err(field::invalid(field, &reporter.to_string(), rule).into());
    }
    Ok(())
}

#[cfg(test)]
mod tests;
