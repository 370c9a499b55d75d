use super::*;
use crate::commands::testing::World;
use crate::domain::policy::default_policy;
use bonafide_types::audits::AuditPolicy;

fn set(world: &mut World, policy: AuditPolicy) -> Result<(), AuditError> {
    let args = SetAuditPolicyArgs { policy };
    world.run(|state, ctx| decide(state, args, ctx))
}

#[test]
fn should_set_what_fits_and_is_new() {
    let mut world = World::new();
    assert!(matches!(
        set(&mut world, default_policy()),
        Err(AuditError::NothingToChange { .. })
    ));
    let policy = AuditPolicy {
        lock_fees: 7,
        ..default_policy()
    };
    set(&mut world, policy.clone()).unwrap();
    assert_eq!(world.state.policy(), policy);
    let unfit = AuditPolicy {
        unbonding_days: 30,
        ..default_policy()
    };
    assert!(matches!(
        set(&mut world, unfit),
        Err(AuditError::WindowsDoNotFit { given: 30, .. })
    ));
    assert_eq!(world.state.policy(), policy);
}
