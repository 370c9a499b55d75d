//! Opens records to recipients. Governed: the only way to a key.

use super::Decision;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::field;
use bonafide_types::identity::{
    Committee, DiscloseRecordsArgs, Grant, IdentityError, Recipient, RecordVersion,
};
use bonafide_types::limits::{
    DISCLOSED_RECORDS, DISCLOSURE_KEYS, DISCLOSURE_SECONDS, DISCLOSURE_USES, PURPOSE_BYTES,
    RECIPIENTS, SECOND_NS,
};
use candid::Principal;
use ic_stable_structures::Memory;

/// Decides; replies with the disclosure's number. Its time begins with its execution, so a long
/// vote takes nothing from it.
///
/// # Errors
/// [`IdentityError::RecordNotFound`], [`IdentityError::RecordErased`],
/// [`IdentityError::MixedCommittees`], [`IdentityError::SlotOutOfRange`],
/// [`IdentityError::CommitteeTooSmall`], [`IdentityError::TooManyKeys`],
/// [`IdentityError::DuplicateEntry`]; those of the fields.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: DiscloseRecordsArgs,
    ctx: &Ctx,
) -> Result<Decision<u64>, IdentityError> {
    let DiscloseRecordsArgs {
        records,
        purpose,
        recipients,
        valid_for_seconds,
        uses,
    } = args;
    field::check_count("records", records.len(), 1, DISCLOSED_RECORDS)?;
    field::check_distinct("records", &records)?;
    field::check("purpose", &purpose, PURPOSE_BYTES)?;
    field::check_count("recipients", recipients.len(), 1, RECIPIENTS)?;
    field::check_range(
        "valid_for_seconds",
        valid_for_seconds,
        1,
        DISCLOSURE_SECONDS,
    )?;
    field::check_range("uses", u64::from(uses), 1, u64::from(DISCLOSURE_USES))?;
    let committee = check_records(state, &records)?;
    check_recipients(&recipients, committee)?;
    let keys = records.len() as u64 * recipients.len() as u64 * u64::from(uses);
    if keys > DISCLOSURE_KEYS {
        return Err(IdentityError::TooManyKeys {
            keys,
            limit: DISCLOSURE_KEYS,
        });
    }
    let grant = Grant {
        id: state.grants.len(),
        records,
        purpose,
        recipients,
        granted_at_ns: ctx.now_ns,
        expires_at_ns: ctx.now_ns.saturating_add(valid_for_seconds * SECOND_NS),
        uses,
    };
    let id = grant.id;
    Ok(Decision::change(Event::RecordsGranted { grant }, id))
}

/// Checks that the records are there and sealed alike; answers for which committee.
fn check_records<M: Memory>(
    state: &State<M>,
    records: &[RecordVersion],
) -> Result<Option<Committee>, IdentityError> {
    let mut first = None;
    for record in records {
        let row = state
            .record(*record)
            .ok_or_else(|| IdentityError::RecordNotFound {
                record: record.to_string(),
            })?;
        if let Some(erased_at_ns) = row.erased_at_ns {
            let record = record.to_string();
            return Err(IdentityError::RecordErased {
                record,
                erased_at_ns,
            });
        }
        if *first.get_or_insert(row.committee) != row.committee {
            let record = record.to_string();
            return Err(IdentityError::MixedCommittees { record });
        }
    }
    Ok(first.flatten())
}

/// Checks that nobody stands there twice, and that nobody gets more than one share.
fn check_recipients(
    recipients: &[Recipient],
    committee: Option<Committee>,
) -> Result<(), IdentityError> {
    field::check_distinct(
        "recipients.principal",
        recipients.iter().map(|recipient| recipient.principal),
    )?;
    for Recipient { principal, .. } in recipients {
        if principal.0 == Principal::anonymous() || principal.0 == Principal::management_canister()
        {
            let given = principal.to_string();
            return Err(
                field::invalid("recipients.principal", &given, "somebody who can call").into(),
            );
        }
    }
    let (least, most) = committee.map_or((0, 0), |committee| (1, committee.slots));
    for Recipient {
        principal, slot, ..
    } in recipients
    {
        if !(least..=most).contains(slot) {
            return Err(IdentityError::SlotOutOfRange {
                principal: *principal,
                slot: *slot,
                slots: most,
            });
        }
    }
    if let Some(Committee { threshold, .. }) = committee {
        field::check_distinct(
            "recipients.slot",
            recipients.iter().map(|recipient| recipient.slot),
        )?;
        // One transport key for two shares would let one reader open alone.
        field::check_distinct(
            "recipients.transport_key_hash",
            recipients
                .iter()
                .map(|recipient| recipient.transport_key_hash),
        )?;
        if recipients.len() < usize::from(threshold) {
            return Err(IdentityError::CommitteeTooSmall {
                recipients: recipients.len() as u64,
                threshold,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
