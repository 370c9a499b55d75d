//! Subnets by the countries of their members, the shares of countries, and what stands near a
//! place.

use super::{assert_true_log, subnets};
use bonafide_test_support::args::subnets::{exchange, jurisdiction, membership};
use bonafide_test_support::{Suite, run};
use bonafide_types::governance::{Command, ListProposalsArgs, ProposalStatus, Vote};
use bonafide_types::id::SubnetId;
use bonafide_types::registry::{
    FindSubnetsArgs, Gps, JurisdictionShare, JurisdictionShares, JurisdictionSharesArgs,
    MembershipChange, NodesNear, NodesNearArgs,
};

/// The network, and what `EU` stands for: as many of its members as the network has.
fn world() -> Suite {
    let suite = Suite::with_subnets();
    suite.adopt(&jurisdiction("EU", &["DE", "FR"]));
    suite
}

fn tags(tags: &[&str]) -> Vec<String> {
    tags.iter().map(|tag| (*tag).into()).collect()
}

fn found(suite: &Suite, within: &[&str], without: &[&str]) -> Vec<SubnetId> {
    let args = FindSubnetsArgs {
        within: tags(within),
        without: tags(without),
        ..FindSubnetsArgs::default()
    };
    let found = run(suite.registry_reader().find_subnets(&args)).unwrap();
    found.subnet_ids
}

#[test]
fn should_find_subnets_by_the_countries_of_their_members() {
    let suite = world();
    assert_eq!(found(&suite, &["EU"], &[]), []);
    assert_eq!(found(&suite, &["EU", "CH"], &[]), subnets(&[1]));
    assert_eq!(found(&suite, &[], &["US"]), subnets(&[1]));
    assert_eq!(found(&suite, &[], &["CH"]), subnets(&[2]));
    assert_eq!(found(&suite, &[], &[]), subnets(&[1, 2]));
    // Node 11 is in JP.
    suite.adopt(&membership(vec![exchange()]));
    assert_eq!(found(&suite, &["EU", "CH"], &[]), []);
    assert_eq!(found(&suite, &[], &["US"]), subnets(&[1]));
}

/// The changes that open proposals ask for.
fn open_changes(suite: &Suite) -> Vec<MembershipChange> {
    let args = ListProposalsArgs {
        status: Some(ProposalStatus::Open),
        ..ListProposalsArgs::default()
    };
    let open = run(suite.reader().proposals(&args)).unwrap().proposals;
    let hashes = open.iter().filter_map(|row| row.proposal.command_hash);
    hashes
        .filter_map(|hash| run(suite.reader().command(hash)).unwrap())
        .filter_map(|command| match command {
            Command::ChangeSubnetMembership(args) => Some(args.changes),
            _ => None,
        })
        .flatten()
        .collect()
}

fn shares(suite: &Suite, asked: &[&str], changes: Vec<MembershipChange>) -> JurisdictionShares {
    let args = JurisdictionSharesArgs {
        tags: tags(asked),
        changes,
        creations: vec![],
    };
    run(suite.registry_reader().jurisdiction_shares(&args)).unwrap()
}

/// Nodes, members, the same after the changes, subnets there, subnets there with all members.
fn share(tag: &str, counts: [u32; 5]) -> JurisdictionShare {
    let [nodes, members, members_after, subnets, subnets_within] = counts;
    JurisdictionShare {
        tag: tag.into(),
        nodes,
        members,
        members_after,
        subnets,
        subnets_within,
    }
}

#[test]
fn should_count_shares_with_what_is_in_vote() {
    let suite = world();
    assert_eq!(open_changes(&suite), []);
    let id = suite.propose(1, &membership(vec![exchange()]));
    let open = open_changes(&suite);
    assert_eq!(open, [exchange()]);
    let found = shares(&suite, &["EU", "CH", "JP"], open);
    // Eight members and 17 spare nodes; the boundary node is not counted.
    let whole = (found.nodes, found.members, found.members_after);
    assert_eq!(whole, (25, 8, 8));
    let expected = [
        share("EU", [8, 3, 3, 2, 0]),
        share("CH", [4, 2, 1, 1, 0]),
        share("JP", [4, 1, 2, 1, 0]),
    ];
    assert_eq!(found.shares, expected);

    // Executed, it is so.
    suite.vote(2, id, Vote::Yes).unwrap();
    assert_eq!(suite.settled(id).status, ProposalStatus::Executed);
    let found = shares(&suite, &["CH", "JP"], open_changes(&suite));
    let expected = [share("CH", [4, 1, 1, 1, 0]), share("JP", [4, 2, 2, 2, 0])];
    assert_eq!(found.shares, expected);
    assert_true_log(&suite);
}

/// What stands so near to Zurich.
fn near_zurich(suite: &Suite, radius_km: u32) -> NodesNear {
    let gps = Gps {
        latitude_udeg: 47_376_900,
        longitude_udeg: 8_541_700,
    };
    run(suite
        .registry_reader()
        .nodes_near(&NodesNearArgs { gps, radius_km }))
    .unwrap()
}

/// From Zurich it is 488 km to Paris and 669 km to Berlin.
#[test]
fn should_say_what_stands_near_a_place_and_what_would_be_lost_with_it() {
    let suite = world();
    let near = near_zurich(&suite, 1);
    let places: Vec<_> = near
        .data_centers
        .iter()
        .map(|row| (row.dc_id.as_str(), row.distance_km, row.nodes))
        .collect();
    assert_eq!(places, [("dc1", 0, 2), ("dc7", 0, 2)]);
    assert_eq!(near.nodes, 4);
    assert_eq!(near.data_centers[0].subnets, subnets(&[1]));
    // Two of four members are there, and one may fail.
    assert_eq!(near.subnets_lost, subnets(&[1]));
    assert_eq!(near.data_centers_without_coordinates, 0);

    let wider = near_zurich(&suite, 550);
    let ids: Vec<_> = wider
        .data_centers
        .iter()
        .map(|row| row.dc_id.as_str())
        .collect();
    assert_eq!(ids, ["dc1", "dc7", "dc3", "dc9"]);
    let paris = &wider.data_centers[2];
    assert!((485..=490).contains(&paris.distance_km), "{paris:?}");
    assert_eq!(near_zurich(&suite, 700).data_centers.len(), 6);

    suite.adopt(&membership(vec![exchange()]));
    assert_eq!(near_zurich(&suite, 1).subnets_lost, []);
    assert_eq!(near_zurich(&suite, 550).subnets_lost, subnets(&[1]));
}
