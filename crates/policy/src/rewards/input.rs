//! The hash over everything that a closed period is computed from. Who has the facts and the
//! tables can compute it again, and then the statements.
//!
//! It is the SHA-256 of these bytes, one field after the other:
//!
//! | field | bytes |
//! |---|---|
//! | domain | `19` (hex; the length), then the 25 letters of `bonafide rewards input v1` |
//! | engine | length, then `v0` or `v1` |
//! | first day | number |
//! | last day | number |
//! | XDR permyriad per ICP, after the minimum | number |
//! | most that a provider is paid at once, e8s | number |
//! | slices | count, then of each in order the SHA-256 of its facts, 32 bytes |
//! | tables | count, then of each slice in order the SHA-256 of the CBOR of the rewards table that holds at its end, 32 bytes |
//! | penalties | count, then each in order |
//!
//! A penalty is: the case, number; the provider's principal, length and bytes; `00` without a
//! node, else `01` and the node's principal, length and bytes; basis points, number.
//!
//! Numbers, lengths and counts have 8 bytes, big-endian.

use bonafide_types::id::{NodeId, Sha256Hash};
use bonafide_types::rewards::{Engine, PublishedPenalty};
use sha2::{Digest, Sha256};

/// Sets these hashes apart from all others: length, then words.
const DOMAIN: &[u8] = b"\x19bonafide rewards input v1";

/// What a period is computed from.
#[derive(Clone, Copy, Debug)]
pub struct PeriodInput<'a> {
    /// The formula.
    pub engine: Engine,
    /// The first day, as the number of days since 1970-01-01.
    pub from_day: u32,
    /// The last day.
    pub to_day: u32,
    /// What one ICP is worth, XDR permyriad, not less than the policy's minimum.
    pub xdr_permyriad_per_icp: u64,
    /// Most that the network pays one provider at once, e8s.
    pub maximum_provider_e8s: u64,
    /// Hashes of the facts of each slice.
    pub slices: &'a [Sha256Hash],
    /// Hashes of the table of each slice.
    pub tables: &'a [Sha256Hash],
    /// Penalties that the statements carry.
    pub penalties: &'a [PublishedPenalty],
}

/// The hash, as the module says.
#[must_use]
pub fn hash(period: &PeriodInput<'_>) -> Sha256Hash {
    let PeriodInput {
        engine,
        from_day,
        to_day,
        xdr_permyriad_per_icp,
        maximum_provider_e8s,
        slices,
        tables,
        penalties,
    } = *period;
    let mut written = Written(Sha256::new().chain_update(DOMAIN));
    written.bytes(engine.name().as_bytes());
    written.number(from_day.into());
    written.number(to_day.into());
    written.number(xdr_permyriad_per_icp);
    written.number(maximum_provider_e8s);
    written.hashes(slices);
    written.hashes(tables);
    written.length(penalties.len());
    for penalty in penalties {
        written.penalty(penalty);
    }
    Sha256Hash(written.0.finalize().into())
}

/// Fields written into a hash.
struct Written(Sha256);

impl Written {
    fn number(&mut self, number: u64) {
        self.0.update(number.to_be_bytes());
    }

    fn length(&mut self, length: usize) {
        self.number(length as u64);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.length(bytes.len());
        self.0.update(bytes);
    }

    fn hashes(&mut self, hashes: &[Sha256Hash]) {
        self.length(hashes.len());
        for hash in hashes {
            self.0.update(hash.0);
        }
    }

    fn penalty(&mut self, penalty: &PublishedPenalty) {
        let PublishedPenalty {
            case_id,
            provider,
            node,
            bps,
        } = penalty;
        self.number(*case_id);
        self.bytes(provider.as_slice());
        self.0.update([u8::from(node.is_some())]);
        if let Some(node) = node.as_ref().map(NodeId::as_slice) {
            self.bytes(node);
        }
        self.number((*bps).into());
    }
}

#[cfg(test)]
mod tests;
