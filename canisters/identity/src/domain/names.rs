//! Names in the grammar of this canister.

use bonafide_kit::field;
use bonafide_types::field::FieldError;
use bonafide_types::limits::SCHEMA_NAME_BYTES;

/// Checks the name of a schema, of a fact, of a category or of a class of findings, in a field
/// called `name`.
///
/// # Errors
/// As [`field::check`].
pub fn check(name: &str, given: &str) -> Result<(), FieldError> {
    field::check(name, given, SCHEMA_NAME_BYTES)?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if given.chars().all(plain) && !given.starts_with('-') && !given.ends_with('-') {
        Ok(())
    } else {
        Err(field::invalid(
            name,
            given,
            "small letters, digits and - between",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_take_plain_names_only() {
        for good in ["person", "contract-data-center", "a", "x1"] {
            assert_eq!(check("name", good), Ok(()), "{good}");
        }
        for bad in ["", "Person", "-a", "a-", "a b", "ä", &"a".repeat(33)] {
            assert!(check("name", bad).is_err(), "{bad}");
        }
    }
}
