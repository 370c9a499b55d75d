//! Static roles, checked before arguments are decoded. A guard's error rejects the call.

use candid::Principal;

/// Refuses the anonymous principal.
///
/// # Errors
/// When the caller is anonymous.
pub fn require_authenticated(caller: Principal) -> Result<(), String> {
    if caller == Principal::anonymous() {
        Err("CallerAnonymous: the anonymous principal may not call this method".into())
    } else {
        Ok(())
    }
}

/// Refuses everyone but the holder of a role.
///
/// # Errors
/// When the caller is not that principal; the text names the role and its holder.
pub fn require_role(caller: Principal, role: &str, holder: Principal) -> Result<(), String> {
    require_authenticated(caller)?;
    if caller == holder {
        Ok(())
    } else {
        Err(format!(
            "CallerNot{role}: only {holder} may call this method, not {caller}"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_name_the_role_and_refuse_others() {
        let holder = Principal::from_slice(&[1]);
        let other = Principal::from_slice(&[2]);
        assert_eq!(require_role(holder, "Governance", holder), Ok(()));
        let refusal = require_role(other, "Governance", holder).unwrap_err();
        assert!(
            refusal.starts_with("CallerNotGovernance: only "),
            "{refusal}"
        );
        let anonymous = require_role(Principal::anonymous(), "Governance", holder).unwrap_err();
        assert!(anonymous.starts_with("CallerAnonymous"), "{anonymous}");
    }
}
