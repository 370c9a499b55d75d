use super::*;
use crate::commands::draw::tests::{close, make};
use crate::commands::testing::{FEE, World, site, terms};
use bonafide_types::audits::{
    AssignmentPurpose, Checklist, Criticality, DrawResult, FiledReport, LedgerAccount, Outcome,
    PlanTerms, Report, Transfer, TransferKind, TransferState,
};
use bonafide_types::id::{AuditorId, Blob, Caller};

fn step_once(world: &mut World) {
    world.task(due);
}

fn plan(world: &World) -> Plan {
    world.state.plan(0).unwrap()
}

fn result(world: &World, draw_id: u64) -> DrawResult {
    world.state.draw(draw_id).unwrap().result.unwrap()
}

/// Fixes and draws plan 0, and ends its audits: the first without a quorum.
fn audited(world: &mut World) {
    step_once(world);
    assert_eq!(plan(world).state, PlanState::SnapshotFixed);
    step_once(world);
    assert_eq!(plan(world).state, PlanState::SnapshotFixed, "no seed yet");
    make(world, DrawPurpose::Audits { plan_id: 0 }, 1);
    step_once(world);
    assert_eq!(plan(world).state, PlanState::Auditing, "audits are open");
    for drawn in result(world, 0).drawn {
        let outcome = (drawn.assignment_id > 0).then_some(Outcome::Confirmed);
        close(world, drawn.assignment_id, outcome);
    }
}

/// An auditor reveals, and its fee goes out.
fn pay(world: &mut World, assignment_id: u64, auditor: AuditorId) {
    let filed = FiledReport {
        assignment_id,
        auditor,
        report: Report {
            outcome: Outcome::Confirmed,
            discrepancies: vec![],
            checklist: Checklist::default(),
            evidence: vec![],
            remarks: String::new(),
        },
        nonce: Blob(vec![0; 32]),
        revealed_at_ns: world.now_ns,
    };
    let transfer = Transfer {
        id: world.state.transfers.len(),
        kind: TransferKind::AuditFee { assignment_id },
        account: LedgerAccount {
            owner: Caller(auditor.0),
            subaccount: None,
        },
        amount_e8s: FEE,
        fee_e8s: 10_000,
        created_at_ns: world.now_ns,
        attempts: 0,
        unresolved: 0,
        attempted_at_ns: 0,
        state: TransferState::Open,
    };
    world.record([
        Event::ReportRevealed { filed },
        Event::TransferOpened { transfer },
    ]);
}

#[test]
fn should_fix_draw_and_close_a_plan() {
    let mut world = World::staffed(9, 4);
    let free_e8s = world.state.books().free_e8s;
    world.adopt(terms(4));
    audited(&mut world);
    step_once(&mut world);
    let at_ns = world.now_ns;
    assert_eq!(plan(&world).state, PlanState::Closed { at_ns });
    assert_eq!((plan(&world).drawn, plan(&world).concluded), (4, 3));
    let books = world.state.books();
    assert_eq!((books.free_e8s, books.reserved_e8s), (free_e8s, 0));
    assert_eq!(due(&world.state, world.now_ns), []);
}

#[test]
fn should_have_other_teams_repeat_a_share() {
    let mut world = World::staffed(12, 4);
    let free_e8s = world.state.books().free_e8s;
    world.adopt(PlanTerms {
        reaudit_bps: 4_000,
        ..terms(4)
    });
    audited(&mut world);
    step_once(&mut world);
    assert_eq!(plan(&world).state, PlanState::Reauditing);
    let draw = world.state.draw(1).unwrap();
    // Three of four came to a quorum; two fifths of these, rounded up.
    assert_eq!(draw.snapshot.rules.sites, 2);
    assert_eq!((draw.snapshot.sites, draw.snapshot.total_weight), (3, 3));
    // All that is left pays for it.
    assert_eq!(draw.snapshot.rules.budget_e8s, 100 * FEE);
    step_once(&mut world);
    assert_eq!(plan(&world).state, PlanState::Reauditing, "no seed yet");
    make(&mut world, DrawPurpose::Reaudits { plan_id: 0 }, 2);
    let repeats = result(&world, 1).drawn;
    assert_eq!(repeats.len(), 2);
    for drawn in repeats {
        let again = world.state.assignment(drawn.assignment_id).unwrap();
        let AssignmentPurpose::Reaudit { plan_id: 0, of } = again.purpose else {
            panic!("{again:?}");
        };
        let first = world.state.assignment(of).unwrap();
        assert_eq!(first.site, again.site);
        assert!(matches!(first.state, AssignmentState::Concluded { .. }));
        let sat_before = |auditor| first.seat(auditor).is_some();
        assert!(!again.seats.iter().any(|seat| sat_before(seat.auditor)));
        step_once(&mut world);
        assert_eq!(plan(&world).state, PlanState::Reauditing, "one is open");
        close(&mut world, again.id, Some(Outcome::Confirmed));
    }
    step_once(&mut world);
    assert!(matches!(plan(&world).state, PlanState::Closed { .. }));
    assert_eq!((plan(&world).drawn, plan(&world).concluded), (4, 5));
    assert_eq!(world.state.books().free_e8s, free_e8s);
}

#[test]
fn should_close_without_re_audits_when_nothing_was_concluded() {
    let mut world = World::staffed(12, 2);
    world.adopt(PlanTerms {
        reaudit_bps: 5_000,
        ..terms(1)
    });
    // Its only audit has number 0, which ends without a quorum.
    audited(&mut world);
    step_once(&mut world);
    assert!(matches!(plan(&world).state, PlanState::Closed { .. }));
}

#[test]
fn should_wait_for_sites_and_not_hold_up_other_plans() {
    let mut world = World::staffed(9, 0);
    world.adopt(terms(1));
    step_once(&mut world);
    assert_eq!(plan(&world).state, PlanState::Adopted);
    let sites = vec![site(2, Criticality::Application)];
    world.record([Event::SitesSeen { sites }]);
    world.adopt(terms(1));
    step_once(&mut world);
    let states = [0, 1].map(|id| world.state.plan(id).unwrap().state);
    assert_eq!(states, [PlanState::SnapshotFixed, PlanState::Adopted]);
    step_once(&mut world);
    let second = world.state.plan(1).unwrap();
    assert_eq!(second.state, PlanState::SnapshotFixed);
}

#[test]
fn should_not_repeat_what_the_money_does_not_hold() {
    let mut world = World::staffed(12, 2);
    world.adopt(PlanTerms {
        reaudit_bps: 2_000,
        budget_e8s: 7 * FEE,
        ..terms(2)
    });
    step_once(&mut world);
    let budget_e8s = world.state.draw(0).unwrap().snapshot.rules.budget_e8s;
    assert_eq!(budget_e8s, 7 * FEE - 7 * FEE / 5);
    make(&mut world, DrawPurpose::Audits { plan_id: 0 }, 1);
    let drawn = result(&world, 0).drawn;
    assert_eq!(drawn.len(), 1, "the critical site, which is overdue");
    // Its reports are paid, so that two fees are left.
    for seat in world.state.assignment(0).unwrap().seats {
        pay(&mut world, 0, seat.auditor);
    }
    close(&mut world, 0, Some(Outcome::Confirmed));
    step_once(&mut world);
    assert!(matches!(plan(&world).state, PlanState::Closed { .. }));
}
