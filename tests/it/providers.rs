//! Providers: adopted, imported and self-declared facts, kept apart.

use bonafide_test_support::{START_NS, World, actors, args, run};
use bonafide_types::registry::{
    DeclarationStatus, ImportRow, ListProvidersArgs, ProviderFilter, ProviderStatus,
    RegisterProviderArgs, UpdateProviderProfileArgs,
};
use std::time::Duration;

#[test]
fn a_company_adopted_by_proposal_is_shown_with_the_proposal() {
    let world = World::new();
    let id = world.register(1);
    let view = run(world.reader().provider(id)).unwrap().unwrap();
    assert_eq!(view.provider.id, id);
    assert_eq!(view.provider.status, ProviderStatus::Active);
    assert!(view.provider.created_at_ns >= START_NS);
    assert_eq!(view.provider.imported, None);
    assert_eq!(view.provider.self_declared, None);
    assert_eq!(view.declaration, DeclarationStatus::NotAccepted);
    assert_eq!((view.operators, view.nodes), (0, 0));

    let wanted = args::company(id);
    let profile = view.provider.profile.unwrap();
    assert_eq!(profile.kind, wanted.kind);
    assert_eq!(profile.legal_name, wanted.legal_name);
    assert_eq!(profile.country, wanted.country);
    assert_eq!(profile.representative, wanted.representative);
    assert_eq!(profile.proposal, wanted.proposal);
    assert_eq!(profile.adopted_at_ns, view.provider.created_at_ns);
}

#[test]
fn an_individual_has_no_representative() {
    let world = World::new();
    let id = actors::provider(2);
    run(world.governance().register_provider(&args::individual(id))).unwrap();
    let profile = run(world.reader().provider(id))
        .unwrap()
        .unwrap()
        .provider
        .profile
        .unwrap();
    assert_eq!(profile.kind, args::individual(id).kind);
    assert_eq!(profile.representative, None);
}

#[test]
fn the_united_kingdom_is_stored_under_its_iso_code() {
    let world = World::new();
    let id = actors::provider(1);
    let british = RegisterProviderArgs {
        country: "UK".into(),
        ..args::company(id)
    };
    run(world.governance().register_provider(&british)).unwrap();
    let profile = run(world.reader().provider(id))
        .unwrap()
        .unwrap()
        .provider
        .profile
        .unwrap();
    assert_eq!(profile.country, "GB");
}

#[test]
fn the_owner_changes_what_it_says_of_itself_and_nothing_else() {
    let world = World::new();
    let (owner, other) = (world.register(1), world.register(2));
    let before = run(world.reader().provider(owner))
        .unwrap()
        .unwrap()
        .provider;
    let untouched = run(world.reader().provider(other)).unwrap();
    world.pass(Duration::from_secs(60));

    let wish = UpdateProviderProfileArgs {
        display_name: Some("Example Provider One".into()),
        urls: vec!["https://provider.example/".into()],
    };
    let after = run(world.client(owner).update_provider_profile(&wish)).unwrap();
    let said = after.self_declared.clone().unwrap();
    assert_eq!(said.display_name, wish.display_name);
    assert_eq!(said.urls, wish.urls);
    assert!(said.updated_at_ns > before.created_at_ns);
    assert_eq!(after.profile, before.profile);
    assert_eq!(after.created_at_ns, before.created_at_ns);
    assert_eq!(
        run(world.reader().provider(owner))
            .unwrap()
            .unwrap()
            .provider,
        after
    );
    assert_eq!(run(world.reader().provider(other)).unwrap(), untouched);

    let silence = UpdateProviderProfileArgs {
        display_name: None,
        urls: vec![],
    };
    let quiet = run(world.client(owner).update_provider_profile(&silence)).unwrap();
    assert_eq!(quiet.self_declared.unwrap().display_name, None);
}

#[test]
fn a_provider_known_by_import_gets_a_profile_and_keeps_its_imported_facts() {
    let world = World::new();
    let id = actors::provider(1);
    let row = ImportRow::Provider {
        id,
        name: Some("Name in public lists".into()),
    };
    let job = world.import("network", "1", vec![row]);
    let known = run(world.reader().provider(id)).unwrap().unwrap().provider;
    assert_eq!(known.profile, None);

    world.register(1);
    let adopted = run(world.reader().provider(id)).unwrap().unwrap().provider;
    assert!(adopted.profile.is_some());
    assert_eq!(adopted.imported, known.imported);
    let imported = adopted.imported.unwrap();
    assert_eq!(imported.name.as_deref(), Some("Name in public lists"));
    assert_eq!(imported.import_id, job.id);
    assert_eq!(adopted.created_at_ns, known.created_at_ns);
}

#[test]
fn lists_go_page_by_page_in_the_order_of_principals() {
    let world = World::new();
    let mut wanted: Vec<_> = (1..=7).map(|number| world.register(number)).collect();
    wanted.sort();
    let mut found = Vec::new();
    let mut after = None;
    for _ in 0..4 {
        let page = ListProvidersArgs {
            after,
            limit: Some(2),
            filter: None,
        };
        let page = run(world.reader().providers(&page)).unwrap();
        found.extend(page.providers.iter().map(|view| view.provider.id));
        after = page.next;
    }
    assert_eq!(after, None);
    assert_eq!(found, wanted);
}

#[test]
fn filters_combine() {
    let world = World::new();
    world.import("network", "1", args::network());
    let registered = world.register(1);
    let list = |filter| {
        let args = ListProvidersArgs {
            filter: Some(filter),
            ..Default::default()
        };
        let page = run(world.reader().providers(&args)).unwrap();
        let mut ids: Vec<_> = page.providers.iter().map(|view| view.provider.id).collect();
        ids.sort();
        ids
    };
    let any = ProviderFilter::default;
    assert_eq!(
        list(ProviderFilter {
            has_profile: Some(true),
            ..any()
        }),
        [registered]
    );
    assert_eq!(
        list(ProviderFilter {
            has_nodes: Some(false),
            ..any()
        }),
        [registered]
    );
    let mut imported = [actors::provider(101), actors::provider(102)];
    imported.sort();
    assert_eq!(
        list(ProviderFilter {
            has_nodes: Some(true),
            ..any()
        }),
        imported
    );
    let both = ProviderFilter {
        has_nodes: Some(true),
        has_profile: Some(true),
        ..any()
    };
    assert_eq!(list(both), []);
    assert_eq!(list(any()).len(), 3);
}
