//! Money, against a ledger that fails in every way and a network that loses what it likes.
//!
//! After every step the canister's books and the ledger agree to the last e8s, no transfer was
//! made twice, and none is called failed that was made. At the end everything is settled and
//! everyone has what was meant for them. That these tests can fail, wrong rules show.

mod base;
mod check;
mod ledger;
mod model;
mod steps;

use model::{Model, Rules, Seen};
use std::thread;

/// How many sequences of how many steps.
const SHORT: (u64, u64) = (9_000, 8);
const LONG: (u64, u64) = (1_000, 60);
const THREADS: u64 = 4;

fn sequence(seed: u64, steps: u64, rules: Rules) -> Result<Seen, String> {
    let mut model = Model::of(seed, rules);
    for step in 0..steps {
        model.step();
        model
            .check()
            .map_err(|words| format!("sequence {seed}, step {step}: {words}"))?;
    }
    model
        .settle()
        .map_err(|words| format!("sequence {seed}, at its end: {words}"))?;
    Ok(model.seen)
}

/// Every so-manieth sequence.
fn share(first: u64) -> Seen {
    let mut seen = Seen::new();
    for (count, steps) in [SHORT, LONG] {
        for seed in (first..count).step_by(usize::try_from(THREADS).unwrap()) {
            let happened = sequence(seed + steps * 1_000_000, steps, Rules::Right);
            for (what, times) in happened.unwrap_or_else(|words| panic!("{words}")) {
                *seen.entry(what).or_default() += times;
            }
        }
    }
    seen
}

/// What must happen many times, or the sequences say nothing.
const MET: [&str; 19] = [
    "stake_deposit made",
    "stake_deposit failed",
    "stake_deposit quarantined",
    "treasury_deposit made",
    "treasury_deposit failed",
    "treasury_deposit quarantined",
    "stake_return made",
    "stake_return failed",
    "stake_return quarantined",
    "audit_fee made",
    "audit_fee failed",
    "audit_fee quarantined",
    "renewed",
    "duplicate",
    "made late",
    "upgraded while answers were out",
    "settled as made",
    "settled as not made",
    "too early to settle",
];

#[test]
fn should_reconcile_with_the_ledger_whatever_happens() {
    let mut seen = Seen::new();
    thread::scope(|scope| {
        let shares: Vec<_> = (0..THREADS)
            .map(|first| scope.spawn(move || share(first)))
            .collect();
        for happened in shares {
            for (what, times) in happened.join().expect("a share reconciles") {
                *seen.entry(what).or_default() += times;
            }
        }
    });
    for what in MET {
        let times = seen.get(what).copied().unwrap_or_default();
        assert!(times >= 20, "{what}: {times} times; {seen:?}");
    }
}

#[test]
fn should_notice_wrong_rules() {
    for rules in [
        Rules::LastAnswerOnly,
        Rules::SilenceIsNo,
        Rules::ForgetTogether,
        Rules::TimeOfAttempt,
    ] {
        let mut sequences = (0..500).map(|seed| sequence(seed, 60, rules));
        let noticed = sequences.find_map(Result::err);
        assert!(noticed.is_some(), "nobody notices {rules:?}");
    }
}

#[test]
fn should_need_no_proposal_when_the_ledger_is_well() {
    let mut model = Model::of(0, Rules::Right);
    model.trouble = 0;
    for _ in 0..200 {
        model.step_calmly();
        model.check().unwrap();
    }
    model.settle().unwrap();
    let quarantined = model
        .seen
        .keys()
        .filter(|what| what.ends_with("quarantined"));
    assert_eq!(quarantined.count(), 0, "{:?}", model.seen);
}
