use super::*;
use crate::{
    canister::ClientError,
    runtime::{Runtime, RuntimeError},
    verify::testing::TestNetwork,
};
use bonafide_types::{
    certified::{CertifiedReadError, CertifiedRows, RowKey},
    id::{Caller, ProviderId},
    identity::*,
};
use candid::Principal;
use std::{
    cell::RefCell,
    pin::pin,
    task::{Context, Poll, Waker},
};

const NOW: u64 = 1_760_000_000_000_000_000;

/// Certified rows of a test network; everything else answers with bytes of the test's own.
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
        if method != "get_rows_certified" {
            return Ok(self.reply.clone());
        }
        let keys: Vec<RowKey> = candid::decode_one(&arg).unwrap();
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

fn run<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("nothing here waits"),
    }
}

fn record() -> Record {
    Record {
        record: RecordVersion {
            provider: ProviderId(Principal::from_slice(&[7; 29])),
            record_id: 3,
            version: 2,
        },
        kind: RecordKind::Name,
        bytes: 137,
        ciphertext_hash: bonafide_types::id::Sha256Hash([4; 32]),
        committee: None,
        stored_at_ns: 1,
        replaced_at_ns: None,
        disclosed_at_ns: None,
        erased_at_ns: None,
    }
}

fn canned(reply: &impl candid::CandidType) -> Canned {
    let canister = Principal::from_slice(&[0, 0, 0, 0, 0, 0, 0, 9, 1, 1]);
    let mut network = TestNetwork::new(canister, NOW);
    let record = record();
    let row = minicbor::to_vec(&record).unwrap();
    network.put(table::RECORD, &record.record.key(), &row);
    let config = Config {
        governance: Caller(canister),
        registry: Caller(canister),
        vetkd_key_name: "key_1".into(),
        public_key: None,
        audits: None,
    };
    network.put(
        table::CONFIG,
        b"config",
        &minicbor::to_vec(&config).unwrap(),
    );
    Canned {
        network,
        reply: candid::encode_one(reply).unwrap(),
        asked: RefCell::default(),
    }
}

fn client(canned: &Canned) -> IdentityClient<&Canned> {
    IdentityClient::new(canned, canned.network.canister)
}

#[test]
fn should_prove_a_record_or_that_there_is_none() {
    let canned = canned(&());
    let (found, proven) = run(client(&canned).record_certified(record().record)).unwrap();
    assert_eq!((found, proven.rows.len()), (Some(record()), 1));
    let mut other = record().record;
    other.version = 3;
    let (found, _) = run(client(&canned).record_certified(other)).unwrap();
    assert_eq!(found, None);
    let config = run(client(&canned).config_certified()).unwrap();
    assert_eq!(config.vetkd_key_name, "key_1");
}

#[test]
fn should_refuse_an_answer_without_settings() {
    let mut canned = canned(&());
    canned.network.tables.remove(table::CONFIG);
    let result = run(client(&canned).config_certified());
    assert!(matches!(result, Err(ClientError::Verify(_))), "{result:?}");
    canned.network.now_ns -= 400_000_000_000;
    let result = run(client(&canned).freeze_certified());
    assert!(matches!(result, Err(ClientError::Verify(_))), "{result:?}");
}

#[test]
fn should_hand_on_refusals_as_they_are() {
    let refusal = IdentityError::UsesExhausted { uses: 1 };
    let canned_release = canned(&Err::<Released, _>(refusal.clone()));
    let args = ReleaseArgs {
        grant_id: 0,
        record: record().record,
        transport_public_key: bonafide_types::id::Blob(vec![1; 48]),
    };
    assert_eq!(
        run(client(&canned_release).release(&args)),
        Err(ClientError::Identity(refusal))
    );

    let refusal = ScoreError::WeightsNotFound { version: 9 };
    let canned_score = canned(&Err::<Score, _>(refusal.clone()));
    let args = GetScoreArgs {
        subject: record().record.provider,
        at_ns: None,
        weights_version: Some(9),
    };
    assert_eq!(
        run(client(&canned_score).score(&args)),
        Err(ClientError::Score(refusal))
    );
}

#[test]
fn should_ask_by_the_canisters_names() {
    let nothing = canned(&None::<AttestationStatus>);
    assert_eq!(run(client(&nothing).attestation_status(1, None)), Ok(None));
    let grant = canned(&7u64);
    let args = DiscloseRecordsArgs {
        records: vec![record().record],
        purpose: "a case".into(),
        recipients: Vec::new(),
        valid_for_seconds: 1,
        uses: 1,
    };
    assert_eq!(run(client(&grant).disclose_records(&args)), Ok(7));
    let validation = canned(&Ok::<String, String>("opens it".into()));
    let effect = run(client(&validation).validate("disclose_records", &args)).unwrap();
    assert_eq!(effect, Ok("opens it".into()));
    let asked = [nothing, grant, validation].map(|canned| canned.asked.take().concat());
    assert_eq!(
        asked,
        [
            "get_attestation_status",
            "disclose_records",
            "validate_disclose_records"
        ]
    );
}
