//! The rules against bounds and a model that asks each subject, class and window at once.

use super::*;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;

#[derive(Clone, Copy, Debug)]
enum Act {
    Prove(Offence, Ppb),
    Cancel(Offence, Ppb),
}

fn any_scope() -> impl Strategy<Value = Scope> {
    prop_oneof![
        Just(Scope::Provider),
        (1..4_u8).prop_map(|number| Scope::Node(node(number))),
    ]
}

fn any_offence() -> impl Strategy<Value = Offence> {
    (any_scope(), select(vec![ABSENT, FALSE]), 7..9_u64)
        .prop_map(|(scope, class, window)| offence(scope, class, window))
}

/// Few, so that many are the same.
fn any_penalty() -> impl Strategy<Value = Ppb> {
    let some = [
        0,
        1,
        53_254_437,
        90_000_000,
        333_333_333,
        999_999_999,
        BILLION,
    ];
    select(some.map(|ppb| Ppb::new(ppb).unwrap()).to_vec())
}

fn any_acts() -> impl Strategy<Value = Vec<Act>> {
    let act = (any_offence(), any_penalty(), prop::bool::weighted(0.2));
    let act = act.prop_map(|(offence, penalty, cancel)| {
        if cancel {
            Act::Cancel(offence, penalty)
        } else {
            Act::Prove(offence, penalty)
        }
    });
    vec(act, 0..10)
}

fn any_e8s() -> impl Strategy<Value = u64> {
    prop_oneof![0..5_u64, 0..1_000_000_000_000_u64]
}

fn any_escrow() -> impl Strategy<Value = Escrow> {
    (
        any_e8s(),
        btree_map((1..4_u8).prop_map(node), any_e8s(), 0..3),
    )
        .prop_map(|(other_e8s, nodes)| Escrow { other_e8s, nodes })
}

fn after(acts: &[Act]) -> Convictions {
    let mut convictions = Convictions::default();
    for act in acts {
        match *act {
            Act::Prove(offence, penalty) => convictions.prove(offence, penalty),
            Act::Cancel(offence, up_to) => convictions.cancel(offence, up_to),
        };
    }
    convictions
}

fn all(convictions: &Convictions, escrow: &Escrow) -> u64 {
    convictions.taken_e8s(escrow, u64::MAX).unwrap()
}

/// What an offence costs, as one that knows all acts at once says it.
fn model(acts: &[Act], of: Offence) -> Ppb {
    let cancelled = acts.iter().filter_map(|act| match act {
        Act::Cancel(offence, up_to) if *offence == of => Some(*up_to),
        _ => None,
    });
    let cancelled = cancelled.max().unwrap_or_default();
    let proven = acts.iter().filter_map(|act| match act {
        Act::Prove(offence, penalty) if *offence == of => Some(*penalty),
        _ => None,
    });
    let counted = proven.filter(|penalty| *penalty > cancelled);
    counted.max().unwrap_or_default()
}

/// What an escrow has for a subject.
fn reached(escrow: &Escrow, scope: Scope) -> u64 {
    match scope {
        Scope::Provider => escrow.total_e8s().unwrap(),
        Scope::Node(node) => escrow.nodes.get(&node).copied().unwrap_or_default(),
    }
}

proptest! {
    #[test]
    fn should_cost_what_all_acts_say_together(acts in any_acts(), of in any_offence()) {
        prop_assert_eq!(after(&acts).penalty(&of), model(&acts, of));
    }

    #[test]
    fn should_not_depend_on_order(
        (acts, shuffled) in any_acts().prop_flat_map(|acts| (Just(acts.clone()), Just(acts).prop_shuffle())),
        escrow in any_escrow(),
    ) {
        let (first, second) = (after(&acts), after(&shuffled));
        prop_assert_eq!(all(&first, &escrow), all(&second, &escrow));
        prop_assert_eq!(first, second);
    }

    #[test]
    fn should_take_nothing_for_what_is_said_twice(acts in any_acts(), escrow in any_escrow()) {
        let twice = [&acts[..], &acts].concat();
        prop_assert_eq!(all(&after(&acts), &escrow), all(&after(&twice), &escrow));
    }

    #[test]
    fn should_only_take_more_after_a_conviction_and_less_after_a_cancellation(
        acts in any_acts(),
        (offence, penalty) in (any_offence(), any_penalty()),
        escrow in any_escrow(),
    ) {
        let then = |act| all(&after(&[&acts[..], &[act]].concat()), &escrow);
        let before = all(&after(&acts), &escrow);
        prop_assert!(then(Act::Prove(offence, penalty)) >= before);
        prop_assert!(then(Act::Cancel(offence, penalty)) <= before);
    }

    #[test]
    fn should_take_no_more_than_is_there_nor_than_was_held(
        acts in any_acts(),
        escrow in any_escrow(),
        balance in any_e8s(),
    ) {
        let convictions = after(&acts);
        let taken = convictions.taken_e8s(&escrow, balance).unwrap();
        prop_assert_eq!(taken, all(&convictions, &escrow).min(balance));
        prop_assert!(taken <= balance && taken <= escrow.total_e8s().unwrap());
    }

    #[test]
    fn should_take_between_the_greatest_and_the_sum(acts in any_acts(), escrow in any_escrow()) {
        let convictions = after(&acts);
        let taken = u128::from(all(&convictions, &escrow));
        let one = |(offence, penalty): &(Offence, Ppb)| {
            u128::from(penalty.of(reached(&escrow, offence.scope)))
        };
        let standing = convictions.standing();
        let greatest = standing.iter().map(one).max().unwrap_or_default();
        let sum: u128 = standing.iter().map(one).sum();
        prop_assert!(greatest <= taken);
        // Each of the summands is rounded, by less than 1.
        prop_assert!(taken <= sum + standing.len() as u128);
    }

    #[test]
    fn should_agree_with_the_part_that_one_penalty_takes(
        of in any_offence(),
        penalty in any_penalty(),
        escrow in any_escrow(),
    ) {
        let alone = convictions(&[(of, penalty)]);
        prop_assert_eq!(all(&alone, &escrow), penalty.of(reached(&escrow, of.scope)));
    }

    #[test]
    fn should_take_at_least_one_of_what_a_penalty_reaches(acts in any_acts(), escrow in any_escrow()) {
        let convictions = after(&acts);
        let concerned = (convictions.standing().iter())
            .any(|(offence, _)| reached(&escrow, offence.scope) > 0);
        prop_assert_eq!(all(&convictions, &escrow) > 0, concerned);
    }
}
