//! Somebody appeals against a finding: a panel of twice as many auditors and one looks again.
//! Called by the provider, or by anyone, with free stake for the bond.

use super::{Decision, seats, standing};
use crate::domain::snapshot::{self, Candidate};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::field;
use bonafide_types::audits::{
    Appeal, AppealFindingArgs, AuditError, DrawPurpose, DrawRules, Finding, FindingState, Team,
};
use bonafide_types::id::{AuditorId, Caller};
use bonafide_types::limits::{APPEALS, PURPOSE_BYTES};
use ic_stable_structures::Memory;

/// Decides; replies with the finding. The bond is what the panel costs. It leaves the caller's
/// free stake now; what the panel is not paid comes back, and all of it when the panel
/// overturns the finding. Nobody who sat in the audit or in an earlier panel is drawn, and
/// nobody who appeals or appealed. Whether there are auditors enough is seen at the draw; with
/// too few a vote decides, and the bond comes back.
///
/// # Errors
/// [`AuditError::FindingNotFound`]; [`AuditError::FindingSettled`];
/// [`AuditError::NotAppealable`] when a panel looks at it, the time is over, or two did;
/// [`AuditError::StakeTooSmall`]; [`AuditError::DrawUnderWay`] when the caller's stake is
/// counted on in a draw; those of the grounds and of [`snapshot::open`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: AppealFindingArgs,
    ctx: &Ctx,
) -> Result<Decision<Finding>, AuditError> {
    let AppealFindingArgs {
        finding_id,
        grounds,
    } = args;
    field::check("grounds", &grounds, PURPOSE_BYTES)?;
    let mut finding = state
        .finding(finding_id)
        .ok_or(AuditError::FindingNotFound { finding_id })?;
    check_open(&finding, ctx.now_ns)?;
    let row = seats::assignment(state, finding.assignment_id)?;
    let by = Caller(ctx.caller);
    let sat_before = finding
        .appeals
        .last()
        .map_or(row.team.auditors, |appeal| appeal.panel);
    let panel = sat_before.saturating_mul(2).saturating_add(1);
    let bond_e8s = row.fee_e8s.saturating_mul(panel.into());
    let free_e8s = state.account(by).free_e8s;
    if free_e8s < bond_e8s {
        let needed_e8s = bond_e8s;
        return Err(AuditError::StakeTooSmall {
            free_e8s,
            needed_e8s,
        });
    }
    standing::not_promised(state, by)?;
    let panels = finding.appeals.iter().filter_map(|it| it.assignment_id);
    let excluded: Vec<_> = panels
        .filter_map(|id| state.assignment(id))
        .chain([row.clone()])
        .flat_map(|sat| sat.seats)
        .map(|seat| seat.auditor)
        .chain(finding.appeals.iter().map(|it| AuditorId(it.by.0)))
        .chain([AuditorId(ctx.caller)])
        .collect();
    let team = Team {
        auditors: panel,
        quorum: panel / 2 + 1,
    };
    let rules = DrawRules {
        sites: 1,
        ordinary: team,
        critical: team,
        fee_e8s: row.fee_e8s,
        budget_e8s: bond_e8s,
        lock_e8s: row.lock_e8s,
    };
    let candidate = Candidate {
        site: row.site,
        weight: 1,
        certain: true,
        critical: row.critical,
        repeats: Some(row.id),
    };
    let (draw, drawing) = snapshot::open(
        state,
        DrawPurpose::Appeal { finding_id },
        rules,
        vec![candidate],
        &excluded,
        ctx.now_ns,
    )?;
    let appeal = Appeal {
        by,
        at_ns: ctx.now_ns,
        grounds,
        bond_e8s,
        panel,
        draw_id: draw.id,
        assignment_id: None,
        verdict: None,
    };
    finding.state = FindingState::Appealed;
    finding.appeals.push(appeal.clone());
    // The bond is booked before anything can count on it.
    let mut events = vec![Event::FindingAppealed { finding_id, appeal }];
    events.extend(drawing);
    Ok(Decision {
        events,
        reply: finding,
    })
}

fn check_open(finding: &Finding, now_ns: u64) -> Result<(), AuditError> {
    let finding_id = finding.id;
    let why = match finding.state {
        FindingState::Final { .. } | FindingState::Overturned { .. } => {
            return Err(AuditError::FindingSettled { finding_id });
        }
        FindingState::Appealed => "a panel looks at it",
        FindingState::VoteNeeded => "a vote decides on it",
        FindingState::Provisional if now_ns >= finding.appeal_until_ns => "the time is over",
        FindingState::Provisional if finding.appeals.len() >= APPEALS => "there were two appeals",
        FindingState::Provisional => return Ok(()),
    };
    let why = why.into();
    Err(AuditError::NotAppealable { finding_id, why })
}

#[cfg(test)]
mod tests;
