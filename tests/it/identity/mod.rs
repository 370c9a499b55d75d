//! Stories of the identity canister: what only a vote can open, and what nothing else can.

mod failure;
mod freeze;
mod keys;
mod replay;
mod secrets;
mod story;
mod web;

use bonafide_client::seal::{Lock, Opened, PublicKey, SealError, TransportSecretKey};
use bonafide_client::{ClientError, IdentityClient, PocketIcRuntime};
use bonafide_test_support::{Plan, Suite, actors, args, run};
use bonafide_types::governance::{Command, ProposalStatus};
use bonafide_types::id::{Blob, Caller, Sha256Hash, VerifierId};
use bonafide_types::identity::{
    Access, Committee, DiscloseRecordsArgs, IdentityError, ListGrantsArgs, PutRecordArgs,
    Recipient, RecordKind, RecordVersion, ReleaseArgs, Released, table,
};
use candid::Principal;
use pocket_ic::PocketIc;
use sha2::{Digest, Sha256};
use std::fmt::Debug;
use std::time::Duration;

/// The canister follows its neighbours every minute.
pub(crate) const FOLLOWS: Duration = Duration::from_secs(61);
/// How long disclosures are open here.
const OPEN: Duration = Duration::from_hours(24);

type Client<'a> = IdentityClient<PocketIcRuntime<'a>>;

/// A suite whose identity canister knows provider 1 and its own public key.
fn begin() -> Suite {
    let suite = Suite::new(&Plan {
        identity: true,
        ..Plan::default()
    });
    let provider = actors::provider(1);
    adopt(&suite, &Command::RegisterProvider(args::company(provider)));
    suite.pass(FOLLOWS);
    suite.until("the provider and the key", || {
        let config = run(reader(&suite).config()).unwrap();
        let subject = run(reader(&suite).subject(provider)).unwrap();
        config.public_key.and(subject)
    });
    suite
}

/// The council adopts a command, which is executed.
fn adopt(suite: &Suite, command: &Command) {
    let state = suite.by_council(command);
    assert_eq!(state.status, ProposalStatus::Executed, "{state:?}");
}

/// Speaks to an identity canister as `caller`.
fn speaker(pic: &PocketIc, identity: Principal, caller: Principal) -> Client<'_> {
    IdentityClient::new(PocketIcRuntime::new(pic, caller), identity)
}

fn client(suite: &Suite, caller: Principal) -> Client<'_> {
    speaker(&suite.pic, suite.identity, caller)
}

/// Speaks as someone without any role.
fn reader(suite: &Suite) -> Client<'_> {
    client(suite, actors::stranger())
}

/// A verifier.
pub(crate) fn verifier(number: u32) -> VerifierId {
    VerifierId(Principal::self_authenticating(format!("verifier {number}")))
}

/// Version 1 of a record of provider 1.
pub(crate) fn record(record_id: u32) -> RecordVersion {
    RecordVersion {
        provider: actors::provider(1),
        record_id,
        version: 1,
    }
}

/// Seals with the certified public key. The same content gives the same ciphertext.
pub(crate) fn sealed(
    pic: &PocketIc,
    identity: Principal,
    record: RecordVersion,
    committee: Option<Committee>,
    content: &[u8],
) -> Vec<u8> {
    let reader = speaker(pic, identity, actors::stranger());
    let config = run(reader.config_certified()).unwrap();
    let key = PublicKey::from_bytes(&config.public_key.unwrap().0).unwrap();
    let lock = Lock {
        canister: identity,
        record,
    };
    let seed = Sha256::digest(content).into();
    lock.seal_as(&key, committee, content, &seed).unwrap()
}

/// A new record in the words of its provider.
pub(crate) fn storing(
    record: RecordVersion,
    committee: Option<Committee>,
    ciphertext: Vec<u8>,
) -> PutRecordArgs {
    PutRecordArgs {
        record_id: record.record_id,
        version: record.version,
        kind: RecordKind::PassportNumber,
        committee,
        ciphertext: Blob(ciphertext),
    }
}

/// Provider 1 seals and stores a record; the ciphertext.
fn put(
    suite: &Suite,
    record: RecordVersion,
    committee: Option<Committee>,
    content: &[u8],
) -> Vec<u8> {
    let ciphertext = sealed(&suite.pic, suite.identity, record, committee, content);
    let args = storing(record, committee, ciphertext.clone());
    let row = run(client(suite, record.provider.0).put_record(&args)).unwrap();
    assert_eq!(row.record, record);
    assert_eq!(row.ciphertext_hash, hash(&ciphertext));
    ciphertext
}

fn hash(bytes: &[u8]) -> Sha256Hash {
    Sha256Hash(Sha256::digest(bytes).into())
}

/// Someone who reads what a vote opens, with a transport key.
pub(crate) struct Holder {
    pub(crate) principal: Principal,
    transport: TransportSecretKey,
}

/// A recipient by number.
pub(crate) fn recipient(number: u8) -> Holder {
    Holder {
        principal: Principal::self_authenticating(format!("recipient {number}")),
        transport: TransportSecretKey::from_seed(vec![number; 32]).unwrap(),
    }
}

impl Holder {
    /// As a disclosure names it.
    pub(crate) fn named(&self, slot: u8) -> Recipient {
        Recipient {
            principal: Caller(self.principal),
            transport_key_hash: hash(&self.transport.public_key()),
            slot,
        }
    }

    /// What it asks for.
    pub(crate) fn asking(&self, grant_id: u64, record: RecordVersion) -> ReleaseArgs {
        ReleaseArgs {
            grant_id,
            record,
            transport_public_key: Blob(self.transport.public_key()),
        }
    }

    fn release(
        &self,
        suite: &Suite,
        grant_id: u64,
        record: RecordVersion,
    ) -> Result<Released, ClientError> {
        run(client(suite, self.principal).release(&self.asking(grant_id, record)))
    }

    /// Opens a ciphertext of a record with the key that was released.
    fn open(
        &self,
        suite: &Suite,
        record: RecordVersion,
        released: &Released,
        ciphertext: &[u8],
    ) -> Result<Opened, SealError> {
        let key = run(reader(suite).config_certified()).unwrap();
        let key = PublicKey::from_bytes(&key.public_key.unwrap().0).unwrap();
        let lock = Lock {
            canister: suite.identity,
            record,
        };
        let Released {
            encrypted_key,
            slot,
            ..
        } = released;
        lock.open(&key, *slot, &encrypted_key.0, &self.transport, ciphertext)
    }
}

/// A disclosure of records, three uses, open for [`OPEN`].
pub(crate) fn disclosure(
    records: Vec<RecordVersion>,
    recipients: Vec<Recipient>,
) -> DiscloseRecordsArgs {
    DiscloseRecordsArgs {
        records,
        purpose: "A court asks for it.".into(),
        recipients,
        valid_for_seconds: OPEN.as_secs(),
        uses: 3,
    }
}

/// The council discloses; the disclosure's number.
fn disclose(suite: &Suite, args: DiscloseRecordsArgs) -> u64 {
    adopt(suite, &Command::DiscloseRecords(args));
    let grants = run(reader(suite).grants(&ListGrantsArgs::default())).unwrap();
    grants.grants.iter().map(|grant| grant.id).max().unwrap()
}

/// The access log, proven whole.
fn access_log(suite: &Suite) -> Vec<Access> {
    run(reader(suite).table(table::ACCESS, None)).unwrap()
}

/// Why the identity canister refused.
fn refusal<T: Debug>(result: Result<T, ClientError>) -> IdentityError {
    match result {
        Err(ClientError::Identity(error)) => error,
        other => panic!("expected a refusal, got {other:?}"),
    }
}
