use super::*;
use crate::commands::draw::tests::make;
use crate::commands::fix_snapshot;
use crate::commands::testing::{FEE, GOVERNANCE, World, terms};
use bonafide_types::audits::DrawPurpose;

fn cancel(world: &mut World, plan_id: u64) -> Result<(), AuditError> {
    let args = CancelAuditPlanArgs {
        plan_id,
        reason: "an example".into(),
    };
    let world = world.as_caller(GOVERNANCE);
    world.run(|state, ctx| decide(state, args, ctx))
}

fn fix(world: &mut World, plan_id: u64) {
    world
        .run(|state, ctx| fix_snapshot::decide(state, plan_id, ctx))
        .unwrap();
}

#[test]
fn should_take_back_until_the_seed_is_drawn() {
    let mut world = World::staffed(5, 2);
    for plan_id in 0..3 {
        assert_eq!(world.adopt(terms(1)), plan_id);
    }
    fix(&mut world, 1);
    fix(&mut world, 2);
    make(&mut world, DrawPurpose::Audits { plan_id: 2 }, 1);
    let free_e8s = world.state.books().free_e8s;
    for plan_id in 0..2 {
        cancel(&mut world, plan_id).unwrap();
        let cancelled = PlanState::Cancelled {
            at_ns: world.now_ns,
            reason: "an example".into(),
        };
        let plan = world.state.plan(plan_id).unwrap();
        assert_eq!(plan.state, cancelled);
        assert_eq!(plan.reserved_e8s, 0);
        let standing = AuditError::PlanStanding {
            plan_id,
            state: cancelled,
        };
        assert_eq!(cancel(&mut world, plan_id), Err(standing));
    }
    assert_eq!(world.state.books().free_e8s, free_e8s + 200 * FEE);
    let standing = AuditError::PlanStanding {
        plan_id: 2,
        state: PlanState::Auditing,
    };
    assert_eq!(cancel(&mut world, 2), Err(standing));
}

#[test]
fn should_want_a_plan_and_a_reason() {
    let mut world = World::staffed(5, 2);
    let not_found = AuditError::PlanNotFound { plan_id: 0 };
    assert_eq!(cancel(&mut world, 0), Err(not_found));
    world.adopt(terms(1));
    let args = CancelAuditPlanArgs {
        plan_id: 0,
        reason: String::new(),
    };
    let refusal = world
        .as_caller(GOVERNANCE)
        .run(|state, ctx| decide(state, args, ctx));
    assert!(matches!(refusal, Err(AuditError::TextEmpty { .. })));
}
