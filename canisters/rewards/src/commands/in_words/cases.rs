//! Cases in plain words: who, what, on which evidence, what is locked and of what, and when
//! anything follows.

use crate::domain::amounts::{icp, percent, percent_of_bps};
use crate::domain::case as course;
use crate::domain::phrases;
use crate::state::State;
use bonafide_kit::words::utc;
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{
    Case, CaseState, Charge, Effect, Enforcement, Judgement, Mode, Reduction,
};
use ic_stable_structures::Memory;

/// Says what putting a case on record will do.
pub(super) fn reported<M: Memory>(state: &State<M>, case: &Case) -> String {
    let Case { id, charge, .. } = case;
    let policy = state.policy();
    let reporter = charge.reporter.map_or_else(
        || "Nobody is paid for reporting it.".to_owned(),
        |reporter| {
            format!(
                "{reporter} reported it and is paid {} of what is taken.",
                percent_of_bps(policy.bounty_bps)
            )
        },
    );
    let whose = if charge.node.is_some() {
        "the node"
    } else {
        "the provider"
    };
    format!(
        "Puts case {id} on record against {}. Evidence: {}. In its words: {}. Nothing is locked \
         and nothing follows from this vote: another one would have to freeze the case by {}. By \
         the table in force it would then cost {} at least of what {whose} earned in the period of \
         the offence. The provider can answer from now on. {reporter}",
        phrases::charge(charge),
        phrases::evidence(charge),
        phrases::quoted(&charge.summary),
        utc(case.freeze_until_ns),
        percent_of_bps(policy.penalties.base_bps(charge.class))
    )
}

/// Says what freezing a case will do.
pub(super) fn frozen<M: Memory>(
    state: &State<M>,
    case_id: u64,
    judgement: &Judgement,
    locks: &[Effect],
    until_ns: u64,
    reason: &str,
) -> String {
    let Some(case) = state.case(case_id) else {
        return unknown(case_id);
    };
    let charge = &case.charge;
    [
        format!(
            "Freezes case {case_id} against {}. Evidence: {}. In its words: {}.",
            phrases::charge(charge),
            phrases::evidence(charge),
            phrases::quoted(&charge.summary)
        ),
        answers(&case),
        format!(
            "It costs {}. {}",
            phrases::cost(charge, judgement),
            phrases::count(charge, judgement)
        ),
        locked(judgement, locks),
        times(state, judgement, until_ns),
        format!("Reason: {reason}"),
    ]
    .join(" ")
}

/// How the provider defended itself so far.
fn answers(case: &Case) -> String {
    match (case.responses.len(), case.responses.last()) {
        (count, Some(last)) => format!(
            "Answers of the provider so far: {count}, the last of them: {}.",
            phrases::quoted(&last.text)
        ),
        (_, None) => "The provider has not answered.".into(),
    }
}

fn locked(judgement: &Judgement, locks: &[Effect]) -> String {
    let enforcement = phrases::enforcement(judgement);
    if judgement.mode == Mode::Enabled && judgement.enforcement != Enforcement::Published {
        format!(
            "{enforcement} Locked from now on: {}.",
            phrases::effects(locks)
        )
    } else {
        enforcement.into()
    }
}

/// When what follows, by the windows in force; nothing is earlier than said.
fn times<M: Memory>(state: &State<M>, judgement: &Judgement, until_ns: u64) -> String {
    let windows = state.policy().windows;
    let appeals_ns = u64::from(windows.appeal_days).saturating_mul(DAY_NS);
    let executable_ns = until_ns.saturating_add(appeals_ns);
    let executed = match (judgement.mode, judgement.enforcement) {
        (Mode::LogOnly | Mode::Disabled, _) => "which takes nothing",
        (Mode::Enabled, Enforcement::Escrow | Enforcement::Bond) => {
            "which takes what is locked for the treasury"
        }
        (Mode::Enabled, Enforcement::Published) => "which publishes the penalty",
    };
    format!(
        "The provider can appeal from {} on, and until {} at the earliest. Then offenders of its \
         kind are counted again, which can raise what it costs once, and anyone can execute it, \
         {executed}, for {} days; otherwise it expires. An appeal must be decided by a vote within \
         {} days, otherwise the case expires; it is not executed before. Until it is executed, \
         votes can lower what it costs or cancel it.",
        utc(until_ns),
        utc(executable_ns),
        windows.execution_grace_days,
        windows.decision_days
    )
}

/// Says what lowering a case will do.
pub(super) fn reduced<M: Memory>(state: &State<M>, id: u64, reduction: &Reduction) -> String {
    let Some(case) = state.case(id) else {
        return unknown(id);
    };
    let before = case.judgement.as_ref().map_or_else(String::new, |before| {
        format!(
            " from {} to {}: at most {} instead of {}",
            percent(before.ppb),
            percent(reduction.ppb),
            icp(reduction.cap_e8s),
            icp(before.cap_e8s)
        )
    });
    let unlocked = if case.effects.is_empty() {
        ""
    } else {
        " What is locked for more than that is free at once."
    };
    format!(
        "Lowers what {} costs{before}.{unlocked} A later count of offenders does not raise it \
         again.{} Reason: {}",
        about(&case),
        decides(&case),
        reduction.reason
    )
}

/// Says what rejecting an appeal will do.
pub(super) fn appeal_rejected<M: Memory>(state: &State<M>, id: u64, reason: &str) -> String {
    let Some(case) = state.case(id) else {
        return unknown(id);
    };
    let grounds = case.appeal.as_ref().map_or_else(String::new, |appeal| {
        format!(
            ", of {}: {}",
            utc(appeal.at_ns),
            phrases::quoted(&appeal.grounds)
        )
    });
    let cost = case
        .judgement
        .as_ref()
        .map_or_else(String::new, |judgement| {
            format!(
                " The case costs what it did: {}.",
                phrases::cost(&case.charge, judgement)
            )
        });
    let executable = match case.state {
        CaseState::AppealWindow { until_ns } => format!(
            " It can be executed once the time for appeals is over, at {}, and offenders were \
             counted again. The provider cannot appeal a second time.",
            utc(until_ns)
        ),
        _ => String::new(),
    };
    format!(
        "Rejects the appeal against {}{grounds}.{cost}{executable} Reason: {reason}",
        about(&case)
    )
}

/// Says what cancelling a case will do.
pub(super) fn cancelled<M: Memory>(
    state: &State<M>,
    id: u64,
    up_to_ppb: Option<u32>,
    reason: &str,
) -> String {
    let Some(case) = state.case(id) else {
        return unknown(id);
    };
    let undone = if case.effects.is_empty() {
        "Nothing is locked for it".to_owned()
    } else {
        let effects = phrases::effects(&case.effects);
        format!("Everything that is so because of it ends, and is free at once: {effects}")
    };
    let covered = up_to_ppb.map_or_else(
        || "Later cases about the same offence are not covered, because it was not frozen".into(),
        |ppb| {
            format!(
                "Cases about the same offence, of the same subject, class and window, that cost no \
                 more than {} are covered and cannot be frozen later",
                percent(ppb)
            )
        },
    );
    format!(
        "Cancels {} for good. {undone}. {covered}.{} Reason: {reason}",
        about(&case),
        decides(&case)
    )
}

/// Says what refunding a case will do.
pub(super) fn refunded<M: Memory>(state: &State<M>, id: u64, reason: &str) -> String {
    let Some(case) = state.case(id) else {
        return unknown(id);
    };
    let (mut to_escrow_e8s, mut to_bond_e8s) = (0, 0);
    let mut undone = Vec::new();
    for effect in &case.effects {
        match effect {
            Effect::LotTaken { e8s, .. } => to_escrow_e8s += *e8s,
            Effect::BondTaken { e8s } => to_bond_e8s += *e8s,
            Effect::PenaltyPublished {
                bps,
                period_id: Some(period_id),
            } => undone.push(format!(
                "The penalty of {} stays in the statement of period {period_id}, which never \
                 changes.",
                percent_of_bps(*bps)
            )),
            Effect::PenaltyPublished {
                bps,
                period_id: None,
            } => undone.push(format!(
                "The published penalty of {}, which no statement carries yet, is taken back.",
                percent_of_bps(*bps)
            )),
            Effect::LotLocked { .. } | Effect::BondLocked { .. } => {}
        }
    }
    if to_escrow_e8s > 0 {
        let amount = icp(to_escrow_e8s);
        undone.push(format!(
            "{amount} that were taken from escrow are sent to the provider with its next release."
        ));
    }
    if to_bond_e8s > 0 {
        undone.push(format!("{} are in its bond again.", icp(to_bond_e8s)));
    }
    if undone.is_empty() {
        undone.push("Nothing was taken, so nothing is given back.".into());
    }
    format!(
        "Refunds {}, once and for good: gives back all that it took, out of the {} that the \
         treasury has now. {}{} The case no longer counts against others. Reason: {reason}",
        about(&case),
        icp(state.books().treasury_e8s),
        undone.join(" "),
        bounty(&case)
    )
}

/// What the reporter was paid is not asked back.
fn bounty(case: &Case) -> String {
    match case.state {
        CaseState::Executed { bounty_e8s, .. } if bounty_e8s > 0 => format!(
            " The {} for the reporter are not asked back: the treasury bears them.",
            icp(bounty_e8s)
        ),
        _ => String::new(),
    }
}

/// The case and whom it is against.
fn about(case: &Case) -> String {
    let Charge {
        class,
        evidence_hash,
        ..
    } = &case.charge;
    format!(
        "case {} against {} ({}, evidence SHA-256 {evidence_hash})",
        case.id,
        phrases::accused(&case.charge),
        class.name()
    )
}

/// That a vote decides an open appeal too.
fn decides(case: &Case) -> &'static str {
    if course::has_open_appeal(case) {
        " That decides the provider's appeal."
    } else {
        ""
    }
}

/// Cannot be: a command looks the case up before.
fn unknown(case_id: u64) -> String {
    format!("Changes case {case_id}, which is not on record.")
}

#[cfg(test)]
mod tests;
