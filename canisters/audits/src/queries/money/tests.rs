use super::*;
use crate::commands::deposit_stake;
use crate::commands::testing::{World, auditor_id};
use bonafide_types::audits::DepositStakeArgs;
use bonafide_types::limits::DEPOSIT_E8S;

/// Transfers 0 to 9; those with an odd number are not settled.
fn world() -> World {
    let mut world = World::new();
    for n in 0..5 {
        world.gift(DEPOSIT_E8S);
        let args = DepositStakeArgs {
            amount_e8s: DEPOSIT_E8S,
            from_subaccount: None,
        };
        world
            .as_caller(auditor_id(n).0)
            .run(|state, ctx| deposit_stake::decide(state, &args, ctx))
            .expect("opened");
    }
    world
}

fn ids(
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
    let world = world();
    assert_eq!(ids(&world, None, None, None), ((0..10).collect(), None));
    assert_eq!(
        ids(&world, None, None, Some(true)),
        (vec![1, 3, 5, 7, 9], None)
    );
    assert_eq!(
        ids(&world, None, None, Some(false)),
        (vec![0, 2, 4, 6, 8], None)
    );
}

#[test]
fn should_go_on_after_a_page() {
    let world = world();
    assert_eq!(ids(&world, None, Some(2), None), (vec![0, 1], Some(1)));
    assert_eq!(
        ids(&world, None, Some(2), Some(true)),
        (vec![1, 3], Some(3))
    );
    assert_eq!(
        ids(&world, Some(3), Some(2), Some(true)),
        (vec![5, 7], Some(7))
    );
    assert_eq!(ids(&world, Some(7), Some(2), Some(true)), (vec![9], None));
    assert_eq!(
        ids(&world, Some(u64::MAX), None, Some(true)),
        (vec![], None)
    );
    assert_eq!(ids(&world, Some(u64::MAX), None, None), (vec![], None));
}
