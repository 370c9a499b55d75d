//! Data-centre ids.

use super::text;
use bonafide_types::limits::DC_ID_BYTES;
use bonafide_types::registry::RegistryError;

/// Checks an id: 1 to 255 bytes of lower-case letters, digits and hyphens.
///
/// # Errors
/// [`RegistryError::TextEmpty`], [`RegistryError::TextTooLong`], [`RegistryError::InvalidField`].
pub fn check(field: &str, given: &str) -> Result<(), RegistryError> {
    text::check(field, given, DC_ID_BYTES)?;
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if given.bytes().all(plain) {
        Ok(())
    } else {
        Err(text::invalid(
            field,
            given,
            "lower-case letters, digits and hyphens",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_take_lower_case_ids_only() {
        for good in ["zh2", "mtl1", "a", "new-york-1", &"z".repeat(255)] {
            assert_eq!(check("id", good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "ZH2",
            "zh 2",
            "zh_2",
            "zürich",
            "zh2\n",
            &"z".repeat(256),
        ] {
            assert!(check("id", bad).is_err(), "{bad}");
        }
    }
}
