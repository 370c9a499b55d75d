use super::*;
use proptest::prelude::*;

const DAY: u64 = 86_400_000_000_000;

/// Every rule holds with nothing to spare.
fn tight() -> Windows {
    Windows {
        offence_days: 1,
        notice_days: 1,
        appeal_days: 14,
        decision_days: 14,
        execution_grace_days: 7,
        escrow_holdback_days: 22,
        escrow_horizon_days: 180,
        evidence_age_days: 180,
        offboarded_liability_days: 180,
    }
}

#[test]
fn should_pass_when_nothing_is_to_spare() {
    assert_eq!(check(&tight()), Ok(()));
    assert_eq!(check(&Windows::default()), Ok(()));
}

/// What one more or one less breaks.
type Change = fn(&mut Windows);

#[test]
fn should_refuse_each_broken_rule_by_name() {
    let cases: [(Change, WindowError); 10] = [
        (|it| it.offence_days = 0, WindowError::NoOffenceWindow),
        (|it| it.notice_days = 0, WindowError::NoNotice),
        (
            |it| it.execution_grace_days = 0,
            WindowError::NoExecutionGrace,
        ),
        (
            |it| it.appeal_days = 13,
            WindowError::AppealTooShort { appeal_days: 13 },
        ),
        (
            |it| it.decision_days = 13,
            WindowError::DecisionTooShort { decision_days: 13 },
        ),
        (
            |it| it.escrow_holdback_days = 21,
            WindowError::HoldbackTooShort {
                escrow_holdback_days: 21,
                needed_days: 22,
            },
        ),
        (
            |it| it.appeal_days = 15,
            WindowError::HoldbackTooShort {
                escrow_holdback_days: 22,
                needed_days: 23,
            },
        ),
        (
            |it| it.notice_days = 2,
            WindowError::HoldbackTooShort {
                escrow_holdback_days: 22,
                needed_days: 23,
            },
        ),
        (
            |it| it.evidence_age_days = 181,
            WindowError::EvidenceTooOld {
                evidence_age_days: 181,
                escrow_horizon_days: 180,
            },
        ),
        (
            |it| it.offboarded_liability_days = 179,
            WindowError::LiabilityTooShort {
                offboarded_liability_days: 179,
                escrow_horizon_days: 180,
            },
        ),
    ];
    for (change, error) in cases {
        let mut windows = tight();
        change(&mut windows);
        assert_eq!(check(&windows), Err(error));
    }
}

#[test]
fn should_not_overflow_where_sums_are_large() {
    let windows = Windows {
        notice_days: u32::MAX,
        appeal_days: u32::MAX,
        execution_grace_days: u32::MAX,
        escrow_holdback_days: u32::MAX,
        ..tight()
    };
    let error = WindowError::HoldbackTooShort {
        escrow_holdback_days: u32::MAX,
        needed_days: 3 * u64::from(u32::MAX),
    };
    assert_eq!(check(&windows), Err(error));
}

#[test]
fn should_take_evidence_until_its_last_moment() {
    let windows = tight();
    let offence = 1_000;
    let last = offence + 180 * DAY;
    for now in [0, offence, last - 1, last] {
        assert!(!is_expired(offence, now, &windows), "{now}");
        assert!(is_liable(offence, now, &windows), "{now}");
    }
    for now in [last + 1, u64::MAX] {
        assert!(is_expired(offence, now, &windows), "{now}");
        assert!(!is_liable(offence, now, &windows), "{now}");
    }
    let evidence_age_days = u32::MAX;
    let for_ever = Windows {
        evidence_age_days,
        ..windows
    };
    assert!(!is_expired(u64::MAX, u64::MAX, &for_ever));
    assert!(!is_expired(0, u64::MAX, &for_ever));
}

#[test]
fn should_number_windows_from_the_epoch() {
    let offence_days = 30;
    let windows = Windows {
        offence_days,
        ..tight()
    };
    for (at, expected) in [(0, 0), (30 * DAY - 1, 0), (30 * DAY, 1), (60 * DAY, 2)] {
        assert_eq!(number(at, &windows), Some(expected));
    }
    let offence_days = 0;
    assert_eq!(
        number(
            5,
            &Windows {
                offence_days,
                ..windows
            }
        ),
        None
    );
    let offence_days = u32::MAX;
    assert_eq!(
        number(
            u64::MAX,
            &Windows {
                offence_days,
                ..windows
            }
        ),
        Some(0)
    );
}

fn any_windows() -> impl Strategy<Value = Windows> {
    let steps = (0..3_u32, 0..3_u32, 12..17_u32, 12..17_u32, 0..5_u32);
    let money = (12..26_u32, 0..5_u32, 0..5_u32, 0..5_u32);
    (steps, money).prop_map(|(steps, money)| {
        let (offence_days, notice_days, appeal_days, decision_days, execution_grace_days) = steps;
        let (holdback, horizon, age, liability) = money;
        Windows {
            offence_days,
            notice_days,
            appeal_days,
            decision_days,
            execution_grace_days,
            escrow_holdback_days: holdback,
            escrow_horizon_days: horizon,
            evidence_age_days: age,
            offboarded_liability_days: liability,
        }
    })
}

proptest! {
    #[test]
    fn should_pass_only_what_keeps_every_rule(windows in any_windows()) {
        let Windows {
            offence_days,
            notice_days,
            appeal_days,
            decision_days,
            execution_grace_days,
            escrow_holdback_days,
            escrow_horizon_days,
            evidence_age_days,
            offboarded_liability_days,
        } = windows;
        let keeps = offence_days > 0
            && notice_days > 0
            && execution_grace_days > 0
            && appeal_days >= 14
            && decision_days >= 14
            && escrow_holdback_days >= notice_days + appeal_days + execution_grace_days
            && evidence_age_days <= escrow_horizon_days
            && offboarded_liability_days >= escrow_horizon_days;
        prop_assert_eq!(check(&windows).is_ok(), keeps);
    }

    #[test]
    fn should_still_be_liable_while_evidence_is_taken(
        (horizon, less, more) in (0..5_u32, 0..5_u32, 0..5_u32),
        left in 0..5 * DAY,
        now in 0..10 * DAY,
    ) {
        let windows = Windows {
            escrow_horizon_days: horizon,
            evidence_age_days: horizon.saturating_sub(less),
            offboarded_liability_days: horizon + more,
            ..tight()
        };
        prop_assert_eq!(check(&windows), Ok(()));
        // Who offends and leaves at once is within reach as long as evidence is taken.
        prop_assert!(is_expired(left, now, &windows) || is_liable(left, now, &windows));
    }
}
