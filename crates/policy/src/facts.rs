//! The hash of a provider's facts, which a verifier's statement is bound to.
//!
//! The facts are those of the profile adopted by proposal: person or company with register
//! number and jurisdiction, legal name, country, representative. Which proposal adopted them
//! and when is no fact about the provider.

use bonafide_types::id::{ProviderId, Sha256Hash};
use bonafide_types::registry::{ProviderKind, ProviderProfile};
use minicbor::{Encode, to_vec};
use sha2::{Digest, Sha256};

/// Sets these hashes apart from all others: length, then words.
const DOMAIN: &[u8] = b"\x0Ebonafide-facts";

#[derive(Encode)]
#[cbor(map)]
struct Facts<'a> {
    #[n(0)]
    id: ProviderId,
    #[n(1)]
    kind: &'a ProviderKind,
    #[n(2)]
    legal_name: &'a str,
    #[n(3)]
    country: &'a str,
    #[n(4)]
    representative: Option<&'a str>,
}

/// SHA-256 of the domain, and of the facts in CBOR: a map of `0` the provider's principal, `1`
/// its kind as in the registry's rows, `2` legal name, `3` country, `4` representative.
#[must_use]
pub fn hash(id: ProviderId, profile: &ProviderProfile) -> Sha256Hash {
    let ProviderProfile {
        kind,
        legal_name,
        country,
        representative,
        proposal: _,
        adopted_at_ns: _,
    } = profile;
    let facts = Facts {
        id,
        kind,
        legal_name,
        country,
        representative: representative.as_deref(),
    };
    let Ok(bytes) = to_vec(&facts) else {
        unreachable!("BUG: writing to memory failed")
    };
    let hash = Sha256::new().chain_update(DOMAIN).chain_update(bytes);
    Sha256Hash(hash.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use candid::Principal;

    fn profile() -> ProviderProfile {
        ProviderProfile {
            kind: ProviderKind::Company {
                register_number: "CHE-1".into(),
                jurisdiction: "CH".into(),
            },
            legal_name: "Example AG".into(),
            country: "CH".into(),
            representative: Some("A. Example".into()),
            proposal: "an example".into(),
            adopted_at_ns: 5,
        }
    }

    #[test]
    fn should_depend_on_facts_alone() {
        let id = ProviderId(Principal::from_slice(&[1]));
        let first = hash(id, &profile());
        let readopted = ProviderProfile {
            proposal: "another".into(),
            adopted_at_ns: 6,
            ..profile()
        };
        assert_eq!(hash(id, &readopted), first);
        assert_eq!(
            first.to_string(),
            "4380b9f98657be7804cfd3c5abe704ebdf32122a5def4d5eacd3959b2b7f5599"
        );
        let other = ProviderId(Principal::from_slice(&[2]));
        let changed = [
            ProviderProfile {
                legal_name: "Example GmbH".into(),
                ..profile()
            },
            ProviderProfile {
                kind: ProviderKind::Individual,
                ..profile()
            },
            ProviderProfile {
                country: "DE".into(),
                ..profile()
            },
            ProviderProfile {
                representative: None,
                ..profile()
            },
        ];
        assert_ne!(hash(other, &profile()), first);
        for profile in changed {
            assert_ne!(hash(id, &profile), first, "{profile:?}");
        }
    }
}
