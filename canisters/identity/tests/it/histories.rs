//! Random histories: everyone does everything, and time passes.

mod actors;

use crate::world::{AUDITS, DAY_NS, GOVERNANCE, SELF_ID, installed, log_of, open, provider_id};
use actors::{Bytes, pick};
use bonafide_identity::commands::{Decision, release};
use bonafide_identity::state::invariants::try_state;
use bonafide_identity::state::{Event, State};
use bonafide_identity::{lifecycle, replay, tasks};
use bonafide_kit::commit::{record, root_hash};
use bonafide_kit::{Aggregate, Ctx};
use bonafide_test_support::golden::variant;
use bonafide_types::audits::FindingClass;
use bonafide_types::id::{Caller, ProviderId};
use bonafide_types::identity::{
    Access, AuditFinding, IdentityError, InstallArgs, RecordVersion, Subject, SubjectKind,
    UpgradeArgs,
};
use bonafide_types::registry::ProviderStatus;
use candid::Principal;
use ic_stable_structures::VectorMemory;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

struct World {
    state: State<VectorMemory>,
    now_ns: u64,
    /// Accesses whose key is being derived.
    waiting: Vec<Access>,
    /// Keys that left, by what a disclosure counts.
    released: BTreeMap<(u64, Caller, RecordVersion), u8>,
    /// Kinds of events that happened, and of refusals.
    seen: BTreeSet<String>,
}

impl World {
    fn new() -> Self {
        let mut world = Self {
            state: open(),
            now_ns: crate::world::NOW_NS,
            waiting: vec![],
            released: BTreeMap::new(),
            seen: BTreeSet::new(),
        };
        world.record(SELF_ID, [installed()]);
        for n in 1..=3 {
            world.see([n, 0, 2, 0]);
        }
        for n in 0..3 {
            world.admit([n, 1, 0, 0]);
            world.put([n, 1, 1, 1]);
            world.put([n, 2, 1, 1]);
        }
        world.disclose([0, 1, 1, 99]);
        world
    }

    fn record(&mut self, caller: Principal, events: impl IntoIterator<Item = Event>) {
        let ctx = self.ctx(caller);
        for event in events {
            self.seen.insert(variant(&event));
            record(&mut self.state, &ctx, [event]);
        }
    }

    fn ctx(&self, caller: Principal) -> Ctx {
        Ctx {
            caller,
            now_ns: self.now_ns,
            self_id: SELF_ID,
        }
    }

    fn run<R>(
        &mut self,
        caller: Principal,
        decide: impl FnOnce(&State<VectorMemory>, &Ctx) -> Result<Decision<R>, IdentityError>,
    ) -> Option<R> {
        let ctx = self.ctx(caller);
        match decide(&self.state, &ctx) {
            Ok(Decision { events, reply }) => {
                self.record(caller, events);
                Some(reply)
            }
            Err(refusal) => {
                self.seen.insert(format!("refused: {}", variant(&refusal)));
                None
            }
        }
    }

    /// The registry shows a provider, mostly as before.
    fn see(&mut self, [n, facts, change, _]: Bytes) {
        let id = provider_id(n % 3 + 1);
        let before = self.state.subject(id);
        let status = match change % 16 {
            0 => ProviderStatus::Offboarded,
            1 => ProviderStatus::Suspended,
            _ => ProviderStatus::Active,
        };
        let gone = status == ProviderStatus::Offboarded;
        let hash = bonafide_types::id::Sha256Hash([facts % 3; 32]);
        let subject = Subject {
            id,
            kind: Some(if n % 2 == 0 {
                SubjectKind::Company
            } else {
                SubjectKind::Individual
            }),
            facts_hash: (facts % 8 != 7).then_some(hash),
            cluster: if change % 5 == 4 { provider_id(1) } else { id },
            status,
            declaration_current: change % 2 == 0,
            seen_at_ns: self.now_ns,
            known_since_ns: before.map_or(self.now_ns, |before| before.known_since_ns),
            left_at_ns: gone.then_some(self.now_ns),
        };
        let subjects = vec![subject];
        self.record(SELF_ID, [Event::SubjectsSeen { subjects }]);
    }

    /// The system answers for an access.
    fn answer(&mut self, [n, fails, ..]: Bytes) {
        if self.waiting.is_empty() {
            return;
        }
        let access = self.waiting.remove(usize::from(n) % self.waiting.len());
        let caller = access.recipient.principal;
        let derived = if fails % 4 == 0 {
            Err("no answer".into())
        } else {
            Ok(vec![])
        };
        let ctx = self.ctx(caller.0);
        let decision = release::settle(&self.state, access.id, &derived, &ctx);
        self.record(caller.0, decision.events);
        if decision.reply.is_ok() {
            let freeze = self.state.freeze_at(self.now_ns);
            assert_eq!(freeze, None, "a key left while frozen");
            let grant = self.state.grant(access.grant_id).unwrap();
            assert!(self.now_ns < grant.expires_at_ns, "a key left too late");
            let key = (grant.id, caller, access.record);
            let count = self.released.entry(key).or_default();
            *count += 1;
            assert!(*count <= grant.uses, "{count} keys of {} left", grant.uses);
        }
    }

    /// An upgrade; answers that are out may come yet, and hand out nothing.
    fn upgrade(&mut self, [registry, ..]: Bytes) {
        let registry = Some(Caller(Principal::from_slice(&[202, registry % 2])));
        let args = InstallArgs::Upgrade(UpgradeArgs {
            governance: None,
            registry,
            audits: Some(Caller(AUDITS)),
        });
        let events = lifecycle::upgrade_of(&self.state, Some(args), self.now_ns).unwrap();
        self.record(SELF_ID, events);
    }

    fn tasks(&mut self) {
        let events = tasks::lapse_requests(&self.state, self.now_ns);
        self.record(SELF_ID, events);
        let events = tasks::erase(&self.state, &mut None, self.now_ns);
        self.record(SELF_ID, events);
        let events = tasks::stale_scores(&mut self.state, 100, self.now_ns);
        self.record(SELF_ID, events);
        if self.state.settings().public_key.is_none() {
            let public_key = bonafide_types::id::Blob(vec![9; 96]);
            self.record(SELF_ID, [Event::PublicKeyLearned { public_key }]);
        }
        let events = self.state.log().tip().length;
        self.record(SELF_ID, [Event::RegistryFollowed { events }]);
    }

    /// The audits canister, when there is one, shows a finding that is final, maybe again.
    fn find(&mut self, [n, id, class, _]: Bytes) {
        let id = u64::from(id % 32);
        if self.state.settings().audits.is_none() || self.state.finding(id).is_some() {
            return;
        }
        let findings = vec![AuditFinding {
            id,
            // Also of a provider that is not known here.
            subject: provider_id(n % 5 + 1),
            class: pick(&FindingClass::ALL, class).name().into(),
            nodes: 1,
            final_since_ns: self.now_ns - 1,
            seen_at_ns: self.now_ns,
        }];
        let events = self.state.log().tip().length;
        let followed = Event::AuditsFollowed { events };
        self.record(SELF_ID, [Event::FindingsSeen { findings }, followed]);
    }

    fn pass(&mut self, [how, n, ..]: Bytes) {
        let n = u64::from(n);
        self.now_ns += match how {
            0..225 => n * 1_000_000_000,
            225..240 => n * DAY_NS / 24,
            240..252 => n % 20 * DAY_NS,
            252.. => n * 2 * DAY_NS,
        };
    }

    fn step(&mut self, kind: u8, time: Bytes, with: Bytes) {
        self.pass(time);
        match kind % 34 {
            0 | 1 => self.put(with),
            2 | 3 => self.disclose(with),
            4..=11 => self.release(with),
            12..=14 => self.answer(with),
            15..=17 => self.attest(with),
            18 => self.revoke(with),
            19 | 20 => self.ask(with),
            21 => self.cancel(with),
            22 => self.see(with),
            23 => self.admit(with),
            24 => self.standing(with),
            25 => self.set_schema(with),
            26 => self.set_weights(with),
            27 => self.set_budget(with),
            28 => self.freeze(with),
            29 | 30 => self.tasks(),
            31 | 32 => self.find(with),
            _ => self.upgrade(with),
        }
    }
}

/// What must be met, or the steps say nothing; each of it is many times in 200 histories.
const MET: [&str; 13] = [
    "refused: grant_expired",
    "refused: grant_not_found",
    "refused: uses_exhausted",
    "refused: disclosures_frozen",
    "refused: not_recipient",
    "refused: version_not_granted",
    "refused: transport_key_not_pinned",
    "refused: caller_not_verifier",
    "refused: verifier_standing",
    "refused: verifier_in_cluster",
    "refused: facts_changed",
    "refused: budget_exhausted",
    "refused: not_issuer",
];

#[test]
fn should_hold_whatever_happens() {
    let seen = RefCell::new(BTreeSet::new());
    let step = any::<(u8, Bytes, Bytes)>();
    let history = proptest::collection::vec(step, 60);
    let mut runner = TestRunner::new(ProptestConfig::with_cases(200));
    let outcome = runner.run(&history, |steps| {
        let mut world = World::new();
        for (kind, time, with) in steps {
            world.step(kind, time, with);
            try_state(&world.state).map_err(TestCaseError::fail)?;
        }
        let replayed = replay(log_of(&world.state));
        let replayed = replayed.map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(replayed.root, root_hash(&mut world.state));
        seen.borrow_mut().append(&mut world.seen);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    let seen = seen.into_inner();
    let events = seen.iter().filter(|name| !name.starts_with("refused"));
    assert_eq!(events.count(), 24, "every kind of event happens: {seen:?}");
    for refusal in MET {
        assert!(seen.contains(refusal), "{refusal}: {seen:?}");
    }
}

/// Somebody, mostly the one who may.
fn somebody(rightly: Principal, who: u8) -> Principal {
    let others = [GOVERNANCE, SELF_ID, provider_id(1).0, provider_id(3).0];
    match who % 8 {
        0 => *pick(&others, who / 8),
        _ => rightly,
    }
}

fn provider(n: u8) -> ProviderId {
    provider_id(n % 3 + 1)
}
