//! Ways to falsify an answer.

use bonafide_types::certified::CertifiedRows;
use serde_bytes::ByteBuf;

/// The tag by which CBOR describes itself; it carries nothing and changing it changes nothing.
const SELF_DESCRIBING: &[u8] = &[0xd9, 0xd9, 0xf7];

/// Copies of `bytes` with one bit flipped: in every `step`th byte, another bit each time.
pub fn flips(bytes: &[u8], step: usize) -> impl Iterator<Item = (usize, ByteBuf)> {
    let idle: Vec<usize> = bytes
        .windows(SELF_DESCRIBING.len())
        .enumerate()
        .filter(|(_, window)| *window == SELF_DESCRIBING)
        .flat_map(|(at, _)| at..at + SELF_DESCRIBING.len())
        .collect();
    (0..bytes.len())
        .step_by(step)
        .filter(move |at| !idle.contains(at))
        .map(move |at| {
            let mut copy = ByteBuf::from(bytes);
            copy[at] ^= 1 << (at % 8);
            (at, copy)
        })
}

/// Answers that differ from `honest` in one bit of certificate, witness or row; each with
/// the place, in words.
pub fn falsified(honest: &CertifiedRows, step: usize) -> Vec<(String, CertifiedRows)> {
    let mut all = Vec::new();
    for (at, certificate) in flips(&honest.certificate, step) {
        let copy = CertifiedRows {
            certificate,
            ..honest.clone()
        };
        all.push((format!("certificate byte {at}"), copy));
    }
    for (at, witness) in flips(&honest.witness, step) {
        all.push((
            format!("witness byte {at}"),
            CertifiedRows {
                witness,
                ..honest.clone()
            },
        ));
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
