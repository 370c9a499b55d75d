use crate::engine::Engine;
use crate::instance::{self, encoded};
use crate::proof::Judge;
use crate::{actors, args, canisters, engine};
use bonafide_client::import::Job;
use bonafide_client::{ClientError, PocketIcRuntime, RegistryClient, RuntimeError};
use bonafide_types::certified::CertifiedTip;
use bonafide_types::governance::Command;
use bonafide_types::id::{AuditorId, Caller, OperatorId, ProviderId, Sha256Hash};
use bonafide_types::registry::{
    AcceptDeclarationArgs, Acceptance, DeclarationText, ImportJob, ImportPageArgs, ImportRow,
    InitArgs, InstallArgs, RegistryError, Version,
};
use candid::{CandidType, Principal};
use pocket_ic::{PocketIc, RejectResponse};
use serde_bytes::ByteBuf;
use std::fmt::Debug;
use std::time::Duration;

/// When every world begins: 2026-01-01 00:00 UTC. Nanoseconds since the epoch.
pub const START_NS: u64 = 1_767_225_600_000_000_000;

/// Speaks to the registry as one principal.
pub type Client<'w> = RegistryClient<PocketIcRuntime<'w>>;

/// The output of a client's method.
pub fn run<F: Future>(future: F) -> F::Output {
    PocketIcRuntime::run(future)
}

/// An engine instance of its own, with the registry installed.
pub struct World {
    /// The engine: NNS and one application subnet, on which the registry runs.
    pub pic: PocketIc,
    /// The registry.
    pub registry: Principal,
    /// The instance's engine, when nobody else uses it; it ends after the instance.
    engine: Option<Engine>,
}

impl Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World")
            .field("registry", &self.registry)
            .field("engine", &self.engine)
            .finish_non_exhaustive()
    }
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

impl World {
    /// A world whose registry obeys [`actors::governance`], knows the generation
    /// [`args::generation`] and is empty otherwise.
    #[must_use]
    pub fn new() -> Self {
        Self::with_module(canisters::registry())
    }

    /// A world with this module as its registry.
    #[must_use]
    pub fn with_module(module: Vec<u8>) -> Self {
        let (engine, builder) = engine::for_test();
        let world = Self::install(engine::instance(builder), module);
        Self { engine, ..world }
    }

    /// Makes an instance a world, whose registry takes nodes of [`args::generation`].
    #[must_use]
    pub fn install(pic: PocketIc, module: Vec<u8>) -> Self {
        let registry = instance::create(&pic);
        let init = InstallArgs::Init(InitArgs {
            governance: Caller(actors::governance()),
        });
        pic.install_canister(registry, module, encoded((init,)), None);
        let world = Self {
            pic,
            registry,
            engine: None,
        };
        world.govern(&Command::SetGeneration(args::generation()));
        world
    }

    /// Speaks as `caller`.
    #[must_use]
    pub fn client(&self, caller: impl Into<Actor>) -> Client<'_> {
        RegistryClient::new(
            PocketIcRuntime::new(&self.pic, caller.into().0),
            self.registry,
        )
    }

    /// Speaks as governance.
    #[must_use]
    pub fn governance(&self) -> Client<'_> {
        self.client(actors::governance())
    }

    /// Does what a proposal would.
    pub fn govern(&self, command: &Command) {
        run(self.governance().execute(command)).expect("a valid command");
    }

    /// Speaks as someone without any role.
    #[must_use]
    pub fn reader(&self) -> Client<'_> {
        self.client(actors::stranger())
    }

    /// The world's time. Nanoseconds since the epoch.
    #[must_use]
    pub fn now_ns(&self) -> u64 {
        instance::now_ns(&self.pic)
    }

    /// Lets time pass, and the timers that are due run.
    pub fn pass(&self, time: Duration) {
        instance::pass(&self.pic, time);
    }

    /// Lets days pass.
    pub fn pass_days(&self, days: u64) {
        self.pass(Duration::from_hours(24 * days));
    }

    /// Upgrades the registry.
    ///
    /// # Errors
    /// What the canister or the engine says against it.
    pub fn upgrade(&self, module: Vec<u8>, arg: Vec<u8>) -> Result<(), RejectResponse> {
        instance::upgrade(&self.pic, self.registry, module, arg)
    }

    /// Judges certified answers of this world's registry as of now.
    #[must_use]
    pub fn judge(&self) -> Judge {
        instance::judge(&self.pic, self.registry)
    }

    /// Asks a query and decodes the reply, as it came.
    #[must_use]
    pub fn ask<T>(&self, method: &str, arg: &impl CandidType) -> T
    where
        T: CandidType + for<'de> candid::Deserialize<'de>,
    {
        instance::query(&self.pic, self.registry, actors::stranger(), method, (arg,))
    }

    /// The log's end, as the registry says.
    #[must_use]
    pub fn tip(&self) -> CertifiedTip {
        instance::tip(&self.pic, self.registry)
    }

    /// The certified root: the same if and only if nothing changed.
    #[must_use]
    pub fn root(&self) -> Sha256Hash {
        instance::root(&self.pic, self.registry)
    }

    /// Registers provider `number`, a company.
    pub fn register(&self, number: u32) -> ProviderId {
        let id = actors::provider(number);
        run(self.governance().register_provider(&args::company(id))).expect("a valid provider");
        id
    }

    /// Publishes an English declaration that is in force at once.
    pub fn publish(&self, version: Version) -> DeclarationText {
        run(self
            .governance()
            .publish_declaration(&args::declaration(version)))
        .expect("a valid declaration");
        self.current()
    }

    /// The current English declaration.
    #[must_use]
    pub fn current(&self) -> DeclarationText {
        run(self.reader().current_declaration("en"))
            .expect("anyone may read it")
            .expect("one is published")
    }

    /// The provider accepts the current English declaration.
    pub fn accept(&self, provider: ProviderId) -> Acceptance {
        let sha256 = self.current().sha256;
        run(self
            .client(provider)
            .accept_declaration(&AcceptDeclarationArgs { sha256 }))
        .expect("the current text can be accepted")
    }

    /// Registers provider `number`, who accepts the declaration (1.0.0 if there is none), and
    /// adds operator `number` at data centre `dc<number>`.
    pub fn onboard(&self, number: u32) -> (ProviderId, OperatorId) {
        let provider = self.register(number);
        if run(self.reader().current_declaration("en"))
            .expect("anyone may read it")
            .is_none()
        {
            self.publish(args::version(1, 0, 0));
        }
        self.accept(provider);
        let dc_id = format!("dc{number}");
        let operator = actors::operator(number);
        let governance = self.governance();
        run(governance.add_data_center(&args::data_center(&dc_id))).expect("a valid data centre");
        run(governance.add_node_operator(&args::node_operator(operator, provider, &dc_id)))
            .expect("a valid operator");
        (provider, operator)
    }

    /// Has an import approved and brings all its pages.
    pub fn import(&self, source: &str, version: &str, rows: Vec<ImportRow>) -> ImportJob {
        self.import_job(&Job::new(source, version, rows))
    }

    /// Has an import approved and brings all its pages.
    pub fn import_job(&self, job: &Job) -> ImportJob {
        let plan = job.plan();
        let import_id =
            run(self.governance().begin_import(&plan.begin_args())).expect("a valid import");
        let carrier = self.reader();
        for (page, rows) in (0..).zip(plan.pages) {
            let args = ImportPageArgs {
                import_id,
                source_hash: plan.source_hash,
                page,
                rows: ByteBuf::from(rows),
            };
            run(carrier.import_page(&args)).unwrap_or_else(|error| panic!("page {page}: {error}"));
        }
        run(carrier.import(import_id))
            .expect("anyone may read it")
            .expect("it was begun")
    }
}

/// Who calls.
#[derive(Clone, Copy, Debug)]
pub struct Actor(pub(crate) Principal);

impl From<Principal> for Actor {
    fn from(principal: Principal) -> Self {
        Self(principal)
    }
}

impl From<ProviderId> for Actor {
    fn from(id: ProviderId) -> Self {
        Self(id.0)
    }
}

impl From<OperatorId> for Actor {
    fn from(id: OperatorId) -> Self {
        Self(id.0)
    }
}

impl From<AuditorId> for Actor {
    fn from(id: AuditorId) -> Self {
        Self(id.0)
    }
}

/// The registry's own error of a refused call.
pub fn refusal<T: Debug>(result: Result<T, ClientError>) -> RegistryError {
    match result {
        Err(ClientError::Registry(error)) => error,
        other => panic!("expected a refusal by the registry, got {other:?}"),
    }
}

/// The text of a rejected call.
pub fn reject<T: Debug>(result: Result<T, ClientError>) -> String {
    match result {
        Err(ClientError::Runtime(RuntimeError::Rejected { message, .. })) => message,
        other => panic!("expected a reject, got {other:?}"),
    }
}

/// The text with which a governed method rejects: the error's name, then its words.
#[must_use]
pub fn reject_text(error: &RegistryError) -> String {
    let debug = format!("{error:?}");
    let name = debug.split([' ', '{']).next().unwrap_or_default();
    format!("{name}: {error}")
}

/// Lets rounds pass until a canister may be installed again: the network limits how much
/// code a canister installs in a time, compilation included.
pub fn rest(pic: &PocketIc) {
    for _ in 0..100 {
        pic.tick();
    }
}
