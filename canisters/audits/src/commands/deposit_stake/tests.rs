use super::*;
use crate::commands::testing::{World, auditor_id};
use bonafide_types::audits::{StakeAccount, TransferState};
use bonafide_types::limits::UNSETTLED_TRANSFERS;
use candid::Principal;

fn args(amount_e8s: u64) -> DepositStakeArgs {
    DepositStakeArgs {
        amount_e8s,
        from_subaccount: None,
    }
}

fn deposit(world: &mut World, args: &DepositStakeArgs) -> Result<Transfer, AuditError> {
    world.run(|state, ctx| decide(state, args, ctx))
}

fn settle(world: &mut World, transfer_id: u64, state: TransferState) {
    world.record([
        Event::TransferAttempted { transfer_id },
        Event::TransferSettled {
            transfer_id,
            state,
            evidence: None,
        },
    ]);
}

#[test]
fn should_bring_stake_only_when_it_is_made() {
    let mut world = World::new();
    let owner = Caller(auditor_id(1).0);
    world.as_caller(owner.0);
    let opened = deposit(&mut world, &args(DEPOSIT_E8S)).unwrap();
    assert_eq!((opened.attempts, opened.unresolved), (0, 0));
    assert_eq!(opened.created_at_ns, world.now_ns);
    assert_eq!(opened.account.owner, owner);
    assert_eq!(world.state.account(owner), StakeAccount::default());
    let at_ns = world.now_ns;
    let failed = TransferState::Failed {
        reason: "an example".into(),
        at_ns,
    };
    settle(&mut world, opened.id, failed);
    assert_eq!(world.state.account(owner), StakeAccount::default());
    let again = deposit(&mut world, &args(DEPOSIT_E8S)).unwrap();
    assert_ne!(again.id, opened.id);
    let made = TransferState::Made {
        block: Some(7),
        at_ns,
    };
    settle(&mut world, again.id, made);
    assert_eq!(world.state.account(owner).free_e8s, DEPOSIT_E8S);
}

#[test]
fn should_make_one_transfer_of_an_account_at_a_time() {
    let mut world = World::new();
    world.as_caller(auditor_id(1).0);
    let first = deposit(&mut world, &args(DEPOSIT_E8S)).unwrap();
    let under_way = AuditError::TransferUnderWay {
        transfer_id: first.id,
    };
    let other = DepositStakeArgs {
        from_subaccount: Some(Blob(vec![1; 32])),
        ..args(DEPOSIT_E8S)
    };
    assert_eq!(deposit(&mut world, &other), Err(under_way.clone()));
    let quarantined = TransferState::Quarantined {
        reason: "an example".into(),
        at_ns: world.now_ns,
    };
    settle(&mut world, first.id, quarantined);
    assert_eq!(
        deposit(&mut world, &args(DEPOSIT_E8S)),
        Err(under_way),
        "nobody knows what became of it"
    );
    world.as_caller(auditor_id(2).0);
    deposit(&mut world, &args(DEPOSIT_E8S)).expect("somebody else");
}

#[test]
fn should_take_amounts_and_accounts_as_bounded() {
    let mut world = World::new();
    world.as_caller(auditor_id(1).0);
    for amount_e8s in [0, DEPOSIT_E8S - 1, AMOUNT_E8S + 1] {
        assert!(matches!(
            deposit(&mut world, &args(amount_e8s)),
            Err(AuditError::OutOfRange { .. })
        ));
    }
    for bytes in [0, 31, 33] {
        let unfit = DepositStakeArgs {
            from_subaccount: Some(Blob(vec![0; bytes])),
            ..args(AMOUNT_E8S)
        };
        assert!(matches!(
            deposit(&mut world, &unfit),
            Err(AuditError::TooMany { .. } | AuditError::TooFew { .. })
        ));
    }
    deposit(&mut world, &args(AMOUNT_E8S)).expect("the largest");
}

#[test]
fn should_open_so_many_transfers() {
    let mut world = World::new();
    let owner = Caller(Principal::from_slice(&[5]));
    let others = (0..UNSETTLED_TRANSFERS).map(|id| {
        let account = LedgerAccount {
            owner,
            subaccount: None,
        };
        let kind = TransferKind::StakeDeposit;
        Event::TransferOpened {
            transfer: crate::domain::transfer::opened(id, kind, account, DEPOSIT_E8S, 10_000, 0),
        }
    });
    world.record(others);
    world.as_caller(auditor_id(1).0);
    let limit = UNSETTLED_TRANSFERS;
    assert_eq!(
        deposit(&mut world, &args(DEPOSIT_E8S)),
        Err(AuditError::TooManyTransfers { limit })
    );
}
