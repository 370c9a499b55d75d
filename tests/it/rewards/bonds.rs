//! Bonds: what a provider puts up that is not in escrow, and cannot take away in time.

use super::{
    EARNED, PROVIDERS, TENTH, adopt, assert_conserved, assert_refused, assert_told, because, begin,
    offence, unchanged,
};
use bonafide_test_support::audits::{ICP, LEDGER_FEE};
use bonafide_test_support::{Plan, Suite, actors, rewards};
use bonafide_types::governance::Command;
use bonafide_types::id::{Blob, Caller, ProviderId};
use bonafide_types::ledger::{Account, Subaccount};
use bonafide_types::rewards::{
    DepositBondArgs, Effect, Enforcement, Grant, GrantPurpose, LedgerAccount, PayFromTreasuryArgs,
    RefundCaseArgs, RewardsError, TransferState, UnbondBondArgs,
};

/// A provider with a bond, and nothing in escrow.
fn bonded() -> ProviderId {
    actors::provider(2)
}

#[test]
fn should_take_a_penalty_from_a_bond_that_was_asked_back() {
    let suite = begin();
    let rewards = suite.rewarding();
    rewards.bond(bonded(), 2 * ICP);
    let id = suite.open_case(offence(&suite, bonded(), 1));
    let freeze = rewards::freezing(&rewards.case(id), None);
    assert_told(
        &suite,
        &freeze,
        &["10 % of the 6 ICP", "0.6 ICP of the bond"],
    );
    adopt(&suite, &freeze);
    let case = rewards.case(id);
    assert_eq!(case.effects, [Effect::BondLocked { e8s: TENTH }]);
    let judgement = case.judgement.unwrap();
    assert_eq!(
        (judgement.enforcement, judgement.basis_e8s),
        (Enforcement::Bond, EARNED)
    );
    assert_eq!(rewards.account(bonded()).bond_locked_e8s, TENTH);
    assert_conserved(&suite);

    // It can be asked back, and is taken nevertheless.
    let account = rewards.unbond(bonded(), 2 * ICP);
    assert_eq!((account.bond_e8s, account.bond_total_e8s()), (0, 2 * ICP));
    let withdraw = || rewards.withdraw_bond(bonded());
    let early = unchanged(&suite, withdraw);
    assert!(
        matches!(early, RewardsError::NothingDue { due_at_ns: Some(_) }),
        "{early}"
    );
    suite.ripen();
    let case = rewards.execute_case(actors::stranger(), id).unwrap();
    assert_eq!(case.effects, [Effect::BondTaken { e8s: TENTH }]);
    let account = rewards.account(bonded());
    assert_eq!(
        (account.bond_total_e8s(), account.bond_locked_e8s),
        (2 * ICP - TENTH, 0)
    );
    rewards.rounds();
    assert_conserved(&suite);

    rewards.pass_days(90);
    let left = withdraw().unwrap();
    assert_eq!(left.bond_total_e8s(), 0);
    let back = rewards.ledger().balance(bonded().0);
    assert_eq!(back, 2 * ICP - TENTH - LEDGER_FEE);
    assert_eq!(rewards.books().returned_e8s, 2 * ICP - TENTH);

    // What is refunded is a bond again.
    rewards.gift(ICP);
    let refund = Command::RefundCase(RefundCaseArgs {
        case_id: id,
        reason: because(),
    });
    assert_told(&suite, &refund, &["0.6 ICP are in its bond again"]);
    adopt(&suite, &refund);
    assert_eq!(rewards.account(bonded()).bond_e8s, TENTH);
    assert_conserved(&suite);
}

/// What is due leaves, but for what a case has locked.
#[test]
fn should_keep_what_is_locked_until_the_case_is_over() {
    let suite = begin();
    let rewards = suite.rewarding();
    rewards.bond(bonded(), ICP);
    rewards.unbond(bonded(), ICP);
    rewards.pass_days(80);
    let id = suite.open_case(offence(&suite, bonded(), 1));
    suite.freeze_case(id, None);
    rewards.pass_days(11);
    let left = rewards.withdraw_bond(bonded()).unwrap();
    assert_eq!(left.bond_total_e8s(), TENTH);
    let nothing = unchanged(&suite, || rewards.withdraw_bond(bonded()));
    assert!(
        matches!(nothing, RewardsError::NothingDue { due_at_ns: None }),
        "{nothing}"
    );
    assert_conserved(&suite);
}

/// Only providers have one, and only what is there can be asked back.
#[test]
fn should_refuse_what_is_nobodys_bond() {
    let suite = Suite::rewarding_providers(&Plan::default(), PROVIDERS);
    let rewards = suite.rewarding();
    let stranger = actors::stranger();
    rewards.endow(stranger, ICP);
    let args = DepositBondArgs {
        from_subaccount: None,
        amount_e8s: ICP,
    };
    let said = unchanged(&suite, || rewards.deposit_bond(stranger, &args));
    assert!(
        matches!(said, RewardsError::CallerNotProvider { .. }),
        "{said}"
    );
    // Nobody approved anything.
    let said = unchanged(&suite, || rewards.deposit_bond(bonded(), &args));
    assert!(matches!(said, RewardsError::NotCovered { .. }), "{said}");
    rewards.bond(bonded(), ICP);
    let more = UnbondBondArgs {
        amount_e8s: ICP + 1,
    };
    let said = unchanged(&suite, || rewards.unbond_bond(bonded(), &more));
    let wanted = RewardsError::BondTooSmall {
        free_e8s: ICP,
        needed_e8s: ICP + 1,
    };
    assert_eq!(said, wanted);
    assert_eq!(rewards.unbond(bonded(), ICP).bond_e8s, 0);
}

/// What the treasury pays by a vote leaves it at once, and arrives less the ledger's fee.
#[test]
fn should_pay_from_the_treasury_by_a_vote() {
    let suite = begin();
    let rewards = suite.rewarding();
    rewards.gift(3 * ICP);
    let verifier = actors::voter(7);
    let subaccount = [0x5a; 32];
    let grant = |to: LedgerAccount, amount_e8s| Grant {
        purpose: GrantPurpose::VerifierFees,
        to,
        amount_e8s,
        memo: "An example.".into(),
    };
    let two = |first_e8s| {
        let other = LedgerAccount {
            owner: Caller(verifier),
            subaccount: Some(Blob(subaccount.into())),
        };
        Command::PayFromTreasury(PayFromTreasuryArgs {
            grants: vec![
                grant(rewards::default_account(verifier), first_e8s),
                grant(other, ICP),
            ],
        })
    };
    assert_refused(&suite, &two(2 * ICP + 1), "TreasuryTooSmall");
    assert_refused(&suite, &two(LEDGER_FEE), "AmountBelowFee");
    let own = PayFromTreasuryArgs {
        grants: vec![grant(rewards::default_account(suite.rewards), ICP)],
    };
    assert_refused(&suite, &Command::PayFromTreasury(own), "InvalidField");
    let pay = two(ICP + ICP / 2);
    assert_told(&suite, &pay, &["1.5 ICP", "for a verifier", "5a5a"]);
    adopt(&suite, &pay);
    assert_eq!(rewards.books().treasury_e8s, ICP / 2);
    rewards.tasks();
    rewards.tasks();
    let ledger = rewards.ledger();
    assert_eq!(ledger.balance(verifier), ICP + ICP / 2 - LEDGER_FEE);
    let other = Account {
        owner: verifier,
        subaccount: Some(Subaccount::new(subaccount)),
    };
    assert_eq!(ledger.balance(other), ICP - LEDGER_FEE);
    let books = rewards.books();
    assert_eq!((books.sending_e8s, books.paid_e8s), (0, 2 * ICP + ICP / 2));
    let open = rewards
        .transfers()
        .into_iter()
        .filter(|row| !matches!(row.state, TransferState::Made { .. }));
    assert_eq!(open.count(), 0);
    assert_conserved(&suite);
}
