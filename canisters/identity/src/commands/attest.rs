//! A verifier states something about a provider. Called with the verifier's own key.

use super::{Decision, cancel_request, standing};
use crate::domain::status;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::field;
use bonafide_types::id::{Caller, ProviderId, VerifierId};
use bonafide_types::identity::{
    AttestArgs, Attestation, ContractTerms, Counterparty, IdentityError, JudgedRecord,
    RecordVersion, Schema, SchemaKind, VerifierStatus,
};
use bonafide_types::limits::{
    ATTESTATION_DAYS, DAY_NS, DC_ID_BYTES, LIVE_ATTESTATIONS, NAME_BYTES, SCHEMA_FIELDS,
    STATEMENT_BYTES,
};
use ic_stable_structures::Memory;

/// Decides; replies with the statement. It overtakes the verifier's earlier ones about the same
/// subject, schema and record, and answers the request that it names.
///
/// # Errors
/// [`IdentityError::CallerNotVerifier`], [`IdentityError::VerifierStanding`],
/// [`IdentityError::OutOfScope`], [`IdentityError::SchemaVersion`],
/// [`IdentityError::SubjectNotFound`], [`IdentityError::SubjectNotActive`],
/// [`IdentityError::SubjectWithoutFacts`], [`IdentityError::SchemaDoesNotApply`],
/// [`IdentityError::VerifierInCluster`], [`IdentityError::FactsChanged`],
/// [`IdentityError::ExpiryInThePast`], [`IdentityError::ExpiryTooFar`],
/// [`IdentityError::ContractMissing`], [`IdentityError::ContractUnexpected`],
/// [`IdentityError::ContractTerm`], [`IdentityError::RecordNotCurrent`],
/// [`IdentityError::RequestNotFound`], [`IdentityError::RequestClosed`],
/// [`IdentityError::RequestForOther`], [`IdentityError::TooManyAttestations`]; those of the
/// fields.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: AttestArgs,
    ctx: &Ctx,
) -> Result<Decision<Attestation>, IdentityError> {
    let AttestArgs {
        subject,
        schema,
        schema_version,
        facts_hash,
        verdict,
        checked,
        statement,
        contract,
        record,
        evidence_hash,
        request_id,
        expires_at_ns,
    } = args;
    let issuer = VerifierId(ctx.caller);
    let Some(verifier) = state.verifier(issuer) else {
        let caller = Caller(ctx.caller);
        return Err(IdentityError::CallerNotVerifier { caller });
    };
    let standing = verifier.status();
    if standing != VerifierStatus::Active {
        return Err(IdentityError::VerifierStanding {
            verifier: issuer,
            status: standing,
        });
    }
    let schema = standing::schema(state, &schema)?;
    if verifier.fee_e8s(&schema.name).is_none() {
        return Err(IdentityError::OutOfScope {
            verifier: issuer,
            schema: schema.name,
        });
    }
    if schema_version != schema.version {
        return Err(IdentityError::SchemaVersion {
            schema: schema.name,
            given: schema_version,
            current: schema.version,
        });
    }
    let about = standing::subject(state, subject)?;
    let current = standing::facts(&about, &schema)?;
    standing::independent(state, &verifier, &about)?;
    if facts_hash != current {
        return Err(IdentityError::FactsChanged {
            subject,
            given: facts_hash,
            current,
        });
    }
    check_checked(&schema, &checked)?;
    if let Some(statement) = &statement {
        field::check("statement", statement, STATEMENT_BYTES)?;
    }
    check_expiry(expires_at_ns, ctx.now_ns)?;
    check_contract(&schema, contract.as_ref(), ctx.now_ns)?;
    if let Some(record) = &record {
        check_record(state, subject, record)?;
    }
    if let Some(request_id) = request_id {
        let request = cancel_request::open(state, request_id)?;
        if (request.subject, request.verifier, &request.schema) != (subject, issuer, &schema.name) {
            return Err(cancel_request::of_other(request));
        }
    }
    let open = state.open_attestations(subject);
    let record_id = |judged: &Option<JudgedRecord>| judged.as_ref().map(|judged| judged.record_id);
    let supersedes: Vec<_> = open
        .iter()
        .filter(|row| row.issuer == issuer && row.schema == schema.name)
        .filter(|row| record_id(&row.record) == record_id(&record))
        .map(|row| row.id)
        .collect();
    let hold = open
        .iter()
        .filter(|row| status::until_ns(row) > ctx.now_ns)
        .count();
    if hold - supersedes.len().min(hold) >= LIVE_ATTESTATIONS {
        return Err(IdentityError::TooManyAttestations {
            subject,
            count: hold as u64 + 1,
            limit: LIVE_ATTESTATIONS as u64,
        });
    }
    let attestation = Attestation {
        id: state.attestations.len(),
        schema: schema.name,
        schema_version,
        subject,
        facts_hash,
        issuer,
        verdict,
        checked,
        statement,
        contract,
        record,
        evidence_hash,
        request_id,
        issued_at_ns: ctx.now_ns,
        expires_at_ns,
        revocation: None,
        superseded: None,
    };
    let event = Event::AttestationIssued {
        attestation: attestation.clone(),
        supersedes,
    };
    Ok(Decision::change(event, attestation))
}

/// A verifier attests only what it checked, and says what that was.
fn check_checked(schema: &Schema, checked: &[String]) -> Result<(), IdentityError> {
    field::check_count("checked", checked.len(), 1, SCHEMA_FIELDS)?;
    field::check_distinct("checked", checked)?;
    match checked.iter().find(|name| !schema.fields.contains(name)) {
        None => Ok(()),
        Some(name) => {
            let rule = format!("one of {}", schema.fields.join(", "));
            Err(field::invalid("checked", name, &rule).into())
        }
    }
}

fn check_expiry(expires_at_ns: u64, now_ns: u64) -> Result<(), IdentityError> {
    if expires_at_ns <= now_ns {
        return Err(IdentityError::ExpiryInThePast {
            expires_at_ns,
            now_ns,
        });
    }
    let latest_ns = now_ns.saturating_add(ATTESTATION_DAYS * DAY_NS);
    if expires_at_ns > latest_ns {
        return Err(IdentityError::ExpiryTooFar {
            expires_at_ns,
            latest_ns,
        });
    }
    Ok(())
}

fn check_contract(
    schema: &Schema,
    contract: Option<&ContractTerms>,
    now_ns: u64,
) -> Result<(), IdentityError> {
    let name = || schema.name.clone();
    let terms = match (schema.kind == SchemaKind::Contract, contract) {
        (false, None) => return Ok(()),
        (false, Some(_)) => return Err(IdentityError::ContractUnexpected { schema: name() }),
        (true, None) => return Err(IdentityError::ContractMissing { schema: name() }),
        (true, Some(terms)) => terms,
    };
    let ContractTerms {
        counterparty,
        dc_id,
        from_ns,
        to_ns,
        nda: _,
    } = terms;
    if let Counterparty::Named(name) = counterparty {
        field::check("contract.counterparty", name, NAME_BYTES)?;
    }
    if let Some(dc_id) = dc_id {
        field::check("contract.dc_id", dc_id, DC_ID_BYTES)?;
    }
    match to_ns {
        Some(to_ns) if to_ns <= from_ns || *to_ns <= now_ns => Err(IdentityError::ContractTerm {
            from_ns: *from_ns,
            to_ns: *to_ns,
        }),
        _ => Ok(()),
    }
}

/// The record must be what the verifier could have seen: the latest version, as stored.
fn check_record<M: Memory>(
    state: &State<M>,
    provider: ProviderId,
    judged: &JudgedRecord,
) -> Result<(), IdentityError> {
    let JudgedRecord {
        record_id,
        version,
        ciphertext_hash,
    } = judged;
    let record = RecordVersion {
        provider,
        record_id: *record_id,
        version: *version,
    };
    let Some(row) = state.record(record) else {
        let record = record.to_string();
        return Err(IdentityError::RecordNotFound { record });
    };
    if row.replaced_at_ns.is_some() || row.ciphertext_hash != *ciphertext_hash {
        let record = record.to_string();
        return Err(IdentityError::RecordNotCurrent { record });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
