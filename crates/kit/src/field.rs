//! Checks of texts, numbers and lists that every canister makes.

use bonafide_types::field::FieldError;
use bonafide_types::limits::PURPOSE_BYTES;
use std::collections::BTreeSet;
use std::fmt::Display;

/// Checks a text that must say something: 1 to `limit` bytes, no blanks around it, no control
/// characters.
///
/// # Errors
/// [`FieldError::TextTooLong`], [`FieldError::TextEmpty`], [`FieldError::InvalidField`].
pub fn check(field: &str, given: &str, limit: usize) -> Result<(), FieldError> {
    check_optional(field, given, limit)?;
    if given.is_empty() {
        return Err(FieldError::TextEmpty {
            field: field.into(),
        });
    }
    Ok(())
}

/// Checks a text that may be empty, but not blank: otherwise as [`check`].
///
/// # Errors
/// As [`check`].
pub fn check_optional(field: &str, given: &str, limit: usize) -> Result<(), FieldError> {
    if given.len() > limit {
        return Err(FieldError::TextTooLong {
            field: field.into(),
            bytes: given.len() as u64,
            limit: limit as u64,
        });
    }
    if given.is_empty() {
        return Ok(());
    }
    if given.trim().is_empty() {
        return Err(FieldError::TextEmpty {
            field: field.into(),
        });
    }
    if given.trim().len() != given.len() {
        return Err(invalid(field, given, "no blanks before or after"));
    }
    if given.chars().any(char::is_control) {
        return Err(invalid(field, given, "no control characters"));
    }
    Ok(())
}

/// Checks why something is done.
///
/// # Errors
/// As [`check`].
pub fn check_reason(given: &str) -> Result<(), FieldError> {
    check("reason", given, PURPOSE_BYTES)
}

/// Checks the number of entries of a list.
///
/// # Errors
/// [`FieldError::TooMany`], [`FieldError::TooFew`].
pub fn check_count(field: &str, count: usize, least: usize, most: usize) -> Result<(), FieldError> {
    let (field, count) = (field.to_owned(), count as u64);
    if count > most as u64 {
        let limit = most as u64;
        Err(FieldError::TooMany {
            field,
            count,
            limit,
        })
    } else if count < least as u64 {
        let limit = least as u64;
        Err(FieldError::TooFew {
            field,
            count,
            limit,
        })
    } else {
        Ok(())
    }
}

/// Checks that no entry stands twice.
///
/// # Errors
/// [`FieldError::DuplicateEntry`].
pub fn check_distinct<T: Ord + Display>(
    field: &str,
    entries: impl IntoIterator<Item = T>,
) -> Result<(), FieldError> {
    let mut seen = BTreeSet::new();
    for entry in entries {
        let shown = entry.to_string();
        if !seen.insert(entry) {
            return Err(FieldError::DuplicateEntry {
                field: field.into(),
                entry: shown.chars().take(64).collect(),
            });
        }
    }
    Ok(())
}

/// Checks a number against its range.
///
/// # Errors
/// [`FieldError::OutOfRange`].
pub fn check_range(field: &str, given: u64, min: u64, max: u64) -> Result<(), FieldError> {
    if (min..=max).contains(&given) {
        return Ok(());
    }
    Err(FieldError::OutOfRange {
        field: field.into(),
        given,
        min,
        max,
    })
}

/// The error of a field that breaks its grammar; long input is not repeated.
#[must_use]
pub fn invalid(field: &str, given: &str, rule: &str) -> FieldError {
    FieldError::InvalidField {
        field: field.into(),
        given: given.chars().take(64).collect(),
        rule: rule.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_take_texts_that_say_something() {
        assert_eq!(check("name", "Example Auditor 1", 17), Ok(()));
        let empty = FieldError::TextEmpty {
            field: "name".into(),
        };
        assert_eq!(check("name", "", 17), Err(empty.clone()));
        assert_eq!(check("name", "  ", 17), Err(empty.clone()));
        assert_eq!(check_optional("name", "", 17), Ok(()));
        assert_eq!(check_optional("name", "  ", 17), Err(empty));
        for bad in [" a", "a ", "a\nb", "a\0"] {
            assert!(matches!(
                check("name", bad, 17),
                Err(FieldError::InvalidField { .. })
            ));
        }
        assert!(matches!(
            check("name", "ä", 1),
            Err(FieldError::TextTooLong {
                bytes: 2,
                limit: 1,
                ..
            })
        ));
    }

    #[test]
    fn should_name_what_is_wrong_with_a_list() {
        assert_eq!(check_count("slots", 1, 1, 2), Ok(()));
        assert!(matches!(
            check_count("slots", 3, 1, 2),
            Err(FieldError::TooMany {
                count: 3,
                limit: 2,
                ..
            })
        ));
        assert!(matches!(
            check_count("slots", 0, 1, 2),
            Err(FieldError::TooFew {
                count: 0,
                limit: 1,
                ..
            })
        ));
        assert_eq!(check_distinct("slots", ["a", "b"]), Ok(()));
        assert!(matches!(
            check_distinct("slots", ["a", "a"]),
            Err(FieldError::DuplicateEntry { entry, .. }) if entry == "a"
        ));
    }

    #[test]
    fn should_take_the_ends_of_a_range() {
        for (given, fits) in [(1, false), (2, true), (4, true), (5, false)] {
            assert_eq!(check_range("quorum", given, 2, 4).is_ok(), fits, "{given}");
        }
    }
}
