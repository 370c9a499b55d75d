//! Records that go to another provider, and what lapses with that.

use super::{pair, provider, record, unchanged};
use bonafide_test_support::{World, actors, args, refusal, reject, run};
use bonafide_types::registry::{
    AnswersStatus, DeclarationStatus, HandOverProviderArgs, ProviderStatus, RegistryError,
    UpdateNodeOperatorConfigArgs, UpdateNodeOperatorConfigDirectlyArgs,
};
use std::time::Duration;

#[test]
fn a_handed_over_operator_waits_for_its_new_providers_word() {
    let world = World::new();
    let (from, operator) = world.onboard(1);
    let (to, _) = world.onboard(2);
    run(world.client(operator).register_node(&args::node(1))).unwrap();
    world.pass(Duration::from_secs(60));
    let hand_over = UpdateNodeOperatorConfigDirectlyArgs {
        node_operator_id: operator,
        node_provider_id: to,
    };
    let given = run(world
        .client(from)
        .update_node_operator_config_directly(&hand_over))
    .unwrap();
    let handed_over = given.handed_over.unwrap();
    assert_eq!((given.provider, handed_over.from), (to, from));
    assert_eq!(
        provider(&world, to).answers_reopened_at_ns,
        Some(handed_over.at_ns)
    );
    let view = run(world.reader().provider(to)).unwrap().unwrap();
    assert_eq!((view.operators, view.nodes), (2, 1));

    let due = RegistryError::RecheckDue {
        operator,
        provider: to,
        since_ns: handed_over.at_ns,
    };
    let register = || run(world.client(operator).register_node(&args::node(2)));
    assert_eq!(refusal(register()), due);
    world.pass(Duration::from_secs(60));
    assert_eq!(refusal(register()), due, "time alone does not do");
    world.accept(to);
    register().unwrap();
    let stranger = refusal(run(world
        .client(from)
        .update_node_operator_config_directly(&hand_over)));
    assert!(
        matches!(stranger, RegistryError::NotYourNodeOperator { .. }),
        "{stranger}"
    );
}

#[test]
fn a_proposal_hands_an_operator_over_on_the_same_terms() {
    let world = World::new();
    let (from, operator) = world.onboard(1);
    let (to, _) = world.onboard(2);
    world.pass(Duration::from_secs(60));
    let wish = UpdateNodeOperatorConfigArgs {
        provider: Some(to),
        ..unchanged(operator)
    };
    let told = run(world
        .reader()
        .validate("update_node_operator_config", &wish));
    let told = told.unwrap().unwrap();
    assert!(told.contains("is handed over from provider"), "{told}");
    run(world.governance().update_node_operator_config(&wish)).unwrap();
    assert_eq!(
        record(&world, operator).handed_over.map(|it| it.from),
        Some(from)
    );
    let due = refusal(run(world.client(operator).register_node(&args::node(1))));
    assert!(matches!(due, RegistryError::RecheckDue { .. }), "{due}");
    world.pass(Duration::from_secs(60));
    world.accept(to);
    run(world.client(operator).register_node(&args::node(1))).unwrap();
}

#[test]
fn a_handed_over_provider_starts_without_acceptance_and_with_its_links() {
    let world = World::new();
    let (from, operator) = world.onboard(1);
    let (sister, _) = world.onboard(2);
    pair(&world, [from, sister]);
    run(world.client(operator).register_node(&args::node(1))).unwrap();
    let to = actors::provider(9);
    let wish = HandOverProviderArgs {
        from,
        to,
        reason: "its key was lost".into(),
    };
    run(world.governance().hand_over_provider(&wish)).unwrap();

    let old = provider(&world, from);
    assert_eq!(
        (old.status, old.successor),
        (ProviderStatus::HandedOver, Some(to))
    );
    let new = run(world.reader().provider(to)).unwrap().unwrap();
    assert_eq!(new.provider.profile, old.profile);
    assert_eq!((new.operators, new.nodes), (1, 1));
    assert_eq!(new.declaration, DeclarationStatus::NotAccepted);
    assert!(matches!(new.answers, AnswersStatus::Reopened { .. }));
    assert_eq!(new.cluster_size, 2, "one actor with the sister as before");

    let refused = refusal(run(world.client(operator).register_node(&args::node(2))));
    assert_eq!(
        refused,
        RegistryError::DeclarationNotAccepted { provider: to }
    );
    world.pass(Duration::from_secs(60));
    world.accept(to);
    run(world.client(operator).register_node(&args::node(2))).unwrap();
    let again = reject(run(world.governance().hand_over_provider(&wish)));
    assert!(again.contains("ProviderStatusUnfit"), "{again}");
}
