use super::*;
use crate::commands::testing::{FEE, SELF_ID, World, payout};
use bonafide_kit::transfer::opened;
use bonafide_types::limits::UNSETTLED_TRANSFERS;

fn collect(world: &mut World, balance_e8s: u64) -> Result<Transfer, RewardsError> {
    world.execute(SELF_ID, |state, ctx| decide(state, balance_e8s, ctx))
}

#[test]
fn should_take_over_what_arrives() {
    let mut world = World::new();
    let opened = collect(&mut world, 110_000).unwrap();
    assert_eq!(opened.kind, TransferKind::TreasuryDeposit);
    assert_eq!((opened.amount_e8s, opened.fee_e8s), (100_000, FEE));
    assert_eq!(opened.account.owner, Caller(SELF_ID));
    let from = opened.account.subaccount.map(|Blob(bytes)| bytes);
    assert_eq!(from.as_deref(), Some(&TREASURY_SUBACCOUNT[..]));
    assert_eq!(world.state.books().treasury_e8s, 0, "not before it is made");
    let transfer_id = opened.id;
    let under_way = RewardsError::TransferUnderWay { transfer_id };
    assert_eq!(check(&world.state), Err(under_way.clone()));
    assert_eq!(collect(&mut world, 110_000), Err(under_way));
    world.made(transfer_id);
    assert_eq!(check(&world.state), Ok(()));
    let books = world.state.books();
    assert_eq!(
        (books.treasury_e8s, books.deposited_e8s),
        (100_000, 100_000)
    );
    let most = collect(&mut world, u64::MAX).expect("once more");
    assert_eq!(most.amount_e8s, AMOUNT_E8S);
}

#[test]
fn should_leave_what_does_not_exceed_the_fee() {
    let mut world = World::new();
    for balance_e8s in [0, FEE - 1, FEE] {
        assert_eq!(
            collect(&mut world, balance_e8s),
            Err(RewardsError::NothingToCollect {
                balance_e8s,
                fee_e8s: FEE
            })
        );
    }
    assert_eq!(collect(&mut world, FEE + 1).unwrap().amount_e8s, 1);
}

#[test]
fn should_wait_for_a_place() {
    let mut world = World::new();
    let others = (0..UNSETTLED_TRANSFERS).map(|id| {
        let kind = TransferKind::BondDeposit;
        Event::TransferOpened {
            transfer: opened(id, kind, payout(3), 1, FEE, 0),
        }
    });
    world.apply(others);
    let limit = UNSETTLED_TRANSFERS;
    assert_eq!(
        collect(&mut world, 110_000),
        Err(RewardsError::TooManyTransfers { limit })
    );
}
