mod human;

use super::{not_found, show::latest};
use crate::{
    arguments::rewards::provider_or_caller,
    context::Global,
    error::{CliError, Exit},
};
use bonafide_client::{
    AgentRuntime, RewardsClient,
    rewards::again::{Again, Lines, Mismatch, Source},
};
use bonafide_kit::Entry;
use bonafide_policy::rewards::{day::Day, v0};
use bonafide_rewards::state::Event;
use bonafide_types::{
    id::{ProviderId, Sha256Hash},
    limits::PAGE_EVENTS,
    rewards::{Engine, GetStatementDayArgs, Period, Statement, StatementDay},
};
use candid::Principal;
use serde::Serialize;
use std::{collections::BTreeSet, ops::Range};

/// Make a statement again on this machine from public data, compare it with the certified one,
/// and show how it came about, line by line.
///
/// The facts of every slice must have the hashes that a vote adopted; facts, certified rates,
/// penalties and the period's terms must have the certified hash; the frozen engine must give the
/// certified figures; and what the canister shows of each day must be what is computed here. Exits
/// with 4 when any of it does not hold. `verify rewards` shows in addition that penalties and
/// rates came about as the rules say.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity provider.pem statement explain\n  bonafide statement explain --period 3 --provider 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe --day 2026-10-31"
)]
pub(crate) struct Args {
    /// The period; else the last one of which the provider has a statement.
    #[arg(long, value_name = "ID")]
    period: Option<u64>,
    /// The provider; else the caller.
    #[arg(long, value_name = "PRINCIPAL")]
    provider: Option<Principal>,
    /// Show the nodes of this day, in UTC; else each day in a line. For v1.
    #[arg(long, value_name = "DATE")]
    day: Option<Day>,
}

#[derive(Serialize)]
struct Shown {
    verified: bool,
    period_id: u64,
    provider: ProviderId,
    statement: Statement,
    /// SHA-256 of each slice's facts.
    facts_hashes: Vec<Sha256Hash>,
    /// The policy's when the period was closed.
    maximum_provider_e8s: u64,
    /// What the provider earned, XDR permyriad, before it was rounded down.
    total: String,
    /// Of v1: all of them, or the one that was asked for.
    days: Vec<StatementDay>,
    /// Of v0.
    lines: Vec<Line>,
}

/// What nodes of one type of one operator earn in a month.
#[derive(Serialize)]
struct Line {
    operator: String,
    region: String,
    #[serde(rename = "type")]
    reward_type: String,
    nodes: u32,
    xdr_permyriad_per_month: u64,
    coefficient_percent: u32,
    xdr_permyriad: u64,
}

impl Line {
    fn of(line: &v0::Line) -> Self {
        Self {
            operator: line.operator.to_string(),
            region: line.region.clone(),
            reward_type: line.reward_type.clone(),
            nodes: line.nodes,
            xdr_permyriad_per_month: line.rate.xdr_permyriad_per_month,
            coefficient_percent: line.rate.coefficient_percent,
            xdr_permyriad: line.xdr_permyriad,
        }
    }
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    let provider = provider_or_caller(args.provider, &rewards)?;
    let period_id = match args.period {
        Some(period_id) => period_id,
        None => latest(&rewards, provider).await?,
    };
    let source = rewards.statement_source(period_id, provider).await?;
    let source = source.ok_or_else(|| not_found(Some(period_id), provider))?;
    let asked = days_asked(&source.period, args.day)?;
    let (again, maximum_provider_e8s) = make(&source, &rewards).await?;
    let (mut days, lines) = match again.lines {
        Lines::Days(days) => (days, Vec::new()),
        Lines::Operators(lines) => (Vec::new(), lines.iter().map(Line::of).collect()),
    };
    days.retain(|line| asked.contains(&line.day));
    compare(&rewards, &source.statement, asked, &days).await?;
    let shown = Shown {
        verified: true,
        period_id,
        provider,
        statement: source.statement,
        facts_hashes: again.facts,
        maximum_provider_e8s,
        total: again.tally.total,
        days,
        lines,
    };
    global
        .output()
        .result(&shown, |shown| human::human(shown, args.day))
}

/// The days whose lines are shown: all, or the one that is named; none for v0.
fn days_asked(period: &Period, day: Option<Day>) -> Result<Range<u32>, CliError> {
    let covered = period.from_day..period.to_day.saturating_add(1);
    match (period.engine, day) {
        (Engine::V0, None) => Ok(0..0),
        (Engine::V0, Some(_)) => {
            let message = "a period of v0 is a month, and has no figures by day";
            Err(CliError::usage("Usage", message))
        }
        (Engine::V1, None) => Ok(covered),
        (Engine::V1, Some(Day(day))) if covered.contains(&day) => Ok(day..day + 1),
        (Engine::V1, Some(day)) => {
            let (first, last) = (Day(period.from_day), Day(period.to_day));
            let message = format!("period {} is {first} to {last}, without {day}", period.id);
            Err(CliError::usage("Usage", message))
        }
    }
}

/// The statement made again, and with which maximum.
async fn make(
    source: &Source,
    rewards: &RewardsClient<AgentRuntime>,
) -> Result<(Again, u64), CliError> {
    let in_force = source.policy.maximum_provider_e8s;
    let differs = match source.make(in_force) {
        Err(differs @ Mismatch::InputHash { .. }) => differs,
        made => return Ok((made?, in_force)),
    };
    // The policy may have had another maximum when the period was closed. The log tells which
    // there were, and the hash whether it is one of them.
    for maximum in maximums(rewards).await? {
        match source.make(maximum) {
            Err(Mismatch::InputHash { .. }) => {}
            made => return Ok((made?, maximum)),
        }
    }
    Err(differs.into())
}

/// Every maximum that the policy ever had: one node's word.
async fn maximums(rewards: &RewardsClient<AgentRuntime>) -> Result<BTreeSet<u64>, CliError> {
    let length = rewards.tip_certified().await?.length;
    let mut maximums = BTreeSet::new();
    let mut start = 0;
    while start < length {
        let page = rewards.events(start, PAGE_EVENTS).await?.events;
        if page.is_empty() {
            break;
        }
        start += page.len() as u64;
        maximums.extend(page.iter().filter_map(|bytes| maximum(bytes)));
    }
    Ok(maximums)
}

/// The maximum that an event sets.
fn maximum(event: &[u8]) -> Option<u64> {
    let entry: Entry<Event> = minicbor::decode(event).ok()?;
    match entry.event {
        Event::Initialized { policy, .. } | Event::PolicySet { policy } => {
            Some(policy.maximum_provider_e8s)
        }
        _ => None,
    }
}

/// Compares what the canister shows of these days with what is computed here.
async fn compare(
    rewards: &RewardsClient<AgentRuntime>,
    statement: &Statement,
    asked: Range<u32>,
    own: &[StatementDay],
) -> Result<(), CliError> {
    for day in asked {
        let args = GetStatementDayArgs {
            period_id: statement.period_id,
            provider: statement.provider,
            day,
        };
        let told = rewards.statement_day(&args).await?;
        if told.as_ref() != own.iter().find(|line| line.day == day) {
            let day = Day(day);
            let message = format!("{day}: the canister shows other lines than the facts give");
            return Err(CliError::new(Exit::Unverified, "LinesMismatch", message)
                .with("day", day.to_string()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_kit::cbor;
    use bonafide_types::{
        id::Caller,
        rewards::{Inputs, Mode, PenaltyTable, PeriodState, RewardsPolicy, Windows},
    };

    fn period(engine: Engine) -> Period {
        Period {
            id: 3,
            from_day: 20_089,
            to_day: 20_091,
            engine,
            xdr_permyriad_per_icp: 35_000,
            rate_source: "an example".into(),
            inputs: Inputs::Collected,
            penalties: Vec::new(),
            input_hash: None,
            slices: 3,
            totals: None,
            state: PeriodState::Closed { at_ns: 1 },
        }
    }

    #[test]
    fn should_ask_for_days_of_the_period_only() {
        let v1 = period(Engine::V1);
        assert_eq!(days_asked(&v1, None).unwrap(), 20_089..20_092);
        for (day, asked) in [
            (20_088, None),
            (20_089, Some(20_089..20_090)),
            (20_091, Some(20_091..20_092)),
            (20_092, None),
        ] {
            assert_eq!(days_asked(&v1, Some(Day(day))).ok(), asked, "{day}");
        }
        let v0 = period(Engine::V0);
        assert!(days_asked(&v0, None).unwrap().is_empty());
        assert!(days_asked(&v0, Some(Day(20_089))).is_err());
    }

    #[test]
    fn should_find_the_maximums_that_the_log_tells() {
        let policy = RewardsPolicy {
            mode: Mode::LogOnly,
            windows: Windows::default(),
            penalties: PenaltyTable::default(),
            bounty_bps: 500,
            minimum_xdr_permyriad_per_icp: 10_000,
            maximum_provider_e8s: 77,
        };
        let told = |event| {
            let entry = Entry {
                at_ns: 1,
                caller: Caller(Principal::anonymous()),
                event,
            };
            maximum(&cbor::encode(&entry))
        };
        assert_eq!(told(Event::PolicySet { policy }), Some(77));
        assert_eq!(told(Event::LotReleased { lot_id: 3, e8s: 7 }), None);
        assert_eq!(maximum(&[0xff]), None);
    }
}
