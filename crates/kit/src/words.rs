//! Plain words for voters.

use bonafide_types::limits::SECOND_NS;
use std::fmt::Write;

/// A moment as `2026-01-31 23:59:58 UTC`, by the Gregorian calendar.
#[must_use]
pub fn utc(ns: u64) -> String {
    let seconds = ns / SECOND_NS;
    let (mut days, time) = (seconds / 86_400, seconds % 86_400);
    let leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    // A u64 of nanoseconds ends in the year 2554, so the years are few.
    let mut year = 1970;
    loop {
        let length = if leap(year) { 366 } else { 365 };
        if days < length {
            break;
        }
        days -= length;
        year += 1;
    }
    let february = if leap(year) { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    let mut text = format!("{year}-{month:02}-{:02}", days + 1);
    let (hours, minutes) = (time / 3_600, time / 60 % 60);
    // Writing to a string cannot fail.
    let _ = write!(text, " {hours:02}:{minutes:02}:{:02} UTC", time % 60);
    text
}

/// The beginning of a text, at most `bytes` bytes and whole characters.
#[must_use]
pub fn cut(mut text: String, bytes: usize) -> String {
    text.truncate(text.floor_char_boundary(bytes));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_cut_between_characters() {
        assert_eq!(cut("aéb".into(), 2), "a");
        assert_eq!(cut("aéb".into(), 3), "aé");
        assert_eq!(cut("aéb".into(), 9), "aéb");
    }

    #[test]
    fn should_tell_the_time() {
        for (seconds, expected) in [
            (0, "1970-01-01 00:00:00 UTC"),
            (951_782_400, "2000-02-29 00:00:00 UTC"),
            (951_868_799, "2000-02-29 23:59:59 UTC"),
            (1_700_000_000, "2023-11-14 22:13:20 UTC"),
            (1_735_689_599, "2024-12-31 23:59:59 UTC"),
            (4_107_542_400, "2100-03-01 00:00:00 UTC"),
        ] {
            assert_eq!(utc(seconds * SECOND_NS), expected);
        }
        assert!(utc(u64::MAX).starts_with("2554-07-21"));
    }
}
