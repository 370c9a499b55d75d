//! Days of the calendar, UTC.

use std::{fmt, str::FromStr};

/// A day, as the number of days since 1970-01-01. It is written `2025-01-31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub u32);

/// No day of the calendar from 1970 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be a day from 1970 to 9999, as 2025-01-31")]
pub struct NoDay;

/// Days of 400 years.
const ERA: u32 = 146_097;
/// Days from 0000-03-01 to 1970-01-01. Years are counted from March, so that a leap day is the
/// last of its year.
const EPOCH: u32 = 719_468;

impl Day {
    /// The day after.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    fn of(year: u32, month: u32, day: u32) -> Self {
        let (year, month) = if month > 2 {
            (year, month - 3)
        } else {
            (year - 1, month + 9)
        };
        let days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5;
        Self(days + day - 1 - EPOCH)
    }

    /// Year, month and day of the month, from 1.
    fn parts(self) -> (u64, u64, u64) {
        let days = u64::from(self.0) + u64::from(EPOCH);
        let era = u64::from(ERA);
        let (eras, of_era) = (days / era, days % era);
        let years = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (years * 365 + years / 4 - years / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let year = eras * 400 + years;
        if month < 10 {
            (year, month + 3, day)
        } else {
            (year + 1, month - 9, day)
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Day {
    type Err = NoDay;

    fn from_str(text: &str) -> Result<Self, NoDay> {
        let number = |text: &str| text.parse::<u32>().map_err(|_| NoDay);
        let mut parts = text.split('-');
        let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(NoDay);
        };
        let (year, month, day) = (number(year)?, number(month)?, number(day)?);
        let possible =
            (1970..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        // Written again it is the same text only if the calendar has that day.
        let found = possible.then(|| Self::of(year, month, day));
        found.filter(|found| found.to_string() == text).ok_or(NoDay)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_know_the_calendar() {
        for (text, number) in [
            ("1970-01-01", 0),
            ("2000-02-29", 11_016),
            ("2000-03-01", 11_017),
            ("2025-01-01", 20_089),
            ("2100-02-28", 47_540),
            ("2100-03-01", 47_541),
            ("9999-12-31", 2_932_896),
        ] {
            assert_eq!(text.parse(), Ok(Day(number)));
            assert_eq!(Day(number).to_string(), text);
        }
        assert_eq!(Day(0).next(), Day(1));
    }

    #[test]
    fn should_write_every_day_as_it_is_read() {
        for number in 0..=2_932_896 {
            let day = Day(number);
            assert_eq!(day.to_string().parse(), Ok(day));
        }
        assert!(Day(u32::MAX).to_string().len() > 10);
    }

    #[test]
    fn should_refuse_what_is_no_day() {
        for text in [
            "",
            "2025",
            "2025-01",
            "2025-1-1",
            "2025-13-01",
            "2025-00-01",
            "2025-02-29",
            "2025-04-31",
            "2025-01-00",
            "2025-01-01T00",
            "2025-01-01-01",
            "1969-12-31",
            "10000-01-01",
            "+2025-01-01",
            "2025-01-+1",
            " 2025-01-01",
        ] {
            assert_eq!(text.parse::<Day>(), Err(NoDay), "{text}");
        }
    }
}
