use super::*;
use crate::commands::testing::{FEE, World, payout, provider_id};
use bonafide_kit::transfer::opened;
use bonafide_types::id::{Blob, ProviderId};
use bonafide_types::limits::UNSETTLED_TRANSFERS;
use bonafide_types::rewards::EscrowAccount;
use candid::Principal;

fn args(amount_e8s: u64) -> DepositBondArgs {
    DepositBondArgs {
        from_subaccount: None,
        amount_e8s,
    }
}

fn deposit(
    world: &mut World,
    provider: ProviderId,
    args: &DepositBondArgs,
) -> Result<Transfer, RewardsError> {
    world.execute(provider.0, |state, ctx| decide(state, args, ctx))
}

#[test]
fn should_bring_a_bond_only_when_it_is_made() {
    let mut world = World::staffed();
    let provider = provider_id(1);
    let opened = deposit(&mut world, provider, &args(DEPOSIT_E8S)).unwrap();
    assert_eq!(opened.kind, TransferKind::BondDeposit);
    assert_eq!((opened.attempts, opened.unresolved), (0, 0));
    assert_eq!(opened.created_at_ns, world.now_ns);
    assert_eq!(opened.account, payout(1), "its default account");
    assert_eq!(world.state.account(provider), EscrowAccount::default());
    world.failed(opened.id);
    assert_eq!(world.state.account(provider), EscrowAccount::default());
    let subaccount = Some(Blob(vec![1; 32]));
    let other = DepositBondArgs {
        from_subaccount: subaccount.clone(),
        ..args(DEPOSIT_E8S)
    };
    let again = deposit(&mut world, provider, &other).unwrap();
    assert_ne!(again.id, opened.id);
    assert_eq!(again.account.subaccount, subaccount);
    world.made(again.id);
    assert_eq!(world.state.account(provider).bond_e8s, DEPOSIT_E8S);
    let books = world.state.books();
    assert_eq!(
        (books.bonds_e8s, books.deposited_e8s),
        (DEPOSIT_E8S, DEPOSIT_E8S)
    );
}

#[test]
fn should_make_one_transfer_of_a_bond_at_a_time() {
    let mut world = World::staffed();
    let first = deposit(&mut world, provider_id(1), &args(DEPOSIT_E8S)).unwrap();
    let under_way = RewardsError::TransferUnderWay {
        transfer_id: first.id,
    };
    let other = DepositBondArgs {
        from_subaccount: Some(Blob(vec![1; 32])),
        ..args(DEPOSIT_E8S)
    };
    assert_eq!(
        deposit(&mut world, provider_id(1), &other),
        Err(under_way.clone())
    );
    world.quarantined(first.id);
    assert_eq!(
        deposit(&mut world, provider_id(1), &args(DEPOSIT_E8S)),
        Err(under_way),
        "nobody knows what became of it"
    );
    deposit(&mut world, provider_id(2), &args(DEPOSIT_E8S)).expect("somebody else");
}

#[test]
fn should_take_amounts_and_accounts_as_bounded() {
    let mut world = World::staffed();
    let provider = provider_id(1);
    for given in [0, DEPOSIT_E8S - 1, AMOUNT_E8S + 1] {
        assert_eq!(
            deposit(&mut world, provider, &args(given)),
            Err(RewardsError::OutOfRange {
                field: "amount_e8s".into(),
                given,
                min: DEPOSIT_E8S,
                max: AMOUNT_E8S
            })
        );
    }
    let mut unfit = |bytes| {
        let unfit = DepositBondArgs {
            from_subaccount: Some(Blob(vec![0; bytes])),
            ..args(AMOUNT_E8S)
        };
        deposit(&mut world, provider, &unfit)
    };
    let field = || "from_subaccount".to_owned();
    let limit = 32;
    for (bytes, count) in [(0, 0), (31, 31)] {
        assert_eq!(
            unfit(bytes),
            Err(RewardsError::TooFew {
                field: field(),
                count,
                limit
            })
        );
    }
    assert_eq!(
        unfit(33),
        Err(RewardsError::TooMany {
            field: field(),
            count: 33,
            limit
        })
    );
    deposit(&mut world, provider, &args(AMOUNT_E8S)).expect("the largest");
}

#[test]
fn should_take_bonds_of_providers_only() {
    let mut world = World::staffed();
    let nobody = ProviderId(Principal::from_slice(&[9, 9]));
    assert_eq!(
        deposit(&mut world, nobody, &args(DEPOSIT_E8S)),
        Err(RewardsError::CallerNotProvider {
            caller: Caller(nobody.0)
        })
    );
}

#[test]
fn should_wait_for_a_place() {
    let mut world = World::staffed();
    let others = (0..UNSETTLED_TRANSFERS).map(|id| {
        let kind = TransferKind::TreasuryDeposit;
        Event::TransferOpened {
            transfer: opened(id, kind, payout(3), 1, FEE, 0),
        }
    });
    world.apply(others);
    let limit = UNSETTLED_TRANSFERS;
    assert_eq!(
        deposit(&mut world, provider_id(1), &args(DEPOSIT_E8S)),
        Err(RewardsError::TooManyTransfers { limit })
    );
}
