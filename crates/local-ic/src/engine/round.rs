//! One round. Order: expiry, arrivals from other subnets, timers and heartbeats, then messages until
//! none is left or the round is full, then what time costs.

use candid::Principal;
use pocket_ic::ErrorCode;

use super::api::Blockmakers;
use super::canister::{Message, Status, StopWaiter, Task};
use super::cycles;
use super::instance::Instance;
use super::reject::Rejection;
use crate::execution::Hook;

/// Instructions after which a round ends.
const ROUND_INSTRUCTIONS: u64 = 7_000_000_000;
/// What a message counts for before its first instruction; bounds the messages of a round.
const MESSAGE_OVERHEAD: u64 = 2_000_000;
/// How often storage is paid, nanoseconds.
const CHARGE_INTERVAL_NS: u64 = 10 * 1_000_000_000;
/// How long `stop_canister` waits, nanoseconds.
const STOP_TIMEOUT_NS: u64 = 5 * 60 * 1_000_000_000;

impl Instance {
    pub(super) fn round(&mut self, blockmakers: &[Blockmakers]) {
        self.time_ns += 1;
        self.record_blocks(blockmakers);
        self.ingress.prune(self.time_ns);
        self.expire_callbacks();
        for (canister, message) in std::mem::take(&mut self.in_transit) {
            self.arrive(canister, message);
        }
        self.wake();
        let mut budget = ROUND_INSTRUCTIONS;
        while budget > 0 && self.pass(&mut budget) {}
        self.pay_storage();
        self.touch();
    }

    fn record_blocks(&mut self, blockmakers: &[Blockmakers]) {
        for (subnet, history) in self.network.iter().zip(&mut self.blocks) {
            let makers = blockmakers.iter().find(|makers| makers.subnet == subnet.id);
            match makers {
                Some(makers) => history.observe(self.time_ns, makers.blockmaker, &makers.failed),
                None => history.observe(self.time_ns, self.node_id, &[]),
            }
        }
    }

    /// Executes what waits now, each canister in turn; whether there was anything.
    fn pass(&mut self, budget: &mut u64) -> bool {
        let mut progress = false;
        while let Some(call) = self.management.pop_front() {
            let instructions = self.manage(call);
            *budget = budget.saturating_sub(MESSAGE_OVERHEAD + instructions);
            progress = true;
        }
        let waiting: Vec<(Principal, usize)> = self
            .canisters
            .values()
            .filter(|canister| !canister.inbox.is_empty())
            .map(|canister| (canister.id, canister.inbox.len()))
            .collect();
        for (canister, messages) in waiting {
            for _ in 0..messages {
                if *budget == 0 {
                    break;
                }
                let instructions = self.execute_next(canister);
                *budget = budget.saturating_sub(MESSAGE_OVERHEAD + instructions);
                progress = true;
            }
        }
        self.finish_stops() || progress
    }

    /// Answers calls whose caller stops waiting.
    fn expire_callbacks(&mut self) {
        let now_ns = self.time_ns;
        for canister in self.canisters.values_mut() {
            for (id, callback) in &mut canister.callbacks {
                let expired = callback.deadline_ns.is_some_and(|when| when < now_ns);
                if expired && !callback.answered {
                    callback.answered = true;
                    canister.inbox.push_back(Message::Response {
                        callback: *id,
                        answer: Err(Rejection::deadline_expired()),
                        refund: 0,
                    });
                }
            }
        }
    }

    /// Gives due timers and heartbeats to their canisters, before anything else that waits.
    fn wake(&mut self) {
        let now_ns = self.time_ns;
        for canister in self.canisters.values_mut() {
            let Some(code) = &canister.code else {
                continue;
            };
            if !matches!(canister.status, Status::Running) {
                continue;
            }
            // A full round may have left one waiting.
            let beating = matches!(canister.inbox.front(), Some(Message::Task(_)));
            if code.module().has(Hook::Heartbeat) && !beating {
                let task = Message::Task(Task::Heartbeat);
                canister.inbox.push_front(task);
            }
            if canister.global_timer_ns != 0 && canister.global_timer_ns <= now_ns {
                canister.global_timer_ns = 0;
                let task = Message::Task(Task::GlobalTimer);
                canister.inbox.push_front(task);
            }
        }
    }

    /// Stops canisters that have no open call; whether any stopped or gave up.
    fn finish_stops(&mut self) -> bool {
        let now_ns = self.time_ns;
        let mut answers = Vec::new();
        for canister in self.canisters.values_mut() {
            let idle = canister.contexts.is_empty();
            let Status::Stopping(waiters) = &mut canister.status else {
                continue;
            };
            if idle {
                let done = candid::encode_args(()).map_err(Rejection::invalid_payload);
                let waiters = std::mem::take(waiters);
                answers.extend(waiters.into_iter().map(|w| (w.request, done.clone())));
                canister.status = Status::Stopped;
                canister.version += 1;
            } else {
                let late = |w: &mut StopWaiter| w.since_ns + STOP_TIMEOUT_NS <= now_ns;
                for waiter in waiters.extract_if(.., late) {
                    let rejection = Rejection::new(
                        ErrorCode::StopCanisterRequestTimeout,
                        "Stop canister request timed out",
                    );
                    answers.push((waiter.request, Err(rejection)));
                }
            }
        }
        let any = !answers.is_empty();
        for (request, answer) in answers {
            self.answer(None, request.origin, answer, request.cycles);
        }
        any
    }

    /// Charges storage and compute; a canister that cannot pay loses its code.
    fn pay_storage(&mut self) {
        let now_ns = self.time_ns;
        let due: Vec<Principal> = self
            .canisters
            .values()
            .filter(|canister| now_ns - canister.paid_until_ns >= CHARGE_INTERVAL_NS)
            .map(|canister| canister.id)
            .collect();
        for id in due {
            let Some(canister) = self.canisters.get_mut(&id) else {
                continue;
            };
            let nanos = u128::from(now_ns - canister.paid_until_ns);
            canister.paid_until_ns = now_ns;
            let fee = cycles::idle_cycles(canister, self.network.get(canister.subnet), nanos);
            if !cycles::charge(canister, fee) && canister.code.is_some() {
                self.uninstall(id, "Canister has been uninstalled: it ran out of cycles");
            }
        }
    }
}
