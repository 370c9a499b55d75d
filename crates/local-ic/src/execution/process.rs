//! The live state of one canister.

use std::fmt;
use std::sync::Arc;

use wasmtime::Val;

use super::heap::{Image, PAGE_BYTES};
use super::host::Message;
use super::live::Live;
use super::message::{Entry, Env, Outcome};
use super::module::Module;
use super::stable::StableMemory;

/// A canister with its module installed: heap, globals and stable memory.
///
/// Changes of [`Process::run`] are visible to the next run and become permanent with
/// [`Process::commit`]; a trap takes back everything since the last commit by itself. Updates:
/// run, then commit. Queries: run (composite ones several parts, up to the first that traps), then
/// roll back.
pub struct Process {
    module: Arc<Module>,
    stable: StableMemory,
    /// `None` until the first commit: what the module says is the state.
    committed: Option<Committed>,
    /// A cache of the committed state and what is pending. Absent when nothing is pending.
    live: Option<Live>,
}

/// Heap and globals as of the last commit.
#[derive(Clone, Default)]
pub(super) struct Committed {
    pub(super) heap: Image,
    pub(super) globals: Vec<Val>,
}

impl fmt::Debug for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Process")
            .field("module", &self.module)
            .field("heap_bytes", &self.heap_bytes())
            .field("stable_bytes", &self.stable_bytes())
            .finish_non_exhaustive()
    }
}

impl Process {
    /// A fresh heap over `stable`. Nothing runs until the first [`Process::run`], which should be
    /// [`Entry::Init`] or [`Entry::PostUpgrade`].
    #[must_use]
    pub fn new(module: Arc<Module>, stable: StableMemory) -> Self {
        Self {
            module,
            stable,
            committed: None,
            live: None,
        }
    }

    /// A copy of the committed state, for snapshots. Memory is shared until it is written to.
    #[must_use]
    pub fn fork(&self) -> Self {
        let mut stable = self.stable.clone();
        stable.rollback();
        Self {
            module: self.module.clone(),
            stable,
            committed: self.committed.clone(),
            live: None,
        }
    }

    /// Runs one entry point with at most `limit` instructions. A hook that the module does not
    /// implement is a success that does nothing.
    pub fn run(&mut self, entry: Entry<'_>, env: Env, limit: u64) -> Outcome {
        let canister = env.self_id;
        let mut live = self.live.take().unwrap_or_else(|| Live::new(&self.module));
        self.stable.begin();
        live.load(
            Message::new(entry, env, limit),
            std::mem::take(&mut self.stable),
        );
        let result = live
            .instantiate(&self.module, self.committed.as_ref())
            .and_then(|()| live.execute(&self.module, entry));
        let instructions = live.instructions();
        let (message, stable) = live.unload();
        self.stable = stable;
        self.live = Some(live);
        match result {
            Ok(()) => message.into_outcome(instructions),
            Err(failure) => {
                self.rollback();
                message.into_failure(failure, canister, instructions)
            }
        }
    }

    /// Makes the changes since the last commit permanent.
    pub fn commit(&mut self) {
        self.stable.commit();
        if let Some(live) = &mut self.live {
            live.capture(self.committed.get_or_insert_default());
        }
        self.live.take_if(|live| !live.may_stay(&self.module));
    }

    /// Takes the changes since the last commit back.
    pub fn rollback(&mut self) {
        self.stable.rollback();
        self.live = match (self.live.take(), &self.committed) {
            (Some(mut live), Some(committed)) if live.may_stay(&self.module) => {
                live.restore(committed).then_some(live)
            }
            _ => None,
        };
    }

    /// Drops what can be made again from the committed state, and what is pending: for canisters
    /// that are idle.
    pub fn hibernate(&mut self) {
        self.stable.rollback();
        self.live = None;
    }

    #[must_use]
    pub fn module(&self) -> &Arc<Module> {
        &self.module
    }

    /// Stable memory with what is pending.
    #[must_use]
    pub fn stable(&self) -> &StableMemory {
        &self.stable
    }

    /// Replaces stable memory. There is nothing to roll back to.
    pub fn set_stable(&mut self, stable: StableMemory) {
        self.stable = stable;
    }

    /// Keeps stable memory and drops the rest, as an upgrade does.
    #[must_use]
    pub fn into_stable(self) -> StableMemory {
        self.stable
    }

    /// Size of the heap in bytes, with what is pending; 0 before the first run.
    #[must_use]
    pub fn heap_bytes(&self) -> u64 {
        let pages = match (&self.live, &self.committed) {
            (Some(live), _) => live.pages(),
            (None, Some(committed)) => committed.heap.len(),
            (None, None) => 0,
        };
        u64::try_from(pages * PAGE_BYTES).unwrap_or(u64::MAX)
    }

    /// Size of stable memory in bytes, with what is pending.
    #[must_use]
    pub fn stable_bytes(&self) -> u64 {
        self.stable.bytes()
    }
}
