//! Installing, reinstalling and upgrading code. What fails leaves code and state as they were.

use candid::{CandidType, Principal};
use ic_management_canister_types::{
    CanisterInstallMode, ChangeDetails, ChangeOrigin, CodeDeploymentMode, CodeDeploymentRecord,
    UpgradeFlags, WasmMemoryPersistence,
};
use pocket_ic::ErrorCode;
use serde::Deserialize;

use super::{change_origin, decode, encode};
use crate::engine::canister::{Answer, Code, LowMemoryHook, Request};
use crate::engine::cycles;
use crate::engine::environment::INSTALL_INSTRUCTIONS;
use crate::engine::instance::Instance;
use crate::engine::reject::Rejection;
use crate::execution::{Entry, Env, Outcome, Process, StableMemory};

/// `install_code` with the module as bytes, which decode much faster than a vector of numbers.
#[derive(CandidType, Deserialize)]
struct InstallCodeArgs {
    mode: CanisterInstallMode,
    canister_id: Principal,
    #[serde(with = "serde_bytes")]
    wasm_module: Vec<u8>,
    #[serde(with = "serde_bytes")]
    arg: Vec<u8>,
    sender_canister_version: Option<u64>,
}

/// Code to put into a canister.
pub(super) struct Installation<'a> {
    pub(super) canister: Principal,
    pub(super) mode: CanisterInstallMode,
    pub(super) wasm: &'a [u8],
    pub(super) arg: &'a [u8],
    /// A controller; `msg_caller` in the hooks.
    pub(super) sender: Principal,
    pub(super) origin: ChangeOrigin,
}

impl Instance {
    pub(super) fn install_code(&mut self, request: &Request, instructions: &mut u64) -> Answer {
        let (args,): (InstallCodeArgs,) = decode(&request.arg)?;
        self.controlled(args.canister_id, request.caller)?;
        self.install(
            Installation {
                canister: args.canister_id,
                mode: args.mode,
                wasm: &args.wasm_module,
                arg: &args.arg,
                sender: request.caller,
                origin: change_origin(request, args.sender_canister_version),
            },
            instructions,
        )
    }

    pub(super) fn install(&mut self, job: Installation<'_>, instructions: &mut u64) -> Answer {
        let id = job.canister;
        self.check_mode(id, job.mode)?;
        self.afford(id, INSTALL_INSTRUCTIONS)?;
        let module = self.executor.compile(job.wasm).map_err(|error| {
            Rejection::in_canister(
                ErrorCode::CanisterInvalidWasm,
                id,
                &format!("Canister's Wasm module is not valid: {error}"),
            )
        })?;
        let module_hash = module.hash.to_vec();
        let limit = self.limit(id, INSTALL_INSTRUCTIONS);
        let mut env = self.env(id);
        env.caller = job.sender;
        env.cycles_available = 0;
        let used_before = *instructions;
        let result = match job.mode {
            CanisterInstallMode::Install | CanisterInstallMode::Reinstall => {
                let process = Process::new(module, StableMemory::default());
                env.global_timer_ns = 0;
                let entry = Entry::Init { arg: job.arg };
                start(process, entry, env, limit, instructions)
            }
            CanisterInstallMode::Upgrade(flags) => {
                let skip = flags.and_then(|flags| flags.skip_pre_upgrade) == Some(true);
                match self.pre_upgrade(id, skip, &env, limit, instructions) {
                    Err(rejection) => Err(rejection),
                    Ok(stable) => {
                        let process = Process::new(module, stable);
                        env.global_timer_ns = 0;
                        let rest = limit - (*instructions - used_before).min(limit);
                        let entry = Entry::PostUpgrade { arg: job.arg };
                        start(process, entry, env, rest, instructions)
                    }
                }
            }
        };
        let used = *instructions - used_before;
        let costs = self.existing(id).map(|c| cycles::costs(self.subnet(c)))?;
        let time_ns = self.time_ns;
        let canister = self.existing_mut(id)?;
        cycles::charge(canister, costs.execution(used));
        let (process, outcome) = match result {
            Ok(started) => started,
            Err((logs, rejection)) => {
                canister.log(logs);
                if let Some(code) = &mut canister.code {
                    code.process.rollback();
                }
                return Err(rejection);
            }
        };
        canister.code = Some(Code {
            process,
            wasm_bytes: u64::try_from(job.wasm.len()).unwrap_or(u64::MAX),
        });
        let mode = match job.mode {
            CanisterInstallMode::Install => CodeDeploymentMode::Install,
            CanisterInstallMode::Reinstall => CodeDeploymentMode::Reinstall,
            CanisterInstallMode::Upgrade(_) => CodeDeploymentMode::Upgrade,
        };
        if mode != CodeDeploymentMode::Upgrade {
            canister.certified_data.clear();
        }
        canister.version += 1;
        canister.low_memory = LowMemoryHook::Armed;
        canister.global_timer_ns = outcome.global_timer_ns.unwrap_or(0);
        if let Some(data) = outcome.certified_data {
            canister.certified_data = data;
        }
        cycles::charge(canister, outcome.cycles_burned);
        canister.log(outcome.logs);
        canister.record(
            time_ns,
            job.origin,
            ChangeDetails::CodeDeployment(CodeDeploymentRecord { mode, module_hash }),
        );
        encode(())
    }

    fn check_mode(&self, id: Principal, mode: CanisterInstallMode) -> Result<(), Rejection> {
        let installed = self.existing(id)?.code.is_some();
        match mode {
            CanisterInstallMode::Install if installed => Err(Rejection::new(
                ErrorCode::CanisterAlreadyInstalled,
                format!(
                    "Canister {id} cannot be installed because the canister is not empty. \
                     Try installing with mode='reinstall' instead."
                ),
            )),
            CanisterInstallMode::Upgrade(_) if !installed => Err(Rejection::no_wasm_module(id)),
            CanisterInstallMode::Upgrade(Some(UpgradeFlags {
                wasm_memory_persistence: Some(WasmMemoryPersistence::Keep),
                ..
            })) => Err(Rejection::not_emulated("wasm_memory_persistence = keep")),
            CanisterInstallMode::Install
            | CanisterInstallMode::Reinstall
            | CanisterInstallMode::Upgrade(_) => Ok(()),
        }
    }

    /// The stable memory that an upgrade starts from: as `canister_pre_upgrade` leaves it. The running
    /// code keeps what it had, should the upgrade fail.
    fn pre_upgrade(
        &mut self,
        id: Principal,
        skip: bool,
        env: &Env,
        limit: u64,
        instructions: &mut u64,
    ) -> Result<StableMemory, Failure> {
        if !skip {
            let outcome = self
                .run(id, Entry::PreUpgrade, env.clone(), limit)
                .map_err(|rejection| (Vec::new(), rejection))?;
            *instructions += outcome.instructions;
            if let Err(trap) = outcome.result {
                return Err((outcome.logs, Rejection::trap(trap)));
            }
            if let Ok(canister) = self.existing_mut(id) {
                canister.log(outcome.logs);
            }
        }
        let canister = self.existing_mut(id).map_err(|r| (Vec::new(), r))?;
        let code = canister.code.as_mut();
        let stable = code.map(|code| {
            let stable = code.process.stable().clone();
            code.process.rollback();
            stable
        });
        stable.ok_or_else(|| (Vec::new(), Rejection::no_wasm_module(id)))
    }
}

/// A failed hook: what it logged, and why it failed.
type Failure = (Vec<crate::execution::LogLine>, Rejection);

/// Runs the first entry point of new code.
fn start(
    mut process: Process,
    entry: Entry<'_>,
    env: Env,
    limit: u64,
    instructions: &mut u64,
) -> Result<(Process, Outcome), Failure> {
    let mut outcome = process.run(entry, env, limit);
    *instructions += outcome.instructions;
    if let Err(trap) = outcome.result {
        return Err((outcome.logs, Rejection::trap(trap)));
    }
    outcome.result = Ok(());
    process.commit();
    Ok((process, outcome))
}
