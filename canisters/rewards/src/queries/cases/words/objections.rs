//! How to object.

use crate::domain::amounts::percent;
use crate::domain::case as course;
use bonafide_kit::words::utc;
use bonafide_types::limits::{REDUCTIONS, RESPONSES};
use bonafide_types::rewards::{Case, CaseState};

/// How the provider, and anyone, can object now; empty when nothing can be done.
pub(crate) fn objections(case: &Case, now_ns: u64) -> Vec<String> {
    let mut objections = Vec::new();
    if course::is_open(case) {
        objections.extend(to_answer(case));
        objections.extend(to_appeal(case, now_ns));
    }
    if let CaseState::Proposed { proposal_id } = case.state {
        objections.push(format!(
            "Anyone with a vote: vote No on proposal {proposal_id}."
        ));
    }
    // Once an appeal was not decided in time, no vote lowers the case: it expires.
    let in_time = course::open_appeal_until(case).is_none_or(|until_ns| now_ns < until_ns);
    if course::reduce(case).is_ok() && in_time {
        objections.extend(to_reduce(case));
    }
    if course::is_open(case) {
        objections.push(format!(
            "Anyone, by a proposal, to undo all of it: {}",
            command("CancelCase", case.id, "")
        ));
    }
    if course::refund(case, now_ns).is_ok() && !case.effects.is_empty() {
        objections.push(format!(
            "Anyone, by a proposal, to give back all that it took: {}",
            command("RefundCase", case.id, "")
        ));
    }
    objections
}

/// A governed command about a case, as text.
fn command(name: &str, case_id: u64, more: &str) -> String {
    format!(
        "variant {{ {name} = record {{ case_id = {case_id} : nat64; {more}reason = \"...\" }} }}"
    )
}

fn to_answer(case: &Case) -> Option<String> {
    let left = RESPONSES.checked_sub(case.responses.len())?;
    (left > 0).then(|| {
        format!(
            "The provider can answer, {left} more times at most: dfx canister call rewards \
             respond_to_case '(record {{ case_id = {} : nat64; text = \"...\"; evidence_hash = \
             null }})'",
            case.id
        )
    })
}

fn to_appeal(case: &Case, now_ns: u64) -> Option<String> {
    if case.appeal.is_some() {
        return None;
    }
    let call = format!(
        "dfx canister call rewards appeal_case '(record {{ case_id = {} : nat64; grounds = \
         \"...\" }})'",
        case.id
    );
    match case.state {
        CaseState::Frozen { until_ns } => Some(format!(
            "The provider can appeal once, from {} on: {call}",
            utc(until_ns)
        )),
        CaseState::AppealWindow { until_ns } if now_ns < until_ns => Some(format!(
            "The provider can appeal once, until {}: {call}",
            utc(until_ns)
        )),
        _ => None,
    }
}

fn to_reduce(case: &Case) -> Option<String> {
    let ppb = case.judgement.as_ref()?.ppb;
    // At least one billionth is left.
    let half = (ppb / 2).max(1);
    (half < ppb && case.reductions.len() < REDUCTIONS).then(|| {
        format!(
            "Anyone, by a proposal, to lower what it costs from {}, for example to {}: {}",
            percent(ppb),
            percent(half),
            command("ReduceCase", case.id, &format!("ppb = {half} : nat32; "))
        )
    })
}

#[cfg(test)]
mod tests;
