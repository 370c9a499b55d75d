//! Values as people write them, read into the suite's types, and the names of enums.

pub(crate) mod audits;
pub(crate) mod identity;
pub(crate) mod rewards;
pub(crate) mod subnets;

use bonafide_types::{
    audits::TieKind,
    id::{Blob, Sha256Hash},
    identity::{NdaState, RecordKind, SchemaKind, Verdict},
    registry::{
        BoundaryNodeKind, LinkKind, MotionOutcome, NodeRole, NodeStatus, ProviderStatus,
        RewardableNodes,
    },
};
use candid::Principal;
use clap::ValueEnum;
use time::{
    Date, OffsetDateTime, Time, format_description::well_known::Rfc3339, macros::format_description,
};

/// A day in UTC, `2026-01-31`, which is its beginning, or an instant as RFC 3339 writes it,
/// `2026-01-31T12:00:00Z`. Nanoseconds since the epoch.
pub(crate) fn instant(text: &str) -> Result<u64, String> {
    let day = Date::parse(text, format_description!("[year]-[month]-[day]"));
    let moment = match day {
        Ok(day) => day.with_time(Time::MIDNIGHT).assume_utc(),
        Err(_) => OffsetDateTime::parse(text, &Rfc3339)
            .map_err(|_| "give a day, 2026-01-31, or an instant, 2026-01-31T12:00:00Z")?,
    };
    u64::try_from(moment.unix_timestamp_nanos())
        .map_err(|_| "give a time after 1970 and before 2554".into())
}

/// Bytes in hex.
pub(crate) fn blob(text: &str) -> Result<Blob, String> {
    hex::decode(text)
        .map(Blob)
        .map_err(|error| error.to_string())
}

/// A SHA-256 hash in hex.
pub(crate) fn sha256(text: &str) -> Result<Sha256Hash, String> {
    let bytes = hex::decode(text).ok();
    bytes
        .and_then(|bytes| bytes.try_into().ok())
        .map(Sha256Hash)
        .ok_or_else(|| "give 64 hex digits".into())
}

/// `type1.1=10`.
pub(crate) fn rewardable(text: &str) -> Result<RewardableNodes, String> {
    let (node_type, count) = text
        .split_once('=')
        .ok_or("give type=count, for example type1.1=10")?;
    let count = count
        .parse()
        .map_err(|error| format!("{count:?}: {error}"))?;
    Ok(RewardableNodes {
        node_type: node_type.into(),
        count,
    })
}

/// Principals as a kind of id.
pub(crate) fn ids<T: From<Principal>>(principals: &[Principal]) -> Vec<T> {
    principals.iter().copied().map(T::from).collect()
}

/// An enum's values under the names that the command line has for them.
macro_rules! named {
    ($(#[doc = $doc:literal] $name:ident = $of:ident { $($value:ident),+ })+) => {
        $(
            #[doc = $doc]
            #[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
            pub(crate) enum $name {
                $($value,)+
            }

            impl From<$name> for $of {
                fn from(name: $name) -> Self {
                    match name {
                        $($name::$value => Self::$value,)+
                    }
                }
            }
        )+
    };
}

named! {
    /// Names of a provider's standings.
    StatusName = ProviderStatus { Active, Suspended, Offboarded, HandedOver }
    /// Names of what a node does.
    RoleName = NodeRole { Replica, Unassigned, ApiBoundary }
    /// Names of a node's health.
    HealthName = NodeStatus { Unknown, Up, Degraded, Down }
    /// Names of the kinds of links between providers.
    LinkName = LinkKind { SharedOwner, Family, Corporate, Financing }
    /// Names of what a boundary node serves.
    ServiceName = BoundaryNodeKind { Api, Http }
    /// Names of how a working group decides.
    OutcomeName = MotionOutcome { Adopted, Rejected, Withdrawn }
    /// Names of what is inside an encrypted record.
    RecordKindName = RecordKind {
        Name, BirthDate, Address, PassportNumber, IdentityDocument, CompanyExtract,
        RepresentativeAuthority, Contract, Other
    }
    /// Names of whom a schema is about.
    SchemaKindName = SchemaKind { Person, Company, Any, Contract }
    /// Names of what a verifier states.
    VerdictName = Verdict { Confirmed, Refuted }
    /// Names of whether a contract's content may be told.
    NdaName = NdaState { None, Bound, Waived }
    /// Names of what ties an auditor to a provider.
    TieName = TieKind { Ownership, Employment, Financing }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output;
    use bonafide_types::limits::SECOND_NS;

    #[test]
    fn should_read_days_and_instants_in_utc() {
        let january = 1_769_817_600 * SECOND_NS;
        assert_eq!(instant("2026-01-31"), Ok(january));
        assert_eq!(instant("2026-01-31T00:00:00Z"), Ok(january));
        assert_eq!(instant("2026-01-31T01:00:00+01:00"), Ok(january));
        assert_eq!(instant("2026-01-31T00:00:01Z"), Ok(january + SECOND_NS));
        assert_eq!(output::instant(january), "2026-01-31 00:00:00 UTC");
    }

    #[test]
    fn should_refuse_what_is_no_time() {
        for text in [
            "",
            "31.1.2026",
            "2026-02-30",
            "2026-01-31T12:00:00",
            "1969-12-31",
            "1769817600",
        ] {
            assert!(instant(text).is_err(), "{text}");
        }
    }

    #[test]
    fn should_read_hashes_of_their_length_only() {
        assert_eq!(sha256(&"ab".repeat(32)), Ok(Sha256Hash([0xab; 32])));
        for text in ["", "ab", &"ab".repeat(33), &"xy".repeat(32)] {
            assert!(sha256(text).is_err(), "{text}");
        }
    }

    #[test]
    fn should_read_numbers_by_type() {
        let read = rewardable("type1.1=10").unwrap();
        assert_eq!((read.node_type.as_str(), read.count), ("type1.1", 10));
        for text in ["type1.1", "type1.1=", "type1.1=-1"] {
            assert!(rewardable(text).is_err(), "{text}");
        }
    }
}
