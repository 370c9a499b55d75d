//! Reads that carry their proof. The certificate comes from the system in query calls.

use crate::cbor;
use crate::commit::{Aggregate, leb128, log_tree, tree};
use crate::page;
use crate::table::Certified;
use crate::trie::Range;
use bonafide_types::certified::{
    CertifiedReadError, CertifiedRows, CertifiedTip, EventPage, RangeArgs, Row, RowKey,
};
use bonafide_types::id::Sha256Hash;
use bonafide_types::limits;
use ic_certified_map::HashTree;
use minicbor::data::Tagged;
use minicbor::encode::{Encode, Encoder, Error, Write};
use serde_bytes::ByteBuf;
use std::collections::BTreeMap;
use std::ops::Bound;

/// The certificate over this canister's certified data.
///
/// # Errors
/// [`CertifiedReadError::NoCertificate`] outside of non-replicated queries.
pub fn certificate() -> Result<Vec<u8>, CertifiedReadError> {
    ic_cdk::api::data_certificate().ok_or(CertifiedReadError::NoCertificate)
}

/// Rows by key, each proven present or absent.
///
/// # Errors
/// [`CertifiedReadError::TooManyKeys`], [`CertifiedReadError::TableNotFound`].
pub fn rows<A: Aggregate>(
    state: &A,
    certificate: Vec<u8>,
    keys: &[RowKey],
) -> Result<CertifiedRows, CertifiedReadError> {
    if keys.len() > limits::CERTIFIED_KEYS {
        return Err(CertifiedReadError::TooManyKeys {
            keys: keys.len() as u64,
            limit: limits::CERTIFIED_KEYS as u64,
        });
    }
    let tables = state.tables();
    let mut ranges: BTreeMap<&str, Vec<Range<'_>>> = BTreeMap::new();
    let mut rows = Vec::with_capacity(keys.len());
    for RowKey { table, key } in keys {
        rows.push(Row {
            table: table.clone(),
            key: key.clone(),
            row: find(&tables, table)?.row(key).map(ByteBuf::from),
        });
        let one = (
            Bound::Included(key.as_slice()),
            Bound::Included(key.as_slice()),
        );
        ranges.entry(table).or_default().push(one);
    }
    Ok(CertifiedRows {
        rows,
        certificate: certificate.into(),
        witness: witness(state, &tables, &ranges).into(),
    })
}

/// Rows of a table in key order, as many as asked and as fit a reply, at least one. Proven
/// complete from `after` to the last one returned, or to the table's end when no more are
/// left; fewer rows than asked do not mean that, the witness does.
///
/// # Errors
/// [`CertifiedReadError::TableNotFound`].
pub fn range<A: Aggregate>(
    state: &A,
    certificate: Vec<u8>,
    args: &RangeArgs,
) -> Result<CertifiedRows, CertifiedReadError> {
    range_within(state, certificate, args, limits::PAGE_EVENT_BYTES)
}

fn range_within<A: Aggregate>(
    state: &A,
    certificate: Vec<u8>,
    args: &RangeArgs,
    bytes: usize,
) -> Result<CertifiedRows, CertifiedReadError> {
    let tables = state.tables();
    let table = find(&tables, &args.table)?;
    let after = args.after.as_ref().map(|key| key.as_slice());
    let limit = page::limit(Some(args.limit), limits::PAGE_RECORDS);
    let mut found = table.rows(after, limit);
    let fit = fitting(&found, bytes);
    let more = fit < found.len() || found.len() == limit;
    found.truncate(fit);
    let upper = match found.last() {
        Some((key, _)) if more => Bound::Included(key.as_slice()),
        _ => Bound::Unbounded,
    };
    let lower = after.map_or(Bound::Unbounded, Bound::Excluded);
    let ranges = BTreeMap::from([(args.table.as_str(), vec![(lower, upper)])]);
    let witness = witness(state, &tables, &ranges).into();
    Ok(CertifiedRows {
        rows: found
            .into_iter()
            .map(|(key, row)| Row {
                table: args.table.clone(),
                key: key.into(),
                row: Some(row.into()),
            })
            .collect(),
        certificate: certificate.into(),
        witness,
    })
}

/// How many of the rows have so many bytes together; one at least, if there is one.
fn fitting(rows: &[(Vec<u8>, Vec<u8>)], bytes: usize) -> usize {
    let mut sum = 0_usize;
    let fit = rows.iter().take_while(|(_, row)| {
        sum = sum.saturating_add(row.len());
        sum <= bytes
    });
    fit.count().max(1).min(rows.len())
}

/// The log's end.
pub fn tip<A: Aggregate>(state: &A, certificate: Vec<u8>) -> CertifiedTip {
    let tip = state.log().tip();
    CertifiedTip {
        length: tip.length,
        tip: Sha256Hash(tip.hash),
        certificate: certificate.into(),
        witness: witness(state, &state.tables(), &BTreeMap::new()).into(),
    }
}

/// Events from `start`, as many as asked and as fit a reply.
pub fn events<A: Aggregate>(state: &A, start: u64, length: u64) -> EventPage {
    let limit = length.min(limits::PAGE_EVENTS);
    EventPage {
        events: state
            .log()
            .read(start, limit, limits::PAGE_EVENT_BYTES)
            .into_iter()
            .map(ByteBuf::from)
            .collect(),
        length: state.log().tip().length,
    }
}

fn find<'a>(
    tables: &[&'a dyn Certified],
    label: &str,
) -> Result<&'a dyn Certified, CertifiedReadError> {
    tables
        .iter()
        .find(|table| table.label() == label)
        .copied()
        .ok_or_else(|| CertifiedReadError::TableNotFound {
            table: label.chars().take(64).collect(),
        })
}

/// The log and some ranges of some tables, as CBOR.
fn witness<A: Aggregate>(
    state: &A,
    tables: &[&dyn Certified],
    ranges: &BTreeMap<&str, Vec<Range<'_>>>,
) -> Vec<u8> {
    let parts = tables
        .iter()
        .map(|table| {
            let ranges = ranges.get(table.label()).map_or(&[][..], Vec::as_slice);
            (table.label(), table.witness(ranges))
        })
        .collect();
    let tip = state.log().tip();
    let length = leb128(tip.length);
    encode(&tree(log_tree(&tip, &length), parts))
}

/// A hash tree in CBOR, as the interface specification encodes it, with the tag by which
/// CBOR describes itself.
fn encode(tree: &HashTree<'_>) -> Vec<u8> {
    cbor::encode(&Tagged::<55_799, _>::new(Witness(tree)))
}

struct Witness<'a>(&'a HashTree<'a>);

impl<C> Encode<C> for Witness<'_> {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, c: &mut C) -> Result<(), Error<W::Error>> {
        match self.0 {
            HashTree::Empty => e.array(1)?.u8(0)?.ok(),
            HashTree::Fork(sides) => {
                e.array(3)?.u8(1)?;
                Witness(&sides.0).encode(e, c)?;
                Witness(&sides.1).encode(e, c)
            }
            HashTree::Labeled(label, content) => {
                e.array(3)?.u8(2)?.bytes(label)?;
                Witness(content).encode(e, c)
            }
            HashTree::Leaf(value) => e.array(2)?.u8(3)?.bytes(value)?.ok(),
            HashTree::Pruned(hash) => e.array(2)?.u8(4)?.bytes(hash)?.ok(),
        }
    }
}

#[cfg(test)]
mod tests;
