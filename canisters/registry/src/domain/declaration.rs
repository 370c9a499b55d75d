//! When a provider must accept the declaration again.
//!
//! Against every newer text of the language that is in effect: another major version gives
//! 30 days from when it took effect, another minor version 90, another patch version asks
//! for nothing. The earliest deadline counts. The rule is a pure function of the texts and
//! the time, so what was true at any past moment can be computed again.

use bonafide_types::limits::{DAY_NS, MAJOR_GRACE_DAYS, MINOR_GRACE_DAYS};
use bonafide_types::registry::{DeclarationStatus, Version};

/// A text of a language, as far as this rule needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its version.
    pub version: Version,
    /// From when it is in effect. Nanoseconds since the epoch.
    pub effective_from_ns: u64,
}

/// Until when `accepted` is good enough, given the texts of its language in effect at
/// `at_ns`; `None`: no end in sight. Nanoseconds since the epoch.
pub fn deadline_ns(
    accepted: Version,
    texts: impl IntoIterator<Item = Published>,
    at_ns: u64,
) -> Option<u64> {
    texts
        .into_iter()
        .filter(|text| text.version > accepted && text.effective_from_ns <= at_ns)
        .filter_map(|text| {
            let days = grace_days(accepted, text.version)?;
            Some(text.effective_from_ns.saturating_add(days * DAY_NS))
        })
        .min()
}

/// Days to accept `newer` for one who accepted `accepted`; `None`: no need to.
#[must_use]
pub fn grace_days(accepted: Version, newer: Version) -> Option<u64> {
    if newer.major != accepted.major {
        Some(MAJOR_GRACE_DAYS)
    } else if newer.minor != accepted.minor {
        Some(MINOR_GRACE_DAYS)
    } else {
        None
    }
}

/// Where an acceptance of version `accepted` stands at `at_ns`.
pub fn status(
    accepted: Version,
    texts: impl IntoIterator<Item = Published>,
    at_ns: u64,
) -> DeclarationStatus {
    match deadline_ns(accepted, texts, at_ns) {
        None => DeclarationStatus::Current,
        Some(deadline_ns) if at_ns < deadline_ns => DeclarationStatus::Due { deadline_ns },
        Some(since_ns) => DeclarationStatus::Lapsed { since_ns },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn version(major: u16, minor: u16, patch: u16) -> Version {
        Version {
            major,
            minor,
            patch,
        }
    }

    fn text(version: Version, day: u64) -> Published {
        Published {
            version,
            effective_from_ns: day * DAY_NS,
        }
    }

    #[test]
    fn should_give_30_90_or_no_days() {
        use DeclarationStatus::{Current, Due, Lapsed};
        let accepted = version(1, 0, 0);
        let due = |day: u64| Due {
            deadline_ns: day * DAY_NS,
        };
        let lapsed = |day: u64| Lapsed {
            since_ns: day * DAY_NS,
        };
        let first = text(accepted, 0);
        let patch = text(version(1, 0, 1), 10);
        let minor = text(version(1, 1, 0), 20);
        let major = text(version(2, 0, 0), 60);
        for (texts, day, expected) in [
            (&[first][..], 1_000, Current),
            (&[first, patch], 1_000, Current),
            (&[first, minor], 19, Current),
            (&[first, minor], 20, due(110)),
            (&[first, minor], 109, due(110)),
            (&[first, minor], 110, lapsed(110)),
            (&[first, major], 59, Current),
            (&[first, major], 60, due(90)),
            (&[first, major], 90, lapsed(90)),
            // A later major version shortens the time a minor one gave.
            (&[first, minor, major], 59, due(110)),
            (&[first, minor, major], 60, due(90)),
            (&[first, minor, major], 90, lapsed(90)),
        ] {
            let found = status(accepted, texts.iter().copied(), day * DAY_NS);
            assert_eq!(found, expected, "day {day} of {texts:?}");
        }
        let all = [first, patch, minor, major];
        assert_eq!(status(version(2, 0, 0), all, 1_000 * DAY_NS), Current);
        assert_eq!(status(accepted, [], 1_000 * DAY_NS), Current);
    }

    #[test]
    fn should_lapse_to_the_nanosecond() {
        let texts = [text(version(2, 0, 0), 0)];
        let end = 30 * DAY_NS;
        assert_eq!(
            status(version(1, 0, 0), texts, end - 1),
            DeclarationStatus::Due { deadline_ns: end }
        );
        assert_eq!(
            status(version(1, 0, 0), texts, end),
            DeclarationStatus::Lapsed { since_ns: end }
        );
    }

    /// The rule told as a story: walk the days, note the first on which patience ends.
    fn told_day_by_day(accepted: Version, texts: &[Published], today: u64) -> DeclarationStatus {
        let mut patience: Option<u64> = None;
        for day in 0..=today {
            for text in texts
                .iter()
                .filter(|text| text.effective_from_ns == day * DAY_NS)
            {
                let given = if text.version <= accepted {
                    None
                } else if text.version.major > accepted.major {
                    Some(day + 30)
                } else if text.version.minor > accepted.minor {
                    Some(day + 90)
                } else {
                    None
                };
                patience = match (patience, given) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
            }
        }
        match patience {
            None => DeclarationStatus::Current,
            Some(day) if today < day => DeclarationStatus::Due {
                deadline_ns: day * DAY_NS,
            },
            Some(day) => DeclarationStatus::Lapsed {
                since_ns: day * DAY_NS,
            },
        }
    }

    /// Texts as they can be published: versions and effective days both ascend.
    fn history() -> impl Strategy<Value = Vec<Published>> {
        prop::collection::vec((0..3_u8, 0..80_u64), 1..8).prop_map(|steps| {
            let mut version = version(1, 0, 0);
            let mut day = 0;
            let mut texts = Vec::new();
            for (kind, wait) in steps {
                texts.push(text(version, day));
                day += wait;
                version = match kind {
                    0 => Version {
                        patch: version.patch + 1,
                        ..version
                    },
                    1 => Version {
                        minor: version.minor + 1,
                        patch: 0,
                        ..version
                    },
                    _ => Version {
                        major: version.major + 1,
                        minor: 0,
                        patch: 0,
                    },
                };
            }
            texts
        })
    }

    proptest! {
        #[test]
        fn should_agree_with_the_story(texts in history(), pick in any::<prop::sample::Index>(), today in 0..700_u64) {
            let accepted = texts[pick.index(texts.len())].version;
            prop_assert_eq!(
                status(accepted, texts.iter().copied(), today * DAY_NS),
                told_day_by_day(accepted, &texts, today)
            );
        }

        #[test]
        fn should_stay_lapsed_since_the_same_moment(texts in history(), today in 0..700_u64, later in 0..700_u64) {
            let accepted = texts[0].version;
            let now = status(accepted, texts.iter().copied(), today * DAY_NS);
            if let DeclarationStatus::Lapsed { .. } = now {
                prop_assert_eq!(status(accepted, texts, (today + later) * DAY_NS), now);
            }
        }
    }
}
