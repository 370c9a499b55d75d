use super::*;
use crate::commands::testing::{FEE, GOVERNANCE, World, auditor_id, provider_id, site, terms};
use crate::commands::{appeal_finding, cancel_audit_plan, fix_snapshot};
use bonafide_types::audits::{
    AppealFindingArgs, AppealVerdict, CancelAuditPlanArgs, Criticality, DrawEnd, Finding,
    FindingClass, Outcome, RandomnessSource,
};
use bonafide_types::id::{Blob, Sha256Hash};
use bonafide_types::limits::DAY_NS;

/// The randomness number `n`.
pub(crate) fn randomness(n: u8, at_ns: u64) -> Randomness {
    Randomness {
        seed: Sha256Hash([n; 32]),
        source: RandomnessSource::RawRand {
            bytes: Blob(vec![n; 32]),
        },
        at_ns,
    }
}

/// Makes a draw with the randomness number `n`.
pub(crate) fn make(world: &mut World, purpose: DrawPurpose, n: u8) -> Draw {
    let draw = decide(&world.state, purpose).unwrap();
    let randomness = randomness(n, world.now_ns);
    let events = drawn(&world.state, draw.id, randomness, world.now_ns).unwrap();
    world.record(events);
    world.state.draw(draw.id).unwrap()
}

/// Adopts a plan, fixes its sites and draws them.
pub(crate) fn adopt_and_draw(world: &mut World, terms: PlanTerms, n: u8) -> Draw {
    let plan_id = world.adopt(terms);
    world
        .run(|state, ctx| fix_snapshot::decide(state, plan_id, ctx))
        .unwrap();
    make(world, DrawPurpose::Audits { plan_id }, n)
}

/// Ends an audit: with an outcome, or without.
pub(crate) fn close(world: &mut World, assignment_id: u64, outcome: Option<Outcome>) {
    let at_ns = world.now_ns;
    let state = match outcome {
        Some(outcome) => AssignmentState::Concluded { outcome, at_ns },
        None => AssignmentState::Inconclusive { at_ns },
    };
    world.record([Event::AssignmentClosed {
        assignment_id,
        state,
    }]);
}

fn members(assignment: &Assignment) -> Vec<AuditorId> {
    assignment.seats.iter().map(|seat| seat.auditor).collect()
}

#[test]
fn should_make_of_each_site_an_assignment_with_seats_money_and_time() {
    let mut world = World::staffed(9, 4);
    let before = world.state.books();
    let draw = adopt_and_draw(&mut world, terms(4), 1);
    let result = draw.result.unwrap();
    assert_eq!(result.drawn.len(), 4);
    assert_eq!(result.ended, DrawEnd::Complete);
    let auditors = world.state.snapshot_auditors(draw.id);
    let rows: Vec<_> = world.state.snapshot_sites(draw.id, 0).collect();
    let mut cost_e8s = 0;
    for (id, drawn) in (0..).zip(&result.drawn) {
        assert_eq!(drawn.assignment_id, id);
        let assignment = world.state.assignment(id).unwrap();
        let row = &rows[drawn.site as usize];
        assert_eq!(assignment.site, row.site);
        assert_eq!(assignment.critical, row.critical);
        assert_eq!(assignment.purpose, AssignmentPurpose::Audit { plan_id: 0 });
        let size = if row.critical { 5 } else { 3 };
        assert_eq!(assignment.seats.len(), size);
        assert_eq!(assignment.reserve.len(), 9 - size);
        assert_eq!(assignment.reserved_e8s, size as u64 * FEE);
        let named: Vec<_> = drawn
            .team
            .iter()
            .map(|place| auditors[*place as usize].id)
            .collect();
        assert_eq!(members(&assignment), named);
        for seat in &assignment.seats {
            assert_eq!((seat.round, seat.locked_e8s), (1, 5 * FEE));
            assert_eq!(seat.state, SeatState::Drawn);
        }
        // Drawn on a Monday: five business days of notice, and five for the visit.
        assert_eq!(assignment.window_from_ns, world.now_ns + 8 * DAY_NS);
        assert_eq!(assignment.window_until_ns, world.now_ns + 15 * DAY_NS);
        assert_eq!(assignment.visit_at_ns(), assignment.window_until_ns);
        let policy = world.state.policy();
        let commit_ns = u64::from(policy.commit_days) * DAY_NS;
        let reveal_ns = u64::from(policy.reveal_days) * DAY_NS;
        let commit_until_ns = assignment.window_until_ns + commit_ns;
        assert_eq!(assignment.commit_until_ns, commit_until_ns);
        assert_eq!(assignment.reveal_until_ns, commit_until_ns + reveal_ns);
        cost_e8s += assignment.reserved_e8s;
    }
    assert_eq!(cost_e8s, 16 * FEE);
    let plan = world.state.plan(0).unwrap();
    assert_eq!(plan.state, PlanState::Auditing);
    assert_eq!((plan.drawn, plan.open_assignments), (4, 4));
    assert_eq!(plan.reserved_e8s, 100 * FEE - cost_e8s);
    let books = world.state.books();
    assert_eq!(books.reserved_e8s, 100 * FEE);
    assert_eq!(books.free_e8s, before.free_e8s - 100 * FEE);
    let locked: u64 = (1..=9)
        .map(|n| world.state.account(Caller(auditor_id(n).0)).locked_e8s)
        .sum();
    assert_eq!(locked, 16 * 5 * FEE);
}

#[test]
fn should_follow_from_snapshot_and_seed_alone() {
    let draw = |n| {
        let mut world = World::staffed(9, 9);
        let draw = adopt_and_draw(&mut world, terms(3), n);
        let rows: Vec<_> = world.state.snapshot_sites(draw.id, 0).collect();
        let snapshot = &draw.snapshot;
        let again = plan::run(
            &snapshot.rules,
            &world.state.snapshot_auditors(draw.id),
            &rows,
            &Sha256Hash([n; 32]),
            &plan::sites_hash(&rows).unwrap(),
        );
        let again = again.unwrap();
        let result = draw.result.unwrap();
        let drawn = result.drawn.iter().map(|drawn| Drawn {
            site: drawn.site,
            team: drawn.team.clone(),
            reserve: drawn.reserve.clone(),
        });
        assert_eq!(again.drawn, drawn.collect::<Vec<_>>());
        assert_eq!((again.skipped, again.ended), (result.skipped, result.ended));
        result.drawn
    };
    assert_eq!(draw(1), draw(1));
    assert_ne!(draw(1), draw(2));
}

#[test]
fn should_seat_auditors_of_one_owner_once() {
    let owner_of = |world: &World, id: AuditorId| {
        let auditor = world.state.auditor(id).unwrap();
        auditor.owner.to_ascii_lowercase()
    };
    for seed in 1..=20 {
        let mut world = World::staffed(9, 4);
        world.hold(1..=5);
        let draw = adopt_and_draw(&mut world, terms(4), seed);
        assert_eq!(draw.result.unwrap().drawn.len(), 4);
        for id in 0..4 {
            let row = world.state.assignment(id).unwrap();
            let named = members(&row).into_iter().chain(row.reserve);
            let mut owners: Vec<_> = named.map(|id| owner_of(&world, id)).collect();
            let count = owners.len();
            owners.sort_unstable();
            owners.dedup();
            assert_eq!((owners.len(), count), (5, 5), "all owners, each once");
        }
    }
    // With one owner less, nobody can visit critical sites.
    let mut world = World::staffed(9, 4);
    world.hold(1..=6);
    let result = adopt_and_draw(&mut world, terms(4), 1).result.unwrap();
    assert_eq!((result.drawn.len(), result.skipped.len()), (2, 2));
    for id in 0..2 {
        assert!(!world.state.assignment(id).unwrap().critical);
    }
}

#[test]
fn should_lock_what_is_left_of_a_stake() {
    let mut world = World::staffed(3, 0);
    let sites = vec![site(2, Criticality::Application)];
    world.record([Event::SitesSeen { sites }]);
    let plan_id = world.adopt(terms(1));
    world
        .run(|state, ctx| fix_snapshot::decide(state, plan_id, ctx))
        .unwrap();
    // All but two fees are taken after the snapshot counted on them.
    world.record([Event::StakeTaken {
        auditor: auditor_id(1),
        amount_e8s: 998 * FEE,
        evidence_hash: Sha256Hash([1; 32]),
        reason: "an example".into(),
    }]);
    make(&mut world, DrawPurpose::Audits { plan_id }, 1);
    let assignment = world.state.assignment(0).unwrap();
    let seat = assignment.seat(auditor_id(1)).unwrap();
    assert_eq!(seat.locked_e8s, 2 * FEE);
    let account = world.state.account(Caller(auditor_id(1).0));
    assert_eq!((account.free_e8s, account.locked_e8s), (0, 2 * FEE));
}

#[test]
fn should_lock_one_stake_for_several_sites_at_once() {
    let mut world = World::staffed(3, 0);
    let sites = [2, 4].map(|n| site(n, Criticality::Application)).to_vec();
    world.record([Event::SitesSeen { sites }]);
    let plan_id = world.adopt(terms(2));
    world
        .run(|state, ctx| fix_snapshot::decide(state, plan_id, ctx))
        .unwrap();
    world.record([Event::StakeTaken {
        auditor: auditor_id(1),
        amount_e8s: 993 * FEE,
        evidence_hash: Sha256Hash([1; 32]),
        reason: "an example".into(),
    }]);
    make(&mut world, DrawPurpose::Audits { plan_id }, 1);
    let locked = |id| {
        let assignment = world.state.assignment(id).unwrap();
        assignment.seat(auditor_id(1)).unwrap().locked_e8s
    };
    assert_eq!((locked(0), locked(1)), (5 * FEE, 2 * FEE));
}

#[test]
fn should_draw_once_and_only_what_is_fixed() {
    let mut world = World::staffed(5, 2);
    let audits = DrawPurpose::Audits { plan_id: 0 };
    let refused = |world: &World, purpose| decide(&world.state, purpose).unwrap_err();
    let not_found = AuditError::PlanNotFound { plan_id: 0 };
    assert_eq!(refused(&world, audits), not_found);
    world.adopt(terms(1));
    let not_fixed = AuditError::SnapshotNotFixed { plan_id: 0 };
    assert_eq!(refused(&world, audits), not_fixed);
    world
        .run(|state, ctx| fix_snapshot::decide(state, 0, ctx))
        .unwrap();
    let reaudits = DrawPurpose::Reaudits { plan_id: 0 };
    assert_eq!(refused(&world, reaudits), not_fixed);
    make(&mut world, audits, 1);
    let drawn_before = AuditError::AlreadyDrawn { draw_id: 0 };
    assert_eq!(refused(&world, audits), drawn_before);
    let again = drawn(&world.state, 0, randomness(2, 0), world.now_ns);
    assert_eq!(again, Err(drawn_before));
    let unknown = drawn(&world.state, 9, randomness(2, 0), world.now_ns);
    assert_eq!(unknown, Err(AuditError::DrawNotFound { draw_id: 9 }));
}

#[test]
fn should_not_draw_what_was_taken_back() {
    let mut world = World::staffed(5, 2);
    for (plan_id, fixed) in [(0, false), (1, true)] {
        world.adopt(terms(1));
        if fixed {
            world
                .run(|state, ctx| fix_snapshot::decide(state, plan_id, ctx))
                .unwrap();
        }
        let args = CancelAuditPlanArgs {
            plan_id,
            reason: "an example".into(),
        };
        world
            .as_caller(GOVERNANCE)
            .run(|state, ctx| cancel_audit_plan::decide(state, args, ctx))
            .unwrap();
        let refusal = decide(&world.state, DrawPurpose::Audits { plan_id });
        let standing = AuditError::PlanStanding {
            plan_id,
            state: world.state.plan(plan_id).unwrap().state,
        };
        assert_eq!(refusal, Err(standing));
    }
    assert!(world.state.open_draws.is_empty());
}

/// Provider 2 was found to be bad by auditors of `auditors`, and appeals with the bond of seven
/// fees. Gives the finding.
fn appealed(auditors: u8) -> (World, u64) {
    let mut world = World::staffed(auditors, 0);
    let sites = vec![site(2, Criticality::Application)];
    world.record([Event::SitesSeen { sites }]);
    adopt_and_draw(&mut world, terms(1), 1);
    close(&mut world, 0, Some(Outcome::Discrepancy));
    let audit = world.state.assignment(0).unwrap();
    let finding = Finding {
        id: 0,
        assignment_id: 0,
        site: audit.site,
        class: FindingClass::NodeAbsent,
        nodes: 1,
        evidence_hash: Sha256Hash([1; 32]),
        established_at_ns: world.now_ns,
        appeal_until_ns: world.now_ns + 14 * DAY_NS,
        appeals: vec![],
        state: FindingState::Provisional,
    };
    world.record([Event::FindingEstablished { finding }]);
    let provider = provider_id(2).0;
    world.deposit(Caller(provider), 7 * FEE);
    let args = AppealFindingArgs {
        finding_id: 0,
        grounds: "an example".into(),
    };
    world
        .as_caller(provider)
        .run(|state, ctx| appeal_finding::decide(state, args, ctx))
        .unwrap();
    (world, 0)
}

fn provider_account_e8s(world: &World) -> u64 {
    world.state.account(Caller(provider_id(2).0)).free_e8s
}

#[test]
fn should_draw_a_panel_of_others() {
    let (mut world, finding_id) = appealed(10);
    assert_eq!(provider_account_e8s(&world), 0);
    let draw = make(&mut world, DrawPurpose::Appeal { finding_id }, 1);
    assert_eq!(draw.result.unwrap().drawn.len(), 1);
    let audit = world.state.assignment(0).unwrap();
    let panel = world.state.assignment(1).unwrap();
    let purpose = AssignmentPurpose::Appeal { finding_id, of: 0 };
    assert_eq!(panel.purpose, purpose);
    assert_eq!((panel.team.auditors, panel.team.quorum), (7, 4));
    assert_eq!(panel.reserved_e8s, 7 * FEE);
    // The panel follows the times of the audit that it repeats.
    assert_eq!(panel.window_from_ns, world.now_ns + 8 * DAY_NS);
    let before = members(&audit);
    assert!(!members(&panel).iter().any(|id| before.contains(id)));
    let finding = world.state.finding(finding_id).unwrap();
    assert_eq!(finding.state, FindingState::Appealed);
    assert_eq!(finding.appeals[0].assignment_id, Some(1));
}

#[test]
fn should_leave_to_a_vote_what_no_panel_can_decide() {
    let (mut world, finding_id) = appealed(9);
    let draw = make(&mut world, DrawPurpose::Appeal { finding_id }, 1);
    let result = draw.result.unwrap();
    assert_eq!((result.drawn, result.skipped), (vec![], vec![0]));
    let finding = world.state.finding(finding_id).unwrap();
    assert_eq!(finding.state, FindingState::VoteNeeded);
    assert_eq!(finding.appeals[0].verdict, Some(AppealVerdict::Undecided));
    assert_eq!(provider_account_e8s(&world), 7 * FEE, "the bond is back");
}

#[test]
fn should_not_draw_a_panel_when_a_vote_was_faster() {
    let (mut world, finding_id) = appealed(10);
    assert_eq!(overtaken(&world.state), []);
    let at_ns = world.now_ns;
    world.as_caller(GOVERNANCE).record([Event::FindingSettled {
        finding_id,
        state: FindingState::Overturned { at_ns },
        reason: Some("an example".into()),
    }]);
    let refusal = decide(&world.state, DrawPurpose::Appeal { finding_id });
    assert_eq!(refusal, Err(AuditError::FindingSettled { finding_id }));
    world.task(|state, _| overtaken(state));
    assert!(world.state.open_draws.is_empty());
    assert_eq!(provider_account_e8s(&world), 7 * FEE, "the bond is back");
    let finding = world.state.finding(finding_id).unwrap();
    assert_eq!(finding.state, FindingState::Overturned { at_ns });
    assert_eq!(overtaken(&world.state), []);
}

#[test]
fn should_refuse_appeals_that_nobody_made() {
    let mut world = World::staffed(5, 2);
    let purpose = DrawPurpose::Appeal { finding_id: 0 };
    let not_found = AuditError::FindingNotFound { finding_id: 0 };
    assert_eq!(decide(&world.state, purpose), Err(not_found));
    let finding = Finding {
        id: 0,
        assignment_id: 0,
        site: site(1, Criticality::Nns).id,
        class: FindingClass::NodeAbsent,
        nodes: 1,
        evidence_hash: Sha256Hash([1; 32]),
        established_at_ns: world.now_ns,
        appeal_until_ns: world.now_ns + 14 * DAY_NS,
        appeals: vec![],
        state: FindingState::Provisional,
    };
    world.record([Event::FindingEstablished { finding }]);
    let refusal = decide(&world.state, purpose).unwrap_err();
    assert!(matches!(refusal, AuditError::NotAppealable { .. }));
}
