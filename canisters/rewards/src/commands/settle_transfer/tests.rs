use super::*;
use crate::commands::testing::{FEE, GOVERNANCE, World, payout, provider_id};
use crate::commands::{release_lots, unbond_bond, withdraw_bond};
use bonafide_kit::transfer::opened;
use bonafide_types::limits::{DAY_NS, DEPOSIT_E8S, SECOND_NS};
use bonafide_types::rewards::{TransferKind, UnbondBondArgs};

fn settle(world: &mut World, transfer_id: u64, block: Option<u64>) -> Result<(), RewardsError> {
    let args = SettleRewardsTransferArgs {
        transfer_id,
        block,
        evidence: "the ledger's blocks were searched".into(),
    };
    world.execute(GOVERNANCE, |state, ctx| decide(state, args, ctx))
}

/// A transfer of which nobody knows what became.
fn unknown(world: &mut World, kind: TransferKind) -> u64 {
    let id = world.state.transfers.len();
    let transfer = opened(id, kind, payout(1), DEPOSIT_E8S, FEE, world.now_ns);
    world.apply([Event::TransferOpened { transfer }]);
    world.quarantined(id);
    id
}

#[test]
fn should_settle_what_the_ledger_made() {
    let mut world = World::staffed();
    let id = unknown(&mut world, TransferKind::BondDeposit);
    settle(&mut world, id, Some(7)).unwrap();
    assert_eq!(world.state.account(provider_id(1)).bond_e8s, DEPOSIT_E8S);
    let (block, at_ns) = (Some(7), world.now_ns);
    assert_eq!(
        world.state.transfer(id).unwrap().state,
        TransferState::Made { block, at_ns }
    );
    assert_eq!(
        settle(&mut world, id, Some(7)),
        Err(RewardsError::TransferNotQuarantined { transfer_id: id }),
        "once"
    );
    assert_eq!(
        settle(&mut world, 99, Some(7)),
        Err(RewardsError::TransferNotFound { transfer_id: 99 })
    );
}

#[test]
fn should_make_a_lot_of_what_came() {
    let mut world = World::staffed();
    let provider = provider_id(1);
    world.join(1);
    let id = unknown(&mut world, TransferKind::EscrowDeposit { provider });
    world.pass_days(3);
    settle(&mut world, id, Some(7)).unwrap();
    let lot = world.state.lot(0).unwrap();
    assert_eq!((lot.provider, lot.held_e8s), (provider, DEPOSIT_E8S));
    assert_eq!(lot.deposited_at_ns, world.now_ns, "since it is known");
}

#[test]
fn should_not_call_failed_what_can_still_be_made() {
    let mut world = World::staffed();
    let id = unknown(&mut world, TransferKind::BondDeposit);
    let over_at_ns = world.now_ns + DAY_NS + 600 * SECOND_NS;
    world.now_ns = over_at_ns - 1;
    let rule = format!("the ledger could make it until {}", utc(over_at_ns));
    assert_eq!(
        settle(&mut world, id, None),
        Err(field::invalid("block", "none", &rule).into())
    );
    world.now_ns += 1;
    settle(&mut world, id, None).unwrap();
    assert_eq!(world.state.account(provider_id(1)).bond_total_e8s(), 0);
    let reason = "by proposal: the ledger did not make it".into();
    let at_ns = world.now_ns;
    assert_eq!(
        world.state.transfer(id).unwrap().state,
        TransferState::Failed { reason, at_ns }
    );
}

#[test]
fn should_give_back_what_did_not_go_out() {
    let mut world = World::staffed();
    let provider = provider_id(1);
    world.join(1);
    world.lot(1, 50_000);
    world.bond(1, DEPOSIT_E8S);
    world.gift(DEPOSIT_E8S);
    let args = UnbondBondArgs { amount_e8s: 70_000 };
    world
        .execute(provider.0, |state, ctx| {
            unbond_bond::decide(state, args, ctx)
        })
        .unwrap();
    world.pass_days(90);
    let events = release_lots::due(&world.state, world.now_ns);
    let release = world.state.transfers.len();
    world.apply(events);
    let bond = world.execute(provider.0, withdraw_bond::decide).unwrap().id;
    for id in [release, bond] {
        world.quarantined(id);
    }
    assert_eq!(world.state.books().sending_e8s, 120_000);
    world.pass_days(2);
    for id in [release, bond] {
        settle(&mut world, id, None).unwrap();
    }
    let account = world.state.account(provider);
    assert_eq!(account.releasable_e8s, 50_000);
    assert_eq!(account.bond_e8s, DEPOSIT_E8S);
    assert_eq!(world.state.books().sending_e8s, 0);
    let again = release_lots::due(&world.state, world.now_ns);
    assert!(again.is_empty(), "not sent again by itself");
}

#[test]
fn should_say_how_it_is_known_and_leave_open_ones_to_the_ledger() {
    let mut world = World::staffed();
    let transfer = opened(
        0,
        TransferKind::BondDeposit,
        payout(1),
        DEPOSIT_E8S,
        FEE,
        world.now_ns,
    );
    world.apply([Event::TransferOpened { transfer }]);
    assert_eq!(
        settle(&mut world, 0, None),
        Err(RewardsError::TransferNotQuarantined { transfer_id: 0 })
    );
    world.quarantined(0);
    let mut with = |evidence: String| {
        let args = SettleRewardsTransferArgs {
            transfer_id: 0,
            block: Some(7),
            evidence,
        };
        world.execute(GOVERNANCE, |state, ctx| decide(state, args, ctx))
    };
    let field = || "evidence".to_owned();
    assert_eq!(
        with(String::new()),
        Err(RewardsError::TextEmpty { field: field() })
    );
    assert_eq!(
        with("e".repeat(REASON_BYTES + 1)),
        Err(RewardsError::TextTooLong {
            field: field(),
            bytes: 1_001,
            limit: 1_000
        })
    );
    with("e".repeat(REASON_BYTES)).expect("1,000 bytes");
}
