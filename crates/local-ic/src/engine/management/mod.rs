//! The management canister: which methods there are, who may call them, and how.

mod chunks;
mod install;
mod keys;
mod lifecycle;
pub(super) mod settings;
pub(super) mod snapshots;
mod status;

use candid::utils::{ArgumentDecoder, ArgumentEncoder};
use candid::{CandidType, Principal};
use ic_management_canister_types::{ChangeOrigin, FromCanisterRecord, FromUserRecord};
use pocket_ic::ErrorCode;
use serde::Deserialize;

use super::canister::{Answer, Canister, Origin, Request};
use super::instance::Instance;
use super::reject::Rejection;

/// A call of the management canister.
#[derive(Clone, Debug)]
pub(super) struct ManagementCall {
    pub(super) request: Request,
    /// Position of the subnet whose management canister is meant.
    pub(super) subnet: usize,
}

/// How far a call got.
enum Progress {
    Answered(Vec<u8>),
    /// Kept; somebody answers it later.
    Kept,
}

/// Who may call a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Audience {
    Anyone,
    /// Controllers of the canister that the argument names; of some methods, the canister itself,
    /// and of `canister_status`, those whom its settings let see it.
    Controllers,
    /// Canisters; no calls from outside.
    Canisters,
}

fn audience(method: &str) -> Result<Audience, Rejection> {
    match method {
        "provisional_create_canister_with_cycles" | "provisional_top_up_canister" => {
            Ok(Audience::Anyone)
        }
        "canister_metadata"
        | "canister_status"
        | "clear_chunk_store"
        | "delete_canister"
        | "delete_canister_snapshot"
        | "install_chunked_code"
        | "install_code"
        | "list_canister_snapshots"
        | "load_canister_snapshot"
        | "start_canister"
        | "stop_canister"
        | "stored_chunks"
        | "take_canister_snapshot"
        | "uninstall_code"
        | "update_settings"
        | "upload_chunk" => Ok(Audience::Controllers),
        "canister_info"
        | "create_canister"
        | "deposit_cycles"
        | "fetch_canister_logs"
        | "node_metrics_history"
        | "raw_rand"
        | "vetkd_derive_key"
        | "vetkd_public_key" => Ok(Audience::Canisters),
        "bitcoin_get_balance"
        | "bitcoin_get_block_headers"
        | "bitcoin_get_current_fee_percentiles"
        | "bitcoin_get_utxos"
        | "bitcoin_send_transaction"
        | "canister_metrics"
        | "ecdsa_public_key"
        | "flexible_http_request"
        | "http_request"
        | "list_canisters"
        | "read_canister_snapshot_data"
        | "read_canister_snapshot_metadata"
        | "rename_canister"
        | "schnorr_public_key"
        | "sign_with_ecdsa"
        | "sign_with_schnorr"
        | "subnet_info"
        | "upload_canister_snapshot_data"
        | "upload_canister_snapshot_metadata" => Err(Rejection::not_emulated(method)),
        _ => Err(Rejection::new(
            ErrorCode::CanisterMethodNotFound,
            format!("Management canister has no method '{method}'"),
        )),
    }
}

impl Instance {
    /// Whether the management canister takes a call from outside.
    pub(super) fn admit_management(
        &self,
        sender: Principal,
        method: &str,
        arg: &[u8],
    ) -> Result<(), Rejection> {
        match audience(method)? {
            Audience::Anyone => Ok(()),
            Audience::Controllers => {
                let canister = self.existing(target(method, arg)?)?;
                if method == "canister_status" {
                    status::check_viewer(canister, sender)
                } else {
                    check_controller(canister, sender)
                }
            }
            Audience::Canisters => Err(Rejection::new(
                ErrorCode::CanisterRejectedMessage,
                format!("Only canisters can call ic00 method {method}"),
            )),
        }
    }

    /// Executes a call and answers it; the instructions it took.
    pub(super) fn manage(&mut self, mut call: ManagementCall) -> u64 {
        let expired = |when| when < self.time_ns;
        let mut instructions = 0;
        let result = if call.request.deadline_ns.is_some_and(expired) {
            Err(Rejection::deadline_expired())
        } else {
            if let Origin::Ingress(id) = &call.request.origin {
                self.ingress.processing(id);
            }
            self.dispatch(&mut call, &mut instructions)
        };
        let answer = match result {
            Ok(Progress::Kept) => return instructions,
            Ok(Progress::Answered(data)) => Ok(data),
            Err(rejection) => Err(rejection),
        };
        let Request { origin, cycles, .. } = call.request;
        self.answer(None, origin, answer, cycles);
        instructions
    }

    fn dispatch(
        &mut self,
        call: &mut ManagementCall,
        instructions: &mut u64,
    ) -> Result<Progress, Rejection> {
        audience(&call.request.method)?;
        let request = &mut call.request;
        let data = match request.method.as_str() {
            "stop_canister" => return self.stop_canister(request),
            "provisional_create_canister_with_cycles" => {
                self.provisional_create(request, call.subnet)?
            }
            "create_canister" => self.create_canister(request, call.subnet)?,
            "provisional_top_up_canister" => self.provisional_top_up(request)?,
            "deposit_cycles" => self.deposit_cycles(request)?,
            "start_canister" => self.start_canister(request)?,
            "delete_canister" => self.delete_canister(request)?,
            "uninstall_code" => self.uninstall_code(request)?,
            "update_settings" => self.update_settings(request)?,
            "install_code" => self.install_code(request, instructions)?,
            "install_chunked_code" => self.install_chunked_code(request, instructions)?,
            "upload_chunk" => self.upload_chunk(request)?,
            "clear_chunk_store" => self.clear_chunk_store(request)?,
            "stored_chunks" => self.stored_chunks(request)?,
            "take_canister_snapshot" => self.take_snapshot(request)?,
            "load_canister_snapshot" => self.load_snapshot(request)?,
            "list_canister_snapshots" => self.list_snapshots(request.caller, &request.arg)?,
            "delete_canister_snapshot" => self.delete_snapshot(request)?,
            "node_metrics_history" => self.node_metrics_history(&request.arg)?,
            "raw_rand" => self.raw_rand(request)?,
            "vetkd_public_key" => self.vetkd_public_key(request)?,
            "vetkd_derive_key" => self.vetkd_derive_key(request)?,
            "canister_info" => self.canister_info(&request.arg)?,
            "canister_status" => self.canister_status(request.caller, &request.arg)?,
            "canister_metadata" => self.canister_metadata(request.caller, &request.arg)?,
            "fetch_canister_logs" => self.fetch_canister_logs(request.caller, &request.arg)?,
            other => return Err(Rejection::not_emulated(other)),
        };
        Ok(Progress::Answered(data))
    }

    /// Answers a query call of the management canister.
    pub(super) fn manage_query(&self, sender: Principal, method: &str, arg: &[u8]) -> Answer {
        match method {
            "canister_metadata" => self.canister_metadata(sender, arg),
            "canister_status" => self.canister_status(sender, arg),
            "fetch_canister_logs" => self.fetch_canister_logs(sender, arg),
            other => {
                audience(other)?;
                Err(Rejection::new(
                    ErrorCode::CanisterMethodNotFound,
                    format!("Query method {other} not found."),
                ))
            }
        }
    }

    fn existing(&self, id: Principal) -> Result<&Canister, Rejection> {
        self.canisters
            .get(&id)
            .ok_or_else(|| Rejection::canister_not_found(id))
    }

    fn existing_mut(&mut self, id: Principal) -> Result<&mut Canister, Rejection> {
        self.canisters
            .get_mut(&id)
            .ok_or_else(|| Rejection::canister_not_found(id))
    }

    /// Counts a fee that a canister paid with a call.
    fn consume(&mut self, caller: Principal, fee: u128) {
        if let Some(canister) = self.canisters.get_mut(&caller) {
            canister.consumed += fee;
        }
    }

    /// A canister that `sender` controls, or is.
    fn owned(&mut self, id: Principal, sender: Principal) -> Result<&mut Canister, Rejection> {
        let canister = self.existing_mut(id)?;
        check_owner(canister, sender)?;
        Ok(canister)
    }

    /// A canister that `sender` controls.
    fn controlled(&mut self, id: Principal, sender: Principal) -> Result<&mut Canister, Rejection> {
        let canister = self.existing_mut(id)?;
        check_controller(canister, sender)?;
        Ok(canister)
    }
}

/// Fails unless `sender` controls the canister, or is the canister.
fn check_owner(canister: &Canister, sender: Principal) -> Result<(), Rejection> {
    if canister.id == sender {
        return Ok(());
    }
    check_controller(canister, sender)
}

/// Fails unless `sender` controls the canister.
fn check_controller(canister: &Canister, sender: Principal) -> Result<(), Rejection> {
    if canister.is_controller(sender) {
        return Ok(());
    }
    Err(Rejection::invalid_controller(
        canister.id,
        &canister.settings.controllers,
        sender,
    ))
}

/// The canister that a call with [`Audience::Controllers`] is about.
fn target(method: &str, arg: &[u8]) -> Result<Principal, Rejection> {
    #[derive(CandidType, Deserialize)]
    struct Canister {
        canister_id: Principal,
    }
    #[derive(CandidType, Deserialize)]
    struct Target {
        target_canister: Principal,
    }
    if method == "install_chunked_code" {
        let (target,): (Target,) = decode(arg)?;
        Ok(target.target_canister)
    } else {
        let (canister,): (Canister,) = decode(arg)?;
        Ok(canister.canister_id)
    }
}

fn decode<'a, T: ArgumentDecoder<'a>>(arg: &'a [u8]) -> Result<T, Rejection> {
    candid::decode_args(arg).map_err(Rejection::invalid_payload)
}

fn encode<T: ArgumentEncoder>(value: T) -> Result<Vec<u8>, Rejection> {
    candid::encode_args(value).map_err(Rejection::invalid_payload)
}

/// Who asked for a change, for the canister's history.
fn change_origin(request: &Request, sender_canister_version: Option<u64>) -> ChangeOrigin {
    match request.origin {
        Origin::Canister { id, .. } => ChangeOrigin::FromCanister(FromCanisterRecord {
            canister_id: id,
            canister_version: sender_canister_version,
        }),
        Origin::Ingress(_) | Origin::System => ChangeOrigin::FromUser(FromUserRecord {
            user_id: request.caller,
        }),
    }
}
