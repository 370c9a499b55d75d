use super::*;
use crate::{
    canister::ClientError,
    runtime::{Runtime, RuntimeError},
    verify::testing::TestNetwork,
};
use bonafide_types::{
    certified::{CertifiedReadError, CertifiedRows, RangeArgs, RowKey},
    id::{Caller, ProviderId, Sha256Hash},
    rewards::*,
};
use candid::Principal;
use std::{
    cell::RefCell,
    collections::VecDeque,
    pin::pin,
    task::{Context, Poll, Waker},
};

const NOW: u64 = 1_760_000_000_000_000_000;

/// Certified rows of a test network; everything else answers with bytes of the test's own, one
/// after the other.
pub(super) struct Canned {
    pub(super) network: TestNetwork,
    replies: RefCell<VecDeque<Vec<u8>>>,
    asked: RefCell<Vec<String>>,
}

impl Canned {
    fn reply(&self, method: &str) -> Vec<u8> {
        self.asked.borrow_mut().push(method.into());
        self.replies.borrow_mut().pop_front().unwrap_or_default()
    }

    pub(super) fn put(&mut self, table: &str, key: &[u8], record: &impl minicbor::Encode<()>) {
        let row = minicbor::to_vec(record).unwrap();
        self.network.put(table, key, &row);
    }
}

impl Runtime for &Canned {
    async fn update(
        &self,
        _: Principal,
        method: &str,
        _: Vec<u8>,
    ) -> Result<Vec<u8>, RuntimeError> {
        Ok(self.reply(method))
    }

    async fn query(
        &self,
        _: Principal,
        method: &str,
        arg: Vec<u8>,
    ) -> Result<Vec<u8>, RuntimeError> {
        let answer: CertifiedRows = match method {
            "get_rows_certified" => {
                let keys: Vec<RowKey> = candid::decode_one(&arg).unwrap();
                let keys: Vec<_> = keys
                    .iter()
                    .map(|key| (key.table.as_str(), key.key.as_slice()))
                    .collect();
                self.network.rows(&keys)
            }
            "list_rows_certified" => {
                let range: RangeArgs = candid::decode_one(&arg).unwrap();
                let after = range.after.unwrap_or_default();
                self.network.range(&range.table, &after, &[255; 40])
            }
            _ => return Ok(self.reply(method)),
        };
        Ok(candid::encode_one(Ok::<_, CertifiedReadError>(answer)).unwrap())
    }

    async fn root_key(&self) -> Result<Vec<u8>, RuntimeError> {
        Ok(self.network.root_key())
    }

    async fn now_ns(&self) -> Result<u64, RuntimeError> {
        Ok(NOW)
    }
}

pub(super) fn run<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("nothing here waits"),
    }
}

pub(super) fn canned<T: candid::CandidType>(replies: &[T]) -> Canned {
    let canister = Principal::from_slice(&[0, 0, 0, 0, 0, 0, 0, 9, 1, 1]);
    let encode = |reply| candid::encode_one(reply).unwrap();
    Canned {
        network: TestNetwork::new(canister, NOW),
        replies: RefCell::new(replies.iter().map(encode).collect()),
        asked: RefCell::default(),
    }
}

pub(super) fn client(canned: &Canned) -> RewardsClient<&Canned> {
    RewardsClient::new(canned, canned.network.canister)
}

fn provider(n: u8) -> ProviderId {
    ProviderId(Principal::from_slice(&[4, n]))
}

fn statement(period_id: u64, n: u8) -> Statement {
    Statement {
        period_id,
        provider: provider(n),
        from_day: 20_089,
        to_day: 20_119,
        engine: Engine::V0,
        input_hash: Sha256Hash([3; 32]),
        xdr_permyriad_per_icp: 41_000,
        nodes: 0,
        amounts: None,
        faults: vec!["the total does not fit 64 bits".into()],
        penalties: Vec::new(),
    }
}

#[test]
fn should_prove_a_row_or_that_there_is_none() {
    let mut canned = canned::<()>(&[]);
    let account = EscrowAccount {
        bond_e8s: 7,
        ..EscrowAccount::default()
    };
    canned.put(table::ACCOUNT, provider(1).as_slice(), &account);
    let table = RewardsTable {
        version: 2,
        effective_from_day: 20_000,
        rates: Vec::new(),
    };
    canned.put(table::RATES, &[0, 0, 0, 2], &table);
    let client = client(&canned);
    let (found, proven) = run(client.account_certified(provider(1))).unwrap();
    assert_eq!((found, proven.rows.len()), (Some(account), 1));
    let (found, _) = run(client.account_certified(provider(2))).unwrap();
    assert_eq!(found, None);
    let (found, _) = run(client.rates_certified(2)).unwrap();
    assert_eq!(found, Some(table));
    let (found, _) = run(client.case_certified(0)).unwrap();
    assert_eq!(found, None);
    let result = run(client.config_certified());
    assert!(matches!(result, Err(ClientError::Verify(_))), "{result:?}");
}

#[test]
fn should_prove_the_statements_of_one_period_whole() {
    let mut canned = canned::<()>(&[]);
    for (period_id, n) in [(1, 9), (2, 1), (2, 2), (3, 1)] {
        let mut key = u64::to_be_bytes(period_id).to_vec();
        key.extend_from_slice(provider(n).as_slice());
        canned.put(table::STATEMENT, &key, &statement(period_id, n));
    }
    let found = run(client(&canned).statements_certified(2)).unwrap();
    assert_eq!(found, [statement(2, 1), statement(2, 2)]);
    let found = run(client(&canned).statements_certified(4)).unwrap();
    assert!(found.is_empty(), "{found:?}");
    let (one, _) = run(client(&canned).statement_certified(3, provider(1))).unwrap();
    assert_eq!(one, Some(statement(3, 1)));
    let (none, _) = run(client(&canned).statement_certified(3, provider(2))).unwrap();
    assert_eq!(none, None);
    canned.network.now_ns -= 400_000_000_000;
    let result = run(client(&canned).statements_certified(2));
    assert!(matches!(result, Err(ClientError::Verify(_))), "{result:?}");
}

#[test]
fn should_hand_on_refusals_as_they_are() {
    let refusal = RewardsError::NothingDue { due_at_ns: Some(4) };
    let canned = canned(&[Err::<EscrowAccount, _>(refusal.clone())]);
    let result = run(client(&canned).withdraw_bond());
    assert_eq!(result, Err(ClientError::Rewards(refusal)));
}

#[test]
fn should_ask_by_the_canisters_names() {
    let nothing = canned(&[None::<CaseView>]);
    assert_eq!(run(client(&nothing).case(4)), Ok(None));
    let facts = canned(&[None::<bonafide_types::id::Blob>]);
    assert_eq!(run(client(&facts).facts(4, 0)), Ok(None));
    let refusal = RewardsError::CaseNotFound { case_id: 4 };
    let executed = canned(&[Err::<Case, _>(refusal.clone())]);
    let result = run(client(&executed).execute_case(4));
    assert_eq!(result, Err(ClientError::Rewards(refusal)));
    let refusal = RewardsError::NotInEscrow {
        provider: provider(1),
    };
    let collected = canned(&[Err::<Lot, _>(refusal.clone())]);
    let result = run(client(&collected).collect_escrow(provider(1)));
    assert_eq!(result, Err(ClientError::Rewards(refusal)));
    let refusal = RewardsError::CallerNotProvider {
        caller: Caller(Principal::anonymous()),
    };
    let left = canned(&[Err::<EscrowAccount, _>(refusal.clone())]);
    let result = run(client(&left).leave_escrow());
    assert_eq!(result, Err(ClientError::Rewards(refusal)));
    let args = CancelPeriodArgs {
        period_id: 3,
        reason: "a typo".into(),
    };
    let validation = canned(&[Ok::<String, String>("takes it back".into())]);
    let effect = run(client(&validation).validate("cancel_period", &args)).unwrap();
    assert_eq!(effect, Ok("takes it back".into()));
    let asked = [nothing, facts, executed, collected, left, validation];
    assert_eq!(
        asked.map(|canned| canned.asked.take().concat()),
        [
            "get_case",
            "get_facts",
            "execute_case",
            "collect_escrow",
            "leave_escrow",
            "validate_cancel_period"
        ]
    );
}
