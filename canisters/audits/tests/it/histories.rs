//! Random histories: everyone does everything, mostly what is right, and time passes.

mod actors;
mod base;
mod governed;
mod quiet;
mod visits;

use crate::dice::Dice;
use crate::world::{Canister, SELF_ID, log_of};
use base::BASE;
use bonafide_audits::commands::Decision;
use bonafide_audits::replay;
use bonafide_audits::state::invariants::try_state;
use bonafide_audits::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::commit::root_hash;
use bonafide_test_support::golden::variant;
use bonafide_types::audits::{
    AssignmentPurpose, AssignmentState, AuditError, FindingState, PlanState, Report,
};
use bonafide_types::id::AuditorId;
use candid::Principal;
use ic_stable_structures::VectorMemory;
use std::collections::BTreeMap;
use std::thread;

const HISTORIES: u64 = 200;
const STEPS: u64 = 60;
const THREADS: u64 = 4;

/// What happened, and how often.
type Seen = BTreeMap<String, u64>;

struct World {
    canister: Canister,
    seed: u64,
    dice: Dice,
    seen: Seen,
    /// What auditors committed to.
    reports: BTreeMap<(u64, AuditorId), Report>,
}

impl World {
    /// A canister with two plans that are drawn.
    fn of(seed: u64) -> Self {
        let mut world = Self {
            canister: BASE.copy(),
            seed,
            dice: Dice::of(seed),
            seen: Seen::new(),
            reports: BTreeMap::new(),
        };
        for _ in 0..2 {
            world.adopt();
            world.tasks();
            world.draws();
        }
        world
    }

    fn see(&mut self, what: impl Into<String>) {
        *self.seen.entry(what.into()).or_default() += 1;
    }

    /// Notes what an event means, before it is applied.
    fn note(&mut self, event: &Event) {
        self.see(variant(event));
        let state = &self.canister.state;
        let more = match event {
            Event::PlanChanged { state, .. } => match state {
                PlanState::Closed { .. } => "plan closed",
                PlanState::Cancelled { .. } => "plan taken back",
                _ => return,
            },
            Event::Drawn { assignments, .. } => match assignments.first().map(|row| row.purpose) {
                Some(AssignmentPurpose::Audit { .. }) => "audits drawn",
                Some(AssignmentPurpose::Reaudit { .. }) => "re-audits drawn",
                Some(AssignmentPurpose::Appeal { .. }) => "panel drawn",
                None => "nobody drawn",
            },
            Event::RoundEnded { joined, .. } if joined.is_empty() => "vanished, nobody follows",
            Event::RoundEnded { .. } => "vanished, others follow",
            Event::AssignmentClosed { state, .. } => {
                let end = match state {
                    AssignmentState::Concluded { outcome, .. } => variant(outcome),
                    AssignmentState::Open | AssignmentState::Inconclusive { .. } => variant(state),
                };
                return self.see(format!("came to {end}"));
            }
            Event::FindingAppealed { finding_id, .. } => {
                let before = state.finding(*finding_id).map(|row| row.appeals.len());
                match before {
                    Some(0) => "first appeal",
                    _ => "second appeal",
                }
            }
            Event::AppealDecided {
                finding_id,
                verdict,
                owed_e8s,
                ..
            } => {
                let appeal = state
                    .finding(*finding_id)
                    .and_then(|row| row.appeals.last().cloned());
                let panel = appeal.is_some_and(|appeal| appeal.assignment_id.is_some());
                if *owed_e8s > 0 {
                    self.see("owed");
                }
                let who = if panel { "panel" } else { "nobody" };
                return self.see(format!("{who}: {}", variant(verdict)));
            }
            Event::FindingSettled { state, reason, .. } => match (state, reason) {
                (FindingState::Overturned { .. }, _) => "overturned by vote",
                (_, Some(_)) => "final by vote",
                (_, None) => "final in time",
            },
            _ => return,
        };
        self.see(more);
    }

    fn record(&mut self, caller: Principal, events: Vec<Event>) {
        for event in events {
            self.note(&event);
            self.canister.record(caller, [event]);
        }
    }

    fn run<R>(
        &mut self,
        caller: Principal,
        decide: impl FnOnce(&State<VectorMemory>, &Ctx) -> Result<Decision<R>, AuditError>,
    ) -> Option<R> {
        let ctx = self.canister.ctx(caller);
        match decide(&self.canister.state, &ctx) {
            Ok(Decision { events, reply }) => {
                self.record(caller, events);
                Some(reply)
            }
            Err(refusal) => {
                self.see(format!("refused: {}", variant(&refusal)));
                None
            }
        }
    }

    fn task(&mut self, find: impl FnOnce(&State<VectorMemory>, u64) -> Vec<Event>) {
        let events = find(&self.canister.state, self.canister.now_ns);
        self.record(SELF_ID, events);
    }

    fn step(&mut self) {
        match self.dice.below(40) {
            0..=19 => self.work(),
            20..=23 => self.pass(),
            24..=26 => self.tasks(),
            27 | 28 => self.draws(),
            29..=31 => self.appeal(),
            32 => self.adopt(),
            33 => self.fix_or_cancel(),
            34 => self.settle_finding(),
            35 => self.standing(),
            36 => self.stake(),
            37 => self.penalise(),
            38 => self.set_policy(),
            _ => self.others_change(),
        }
    }
}

/// A history from its first event to the day on which nothing is left to do.
fn history(seed: u64) -> Result<Seen, String> {
    let mut world = World::of(seed);
    for step in 0..STEPS {
        world.step();
        try_state(&world.canister.state)
            .map_err(|words| format!("history {seed}, step {step}: {words}"))?;
    }
    world
        .quiet()
        .map_err(|words| format!("history {seed}, at its end: {words}"))?;
    let replayed = replay(log_of(&world.canister.state))
        .map_err(|error| format!("history {seed}, replayed: {error}"))?;
    if replayed.root != root_hash(&mut world.canister.state) {
        return Err(format!("history {seed} replays to another root"));
    }
    Ok(world.seen)
}

/// Every so-manieth history.
fn share(first: u64) -> Seen {
    let mut seen = Seen::new();
    for seed in (first..HISTORIES).step_by(usize::try_from(THREADS).unwrap()) {
        let happened = history(seed).unwrap_or_else(|words| panic!("{words}"));
        for (what, times) in happened {
            *seen.entry(what).or_default() += times;
        }
    }
    seen
}

/// What must be met several times, or the steps say nothing.
const MET: [&str; 42] = [
    "audits drawn",
    "re-audits drawn",
    "panel drawn",
    "nobody drawn",
    "vanished, nobody follows",
    "vanished, others follow",
    "came to confirmed",
    "came to discrepancy",
    "came to refused",
    "came to unable",
    "came to inconclusive",
    "finding_established",
    "first appeal",
    "second appeal",
    "panel: upheld",
    "panel: overturned",
    "panel: undecided",
    "nobody: undecided",
    "owed",
    "owed_paid",
    "final in time",
    "final by vote",
    "overturned by vote",
    "plan closed",
    "plan taken back",
    "locks_released",
    "transfer_renewed",
    "policy_set",
    "stake_taken",
    "refused: auditor_standing",
    "refused: challenge_issued",
    "refused: commitment_taken",
    "refused: draw_under_way",
    "refused: finding_settled",
    "refused: not_appealable",
    "refused: not_the_provider",
    "refused: no_seat",
    "refused: outside_window",
    "refused: plan_standing",
    "refused: reveal_mismatch",
    "refused: visit_fixed",
    "refused: wrong_phase",
];

/// Kinds of events that only the beginning has.
const AT_FIRST: [&str; 1] = ["initialized"];

#[test]
fn should_hold_whatever_happens() {
    let mut seen = Seen::new();
    thread::scope(|scope| {
        let shares: Vec<_> = (0..THREADS)
            .map(|first| scope.spawn(move || share(first)))
            .collect();
        for happened in shares {
            for (what, times) in happened.join().expect("a share holds") {
                *seen.entry(what).or_default() += times;
            }
        }
    });
    for what in MET {
        let times = seen.get(what).copied().unwrap_or_default();
        assert!(times >= 3, "{what}: {times} times; {seen:?}");
    }
    let kinds: Vec<_> = crate::world::HISTORY
        .iter()
        .map(|entry| variant(&entry.event))
        .filter(|kind| !AT_FIRST.contains(&kind.as_str()))
        .filter(|kind| !seen.contains_key(kind))
        .collect();
    assert_eq!(kinds, Vec::<String>::new(), "never happened; {seen:?}");
}
