use super::*;
use crate::commands::draw::tests::{adopt_and_draw, close};
use crate::commands::testing::{World, site, site_id, terms};
use crate::state::Event;
use bonafide_types::audits::{Criticality, Outcome, Site, SiteAudit};

fn all(overdue: Option<bool>) -> ListSitesArgs {
    ListSitesArgs {
        overdue,
        ..ListSitesArgs::default()
    }
}

#[test]
fn should_show_the_audits_of_a_site() {
    let mut world = World::staffed(9, 1);
    let view = get_site(&world.state, &site_id(1), world.now_ns).unwrap();
    assert!(view.overdue);
    adopt_and_draw(&mut world, terms(1), 1);
    close(&mut world, 0, Some(Outcome::Confirmed));
    let view = get_site(&world.state, &site_id(1), world.now_ns).unwrap();
    assert!(!view.overdue);
    assert_eq!(view.site.audits, 1);
    let audit = SiteAudit {
        assignment_id: 0,
        at_ns: world.now_ns,
        outcome: Some(Outcome::Confirmed),
    };
    assert_eq!(view.site.history, [audit]);
    assert_eq!(get_site(&world.state, &site_id(2), world.now_ns), None);
}

#[test]
fn should_list_sites_in_pages() {
    let world = World::staffed(1, 5);
    let page = |after, limit| {
        let args = ListSitesArgs {
            after,
            limit: Some(limit),
            overdue: None,
        };
        list_sites(&world.state, &args, world.now_ns)
    };
    let first = page(None, 3);
    assert_eq!(first.sites.len(), 3);
    let second = page(first.next.clone(), 3);
    assert_eq!(second.next, None);
    let ids: Vec<_> = first
        .sites
        .into_iter()
        .chain(second.sites)
        .map(|view| view.site.id)
        .collect();
    assert_eq!(ids, [1, 2, 3, 4, 5].map(site_id));
}

#[test]
fn should_find_what_is_overdue() {
    let mut world = World::staffed(1, 4);
    let new = Site {
        known_since_ns: world.now_ns,
        ..site(5, Criticality::Nns)
    };
    world.record([Event::SitesSeen { sites: vec![new] }]);
    let ids = |overdue| {
        let page = list_sites(&world.state, &all(overdue), world.now_ns);
        let views = page.sites.into_iter();
        views.map(|view| view.site.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(Some(true)), [1, 3].map(site_id));
    assert_eq!(ids(Some(false)), [2, 4, 5].map(site_id));
    assert_eq!(ids(None).len(), 5);
}

#[test]
fn should_find_nothing_by_an_id_that_no_key_holds() {
    let world = World::staffed(1, 1);
    let mut id = site_id(1);
    id.dc_id = "x".repeat(256);
    assert_eq!(get_site(&world.state, &id, world.now_ns), None);
    let args = ListSitesArgs {
        after: Some(id),
        ..ListSitesArgs::default()
    };
    let nothing = SitePage {
        sites: vec![],
        next: None,
    };
    assert_eq!(list_sites(&world.state, &args, world.now_ns), nothing);
}
