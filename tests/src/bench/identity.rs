//! What it costs to attest, to ask what a statement is worth, to compute a score, to store a
//! record and to release a key.

use super::meter::Meter;
use super::{Figure, MILLION, module_bytes};
use bonafide_client::seal::{Lock, PublicKey};
use bonafide_test_support::engine::{Engine, instance_with_keys};
use bonafide_test_support::instance::{create, now_ns, pass, query};
use bonafide_test_support::{actors, args, canisters};
use bonafide_types::id::{Blob, Caller, ProviderId, Sha256Hash, VerifierId};
use bonafide_types::identity::{
    AdmitVerifierArgs, AttestArgs, Config, DiscloseRecordsArgs, GetScoreArgs, InitArgs,
    InstallArgs, PutRecordArgs, Recipient, RecordKind, RecordVersion, ReleaseArgs, SchemaKind,
    Scope, SetSchemaArgs, Subject, Verdict,
};
use bonafide_types::limits::{CIPHERTEXT_BYTES, DAY_NS};
use bonafide_types::registry;
use candid::{CandidType, Principal, encode_args, encode_one};
use ic_vetkeys::TransportSecretKey;
use pocket_ic::PocketIc;
use sha2::{Digest, Sha256};
use std::time::Duration;

const METHODS: [&str; 6] = [
    "attest",
    "get_attestation_status",
    "get_score",
    "list_attestations",
    "put_record",
    "release",
];

/// Stamps of the subject whose score is measured.
const STAMPS: u32 = 30;
/// What `vetkd_derive_key` costs with `test_key_1` on 13 nodes, cycles.
const DERIVATION: u64 = 10_000_000_000;

/// Measures on a fresh canister with one provider that has [`STAMPS`] stamps.
pub(super) fn measure(engine: &Engine) -> Vec<Figure> {
    let pic = instance_with_keys(engine.builder());
    let (identity, provider) = install(&pic);
    let meter = Meter::new(&pic, identity, &METHODS);
    let facts: Option<Subject> = query(&pic, identity, provider.0, "get_subject", (provider,));
    let facts_hash = facts
        .and_then(|subject| subject.facts_hash)
        .expect("it has facts");
    let mut figures = vec![module_bytes(
        "identity, gzipped bytes",
        &canisters::identity(),
    )];
    let mut figure = |name, cost, limit| figures.push(Figure::new(name, STAMPS, cost, Some(limit)));

    let mut attest = 0;
    for number in 0..STAMPS {
        let args = statement(&pic, provider, facts_hash, number);
        attest = meter
            .call(verifier(number % 10), "attest", bytes(&args))
            .max(attest);
    }
    figure("attest, the dearest of 30", attest, 4 * MILLION);
    let status = encode_args((7_u64, None::<u64>)).expect("it encodes");
    let cost = meter.call(actors::stranger(), "get_attestation_status", status);
    figure("get_attestation_status", cost, 300_000);
    let score = GetScoreArgs {
        subject: provider,
        at_ns: None,
        weights_version: None,
    };
    let cost = meter.call(actors::stranger(), "get_score", bytes(&score));
    figure("get_score, 30 stamps", cost, 2 * MILLION);

    let record = RecordVersion {
        provider,
        record_id: 0,
        version: 1,
    };
    let config: Config = query(&pic, identity, provider.0, "get_config", ());
    let key = config.public_key.expect("it was learnt").0;
    let key = PublicKey::from_bytes(&key).expect("a public key");
    let lock = Lock {
        canister: identity,
        record,
    };
    let content = vec![1; CIPHERTEXT_BYTES - 136];
    let put = PutRecordArgs {
        record_id: 0,
        version: 1,
        kind: RecordKind::Other,
        committee: None,
        ciphertext: Blob(lock.seal(&key, &content, &[2; 32]).expect("it fits")),
    };
    let cost = meter.call(provider.0, "put_record", bytes(&put));
    figure("put_record, 64 KiB", cost, 30 * MILLION);

    let transport = TransportSecretKey::from_seed(vec![3; 32]).expect("32 bytes");
    let grant = DiscloseRecordsArgs {
        records: vec![record],
        purpose: "an example".into(),
        recipients: vec![Recipient {
            principal: Caller(actors::stranger()),
            transport_key_hash: Sha256Hash(Sha256::digest(transport.public_key()).into()),
            slot: 0,
        }],
        valid_for_seconds: 86_400,
        uses: 3,
    };
    call(
        &pic,
        identity,
        actors::governance(),
        "disclose_records",
        &grant,
    );
    let release = ReleaseArgs {
        grant_id: 0,
        record,
        transport_public_key: Blob(transport.public_key()),
    };
    let cost = meter.calling_call(actors::stranger(), "release", bytes(&release));
    let beside = cost.saturating_sub(DERIVATION);
    figure("release, beside the derivation", beside, 10 * MILLION);
    figures
}

fn install(pic: &PocketIc) -> (Principal, ProviderId) {
    let registry = create(pic);
    let governance = Caller(actors::governance());
    let init = registry::InstallArgs::Init(registry::InitArgs { governance });
    pic.install_canister(registry, canisters::registry(), bytes(&init), None);
    let provider = actors::provider(1);
    let company = args::company(provider);
    call(pic, registry, governance.0, "register_provider", &company);
    let identity = create(pic);
    let init = InstallArgs::Init(InitArgs {
        governance,
        registry: Caller(registry),
        vetkd_key_name: "test_key_1".into(),
        audits: None,
    });
    pic.install_canister(identity, canisters::identity(), bytes(&init), None);
    pass(pic, Duration::from_mins(2));
    pass(pic, Duration::from_mins(2));
    for number in 0..3 {
        let schema = SetSchemaArgs {
            name: format!("example-{number}"),
            kind: SchemaKind::Any,
            fields: vec!["all".into()],
            mandatory: false,
        };
        call(pic, identity, governance.0, "set_schema", &schema);
    }
    for number in 0..10 {
        let scope = |schema| Scope {
            schema: format!("example-{schema}"),
            fee_e8s: 0,
        };
        let admit = AdmitVerifierArgs {
            id: VerifierId(verifier(number)),
            name: format!("Example Verifier {number}"),
            owner: format!("Example Owner {number}"),
            linked_providers: vec![],
            scope: (0..3).map(scope).collect(),
            reason: "an example".into(),
        };
        call(pic, identity, governance.0, "admit_verifier", &admit);
    }
    (identity, provider)
}

fn verifier(number: u32) -> Principal {
    Principal::self_authenticating(
        [b"example verifier ".as_slice(), &number.to_be_bytes()].concat(),
    )
}

fn statement(
    pic: &PocketIc,
    subject: ProviderId,
    facts_hash: Sha256Hash,
    number: u32,
) -> AttestArgs {
    AttestArgs {
        subject,
        schema: format!("example-{}", number / 10),
        schema_version: 1,
        facts_hash,
        verdict: Verdict::Confirmed,
        checked: vec!["all".into()],
        statement: Some("An example of some length, as statements are in practice.".into()),
        contract: None,
        record: None,
        evidence_hash: Some(Sha256Hash([5; 32])),
        request_id: None,
        expires_at_ns: now_ns(pic) + 300 * DAY_NS,
    }
}

fn bytes(args: &impl CandidType) -> Vec<u8> {
    encode_one(args).expect("it encodes")
}

fn call(
    pic: &PocketIc,
    canister: Principal,
    caller: Principal,
    method: &str,
    args: &impl CandidType,
) {
    pic.update_call(canister, caller, method, bytes(args))
        .unwrap_or_else(|reject| panic!("{method}: {reject}"));
}
