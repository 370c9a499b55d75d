use super::*;
use bonafide_types::audits::FindingClass;
use bonafide_types::id::Sha256Hash;
use bonafide_types::rewards::{CaseSource, CaseState, Charge, Enforcement, Judgement, Mode};
use candid::Principal;
use std::collections::BTreeSet;

fn provider(bytes: &[u8]) -> ProviderId {
    ProviderId(Principal::from_slice(bytes))
}

fn node(bytes: &[u8]) -> NodeId {
    NodeId(Principal::from_slice(bytes))
}

const fn key(provider: ProviderId, node: Option<NodeId>, class: PenaltyClass) -> OffenceKey {
    OffenceKey {
        provider,
        node,
        class,
        window: 7,
    }
}

#[test]
fn should_write_lengths_before_parts() {
    let whole = key(provider(&[1, 2]), None, PenaltyClass::LateUpdate);
    let mut expected = vec![2, 1, 2, 0, 11];
    expected.extend_from_slice(b"late-update");
    expected.extend_from_slice(&[0, 0, 0, 0, 0, 0, 0, 7]);
    assert_eq!(whole.bytes(), expected);
    let of_node = OffenceKey {
        node: Some(node(&[3])),
        ..whole
    };
    let mut expected = vec![2, 1, 2, 1, 3, 11];
    expected.extend_from_slice(b"late-update");
    expected.extend_from_slice(&[0, 0, 0, 0, 0, 0, 0, 7]);
    assert_eq!(of_node.bytes(), expected);
}

#[test]
fn should_tell_offences_apart() {
    let mut keys = Vec::new();
    for class in PenaltyClass::ALL {
        for (provider, node) in [
            (provider(&[1]), None),
            (provider(&[1, 2]), None),
            (provider(&[1]), Some(node(&[2]))),
            (provider(&[1]), Some(node(&[2, 3]))),
            (provider(&[1, 2]), Some(node(&[3]))),
        ] {
            let first = key(provider, node, class);
            keys.extend([first, OffenceKey { window: 8, ..first }]);
        }
    }
    let bytes: BTreeSet<_> = keys.iter().map(OffenceKey::bytes).collect();
    assert_eq!(bytes.len(), keys.len());
}

#[test]
fn should_know_the_scope() {
    let class = PenaltyClass::Found(FindingClass::NodeAbsent);
    let whole = key(provider(&[1]), None, class);
    let expected = Offence {
        scope: Scope::Provider,
        class,
        window: 7,
    };
    assert_eq!(whole.offence(), expected);
    let of_node = key(provider(&[1]), Some(node(&[2])), class);
    let expected = Offence {
        scope: Scope::Node(node(&[2])),
        ..expected
    };
    assert_eq!(of_node.offence(), expected);
}

#[test]
fn should_be_known_once_a_case_is_judged() {
    let mut case = Case {
        id: 0,
        source: CaseSource::Proposal,
        charge: Charge {
            provider: provider(&[1]),
            node: Some(node(&[2])),
            subnet: None,
            class: PenaltyClass::FalseDeclaration,
            offence_at_ns: 1,
            evidence_hash: Sha256Hash([1; 32]),
            evidence_url: None,
            summary: "an example".into(),
            reporter: None,
        },
        reported_at_ns: 2,
        judgement: None,
        responses: vec![],
        appeal: None,
        reductions: vec![],
        effects: vec![],
        state: CaseState::Reported,
        freeze_until_ns: 3,
    };
    assert_eq!(OffenceKey::of(&case), None);
    case.judgement = Some(Judgement {
        frozen_at_ns: 2,
        table_version: 0,
        window: 7,
        base_ppb: 1,
        proven: 0,
        size: 0,
        ppb: 1,
        period_id: 0,
        basis_e8s: 0,
        cap_e8s: 0,
        enforcement: Enforcement::Published,
        mode: Mode::Enabled,
    });
    let expected = key(
        provider(&[1]),
        Some(node(&[2])),
        PenaltyClass::FalseDeclaration,
    );
    assert_eq!(OffenceKey::of(&case), Some(expected));
}
