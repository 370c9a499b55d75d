//! Providers that leave by proposal, and the way back.

use super::{pair, provider, record, unchanged};
use bonafide_test_support::{World, actors, args, refusal, reject, reject_text, run};
use bonafide_types::id::ProviderId;
use bonafide_types::registry::{
    OffboardProviderArgs, ProviderStatus, ReadmitProviderArgs, RegistryError,
    ReinstateProviderArgs, RemoveNodeOperatorsArgs, SuspendProviderArgs,
    UpdateNodeOperatorConfigArgs,
};

fn offboard(world: &World, id: ProviderId) {
    let reason = "operated machines of others as its own".into();
    let args = OffboardProviderArgs { id, reason };
    run(world.governance().offboard_provider(&args)).unwrap();
}

fn readmission(id: ProviderId, despite: ProviderId) -> ReadmitProviderArgs {
    ReadmitProviderArgs {
        id,
        despite: vec![despite],
        reason: "the case was decided otherwise".into(),
    }
}

#[test]
fn an_offboarded_provider_its_operators_and_its_cluster_stay_out() {
    let world = World::new();
    let (gone, its_operator) = world.onboard(1);
    let (sister, sisters_operator) = world.onboard(2);
    let (other, _) = world.onboard(3);
    pair(&world, [gone, sister]);
    offboard(&world, gone);
    assert_eq!(provider(&world, gone).status, ProviderStatus::Offboarded);
    assert_eq!(record(&world, its_operator).node_allowance, 0);

    let governance = world.governance();
    let root = world.root();
    for (barred, operator) in [(gone, its_operator), (sister, sisters_operator)] {
        let error = RegistryError::ProviderBarred {
            provider: barred,
            offboarded: gone,
        };
        let words = reject_text(&error);
        let register = run(world.client(operator).register_node(&args::node(9)));
        assert_eq!(refusal(register), error);
        let add = args::node_operator(actors::operator(9), barred, "dc3");
        assert!(reject(run(governance.add_node_operator(&add))).contains(&words));
        let larger = UpdateNodeOperatorConfigArgs {
            node_allowance: Some(9),
            ..unchanged(operator)
        };
        let larger = run(governance.update_node_operator_config(&larger));
        assert!(reject(larger).contains(&words));
        let take = UpdateNodeOperatorConfigArgs {
            provider: Some(barred),
            ..unchanged(actors::operator(3))
        };
        let take = run(governance.update_node_operator_config(&take));
        assert!(reject(take).contains(&words));
    }
    let anew = run(governance.register_provider(&args::company(gone)));
    assert!(reject(anew).contains("ProviderBarred"));
    assert_eq!(world.root(), root);

    let ids = vec![its_operator];
    run(governance.remove_node_operators(&RemoveNodeOperatorsArgs { ids })).unwrap();
    let key = args::node_operator(its_operator, other, "dc3");
    let error = RegistryError::OperatorBarred {
        operator: its_operator,
        offboarded: gone,
    };
    let refused = reject(run(governance.add_node_operator(&key)));
    assert!(refused.contains(&reject_text(&error)), "{refused}");
    world.pass_days(400);
    refusal(run(world
        .client(sisters_operator)
        .register_node(&args::node(9))));
}

#[test]
fn a_readmission_opens_the_way_back_for_the_one_it_names() {
    let world = World::new();
    let (gone, its_operator) = world.onboard(1);
    let (sister, sisters_operator) = world.onboard(2);
    pair(&world, [gone, sister]);
    offboard(&world, gone);
    let governance = world.governance();

    let stranger = readmission(sister, actors::provider(7));
    let refused = reject(run(governance.readmit_provider(&stranger)));
    assert!(refused.contains("NotBarred"), "{refused}");
    run(governance.readmit_provider(&readmission(sister, gone))).unwrap();
    run(world.client(sisters_operator).register_node(&args::node(2))).unwrap();
    let out = refusal(run(world
        .client(its_operator)
        .register_node(&args::node(1))));
    assert!(matches!(out, RegistryError::ProviderBarred { .. }), "{out}");

    run(governance.readmit_provider(&readmission(gone, gone))).unwrap();
    assert_eq!(provider(&world, gone).status, ProviderStatus::Active);
    let empty = refusal(run(world
        .client(its_operator)
        .register_node(&args::node(1))));
    assert!(
        matches!(empty, RegistryError::AllowanceExhausted { .. }),
        "its allowance stays gone: {empty}"
    );
    let allowance = UpdateNodeOperatorConfigArgs {
        node_allowance: Some(1),
        ..unchanged(its_operator)
    };
    run(governance.update_node_operator_config(&allowance)).unwrap();
    run(world.client(its_operator).register_node(&args::node(1))).unwrap();
}

#[test]
fn a_suspension_stops_registrations_until_it_ends() {
    let world = World::new();
    let (id, operator) = world.onboard(1);
    let suspension = SuspendProviderArgs {
        id,
        reason: "does not answer".into(),
    };
    run(world.governance().suspend_provider(&suspension)).unwrap();
    assert_eq!(
        refusal(run(world.client(operator).register_node(&args::node(1)))),
        RegistryError::ProviderNotActive { id }
    );
    let again = reject(run(world.governance().suspend_provider(&suspension)));
    assert!(again.contains("ProviderStatusUnfit"), "{again}");
    let end = ReinstateProviderArgs {
        id,
        reason: "it answered".into(),
    };
    run(world.governance().reinstate_provider(&end)).unwrap();
    run(world.client(operator).register_node(&args::node(1))).unwrap();
}
