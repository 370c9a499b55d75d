use super::*;
use crate::commands::testing::{World, provider_id};
use bonafide_types::id::{Caller, ProviderId};
use bonafide_types::limits::DEPOSIT_E8S;
use bonafide_types::rewards::Effect;
use candid::Principal;

fn unbond(
    world: &mut World,
    provider: ProviderId,
    amount_e8s: u64,
) -> Result<EscrowAccount, RewardsError> {
    let args = UnbondBondArgs { amount_e8s };
    world.execute(provider.0, |state, ctx| decide(state, args, ctx))
}

#[test]
fn should_ask_part_of_it_back() {
    let mut world = World::staffed();
    let provider = provider_id(1);
    world.bond(1, DEPOSIT_E8S);
    let account = unbond(&mut world, provider, 30).unwrap();
    assert_eq!(account, world.state.account(provider), "as it is told");
    assert_eq!(account.bond_e8s, DEPOSIT_E8S - 30);
    let part = BondPart {
        amount_e8s: 30,
        due_at_ns: world.now_ns + 90 * DAY_NS,
    };
    assert_eq!(account.unbonding, [part]);
    assert_eq!(account.bond_total_e8s(), DEPOSIT_E8S);
    assert_eq!(world.state.books().bonds_e8s, DEPOSIT_E8S);
    assert_eq!(
        unbond(&mut world, provider, DEPOSIT_E8S - 29),
        Err(RewardsError::BondTooSmall {
            free_e8s: DEPOSIT_E8S - 30,
            needed_e8s: DEPOSIT_E8S - 29
        })
    );
    let account = unbond(&mut world, provider, DEPOSIT_E8S - 30).unwrap();
    assert_eq!(account.bond_e8s, 0);
}

#[test]
fn should_ask_locked_bond_back_too() {
    let mut world = World::staffed();
    let provider = provider_id(1);
    world.bond(1, DEPOSIT_E8S);
    world.locked(1, vec![Effect::BondLocked { e8s: DEPOSIT_E8S }]);
    let account = unbond(&mut world, provider, DEPOSIT_E8S).unwrap();
    assert_eq!(account, world.state.account(provider));
    assert_eq!(
        account.bond_locked_e8s, DEPOSIT_E8S,
        "it can still be taken"
    );
}

#[test]
fn should_take_amounts_of_providers_as_bounded() {
    let mut world = World::staffed();
    let provider = provider_id(1);
    for given in [0, AMOUNT_E8S + 1] {
        assert_eq!(
            unbond(&mut world, provider, given),
            Err(RewardsError::OutOfRange {
                field: "amount_e8s".into(),
                given,
                min: 1,
                max: AMOUNT_E8S
            })
        );
    }
    for needed_e8s in [1, AMOUNT_E8S] {
        assert_eq!(
            unbond(&mut world, provider, needed_e8s),
            Err(RewardsError::BondTooSmall {
                free_e8s: 0,
                needed_e8s
            })
        );
    }
    let nobody = ProviderId(Principal::from_slice(&[9, 9]));
    assert_eq!(
        unbond(&mut world, nobody, 1),
        Err(RewardsError::CallerNotProvider {
            caller: Caller(nobody.0)
        })
    );
}

#[test]
fn should_keep_so_many_parts() {
    let mut world = World::staffed();
    let provider = provider_id(1);
    world.bond(1, DEPOSIT_E8S);
    for _ in 0..UNBONDING_PARTS {
        unbond(&mut world, provider, 1).unwrap();
    }
    assert_eq!(
        unbond(&mut world, provider, 1),
        Err(RewardsError::TooMany {
            field: "unbonding".into(),
            count: 17,
            limit: 16
        })
    );
}
