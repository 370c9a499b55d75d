//! Lists of what one command is about.

use super::text;
use bonafide_types::registry::RegistryError;
use std::collections::BTreeSet;
use std::fmt::Display;

/// Checks a list that must name something: 1 to `limit` entries, each once.
///
/// # Errors
/// [`RegistryError::TooMany`]; [`RegistryError::OutOfRange`] when it is empty;
/// [`RegistryError::DuplicateEntry`].
pub fn check<T: Ord + Display>(
    field: &str,
    entries: &[T],
    limit: usize,
) -> Result<(), RegistryError> {
    text::check_count(field, entries.len(), limit)?;
    if entries.is_empty() {
        return Err(RegistryError::OutOfRange {
            field: field.into(),
            given: 0,
            min: 1,
            max: i64::try_from(limit).unwrap_or(i64::MAX),
        });
    }
    let mut seen = BTreeSet::new();
    match entries.iter().find(|entry| !seen.insert(*entry)) {
        None => Ok(()),
        Some(twice) => Err(RegistryError::DuplicateEntry {
            field: field.into(),
            given: text::shortened(&twice.to_string()),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_take_each_entry_once_and_some() {
        assert_eq!(check("ids", &["a", "b"], 2), Ok(()));
        assert!(matches!(
            check("ids", &["a", "b"], 1),
            Err(RegistryError::TooMany { count: 2, .. })
        ));
        assert!(matches!(
            check::<String>("ids", &[], 2),
            Err(RegistryError::OutOfRange {
                given: 0,
                min: 1,
                max: 2,
                ..
            })
        ));
        assert_eq!(
            check("ids", &["a", "b", "a"], 9),
            Err(RegistryError::DuplicateEntry {
                field: "ids".into(),
                given: "a".into()
            })
        );
    }
}
