use super::*;
use crate::commands::testing::{FEE, SELF_ID, World, payout, provider_id};
use bonafide_kit::transfer::opened;
use bonafide_types::limits::UNSETTLED_TRANSFERS;
use bonafide_types::rewards::Effect;

/// Asked by somebody.
fn release(world: &mut World, n: u8) -> Result<Transfer, RewardsError> {
    world.execute(SELF_ID, |state, ctx| decide(state, provider_id(n), ctx))
}

#[test]
fn should_send_what_is_due_and_what_is_released() {
    let mut world = World::staffed();
    let provider = provider_id(1);
    world.join(1);
    world.lot(1, 50_000);
    world.lot(1, 30_000);
    world.now_ns += 1;
    world.lot(1, 20_000);
    let due_at_ns = world.state.lot(0).map(|lot| lot.due_at_ns);
    assert_eq!(
        release(&mut world, 1),
        Err(RewardsError::NothingDue { due_at_ns })
    );
    world.pass_days(60);
    world.now_ns -= 2;
    assert_eq!(
        release(&mut world, 1),
        Err(RewardsError::NothingDue { due_at_ns })
    );
    world.now_ns += 1;
    let opened = release(&mut world, 1).unwrap();
    assert_eq!(opened.kind, TransferKind::EscrowRelease { provider });
    assert_eq!((opened.amount_e8s, opened.fee_e8s), (80_000, FEE));
    assert_eq!(opened.account, payout(1));
    assert_eq!(world.state.books().sending_e8s, 80_000);
    let transfer_id = opened.id;
    world.now_ns += 1;
    assert_eq!(
        release(&mut world, 1),
        Err(RewardsError::TransferUnderWay { transfer_id })
    );
    world.failed(transfer_id);
    assert_eq!(world.state.account(provider).releasable_e8s, 80_000);
    let again = release(&mut world, 1).unwrap();
    assert_eq!(again.amount_e8s, 100_000, "what failed, and what is due");
    world.made(again.id);
    assert_eq!(world.state.books().released_e8s, 100_000);
    assert_eq!(
        release(&mut world, 1),
        Err(RewardsError::NothingDue { due_at_ns: None })
    );
}

#[test]
fn should_leave_what_is_locked() {
    let mut world = World::staffed();
    world.join(1);
    let lot_id = world.lot(1, 50_000);
    let lock = |e8s| vec![Effect::LotLocked { lot_id, e8s }];
    let part = world.locked(1, lock(30_000));
    let rest = world.locked(1, lock(20_000));
    world.pass_days(60);
    assert_eq!(
        release(&mut world, 1),
        Err(RewardsError::NothingDue { due_at_ns: None })
    );
    world.cancelled(rest);
    let opened = release(&mut world, 1).unwrap();
    assert_eq!(opened.amount_e8s, 20_000);
    world.made(opened.id);
    world.cancelled(part);
    assert_eq!(release(&mut world, 1).unwrap().amount_e8s, 30_000);
}

#[test]
fn should_send_what_holds_the_fee_to_those_who_joined() {
    let mut world = World::staffed();
    let provider = provider_id(1);
    assert_eq!(
        release(&mut world, 1),
        Err(RewardsError::NotInEscrow { provider })
    );
    world.join(1);
    assert_eq!(
        release(&mut world, 1),
        Err(RewardsError::NothingDue { due_at_ns: None })
    );
    world.lot(1, FEE);
    world.pass_days(60);
    assert_eq!(
        release(&mut world, 1),
        Err(RewardsError::AmountBelowFee {
            amount_e8s: FEE,
            fee_e8s: FEE
        })
    );
    world.lot(1, 1);
    world.pass_days(60);
    // Who left is sent what is its own.
    world.apply([Event::EscrowLeft { provider }]);
    assert_eq!(release(&mut world, 1).unwrap().amount_e8s, FEE + 1);
}

#[test]
fn should_wait_for_a_place() {
    let mut world = World::staffed();
    world.join(1);
    world.lot(1, 50_000);
    world.pass_days(60);
    let first = world.state.transfers.len();
    let others = (first..first + UNSETTLED_TRANSFERS).map(|id| {
        let kind = TransferKind::BondDeposit;
        Event::TransferOpened {
            transfer: opened(id, kind, payout(3), 1, FEE, 0),
        }
    });
    world.apply(others);
    let limit = UNSETTLED_TRANSFERS;
    assert_eq!(
        release(&mut world, 1),
        Err(RewardsError::TooManyTransfers { limit })
    );
    assert_eq!(world.state.lot(0).unwrap().held_e8s, 50_000);
}
