//! What a log can say of settings, and of what others show.

use super::{ReplayErrorReason, Rest, elsewhere, rule};
use crate::domain::policy as rules;
use crate::state::{Event, State};
use bonafide_kit::commit::Entry;
use bonafide_policy::rewards::facts;
use bonafide_types::limits::{DAY_NS, FACT_SUBNET_NODES};
use bonafide_types::rewards::Config;
use candid::Principal;
use ic_stable_structures::Memory;

/// Why settings are none.
const UNCALLABLE: &str = "nobody can be called by such a principal";

pub(super) fn check<M: Memory>(
    state: &State<M>,
    entry: &Entry<Event>,
) -> Result<Rest, ReplayErrorReason> {
    match &entry.event {
        Event::Initialized { config, policy } => {
            rule(rules::check(policy).is_ok(), "the policy fits together")?;
            rule(can_be_called(config), UNCALLABLE)?;
        }
        Event::ConfigChanged { config } => {
            let before = state.settings();
            rule(
                config.ledger == before.ledger && config.ledger_fee_e8s == before.ledger_fee_e8s,
                "the ledger stays",
            )?;
            rule(*config != before, "an upgrade writes down what changes")?;
            rule(can_be_called(config), UNCALLABLE)?;
        }
        Event::RosterSeen { roster } => {
            let today = entry.at_ns / DAY_NS;
            rule(
                u64::from(roster.day) == today && facts::check_day(roster, roster.day).is_ok(),
                "a roster is of its day and in order",
            )?;
        }
        // A refusal tells the fee also to a transfer that began before it was learnt.
        Event::LedgerFeeLearned { .. } | Event::Followed { .. } => {}
        Event::MetricsCollected {
            subnet,
            day,
            counts,
        } => {
            let later = state.counts(*subnet).is_none_or(|(last, _)| *day > last);
            rule(
                later && u64::from(*day) < entry.at_ns / DAY_NS,
                "a day is collected when it is over, once",
            )?;
            rule(
                counts.len() <= FACT_SUBNET_NODES
                    && counts.is_sorted_by(|a, b| a.node.as_slice() < b.node.as_slice()),
                "nodes stand in order, each once",
            )?;
        }
        _ => return elsewhere(),
    }
    Ok(Rest::default())
}

/// Whether all that the canister asks, or is asked by, can be.
fn can_be_called(config: &Config) -> bool {
    let others = [config.governance, config.registry, config.ledger];
    others
        .into_iter()
        .chain(config.audits)
        .all(|it| it.0 != Principal::anonymous() && it.0 != Principal::management_canister())
}
