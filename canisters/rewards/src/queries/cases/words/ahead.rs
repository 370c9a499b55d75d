//! What will happen, and when.

use crate::domain::amounts::{icp, percent};
use crate::domain::case as course;
use bonafide_kit::words::utc;
use bonafide_types::rewards::{
    Case, CaseState, Effect, Enforcement, Judgement, Mode, RewardsPolicy,
};

/// A moment at which the canister itself goes on with a case.
fn moment(at_ns: u64, now_ns: u64) -> String {
    if now_ns < at_ns {
        utc(at_ns)
    } else {
        format!("{} (over; the canister goes on within minutes)", utc(at_ns))
    }
}

/// What comes next and when, by the windows in force where no moment is fixed yet.
pub(crate) fn next(policy: &RewardsPolicy, case: &Case, now_ns: u64) -> Vec<String> {
    let windows = &policy.windows;
    match case.state {
        CaseState::Reported => vec![unfrozen(case, now_ns)],
        CaseState::Proposed { proposal_id } => {
            let adopted = format!(
                "When proposal {proposal_id} is adopted, what the case can cost is fixed and \
                 locked, and {} days later the provider can begin to appeal. When it is not, the \
                 case is as it was before.",
                windows.notice_days
            );
            vec![adopted, unfrozen(case, now_ns)]
        }
        CaseState::Frozen { until_ns } => {
            let appeals = format!(
                "The time for appeals begins at {} and lasts {} days.",
                moment(until_ns, now_ns),
                windows.appeal_days
            );
            vec![appeals, after_appeals(policy, case)]
        }
        CaseState::AppealWindow { until_ns } => match course::open_appeal_until(case) {
            Some(decide_until_ns) => vec![
                format!(
                    "A vote has to decide the appeal by {}: it rejects it, lowers what the case \
                     costs, or cancels it. Otherwise the case expires, and nothing of it is left.",
                    moment(decide_until_ns, now_ns)
                ),
                format!(
                    "Until that vote the case cannot be executed; after it, not before {}.",
                    utc(until_ns)
                ),
                after_appeals(policy, case),
            ],
            None => vec![
                format!("The time for appeals ends at {}.", moment(until_ns, now_ns)),
                after_appeals(policy, case),
            ],
        },
        CaseState::Executable { until_ns } => executable(policy, case, until_ns, now_ns),
        CaseState::Executed { .. } => after_execution(case),
        CaseState::Cancelled { .. } => {
            let covered = (case.judgement.as_ref()).map_or_else(
                || "Nothing: it is over.".into(),
                |judgement| {
                    format!(
                        "Nothing: it is over. A later case about the same offence that costs no \
                         more than {} is covered by that and cannot be frozen.",
                        percent(judgement.ppb)
                    )
                },
            );
            vec![covered]
        }
        CaseState::Expired { .. } | CaseState::Refunded { .. } => {
            vec!["Nothing: it is over.".into()]
        }
    }
}

fn unfrozen(case: &Case, now_ns: u64) -> String {
    format!(
        "Nothing follows from it unless a vote freezes it by {}; then its evidence is too old, and \
         it expires.",
        moment(case.freeze_until_ns, now_ns)
    )
}

fn after_appeals(policy: &RewardsPolicy, case: &Case) -> String {
    let raise = if case.reductions.is_empty() {
        "can raise what the case costs, unless the vote that froze it asked for less than the \
         rules, and never lowers it"
    } else {
        "raises nothing, because a vote lowered what the case costs"
    };
    format!(
        "When the time for appeals is over, offenders of its kind are counted again, once; that \
         {raise}. Then anyone can execute it for {} days, or it expires. {}",
        policy.windows.execution_grace_days,
        execution(case)
    )
}

fn executable(policy: &RewardsPolicy, case: &Case, until_ns: u64, now_ns: u64) -> Vec<String> {
    let mut next = vec![format!(
        "Anyone can execute it until {}, with execute_case({} : nat64); otherwise it expires, and \
         nothing of it is left. {}",
        moment(until_ns, now_ns),
        case.id,
        execution(case)
    )];
    let is_enabled = |judgement: &Judgement| judgement.mode == Mode::Enabled;
    if policy.mode != Mode::Enabled && case.judgement.as_ref().is_some_and(is_enabled) {
        let off = "Penalties are switched off now: as long as they are, it cannot be executed.";
        next.push(off.into());
    }
    next
}

/// What execution does.
fn execution(case: &Case) -> String {
    let Some(judgement) = &case.judgement else {
        return String::new();
    };
    match (judgement.mode, judgement.enforcement) {
        (Mode::LogOnly | Mode::Disabled, _) => {
            "That takes nothing: it was frozen while penalties are only computed (LogOnly).".into()
        }
        (Mode::Enabled, Enforcement::Escrow) => format!(
            "That takes what is locked for it in escrow for the treasury, at most {}.",
            icp(judgement.cap_e8s)
        ),
        (Mode::Enabled, Enforcement::Bond) => format!(
            "That takes what is locked for it of the bond for the treasury, at most {}.",
            icp(judgement.cap_e8s)
        ),
        (Mode::Enabled, Enforcement::Published) => format!(
            "That publishes a penalty of at most {} for the provider's next period that is \
             closed. {}",
            percent(judgement.ppb),
            adoption(case.id)
        ),
    }
}

/// What the network would have to adopt.
fn adoption(case_id: u64) -> String {
    format!(
        "Because the suite holds no money of the provider, the network would have to follow it: by \
         paying less, or by its own proposals RemoveNodes and UpdateNodeOperatorConfig with an \
         allowance of 0, which get_case_payloads({case_id} : nat64) gives ready-made."
    )
}

fn after_execution(case: &Case) -> Vec<String> {
    let mut next = Vec::new();
    for effect in &case.effects {
        match effect {
            Effect::PenaltyPublished {
                period_id: Some(period_id),
                ..
            } => next.push(format!(
                "The statement of period {period_id} carries the penalty and stays as it is. {}",
                adoption(case.id)
            )),
            Effect::PenaltyPublished {
                period_id: None, ..
            } => next.push(format!(
                "The provider's next period that is closed carries the penalty. {}",
                adoption(case.id)
            )),
            Effect::LotLocked { .. }
            | Effect::BondLocked { .. }
            | Effect::LotTaken { .. }
            | Effect::BondTaken { .. } => {}
        }
    }
    next.push(if case.effects.is_empty() {
        "Nothing more: nothing was taken.".into()
    } else {
        "A vote can take all of that back, once. Ejecting nodes would be another proposal, of the \
         network: no penalty ejects a node by itself."
            .into()
    });
    next
}

#[cfg(test)]
mod tests;
