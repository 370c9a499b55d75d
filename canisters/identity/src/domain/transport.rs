//! Transport public keys: what a key that leaves the canister is encrypted for.

use bonafide_types::identity::IdentityError;
use bonafide_types::limits::TRANSPORT_KEY_BYTES;
use ic_bls12_381::G1Affine;

/// The identity of G1, compressed. The system takes it for a transport key, and encryption for
/// it hides nothing.
const IDENTITY: [u8; TRANSPORT_KEY_BYTES] = {
    let mut bytes = [0; TRANSPORT_KEY_BYTES];
    bytes[0] = 0xc0;
    bytes
};

/// Checks size and form; which point it is, if any, is not looked at, the identity excepted.
///
/// # Errors
/// [`IdentityError::TransportKeySize`], [`IdentityError::TransportKeyIdentity`].
pub fn check_shape(bytes: &[u8]) -> Result<[u8; TRANSPORT_KEY_BYTES], IdentityError> {
    let compressed: [u8; TRANSPORT_KEY_BYTES] =
        bytes
            .try_into()
            .map_err(|_| IdentityError::TransportKeySize {
                bytes: bytes.len() as u64,
            })?;
    if compressed == IDENTITY {
        Err(IdentityError::TransportKeyIdentity)
    } else {
        Ok(compressed)
    }
}

/// Checks that the bytes are a compressed point of the curve other than the identity. Whether
/// it is of the group, which costs most, the system asks; it then derives nothing, and the use
/// is given back.
///
/// # Errors
/// [`IdentityError::TransportKeySize`], [`IdentityError::TransportKeyIdentity`],
/// [`IdentityError::TransportKeyMalformed`].
pub fn check(bytes: &[u8]) -> Result<(), IdentityError> {
    let compressed = check_shape(bytes)?;
    let point = Option::<G1Affine>::from(G1Affine::from_compressed_unchecked(&compressed));
    match point {
        Some(point) if bool::from(point.is_identity()) => Err(IdentityError::TransportKeyIdentity),
        Some(_) => Ok(()),
        None => Err(IdentityError::TransportKeyMalformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_take_points_of_the_group_only() {
        let generator = G1Affine::generator().to_compressed();
        assert_eq!(check(&generator), Ok(()));
        assert_eq!(check(&IDENTITY), Err(IdentityError::TransportKeyIdentity));
        for bytes in [0, 47, 49, 96] {
            let expected = IdentityError::TransportKeySize { bytes };
            let given = vec![0xc0; usize::try_from(bytes).unwrap()];
            assert_eq!(check(&given), Err(expected));
        }
        let malformed = [
            // Not compressed.
            [0; 48],
            // The identity with something in it.
            std::array::from_fn(|at| if at == 0 { 0xc0 } else { u8::from(at == 47) }),
            // Above the field's modulus.
            [0xbf; 48],
        ];
        for bytes in malformed {
            assert_eq!(check(&bytes), Err(IdentityError::TransportKeyMalformed));
        }
        // x = 1 is no abscissa of the curve: 1 + 4 is no square.
        let mut off_the_curve = [0; 48];
        (off_the_curve[0], off_the_curve[47]) = (0x80, 1);
        let malformed = Err(IdentityError::TransportKeyMalformed);
        assert_eq!(check(&off_the_curve), malformed);
    }
}
