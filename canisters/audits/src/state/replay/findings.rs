//! What a log can say of findings.

use super::{ReplayErrorReason, money, rule};
use crate::state::{Event, State};
use bonafide_kit::commit::Entry;
use bonafide_types::audits::{AssignmentState, Finding, FindingState};
use bonafide_types::limits::APPEALS;
use ic_stable_structures::Memory;

pub(super) fn check<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
) -> Result<(), ReplayErrorReason> {
    match &entry.event {
        Event::FindingEstablished { finding } => {
            let row = state.assignment(finding.assignment_id);
            rule(
                finding.id == state.findings.len()
                    && finding.state == FindingState::Provisional
                    && row.is_some_and(|row| row.site == finding.site),
                "findings are numbered, and of an audit of their site",
            )
        }
        Event::FindingAppealed { finding_id, appeal } => {
            let finding = known(state, *finding_id)?;
            rule(
                finding.state == FindingState::Provisional
                    && finding.appeals.len() < APPEALS
                    && entry.at_ns < finding.appeal_until_ns
                    && entry.caller == appeal.by
                    && appeal.verdict.is_none()
                    && appeal.assignment_id.is_none()
                    && money::is_free(state, appeal.by, appeal.bond_e8s),
                "a provisional finding is appealed in time, with the bond",
            )
        }
        Event::AppealDecided {
            finding_id,
            owed_e8s,
            ..
        } => {
            let finding = known(state, *finding_id)?;
            let last = finding.appeals.last();
            rule(
                last.is_some_and(|appeal| {
                    let over = appeal.assignment_id.is_none_or(|id| {
                        let row = state.assignment(id);
                        row.is_some_and(|row| row.state != AssignmentState::Open)
                    });
                    over && appeal.verdict.is_none() && *owed_e8s <= appeal.bond_e8s
                }),
                "an appeal is decided once, after its panel",
            )
        }
        Event::FindingSettled {
            finding_id, reason, ..
        } => {
            let finding = known(state, *finding_id)?;
            let settled = matches!(
                finding.state,
                FindingState::Final { .. } | FindingState::Overturned { .. }
            );
            rule(!settled, "a finding is settled once")?;
            let governance = state.settings().governance;
            let in_time = finding.state == FindingState::Provisional
                && entry.at_ns >= finding.appeal_until_ns;
            rule(
                entry.caller == governance || (reason.is_none() && in_time),
                "a finding becomes final after the time for appeals, or by vote",
            )
        }
        _ => Ok(()),
    }
}

fn known<M: Memory>(state: &State<M>, id: u64) -> Result<Finding, ReplayErrorReason> {
    let finding = state.finding(id);
    finding.ok_or(ReplayErrorReason::BreaksRule("no such finding"))
}
