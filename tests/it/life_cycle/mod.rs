//! How providers, operators, data centres and nodes change, leave and come back.

mod ejection;
mod hand_over;
mod offboarding;
mod own_nodes;
mod places;

use bonafide_test_support::{World, run};
use bonafide_types::id::{OperatorId, ProviderId};
use bonafide_types::registry::{
    AnswerIndependenceArgs, Link, LinkKind, NodeOperator, Provider, UpdateNodeOperatorConfigArgs,
};

/// An operator record as it stands.
fn record(world: &World, id: OperatorId) -> NodeOperator {
    run(world.reader().node_operator(id)).unwrap().unwrap()
}

/// A provider as it stands.
fn provider(world: &World, id: ProviderId) -> Provider {
    run(world.reader().provider(id)).unwrap().unwrap().provider
}

/// Changes nothing of an operator.
fn unchanged(id: OperatorId) -> UpdateNodeOperatorConfigArgs {
    UpdateNodeOperatorConfigArgs {
        id,
        provider: None,
        dc_id: None,
        node_allowance: None,
        rewardable_nodes: vec![],
        max_rewardable_nodes: vec![],
        ipv6_prefix: None,
        set_ipv6_to_none: false,
    }
}

/// Two providers declare each other as sister companies: one actor.
fn pair(world: &World, providers: [ProviderId; 2]) {
    let [one, two] = providers;
    for (from, to) in [(one, two), (two, one)] {
        let args = AnswerIndependenceArgs {
            owners: vec![],
            links: vec![Link {
                kind: LinkKind::Corporate,
                provider: to,
                evidence: None,
            }],
        };
        run(world.client(from).answer_independence(&args)).unwrap();
    }
    let view = run(world.reader().provider(one)).unwrap().unwrap();
    assert_eq!(view.cluster_size, 2);
}
