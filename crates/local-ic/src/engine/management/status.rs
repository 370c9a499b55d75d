//! What can be read about canisters.

use candid::Principal;
use ic_management_canister_types::{
    CanisterIdRecord, CanisterInfoArgs, CanisterInfoResult, CanisterLogRecord,
    CanisterMetadataArgs, CanisterMetadataResult, CanisterStatusResult, CanisterStatusType,
    FetchCanisterLogsArgs, FetchCanisterLogsResult, LogVisibility, MemoryMetrics,
    NodeMetricsHistoryArgs, QueryStats, StatusVisibility,
};
use pocket_ic::ErrorCode;

use super::snapshots::Stored;
use super::{check_controller, check_owner, decode, encode};
use crate::engine::canister::{Answer, Canister, Code, Status};
use crate::engine::cycles::{self, SECONDS_PER_DAY};
use crate::engine::instance::Instance;
use crate::engine::reject::Rejection;

/// Fails unless the status of the canister is open to `sender`.
pub(super) fn check_viewer(canister: &Canister, sender: Principal) -> Result<(), Rejection> {
    let open = match &canister.settings.status_visibility {
        StatusVisibility::Public => true,
        StatusVisibility::Controllers => false,
        StatusVisibility::AllowedViewers(viewers) => viewers.contains(&sender),
    };
    if open {
        return Ok(());
    }
    check_owner(canister, sender)
}

impl Instance {
    pub(super) fn canister_status(&self, sender: Principal, arg: &[u8]) -> Answer {
        let (args,): (CanisterIdRecord,) = decode(arg)?;
        let canister = self.existing(args.canister_id)?;
        check_viewer(canister, sender)?;
        let day_ns = SECONDS_PER_DAY * 1_000_000_000;
        let burned = cycles::idle_cycles(canister, self.subnet(canister), day_ns);
        encode((CanisterStatusResult {
            status: match canister.status {
                Status::Running => CanisterStatusType::Running,
                Status::Stopping(_) => CanisterStatusType::Stopping,
                Status::Stopped => CanisterStatusType::Stopped,
            },
            ready_for_migration: matches!(canister.status, Status::Stopped)
                && canister.inbox.is_empty(),
            version: canister.version,
            settings: canister.settings.definite(),
            module_hash: module_hash(canister),
            memory_size: canister.memory_bytes().into(),
            memory_metrics: memory_metrics(canister),
            cycles: canister.balance.into(),
            reserved_cycles: 0_u8.into(),
            idle_cycles_burned_per_day: burned.into(),
            query_stats: QueryStats {
                num_calls_total: 0_u8.into(),
                num_instructions_total: 0_u8.into(),
                request_payload_bytes_total: 0_u8.into(),
                response_payload_bytes_total: 0_u8.into(),
            },
        },))
    }

    pub(super) fn canister_info(&self, arg: &[u8]) -> Answer {
        let (args,): (CanisterInfoArgs,) = decode(arg)?;
        let canister = self.existing(args.canister_id)?;
        let wanted = args
            .num_requested_changes
            .map_or(0, |n| usize::try_from(n).unwrap_or(usize::MAX));
        let skipped = canister.history.len().saturating_sub(wanted);
        encode((CanisterInfoResult {
            total_num_changes: canister.history_total,
            recent_changes: canister.history.iter().skip(skipped).cloned().collect(),
            module_hash: module_hash(canister),
            controllers: canister.settings.controllers.to_vec(),
        },))
    }

    pub(super) fn node_metrics_history(&self, arg: &[u8]) -> Answer {
        let (args,): (NodeMetricsHistoryArgs,) = decode(arg)?;
        let history = self
            .network
            .position_of(args.subnet_id)
            .and_then(|position| self.blocks.get(position))
            .ok_or_else(|| {
                Rejection::new(
                    ErrorCode::SubnetNotFound,
                    format!("Subnet {} does not exist", args.subnet_id),
                )
            })?;
        encode((history.since(args.start_at_timestamp_nanos),))
    }

    pub(super) fn canister_metadata(&self, sender: Principal, arg: &[u8]) -> Answer {
        let (args,): (CanisterMetadataArgs,) = decode(arg)?;
        let canister = self.existing(args.canister_id)?;
        let code = canister
            .code
            .as_ref()
            .ok_or_else(|| Rejection::no_wasm_module(canister.id))?;
        let metadata = code.module().metadata().get(&args.name).ok_or_else(|| {
            Rejection::new(
                ErrorCode::CanisterRejectedMessage,
                format!(
                    "Canister {} has no metadata section '{}'.",
                    canister.id, args.name
                ),
            )
        })?;
        if !metadata.public {
            check_controller(canister, sender)?;
        }
        encode((CanisterMetadataResult {
            value: metadata.content.clone(),
        },))
    }

    pub(super) fn fetch_canister_logs(&self, sender: Principal, arg: &[u8]) -> Answer {
        let (args,): (FetchCanisterLogsArgs,) = decode(arg)?;
        if args.filter.is_some() {
            return Err(Rejection::not_emulated("fetch_canister_logs with a filter"));
        }
        let canister = self.existing(args.canister_id)?;
        let allowed = match &canister.settings.log_visibility {
            LogVisibility::Public => true,
            LogVisibility::Controllers => canister.is_controller(sender),
            LogVisibility::AllowedViewers(viewers) => {
                viewers.contains(&sender) || canister.is_controller(sender)
            }
        };
        if !allowed {
            return Err(Rejection::new(
                ErrorCode::CanisterRejectedMessage,
                format!("Caller {sender} is not allowed to access canister logs"),
            ));
        }
        let canister_log_records = canister
            .logs
            .iter()
            .map(|record| CanisterLogRecord {
                idx: record.index,
                timestamp_nanos: record.line.time_ns,
                content: record.line.content.clone(),
            })
            .collect();
        encode((FetchCanisterLogsResult {
            canister_log_records,
        },))
    }
}

fn module_hash(canister: &Canister) -> Option<Vec<u8>> {
    canister
        .code
        .as_ref()
        .map(|code| code.module().hash.to_vec())
}

fn memory_metrics(canister: &Canister) -> MemoryMetrics {
    let of = |bytes: fn(&Code) -> u64| canister.code.as_ref().map_or(0, bytes);
    MemoryMetrics {
        wasm_memory_size: of(|code| code.process.heap_bytes()).into(),
        stable_memory_size: of(|code| code.process.stable_bytes()).into(),
        global_memory_size: 0_u8.into(),
        wasm_binary_size: of(|code| code.wasm_bytes).into(),
        custom_sections_size: of(|code| {
            let sections = code.module().metadata().values();
            let bytes: usize = sections.map(|section| section.content.len()).sum();
            u64::try_from(bytes).unwrap_or(u64::MAX)
        })
        .into(),
        canister_history_size: 0_u8.into(),
        wasm_chunk_store_size: chunk_store_bytes(canister).into(),
        snapshots_size: canister
            .snapshots
            .values()
            .map(Stored::total_bytes)
            .sum::<u64>()
            .into(),
        log_memory_store_size: canister.log_bytes().into(),
    }
}

fn chunk_store_bytes(canister: &Canister) -> u64 {
    // Each chunk takes the room of the largest.
    u64::try_from(canister.chunks.len()).unwrap_or(u64::MAX) * (1 << 20)
}
