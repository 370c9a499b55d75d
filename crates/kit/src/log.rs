//! The append-only event log. Each event's hash covers the hash before it, so the last
//! hash, which is certified, fixes the whole log.

use ic_stable_structures::{Log, Memory, StableCell, Storable, storable::Bound};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt;

/// Sets event hashes apart from all other hashes: length, then words.
const DOMAIN: &[u8] = b"\x0Ebonafide-event";

/// The end of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tip {
    /// Number of events.
    pub length: u64,
    /// Hash of the last event; zeros when there is none.
    pub hash: [u8; 32],
}

impl Tip {
    /// The tip after one more event.
    #[must_use]
    pub fn next(self, event: &[u8]) -> Self {
        let hash = Sha256::new()
            .chain_update(DOMAIN)
            .chain_update(self.hash)
            .chain_update(event)
            .finalize()
            .into();
        Self {
            length: self.length + 1,
            hash,
        }
    }
}

/// 40 bytes: the length, big-endian, then the hash.
impl Storable for Tip {
    fn to_bytes(&self) -> Cow<'_, [u8]> {
        Cow::Owned(self.into_bytes())
    }

    fn into_bytes(self) -> Vec<u8> {
        [&self.length.to_be_bytes(), self.hash.as_slice()].concat()
    }

    fn from_bytes(bytes: Cow<'_, [u8]>) -> Self {
        let (length, hash) = bytes
            .split_first_chunk()
            .expect("BUG: a stored tip has 40 bytes");
        Self {
            length: u64::from_be_bytes(*length),
            hash: hash.try_into().expect("BUG: a stored tip has 40 bytes"),
        }
    }

    const BOUND: Bound = Bound::Bounded {
        max_size: 40,
        is_fixed_size: true,
    };
}

/// The events, in three regions of stable memory: index, bytes, tip.
pub struct EventLog<M: Memory> {
    events: Log<Vec<u8>, M, M>,
    tip: StableCell<Tip, M>,
}

impl<M: Memory> fmt::Debug for EventLog<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventLog")
            .field("tip", &self.tip())
            .finish_non_exhaustive()
    }
}

impl<M: Memory> EventLog<M> {
    /// Opens the log.
    pub fn open(index: M, bytes: M, tip: M) -> Self {
        Self {
            events: Log::init(index, bytes),
            tip: StableCell::init(tip, Tip::default()),
        }
    }

    /// Its end.
    #[must_use]
    pub fn tip(&self) -> Tip {
        *self.tip.get()
    }

    /// Adds an event.
    ///
    /// # Panics
    /// When stable memory is full; the message is then rolled back whole.
    pub fn append(&mut self, event: &[u8]) {
        self.events
            .append(&event.to_vec())
            .unwrap_or_else(|full| panic!("stable memory is full: {full:?}"));
        self.tip.set(self.tip().next(event));
    }

    /// Events from `start`, at most `limit` and together at most `max_bytes`, but one at
    /// least when there is one.
    #[must_use]
    pub fn read(&self, start: u64, limit: u64, max_bytes: usize) -> Vec<Vec<u8>> {
        let mut bytes = 0;
        (start..self.events.len().min(start.saturating_add(limit)))
            .map_while(|at| self.events.get(at))
            .take_while(|event| {
                let first = bytes == 0;
                bytes += event.len();
                first || bytes <= max_bytes
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ic_stable_structures::VectorMemory;

    fn memories() -> [VectorMemory; 3] {
        std::array::from_fn(|_| VectorMemory::default())
    }

    #[test]
    fn should_chain_hashes_and_survive_reopening() {
        let [a, b, c] = memories();
        let mut log = EventLog::open(a.clone(), b.clone(), c.clone());
        assert_eq!(log.tip(), Tip::default());
        log.append(b"one");
        log.append(b"two");
        let expected = Tip::default().next(b"one").next(b"two");
        assert_eq!(log.tip(), expected);
        let reopened = EventLog::open(a, b, c);
        assert_eq!(reopened.tip(), expected);
        assert_eq!(reopened.read(0, 9, 99), [b"one".to_vec(), b"two".to_vec()]);
    }

    #[test]
    fn should_depend_on_order_and_boundaries() {
        let tip = |events: &[&[u8]]| events.iter().fold(Tip::default(), |tip, e| tip.next(e));
        assert_ne!(tip(&[b"a", b"b"]).hash, tip(&[b"b", b"a"]).hash);
        assert_ne!(tip(&[b"ab"]).hash, tip(&[b"a", b"b"]).hash);
    }

    #[test]
    fn should_cap_a_page_by_count_and_bytes() {
        let [a, b, c] = memories();
        let mut log = EventLog::open(a, b, c);
        for event in [[1; 10], [2; 10], [3; 10]] {
            log.append(&event);
        }
        assert_eq!(log.read(0, 2, 100).len(), 2);
        assert_eq!(log.read(0, 9, 25).len(), 2);
        assert_eq!(log.read(1, 9, 1).len(), 1, "one event always fits");
        assert_eq!(log.read(3, 9, 100).len(), 0);
        assert_eq!(log.read(u64::MAX, u64::MAX, 100).len(), 0);
    }
}
