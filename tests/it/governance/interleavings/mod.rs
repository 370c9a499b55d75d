//! What happens when calls meet: two executions of one decision, upgrades while a call is
//! out, targets that fail or never answer. Each decision is executed once at most, and the
//! journal says what became of it.

mod neighbours;
mod races;
mod silence;
mod upgrades;

use super::data_center;
use bonafide_stand_ins::script::Behaviour;
use bonafide_test_support::Suite;
use bonafide_types::governance::{JournalEntry, Outcome, ProposalStatus, Vote};

/// The governed method that the scripts are about.
const METHOD: &str = "add_data_center";

/// Neuron 1 proposes the command and neuron 2 adopts it; the proposal.
fn adopt(suite: &Suite) -> u64 {
    let id = suite.propose(1, &data_center("dc1"));
    suite.vote(2, id, Vote::Yes).unwrap();
    id
}

/// A scripted suite in which the call of an adopted proposal is out and is held by the
/// target; the proposal.
fn with_call_out() -> (Suite, u64) {
    let suite = Suite::scripted();
    suite.script(METHOD, &Behaviour::Never);
    let id = adopt(&suite);
    suite.until("the call", || suite.arrivals(METHOD).pop());
    assert_eq!(suite.proposal(id).state.status, ProposalStatus::Adopted);
    assert_eq!(only_entry(&suite).outcome, Outcome::Executing);
    (suite, id)
}

fn only_entry(suite: &Suite) -> JournalEntry {
    let mut entries = suite.journal();
    assert_eq!(entries.len(), 1, "{entries:?}");
    entries.remove(0)
}

/// Lets everything that is under way come to its end.
fn settle(suite: &Suite) {
    for _ in 0..20 {
        suite.pic.tick();
    }
}

/// The held call goes on, and the target acts, once.
fn release(suite: &Suite) {
    suite.release(METHOD);
    suite.until("the target", || {
        (suite.executions(METHOD) == 1).then_some(())
    });
    settle(suite);
    assert_eq!(suite.executions(METHOD), 1);
}
