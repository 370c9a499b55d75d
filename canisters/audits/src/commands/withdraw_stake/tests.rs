use super::*;
use crate::commands::testing::{FEE, World, auditor_id};
use crate::commands::{deposit_stake, unbond_stake};
use bonafide_types::audits::{DepositStakeArgs, TransferState, UnbondStakeArgs};
use bonafide_types::limits::DAY_NS;

fn unbond(world: &mut World, amount_e8s: u64) {
    let args = UnbondStakeArgs { amount_e8s };
    world
        .run(|state, ctx| unbond_stake::decide(state, args, ctx))
        .unwrap();
}

/// Auditor 1, who asked 3 fees back today and 2 tomorrow, two months ago.
fn due() -> (World, Caller) {
    let mut world = World::staffed(1, 0);
    let owner = Caller(auditor_id(1).0);
    world.as_caller(owner.0);
    unbond(&mut world, 3 * FEE);
    world.pass_days(1);
    unbond(&mut world, 2 * FEE);
    world.pass_days(59);
    (world, owner)
}

#[test]
fn should_send_all_that_is_due_and_nothing_else() {
    let (mut world, owner) = due();
    world.now_ns -= 1;
    assert_eq!(
        world.run(decide),
        Err(AuditError::NothingDue {
            due_at_ns: Some(world.now_ns + 1)
        })
    );
    world.now_ns += 1;
    let books = world.state.books();
    let opened = world.run(decide).unwrap();
    assert_eq!(opened.amount_e8s, 3 * FEE);
    assert_eq!(opened.account.owner, owner);
    assert_eq!(opened.account.subaccount, None);
    // It left the account at once.
    let account = world.state.account(owner);
    assert_eq!(account.unbonding.len(), 1);
    assert_eq!(account.total_e8s(), 997 * FEE);
    assert_eq!(world.state.books().sending_e8s, books.sending_e8s + 3 * FEE);
    world.now_ns += DAY_NS;
    let transfer_id = opened.id;
    assert_eq!(
        world.run(decide),
        Err(AuditError::TransferUnderWay { transfer_id }),
        "one at a time"
    );
    let args = DepositStakeArgs {
        amount_e8s: FEE,
        from_subaccount: None,
    };
    assert_eq!(
        world.run(|state, ctx| deposit_stake::decide(state, &args, ctx)),
        Err(AuditError::TransferUnderWay { transfer_id })
    );
    let made = TransferState::Made {
        block: Some(1),
        at_ns: world.now_ns,
    };
    world.record([Event::TransferSettled {
        transfer_id,
        state: made,
        evidence: None,
    }]);
    assert_eq!(world.state.books().returned_e8s, 3 * FEE);
    assert_eq!(world.run(decide).unwrap().amount_e8s, 2 * FEE);
}

#[test]
fn should_be_in_the_account_again_when_it_is_not_made() {
    let (mut world, owner) = due();
    let opened = world.run(decide).unwrap();
    let free = world.state.account(owner).free_e8s;
    let failed = TransferState::Failed {
        reason: "an example".into(),
        at_ns: world.now_ns,
    };
    world.record([Event::TransferSettled {
        transfer_id: opened.id,
        state: failed,
        evidence: None,
    }]);
    assert_eq!(world.state.account(owner).free_e8s, free + 3 * FEE);
    assert_eq!(world.state.books().sending_e8s, 0);
}

#[test]
fn should_pay_no_more_fee_than_there_is() {
    let mut world = World::staffed(1, 0);
    world.as_caller(auditor_id(1).0);
    assert_eq!(
        world.run(decide),
        Err(AuditError::NothingDue { due_at_ns: None })
    );
    unbond(&mut world, 10_000);
    world.pass_days(60);
    assert_eq!(
        world.run(decide),
        Err(AuditError::AmountBelowFee {
            amount_e8s: 10_000,
            fee_e8s: 10_000
        })
    );
    unbond(&mut world, 1);
    world.pass_days(60);
    assert_eq!(world.run(decide).unwrap().amount_e8s, 10_001);
}
