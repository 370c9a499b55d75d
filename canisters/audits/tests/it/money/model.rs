//! A canister, a ledger, and a network between them that loses what it likes.

use super::base::BASE;
use super::check::{reconcile, settled, unsettled};
use super::ledger::{Ledger, Request};
use crate::dice::Dice;
use crate::world::{Canister, HOUR_NS, SELF_ID};
use bonafide_audits::domain::transfer::{self, Answer, Due};
use bonafide_audits::state::Event;
use bonafide_test_support::golden::variant;
use bonafide_types::audits::{Transfer, TransferState};
use bonafide_types::ledger::TransferFromError;
use bonafide_types::limits::{CALL_TIMEOUT_SECONDS, SECOND_NS, TRANSFERS_IN_FLIGHT};
use std::collections::{BTreeMap, BTreeSet};

/// What happened, and how often.
pub(super) type Seen = BTreeMap<String, u64>;

/// By which rules the canister moves money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rules {
    /// Its own.
    Right,
    /// Wrong: the last answer is taken for all, whatever attempts are without one.
    LastAnswerOnly,
    /// Wrong: no answer is taken for a refusal.
    SilenceIsNo,
    /// Wrong: when the ledger has forgotten, everything begins afresh.
    ForgetTogether,
    /// Wrong: every attempt has a time of its own.
    TimeOfAttempt,
}

impl Rules {
    fn due(self, row: &Transfer, now_ns: u64) -> Due {
        match self {
            Self::Right | Self::LastAnswerOnly | Self::SilenceIsNo => transfer::due(row, now_ns),
            Self::ForgetTogether => {
                let row = Transfer {
                    unresolved: 0,
                    ..row.clone()
                };
                transfer::due(&row, now_ns)
            }
            Self::TimeOfAttempt => match transfer::due(row, now_ns) {
                Due::Ask(mut events) => {
                    let renewed = Event::TransferRenewed {
                        transfer_id: row.id,
                        fee_e8s: row.fee_e8s,
                        created_at_ns: now_ns,
                    };
                    events.insert(0, renewed);
                    Due::Ask(events)
                }
                other => other,
            },
        }
    }

    fn next(self, row: &Transfer, answer: &Answer, now_ns: u64) -> Vec<Event> {
        match (self, answer) {
            (Self::LastAnswerOnly, answer) => {
                let row = Transfer {
                    unresolved: 1,
                    ..row.clone()
                };
                transfer::next(&row, answer, now_ns)
            }
            (Self::SilenceIsNo, Answer::Unknown(words)) => {
                transfer::next(row, &Answer::NotSent(words.clone()), now_ns)
            }
            (_, answer) => transfer::next(row, answer, now_ns),
        }
    }
}

/// A call that is out.
#[derive(Clone)]
struct Message {
    transfer_id: u64,
    request: Request,
    sent_at_ns: u64,
    /// Whether the canister still waits for its answer.
    awaited: bool,
}

pub(super) struct Model {
    pub(super) canister: Canister,
    pub(super) ledger: Ledger,
    pub(super) seen: Seen,
    network: Vec<Message>,
    in_flight: BTreeSet<u64>,
    pub(super) dice: Dice,
    /// Chances of a hundred that a call goes wrong.
    pub(super) trouble: u64,
    rules: Rules,
}

impl Model {
    pub(super) fn new(canister: Canister, ledger: Ledger, seed: u64, rules: Rules) -> Self {
        Self {
            canister,
            ledger,
            seen: Seen::new(),
            network: vec![],
            in_flight: BTreeSet::new(),
            dice: Dice::of(seed),
            trouble: 0,
            rules,
        }
    }

    /// What every sequence begins with, and some trouble.
    pub(super) fn of(seed: u64, rules: Rules) -> Self {
        let (canister, ledger) = BASE.copy();
        let mut model = Self::new(canister, ledger, seed, rules);
        model.ledger.fee_first = model.dice.percent(50);
        let seconds = i64::from(model.dice.small(121)) - 60;
        model.ledger.ahead_ns = seconds * 1_000_000_000;
        model.change_mood();
        model
    }

    pub(super) fn check(&self) -> Result<(), String> {
        reconcile(&self.canister, &self.ledger)
    }

    pub(super) fn see(&mut self, what: &str) {
        *self.seen.entry(what.into()).or_default() += 1;
    }

    pub(super) fn record(&mut self, events: Vec<Event>) {
        for event in &events {
            match event {
                Event::TransferSettled {
                    transfer_id, state, ..
                } => {
                    let kind = self.canister.state.transfer(*transfer_id).unwrap().kind;
                    self.see(&format!("{} {}", variant(&kind), variant(state)));
                }
                Event::TransferRenewed { .. } => self.see("renewed"),
                _ => {}
            }
        }
        self.canister.record(SELF_ID, events);
    }

    /// As the canister does: the attempt is written down, then the call goes out.
    pub(super) fn attempt(&mut self, transfer_id: u64) {
        let places = TRANSFERS_IN_FLIGHT - self.in_flight.len();
        if places == 0 || self.in_flight.contains(&transfer_id) {
            return;
        }
        let row = self.canister.state.transfer(transfer_id).unwrap();
        match self.rules.due(&row, self.canister.now_ns) {
            Due::Wait => {}
            Due::Settle(event) => self.record(vec![event]),
            Due::Ask(events) => {
                self.record(events);
                let row = self.canister.state.transfer(transfer_id).unwrap();
                self.in_flight.insert(transfer_id);
                self.network.push(Message {
                    transfer_id,
                    request: Request::of(&row),
                    sent_at_ns: self.canister.now_ns,
                    awaited: true,
                });
            }
        }
    }

    /// Makes a transfer without any trouble.
    pub(super) fn make(&mut self, transfer_id: u64) {
        self.attempt(transfer_id);
        self.deliver_all();
        let state = self.canister.state.transfer(transfer_id).unwrap().state;
        assert!(matches!(state, TransferState::Made { .. }), "{state:?}");
    }

    pub(super) fn send(&mut self) {
        for row in unsettled(&self.canister) {
            self.attempt(row.id);
        }
    }

    fn ask_ledger(&mut self, request: &Request) -> Answer {
        let reply = self.ledger.handle(request, self.canister.now_ns);
        if matches!(reply, Err(TransferFromError::Duplicate { .. })) {
            self.see("duplicate");
        }
        Answer::of_reply(reply)
    }

    /// A call arrives, or does not; its answer does, or does not.
    fn deliver(&mut self, place: usize) {
        let message = self.network.swap_remove(place);
        if message.awaited {
            let answer = self.fate(&message);
            self.hear(message.transfer_id, &answer);
        } else if self.dice.percent(70) {
            let before = self.ledger.block_of(message.transfer_id);
            self.ask_ledger(&message.request);
            if before != self.ledger.block_of(message.transfer_id) {
                self.see("made late");
            }
        }
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
                self.network.push(late);
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

    fn hear(&mut self, transfer_id: u64, answer: &Answer) {
        self.in_flight.remove(&transfer_id);
        let row = self.canister.state.transfer(transfer_id).unwrap();
        if row.state == TransferState::Open {
            let events = self.rules.next(&row, answer, self.canister.now_ns);
            self.record(events);
        }
    }

    pub(super) fn deliver_some(&mut self) {
        if !self.network.is_empty() {
            let place = self.dice.place(self.network.len());
            self.deliver(place);
        }
    }

    pub(super) fn deliver_all(&mut self) {
        while !self.network.is_empty() {
            self.deliver(0);
        }
    }

    /// No call is out for longer than the system allows.
    pub(super) fn pass(&mut self, nanoseconds: u64) {
        let timeout_ns = u64::from(CALL_TIMEOUT_SECONDS) * SECOND_NS;
        if nanoseconds >= timeout_ns {
            self.deliver_all();
        }
        self.canister.now_ns += nanoseconds;
        let since_ns = self.canister.now_ns - timeout_ns;
        let all = std::mem::take(&mut self.network);
        let is_over = |message: &Message| message.sent_at_ns <= since_ns;
        let (over, out): (Vec<_>, Vec<_>) = all.into_iter().partition(is_over);
        self.network = out;
        for message in over.iter().filter(|message| message.awaited) {
            self.hear(message.transfer_id, &Answer::Unknown("timeout".into()));
        }
    }

    /// Answers that are out do not reach the new code, and it does not know that they are.
    pub(super) fn upgrade(&mut self) {
        if !self.in_flight.is_empty() {
            self.see("upgraded while answers were out");
        }
        self.in_flight.clear();
        for message in &mut self.network {
            message.awaited = false;
        }
    }

    /// The ledger is well again, and time passes.
    pub(super) fn settle(&mut self) -> Result<(), String> {
        self.trouble = 0;
        for _ in 0..8 {
            self.pass(13 * HOUR_NS);
            self.send();
            self.deliver_all();
            self.vote();
            self.check()?;
            if unsettled(&self.canister).is_empty() {
                break;
            }
        }
        settled(&self.canister, &self.ledger)
    }
}
