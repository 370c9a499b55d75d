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

/// The derives of a refusal: words, then the variant with its data, each documented.
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
            $(
                $(#[doc = $doc])+
                #[error($text)]
                $variant $({ $(#[doc = "See the variant."] $field: $type),+ })?,
            )+
        }
    };
}
pub(crate) use errors;
