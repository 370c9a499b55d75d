//! The provider's answers to the questions of independence.

use crate::registry::{Link, Owner};
use candid::CandidType;
use serde::{Deserialize, Serialize};

/// Answers Q1 to Q5 anew; the answers before are replaced, and stay in the event log. Called
/// with the provider's own key. An empty list answers "none".
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Serialize, Deserialize)]
pub struct AnswerIndependenceArgs {
    /// Q1: who owns at least the policy's share of it or controls it, at most 20; shares sum
    /// up to 10,000 basis points at most.
    pub owners: Vec<Owner>,
    /// Q2 to Q5: the providers it is linked to, at most 64, each pair of kind and provider
    /// once.
    pub links: Vec<Link>,
}
