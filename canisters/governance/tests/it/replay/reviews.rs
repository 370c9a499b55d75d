//! Forged reviews of NNS proposals.

use super::{assert_impossible, forged, place};
use bonafide_governance::state::Event;
use bonafide_types::governance::NnsReview;

/// The first review, and the next, which collects one of it.
fn places() -> [usize; 2] {
    let first = at!(NnsProposalsReviewed);
    [first, first + 1]
}

fn forged_review(at: usize, words: &str, forge: impl FnOnce(&mut NnsReview, &mut Vec<u64>)) {
    let outcome = forged(at, |event| {
        let Event::NnsProposalsReviewed { review, collected } = event else {
            panic!("another order of events");
        };
        forge(review, collected);
    });
    assert_impossible(outcome, at, words);
}

#[test]
fn should_refuse_reviews_of_no_set_of_proposals() {
    let [first, _] = places();
    let words = "each once and in order";
    forged_review(first, words, |review, _| review.proposals.clear());
    forged_review(first, words, |review, _| review.proposals.reverse());
    forged_review(first, words, |review, _| {
        review.proposals[1].proposal_id = review.proposals[0].proposal_id;
    });
    forged_review(first, words, |review, _| {
        let one = review.proposals[0].clone();
        review.proposals = (1..=9)
            .map(|proposal_id| {
                let mut proposal = one.clone();
                proposal.proposal_id = proposal_id;
                proposal
            })
            .collect();
    });
}

#[test]
fn should_refuse_reviews_of_another_time() {
    let [first, _] = places();
    forged_review(first, "the time at which it is recorded", |review, _| {
        review.reviewed_at_ns += 1;
    });
}

#[test]
fn should_refuse_to_collect_what_is_not_there_or_is_made() {
    let [first, next] = places();
    let words = "reviews that are collected are there";
    forged_review(first, words, |_, collected| collected.push(138_000));
    forged_review(next, words, |_, collected| collected.push(137_999));
    forged_review(next, words, |_, collected| collected.push(138_000));
    forged_review(next, words, |review, _| {
        review.proposals[0].proposal_id = 138_000;
    });
}
