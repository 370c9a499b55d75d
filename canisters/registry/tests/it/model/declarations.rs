//! Declaration texts and who accepted them.

use super::{Model, Text};
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{DeclarationStatus, Version};

impl Model {
    pub(super) fn last_text(&self, language: &str) -> Option<&Text> {
        let texts = self.texts.iter();
        texts
            .filter(|text| text.language == language)
            .max_by_key(|text| text.version)
    }

    /// The version a step publishes: the last one with one part raised, or the last itself.
    pub(crate) fn version(&self, language: &str, bump: u8) -> Version {
        let Some(Text { version, .. }) = self.last_text(language) else {
            return Version {
                major: 1,
                minor: 0,
                patch: 0,
            };
        };
        let Version {
            major,
            minor,
            patch,
        } = *version;
        match bump {
            0 => *version,
            1 => Version {
                major,
                minor,
                patch: patch + 1,
            },
            2 => Version {
                major,
                minor: minor + 1,
                patch: 0,
            },
            _ => Version {
                major: major + 1,
                minor: 0,
                patch: 0,
            },
        }
    }

    /// From when a step's text is in effect.
    pub(crate) fn effective_from_ns(&self, wait_days: Option<i64>) -> u64 {
        self.in_days(wait_days.unwrap_or(0))
    }

    /// A moment so many days from now.
    pub(crate) fn in_days(&self, days: i64) -> u64 {
        let wait = days.unsigned_abs() * DAY_NS;
        if days < 0 {
            self.now_ns - wait
        } else {
            self.now_ns + wait
        }
    }

    pub(super) fn current(&self, language: &str) -> Option<&Text> {
        let in_effect = |text: &&Text| text.language == language && text.from_ns <= self.now_ns;
        self.texts
            .iter()
            .filter(in_effect)
            .max_by_key(|text| text.version)
    }

    pub(crate) fn status(&self, provider: u8) -> DeclarationStatus {
        let Some((accepted, _)) = self.accepted.get(&provider).and_then(|all| all.last()) else {
            return DeclarationStatus::NotAccepted;
        };
        let mut deadline = u64::MAX;
        for text in &self.texts {
            let newer = text.version > accepted.version && text.from_ns <= self.now_ns;
            if text.language != accepted.language || !newer {
                continue;
            }
            if text.version.major != accepted.version.major {
                deadline = deadline.min(text.from_ns + 30 * DAY_NS);
            } else if text.version.minor != accepted.version.minor {
                deadline = deadline.min(text.from_ns + 90 * DAY_NS);
            }
        }
        match deadline {
            u64::MAX => DeclarationStatus::Current,
            deadline_ns if self.now_ns < deadline_ns => DeclarationStatus::Due { deadline_ns },
            since_ns => DeclarationStatus::Lapsed { since_ns },
        }
    }
}
