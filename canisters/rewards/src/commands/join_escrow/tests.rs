use super::*;
use crate::commands::testing::{SELF_ID, World, payout, provider_id};
use bonafide_kit::field::invalid;
use bonafide_types::id::{Blob, Caller, ProviderId};
use bonafide_types::rewards::LedgerAccount;
use candid::Principal;

fn join(
    world: &mut World,
    provider: ProviderId,
    payout: LedgerAccount,
) -> Result<EscrowAccount, RewardsError> {
    let args = JoinEscrowArgs { payout };
    world.execute(provider.0, |state, ctx| decide(state, args, ctx))
}

fn other(bytes: usize) -> LedgerAccount {
    LedgerAccount {
        owner: Caller(Principal::from_slice(&[9, 9])),
        subaccount: Some(Blob(vec![7; bytes])),
    }
}

#[test]
fn should_be_in_escrow_from_then_on() {
    let mut world = World::staffed();
    let provider = provider_id(1);
    let joined_at_ns = world.now_ns;
    let account = join(&mut world, provider, payout(1)).unwrap();
    assert_eq!(account, world.state.account(provider), "as it is told");
    assert_eq!(account.payout, Some(payout(1)));
    assert_eq!(account.joined_at_ns, Some(joined_at_ns));
    world.pass_days(1);
    let account = join(&mut world, provider, other(32)).unwrap();
    assert_eq!(account, world.state.account(provider));
    assert_eq!(account.payout, Some(other(32)), "paid elsewhere");
    assert_eq!(account.joined_at_ns, Some(joined_at_ns), "and still in it");
}

#[test]
fn should_write_nothing_when_it_is_so() {
    let mut world = World::staffed();
    world.join(1);
    let args = JoinEscrowArgs { payout: payout(1) };
    world.caller = provider_id(1).0;
    world.pass_days(1);
    let Decision { events, reply } = decide(&world.state, args, &world.ctx()).unwrap();
    assert!(events.is_empty());
    assert_eq!(reply, world.state.account(provider_id(1)));
    // Who left joins again with the same account.
    world.apply([Event::EscrowLeft {
        provider: provider_id(1),
    }]);
    let again = join(&mut world, provider_id(1), payout(1)).unwrap();
    assert_eq!(again.joined_at_ns, Some(world.now_ns));
    assert_eq!(again, world.state.account(provider_id(1)));
}

#[test]
fn should_take_providers_only() {
    let mut world = World::staffed();
    let nobody = ProviderId(Principal::from_slice(&[9, 9]));
    let caller = Caller(nobody.0);
    assert_eq!(
        join(&mut world, nobody, payout(1)),
        Err(RewardsError::CallerNotProvider { caller })
    );
}

#[test]
fn should_pay_accounts_of_others_only() {
    let mut world = World::staffed();
    let provider = provider_id(1);
    for (owner, rule) in [
        (Principal::anonymous(), "not the anonymous principal"),
        (
            Principal::management_canister(),
            "not the management canister",
        ),
        (SELF_ID, "not an account of the rewards canister"),
    ] {
        let payout = LedgerAccount {
            owner: Caller(owner),
            subaccount: None,
        };
        let refusal = invalid("payout.owner", &owner.to_string(), rule);
        assert_eq!(
            join(&mut world, provider, payout),
            Err(refusal.into()),
            "{owner}"
        );
    }
    let field = || "payout.subaccount".to_owned();
    let limit = 32;
    assert_eq!(
        join(&mut world, provider, other(31)),
        Err(RewardsError::TooFew {
            field: field(),
            count: 31,
            limit
        })
    );
    assert_eq!(
        join(&mut world, provider, other(33)),
        Err(RewardsError::TooMany {
            field: field(),
            count: 33,
            limit
        })
    );
    join(&mut world, provider, other(32)).expect("32 bytes");
}
