//! Periods, rates and rules in plain words, for those who vote on them.

use crate::domain::amounts::{icp, percent_of_bps};
use crate::domain::period as course;
use crate::state::State;
use bonafide_policy::rewards::day::Day;
use bonafide_types::rewards::{
    Engine, Inputs, Mode, NodeRewardRate, PenaltyClass, PenaltyTable, Period, PeriodState,
    RewardsPolicy, RewardsTable, Windows,
};
use ic_stable_structures::Memory;
use std::collections::BTreeMap;

/// Rates that are told one by one.
const TOLD: usize = 20;
/// XDR permyriad in one XDR.
const XDR_PERMYRIAD: u64 = 10_000;

/// Says what adopting a period does.
pub(super) fn adopted<M: Memory>(state: &State<M>, period: &Period) -> String {
    let formula = match period.engine {
        Engine::V0 => "the rewards table and the nodes that operators may be paid for",
        Engine::V1 => "the rewards table and each node's daily failures",
    };
    let policy = state.policy();
    let penalties = match (policy.mode, state.published.len()) {
        (_, 0) => "No published penalty waits for a statement.".to_owned(),
        (Mode::Enabled, count) => format!(
            "{count} published penalties wait for a statement: those of its providers are part of \
             the figures."
        ),
        (Mode::LogOnly | Mode::Disabled, count) => {
            format!("{count} published penalties wait, and are not part of it as things stand.")
        }
    };
    format!(
        "Adopts period {}: what providers earn {}, by engine {}, from {formula}. {} One ICP counts \
         as {}, and for no less than {} by the policy; where that figure comes from: {} {} \
         {penalties} Each provider gets a certified statement. Nobody is paid by it.",
        period.id,
        days(period),
        period.engine.name(),
        tables(state, period),
        xdr(period.xdr_permyriad_per_icp),
        xdr(policy.minimum_xdr_permyriad_per_icp),
        sentence(&period.rate_source),
        facts(period),
    )
}

/// Says what taking a period back does.
pub(super) fn cancelled<M: Memory>(state: &State<M>, id: u64, reason: &str) -> String {
    let about = state.period(id).map_or_else(String::new, |period| {
        let slices = period.slices;
        let far = match period.state {
            PeriodState::AwaitingInputs { supplied } => {
                format!("{supplied} of {slices} parts of its facts are here")
            }
            PeriodState::Computing { slice } => format!("{slice} of {slices} parts are computed"),
            PeriodState::Closed { .. } => "it is closed".into(),
            PeriodState::Cancelled { .. } => "it is cancelled".into(),
        };
        let engine = period.engine.name();
        format!(" ({}, engine {engine}; {far})", days(&period))
    });
    format!(
        "Takes period {id}{about} back: no statement is made, what was supplied and computed is \
         dropped, and its days are free for another period. Reason: {reason}"
    )
}

/// Says which rates change, and from when on.
pub(super) fn table_updated<M: Memory>(state: &State<M>, table: &RewardsTable) -> String {
    let before = state.latest_table();
    let rates = before
        .as_ref()
        .map_or(&[][..], |before| before.rates.as_slice());
    let known: BTreeMap<_, _> = rates.iter().map(|rate| (name(rate), rate)).collect();
    let changed = table.rates.iter().filter_map(|rate| {
        let before = known.get(&name(rate)).copied();
        (before != Some(rate)).then_some((before, rate))
    });
    let changed: Vec<_> = changed.collect();
    let new = changed
        .iter()
        .filter(|(before, _)| before.is_none())
        .count();
    let told = changed.iter().take(TOLD).map(|(before, rate)| {
        let before = before.map_or_else(|| "none".into(), worth);
        format!(
            "{:?} in {:?} {before} -> {}",
            rate.reward_type,
            rate.region,
            worth(rate)
        )
    });
    let told: Vec<_> = told.collect();
    let more = match changed.len() - told.len() {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    format!(
        "Makes version {} of the rewards table, for days from {} on: of {} rates {new} are new and {} \
         change; the others stay. Rates for a node and a month of 30.4375 days: {}{more}.",
        table.version,
        Day(table.effective_from_day),
        table.rates.len(),
        changed.len() - new,
        told.join("; ")
    )
}

/// Says what changes in the numbers that the rules use.
pub(super) fn policy_set<M: Memory>(state: &State<M>, policy: &RewardsPolicy) -> String {
    let before = state.policy();
    let mode = if policy.mode == before.mode {
        format!("The mode stays {:?}: {}.", policy.mode, mode(policy.mode))
    } else {
        let stopped = if before.mode == Mode::Enabled {
            " Penalties that are not executed yet cannot be executed meanwhile, and expire when \
             their time is over."
        } else {
            ""
        };
        format!(
            "The mode goes from {:?} to {:?}: {}.{stopped}",
            before.mode,
            policy.mode,
            mode(policy.mode)
        )
    };
    let mut changes = windows(&before.windows, &policy.windows);
    changes.extend(classes(&before.penalties, &policy.penalties));
    changes.extend([
        change(
            "what reporters get of what is taken",
            before.bounty_bps,
            policy.bounty_bps,
            percent_of_bps,
        ),
        change(
            "the least that one ICP counts as",
            before.minimum_xdr_permyriad_per_icp,
            policy.minimum_xdr_permyriad_per_icp,
            xdr,
        ),
        change(
            "the most that the network pays one provider at once",
            before.maximum_provider_e8s,
            policy.maximum_provider_e8s,
            icp,
        ),
    ]);
    let changes: Vec<_> = changes.into_iter().flatten().collect();
    let changes = if changes.is_empty() {
        "No number changes.".to_owned()
    } else {
        format!("Numbers that change: {}.", changes.join("; "))
    };
    format!(
        "Sets the rules of later periods, lots and cases. {mode} {changes} What a period, a lot or \
         a case took from the rules stays as it was."
    )
}

fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Enabled => "votes on cases lock and take money, or publish a penalty",
        Mode::LogOnly => {
            "penalties are only computed, and nothing is locked, taken or published as a penalty"
        }
        Mode::Disabled => "no case can be frozen",
    }
}

/// What changes, from what to what; nothing when it stays.
fn change<T: Copy + PartialEq>(
    what: &str,
    before: T,
    after: T,
    shown: impl Fn(T) -> String,
) -> Option<String> {
    (before != after).then(|| format!("{what} {} -> {}", shown(before), shown(after)))
}

fn windows(before: &Windows, after: &Windows) -> Vec<Option<String>> {
    type Days = fn(&Windows) -> u32;
    let windows: [(&str, Days); 9] = [
        ("offences of one class count once within", |it| {
            it.offence_days
        }),
        ("notice before appeals lasts", |it| it.notice_days),
        ("a provider can appeal for", |it| it.appeal_days),
        ("a vote decides an appeal within", |it| it.decision_days),
        ("a penalty can be executed for", |it| {
            it.execution_grace_days
        }),
        ("rewards are held in escrow for", |it| {
            it.escrow_holdback_days
        }),
        ("what was earned can be reached for", |it| {
            it.escrow_horizon_days
        }),
        ("evidence is taken for", |it| it.evidence_age_days),
        ("who left is liable for", |it| it.offboarded_liability_days),
    ];
    let changes = windows.map(|(what, of)| change(what, of(before), of(after), in_days));
    changes.into()
}

fn classes(before: &PenaltyTable, after: &PenaltyTable) -> Vec<Option<String>> {
    let mut changes: Vec<_> = PenaltyClass::ALL
        .into_iter()
        .map(|class| {
            let what = format!("{} costs at least", class.name());
            let (before, after) = (before.base_bps(class), after.base_bps(class));
            change(&what, before, after, percent_of_bps)
        })
        .collect();
    let what = "a change has to be reported within";
    changes.push(change(what, before.change_days, after.change_days, in_days));
    let what = "the version of the penalties";
    let version = |version: u32| version.to_string();
    changes.push(change(what, before.version, after.version, version));
    changes
}

fn in_days(days: u32) -> String {
    format!("{days} days")
}

fn days(period: &Period) -> String {
    let Period {
        from_day, to_day, ..
    } = *period;
    let count = to_day - from_day + 1;
    format!("from {} to {}, {count} days", Day(from_day), Day(to_day))
}

/// The versions of the rewards table that hold for it.
fn tables<M: Memory>(state: &State<M>, period: &Period) -> String {
    let last = period.slices.saturating_sub(1);
    let days = [0, last].map(|slice| course::table_day(period, slice));
    let versions = days.map(|day| state.table_of_day(day).map(|table| table.version));
    match versions {
        [Some(first), Some(last)] if first == last => {
            format!("Version {first} of the rewards table holds for it.")
        }
        [Some(first), Some(last)] => {
            format!("Versions {first} to {last} of the rewards table hold for its days.")
        }
        _ => "No rewards table holds for it.".into(),
    }
}

fn facts(period: &Period) -> String {
    let rest = "Anyone supplies them; bytes with another hash are refused.";
    match &period.inputs {
        Inputs::Operators(hash) => {
            format!("Its facts are operator records, CBOR with the SHA-256 {hash}. {rest}")
        }
        Inputs::Days(hashes) => format!(
            "Its facts are {} pieces of CBOR, one for each day, with the SHA-256 that the proposal \
             names. {rest}",
            hashes.len()
        ),
        Inputs::Collected => {
            "Its facts are those that this canister collected from the management canister and the \
             registry; it is computed at once."
                .into()
        }
    }
}

/// Region and type: what a rate is known by.
fn name(rate: &NodeRewardRate) -> (&str, &str) {
    (&rate.region, &rate.reward_type)
}

fn worth(rate: &NodeRewardRate) -> String {
    let monthly = xdr(rate.xdr_permyriad_per_node_per_month);
    match rate.reward_coefficient_percent {
        Some(percent) => format!("{monthly} and {percent} % for each further node"),
        None => monthly,
    }
}

/// XDR permyriad as XDR, without trailing zeros.
fn xdr(permyriad: u64) -> String {
    let (whole, rest) = (permyriad / XDR_PERMYRIAD, permyriad % XDR_PERMYRIAD);
    if rest == 0 {
        return format!("{whole} XDR");
    }
    let rest = format!("{rest:04}");
    format!("{whole}.{} XDR", rest.trim_end_matches('0'))
}

/// With a full stop at its end.
fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

#[cfg(test)]
mod tests;
