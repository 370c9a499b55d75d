//! Who is drawn: sites by weight, auditors by equal chances.
//!
//! Sites come in the byte order of their names, everywhere: their places count from 0.
//!
//! A site is drawn so: with W the sum of the weights of all sites that can still be drawn, a
//! number r below W is taken from the stream. The intervals of the sites' weights lie one after
//! the other from 0, in the sites' order; the site whose interval holds r is drawn and taken
//! out. Then the next one. (Successive sampling without replacement, in integers.)
//!
//! Certain sites are drawn first, among themselves, so that all of them are drawn when the
//! sample holds them; then the others. A site of weight 0 is never drawn.

use super::stream::Stream;
use bonafide_types::id::Sha256Hash;
use sha2::{Digest, Sha256};
use std::num::NonZeroU64;

/// Sets the hashes of sites apart from all others: length, then words.
const SITES_DOMAIN: &[u8] = b"\x14bonafide-audit-sites";

/// Sets the numbers of draws apart from all others.
const DRAW_DOMAIN: &[u8] = b"bonafide-audit-draw";

/// A site as a draw sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weighted {
    /// Its chance against those of the others; 0 is never drawn.
    pub weight: u64,
    /// Whether it is drawn before those that are not.
    pub certain: bool,
}

/// Why nothing can be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    /// The weights add up to 2^64 or more.
    #[error("the sum of the weights does not fit 64 bits")]
    TotalOverflow,
    /// No site has a weight.
    #[error("no site has a weight")]
    NothingToDraw,
}

/// Why sites have no hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SitesError {
    /// A name is not above the one before it.
    #[error("site {at} does not follow the one before it in the byte order of names")]
    OutOfOrder {
        /// Its place, from 0.
        at: usize,
    },
    /// A name is too long.
    #[error("the name of site {at} has {bytes} bytes, 65535 allowed")]
    NameTooLong {
        /// Its place, from 0.
        at: usize,
        /// Its length.
        bytes: usize,
    },
}

/// Those of one kind that can still be drawn.
#[derive(Clone, Debug, Default)]
struct Urn {
    /// By place; 0 of the other kind and of those that were drawn.
    weights: Vec<u64>,
    /// Their sum.
    total: u64,
}

impl Urn {
    fn take(&mut self, stream: &mut Stream) -> Option<usize> {
        let mut left = stream.below(NonZeroU64::new(self.total)?);
        for (at, weight) in self.weights.iter_mut().enumerate() {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => {
                    self.total -= std::mem::take(weight);
                    return Some(at);
                }
            }
        }
        unreachable!("BUG: the total is not the sum of the weights")
    }
}

/// A draw under way: sites come one by one, for as long as they are asked for.
#[derive(Debug)]
pub struct Draw<'a> {
    certain: Urn,
    others: Urn,
    stream: &'a mut Stream,
}

impl<'a> Draw<'a> {
    /// A draw of these sites.
    ///
    /// # Errors
    /// [`DrawError`].
    pub fn new(sites: &[Weighted], stream: &'a mut Stream) -> Result<Self, DrawError> {
        let total = sites
            .iter()
            .try_fold(0_u64, |total, site| total.checked_add(site.weight))
            .ok_or(DrawError::TotalOverflow)?;
        if total == 0 {
            return Err(DrawError::NothingToDraw);
        }
        let urn = |certain: bool| {
            let weight = |site: &Weighted| {
                if site.certain == certain {
                    site.weight
                } else {
                    0
                }
            };
            let weights: Vec<u64> = sites.iter().map(weight).collect();
            let total = weights.iter().sum();
            Urn { weights, total }
        };
        Ok(Self {
            certain: urn(true),
            others: urn(false),
            stream,
        })
    }

    /// The place of the next site; none when all that have a weight are drawn.
    pub fn next_site(&mut self) -> Option<usize> {
        self.certain
            .take(self.stream)
            .or_else(|| self.others.take(self.stream))
    }
}

impl Iterator for Draw<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        self.next_site()
    }
}

/// The places of `n` sites in the order in which they are drawn; of all that have a weight when
/// these are fewer.
///
/// # Errors
/// [`DrawError`].
pub fn draw(sites: &[Weighted], n: usize, stream: &mut Stream) -> Result<Vec<usize>, DrawError> {
    Ok(Draw::new(sites, stream)?.take(n).collect())
}

/// `size` of those eligible, each with the same chance, in the order in which they are drawn;
/// all of them when they are fewer: the first of [`order`].
#[must_use]
pub fn team(eligible: &[usize], size: usize, stream: &mut Stream) -> Vec<usize> {
    order(eligible, stream).take(size).collect()
}

/// All of those eligible, each with the same chance at each place, in the order in which they
/// are drawn.
///
/// For each place i from 0, with m eligible, a number r below m - i is taken from the stream,
/// and those at i and i + r change places; then whoever is at i is drawn. Numbers are taken for
/// as many as are asked for.
pub fn order(eligible: &[usize], stream: &mut Stream) -> impl Iterator<Item = usize> {
    let mut order = eligible.to_vec();
    (0..order.len()).map_while(move |at| {
        let left = NonZeroU64::new((order.len() - at) as u64)?;
        let Ok(chosen) = usize::try_from(stream.below(left)) else {
            unreachable!("BUG: a number is not below its bound")
        };
        order.swap(at, at + chosen);
        Some(order[at])
    })
}

/// The hash of what a draw depends on. Sites are name, weight and whether certain, in the byte
/// order of their names, each once.
///
/// SHA-256 of the domain `bonafide-audit-sites` after its length in one byte; the number of
/// sites, 8 bytes; and of each site the length of its name, 2 bytes, the name, the weight, 8
/// bytes, and 1 or 0 for certain, 1 byte. Numbers are big-endian.
///
/// # Errors
/// [`SitesError`].
pub fn sites_hash<'a>(
    sites: impl ExactSizeIterator<Item = (&'a str, u64, bool)>,
) -> Result<Sha256Hash, SitesError> {
    let mut hash = Sha256::new()
        .chain_update(SITES_DOMAIN)
        .chain_update((sites.len() as u64).to_be_bytes());
    let mut last: Option<&str> = None;
    for (at, (name, weight, certain)) in sites.enumerate() {
        // A draw counts places: in another order the same sites would be drawn otherwise.
        if last.is_some_and(|last| last >= name) {
            return Err(SitesError::OutOfOrder { at });
        }
        last = Some(name);
        let bytes = name.len();
        let length = u16::try_from(bytes).map_err(|_| SitesError::NameTooLong { at, bytes })?;
        hash.update(length.to_be_bytes());
        hash.update(name);
        hash.update(weight.to_be_bytes());
        hash.update([u8::from(certain)]);
    }
    Ok(Sha256Hash(hash.finalize().into()))
}

/// The numbers that sites are drawn with: the context is [`sites_hash`] and `sites`.
#[must_use]
pub fn site_stream(seed: &[u8; 32], sites_hash: &Sha256Hash) -> Stream {
    Stream::new(DRAW_DOMAIN, seed, &[&sites_hash.0, b"sites"])
}

/// The numbers that a site's auditors are drawn with: the context is [`sites_hash`], `team`
/// and the site's name.
#[must_use]
pub fn team_stream(seed: &[u8; 32], sites_hash: &Sha256Hash, site: &str) -> Stream {
    Stream::new(
        DRAW_DOMAIN,
        seed,
        &[&sites_hash.0, b"team", site.as_bytes()],
    )
}

#[cfg(test)]
mod tests;
