use super::*;
use crate::commands::testing::{FEE, World, payout, provider_id};
use crate::commands::{deposit_bond, unbond_bond};
use bonafide_kit::transfer::opened;
use bonafide_types::id::ProviderId;
use bonafide_types::limits::{DAY_NS, DEPOSIT_E8S, UNSETTLED_TRANSFERS};
use bonafide_types::rewards::{BondPart, DepositBondArgs, Effect, RewardsPolicy, UnbondBondArgs};
use candid::Principal;

const PROVIDER: u8 = 1;

fn withdraw(world: &mut World) -> Result<Transfer, RewardsError> {
    world.execute(provider_id(PROVIDER).0, decide)
}

fn unbond(world: &mut World, amount_e8s: u64) {
    let args = UnbondBondArgs { amount_e8s };
    world
        .execute(provider_id(PROVIDER).0, |state, ctx| {
            unbond_bond::decide(state, args, ctx)
        })
        .unwrap();
}

/// A bond of which 300,000 e8s were asked back 90 days ago, and 200,000 a day later.
fn due() -> World {
    let mut world = World::staffed();
    world.bond(PROVIDER, DEPOSIT_E8S);
    unbond(&mut world, 300_000);
    world.pass_days(1);
    unbond(&mut world, 200_000);
    world.pass_days(89);
    world
}

#[test]
fn should_send_all_that_is_due_and_nothing_else() {
    let mut world = due();
    let provider = provider_id(PROVIDER);
    world.now_ns -= 1;
    assert_eq!(
        withdraw(&mut world),
        Err(RewardsError::NothingDue {
            due_at_ns: Some(world.now_ns + 1)
        })
    );
    world.now_ns += 1;
    let opened = withdraw(&mut world).unwrap();
    assert_eq!(opened.kind, TransferKind::BondReturn { provider });
    assert_eq!((opened.amount_e8s, opened.fee_e8s), (300_000, FEE));
    assert_eq!(opened.account, payout(PROVIDER), "its default account");
    // It left the account at once.
    let account = world.state.account(provider);
    assert_eq!(account.unbonding.len(), 1);
    assert_eq!(account.bond_total_e8s(), DEPOSIT_E8S - 300_000);
    assert_eq!(world.state.books().sending_e8s, 300_000);
    world.now_ns += DAY_NS;
    let transfer_id = opened.id;
    let under_way = RewardsError::TransferUnderWay { transfer_id };
    assert_eq!(
        withdraw(&mut world),
        Err(under_way.clone()),
        "one at a time"
    );
    let args = DepositBondArgs {
        amount_e8s: DEPOSIT_E8S,
        from_subaccount: None,
    };
    let deposited = world.execute(provider.0, |state, ctx| {
        deposit_bond::decide(state, &args, ctx)
    });
    assert_eq!(deposited, Err(under_way));
    world.made(transfer_id);
    assert_eq!(world.state.books().returned_e8s, 300_000);
    let rest = withdraw(&mut world).unwrap();
    assert_eq!(rest.amount_e8s, 200_000);
    world.made(rest.id);
    assert_eq!(
        withdraw(&mut world),
        Err(RewardsError::NothingDue { due_at_ns: None })
    );
}

#[test]
fn should_be_bond_again_when_it_is_not_made() {
    let mut world = due();
    let opened = withdraw(&mut world).unwrap();
    world.failed(opened.id);
    let account = world.state.account(provider_id(PROVIDER));
    assert_eq!(account.bond_e8s, DEPOSIT_E8S - 200_000);
    assert_eq!(account.bond_total_e8s(), DEPOSIT_E8S);
    assert_eq!(world.state.books().sending_e8s, 0);
}

#[test]
fn should_leave_what_is_locked() {
    let mut world = due();
    let lock = |e8s| vec![Effect::BondLocked { e8s }];
    // Of all of the bond, 299,999 are not locked, then none.
    let part = world.locked(PROVIDER, lock(DEPOSIT_E8S - 299_999));
    let rest = world.locked(PROVIDER, lock(299_999));
    let later = world.now_ns + DAY_NS;
    assert_eq!(
        withdraw(&mut world),
        Err(RewardsError::NothingDue {
            due_at_ns: Some(later)
        })
    );
    world.cancelled(rest);
    let opened = withdraw(&mut world).unwrap();
    assert_eq!(opened.amount_e8s, 299_999);
    let account = world.state.account(provider_id(PROVIDER));
    assert_eq!(account.bond_unlocked_e8s(), 0);
    assert_eq!(
        account.unbonding[0].amount_e8s, 1,
        "it was due and is not sent"
    );
    world.made(opened.id);
    assert!(matches!(
        withdraw(&mut world),
        Err(RewardsError::NothingDue { .. })
    ));
    world.cancelled(part);
    world.now_ns = later;
    assert_eq!(withdraw(&mut world).unwrap().amount_e8s, 200_001);
}

/// A policy of fewer days does not bring forward what was asked back before.
#[test]
fn should_leave_what_is_not_due_when_later_parts_are() {
    let mut world = World::staffed();
    world.bond(PROVIDER, DEPOSIT_E8S);
    unbond(&mut world, 300_000);
    let first = world.now_ns + 90 * DAY_NS;
    let before = world.state.policy();
    let mut windows = before.windows;
    windows.offboarded_liability_days = 1;
    let policy = RewardsPolicy { windows, ..before };
    world.apply([Event::PolicySet { policy }]);
    unbond(&mut world, 200_000);
    world.pass_days(1);
    let opened = withdraw(&mut world).unwrap();
    assert_eq!(opened.amount_e8s, 200_000);
    world.made(opened.id);
    let part = BondPart {
        amount_e8s: 300_000,
        due_at_ns: first,
    };
    let account = world.state.account(provider_id(PROVIDER));
    assert_eq!(account.unbonding, [part]);
    assert_eq!(
        withdraw(&mut world),
        Err(RewardsError::NothingDue {
            due_at_ns: Some(first)
        })
    );
}

#[test]
fn should_pay_no_more_fee_than_there_is() {
    let mut world = World::staffed();
    world.bond(PROVIDER, DEPOSIT_E8S);
    unbond(&mut world, FEE);
    world.pass_days(90);
    assert_eq!(
        withdraw(&mut world),
        Err(RewardsError::AmountBelowFee {
            amount_e8s: FEE,
            fee_e8s: FEE
        })
    );
    unbond(&mut world, 1);
    world.pass_days(90);
    assert_eq!(withdraw(&mut world).unwrap().amount_e8s, FEE + 1);
}

#[test]
fn should_send_to_providers_when_there_is_a_place() {
    let mut world = due();
    let nobody = ProviderId(Principal::from_slice(&[9, 9]));
    assert_eq!(
        world.execute(nobody.0, decide),
        Err(RewardsError::CallerNotProvider {
            caller: Caller(nobody.0)
        })
    );
    let first = world.state.transfers.len();
    let others = (first..first + UNSETTLED_TRANSFERS).map(|id| {
        let kind = TransferKind::TreasuryDeposit;
        Event::TransferOpened {
            transfer: opened(id, kind, payout(3), 1, FEE, 0),
        }
    });
    world.apply(others);
    let limit = UNSETTLED_TRANSFERS;
    assert_eq!(
        withdraw(&mut world),
        Err(RewardsError::TooManyTransfers { limit })
    );
}
