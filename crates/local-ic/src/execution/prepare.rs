//! Checks a module by the rules of the network and makes it ready for the host.

use std::ops::Range;

use wasm_encoder::{ExportKind, ExportSection, RawSection};
use wasmparser::{CompositeInnerType, ExternalKind, Operator, Parser, Payload, TypeRef, ValType};

use super::module::{Description, Hook, InvalidModule, Metadata, MethodKind};

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

/// Checks the plain WebAssembly in `wasm` and makes it ready for the host: memory, table, mutable
/// globals and start function are exported, the start function is not run by instantiation.
///
/// # Errors
/// [`InvalidModule`] says which rule is broken.
pub(super) fn prepare(wasm: &[u8]) -> Result<(Description, Vec<u8>), InvalidModule> {
    let mut scan = Scan::default();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
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

fn at_most(what: &'static str, found: usize, limit: usize) -> Result<(), InvalidModule> {
    if found > limit {
        return Err(InvalidModule::TooLarge { what, found, limit });
    }
    Ok(())
}

fn count(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

fn changes_tables_or_segments(operator: &Operator<'_>) -> bool {
    matches!(
        operator,
        Operator::TableSet { .. }
            | Operator::TableGrow { .. }
            | Operator::TableFill { .. }
            | Operator::TableCopy { .. }
            | Operator::TableInit { .. }
            | Operator::ElemDrop { .. }
            | Operator::DataDrop { .. }
    )
}

/// One pass over the sections.
#[derive(Default)]
struct Scan<'a> {
    description: Description,
    sections: Vec<(u8, Range<usize>)>,
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
                    for ty in group?.into_types() {
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
                    let import = import?;
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
                    self.functions.push(ty?);
                }
            }
            Payload::TableSection(reader) => self.has_table |= reader.count() > 0,
            Payload::MemorySection(reader) => {
                for memory in reader {
                    if memory?.memory64 {
                        return Err(InvalidModule::Unsupported("a 64-bit memory"));
                    }
                    self.has_memory = true;
                }
            }
            Payload::GlobalSection(reader) => {
                at_most("globals", count(reader.count()), count(MAX_GLOBALS))?;
                for global in reader {
                    let ty = global?.ty;
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
                    self.declared.push(export?);
                }
            }
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::CodeSectionStart { range, .. } => {
                at_most("code bytes", range.end - range.start, MAX_CODE_BYTES)?;
            }
            Payload::CodeSectionEntry(body) => {
                let volatile = &mut self.description.is_volatile;
                for operator in body.get_operators_reader()? {
                    *volatile |= changes_tables_or_segments(&operator?);
                }
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
