//! What the system calls of one execution work on.

use candid::Principal;
use pocket_ic::ErrorCode;
use wasmtime::{Memory, ResourceLimiter};

use super::message::{Entry, Env, LogLine, Outcome, OutgoingCall, Response, Trap};
use super::module::MethodKind;
use super::rules::{self, Context};
use super::stable::StableMemory;

/// Largest heap in bytes.
const MAX_HEAP_BYTES: u64 = 4 * 1024 * 1024 * 1024;
/// Room for log lines of one execution.
const MAX_LOG_BYTES: usize = 4 * 1024;

/// How an execution fails, before it is put into the words of a [`Trap`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Failure {
    #[error("Canister called `ic0.trap` with message: '{0}'")]
    CalledTrap(String),
    #[error("Canister trapped: {0}")]
    Trapped(&'static str),
    #[error("Canister violated contract: {0}")]
    Violation(String),
    #[error("Canister exceeded the limit of {0} instructions for single message execution.")]
    InstructionLimit(u64),
    #[error(
        "Canister exceeded the limit of {limit_mib} MiB of stable memory that a single message may access."
    )]
    StableAccess { limit_mib: u64 },
    #[error(
        "Canister exceeded its current Wasm memory limit of {limit} bytes. The peak Wasm memory usage was {needed} bytes."
    )]
    WasmMemoryLimit { limit: u64, needed: u64 },
    #[error("Canister cannot grow its memory usage.")]
    OutOfMemory,
    #[error("Canister has no {kind} method '{method}'.")]
    MethodNotFound { kind: MethodKind, method: String },
    #[error("Canister requires {needed} cycles for the call, but only {available} are spendable.")]
    OutOfCycles { needed: u128, available: u128 },
    #[error("Table has no function with index {0}.")]
    FunctionNotFound(u32),
    #[error("local-ic does not implement \"ic0.{0}\".")]
    NotImplemented(&'static str),
    #[error("The WebAssembly engine failed: {0}")]
    Engine(String),
}

impl Failure {
    fn code(&self) -> ErrorCode {
        match self {
            Self::CalledTrap(_) => ErrorCode::CanisterCalledTrap,
            Self::Trapped(_) => ErrorCode::CanisterTrapped,
            Self::Violation(_) => ErrorCode::CanisterContractViolation,
            Self::InstructionLimit(_) => ErrorCode::CanisterInstructionLimitExceeded,
            Self::StableAccess { .. } => ErrorCode::CanisterMemoryAccessLimitExceeded,
            Self::WasmMemoryLimit { .. } => ErrorCode::CanisterWasmMemoryLimitExceeded,
            Self::OutOfMemory => ErrorCode::CanisterOutOfMemory,
            Self::MethodNotFound { .. } => ErrorCode::CanisterMethodNotFound,
            Self::OutOfCycles { .. } => ErrorCode::CanisterOutOfCycles,
            Self::FunctionNotFound(_) => ErrorCode::CanisterFunctionNotFound,
            Self::NotImplemented(_) | Self::Engine(_) => ErrorCode::CanisterWasmEngineError,
        }
    }

    /// Finds out what made the engine stop. `limit` is that of the message.
    pub(super) fn of(error: wasmtime::Error, limit: u64) -> Self {
        use wasmtime::Trap as T;
        let error = match error.downcast::<Self>() {
            Ok(failure) => return failure,
            Err(error) => error,
        };
        match error.downcast_ref::<T>() {
            Some(T::OutOfFuel) => Self::InstructionLimit(limit),
            Some(T::StackOverflow) => Self::Trapped("stack overflow"),
            Some(T::MemoryOutOfBounds | T::HeapMisaligned) => Self::Trapped("heap out of bounds"),
            Some(T::TableOutOfBounds) => Self::Trapped("table out of bounds"),
            Some(T::IndirectCallToNull) => Self::Trapped("indirect call to null"),
            Some(T::BadSignature) => Self::Trapped("indirect call with a wrong signature"),
            Some(T::IntegerOverflow) => Self::Trapped("integer overflow"),
            Some(T::IntegerDivisionByZero) => Self::Trapped("integer divide by zero"),
            Some(T::BadConversionToInteger) => Self::Trapped("bad conversion to integer"),
            Some(T::UnreachableCodeReached) => Self::Trapped("unreachable"),
            _ => Self::Engine(format!("{error:#}")),
        }
    }

    /// In the words of the network, which name the canister.
    pub(super) fn into_trap(self, canister: Principal) -> Trap {
        Trap {
            code: self.code(),
            message: format!("Error from Canister {canister}: {self}"),
        }
    }
}

/// Everything that belongs to the message being executed.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) env: Env,
    pub(super) context: Context,
    pub(super) limit: u64,
    pub(super) arg: Vec<u8>,
    /// Asked about by `inspect_message`.
    pub(super) method: String,
    pub(super) reject_code: u32,
    pub(super) reject_message: String,
    pub(super) reply: Vec<u8>,
    pub(super) response: Option<Response>,
    /// The call between `call_new` and `call_perform`; its cycles are off the balance already.
    pub(super) building: Option<OutgoingCall>,
    pub(super) calls: Vec<OutgoingCall>,
    /// As `canister_cycle_balance` reports it.
    pub(super) balance: u128,
    /// As `msg_cycles_available` reports it.
    pub(super) cycles_available: u128,
    pub(super) cycles_accepted: u128,
    pub(super) cycles_burned: u128,
    pub(super) certified_data: Option<Vec<u8>>,
    pub(super) global_timer_ns: Option<u64>,
    pub(super) accepted: bool,
    pub(super) logs: Vec<LogLine>,
    log_bytes: usize,
    /// The data certificate, once it has been asked for.
    pub(super) certificate: Option<Vec<u8>>,
}

impl Message {
    pub(super) fn new(entry: Entry<'_>, env: Env, limit: u64) -> Self {
        let replicated = env.replicated;
        let mut message = Self {
            context: context(entry, replicated),
            limit,
            arg: Vec::new(),
            method: String::new(),
            reject_code: 0,
            reject_message: String::new(),
            reply: Vec::new(),
            response: None,
            building: None,
            calls: Vec::new(),
            balance: env.balance,
            cycles_available: env.cycles_available,
            cycles_accepted: 0,
            cycles_burned: 0,
            certified_data: None,
            global_timer_ns: None,
            accepted: false,
            logs: Vec::new(),
            log_bytes: 0,
            certificate: None,
            env,
        };
        match entry {
            Entry::Init { arg }
            | Entry::PostUpgrade { arg }
            | Entry::Update { arg, .. }
            | Entry::Query { arg, .. }
            | Entry::CompositeQuery { arg, .. } => message.arg = arg.to_owned(),
            Entry::InspectMessage { method, arg } => {
                message.arg = arg.to_owned();
                message.method = method.to_owned();
            }
            Entry::ReplyCallback { data, .. } => message.arg = data.to_owned(),
            Entry::RejectCallback {
                code,
                message: text,
                ..
            } => {
                message.reject_code = code;
                message.reject_message = text.to_owned();
            }
            Entry::Cleanup { reject_code, .. } => message.reject_code = reject_code,
            Entry::PreUpgrade | Entry::Heartbeat | Entry::GlobalTimer | Entry::LowWasmMemory => {}
        }
        message
    }

    /// Nothing is being executed.
    pub(super) fn idle() -> Self {
        let nobody = Principal::anonymous();
        Self::new(Entry::Heartbeat, Env::new(nobody, nobody, 0), 0)
    }

    pub(super) fn into_outcome(self, instructions: u64) -> Outcome {
        Outcome {
            result: Ok(()),
            response: self.response,
            calls: self.calls,
            cycles_accepted: self.cycles_accepted,
            cycles_burned: self.cycles_burned,
            certified_data: self.certified_data,
            global_timer_ns: self.global_timer_ns,
            accepted: self.accepted,
            logs: self.logs,
            instructions,
        }
    }

    /// Nothing but the log, which tells of the trap too, remains of an execution that failed.
    pub(super) fn into_failure(
        mut self,
        failure: Failure,
        canister: Principal,
        instructions: u64,
    ) -> Outcome {
        let line = match &failure {
            Failure::CalledTrap(text) => format!("[TRAP]: {text}"),
            other => format!("[TRAP]: {other}"),
        };
        self.log(line.as_bytes());
        let instructions = match failure {
            Failure::InstructionLimit(limit) => limit,
            _ => instructions,
        };
        Outcome {
            result: Err(failure.into_trap(canister)),
            response: None,
            calls: Vec::new(),
            cycles_accepted: 0,
            cycles_burned: 0,
            certified_data: None,
            global_timer_ns: None,
            accepted: false,
            logs: self.logs,
            instructions,
        }
    }

    /// Cycles that can be spent without freezing the canister.
    pub(super) fn liquid_balance(&self) -> u128 {
        self.balance.saturating_sub(self.env.freezing_limit)
    }

    /// The heap limit of the settings, where it is enforced.
    pub(super) fn wasm_memory_limit(&self) -> Option<u64> {
        let limit = self.env.wasm_memory_limit;
        limit.filter(|_| rules::WASM_MEMORY_LIMIT.contain(self.context))
    }

    /// Bytes of stable memory that this message may touch.
    pub(super) fn stable_access_limit(&self) -> u64 {
        const GIB: u64 = 1024 * 1024 * 1024;
        match self.context {
            Context::Init | Context::PreUpgrade | Context::Start => 8 * GIB,
            _ if self.env.replicated => 2 * GIB,
            _ => GIB,
        }
    }

    /// Adds a line to the log; what exceeds the room of one execution is cut off.
    pub(super) fn log(&mut self, content: &[u8]) {
        let room = MAX_LOG_BYTES.saturating_sub(self.log_bytes);
        if room == 0 {
            return;
        }
        let content = content.get(..room).unwrap_or(content).to_owned();
        self.log_bytes += content.len();
        self.logs.push(LogLine {
            time_ns: self.env.time_ns,
            content,
        });
    }
}

/// Data of the store: of the process (memory) and of the message it is handling.
#[derive(Debug)]
pub(super) struct Host {
    pub(super) memory: Option<Memory>,
    pub(super) stable: StableMemory,
    pub(super) message: Message,
    /// The heap is being put back to a size it has had: no limit applies.
    pub(super) restoring: bool,
}

impl Host {
    pub(super) fn idle() -> Self {
        Self {
            memory: None,
            stable: StableMemory::default(),
            message: Message::idle(),
            restoring: false,
        }
    }
}

impl ResourceLimiter for Host {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let current = u64::try_from(current).unwrap_or(u64::MAX);
        let needed = u64::try_from(desired).unwrap_or(u64::MAX);
        if needed > MAX_HEAP_BYTES || maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        if self.restoring {
            return Ok(true);
        }
        if let Some(limit) = self.message.wasm_memory_limit()
            && needed > limit
        {
            return Err(Failure::WasmMemoryLimit { limit, needed }.into());
        }
        let env = &mut self.message.env;
        match env.memory_available.checked_sub(needed - current) {
            Some(rest) => env.memory_available = rest,
            None => return Err(Failure::OutOfMemory.into()),
        }
        Ok(true)
    }

    fn table_growing(
        &mut self,
        _current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(desired <= 1_000_000)
    }
}

fn context(entry: Entry<'_>, replicated: bool) -> Context {
    match (entry, replicated) {
        (Entry::Init { .. } | Entry::PostUpgrade { .. }, _) => Context::Init,
        (Entry::PreUpgrade, _) => Context::PreUpgrade,
        (Entry::Update { .. }, _) => Context::Update,
        (Entry::Query { .. }, true) => Context::ReplicatedQuery,
        (Entry::Query { .. }, false) => Context::Query,
        (Entry::CompositeQuery { .. }, _) => Context::CompositeQuery,
        (Entry::InspectMessage { .. }, _) => Context::Inspect,
        (Entry::Heartbeat | Entry::GlobalTimer | Entry::LowWasmMemory, _) => Context::System,
        (Entry::ReplyCallback { .. }, true) => Context::Reply,
        (Entry::ReplyCallback { .. }, false) => Context::CompositeReply,
        (Entry::RejectCallback { .. }, true) => Context::Reject,
        (Entry::RejectCallback { .. }, false) => Context::CompositeReject,
        (Entry::Cleanup { .. }, true) => Context::Cleanup,
        (Entry::Cleanup { .. }, false) => Context::CompositeCleanup,
    }
}
