//! Identifiers: principals by role, and SHA-256 hashes.

use candid::{
    CandidType, Principal,
    types::{Serializer, Type, TypeInner},
};
use minicbor::{Decode, Decoder, Encode, Encoder, data::Type as CborType, decode, encode};
use serde::{Deserialize, Deserializer, Serialize, Serializer as SerdeSerializer, de::Error as _};
use std::fmt;

macro_rules! principal_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, CandidType, Serialize, Deserialize)]
        pub struct $name(pub Principal);

        impl $name {
            /// The key of this id in tables and in the certified tree.
            #[must_use]
            pub fn as_slice(&self) -> &[u8] {
                self.0.as_slice()
            }
        }

        // Ordered as bytes, as tables and the certified tree are.
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.as_slice().cmp(other.as_slice())
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl From<Principal> for $name {
            fn from(principal: Principal) -> Self {
                Self(principal)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl<C> Encode<C> for $name {
            fn encode<W: encode::Write>(
                &self,
                e: &mut Encoder<W>,
                _: &mut C,
            ) -> Result<(), encode::Error<W::Error>> {
                e.bytes(self.as_slice())?.ok()
            }
        }

        impl<'b, C> Decode<'b, C> for $name {
            fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
                let at = d.position();
                Principal::try_from_slice(d.bytes()?)
                    .map(Self)
                    .map_err(|e| decode::Error::message(e).at(at))
            }
        }
    };
}

principal_id!(
    /// Any principal: a caller, a canister.
    Caller
);
principal_id!(
    /// A node provider, by the principal the NNS knows it by.
    ProviderId
);
principal_id!(
    /// A node operator.
    OperatorId
);
principal_id!(
    /// A node machine.
    NodeId
);
principal_id!(
    /// A subnet.
    SubnetId
);
principal_id!(
    /// An identity verifier, by the principal it attests with.
    VerifierId
);
principal_id!(
    /// An auditor, by the principal it reports with.
    AuditorId
);

/// Bytes without a meaning of their own. Candid: `blob`.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize, Encode, Decode)]
#[cbor(transparent)]
pub struct Blob(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    #[serde(with = "serde_bytes")]
    pub Vec<u8>,
);

/// A SHA-256 hash, shown in lower-case hex. Candid: `blob` of 32 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256Hash(pub [u8; 32]);

impl fmt::Display for Sha256Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl CandidType for Sha256Hash {
    fn _ty() -> Type {
        TypeInner::Vec(TypeInner::Nat8.into()).into()
    }

    fn idl_serialize<S: Serializer>(&self, serializer: S) -> Result<(), S::Error> {
        serializer.serialize_blob(&self.0)
    }
}

impl Serialize for Sha256Hash {
    fn serialize<S: SerdeSerializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_bytes(&self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Sha256Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = serde_bytes::ByteBuf::deserialize(deserializer)?;
        <[u8; 32]>::try_from(bytes.as_slice())
            .map(Self)
            .map_err(|_| D::Error::custom("a SHA-256 hash has 32 bytes"))
    }
}

impl<C> Encode<C> for Sha256Hash {
    fn encode<W: encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Sha256Hash {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        let at = d.position();
        if d.datatype()? != CborType::Bytes {
            return Err(decode::Error::message("a SHA-256 hash is a byte string").at(at));
        }
        <[u8; 32]>::try_from(d.bytes()?)
            .map(Self)
            .map_err(|_| decode::Error::message("a SHA-256 hash has 32 bytes").at(at))
    }
}
