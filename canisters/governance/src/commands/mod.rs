//! What is asked becomes a [`Decision`], or a refusal.
//!
//! Nothing here changes the state or knows the system: caller and time come in
//! [`bonafide_kit::Ctx`]. Validation therefore runs the very code that decides.

pub mod check;
pub mod follow;
pub mod in_words;
pub mod journal;
pub mod membership_in_vote;
pub mod own;
pub mod reach_deadline;
pub mod review_nns_proposals;
pub mod set_hot_keys;
pub mod submit_proposal;
pub mod tallying;
#[cfg(test)]
pub(crate) mod testing;
pub mod vote;

pub use bonafide_kit::reply::refusal;
pub use bonafide_kit::words::cut;

use crate::state::Event;

/// What a command decided: events of this canister, and what the caller is told.
pub type Decision<R> = bonafide_kit::Decision<Event, R>;

/// Words for readers, at most `bytes` bytes. When they are cut, they say so at their end.
#[must_use]
pub fn cut_words(words: String, bytes: usize) -> String {
    if words.len() <= bytes {
        return words;
    }
    let end = format!(" ... (cut; {} bytes in all)", words.len());
    cut(words, bytes.saturating_sub(end.len())) + &end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_say_that_words_are_cut() {
        assert_eq!(cut_words("x".repeat(40), 40), "x".repeat(40));
        let words = cut_words("é".repeat(30), 40);
        assert_eq!(words, "éééééé ... (cut; 60 bytes in all)");
    }
}
