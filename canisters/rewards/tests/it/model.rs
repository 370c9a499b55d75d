//! The canister against a sheet of paper and a ledger: everyone does everything, rightly and
//! wrongly, at any time, and the ledger fails in every way.
//!
//! After every step rows, books and ledger agree to the last e8s, what must never happen did
//! not, and what a rule forbids was refused with the refusal that the rule gives. At the end
//! everything is settled, and the log gives the same state again. That the test can fail,
//! spoilt entries show.

mod base;
mod check;
mod ledger;
mod network;
mod never;
mod sheet;
mod spoilt;
mod steps;

use crate::dice::Dice;
use crate::world::Canister;
use base::BASE;
use bonafide_kit::Ctx;
use bonafide_rewards::commands::Decision;
use bonafide_rewards::state::{Event, State};
use bonafide_test_support::golden::variant;
use bonafide_types::rewards::{CaseSource, Effect, RewardsError};
use candid::Principal;
use ic_stable_structures::VectorMemory;
use ledger::Ledger;
use network::Network;
use never::Watch;
use sheet::{Sheet, Verdict};
use spoilt::Spoilt;
use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use steps::Aim;

/// How many sequences of how many steps.
const SEQUENCES: u64 = 10_000;
const STEPS: u64 = 40;
const THREADS: u64 = 4;

/// What happened, and in how many sequences.
type Seen = BTreeMap<String, u64>;

struct Model {
    canister: Canister,
    ledger: Ledger,
    sheet: Sheet,
    watch: Watch,
    network: Network,
    dice: Dice,
    /// Chances of a hundred that a call goes wrong.
    trouble: u64,
    /// What has happened in this sequence.
    seen: BTreeSet<String>,
    /// The case that the sequence follows, and what is to become of it.
    followed: Option<u64>,
    aim: Aim,
    /// Which entries are not those that were decided.
    spoilt: Option<Spoilt>,
    /// Length of the log when it was checked last.
    checked: u64,
}

impl Model {
    fn new(canister: Canister, ledger: Ledger, sheet: Sheet, watch: Watch, seed: u64) -> Self {
        Self {
            canister,
            ledger,
            sheet,
            watch,
            network: Network::default(),
            dice: Dice::of(seed),
            trouble: 0,
            seen: BTreeSet::new(),
            followed: None,
            aim: Aim::Execute,
            spoilt: None,
            checked: 0,
        }
    }

    /// What every sequence begins with, and some trouble.
    fn of(seed: u64, spoilt: Option<Spoilt>) -> Self {
        let mut model = BASE.copy(seed);
        model.ledger.fee_first = model.dice.percent(50);
        let seconds = i64::from(model.dice.small(121)) - 60;
        model.ledger.ahead_ns = seconds * 1_000_000_000;
        model.change_mood();
        model.spoilt = spoilt;
        model
    }

    fn see(&mut self, what: &str) {
        if !self.seen.contains(what) {
            self.seen.insert(what.into());
        }
    }

    /// Writes down what somebody caused.
    fn record(&mut self, caller: Principal, events: Vec<Event>) -> Result<(), String> {
        if let [Event::CaseCancelled { .. }, _, ..] = events[..] {
            self.see("cancelled with others");
        }
        for event in events {
            let Some(event) = self.spoil(event) else {
                continue;
            };
            self.tell(&event);
            self.canister.record(caller, [event.clone()]);
            self.watch.see(&event, &self.canister.state)?;
        }
        Ok(())
    }

    /// Notes what an event means.
    fn tell(&mut self, event: &Event) {
        self.see(&variant(event));
        match event {
            Event::CaseReported { case } if case.source != CaseSource::Proposal => {
                self.see("a finding");
            }
            Event::CaseBecameExecutable { locks, .. } if !locks.is_empty() => self.see("raised"),
            Event::CaseExecuted { takes, .. } => self.see(match takes.first() {
                Some(Effect::LotTaken { .. }) => "taken from escrow",
                Some(Effect::BondTaken { .. }) => "taken from a bond",
                Some(_) => "published",
                None => "nothing taken",
            }),
            Event::CaseExpired { why, .. } => self.see(&format!("expired: {}", variant(why))),
            Event::PeriodClosed { period } if !period.penalties.is_empty() => self.see("carried"),
            _ => {}
        }
    }

    /// Somebody orders something, which has to come out as on paper. Replies with the answer,
    /// or with nothing when it was refused, rightly.
    fn order<R>(
        &mut self,
        what: &str,
        caller: Principal,
        expected: Verdict,
        decide: impl FnOnce(&State<VectorMemory>, &Ctx) -> Result<Decision<R>, RewardsError>,
    ) -> Result<Option<R>, String> {
        let ctx = self.canister.ctx(caller);
        let decided = decide(&self.canister.state, &ctx);
        let found = decided.as_ref().map(|_| ()).map_err(variant);
        if found != expected.map_err(String::from) {
            return Err(format!(
                "{what} by {caller}: {found:?}, on paper is {expected:?}"
            ));
        }
        match decided {
            Ok(Decision { events, reply }) => {
                self.see(what);
                self.record(caller, events)?;
                Ok(Some(reply))
            }
            Err(refusal) => {
                self.see(&format!("{what}, refused: {}", variant(&refusal)));
                Ok(None)
            }
        }
    }
}

/// Says which sequence it was, when something panics.
struct Named(u64);

impl Drop for Named {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("sequence {}", self.0);
        }
    }
}

fn sequence(seed: u64, spoilt: Option<Spoilt>) -> Result<BTreeSet<String>, String> {
    let _named = Named(seed);
    let mut model = Model::of(seed, spoilt);
    for step in 0..STEPS {
        model
            .step()
            .and_then(|()| model.check())
            .map_err(|words| format!("sequence {seed}, step {step}: {words}"))?;
    }
    model
        .settle()
        .and_then(|()| model.replay())
        .map_err(|words| format!("sequence {seed}, at its end: {words}"))?;
    Ok(model.seen)
}

/// Every so-manieth sequence.
fn share(first: u64) -> Seen {
    let mut seen = Seen::new();
    for seed in (first..SEQUENCES).step_by(usize::try_from(THREADS).unwrap()) {
        let happened = sequence(seed, None).unwrap_or_else(|words| panic!("{words}"));
        for what in happened {
            *seen.entry(what).or_default() += 1;
        }
    }
    seen
}

/// What must happen in many sequences, or they say nothing: every state of a case, every way to
/// its end, and every outcome of every kind of transfer.
const MET: [&str; 60] = [
    "case_reported",
    "a finding",
    "case_proposed",
    "case_frozen",
    "case_answered",
    "appeal_window_opened",
    "case_appealed",
    "appeal_rejected",
    "case_reduced",
    "case_became_executable",
    "raised",
    "case_executed",
    "taken from escrow",
    "taken from a bond",
    "published",
    "carried",
    "nothing taken",
    "case_cancelled",
    "cancelled with others",
    "expired: evidence_too_old",
    "expired: appeal_undecided",
    "expired: not_executed",
    "case_refunded",
    "period_cancelled",
    "period_closed",
    "escrow_left",
    "lot_released",
    "bond_unbonded",
    "policy_set",
    "config_changed",
    "renewed",
    "duplicate",
    "made late",
    "upgraded while answers were out",
    "escrow_deposit made",
    "escrow_deposit failed",
    "escrow_deposit quarantined",
    "bond_deposit made",
    "bond_deposit failed",
    "bond_deposit quarantined",
    "treasury_deposit made",
    "treasury_deposit failed",
    "treasury_deposit quarantined",
    "escrow_release made",
    "escrow_release failed",
    "escrow_release quarantined",
    "bond_return made",
    "bond_return failed",
    "bond_return quarantined",
    "bounty made",
    "bounty failed",
    "bounty quarantined",
    "grant made",
    "grant failed",
    "grant quarantined",
    "settle, made",
    "settle, not made",
    "settle, not made, refused: invalid_field",
    "execute, refused: case_standing",
    "execute, refused: mode_forbids",
];

#[test]
fn should_be_as_on_paper_whatever_happens() {
    let mut seen = Seen::new();
    thread::scope(|scope| {
        let shares: Vec<_> = (0..THREADS)
            .map(|first| scope.spawn(move || share(first)))
            .collect();
        for happened in shares {
            for (what, times) in happened.join().expect("a share is as on paper") {
                *seen.entry(what).or_default() += times;
            }
        }
    });
    println!("{SEQUENCES} sequences: {seen:#?}");
    for what in MET {
        let times = seen.get(what).copied().unwrap_or_default();
        assert!(times >= 20, "{what}: in {times} sequences; {seen:?}");
    }
}

#[test]
fn should_notice_spoilt_entries() {
    for spoilt in Spoilt::ALL {
        let mut sequences = (0..300).map(|seed| sequence(seed, Some(spoilt)));
        let noticed = sequences.find_map(Result::err);
        assert!(noticed.is_some(), "nobody notices {spoilt:?}");
    }
}
