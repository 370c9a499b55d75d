//! One message: admission and execution. What comes of it is in `effects`.

use candid::Principal;
use pocket_ic::ErrorCode;

use super::canister::{Answer, CallContext, CallbackId, ContextId, Message, Origin, Request, Task};
use super::cycles;
use super::environment::{QUERY_INSTRUCTIONS, UPDATE_INSTRUCTIONS};
use super::instance::Instance;
use super::reject::Rejection;
use crate::execution::{Entry, MethodKind};

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
            self.check_cycles(id, &request)
                .and_then(|()| self.admit_request(id, &request.method))
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

    /// Fails for a call from another canister that brings fewer cycles than this one asks for.
    fn check_cycles(&self, id: Principal, request: &Request) -> Result<(), Rejection> {
        let minimum = self
            .canisters
            .get(&id)
            .map_or(0, |canister| canister.settings.minimum_incoming_cycles);
        match request.origin {
            Origin::Canister { id: caller, .. } if caller != id && request.cycles < minimum => {
                Err(Rejection::in_canister(
                    ErrorCode::InsufficientCyclesInCall,
                    id,
                    &format!(
                        "calls from other canisters must bring at least {minimum} cycles, \
                         this one brought {}.",
                        request.cycles
                    ),
                ))
            }
            Origin::Canister { .. } | Origin::Ingress(_) | Origin::System => Ok(()),
        }
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

    fn open(&mut self, id: Principal, context: CallContext) -> ContextId {
        let Some(canister) = self.canisters.get_mut(&id) else {
            return 0;
        };
        let context_id = canister.fresh_id();
        canister.contexts.insert(context_id, context);
        context_id
    }
}
