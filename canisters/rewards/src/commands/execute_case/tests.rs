use super::*;
use crate::commands::judge::testing::{
    ICP, TENTH, advance, assert_only_in, case, close_day, executable, execute, executed,
    fill_transfers, freeze, frozen, in_state, lone, on, report, reported, set_mode, set_policy,
};
use crate::commands::testing::{
    DAYS, FEE, FIRST_DAY, World, charge, facts, node_id, provider_id, roster,
};
use bonafide_kit::transfer::opened;
use bonafide_types::id::{Caller, Sha256Hash};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{CaseState, Charge, LedgerAccount, PenaltyClass};
use candid::Principal;

const REPORTER: Principal = Principal::from_slice(&[77]);

fn with_reporter(reporter: Principal, charge: Charge) -> Charge {
    Charge {
        reporter: Some(Caller(reporter)),
        ..charge
    }
}

/// Provider 1 has a lot of so much of the period's rewards.
fn escrowed(e8s: u64) -> World {
    let mut world = World::closed();
    world.join(1);
    world.lot(1, e8s);
    world
}

fn published(bps: u32) -> Vec<Effect> {
    vec![Effect::PenaltyPublished {
        bps,
        period_id: None,
    }]
}

#[test]
fn should_take_what_is_locked_in_escrow() {
    let mut world = escrowed(6 * ICP);
    let id = executable(&mut world, lone(1));
    let before = case(&world, id);
    let reply = execute(&mut world, id).unwrap();
    let e8s = 60_000_000;
    let expected = Case {
        state: CaseState::Executed {
            at_ns: world.now_ns,
            taken_e8s: e8s,
            bounty_e8s: 0,
        },
        effects: vec![Effect::LotTaken { lot_id: 0, e8s }],
        ..before
    };
    assert_eq!(reply, expected);
    assert_eq!(case(&world, id), reply);
    let lot = world.state.lot(0).unwrap();
    assert_eq!((lot.held_e8s, lot.locked_e8s), (6 * ICP - e8s, 0));
    let books = world.state.books();
    assert_eq!((books.treasury_e8s, books.taken_e8s), (e8s, e8s));
    assert_eq!(books.escrow_e8s, 6 * ICP - e8s);
    assert_eq!(world.state.unsettled_transfers.len(), 0);
}

#[test]
fn should_take_what_is_locked_of_the_bond() {
    let mut world = World::closed();
    world.bond(1, ICP);
    let id = executable(&mut world, lone(1));
    let e8s = 60_000_000;
    let reply = execute(&mut world, id).unwrap();
    assert_eq!(reply.effects, [Effect::BondTaken { e8s }]);
    assert_eq!(case(&world, id), reply);
    let account = world.state.account(provider_id(1));
    assert_eq!((account.bond_e8s, account.bond_locked_e8s), (ICP - e8s, 0));
    assert_eq!(world.state.books().treasury_e8s, e8s);
}

#[test]
fn should_publish_where_the_suite_holds_no_money() {
    let mut world = World::closed();
    let charge = with_reporter(REPORTER, lone(1));
    let id = executable(&mut world, charge);
    let reply = execute(&mut world, id).unwrap();
    let expected = CaseState::Executed {
        at_ns: world.now_ns,
        taken_e8s: 0,
        bounty_e8s: 0,
    };
    assert_eq!(reply.state, expected);
    assert_eq!(reply.effects, published(1_000));
    assert_eq!(case(&world, id), reply);
    let listed: Vec<_> = world.state.published.keys().collect();
    assert_eq!(listed, [id]);
    assert_eq!(world.state.transfers.len(), 0, "nothing was taken");
}

#[test]
fn should_publish_whole_basis_points_and_one_at_least() {
    for (ppb, bps) in [
        (1, 1),
        (99_999, 1),
        (100_000, 1),
        (199_999, 1),
        (200_000, 2),
        (TENTH - 1, 999),
        (TENTH, 1_000),
    ] {
        let mut world = World::closed();
        let id = reported(&mut world, lone(1));
        freeze(&mut world, id, Some(ppb)).unwrap();
        world.pass_days(3);
        advance(&mut world);
        world.pass_days(14);
        advance(&mut world);
        let reply = execute(&mut world, id).unwrap();
        assert_eq!(reply.effects, published(bps), "{ppb}");
    }
}

#[test]
fn should_publish_of_an_offence_the_greatest_penalty_and_not_the_sum() {
    let mut world = World::closed();
    let first = executed(&mut world, lone(1));
    assert_eq!(case(&world, first).effects, published(1_000));
    let same = executed(&mut world, on(7, lone(1)));
    assert_eq!(case(&world, same).effects, [], "it is punished already");
    set_policy(&mut world, |policy| {
        policy.penalties.false_declaration_bps = 2_500;
    });
    let more = executed(&mut world, on(8, lone(1)));
    assert_eq!(case(&world, more).effects, published(1_500), "the rest");
    // Another offence takes its part of what these leave.
    let other = Charge {
        class: PenaltyClass::LateUpdate,
        ..on(9, lone(1))
    };
    set_policy(&mut world, |policy| {
        policy.penalties.late_update_bps = 10_000;
    });
    let other = executed(&mut world, other);
    assert_eq!(case(&world, other).effects, published(7_500));
}

#[test]
fn should_publish_the_part_of_a_node() {
    let mut world = World::closed();
    let charge = Charge {
        node: Some(node_id(1)),
        ..lone(1)
    };
    let id = executed(&mut world, charge);
    assert_eq!(case(&world, id).effects, published(1_000));
}

#[test]
fn should_move_nothing_where_penalties_are_only_logged() {
    for mode in [Mode::Enabled, Mode::LogOnly, Mode::Disabled] {
        let mut world = escrowed(6 * ICP);
        set_mode(&mut world, Mode::LogOnly);
        let charge = with_reporter(REPORTER, lone(1));
        let id = frozen(&mut world, charge);
        let published = executable(&mut world, lone(2));
        set_mode(&mut world, mode);
        let (books, transfers) = (world.state.books(), world.state.transfers.len());
        for id in [id, published] {
            let reply = execute(&mut world, id).unwrap();
            let expected = CaseState::Executed {
                at_ns: world.now_ns,
                taken_e8s: 0,
                bounty_e8s: 0,
            };
            assert_eq!(reply.state, expected);
            assert_eq!(reply.effects, []);
            assert_eq!(reply.judgement.unwrap().cap_e8s, 60_000_000);
        }
        assert_eq!(world.state.books(), books);
        assert_eq!(world.state.transfers.len(), transfers);
        assert_eq!(world.state.published.len(), 0);
        assert_eq!(world.state.lot(0).unwrap().locked_e8s, 0);
    }
}

#[test]
fn should_refuse_while_nothing_is_enforced() {
    for mode in [Mode::LogOnly, Mode::Disabled] {
        let (mut world, id) = in_state(4);
        set_mode(&mut world, mode);
        let expected = RewardsError::ModeForbids { mode };
        assert_eq!(execute(&mut world, id), Err(expected));
        set_mode(&mut world, Mode::Enabled);
        assert!(execute(&mut world, id).is_ok());
    }
}

#[test]
fn should_execute_once_and_only_what_is_executable() {
    assert_only_in(&[4], "Executable", |world, id| execute(world, id).map(drop));
    let (mut world, case_id) = in_state(5);
    let again = RewardsError::CaseStanding {
        case_id,
        state: case(&world, case_id).state,
        needed: "Executable".into(),
    };
    assert_eq!(execute(&mut world, case_id), Err(again));
    assert_eq!(world.state.books().taken_e8s, 60_000_000);
}

#[test]
fn should_refuse_what_is_not_there() {
    let (mut world, id) = in_state(4);
    let case_id = id + 1;
    let unknown = RewardsError::CaseNotFound { case_id };
    assert_eq!(execute(&mut world, case_id), Err(unknown));
}

#[test]
fn should_refuse_once_its_time_is_over() {
    for (late_ns, is_late) in [(-1, false), (0, true), (1, true)] {
        let (mut world, case_id) = in_state(4);
        let until_ns = world.now_ns + 14 * DAY_NS;
        world.now_ns = until_ns.checked_add_signed(late_ns).unwrap();
        let expected = if is_late {
            Err(RewardsError::OutsideTime {
                case_id,
                from_ns: 0,
                until_ns,
            })
        } else {
            Ok(())
        };
        assert_eq!(execute(&mut world, case_id).map(drop), expected);
    }
}

#[test]
fn should_refuse_what_a_cancellation_covers() {
    for (up_to, is_covered) in [(TENTH - 1, false), (TENTH, true), (TENTH + 1, true)] {
        let mut world = World::closed();
        let other = reported(&mut world, on(7, lone(1)));
        freeze(&mut world, other, Some(TENTH / 2)).unwrap();
        let id = executable(&mut world, lone(1));
        world.apply([Event::CaseCancelled {
            case_id: other,
            up_to_ppb: Some(up_to),
            reason: "an example".into(),
        }]);
        let expected = if is_covered {
            let ppb = up_to.into();
            Err(RewardsError::CoveredByCancellation { ppb })
        } else {
            Ok(())
        };
        assert_eq!(execute(&mut world, id).map(drop), expected);
    }
}

#[test]
fn should_punish_the_same_evidence_once() {
    let (mut world, case_id) = in_state(5);
    let expected = RewardsError::EvidenceUsed {
        evidence_hash: Sha256Hash([1; 32]),
        case_id,
    };
    assert_eq!(report(&mut world, lone(1)), Err(expected));
}

#[test]
fn should_pay_the_reporter_a_part() {
    let mut world = escrowed(6 * ICP);
    let id = executable(&mut world, with_reporter(REPORTER, lone(1)));
    let transfer_id = world.state.transfers.len();
    let reply = execute(&mut world, id).unwrap();
    let bounty_e8s = 3_000_000;
    let expected = CaseState::Executed {
        at_ns: world.now_ns,
        taken_e8s: 60_000_000,
        bounty_e8s,
    };
    assert_eq!(reply.state, expected);
    let account = LedgerAccount {
        owner: Caller(REPORTER),
        subaccount: None,
    };
    let kind = TransferKind::Payment(Purchase::Bounty { case_id: id });
    let expected = opened(transfer_id, kind, account, bounty_e8s, FEE, world.now_ns);
    assert_eq!(world.state.transfer(transfer_id), Some(expected));
    let books = world.state.books();
    assert_eq!(books.treasury_e8s, 57_000_000);
    assert_eq!(books.sending_e8s, bounty_e8s);
    assert_eq!(books.taken_e8s, 60_000_000);
}

#[test]
fn should_pay_no_reporter_less_than_it_costs() {
    for (e8s, bounty_e8s) in [
        (1_999_980, 0),
        (2_000_000, 0),
        (2_000_200, FEE + 1),
        (2_000_390, FEE + 1),
        (2_000_400, FEE + 2),
    ] {
        let mut world = escrowed(e8s);
        let id = executable(&mut world, with_reporter(REPORTER, lone(1)));
        let transfers = world.state.transfers.len();
        let reply = execute(&mut world, id).unwrap();
        let expected = CaseState::Executed {
            at_ns: world.now_ns,
            taken_e8s: e8s / 10,
            bounty_e8s,
        };
        assert_eq!(reply.state, expected);
        let paid = world.state.transfers.len() - transfers;
        assert_eq!(paid, u64::from(bounty_e8s > 0));
    }
}

#[test]
fn should_pay_as_much_as_the_policy_says_then() {
    for (bps, bounty_e8s) in [(0, 0), (1_000, 6_000_000), (5_000, 30_000_000)] {
        let mut world = escrowed(6 * ICP);
        let id = executable(&mut world, with_reporter(REPORTER, lone(1)));
        set_policy(&mut world, |policy| policy.bounty_bps = bps);
        execute(&mut world, id).unwrap();
        assert_eq!(world.state.books().sending_e8s, bounty_e8s);
    }
}

#[test]
fn should_pay_nobody_who_came_to_belong_to_the_provider() {
    let mut world = escrowed(6 * ICP);
    let id = executable(&mut world, with_reporter(provider_id(4).0, lone(1)));
    let mut roster = roster(FIRST_DAY + DAYS);
    roster.providers[3].cluster = provider_id(1);
    world.apply([Event::RosterSeen { roster }]);
    let reply = execute(&mut world, id).unwrap();
    assert!(matches!(
        reply.state,
        CaseState::Executed { bounty_e8s: 0, .. }
    ));
    assert_eq!(world.state.books().sending_e8s, 0);
}

#[test]
fn should_wait_while_the_reporter_could_not_be_paid() {
    let mut world = escrowed(6 * ICP);
    let id = executable(&mut world, with_reporter(REPORTER, lone(1)));
    fill_transfers(&mut world);
    let expected = RewardsError::TooManyTransfers { limit: 1_000 };
    assert_eq!(execute(&mut world, id), Err(expected));
    let free = world.state.transfers.len() - 1;
    world.failed(free);
    assert!(execute(&mut world, id).is_ok());
    assert_eq!(world.state.unsettled_transfers.len(), 1_000);
}

#[test]
fn should_not_wait_where_nobody_is_paid() {
    let mut world = escrowed(6 * ICP);
    let id = executable(&mut world, lone(1));
    fill_transfers(&mut world);
    assert!(execute(&mut world, id).is_ok());
}

#[test]
fn should_keep_what_was_locked_whatever_comes_and_goes() {
    let mut world = escrowed(6 * ICP);
    let id = executable(&mut world, lone(1));
    world.apply([Event::LotReleased {
        lot_id: 0,
        e8s: 6 * ICP - 60_000_000,
    }]);
    // Rewards of a later period come in between.
    close_day(&mut world, &facts(FIRST_DAY + DAYS));
    world.lot(1, ICP);
    let reply = execute(&mut world, id).unwrap();
    let e8s = 60_000_000;
    assert_eq!(reply.effects, [Effect::LotTaken { lot_id: 0, e8s }]);
    assert_eq!(world.state.lot(0).unwrap().held_e8s, 0);
    assert_eq!(world.state.lot(1).unwrap().held_e8s, ICP);
}

#[test]
fn should_take_all_from_actors_that_are_everywhere() {
    let mut world = World::closed();
    world.join(2);
    world.lot(2, 6 * ICP);
    // Half of the network is its cluster's.
    let id = executed(&mut world, charge(2));
    let e8s = 6 * ICP;
    assert_eq!(
        case(&world, id).effects,
        [Effect::LotTaken { lot_id: 0, e8s }]
    );
    assert_eq!(world.state.books().escrow_e8s, 0);
}
