use super::*;

const HASHES: [Sha256Hash; 3] = [
    Sha256Hash([1; 32]),
    Sha256Hash([2; 32]),
    Sha256Hash([3; 32]),
];

/// Days 100 to 102 of engine v1.
fn period(state: PeriodState) -> Period {
    Period {
        id: 7,
        from_day: 100,
        to_day: 102,
        engine: Engine::V1,
        xdr_permyriad_per_icp: 10_000,
        rate_source: "an example".into(),
        inputs: Inputs::Days(HASHES.to_vec()),
        penalties: vec![],
        input_hash: None,
        slices: 3,
        totals: None,
        state,
    }
}

const fn awaiting(supplied: u32) -> PeriodState {
    PeriodState::AwaitingInputs { supplied }
}

const fn computing(slice: u32) -> PeriodState {
    PeriodState::Computing { slice }
}

const CLOSED: PeriodState = PeriodState::Closed { at_ns: 5 };
const CANCELLED: PeriodState = PeriodState::Cancelled { at_ns: 6 };

/// Every state that a period of three slices can be in.
const STATES: [PeriodState; 9] = [
    awaiting(0),
    awaiting(1),
    awaiting(2),
    computing(0),
    computing(1),
    computing(2),
    computing(3),
    CLOSED,
    CANCELLED,
];

type Arrow = fn(&Period) -> Result<PeriodState, RewardsError>;

/// Follows an arrow from every state: those that are given lead on, all others are refused.
fn assert_arrow(arrow: Arrow, legal: &[(PeriodState, PeriodState)], needed: &str) {
    for from in STATES {
        let to = legal.iter().find(|(before, _)| *before == from);
        let expected = to.map(|(_, after)| *after);
        let expected = expected.ok_or_else(|| RewardsError::PeriodStanding {
            period_id: 7,
            state: from,
            needed: needed.into(),
        });
        assert_eq!(arrow(&period(from)), expected, "{from:?}");
    }
}

#[test]
fn should_await_facts_until_the_last() {
    let legal = [
        (awaiting(0), awaiting(1)),
        (awaiting(1), awaiting(2)),
        (awaiting(2), computing(0)),
    ];
    assert_arrow(supply, &legal, "AwaitingInputs");
}

#[test]
fn should_compute_slice_by_slice() {
    let legal = [
        (computing(0), computing(1)),
        (computing(1), computing(2)),
        (computing(2), computing(3)),
    ];
    assert_arrow(compute, &legal, "Computing, with a slice to go");
}

#[test]
fn should_close_after_the_last_slice() {
    let legal = [(computing(3), PeriodState::Closed { at_ns: 9 })];
    let needed = "Computing, with no slice to go";
    assert_arrow(|period| close(period, 9), &legal, needed);
}

#[test]
fn should_cancel_until_it_is_closed() {
    let cancelled = PeriodState::Cancelled { at_ns: 9 };
    let legal = STATES[..7].iter().map(|from| (*from, cancelled));
    let legal: Vec<_> = legal.collect();
    let needed = "AwaitingInputs or Computing";
    assert_arrow(|period| cancel(period, 9), &legal, needed);
    for from in STATES {
        let is_legal = legal.iter().any(|(before, _)| *before == from);
        assert_eq!(is_open(&period(from)), is_legal, "{from:?}");
    }
}

#[test]
fn should_know_slices_by_their_days() {
    let days = period(awaiting(0));
    for (day, slice) in [
        (0, None),
        (99, None),
        (100, Some(0)),
        (102, Some(2)),
        (103, None),
        (u32::MAX, None),
    ] {
        assert_eq!(slice_of(&days, day), slice, "{day}");
    }
    assert_eq!(table_day(&days, 0), 100);
    assert_eq!(table_day(&days, 2), 102);
    let month = Period {
        engine: Engine::V0,
        inputs: Inputs::Operators(HASHES[0]),
        slices: 1,
        ..days
    };
    assert_eq!(slice_of(&month, 100), None);
    assert_eq!(table_day(&month, 0), 102);
}

#[test]
fn should_know_the_hash_of_each_slice() {
    let days = period(awaiting(0));
    for (slice, hash) in (0..).zip(HASHES) {
        assert_eq!(adopted_hash(&days, slice), Some(hash));
    }
    assert_eq!(adopted_hash(&days, 3), None);
    assert_eq!(adopted_hash(&days, u32::MAX), None);
    let month = Period {
        inputs: Inputs::Operators(HASHES[1]),
        ..days.clone()
    };
    assert_eq!(adopted_hash(&month, 0), Some(HASHES[1]));
    assert_eq!(adopted_hash(&month, 1), None);
    let collected = Period {
        inputs: Inputs::Collected,
        ..days
    };
    assert_eq!(adopted_hash(&collected, 0), None);
}
