//! Worked figures; what holds for all is in `properties`.

use super::*;
use bonafide_types::audits::FindingClass;
use candid::Principal;

mod properties;

const ABSENT: PenaltyClass = PenaltyClass::Found(FindingClass::NodeAbsent);
const FALSE: PenaltyClass = PenaltyClass::FalseDeclaration;

fn bps(bps: u32) -> Ppb {
    Ppb::of_bps(bps).unwrap()
}

fn node(number: u8) -> NodeId {
    NodeId(Principal::from_slice(&[number]))
}

fn offence(scope: Scope, class: PenaltyClass, window: u64) -> Offence {
    Offence {
        scope,
        class,
        window,
    }
}

fn provider(class: PenaltyClass, window: u64) -> Offence {
    offence(Scope::Provider, class, window)
}

fn convictions(proven: &[(Offence, Ppb)]) -> Convictions {
    let mut convictions = Convictions::default();
    for (offence, penalty) in proven {
        convictions.prove(*offence, *penalty);
    }
    convictions
}

fn held(e8s: u64) -> Escrow {
    Escrow {
        other_e8s: e8s,
        nodes: BTreeMap::new(),
    }
}

fn taken(proven: &[(Offence, Ppb)], escrow: &Escrow) -> u64 {
    convictions(proven).taken_e8s(escrow, u64::MAX).unwrap()
}

#[test]
fn should_take_the_greatest_within_a_window_not_the_sum() {
    let of = provider(ABSENT, 7);
    let escrow = held(1_000_000);
    assert_eq!(taken(&[(of, bps(500)), (of, bps(900))], &escrow), 90_000);
    assert_eq!(taken(&[(of, bps(900)), (of, bps(500))], &escrow), 90_000);
}

#[test]
fn should_say_by_how_much_a_conviction_raises() {
    let mut convictions = Convictions::default();
    let of = provider(ABSENT, 7);
    assert_eq!(convictions.prove(of, bps(500)), bps(500));
    assert_eq!(convictions.prove(of, bps(900)), bps(400));
    assert_eq!(convictions.prove(of, bps(900)), Ppb::ZERO);
    assert_eq!(convictions.prove(of, bps(100)), Ppb::ZERO);
    assert_eq!(convictions.penalty(&of), bps(900));
    assert_eq!(convictions.penalty(&provider(ABSENT, 8)), Ppb::ZERO);
    assert_eq!(convictions.standing(), [(of, bps(900))]);
}

#[test]
fn should_compose_windows_and_classes_on_what_is_left() {
    let escrow = held(1_000_000);
    let (ten, twenty) = (bps(1_000), bps(2_000));
    for other in [provider(ABSENT, 8), provider(FALSE, 7)] {
        // 1 - 0.9 x 0.8
        let proven = [(provider(ABSENT, 7), ten), (other, twenty)];
        assert_eq!(taken(&proven, &escrow), 280_000);
    }
    let three = [7, 8, 9].map(|window| (provider(ABSENT, window), bps(5_000)));
    assert_eq!(taken(&three, &escrow), 875_000);
    let all = [(provider(ABSENT, 7), Ppb::ONE), (provider(FALSE, 7), ten)];
    assert_eq!(taken(&all, &escrow), 1_000_000);
}

#[test]
fn should_take_of_a_node_only_what_it_earned() {
    let escrow = Escrow {
        other_e8s: 100,
        nodes: BTreeMap::from([(node(1), 1_000), (node(2), 500)]),
    };
    assert_eq!(escrow.total_e8s(), Ok(1_600));
    let of = |number, penalty| (offence(Scope::Node(node(number)), ABSENT, 7), penalty);
    assert_eq!(taken(&[of(1, Ppb::ONE)], &escrow), 1_000);
    assert_eq!(taken(&[of(2, bps(1_000))], &escrow), 50);
    assert_eq!(taken(&[of(1, Ppb::ONE), of(2, Ppb::ONE)], &escrow), 1_500);
    // A node that earned nothing.
    assert_eq!(taken(&[of(3, Ppb::ONE)], &escrow), 0);
    // 1,000 x (1 - 0.5 x 0.9) + 600 x (1 - 0.9)
    let both = [of(1, bps(5_000)), (provider(ABSENT, 7), bps(1_000))];
    assert_eq!(taken(&both, &escrow), 610);
}

#[test]
fn should_round_once_and_down() {
    // 3 x (1 - 0.5 x 0.5) = 2.25, and twice 0.75 = 1.5 of parts that alone give 0 and 0.
    let halves = [7, 8].map(|window| (provider(ABSENT, window), bps(5_000)));
    assert_eq!(taken(&halves, &held(3)), 2);
    let escrow = Escrow {
        other_e8s: 1,
        nodes: BTreeMap::from([(node(1), 1)]),
    };
    assert_eq!(taken(&halves, &escrow), 1);
}

#[test]
fn should_take_one_where_nothing_would_be_left_of_a_penalty() {
    let least = [(provider(ABSENT, 7), Ppb::new(1).unwrap())];
    assert_eq!(taken(&least, &held(1)), 1);
    assert_eq!(taken(&least, &held(0)), 0);
    assert_eq!(taken(&[(provider(ABSENT, 7), Ppb::ZERO)], &held(9)), 0);
    assert_eq!(taken(&[], &held(9)), 0);
}

#[test]
fn should_take_no_more_than_is_there() {
    let convictions = convictions(&[(provider(ABSENT, 7), bps(5_000))]);
    for (balance, expected) in [(0, 0), (1, 1), (499, 499), (500, 500), (u64::MAX, 500)] {
        let found = convictions.taken_e8s(&held(1_000), balance);
        assert_eq!(found, Ok(expected), "{balance}");
    }
}

#[test]
fn should_refuse_an_escrow_that_does_not_add_up() {
    let escrow = Escrow {
        other_e8s: u64::MAX,
        nodes: BTreeMap::from([(node(1), 1)]),
    };
    let found = Convictions::default().taken_e8s(&escrow, 1);
    assert_eq!(found, Err(PenaltyError::EscrowTooLarge));
    let whole = [(provider(ABSENT, 7), Ppb::ONE)];
    assert_eq!(taken(&whole, &held(u64::MAX)), u64::MAX);
}

#[test]
fn should_cancel_up_to_a_penalty_whatever_comes_first() {
    let of = provider(ABSENT, 7);
    let mut cancelled = convictions(&[(of, bps(900))]);
    assert_eq!(cancelled.cancel(of, bps(900)), bps(900));
    assert!(cancelled.standing().is_empty());
    // A later, lower report is covered, and one as high.
    assert_eq!(cancelled.prove(of, bps(500)), Ppb::ZERO);
    assert_eq!(cancelled.prove(of, bps(900)), Ppb::ZERO);
    // A greater one counts whole.
    assert_eq!(cancelled.prove(of, bps(901)), bps(901));
    // A lower cancellation after it changes nothing, other offences are not concerned.
    assert_eq!(cancelled.cancel(of, bps(100)), Ppb::ZERO);
    assert_eq!(cancelled.prove(provider(ABSENT, 8), bps(100)), bps(100));
    assert_eq!(cancelled.prove(provider(FALSE, 7), bps(100)), bps(100));
}
