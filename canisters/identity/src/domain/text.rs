//! Texts, names and lists.

use bonafide_types::identity::IdentityError;
use bonafide_types::limits::{PURPOSE_BYTES, SCHEMA_NAME_BYTES};
use std::collections::BTreeSet;
use std::fmt::Display;

/// Checks a text that must say something: 1 to `limit` bytes, no blanks around it, no control
/// characters.
///
/// # Errors
/// [`IdentityError::TextTooLong`], [`IdentityError::TextEmpty`], [`IdentityError::InvalidField`].
pub fn check(field: &str, given: &str, limit: usize) -> Result<(), IdentityError> {
    if given.len() > limit {
        return Err(IdentityError::TextTooLong {
            field: field.into(),
            bytes: given.len() as u64,
            limit: limit as u64,
        });
    }
    if given.trim().is_empty() {
        return Err(IdentityError::TextEmpty {
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
pub fn check_reason(given: &str) -> Result<(), IdentityError> {
    check("reason", given, PURPOSE_BYTES)
}

/// Checks the name of a schema, of a fact, of a category or of a class of findings.
///
/// # Errors
/// As [`check`].
pub fn check_name(field: &str, given: &str) -> Result<(), IdentityError> {
    check(field, given, SCHEMA_NAME_BYTES)?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if given.chars().all(plain) && !given.starts_with('-') && !given.ends_with('-') {
        Ok(())
    } else {
        Err(invalid(field, given, "small letters, digits and - between"))
    }
}

/// Checks the number of entries of a list.
///
/// # Errors
/// [`IdentityError::TooMany`], [`IdentityError::TooFew`].
pub fn check_count(
    field: &str,
    count: usize,
    least: usize,
    most: usize,
) -> Result<(), IdentityError> {
    let (field, count) = (field.to_owned(), count as u64);
    if count > most as u64 {
        let limit = most as u64;
        Err(IdentityError::TooMany {
            field,
            count,
            limit,
        })
    } else if count < least as u64 {
        let limit = least as u64;
        Err(IdentityError::TooFew {
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
/// [`IdentityError::DuplicateEntry`].
pub fn check_distinct<T: Ord + Display>(
    field: &str,
    entries: impl IntoIterator<Item = T>,
) -> Result<(), IdentityError> {
    let mut seen = BTreeSet::new();
    for entry in entries {
        let shown = entry.to_string();
        if !seen.insert(entry) {
            return Err(IdentityError::DuplicateEntry {
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
/// [`IdentityError::OutOfRange`].
pub fn check_range(field: &str, given: u64, min: u64, max: u64) -> Result<(), IdentityError> {
    if (min..=max).contains(&given) {
        return Ok(());
    }
    Err(IdentityError::OutOfRange {
        field: field.into(),
        given,
        min,
        max,
    })
}

/// The error of a field that breaks its grammar; long input is not repeated.
#[must_use]
pub fn invalid(field: &str, given: &str, rule: &str) -> IdentityError {
    IdentityError::InvalidField {
        field: field.into(),
        given: given.chars().take(64).collect(),
        rule: rule.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_take_plain_names_only() {
        for good in ["person", "contract-data-center", "a", "x1"] {
            assert_eq!(check_name("name", good), Ok(()), "{good}");
        }
        for bad in ["", "Person", "-a", "a-", "a b", "ä", &"a".repeat(33)] {
            assert!(check_name("name", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn should_name_what_is_wrong_with_a_list() {
        assert_eq!(check_count("records", 1, 1, 2), Ok(()));
        assert!(matches!(
            check_count("records", 3, 1, 2),
            Err(IdentityError::TooMany {
                count: 3,
                limit: 2,
                ..
            })
        ));
        assert!(matches!(
            check_count("records", 0, 1, 2),
            Err(IdentityError::TooFew {
                count: 0,
                limit: 1,
                ..
            })
        ));
        assert_eq!(check_distinct("checked", ["a", "b"]), Ok(()));
        assert!(matches!(
            check_distinct("checked", ["a", "a"]),
            Err(IdentityError::DuplicateEntry { entry, .. }) if entry == "a"
        ));
    }
}
