//! Applies as an auditor. Anyone may who is no node provider and has stake here.

use super::{Decision, standing};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::field;
use bonafide_types::audits::{
    ApplyAsAuditorArgs, AuditError, Auditor, AuditorChange, AuditorStatus,
};
use bonafide_types::id::{AuditorId, Caller};
use bonafide_types::limits::{APPLICATIONS, AUDITORS, NAME_BYTES, PURPOSE_BYTES};
use ic_stable_structures::Memory;

/// Decides. A principal applies once: who was removed stays so.
///
/// # Errors
/// [`AuditError::AlreadyApplied`], [`AuditError::AuditorIsProvider`],
/// [`AuditError::StakeTooSmall`], [`AuditError::TooMany`] auditors ever or applications that
/// no proposal has decided; those of the fields.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: ApplyAsAuditorArgs,
    ctx: &Ctx,
) -> Result<Decision<Auditor>, AuditError> {
    let ApplyAsAuditorArgs {
        name,
        owner,
        conflicts,
        statement,
    } = args;
    field::check("name", &name, NAME_BYTES)?;
    field::check("owner", &owner, NAME_BYTES)?;
    field::check("statement", &statement, PURPOSE_BYTES)?;
    standing::check_conflicts(state, &conflicts)?;
    let id = AuditorId(ctx.caller);
    if let Some(known) = state.auditor(id) {
        return Err(AuditError::AlreadyApplied {
            auditor: id,
            status: known.status(),
        });
    }
    standing::no_provider(state, id)?;
    let free_e8s = state.account(Caller(ctx.caller)).free_e8s;
    let needed_e8s = state.policy().application_stake_e8s;
    if free_e8s < needed_e8s {
        return Err(AuditError::StakeTooSmall {
            free_e8s,
            needed_e8s,
        });
    }
    at_most("auditors", state.auditors.len() + 1, AUDITORS)?;
    let waiting = state
        .auditors
        .after(None)
        .filter(|(_, auditor)| auditor.status() == AuditorStatus::Applied)
        .count();
    at_most("applications", waiting as u64 + 1, APPLICATIONS)?;
    let auditor = Auditor {
        id,
        name,
        owner,
        conflicts,
        history: vec![AuditorChange {
            at_ns: ctx.now_ns,
            status: AuditorStatus::Applied,
            reason: statement,
        }],
        reports: 0,
        vanished: 0,
    };
    let event = Event::AuditorApplied {
        auditor: auditor.clone(),
    };
    Ok(Decision::change(event, auditor))
}

fn at_most(field: &str, count: u64, limit: u64) -> Result<(), AuditError> {
    if count <= limit {
        return Ok(());
    }
    let field = field.to_owned();
    Err(AuditError::TooMany {
        field,
        count,
        limit,
    })
}

#[cfg(test)]
mod tests;
