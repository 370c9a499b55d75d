//! Amounts, and how escrow is split.

use super::*;
use bonafide_types::rewards::{Amounts, PublishedPenalty};

const MOST: u64 = 100_000_000_000_000;

fn tally(total: &str, nodes: &[(u8, &str)]) -> Tally {
    let nodes = nodes.iter().map(|(of, adjusted)| NodeTally {
        node: node(*of),
        adjusted: (*adjusted).into(),
    });
    Tally {
        total: total.into(),
        nodes: nodes.collect(),
        ..empty()
    }
}

fn penalty(case_id: u64, of: Option<u8>, bps: u32) -> PublishedPenalty {
    PublishedPenalty {
        case_id,
        provider: provider(1),
        node: of.map(node),
        bps,
    }
}

fn settled(tally: &Tally, penalties: &[PublishedPenalty]) -> Result<Amounts, String> {
    amounts(tally, penalties, 35_000, 10_000, MOST)
}

#[test]
fn should_round_down_once_and_convert() {
    let worked = tally("137200.9999999999999999999999", &[]);
    let expected = Amounts {
        gross_xdr_permyriad: 137_200,
        kept_xdr_permyriad: 130_340,
        gross_e8s: 392_000_000,
        kept_e8s: 372_400_000,
        above_maximum: false,
    };
    assert_eq!(settled(&worked, &[penalty(1, None, 500)]), Ok(expected));
    let nothing = settled(&empty(), &[penalty(1, None, 500)]).unwrap();
    assert_eq!((nothing.gross_e8s, nothing.kept_e8s), (0, 0));
}

#[test]
fn should_not_go_below_the_least_rate_and_flag_what_the_network_refuses() {
    let worked = tally("137200", &[]);
    let e8s = |rate, minimum| amounts(&worked, &[], rate, minimum, MOST).map(|it| it.gross_e8s);
    assert_eq!(e8s(35_000, 35_001), e8s(35_001, 0));
    assert_eq!(e8s(1, 35_000), Ok(392_000_000));
    assert_eq!(e8s(0, 0), Err("one ICP is worth nothing".into()));
    for (maximum, above) in [(392_000_000, false), (391_999_999, true)] {
        // What is kept does not matter.
        let found = amounts(&worked, &[penalty(1, None, 10_000)], 35_000, 1, maximum);
        assert_eq!(found.unwrap().above_maximum, above);
    }
}

#[test]
fn should_take_penalties_up_to_everything() {
    let tally = tally("1000.5", &[(1, "300.7"), (2, "699.8")]);
    let kept = |penalties: &[_]| settled(&tally, penalties).unwrap().kept_xdr_permyriad;
    assert_eq!(kept(&[penalty(1, Some(1), 1_000)]), 970);
    assert_eq!(
        kept(&[penalty(1, Some(1), 9_000), penalty(2, None, 9_000)]),
        70
    );
    assert_eq!(kept(&[penalty(1, None, 9_000), penalty(2, None, 9_000)]), 0);
    // A node that is not there has earned nothing.
    let gone = penalty(1, Some(9), 10_000);
    assert_eq!(
        (kept(std::slice::from_ref(&gone)), reaches(&tally, &gone)),
        (1_000, false)
    );
    assert!(reaches(&tally, &penalty(1, Some(2), 1)));
    assert!(reaches(&tally, &penalty(1, None, 1)));
}

#[test]
fn should_say_why_there_are_no_amounts() {
    let whole = tally("1000", &[]);
    let broken = Tally {
        broken: true,
        ..whole.clone()
    };
    assert_eq!(settled(&broken, &[]), Err("its records are broken".into()));
    let error = |penalties: &[_]| settled(&whole, penalties).unwrap_err();
    let too_high = "penalty 1: 10001 bps, at most 10000 allowed";
    assert_eq!(error(&[penalty(1, None, 10_001)]), too_high);
    let twice = error(&[penalty(1, None, 1), penalty(1, None, 1)]);
    assert_eq!(twice, "penalty 1 is listed more than once");
    let other = PublishedPenalty {
        provider: provider(2),
        ..penalty(2, None, 1)
    };
    let other = error(&[penalty(1, None, 1), other]);
    assert_eq!(other, "penalty 2: the provider is not known in the period");
    for total in ["18446744073709551616", "18446744073709551615"] {
        let found = settled(&tally(total, &[]), &[]);
        assert_eq!(found, Err("the total does not fit 64 bits".into()));
    }
}

#[test]
fn should_split_escrow_over_nodes() {
    let thirds = tally(
        "10",
        &[(1, "3.3333333333333333333333333333"), (2, "6.5"), (3, "0")],
    );
    let found = escrow(&thirds, 1_000);
    let nodes = BTreeMap::from([(node(1), 333), (node(2), 650), (node(3), 0)]);
    assert_eq!((found.nodes, found.other_e8s), (nodes, 17));
    // Nothing says whose it is.
    let found = escrow(&tally("0", &[(1, "0")]), 1_000);
    assert_eq!((found.nodes, found.other_e8s), (BTreeMap::new(), 1_000));
    // Never more than the whole, whatever nodes add up to.
    let more = tally("1", &[(1, "0.7"), (2, "0.7")]);
    let found = escrow(&more, u64::MAX);
    assert_eq!(found.total_e8s(), Ok(u64::MAX));
    assert_eq!(found.other_e8s, 0);
    assert_eq!(found.nodes[&node(1)], 12_912_720_851_596_686_130);
}
