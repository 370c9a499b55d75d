//! Numbers with a range.

use bonafide_types::registry::RegistryError;
use std::ops::RangeInclusive;

/// Checks that a number is within its range.
///
/// # Errors
/// [`RegistryError::OutOfRange`].
pub fn check(field: &str, given: u32, range: RangeInclusive<u32>) -> Result<(), RegistryError> {
    if range.contains(&given) {
        return Ok(());
    }
    Err(RegistryError::OutOfRange {
        field: field.into(),
        given: given.into(),
        min: (*range.start()).into(),
        max: (*range.end()).into(),
    })
}
