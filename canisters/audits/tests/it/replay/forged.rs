//! Logs that somebody cut, shuffled and mended: they are refused, or they are logs. Whatever
//! they are, a replay never panics.

use crate::dice::Dice;
use crate::world::{
    CONTROLLER, DAY_NS, GOVERNANCE, HISTORY, PATRON, SELF_ID, auditor_id, encoded, provider_id,
};
use bonafide_audits::state::Event;
use bonafide_audits::state::replay::replay_state;
use bonafide_kit::commit::Entry;
use bonafide_types::id::Caller;

const LOGS: u64 = 200;

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
                auditor_id(1).0,
                auditor_id(3).0,
                provider_id(2).0,
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
        match replay_state(encoded(&entries)) {
            Ok(_) => understood += 1,
            Err(_) => refused += 1,
        }
    }
    assert!(refused > LOGS / 3, "{refused} refused");
    assert!(understood > LOGS / 20, "{understood} understood");
}
