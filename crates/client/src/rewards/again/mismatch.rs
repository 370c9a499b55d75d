//! What can differ between a statement and the statement made again.

use bonafide_types::{
    id::Sha256Hash,
    rewards::{Amounts, Statement},
};

/// Why a statement is not what its facts and its rates give.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// The canister certifies the statement and shows no facts of a slice.
    #[error("the canister shows no facts of slice {slice}")]
    NoFacts {
        /// The slice, from 0.
        slice: u32,
    },
    /// There are facts of other slices than the period has.
    #[error("the period has {certified} slices, there are facts of {given}")]
    Slices {
        /// As certified.
        certified: u32,
        /// As many as there are.
        given: u64,
    },
    /// Facts are not those that a vote adopted.
    #[error("slice {slice}: the facts have hash {again}, {certified} was adopted")]
    FactsHash {
        /// The slice, from 0.
        slice: u32,
        /// As adopted.
        certified: Sha256Hash,
        /// As computed.
        again: Sha256Hash,
    },
    /// No rates hold for a day.
    #[error("no certified rates hold for day {day}")]
    NoRates {
        /// The day, as the number of days since 1970-01-01.
        day: u32,
    },
    /// Facts, rates, penalties and maximum give another hash than the period has.
    #[error(
        "what the period is computed from has hash {again}, certified is {}",
        or_none(.certified.as_ref())
    )]
    InputHash {
        /// As certified; none when the period is not closed.
        certified: Option<Sha256Hash>,
        /// As computed.
        again: Sha256Hash,
    },
    /// Facts that no engine computes from.
    #[error("slice {slice}: the facts are malformed: {reason}")]
    MalformedFacts {
        /// The slice, from 0.
        slice: u32,
        /// What is wrong.
        reason: String,
    },
    /// The facts know no nodes of the provider.
    #[error("the facts know no nodes of the provider")]
    NotInFacts,
    /// A field of the statement is another.
    #[error("{what}: certified is {certified}, the facts give {again}")]
    Statement {
        /// Which field.
        what: &'static str,
        /// As certified.
        certified: String,
        /// As computed.
        again: String,
    },
}

impl Mismatch {
    /// A stable name.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NoFacts { .. } | Self::Slices { .. } => "NoFacts",
            Self::FactsHash { .. } => "FactsHashMismatch",
            Self::NoRates { .. } => "NoRates",
            Self::InputHash { .. } => "InputHashMismatch",
            Self::MalformedFacts { .. } => "MalformedFacts",
            Self::NotInFacts | Self::Statement { .. } => "StatementMismatch",
        }
    }
}

fn or_none(hash: Option<&Sha256Hash>) -> String {
    hash.map_or_else(|| "none".into(), ToString::to_string)
}

/// Compares field by field; figures one by one.
pub(super) fn compare(certified: &Statement, again: &Statement) -> Result<(), Mismatch> {
    type Show = fn(&Statement) -> String;
    let fields: [(&'static str, Show); 15] = [
        ("period", |it| it.period_id.to_string()),
        ("provider", |it| it.provider.to_string()),
        ("first day", |it| it.from_day.to_string()),
        ("last day", |it| it.to_day.to_string()),
        ("engine", |it| it.engine.name().into()),
        ("input hash", |it| it.input_hash.to_string()),
        ("rate", |it| it.xdr_permyriad_per_icp.to_string()),
        ("nodes", |it| it.nodes.to_string()),
        ("gross XDR permyriad", |it| {
            figure(it, |amounts| amounts.gross_xdr_permyriad)
        }),
        ("kept XDR permyriad", |it| {
            figure(it, |amounts| amounts.kept_xdr_permyriad)
        }),
        ("gross e8s", |it| figure(it, |amounts| amounts.gross_e8s)),
        ("kept e8s", |it| figure(it, |amounts| amounts.kept_e8s)),
        ("above the maximum", |it| {
            figure(it, |amounts| amounts.above_maximum)
        }),
        ("faults", |it| format!("{:?}", it.faults)),
        ("penalties", |it| format!("{:?}", it.penalties)),
    ];
    for (what, show) in fields {
        let (certified, again) = (show(certified), show(again));
        if certified != again {
            return Err(Mismatch::Statement {
                what,
                certified,
                again,
            });
        }
    }
    Ok(())
}

/// A figure as text; `none` of a statement without figures.
fn figure<T: ToString>(statement: &Statement, of: fn(&Amounts) -> T) -> String {
    let amounts = statement.amounts.as_ref();
    amounts.map_or_else(|| "none".into(), |amounts| of(amounts).to_string())
}
