//! A WebAssembly instance of a canister's module.

use std::sync::Arc;

use wasmtime::{Global, Instance, Store, Table};

use super::heap::PAGE_BYTES;
use super::host::{Failure, Host, Message};
use super::message::{Closure, Entry};
use super::meter;
use super::module::{Hook, MethodKind, Module};
use super::prepare::{MEMORY_EXPORT, START_EXPORT, TABLE_EXPORT, global_export};
use super::process::Committed;
use super::rules::Context;
use super::stable::StableMemory;

/// Instances kept between messages, in all canisters together. Beyond that each message makes its
/// own, which costs some hundred microseconds but neither memory nor address space.
const KEPT: usize = 512;

pub(super) struct Live {
    store: Store<Host>,
    /// `None` until the first run.
    parts: Option<Parts>,
    count: Arc<()>,
}

/// The instance and what of it is the canister's state.
struct Parts {
    instance: Instance,
    table: Option<Table>,
    globals: Vec<Global>,
}

impl Live {
    pub(super) fn new(module: &Module) -> Self {
        let mut store = Store::new(module.pre.module().engine(), Host::idle());
        store.limiter(|host| host);
        Self {
            store,
            parts: None,
            count: module.live.clone(),
        }
    }

    /// Whether this instance may serve another message: its module allows it, and there are not
    /// too many.
    pub(super) fn may_stay(&self, module: &Module) -> bool {
        !module.description.is_volatile && Arc::strong_count(&self.count) <= KEPT
    }

    /// Hands over what the next execution works on.
    pub(super) fn load(&mut self, message: Message, stable: StableMemory) {
        let host = self.store.data_mut();
        host.message = message;
        host.stable = stable;
    }

    /// Takes back what [`Live::load`] handed over.
    pub(super) fn unload(&mut self) -> (Message, StableMemory) {
        let host = self.store.data_mut();
        let message = std::mem::replace(&mut host.message, Message::idle());
        (message, std::mem::take(&mut host.stable))
    }

    /// Instructions used by the message that is loaded.
    pub(super) fn instructions(&self) -> u64 {
        let left = self.store.get_fuel().unwrap_or_default();
        meter::instructions_used(self.store.data().message.limit, left)
    }

    pub(super) fn pages(&self) -> usize {
        let memory = self.store.data().memory;
        memory.map_or(0, |memory| memory.data_size(&self.store) / PAGE_BYTES)
    }

    /// Makes the instance in its committed state, if there is none yet, and fills up the fuel.
    pub(super) fn instantiate(
        &mut self,
        module: &Module,
        committed: Option<&Committed>,
    ) -> Result<(), Failure> {
        let fuel = meter::fuel_for(self.store.data().message.limit);
        let limit = self.store.data().message.limit;
        let failure = |error| Failure::of(error, limit);
        self.store.set_fuel(fuel).map_err(failure)?;
        if self.parts.is_none() {
            self.make(module, committed).map_err(failure)?;
        }
        let needed = u64::try_from(self.pages() * PAGE_BYTES).unwrap_or(u64::MAX);
        match self.store.data().message.wasm_memory_limit() {
            Some(limit) if needed > limit => Err(Failure::WasmMemoryLimit { limit, needed }),
            _ => Ok(()),
        }
    }

    fn make(&mut self, module: &Module, committed: Option<&Committed>) -> wasmtime::Result<()> {
        self.store.data_mut().restoring = committed.is_some();
        let instance = module.pre.instantiate(&mut self.store)?;
        let store = &mut self.store;
        let memory = instance.get_memory(&mut *store, MEMORY_EXPORT);
        let globals = module.description.state_globals.iter();
        self.parts = Some(Parts {
            instance,
            table: instance.get_table(&mut *store, TABLE_EXPORT),
            globals: globals
                .filter_map(|index| instance.get_global(&mut *store, &global_export(*index)))
                .collect(),
        });
        store.data_mut().memory = memory;
        if let Some(committed) = committed {
            let missing = committed.heap.len().saturating_sub(self.pages());
            if let Some(memory) = memory {
                let missing = u64::try_from(missing).unwrap_or(u64::MAX);
                memory.grow(&mut self.store, missing)?;
            }
            if !self.restore(committed) {
                return Err(wasmtime::format_err!("the heap cannot be restored"));
            }
        }
        self.store.data_mut().restoring = false;
        Ok(())
    }

    /// Takes the state over into `committed`.
    pub(super) fn capture(&mut self, committed: &mut Committed) {
        let Some(parts) = &self.parts else { return };
        if let Some(memory) = self.store.data().memory {
            committed.heap.capture(memory.data(&self.store));
        }
        let globals = parts.globals.iter();
        committed.globals = globals.map(|global| global.get(&mut self.store)).collect();
    }

    /// Puts the state back to `committed`. False if the heap has grown since, because it cannot
    /// shrink.
    pub(super) fn restore(&mut self, committed: &Committed) -> bool {
        if self.pages() != committed.heap.len() {
            return false;
        }
        let Some(parts) = &self.parts else {
            return false;
        };
        if let Some(memory) = self.store.data().memory {
            committed.heap.restore(memory.data_mut(&mut self.store));
        }
        let values = parts.globals.iter().zip(&committed.globals);
        values.fold(true, |fine, (global, value)| {
            global.set(&mut self.store, *value).is_ok() && fine
        })
    }

    /// Runs the function that `entry` names.
    pub(super) fn execute(&mut self, module: &Module, entry: Entry<'_>) -> Result<(), Failure> {
        match entry {
            Entry::Init { .. } => {
                self.start(module)?;
                self.hook(module, Hook::Init)
            }
            Entry::PostUpgrade { .. } => {
                self.start(module)?;
                self.hook(module, Hook::PostUpgrade)
            }
            Entry::PreUpgrade => self.hook(module, Hook::PreUpgrade),
            Entry::Update { method, .. } => self.method(module, MethodKind::Update, method),
            Entry::Query { method, .. } => self.method(module, MethodKind::Query, method),
            Entry::CompositeQuery { method, .. } => {
                self.method(module, MethodKind::CompositeQuery, method)
            }
            Entry::InspectMessage { .. } => self.hook(module, Hook::InspectMessage),
            Entry::Heartbeat => self.hook(module, Hook::Heartbeat),
            Entry::GlobalTimer => self.hook(module, Hook::GlobalTimer),
            Entry::LowWasmMemory => self.hook(module, Hook::LowWasmMemory),
            Entry::ReplyCallback { closure, .. }
            | Entry::RejectCallback { closure, .. }
            | Entry::Cleanup { closure, .. } => self.closure(closure),
        }
    }

    fn start(&mut self, module: &Module) -> Result<(), Failure> {
        if !module.description.has_start {
            return Ok(());
        }
        let message = &mut self.store.data_mut().message;
        let context = std::mem::replace(&mut message.context, Context::Start);
        let result = self.export(START_EXPORT);
        self.store.data_mut().message.context = context;
        result
    }

    fn hook(&mut self, module: &Module, hook: Hook) -> Result<(), Failure> {
        if !module.has(hook) {
            return Ok(());
        }
        self.export(hook.export())
    }

    fn method(&mut self, module: &Module, kind: MethodKind, method: &str) -> Result<(), Failure> {
        if module.method(method) != Some(kind) {
            let method = method.to_owned();
            return Err(Failure::MethodNotFound { kind, method });
        }
        self.export(&kind.export(method))
    }

    fn export(&mut self, name: &str) -> Result<(), Failure> {
        let function = self
            .parts
            .as_ref()
            .ok_or_else(|| wasmtime::format_err!("there is no instance"))
            .and_then(|parts| {
                parts
                    .instance
                    .get_typed_func::<(), ()>(&mut self.store, name)
            });
        self.finish(function, |function, store| function.call(store, ()))
    }

    fn closure(&mut self, Closure { fun, env }: Closure) -> Result<(), Failure> {
        let table = self.parts.as_ref().and_then(|parts| parts.table);
        let function = table
            .and_then(|table| table.get(&mut self.store, fun.into()))
            .and_then(|entry| entry.as_func().flatten().copied())
            .ok_or(Failure::FunctionNotFound(fun))?
            .typed::<u32, ()>(&self.store);
        self.finish(function, |function, store| function.call(store, env))
    }

    fn finish<F>(
        &mut self,
        function: wasmtime::Result<F>,
        call: impl FnOnce(F, &mut Store<Host>) -> wasmtime::Result<()>,
    ) -> Result<(), Failure> {
        let limit = self.store.data().message.limit;
        function
            .and_then(|function| call(function, &mut self.store))
            .map_err(|error| Failure::of(error, limit))
    }
}
