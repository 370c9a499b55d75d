//! What a quorum found.

use crate::commands::seats::testing::{
    absent, begin, conclude, confirmed, found, refused, repeat, report_of, settle,
};
use crate::commands::testing::{World, site_id};
use bonafide_policy::report;
use bonafide_types::audits::{Finding, FindingClass, FindingState, Outcome, Report};
use bonafide_types::limits::DAY_NS;

fn differing(classes: &[(FindingClass, u32)]) -> Report {
    report_of(Outcome::Discrepancy, classes)
}

fn findings(world: &World) -> Vec<Finding> {
    let rows = world.state.findings.after(None);
    rows.map(|(_, finding)| finding).collect()
}

#[test]
fn should_establish_each_class_that_a_quorum_reports() {
    use FindingClass::{NodeAbsent, WrongHardware, WrongOwner};
    let mut world = World::staffed(3, 2);
    let id = begin(&mut world, 2, &[1, 2, 3], &[]);
    let reports = [
        differing(&[(WrongOwner, 9), (NodeAbsent, 3)]),
        differing(&[(NodeAbsent, 5), (WrongHardware, 1)]),
        differing(&[(WrongOwner, 7), (NodeAbsent, 1)]),
    ];
    let numbered: Vec<_> = (1..).zip(reports.clone()).collect();
    conclude(&mut world, id, &numbered);
    let [one, two, three] = reports.map(|report| report::hash(&report));
    let finding = |id, class, nodes, evidence: &[_]| Finding {
        id,
        assignment_id: 0,
        site: site_id(2),
        class,
        nodes,
        evidence_hash: report::evidence(evidence),
        established_at_ns: world.now_ns,
        appeal_until_ns: world.now_ns + 14 * DAY_NS,
        appeals: vec![],
        state: FindingState::Provisional,
    };
    // Two of three report 3 absent nodes at least; only one reports other hardware.
    let expected = [
        finding(0, NodeAbsent, 3, &[one, two, three]),
        finding(1, WrongOwner, 7, &[one, three]),
    ];
    assert_eq!(findings(&world), expected);
}

#[test]
fn should_establish_nothing_where_no_class_has_a_quorum() {
    use FindingClass::{NoHandshake, NodeAbsent, OtherOperator};
    let mut world = World::staffed(3, 2);
    let id = begin(&mut world, 2, &[1, 2, 3], &[]);
    let classes = [NodeAbsent, NoHandshake, OtherOperator];
    let reports: Vec<_> = (1..)
        .zip(classes.map(|class| differing(&[(class, 1)])))
        .collect();
    conclude(&mut world, id, &reports);
    assert_eq!(world.state.plan(0).unwrap().bad, 1, "something differs");
    assert_eq!(findings(&world), []);
}

#[test]
fn should_find_refused_entry_of_all_nodes() {
    let mut world = World::staffed(3, 2);
    let id = begin(&mut world, 2, &[1, 2, 3], &[]);
    let reports = [(1, refused()), (2, absent(1)), (3, refused())];
    conclude(&mut world, id, &reports);
    let found = findings(&world);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].class, FindingClass::EntryRefused);
    assert_eq!(found[0].nodes, 10, "as the registry shows the site");
    let hash = report::hash(&refused());
    assert_eq!(found[0].evidence_hash, report::evidence(&[hash, hash]));
}

#[test]
fn should_not_find_the_same_twice_when_an_audit_is_repeated() {
    use FindingClass::{NodeAbsent, WrongOwner};
    let mut world = World::staffed(9, 2);
    let (of, _) = found(&mut world, 2);
    let both = differing(&[(NodeAbsent, 1), (WrongOwner, 1)]);
    let again = repeat(&mut world, of, 2, &[4, 5, 6]);
    let reports = [(4, both.clone()), (5, both.clone()), (6, confirmed())];
    conclude(&mut world, again, &reports);
    let classes = |world: &World| -> Vec<_> {
        let found = findings(world).into_iter();
        found.map(|it| (it.assignment_id, it.class)).collect()
    };
    assert_eq!(classes(&world), [(of, NodeAbsent), (again, WrongOwner)]);
}

#[test]
fn should_find_again_what_was_overturned() {
    let mut world = World::staffed(9, 2);
    let (of, finding) = found(&mut world, 2);
    settle(&mut world, finding, false).unwrap();
    let again = repeat(&mut world, of, 2, &[4, 5, 6]);
    conclude(&mut world, again, &[(4, absent(4)), (5, absent(4))]);
    let found = findings(&world);
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].assignment_id, again);
    assert_eq!((found[1].class, found[1].nodes), (found[0].class, 4));
}
