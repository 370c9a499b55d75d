//! Logs that somebody cut, shuffled and mended: they are refused, or they are logs. Whatever
//! they are, a replay never panics.

use crate::dice::Dice;
use crate::world::{
    CONTROLLER, Canister, GOVERNANCE, HISTORY, PATRON, SELF_ID, encoded, provider_id,
};
use bonafide_kit::commit::Entry;
use bonafide_rewards::state::Event;
use bonafide_rewards::state::invariants::try_state;
use bonafide_rewards::state::replay::replay_onto;
use bonafide_types::id::Caller;
use bonafide_types::limits::DAY_NS;

const LOGS: u64 = 300;

fn forge(dice: &mut Dice, entries: &mut Vec<Entry<Event>>) {
    let at = dice.place(entries.len());
    let other = dice.place(entries.len());
    match dice.below(8) {
        0 => {
            entries.remove(at);
        }
        1 => {
            let again = entries[at].clone();
            entries.insert(other.max(at), again);
        }
        2 => entries.swap(at, other),
        3 => entries.swap(at, (at + 1).min(other.max(at))),
        4 => {
            let somebody = [
                CONTROLLER,
                GOVERNANCE,
                PATRON,
                SELF_ID,
                provider_id(1).0,
                provider_id(3).0,
            ];
            entries[at].caller = Caller(*dice.pick(&somebody));
        }
        5 => entries[at].at_ns += dice.below(100) * DAY_NS,
        6 => entries[at].at_ns -= dice.below(100) * DAY_NS,
        _ => entries.truncate(at + 1),
    }
}

#[test]
fn should_refuse_or_understand_any_log() {
    let (mut refused, mut understood) = (0, 0);
    for seed in 0..LOGS {
        let mut dice = Dice::of(seed);
        let mut entries = HISTORY.clone();
        for _ in 0..=dice.below(3) {
            forge(&mut dice, &mut entries);
        }
        match replay_onto(Canister::new().state, encoded(&entries)) {
            Ok(state) => {
                understood += 1;
                try_state(&state).unwrap();
            }
            Err(_) => refused += 1,
        }
    }
    assert!(refused > LOGS / 3, "{refused} refused");
    assert!(understood > LOGS / 50, "{understood} understood");
}
