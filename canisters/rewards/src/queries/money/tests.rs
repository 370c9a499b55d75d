use super::*;
use crate::commands::testing::{SELF_ID, World, payout, provider_id};
use bonafide_types::rewards::{Effect, LedgerAccount};

#[test]
fn should_show_where_rewards_come_into_escrow() {
    let world = World::staffed();
    let provider = provider_id(1);
    let view = get_escrow(&world.state, provider, SELF_ID);
    let subaccount = escrow_subaccount(provider);
    let deposit_account = LedgerAccount {
        owner: SELF_ID.into(),
        subaccount: Some(Blob(subaccount.to_vec())),
    };
    let expected = EscrowView {
        provider,
        account: world.state.account(provider),
        deposit_account,
        account_identifier: Blob(identifier(SELF_ID, &subaccount).to_vec()),
        held_e8s: 0,
        locked_e8s: 0,
        next_release_ns: None,
        open_cases: vec![],
    };
    assert_eq!(view, expected, "also of one who has nothing here");
}

#[test]
fn should_show_what_is_held_and_locked() {
    let mut world = World::staffed();
    world.join(1);
    world.join(2);
    let first = world.lot(1, 50_000);
    world.lot(2, 1);
    world.now_ns += 1;
    let second = world.lot(1, 30_000);
    let lock = |lot_id, e8s| vec![Effect::LotLocked { lot_id, e8s }];
    let whole = world.locked(1, lock(first, 50_000));
    let part = world.locked(1, lock(second, 10_000));
    let over = world.locked(1, vec![]);
    world.cancelled(over);
    let view = get_escrow(&world.state, provider_id(1), SELF_ID);
    assert_eq!(view.account.payout, Some(payout(1)));
    assert_eq!((view.held_e8s, view.locked_e8s), (80_000, 60_000));
    let due = |world: &World, id| world.state.lot(id).map(|lot| lot.due_at_ns);
    assert_eq!(view.next_release_ns, due(&world, second));
    assert_eq!(view.open_cases, [whole, part]);
    world.cancelled(whole);
    let view = get_escrow(&world.state, provider_id(1), SELF_ID);
    assert_eq!(view.next_release_ns, due(&world, first));
    assert_eq!(view.open_cases, [part]);
}

fn lots(world: &World, n: u8, after: Option<u64>, limit: Option<u32>) -> (Vec<u64>, Option<u64>) {
    let args = ListLotsArgs {
        provider: provider_id(n),
        after,
        limit,
    };
    let page = list_lots(&world.state, &args);
    (page.lots.iter().map(|lot| lot.id).collect(), page.next)
}

#[test]
fn should_list_lots_of_a_provider() {
    let mut world = World::staffed();
    world.join(1);
    world.join(2);
    for n in [1, 2, 1, 1, 2] {
        world.lot(n, 20_000);
    }
    assert_eq!(lots(&world, 1, None, None), (vec![0, 2, 3], None));
    assert_eq!(lots(&world, 2, None, None), (vec![1, 4], None));
    assert_eq!(lots(&world, 3, None, None), (vec![], None));
    assert_eq!(lots(&world, 1, None, Some(2)), (vec![0, 2], Some(2)));
    assert_eq!(lots(&world, 1, Some(2), Some(2)), (vec![3], None));
    assert_eq!(lots(&world, 1, Some(u64::MAX), None), (vec![], None));
}

/// Transfers 0 to 7; those with an odd number are not settled.
fn with_transfers() -> World {
    let mut world = World::staffed();
    for n in 1..=4 {
        world.join(n);
    }
    for n in 1..=4 {
        world.gift(1);
        world
            .execute(SELF_ID, |state, ctx| {
                crate::commands::collect_escrow::decide(state, provider_id(n), 10_010_000, ctx)
            })
            .expect("opened");
    }
    world
}

fn transfers(
    world: &World,
    after: Option<u64>,
    limit: Option<u32>,
    unsettled: Option<bool>,
) -> (Vec<u64>, Option<u64>) {
    let args = ListTransfersArgs {
        after,
        limit,
        unsettled,
    };
    let page = list_transfers(&world.state, &args);
    (page.transfers.iter().map(|row| row.id).collect(), page.next)
}

#[test]
fn should_list_all_settled_or_unsettled_ones() {
    let world = with_transfers();
    assert_eq!(
        transfers(&world, None, None, None),
        ((0..8).collect(), None)
    );
    assert_eq!(
        transfers(&world, None, None, Some(true)),
        (vec![1, 3, 5, 7], None)
    );
    assert_eq!(
        transfers(&world, None, None, Some(false)),
        (vec![0, 2, 4, 6], None)
    );
}

#[test]
fn should_go_on_after_a_page() {
    let world = with_transfers();
    assert_eq!(
        transfers(&world, None, Some(2), None),
        (vec![0, 1], Some(1))
    );
    assert_eq!(
        transfers(&world, None, Some(2), Some(true)),
        (vec![1, 3], Some(3))
    );
    assert_eq!(
        transfers(&world, Some(3), Some(2), Some(true)),
        (vec![5, 7], None)
    );
    assert_eq!(
        transfers(&world, Some(5), Some(2), Some(true)),
        (vec![7], None)
    );
    for unsettled in [None, Some(true)] {
        assert_eq!(
            transfers(&world, Some(u64::MAX), None, unsettled),
            (vec![], None)
        );
    }
}
