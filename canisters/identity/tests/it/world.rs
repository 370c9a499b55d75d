//! Names for those who take part, and one history with every event in it.

mod events;

pub(crate) use events::events;

use bonafide_identity::domain::{schemas, weights};
use bonafide_identity::state::{Event, State};
use bonafide_kit::commit::{Entry, record};
use bonafide_kit::{Aggregate, Ctx, memory};
use bonafide_types::id::{Caller, ProviderId, Sha256Hash, VerifierId};
use bonafide_types::identity::{
    Config, Recipient, RecordVersion, RequestState, Scope, Verifier, VerifierChange, VerifierStatus,
};
use candid::Principal;
use ic_stable_structures::VectorMemory;

pub(crate) const NOW_NS: u64 = 1_767_225_600_000_000_000;
pub(crate) const DAY_NS: u64 = 86_400_000_000_000;
pub(crate) const GOVERNANCE: Principal = Principal::from_slice(&[200, 1]);
pub(crate) const SELF_ID: Principal = Principal::from_slice(&[201, 1]);
pub(crate) const AUDITS: Principal = Principal::from_slice(&[204, 1]);
const CONTROLLER: Principal = Principal::from_slice(&[203, 1]);

pub(crate) fn provider_id(n: u8) -> ProviderId {
    ProviderId(Principal::from_slice(&[n, 10]))
}

pub(crate) fn verifier_id(n: u8) -> VerifierId {
    VerifierId(Principal::from_slice(&[n, 20]))
}

pub(crate) fn recipient(n: u8) -> Recipient {
    Recipient {
        principal: Caller(Principal::from_slice(&[n, 30])),
        transport_key_hash: Sha256Hash([n; 32]),
        slot: 0,
    }
}

/// Settings; with the first registry there is no audits canister yet.
pub(crate) fn config(registry: u8) -> Config {
    Config {
        governance: Caller(GOVERNANCE),
        registry: Caller(Principal::from_slice(&[202, registry])),
        vetkd_key_name: "test_key_1".into(),
        public_key: None,
        audits: (registry != 1).then_some(Caller(AUDITS)),
    }
}

pub(crate) fn open() -> State<VectorMemory> {
    State::open(&memory::manager(VectorMemory::default())).unwrap()
}

pub(crate) fn log_of(state: &State<VectorMemory>) -> Vec<Vec<u8>> {
    let length = state.log().tip().length;
    state.log().read(0, length, usize::MAX)
}

pub(crate) fn installed() -> Event {
    Event::Initialized {
        config: config(1),
        schemas: schemas::first(NOW_NS),
        weights: weights::first(NOW_NS),
    }
}

pub(crate) fn verifier(n: u8) -> Verifier {
    Verifier {
        id: verifier_id(n),
        name: format!("Example Verifier {n}"),
        owner: format!("Example Owner {n}"),
        linked_providers: vec![provider_id(2)],
        scope: vec![Scope {
            schema: "contract-isp".into(),
            fee_e8s: 1_000,
        }],
        history: vec![VerifierChange {
            at_ns: NOW_NS,
            status: VerifierStatus::Active,
            reason: "an example".into(),
        }],
        late_at_ns: vec![],
    }
}

pub(crate) fn version(record_id: u32, version: u32) -> RecordVersion {
    RecordVersion {
        provider: provider_id(1),
        record_id,
        version,
    }
}

/// Who writes an event.
pub(crate) fn author(event: &Event) -> Principal {
    match event {
        Event::Initialized { .. } | Event::ConfigChanged { .. } => CONTROLLER,
        Event::PublicKeyLearned { .. }
        | Event::SubjectsSeen { .. }
        | Event::RegistryFollowed { .. }
        | Event::RecordsErased { .. }
        | Event::ScoresComputed { .. }
        | Event::FindingsSeen { .. }
        | Event::AuditsFollowed { .. } => SELF_ID,
        Event::VerifierAdmitted { .. }
        | Event::VerifierChanged { .. }
        | Event::SchemaSet { .. }
        | Event::ScoreWeightsSet { .. }
        | Event::FeeBudgetSet { .. }
        | Event::RecordsGranted { .. }
        | Event::DisclosuresFrozen { .. }
        | Event::FreezeLifted { .. } => GOVERNANCE,
        Event::AttestationRequested { .. } | Event::RecordStored { .. } => provider_id(1).0,
        Event::RequestClosed { state, .. } => match state {
            RequestState::Lapsed { .. } => SELF_ID,
            _ => provider_id(1).0,
        },
        Event::AttestationIssued { attestation, .. } => attestation.issuer.0,
        Event::AttestationRevoked { .. } => verifier_id(1).0,
        Event::UseReserved { access } => access.recipient.principal.0,
        Event::UseSettled { .. } => recipient(1).principal.0,
    }
}

pub(crate) fn entry(event: Event) -> Entry<Event> {
    Entry {
        at_ns: NOW_NS,
        caller: Caller(author(&event)),
        event,
    }
}

pub(crate) fn lived() -> State<VectorMemory> {
    let mut state = open();
    for event in events() {
        let ctx = Ctx {
            caller: author(&event),
            now_ns: NOW_NS,
            self_id: SELF_ID,
        };
        record(&mut state, &ctx, [event]);
    }
    state
}
