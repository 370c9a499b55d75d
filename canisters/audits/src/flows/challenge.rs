//! Draws the challenge of the day.

use crate::commands::issue_challenge;
use crate::live;
use bonafide_kit::call::ask;
use bonafide_kit::{Ctx, decision};
use bonafide_types::audits::{AuditError, Challenge, IssueChallengeArgs};
use bonafide_types::id::Blob;
use bonafide_types::limits::NONCE_BYTES;
use candid::Principal;

/// Issues the challenge of an assignment's visit, if that is still allowed when the system
/// answers. Nothing is promised before the answer, so a call that brings none leaves nothing
/// behind, and the caller asks again.
///
/// # Errors
/// Those of [`issue_challenge::check`]; [`AuditError::NoRandomness`].
pub async fn issue_challenge(args: IssueChallengeArgs, ctx: Ctx) -> Result<Challenge, AuditError> {
    live::read(|state| issue_challenge::check(state, &args, &ctx))?;
    let nonce = raw_rand()
        .await
        .map_err(|reason| AuditError::NoRandomness { reason })?;
    let ctx = ctx.later();
    live::change(|state| {
        decision::execute(state, &ctx, |state, ctx| {
            issue_challenge::decide(state, &args, nonce, ctx)
        })
    })
}

/// 32 bytes that nobody knows before the round of consensus after this one.
async fn raw_rand() -> Result<[u8; NONCE_BYTES], String> {
    let Blob(bytes) = ask(Principal::management_canister(), "raw_rand").await?;
    let length = bytes.len();
    <[u8; NONCE_BYTES]>::try_from(bytes).map_err(|_| format!("raw_rand: {length} bytes"))
}
