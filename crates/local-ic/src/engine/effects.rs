//! What an execution leads to: state, cycles, calls and answers.

use candid::Principal;
use pocket_ic::ErrorCode;

use super::canister::{
    Answer, Callback, CallbackId, Canister, ContextId, LowMemoryHook, Message, Origin, Request,
    Task,
};
use super::cycles;
use super::instance::Instance;
use super::management::ManagementCall;
use super::reject::Rejection;
use crate::execution::{Hook, Outcome, OutgoingCall, Response};

/// Requests of one canister that may wait in the inbox of another.
const QUEUE_CAPACITY: usize = 500;
/// The longest a bounded-wait call waits, seconds.
const MAX_CALL_TIMEOUT_S: u32 = 300;
const HEAP_LIMIT: u64 = 4 << 30;
const NANOS_PER_SECOND: u64 = 1_000_000_000;

impl Instance {
    /// Keeps what a cleanup callback did, if it did not trap.
    pub(super) fn clean_up(&mut self, id: Principal, outcome: Outcome) {
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
    pub(super) fn settle(
        &mut self,
        id: Principal,
        context_id: ContextId,
        outcome: Outcome,
        read_only: bool,
    ) {
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
                let (callback, deadline_ns) = register(canister, context_id, time_ns, &call);
                sends.push((callback, deadline_ns, call));
            }
        }
        canister.contexts.insert(context_id, context);
        self.watch_memory(id);
        for (callback, deadline_ns, call) in sends {
            self.send_call(id, callback, deadline_ns, call);
        }
        self.close(id, context_id, response, failure);
    }

    /// Answers a context as far as there is something to say, and forgets it when no call is open.
    pub(super) fn close(
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
        let origin = context.origin;
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
            method: call.method,
            arg: call.arg,
            cycles: call.cycles,
            deadline_ns,
        };
        if call.callee == Principal::management_canister() {
            self.management
                .push_back(ManagementCall { request, subnet });
            return;
        }
        if let Some(subnet) = self.network.position_of(call.callee) {
            self.management
                .push_back(ManagementCall { request, subnet });
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

    /// Puts a message into the inbox of its canister, which may be gone by now.
    pub(super) fn arrive(&mut self, id: Principal, message: Message) {
        let Some(canister) = self.canisters.get_mut(&id) else {
            if let Message::Request(request) = message {
                let rejection = Rejection::canister_not_found(id);
                self.answer(None, request.origin, Err(rejection), request.cycles);
            }
            return;
        };
        match message {
            Message::Response {
                callback, refund, ..
            } if !expects(canister, callback) => {
                // The caller waits no longer; its cycles are still its own.
                canister.balance += refund;
            }
            Message::Response { callback, .. } => {
                if let Some(callback) = canister.callbacks.get_mut(&callback) {
                    callback.answered = true;
                }
                canister.inbox.push_back(message);
            }
            Message::Request(_) | Message::Task(_) => canister.inbox.push_back(message),
        }
    }

    /// Answers a call. `from` is the subnet that answers; `None` for the network itself.
    pub(super) fn answer(
        &mut self,
        from: Option<usize>,
        origin: Origin,
        answer: Answer,
        refund: u128,
    ) {
        match origin {
            Origin::System => {}
            Origin::Ingress(id) => self.ingress.finish(&id, answer, self.time_ns),
            Origin::Canister { id, callback } => {
                let message = Message::Response {
                    callback,
                    answer,
                    refund,
                };
                self.send(from, id, message);
            }
        }
    }

    /// Hands a message over: at once within a subnet, in the next round between subnets.
    pub(super) fn send(&mut self, from: Option<usize>, to: Principal, message: Message) {
        let target = self.canisters.get(&to).map(|canister| canister.subnet);
        if from.is_some() && target.is_some() && from != target {
            self.in_transit.push((to, message));
        } else {
            self.arrive(to, message);
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

/// Takes the cycles of a call off the balance and remembers who handles its answer; under which
/// name, and until when.
fn register(
    canister: &mut Canister,
    context: ContextId,
    now_ns: u64,
    call: &OutgoingCall,
) -> (CallbackId, Option<u64>) {
    let moved = call.cycles + call.prepaid;
    canister.balance = canister.balance.saturating_sub(moved);
    let deadline_ns = call
        .best_effort_timeout
        .map(|seconds| now_ns + u64::from(seconds.min(MAX_CALL_TIMEOUT_S)) * NANOS_PER_SECOND);
    let id = canister.fresh_id();
    let callback = Callback {
        context,
        on_reply: call.on_reply,
        on_reject: call.on_reject,
        on_cleanup: call.on_cleanup,
        prepaid: call.prepaid,
        deadline_ns,
        answered: false,
    };
    canister.callbacks.insert(id, callback);
    (id, deadline_ns)
}

fn expects(canister: &Canister, callback: u64) -> bool {
    canister
        .callbacks
        .get(&callback)
        .is_some_and(|callback| !callback.answered)
}
