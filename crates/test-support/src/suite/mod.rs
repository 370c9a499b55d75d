mod auditing;
mod rewarding;
mod scripted;
mod subnets;
mod ways;

use crate::engine::Engine;
use crate::instance::{self, encoded};
use crate::ledger::Ledger;
use crate::world::{Actor, Client, run};
use crate::{actors, canisters, engine};
use bonafide_client::{GovernanceClient, PocketIcRuntime};
use bonafide_stand_ins::NNS_GOVERNANCE;
use bonafide_stand_ins::sns::{
    FunctionType, GenericNervousSystemFunction, NervousSystemFunction, Topic,
};
use bonafide_types::audits::AuditPolicy;
use bonafide_types::certified::{CertifiedReadError, CertifiedRows, RowKey};
use bonafide_types::governance::{
    Canisters, InitArgs, InstallArgs, JournalEntry, ListJournalArgs, NeuronArgs, Sources,
    VotingParameters, table,
};
use bonafide_types::id::{Caller, Sha256Hash};
use bonafide_types::rewards::RewardsPolicy;
use bonafide_types::{audits, identity, registry, rewards};
use candid::Principal;
use pocket_ic::{CreateCanisterParams, PocketIc, RejectResponse};
use serde_bytes::ByteBuf;
use std::fmt::Debug;
use std::time::Duration;

/// The generic function of the SNS that calls `execute`.
pub const SNS_FUNCTION: u64 = 1_000;

/// The master key of the identity canister and of the audits canister.
const VETKD_KEY: &str = "test_key_1";

/// Rounds within which a call comes to its end, other subnets included.
const ROUNDS: u32 = 100;

/// How a suite is set up.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Voting powers of the council's neurons 1, 2, ...; neuron n is that of
    /// [`actors::voter`] n.
    pub powers: Vec<u64>,
    /// Which sources of authority are on; `None`: governance's own default.
    pub sources: Option<Sources>,
    /// How the council votes; `None`: governance's own default.
    pub voting: Option<VotingParameters>,
    /// Whether the registry is the stand-in that follows a script.
    pub scripted_registry: bool,
    /// Whether there is an identity canister. The instance then needs a subnet with keys.
    pub identity: bool,
    /// Whether there is an audits canister, and the stand-in of the ledger that it pays with.
    /// The instance then needs a subnet with keys.
    pub audits: bool,
    /// Whether the seeds of draws are `raw_rand` of the system, and not of vetKD.
    pub raw_rand: bool,
    /// The numbers that the audits canister's rules use; `None`: its own defaults.
    pub audit_policy: Option<AuditPolicy>,
    /// Whether there is a rewards canister, and the stand-in of the ledger that it pays with.
    pub rewards: bool,
    /// The numbers that the rewards canister's rules use; `None`: its own defaults.
    pub rewards_policy: Option<RewardsPolicy>,
    /// Cycles that governance begins with.
    pub cycles: u128,
}

impl Default for Plan {
    /// Three neurons of which no one decides alone, all sources on, the real registry, no
    /// identity, audits or rewards canister.
    fn default() -> Self {
        Self {
            powers: vec![40, 35, 25],
            sources: Some(Sources {
                council: true,
                sns: true,
                nns_motion: true,
                upgrade: true,
            }),
            voting: None,
            scripted_registry: false,
            identity: false,
            audits: false,
            raw_rand: false,
            audit_policy: None,
            rewards: false,
            rewards_policy: None,
            cycles: instance::CYCLES,
        }
    }
}

/// An engine instance with governance, the registry and, where the plan says so, the identity,
/// audits and rewards canisters that it governs, and stand-ins of the NNS and the ledger, at
/// their real ids, and of an SNS that has a generic function for governance.
pub struct Suite {
    /// The engine: NNS and one application subnet, on which the suite runs.
    pub pic: PocketIc,
    /// Governance.
    pub governance: Principal,
    /// The registry.
    pub registry: Principal,
    /// The identity canister; the anonymous principal when the plan has none.
    pub identity: Principal,
    /// The audits canister; the anonymous principal when the plan has none.
    pub audits: Principal,
    /// The rewards canister; the anonymous principal when the plan has none.
    pub rewards: Principal,
    /// The SNS governance canister's stand-in.
    pub sns: Principal,
    /// The instance's engine, when nobody else uses it; it ends after the instance.
    engine: Option<Engine>,
}

impl Debug for Suite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Suite")
            .field("governance", &self.governance)
            .field("registry", &self.registry)
            .field("identity", &self.identity)
            .field("audits", &self.audits)
            .field("rewards", &self.rewards)
            .field("sns", &self.sns)
            .field("engine", &self.engine)
            .finish_non_exhaustive()
    }
}

impl Default for Suite {
    fn default() -> Self {
        Self::new(&Plan::default())
    }
}

impl Suite {
    /// A suite of its own.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let (engine, builder) = engine::for_test();
        let pic = if plan.identity || plan.audits {
            engine::instance_with_keys(builder)
        } else {
            engine::instance(builder)
        };
        let suite = Self::install(pic, plan);
        Self { engine, ..suite }
    }

    /// A suite whose registry follows a script, otherwise as by default.
    #[must_use]
    pub fn scripted() -> Self {
        Self::new(&Plan {
            scripted_registry: true,
            ..Plan::default()
        })
    }

    /// Makes an instance a suite.
    #[must_use]
    pub fn install(pic: PocketIc, plan: &Plan) -> Self {
        install_nns(&pic);
        let sns = instance::create(&pic);
        pic.install_canister(sns, canisters::stand_in("sns_governance"), vec![], None);
        let params = CreateCanisterParams {
            cycles: Some(plan.cycles),
            ..CreateCanisterParams::default()
        };
        let governance = pic
            .create_canister_with_params(None, params)
            .expect("no id is asked for");
        let registry = instance::create(&pic);
        let (module, arg) = if plan.scripted_registry {
            (canisters::stand_in("registry"), vec![])
        } else {
            let init = registry::InstallArgs::Init(registry::InitArgs {
                governance: Caller(governance),
            });
            (canisters::registry(), encoded((init,)))
        };
        pic.install_canister(registry, module, arg, None);
        // Each is told of the other.
        let identity = plan.identity.then(|| instance::create(&pic));
        let audits = plan.audits.then(|| instance::create(&pic));
        let rewards = plan.rewards.then(|| instance::create(&pic));
        let ledger = (plan.audits || plan.rewards).then(|| Ledger::install(&pic).id);
        if let Some(identity) = identity {
            install_identity(&pic, identity, (governance, registry), audits);
        }
        if let (Some(audits), Some(ledger)) = (audits, ledger) {
            let init = audits::InitArgs {
                governance: Caller(governance),
                registry: Caller(registry),
                identity: identity.map(Caller),
                ledger: Caller(ledger),
                vetkd_key_name: (!plan.raw_rand).then(|| VETKD_KEY.into()),
                policy: plan.audit_policy.clone(),
            };
            crate::audits::install_at(&pic, audits, init);
        }
        if let (Some(rewards), Some(ledger)) = (rewards, ledger) {
            let init = rewards::InstallArgs::Init(rewards::InitArgs {
                governance: Caller(governance),
                registry: Caller(registry),
                audits: audits.map(Caller),
                ledger: Caller(ledger),
                policy: plan.rewards_policy,
            });
            pic.install_canister(rewards, canisters::rewards(), encoded((init,)), None);
        }
        let canisters = Canisters {
            registry: Caller(registry),
            identity: identity.map(Caller),
            audits: audits.map(Caller),
            rewards: rewards.map(Caller),
        };
        let init = InstallArgs::Init(plan.init(canisters, sns));
        pic.install_canister(governance, canisters::governance(), encoded((init,)), None);
        register_generic_function(&pic, sns, governance);
        Self {
            pic,
            governance,
            registry,
            identity: identity.unwrap_or_else(Principal::anonymous),
            audits: audits.unwrap_or_else(Principal::anonymous),
            rewards: rewards.unwrap_or_else(Principal::anonymous),
            sns,
            engine: None,
        }
    }

    /// Speaks to governance as `caller`.
    #[must_use]
    pub fn client(&self, caller: impl Into<Actor>) -> GovernanceClient<PocketIcRuntime<'_>> {
        let runtime = PocketIcRuntime::new(&self.pic, caller.into().0);
        GovernanceClient::new(runtime, self.governance)
    }

    /// Speaks to governance as someone without any role.
    #[must_use]
    pub fn reader(&self) -> GovernanceClient<PocketIcRuntime<'_>> {
        self.client(actors::stranger())
    }

    /// Speaks to the registry as someone without any role.
    #[must_use]
    pub fn registry_reader(&self) -> Client<'_> {
        Client::new(
            PocketIcRuntime::new(&self.pic, actors::stranger()),
            self.registry,
        )
    }

    // Time.

    /// Now. Nanoseconds since the epoch.
    #[must_use]
    pub fn now_ns(&self) -> u64 {
        instance::now_ns(&self.pic)
    }

    /// Lets time pass, and the timers that are due run.
    pub fn pass(&self, time: Duration) {
        instance::pass(&self.pic, time);
    }

    /// Lets rounds pass until `done` answers something.
    pub fn until<T>(&self, what: &str, done: impl Fn() -> Option<T>) -> T {
        for _ in 0..ROUNDS {
            if let Some(found) = done() {
                return found;
            }
            self.pic.tick();
        }
        panic!("{what}: not within {ROUNDS} rounds");
    }

    // The journal and what is certified.

    /// The newest 100 entries of the journal, oldest first.
    #[must_use]
    pub fn journal(&self) -> Vec<JournalEntry> {
        let args = ListJournalArgs::default();
        let page = run(self.reader().journal(&args)).expect("anyone may read it");
        page.entries.into_iter().rev().collect()
    }

    /// Governance's certified root: the same if and only if nothing changed.
    #[must_use]
    pub fn root(&self) -> Sha256Hash {
        instance::root(&self.pic, self.governance)
    }

    /// The registry's certified root; the stand-in of the registry has none.
    #[must_use]
    pub fn registry_root(&self) -> Sha256Hash {
        instance::root(&self.pic, self.registry)
    }

    /// A row of governance or the registry, proven: its bytes, or that there is none.
    #[must_use]
    pub fn row(&self, canister: Principal, table: &str, key: &[u8]) -> Option<Vec<u8>> {
        let keys = vec![RowKey {
            table: table.into(),
            key: ByteBuf::from(key),
        }];
        let caller = actors::stranger();
        let answer: Result<CertifiedRows, CertifiedReadError> =
            instance::query(&self.pic, canister, caller, "get_rows_certified", (keys,));
        let answer = answer.expect("queries have a certificate");
        instance::judge(&self.pic, canister)
            .rows(&answer)
            .unwrap_or_else(|error| panic!("{table}: {error}"));
        let row = answer.rows.into_iter().next().expect("the row asked for");
        row.row.map(ByteBuf::into_vec)
    }

    /// A journal entry from its proven row.
    #[must_use]
    pub fn proven_entry(&self, id: u64) -> JournalEntry {
        let row = self.row(self.governance, table::JOURNAL, &id.to_be_bytes());
        minicbor::decode(&row.expect("the entry is there")).expect("a journal row")
    }
}

impl Plan {
    fn init(&self, canisters: Canisters, sns: Principal) -> InitArgs {
        let neurons = (1..).zip(&self.powers).map(|(number, power)| NeuronArgs {
            controller: Caller(actors::voter(number)),
            hot_keys: vec![],
            voting_power: *power,
        });
        InitArgs {
            canisters,
            neurons: neurons.collect(),
            sources: self.sources,
            sns_governance: Some(Caller(sns)),
            // The default is the real id, where the stand-in is.
            nns_governance: None,
            voting: self.voting,
        }
    }
}

/// Installs an identity canister under governance.
fn install_identity(
    pic: &PocketIc,
    canister: Principal,
    (governance, registry): (Principal, Principal),
    audits: Option<Principal>,
) {
    let init = identity::InstallArgs::Init(identity::InitArgs {
        governance: Caller(governance),
        registry: Caller(registry),
        vetkd_key_name: VETKD_KEY.into(),
        audits: audits.map(Caller),
    });
    pic.install_canister(canister, canisters::identity(), encoded((init,)), None);
}

/// Installs the stand-in of NNS governance at the real id, on the NNS subnet.
pub fn install_nns(pic: &PocketIc) {
    let nns = pic
        .create_canister_with_id(None, None, NNS_GOVERNANCE)
        .expect("the instance has an NNS subnet without NNS governance");
    pic.add_cycles(nns, instance::CYCLES);
    pic.install_canister(nns, canisters::stand_in("nns_governance"), vec![], None);
}

/// Gives the SNS the generic function that calls governance.
pub fn register_generic_function(pic: &PocketIc, sns: Principal, governance: Principal) {
    let generic = GenericNervousSystemFunction {
        validator_canister_id: Some(governance),
        target_canister_id: Some(governance),
        validator_method_name: Some("validate_execute".into()),
        target_method_name: Some("execute".into()),
        topic: Some(Topic::CriticalDappOperations),
    };
    let function = NervousSystemFunction {
        id: SNS_FUNCTION,
        name: "Bonafide command".into(),
        description: None,
        function_type: Some(FunctionType::GenericNervousSystemFunction(generic)),
    };
    let caller = actors::stranger();
    let added: Result<Result<(), String>, RejectResponse> =
        instance::update(pic, sns, caller, "add_generic_function", (function,));
    added.expect("a call of anyone").expect("a valid function");
}
