//! A provider takes an open request back.

use super::Decision;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::id::ProviderId;
use bonafide_types::identity::{
    AttestationRequest, CancelRequestArgs, IdentityError, RequestState,
};
use ic_stable_structures::Memory;

/// Decides; replies with the request. The fee is free again.
///
/// # Errors
/// [`IdentityError::RequestNotFound`], [`IdentityError::RequestForOther`] when it is another's,
/// [`IdentityError::RequestClosed`].
pub fn decide<M: Memory>(
    state: &State<M>,
    CancelRequestArgs { request_id }: CancelRequestArgs,
    ctx: &Ctx,
) -> Result<Decision<AttestationRequest>, IdentityError> {
    let request = open(state, request_id)?;
    if request.subject != ProviderId(ctx.caller) {
        return Err(of_other(request));
    }
    let closed = RequestState::Cancelled { at_ns: ctx.now_ns };
    let event = Event::RequestClosed {
        request_id,
        state: closed,
    };
    let reply = AttestationRequest {
        state: closed,
        ..request
    };
    Ok(Decision::change(event, reply))
}

/// A request that is open.
pub(super) fn open<M: Memory>(
    state: &State<M>,
    request_id: u64,
) -> Result<AttestationRequest, IdentityError> {
    let found = state.request(request_id);
    let request = found.ok_or(IdentityError::RequestNotFound { request_id })?;
    if request.state == RequestState::Open {
        Ok(request)
    } else {
        let state = request.state;
        Err(IdentityError::RequestClosed { request_id, state })
    }
}

/// The refusal of somebody whom a request does not concern.
pub(super) fn of_other(request: AttestationRequest) -> IdentityError {
    IdentityError::RequestForOther {
        request_id: request.id,
        subject: request.subject,
        verifier: request.verifier,
        schema: request.schema,
    }
}
