//! The live state of one canister.

use std::sync::Arc;

use super::message::{Entry, Env, Outcome};
use super::module::Module;
use super::stable::StableMemory;

/// A canister with its module installed: heap, globals and stable memory.
///
/// Changes of [`Process::run`] are visible to the next run and become permanent with
/// [`Process::commit`]. A trap takes them back, to the last commit, by itself.
#[derive(Debug)]
pub struct Process {
    module: Arc<Module>,
    stable: StableMemory,
}

impl Process {
    /// A fresh heap over `stable`. Nothing runs until the first [`Process::run`], which should be
    /// [`Entry::Init`] or [`Entry::PostUpgrade`].
    #[must_use]
    pub fn new(module: Arc<Module>, stable: StableMemory) -> Self {
        Self { module, stable }
    }
    /// Runs one entry point with at most `limit` instructions.
    pub fn run(&mut self, _entry: Entry<'_>, _env: Env, _limit: u64) -> Outcome { unimplemented!() }
    /// Makes the changes since the last commit permanent.
    pub fn commit(&mut self) {}
    /// Takes the changes since the last commit back.
    pub fn rollback(&mut self) {}
    /// Drops the live instance and keeps the committed state: for canisters that are idle.
    pub fn hibernate(&mut self) {}
    #[must_use]
    pub fn module(&self) -> &Arc<Module> { &self.module }
    #[must_use]
    pub fn stable(&self) -> &StableMemory { &self.stable }
    /// Replaces stable memory as of now; counts as committed.
    pub fn set_stable(&mut self, stable: StableMemory) { self.stable = stable; }
    /// Keeps stable memory and drops the rest, as an upgrade does.
    #[must_use]
    pub fn into_stable(self) -> StableMemory { self.stable }
    /// Size of the heap in bytes as of the last run.
    #[must_use]
    pub fn heap_bytes(&self) -> u64 { 0 }
    #[must_use]
    pub fn stable_bytes(&self) -> u64 { self.stable.bytes() }
}
