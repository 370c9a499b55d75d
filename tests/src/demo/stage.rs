//! Where the story is told: an engine, a directory, and the `bonafide` command.

use super::clock::{Clock, ago};
use super::people::Person;
use super::{Context, Failure, Options};
use bonafide_client::{GovernanceClient, PocketIcRuntime, RegistryClient};
use bonafide_test_support::canisters;
use bonafide_test_support::engine::Engine;
use candid::Principal;
use pocket_ic::PocketIc;
use pocket_ic::common::rest::InstanceHttpGatewayConfig;
use serde_json::Value;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;

/// How many days before the present the story begins.
const BEGINNING_DAYS_AGO: u64 = 73;
/// What the story reads, beside the canister.
const FILES: [&str; 3] = [
    "declaration-1.0.0.en.txt",
    "declaration-2.0.0.en.txt",
    "network-2025-10-31.facts",
];

/// A network and what is needed to act on it.
pub struct Stage {
    // In the order in which they end: clock, instance, engine.
    clock: Clock,
    pub(super) pic: PocketIc,
    _engine: Arc<Engine>,
    directory: TempDir,
    bonafide: PathBuf,
    /// Where the network is served.
    pub(super) url: String,
    registry: Option<Principal>,
    governance: Option<Principal>,
    rewards: Option<Principal>,
}

impl std::fmt::Debug for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stage")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// What a command printed and how it ended.
pub(super) struct Ran {
    pub(super) status: Option<i32>,
    pub(super) out: String,
    pub(super) err: String,
}

impl Stage {
    pub(super) fn set(engine: Arc<Engine>, options: &Options) -> Result<Self, Failure> {
        let bonafide = env::var_os("BONAFIDE_BIN")
            .map(PathBuf::from)
            .or_else(|| Some(env::current_exe().ok()?.with_file_name("bonafide")))
            .filter(|path| path.is_file())
            .when("the bonafide command (BONAFIDE_BIN says where it is)")?;
        let directory = TempDir::new().when("a directory for the story")?;
        for name in FILES {
            fs::write(directory.path().join(name), canisters::fixture(name)).when(name)?;
        }
        let modules = directory.path().join("target/canisters");
        fs::create_dir_all(&modules).when("a directory for the canisters")?;
        for (name, module) in [
            ("registry.wasm.gz", canisters::registry()),
            ("governance.wasm.gz", canisters::governance()),
            ("identity.wasm.gz", canisters::identity()),
            ("audits.wasm.gz", canisters::audits()),
            ("rewards.wasm.gz", canisters::rewards()),
        ] {
            fs::write(modules.join(name), module).when(name)?;
        }

        let gateway = InstanceHttpGatewayConfig {
            ip_addr: None,
            port: options.port,
            domains: None,
            https_config: None,
            domain_custom_provider_local_file: None,
        };
        let pic = engine
            .builder()
            .with_nns_subnet()
            .with_application_subnet()
            .with_test_threshold_keys_subnet()
            .with_initial_time(ago(BEGINNING_DAYS_AGO))
            .with_http_gateway(gateway)
            .build();
        let url = pic.url().when("the network's gateway")?.to_string();
        let driven =
            PocketIc::new_from_existing_instance(pic.get_server_url(), pic.instance_id(), None);
        Ok(Self {
            clock: Clock::start(driven, BEGINNING_DAYS_AGO),
            pic,
            _engine: engine,
            directory,
            bonafide,
            url: url.trim_end_matches('/').into(),
            registry: None,
            governance: None,
            rewards: None,
        })
    }

    /// The directory in which commands run.
    pub(super) fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// Says which canisters registry, governance and rewards are.
    pub(super) fn set_canisters(
        &mut self,
        registry: Principal,
        governance: Principal,
        rewards: Principal,
    ) {
        self.registry = Some(registry);
        self.governance = Some(governance);
        self.rewards = Some(rewards);
    }

    /// The rewards canister, once it is deployed.
    pub(super) fn rewards(&self) -> Result<Principal, Failure> {
        self.rewards.when("the rewards canister")
    }

    /// Governance, once it is deployed.
    pub(super) fn governance(&self) -> Result<Principal, Failure> {
        self.governance.when("governance")
    }

    /// Reads governance as a stranger.
    pub(super) fn governance_reader(
        &self,
    ) -> Result<GovernanceClient<PocketIcRuntime<'_>>, Failure> {
        let runtime = PocketIcRuntime::new(&self.pic, Principal::anonymous());
        Ok(GovernanceClient::new(runtime, self.governance()?))
    }

    /// The registry, once it is deployed.
    pub(super) fn registry(&self) -> Result<Principal, Failure> {
        self.registry.when("the registry")
    }

    /// Reads the registry as a stranger.
    pub(super) fn reader(&self) -> Result<RegistryClient<PocketIcRuntime<'_>>, Failure> {
        let runtime = PocketIcRuntime::new(&self.pic, Principal::anonymous());
        Ok(RegistryClient::new(runtime, self.registry()?))
    }

    /// Lets days pass.
    pub(super) fn pass_days(&self, days: u64) -> Result<(), Failure> {
        self.clock.pass_days(&self.pic, days)
    }

    /// Runs `bonafide`, shows the command and what it printed.
    pub(super) fn show(&self, who: Option<&Person>, args: &[&str]) -> Result<(), Failure> {
        let ran = self.run(who, args, true)?;
        print_indented(&ran.err);
        print_indented(&ran.out);
        ran.succeeded(args)
    }

    /// Runs `bonafide --json` and answers what it printed, without showing it.
    pub(super) fn ask(&self, who: Option<&Person>, args: &[&str]) -> Result<Value, Failure> {
        let args = [&["--json"], args].concat();
        let ran = self.run(who, &args, false)?;
        ran.succeeded(&args)?;
        serde_json::from_str(&ran.out).when("what bonafide printed is no JSON")
    }

    /// Runs `bonafide` and answers what became of it.
    pub(super) fn run(
        &self,
        who: Option<&Person>,
        args: &[&str],
        shown: bool,
    ) -> Result<Ran, Failure> {
        let mut all: Vec<String> = Vec::new();
        if let Some(person) = who {
            all.extend(["--identity".into(), person.pem.into()]);
        }
        let behind = self.clock.behind_days();
        if behind > 0 {
            all.push(format!("--clock-offset=-{behind}d"));
        }
        all.extend(args.iter().map(|arg| (*arg).to_owned()));
        if shown {
            let quoted: Vec<_> = all.iter().map(|arg| quoted(arg)).collect();
            println!("   $ bonafide {}", quoted.join(" "));
        }
        let output = Command::new(&self.bonafide)
            .args(&all)
            .current_dir(self.directory())
            .env("BONAFIDE_NETWORK", &self.url)
            .env_remove("BONAFIDE_REGISTRY")
            .env_remove("BONAFIDE_GOVERNANCE")
            .env_remove("BONAFIDE_IDENTITY")
            .env_remove("BONAFIDE_IDENTITY_CANISTER")
            .env_remove("BONAFIDE_AUDITS_CANISTER")
            .env_remove("BONAFIDE_REWARDS_CANISTER")
            .output()
            .when("bonafide does not start")?;
        Ok(Ran {
            status: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }

    /// Brings the network into the present, where it runs by itself.
    pub(super) fn go_live(&mut self) -> Result<(), Failure> {
        let behind = self.clock.behind_days();
        self.pass_days(behind)?;
        self.clock.stop();
        self.pic.auto_progress();
        Ok(())
    }
}

impl Ran {
    fn succeeded(&self, args: &[&str]) -> Result<(), Failure> {
        if self.status == Some(0) {
            return Ok(());
        }
        let err = self.err.trim();
        Err(Failure(format!(
            "bonafide {} ended with {:?}: {err}",
            args.join(" "),
            self.status
        )))
    }
}

/// Prints what a command printed.
pub(super) fn print_indented(text: &str) {
    for line in text.trim_end().lines() {
        println!("     {line}");
    }
}

/// An argument as a shell takes it.
fn quoted(arg: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:".contains(c);
    if !arg.is_empty() && arg.chars().all(plain) {
        arg.into()
    } else {
        format!("'{}'", arg.replace('\'', r"'\''"))
    }
}
