//! Sites, auditors, plans and reports.

use super::{DAY_NS, FEE, NOW_NS, provider_id, site_id, verifier_id};
use bonafide_types::audits::{
    Checklist, Conflicts, Criticality, Discrepancy, Evidence, FindingClass, Outcome, PlanTerms,
    Report, Site, Team, Tie, TieKind, WeightRule,
};
use bonafide_types::id::{Blob, Sha256Hash};

/// Site `n`, of provider `n`, which is alone in its cluster.
pub(crate) fn site(n: u8, criticality: Criticality) -> Site {
    Site {
        id: site_id(n),
        dc_owner: format!("Example Owner {n}"),
        cluster: provider_id(n),
        nodes: 10,
        critical_nodes: if criticality.is_critical() { 2 } else { 0 },
        criticality,
        missing_stamps: 1,
        verifiers: vec![verifier_id(n)],
        open_alerts: 0,
        known_since_ns: NOW_NS - 100 * DAY_NS,
        audits: 0,
        history: vec![],
    }
}

pub(crate) fn no_conflicts() -> Conflicts {
    Conflicts {
        providers: vec![],
        dc_owners: vec![],
        verifiers: vec![],
    }
}

/// Conflicts of every kind, with provider `n` and what belongs to it.
pub(crate) fn all_conflicts(n: u8) -> Conflicts {
    let kinds = [TieKind::Ownership, TieKind::Employment, TieKind::Financing];
    let tie = |kind| Tie {
        provider: provider_id(n),
        kind,
    };
    Conflicts {
        providers: kinds.into_iter().map(tie).collect(),
        dc_owners: vec![format!("Example Owner {n}")],
        verifiers: vec![verifier_id(n)],
    }
}

/// One auditor at most sites, two at critical ones.
pub(crate) fn terms(sites: u32) -> PlanTerms {
    PlanTerms {
        name: "example plan".into(),
        weights: WeightRule::default(),
        sites,
        ordinary: Team {
            auditors: 1,
            quorum: 1,
        },
        critical: Team {
            auditors: 2,
            quorum: 2,
        },
        notice_business_days: 5,
        window_business_days: 5,
        fee_e8s: FEE,
        budget_e8s: 20 * FEE,
        reaudit_bps: 5_000,
    }
}

/// Everything as declared.
pub(crate) fn confirmed(challenge: &Blob) -> Report {
    Report {
        outcome: Outcome::Confirmed,
        discrepancies: vec![],
        checklist: Checklist {
            nodes_present: 10,
            handshakes: 10,
            lan_rtt_us: Some(300),
            serial_numbers: 10,
            chip_ids: 8,
            distance_m: Some(40),
            owner_as_declared: Some(true),
            challenge: Some(challenge.clone()),
        },
        evidence: vec![Evidence {
            sha256: Sha256Hash([7; 32]),
            media_type: "image/jpeg".into(),
            bytes: 2_000_000,
        }],
        remarks: "racks 4 and 5".into(),
    }
}

/// Something is not as declared.
pub(crate) fn discrepancy(challenge: &Blob, classes: &[(FindingClass, u32)]) -> Report {
    let discrepancy = |&(class, nodes): &(FindingClass, u32)| Discrepancy { class, nodes };
    Report {
        outcome: Outcome::Discrepancy,
        discrepancies: classes.iter().map(discrepancy).collect(),
        ..confirmed(challenge)
    }
}

/// Nobody was let in.
pub(crate) fn refused() -> Report {
    Report {
        outcome: Outcome::Refused,
        ..unable()
    }
}

/// Nobody could come.
pub(crate) fn unable() -> Report {
    Report {
        outcome: Outcome::Unable,
        discrepancies: vec![],
        checklist: Checklist::default(),
        evidence: vec![],
        remarks: String::new(),
    }
}
