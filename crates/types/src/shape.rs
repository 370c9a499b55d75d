//! The derives that records, arguments and refusals have in common.

/// The derives of what is stored and sent.
macro_rules! stored {
    ($($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* })+) => {
        $(
            $(#[$meta])*
            #[derive(
                Clone, Debug, PartialEq, Eq, candid::CandidType, serde::Serialize,
                serde::Deserialize, minicbor::Encode, minicbor::Decode,
            )]
            #[cbor(map)]
            pub struct $name { $($body)* }
        )+
    };
}
pub(crate) use stored;

/// The derives of what is sent only.
macro_rules! sent {
    ($($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* })+) => {
        $(
            $(#[$meta])*
            #[derive(
                Clone, Debug, PartialEq, Eq, candid::CandidType, serde::Serialize,
                serde::Deserialize,
            )]
            pub struct $name { $($body)* }
        )+
    };
}
pub(crate) use sent;

/// The derives of a refusal: words, then the variant with its data, each documented. Every
/// canister's refusals begin with those of [`FieldError`](crate::field::FieldError).
macro_rules! errors {
    ($(#[doc = $enum_doc:literal])+ pub enum $name:ident {
        $($(#[doc = $doc:literal])+ $text:literal $variant:ident $({ $($field:ident: $type:ty),+ })?;)+
    }) => {
        $(#[doc = $enum_doc])+
        #[derive(
            Clone, Debug, PartialEq, Eq, candid::CandidType, serde::Serialize,
            serde::Deserialize, thiserror::Error,
        )]
        pub enum $name {
            /// A text is longer than allowed.
            #[error("{field}: {bytes} bytes, at most {limit} allowed")]
            TextTooLong { #[doc = "See the variant."] field: String, #[doc = "See the variant."] bytes: u64, #[doc = "See the variant."] limit: u64 },
            /// A text that must say something is empty or blank.
            #[error("{field}: must not be empty")]
            TextEmpty { #[doc = "See the variant."] field: String },
            /// A field does not follow its grammar.
            #[error("{field}: {given:?} is not allowed: {rule}")]
            InvalidField { #[doc = "See the variant."] field: String, #[doc = "See the variant."] given: String, #[doc = "See the variant."] rule: String },
            /// More entries than allowed.
            #[error("{field}: {count} entries, at most {limit} allowed")]
            TooMany { #[doc = "See the variant."] field: String, #[doc = "See the variant."] count: u64, #[doc = "See the variant."] limit: u64 },
            /// Fewer entries than needed.
            #[error("{field}: {count} entries, at least {limit} needed")]
            TooFew { #[doc = "See the variant."] field: String, #[doc = "See the variant."] count: u64, #[doc = "See the variant."] limit: u64 },
            /// A number is outside its range.
            #[error("{field}: {given} is outside {min} to {max}")]
            OutOfRange { #[doc = "See the variant."] field: String, #[doc = "See the variant."] given: u64, #[doc = "See the variant."] min: u64, #[doc = "See the variant."] max: u64 },
            /// An entry stands twice in a list.
            #[error("{field}: {entry} stands there twice")]
            DuplicateEntry { #[doc = "See the variant."] field: String, #[doc = "See the variant."] entry: String },
            $(
                $(#[doc = $doc])+
                #[error($text)]
                $variant $({ $(#[doc = "See the variant."] $field: $type),+ })?,
            )+
        }

        impl From<crate::field::FieldError> for $name {
            fn from(error: crate::field::FieldError) -> Self {
                use crate::field::FieldError;
                match error {
                    FieldError::TextTooLong { field, bytes, limit } => Self::TextTooLong { field, bytes, limit },
                    FieldError::TextEmpty { field } => Self::TextEmpty { field },
                    FieldError::InvalidField { field, given, rule } => Self::InvalidField { field, given, rule },
                    FieldError::TooMany { field, count, limit } => Self::TooMany { field, count, limit },
                    FieldError::TooFew { field, count, limit } => Self::TooFew { field, count, limit },
                    FieldError::OutOfRange { field, given, min, max } => Self::OutOfRange { field, given, min, max },
                    FieldError::DuplicateEntry { field, entry } => Self::DuplicateEntry { field, entry },
                }
            }
        }
    };
}
pub(crate) use errors;
