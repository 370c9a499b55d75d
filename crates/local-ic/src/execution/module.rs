//! A canister module: checked by the rules of the network, described, and compiled.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use wasm_encoder::{ExportKind, ExportSection, RawSection};
use wasmparser::{CompositeInnerType, ExternalKind, Parser, Payload, TypeRef, ValType};

use super::host::Host;

/// Largest module after decompression.
pub(super) const MAX_MODULE_BYTES: usize = 100 * 1024 * 1024;
const MAX_CODE_BYTES: usize = 10 * 1024 * 1024;
const MAX_FUNCTIONS: u32 = 50_000;
const MAX_GLOBALS: u32 = 1_000;
const MAX_METHODS: usize = 1_000;
const MAX_METHOD_NAME_BYTES: usize = 20_000;
const MAX_CUSTOM_SECTIONS: usize = 16;
const MAX_CUSTOM_BYTES: usize = 1024 * 1024;

/// Names under which the parts that a canister need not export are exported for the host.
pub(super) const MEMORY_EXPORT: &str = "local-ic:memory";
pub(super) const TABLE_EXPORT: &str = "local-ic:table";
pub(super) const START_EXPORT: &str = "local-ic:start";

pub(super) fn global_export(index: u32) -> String {
    format!("local-ic:global:{index}")
}

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
    fn of_export(export: &str) -> Option<(Self, &str)> {
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
    const ALL: [Self; 7] = [
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

/// What the bytes say about the module.
#[derive(Debug, Default)]
pub(super) struct Description {
    pub(super) methods: BTreeMap<String, MethodKind>,
    pub(super) hooks: BTreeSet<Hook>,
    pub(super) metadata: BTreeMap<String, Metadata>,
    /// Indices of the globals whose values are part of the canister's state.
    pub(super) state_globals: Vec<u32>,
    pub(super) has_start: bool,
}

/// Checks the plain WebAssembly in `wasm` and makes it ready for the host: memory, table, mutable
/// globals and start function are exported, the start function is not run by instantiation.
///
/// # Errors
/// [`InvalidModule`] says which rule is broken.
pub(super) fn prepare(wasm: &[u8]) -> Result<(Description, Vec<u8>), InvalidModule> {
    let mut scan = Scan::default();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.map_err(malformed)?;
        if let Some((id, range)) = payload.as_section()
            && id != 0
        {
            scan.sections.push((id, range.start..range.end));
        }
        scan.visit(payload)?;
    }
    let exports = scan.exports()?;
    let mut out = wasm_encoder::Module::new();
    let mut exported = false;
    for (id, range) in &scan.sections {
        if *id >= 7 && *id != 13 && !exported {
            out.section(&exports);
            exported = true;
        }
        if *id == 7 || *id == 8 {
            continue;
        }
        let data = wasm.get(range.clone()).unwrap_or_default();
        out.section(&RawSection { id: *id, data });
    }
    if !exported {
        out.section(&exports);
    }
    Ok((scan.description, out.finish()))
}

fn malformed(error: wasmparser::BinaryReaderError) -> InvalidModule {
    InvalidModule::Malformed(error.to_string())
}

fn at_most(what: &'static str, found: usize, limit: usize) -> Result<(), InvalidModule> {
    if found > limit {
        return Err(InvalidModule::TooLarge { what, found, limit });
    }
    Ok(())
}

fn count(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// One pass over the sections.
#[derive(Default)]
struct Scan<'a> {
    description: Description,
    sections: Vec<(u8, std::ops::Range<usize>)>,
    /// For each type whether it is `() -> ()`; `None` for what is not a function.
    types: Vec<Option<bool>>,
    /// Type of each function, imported ones first.
    functions: Vec<u32>,
    globals: u32,
    has_memory: bool,
    has_table: bool,
    start: Option<u32>,
    declared: Vec<wasmparser::Export<'a>>,
    custom_sections: usize,
    custom_bytes: usize,
}

impl<'a> Scan<'a> {
    fn visit(&mut self, payload: Payload<'a>) -> Result<(), InvalidModule> {
        match payload {
            Payload::TypeSection(reader) => {
                for group in reader {
                    for ty in group.map_err(malformed)?.into_types() {
                        self.types.push(match ty.composite_type.inner {
                            CompositeInnerType::Func(f) => {
                                Some(f.params().is_empty() && f.results().is_empty())
                            }
                            _ => None,
                        });
                    }
                }
            }
            Payload::ImportSection(reader) => {
                for import in reader.into_imports() {
                    let import = import.map_err(malformed)?;
                    let (TypeRef::Func(ty), "ic0") = (import.ty, import.module) else {
                        return Err(InvalidModule::Import {
                            module: import.module.to_owned(),
                            name: import.name.to_owned(),
                        });
                    };
                    self.functions.push(ty);
                }
            }
            Payload::FunctionSection(reader) => {
                at_most("functions", count(reader.count()), count(MAX_FUNCTIONS))?;
                for ty in reader {
                    self.functions.push(ty.map_err(malformed)?);
                }
            }
            Payload::TableSection(reader) => self.has_table |= reader.count() > 0,
            Payload::MemorySection(reader) => {
                for memory in reader {
                    if memory.map_err(malformed)?.memory64 {
                        return Err(InvalidModule::Unsupported("a 64-bit memory"));
                    }
                    self.has_memory = true;
                }
            }
            Payload::GlobalSection(reader) => {
                at_most("globals", count(reader.count()), count(MAX_GLOBALS))?;
                for global in reader {
                    let ty = global.map_err(malformed)?.ty;
                    if ty.mutable {
                        if matches!(ty.content_type, ValType::Ref(_)) {
                            return Err(InvalidModule::Unsupported("a mutable reference global"));
                        }
                        self.description.state_globals.push(self.globals);
                    }
                    self.globals += 1;
                }
            }
            Payload::ExportSection(reader) => {
                for export in reader {
                    self.declared.push(export.map_err(malformed)?);
                }
            }
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::CodeSectionStart { range, .. } => {
                at_most("code bytes", range.end - range.start, MAX_CODE_BYTES)?;
            }
            Payload::CustomSection(reader) => self.custom(reader.name(), reader.data())?,
            _ => {}
        }
        Ok(())
    }

    fn custom(&mut self, name: &str, content: &[u8]) -> Result<(), InvalidModule> {
        let (public, name) = if let Some(name) = name.strip_prefix("icp:public ") {
            (true, name)
        } else if let Some(name) = name.strip_prefix("icp:private ") {
            (false, name)
        } else {
            return Ok(());
        };
        self.custom_sections += 1;
        self.custom_bytes += name.len() + content.len();
        at_most("custom sections", self.custom_sections, MAX_CUSTOM_SECTIONS)?;
        at_most("custom section bytes", self.custom_bytes, MAX_CUSTOM_BYTES)?;
        let metadata = Metadata {
            public,
            content: content.to_owned(),
        };
        if self
            .description
            .metadata
            .insert(name.to_owned(), metadata)
            .is_some()
        {
            let message = format!("Name {name} is used more than once");
            return Err(InvalidModule::CustomSection(message));
        }
        Ok(())
    }

    /// Checks the exports, and adds those that the host needs.
    fn exports(&mut self) -> Result<ExportSection, InvalidModule> {
        let mut section = ExportSection::new();
        let mut name_bytes = 0;
        for export in std::mem::take(&mut self.declared) {
            let kind = match export.kind {
                ExternalKind::Func | ExternalKind::FuncExact => {
                    name_bytes += self.function_export(export.name, export.index)?;
                    ExportKind::Func
                }
                ExternalKind::Table => ExportKind::Table,
                ExternalKind::Memory => ExportKind::Memory,
                ExternalKind::Global => ExportKind::Global,
                ExternalKind::Tag => ExportKind::Tag,
            };
            section.export(export.name, kind, export.index);
        }
        at_most("methods", self.description.methods.len(), MAX_METHODS)?;
        at_most("method name bytes", name_bytes, MAX_METHOD_NAME_BYTES)?;
        if self.has_memory {
            section.export(MEMORY_EXPORT, ExportKind::Memory, 0);
        }
        if self.has_table {
            section.export(TABLE_EXPORT, ExportKind::Table, 0);
        }
        if let Some(start) = self.start {
            section.export(START_EXPORT, ExportKind::Func, start);
            self.description.has_start = true;
        }
        for index in &self.description.state_globals {
            section.export(&global_export(*index), ExportKind::Global, *index);
        }
        Ok(section)
    }

    /// The length of the method name; 0 if the function is not a method.
    fn function_export(&mut self, name: &str, index: u32) -> Result<usize, InvalidModule> {
        if !name.starts_with("canister_") {
            return Ok(0);
        }
        let mut name_bytes = 0;
        if let Some(hook) = Hook::ALL.into_iter().find(|hook| hook.export() == name) {
            self.description.hooks.insert(hook);
        } else if let Some((kind, method)) = MethodKind::of_export(name) {
            name_bytes = method.len();
            let methods = &mut self.description.methods;
            if let Some(other) = methods.insert(method.to_owned(), kind) {
                let message = format!("Method '{method}' is exported as {other} and as {kind}");
                return Err(InvalidModule::Export(message));
            }
        } else {
            let message = format!("Exporting reserved function '{name}' with \"canister_\" prefix");
            return Err(InvalidModule::Export(message));
        }
        let ty = self
            .functions
            .get(count(index))
            .copied()
            .unwrap_or(u32::MAX);
        if self.types.get(count(ty)).copied().flatten() != Some(true) {
            let message = format!("Function '{name}' must take and return nothing");
            return Err(InvalidModule::Signature(message));
        }
        Ok(name_bytes)
    }
}
