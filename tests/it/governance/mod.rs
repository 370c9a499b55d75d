//! Stories of governance, told through its public interface: what is refused, what happens
//! when calls meet, how votes are counted, and that log and certificates tell the same.

mod bad_input;
mod certified;
mod interleavings;
mod replay;
mod voting;

use bonafide_governance::replay;
use bonafide_test_support::{Suite, args, run};
use bonafide_types::governance::{
    Action, Command, JournalEntry, Motion, Outcome, ProposalState, ProposalStatus, Source,
};
use bonafide_types::id::Sha256Hash;

/// A command of the registry.
fn data_center(id: &str) -> Command {
    Command::AddDataCenter(args::data_center(id))
}

/// A text to agree to.
fn motion(text: &str) -> Action {
    Action::Motion(Motion {
        motion_text: text.into(),
    })
}

/// What the attempt answers; it must leave governance and the real registry as they were.
fn unchanged<T>(suite: &Suite, attempt: impl FnOnce() -> T) -> T {
    let roots = || (suite.root(), suite.registry_root());
    let before = roots();
    let answer = attempt();
    assert_eq!(roots(), before, "something was changed");
    answer
}

/// The whole log of governance.
fn log(suite: &Suite) -> Vec<Vec<u8>> {
    let mut events = Vec::new();
    loop {
        let start = u64::try_from(events.len()).unwrap();
        let page = run(suite.reader().events(start, 1_000)).unwrap();
        if page.events.is_empty() {
            assert_eq!(start, page.length);
            return events;
        }
        events.extend(page.events.into_iter().map(serde_bytes::ByteBuf::into_vec));
    }
}

/// The log rebuilds the certified root, each entry of the journal is proven, and no decision
/// is in it twice; what the council's proposals say of their execution is what it says.
fn assert_true_records(suite: &Suite) {
    let replayed = replay(log(suite)).expect("the log replays");
    assert_eq!(Sha256Hash(replayed.root), suite.root(), "another root");
    let entries = suite.journal();
    let mut used = std::collections::BTreeSet::new();
    for entry in &entries {
        let decision = (entry.source, entry.source_id, entry.index);
        assert!(used.insert(decision), "used twice: {decision:?}");
        assert_eq!(&suite.proven_entry(entry.id), entry);
        if entry.source == Source::Council {
            let proposal = run(suite.reader().proposal(entry.source_id)).unwrap();
            if let Some(info) = proposal {
                assert_agree(entry, &info.state);
            }
        }
    }
}

fn assert_agree(entry: &JournalEntry, state: &ProposalState) {
    let (status, reason) = match &entry.outcome {
        Outcome::Pending | Outcome::Executing => (ProposalStatus::Adopted, None),
        Outcome::Executed => (ProposalStatus::Executed, None),
        Outcome::Failed { reason } => (ProposalStatus::Failed, Some(reason)),
        Outcome::Quarantined { reason } => (ProposalStatus::Quarantined, Some(reason)),
    };
    assert_eq!(state.status, status, "{entry:?}, {state:?}");
    assert_eq!(state.failure_reason.as_ref(), reason, "{entry:?}");
    assert_eq!(state.journal_id, Some(entry.id));
}

/// Why an execution failed.
fn failure(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Failed { reason } => reason,
        other => panic!("expected a failure, got {other:?}"),
    }
}
