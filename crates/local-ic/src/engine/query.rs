//! Queries and composite queries. They see the state and change nothing.

use std::collections::VecDeque;

use candid::Principal;
use pocket_ic::{ErrorCode, RejectResponse};

use super::api::Query;
use super::canister::Answer;
use super::cycles;
use super::environment::QUERY_INSTRUCTIONS;
use super::instance::Instance;
use super::reject::Rejection;
use crate::execution::{CallerInfo, Entry, MethodKind, OutgoingCall, Response};

/// How deep composite queries may call each other.
const MAX_DEPTH: usize = 6;
/// Instructions of a composite query with all it calls.
const MAX_GRAPH_INSTRUCTIONS: u64 = 20_000_000_000;

/// One query and the queries it calls.
#[derive(Debug, Default)]
struct CallGraph {
    /// Canisters between the first query and this one, this one last.
    path: Vec<Principal>,
    instructions: u64,
}

/// A query to evaluate, from outside or from a composite query.
struct Ask<'a> {
    canister: Principal,
    caller: Principal,
    caller_info: Option<CallerInfo>,
    method: &'a str,
    arg: &'a [u8],
}

impl Instance {
    /// Answers a query call.
    ///
    /// # Errors
    /// The rejection by the network or the canister.
    pub fn query(&mut self, query: Query) -> Result<Vec<u8>, RejectResponse> {
        let answer = if query.canister_id == Principal::management_canister() {
            self.manage_query(query.sender, &query.method, &query.arg)
        } else {
            let ask = Ask {
                canister: query.canister_id,
                caller: query.sender,
                caller_info: query.caller_info,
                method: &query.method,
                arg: &query.arg,
            };
            self.evaluate(&mut CallGraph::default(), ask)
        };
        answer.map_err(|rejection| rejection.for_user(false))
    }

    fn evaluate(&mut self, graph: &mut CallGraph, ask: Ask<'_>) -> Answer {
        let id = ask.canister;
        let kind = self.admit_query(id, ask.method)?;
        if kind == MethodKind::CompositeQuery && graph.path.len() >= MAX_DEPTH {
            return Err(Rejection::new(
                ErrorCode::QueryCallGraphTooDeep,
                format!(
                    "Canister {id}: composite queries call each other more than {MAX_DEPTH} deep"
                ),
            ));
        }
        graph.path.push(id);
        let answer = self.evaluate_admitted(graph, kind, ask);
        graph.path.pop();
        self.rollback(id);
        answer
    }

    fn evaluate_admitted(
        &mut self,
        graph: &mut CallGraph,
        kind: MethodKind,
        ask: Ask<'_>,
    ) -> Answer {
        let Ask {
            canister: id,
            caller,
            caller_info,
            method,
            arg,
        } = ask;
        let mut env = self.env(id);
        env.replicated = false;
        env.caller = caller;
        env.caller_info = caller_info;
        let callback_env = env.clone();
        if graph.path.len() == 1 {
            env.certificate = Some(self.data_certificate(id));
        }
        let limit = self.limit(id, QUERY_INSTRUCTIONS);
        let entry = if kind == MethodKind::CompositeQuery {
            Entry::CompositeQuery { method, arg }
        } else {
            Entry::Query { method, arg }
        };
        let mut outcome = self.run(id, entry, env, limit)?;
        let mut calls: VecDeque<OutgoingCall> = VecDeque::new();
        let mut used = 0;
        loop {
            graph.instructions += outcome.instructions;
            used += outcome.instructions;
            outcome.result.map_err(Rejection::trap)?;
            if let Some(response) = outcome.response {
                return match response {
                    Response::Reply(data) => Ok(data),
                    Response::Reject(message) => Err(Rejection::by_canister(message)),
                };
            }
            calls.extend(outcome.calls);
            let Some(call) = calls.pop_front() else {
                return Err(Rejection::did_not_reply(id));
            };
            if graph.instructions > MAX_GRAPH_INSTRUCTIONS.max(limit) {
                return Err(Rejection::new(
                    ErrorCode::QueryCallGraphTotalInstructionLimitExceeded,
                    format!(
                        "Canister {id}: the composite query and what it calls take too many instructions"
                    ),
                ));
            }
            let answer = self.evaluate_call(graph, id, &call);
            let rejected = answer.as_ref().err().map(Rejection::for_canister);
            let entry = match (&answer, &rejected) {
                (Ok(data), _) => Entry::ReplyCallback {
                    closure: call.on_reply,
                    data,
                },
                (Err(_), rejected) => {
                    let (code, message) = rejected.as_ref().map_or((0, ""), |(c, m)| (*c, m));
                    Entry::RejectCallback {
                        closure: call.on_reject,
                        code,
                        message,
                    }
                }
            };
            let mut env = callback_env.clone();
            env.call_context_instructions = used;
            outcome = self.run(id, entry, env, limit)?;
        }
    }

    fn evaluate_call(
        &mut self,
        graph: &mut CallGraph,
        caller: Principal,
        call: &OutgoingCall,
    ) -> Answer {
        if graph.path.contains(&call.callee) {
            return Err(Rejection::new(
                ErrorCode::QueryCallGraphLoopDetected,
                format!(
                    "Canister {}: composite queries call each other in a loop",
                    call.callee
                ),
            ));
        }
        let subnet = |id: Principal| self.canisters.get(&id).map(|canister| canister.subnet);
        if subnet(call.callee) != subnet(caller) {
            // A node answers queries from the state of its own subnet.
            return Err(Rejection::canister_not_found(call.callee));
        }
        let ask = Ask {
            canister: call.callee,
            caller,
            caller_info: None,
            method: &call.method,
            arg: &call.arg,
        };
        self.evaluate(graph, ask)
    }

    fn admit_query(&self, id: Principal, method: &str) -> Result<MethodKind, Rejection> {
        let canister = self
            .canisters
            .get(&id)
            .ok_or_else(|| Rejection::canister_not_found(id))?;
        canister.check_running()?;
        let code = canister
            .code
            .as_ref()
            .ok_or_else(|| Rejection::no_wasm_module(id))?;
        let subnet = self.subnet(canister);
        let frozen_below = cycles::freezing_limit(canister, subnet);
        if canister.balance < frozen_below {
            return Err(Rejection::new(
                ErrorCode::CanisterOutOfCycles,
                format!(
                    "Canister {id} is unable to process query calls because it's frozen. \
                     Please top up the canister with cycles and try again."
                ),
            ));
        }
        match code.module().method(method) {
            Some(kind @ (MethodKind::Query | MethodKind::CompositeQuery)) => Ok(kind),
            Some(MethodKind::Update) | None => Err(Rejection::no_method(id, "query", method)),
        }
    }
}
