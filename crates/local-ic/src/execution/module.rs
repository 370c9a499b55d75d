//! A canister module that can be installed, and what it says about itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use super::host::Host;

/// How a method is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MethodKind {
    Update,
    Query,
    CompositeQuery,
}

impl MethodKind {
    const ALL: [Self; 3] = [Self::Update, Self::Query, Self::CompositeQuery];

    fn prefix(self) -> &'static str {
        match self {
            Self::Update => "canister_update ",
            Self::Query => "canister_query ",
            Self::CompositeQuery => "canister_composite_query ",
        }
    }

    /// The name of the export that implements `method`.
    pub(super) fn export(self, method: &str) -> String {
        format!("{}{method}", self.prefix())
    }

    /// The kind and name of the method that `export` implements, if any.
    pub(super) fn of_export(export: &str) -> Option<(Self, &str)> {
        Self::ALL
            .into_iter()
            .find_map(|kind| Some((kind, export.strip_prefix(kind.prefix())?)))
    }
}

impl fmt::Display for MethodKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Update => "update",
            Self::Query => "query",
            Self::CompositeQuery => "composite_query",
        })
    }
}

/// An entry point that the system calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hook {
    Init,
    PreUpgrade,
    PostUpgrade,
    InspectMessage,
    Heartbeat,
    GlobalTimer,
    LowWasmMemory,
}

impl Hook {
    pub(super) const ALL: [Self; 7] = [
        Self::Init,
        Self::PreUpgrade,
        Self::PostUpgrade,
        Self::InspectMessage,
        Self::Heartbeat,
        Self::GlobalTimer,
        Self::LowWasmMemory,
    ];

    /// The name of the export that implements the hook.
    pub(super) fn export(self) -> &'static str {
        match self {
            Self::Init => "canister_init",
            Self::PreUpgrade => "canister_pre_upgrade",
            Self::PostUpgrade => "canister_post_upgrade",
            Self::InspectMessage => "canister_inspect_message",
            Self::Heartbeat => "canister_heartbeat",
            Self::GlobalTimer => "canister_global_timer",
            Self::LowWasmMemory => "canister_on_low_wasm_memory",
        }
    }
}

/// A custom section `icp:public <name>` or `icp:private <name>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// Readable by anyone, else by controllers only.
    pub public: bool,
    pub content: Vec<u8>,
}

/// Why a module cannot be installed. Error code `CanisterInvalidWasm`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidModule {
    #[error("Failed to decompress the Wasm module: {0}.")]
    Compression(String),
    #[error("Wasm module is too large: {found} {what}, at most {limit} are allowed.")]
    TooLarge {
        what: &'static str,
        found: usize,
        limit: usize,
    },
    #[error("Failed to validate the Wasm module: {0}.")]
    Malformed(String),
    #[error(
        "Wasm module has an invalid import section. Module imports '{name}' from '{module}' that is not exported by the runtime."
    )]
    Import { module: String, name: String },
    #[error("Wasm module has an invalid function signature. {0}.")]
    Signature(String),
    #[error("Wasm module has an invalid export section. {0}.")]
    Export(String),
    #[error("Wasm module has an invalid custom section. {0}.")]
    CustomSection(String),
    #[error("Wasm module uses {0}, which local-ic does not implement.")]
    Unsupported(&'static str),
    #[error("Failed to compile the Wasm module: {0}.")]
    Compile(String),
}

/// A module that can be installed. Made by [`super::Executor::compile`].
pub struct Module {
    /// SHA-256 of the bytes as given (compressed, if they were).
    pub hash: [u8; 32],
    pub(super) description: Description,
    /// As many references as there are instances, of all modules, and modules.
    pub(super) live: Arc<()>,
    pub(super) pre: wasmtime::InstancePre<Host>,
}

impl fmt::Debug for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Module")
            .field("description", &self.description)
            .finish_non_exhaustive()
    }
}

impl Module {
    /// How `name` is exported; `None` if there is no such method.
    #[must_use]
    pub fn method(&self, name: &str) -> Option<MethodKind> {
        self.description.methods.get(name).copied()
    }

    /// All methods by name.
    #[must_use]
    pub fn methods(&self) -> &BTreeMap<String, MethodKind> {
        &self.description.methods
    }

    /// Whether the module implements `hook`.
    #[must_use]
    pub fn has(&self, hook: Hook) -> bool {
        self.description.hooks.contains(&hook)
    }

    /// Custom sections that the state tree serves, by name.
    #[must_use]
    pub fn metadata(&self) -> &BTreeMap<String, Metadata> {
        &self.description.metadata
    }
}

impl From<wasmparser::BinaryReaderError> for InvalidModule {
    fn from(error: wasmparser::BinaryReaderError) -> Self {
        Self::Malformed(error.to_string())
    }
}

/// What the bytes say about the module.
#[derive(Debug, Default)]
pub(super) struct Description {
    pub(super) methods: BTreeMap<String, MethodKind>,
    pub(super) hooks: BTreeSet<Hook>,
    pub(super) metadata: BTreeMap<String, Metadata>,
    /// Indices of the globals whose values are part of the canister's state.
    pub(super) state_globals: Vec<u32>,
    pub(super) has_start: bool,
    /// Code changes tables or drops segments. The network begins each message with fresh ones, so
    /// no instance may serve two messages.
    pub(super) is_volatile: bool,
}
