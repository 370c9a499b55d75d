//! Who owns a provider, and when its answers are to be given again.

use bonafide_kit::cbor;
use bonafide_types::id::Sha256Hash;
use bonafide_types::registry::{AnswersStatus, Holder, IndependenceAnswers};
use sha2::{Digest, Sha256};

/// The SHA-256 of a holder's CBOR: who names the same holder names the same hash.
#[must_use]
pub fn holder_hash(holder: &Holder) -> Sha256Hash {
    Sha256Hash(Sha256::digest(cbor::encode(holder)).into())
}

/// Where answers stand. They are open again when something was handed over to the provider
/// at their moment or after, or while owners are to be named from a lower share than they
/// were given for; `lowered_since_ns`: since when that is so. Of both, the later counts.
#[must_use]
pub fn status(
    answers: Option<&IndependenceAnswers>,
    handed_over_at_ns: Option<u64>,
    lowered_since_ns: Option<u64>,
) -> AnswersStatus {
    let Some(answers) = answers else {
        return AnswersStatus::NotAnswered;
    };
    let handed_over = handed_over_at_ns.filter(|at_ns| answers.answered_at_ns <= *at_ns);
    match handed_over.max(lowered_since_ns) {
        None => AnswersStatus::Current,
        Some(since_ns) => AnswersStatus::Reopened { since_ns },
    }
}
