use super::*;
use crate::commands::seats::testing::{absent, confirmed, refused, report_of, unable};
use bonafide_types::audits::FindingClass::{EntryRefused, NodeAbsent, WrongOwner};
use bonafide_types::limits::DISCREPANT_NODES;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

#[test]
fn should_know_who_carries_a_finding() {
    for (report, class, expected) in [
        (absent(1), NodeAbsent, Some(true)),
        (absent(1), WrongOwner, Some(false)),
        (absent(1), EntryRefused, Some(false)),
        (confirmed(), NodeAbsent, Some(false)),
        (confirmed(), EntryRefused, Some(false)),
        (refused(), NodeAbsent, Some(true)),
        (refused(), EntryRefused, Some(true)),
        (unable(), NodeAbsent, None),
        (unable(), EntryRefused, None),
    ] {
        assert_eq!(carries(&report, class), expected, "{report:?} {class:?}");
    }
    assert!(!names(&refused(), NodeAbsent), "nobody saw the nodes");
}

#[test]
fn should_come_to_nothing_without_reports() {
    assert_eq!(outcome(&[], 1), None);
    assert_eq!(classes(&[], 1), []);
    assert_eq!(verdict(&[], NodeAbsent, 1), AppealVerdict::Undecided);
    assert_eq!(leading_outcome(&[]), 0);
    assert_eq!(leading_answer(&[], NodeAbsent), 0);
}

fn any_report() -> impl Strategy<Value = Report> {
    let nodes = 1..=DISCREPANT_NODES;
    let differing = (select(vec![NodeAbsent, WrongOwner]), nodes)
        .prop_map(|it| report_of(Outcome::Discrepancy, &[it]));
    prop_oneof![
        Just(confirmed()),
        Just(refused()),
        Just(unable()),
        differing
    ]
}

/// At most as many reports as auditors, and a quorum of more than half of these.
fn any_reports() -> impl Strategy<Value = (Vec<Report>, usize)> {
    (1..=15_usize).prop_flat_map(|auditors| {
        let quorum = auditors / 2 + 1..=auditors;
        (vec(any_report(), 0..=auditors), quorum)
    })
}

proptest! {
    #[test]
    fn should_let_one_answer_have_a_quorum((reports, quorum) in any_reports()) {
        use Outcome::{Confirmed, Discrepancy, Refused, Unable};
        let outcomes = [Confirmed, Discrepancy, Refused, Unable];
        let count = |wanted| reports.iter().filter(|it| it.outcome == wanted).count();
        let with_quorum: Vec<_> =
            outcomes.into_iter().filter(|wanted| count(*wanted) >= quorum).collect();
        prop_assert!(with_quorum.len() <= 1);
        prop_assert_eq!(outcome(&reports, quorum), with_quorum.first().copied());
        let leading = outcomes.into_iter().map(count).max().unwrap();
        prop_assert_eq!(leading_outcome(&reports), leading);
    }

    #[test]
    fn should_decide_as_soon_as_the_leading_answer_has_a_quorum(
        (reports, quorum) in any_reports(),
    ) {
        for class in [NodeAbsent, WrongOwner, EntryRefused] {
            let leading = leading_answer(&reports, class);
            let unable = reports.iter().filter(|it| it.outcome == Outcome::Unable).count();
            let decided = verdict(&reports, class, quorum) != AppealVerdict::Undecided;
            prop_assert_eq!(decided || unable >= quorum, leading >= quorum);
        }
    }

    /// Against what the number means: a quorum reports so many nodes at least, and not one more.
    #[test]
    fn should_find_as_many_nodes_as_a_quorum_reports((reports, quorum) in any_reports()) {
        let found = classes(&reports, quorum);
        prop_assert!(found.is_sorted_by_key(|(class, _)| *class));
        for class in [NodeAbsent, WrongOwner] {
            let all = reports.iter().flat_map(|it| &it.discrepancies);
            let of_class = all.filter(|it| it.class == class);
            let counts: Vec<_> = of_class.map(|it| it.nodes).collect();
            let at_least = |nodes: u32| counts.iter().filter(|it| **it >= nodes).count();
            let nodes = found.iter().find(|(it, _)| *it == class).map(|(_, nodes)| *nodes);
            prop_assert_eq!(nodes.is_some(), counts.len() >= quorum);
            if let Some(nodes) = nodes {
                prop_assert!(at_least(nodes) >= quorum);
                prop_assert!(at_least(nodes + 1) < quorum);
            }
        }
    }
}
