//! Principals that stand for somebody.

use super::text;
use bonafide_types::id::{OperatorId, ProviderId};
use bonafide_types::registry::RegistryError;
use candid::Principal;

/// Refuses principals that are nobody's: the anonymous one and the management canister's.
///
/// # Errors
/// [`RegistryError::InvalidField`].
pub fn check(field: &str, given: Principal) -> Result<(), RegistryError> {
    if given == Principal::anonymous() || given == Principal::management_canister() {
        let rule = "neither the anonymous principal nor the management canister";
        return Err(text::invalid(field, &given.to_text(), rule));
    }
    Ok(())
}

/// Refuses an operator that is its own provider: the two keys are kept by different hands.
///
/// # Errors
/// [`RegistryError::InvalidField`].
pub fn check_operator(operator: OperatorId, provider: ProviderId) -> Result<(), RegistryError> {
    if operator.0 == provider.0 {
        let rule = "differs from the provider";
        return Err(text::invalid("id", &operator.to_string(), rule));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_keep_operator_and_provider_apart() {
        let [one, two] = [1, 2].map(|byte| Principal::from_slice(&[byte]));
        assert_eq!(check_operator(OperatorId(one), ProviderId(two)), Ok(()));
        assert!(check_operator(OperatorId(one), ProviderId(one)).is_err());
    }

    #[test]
    fn should_refuse_principals_of_nobody() {
        assert_eq!(check("id", Principal::from_slice(&[7])), Ok(()));
        for nobody in [Principal::anonymous(), Principal::management_canister()] {
            assert!(matches!(
                check("id", nobody),
                Err(RegistryError::InvalidField { field, .. }) if field == "id"
            ));
        }
    }
}
