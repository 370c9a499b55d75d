//! From where each system call may be made, in the letters of the interface specification.

use std::fmt;

/// The kind of entry point that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Context {
    /// `I`: `canister_init` and `canister_post_upgrade`.
    Init,
    /// `G`
    PreUpgrade,
    /// `U`
    Update,
    /// `RQ`
    ReplicatedQuery,
    /// `NRQ`
    Query,
    /// `CQ`
    CompositeQuery,
    /// `Ry`
    Reply,
    /// `Rt`
    Reject,
    /// `CRy`
    CompositeReply,
    /// `CRt`
    CompositeReject,
    /// `C`
    Cleanup,
    /// `CC`
    CompositeCleanup,
    /// `s`
    Start,
    /// `F`
    Inspect,
    /// `T`: heartbeat, global timer, low memory.
    System,
}

impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Init => "init",
            Self::PreUpgrade => "pre upgrade",
            Self::Update => "update",
            Self::ReplicatedQuery => "replicated query",
            Self::Query => "non replicated query",
            Self::CompositeQuery => "composite query",
            Self::Reply => "reply callback",
            Self::Reject => "reject callback",
            Self::CompositeReply => "composite reply callback",
            Self::CompositeReject => "composite reject callback",
            Self::Cleanup => "cleanup",
            Self::CompositeCleanup => "composite cleanup",
            Self::Start => "start",
            Self::Inspect => "inspect message",
            Self::System => "system task",
        })
    }
}

/// A set of contexts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Contexts(u16);

impl Contexts {
    const fn of(contexts: &[Context]) -> Self {
        let mut bits = 0;
        let mut index = 0;
        while index < contexts.len() {
            bits |= 1 << contexts[index] as u8;
            index += 1;
        }
        Self(bits)
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) const fn contain(self, context: Context) -> bool {
        self.0 & (1 << context as u8) != 0
    }
}

use Context as X;

/// `* s`
pub(super) const ANYWHERE: Contexts = Contexts((1 << 15) - 1);
const START: Contexts = Contexts::of(&[X::Start]);
const INSTALL: Contexts = Contexts::of(&[X::Init, X::PreUpgrade]);
const UPDATE: Contexts = Contexts::of(&[X::Update]);
const REPLICATED_QUERY: Contexts = Contexts::of(&[X::ReplicatedQuery]);
const CALLBACKS: Contexts = Contexts::of(&[X::Reply, X::Reject]);
const COMPOSITE_CALLBACKS: Contexts = Contexts::of(&[X::CompositeReply, X::CompositeReject]);
const CLEANUP: Contexts = Contexts::of(&[X::Cleanup]);
const SYSTEM: Contexts = Contexts::of(&[X::System]);
const QUERIES: Contexts = Contexts::of(&[X::ReplicatedQuery, X::Query, X::CompositeQuery]);
/// `F`
pub(super) const INSPECT: Contexts = Contexts::of(&[X::Inspect]);

/// `*`
pub(super) const RUNNING: Contexts = ANYWHERE.without(START);
pub(super) const ARGUMENT: Contexts =
    UPDATE
        .and(QUERIES)
        .and(INSPECT)
        .and(Contexts::of(&[X::Init, X::Reply, X::CompositeReply]));
pub(super) const CALLER_INFO: Contexts = RUNNING.without(INSTALL).without(SYSTEM);
pub(super) const REJECT_CODE: Contexts = CALLBACKS.and(COMPOSITE_CALLBACKS).and(CLEANUP);
pub(super) const REJECT_MESSAGE: Contexts = Contexts::of(&[X::Reject, X::CompositeReject]);
pub(super) const RESPOND: Contexts = UPDATE.and(QUERIES).and(CALLBACKS).and(COMPOSITE_CALLBACKS);
pub(super) const DEADLINE: Contexts = RESPOND;
pub(super) const CYCLES_OF_CALL: Contexts = UPDATE.and(REPLICATED_QUERY).and(CALLBACKS);
pub(super) const CYCLES_REFUNDED: Contexts = CALLBACKS;
const STATE: Contexts = INSTALL.and(UPDATE).and(CALLBACKS).and(SYSTEM);
pub(super) const CYCLES_BURN: Contexts = STATE.and(REPLICATED_QUERY).and(CLEANUP);
pub(super) const ROOT_KEY: Contexts = CYCLES_BURN;
pub(super) const CERTIFIED_DATA_SET: Contexts = STATE;
pub(super) const GLOBAL_TIMER_SET: Contexts = STATE.and(CLEANUP);
pub(super) const DATA_CERTIFICATE: Contexts = Contexts::of(&[X::Query, X::CompositeQuery]);
pub(super) const CALL_WITH_CYCLES: Contexts = UPDATE.and(CALLBACKS).and(SYSTEM);
pub(super) const CALL: Contexts = CALL_WITH_CYCLES
    .and(COMPOSITE_CALLBACKS)
    .and(Contexts::of(&[X::CompositeQuery]));
/// Contexts in which the heap limit of the canister's settings is enforced.
pub(super) const WASM_MEMORY_LIMIT: Contexts =
    UPDATE.and(SYSTEM).and(Contexts::of(&[X::Init, X::Start]));
