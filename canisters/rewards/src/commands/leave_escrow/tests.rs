use super::*;
use crate::commands::testing::{World, payout, provider_id};
use bonafide_types::id::Caller;
use candid::Principal;

#[test]
fn should_leave_what_is_in_it() {
    let mut world = World::staffed();
    let provider = provider_id(1);
    world.join(1);
    let lot_id = world.lot(1, 50_000);
    let account = world.execute(provider.0, decide).unwrap();
    assert_eq!(account, world.state.account(provider), "as it is told");
    assert_eq!(account.joined_at_ns, None);
    assert_eq!(account.payout, Some(payout(1)), "where the rest goes");
    assert_eq!(world.state.lot(lot_id).unwrap().held_e8s, 50_000);
    assert_eq!(
        world.execute(provider.0, decide),
        Err(RewardsError::NotInEscrow { provider }),
        "once"
    );
    // What still comes to the account is taken over, and so it is not lost.
    world.lot(1, 1);
}

#[test]
fn should_take_those_who_joined_only() {
    let mut world = World::staffed();
    let provider = provider_id(1);
    assert_eq!(
        world.execute(provider.0, decide),
        Err(RewardsError::NotInEscrow { provider })
    );
    let nobody = Principal::from_slice(&[9, 9]);
    let caller = Caller(nobody);
    assert_eq!(
        world.execute(nobody, decide),
        Err(RewardsError::CallerNotProvider { caller })
    );
}
