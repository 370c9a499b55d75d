use super::*;
use crate::commands::judge::testing::{
    ICP, TENTH, assert_only_in, case, executed, in_state, lone, refund,
};
use crate::commands::testing::{FEE, GOVERNANCE, World, provider_id};
use bonafide_kit::transfer::opened;
use bonafide_types::id::Caller;
use bonafide_types::rewards::{Effect, GrantPurpose, LedgerAccount, Purchase, TransferKind};
use candid::Principal;

/// The treasury spends so much.
fn spend(world: &mut World, e8s: u64) {
    let account = LedgerAccount {
        owner: Caller(Principal::from_slice(&[77])),
        subaccount: None,
    };
    let purchase = Purchase::Grant {
        purpose: GrantPurpose::Other,
        memo: "an example".into(),
    };
    let (id, kind) = (world.state.transfers.len(), TransferKind::Payment(purchase));
    let transfer = opened(id, kind, account, e8s, FEE, world.now_ns);
    world.apply([Event::TransferOpened { transfer }]);
}

#[test]
fn should_give_back_what_was_taken_from_escrow() {
    let (mut world, id) = in_state(5);
    let before = world.state.books();
    assert_eq!(
        (before.treasury_e8s, before.taken_e8s),
        (60_000_000, 60_000_000)
    );
    refund(&mut world, id).unwrap();
    let refunded = case(&world, id);
    let expected = CaseState::Refunded {
        at_ns: world.now_ns,
        refunded_e8s: 60_000_000,
    };
    assert_eq!(refunded.state, expected);
    assert_eq!(refunded.effects, []);
    let books = world.state.books();
    assert_eq!((books.treasury_e8s, books.refunded_e8s), (0, 60_000_000));
    assert_eq!(books.releasable_e8s, 60_000_000);
    let account = world.state.account(provider_id(1));
    assert_eq!(account.releasable_e8s, 60_000_000);
}

#[test]
fn should_give_back_what_was_taken_from_a_bond() {
    let mut world = World::closed();
    world.bond(1, ICP);
    let id = executed(&mut world, lone(1));
    assert_eq!(world.state.account(provider_id(1)).bond_e8s, 40_000_000);
    refund(&mut world, id).unwrap();
    assert_eq!(world.state.account(provider_id(1)).bond_e8s, ICP);
    assert_eq!(world.state.books().treasury_e8s, 0);
}

#[test]
fn should_take_a_published_penalty_back() {
    let mut world = World::closed();
    let id = executed(&mut world, lone(1));
    let published = Effect::PenaltyPublished {
        bps: TENTH / 100_000,
        period_id: None,
    };
    assert_eq!(case(&world, id).effects, [published]);
    assert!(world.state.published.contains_key(&id));
    refund(&mut world, id).unwrap();
    assert_eq!(case(&world, id).effects, []);
    assert!(!world.state.published.contains_key(&id));
}

#[test]
fn should_refund_once_and_only_what_is_executed() {
    assert_only_in(&[5], "Executed", refund);
    let (mut world, case_id) = in_state(5);
    refund(&mut world, case_id).unwrap();
    world.gift(ICP);
    let again = RewardsError::CaseStanding {
        case_id,
        state: case(&world, case_id).state,
        needed: "Executed".into(),
    };
    assert_eq!(refund(&mut world, case_id), Err(again));
    assert_eq!(world.state.books().refunded_e8s, 60_000_000);
}

#[test]
fn should_refuse_what_the_treasury_does_not_hold() {
    let needed_e8s = 60_000_000;
    let (mut world, id) = in_state(5);
    spend(&mut world, 10_000_001);
    let expected = RewardsError::TreasuryTooSmall {
        treasury_e8s: 49_999_999,
        needed_e8s,
    };
    assert_eq!(refund(&mut world, id), Err(expected));
    world.gift(10_000_000);
    let expected = RewardsError::TreasuryTooSmall {
        treasury_e8s: needed_e8s - 1,
        needed_e8s,
    };
    assert_eq!(refund(&mut world, id), Err(expected));
    world.gift(1);
    assert_eq!(refund(&mut world, id), Ok(()));
}

#[test]
fn should_refuse_what_says_nothing_or_is_not_there() {
    let (mut world, case_id) = in_state(5);
    let args = RefundCaseArgs {
        case_id,
        reason: String::new(),
    };
    let silent = world.execute(GOVERNANCE, |state, ctx| decide(state, args, ctx));
    let field = "reason".into();
    assert_eq!(silent, Err(RewardsError::TextEmpty { field }));
    let case_id = case_id + 1;
    let unknown = RewardsError::CaseNotFound { case_id };
    assert_eq!(refund(&mut world, case_id), Err(unknown));
}
