use super::decide;
use crate::commands::conclude;
use crate::commands::seats::testing::{
    LOCK, absent, appeal, begin, conclude as conclude_panel, find, found, seat_panel, settle,
};
use crate::commands::testing::{FEE, World, auditor_id, provider_id, site_id};
use crate::state::Event;
use bonafide_types::audits::{
    Appeal, AppealFindingArgs, AuditError, DrawPurpose, FindingState, Team,
};
use bonafide_types::id::{AuditorId, Caller};
use candid::Principal;

/// A finding of provider 2 by auditors 1 to 3; the provider has stake for both appeals.
fn world() -> (World, u64) {
    let mut world = World::staffed(40, 2);
    world.deposit(Caller(provider_id(2).0), 22 * FEE);
    let (_, finding) = found(&mut world, 2);
    (world, finding)
}

/// Who may not sit in the panel of a draw.
fn conflicted(world: &World, draw_id: u64) -> Vec<AuditorId> {
    let auditors = world.state.snapshot_auditors(draw_id);
    let site = world.state.snapshot_sites(draw_id, 0).next().unwrap();
    let places = site.conflicted.iter();
    places
        .map(|place| auditors[usize::try_from(*place).unwrap()].id)
        .collect()
}

#[test]
fn should_take_the_bond_and_open_the_draw_of_a_larger_panel() {
    let (mut world, finding_id) = world();
    let books = world.state.books();
    let reply = appeal(&mut world, provider_id(2).0, finding_id).unwrap();
    assert_eq!(world.state.finding(finding_id), Some(reply.clone()));
    assert_eq!(reply.state, FindingState::Appealed);
    let expected = Appeal {
        by: Caller(provider_id(2).0),
        at_ns: world.now_ns,
        grounds: "an example".into(),
        bond_e8s: 7 * FEE,
        panel: 7,
        draw_id: 1,
        assignment_id: None,
        verdict: None,
    };
    assert_eq!(reply.appeals, [expected]);
    let account = world.state.account(Caller(provider_id(2).0));
    assert_eq!(account.free_e8s, 15 * FEE);
    let after = world.state.books();
    assert_eq!(after.reserved_e8s, books.reserved_e8s + 7 * FEE);

    let draw = world.state.draw(1).unwrap();
    assert_eq!(draw.purpose, DrawPurpose::Appeal { finding_id });
    let team = Team {
        auditors: 7,
        quorum: 4,
    };
    let rules = &draw.snapshot.rules;
    assert_eq!(
        (rules.sites, rules.ordinary, rules.critical),
        (1, team, team)
    );
    assert_eq!((rules.fee_e8s, rules.budget_e8s), (FEE, 7 * FEE));
    assert_eq!(rules.lock_e8s, LOCK);
    let row = world.state.snapshot_sites(1, 0).next().unwrap();
    assert_eq!((row.site, row.repeats), (site_id(2), Some(0)));
    assert_eq!(conflicted(&world, 1), [1, 2, 3].map(auditor_id));
}

#[test]
fn should_draw_nobody_again_and_not_whoever_appeals() {
    let (mut world, id) = world();
    appeal(&mut world, auditor_id(20).0, id).unwrap();
    assert_eq!(conflicted(&world, 1), [1, 2, 3, 20].map(auditor_id));
    let seats = [4, 5, 6, 7, 8, 9, 10];
    let panel = seat_panel(&mut world, id, 2, &seats, &[]);
    let reports = seats.map(|n| (n, absent(1)));
    conclude_panel(&mut world, panel, &reports);
    let again = appeal(&mut world, provider_id(2).0, id).unwrap();
    assert_eq!(again.appeals[1].panel, 15);
    assert_eq!(again.appeals[1].bond_e8s, 15 * FEE);
    let sat: Vec<_> = (1..=10).chain([20]).map(auditor_id).collect();
    assert_eq!(conflicted(&world, again.appeals[1].draw_id), sat);
    let quorum = world.state.draw(2).unwrap().snapshot.rules.ordinary.quorum;
    assert_eq!(quorum, 8);
}

#[test]
fn should_refuse_without_the_bond() {
    let (mut world, id) = world();
    let stranger = Principal::from_slice(&[9, 9]);
    let small = |free_e8s| AuditError::StakeTooSmall {
        free_e8s,
        needed_e8s: 7 * FEE,
    };
    assert_eq!(appeal(&mut world, stranger, id), Err(small(0)));
    world.deposit(Caller(stranger), 7 * FEE - 1);
    assert_eq!(appeal(&mut world, stranger, id), Err(small(7 * FEE - 1)));
    world.deposit(Caller(stranger), 1);
    assert!(appeal(&mut world, stranger, id).is_ok(), "anyone may");
}

#[test]
fn should_refuse_what_cannot_be_appealed() {
    let (mut world, id) = world();
    let by = provider_id(2).0;
    let finding_id = 9;
    let unknown = AuditError::FindingNotFound { finding_id };
    assert_eq!(appeal(&mut world, by, 9), Err(unknown));
    let args = AppealFindingArgs {
        finding_id: id,
        grounds: String::new(),
    };
    let silent = world
        .as_caller(by)
        .run(|state, ctx| decide(state, args, ctx));
    let field = "grounds".into();
    assert_eq!(silent, Err(AuditError::TextEmpty { field }));
    let until_ns = world.state.finding(id).unwrap().appeal_until_ns;
    let now_ns = std::mem::replace(&mut world.now_ns, until_ns);
    let not = |why: &str| AuditError::NotAppealable {
        finding_id: id,
        why: why.into(),
    };
    assert_eq!(appeal(&mut world, by, id), Err(not("the time is over")));
    world.now_ns = now_ns;
    appeal(&mut world, by, id).unwrap();
    let busy = not("a panel looks at it");
    assert_eq!(appeal(&mut world, by, id), Err(busy));
    let event: Option<Event> = conclude::without_panel(&world.state, id);
    world.record(event);
    let voted = not("a vote decides on it");
    assert_eq!(appeal(&mut world, by, id), Err(voted));
    settle(&mut world, id, true).unwrap();
    let finding_id = id;
    let settled = AuditError::FindingSettled { finding_id };
    assert_eq!(appeal(&mut world, by, id), Err(settled));
}

/// Stake that a snapshot counts on cannot become a bond before the draw.
#[test]
fn should_refuse_auditors_whose_stake_a_draw_counts_on() {
    let mut world = World::staffed(40, 2);
    world.deposit(Caller(provider_id(2).0), 22 * FEE);
    let audits = [[1, 2, 3], [4, 5, 6]].map(|seats| (begin(&mut world, 2, &seats, &[]), seats));
    let [first, second] = audits.map(|(id, seats)| find(&mut world, id, seats));
    appeal(&mut world, provider_id(2).0, first).unwrap();
    let draw_id = world.state.finding(first).unwrap().appeals[0].draw_id;
    let under_way = AuditError::DrawUnderWay { draw_id };
    let refusal = appeal(&mut world, auditor_id(20).0, second);
    assert_eq!(refusal, Err(under_way));
    assert!(appeal(&mut world, provider_id(2).0, second).is_ok());
}
