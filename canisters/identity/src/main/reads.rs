//! Reads, without proof and with. None gives a ciphertext to anyone but its provider.

use bonafide_identity::live::{read, read_now};
use bonafide_identity::metrics;
use bonafide_identity::queries::{attestations, disclosures, score, verifiers};
use bonafide_identity::state::State;
use bonafide_kit::reply::reply;
use bonafide_kit::{Ctx, certified};
use bonafide_types::certified::{
    CertifiedReadError, CertifiedRows, CertifiedTip, EventPage, RangeArgs, RowKey,
};
use bonafide_types::http::{HttpRequest, HttpResponse};
use bonafide_types::id::{Blob, ProviderId, VerifierId};
use bonafide_types::identity::*;
use ic_cdk::query;
use std::marker::PhantomData;

#[query]
fn get_attestation(id: u64) -> Option<AttestationView> {
    read_now(|state, now_ns| attestations::get_attestation(state, id, now_ns))
}

#[query]
fn get_attestation_status(id: u64, at_ns: Option<u64>) -> Option<AttestationStatus> {
    read_now(|state, now_ns| attestations::status(state, id, at_ns.unwrap_or(now_ns)))
}

#[query]
fn list_attestations(args: ListAttestationsArgs) -> AttestationPage {
    read_now(|state, now_ns| attestations::list_attestations(state, &args, now_ns))
}

#[query]
fn get_request(id: u64) -> Option<AttestationRequest> {
    read(|state| state.request(id))
}

#[query]
fn list_requests(args: ListRequestsArgs) -> RequestPage {
    read(|state| attestations::list_requests(state, &args))
}

#[query]
fn get_fee_budget() -> FeeBudget {
    read(State::fee_budget)
}

#[query]
fn get_verifier(id: VerifierId) -> Option<VerifierView> {
    read_now(|state, now_ns| verifiers::get_verifier(state, id, now_ns))
}

#[query]
fn list_verifiers() -> Vec<VerifierView> {
    read_now(verifiers::list_verifiers)
}

#[query]
fn list_schemas() -> Vec<SchemaView> {
    read(verifiers::list_schemas)
}

#[query]
fn get_standing(subject: ProviderId) -> Option<Standing> {
    read_now(|state, now_ns| verifiers::get_standing(state, subject, now_ns))
}

#[query]
fn get_subject(id: ProviderId) -> Option<Subject> {
    read(|state| state.subject(id))
}

#[query]
fn get_record(record: RecordVersion) -> Option<Record> {
    read(|state| state.record(record))
}

#[query]
fn list_records(provider: ProviderId) -> Vec<Record> {
    read(|state| disclosures::list_records(state, provider))
}

#[query]
fn get_own_ciphertext(record_id: u32, version: u32) -> Option<Blob> {
    let record = RecordVersion {
        provider: ProviderId(Ctx::capture().caller),
        record_id,
        version,
    };
    read(|state| state.ciphertext(record)).map(Blob)
}

#[query]
fn get_grant(id: u64) -> Option<Grant> {
    read(|state| state.grant(id))
}

#[query]
fn list_grants(args: ListGrantsArgs) -> GrantPage {
    read(|state| disclosures::list_grants(state, &args))
}

#[query]
fn list_access(args: ListAccessArgs) -> AccessPage {
    read(|state| disclosures::list_access(state, &args))
}

#[query]
fn get_freeze() -> Option<Freeze> {
    read_now(State::freeze_at)
}

#[query(manual_reply = true)]
fn get_score(args: GetScoreArgs) -> PhantomData<Result<Score, ScoreError>> {
    reply(read_now(|state, now_ns| {
        score::get_score(state, &args, now_ns)
    }))
}

#[query]
fn list_score_weights() -> Vec<ScoreWeights> {
    read(score::list_score_weights)
}

#[query]
fn list_findings(subject: ProviderId) -> Vec<AuditFinding> {
    read(|state| score::list_findings(state, subject))
}

#[query]
fn get_config() -> Config {
    read(State::settings)
}

#[query]
fn get_summary() -> Summary {
    read(State::summary)
}

#[query]
fn get_events(start: u64, length: u64) -> EventPage {
    read(|state| certified::events(state, start, length))
}

#[query]
fn http_request(request: HttpRequest) -> HttpResponse {
    bonafide_kit::http::serve(&request, metrics::write)
}

#[query]
fn get_rows_certified(keys: Vec<RowKey>) -> Result<CertifiedRows, CertifiedReadError> {
    read(|state| certified::rows(state, certified::certificate()?, &keys))
}

#[query]
fn list_rows_certified(args: RangeArgs) -> Result<CertifiedRows, CertifiedReadError> {
    read(|state| certified::range(state, certified::certificate()?, &args))
}

#[query]
fn get_tip_certified() -> Result<CertifiedTip, CertifiedReadError> {
    read(|state| Ok(certified::tip(state, certified::certificate()?)))
}
