//! A provider asks a verifier to look at it.

use super::{Decision, standing};
use crate::state::{Event, State, number};
use bonafide_kit::Ctx;
use bonafide_kit::field;
use bonafide_types::id::ProviderId;
use bonafide_types::identity::{
    AttestationRequest, IdentityError, RequestAttestationArgs, RequestState, VerifierStatus,
};
use bonafide_types::limits::{DAY_NS, OPEN_REQUESTS, RECENT_REQUESTS, REQUEST_DAYS};
use ic_stable_structures::Memory;

/// Decides; replies with the request. The fee of now is reserved in the budget until the
/// verifier delivers, the provider cancels, or 30 days pass.
///
/// # Errors
/// [`IdentityError::SubjectNotFound`] when the caller is no provider,
/// [`IdentityError::SubjectNotActive`], [`IdentityError::SubjectWithoutFacts`],
/// [`IdentityError::SchemaDoesNotApply`], [`IdentityError::VerifierNotFound`],
/// [`IdentityError::VerifierStanding`], [`IdentityError::OutOfScope`],
/// [`IdentityError::VerifierInCluster`], [`IdentityError::AlreadyRequested`],
/// [`IdentityError::TooMany`] requests open or within 30 days, [`IdentityError::FeeAboveMaximum`],
/// [`IdentityError::BudgetExhausted`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: RequestAttestationArgs,
    ctx: &Ctx,
) -> Result<Decision<AttestationRequest>, IdentityError> {
    let RequestAttestationArgs {
        verifier,
        schema,
        max_fee_e8s,
    } = args;
    let subject = standing::subject(state, ProviderId(ctx.caller))?;
    let schema = standing::schema(state, &schema)?;
    standing::facts(&subject, &schema)?;
    let asked = standing::verifier(state, verifier)?;
    let status = asked.status();
    if status != VerifierStatus::Active {
        return Err(IdentityError::VerifierStanding { verifier, status });
    }
    let schema = schema.name;
    let Some(fee_e8s) = asked.fee_e8s(&schema) else {
        return Err(IdentityError::OutOfScope { verifier, schema });
    };
    standing::independent(state, &asked, &subject)?;
    if fee_e8s > max_fee_e8s {
        return Err(IdentityError::FeeAboveMaximum {
            fee_e8s,
            max_fee_e8s,
        });
    }
    // Whatever became of them: those before are older than any that can still be open.
    let recent: Vec<_> = state
        .requests_by_subject
        .members_before(subject.id.as_slice(), None)
        .filter_map(|id| state.request(number(&id)))
        .take_while(|row| ctx.now_ns < row.due_at_ns)
        .collect();
    let is_open = |row: &&AttestationRequest| row.state == RequestState::Open;
    let same = |row: &&AttestationRequest| row.verifier == verifier && row.schema == schema;
    if let Some(row) = recent.iter().filter(is_open).find(same) {
        let request_id = row.id;
        return Err(IdentityError::AlreadyRequested { request_id });
    }
    let open = recent.iter().filter(is_open).count();
    field::check_count("open requests", open + 1, 1, OPEN_REQUESTS)?;
    let recent = recent.len();
    field::check_count("requests within 30 days", recent + 1, 1, RECENT_REQUESTS)?;
    let free_e8s = state.fee_budget().free_e8s();
    if fee_e8s > free_e8s {
        return Err(IdentityError::BudgetExhausted { free_e8s, fee_e8s });
    }
    let request = AttestationRequest {
        id: state.requests.len(),
        subject: subject.id,
        verifier,
        schema,
        fee_e8s,
        requested_at_ns: ctx.now_ns,
        due_at_ns: ctx.now_ns.saturating_add(REQUEST_DAYS * DAY_NS),
        state: RequestState::Open,
    };
    let event = Event::AttestationRequested {
        request: request.clone(),
    };
    Ok(Decision::change(event, request))
}

#[cfg(test)]
mod tests;
