use super::*;
use crate::commands::draw::tests::{adopt_and_draw, make};
use crate::commands::testing::{FEE, GOVERNANCE, World, auditor, site, site_id, terms};
use crate::commands::{cancel_audit_plan, draw};
use bonafide_types::audits::{CancelAuditPlanArgs, Criticality, Site};

fn fix(world: &mut World, plan_id: u64) -> Result<Draw, AuditError> {
    world.run(|state, ctx| decide(state, plan_id, ctx))
}

#[test]
fn should_fix_sites_and_auditors_once() {
    let mut world = World::staffed(5, 4);
    assert_eq!(
        fix(&mut world, 0),
        Err(AuditError::PlanNotFound { plan_id: 0 })
    );
    world.adopt(terms(2));
    let draw = fix(&mut world, 0).unwrap();
    let snapshot = &draw.snapshot;
    assert_eq!((snapshot.sites, snapshot.critical_sites), (4, 2));
    assert_eq!((snapshot.certain_sites, snapshot.auditors), (2, 5));
    assert_eq!(snapshot.rules.lock_e8s, 5 * FEE);
    assert_eq!(world.state.draw(0), Some(draw.clone()));
    let plan = world.state.plan(0).unwrap();
    assert_eq!(plan.state, PlanState::SnapshotFixed);
    assert_eq!(plan.draw_id, Some(0));
    let fixed = AuditError::SnapshotFixed {
        plan_id: 0,
        hash: snapshot.hash,
    };
    assert_eq!(fix(&mut world, 0), Err(fixed.clone()));
    make(&mut world, DrawPurpose::Audits { plan_id: 0 }, 1);
    assert_eq!(fix(&mut world, 0), Err(fixed));
}

#[test]
fn should_draw_the_same_whatever_changes_after() {
    let drawn = |change: fn(&mut World)| {
        let mut world = World::staffed(9, 6);
        world.adopt(terms(2));
        let fixed = fix(&mut world, 0).unwrap();
        change(&mut world);
        let draw = make(&mut world, DrawPurpose::Audits { plan_id: 0 }, 1);
        assert_eq!(draw.snapshot, fixed.snapshot);
        draw
    };
    let undisturbed = drawn(|_| {});
    let with_a_node_more = drawn(|world| {
        let row = Site {
            nodes: 11,
            ..world.state.site(&site_id(2)).unwrap()
        };
        world.record([Event::SitesSeen { sites: vec![row] }]);
    });
    let with_a_site_more = drawn(|world| {
        let sites = vec![site(7, Criticality::Nns)];
        world.record([Event::SitesSeen { sites }]);
    });
    assert_eq!(undisturbed, with_a_node_more);
    assert_eq!(undisturbed, with_a_site_more);
}

#[test]
fn should_leave_out_sites_that_are_gone() {
    let mut world = World::staffed(5, 2);
    let gone = Site {
        nodes: 0,
        ..site(1, Criticality::Critical)
    };
    world.record([Event::SitesSeen { sites: vec![gone] }]);
    world.adopt(terms(2));
    let draw = fix(&mut world, 0).unwrap();
    assert_eq!((draw.snapshot.sites, draw.snapshot.critical_sites), (1, 0));
    let rows: Vec<_> = world.state.snapshot_sites(0, 0).collect();
    assert_eq!(rows[0].site, site_id(2));
}

#[test]
fn should_keep_the_share_of_re_audits() {
    let mut world = World::staffed(5, 2);
    world.adopt(PlanTerms {
        reaudit_bps: 1_000,
        ..terms(2)
    });
    let draw = fix(&mut world, 0).unwrap();
    assert_eq!(draw.snapshot.rules.budget_e8s, 90 * FEE);
}

#[test]
fn should_make_fewer_visits_of_a_smaller_budget_and_never_a_smaller_team() {
    let mut world = World::staffed(9, 9);
    let draw = adopt_and_draw(
        &mut world,
        PlanTerms {
            budget_e8s: 12 * FEE,
            ..terms(9)
        },
        1,
    );
    // The critical sites are overdue and come first: twice five fees fit, three times do not.
    assert_eq!(draw.result.unwrap().drawn.len(), 2);
    let teams = (0..2).map(|id| world.state.assignment(id).unwrap().seats.len());
    assert!(teams.eq([5, 5]));
}

#[test]
fn should_wait_for_sites_and_auditors() {
    let mut world = World::staffed(2, 0);
    world.adopt(terms(1));
    assert_eq!(fix(&mut world, 0), Err(AuditError::NoSites));
    let sites = vec![site(1, Criticality::Application)];
    world.record([Event::SitesSeen { sites }]);
    let too_few = AuditError::TooFew {
        field: "auditors of different owners".into(),
        count: 2,
        limit: 3,
    };
    assert_eq!(fix(&mut world, 0), Err(too_few));
    assert_eq!(world.state.plan(0).unwrap().state, PlanState::Adopted);
}

#[test]
fn should_wait_for_auditors_of_different_owners() {
    let mut world = World::staffed(6, 2);
    world.hold(1..=5);
    world.adopt(terms(1));
    let too_few = AuditError::TooFew {
        field: "auditors of different owners".into(),
        count: 2,
        limit: 3,
    };
    assert_eq!(fix(&mut world, 0), Err(too_few));
    // One of the five turns out to be of another owner.
    let fifth = auditor(5, world.now_ns);
    world.record([Event::AuditorChanged { auditor: fifth }]);
    let draw = fix(&mut world, 0).unwrap();
    assert_eq!(draw.snapshot.auditors, 6);
}

#[test]
fn should_not_fix_what_was_taken_back() {
    let mut world = World::staffed(5, 2);
    world.adopt(terms(1));
    let args = CancelAuditPlanArgs {
        plan_id: 0,
        reason: "an example".into(),
    };
    world
        .as_caller(GOVERNANCE)
        .run(|state, ctx| cancel_audit_plan::decide(state, args, ctx))
        .unwrap();
    let refusal = fix(&mut world, 0);
    assert!(matches!(refusal, Err(AuditError::PlanStanding { .. })));
    assert!(draw::decide(&world.state, DrawPurpose::Audits { plan_id: 0 }).is_err());
}
