//! What a log can say of findings. They are established, and decided after a panel, by the
//! message that ends the audit: [`super::audits`].

use super::{ReplayErrorReason, Rest, call, elsewhere, events, rule};
use crate::commands::{appeal_finding, draw, settle_finding};
use crate::state::{Event, State};
use bonafide_kit::commit::Entry;
use bonafide_types::audits::{AppealFindingArgs, Finding, FindingState, SettleFindingArgs};
use ic_stable_structures::Memory;

/// Why a finding is not settled so.
const SETTLED: &str = "a finding becomes final after the time for appeals, or by vote";

pub(super) fn check<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
) -> Result<Rest, ReplayErrorReason> {
    match &entry.event {
        Event::FindingEstablished { .. } => {
            let words = "a finding is established when its audit ends";
            Err(ReplayErrorReason::BreaksRule(words))
        }
        event @ Event::FindingAppealed { finding_id, appeal } => {
            let args = AppealFindingArgs {
                finding_id: *finding_id,
                grounds: appeal.grounds.clone(),
            };
            let decided = events(appeal_finding::decide(state, args, &call(entry)));
            let words = "a provisional finding is appealed in time, with the bond";
            Rest::of(decided, event, words)
        }
        // Without a panel, because a vote was first.
        event @ Event::AppealDecided { .. } => {
            rule(
                draw::overtaken(state).contains(event),
                "an appeal is decided once, after its panel",
            )?;
            Ok(Rest::default())
        }
        event @ Event::FindingSettled {
            finding_id,
            state: settled,
            reason,
        } => {
            let words = "no such finding";
            let finding = state.finding(*finding_id);
            let finding = finding.ok_or(ReplayErrorReason::BreaksRule(words))?;
            let is_settled = matches!(
                finding.state,
                FindingState::Final { .. } | FindingState::Overturned { .. }
            );
            rule(!is_settled, "a finding is settled once")?;
            let Some(reason) = reason else {
                let in_time = *settled == FindingState::Final { at_ns: entry.at_ns };
                rule(in_time && is_due(&finding, entry.at_ns), SETTLED)?;
                return Ok(Rest::default());
            };
            rule(entry.caller == state.settings().governance, SETTLED)?;
            let args = SettleFindingArgs {
                finding_id: *finding_id,
                stands: matches!(settled, FindingState::Final { .. }),
                reason: reason.clone(),
            };
            let decided = events(settle_finding::decide(state, args, &call(entry)));
            Rest::of(decided, event, SETTLED)
        }
        _ => elsewhere(),
    }
}

fn is_due(finding: &Finding, now_ns: u64) -> bool {
    finding.state == FindingState::Provisional && now_ns >= finding.appeal_until_ns
}
