//! Decided proposals are collected; the journal is not.

use super::{add_neuron, council};
use crate::governance::{assert_true_records, motion};
use bonafide_test_support::run;
use bonafide_types::governance::{ProposalStatus, Source, table};
use bonafide_types::limits::PROPOSALS_KEPT;

#[test]
fn should_collect_the_oldest_decided_proposal_and_keep_the_journal() {
    let suite = council(&[70, 30]);
    let open = suite.submit(2, motion("This stays in vote.")).unwrap();
    let oldest = suite.propose(1, &add_neuron(1));
    assert_eq!(suite.settled(oldest).status, ProposalStatus::Executed);
    let entry = suite.journal().pop().unwrap();
    for _ in 0..PROPOSALS_KEPT {
        suite.submit(1, motion("Let it be so.")).unwrap();
    }
    let there = |id| run(suite.reader().proposal(id)).unwrap().is_some();
    assert!(there(oldest), "a hundred others are decided");
    let last = suite.submit(1, motion("One more.")).unwrap();
    assert!(!there(oldest));
    for id in [open, oldest + 1, last] {
        assert!(there(id), "{id}");
    }
    for gone in [
        table::PROPOSAL,
        table::PROPOSAL_STATE,
        table::PROPOSAL_CONTENT,
        table::BALLOTS,
    ] {
        let row = suite.row(suite.governance, gone, &oldest.to_be_bytes());
        assert_eq!(row, None, "{gone}");
    }
    assert_eq!(suite.proven_entry(entry.id), entry);
    assert_eq!((entry.source, entry.source_id), (Source::Council, oldest));
    let command = run(suite.reader().command(entry.command_hash)).unwrap();
    assert_eq!(command, Some(add_neuron(1)));
    assert_true_records(&suite);
}
