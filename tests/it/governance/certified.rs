//! What clients believe of governance is proven, and a falsified answer is not believed.

use super::{data_center, motion};
use bonafide_test_support::{Suite, instance, proof::ProofError, run, tamper};
use bonafide_types::certified::{CertifiedReadError, CertifiedRows, RowKey};
use bonafide_types::governance::{
    Action, JournalEntry, Outcome, ProposalState, ProposalStatus, Source, Vote, table,
};
use serde_bytes::ByteBuf;

type Answer = Result<CertifiedRows, CertifiedReadError>;

fn key(table: &str, id: u64) -> RowKey {
    RowKey {
        table: table.into(),
        key: ByteBuf::from(id.to_be_bytes()),
    }
}

/// All that is certified of a proposal.
fn keys_of(proposal: u64, electorate: u64) -> Vec<RowKey> {
    let mut keys = [
        table::PROPOSAL,
        table::PROPOSAL_STATE,
        table::PROPOSAL_CONTENT,
        table::BALLOTS,
    ]
    .map(|label| key(label, proposal))
    .to_vec();
    keys.push(key(table::ELECTORATE, electorate));
    keys
}

fn rows(suite: &Suite, keys: &[RowKey]) -> CertifiedRows {
    let caller = bonafide_test_support::actors::stranger();
    let method = "get_rows_certified";
    let answer: Answer = instance::query(&suite.pic, suite.governance, caller, method, (keys,));
    answer.unwrap()
}

/// A suite with a proposal in vote and one that was executed; their numbers.
fn voted() -> (Suite, u64, u64) {
    let suite = Suite::default();
    let open = suite.submit(1, motion("Let it be so.")).unwrap();
    suite.vote(2, open, Vote::No).unwrap();
    let executed = suite
        .submit(1, Action::Command(data_center("dc1")))
        .unwrap();
    suite.vote(3, executed, Vote::Yes).unwrap();
    assert_eq!(suite.settled(executed).status, ProposalStatus::Executed);
    (suite, open, executed)
}

#[test]
fn should_prove_a_proposal_whose_tally_is_the_count_of_its_ballots() {
    let (suite, open, executed) = voted();
    for (id, yes, no) in [(open, 40, 35), (executed, 65, 0)] {
        let proven = run(suite.reader().proposal_certified(id)).unwrap();
        let judge = instance::judge(&suite.pic, suite.governance);
        assert_eq!(judge.rows(&proven.answer), Ok(()));
        let rows = proven.proposal.unwrap();
        let tally = rows.state.latest_tally;
        assert_eq!((tally.yes, tally.no, tally.total), (yes, no, 100));
        assert_eq!(rows.recount(), Some(tally));
        let info = suite.proposal(id);
        let shown = (rows.proposal, rows.state, rows.content);
        assert_eq!(shown, (info.proposal, info.state, info.content));
        assert_eq!(rows.electorate.total, 100);
    }
}

#[test]
fn should_prove_a_journal_entry_and_that_there_is_no_other() {
    let (suite, _, executed) = voted();
    let (entry, proven) = run(suite.reader().journal_entry_certified(0)).unwrap();
    let judge = instance::judge(&suite.pic, suite.governance);
    assert_eq!(judge.rows(&proven.answer), Ok(()));
    let entry: JournalEntry = entry.unwrap();
    assert_eq!((entry.source, entry.source_id), (Source::Council, executed));
    assert_eq!(entry.outcome, Outcome::Executed);
    assert_eq!(entry.canister.0, suite.registry);
    let command = bonafide_policy::command::hash(&data_center("dc1"));
    assert_eq!(entry.command_hash, command);

    let (none, proven) = run(suite.reader().journal_entry_certified(1)).unwrap();
    assert_eq!(none, None);
    let judge = instance::judge(&suite.pic, suite.governance);
    assert_eq!(judge.rows(&proven.answer), Ok(()));
    let none = run(suite.reader().proposal_certified(99)).unwrap();
    assert_eq!(none.proposal, None);
}

#[test]
fn should_notice_one_flipped_bit_anywhere() {
    let (suite, open, _) = voted();
    let electorate = suite.proposal(open).proposal.electorate;
    let mut keys = keys_of(open, electorate);
    keys.push(key(table::JOURNAL, 0));
    let honest = rows(&suite, &keys);
    let judge = instance::judge(&suite.pic, suite.governance);
    let verifier = run(suite.reader().verifier()).unwrap();
    assert_eq!(judge.rows(&honest), Ok(()));
    verifier.rows(&keys, &honest).unwrap();
    let falsified = tamper::falsified(&honest, 7);
    assert!(falsified.len() > 100, "only {} places", falsified.len());
    for (place, answer) in falsified {
        assert!(judge.rows(&answer).is_err(), "{place} passed the judge");
        let believed = verifier.rows(&keys, &answer);
        assert!(believed.is_err(), "{place} passed the client");
    }
}

/// A lie that is well-formed: the votes turned, the outcome changed, the entry denied.
#[test]
fn should_not_believe_a_well_formed_lie() {
    let (suite, open, _) = voted();
    let keys = [
        key(table::PROPOSAL_STATE, open),
        key(table::BALLOTS, open),
        key(table::JOURNAL, 0),
    ];
    let honest = rows(&suite, &keys);
    let judge = instance::judge(&suite.pic, suite.governance);
    let verifier = run(suite.reader().verifier()).unwrap();
    let record = |at: usize| honest.rows[at].row.clone().unwrap();

    let mut state: ProposalState = minicbor::decode(&record(0)).unwrap();
    std::mem::swap(&mut state.latest_tally.yes, &mut state.latest_tally.no);
    let mut entry: JournalEntry = minicbor::decode(&record(2)).unwrap();
    entry.outcome = Outcome::Failed {
        reason: "no".into(),
    };
    let mut ballots = record(1);
    let last = ballots.len() - 1;
    ballots[last] = 2;
    let state = ByteBuf::from(minicbor::to_vec(&state).unwrap());
    let entry = ByteBuf::from(minicbor::to_vec(&entry).unwrap());
    for (at, lie) in [
        (0, Some(state)),
        (1, Some(ballots)),
        (2, Some(entry)),
        (2, None),
    ] {
        let mut answer = honest.clone();
        answer.rows[at].row = lie;
        let leaf = judge.rows(&answer);
        assert!(matches!(leaf, Err(ProofError::Leaf(_))), "{at}: {leaf:?}");
        assert!(verifier.rows(&keys, &answer).is_err(), "{at}");
    }
}

/// What was true before a vote is not proven with the certificate after it.
#[test]
fn should_not_believe_the_tally_of_before() {
    let (suite, open, _) = voted();
    let keys = [key(table::PROPOSAL_STATE, open)];
    let before = rows(&suite, &keys);
    suite.vote(3, open, Vote::No).unwrap();
    let after = rows(&suite, &keys);
    assert_ne!(before.rows, after.rows);
    let judge = instance::judge(&suite.pic, suite.governance);
    assert_eq!(judge.rows(&after), Ok(()));
    let mixed = CertifiedRows {
        certificate: after.certificate.clone(),
        ..before.clone()
    };
    assert_eq!(judge.rows(&mixed), Err(ProofError::Root));
    let mixed = CertifiedRows {
        rows: before.rows,
        ..after
    };
    assert!(matches!(judge.rows(&mixed), Err(ProofError::Leaf(_))));
}
