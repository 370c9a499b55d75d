//! Snapshots: a canister's code and memory, to go back to.

use std::collections::BTreeMap;

use candid::{Principal, Reserved};
use ic_management_canister_types::{
    ChangeDetails, DeleteCanisterSnapshotArgs, ListCanisterSnapshotsArgs, LoadCanisterSnapshotArgs,
    LoadSnapshotRecord, Snapshot, SnapshotSource, SnapshotVisibility, TakeCanisterSnapshotArgs,
};
use pocket_ic::ErrorCode;

use super::{change_origin, check_controller, decode, encode};
use crate::engine::canister::{Answer, Canister, Code, LowMemoryHook, Request};
use crate::engine::instance::Instance;
use crate::engine::reject::Rejection;
use crate::execution::Process;

const MAX_SNAPSHOTS: usize = 10;

/// A canister as it was.
#[derive(Debug)]
pub(in crate::engine) struct Stored {
    process: Process,
    wasm_bytes: u64,
    certified_data: Vec<u8>,
    chunks: BTreeMap<[u8; 32], Vec<u8>>,
    canister_version: u64,
    taken_at_ns: u64,
    total_bytes: u64,
}

impl Stored {
    fn describe(&self, id: &[u8]) -> Snapshot {
        Snapshot {
            id: id.to_vec(),
            taken_at_timestamp: self.taken_at_ns,
            total_size: self.total_bytes,
        }
    }

    pub(in crate::engine) fn total_bytes(&self) -> u64 {
        self.total_bytes
    }
}

impl Instance {
    pub(super) fn take_snapshot(&mut self, request: &Request) -> Answer {
        let (args,): (TakeCanisterSnapshotArgs,) = decode(&request.arg)?;
        let id = args.canister_id;
        let taken_at_ns = self.time_ns;
        let canister = self.controlled(id, request.caller)?;
        if let Some(replaced) = &args.replace_snapshot {
            find(canister, replaced)?;
        }
        let others = canister.snapshots.len() - usize::from(args.replace_snapshot.is_some());
        if others >= MAX_SNAPSHOTS {
            return Err(Rejection::new(
                ErrorCode::CanisterRejectedMessage,
                format!(
                    "Canister {id} has reached the maximum number of snapshots allowed: {MAX_SNAPSHOTS}."
                ),
            ));
        }
        let code = canister
            .code
            .as_ref()
            .ok_or_else(|| Rejection::no_wasm_module(id))?;
        let stored = Stored {
            process: code.process.fork(),
            wasm_bytes: code.wasm_bytes,
            certified_data: canister.certified_data.clone(),
            chunks: canister.chunks.clone(),
            canister_version: canister.version,
            taken_at_ns,
            total_bytes: canister.state_bytes(),
        };
        if let Some(replaced) = &args.replace_snapshot {
            canister.snapshots.remove(replaced);
        }
        // The canister's id, and a number of its own.
        let mut snapshot_id = id.as_slice().to_vec();
        snapshot_id.extend_from_slice(&canister.fresh_id().to_be_bytes());
        let described = stored.describe(&snapshot_id);
        canister.snapshots.insert(snapshot_id, stored);
        if args.uninstall_code == Some(true) {
            let origin = change_origin(request, args.sender_canister_version);
            self.uninstall(id, "Canister has been uninstalled.");
            let canister = self.existing_mut(id)?;
            canister.record(taken_at_ns, origin, ChangeDetails::CodeUninstall);
        }
        encode((described,))
    }

    pub(super) fn load_snapshot(&mut self, request: &Request) -> Answer {
        let (args,): (LoadCanisterSnapshotArgs,) = decode(&request.arg)?;
        let id = args.canister_id;
        let time_ns = self.time_ns;
        self.controlled(id, request.caller)?;
        // A snapshot names its canister first; it may be another that the sender controls.
        let source = args
            .snapshot_id
            .split_last_chunk::<8>()
            .and_then(|(canister, _)| Principal::try_from(canister).ok())
            .unwrap_or(id);
        let from = self.existing(source)?;
        check_controller(from, request.caller)?;
        if from.subnet != self.existing(id)?.subnet {
            return Err(not_found(id, &args.snapshot_id));
        }
        let stored = find(from, &args.snapshot_id)?;
        let record = LoadSnapshotRecord {
            from_canister_id: (source != id).then_some(source),
            snapshot_id: args.snapshot_id.clone(),
            canister_version: stored.canister_version,
            taken_at_timestamp: stored.taken_at_ns,
            source: SnapshotSource::TakenFromCanister(Reserved),
        };
        let code = Code {
            process: stored.process.fork(),
            wasm_bytes: stored.wasm_bytes,
        };
        let (data, chunks) = (stored.certified_data.clone(), stored.chunks.clone());
        let canister = self.existing_mut(id)?;
        canister.code = Some(code);
        canister.certified_data = data;
        canister.chunks = chunks;
        canister.global_timer_ns = 0;
        canister.low_memory = LowMemoryHook::Armed;
        canister.version += 1;
        canister.record(
            time_ns,
            change_origin(request, args.sender_canister_version),
            ChangeDetails::LoadSnapshot(record),
        );
        encode(())
    }

    pub(super) fn list_snapshots(&self, sender: Principal, arg: &[u8]) -> Answer {
        let (args,): (ListCanisterSnapshotsArgs,) = decode(arg)?;
        let canister = self.existing(args.canister_id)?;
        let visible = match &canister.settings.snapshot_visibility {
            SnapshotVisibility::Public => true,
            SnapshotVisibility::Controllers => false,
            SnapshotVisibility::AllowedViewers(viewers) => viewers.contains(&sender),
        };
        if !visible {
            check_controller(canister, sender)?;
        }
        let snapshots: Vec<Snapshot> = canister
            .snapshots
            .iter()
            .map(|(id, stored)| stored.describe(id))
            .collect();
        encode((snapshots,))
    }

    pub(super) fn delete_snapshot(&mut self, request: &Request) -> Answer {
        let (args,): (DeleteCanisterSnapshotArgs,) = decode(&request.arg)?;
        let canister = self.controlled(args.canister_id, request.caller)?;
        find(canister, &args.snapshot_id)?;
        canister.snapshots.remove(&args.snapshot_id);
        encode(())
    }
}

fn find<'a>(canister: &'a Canister, snapshot: &[u8]) -> Result<&'a Stored, Rejection> {
    canister
        .snapshots
        .get(snapshot)
        .ok_or_else(|| not_found(canister.id, snapshot))
}

fn not_found(canister: Principal, snapshot: &[u8]) -> Rejection {
    Rejection::new(
        ErrorCode::CanisterSnapshotNotFound,
        format!(
            "Could not find the snapshot ID {} for canister {canister}",
            hex::encode(snapshot)
        ),
    )
}
