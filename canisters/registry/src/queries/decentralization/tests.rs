use super::*;
use crate::commands::change_subnet_membership as command;
use crate::commands::testing::World;
use crate::commands::testing::subnets::{KIND, change, changes, network, node_ids};
use bonafide_types::registry::{MembershipChange, Rule};

fn asked(changes: Vec<MembershipChange>, creations: &[&[u8]]) -> VerifyMembershipArgs {
    let made = creations.iter().map(|members| NewSubnet {
        kind: KIND.into(),
        node_ids: node_ids(members),
    });
    VerifyMembershipArgs {
        changes,
        creations: made.collect(),
    }
}

fn verify(world: &World, args: &VerifyMembershipArgs) -> Result<VerdictView, RegistryError> {
    verify_membership(&world.state, args, world.now_ns)
}

#[test]
fn should_judge_changes_and_new_subnets_together() {
    let world = network();
    let both = asked(vec![change(1, &[9], &[4])], &[&[10, 11, 12, 21]]);
    let found = verify(&world, &both).unwrap();
    assert!(found.verdict.accepted, "{}", found.words);
    assert_eq!(found.verdict.subnets.len(), 2);
    assert_eq!(found.verdict_hash, verdict::verdict_hash(&found.verdict));
    assert!(found.words.contains(&found.verdict_hash.to_string()));

    // A verdict against it is an answer, no error.
    let disputed = asked(vec![change(1, &[9], &[4])], &[&[9, 11, 12, 21]]);
    let found = verify(&world, &disputed).unwrap().verdict;
    assert!(!found.accepted);
    for subnet in &found.subnets {
        let mut rules = subnet.findings.iter().map(|finding| finding.rule);
        assert!(rules.any(|rule| rule == Rule::NamedTwice));
    }
}

#[test]
fn should_say_in_which_state_it_judged() {
    let mut world = network();
    let args = asked(vec![change(1, &[9], &[4])], &[]);
    let before = verify(&world, &args).unwrap();
    assert_eq!(verify(&world, &args).unwrap(), before);
    assert_eq!(before.verdict.registry_tip, seed(&world.state));
    world.change_members(2, &[10], &[8]);
    let after = verify(&world, &args).unwrap();
    assert_eq!(after.verdict.request_hash, before.verdict.request_hash);
    let events = before.verdict.registry_events + 1;
    assert_eq!(after.verdict.registry_events, events);
    assert_ne!(after.verdict_hash, before.verdict_hash);
    // Asking changes nothing.
    assert_eq!(world.state.log.tip().length, events);
}

#[test]
fn should_keep_what_was_executed() {
    let mut world = network();
    assert_eq!(get_membership_record(&world.state, 0), None);
    let asked = vec![change(1, &[9], &[4])];
    world.run(command::decide, changes(asked)).unwrap();
    let record = get_membership_record(&world.state, 0).unwrap();
    assert!(record.verdict.accepted);
    assert_eq!(get_membership_record(&world.state, 1), None);
}

#[test]
fn should_refuse_what_it_cannot_read() {
    let world = network();
    let refused = |args: &VerifyMembershipArgs| verify(&world, args).unwrap_err();
    assert!(matches!(
        refused(&VerifyMembershipArgs::default()),
        RegistryError::NothingToChange { .. }
    ));
    for (args, wanted) in [
        (asked(vec![], &[&[9][..]; 17]), "creations"),
        (asked(vec![], &[&[9; 201][..]]), "node_ids"),
        (asked(vec![change(1, &[9; 201], &[])], &[]), "node_ids_add"),
    ] {
        let refusal = refused(&args);
        let RegistryError::TooMany { field, .. } = refusal else {
            panic!("{refusal:?}");
        };
        assert_eq!(field, wanted);
    }
    let mut unknown = asked(vec![], &[&[9, 10, 11, 12]]);
    unknown.creations[0].kind = "example".into();
    let kind = String::from("example");
    assert_eq!(
        refused(&unknown),
        RegistryError::SubnetKindNotFound { kind }
    );
}
