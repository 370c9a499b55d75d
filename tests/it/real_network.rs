//! The public facts of the real network, imported.

use bonafide_client::import::facts::Facts;
use bonafide_test_support::{World, canisters, run};
use bonafide_types::registry::{
    DataCenter, ListProvidersArgs, ProviderFilter, ProviderView, table,
};
use std::collections::BTreeSet;

fn facts() -> Facts {
    Facts::read(&canisters::fixture("network-2025-10-31.facts")).unwrap()
}

fn list(world: &World, filter: ProviderFilter) -> Vec<ProviderView> {
    let mut args = ListProvidersArgs {
        filter: Some(filter),
        ..Default::default()
    };
    let mut found = Vec::new();
    loop {
        let page = run(world.reader().providers(&args)).unwrap();
        found.extend(page.providers);
        if page.next.is_none() {
            return found;
        }
        args.after = page.next;
    }
}

#[test]
fn the_real_network_is_imported_whole() {
    let world = World::new();
    let facts = facts();
    let network = world.import_job(&facts.network);
    let declarations = world.import_job(&facts.declarations);
    assert_eq!(network.next_page, network.pages);
    assert_eq!(declarations.next_page, declarations.pages);

    let summary = run(world.reader().summary()).unwrap();
    assert_eq!(summary.providers, 103);
    assert_eq!(summary.imported_providers, 103);
    assert_eq!(summary.data_centers, 94);
    assert_eq!(summary.node_operators, 143);
    assert_eq!(summary.nodes, 1_447);
    assert_eq!(summary.subnets, 47);
    assert_eq!(summary.published_declarations, 101);
    assert_eq!(
        summary.acceptances, 0,
        "a published document is not an acceptance"
    );

    let silent = ProviderFilter {
        has_nodes: Some(true),
        has_published_declaration: Some(false),
        ..Default::default()
    };
    assert_eq!(list(&world, silent).len(), 2);
    let everyone = list(&world, ProviderFilter::default());
    assert_eq!(everyone.len(), 103);
    assert!(everyone.iter().all(|view| view.provider.profile.is_none()));
    assert_eq!(everyone.iter().map(|view| view.nodes).sum::<u32>(), 1_447);
    let subnets = run(world.reader().subnets(&Default::default()))
        .unwrap()
        .subnets;
    assert_eq!(subnets.len(), 47);

    // What is certified is the file's, to the last data centre.
    let centers = run(world.reader().table::<DataCenter>(table::DATA_CENTER, None)).unwrap();
    let ids: BTreeSet<_> = centers.iter().map(|center| center.id.as_str()).collect();
    assert_eq!(ids.len(), 94);
    assert_eq!(world.root().0, crate::replay::replayed(&world).root);

    // Once more is nothing new.
    let root = world.root();
    world.import_job(&facts.network);
    assert_eq!(world.root(), root);
}
