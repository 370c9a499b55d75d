//! Distances by hand: a degree of the equator is 111.195 km, and data centre `dc<n>` stands at
//! `n` degrees east.

use super::*;
use crate::commands::testing::World;
use crate::commands::testing::subnets::{data_center_row, network, subnet_id};
use bonafide_types::registry::{Gps, ImportRow};

fn near(world: &World, longitude_udeg: i32, radius_km: u32) -> NodesNear {
    let gps = Gps {
        latitude_udeg: 0,
        longitude_udeg,
    };
    list_nodes_near(&world.state, &NodesNearArgs { gps, radius_km }).unwrap()
}

fn places(found: &NodesNear) -> Vec<(&str, u32, u32)> {
    let each = found.data_centers.iter();
    each.map(|row| (row.dc_id.as_str(), row.distance_km, row.nodes))
        .collect()
}

#[test]
fn should_list_the_nearest_first() {
    let mut world = network();
    let found = near(&world, 2_100_000, 250);
    let expected = [
        ("dc2", 11, 2),
        ("dc3", 100, 2),
        ("dc1", 122, 2),
        ("dc4", 211, 2),
    ];
    assert_eq!(places(&found), expected);
    assert_eq!(found.nodes, 8);
    assert_eq!(found.data_centers[0].subnets, [subnet_id(1)]);
    // Of two in one place the one whose name comes first.
    let ImportRow::DataCenter {
        name,
        owner,
        region,
        gps,
        ..
    } = data_center_row(2)
    else {
        panic!("another row");
    };
    world.import(&[ImportRow::DataCenter {
        id: "dc1".into(),
        name,
        owner,
        region,
        gps,
    }]);
    let found = near(&world, 2_100_000, 60);
    assert_eq!(places(&found), [("dc1", 11, 2), ("dc2", 11, 2)]);
}

#[test]
fn should_keep_to_the_radius() {
    let world = network();
    assert_eq!(places(&near(&world, 1_000_000, 111)), [("dc1", 0, 2)]);
    let both = [("dc1", 0, 2), ("dc2", 111, 2)];
    assert_eq!(places(&near(&world, 1_000_000, 112)), both);
    assert_eq!(places(&near(&world, -90_000_000, 1_000)), []);
}

#[test]
fn should_say_what_would_be_lost() {
    let world = network();
    // Of four members one may fail.
    assert_eq!(near(&world, 1_000_000, 1).subnets_lost, []);
    assert_eq!(near(&world, 1_000_000, 112).subnets_lost, [subnet_id(1)]);
    let all = near(&world, 1_000_000, 20_038);
    assert_eq!(all.subnets_lost, [1, 2].map(subnet_id));
    assert_eq!(all.data_centers.len(), 11);
    // All nodes but the three of data centre 12, which is nowhere, and the boundary node.
    assert_eq!(all.nodes, 22);
    assert_eq!(all.data_centers_without_coordinates, 1);
}

#[test]
fn should_refuse_what_is_not_on_the_globe() {
    let world = network();
    let ask = |latitude_udeg, longitude_udeg, radius_km| {
        let gps = Gps {
            latitude_udeg,
            longitude_udeg,
        };
        list_nodes_near(&world.state, &NodesNearArgs { gps, radius_km })
    };
    for (asked, wanted) in [
        (ask(90_000_001, 0, 1), "latitude_udeg"),
        (ask(0, -180_000_001, 1), "longitude_udeg"),
        (ask(0, 0, 0), "radius_km"),
        (ask(0, 0, 20_039), "radius_km"),
    ] {
        let refusal = asked.unwrap_err();
        let RegistryError::OutOfRange { field, .. } = refusal else {
            panic!("{refusal:?}");
        };
        assert_eq!(field, wanted);
    }
    let empty = World::new();
    assert_eq!(near(&empty, 0, 20_038).data_centers, []);
}
