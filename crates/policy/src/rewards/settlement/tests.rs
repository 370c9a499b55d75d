//! Worked figures, and what holds for all.

use super::*;
use proptest::prelude::*;

fn rate(number: u64) -> NonZeroU64 {
    NonZeroU64::new(number).unwrap()
}

fn penalty(id: &str, provider: &str, node: Option<&str>, bps: u32) -> Penalty {
    Penalty {
        id: id.into(),
        provider: provider.into(),
        node: node.map(Id::from),
        bps,
    }
}

/// Of `p`: everything, and what came of nodes.
fn gross(xdr_permyriad: u64, nodes: &[(&str, &str)]) -> BTreeMap<Id, Gross> {
    let nodes = nodes
        .iter()
        .map(|(node, earned)| (Id::from(*node), earned.parse().unwrap()));
    let gross = Gross {
        xdr_permyriad,
        nodes: nodes.collect(),
    };
    BTreeMap::from([("p".into(), gross)])
}

fn settled(gross: &BTreeMap<Id, Gross>, penalties: &[Penalty]) -> Settlements {
    settle(gross, &BTreeSet::new(), penalties, Some(rate(35_000)))
}

#[test]
fn should_keep_and_slash() {
    let gross = gross(137_200, &[("n1", "137200.9")]);
    let found = &settled(&gross, &[penalty("c1", "p", None, 500)]).providers[&"p".into()];
    assert_eq!(found.kept_xdr_permyriad, 130_340);
    assert_eq!(found.slashed_xdr_permyriad(), 6_860);
    let icp = found.icp.unwrap();
    assert_eq!((icp.gross_e8s, icp.kept_e8s), (392_000_000, 372_400_000));
    assert_eq!(icp.slashed_e8s(), 19_600_000);
    // The whole of one node is everything.
    let of_node = settled(&gross, &[penalty("c1", "p", Some("n1"), 500)]);
    assert_eq!(of_node.providers[&"p".into()], *found);
    // Without a rate there is no ICP.
    let none = settle(&gross, &BTreeSet::new(), &[], None);
    assert_eq!(none.providers[&"p".into()].icp, None);
}

#[test]
fn should_take_from_nodes_and_from_everything_up_to_all() {
    let gross = gross(1_000, &[("a", "300.7"), ("b", "600.6"), ("c", "99.5")]);
    for (penalties, kept) in [
        (vec![], 1_000),
        (vec![penalty("1", "p", Some("a"), 1_000)], 970),
        // 300 x 0.8 + 700 x 0.9, rounded once.
        (
            vec![
                penalty("1", "p", Some("a"), 1_000),
                penalty("2", "p", None, 1_000),
            ],
            870,
        ),
        // 0.9999 of each: 299.97 and 699.93 are 999.9 together.
        (
            vec![penalty("1", "p", Some("a"), 0), penalty("2", "p", None, 1)],
            999,
        ),
        // The same case of two nodes, and two cases of one.
        (
            vec![
                penalty("1", "p", Some("a"), 5_000),
                penalty("1", "p", Some("b"), 5_000),
            ],
            1_000 - 450,
        ),
        (
            vec![
                penalty("1", "p", Some("a"), 9_000),
                penalty("2", "p", Some("a"), 9_000),
            ],
            700,
        ),
        (
            vec![
                penalty("1", "p", Some("a"), 9_000),
                penalty("2", "p", None, 9_000),
            ],
            70,
        ),
        (
            vec![
                penalty("1", "p", None, 9_000),
                penalty("2", "p", None, 9_000),
            ],
            0,
        ),
    ] {
        let found = &settled(&gross, &penalties).providers[&"p".into()];
        assert_eq!(found.kept_xdr_permyriad, kept, "{penalties:?}");
        assert_eq!(
            found.kept_xdr_permyriad + found.slashed_xdr_permyriad(),
            1_000
        );
    }
}

#[test]
fn should_name_broken_penalties_and_settle_the_others() {
    let mut gross = gross(1_000, &[("a", "300")]);
    let other = Gross {
        xdr_permyriad: 7,
        ..Gross::default()
    };
    gross.insert("q".into(), other);
    let fault = |penalties: &[Penalty]| {
        let found = settled(&gross, penalties);
        assert_eq!(found.providers[&"q".into()].kept_xdr_permyriad, 7);
        let [problem] = &found.problems[..] else {
            panic!("one problem: {:?}", found.problems);
        };
        let paid = found.providers.contains_key(&"p".into());
        (problem.provider.to_string(), problem.fault.kind(), paid)
    };
    let (p, x) = ("p".to_owned(), "x".to_owned());
    let too_high = [penalty("1", "p", None, 10_001)];
    assert_eq!(fault(&too_high), (p.clone(), "PenaltyTooHigh", false));
    let twice = [penalty("1", "p", None, 1), penalty("1", "p", None, 1)];
    assert_eq!(fault(&twice), (p.clone(), "PenaltyTwice", false));
    let node = [penalty("1", "p", Some("b"), 1)];
    assert_eq!(fault(&node), (p, "UnknownNode", false));
    let provider = [penalty("1", "x", None, 1)];
    assert_eq!(fault(&provider), (x.clone(), "UnknownProvider", true));

    // Who has no figure for another reason is known all the same.
    let known = BTreeSet::from([Id::from("x")]);
    let found = settle(&gross, &known, &provider, None);
    assert_eq!(found.problems, []);
}

#[test]
fn should_convert_once_and_refuse_what_does_not_fit() {
    assert_eq!(e8s(137_200, rate(35_000)), Some(392_000_000));
    assert_eq!(e8s(1, rate(3)), Some(33_333_333));
    assert_eq!(e8s(0, rate(1)), Some(0));
    assert_eq!(e8s(1, rate(u64::MAX)), Some(0));
    assert_eq!(e8s(u64::MAX, rate(100_000_000)), Some(u64::MAX));
    assert_eq!(e8s(u64::MAX, rate(99_999_999)), None);
    let gross = gross(u64::MAX, &[]);
    let found = settled(&gross, &[]);
    assert_eq!(found.providers, BTreeMap::new());
    assert_eq!(found.problems[0].fault, Fault::TotalTooLarge);
}

proptest! {
    #[test]
    fn should_add_up_and_never_keep_more_for_a_higher_penalty(
        nodes in prop::collection::vec(0_u64..1_000_000, 0..5),
        others in 0_u64..1_000_000,
        penalties in prop::collection::vec((prop::option::of(0..5_usize), 0..=10_000_u32), 0..6),
        more in 0..=10_000_u32,
        per_icp in 1_u64..1_000_000,
    ) {
        let mut of = Gross { xdr_permyriad: others, ..Gross::default() };
        for (number, earned) in (0..).zip(&nodes) {
            of.xdr_permyriad += earned;
            of.nodes.insert(Id::Name(format!("n{number}")), Decimal::from(*earned));
        }
        let gross = BTreeMap::from([(Id::from("p"), of)]);
        let penalties: Vec<_> = (0..).zip(penalties).filter_map(|(id, (node, bps))| {
            let known = node.is_none_or(|node| node < nodes.len());
            let node = node.map(|node| format!("n{node}"));
            known.then(|| penalty(&format!("c{id}"), "p", node.as_deref(), bps))
        }).collect();
        let settle = |penalties: &[Penalty]| {
            let found = settle(&gross, &BTreeSet::new(), penalties, Some(rate(per_icp)));
            found.providers[&"p".into()].clone()
        };
        let found = settle(&penalties);
        let slashed = found.slashed_xdr_permyriad();
        prop_assert_eq!(found.kept_xdr_permyriad + slashed, found.gross_xdr_permyriad);
        let icp = found.icp.unwrap();
        prop_assert_eq!(icp.kept_e8s + icp.slashed_e8s(), icp.gross_e8s);
        let further = [penalties, vec![penalty("more", "p", None, more)]].concat();
        prop_assert!(settle(&further).kept_xdr_permyriad <= found.kept_xdr_permyriad);
        if further.len() == 1 {
            let expected = kept(found.gross_xdr_permyriad, more);
            prop_assert_eq!(settle(&further).kept_xdr_permyriad, expected);
        }
    }

    #[test]
    fn should_round_down_once(xdr_permyriad: u64, per_icp in 1_u64..) {
        let exact = u128::from(xdr_permyriad) * E8S_PER_ICP;
        let per_icp_wide = u128::from(per_icp);
        match e8s(xdr_permyriad, rate(per_icp)).map(u128::from) {
            Some(found) => prop_assert!(found * per_icp_wide <= exact && exact < (found + 1) * per_icp_wide),
            None => prop_assert!(exact / per_icp_wide > u128::from(u64::MAX)),
        }
    }

    #[test]
    fn should_not_depend_on_the_order_of_penalties(
        (penalties, shuffled) in prop::collection::vec((0..3_usize, 0..=10_000_u32), 0..6)
            .prop_map(|penalties| (0..).zip(penalties).map(|(id, (node, bps))| {
                let node = ["a", "b"].get(node).copied();
                penalty(&format!("c{id}"), "p", node, bps)
            }).collect::<Vec<_>>())
            .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        let gross = gross(1_000_001, &[("a", "300000.7"), ("b", "600000.6")]);
        prop_assert_eq!(settled(&gross, &penalties), settled(&gross, &shuffled));
    }
}
