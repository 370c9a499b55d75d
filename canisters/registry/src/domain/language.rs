//! Language tags of declaration texts.

use super::{country, text};
use bonafide_types::limits::LANGUAGE_BYTES;
use bonafide_types::registry::RegistryError;

/// Checks a tag: two or three lower-case letters, then perhaps a country as in `de-CH`.
///
/// # Errors
/// [`RegistryError::TextEmpty`], [`RegistryError::TextTooLong`], [`RegistryError::InvalidField`].
pub fn check(field: &str, given: &str) -> Result<(), RegistryError> {
    text::check(field, given, LANGUAGE_BYTES)?;
    let (language, country) = match given.split_once('-') {
        Some((language, country)) => (language, Some(country)),
        None => (given, None),
    };
    let known_form = (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && country.is_none_or(country::is_assigned);
    if known_form {
        Ok(())
    } else {
        Err(text::invalid(
            field,
            given,
            "a language tag as in en or de-CH",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_take_languages_with_or_without_a_country() {
        for good in ["en", "de-CH", "gsw", "pt-BR"] {
            assert_eq!(check("language", good), Ok(()), "{good}");
        }
        for bad in [
            "", "e", "EN", "engl", "de-ch", "de-XX", "de-", "-CH", "de_CH", "de-CH-x", "de-UK",
        ] {
            assert!(check("language", bad).is_err(), "{bad}");
        }
    }
}
