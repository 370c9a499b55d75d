//! The figures of the rules, to the unit and to the second.

use super::*;
use proptest::prelude::*;

const DAY: u64 = 86_400;
const SUBMITTED: u64 = 1_763_700_000;
const DEADLINE: u64 = SUBMITTED + 4 * DAY;

/// As the NNS votes.
const ORDINARY: Rules = Rules {
    voting_period_seconds: 4 * DAY,
    wait_for_quiet_seconds: 2 * DAY,
    quorum_bps: 300,
    majority_bps: ORDINARY_MAJORITY_BPS,
};

/// As an SNS votes on critical proposals.
const CRITICAL: Rules = Rules {
    quorum_bps: 2_000,
    majority_bps: 6_700,
    ..ORDINARY
};

fn tally(yes: u64, no: u64, total: u64) -> Tally {
    Tally {
        timestamp_seconds: SUBMITTED,
        yes,
        no,
        total,
    }
}

/// Yes, no and total, and what they decide.
type Early = ((u64, u64, u64), Option<bool>);

fn assert_early(rules: Rules, expected: &[Early]) {
    for ((yes, no, total), decision) in expected {
        let found = early(&tally(*yes, *no, *total), rules.majority_bps);
        assert_eq!(found, *decision, "yes {yes}, no {no}, total {total}");
    }
}

#[test]
fn should_decide_early_at_half_of_an_even_total() {
    let expected = [
        ((0, 0, 10), None),
        ((5, 0, 10), None),
        ((5, 4, 10), None),
        ((6, 0, 10), Some(true)),
        ((6, 4, 10), Some(true)),
        ((0, 4, 10), None),
        ((5, 5, 10), Some(false)),
        ((0, 5, 10), Some(false)),
    ];
    assert_early(ORDINARY, &expected);
}

#[test]
fn should_decide_early_at_half_of_an_odd_total() {
    let expected = [
        ((5, 0, 11), None),
        ((5, 5, 11), None),
        ((6, 5, 11), Some(true)),
        ((0, 5, 11), None),
        ((5, 6, 11), Some(false)),
        ((1, 0, 1), Some(true)),
        ((0, 1, 1), Some(false)),
    ];
    assert_early(ORDINARY, &expected);
}

#[test]
fn should_decide_critical_proposals_early_above_67_percent_of_all_power() {
    let expected = [
        ((67, 0, 100), None),
        ((68, 0, 100), Some(true)),
        ((67, 32, 100), None),
        ((0, 33, 100), Some(false)),
        ((67, 33, 100), Some(false)),
        ((6_700, 3_299, 10_000), None),
        ((6_701, 0, 10_000), Some(true)),
        ((0, 3_300, 10_000), Some(false)),
        ((2, 0, 3), None),
        ((0, 1, 3), Some(false)),
    ];
    assert_early(CRITICAL, &expected);
}

#[test]
fn should_adopt_nothing_where_nobody_can_vote() {
    assert_eq!(early(&tally(0, 0, 0), 5_000), Some(false));
    assert!(!at_deadline(&tally(0, 0, 0), &ORDINARY));
}

#[test]
fn should_count_the_greatest_powers() {
    let half = u64::MAX / 2;
    let expected = [
        ((half, half, u64::MAX), None),
        ((half + 1, half, u64::MAX), Some(true)),
        ((half, half + 1, u64::MAX), Some(false)),
    ];
    assert_early(ORDINARY, &expected);
    assert!(at_deadline(&tally(u64::MAX, 0, u64::MAX), &CRITICAL));
    let forged = tally(u64::MAX, u64::MAX, u64::MAX);
    assert!(!at_deadline(&forged, &ORDINARY));
}

fn assert_at_deadline(rules: Rules, expected: &[((u64, u64, u64), bool)]) {
    for ((yes, no, total), adopted) in expected {
        let found = at_deadline(&tally(*yes, *no, *total), &rules);
        assert_eq!(found, *adopted, "yes {yes}, no {no}, total {total}");
    }
}

#[test]
fn should_ask_for_3_percent_and_more_yes_than_no_at_the_deadline() {
    let expected = [
        ((3, 0, 100), true),
        ((3, 2, 100), true),
        ((2, 0, 100), false),
        ((3, 0, 101), false),
        ((4, 0, 101), true),
        ((3, 3, 100), false),
        ((40, 41, 100), false),
        ((41, 40, 100), true),
        ((0, 0, 100), false),
        ((299, 0, 10_000), false),
        ((300, 299, 10_000), true),
        ((300, 300, 10_000), false),
        // Turnout is no quorum: the yes votes alone are counted.
        ((299, 298, 10_000), false),
    ];
    assert_at_deadline(ORDINARY, &expected);
}

#[test]
fn should_ask_for_20_percent_and_more_than_67_of_the_votes_for_critical_proposals() {
    let expected = [
        ((200, 0, 1_000), true),
        ((199, 0, 1_000), false),
        ((200, 0, 1_001), false),
        ((201, 0, 1_001), true),
        // 201 of 300 are 67 % exactly.
        ((201, 99, 1_000), false),
        ((202, 99, 1_000), true),
        ((202, 98, 1_000), true),
        ((200, 99, 1_000), false),
        ((335, 165, 1_000), false),
        ((336, 164, 1_000), true),
    ];
    assert_at_deadline(CRITICAL, &expected);
}

/// The deadline after a vote so many seconds after submission.
fn deadline(before: (u64, u64), after: (u64, u64), elapsed: u64) -> u64 {
    let of = |(yes, no)| tally(yes, no, 100);
    let now = SUBMITTED + elapsed;
    deadline_after(&of(before), &of(after), SUBMITTED, DEADLINE, now, &ORDINARY)
}

#[test]
fn should_wait_for_quiet_when_a_vote_turns_the_result() {
    let yes_to_no = |elapsed| deadline((30, 20), (30, 30), elapsed);
    let no_to_yes = |elapsed| deadline((20, 20), (21, 20), elapsed);
    for (elapsed, longer) in [
        (0, 0),
        (1, 1),
        (2, 1),
        (3, 2),
        (DAY, DAY / 2),
        (DAY + 1, DAY / 2 + 1),
        (4 * DAY - 2, 2 * DAY - 1),
        (4 * DAY - 1, 2 * DAY),
        (4 * DAY, 2 * DAY),
    ] {
        assert_eq!(yes_to_no(elapsed), DEADLINE + longer, "after {elapsed} s");
        assert_eq!(no_to_yes(elapsed), DEADLINE + longer, "after {elapsed} s");
    }
}

#[test]
fn should_keep_the_deadline_when_nothing_turns() {
    let elapsed = 3 * DAY;
    for (before, after) in [
        ((30, 20), (30, 29)),
        ((30, 20), (40, 20)),
        ((20, 30), (30, 30)),
        ((30, 30), (30, 31)),
        ((0, 0), (0, 10)),
    ] {
        assert_eq!(deadline(before, after, elapsed), DEADLINE, "{after:?}");
    }
}

#[test]
fn should_keep_the_deadline_when_a_side_has_half_of_all_power() {
    let elapsed = 3 * DAY;
    assert_eq!(
        deadline((30, 20), (30, 49), elapsed),
        DEADLINE + 3 * DAY / 2
    );
    assert_eq!(deadline((30, 20), (30, 50), elapsed), DEADLINE);
    assert_eq!(
        deadline((20, 30), (50, 30), elapsed),
        DEADLINE + 3 * DAY / 2
    );
    assert_eq!(deadline((20, 30), (51, 30), elapsed), DEADLINE);
}

#[test]
fn should_ask_half_of_all_power_also_where_more_is_needed_to_decide() {
    let turned = |after| {
        let now = SUBMITTED + 3 * DAY;
        let (before, after) = (tally(20, 30, 100), after);
        deadline_after(&before, &after, SUBMITTED, DEADLINE, now, &CRITICAL)
    };
    assert_eq!(turned(tally(50, 30, 100)), DEADLINE + 3 * DAY / 2);
    assert_eq!(turned(tally(51, 30, 100)), DEADLINE);
}

#[test]
fn should_keep_a_deadline_that_has_passed() {
    assert_eq!(deadline((30, 20), (30, 30), 4 * DAY + 1), DEADLINE);
}

#[test]
fn should_wait_less_the_longer_the_vote_has_lasted() {
    let (yes, no) = (tally(30, 20, 100), tally(30, 30, 100));
    let turn = |elapsed, deadline| {
        let now = SUBMITTED + elapsed;
        deadline_after(&yes, &no, SUBMITTED, deadline, now, &ORDINARY)
    };
    // 2 d + 2 d - 2.5 d after five days.
    let later = SUBMITTED + 6 * DAY;
    assert_eq!(turn(5 * DAY, later), SUBMITTED + 6 * DAY + DAY / 2);
    // After eight days there is no margin left, and never less.
    let far = SUBMITTED + 8 * DAY;
    assert_eq!(turn(8 * DAY, far), far);
    assert_eq!(turn(9 * DAY, SUBMITTED + 9 * DAY), SUBMITTED + 9 * DAY);
}

#[test]
fn should_round_halves_of_odd_seconds_down() {
    let rules = Rules {
        voting_period_seconds: 43_201,
        wait_for_quiet_seconds: 100,
        ..ORDINARY
    };
    let (yes, no) = (tally(30, 20, 100), tally(30, 30, 100));
    let turn = |elapsed| {
        let deadline = SUBMITTED + 43_201;
        let now = SUBMITTED + elapsed;
        deadline_after(&yes, &no, SUBMITTED, deadline, now, &rules) - SUBMITTED
    };
    assert_eq!(turn(43_001), 43_201, "the margin is 200");
    assert_eq!(
        turn(43_003),
        43_003 + 199,
        "the margin is 100 + 21,600 - 21,501"
    );
    assert_eq!(turn(43_200), 43_200 + 100);
}

#[test]
fn should_follow_more_than_half_and_refuse_with_half() {
    use Vote::{No, Yes};
    for ((yes, no, followees), vote) in [
        ((0, 0, 0), None),
        ((1, 0, 1), Some(Yes)),
        ((0, 1, 1), Some(No)),
        ((0, 0, 1), None),
        ((1, 0, 2), None),
        ((0, 1, 2), Some(No)),
        ((1, 1, 2), Some(No)),
        ((2, 0, 2), Some(Yes)),
        ((1, 1, 3), None),
        ((2, 0, 3), Some(Yes)),
        ((1, 2, 3), Some(No)),
        ((7, 0, 15), None),
        ((8, 7, 15), Some(Yes)),
        ((0, 7, 15), None),
        ((7, 8, 15), Some(No)),
    ] {
        let found = followed(yes, no, followees);
        assert_eq!(found, vote, "{yes} yes, {no} no of {followees}");
    }
}

/// Rules that governance may have, and tallies as votes on them can give.
fn rules() -> impl Strategy<Value = Rules> {
    (1_u32..=5_000, 5_000_u32..=9_999).prop_map(|(quorum_bps, majority_bps)| Rules {
        quorum_bps,
        majority_bps,
        ..ORDINARY
    })
}

fn votes() -> impl Strategy<Value = (Tally, Tally)> {
    let part = |of: u64| (Just(of), 0..=of);
    (1_u64..=30)
        .prop_flat_map(part)
        .prop_flat_map(move |(total, cast)| (Just(total), part(cast), part(total - cast)))
        .prop_flat_map(move |(total, (cast, yes), (_, more))| {
            let before = tally(yes, cast - yes, total);
            (Just(before), part(more))
        })
        .prop_map(|(before, (more, yes))| {
            let after = tally(before.yes + yes, before.no + more - yes, before.total);
            (before, after)
        })
}

proptest! {
    #[test]
    fn should_decide_early_only_what_no_later_vote_can_change(
        (before, after) in votes(),
        rules in rules(),
    ) {
        let decision = early(&before, rules.majority_bps);
        if let Some(adopted) = decision {
            prop_assert_eq!(at_deadline(&before, &rules), adopted);
            prop_assert_eq!(at_deadline(&after, &rules), adopted);
            prop_assert_eq!(early(&after, rules.majority_bps), decision);
        } else {
            // All that is left, on one side or on the other, decides differently.
            let left = before.total - before.yes - before.no;
            let all_yes = Tally { yes: before.yes + left, ..before };
            let all_no = Tally { no: before.no + left, ..before };
            prop_assert!(at_deadline(&all_yes, &rules));
            prop_assert!(!at_deadline(&all_no, &rules));
        }
    }

    #[test]
    fn should_move_deadlines_only_later_and_not_beyond_the_margin(
        (before, after) in votes(),
        elapsed in 0..20 * DAY,
        longer in 0..10 * DAY,
        rules in rules(),
    ) {
        let (now, old) = (SUBMITTED + elapsed, DEADLINE + longer);
        let new = deadline_after(&before, &after, SUBMITTED, old, now, &rules);
        prop_assert!(new >= old);
        prop_assert!(new <= old.max(now + 4 * DAY));
        if before == after {
            prop_assert_eq!(new, old);
        }
    }
}

#[test]
fn should_not_change_a_vote_that_follows() {
    for followees in 1..=15 {
        for yes in 0..followees {
            for no in 0..followees - yes {
                if let Some(vote) = followed(yes, no, followees) {
                    assert_eq!(followed(yes + 1, no, followees), Some(vote));
                    assert_eq!(followed(yes, no + 1, followees), Some(vote));
                }
            }
        }
    }
}
