//! Forged settings, and forged words of others.

use super::{ITSELF, refuse_again, refuse_author};
use crate::world::{FIRST_DAY, PATRON};
use bonafide_rewards::state::Event;
use bonafide_types::id::Caller;
use candid::Principal;

#[test]
fn should_install_what_fits_together() {
    let words = "the policy fits together";
    forge!(0, Event::Initialized { policy, .. } => policy.windows.appeal_days = 13, words);
    forge!(0, Event::Initialized { policy, .. } => policy.bounty_bps = 5_001, words);
    let words = "nobody can be called by such a principal";
    let nobody = Caller(Principal::anonymous());
    forge!(0, Event::Initialized { config, .. } => config.governance = nobody, words);
    let system = Caller(Principal::management_canister());
    forge!(0, Event::Initialized { config, .. } => config.ledger = system, words);
    forge!(0, Event::Initialized { config, .. } => config.audits = Some(nobody), words);
}

#[test]
fn should_keep_the_ledger_in_an_upgrade() {
    let at = at!(ConfigChanged);
    let other = Caller(PATRON);
    let words = "the ledger stays";
    forge!(at, Event::ConfigChanged { config } => config.ledger = other, words);
    forge!(at, Event::ConfigChanged { config } => config.ledger_fee_e8s = 1, words);
    refuse_again(at, "an upgrade writes down what changes");
}

#[test]
fn should_see_rosters_of_their_day() {
    let words = "a roster is of its day and in order";
    let at = at!(RosterSeen);
    forge!(at, Event::RosterSeen { roster } => roster.day += 1, words);
    forge!(at, Event::RosterSeen { roster } => roster.day -= 1, words);
    forge!(at, Event::RosterSeen { roster } => roster.nodes[0].provider = 4, words);
    forge!(at, Event::RosterSeen { roster } => {
        let again = roster.nodes[0].clone();
        roster.nodes.push(again);
    }, words);
    refuse_author(at, PATRON, ITSELF);
}

#[test]
fn should_follow_others_itself() {
    refuse_author(at!(Followed), PATRON, ITSELF);
    refuse_author(at!(LedgerFeeLearned, 1), PATRON, ITSELF);
    refuse_author(at!(MetricsCollected), PATRON, ITSELF);
}

#[test]
fn should_collect_days_that_are_over_once() {
    let words = "a day is collected when it is over, once";
    let at = at!(MetricsCollected, 1);
    let (before, today) = (FIRST_DAY - 1, FIRST_DAY + 3);
    forge!(at, Event::MetricsCollected { day, .. } => *day = before, words);
    forge!(at, Event::MetricsCollected { day, .. } => *day = today, words);
    refuse_again(at, words);
    let words = "nodes stand in order, each once";
    forge!(at, Event::MetricsCollected { counts, .. } => counts.swap(0, 1), words);
    forge!(at, Event::MetricsCollected { counts, .. } => {
        let again = counts[0].clone();
        counts.insert(0, again);
    }, words);
}
