//! Forged policies, rates, periods and statements.

use super::{ITSELF, refuse_after, refuse_again, refuse_author};
use crate::world::{FIRST_DAY, GOVERNANCE, HISTORY, PATRON};
use bonafide_rewards::state::Event;
use bonafide_types::rewards::{Inputs, PeriodState};

#[test]
fn should_count_policies_that_fit_together() {
    let words = "a policy fits together and is counted";
    let at = at!(PolicySet);
    forge!(at, Event::PolicySet { policy } => policy.penalties.version = 0, words);
    forge!(at, Event::PolicySet { policy } => policy.penalties.version = 2, words);
    forge!(at, Event::PolicySet { policy } => policy.windows.notice_days = 0, words);
    refuse_again(at, words);
}

#[test]
fn should_add_rates_for_later_days() {
    let words = "rates are added and changed, for later days";
    let at = at!(TableUpdated, 1);
    forge!(at, Event::TableUpdated { table } => table.version = 2, words);
    forge!(at, Event::TableUpdated { table } => table.rates.reverse(), words);
    forge!(at, Event::TableUpdated { table } => table.rates.truncate(1), words);
    forge!(at, Event::TableUpdated { table } => table.rates.clear(), words);
    forge!(
        at,
        Event::TableUpdated { table } => table.effective_from_day += 400,
        words
    );
    refuse_again(at, words);
    // Days that a period covers keep their table.
    let mut covered = HISTORY[at].clone();
    if let Event::TableUpdated { table } = &mut covered.event {
        table.version = 2;
        table.rates[0].xdr_permyriad_per_node_per_month += 1;
    }
    refuse_after(at!(PeriodAdopted, 4), covered, words);
}

#[test]
fn should_adopt_periods_whose_days_are_over() {
    let words = "a period is adopted when its days are over";
    let at = at!(PeriodAdopted);
    forge!(at, Event::PeriodAdopted { period } => period.id = 1, words);
    forge!(at, Event::PeriodAdopted { period } => period.slices = 1, words);
    forge!(at, Event::PeriodAdopted { period } => period.to_day = FIRST_DAY + 3, words);
    forge!(at, Event::PeriodAdopted { period } => period.xdr_permyriad_per_icp = 9_999, words);
    forge!(at, Event::PeriodAdopted { period } => period.inputs = Inputs::Collected, words);
    let computing = PeriodState::Computing { slice: 0 };
    forge!(at, Event::PeriodAdopted { period } => period.state = computing, words);
    refuse_again(at, words);
    // What was collected is not there yet.
    let collected = HISTORY[at!(PeriodAdopted, 2)].clone();
    refuse_after(at!(PolicySet), collected, words);
}

#[test]
fn should_take_back_what_is_not_closed() {
    let words = "a period is taken back before it is closed";
    let at = at!(PeriodCancelled);
    forge!(at, Event::PeriodCancelled { period_id, .. } => *period_id = 0, words);
    forge!(at, Event::PeriodCancelled { period_id, .. } => *period_id = 9, words);
    forge!(at, Event::PeriodCancelled { reason, .. } => reason.clear(), words);
    refuse_again(at, words);
}

#[test]
fn should_take_the_facts_that_were_adopted() {
    let words = "facts are those that were adopted";
    let at = at!(InputsSupplied);
    forge!(at, Event::InputsSupplied { bytes, .. } => bytes.0[9] ^= 1, words);
    forge!(at, Event::InputsSupplied { bytes, .. } => bytes.0.push(0), words);
    forge!(at, Event::InputsSupplied { slice, .. } => *slice = 1, words);
    forge!(at, Event::InputsSupplied { slice, .. } => *slice = 2, words);
    forge!(at, Event::InputsSupplied { period_id, .. } => *period_id = 1, words);
    refuse_again(at, words);
}

#[test]
fn should_compute_what_follows_from_the_facts() {
    let words = "what is computed follows from the facts";
    let at = at!(SliceComputed);
    forge!(at, Event::SliceComputed { slice, .. } => *slice = 1, words);
    forge!(at, Event::SliceComputed { period_id, .. } => *period_id = 1, words);
    refuse_again(at, words);
    refuse_author(at, PATRON, ITSELF);
    // Before all facts are there.
    refuse_after(at!(InputsSupplied), HISTORY[at].clone(), words);
    // Of a period that was taken back.
    let mut taken_back = HISTORY[at].clone();
    if let Event::SliceComputed { period_id, .. } = &mut taken_back.event {
        *period_id = 3;
    }
    refuse_after(at!(PeriodCancelled), taken_back, words);
}

#[test]
fn should_close_periods_with_what_was_computed() {
    let words = "what is computed follows from the facts";
    // The one whose statements carry a penalty.
    let at = at!(PeriodClosed, 3);
    forge!(at, Event::PeriodClosed { period } => period.penalties.clear(), words);
    forge!(at, Event::PeriodClosed { period } => period.penalties[0].bps -= 1, words);
    forge!(at, Event::PeriodClosed { period } => period.input_hash = None, words);
    forge!(at, Event::PeriodClosed { period } => {
        let hash = period.input_hash.as_mut().unwrap();
        hash.0[0] ^= 1;
    }, words);
    forge!(at, Event::PeriodClosed { period } => {
        let totals = period.totals.as_mut().unwrap();
        totals.kept_e8s += 1;
    }, words);
    forge!(at, Event::PeriodClosed { period } => {
        let PeriodState::Closed { at_ns } = &mut period.state else {
            panic!("a closed period is closed");
        };
        *at_ns += 1;
    }, words);
    refuse_again(at, words);
    refuse_author(at, GOVERNANCE, ITSELF);
    // With a slice to go.
    let early = HISTORY[at!(PeriodClosed)].clone();
    refuse_after(at!(SliceComputed), early, words);
}
