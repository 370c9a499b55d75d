//! Records of case 3 for the tests of its words.

use crate::commands::testing::charge;
use crate::domain::policy::default_policy;
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{
    AppealDecision, Case, CaseAppeal, CaseSource, CaseState, Effect, Enforcement, Judgement, Mode,
    Reduction, Response, RewardsPolicy,
};

pub(super) const NOW: u64 = 20_100 * DAY_NS;
pub(super) const LATER: u64 = NOW + DAY_NS;

pub(super) fn policy() -> RewardsPolicy {
    RewardsPolicy {
        mode: Mode::Enabled,
        ..default_policy()
    }
}

/// Case 3, not judged.
pub(super) fn reported() -> Case {
    Case {
        id: 3,
        source: CaseSource::Finding { finding_id: 7 },
        charge: charge(1),
        reported_at_ns: NOW - 5 * DAY_NS,
        judgement: None,
        responses: vec![],
        appeal: None,
        reductions: vec![],
        effects: vec![],
        state: CaseState::Reported,
        freeze_until_ns: LATER,
    }
}

pub(super) fn judgement(enforcement: Enforcement) -> Judgement {
    Judgement {
        frozen_at_ns: NOW - 4 * DAY_NS,
        table_version: 0,
        window: 666,
        base_ppb: 10_000_000,
        proven: 4,
        size: 40,
        ppb: 90_000_000,
        period_id: 0,
        basis_e8s: 600_000_000,
        cap_e8s: 54_000_000,
        enforcement,
        mode: Mode::Enabled,
    }
}

pub(super) fn judged(state: CaseState, enforcement: Enforcement) -> Case {
    let effects = match enforcement {
        Enforcement::Escrow => vec![Effect::LotLocked {
            lot_id: 2,
            e8s: 54_000_000,
        }],
        Enforcement::Bond => vec![Effect::BondLocked { e8s: 54_000_000 }],
        Enforcement::Published => vec![],
    };
    Case {
        judgement: Some(judgement(enforcement)),
        effects,
        state,
        ..reported()
    }
}

pub(super) fn appeal(decision: Option<AppealDecision>) -> CaseAppeal {
    CaseAppeal {
        at_ns: NOW - 2 * DAY_NS,
        grounds: "It was so.".into(),
        decide_until_ns: LATER + DAY_NS,
        decision,
    }
}

pub(super) fn response(days_ago: u64) -> Response {
    Response {
        at_ns: NOW - days_ago * DAY_NS,
        text: "We disagree.".into(),
        evidence_hash: None,
    }
}

pub(super) fn reduction() -> Reduction {
    Reduction {
        at_ns: NOW - DAY_NS,
        ppb: 15_000_000,
        cap_e8s: 9_000_000,
        reason: "Too much.".into(),
    }
}
