//! Entries that are not those that were decided, to see that they are noticed.

use super::Model;
use bonafide_rewards::state::Event;
use bonafide_types::rewards::{Effect, TransferState};

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spoilt {
    /// A freeze locks 1 e8s less.
    LockedLess,
    /// An execution takes 1 e8s less.
    TakenLess,
    /// Bond that was asked back is due a moment earlier.
    DueEarlier,
    /// What the ledger made is said to have failed.
    MadeIsFailed,
    /// A cancellation is forgotten.
    NotCancelled,
    /// An appeal is forgotten.
    NotAppealed,
    /// A published penalty is of 1 basis point less.
    PublishedLess,
    /// A case does not expire.
    NotExpired,
}

impl Spoilt {
    pub(super) const ALL: [Self; 8] = [
        Self::LockedLess,
        Self::TakenLess,
        Self::DueEarlier,
        Self::MadeIsFailed,
        Self::NotCancelled,
        Self::NotAppealed,
        Self::PublishedLess,
        Self::NotExpired,
    ];
}

/// Takes 1 e8s, or 1 basis point, off the first effect that has more.
fn less(effects: &mut [Effect]) {
    let first = effects.iter_mut().find_map(|effect| match effect {
        Effect::LotLocked { e8s, .. }
        | Effect::BondLocked { e8s }
        | Effect::LotTaken { e8s, .. }
        | Effect::BondTaken { e8s } => (*e8s > 1).then_some(e8s),
        Effect::PenaltyPublished { .. } => None,
    });
    if let Some(e8s) = first {
        *e8s -= 1;
    }
}

impl Model {
    /// The entry as it is written down; none when it is not.
    pub(super) fn spoil(&self, mut event: Event) -> Option<Event> {
        let Some(spoilt) = self.spoilt else {
            return Some(event);
        };
        match (spoilt, &mut event) {
            (Spoilt::LockedLess, Event::CaseFrozen { locks, .. }) => less(locks),
            (Spoilt::TakenLess, Event::CaseExecuted { takes, .. }) => less(takes),
            (Spoilt::PublishedLess, Event::CaseExecuted { takes, .. }) => {
                if let Some(Effect::PenaltyPublished { bps, .. }) = takes.first_mut() {
                    *bps -= 1;
                }
            }
            (Spoilt::DueEarlier, Event::BondUnbonded { part, .. }) => part.due_at_ns -= 1,
            (Spoilt::MadeIsFailed, Event::TransferSettled { state, .. }) => {
                if let TransferState::Made { at_ns, .. } = *state {
                    *state = TransferState::Failed {
                        reason: "an example".into(),
                        at_ns,
                    };
                }
            }
            (Spoilt::NotCancelled, Event::CaseCancelled { .. })
            | (Spoilt::NotAppealed, Event::CaseAppealed { .. })
            | (Spoilt::NotExpired, Event::CaseExpired { .. }) => return None,
            _ => {}
        }
        Some(event)
    }
}
