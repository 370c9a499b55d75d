//! What goes into one execution and what comes out of it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use candid::Principal;
use pocket_ic::ErrorCode;

use super::costs::Costs;

/// The function of the module to run, with what the caller hands to it.
#[derive(Clone, Copy, Debug)]
pub enum Entry<'a> {
    /// `(start)` if the module has one, then `canister_init`.
    Init { arg: &'a [u8] },
    /// `canister_pre_upgrade`.
    PreUpgrade,
    /// `(start)` if the module has one, then `canister_post_upgrade`.
    PostUpgrade { arg: &'a [u8] },
    /// `canister_update <method>`.
    Update { method: &'a str, arg: &'a [u8] },
    /// `canister_query <method>`, in replicated mode if [`Env::replicated`] says so.
    Query { method: &'a str, arg: &'a [u8] },
    /// `canister_composite_query <method>`.
    CompositeQuery { method: &'a str, arg: &'a [u8] },
    /// `canister_inspect_message`, asked about a call of `method`.
    InspectMessage { method: &'a str, arg: &'a [u8] },
    /// `canister_heartbeat`.
    Heartbeat,
    /// `canister_global_timer`.
    GlobalTimer,
    /// `canister_on_low_wasm_memory`.
    LowWasmMemory,
    /// A call was answered. Of a composite query unless [`Env::replicated`].
    ReplyCallback { closure: Closure, data: &'a [u8] },
    /// A call was rejected. Of a composite query unless [`Env::replicated`].
    RejectCallback {
        closure: Closure,
        code: u32,
        message: &'a str,
    },
    /// A callback trapped. `reject_code` is that of the response it was handling, 0 for a reply.
    Cleanup { closure: Closure, reject_code: u32 },
}

/// A function of the module's table and the value to pass to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closure {
    pub fun: u32,
    pub env: u32,
}

/// Running state as `ic0.canister_status` reports it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RunStatus {
    #[default]
    Running,
    Stopping,
    Stopped,
}

impl RunStatus {
    pub(super) fn code(self) -> u32 {
        match self {
            Self::Running => 1,
            Self::Stopping => 2,
            Self::Stopped => 3,
        }
    }
}

/// Signed attributes of the caller, put there by the canister that signs for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallerInfo {
    pub data: Vec<u8>,
    /// Canister id of the signer.
    pub signer: Vec<u8>,
}

/// Makes the data certificate (CBOR) of the canister. Called once per execution at most, and only
/// when the canister reads it.
#[derive(Clone)]
pub struct DataCertificate(pub Arc<dyn Fn() -> Vec<u8> + Send + Sync>);

impl fmt::Debug for DataCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataCertificate")
    }
}

/// What the canister can see of the world while it runs one entry point.
#[derive(Clone, Debug)]
pub struct Env {
    /// Nanoseconds since 1970.
    pub time_ns: u64,
    pub caller: Principal,
    pub caller_info: Option<CallerInfo>,
    pub self_id: Principal,
    pub subnet_id: Principal,
    /// Nodes of the subnet.
    pub node_count: u32,
    pub canister_version: u64,
    pub status: RunStatus,
    /// Cycles, with what is reserved for this execution already taken off.
    pub balance: u128,
    /// Cycles below which the canister would be frozen.
    pub freezing_limit: u128,
    /// Cycles of the call being handled that are not accepted yet.
    pub cycles_available: u128,
    /// Cycles that came back with the response being handled.
    pub cycles_refunded: u128,
    /// When the caller of a bounded-wait call stops waiting; nanoseconds since 1970.
    pub deadline_ns: Option<u64>,
    /// For query calls from outside on this canister only.
    pub certificate: Option<DataCertificate>,
    pub controllers: Arc<[Principal]>,
    pub env_vars: Arc<BTreeMap<String, String>>,
    /// DER public key of the root of the instance.
    pub root_key: Arc<[u8]>,
    /// Runs on all nodes (updates, timers, installation), not as a query of one node.
    pub replicated: bool,
    /// The call being handled has its response already (callbacks may run after it).
    pub responded: bool,
    /// Instructions spent so far in the call context, for `performance_counter(1)`.
    pub call_context_instructions: u64,
    /// Heap limit of the canister's settings in bytes; 4 GiB if none.
    pub wasm_memory_limit: Option<u64>,
    /// Bytes that heap and stable memory together may still grow by (the subnet's or the
    /// canister's memory allocation).
    pub memory_available: u64,
    /// The global timer as set now, nanoseconds since 1970; 0 if none.
    pub global_timer_ns: u64,
    /// How many calls the output queues still take.
    pub call_slots: usize,
    pub costs: Costs,
}

impl Env {
    /// An environment in which everything that may be absent is absent and cycles are plenty.
    /// The engine sets what it knows; the type says what there is to know.
    #[must_use]
    pub fn new(self_id: Principal, subnet_id: Principal, time_ns: u64) -> Self {
        Self {
            time_ns,
            caller: Principal::anonymous(),
            caller_info: None,
            self_id,
            subnet_id,
            node_count: 13,
            canister_version: 0,
            status: RunStatus::Running,
            balance: 100_000_000_000_000,
            freezing_limit: 0,
            cycles_available: 0,
            cycles_refunded: 0,
            deadline_ns: None,
            certificate: None,
            controllers: Arc::from([]),
            env_vars: Arc::default(),
            root_key: Arc::from([]),
            replicated: true,
            responded: false,
            call_context_instructions: 0,
            wasm_memory_limit: None,
            memory_available: u64::MAX,
            global_timer_ns: 0,
            call_slots: 500,
            costs: Costs::default(),
        }
    }
}

/// The answer to the call being handled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    Reply(Vec<u8>),
    /// `ic0.msg_reject`; reject code 4, `CANISTER_REJECT`.
    Reject(String),
}

/// A call to another canister, or to the canister itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingCall {
    pub callee: Principal,
    pub method: String,
    pub arg: Vec<u8>,
    /// Cycles attached; to be taken off the balance.
    pub cycles: u128,
    /// Cycles set aside for sending, for the largest response and its callback; to be taken off
    /// the balance, the unused part refunded with the response.
    pub prepaid: u128,
    /// `None` for an unbounded wait, else seconds.
    pub best_effort_timeout: Option<u32>,
    pub on_reply: Closure,
    pub on_reject: Closure,
    pub on_cleanup: Option<Closure>,
}

/// A line of the canister's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// Nanoseconds since 1970.
    pub time_ns: u64,
    pub content: Vec<u8>,
}

/// What one execution did. On a trap only `result`, `logs` and `instructions` are meaningful.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub result: Result<(), Trap>,
    pub response: Option<Response>,
    /// In the order in which they were made.
    pub calls: Vec<OutgoingCall>,
    /// To be moved from the call being handled to the balance.
    pub cycles_accepted: u128,
    /// To be taken off the balance.
    pub cycles_burned: u128,
    /// New certified data, if set.
    pub certified_data: Option<Vec<u8>>,
    /// New global timer in nanoseconds since 1970 (0 switches it off), if set.
    pub global_timer_ns: Option<u64>,
    /// `ic0.accept_message` was called.
    pub accepted: bool,
    /// `debug_print`, and the trap if there was one.
    pub logs: Vec<LogLine>,
    /// Charged for this execution.
    pub instructions: u64,
}

/// Why an execution failed. `message` is complete: it names the canister as the network does.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Trap {
    pub code: ErrorCode,
    pub message: String,
}
