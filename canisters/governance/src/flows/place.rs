//! Places that a flow holds on the heap while it waits. Dropped, also when the handling of
//! an answer traps, they are free again. An upgrade frees them all, and ends all flows.

use crate::commands::submit_proposal::InFlight;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Questions for anyone that are out at one time. Anyone may ask, so the limit keeps room in
/// the queue of calls for executions: one that cannot be sent uses its decision up.
pub(super) const QUESTIONS: usize = 16;

/// Motions that are being looked at, at one time; for the same reason.
pub(super) const MOTIONS: usize = 16;

/// Reviews of NNS proposals that are being made at one time; for the same reason. Each has one
/// call out at a time.
pub(super) const REVIEWS: usize = 4;

/// What one flow at a time may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Work {
    /// Looking at a motion of the NNS, by its proposal id there.
    Motion(u64),
    /// Asking what a command would do, for anyone; by a number below [`QUESTIONS`].
    Question(usize),
    /// Reviewing proposals of the NNS; by a number below [`REVIEWS`].
    Review(usize),
    /// Waiting for the answer that closes a journal entry.
    Entry(u64),
    /// Executing entries that wait, in their order.
    Waiting,
}

thread_local! {
    static TAKEN: RefCell<BTreeSet<Work>> = const { RefCell::new(BTreeSet::new()) };
    /// Submissions in flight by neuron.
    static SUBMISSIONS: RefCell<BTreeMap<u64, usize>> = const { RefCell::new(BTreeMap::new()) };
}

/// Held by the flow that does the work.
#[derive(Debug)]
pub(super) struct Place(Work);

impl Place {
    /// Takes the place, unless another flow holds it.
    #[must_use]
    pub(super) fn take(work: Work) -> Option<Self> {
        // A place made and dropped here would free the one that is held.
        if TAKEN.with_borrow_mut(|taken| taken.insert(work)) {
            Some(Self(work))
        } else {
            None
        }
    }

    /// Takes one of the [`QUESTIONS`] places, unless all are held.
    #[must_use]
    pub(super) fn of_question() -> Option<Self> {
        (0..QUESTIONS).find_map(|number| Self::take(Work::Question(number)))
    }

    /// Takes one of the [`REVIEWS`] places, unless all are held.
    #[must_use]
    pub(super) fn of_review() -> Option<Self> {
        (0..REVIEWS).find_map(|number| Self::take(Work::Review(number)))
    }

    /// Whether as many as [`MOTIONS`] are being looked at.
    pub(super) fn motions_are_taken() -> bool {
        let motions = Work::Motion(0)..=Work::Motion(u64::MAX);
        TAKEN.with_borrow(|taken| taken.range(motions).count() >= MOTIONS)
    }

    /// Whether a flow does this now.
    pub(super) fn is_taken(work: Work) -> bool {
        TAKEN.with_borrow(|taken| taken.contains(&work))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        TAKEN.with_borrow_mut(|taken| taken.remove(&self.0));
    }
}

/// Held by a submission while its command is checked, so that a neuron cannot get more
/// proposals open than it may by submitting them all at once.
#[derive(Debug)]
pub(super) struct Submission {
    neuron_id: u64,
}

impl Submission {
    /// How many there are, as a further submission of this neuron sees it.
    pub(super) fn in_flight(neuron_id: u64) -> InFlight {
        SUBMISSIONS.with_borrow(|submissions| InFlight {
            of_neuron: submissions.get(&neuron_id).copied().unwrap_or_default(),
            of_council: submissions.values().sum(),
        })
    }

    /// One more.
    #[must_use]
    pub(super) fn begin(neuron_id: u64) -> Self {
        SUBMISSIONS.with_borrow_mut(|submissions| *submissions.entry(neuron_id).or_default() += 1);
        Self { neuron_id }
    }
}

impl Drop for Submission {
    fn drop(&mut self) {
        SUBMISSIONS.with_borrow_mut(|submissions| {
            if let Some(count) = submissions.get_mut(&self.neuron_id) {
                *count -= 1;
                if *count == 0 {
                    submissions.remove(&self.neuron_id);
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_hold_a_place_until_dropped() {
        let work = Work::Motion(1);
        let place = Place::take(work);
        assert!(place.is_some() && Place::is_taken(work));
        assert!(Place::take(work).is_none());
        assert!(Place::is_taken(work), "whoever comes second frees nothing");
        assert!(Place::take(Work::Entry(1)).is_some());
        drop(place);
        assert!(!Place::is_taken(work));
        assert!(Place::take(work).is_some());
    }

    #[test]
    fn should_hold_so_many_questions_reviews_and_motions_and_no_more() {
        let mut questions: Vec<_> = (0..QUESTIONS).map(|_| Place::of_question()).collect();
        assert!(questions.iter().all(Option::is_some));
        assert!(Place::of_question().is_none());
        questions.pop();
        assert!(Place::of_question().is_some(), "free again");
        let reviews: Vec<_> = (0..REVIEWS).map(|_| Place::of_review()).collect();
        assert!(reviews.iter().all(Option::is_some) && Place::of_review().is_none());
        let mut motions = Vec::new();
        for id in 0..16 {
            assert!(!Place::motions_are_taken());
            motions.push(Place::take(Work::Motion(id * 1_000)));
        }
        assert!(Place::motions_are_taken());
        motions.pop();
        assert!(!Place::motions_are_taken());
    }

    #[test]
    fn should_count_submissions_by_neuron_and_in_all() {
        let counted = |neuron_id| {
            let InFlight {
                of_neuron,
                of_council,
            } = Submission::in_flight(neuron_id);
            (of_neuron, of_council)
        };
        let first = Submission::begin(1);
        let second = Submission::begin(1);
        let other = Submission::begin(2);
        assert_eq!(
            [counted(1), counted(2), counted(3)],
            [(2, 3), (1, 3), (0, 3)]
        );
        drop((first, other));
        assert_eq!([counted(1), counted(2)], [(1, 1), (0, 1)]);
        drop(second);
        assert_eq!(counted(1), (0, 0));
    }
}
