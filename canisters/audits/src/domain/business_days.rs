//! Business days: Monday to Friday, by the calendar of UTC. There are no holidays, which would
//! differ between the places audited.

use bonafide_types::limits::DAY_NS;

/// The window of a visit, whose notice begins now: it opens with the day after `notice` business
/// days, of which today is none, and closes after `length` business days more. Both are
/// midnights. Nanoseconds since the epoch.
#[must_use]
pub fn window(now_ns: u64, notice: u32, length: u32) -> (u64, u64) {
    let opens = day_after(now_ns / DAY_NS + 1, notice);
    let closes = day_after(opens, length);
    (opens * DAY_NS, closes * DAY_NS)
}

/// The day after so many business days, counted from `day`, itself included. Days are counted
/// from the epoch, which was a Thursday.
fn day_after(mut day: u64, business_days: u32) -> u64 {
    let mut left = business_days;
    while left > 0 {
        let weekday = (day + 3) % 7;
        if weekday < 5 {
            left -= 1;
        }
        day += 1;
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::limits::SECOND_NS;

    /// 2026-01-05, a Monday.
    const MONDAY_NS: u64 = 1_767_571_200 * SECOND_NS;
    const HOUR_NS: u64 = 3_600 * SECOND_NS;

    fn days(now_ns: u64, notice: u32, length: u32) -> (u64, u64) {
        let (opens, closes) = window(now_ns, notice, length);
        ((opens - MONDAY_NS) / DAY_NS, (closes - MONDAY_NS) / DAY_NS)
    }

    #[test]
    fn should_count_business_days_and_not_today() {
        // Tuesday to Friday and Monday pass; Tuesday to Friday and Monday are the window.
        assert_eq!(days(MONDAY_NS, 5, 5), (8, 15));
        // The hour of the day does not matter.
        assert_eq!(days(MONDAY_NS + 23 * HOUR_NS, 5, 5), (8, 15));
        assert_eq!(days(MONDAY_NS, 1, 1), (2, 3));
        // Of a Thursday: Friday passes, and the window is Monday alone.
        assert_eq!(days(MONDAY_NS + 3 * DAY_NS, 1, 1), (5, 8));
    }

    #[test]
    fn should_give_friday_to_sunday_the_same_window() {
        for day in 4..7 {
            assert_eq!(days(MONDAY_NS + day * DAY_NS, 5, 2), (12, 16), "day {day}");
        }
    }

    #[test]
    fn should_open_at_midnight_after_the_notice_in_any_week() {
        for day in 0..14 {
            for notice in 5..=10 {
                for length in 1..=20 {
                    let now_ns = MONDAY_NS + day * DAY_NS + 5 * HOUR_NS;
                    let (opens, closes) = window(now_ns, notice, length);
                    assert_eq!((opens % DAY_NS, closes % DAY_NS), (0, 0));
                    let passed = |from: u64, to: u64| {
                        let days = from / DAY_NS..to / DAY_NS;
                        days.filter(|day| (day + 3) % 7 < 5).count()
                    };
                    assert_eq!(passed(now_ns + DAY_NS, opens), notice as usize);
                    assert_eq!(passed(opens, closes), length as usize);
                }
            }
        }
    }

    #[test]
    fn should_know_that_the_epoch_was_a_thursday() {
        // Friday passes, and Saturday follows.
        assert_eq!(window(0, 1, 0), (2 * DAY_NS, 2 * DAY_NS));
    }
}
