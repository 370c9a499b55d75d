//! Memberships that are fine, and those that are not, or not any more.

use super::*;
use crate::commands::testing::subnets::{
    KIND, change, changes, findings, member_row, network, node_ids, rows, rules_broken, sizes,
    spare_row, subnet_id,
};
use crate::commands::testing::{World, node_id, provider_id, version};
use crate::commands::{set_cordons, set_owner_aliases};
use crate::queries::decentralization::verify_membership;
use crate::state::invariants::try_state;
use bonafide_kit::commit::root_hash;
use bonafide_policy::decentralization::verdict::verdict_hash;
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{
    CordonArgs, Dimension, NodeRole, NodeStatus, OwnerAliasArgs, Rule, SetCordonsArgs,
    SetOwnerAliasesArgs, Severity, VerifyMembershipArgs,
};

/// Node 9, of JP, comes to subnet 1 in place of node 4.
fn exchange() -> ChangeSubnetMembershipArgs {
    changes(vec![change(1, &[9], &[4])])
}

fn members(world: &World, subnet: u8) -> Vec<Vec<u8>> {
    let id = subnet_id(subnet);
    let indexed = world.state.nodes_by_subnet.members(id.as_slice(), None);
    indexed.collect()
}

fn bytes(nodes: &[u8]) -> Vec<Vec<u8>> {
    let ids = node_ids(nodes).into_iter();
    ids.map(|id| id.as_slice().to_vec()).collect()
}

#[test]
fn should_change_members_with_all_that_follows() {
    let mut world = network();
    let asked = VerifyMembershipArgs {
        changes: exchange().changes,
        creations: vec![],
    };
    let shown = verify_membership(&world.state, &asked, world.now_ns).unwrap();
    assert!(shown.verdict.accepted, "{}", shown.words);
    let (root, version) = (root_hash(&mut world.state), world.state.mirror.version);
    world.run(decide, exchange()).unwrap();

    let place = |n| {
        let row = world.state.node(node_id(n)).unwrap();
        (row.role, row.subnet)
    };
    assert_eq!(place(9), (NodeRole::Replica, Some(subnet_id(1))));
    assert_eq!(place(4), (NodeRole::Unassigned, None));
    assert_eq!(members(&world, 1), bytes(&[1, 2, 3, 9]));
    assert_eq!(world.state.subnet(subnet_id(1)).unwrap().members, 4);
    let found = world.evaluated(1);
    assert_eq!((found.kind.as_str(), found.policy_version), (KIND, 1));
    assert_eq!(found.scorecard.size, 4);
    assert_eq!(found.scorecard.unique.country, 3);
    assert_eq!(found.violations, []);
    assert!(world.state.mirror.version > version);

    let record = world.state.memberships.get(&0_u64.to_be_bytes()).unwrap();
    assert_eq!((record.id, record.executed_at_ns), (0, world.now_ns));
    assert_eq!(
        record.verdict, shown.verdict,
        "what was shown is what was done"
    );
    assert_eq!(record.verdict_hash, verdict_hash(&record.verdict));
    assert_ne!(root_hash(&mut world.state), root, "it is certified");
    try_state(&world.state).unwrap();

    // And back: nothing of it stays but the verdicts.
    world.change_members(1, &[4], &[9]);
    assert_eq!(members(&world, 1), bytes(&[1, 2, 3, 4]));
    assert_eq!(world.state.memberships.len(), 2);
    try_state(&world.state).unwrap();
}

#[test]
fn should_change_several_subnets_or_none() {
    let mut world = network();
    let both = vec![change(1, &[9], &[4]), change(2, &[10], &[8])];
    world.run(decide, changes(both)).unwrap();
    assert_eq!(members(&world, 1), bytes(&[1, 2, 3, 9]));
    assert_eq!(members(&world, 2), bytes(&[5, 6, 7, 10]));
    try_state(&world.state).unwrap();
    let record = world.state.memberships.get(&0_u64.to_be_bytes()).unwrap();
    assert_eq!(record.verdict.subnets.len(), 2, "one verdict on all");

    // Each would be fine without the other.
    let disputed = vec![change(1, &[11], &[3]), change(2, &[11], &[7])];
    for one in &disputed {
        let ctx = world.ctx();
        assert!(decide(&world.state, changes(vec![one.clone()]), &ctx).is_ok());
    }
    let refusal = world.refused(decide, changes(disputed));
    assert!(rules_broken(refusal).contains(&Rule::NamedTwice));
    // One that is not fine takes the other with it.
    let one_bad = vec![change(1, &[11], &[3]), change(2, &[12], &[])];
    let refusal = world.refused(decide, changes(one_bad));
    assert!(rules_broken(refusal).contains(&Rule::Size));
}

#[test]
fn should_name_the_rule_that_is_broken() {
    let mut world = network();
    let cap = Rule::Cap;
    let cases: [(u8, &[u8], &[u8], Rule); 14] = [
        (9, &[9], &[], Rule::UnknownSubnet),
        (1, &[99], &[4], Rule::UnknownNode),
        (1, &[9], &[99], Rule::UnknownNode),
        (1, &[9, 9], &[4], Rule::NamedTwice),
        (1, &[4], &[4], Rule::NamedTwice),
        (1, &[9], &[5], Rule::NotAMember),
        (1, &[9], &[10], Rule::NotAMember),
        (1, &[5], &[4], Rule::NotASpare),
        (1, &[41], &[4], Rule::NotASpare),
        (1, &[40], &[4], Rule::NotHealthy),
        (1, &[21], &[4], cap(Dimension::NodeProvider)),
        (1, &[21], &[4], cap(Dimension::DataCenterOwner)),
        (1, &[9, 10], &[3, 4], Rule::Churn),
        (1, &[], &[], Rule::NothingToChange),
    ];
    for (subnet, add, remove, rule) in cases {
        let asked = vec![change(subnet, add, remove)];
        let found = findings(world.refused(decide, changes(asked)));
        let named = found.iter().any(|finding| finding.rule == rule);
        assert!(named, "{rule:?} is not in {found:?}");
        let mut severities = found.iter().map(|finding| finding.severity);
        assert!(severities.all(|severity| severity == Severity::Violation));
    }
}

/// What happens meanwhile, and the rule that is broken then.
type Between = (&'static str, fn(&mut World), Rule);

#[test]
fn should_refuse_what_was_fine_when_it_was_proposed() {
    let between: [Between; 9] = [
        (
            "the node went into another subnet",
            |world| world.change_members(2, &[9], &[8]),
            Rule::NotASpare,
        ),
        (
            "the member left already",
            |world| world.change_members(1, &[10], &[4]),
            Rule::NotAMember,
        ),
        (
            "the node stopped",
            |world| world.import(&[spare_row(9, 9, NodeStatus::Down)]),
            Rule::NotHealthy,
        ),
        (
            "the provider was cordoned off",
            |world| {
                let cordon = CordonArgs {
                    dimension: Dimension::NodeProvider,
                    actor: provider_id(9).to_string(),
                    reason: "example".into(),
                    until_ns: world.now_ns + DAY_NS,
                };
                let args = SetCordonsArgs {
                    set: vec![cordon],
                    lift: vec![],
                };
                world.run(set_cordons::decide, args).unwrap();
            },
            Rule::Cordoned,
        ),
        (
            "the provider was suspended",
            |world| world.suspend(9),
            Rule::ProviderNotActive,
        ),
        (
            "its declaration lapsed",
            |world| {
                world.publish("en", version(1, 0, 0), "one");
                world.accept(9, "en");
                world.publish("en", version(2, 0, 0), "two");
                world.now_ns += 31 * DAY_NS;
            },
            Rule::DeclarationNotCurrent,
        ),
        (
            "the provider is one actor with a member's",
            |world| world.cluster(&[1, 9], true),
            Rule::Cap(Dimension::NodeProvider),
        ),
        (
            "the owner is a member's",
            |world| {
                let args = SetOwnerAliasesArgs {
                    set: vec![OwnerAliasArgs {
                        alias: "Owner 9".into(),
                        canonical: "Owner 1".into(),
                    }],
                    remove: vec![],
                };
                world.run(set_owner_aliases::decide, args).unwrap();
            },
            Rule::Cap(Dimension::DataCenterOwner),
        ),
        (
            "members need SEV-SNP",
            |world| {
                let mut rules = sizes(4, 4);
                rules.sev = true;
                world.set_rules(KIND, rules);
            },
            Rule::Sev,
        ),
    ];
    for (what, happens, rule) in between {
        let mut world = network();
        let ctx = world.ctx();
        assert!(decide(&world.state, exchange(), &ctx).is_ok(), "{what}");
        happens(&mut world);
        let found = rules_broken(world.refused(decide, exchange()));
        assert!(found.contains(&rule), "{what}: {found:?}");
        try_state(&world.state).unwrap();
    }
}

#[test]
fn should_let_a_subnet_that_breaks_rules_only_get_better() {
    let mut world = network();
    world.cluster(&[1, 2], true);
    let cap = Rule::Cap(Dimension::NodeProvider);
    assert_eq!(world.broken(1), [(cap, provider_id(1).to_string())]);
    let found = rules_broken(world.refused(decide, exchange()));
    assert!(found.contains(&Rule::NotBetter), "{found:?}");
    world.change_members(1, &[9], &[2]);
    assert_eq!(world.broken(1), []);
    try_state(&world.state).unwrap();
}

#[test]
fn should_heal_a_subnet_that_another_rule_holds_back() {
    let mut world = network();
    world.cluster(&[1, 2], true);
    world.import(&[member_row(4, NodeStatus::Down, 1)]);
    // The cap stays broken, but a member that does not run goes.
    world.run(decide, exchange()).unwrap();
    let record = world.state.memberships.get(&0_u64.to_be_bytes()).unwrap();
    let found = &record.verdict.subnets[0].findings;
    let warned = found
        .iter()
        .find(|finding| finding.rule == Rule::Cap(Dimension::NodeProvider));
    assert_eq!(warned.unwrap().severity, Severity::Warning);
    try_state(&world.state).unwrap();
}

/// What the network says later counts more: its members are those of the import.
#[test]
fn should_follow_a_later_import() {
    let mut world = network();
    world.run(decide, exchange()).unwrap();
    let mut later = rows();
    later.push(spare_row(42, 12, NodeStatus::Up));
    world.import(&later);
    assert_eq!(members(&world, 1), bytes(&[1, 2, 3, 4]));
    assert_eq!(world.state.node(node_id(9)).unwrap().subnet, None);
    assert_eq!(
        world.state.kind_of(subnet_id(1)),
        KIND,
        "an import knows no kinds"
    );
    assert_eq!(world.evaluated(1).scorecard.unique.country, 2);
    try_state(&world.state).unwrap();
}

#[test]
fn should_refuse_what_it_cannot_read() {
    let mut world = network();
    world.refuse_field(decide, changes(vec![]), "changes");
    let many = (1..=17).map(|n| change(n, &[9], &[])).collect();
    world.refuse_field(decide, changes(many), "changes");
    let twice = vec![change(1, &[9], &[4]), change(1, &[10], &[3])];
    let given = subnet_id(1).to_string();
    let refusal = RegistryError::DuplicateEntry {
        field: "changes".into(),
        given,
    };
    world.refuse(decide, changes(twice), refusal);
    let crowd = [9; 201];
    world.refuse_field(
        decide,
        changes(vec![change(1, &crowd, &[])]),
        "node_ids_add",
    );
    world.refuse_field(
        decide,
        changes(vec![change(1, &[], &crowd)]),
        "node_ids_remove",
    );
    let silent = ChangeSubnetMembershipArgs {
        reason: String::new(),
        ..exchange()
    };
    world.refuse_field(decide, silent, "reason");
}
