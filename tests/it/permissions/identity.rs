//! The identity canister's stage.

use super::stage::{Scene, Stage, one};
use crate::identity::{FOLLOWS, disclosure, recipient, record, sealed, storing, verifier};
use bonafide_client::{IdentityClient, PocketIcRuntime};
use bonafide_policy::facts;
use bonafide_test_support::engine::{self, Engine};
use bonafide_test_support::{World, actors, canisters, instance, run};
use bonafide_types::certified::{RangeArgs, RowKey};
use bonafide_types::governance::Command;
use bonafide_types::http::HttpRequest;
use bonafide_types::id::{Caller, Sha256Hash};
use bonafide_types::identity::*;
use bonafide_types::limits::DAY_NS;
use candid::{Principal, encode_args, encode_one};
use pocket_ic::PocketIc;
use serde_bytes::ByteBuf;

/// What is inside the records of the stage.
pub(crate) const CONTENT: &str = "Passport C01X00T47 of Erika Beispiel";

/// A registry and an identity canister that obey one principal.
struct Place {
    world: World,
    identity: Principal,
    /// Ends after the instance.
    _engine: Option<Engine>,
}

impl Scene for Place {
    fn pic(&self) -> &PocketIc {
        &self.world.pic
    }

    fn roots(&self) -> Vec<Sha256Hash> {
        vec![instance::root(self.pic(), self.identity), self.world.root()]
    }
}

impl Place {
    /// Provider 1 is known, and the public key too.
    fn new() -> Self {
        let (engine, builder) = engine::for_test();
        let pic = engine::instance_with_keys(builder);
        let world = World::install(pic, canisters::registry());
        world.register(1);
        let identity = instance::create(&world.pic);
        let init = InstallArgs::Init(InitArgs {
            governance: Caller(actors::governance()),
            registry: Caller(world.registry),
            vetkd_key_name: "test_key_1".into(),
            audits: None,
        });
        let arg = encode_one(&init).unwrap();
        let module = canisters::identity();
        world.pic.install_canister(identity, module, arg, None);
        world.pass(FOLLOWS);
        world.pass(FOLLOWS);
        Self {
            world,
            identity,
            _engine: engine,
        }
    }

    fn client(&self, caller: Principal) -> IdentityClient<PocketIcRuntime<'_>> {
        let runtime = PocketIcRuntime::new(&self.world.pic, caller);
        IdentityClient::new(runtime, self.identity)
    }

    fn govern(&self, command: &Command) {
        run(self.client(actors::governance()).execute(command))
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    }

    fn sealed(&self, record_id: u32) -> Vec<u8> {
        let content = CONTENT.as_bytes();
        sealed(
            &self.world.pic,
            self.identity,
            record(record_id),
            None,
            content,
        )
    }

    /// A verifier's statement about provider 1.
    fn statement(&self, schema: &str, checked: &str) -> AttestArgs {
        let provider = actors::provider(1);
        let view = run(self.world.reader().provider(provider)).unwrap();
        let profile = view.unwrap().provider.profile.unwrap();
        AttestArgs {
            subject: provider,
            schema: schema.into(),
            schema_version: 1,
            facts_hash: facts::hash(provider, &profile),
            verdict: Verdict::Confirmed,
            checked: vec![checked.into()],
            statement: None,
            contract: None,
            record: None,
            evidence_hash: None,
            request_id: None,
            expires_at_ns: self.world.now_ns() + 30 * DAY_NS,
        }
    }
}

fn because() -> String {
    "An example.".into()
}

fn scope(fee_e8s: u64) -> Vec<Scope> {
    let scope = |schema: &str| Scope {
        schema: schema.into(),
        fee_e8s,
    };
    vec![scope("company"), scope("report")]
}

fn admission(number: u32) -> Command {
    Command::AdmitVerifier(AdmitVerifierArgs {
        id: verifier(number),
        name: format!("Verifier {number}"),
        owner: format!("Owner {number}"),
        linked_providers: vec![],
        scope: scope(5),
        reason: because(),
    })
}

fn request() -> RequestAttestationArgs {
    RequestAttestationArgs {
        verifier: verifier(1),
        schema: "company".into(),
        max_fee_e8s: 5,
    }
}

fn freeze() -> Command {
    Command::FreezeDisclosures(FreezeDisclosuresArgs { reason: because() })
}

/// One valid command for each governed method; in the order of their names, none stands in the
/// way of another.
fn commands() -> Vec<Command> {
    let category = Category {
        name: "identity".into(),
        cap: 50,
    };
    vec![
        admission(5),
        Command::DiscloseRecords(disclosure(vec![record(1)], vec![recipient(1).named(0)])),
        freeze(),
        Command::LiftFreeze(LiftFreezeArgs { reason: because() }),
        Command::ReinstateVerifier(ReinstateVerifierArgs {
            id: verifier(2),
            reason: because(),
        }),
        Command::RemoveVerifier(RemoveVerifierArgs {
            id: verifier(3),
            reason: because(),
        }),
        Command::SetFeeBudget(SetFeeBudgetArgs {
            authorized_e8s: 2_000,
        }),
        Command::SetSchema(SetSchemaArgs {
            name: "sponsor".into(),
            kind: SchemaKind::Any,
            fields: vec!["existence".into()],
            mandatory: false,
        }),
        Command::SetScoreWeights(SetScoreWeightsArgs {
            categories: vec![category],
            stamps: vec![],
            findings: vec![],
            effective_from_ns: None,
        }),
        Command::SetVerifierTerms(SetVerifierTermsArgs {
            id: verifier(1),
            owner: None,
            linked_providers: None,
            scope: Some(scope(6)),
        }),
        Command::SuspendVerifier(SuspendVerifierArgs {
            id: verifier(4),
            reason: because(),
        }),
    ]
}

/// Verifiers 1 to 4, 2 suspended; records 1 and 2 of provider 1, of which disclosure 0 opens the
/// first to recipient 1; statement 0 by verifier 1; request 0, which is open; a freeze, which
/// [`commands`] lift before anyone asks for a key.
pub(crate) fn stage() -> Stage {
    let place = Place::new();
    let provider = actors::provider(1);
    (1..=4).for_each(|number| place.govern(&admission(number)));
    place.govern(&Command::SuspendVerifier(SuspendVerifierArgs {
        id: verifier(2),
        reason: because(),
    }));
    place.govern(&Command::SetFeeBudget(SetFeeBudgetArgs {
        authorized_e8s: 1_000,
    }));
    for number in [1, 2] {
        let args = storing(record(number), None, place.sealed(number));
        run(place.client(provider.0).put_record(&args)).unwrap();
    }
    let one_reader = disclosure(vec![record(1)], vec![recipient(1).named(0)]);
    place.govern(&Command::DiscloseRecords(one_reader));
    let report = place.statement("report", "report");
    run(place.client(verifier(1).0).attest(&report)).unwrap();
    run(place.client(provider.0).request_attestation(&request())).unwrap();
    place.govern(&freeze());
    Stage {
        canister: place.identity,
        callers: [
            ("governance", actors::governance()),
            ("provider", provider.0),
            ("verifier", verifier(1).0),
            ("recipient", recipient(1).principal),
            ("anyone authenticated", actors::stranger()),
            ("anonymous", Principal::anonymous()),
        ]
        .into(),
        samples: samples(&place),
        scene: Box::new(place),
    }
}

fn samples(place: &Place) -> super::stage::Samples {
    let provider = actors::provider(1);
    let page = HttpRequest {
        method: "GET".into(),
        url: "/metrics".into(),
        headers: vec![],
        body: ByteBuf::new(),
        certificate_version: None,
    };
    let range = RangeArgs {
        table: table::RECORD.into(),
        after: None,
        limit: 5,
    };
    let row = RowKey {
        table: table::ACCESS.into(),
        key: ByteBuf::from(0_u64.to_be_bytes()),
    };
    let score = GetScoreArgs {
        subject: provider,
        at_ns: None,
        weights_version: None,
    };
    let revocation = RevokeAttestationArgs {
        attestation_id: 0,
        reason: because(),
    };
    let new_record = storing(record(3), None, place.sealed(3));
    let nothing = || encode_args(()).unwrap();
    let own = [
        ("put_record", one(&new_record)),
        ("request_attestation", one(&request())),
        ("cancel_request", one(&CancelRequestArgs { request_id: 0 })),
        ("attest", one(&place.statement("company", "existence"))),
        ("revoke_attestation", one(&revocation)),
        ("release", one(&recipient(1).asking(0, record(1)))),
    ];
    let reads = [
        ("get_attestation", one(&0_u64)),
        (
            "get_attestation_status",
            encode_args((0_u64, None::<u64>)).unwrap(),
        ),
        ("list_attestations", one(&ListAttestationsArgs::default())),
        ("get_request", one(&0_u64)),
        ("list_requests", one(&ListRequestsArgs::default())),
        ("get_fee_budget", nothing()),
        ("get_verifier", one(&verifier(1))),
        ("list_verifiers", nothing()),
        ("list_schemas", nothing()),
        ("get_standing", one(&provider)),
        ("get_subject", one(&provider)),
        ("get_record", one(&record(1))),
        ("list_records", one(&provider)),
        ("get_own_ciphertext", encode_args((1_u32, 1_u32)).unwrap()),
        ("get_grant", one(&0_u64)),
        ("list_grants", one(&ListGrantsArgs::default())),
        ("list_access", one(&ListAccessArgs::default())),
        ("get_freeze", nothing()),
        ("get_score", one(&score)),
        ("list_score_weights", nothing()),
        ("list_findings", one(&provider)),
        ("get_config", nothing()),
        ("get_summary", nothing()),
        ("get_events", encode_args((0_u64, 1_000_u64)).unwrap()),
        ("http_request", one(&page)),
        ("get_rows_certified", one(&vec![row])),
        ("list_rows_certified", one(&range)),
        ("get_tip_certified", nothing()),
    ];
    let governed = commands().into_iter().flat_map(|command| {
        let (method, arg) = (command.spec().method, command.encode_args().unwrap());
        [method.to_owned(), format!("validate_{method}")].map(|method| (method, vec![arg.clone()]))
    });
    own.into_iter()
        .chain(reads)
        .map(|(method, arg)| (method.to_owned(), vec![arg]))
        .chain(governed)
        .collect()
}
