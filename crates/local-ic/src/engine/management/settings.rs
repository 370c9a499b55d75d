//! A canister's settings, validated.

use std::collections::BTreeMap;
use std::sync::Arc;

use candid::{Nat, Principal};
use ic_management_canister_types::{
    CanisterSettings, ChangeDetails, ControllersChangeRecord, DefiniteCanisterSettings,
    EnvironmentVariable, LogVisibility, SnapshotVisibility, StatusVisibility, UpdateSettingsArgs,
};
use pocket_ic::ErrorCode;
use sha2::{Digest, Sha256};

use super::{change_origin, decode, encode};
use crate::engine::canister::{Answer, Request};
use crate::engine::instance::Instance;
use crate::engine::reject::Rejection;

const MAX_CONTROLLERS: usize = 10;
const MAX_VIEWERS: usize = 10;
const MAX_COMPUTE_ALLOCATION: u64 = 100;
/// 256 TiB.
const MAX_MEMORY: u64 = 1 << 48;
const MAX_LOG_MEMORY: u64 = 2 << 20;
const MAX_ENVIRONMENT_VARIABLES: usize = 20;
/// Of a name, and of a value.
const MAX_ENVIRONMENT_BYTES: usize = 128;

/// What a canister is set to. Fields as in the interface specification.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Settings {
    /// Ascending, no two alike.
    pub(in crate::engine) controllers: Arc<[Principal]>,
    /// Percent.
    pub(in crate::engine) compute_allocation: u64,
    /// Bytes; 0 is best effort.
    pub(in crate::engine) memory_allocation: u64,
    /// Seconds.
    pub(in crate::engine) freezing_threshold: u64,
    pub(in crate::engine) reserved_cycles_limit: u128,
    /// Cycles that a call from another canister must bring.
    pub(in crate::engine) minimum_incoming_cycles: u128,
    pub(in crate::engine) log_visibility: LogVisibility,
    /// Bytes.
    pub(in crate::engine) log_memory_limit: u64,
    pub(in crate::engine) snapshot_visibility: SnapshotVisibility,
    pub(in crate::engine) status_visibility: StatusVisibility,
    /// Bytes; 0 is none.
    pub(in crate::engine) wasm_memory_limit: u64,
    /// Bytes.
    pub(in crate::engine) wasm_memory_threshold: u64,
    pub(in crate::engine) environment: Arc<BTreeMap<String, String>>,
}

impl Settings {
    /// Defaults, with one controller.
    pub(in crate::engine) fn new(controller: Principal) -> Self {
        Self {
            controllers: Arc::from([controller]),
            compute_allocation: 0,
            memory_allocation: 0,
            freezing_threshold: 30 * 24 * 60 * 60,
            reserved_cycles_limit: 5_000_000_000_000,
            minimum_incoming_cycles: 0,
            log_visibility: LogVisibility::Controllers,
            log_memory_limit: 4096,
            snapshot_visibility: SnapshotVisibility::Controllers,
            status_visibility: StatusVisibility::Controllers,
            wasm_memory_limit: 3 << 30,
            wasm_memory_threshold: 0,
            environment: Arc::default(),
        }
    }

    /// These settings with those changes that are asked for; all of them are valid, or none applies.
    pub(in crate::engine) fn with(&self, changes: CanisterSettings) -> Result<Self, Rejection> {
        let CanisterSettings {
            controllers,
            compute_allocation,
            memory_allocation,
            freezing_threshold,
            reserved_cycles_limit,
            minimum_incoming_canister_call_cycles,
            log_visibility,
            log_memory_limit,
            snapshot_visibility,
            status_visibility,
            wasm_memory_limit,
            wasm_memory_threshold,
            environment_variables,
        } = changes;
        let mut next = self.clone();
        if let Some(mut controllers) = controllers {
            at_most("controllers", controllers.len(), MAX_CONTROLLERS)?;
            controllers.sort();
            controllers.dedup();
            next.controllers = controllers.into();
        }
        if let Some(value) = compute_allocation {
            next.compute_allocation = bounded("ComputeAllocation", &value, MAX_COMPUTE_ALLOCATION)?;
        }
        if let Some(value) = memory_allocation {
            next.memory_allocation = bounded("MemoryAllocation", &value, MAX_MEMORY)?;
        }
        if let Some(value) = freezing_threshold {
            next.freezing_threshold = bounded("freezing_threshold", &value, u64::MAX)?;
        }
        if let Some(value) = reserved_cycles_limit {
            next.reserved_cycles_limit = cycles("reserved_cycles_limit", &value)?;
        }
        if let Some(value) = minimum_incoming_canister_call_cycles {
            let name = "minimum_incoming_canister_call_cycles";
            next.minimum_incoming_cycles = cycles(name, &value)?;
        }
        if let Some(visibility) = log_visibility {
            if let LogVisibility::AllowedViewers(viewers) = &visibility {
                at_most("allowed log viewers", viewers.len(), MAX_VIEWERS)?;
            }
            next.log_visibility = visibility;
        }
        if let Some(value) = log_memory_limit {
            next.log_memory_limit = bounded("log_memory_limit", &value, MAX_LOG_MEMORY)?;
        }
        if let Some(visibility) = snapshot_visibility {
            if let SnapshotVisibility::AllowedViewers(viewers) = &visibility {
                at_most("allowed snapshot viewers", viewers.len(), MAX_VIEWERS)?;
            }
            next.snapshot_visibility = visibility;
        }
        if let Some(visibility) = status_visibility {
            if let StatusVisibility::AllowedViewers(viewers) = &visibility {
                at_most("allowed status viewers", viewers.len(), MAX_VIEWERS)?;
            }
            next.status_visibility = visibility;
        }
        if let Some(value) = wasm_memory_limit {
            next.wasm_memory_limit = bounded("wasm_memory_limit", &value, MAX_MEMORY)?;
        }
        if let Some(value) = wasm_memory_threshold {
            next.wasm_memory_threshold = bounded("wasm_memory_threshold", &value, u64::MAX)?;
        }
        if let Some(variables) = environment_variables {
            next.environment = Arc::new(environment(variables)?);
        }
        Ok(next)
    }

    pub(super) fn definite(&self) -> DefiniteCanisterSettings {
        DefiniteCanisterSettings {
            controllers: self.controllers.to_vec(),
            compute_allocation: self.compute_allocation.into(),
            memory_allocation: self.memory_allocation.into(),
            freezing_threshold: self.freezing_threshold.into(),
            reserved_cycles_limit: self.reserved_cycles_limit.into(),
            minimum_incoming_canister_call_cycles: self.minimum_incoming_cycles.into(),
            log_visibility: self.log_visibility.clone(),
            log_memory_limit: self.log_memory_limit.into(),
            snapshot_visibility: self.snapshot_visibility.clone(),
            status_visibility: self.status_visibility.clone(),
            wasm_memory_limit: self.wasm_memory_limit.into(),
            wasm_memory_threshold: self.wasm_memory_threshold.into(),
            environment_variables: self
                .environment
                .iter()
                .map(|(name, value)| EnvironmentVariable {
                    name: name.clone(),
                    value: value.clone(),
                })
                .collect(),
        }
    }

    /// Identifies the environment in a canister's history.
    pub(super) fn environment_hash(&self) -> Vec<u8> {
        let mut hash = Sha256::new();
        for (name, value) in &*self.environment {
            hash.update(Sha256::digest(name));
            hash.update(Sha256::digest(value));
        }
        hash.finalize().to_vec()
    }
}

impl Instance {
    pub(super) fn update_settings(&mut self, request: &Request) -> Answer {
        let (args,): (UpdateSettingsArgs,) = decode(&request.arg)?;
        let time_ns = self.time_ns;
        let canister = self.controlled(args.canister_id, request.caller)?;
        let settings = canister.settings.with(args.settings)?;
        let new_controllers = settings.controllers != canister.settings.controllers;
        canister.settings = settings;
        canister.version += 1;
        if new_controllers {
            let controllers = canister.settings.controllers.to_vec();
            canister.record(
                time_ns,
                change_origin(request, args.sender_canister_version),
                ChangeDetails::ControllersChange(ControllersChangeRecord { controllers }),
            );
        }
        encode(())
    }
}

fn environment(variables: Vec<EnvironmentVariable>) -> Result<BTreeMap<String, String>, Rejection> {
    at_most(
        "environment variables",
        variables.len(),
        MAX_ENVIRONMENT_VARIABLES,
    )?;
    let mut map = BTreeMap::new();
    for EnvironmentVariable { name, value } in variables {
        at_most(
            "bytes of a variable's name",
            name.len(),
            MAX_ENVIRONMENT_BYTES,
        )?;
        at_most(
            "bytes of a variable's value",
            value.len(),
            MAX_ENVIRONMENT_BYTES,
        )?;
        if map.insert(name, value).is_some() {
            return Err(invalid("duplicate environment variables"));
        }
    }
    Ok(map)
}

fn at_most(what: &str, found: usize, limit: usize) -> Result<(), Rejection> {
    if found > limit {
        return Err(invalid(&format!("{found} {what}, at most {limit} allowed")));
    }
    Ok(())
}

fn bounded(what: &str, value: &Nat, limit: u64) -> Result<u64, Rejection> {
    u64::try_from(&value.0)
        .ok()
        .filter(|value| *value <= limit)
        .ok_or_else(|| out_of_range(what, limit.into()))
}

fn cycles(what: &str, value: &Nat) -> Result<u128, Rejection> {
    u128::try_from(&value.0).map_err(|_| out_of_range(what, u128::MAX))
}

fn out_of_range(what: &str, limit: u128) -> Rejection {
    Rejection::new(
        ErrorCode::CanisterContractViolation,
        format!("{what} expected to be in the range of [0..{limit}]"),
    )
}

fn invalid(reason: &str) -> Rejection {
    Rejection::new(ErrorCode::InvalidManagementPayload, reason)
}
