//! What is punished once: a subject, a class, a window.

use bonafide_policy::penalty::convictions::{Offence, Scope};
use bonafide_types::id::{NodeId, ProviderId};
use bonafide_types::rewards::{Case, PenaltyClass};

/// Identifies an offence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OffenceKey {
    /// Who.
    pub provider: ProviderId,
    /// With which node; absent: with everything it has.
    pub node: Option<NodeId>,
    /// What.
    pub class: PenaltyClass,
    /// In which window, by its number.
    pub window: u64,
}

impl OffenceKey {
    /// The offence of a case, once it is judged.
    #[must_use]
    pub fn of(case: &Case) -> Option<Self> {
        let judgement = case.judgement.as_ref()?;
        Some(Self {
            provider: case.charge.provider,
            node: case.charge.node,
            class: case.charge.class,
            window: judgement.window,
        })
    }

    /// As the policy's rules know it.
    #[must_use]
    pub fn offence(&self) -> Offence {
        Offence {
            scope: self.node.map_or(Scope::Provider, Scope::Node),
            class: self.class,
            window: self.window,
        }
    }

    /// The key under which a cancellation of it is kept: length and bytes of provider and of
    /// node, name of the class, window in 8 bytes, big-endian.
    ///
    /// # Panics
    /// When a principal has more than 255 bytes; none has.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut key = Vec::with_capacity(100);
        let node = self.node.as_ref().map_or(&[][..], NodeId::as_slice);
        for part in [self.provider.as_slice(), node, self.class.name().as_bytes()] {
            key.push(u8::try_from(part.len()).expect("BUG: principals and names are short"));
            key.extend_from_slice(part);
        }
        key.extend_from_slice(&self.window.to_be_bytes());
        key
    }
}

#[cfg(test)]
mod tests;
