//! Proof that a stretch of a table is whole.
//!
//! A witness shows a table's subtree with some parts pruned. Read from left to right it is
//! a sequence of keys and gaps; a gap hides keys strictly between its two neighbours. A
//! stretch is whole when no gap reaches into it and every key shown in it has its row.

use super::{VerifiedRow, VerifyError, check_row};
use bonafide_types::certified::{RangeArgs, Row};
use ic_certification::{HashTree, HashTreeNode, SubtreeLookupResult};

/// A proven stretch of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedPage {
    /// The rows in key order; each present.
    pub rows: Vec<VerifiedRow>,
    /// Whether the table provably ends with them.
    pub complete: bool,
}

enum Item<'t> {
    Key(&'t [u8]),
    Gap,
}

/// Checks `rows` as the answer to `asked` against a witness whose root is certified.
pub(super) fn check(
    witness: &HashTree,
    asked: &RangeArgs,
    rows: &[Row],
) -> Result<VerifiedPage, VerifyError> {
    let after = asked.after.as_ref().map(|key| key.as_slice());
    let in_order = rows
        .iter()
        .try_fold(after, |last, row| {
            let ok = row.table == asked.table
                && row.row.is_some()
                && last.is_none_or(|last| last < row.key.as_slice());
            ok.then_some(Some(row.key.as_slice()))
        })
        .is_some();
    if !in_order || rows.len() > usize::try_from(asked.limit).unwrap_or(usize::MAX) {
        return Err(VerifyError::OtherRows);
    }
    let verified = rows
        .iter()
        .map(|row| check_row(witness, row))
        .collect::<Result<Vec<_>, _>>()?;

    let subtree = match witness.lookup_subtree::<_, [u8]>([b"state", asked.table.as_bytes()]) {
        SubtreeLookupResult::Found(subtree) => subtree,
        SubtreeLookupResult::Absent => ic_certification::empty(),
        SubtreeLookupResult::Unknown => {
            return Err(VerifyError::NotProven {
                what: format!("table {}", asked.table),
            });
        }
    };
    let mut items = Vec::new();
    flatten(subtree.as_ref(), &mut items);

    let last = rows.last().map(|row| row.key.as_slice());
    // Without a row, the answer claims that the table ends here.
    if hides(&items, after, last) {
        return Err(VerifyError::NotProven {
            what: format!("that no row of {} was left out", asked.table),
        });
    }
    let shown = keys(&items)
        .filter(|key| after.is_none_or(|after| *key > after))
        .filter(|key| last.is_none_or(|last| *key <= last));
    let mut given = rows.iter().map(|row| row.key.as_slice());
    for key in shown {
        if given.next() != Some(key) {
            return Err(VerifyError::RowWithheld {
                table: asked.table.clone(),
                key: hex::encode(key),
            });
        }
    }
    let complete = last
        .is_none_or(|last| !hides(&items, Some(last), None) && keys(&items).all(|key| key <= last));
    Ok(VerifiedPage {
        rows: verified,
        complete,
    })
}

/// Whether a gap may hide a key above `after` and below `before`; `None` is no bound.
fn hides(items: &[Item<'_>], after: Option<&[u8]>, before: Option<&[u8]>) -> bool {
    let mut left: Option<&[u8]> = None;
    for (at, item) in items.iter().enumerate() {
        match item {
            Item::Key(key) => left = Some(key),
            Item::Gap => {
                let right = keys(&items[at..]).next();
                // `None` is below everything on the low side and above it on the high side.
                let low = left.max(after);
                let high = match (right, before) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
                if high.is_none_or(|high| low.is_none_or(|low| low < high)) {
                    return true;
                }
            }
        }
    }
    false
}

fn keys<'t>(items: &[Item<'t>]) -> impl Iterator<Item = &'t [u8]> {
    items.iter().filter_map(|item| match item {
        Item::Key(key) => Some(*key),
        Item::Gap => None,
    })
}

fn flatten<'t>(node: &'t HashTreeNode, into: &mut Vec<Item<'t>>) {
    match node {
        HashTreeNode::Fork(sides) => {
            flatten(&sides.0, into);
            flatten(&sides.1, into);
        }
        HashTreeNode::Labeled(label, _) => into.push(Item::Key(label.as_bytes())),
        HashTreeNode::Pruned(_) => into.push(Item::Gap),
        HashTreeNode::Empty() | HashTreeNode::Leaf(_) => {}
    }
}
