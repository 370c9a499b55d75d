use super::testing::{
    ICP, TENTH, cancel, case, close_day, close_month, crowd, freeze, frozen, judgement, lone, on,
    reported, set_mode, set_policy,
};
use super::*;
use crate::commands::testing::{
    DAYS, FIRST_DAY, World, charge, facts, node_id, operator_id, provider_id,
};
use crate::state::Event;
use bonafide_types::audits::FindingClass;
use bonafide_types::limits::SECOND_NS;
use bonafide_types::rewards::{OperatorFact, OperatorFacts, PenaltyClass, TypeCount};

mod offenders;

fn judge_now(world: &World, id: u64) -> Result<Judged, RewardsError> {
    judge(&world.state, &case(world, id), Ppb::ONE, world.now_ns)
}

#[test]
fn should_take_the_base_of_what_was_earned_where_nothing_is_known_of_others() {
    let mut world = World::closed();
    let id = reported(&mut world, lone(1));
    let judged = judge_now(&world, id).unwrap();
    let expected = Judgement {
        frozen_at_ns: world.now_ns,
        table_version: 0,
        window: 666,
        base_ppb: TENTH,
        proven: 0,
        size: 0,
        ppb: TENTH,
        period_id: 0,
        basis_e8s: 6 * ICP,
        cap_e8s: 60_000_000,
        enforcement: Enforcement::Published,
        mode: Mode::Enabled,
    };
    assert_eq!(judged.judgement, expected);
    assert_eq!(judged.locks, []);
}

#[test]
fn should_cost_at_most_what_a_vote_says() {
    let mut world = World::closed();
    let id = reported(&mut world, charge(1));
    for (at_most, ppb) in [
        (1, 1),
        (562_499_999, 562_499_999),
        (562_500_000, 562_500_000),
        (562_500_001, 562_500_000),
    ] {
        let at_most = Ppb::new(at_most).unwrap();
        let judged = judge(&world.state, &case(&world, id), at_most, world.now_ns).unwrap();
        assert_eq!(judged.judgement.ppb, ppb);
        let base = judged.judgement.base_ppb;
        assert_eq!(base, TENTH, "the class's, whatever the vote says");
    }
}

#[test]
fn should_take_from_the_first_place_that_holds_money() {
    let mut world = World::closed();
    let id = reported(&mut world, lone(1));
    world.bond(1, 2 * ICP);
    let judged = judge_now(&world, id).unwrap();
    assert_eq!(judged.judgement.enforcement, Enforcement::Bond);
    assert_eq!(judged.judgement.basis_e8s, 6 * ICP, "what was earned");
    assert_eq!(judged.locks, [Effect::BondLocked { e8s: 60_000_000 }]);

    world.join(1);
    let lot_id = world.lot(1, 5 * ICP);
    let judged = judge_now(&world, id).unwrap();
    assert_eq!(judged.judgement.enforcement, Enforcement::Escrow);
    assert_eq!(judged.judgement.basis_e8s, 5 * ICP, "what came in");
    let e8s = 50_000_000;
    assert_eq!(judged.locks, [Effect::LotLocked { lot_id, e8s }]);
}

#[test]
fn should_not_take_from_rewards_of_another_period() {
    let mut world = World::closed();
    let id = reported(&mut world, lone(1));
    close_day(&mut world, &facts(FIRST_DAY + DAYS));
    world.join(1);
    world.lot(1, 5 * ICP);
    let judged = judge_now(&world, id).unwrap();
    assert_eq!(judged.judgement.period_id, 0);
    assert_eq!(judged.judgement.enforcement, Enforcement::Published);
}

#[test]
fn should_lock_the_oldest_lots_first_and_no_more_than_there_is() {
    let mut world = World::closed();
    world.join(1);
    let lots = [1, 2, 3].map(|icp| world.lot(1, icp * ICP));
    let lock = |place: usize, e8s| Effect::LotLocked {
        lot_id: lots[place],
        e8s,
    };
    set_policy(&mut world, |policy| {
        policy.penalties.false_declaration_bps = 4_000;
    });
    let id = frozen(&mut world, lone(1));
    let expected = [lock(0, ICP), lock(1, 140_000_000)];
    assert_eq!(case(&world, id).effects, expected);
    assert_eq!(judgement(&world, id).cap_e8s, 240_000_000);
    // Of another class: the same part of what the first left.
    let charge = Charge {
        class: PenaltyClass::Found(FindingClass::NodeAbsent),
        ..on(7, lone(1))
    };
    set_policy(&mut world, |policy| {
        policy.penalties.node_absent_bps = 10_000;
    });
    let id = frozen(&mut world, charge);
    let expected = [lock(1, 60_000_000), lock(2, 3 * ICP)];
    assert_eq!(case(&world, id).effects, expected);
    assert_eq!(judgement(&world, id).cap_e8s, 360_000_000);
}

#[test]
fn should_take_no_more_than_what_is_left_in_escrow() {
    let mut world = World::closed();
    world.join(1);
    let lot_id = world.lot(1, 5 * ICP);
    world.apply([Event::LotReleased {
        lot_id,
        e8s: 5 * ICP - 7,
    }]);
    let id = frozen(&mut world, lone(1));
    assert_eq!(judgement(&world, id).basis_e8s, 5 * ICP);
    assert_eq!(judgement(&world, id).cap_e8s, 7);
    assert_eq!(
        case(&world, id).effects,
        [Effect::LotLocked { lot_id, e8s: 7 }]
    );
}

#[test]
fn should_take_the_greatest_penalty_of_an_offence_and_not_the_sum() {
    let mut world = World::closed();
    world.join(1);
    world.lot(1, 6 * ICP);
    let first = frozen(&mut world, lone(1));
    assert_eq!(judgement(&world, first).cap_e8s, 60_000_000);
    let second = frozen(&mut world, on(7, lone(1)));
    assert_eq!(judgement(&world, second).cap_e8s, 0, "the same again");
    assert_eq!(case(&world, second).effects, []);
    set_policy(&mut world, |policy| {
        policy.penalties.false_declaration_bps = 2_500;
    });
    let third = frozen(&mut world, on(8, lone(1)));
    assert_eq!(judgement(&world, third).cap_e8s, 90_000_000, "the rest");
    let lot = world.state.lot(0).unwrap();
    assert_eq!(lot.locked_e8s, 150_000_000);
}

#[test]
fn should_take_other_windows_from_what_is_left() {
    let mut world = World::closed();
    world.join(1);
    world.lot(1, 6 * ICP);
    frozen(&mut world, lone(1));
    // With windows of a day, the second day's is another.
    set_policy(&mut world, |policy| policy.windows.offence_days = 1);
    let later = Charge {
        offence_at_ns: u64::from(FIRST_DAY + 1) * DAY_NS,
        ..on(7, lone(1))
    };
    let id = frozen(&mut world, later);
    assert_eq!(judgement(&world, id).window, u64::from(FIRST_DAY + 1));
    assert_eq!(judgement(&world, id).cap_e8s, 54_000_000);
}

#[test]
fn should_take_of_a_node_what_it_earned() {
    let mut world = World::closed();
    world.join(1);
    world.lot(1, 6 * ICP);
    let of_node = |n| Charge {
        node: Some(node_id(n)),
        ..on(n, lone(1))
    };
    for n in [1, 11] {
        let id = frozen(&mut world, of_node(n));
        assert_eq!(judgement(&world, id).basis_e8s, 3 * ICP);
        assert_eq!(judgement(&world, id).cap_e8s, 30_000_000);
    }
    let id = reported(&mut world, of_node(2));
    let expected = RewardsError::NodeNotPaid {
        node: node_id(2),
        period_id: 0,
    };
    assert_eq!(judge_now(&world, id), Err(expected));
}

#[test]
fn should_lock_nothing_where_penalties_are_only_logged() {
    let mut world = World::closed();
    set_mode(&mut world, Mode::LogOnly);
    world.join(1);
    world.lot(1, 6 * ICP);
    let id = frozen(&mut world, lone(1));
    let logged = judgement(&world, id);
    assert_eq!(logged.mode, Mode::LogOnly);
    assert_eq!(logged.enforcement, Enforcement::Escrow);
    assert_eq!(logged.cap_e8s, 60_000_000);
    assert_eq!(case(&world, id).effects, []);
    assert_eq!(world.state.lot(0).unwrap().locked_e8s, 0);
    // What is only logged adds nothing to what is enforced.
    set_mode(&mut world, Mode::Enabled);
    let enforced = frozen(&mut world, on(7, lone(1)));
    let cap_e8s = judgement(&world, enforced).cap_e8s;
    assert_eq!(cap_e8s, 60_000_000);
}

#[test]
fn should_need_figures_of_a_closed_period() {
    let mut world = World::staffed();
    let id = reported(&mut world, lone(1));
    let open = |n, day| RewardsError::OffencePeriodOpen {
        provider: provider_id(n),
        day,
    };
    assert_eq!(judge_now(&world, id), Err(open(1, FIRST_DAY)));

    let mut world = World::closed();
    for (day, is_covered) in [
        (FIRST_DAY - 1, false),
        (FIRST_DAY, true),
        (FIRST_DAY + DAYS - 1, true),
        (FIRST_DAY + DAYS, false),
    ] {
        let evidence = u8::try_from(day + 100 - FIRST_DAY).unwrap();
        let charge = Charge {
            offence_at_ns: u64::from(day) * DAY_NS + 5 * SECOND_NS,
            ..on(evidence, lone(1))
        };
        world.now_ns = world.now_ns.max(charge.offence_at_ns);
        let id = reported(&mut world, charge);
        let judged = judge_now(&world, id).map(|_| ());
        let expected = if is_covered {
            Ok(())
        } else {
            Err(open(1, day))
        };
        assert_eq!(judged, expected);
    }
}

#[test]
fn should_need_a_statement_of_the_provider() {
    let mut world = World::closed();
    // A provider that came later.
    close_day(&mut world, &crowd(FIRST_DAY + DAYS, 0));
    let id = reported(&mut world, lone(9));
    let expected = RewardsError::OffencePeriodOpen {
        provider: provider_id(9),
        day: FIRST_DAY,
    };
    assert_eq!(judge_now(&world, id), Err(expected));
}

/// Two nodes of provider 1 that are paid by the month.
fn operators() -> OperatorFacts {
    OperatorFacts {
        operators: vec![OperatorFact {
            operator: operator_id(1),
            provider: provider_id(1),
            region: "Europe,CH,Zurich".into(),
            rewardable_nodes: vec![TypeCount {
                reward_type: "type1".into(),
                count: 2,
            }],
        }],
    }
}

#[test]
fn should_take_the_figures_of_the_older_engine_where_the_newer_has_none() {
    let mut world = World::staffed();
    let days = (FIRST_DAY - 1, FIRST_DAY + DAYS - 1);
    let month = close_month(&mut world, days, &operators());
    let id = reported(&mut world, charge(1));
    let judgement = judge_now(&world, id).unwrap().judgement;
    assert_eq!(judgement.period_id, month);
    let counted = (judgement.proven, judgement.size, judgement.ppb);
    assert_eq!(counted, (0, 0, TENTH), "nobody's nodes are known");
    assert_eq!(judgement.basis_e8s, 6_087_500_000);
    assert_eq!(judgement.cap_e8s, 608_750_000);
    let charge = Charge {
        node: Some(node_id(1)),
        ..on(7, charge(1))
    };
    let of_node = reported(&mut world, charge);
    let expected = RewardsError::NodeNotPaid {
        node: node_id(1),
        period_id: month,
    };
    assert_eq!(judge_now(&world, of_node), Err(expected));
    let day = close_day(&mut world, &facts(FIRST_DAY));
    let judgement = judge_now(&world, id).unwrap().judgement;
    assert_eq!(judgement.period_id, day, "the newer engine's");
}

#[test]
fn should_refuse_what_a_cancellation_covers() {
    let mut world = World::closed();
    let cancelled = reported(&mut world, charge(1));
    freeze(&mut world, cancelled, Some(2 * TENTH)).unwrap();
    cancel(&mut world, cancelled).unwrap();
    let id = reported(&mut world, on(7, charge(1)));
    let covered = RewardsError::CoveredByCancellation {
        ppb: u64::from(2 * TENTH),
    };
    for (at_most, expected) in [
        (2 * TENTH - 1, Err(covered.clone())),
        (2 * TENTH, Err(covered)),
        (2 * TENTH + 1, Ok(())),
    ] {
        let at_most = Ppb::new(at_most).unwrap();
        let judged = judge(&world.state, &case(&world, id), at_most, world.now_ns);
        assert_eq!(judged.map(|_| ()), expected);
    }
    // Another subject is another offence.
    let of_node = Charge {
        node: Some(node_id(1)),
        ..on(8, lone(1))
    };
    let of_node = reported(&mut world, of_node);
    assert!(judge_now(&world, of_node).is_ok());
    let other = frozen(&mut world, on(9, lone(4)));
    assert_eq!(judgement(&world, other).ppb, TENTH);
}
