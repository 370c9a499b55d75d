use super::*;
use crate::commands::testing::{FEE, SELF_ID, World, provider_id};
use crate::domain::account::escrow_subaccount;
use bonafide_types::id::{Blob, Caller};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::Lot;

fn collect(world: &mut World, n: u8, balance_e8s: u64) -> Result<Transfer, RewardsError> {
    world.execute(SELF_ID, |state, ctx| {
        decide(state, provider_id(n), balance_e8s, ctx)
    })
}

#[test]
fn should_make_a_lot_of_what_arrived() {
    let mut world = World::closed();
    world.join(1);
    let provider = provider_id(1);
    let opened = collect(&mut world, 1, 10_110_000).unwrap();
    assert_eq!(opened.kind, TransferKind::EscrowDeposit { provider });
    assert_eq!((opened.amount_e8s, opened.fee_e8s), (10_100_000, FEE));
    assert_eq!(opened.account.owner, Caller(SELF_ID));
    let from = opened.account.subaccount.map(|Blob(bytes)| bytes);
    assert_eq!(from.as_deref(), Some(&escrow_subaccount(provider)[..]));
    assert_eq!(world.state.lot(0), None, "not before it is made");
    assert_eq!(world.state.books().deposited_e8s, 0);
    world.now_ns += 1;
    world.made(opened.id);
    let lot = Lot {
        id: 0,
        provider,
        period_id: Some(0),
        deposited_e8s: 10_100_000,
        held_e8s: 10_100_000,
        locked_e8s: 0,
        deposited_at_ns: world.now_ns,
        due_at_ns: world.now_ns + 60 * DAY_NS,
    };
    assert_eq!(world.state.lot(0), Some(lot));
    let books = world.state.books();
    assert_eq!(
        (books.escrow_e8s, books.deposited_e8s),
        (10_100_000, 10_100_000)
    );
    // Of a provider without a statement it pays no period.
    let mut world = World::staffed();
    world.join(1);
    world.lot(1, 1);
    assert_eq!(world.state.lot(0).unwrap().period_id, None);
}

#[test]
fn should_leave_what_does_not_exceed_the_fee() {
    let mut world = World::staffed();
    world.join(1);
    for balance_e8s in [0, FEE - 1, FEE] {
        assert_eq!(
            collect(&mut world, 1, balance_e8s),
            Err(RewardsError::NothingToCollect {
                balance_e8s,
                fee_e8s: FEE
            })
        );
    }
    for amount_e8s in [1, COLLECT_E8S - 1] {
        let refused = collect(&mut world, 1, FEE + amount_e8s).unwrap_err();
        assert!(matches!(refused, RewardsError::OutOfRange { given, .. } if given == amount_e8s));
    }
    let least = collect(&mut world, 1, FEE + COLLECT_E8S).unwrap();
    assert_eq!(least.amount_e8s, COLLECT_E8S);
    world.join(2);
    let all = collect(&mut world, 2, u64::MAX).unwrap();
    assert_eq!(all.amount_e8s, AMOUNT_E8S, "the rest another time");
}

#[test]
fn should_make_one_transfer_of_a_provider_at_a_time() {
    let mut world = World::staffed();
    world.join(1);
    world.join(2);
    let first = collect(&mut world, 1, 10_110_000).unwrap();
    let transfer_id = first.id;
    let under_way = RewardsError::TransferUnderWay { transfer_id };
    assert_eq!(check(&world.state, provider_id(1)), Err(under_way.clone()));
    assert_eq!(collect(&mut world, 1, 10_110_000), Err(under_way.clone()));
    world.quarantined(transfer_id);
    assert_eq!(collect(&mut world, 1, 10_110_000), Err(under_way));
    let other = collect(&mut world, 2, 10_110_000).expect("somebody else's");
    world.failed(other.id);
    assert_eq!(world.state.books().deposited_e8s, 0);
    collect(&mut world, 2, 10_110_000).expect("once more");
}

#[test]
fn should_take_over_for_those_who_joined() {
    let mut world = World::staffed();
    let provider = provider_id(1);
    assert_eq!(
        collect(&mut world, 1, 10_110_000),
        Err(RewardsError::NotInEscrow { provider })
    );
    world.join(1);
    assert_eq!(check(&world.state, provider), Ok(()));
    world.apply([Event::EscrowLeft { provider }]);
    collect(&mut world, 1, 10_110_000).expect("what came late is not lost");
}

#[test]
fn should_keep_so_many_lots() {
    let mut world = World::staffed();
    world.join(1);
    for _ in 0..OPEN_LOTS {
        world.lot(1, 1);
    }
    assert_eq!(
        collect(&mut world, 1, 10_110_000),
        Err(RewardsError::TooMany {
            field: "lots".into(),
            count: OPEN_LOTS + 1,
            limit: OPEN_LOTS
        })
    );
    // One that is empty does not count.
    world.pass_days(60);
    world.apply([Event::LotReleased { lot_id: 0, e8s: 1 }]);
    collect(&mut world, 1, 10_110_000).expect("one is empty");
}
