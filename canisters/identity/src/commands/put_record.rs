//! A provider stores the next version of an encrypted record.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::field;
use bonafide_types::id::{ProviderId, Sha256Hash};
use bonafide_types::identity::{Committee, IdentityError, PutRecordArgs, Record, RecordVersion};
use bonafide_types::limits::{
    CIPHERTEXT_BYTES, CIPHERTEXT_OVERHEAD, COMMITTEE_SLOTS, PROVIDER_CIPHERTEXT_BYTES,
    RECORD_VERSIONS, RECORDS,
};
use ic_stable_structures::Memory;
use sha2::{Digest, Sha256};

/// How content that one recipient can open begins: identity-based encryption of vetKeys.
pub const ONE_READER: &[u8] = b"IC IBE\x00\x01";
/// How content that is sealed for a committee begins.
pub const COMMITTEE: &[u8] = b"BFCOMM\x00\x01";

/// Decides; replies with what is known of it. The version before stays until its time is over,
/// so that a vote under way cannot be emptied by replacing what it will open.
///
/// # Errors
/// [`IdentityError::SubjectNotFound`] when the caller is no provider,
/// [`IdentityError::SubjectNotActive`], [`IdentityError::CiphertextSize`],
/// [`IdentityError::CiphertextHeader`], [`IdentityError::InvalidCommittee`],
/// [`IdentityError::VersionNotNext`], [`IdentityError::RecordKindFixed`],
/// [`IdentityError::OutOfRange`] of record or version, [`IdentityError::TooManyBytes`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: &PutRecordArgs,
    ctx: &Ctx,
) -> Result<Decision<Record>, IdentityError> {
    let PutRecordArgs {
        record_id,
        version,
        kind,
        committee,
        ciphertext,
    } = args;
    let provider = standing::subject(state, ProviderId(ctx.caller))?.id;
    let most = u64::from(RECORDS) - 1;
    field::check_range("record_id", u64::from(*record_id), 0, most)?;
    let bytes = check_ciphertext(&ciphertext.0, *committee)?;
    let before = state.latest_record(provider, *record_id);
    let expected = before.as_ref().map_or(1, |row| row.record.version + 1);
    if *version != expected {
        return Err(IdentityError::VersionNotNext {
            record_id: *record_id,
            given: *version,
            expected,
        });
    }
    field::check_range(
        "version",
        u64::from(*version),
        1,
        u64::from(RECORD_VERSIONS),
    )?;
    if before.is_some_and(|row| row.kind != *kind) {
        let record_id = *record_id;
        return Err(IdentityError::RecordKindFixed { record_id });
    }
    let sum = state.provider_bytes(provider) + u64::from(bytes);
    if sum > PROVIDER_CIPHERTEXT_BYTES {
        return Err(IdentityError::TooManyBytes {
            bytes: sum,
            limit: PROVIDER_CIPHERTEXT_BYTES,
        });
    }
    let record = Record {
        record: RecordVersion {
            provider,
            record_id: *record_id,
            version: *version,
        },
        kind: *kind,
        bytes,
        ciphertext_hash: Sha256Hash(Sha256::digest(&ciphertext.0).into()),
        committee: *committee,
        stored_at_ns: ctx.now_ns,
        replaced_at_ns: None,
        disclosed_at_ns: None,
        erased_at_ns: None,
    };
    let event = Event::RecordStored {
        record: record.clone(),
    };
    Ok(Decision::change(event, record))
}

/// Checks the shape, so that nobody stores in the clear by mistake; answers the bytes.
fn check_ciphertext(ciphertext: &[u8], committee: Option<Committee>) -> Result<u32, IdentityError> {
    let size = IdentityError::CiphertextSize {
        bytes: ciphertext.len() as u64,
        min: CIPHERTEXT_OVERHEAD as u64 + 1,
        max: CIPHERTEXT_BYTES as u64,
    };
    if !(CIPHERTEXT_OVERHEAD + 1..=CIPHERTEXT_BYTES).contains(&ciphertext.len()) {
        return Err(size);
    }
    let header = match committee {
        None => ONE_READER,
        Some(Committee { threshold, slots }) => {
            if threshold < 2 || threshold > slots || slots > COMMITTEE_SLOTS {
                return Err(IdentityError::InvalidCommittee { threshold, slots });
            }
            COMMITTEE
        }
    };
    if !ciphertext.starts_with(header) {
        let expected = header.escape_ascii().to_string();
        return Err(IdentityError::CiphertextHeader { expected });
    }
    u32::try_from(ciphertext.len()).map_err(|_| size)
}

#[cfg(test)]
mod tests;
