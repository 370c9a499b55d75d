//! Hardware generations over time.

use bonafide_types::registry::{Generation, SupportStatus};

/// Where a node's generation stands; the row is absent when nobody set it.
#[must_use]
pub fn support(generation: Option<&Generation>, now_ns: u64) -> SupportStatus {
    let Some(generation) = generation else {
        return SupportStatus::Unknown;
    };
    let supported_until_ns = generation.supported_until_ns;
    if let Some(since_ns) = supported_until_ns.filter(|end_ns| *end_ns <= now_ns) {
        return SupportStatus::Past { since_ns };
    }
    match generation.onboarding_until_ns {
        Some(end_ns) if end_ns <= now_ns => SupportStatus::Closed { supported_until_ns },
        _ => SupportStatus::Supported,
    }
}
