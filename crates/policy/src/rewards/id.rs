//! Names of providers, operators, nodes and subnets.

use candid::Principal;
use std::fmt;

/// Who or what a figure belongs to. Principals come first, in the order in which the network
/// keeps them, then names in byte order: sums are made in this order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Id {
    /// On the network.
    Principal(Principal),
    /// In a case that somebody made up.
    Name(String),
}

impl From<&str> for Id {
    /// The principal that is written so, if there is one.
    fn from(text: &str) -> Self {
        match Principal::from_text(text) {
            Ok(principal) if principal.to_text() == text => Self::Principal(principal),
            _ => Self::Name(text.into()),
        }
    }
}

impl From<Principal> for Id {
    fn from(principal: Principal) -> Self {
        Self::Principal(principal)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Principal(principal) => principal.fmt(f),
            Self::Name(name) => f.write_str(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_tell_principals_from_names() {
        for text in ["ryjl3-tyaaa-aaaaa-aaaba-cai", "2vxsx-fae"] {
            let id = Id::from(text);
            assert!(matches!(id, Id::Principal(_)), "{text}");
            assert_eq!(id.to_string(), text);
        }
        for text in ["p1", "", "RYJL3-TYAAA-AAAAA-AAABA-CAI", "2vxsx-faf"] {
            assert_eq!(Id::from(text), Id::Name(text.into()));
        }
    }

    #[test]
    fn should_order_principals_by_their_bytes() {
        let of = |byte: u8| Id::from(Principal::from_slice(&[byte, 1]));
        let ids: Vec<_> = (0..=255).map(of).collect();
        assert!(ids.is_sorted());
        // Their texts begin with a checksum, which says nothing of the order.
        assert!(!ids.iter().map(Id::to_string).is_sorted());
        assert!(ids[255] < Id::from("a") && Id::from("a") < Id::from("b"));
    }
}
