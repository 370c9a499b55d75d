use super::decide;
use crate::commands::conclude;
use crate::commands::seats::testing::{appeal, found, settle};
use crate::commands::testing::{FEE, GOVERNANCE, World, provider_id};
use bonafide_types::audits::{AuditError, FindingState, SettleFindingArgs};
use bonafide_types::id::Caller;

#[test]
fn should_settle_what_is_not_settled_and_nothing_else() {
    for stands in [true, false] {
        let mut world = World::staffed(20, 2);
        world.deposit(Caller(provider_id(2).0), 100 * FEE);
        let settled = |at_ns| {
            if stands {
                FindingState::Final { at_ns }
            } else {
                FindingState::Overturned { at_ns }
            }
        };
        for step in 0..3 {
            let (_, id) = found(&mut world, 2);
            if step > 0 {
                appeal(&mut world, provider_id(2).0, id).unwrap();
            }
            if step > 1 {
                let event = conclude::without_panel(&world.state, id);
                world.record(event);
            }
            settle(&mut world, id, stands).unwrap();
            let now_ns = world.now_ns;
            let state = world.state.finding(id).unwrap().state;
            assert_eq!(state, settled(now_ns), "step {step}");
            world.now_ns += 1;
            for again in [true, false] {
                let finding_id = id;
                assert_eq!(
                    settle(&mut world, id, again),
                    Err(AuditError::FindingSettled { finding_id })
                );
            }
            if step == 1 {
                // The draw of its panel is still to be made.
                let event = conclude::without_panel(&world.state, id);
                world.record(event);
                let state = world.state.finding(id).unwrap().state;
                assert_eq!(state, settled(now_ns));
            }
        }
    }
}

#[test]
fn should_refuse_the_unknown_and_what_gives_no_reason() {
    let mut world = World::staffed(3, 2);
    let finding_id = 0;
    assert_eq!(
        settle(&mut world, 0, true),
        Err(AuditError::FindingNotFound { finding_id })
    );
    let args = SettleFindingArgs {
        finding_id: found(&mut world, 2).1,
        stands: true,
        reason: String::new(),
    };
    let silent = world
        .as_caller(GOVERNANCE)
        .run(|state, ctx| decide(state, args, ctx));
    let field = "reason".into();
    assert_eq!(silent, Err(AuditError::TextEmpty { field }));
}
