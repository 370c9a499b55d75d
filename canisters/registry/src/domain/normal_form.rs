//! The normal form of a declaration text, the one thing that is hashed: so that an editor
//! that changes line ends or blanks does not change what was accepted.
//!
//! - Unicode normalization form C
//! - lines end in LF; CR LF and a lone CR become LF
//! - no spaces or tabs at the end of a line
//! - exactly one LF at the end of the text; all other blank lines stay
//! - no byte-order mark at the start
//! - no control characters but LF and tab: such a text is refused

use bonafide_types::id::Sha256Hash;
use bonafide_types::limits::DECLARATION_BYTES;
use bonafide_types::registry::RegistryError;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// A text in normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NormalForm {
    text: String,
}

/// Why a text has no normal form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NormalFormError {
    /// Nothing but blanks.
    #[error("the text is empty")]
    Empty,
    /// A control character other than LF and tab.
    #[error("line {line}: control character U+{code:04X} is not allowed")]
    ControlCharacter {
        /// Which line, counted from 1.
        line: u64,
        /// Its code point.
        code: u32,
    },
    /// Longer than a declaration may be.
    #[error("{bytes} bytes in normal form, at most {limit} allowed")]
    TooLong {
        /// Bytes of the normal form.
        bytes: u64,
        /// Bytes allowed.
        limit: u64,
    },
}

impl NormalFormError {
    /// The registry's error for the field that held the text.
    #[must_use]
    pub fn in_field(self, field: &str) -> RegistryError {
        let field = field.to_owned();
        match self {
            Self::Empty => RegistryError::TextEmpty { field },
            Self::TooLong { bytes, limit } => RegistryError::TextTooLong {
                field,
                bytes,
                limit,
            },
            Self::ControlCharacter { line, code } => RegistryError::InvalidField {
                field,
                given: format!("U+{code:04X} in line {line}"),
                rule: "no control characters but line feed and tab".into(),
            },
        }
    }
}

impl NormalForm {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text, owned.
    #[must_use]
    pub fn into_string(self) -> String {
        self.text
    }

    /// SHA-256 of the text's UTF-8 bytes: what a provider accepts.
    #[must_use]
    pub fn sha256(&self) -> Sha256Hash {
        Sha256Hash(Sha256::digest(&self.text).into())
    }
}

/// Brings a text to its normal form.
///
/// # Errors
/// Each [`NormalFormError`].
pub fn normalize(given: &str) -> Result<NormalForm, NormalFormError> {
    let given = given.trim_start_matches('\u{feff}');
    let composed: String = given
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .nfc()
        .collect();
    let mut text = String::with_capacity(composed.len() + 1);
    for (line, number) in composed.split('\n').zip(1..) {
        if let Some(control) = line.chars().find(|c| c.is_control() && *c != '\t') {
            return Err(NormalFormError::ControlCharacter {
                line: number,
                code: control.into(),
            });
        }
        text.push_str(line.trim_end_matches([' ', '\t']));
        text.push('\n');
    }
    text.truncate(text.trim_end_matches('\n').len());
    if text.trim().is_empty() {
        return Err(NormalFormError::Empty);
    }
    text.push('\n');
    if text.len() > DECLARATION_BYTES {
        return Err(NormalFormError::TooLong {
            bytes: text.len() as u64,
            limit: DECLARATION_BYTES as u64,
        });
    }
    Ok(NormalForm { text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn normal(given: &str) -> String {
        normalize(given).unwrap().into_string()
    }

    #[test]
    fn should_bring_texts_to_one_form() {
        for (given, expected) in [
            ("a", "a\n"),
            ("a\n", "a\n"),
            ("a\n\n\n", "a\n"),
            ("a\r\nb\rc", "a\nb\nc\n"),
            ("a \t\n b\t \n", "a\n b\n"),
            ("a\n\n\nb", "a\n\n\nb\n"),
            ("\n\na", "\n\na\n"),
            ("\u{feff}a", "a\n"),
            ("e\u{301}", "\u{e9}\n"),
            ("a\tb", "a\tb\n"),
            ("a \n\t\n  \n", "a\n"),
        ] {
            assert_eq!(normal(given), expected, "{given:?}");
        }
    }

    #[test]
    fn should_refuse_what_has_no_normal_form() {
        for blank in ["", "\n", " \t\r\n", "\u{feff}"] {
            assert_eq!(normalize(blank), Err(NormalFormError::Empty), "{blank:?}");
        }
        assert_eq!(
            normalize("a\nb\u{7}"),
            Err(NormalFormError::ControlCharacter { line: 2, code: 7 })
        );
        for control in ["a\0", "a\u{b}b", "a\u{c}b", "a\u{7f}", "a\u{85}b"] {
            assert!(normalize(control).is_err(), "{control:?}");
        }
        assert!(normalize(&"x".repeat(65_535)).is_ok());
        assert_eq!(
            normalize(&"x".repeat(65_536)),
            Err(NormalFormError::TooLong {
                bytes: 65_537,
                limit: 65_536
            })
        );
    }

    #[test]
    fn should_hash_the_normal_form() {
        // SHA-256 of "abc\n".
        let expected = "edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb";
        assert_eq!(
            normalize("abc \r\n").unwrap().sha256().to_string(),
            expected
        );
    }

    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            4 => "[a-z ]{0,5}",
            2 => prop::sample::select(vec!["\n", "\r\n", "\r", " ", "\t", "\u{feff}", "\u{301}", "e\u{301}", "\u{1e9b}\u{323}", "\u{2126}", "\u{2000}"]).prop_map(String::from),
            1 => "\\PC{0,4}",
        ];
        prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn should_be_idempotent(given in text()) {
            if let Ok(once) = normalize(&given) {
                prop_assert_eq!(normalize(once.as_str()), Ok(once));
            }
        }

        #[test]
        fn should_not_see_line_ends_or_trailing_blanks(lines in prop::collection::vec("[a-zé]{0,6}", 1..8), blanks in "[ \t]{0,3}") {
            let joined = |end: &str| normalize(&lines.iter().map(|line| format!("{line}{blanks}{end}")).collect::<String>());
            prop_assert_eq!(joined("\r\n"), joined("\n"));
            prop_assert_eq!(joined("\n"), normalize(&lines.join("\n")));
        }

        #[test]
        fn should_hold_its_promises(given in text()) {
            if let Ok(normal) = normalize(&given) {
                let text = normal.as_str();
                prop_assert!(text.ends_with('\n') && !text.ends_with("\n\n"));
                prop_assert!(!text.contains('\r') && !text.contains(" \n") && !text.contains("\t\n"));
                prop_assert!(unicode_normalization::is_nfc(text));
            }
        }
    }
}
