//! One canister's record.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use candid::Principal;
use ic_management_canister_types::{Change, ChangeDetails, ChangeOrigin};

use super::api::{CanisterView, RequestId};
use super::management::settings::Settings;
use super::management::snapshots::Stored;
use super::reject::Rejection;
use crate::execution::{CallerInfo, Closure, LogLine, Module, Process, RunStatus};

/// Changes that `canister_info` still shows.
const MAX_HISTORY: usize = 20;
/// Log records take at most this many bytes; the oldest go first.
const LOG_RECORD_OVERHEAD: usize = 16;

/// Names a call context within its canister.
pub(super) type ContextId = u64;
/// Names an outstanding call within its caller.
pub(super) type CallbackId = u64;

/// Who waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// A caller from outside, who polls.
    Ingress(RequestId),
    Canister {
        id: Principal,
        callback: CallbackId,
    },
    /// Nobody: a timer, a heartbeat, a hook.
    System,
}

/// What answers a call.
pub(super) type Answer = Result<Vec<u8>, Rejection>;

/// A call to a canister.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) origin: Origin,
    pub(super) caller: Principal,
    pub(super) caller_info: Option<CallerInfo>,
    pub(super) method: String,
    pub(super) arg: Vec<u8>,
    pub(super) cycles: u128,
    /// When the caller stops waiting; `None` if it waits for ever.
    pub(super) deadline_ns: Option<u64>,
}

/// Work the network gives to a canister by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Task {
    Heartbeat,
    GlobalTimer,
    LowWasmMemory,
}

/// What waits in a canister's inbox.
#[derive(Clone, Debug)]
pub(super) enum Message {
    Request(Request),
    Response {
        callback: CallbackId,
        answer: Answer,
        refund: u128,
    },
    Task(Task),
}

/// A call being answered.
#[derive(Clone, Debug)]
pub(super) struct CallContext {
    pub(super) origin: Origin,
    pub(super) caller: Principal,
    pub(super) caller_info: Option<CallerInfo>,
    pub(super) deadline_ns: Option<u64>,
    /// Attached and not accepted yet.
    pub(super) cycles_available: u128,
    pub(super) responded: bool,
    /// Calls this context made that are not answered yet.
    pub(super) outstanding: usize,
    pub(super) instructions: u64,
}

/// A call this canister made and that is not answered yet.
#[derive(Clone, Debug)]
pub(super) struct Callback {
    pub(super) context: ContextId,
    pub(super) on_reply: Closure,
    pub(super) on_reject: Closure,
    pub(super) on_cleanup: Option<Closure>,
    /// Set aside for the response and its callback.
    pub(super) prepaid: u128,
    pub(super) deadline_ns: Option<u64>,
    /// The answer, or its expiry, is in the inbox already.
    pub(super) answered: bool,
}

/// A `stop_canister` call that waits.
#[derive(Clone, Debug)]
pub(super) struct StopWaiter {
    pub(super) request: Request,
    pub(super) since_ns: u64,
}

/// Running state with who waits for it.
#[derive(Clone, Debug)]
pub(super) enum Status {
    Running,
    Stopping(Vec<StopWaiter>),
    Stopped,
}

/// Whether the low-memory hook may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LowMemoryHook {
    /// There is memory enough.
    Armed,
    /// It ran, or waits in the inbox, since memory got scarce.
    Fired,
}

#[derive(Debug)]
pub(super) struct Canister {
    pub(super) id: Principal,
    /// Position in the network.
    pub(super) subnet: usize,
    pub(super) settings: Settings,
    pub(super) status: Status,
    pub(super) code: Option<Code>,
    pub(super) balance: u128,
    /// Cycles burned so far.
    pub(super) consumed: u128,
    /// Messages executed so far.
    pub(super) transactions: u64,
    pub(super) version: u64,
    pub(super) certified_data: Vec<u8>,
    /// Nanoseconds since the Unix epoch; 0 when off.
    pub(super) global_timer_ns: u64,
    pub(super) low_memory: LowMemoryHook,
    pub(super) inbox: VecDeque<Message>,
    pub(super) contexts: BTreeMap<ContextId, CallContext>,
    pub(super) callbacks: BTreeMap<CallbackId, Callback>,
    next_id: u64,
    pub(super) history: VecDeque<Change>,
    pub(super) history_total: u64,
    pub(super) logs: VecDeque<LogRecord>,
    next_log: u64,
    pub(super) chunks: BTreeMap<[u8; 32], Vec<u8>>,
    pub(super) snapshots: BTreeMap<Vec<u8>, Stored>,
    /// Storage and compute are paid up to here.
    pub(super) paid_until_ns: u64,
}

/// What is installed.
#[derive(Debug)]
pub(super) struct Code {
    pub(super) process: Process,
    /// Size of the module as it was given.
    pub(super) wasm_bytes: u64,
}

impl Code {
    pub(super) fn module(&self) -> &Arc<Module> {
        self.process.module()
    }
}

#[derive(Clone, Debug)]
pub(super) struct LogRecord {
    pub(super) index: u64,
    pub(super) line: LogLine,
}

impl Canister {
    pub(super) fn new(
        id: Principal,
        subnet: usize,
        settings: Settings,
        balance: u128,
        now_ns: u64,
    ) -> Self {
        Self {
            id,
            subnet,
            settings,
            status: Status::Running,
            code: None,
            balance,
            consumed: 0,
            transactions: 0,
            version: 0,
            certified_data: Vec::new(),
            global_timer_ns: 0,
            low_memory: LowMemoryHook::Armed,
            inbox: VecDeque::new(),
            contexts: BTreeMap::new(),
            callbacks: BTreeMap::new(),
            next_id: 0,
            history: VecDeque::new(),
            history_total: 0,
            logs: VecDeque::new(),
            next_log: 0,
            chunks: BTreeMap::new(),
            snapshots: BTreeMap::new(),
            paid_until_ns: now_ns,
        }
    }

    pub(super) fn run_status(&self) -> RunStatus {
        match self.status {
            Status::Running => RunStatus::Running,
            Status::Stopping(_) => RunStatus::Stopping,
            Status::Stopped => RunStatus::Stopped,
        }
    }

    pub(super) fn is_running(&self) -> bool {
        matches!(self.status, Status::Running)
    }

    /// Fails unless calls are taken.
    pub(super) fn check_running(&self) -> Result<(), Rejection> {
        use pocket_ic::ErrorCode::{CanisterStopped, CanisterStopping};
        match self.status {
            Status::Running => Ok(()),
            Status::Stopping(_) => Err(Rejection::new(
                CanisterStopping,
                format!("Canister {} is stopping", self.id),
            )),
            Status::Stopped => Err(Rejection::new(
                CanisterStopped,
                format!("Canister {} is stopped", self.id),
            )),
        }
    }

    pub(super) fn is_controller(&self, principal: Principal) -> bool {
        self.settings.controllers.binary_search(&principal).is_ok()
    }

    /// A fresh number for a context or a callback.
    pub(super) fn fresh_id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    /// Bytes of code, memory and chunks.
    pub(super) fn state_bytes(&self) -> u64 {
        let code = self.code.as_ref().map_or(0, |code| {
            code.process.heap_bytes() + code.process.stable_bytes() + code.wasm_bytes
        });
        let chunks = u64::try_from(self.chunks.len()).unwrap_or(u64::MAX) * (1 << 20);
        code + chunks
    }

    /// Bytes it occupies, as far as it pays for them.
    pub(super) fn memory_bytes(&self) -> u64 {
        let snapshots: u64 = self.snapshots.values().map(Stored::total_bytes).sum();
        self.state_bytes() + snapshots
    }

    pub(super) fn record(&mut self, time_ns: u64, origin: ChangeOrigin, details: ChangeDetails) {
        self.history_total += 1;
        self.history.push_back(Change {
            timestamp_nanos: time_ns,
            canister_version: self.version,
            origin,
            details: Some(details),
        });
        while self.history.len() > MAX_HISTORY {
            self.history.pop_front();
        }
    }

    pub(super) fn log(&mut self, lines: Vec<LogLine>) {
        for line in lines {
            let index = self.next_log;
            self.next_log += 1;
            self.logs.push_back(LogRecord { index, line });
        }
        let limit = self.settings.log_memory_limit;
        let mut size = self.log_bytes();
        while size > limit {
            let Some(oldest) = self.logs.pop_front() else {
                break;
            };
            size -= record_bytes(&oldest);
        }
    }

    pub(super) fn log_bytes(&self) -> u64 {
        self.logs.iter().map(record_bytes).sum()
    }

    pub(super) fn view(&self, subnet_id: Principal) -> CanisterView<'_> {
        let module = self.code.as_ref().map(Code::module);
        CanisterView {
            id: self.id,
            subnet_id,
            controllers: &self.settings.controllers,
            module_hash: module.map(|module| module.hash),
            certified_data: &self.certified_data,
            metadata: module.map(|module| module.metadata()),
        }
    }
}

fn record_bytes(record: &LogRecord) -> u64 {
    u64::try_from(record.line.content.len() + LOG_RECORD_OVERHEAD).unwrap_or(u64::MAX)
}
