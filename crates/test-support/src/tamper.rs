//! Ways to falsify an answer.

use bonafide_types::certified::CertifiedRows;
use ic_certification::{Certificate, HashTree};
use serde_bytes::ByteBuf;
use serde_cbor::from_slice;

/// Copies of `bytes` with one bit flipped: in every `step`th byte, another bit each time.
pub fn flips(bytes: &[u8], step: usize) -> impl Iterator<Item = (usize, ByteBuf)> {
    (0..bytes.len()).step_by(step).map(move |at| {
        let mut copy = ByteBuf::from(bytes);
        copy[at] ^= 1 << (at % 8);
        (at, copy)
    })
}

/// Answers that differ from `honest` in one bit of certificate, witness or row, and do not
/// mean the same; each with the place, in words.
#[must_use]
pub fn falsified(honest: &CertifiedRows, step: usize) -> Vec<(String, CertifiedRows)> {
    let mut all = Vec::new();
    for (at, certificate) in flips(&honest.certificate, step) {
        if !same_certificate(&certificate, &honest.certificate) {
            let copy = CertifiedRows {
                certificate,
                ..honest.clone()
            };
            all.push((format!("certificate byte {at}"), copy));
        }
    }
    for (at, witness) in flips(&honest.witness, step) {
        if !same_tree(&witness, &honest.witness) {
            all.push((
                format!("witness byte {at}"),
                CertifiedRows {
                    witness,
                    ..honest.clone()
                },
            ));
        }
    }
    for (number, row) in honest.rows.iter().enumerate() {
        let Some(bytes) = &row.row else { continue };
        for (at, bytes) in flips(bytes, step) {
            let mut copy = honest.clone();
            copy.rows[number].row = Some(bytes);
            all.push((format!("row {number} byte {at}"), copy));
        }
    }
    all
}

/// Whether two encodings say the same: CBOR has tags that say nothing, and readers take a
/// text for a byte string.
fn same_certificate(a: &[u8], b: &[u8]) -> bool {
    let (Ok(a), Ok(b)) = (from_slice::<Certificate>(a), from_slice::<Certificate>(b)) else {
        return false;
    };
    let same_delegation = match (&a.delegation, &b.delegation) {
        (None, None) => true,
        (Some(a), Some(b)) => {
            a.subnet_id == b.subnet_id && same_certificate(&a.certificate, &b.certificate)
        }
        _ => false,
    };
    same_delegation && a.tree == b.tree && a.signature == b.signature
}

fn same_tree(a: &[u8], b: &[u8]) -> bool {
    match (from_slice::<HashTree>(a), from_slice::<HashTree>(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}
