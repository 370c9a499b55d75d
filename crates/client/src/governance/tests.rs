use super::*;
use crate::{
    canister::ClientError,
    runtime::{Runtime, RuntimeError},
    verify::{VerifyError, testing::TestNetwork},
};
use bonafide_types::{
    certified::{CertifiedReadError, CertifiedRows, RowKey},
    governance::{
        Ballots, Electorate, GovernanceError, Member, MotionError, Proposal, ProposalContent,
        ProposalState, ProposalStatus, Rules, Tally, Topic, Vote, VoteArgs, table,
    },
    id::Blob,
};
use candid::Principal;
use std::{
    cell::RefCell,
    pin::pin,
    task::{Context, Poll, Waker},
};

const NOW: u64 = 1_760_000_000_000_000_000;
const ID: u64 = 7;

/// A canister whose certified rows are those of a test network, and whose updates answer
/// with bytes of the test's own.
struct Canned {
    network: TestNetwork,
    reply: Vec<u8>,
    asked: RefCell<Vec<String>>,
}

impl Runtime for &Canned {
    async fn update(
        &self,
        _: Principal,
        method: &str,
        _: Vec<u8>,
    ) -> Result<Vec<u8>, RuntimeError> {
        self.asked.borrow_mut().push(method.into());
        Ok(self.reply.clone())
    }

    async fn query(
        &self,
        _: Principal,
        method: &str,
        arg: Vec<u8>,
    ) -> Result<Vec<u8>, RuntimeError> {
        self.asked.borrow_mut().push(method.into());
        let keys: Vec<RowKey> = match method {
            "get_proposal_certified" => {
                let id: u64 = candid::decode_one(&arg).unwrap();
                proposal_tables().map(|table| key(table, id)).to_vec()
            }
            "get_rows_certified" => candid::decode_one(&arg).unwrap(),
            other => panic!("{other} is not asked for"),
        };
        let keys: Vec<_> = keys
            .iter()
            .map(|key| (key.table.as_str(), key.key.as_slice()))
            .collect();
        let answer: Result<CertifiedRows, CertifiedReadError> = Ok(self.network.rows(&keys));
        Ok(candid::encode_one(answer).unwrap())
    }

    async fn root_key(&self) -> Result<Vec<u8>, RuntimeError> {
        Ok(self.network.root_key())
    }

    async fn now_ns(&self) -> Result<u64, RuntimeError> {
        Ok(NOW)
    }
}

fn proposal_tables() -> [&'static str; 4] {
    [
        table::PROPOSAL,
        table::PROPOSAL_STATE,
        table::PROPOSAL_CONTENT,
        table::BALLOTS,
    ]
}

fn key(table: &str, id: u64) -> RowKey {
    RowKey {
        table: table.into(),
        key: id.to_be_bytes().to_vec().into(),
    }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("nothing here waits"),
    }
}

fn rows() -> ProposalRows {
    ProposalRows {
        proposal: Proposal {
            id: ID,
            proposer: 1,
            title: "A title".into(),
            url: String::new(),
            topic: Topic::Governance,
            method: "motion".into(),
            command_hash: None,
            proposal_timestamp_seconds: 100,
            electorate: 3,
            rules: Rules {
                voting_period_seconds: 200,
                wait_for_quiet_seconds: 50,
                quorum_bps: 300,
                majority_bps: 5_000,
            },
        },
        state: ProposalState {
            id: ID,
            status: ProposalStatus::Open,
            latest_tally: Tally {
                timestamp_seconds: 110,
                yes: 10,
                no: 30,
                total: 100,
            },
            deadline_timestamp_seconds: 300,
            decided_timestamp_seconds: None,
            executed_timestamp_seconds: None,
            failed_timestamp_seconds: None,
            failure_reason: None,
            journal_id: None,
        },
        content: ProposalContent {
            summary: String::new(),
            rendering: "A text".into(),
            command: None,
        },
        ballots: Ballots {
            votes: Blob(vec![1, 0, 2]),
        },
        electorate: Electorate {
            version: 3,
            members: [(1, 10), (2, 60), (5, 30)]
                .map(|(neuron_id, voting_power)| Member {
                    neuron_id,
                    voting_power,
                })
                .to_vec(),
            total: 100,
        },
    }
}

fn canned(rows: &ProposalRows) -> Canned {
    let canister = Principal::from_slice(&[0, 0, 0, 0, 0, 0, 0, 9, 1, 1]);
    let mut network = TestNetwork::new(canister, NOW);
    let mut put = |table: &str, id: u64, row: Vec<u8>| network.put(table, &id.to_be_bytes(), &row);
    put(
        table::PROPOSAL,
        ID,
        minicbor::to_vec(&rows.proposal).unwrap(),
    );
    put(
        table::PROPOSAL_STATE,
        ID,
        minicbor::to_vec(&rows.state).unwrap(),
    );
    put(
        table::PROPOSAL_CONTENT,
        ID,
        minicbor::to_vec(&rows.content).unwrap(),
    );
    put(table::BALLOTS, ID, minicbor::to_vec(&rows.ballots).unwrap());
    put(
        table::ELECTORATE,
        3,
        minicbor::to_vec(&rows.electorate).unwrap(),
    );
    Canned {
        network,
        reply: Vec::new(),
        asked: RefCell::default(),
    }
}

fn client(canned: &Canned) -> GovernanceClient<&Canned> {
    GovernanceClient::new(canned, canned.network.canister)
}

#[test]
fn should_prove_a_proposal_and_its_electorate_by_one_answer() {
    let canned = canned(&rows());
    let proven = run(client(&canned).proposal_certified(ID)).unwrap();
    assert_eq!(proven.proposal, Some(rows()));
    assert_eq!(proven.answer.rows.len(), 5);
    assert_eq!(
        *canned.asked.borrow(),
        ["get_proposal_certified", "get_rows_certified"]
    );
}

#[test]
fn should_prove_that_there_is_no_such_proposal() {
    let canned = canned(&rows());
    let proven = run(client(&canned).proposal_certified(ID + 1)).unwrap();
    assert_eq!(proven.proposal, None);
    assert_eq!(proven.answer.rows.len(), 4);
}

#[test]
fn should_refuse_a_proposal_of_which_a_row_is_missing() {
    for table in proposal_tables().into_iter().skip(1) {
        let mut canned = canned(&rows());
        canned.network.tables.remove(table);
        let result = run(client(&canned).proposal_certified(ID));
        assert!(
            matches!(
                result,
                Err(ClientError::Verify(VerifyError::NotProven { .. }))
            ),
            "{table}: {result:?}"
        );
    }
}

#[test]
fn should_count_ballots_anew() {
    assert_eq!(rows().recount(), Some(rows().state.latest_tally));
    let mut other = rows();
    other.ballots.votes.0[1] = 1;
    assert_eq!(other.recount().map(|tally| tally.yes), Some(70));
    other.ballots.votes.0.pop();
    assert_eq!(other.recount(), None);
    let mut other = rows();
    other.ballots.votes.0[0] = 3;
    assert_eq!(other.recount(), None);
    let mut other = rows();
    other.electorate.version = 4;
    assert_eq!(other.recount(), None);
}

#[test]
fn should_read_single_rows_and_their_absence() {
    let canned = canned(&rows());
    let (neuron, proven) = run(client(&canned).neuron_certified(1)).unwrap();
    assert_eq!((neuron, proven.rows.len()), (None, 1));
    let result = run(client(&canned).config_certified());
    assert!(matches!(result, Err(ClientError::Verify(_))), "{result:?}");
}

#[test]
fn should_hand_on_refusals_as_they_are() {
    let refusal = GovernanceError::NoVotingPower { neuron_id: 4 };
    let mut canned = canned(&rows());
    canned.reply = candid::encode_one(Err::<(), _>(refusal.clone())).unwrap();
    let vote = VoteArgs {
        neuron_id: 4,
        proposal_id: ID,
        vote: Vote::No,
    };
    assert_eq!(
        run(client(&canned).vote(&vote)),
        Err(ClientError::Governance(refusal))
    );

    let refusal = MotionError::Open { proposal_id: 99 };
    let reply: Result<u64, _> = Err(refusal.clone());
    canned.reply = candid::encode_one(reply).unwrap();
    assert_eq!(
        run(client(&canned).execute_adopted_motion(99)).unwrap_err(),
        ClientError::Motion(refusal)
    );
}
