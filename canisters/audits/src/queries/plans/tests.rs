use super::*;
use crate::commands::draw::tests::adopt_and_draw;
use crate::commands::fix_snapshot;
use crate::commands::testing::{World, terms};
use crate::domain::snapshot::{self, Candidate};
use crate::state::Event;
use bonafide_types::audits::{DrawPurpose, SiteId};
use bonafide_types::id::ProviderId;
use candid::Principal;

#[test]
fn should_list_plans_and_draws_in_pages() {
    let mut world = World::staffed(9, 4);
    for n in 0..3 {
        adopt_and_draw(&mut world, terms(1), n);
    }
    let args = PageArgs {
        after: None,
        limit: Some(2),
    };
    let PlanPage { plans, next } = list_plans(&world.state, &args);
    let ids: Vec<_> = plans.iter().map(|plan| plan.id).collect();
    assert_eq!((ids, next), (vec![0, 1], Some(1)));
    let rest = PageArgs {
        after: next,
        limit: None,
    };
    let PlanPage { plans, next } = list_plans(&world.state, &rest);
    assert_eq!((plans.len(), next), (1, None));
    let DrawPage { draws, next } = list_draws(&world.state, &args);
    assert_eq!((draws.len(), next), (2, Some(1)));
    assert!(draws.iter().all(|draw| draw.result.is_none()));
    assert!(draws.iter().all(|draw| draw.randomness.is_some()));
    let beyond = PageArgs {
        after: Some(u64::MAX),
        limit: None,
    };
    assert_eq!(list_plans(&world.state, &beyond).plans, []);
    assert_eq!(list_draws(&world.state, &beyond).draws, []);
}

/// Opens a draw of so many sites for a plan; gives its events.
fn opened(world: &mut World, sites: u16) -> Vec<Event> {
    let plan_id = world.adopt(terms(1));
    let candidate = |n: u16| Candidate {
        site: SiteId {
            dc_id: format!("xx{n:04}"),
            provider: ProviderId(Principal::from_slice(&[1, 1, 1])),
        },
        weight: 1,
        certain: false,
        critical: false,
        repeats: None,
    };
    let candidates = (0..sites).map(candidate).collect();
    let plan = world.state.plan(plan_id).unwrap();
    let rules = fix_snapshot::rules(&world.state, &plan.terms, 1, 1);
    let purpose = DrawPurpose::Audits { plan_id };
    let opened = snapshot::open(&world.state, purpose, rules, candidates, &[], world.now_ns);
    opened.unwrap().1
}

#[test]
fn should_give_a_snapshot_in_pages() {
    let mut world = World::staffed(2, 0);
    let events = opened(&mut world, 700);
    world.record(events);
    let page = |start| get_snapshot(&world.state, &GetSnapshotArgs { draw_id: 0, start });
    let first = page(None).unwrap();
    assert_eq!((first.sites.len(), first.auditors.len()), (500, 2));
    assert_eq!(first.next, Some(500));
    let second = page(first.next).unwrap();
    assert_eq!((second.sites.len(), second.auditors.len()), (200, 0));
    assert_eq!(second.next, None);
    let all: Vec<_> = first.sites.into_iter().chain(second.sites).collect();
    let stored: Vec<_> = world.state.snapshot_sites(0, 0).collect();
    assert_eq!(all, stored);
    assert_eq!(page(Some(u32::MAX)).unwrap().sites, []);
    let unknown = GetSnapshotArgs {
        draw_id: 1,
        start: None,
    };
    assert_eq!(get_snapshot(&world.state, &unknown), None);
}

#[test]
fn should_end_a_page_early_that_names_many_auditors() {
    let mut world = World::staffed(2, 0);
    let mut events = opened(&mut world, 10);
    let Event::SnapshotRows { sites, .. } = &mut events[1] else {
        panic!("{events:?}");
    };
    sites
        .iter_mut()
        .for_each(|row| row.conflicted = (0..60_000).collect());
    let sites = sites.clone();
    world.record(events);
    let mut found = Vec::new();
    let mut start = None;
    loop {
        let args = GetSnapshotArgs { draw_id: 0, start };
        let page = get_snapshot(&world.state, &args).unwrap();
        assert!(page.sites.len() <= 4, "{}", page.sites.len());
        found.extend(page.sites);
        start = page.next;
        if start.is_none() {
            break;
        }
    }
    assert_eq!(found, sites);
}
