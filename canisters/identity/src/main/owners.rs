//! Methods for providers, verifiers and recipients. A refusal is a value; who the caller is, is
//! a question of the data, which each command answers.

use bonafide_identity::access::caller_is_authenticated;
use bonafide_identity::live::{self, execute};
use bonafide_identity::{commands, flows};
use bonafide_kit::Ctx;
use bonafide_kit::reply::reply;
use bonafide_types::identity::*;
use ic_cdk::update;
use std::marker::PhantomData;

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn put_record(args: PutRecordArgs) -> PhantomData<Result<Record, IdentityError>> {
    reply(live::put_record(args))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn request_attestation(
    args: RequestAttestationArgs,
) -> PhantomData<Result<AttestationRequest, IdentityError>> {
    reply(execute(|state, ctx| {
        commands::request_attestation::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn cancel_request(
    args: CancelRequestArgs,
) -> PhantomData<Result<AttestationRequest, IdentityError>> {
    reply(execute(|state, ctx| {
        commands::cancel_request::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn attest(args: AttestArgs) -> PhantomData<Result<Attestation, IdentityError>> {
    reply(execute(|state, ctx| {
        commands::attest::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn revoke_attestation(
    args: RevokeAttestationArgs,
) -> PhantomData<Result<Attestation, IdentityError>> {
    reply(execute(|state, ctx| {
        commands::revoke_attestation::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
async fn release(args: ReleaseArgs) -> PhantomData<Result<Released, IdentityError>> {
    reply(flows::release(args, Ctx::capture()).await)
}
