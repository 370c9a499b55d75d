//! What happened.

use crate::domain::amounts::{icp, percent};
use crate::domain::phrases;
use bonafide_kit::words::utc;
use bonafide_types::rewards::{
    AppealDecision, Case, CaseAppeal, CaseState, Expiry, Judgement, Reduction, Response,
};

/// One sentence or more for each step that the record tells, oldest first.
pub(crate) fn happened(case: &Case) -> Vec<String> {
    let judged = case.judgement.iter();
    let mut steps = vec![(case.reported_at_ns, reported(case))];
    steps.extend(judged.map(|judgement| (judgement.frozen_at_ns, frozen(case, judgement))));
    steps.extend(case.responses.iter().map(|row| (row.at_ns, answered(row))));
    steps.extend(case.appeal.iter().map(|row| (row.at_ns, appealed(row))));
    steps.extend(case.reductions.iter().map(|row| (row.at_ns, reduced(row))));
    steps.extend(ended(case));
    // What happened at one time stays in this order.
    steps.sort_by_key(|(at_ns, _)| *at_ns);
    let told = steps.into_iter();
    let mut told: Vec<_> = told
        .map(|(at_ns, step)| format!("{}: {step}", utc(at_ns)))
        .collect();
    if let CaseState::Proposed { proposal_id } = case.state {
        told.push(format!("Proposal {proposal_id} to freeze it is in vote."));
    }
    told
}

fn reported(case: &Case) -> String {
    let charge = &case.charge;
    format!(
        "reported, {}, against {}. Evidence: {}. In its words: {}.",
        phrases::source(case.source),
        phrases::charge(charge),
        phrases::evidence(charge),
        phrases::quoted(&charge.summary)
    )
}

fn frozen(case: &Case, judgement: &Judgement) -> String {
    let lowered = if case.reductions.is_empty() {
        ""
    } else {
        " after the votes that lowered it"
    };
    let locked = match case.state {
        CaseState::Frozen { .. }
        | CaseState::AppealWindow { .. }
        | CaseState::Executable { .. }
            if !case.effects.is_empty() =>
        {
            format!(" Locked for it: {}.", phrases::effects(&case.effects))
        }
        _ => String::new(),
    };
    format!(
        "a vote froze it. What it costs{lowered}: {}. {} {}{locked}",
        phrases::cost(&case.charge, judgement),
        phrases::count(&case.charge, judgement),
        phrases::enforcement(judgement)
    )
}

fn answered(response: &Response) -> String {
    let evidence = (response.evidence_hash).map_or_else(String::new, |hash| {
        format!(" Its evidence: SHA-256 {hash}.")
    });
    format!(
        "the provider answered: {}.{evidence}",
        phrases::quoted(&response.text)
    )
}

fn appealed(appeal: &CaseAppeal) -> String {
    let decided = match appeal.decision {
        None => format!(
            " A vote has to decide that by {}.",
            utc(appeal.decide_until_ns)
        ),
        Some(AppealDecision::Rejected) => " A vote rejected that.".into(),
        Some(AppealDecision::Reduced) => " A vote lowered what the case costs.".into(),
        Some(AppealDecision::Cancelled) => " A vote cancelled the case.".into(),
    };
    format!(
        "the provider appealed: {}.{decided}",
        phrases::quoted(&appeal.grounds)
    )
}

fn reduced(reduction: &Reduction) -> String {
    format!(
        "a vote lowered what it costs to {}, at most {}. Reason: {}.",
        percent(reduction.ppb),
        icp(reduction.cap_e8s),
        phrases::quoted(&reduction.reason)
    )
}

/// The last step of a case that is executed or over.
fn ended(case: &Case) -> Option<(u64, String)> {
    match case.state {
        CaseState::Reported
        | CaseState::Proposed { .. }
        | CaseState::Frozen { .. }
        | CaseState::AppealWindow { .. }
        | CaseState::Executable { .. } => None,
        CaseState::Executed {
            at_ns,
            taken_e8s,
            bounty_e8s,
        } => Some((at_ns, executed(case, taken_e8s, bounty_e8s))),
        CaseState::Cancelled { at_ns } => {
            let text = "a vote cancelled it. Nothing of it is left.";
            Some((at_ns, text.into()))
        }
        CaseState::Expired { at_ns, why } => Some((at_ns, expired(case, why))),
        CaseState::Refunded {
            at_ns,
            refunded_e8s: 0,
        } => {
            let text = "it had been executed, and a vote took it back; no money had been taken.";
            Some((at_ns, text.into()))
        }
        CaseState::Refunded {
            at_ns,
            refunded_e8s,
        } => {
            let text = format!(
                "it had been executed, and a vote gave back all that was taken: {}.",
                icp(refunded_e8s)
            );
            Some((at_ns, text))
        }
    }
}

fn executed(case: &Case, taken_e8s: u64, bounty_e8s: u64) -> String {
    if taken_e8s == 0 {
        return if case.effects.is_empty() {
            "executed; nothing was taken.".into()
        } else {
            format!("executed: {}.", phrases::effects(&case.effects))
        };
    }
    let bounty = match case.charge.reporter {
        Some(reporter) if bounty_e8s > 0 => {
            format!(
                " {} of that go to {reporter}, who reported it.",
                icp(bounty_e8s)
            )
        }
        _ => String::new(),
    };
    format!(
        "executed: {} were taken for the treasury, {}.{bounty}",
        icp(taken_e8s),
        phrases::effects(&case.effects)
    )
}

fn expired(case: &Case, why: Expiry) -> String {
    let why = match why {
        Expiry::EvidenceTooOld => {
            "its evidence became too old before a vote froze it. Nothing followed from it.".into()
        }
        Expiry::AppealUndecided => {
            let until = (case.appeal.as_ref()).map_or_else(String::new, |appeal| {
                format!(" by {}", utc(appeal.decide_until_ns))
            });
            format!("no vote decided the appeal{until}. Nothing of it is left.")
        }
        Expiry::NotExecuted => "nobody executed it in time. Nothing of it is left.".into(),
    };
    format!("expired: {why}")
}

#[cfg(test)]
mod tests;
