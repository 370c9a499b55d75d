use super::*;
use crate::commands::testing::{
    FIRST_DAY, charge, node_id, operator_id, provider_id, roster as four,
};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{CaseSource, Expiry, Judgement, NodeFact};
use serde::Deserialize;
use std::collections::BTreeMap;

/// As the NNS registry reads it.
#[derive(Debug, PartialEq, CandidType, Deserialize)]
struct RemoveNodes {
    node_ids: Vec<Principal>,
}

/// As the NNS registry reads it.
#[derive(Debug, Default, PartialEq, CandidType, Deserialize)]
struct UpdateNodeOperatorConfig {
    node_operator_id: Option<Principal>,
    node_allowance: Option<u64>,
    dc_id: Option<String>,
    rewardable_nodes: BTreeMap<String, u32>,
    node_provider_id: Option<Principal>,
    ipv6: Option<String>,
    set_ipv6_to_none: Option<bool>,
    max_rewardable_nodes: Option<BTreeMap<String, u32>>,
}

fn case(n: u8, state: CaseState, enforcement: Enforcement, mode: Mode) -> Case {
    Case {
        id: 3,
        source: CaseSource::Proposal,
        charge: charge(n),
        reported_at_ns: 0,
        judgement: Some(Judgement {
            frozen_at_ns: 0,
            table_version: 0,
            window: 666,
            base_ppb: 90_000_000,
            proven: 0,
            size: 0,
            ppb: 90_000_000,
            period_id: 0,
            basis_e8s: 600_000_000,
            cap_e8s: 54_000_000,
            enforcement,
            mode,
        }),
        responses: vec![],
        appeal: None,
        reductions: vec![],
        effects: vec![],
        state,
        freeze_until_ns: DAY_NS,
    }
}

fn frozen(n: u8) -> Case {
    let state = CaseState::Frozen { until_ns: DAY_NS };
    case(n, state, Enforcement::Published, Mode::Enabled)
}

fn roster() -> DayFacts {
    four(FIRST_DAY)
}

fn ejected(payload: &NnsPayload) -> Vec<Principal> {
    assert_eq!(payload.nns_function, 18);
    assert_eq!(payload.name, "RemoveNodes");
    let read: RemoveNodes = candid::decode_one(&payload.payload.0).unwrap();
    read.node_ids
}

fn without_allowance(payload: &NnsPayload) -> Principal {
    assert_eq!(payload.nns_function, 16);
    assert_eq!(payload.name, "UpdateNodeOperatorConfig");
    let read: UpdateNodeOperatorConfig = candid::decode_one(&payload.payload.0).unwrap();
    let operator = read.node_operator_id.unwrap();
    let expected = UpdateNodeOperatorConfig {
        node_operator_id: Some(operator),
        node_allowance: Some(0),
        ..UpdateNodeOperatorConfig::default()
    };
    assert_eq!(read, expected);
    operator
}

#[test]
fn should_be_due_when_nothing_is_held_or_after_execution() {
    let (until_ns, at_ns) = (DAY_NS, DAY_NS);
    let executed = CaseState::Executed {
        at_ns,
        taken_e8s: 1,
        bounty_e8s: 0,
    };
    let why = Expiry::NotExecuted;
    for (state, published, held) in [
        (CaseState::Reported, false, false),
        (CaseState::Proposed { proposal_id: 1 }, false, false),
        (CaseState::Frozen { until_ns }, true, false),
        (CaseState::AppealWindow { until_ns }, true, false),
        (CaseState::Executable { until_ns }, true, false),
        (executed, true, true),
        (CaseState::Cancelled { at_ns }, false, false),
        (CaseState::Expired { at_ns, why }, false, false),
        (
            CaseState::Refunded {
                at_ns,
                refunded_e8s: 1,
            },
            false,
            false,
        ),
    ] {
        for (enforcement, expected) in [
            (Enforcement::Published, published),
            (Enforcement::Escrow, held),
            (Enforcement::Bond, held),
        ] {
            let due = are_due(&case(1, state, enforcement, Mode::Enabled));
            assert_eq!(due, expected, "{state:?} {enforcement:?}");
            assert!(!are_due(&case(1, state, enforcement, Mode::LogOnly)));
        }
    }
    let mut unjudged = frozen(1);
    unjudged.judgement = None;
    assert!(!are_due(&unjudged));
}

#[test]
fn should_eject_all_nodes_of_the_provider_and_take_allowances() {
    let payloads = of(&frozen(2), &roster());
    assert_eq!(payloads.len(), 2);
    assert_eq!(ejected(&payloads[0]), [node_id(2).0, node_id(12).0]);
    assert_eq!(without_allowance(&payloads[1]), operator_id(2).0);
}

#[test]
fn should_take_the_allowance_of_each_operator_once() {
    let mut roster = roster();
    // The spare node of provider 2 is with operator 4, whose own node is another provider's.
    roster.nodes[5].operator = 3;
    let payloads = of(&frozen(2), &roster);
    assert_eq!(payloads.len(), 3);
    let operators: Vec<_> = payloads[1..].iter().map(without_allowance).collect();
    assert_eq!(operators, [operator_id(2).0, operator_id(4).0]);
}

#[test]
fn should_eject_only_the_node_of_the_case() {
    let mut case = frozen(2);
    case.charge.node = Some(node_id(12));
    let payloads = of(&case, &roster());
    assert_eq!(payloads.len(), 2);
    assert_eq!(ejected(&payloads[0]), [node_id(12).0]);
    assert_eq!(without_allowance(&payloads[1]), operator_id(2).0);
}

#[test]
fn should_eject_a_node_whose_type_is_not_known_but_not_somebody_elses() {
    let mut case = frozen(2);
    case.charge.node = Some(node_id(99));
    assert_eq!(ejected(&of(&case, &roster())[0]), [node_id(99).0]);
    case.charge.node = Some(node_id(1));
    let payloads = of(&case, &roster());
    assert_eq!(payloads.len(), 1);
    assert_eq!(without_allowance(&payloads[0]), operator_id(2).0);
}

#[test]
fn should_give_nothing_when_the_provider_has_nothing() {
    assert_eq!(of(&frozen(9), &roster()), []);
    let mut case = frozen(9);
    case.charge.node = Some(node_id(1));
    assert_eq!(of(&case, &roster()), []);
}

#[test]
fn should_split_what_one_payload_does_not_hold() {
    for (count, expected) in [
        (NODES - 1, vec![NODES - 1]),
        (NODES, vec![NODES]),
        (NODES + 1, vec![NODES, 1]),
    ] {
        let mut roster = roster();
        let node = |at: usize| {
            let at = u32::try_from(at).unwrap().to_be_bytes();
            NodeFact {
                node: NodeId(Principal::from_slice(&[&at[..], &[7; 25]].concat())),
                ..roster.nodes[0].clone()
            }
        };
        roster.nodes = (0..count).map(node).collect();
        let payloads = of(&frozen(1), &roster);
        let (ejections, allowances) = payloads.split_at(expected.len());
        let counts: Vec<_> = ejections.iter().map(|row| ejected(row).len()).collect();
        assert_eq!(counts, expected);
        assert_eq!(allowances.len(), 1);
        assert!(payloads.iter().all(|row| row.payload.0.len() <= 70_000));
    }
}

#[test]
fn should_bound_the_operators() {
    let mut roster = roster();
    let row = roster.nodes[0].clone();
    let count = u32::try_from(OPERATORS).unwrap() + 1;
    let operator = |at: u32| OperatorId(Principal::from_slice(&at.to_be_bytes()));
    roster.operators = (0..count).map(operator).collect();
    roster.nodes = (0..count)
        .map(|operator| NodeFact {
            operator,
            ..row.clone()
        })
        .collect();
    let payloads = of(&frozen(1), &roster);
    let allowances = payloads.iter().filter(|row| row.nns_function == 16);
    assert_eq!(allowances.count(), OPERATORS);
}

#[test]
fn should_say_what_a_payload_does() {
    let mut case = frozen(2);
    let (provider, operator) = (provider_id(2), operator_id(2));
    let payloads = of(&case, &roster());
    let ejection = &payloads[0].text;
    assert!(ejection.starts_with(&format!(
        "Ejects 2 nodes of provider {provider} from the network. Because of case 3, which costs 9 \
         % and is not executed yet and can still be lowered or cancelled. This is a second \
         proposal, separate from the vote on the case: no penalty ejects a node by itself."
    )));
    assert!(ejection.ends_with(
        "Each node that is ejected gives its operator one of its allowance back, with which a node \
         can come in again, unless UpdateNodeOperatorConfig with an allowance of 0 follows."
    ));
    let allowance = &payloads[1].text;
    assert!(allowance.starts_with(&format!(
        "Sets the allowance of operator {operator} of provider {provider} to 0"
    )));
    assert!(allowance.contains("This is a second proposal"));
    assert!(allowance.contains("To be adopted after RemoveNodes"));
    case.charge.node = Some(node_id(2));
    case.state = CaseState::Executed {
        at_ns: DAY_NS,
        taken_e8s: 0,
        bounty_e8s: 0,
    };
    let ejection = &of(&case, &roster())[0].text;
    let node = node_id(2);
    assert!(ejection.starts_with(&format!("Ejects node {node} of provider {provider} ")));
    assert!(ejection.contains("which costs 9 % and is executed."));
}
