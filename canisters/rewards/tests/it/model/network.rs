//! The canister asks the ledger, by a network that loses what it likes.

use super::Model;
use super::ledger::Request;
use super::sheet::{Fate, place};
use crate::world::{HOUR_NS, SELF_ID};
use bonafide_kit::transfer::{Answer, Due};
use bonafide_rewards::domain::transfer;
use bonafide_rewards::state::Event;
use bonafide_test_support::golden::variant;
use bonafide_types::ledger::TransferFromError;
use bonafide_types::limits::{CALL_TIMEOUT_SECONDS, SECOND_NS, TRANSFERS_IN_FLIGHT};
use bonafide_types::rewards::{TransferKind, TransferState};
use std::collections::BTreeSet;

/// A call that is out.
#[derive(Clone)]
struct Message {
    transfer_id: u64,
    request: Request,
    sent_at_ns: u64,
    /// Whether the canister still waits for its answer.
    awaited: bool,
}

/// All calls that are out.
#[derive(Default)]
pub(super) struct Network {
    messages: Vec<Message>,
    in_flight: BTreeSet<u64>,
}

/// What a transfer is for, in one word.
fn purpose(kind: &TransferKind) -> String {
    match kind {
        TransferKind::Payment(purchase) => variant(purchase),
        other => variant(other),
    }
}

impl Model {
    /// The canister itself writes down what is known of transfers.
    fn note(&mut self, events: Vec<Event>) -> Result<(), String> {
        let now_ns = self.canister.now_ns;
        for event in &events {
            match event {
                Event::TransferSettled {
                    transfer_id, state, ..
                } => {
                    let fate = Fate::of(state);
                    let kind = purpose(&self.sheet.moves[place(*transfer_id)].kind);
                    self.see(&format!("{kind} {}", variant(state)));
                    self.sheet.settle(*transfer_id, fate, now_ns);
                }
                Event::LedgerFeeLearned { fee_e8s } => self.sheet.fee_e8s = *fee_e8s,
                Event::TransferRenewed { .. } => self.see("renewed"),
                _ => {}
            }
        }
        self.record(SELF_ID, events)
    }

    /// As the canister does: the attempt is written down, then the call goes out.
    pub(super) fn attempt(&mut self, transfer_id: u64) -> Result<(), String> {
        let in_flight = &self.network.in_flight;
        if in_flight.len() >= TRANSFERS_IN_FLIGHT || in_flight.contains(&transfer_id) {
            return Ok(());
        }
        let row = self.canister.state.transfer(transfer_id).unwrap();
        match transfer::due(&row, self.canister.now_ns) {
            Due::Wait => Ok(()),
            Due::Settle(event) => self.note(vec![event]),
            Due::Ask(events) => {
                self.note(events)?;
                let row = self.canister.state.transfer(transfer_id).unwrap();
                self.network.in_flight.insert(transfer_id);
                self.network.messages.push(Message {
                    transfer_id,
                    request: Request::of(&row),
                    sent_at_ns: self.canister.now_ns,
                    awaited: true,
                });
                Ok(())
            }
        }
    }

    /// Makes attempts of all that is not settled.
    pub(super) fn send(&mut self) -> Result<(), String> {
        for id in self.unsettled() {
            self.attempt(id)?;
        }
        Ok(())
    }

    pub(super) fn unsettled(&self) -> Vec<u64> {
        let moves = (0..).zip(&self.sheet.moves);
        let open = moves.filter(|(_, row)| !row.is_settled());
        open.map(|(id, _)| id).collect()
    }

    fn ask_ledger(&mut self, request: &Request) -> Answer {
        let reply = self.ledger.handle(request, self.canister.now_ns);
        if matches!(reply, Err(TransferFromError::Duplicate { .. })) {
            self.see("duplicate");
        }
        Answer::of_reply(reply)
    }

    /// A call arrives, or does not; its answer does, or does not.
    fn deliver(&mut self, place: usize) -> Result<(), String> {
        let message = self.network.messages.swap_remove(place);
        if message.awaited {
            let answer = self.fate(&message);
            return self.hear(message.transfer_id, &answer);
        }
        if self.dice.percent(70) {
            let before = self.ledger.block_of(message.transfer_id);
            self.ask_ledger(&message.request);
            if before != self.ledger.block_of(message.transfer_id) {
                self.see("made late");
            }
        }
        Ok(())
    }

    fn fate(&mut self, message: &Message) -> Answer {
        if !self.dice.percent(self.trouble) {
            return self.ask_ledger(&message.request);
        }
        let silence = || Answer::Unknown("no answer".into());
        match self.dice.below(8) {
            0 | 1 => {
                self.ask_ledger(&message.request);
                silence()
            }
            2 => silence(),
            3 => {
                let mut late = message.clone();
                late.awaited = false;
                self.network.messages.push(late);
                silence()
            }
            4 => Answer::NotSent("the queue is full".into()),
            5 => Answer::Refused(TransferFromError::TemporarilyUnavailable),
            6 => Answer::Refused(TransferFromError::GenericError {
                error_code: 1_u64.into(),
                message: "an example".into(),
            }),
            _ => Answer::Refused(self.refusal()),
        }
    }

    /// The ledger moves nothing and says why, rightly or not.
    fn refusal(&mut self) -> TransferFromError {
        match self.dice.below(6) {
            0 => TransferFromError::TooOld,
            1 => TransferFromError::CreatedInFuture { ledger_time: 0 },
            2 => TransferFromError::BadFee {
                expected_fee: (self.ledger.fee_e8s + self.dice.below(3)).into(),
            },
            3 => TransferFromError::BadBurn {
                min_burn_amount: 1_u64.into(),
            },
            4 => TransferFromError::InsufficientFunds {
                balance: 0_u64.into(),
            },
            _ => TransferFromError::InsufficientAllowance {
                allowance: 0_u64.into(),
            },
        }
    }

    fn hear(&mut self, transfer_id: u64, answer: &Answer) -> Result<(), String> {
        self.network.in_flight.remove(&transfer_id);
        let row = self.canister.state.transfer(transfer_id).unwrap();
        if row.state != TransferState::Open {
            return Ok(());
        }
        let events = transfer::next(&row, answer, self.canister.now_ns);
        self.note(events)
    }

    pub(super) fn deliver_some(&mut self) -> Result<(), String> {
        if self.network.messages.is_empty() {
            return Ok(());
        }
        let place = self.dice.place(self.network.messages.len());
        self.deliver(place)
    }

    pub(super) fn deliver_all(&mut self) -> Result<(), String> {
        while !self.network.messages.is_empty() {
            self.deliver(0)?;
        }
        Ok(())
    }

    /// No call is out for longer than the system allows.
    pub(super) fn pass(&mut self, nanoseconds: u64) -> Result<(), String> {
        let timeout_ns = u64::from(CALL_TIMEOUT_SECONDS) * SECOND_NS;
        if nanoseconds >= timeout_ns {
            self.deliver_all()?;
        }
        self.canister.now_ns += nanoseconds;
        let since_ns = self.canister.now_ns - timeout_ns;
        let all = std::mem::take(&mut self.network.messages);
        let is_over = |message: &Message| message.sent_at_ns <= since_ns;
        let (over, out): (Vec<_>, Vec<_>) = all.into_iter().partition(is_over);
        self.network.messages = out;
        for message in over.iter().filter(|message| message.awaited) {
            self.hear(message.transfer_id, &Answer::Unknown("timeout".into()))?;
        }
        Ok(())
    }

    /// Goes on to a moment; never back.
    pub(super) fn pass_until(&mut self, at_ns: u64) -> Result<(), String> {
        self.pass(at_ns.saturating_sub(self.canister.now_ns))
    }

    /// Answers that are out do not reach the new code, and it does not know that they are.
    pub(super) fn forget_calls(&mut self) {
        if !self.network.in_flight.is_empty() {
            self.see("upgraded while answers were out");
        }
        self.network.in_flight.clear();
        for message in &mut self.network.messages {
            message.awaited = false;
        }
    }

    /// The ledger is well again, and time passes: everything is settled.
    pub(super) fn settle(&mut self) -> Result<(), String> {
        self.trouble = 0;
        for _ in 0..8 {
            if self.unsettled().is_empty() {
                break;
            }
            self.pass(13 * HOUR_NS)?;
            self.send()?;
            self.deliver_all()?;
            self.vote_on_transfers()?;
            self.check()?;
        }
        self.check_settled()
    }
}
