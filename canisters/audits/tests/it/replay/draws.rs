//! Forged draws: another seed, another team, another snapshot.

use super::{refuse, refuse_after, refuse_again};
use crate::world::{FEE, HISTORY, lived};
use bonafide_audits::commands::draw;
use bonafide_audits::domain::seed;
use bonafide_audits::state::Event;
use bonafide_kit::commit::Entry;
use bonafide_types::audits::{DrawPurpose, Randomness, RandomnessSource};
use bonafide_types::id::{Blob, Sha256Hash};

const FOLLOWS: &str = "what is drawn follows from snapshot and seed";
const SNAPSHOT: &str = "a snapshot is of sites and auditors as they are";
const ROWS: &str = "the rows of a snapshot follow each other";

#[test]
fn should_follow_from_the_seed() {
    let at = at!(Drawn);
    let state = lived(&HISTORY[..at]);
    let hash = state.draw(0).unwrap().snapshot.hash;
    let Blob(key) = state.settings().public_key.unwrap();
    for byte in 100..110 {
        let proof = vec![byte; seed::VET_KEY_BYTES];
        let other = seed::vrf(&proof, &key, &hash);
        forge!(at, Event::Drawn { randomness, .. } => {
            randomness.seed = other;
            randomness.source = RandomnessSource::VetKd { proof: Blob(proof) };
        }, FOLLOWS);
    }
}

#[test]
fn should_have_a_seed_of_its_source() {
    let words = "a seed follows from its source, for the snapshot";
    let at = at!(Drawn);
    let other = Sha256Hash([100; 32]);
    forge!(at, Event::Drawn { randomness, .. } => randomness.seed = other, words);
    forge!(at, Event::Drawn { randomness, .. } => randomness.at_ns += 1, words);
    for length in [0, 47, 49] {
        let proof = Blob(vec![5; length]);
        let source = RandomnessSource::VetKd { proof };
        forge!(at, Event::Drawn { randomness, .. } => randomness.source = source, words);
    }
}

#[test]
fn should_have_the_auditors_that_were_drawn() {
    let at = at!(Drawn);
    for n in 0..3 {
        forge!(at, Event::Drawn { result, .. } => {
            let site = &mut result.drawn[n];
            std::mem::swap(&mut site.team, &mut site.reserve);
        }, FOLLOWS);
        forge!(at, Event::Drawn { result, .. } => result.drawn[n].reserve.clear(), FOLLOWS);
    }
    forge!(at, Event::Drawn { result, .. } => result.drawn.swap(0, 1), FOLLOWS);
    forge!(at, Event::Drawn { result, .. } => result.drawn.truncate(2), FOLLOWS);
    forge!(at, Event::Drawn { result, .. } => result.skipped.push(0), FOLLOWS);
}

#[test]
fn should_be_of_the_snapshot_that_was_fixed() {
    let (opened, rows) = (at!(DrawOpened), at!(SnapshotRows));
    let weigh = |entry: &mut Entry<Event>| {
        let Event::SnapshotRows { sites, .. } = &mut entry.event else {
            panic!("another order of events");
        };
        sites[0].weight += 1;
    };
    refuse(rows, weigh, ROWS);
    let lift = |entry: &mut Entry<Event>| {
        let Event::SnapshotRows { sites, .. } = &mut entry.event else {
            panic!("another order of events");
        };
        sites[2].conflicted.clear();
    };
    refuse(rows, lift, ROWS);
    let leave_out = |entry: &mut Entry<Event>| {
        let Event::DrawOpened { auditors, .. } = &mut entry.event else {
            panic!("another order of events");
        };
        auditors.pop();
    };
    refuse(opened, leave_out, SNAPSHOT);
    let part = |entry: &mut Entry<Event>| {
        let Event::DrawOpened { auditors, .. } = &mut entry.event else {
            panic!("another order of events");
        };
        auditors[1].group = 0;
    };
    refuse(opened, part, SNAPSHOT);
    let spend = |entry: &mut Entry<Event>| {
        let Event::DrawOpened { draw, .. } = &mut entry.event else {
            panic!("another order of events");
        };
        draw.snapshot.rules.budget_e8s += 1;
    };
    refuse(opened, spend, SNAPSHOT);
    let rehash = |entry: &mut Entry<Event>| {
        let Event::DrawOpened { draw, .. } = &mut entry.event else {
            panic!("another order of events");
        };
        draw.snapshot.hash = Sha256Hash([1; 32]);
    };
    refuse(opened, rehash, SNAPSHOT);
}

#[test]
fn should_keep_the_rows_of_a_snapshot_together() {
    let words = ROWS;
    let at = at!(SnapshotRows);
    forge!(at, Event::SnapshotRows { start, .. } => *start = 1, words);
    forge!(at, Event::SnapshotRows { draw_id, .. } => *draw_id = 9, words);
    forge!(at, Event::SnapshotRows { sites, .. } => {
        let more = sites[0].clone();
        sites.push(more);
    }, words);
    refuse_again(at, words);
    // Not after the draw either.
    let drawn = at!(Drawn);
    refuse_after(drawn, HISTORY[at].clone(), words);
}

#[test]
fn should_open_draws_of_what_is_there_once() {
    let words = "draws are numbered, and begin without a seed";
    let at = at!(DrawOpened);
    forge!(at, Event::DrawOpened { draw, .. } => draw.id = 1, words);
    let randomness = Randomness {
        seed: Sha256Hash([1; 32]),
        source: RandomnessSource::RawRand {
            bytes: Blob(vec![1; 32]),
        },
        at_ns: 0,
    };
    forge!(at, Event::DrawOpened { draw, .. } => draw.randomness = Some(randomness), words);
    let again = |at: usize| {
        let mut entry = HISTORY[at].clone();
        if let Event::DrawOpened { draw, .. } = &mut entry.event {
            draw.id += 1;
        }
        entry
    };
    // After its rows.
    refuse_after(at + 1, again(at), "the sites of a plan are fixed once");
    let repeated = at!(DrawOpened, 4);
    refuse_after(repeated + 1, again(repeated), "audits are repeated once");
    let appeal = at!(DrawOpened, 2);
    let unknown = DrawPurpose::Appeal { finding_id: 9 };
    forge!(
        appeal,
        Event::DrawOpened { draw, .. } => draw.purpose = unknown,
        "whoever appeals has a panel drawn"
    );
}

#[test]
fn should_draw_once() {
    refuse_again(at!(Drawn), "a draw is made once");
    forge!(at!(Drawn), Event::Drawn { draw_id, .. } => *draw_id = 9, "a draw is made once");
}

#[test]
fn should_not_draw_for_a_plan_that_was_taken_back() {
    let at = at!(PlanChanged);
    let state = lived(&HISTORY[..=at]);
    let draw = state.draw(1).unwrap();
    let at_ns = HISTORY[at].at_ns;
    let randomness = Randomness {
        seed: Sha256Hash([1; 32]),
        source: RandomnessSource::VetKd {
            proof: Blob(vec![1; 48]),
        },
        at_ns,
    };
    let mut events = draw::drawn(&state, draw.id, randomness, at_ns).unwrap();
    let entry = Entry {
        event: events.remove(0),
        ..HISTORY[at].clone()
    };
    refuse_after(at, entry, "a draw is made once, while it is wanted");
}

#[test]
fn should_lock_what_is_free_and_cost_what_is_reserved() {
    let at = at!(Drawn);
    forge!(
        at,
        Event::Drawn { assignments, .. } => assignments[1].id = 9,
        FOLLOWS
    );
    forge!(
        at,
        Event::Drawn { assignments, .. } => assignments[1].draw_id = 9,
        FOLLOWS
    );
    forge!(
        at,
        Event::Drawn { assignments, .. } => assignments[0].seats[0].locked_e8s = 1_000 * FEE,
        FOLLOWS
    );
    forge!(
        at,
        Event::Drawn { assignments, .. } => assignments[0].reserved_e8s = 100 * FEE,
        FOLLOWS
    );
}
