//! Who signs: a PEM file as dfx, icp and openssl write it, or nobody.

use crate::error::CliError;
use ic_agent::{
    Identity,
    identity::{AnonymousIdentity, BasicIdentity, Prime256v1Identity, Secp256k1Identity},
};
use std::{path::Path, sync::Arc};

/// Reads an unencrypted private key: Ed25519 (PKCS#8), secp256k1 or P-256 (SEC1 or PKCS#8).
pub(crate) fn load(path: Option<&Path>) -> Result<Arc<dyn Identity>, CliError> {
    let Some(path) = path else {
        return Ok(Arc::new(AnonymousIdentity));
    };
    let pem = std::fs::read(path).map_err(|error| CliError::file(path, error))?;
    if pem.windows(9).any(|bytes| bytes == b"ENCRYPTED") {
        return Err(broken(
            path,
            "the key is encrypted; export it without a password",
        ));
    }
    if let Ok(identity) = BasicIdentity::from_pem(&pem) {
        return Ok(Arc::new(identity));
    }
    if let Ok(identity) = Secp256k1Identity::from_pem(&pem) {
        return Ok(Arc::new(identity));
    }
    if let Ok(identity) = Prime256v1Identity::from_pem(&pem) {
        return Ok(Arc::new(identity));
    }
    Err(broken(
        path,
        "not an Ed25519, secp256k1 or P-256 private key in PEM",
    ))
}

fn broken(path: &Path, reason: &str) -> CliError {
    CliError::usage("Identity", format!("{}: {reason}", path.display()))
        .with("file", path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    // Keys made for this test only.
    const ED25519: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB
-----END PRIVATE KEY-----
";

    fn of(pem: &str) -> Result<Arc<dyn Identity>, CliError> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), pem).unwrap();
        load(Some(file.path()))
    }

    #[test]
    fn nobody_is_anonymous() {
        let sender = load(None).unwrap().sender().unwrap();
        assert_eq!(sender, candid::Principal::anonymous());
    }

    #[test]
    fn an_ed25519_key_signs_as_itself() {
        let key = BasicIdentity::from_raw_key(&[1; 32]);
        assert_eq!(of(ED25519).unwrap().sender(), key.sender());
    }

    #[test]
    fn what_is_no_key_is_a_usage_error() {
        for text in ["", "hello", &ED25519.replace("MC4C", "MC4D")] {
            let error = of(text).err().unwrap();
            assert_eq!(
                (error.exit, error.kind.as_str()),
                (crate::error::Exit::Usage, "Identity")
            );
        }
    }
}
