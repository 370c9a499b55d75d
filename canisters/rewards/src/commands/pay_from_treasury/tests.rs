use super::*;
use crate::commands::testing::{FEE, GOVERNANCE, SELF_ID, World, payout};
use bonafide_types::id::{Blob, Caller};
use bonafide_types::limits::UNSETTLED_TRANSFERS;
use bonafide_types::rewards::{GrantPurpose, LedgerAccount, Transfer};
use candid::Principal;

fn grant(amount_e8s: u64) -> Grant {
    Grant {
        purpose: GrantPurpose::VerifierFees,
        to: payout(7),
        amount_e8s,
        memo: "An example.".into(),
    }
}

/// Pays, and gives the transfers that were opened.
fn pay(world: &mut World, grants: Vec<Grant>) -> Result<Vec<Transfer>, RewardsError> {
    let before = world.state.transfers.len();
    let args = PayFromTreasuryArgs { grants };
    world.execute(GOVERNANCE, |state, ctx| decide(state, args, ctx))?;
    let ids = before..world.state.transfers.len();
    Ok(ids.filter_map(|id| world.state.transfer(id)).collect())
}

#[test]
fn should_open_a_transfer_for_each_payment() {
    let mut world = World::new();
    world.gift(100_000);
    let to = LedgerAccount {
        owner: Caller(Principal::from_slice(&[9, 9])),
        subaccount: Some(Blob(vec![7; 32])),
    };
    let auditors = Grant {
        purpose: GrantPurpose::AuditorFees,
        to: to.clone(),
        amount_e8s: 60_000,
        memo: "The budget of plan 3.".into(),
    };
    let opened = pay(&mut world, vec![auditors, grant(30_000)]).unwrap();
    let [first, second] = &opened[..] else {
        panic!("one for each");
    };
    assert_eq!((first.id, second.id), (1, 2));
    let kind = TransferKind::Payment(Purchase::Grant {
        purpose: GrantPurpose::AuditorFees,
        memo: "The budget of plan 3.".into(),
    });
    assert_eq!((&first.kind, &first.account), (&kind, &to));
    assert_eq!((first.amount_e8s, first.fee_e8s), (60_000, FEE));
    assert_eq!((second.amount_e8s, &second.account), (30_000, &payout(7)));
    let books = world.state.books();
    assert_eq!((books.treasury_e8s, books.sending_e8s), (10_000, 90_000));
    world.made(1);
    world.failed(2);
    let books = world.state.books();
    assert_eq!((books.treasury_e8s, books.paid_e8s), (40_000, 60_000));
    assert_eq!(books.sending_e8s, 0);
}

#[test]
fn should_pay_no_more_than_there_is() {
    let mut world = World::new();
    world.gift(100_000);
    let treasury_e8s = 100_000;
    assert_eq!(
        pay(&mut world, vec![grant(50_000), grant(50_001)]),
        Err(RewardsError::TreasuryTooSmall {
            treasury_e8s,
            needed_e8s: 100_001
        })
    );
    assert_eq!(
        pay(&mut world, vec![grant(u64::MAX), grant(u64::MAX)]),
        Err(RewardsError::TreasuryTooSmall {
            treasury_e8s,
            needed_e8s: u64::MAX
        })
    );
    pay(&mut world, vec![grant(50_000), grant(50_000)]).expect("all of it");
    assert_eq!(world.state.books().treasury_e8s, 0);
}

#[test]
fn should_pay_what_holds_the_fee() {
    let mut world = World::new();
    world.gift(100_000);
    for amount_e8s in [0, FEE - 1, FEE] {
        assert_eq!(
            pay(&mut world, vec![grant(20_000), grant(amount_e8s)]),
            Err(RewardsError::AmountBelowFee {
                amount_e8s,
                fee_e8s: FEE
            })
        );
    }
    pay(&mut world, vec![grant(FEE + 1)]).expect("one e8s arrives");
}

#[test]
fn should_make_so_many_payments() {
    let mut world = World::new();
    world.gift(10_000_000);
    let grants = |count| (0..count).map(|_| grant(20_000)).collect::<Vec<_>>();
    let field = || "grants".to_owned();
    assert_eq!(
        pay(&mut world, vec![]),
        Err(RewardsError::TooFew {
            field: field(),
            count: 0,
            limit: 1
        })
    );
    assert_eq!(
        pay(&mut world, grants(GRANTS + 1)),
        Err(RewardsError::TooMany {
            field: field(),
            count: 51,
            limit: 50
        })
    );
    assert_eq!(pay(&mut world, grants(GRANTS)).unwrap().len(), GRANTS);
}

#[test]
fn should_wait_for_places() {
    let mut world = World::new();
    world.gift(100_000);
    let first = world.state.transfers.len();
    let others = (first..first + UNSETTLED_TRANSFERS - 1).map(|id| {
        let kind = TransferKind::BondDeposit;
        Event::TransferOpened {
            transfer: opened(id, kind, payout(3), 1, FEE, 0),
        }
    });
    world.apply(others);
    let limit = UNSETTLED_TRANSFERS;
    assert_eq!(
        pay(&mut world, vec![grant(20_000), grant(20_000)]),
        Err(RewardsError::TooManyTransfers { limit })
    );
    pay(&mut world, vec![grant(20_000)]).expect("the last place");
}

#[test]
fn should_say_what_for() {
    let mut world = World::new();
    world.gift(100_000);
    let with = |memo: String| {
        vec![Grant {
            memo,
            ..grant(20_000)
        }]
    };
    let field = || "memo".to_owned();
    assert_eq!(
        pay(&mut world, with(String::new())),
        Err(RewardsError::TextEmpty { field: field() })
    );
    assert_eq!(
        pay(&mut world, with("m".repeat(MEMO_BYTES + 1))),
        Err(RewardsError::TextTooLong {
            field: field(),
            bytes: 201,
            limit: 200
        })
    );
    assert!(matches!(
        pay(&mut world, with("two\nlines".into())),
        Err(RewardsError::InvalidField { field, .. }) if field == "memo"
    ));
    pay(&mut world, with("m".repeat(MEMO_BYTES))).expect("200 bytes");
}

#[test]
fn should_pay_accounts_of_others_only() {
    let mut world = World::new();
    world.gift(100_000);
    let with = |owner, bytes: Option<usize>| {
        let to = LedgerAccount {
            owner: Caller(owner),
            subaccount: bytes.map(|bytes| Blob(vec![7; bytes])),
        };
        vec![Grant {
            to,
            ..grant(20_000)
        }]
    };
    for (owner, rule) in [
        (Principal::anonymous(), "not the anonymous principal"),
        (
            Principal::management_canister(),
            "not the management canister",
        ),
        (SELF_ID, "not an account of the rewards canister"),
    ] {
        assert_eq!(
            pay(&mut world, with(owner, None)),
            Err(field::invalid("to.owner", &owner.to_string(), rule).into())
        );
    }
    let somebody = Principal::from_slice(&[9, 9]);
    let field = || "to.subaccount".to_owned();
    let limit = 32;
    assert_eq!(
        pay(&mut world, with(somebody, Some(31))),
        Err(RewardsError::TooFew {
            field: field(),
            count: 31,
            limit
        })
    );
    assert_eq!(
        pay(&mut world, with(somebody, Some(33))),
        Err(RewardsError::TooMany {
            field: field(),
            count: 33,
            limit
        })
    );
    pay(&mut world, with(somebody, Some(32))).expect("32 bytes");
}
