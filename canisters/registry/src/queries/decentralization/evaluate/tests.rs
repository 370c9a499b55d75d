//! Figures by hand, and what moves them at once.

use super::*;
use crate::commands::testing::subnets::{
    KIND, data_center_row, network, operator_row, sizes, subnet_id,
};
use crate::commands::testing::{World, provider_id};
use crate::commands::{hand_over_provider, set_jurisdiction, set_owner_aliases};
use crate::state::invariants::try_state;
use bonafide_types::registry::{
    Dimension, Distances, HandOverProviderArgs, ImportRow, OwnerAliasArgs, PerDimension, Rule,
    SetJurisdictionArgs, SetOwnerAliasesArgs, ShareRule,
};

fn cap(dimension: Dimension, actor: &str) -> (Rule, String) {
    (Rule::Cap(dimension), actor.into())
}

fn aliases(set: &[(&str, &str)], remove: &[&str]) -> SetOwnerAliasesArgs {
    let row = |(alias, canonical): &(&str, &str)| OwnerAliasArgs {
        alias: (*alias).into(),
        canonical: (*canonical).into(),
    };
    SetOwnerAliasesArgs {
        set: set.iter().map(row).collect(),
        remove: remove.iter().map(|alias| (*alias).into()).collect(),
    }
}

#[test]
fn should_count_by_every_dimension() {
    let world = network();
    // Two nodes each in CH and DE, each in one city: one country is more than f = 1.
    let found = world.evaluated(1);
    assert_eq!((found.subnet, found.kind.as_str()), (subnet_id(1), KIND));
    let figures = found.scorecard;
    let of_four = |alone, shared| {
        PerDimension::of(|dimension| match dimension {
            Dimension::Area | Dimension::Country => shared,
            _ => alone,
        })
    };
    assert_eq!((figures.size, figures.violation_weight), (4, 0));
    assert_eq!(figures.nakamoto, of_four(2, 1));
    assert_eq!(figures.nakamoto_dre, of_four(2, 1));
    assert_eq!(figures.controlled, of_four(2, 2));
    assert_eq!(figures.unique, of_four(4, 2));
    assert_eq!(figures.max_count, of_four(1, 2));
    assert_eq!((figures.product, figures.sum), (16, 10));
    // A degree of the equator is 111.195 km; six pairs are ten degrees apart together.
    let distances = Distances {
        located: 4,
        min_km: 111,
        average_km: 185,
        max_km: 333,
        most_within_radius: 1,
    };
    assert_eq!(found.distances, Some(distances));
    assert_eq!(
        evaluate_subnet(&world.state, subnet_id(9), world.now_ns),
        None
    );
}

#[test]
fn should_count_linked_providers_as_one_at_once() {
    let mut world = network();
    world.cluster(&[1, 3], true);
    let one = provider_id(1).to_string();
    assert_eq!(world.broken(1), [cap(Dimension::NodeProvider, &one)]);
    assert_eq!(world.evaluated(1).scorecard.nakamoto.cluster, 1);
    assert_eq!(world.evaluated(1).scorecard.nakamoto.node_provider, 2);
    try_state(&world.state).unwrap();
    world.cluster(&[1, 3], false);
    assert_eq!(world.broken(1), []);
    try_state(&world.state).unwrap();
}

#[test]
fn should_count_names_of_one_owner_as_one_at_once() {
    let mut world = network();
    let decide = set_owner_aliases::decide;
    world
        .run(decide, aliases(&[("Owner 2", "Owner 1")], &[]))
        .unwrap();
    let both = cap(Dimension::DataCenterOwner, "owner 1");
    assert_eq!(world.broken(1), [both]);
    try_state(&world.state).unwrap();
    world.run(decide, aliases(&[], &["Owner 2"])).unwrap();
    assert_eq!(world.broken(1), []);
    try_state(&world.state).unwrap();
}

#[test]
fn should_follow_an_operator_that_moves() {
    let mut world = network();
    // To the data centre of operator 3, by an import.
    world.import(&[operator_row(1, 1, 3)]);
    let expected = [
        cap(Dimension::DataCenter, "dc3"),
        cap(Dimension::DataCenterOwner, "owner 3"),
        cap(Dimension::Country, "DE"),
    ];
    assert_eq!(world.broken(1), expected);
    let distances = world.evaluated(1).distances.unwrap();
    assert_eq!((distances.min_km, distances.max_km), (0, 222));
    try_state(&world.state).unwrap();
    // To another provider.
    world.import(&[operator_row(1, 2, 1)]);
    let two = provider_id(2).to_string();
    assert_eq!(world.broken(1), [cap(Dimension::NodeProvider, &two)]);
    try_state(&world.state).unwrap();
}

#[test]
fn should_follow_a_data_centre_that_an_import_corrects() {
    let mut world = network();
    let ImportRow::DataCenter { id, name, gps, .. } = data_center_row(1) else {
        panic!("another row");
    };
    world.import(&[ImportRow::DataCenter {
        id,
        name,
        owner: "Owner 4".into(),
        region: "Europe,DE,Munich".into(),
        gps: gps.map(|mut gps| {
            gps.longitude_udeg = 4_500_000;
            gps
        }),
    }]);
    let expected = [
        cap(Dimension::DataCenterOwner, "owner 4"),
        cap(Dimension::Country, "DE"),
    ];
    assert_eq!(world.broken(1), expected);
    let found = world.evaluated(1);
    assert_eq!(found.scorecard.unique.area, 3);
    let distances = found.distances.unwrap();
    assert_eq!((distances.min_km, distances.max_km), (55, 277));
    try_state(&world.state).unwrap();
}

#[test]
fn should_follow_a_provider_that_is_handed_over() {
    let mut world = network();
    world.register_provider(1);
    let args = HandOverProviderArgs {
        from: provider_id(1),
        to: provider_id(50),
        reason: "example".into(),
    };
    world.run(hand_over_provider::decide, args).unwrap();
    assert_eq!(world.broken(1), []);
    world.cluster(&[2, 50], true);
    let two = provider_id(2).to_string();
    assert_eq!(world.broken(1), [cap(Dimension::NodeProvider, &two)]);
    try_state(&world.state).unwrap();
}

#[test]
fn should_ask_what_tags_say() {
    let mut world = network();
    let tag = |countries: &[&str]| SetJurisdictionArgs {
        tag: "EU".into(),
        countries: countries.iter().map(|code| (*code).into()).collect(),
        source: "example".into(),
    };
    let set = |world: &mut World, countries: &[&str]| {
        world.run(set_jurisdiction::decide, tag(countries)).unwrap();
    };
    set(&mut world, &["DE", "FR"]);
    let mut rules = sizes(4, 4);
    rules.required_tags = vec!["EU".into(), "US".into()];
    rules.forbidden_tags = vec!["FR".into()];
    rules.shares = vec![ShareRule {
        tag: "US".into(),
        numerator: 1,
        denominator: 3,
        strict: true,
    }];
    world.set_rules(KIND, rules);
    assert_eq!(world.broken(1), [(Rule::RequiredTag, String::from("CH"))]);
    let of_second = [
        (Rule::ForbiddenTag, String::from("FR (FR)")),
        (Rule::Share, String::from("US")),
    ];
    assert_eq!(world.broken(2), of_second);
    set(&mut world, &["CH", "DE"]);
    assert_eq!(world.broken(1), []);
    // A tag that was withdrawn stands for no country.
    set(&mut world, &[]);
    let found = world.broken(1);
    let withdrawn = (Rule::UnknownTag, String::from("EU"));
    assert!(found.contains(&withdrawn), "{found:?}");
}

#[test]
fn should_list_subnets_page_by_page() {
    let mut world = network();
    world.cluster(&[5, 6], true);
    let page = |world: &World, after: Option<u8>, limit, violating_only| {
        let args = EvaluateNetworkArgs {
            after: after.map(subnet_id),
            limit,
            violating_only,
        };
        let found = evaluate_network(&world.state, &args, world.now_ns);
        assert_eq!(found.registry_events, world.state.log.tip().length);
        let listed: Vec<_> = found.subnets.iter().map(|subnet| subnet.subnet).collect();
        (listed, found.next)
    };
    let [one, two] = [1, 2].map(subnet_id);
    assert_eq!(page(&world, None, None, false), (vec![one, two], None));
    assert_eq!(page(&world, None, Some(1), false), (vec![one], Some(one)));
    assert_eq!(page(&world, Some(1), Some(1), false), (vec![two], None));
    assert_eq!(page(&world, None, None, true), (vec![two], None));
    let args = EvaluateNetworkArgs::default();
    let all = evaluate_network(&world.state, &args, world.now_ns);
    assert_eq!(all.subnets, [world.evaluated(1), world.evaluated(2)]);
}
