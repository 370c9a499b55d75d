//! Short texts: names, owners, words about a source.

use bonafide_types::registry::RegistryError;

/// Checks a text that must say something: 1 to `limit` bytes, one line, no blanks around it.
///
/// # Errors
/// [`RegistryError::TextEmpty`], [`RegistryError::TextTooLong`], [`RegistryError::InvalidField`].
pub fn check(field: &str, given: &str, limit: usize) -> Result<(), RegistryError> {
    check_length(field, given, limit)?;
    if given.trim().is_empty() {
        return Err(RegistryError::TextEmpty {
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

/// Checks a text that may be left out.
///
/// # Errors
/// As [`check`].
pub fn check_optional(field: &str, given: Option<&str>, limit: usize) -> Result<(), RegistryError> {
    given.map_or(Ok(()), |given| check(field, given, limit))
}

/// Checks the length alone, for texts whose own grammar says the rest.
///
/// # Errors
/// [`RegistryError::TextTooLong`].
pub fn check_length(field: &str, given: &str, limit: usize) -> Result<(), RegistryError> {
    if given.len() <= limit {
        return Ok(());
    }
    Err(RegistryError::TextTooLong {
        field: field.into(),
        bytes: given.len() as u64,
        limit: limit as u64,
    })
}

/// Checks the number of entries of a list.
///
/// # Errors
/// [`RegistryError::TooMany`].
pub fn check_count(field: &str, count: usize, limit: usize) -> Result<(), RegistryError> {
    if count <= limit {
        return Ok(());
    }
    Err(RegistryError::TooMany {
        field: field.into(),
        count: count as u64,
        limit: limit as u64,
    })
}

/// Checks a file or directory name of a published declaration: a text that cannot be read
/// as a path.
///
/// # Errors
/// As [`check`].
pub fn check_file_name(field: &str, given: &str, limit: usize) -> Result<(), RegistryError> {
    check(field, given, limit)?;
    if given.contains(['/', '\\']) || given.starts_with('.') {
        return Err(invalid(field, given, "a plain name, not a path"));
    }
    Ok(())
}

/// The error of a field that breaks its grammar.
#[must_use]
pub fn invalid(field: &str, given: &str, rule: &str) -> RegistryError {
    RegistryError::InvalidField {
        field: field.into(),
        given: shortened(given),
        rule: rule.into(),
    }
}

/// The first 64 characters, so that an error never repeats a long input.
#[must_use]
pub fn shortened(given: &str) -> String {
    given.chars().take(64).collect()
}

/// Bytes in hexadecimal digits, the first 64 of them, for the same reason.
#[must_use]
pub fn hex(given: &[u8]) -> String {
    let bytes = &given[..given.len().min(32)];
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_take_plain_names_up_to_the_limit() {
        let longest = "x".repeat(255);
        for good in ["A", "Müller & Söhne AG", "有限会社", "a b", &longest] {
            assert_eq!(check("legal_name", good, 255), Ok(()), "{good}");
        }
    }

    #[test]
    fn should_name_field_and_limit() {
        let too_long = "é".repeat(128);
        assert_eq!(
            check("legal_name", &too_long, 255),
            Err(RegistryError::TextTooLong {
                field: "legal_name".into(),
                bytes: 256,
                limit: 255
            })
        );
        for blank in ["", " ", "\n\t"] {
            assert_eq!(
                check("owner", blank, 255),
                Err(RegistryError::TextEmpty {
                    field: "owner".into()
                })
            );
        }
        for (bad, rule) in [
            (" a", "no blanks before or after"),
            ("a\u{a0}", "no blanks before or after"),
            ("a\nb", "no control characters"),
            ("a\0", "no control characters"),
            ("a\u{85}b", "no control characters"),
        ] {
            assert_eq!(check("owner", bad, 255), Err(invalid("owner", bad, rule)));
        }
        assert_eq!(check_count("urls", 10, 10), Ok(()));
        assert_eq!(
            check_count("urls", 11, 10),
            Err(RegistryError::TooMany {
                field: "urls".into(),
                count: 11,
                limit: 10
            })
        );
    }

    #[test]
    fn should_refuse_paths_as_file_names() {
        assert_eq!(check_file_name("file", "declaration v1.pdf", 128), Ok(()));
        for bad in ["../a", "a/b", "a\\b", "..", ".hidden", ""] {
            assert!(check_file_name("file", bad, 128).is_err(), "{bad}");
        }
    }

    #[test]
    fn should_shorten_by_characters() {
        assert_eq!(shortened(&"é".repeat(100)), "é".repeat(64));
        assert_eq!(hex(&[0x0a, 0xff]), "0aff");
        assert_eq!(hex(&[7; 48]), "07".repeat(32));
    }
}
