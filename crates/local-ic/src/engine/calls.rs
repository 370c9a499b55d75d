//! One message: admission, execution, effects, answer.

use candid::Principal;
use pocket_ic::ErrorCode;

use super::canister::{
    Answer, CallContext, Callback, CallbackId, ContextId, LowMemoryHook, Message, Origin, Request,
    Task,
};
use super::cycles;
use super::instance::Instance;
use super::management::ManagementCall;
use super::reject::Rejection;
use crate::execution::{Entry, Env, Hook, MethodKind, Outcome, OutgoingCall, Response};

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
/// Requests of one canister that may wait in the inbox of another.
const QUEUE_CAPACITY: usize = 500;
/// The longest a bounded-wait call waits, seconds.
const MAX_CALL_TIMEOUT_S: u32 = 300;
const HEAP_LIMIT: u64 = 4 << 30;
const NANOS_PER_SECOND: u64 = 1_000_000_000;

impl Instance {
    /// Executes the oldest message of a canister's inbox; the instructions it took.
    pub(super) fn execute_next(&mut self, id: Principal) -> u64 {
        let message = self
            .canisters
            .get_mut(&id)
            .and_then(|canister| canister.inbox.pop_front());
        match message {
            None => 0,
            Some(Message::Request(request)) => self.execute_request(id, request),
            Some(Message::Response {
                callback,
                answer,
                refund,
            }) => self.execute_response(id, callback, &answer, refund),
            Some(Message::Task(task)) => self.execute_task(id, task),
        }
    }

    fn execute_request(&mut self, id: Principal, request: Request) -> u64 {
        let subnet = self.canisters.get(&id).map(|canister| canister.subnet);
        let expired = request.deadline_ns.is_some_and(|when| when < self.time_ns);
        let admitted = if expired {
            Err(Rejection::deadline_expired())
        } else {
            self.admit_request(id, &request.method)
        };
        let kind = match admitted {
            Ok(kind) => kind,
            Err(rejection) => {
                self.answer(subnet, request.origin, Err(rejection), request.cycles);
                return 0;
            }
        };
        if let Origin::Ingress(request_id) = &request.origin {
            self.ingress.processing(request_id);
        }
        let Request {
            origin,
            caller,
            caller_info,
            method,
            arg,
            cycles,
            deadline_ns,
            ..
        } = request;
        let context = self.open(
            id,
            CallContext {
                origin,
                caller,
                caller_info,
                deadline_ns,
                cycles_available: cycles,
                responded: false,
                outstanding: 0,
                instructions: 0,
            },
        );
        let (entry, limit) = match kind {
            MethodKind::Update => (
                Entry::Update {
                    method: &method,
                    arg: &arg,
                },
                UPDATE_INSTRUCTIONS,
            ),
            MethodKind::Query | MethodKind::CompositeQuery => (
                Entry::Query {
                    method: &method,
                    arg: &arg,
                },
                QUERY_INSTRUCTIONS,
            ),
        };
        self.execute_entry(id, context, entry, limit, kind != MethodKind::Update)
    }

    fn execute_task(&mut self, id: Principal, task: Task) -> u64 {
        let ready = self.canisters.get(&id).is_some_and(|canister| {
            canister.is_running()
                && canister.code.is_some()
                && self.afford(id, UPDATE_INSTRUCTIONS).is_ok()
        });
        if !ready {
            return 0;
        }
        let context = self.open(
            id,
            CallContext {
                origin: Origin::System,
                caller: Principal::management_canister(),
                caller_info: None,
                deadline_ns: None,
                cycles_available: 0,
                responded: false,
                outstanding: 0,
                instructions: 0,
            },
        );
        let entry = match task {
            Task::Heartbeat => Entry::Heartbeat,
            Task::GlobalTimer => Entry::GlobalTimer,
            Task::LowWasmMemory => Entry::LowWasmMemory,
        };
        self.execute_entry(id, context, entry, UPDATE_INSTRUCTIONS, false)
    }

    /// Runs the first entry point of a fresh context and charges for it.
    fn execute_entry(
        &mut self,
        id: Principal,
        context: ContextId,
        entry: Entry<'_>,
        limit: u64,
        read_only: bool,
    ) -> u64 {
        let limit = self.limit(id, limit);
        let mut env = self.context_env(id, context);
        let costs = self.costs(id);
        env.balance = env.balance.saturating_sub(costs.execution(limit));
        match self.run(id, entry, env, limit) {
            Ok(outcome) => {
                let instructions = outcome.instructions;
                if let Some(canister) = self.canisters.get_mut(&id) {
                    cycles::charge(canister, costs.execution(instructions));
                }
                self.settle(id, context, outcome, read_only);
                instructions
            }
            Err(rejection) => {
                self.close(id, context, None, Some(rejection));
                0
            }
        }
    }

    fn execute_response(
        &mut self,
        id: Principal,
        callback_id: CallbackId,
        answer: &Answer,
        refund: u128,
    ) -> u64 {
        let costs = self.costs(id);
        let Some(canister) = self.canisters.get_mut(&id) else {
            return 0;
        };
        canister.balance += refund;
        let Some(callback) = canister.callbacks.remove(&callback_id) else {
            return 0;
        };
        let Some(context) = canister.contexts.get_mut(&callback.context) else {
            canister.balance += callback.prepaid;
            return 0;
        };
        context.outstanding -= 1;
        let rejected = answer.as_ref().err().map(Rejection::for_canister);
        let entry = match (answer, &rejected) {
            (Ok(data), _) => Entry::ReplyCallback {
                closure: callback.on_reply,
                data,
            },
            (Err(_), rejected) => {
                let (code, message) = rejected.as_ref().map_or((0, ""), |(c, m)| (*c, m));
                Entry::RejectCallback {
                    closure: callback.on_reject,
                    code,
                    message,
                }
            }
        };
        let limit = self.limit(id, UPDATE_INSTRUCTIONS);
        let mut env = self.context_env(id, callback.context);
        env.cycles_refunded = refund;
        let outcome = match self.run(id, entry, env, limit) {
            Ok(outcome) => outcome,
            Err(rejection) => {
                self.close(id, callback.context, None, Some(rejection));
                return 0;
            }
        };
        let mut instructions = outcome.instructions;
        if outcome.result.is_err()
            && let Some(closure) = callback.on_cleanup
        {
            let reject_code = rejected.as_ref().map_or(0, |(code, _)| *code);
            let mut env = self.context_env(id, callback.context);
            env.call_context_instructions += instructions;
            let entry = Entry::Cleanup {
                closure,
                reject_code,
            };
            // What is left of the callback's instructions; the network keeps a share for this.
            let rest = (limit - instructions.min(limit)).max(limit / 20);
            if let Ok(cleanup) = self.run(id, entry, env, rest) {
                instructions += cleanup.instructions;
                self.clean_up(id, cleanup);
            }
        }
        let bytes = answer.as_ref().map_or(0, Vec::len);
        let used = costs.response(u64::try_from(bytes).unwrap_or(u64::MAX), instructions);
        if let Some(canister) = self.canisters.get_mut(&id) {
            canister.consumed += callback.prepaid.min(used);
            canister.balance += callback.prepaid.saturating_sub(used);
        }
        self.settle(id, callback.context, outcome, false);
        instructions
    }

    /// Keeps what a cleanup callback did, if it did not trap.
    fn clean_up(&mut self, id: Principal, outcome: Outcome) {
        let Some(canister) = self.canisters.get_mut(&id) else {
            return;
        };
        canister.log(outcome.logs);
        if outcome.result.is_err() {
            return;
        }
        if let Some(code) = &mut canister.code {
            code.process.commit();
        }
        if let Some(timer) = outcome.global_timer_ns {
            canister.global_timer_ns = timer;
        }
        canister.version += 1;
    }

    /// Applies the effects of an execution, answers, and closes the context when nothing is open.
    fn settle(&mut self, id: Principal, context_id: ContextId, outcome: Outcome, read_only: bool) {
        let time_ns = self.time_ns;
        let Some(canister) = self.canisters.get_mut(&id) else {
            return;
        };
        let Some(mut context) = canister.contexts.remove(&context_id) else {
            return;
        };
        context.instructions += outcome.instructions;
        canister.transactions += 1;
        canister.log(outcome.logs);
        let mut response = None;
        let mut sends = Vec::new();
        let failure = outcome.result.err().map(Rejection::trap);
        if failure.is_none() {
            if let Some(code) = &mut canister.code {
                if read_only {
                    code.process.rollback();
                } else {
                    code.process.commit();
                    canister.version += 1;
                }
            }
            context.cycles_available -= outcome.cycles_accepted.min(context.cycles_available);
            canister.balance += outcome.cycles_accepted;
            cycles::charge(canister, outcome.cycles_burned);
            if let Some(data) = outcome.certified_data {
                canister.certified_data = data;
            }
            if let Some(timer) = outcome.global_timer_ns {
                canister.global_timer_ns = timer;
            }
            response = outcome.response;
            for call in outcome.calls {
                context.outstanding += 1;
                let moved = call.cycles + call.prepaid;
                canister.balance = canister.balance.saturating_sub(moved);
                let callback = canister.fresh_id();
                let deadline_ns = call.best_effort_timeout.map(|seconds| {
                    time_ns + u64::from(seconds.min(MAX_CALL_TIMEOUT_S)) * NANOS_PER_SECOND
                });
                canister.callbacks.insert(
                    callback,
                    Callback {
                        context: context_id,
                        on_reply: call.on_reply,
                        on_reject: call.on_reject,
                        on_cleanup: call.on_cleanup,
                        prepaid: call.prepaid,
                        deadline_ns,
                        answered: false,
                    },
                );
                sends.push((callback, deadline_ns, call));
            }
        }
        let version = canister.version;
        canister.contexts.insert(context_id, context);
        self.watch_memory(id);
        for (callback, deadline_ns, call) in sends {
            self.send_call(id, version, callback, deadline_ns, call);
        }
        self.close(id, context_id, response, failure);
    }

    /// Answers a context as far as there is something to say, and forgets it when no call is open.
    fn close(
        &mut self,
        id: Principal,
        context_id: ContextId,
        response: Option<Response>,
        failure: Option<Rejection>,
    ) {
        let Some(canister) = self.canisters.get_mut(&id) else {
            return;
        };
        let subnet = canister.subnet;
        let Some(context) = canister.contexts.get_mut(&context_id) else {
            return;
        };
        let open = context.outstanding > 0;
        let answer = match response {
            _ if context.responded => None,
            Some(Response::Reply(data)) => Some(Ok(data)),
            Some(Response::Reject(message)) => Some(Err(Rejection::by_canister(message))),
            None if open => None,
            None => Some(Err(failure.unwrap_or_else(|| Rejection::did_not_reply(id)))),
        };
        let refund = if answer.is_some() {
            context.responded = true;
            std::mem::take(&mut context.cycles_available)
        } else {
            0
        };
        let origin = context.origin.clone();
        if !open {
            canister.contexts.remove(&context_id);
        }
        if let Some(answer) = answer {
            self.answer(Some(subnet), origin, answer, refund);
        }
    }

    /// Routes a call: to the management canister, to a canister, or back as rejected.
    fn send_call(
        &mut self,
        caller: Principal,
        caller_version: u64,
        callback: CallbackId,
        deadline_ns: Option<u64>,
        call: OutgoingCall,
    ) {
        let Some(subnet) = self.canisters.get(&caller).map(|canister| canister.subnet) else {
            return;
        };
        let request = Request {
            origin: Origin::Canister {
                id: caller,
                callback,
            },
            caller,
            caller_info: None,
            caller_version: Some(caller_version),
            method: call.method,
            arg: call.arg,
            cycles: call.cycles,
            deadline_ns,
        };
        if call.callee == Principal::management_canister() {
            self.management.push_back(ManagementCall { request, subnet });
            return;
        }
        if let Some(subnet) = self.network.position_of(call.callee) {
            self.management.push_back(ManagementCall { request, subnet });
            return;
        }
        let waiting = self.canisters.get(&call.callee).map_or(0, |callee| {
            let from_caller = |m: &&Message| matches!(m, Message::Request(r) if r.caller == caller);
            if callee.inbox.len() < QUEUE_CAPACITY {
                return 0;
            }
            callee.inbox.iter().filter(from_caller).count()
        });
        if waiting >= QUEUE_CAPACITY {
            let rejection = Rejection::new(
                ErrorCode::CanisterQueueFull,
                format!(
                    "Canister {} has too many messages of {caller} waiting",
                    call.callee
                ),
            );
            self.answer(Some(subnet), request.origin, Err(rejection), request.cycles);
            return;
        }
        self.send(Some(subnet), call.callee, Message::Request(request));
    }

    /// Whether a canister takes a call of `method` now.
    fn admit_request(&self, id: Principal, method: &str) -> Result<MethodKind, Rejection> {
        let canister = self
            .canisters
            .get(&id)
            .ok_or_else(|| Rejection::canister_not_found(id))?;
        canister.check_running()?;
        let code = canister
            .code
            .as_ref()
            .ok_or_else(|| Rejection::no_wasm_module(id))?;
        let limit = match code.module().method(method) {
            Some(MethodKind::Update) => UPDATE_INSTRUCTIONS,
            Some(MethodKind::Query) => QUERY_INSTRUCTIONS,
            Some(MethodKind::CompositeQuery) => {
                return Err(Rejection::in_canister(
                    ErrorCode::CompositeQueryCalledInReplicatedMode,
                    id,
                    "Composite query cannot be called in replicated mode",
                ));
            }
            None => return Err(Rejection::no_method(id, "update", method)),
        };
        self.afford(id, limit)?;
        Ok(if limit == UPDATE_INSTRUCTIONS {
            MethodKind::Update
        } else {
            MethodKind::Query
        })
    }

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

    fn open(&mut self, id: Principal, context: CallContext) -> ContextId {
        let Some(canister) = self.canisters.get_mut(&id) else {
            return 0;
        };
        let context_id = canister.fresh_id();
        canister.contexts.insert(context_id, context);
        context_id
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

    fn context_env(&self, id: Principal, context_id: ContextId) -> Env {
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

    fn costs(&self, id: Principal) -> crate::execution::Costs {
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

    /// Schedules the low-memory hook when the heap crosses the threshold, once per crossing.
    fn watch_memory(&mut self, id: Principal) {
        let Some(canister) = self.canisters.get_mut(&id) else {
            return;
        };
        let Some(code) = &canister.code else {
            return;
        };
        let settings = &canister.settings;
        let limit = match settings.wasm_memory_limit {
            0 => HEAP_LIMIT,
            limit => limit.min(HEAP_LIMIT),
        };
        let left = limit.saturating_sub(code.process.heap_bytes());
        if left >= settings.wasm_memory_threshold {
            canister.low_memory = LowMemoryHook::Armed;
        } else if canister.low_memory == LowMemoryHook::Armed
            && code.module().has(Hook::LowWasmMemory)
        {
            canister.low_memory = LowMemoryHook::Fired;
            let task = Message::Task(Task::LowWasmMemory);
            canister.inbox.push_front(task);
        }
    }
}
