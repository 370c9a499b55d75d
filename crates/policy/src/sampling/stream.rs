//! Numbers that follow from a seed, the same on every machine.
//!
//! A stream is made of blocks. Block i, counted from 0, is the SHA-256 of, in this order:
//!
//! 1. the length of the domain, then the domain;
//! 2. the seed, 32 bytes;
//! 3. of each part of the context its length, then the part;
//! 4. i.
//!
//! Lengths and i are 8 bytes, big-endian. Each block gives four words of 8 bytes, big-endian,
//! in order, and every word is used once.

use sha2::{Digest, Sha256};
use std::num::NonZeroU64;

/// Bytes of a word.
const WORD: usize = 8;

/// Words in a block.
const WORDS: usize = 4;

/// Numbers that nobody can tell without the seed.
#[derive(Clone)]
pub struct Stream {
    /// Holds all of a block but its number.
    start: Sha256,
    /// The number of the next block.
    next: u64,
    words: [u64; WORDS],
    /// Words of the block that are used up.
    used: usize,
}

impl std::fmt::Debug for Stream {
    // The numbers to come are nobody's business before the draw.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stream").finish_non_exhaustive()
    }
}

impl Stream {
    /// The stream of a seed for one use: domains keep kinds of use apart, contexts uses of one
    /// kind. What a draw depends on belongs into the context, so that the seed is bound to it.
    #[must_use]
    pub fn new(domain: &[u8], seed: &[u8; 32], context: &[&[u8]]) -> Self {
        let mut start = prefixed(Sha256::new(), domain).chain_update(seed);
        for part in context {
            start = prefixed(start, part);
        }
        Self {
            start,
            next: 0,
            words: [0; WORDS],
            used: WORDS,
        }
    }

    /// The next number below a bound, each with exactly the same chance.
    ///
    /// Takes words until one is below the largest multiple of the bound up to 2^64; the number
    /// is its remainder. A bound of 1 takes a word too.
    pub fn below(&mut self, bound: NonZeroU64) -> u64 {
        // What is above that multiple: 2^64 mod bound, with 2^64 - bound in 64 bits.
        let surplus = bound.get().wrapping_neg() % bound;
        loop {
            let word = self.word();
            if word <= u64::MAX - surplus {
                return word % bound;
            }
        }
    }

    fn word(&mut self) -> u64 {
        if self.used == WORDS {
            self.refill();
        }
        let word = self.words[self.used];
        self.used += 1;
        word
    }

    fn refill(&mut self) {
        let block = self.start.clone().chain_update(self.next.to_be_bytes());
        let block: [u8; WORD * WORDS] = block.finalize().into();
        for (word, bytes) in self.words.iter_mut().zip(block.as_chunks().0) {
            *word = u64::from_be_bytes(*bytes);
        }
        self.next += 1;
        self.used = 0;
    }
}

fn prefixed(hash: Sha256, part: &[u8]) -> Sha256 {
    hash.chain_update((part.len() as u64).to_be_bytes())
        .chain_update(part)
}

#[cfg(test)]
mod tests;
