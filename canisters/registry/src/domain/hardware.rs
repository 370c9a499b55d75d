//! Hardware: reward types, generations, chip ids.

use super::text;
use bonafide_types::id::Blob;
use bonafide_types::limits::{
    CHIP_ID_BYTES, MEASUREMENT_BYTES, MEASUREMENTS, REWARD_TYPES, TYPE_NAME_BYTES, VERSION_DIGITS,
};
use bonafide_types::registry::{RegistryError, RewardableNodes};

/// The network's reward types.
pub const NODE_TYPES: [&str; 6] = ["type0", "type1", "type1.1", "type2", "type3", "type3.1"];

/// Checks what an operator is paid for, or may be at most: known reward types, each once.
///
/// # Errors
/// [`RegistryError::TooMany`], [`RegistryError::TextTooLong`], [`RegistryError::InvalidField`].
pub fn check_rewardable_nodes(field: &str, given: &[RewardableNodes]) -> Result<(), RegistryError> {
    text::check_count(field, given.len(), REWARD_TYPES)?;
    let field = &format!("{field}.node_type");
    for (at, RewardableNodes { node_type, .. }) in given.iter().enumerate() {
        check_node_type(field, node_type)?;
        if given[..at]
            .iter()
            .any(|other| other.node_type == *node_type)
        {
            return Err(text::invalid(field, node_type, "each reward type once"));
        }
    }
    Ok(())
}

/// Checks that the network has a reward type.
///
/// # Errors
/// [`RegistryError::TextTooLong`], [`RegistryError::InvalidField`].
pub fn check_node_type(field: &str, given: &str) -> Result<(), RegistryError> {
    text::check_length(field, given, TYPE_NAME_BYTES)?;
    if NODE_TYPES.contains(&given) {
        return Ok(());
    }
    let rule = format!("one of {}", NODE_TYPES.join(", "));
    Err(text::invalid(field, given, &rule))
}

/// Checks the name of a hardware generation, 1 to 32 bytes.
///
/// # Errors
/// As [`text::check`].
pub fn check_generation(given: &str) -> Result<(), RegistryError> {
    text::check("generation", given, TYPE_NAME_BYTES)
}

/// Checks that a chip id has its 64 bytes.
///
/// # Errors
/// [`RegistryError::OutOfRange`], where the number is that of the bytes.
pub fn check_chip_id(given: &[u8]) -> Result<(), RegistryError> {
    check_bytes("chip_id", given, CHIP_ID_BYTES)
}

/// Checks the version of a `GuestOS`: 40 hexadecimal digits in lower case.
///
/// # Errors
/// [`RegistryError::InvalidField`].
pub fn check_version(field: &str, given: &str) -> Result<(), RegistryError> {
    let digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if given.len() == VERSION_DIGITS && given.bytes().all(digit) {
        return Ok(());
    }
    Err(text::invalid(
        field,
        given,
        "40 hexadecimal digits in lower case",
    ))
}

/// Checks SEV-SNP launch measurements: at most 32, 48 bytes each, each once.
///
/// # Errors
/// [`RegistryError::TooMany`], [`RegistryError::OutOfRange`], where the number is that of the
/// bytes, [`RegistryError::DuplicateEntry`].
pub fn check_measurements(field: &str, given: &[Blob]) -> Result<(), RegistryError> {
    text::check_count(field, given.len(), MEASUREMENTS)?;
    for (at, measurement) in given.iter().enumerate() {
        check_measurement(field, &measurement.0)?;
        if given[..at].contains(measurement) {
            return Err(RegistryError::DuplicateEntry {
                field: field.into(),
                given: text::hex(&measurement.0),
            });
        }
    }
    Ok(())
}

/// Checks that a launch measurement has its 48 bytes.
///
/// # Errors
/// [`RegistryError::OutOfRange`], where the number is that of the bytes.
pub fn check_measurement(field: &str, given: &[u8]) -> Result<(), RegistryError> {
    check_bytes(field, given, MEASUREMENT_BYTES)
}

fn check_bytes(field: &str, given: &[u8], wanted: usize) -> Result<(), RegistryError> {
    if given.len() == wanted {
        return Ok(());
    }
    let bytes = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    Err(RegistryError::OutOfRange {
        field: field.into(),
        given: bytes(given.len()),
        min: bytes(wanted),
        max: bytes(wanted),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELD: &str = "rewardable_nodes";

    fn nodes(types: &[&str]) -> Vec<RewardableNodes> {
        let one = |node_type: &&str| RewardableNodes {
            node_type: (*node_type).into(),
            count: 1,
        };
        types.iter().map(one).collect()
    }

    #[test]
    fn should_know_the_networks_reward_types() {
        assert_eq!(check_rewardable_nodes(FIELD, &nodes(&NODE_TYPES)), Ok(()));
        assert_eq!(check_rewardable_nodes(FIELD, &[]), Ok(()));
        for bad in [&["type4"][..], &["type1", "type1"], &[""], &["Type1"]] {
            assert!(matches!(
                check_rewardable_nodes(FIELD, &nodes(bad)),
                Err(RegistryError::InvalidField { .. })
            ));
        }
        let long = "t".repeat(33);
        assert!(matches!(
            check_rewardable_nodes(FIELD, &nodes(&[&long])),
            Err(RegistryError::TextTooLong { bytes: 33, .. })
        ));
        assert!(matches!(
            check_rewardable_nodes(FIELD, &nodes(&["type1"; 17])),
            Err(RegistryError::TooMany {
                count: 17,
                limit: 16,
                ..
            })
        ));
    }

    #[test]
    fn should_take_chip_ids_of_64_bytes() {
        assert_eq!(check_chip_id(&[1; 64]), Ok(()));
        for bad in [0, 63, 65] {
            assert!(matches!(
                check_chip_id(&vec![1; bad]),
                Err(RegistryError::OutOfRange {
                    min: 64,
                    max: 64,
                    ..
                })
            ));
        }
        assert_eq!(check_generation("Gen2"), Ok(()));
        assert!(check_generation(&"g".repeat(33)).is_err());
    }
}
