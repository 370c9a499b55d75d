//! What a canister may do and see when it runs.

use candid::Principal;

use super::canister::ContextId;
use super::cycles;
use super::instance::Instance;
use super::reject::Rejection;
use crate::execution::{Costs, Entry, Env, Outcome};

/// Instructions of an update, a callback, a timer or a heartbeat.
pub(super) const UPDATE_INSTRUCTIONS: u64 = 40_000_000_000;
/// Instructions of a query.
pub(super) const QUERY_INSTRUCTIONS: u64 = 5_000_000_000;
/// Instructions of `canister_inspect_message`.
pub(super) const INSPECT_INSTRUCTIONS: u64 = 200_000_000;
/// Instructions of an installation or an upgrade.
pub(super) const INSTALL_INSTRUCTIONS: u64 = 300_000_000_000;
/// Instructions of anything on a benchmarking subnet.
const BENCHMARK_INSTRUCTIONS: u64 = 10_000_000_000_000_000;

impl Instance {
    /// Whether the balance above the freezing limit covers `instructions`.
    pub(super) fn afford(&self, id: Principal, instructions: u64) -> Result<(), Rejection> {
        let canister = self
            .canisters
            .get(&id)
            .ok_or_else(|| Rejection::canister_not_found(id))?;
        let subnet = self.subnet(canister);
        let needed = cycles::freezing_limit(canister, subnet)
            .saturating_add(cycles::costs(subnet).execution(instructions));
        if canister.balance < needed && subnet.charges_cycles() {
            return Err(Rejection::out_of_cycles(id, needed - canister.balance));
        }
        Ok(())
    }

    /// Runs an entry point. Nothing is applied: the caller settles or rolls back.
    ///
    /// # Errors
    /// The canister is missing or has no code.
    pub(super) fn run(
        &mut self,
        id: Principal,
        entry: Entry<'_>,
        env: Env,
        limit: u64,
    ) -> Result<Outcome, Rejection> {
        let code = self
            .canisters
            .get_mut(&id)
            .ok_or_else(|| Rejection::canister_not_found(id))?
            .code
            .as_mut()
            .ok_or_else(|| Rejection::no_wasm_module(id))?;
        Ok(code.process.run(entry, env, limit))
    }

    pub(super) fn rollback(&mut self, id: Principal) {
        if let Some(canister) = self.canisters.get_mut(&id)
            && let Some(code) = &mut canister.code
        {
            code.process.rollback();
        }
    }

    /// What a canister sees whatever it runs.
    pub(super) fn env(&self, id: Principal) -> Env {
        let Some(canister) = self.canisters.get(&id) else {
            return Env::new(id, id, self.time_ns);
        };
        let subnet = self.subnet(canister);
        let mut env = Env::new(id, subnet.id, self.time_ns);
        env.node_count = subnet.size;
        env.canister_version = canister.version;
        env.status = canister.run_status();
        env.balance = canister.balance;
        env.freezing_limit = cycles::freezing_limit(canister, subnet);
        env.controllers = canister.settings.controllers.clone();
        env.env_vars = canister.settings.environment.clone();
        env.root_key = self.root_key.clone();
        env.wasm_memory_limit =
            Some(canister.settings.wasm_memory_limit).filter(|limit| *limit > 0);
        env.global_timer_ns = canister.global_timer_ns;
        env.costs = cycles::costs(subnet);
        env
    }

    /// What a canister sees in a call context.
    pub(super) fn context_env(&self, id: Principal, context_id: ContextId) -> Env {
        let mut env = self.env(id);
        let context = self
            .canisters
            .get(&id)
            .and_then(|canister| canister.contexts.get(&context_id));
        if let Some(context) = context {
            env.caller = context.caller;
            env.caller_info = context.caller_info.clone();
            env.deadline_ns = context.deadline_ns;
            env.cycles_available = context.cycles_available;
            env.responded = context.responded;
            env.call_context_instructions = context.instructions;
        }
        env
    }

    pub(super) fn costs(&self, id: Principal) -> Costs {
        self.canisters
            .get(&id)
            .map(|canister| cycles::costs(self.subnet(canister)))
            .unwrap_or_default()
    }

    /// The instruction limit on the canister's subnet.
    pub(super) fn limit(&self, id: Principal, production: u64) -> u64 {
        let benchmarks = self
            .canisters
            .get(&id)
            .is_some_and(|canister| self.subnet(canister).benchmarks());
        if benchmarks {
            BENCHMARK_INSTRUCTIONS
        } else {
            production
        }
    }
}
