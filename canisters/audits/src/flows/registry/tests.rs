use super::*;
use crate::commands::draw::tests::{adopt_and_draw, close};
use crate::commands::testing::{World, provider_id, site_id, terms};
use bonafide_types::audits::Outcome;
use bonafide_types::id::{NodeId, OperatorId, VerifierId};
use bonafide_types::registry::{Node, NodeRole, NodeStatus, Provenance, SupportStatus};
use candid::Principal;

fn subnet_id(n: u8) -> SubnetId {
    SubnetId(Principal::from_slice(&[5, n]))
}

fn node(n: u8, dc_id: &str, subnet: Option<SubnetId>) -> NodeView {
    NodeView {
        node: Node {
            id: NodeId(Principal::from_slice(&[6, n])),
            operator: OperatorId(Principal::from_slice(&[7, n])),
            role: NodeRole::Replica,
            status: NodeStatus::Up,
            ipv6: String::new(),
            generation: None,
            chip_id: None,
            subnet,
            registered_at_ns: 0,
            provenance: Provenance::Proposal,
            node_reward_type: None,
            domain: None,
            ipv4: None,
            attestation: None,
        },
        provider: provider_id(n),
        dc_id: dc_id.into(),
        support: SupportStatus::Unknown,
        attested: false,
    }
}

/// Site `n` has a spare node and one in subnet `n`.
fn seen(sites: &[u8]) -> Seen {
    let mut seen = Seen::default();
    for n in sites {
        let dc_id = site_id(*n).dc_id;
        seen.node(&node(*n, &dc_id, None));
        seen.node(&node(*n, &dc_id, Some(subnet_id(*n))));
        seen.dc_owners.insert(dc_id, format!(" Owner {n} "));
        seen.clusters.insert(provider_id(*n), provider_id(*n));
    }
    seen
}

/// Subnet 1 is that of the NNS, subnet 2 is critical.
fn world() -> World {
    let mut world = World::new();
    let mut policy = world.state.policy();
    policy.critical_subnets = [(1, Criticality::Nns), (2, Criticality::Critical)]
        .map(|(n, criticality)| CriticalSubnet {
            subnet: subnet_id(n),
            criticality,
        })
        .to_vec();
    world.record([Event::PolicySet { policy }]);
    world
}

/// Takes over what the registry shows.
fn see(world: &mut World, seen: &Seen) -> Vec<Event> {
    let events = changed(&world.state, seen, world.now_ns);
    world.record(events.clone());
    events
}

fn row(world: &World, n: u8) -> Site {
    world.state.site(&site_id(n)).unwrap()
}

#[test]
fn should_make_sites_of_nodes() {
    let mut world = world();
    see(&mut world, &seen(&[1, 2, 3]));
    let expected = Site {
        id: site_id(1),
        dc_owner: "Owner 1".into(),
        cluster: provider_id(1),
        nodes: 2,
        critical_nodes: 1,
        criticality: Criticality::Nns,
        missing_stamps: 0,
        verifiers: vec![],
        open_alerts: 0,
        known_since_ns: world.now_ns,
        audits: 0,
        history: vec![],
    };
    assert_eq!(row(&world, 1), expected);
    let class = |n| {
        let site = row(&world, n);
        (site.criticality, site.critical_nodes)
    };
    assert_eq!(class(2), (Criticality::Critical, 1));
    assert_eq!(class(3), (Criticality::Application, 0));
    assert_eq!(world.state.sites.len(), 3);
}

#[test]
fn should_change_only_what_looks_different() {
    let mut world = world();
    let mut shown = seen(&[1, 2, 3]);
    see(&mut world, &shown);
    world.pass_days(1);
    assert_eq!(see(&mut world, &shown), []);
    let dc_id = site_id(2).dc_id;
    shown.node(&node(2, &dc_id, None));
    let events = see(&mut world, &shown);
    let [Event::SitesSeen { sites }] = events.as_slice() else {
        panic!("{events:?}");
    };
    assert_eq!(sites.len(), 1);
    assert_eq!(row(&world, 2).nodes, 3);
    let first_seen_ns = row(&world, 1).known_since_ns;
    assert_eq!(row(&world, 2).known_since_ns, first_seen_ns);
}

#[test]
fn should_follow_clusters_owners_and_the_policy() {
    let mut world = world();
    let mut shown = seen(&[1, 2, 3]);
    see(&mut world, &shown);
    shown.clusters.insert(provider_id(3), provider_id(2));
    let events = see(&mut world, &shown);
    let together = Membership {
        provider: provider_id(3),
        cluster: provider_id(2),
    };
    let clusters = vec![together];
    assert_eq!(events[0], Event::ClustersSeen { clusters });
    assert_eq!(world.state.cluster(provider_id(3)), Some(provider_id(2)));
    assert_eq!(row(&world, 3).cluster, provider_id(2));

    shown.aliases.insert("Owner 1".into(), "Owner AG".into());
    see(&mut world, &shown);
    assert_eq!(row(&world, 1).dc_owner, "Owner AG");
    assert_eq!(row(&world, 2).dc_owner, "Owner 2");

    let mut policy = world.state.policy();
    policy.critical_subnets.clear();
    world.record([Event::PolicySet { policy }]);
    see(&mut world, &shown);
    assert_eq!(row(&world, 1).criticality, Criticality::Application);
}

#[test]
fn should_keep_what_others_said_of_a_site() {
    let mut world = World::staffed(9, 2);
    adopt_and_draw(&mut world, terms(2), 1);
    close(&mut world, 0, Some(Outcome::Confirmed));
    let before = [1, 2].map(|n| Site {
        missing_stamps: 3,
        verifiers: vec![VerifierId(Principal::from_slice(&[2, n]))],
        ..row(&world, n)
    });
    world.record([Event::SitesSeen {
        sites: before.to_vec(),
    }]);
    see(&mut world, &seen(&[1, 2]));
    for before in before {
        let after = world.state.site(&before.id).unwrap();
        assert_ne!(after.dc_owner, before.dc_owner);
        let expected = Site {
            dc_owner: after.dc_owner.clone(),
            nodes: 2,
            critical_nodes: 0,
            criticality: Criticality::Application,
            ..before
        };
        assert_eq!(after, expected);
    }
}

#[test]
fn should_leave_sites_without_nodes_in_the_record() {
    let mut world = world();
    see(&mut world, &seen(&[1, 2]));
    let before = row(&world, 1);
    see(&mut world, &seen(&[2]));
    let gone = Site {
        nodes: 0,
        critical_nodes: 0,
        criticality: Criticality::Spare,
        ..before.clone()
    };
    assert_eq!(row(&world, 1), gone);
    assert_eq!(see(&mut world, &seen(&[2])), []);
    world.pass_days(1);
    see(&mut world, &seen(&[1, 2]));
    assert_eq!(row(&world, 1), before, "it is the same again");
}

#[test]
fn should_keep_events_small_and_ids_short() {
    let world = world();
    let mut shown = Seen::default();
    for n in 0..401 {
        shown.node(&node(1, &format!("dc{n}"), None));
    }
    shown.node(&node(1, &"x".repeat(256), None));
    let sizes: Vec<_> = changed(&world.state, &shown, world.now_ns)
        .iter()
        .map(|event| match event {
            Event::SitesSeen { sites } => sites.len(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(sizes, [200, 200, 1]);
}
