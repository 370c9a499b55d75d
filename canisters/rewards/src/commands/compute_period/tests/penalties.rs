//! Published penalties on the statements of a period.

use super::*;
use bonafide_types::rewards::CaseState;

/// What a case publishes, and the period whose statement carries it.
fn effects(world: &World, case_id: u64) -> Vec<Effect> {
    world.state.case(case_id).unwrap().effects
}

fn published(bps: u32, period_id: Option<u64>) -> [Effect; 1] {
    [Effect::PenaltyPublished { bps, period_id }]
}

fn waiting(world: &World) -> Vec<u64> {
    world.state.published.keys().collect()
}

/// Provider 1, with one of its nodes or one of somebody else.
fn with_node(n: u8) -> Charge {
    Charge {
        node: Some(node_id(n)),
        ..charge(1)
    }
}

fn set_mode(world: &mut World, mode: Mode) {
    let policy = RewardsPolicy {
        mode,
        ..world.state.policy()
    };
    world.apply([Event::PolicySet { policy }]);
}

#[test]
fn should_carry_a_published_penalty_once() {
    let mut world = World::staffed();
    assert_eq!(world.published(charge(1), 2_500), 0);
    assert_eq!(world.close(&example()), 0);
    let penalty = PublishedPenalty {
        case_id: 0,
        provider: provider_id(1),
        node: None,
        bps: 2_500,
    };
    let period = world.state.period(0).unwrap();
    assert_eq!(period.penalties, std::slice::from_ref(&penalty));
    assert_eq!(amounts(&world, 0, 1), earned(60_000, 45_000));
    let statement = world.state.statement(0, provider_id(1)).unwrap();
    assert_eq!(statement.penalties, [penalty]);
    // Nobody else pays for it.
    assert_eq!(amounts(&world, 0, 2), earned(60_000, 60_000));
    let totals = period.totals.unwrap();
    assert_eq!(totals.gross_xdr_permyriad, 240_000);
    assert_eq!(totals.kept_xdr_permyriad, 225_000);
    assert_eq!(totals.kept_e8s, 2_250_000_000);
    // The case says where it stands, and the next period does not carry it again.
    assert_eq!(effects(&world, 0), published(2_500, Some(0)));
    let case = world.state.case(0).unwrap();
    assert!(matches!(case.state, CaseState::Executed { .. }));
    assert_eq!(waiting(&world), [0; 0]);
    assert_eq!(world.close(&[facts(FIRST_DAY - 1)]), 1);
    assert_eq!(world.state.period(1).unwrap().penalties, []);
    assert_eq!(amounts(&world, 1, 1), earned(20_000, 20_000));
}

#[test]
fn should_change_the_hash_of_a_period() {
    let mut world = World::staffed();
    world.published(charge(1), 1);
    world.close(&example());
    let period = world.state.period(0).unwrap();
    let without = World::closed().state.period(0).unwrap();
    assert_ne!(period.input_hash, without.input_hash);
    assert_eq!(period.penalties.len(), 1);
}

#[test]
fn should_wait_while_penalties_are_not_enabled() {
    let mut world = World::staffed();
    world.published(charge(1), 2_500);
    for (period_id, mode) in (0..).zip([Mode::LogOnly, Mode::Disabled]) {
        set_mode(&mut world, mode);
        let day = FIRST_DAY + u32::try_from(period_id).unwrap();
        assert_eq!(world.close(&[facts(day)]), period_id);
        assert_eq!(world.state.period(period_id).unwrap().penalties, []);
        assert_eq!(amounts(&world, period_id, 1), earned(20_000, 20_000));
        assert_eq!(effects(&world, 0), published(2_500, None));
        assert_eq!(waiting(&world), [0]);
    }
    set_mode(&mut world, Mode::Enabled);
    assert_eq!(world.close(&[facts(LAST_DAY)]), 2);
    assert_eq!(amounts(&world, 2, 1), earned(20_000, 15_000));
    assert_eq!(waiting(&world), [0; 0]);
}

#[test]
fn should_wait_for_a_period_with_figures_of_the_provider() {
    let mut world = World::staffed();
    let days = with_broken_records(&mut world);
    // One earned nothing in it, one has broken records.
    world.published(charge(9), 1_000);
    world.published(charge(4), 2_000);
    world.published(charge(1), 3_000);
    assert_eq!(world.close(&days), 0);
    let period = world.state.period(0).unwrap();
    let carried: Vec<_> = period.penalties.iter().map(|row| row.case_id).collect();
    assert_eq!(carried, [2]);
    assert_eq!(waiting(&world), [0, 1]);
    assert_eq!(effects(&world, 1), published(2_000, None));
    let statement = world.state.statement(0, provider_id(4)).unwrap();
    assert_eq!(statement.penalties, []);
    assert_eq!(amounts(&world, 0, 1), earned(60_000, 42_000));
}

#[test]
fn should_take_only_of_what_the_node_earned() {
    let mut world = World::staffed();
    // Its own node, of which it earned half; and one that is not its own.
    world.published(with_node(1), 5_000);
    world.published(with_node(2), 5_000);
    assert_eq!(world.close(&example()), 0);
    assert_eq!(amounts(&world, 0, 1), earned(60_000, 45_000));
    let period = world.state.period(0).unwrap();
    assert_eq!(period.penalties.len(), 1);
    assert_eq!(period.penalties[0].node, Some(node_id(1)));
    assert_eq!(waiting(&world), [1]);
}

#[test]
fn should_take_no_more_than_all_and_cut_the_last() {
    let mut world = World::staffed();
    for bps in [6_000, 6_000, 1] {
        world.published(charge(1), bps);
    }
    world.published(charge(2), 10_000);
    assert_eq!(world.close(&example()), 0);
    let period = world.state.period(0).unwrap();
    let carried: Vec<_> = (period.penalties.iter())
        .map(|row| (row.case_id, row.bps))
        .collect();
    assert_eq!(carried, [(0, 6_000), (1, 4_000), (3, 10_000)]);
    assert_eq!(amounts(&world, 0, 1), earned(60_000, 0));
    assert_eq!(amounts(&world, 0, 2), earned(60_000, 0));
    // What nothing was left for waits.
    assert_eq!(waiting(&world), [2]);
    assert_eq!(effects(&world, 1), published(6_000, Some(0)));
    assert_eq!(world.close(&[facts(FIRST_DAY - 1)]), 1);
    assert_eq!(amounts(&world, 1, 1), earned(20_000, 19_998));
}

#[test]
fn should_not_carry_what_was_refunded() {
    let mut world = World::staffed();
    world.published(charge(1), 2_500);
    world.apply([Event::CaseRefunded {
        case_id: 0,
        reason: "an example".into(),
    }]);
    assert_eq!(world.close(&example()), 0);
    assert_eq!(world.state.period(0).unwrap().penalties, []);
    assert_eq!(amounts(&world, 0, 1), earned(60_000, 60_000));
}

#[test]
fn should_carry_penalties_of_providers_on_statements_of_engine_v0() {
    let mut world = World::staffed();
    world.published(charge(1), 5_000);
    // What a node earned is not known there.
    world.published(with_node(1), 5_000);
    let args = by_operators(FIRST_DAY, LAST_DAY, &operators());
    assert_eq!(world.adopt(args), Ok(0));
    world.supply(0, 0, packed(&operators())).unwrap();
    world.compute_all();
    assert_eq!(amounts(&world, 0, 1), earned(608_750, 304_375));
    assert_eq!(waiting(&world), [1]);
}
