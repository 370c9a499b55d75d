use super::*;
use crate::commands::testing::{GOVERNANCE, World, auditor_id};
use crate::commands::{deposit_stake, unbond_stake, withdraw_stake};
use bonafide_types::audits::{DepositStakeArgs, UnbondStakeArgs};
use bonafide_types::id::Caller;
use bonafide_types::limits::{DAY_NS, DEPOSIT_E8S, SECOND_NS};

fn settle(world: &mut World, transfer_id: u64, outcome: SettledTransfer) -> Result<(), AuditError> {
    let args = SettleTransferArgs {
        transfer_id,
        outcome,
        evidence: "the ledger's blocks were searched".into(),
    };
    world
        .as_caller(GOVERNANCE)
        .run(|state, ctx| decide(state, args, ctx))
}

fn quarantine(world: &mut World, transfer_id: u64) {
    let at_ns = world.now_ns;
    let reason = "an example".into();
    world.record([
        Event::TransferAttempted { transfer_id },
        Event::TransferSettled {
            transfer_id,
            state: TransferState::Quarantined { reason, at_ns },
            evidence: None,
        },
    ]);
}

/// A deposit of which nobody knows what became.
fn deposit(world: &mut World) -> u64 {
    let args = DepositStakeArgs {
        amount_e8s: DEPOSIT_E8S,
        from_subaccount: None,
    };
    let opened = world
        .as_caller(auditor_id(1).0)
        .run(|state, ctx| deposit_stake::decide(state, &args, ctx))
        .unwrap();
    quarantine(world, opened.id);
    opened.id
}

#[test]
fn should_settle_what_the_ledger_made() {
    let mut world = World::new();
    let id = deposit(&mut world);
    let made = SettledTransfer::Made { block: 7 };
    settle(&mut world, id, made.clone()).unwrap();
    let account = world.state.account(Caller(auditor_id(1).0));
    assert_eq!(account.free_e8s, DEPOSIT_E8S);
    let at_ns = world.now_ns;
    let block = Some(7);
    assert_eq!(
        world.state.transfer(id).unwrap().state,
        TransferState::Made { block, at_ns }
    );
    assert_eq!(
        settle(&mut world, id, made.clone()),
        Err(AuditError::TransferNotQuarantined { transfer_id: id }),
        "once"
    );
    assert_eq!(
        settle(&mut world, 99, made),
        Err(AuditError::TransferNotFound { transfer_id: 99 })
    );
}

#[test]
fn should_not_call_failed_what_can_still_be_made() {
    let mut world = World::new();
    let id = deposit(&mut world);
    world.now_ns += DAY_NS + 600 * SECOND_NS - 1;
    assert!(matches!(
        settle(&mut world, id, SettledTransfer::NotMade),
        Err(AuditError::InvalidField { rule, .. })
            if rule == "the ledger could make it until 2026-01-06 00:10:00 UTC"
    ));
    world.now_ns += 1;
    settle(&mut world, id, SettledTransfer::NotMade).unwrap();
    let account = world.state.account(Caller(auditor_id(1).0));
    assert_eq!(account.total_e8s(), 0);
}

#[test]
fn should_give_back_what_did_not_go_out() {
    let mut world = World::staffed(1, 0);
    let owner = Caller(auditor_id(1).0);
    let stake = world.state.account(owner).free_e8s;
    let args = UnbondStakeArgs {
        amount_e8s: DEPOSIT_E8S,
    };
    world
        .as_caller(owner.0)
        .run(|state, ctx| unbond_stake::decide(state, args, ctx))
        .unwrap();
    world.pass_days(60);
    let id = world.run(withdraw_stake::decide).unwrap().id;
    quarantine(&mut world, id);
    world.pass_days(2);
    settle(&mut world, id, SettledTransfer::NotMade).unwrap();
    assert_eq!(world.state.account(owner).free_e8s, stake);
}

#[test]
fn should_say_how_it_is_known_and_leave_open_ones_to_the_ledger() {
    let mut world = World::new();
    let args = DepositStakeArgs {
        amount_e8s: DEPOSIT_E8S,
        from_subaccount: None,
    };
    let opened = world
        .as_caller(auditor_id(1).0)
        .run(|state, ctx| deposit_stake::decide(state, &args, ctx))
        .unwrap();
    let transfer_id = opened.id;
    assert_eq!(
        settle(&mut world, transfer_id, SettledTransfer::NotMade),
        Err(AuditError::TransferNotQuarantined { transfer_id })
    );
    quarantine(&mut world, transfer_id);
    let args = SettleTransferArgs {
        transfer_id,
        outcome: SettledTransfer::Made { block: 7 },
        evidence: String::new(),
    };
    let field = "evidence".into();
    assert_eq!(
        world.run(|state, ctx| decide(state, args, ctx)),
        Err(AuditError::TextEmpty { field })
    );
}
