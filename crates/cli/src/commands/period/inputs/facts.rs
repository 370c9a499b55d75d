//! Facts as they stand in a file, made what is supplied.

use crate::{commands::rewards::json::At, error::CliError};
use bonafide_policy::rewards::{day::Day, facts};
use bonafide_types::{
    id::{NodeId, OperatorId, ProviderId, SubnetId},
    limits::{FACTS_BYTES, PERIOD_DAYS},
    rewards::{
        DayFacts, Engine, MetricsFact, NodeFact, OperatorFact, OperatorFacts, ProviderFact,
        SubnetFact, TypeCount,
    },
};
use candid::Principal;
use std::collections::{BTreeMap, BTreeSet};

/// Facts of a period.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Facts {
    /// Of v1, in the order of the days.
    Days(Vec<DayFacts>),
    /// Of v0.
    Operators(OperatorFacts),
}

/// What is supplied at once.
#[derive(Debug)]
pub(super) struct Slice {
    /// None for v0.
    pub(super) day: Option<Day>,
    /// CBOR of the facts.
    pub(super) bytes: Vec<u8>,
}

/// To which cluster providers belong that are not alone.
type Clusters = BTreeMap<ProviderId, ProviderId>;

impl Facts {
    /// What a file says. Whether it adds up is not looked at.
    pub(super) fn of(root: &At<'_>) -> Result<Self, CliError> {
        let (days, operators) = (root.optional("days")?, root.optional("operators")?);
        match (days, operators) {
            (Some(days), None) => {
                let shared = clusters(root)?;
                let days = days.items()?.map(|at| day(&at, &shared));
                let mut days: Vec<_> = days.collect::<Result<_, CliError>>()?;
                days.sort_by_key(|facts| facts.day);
                Ok(Self::Days(days))
            }
            (None, Some(operators)) => {
                let records = operators.items()?.map(|at| record(&at));
                let operators = records.collect::<Result<_, CliError>>()?;
                Ok(Self::Operators(OperatorFacts { operators }))
            }
            _ => Err(root.error("must have either days or operators")),
        }
    }

    pub(super) fn engine(&self) -> Engine {
        match self {
            Self::Days(_) => Engine::V1,
            Self::Operators(_) => Engine::V0,
        }
    }

    /// Slice by slice, as the canister takes them.
    ///
    /// # Errors
    /// In words, what it would refuse.
    pub(super) fn slices(&self) -> Result<Vec<Slice>, String> {
        match self {
            Self::Days(days) => {
                check_days(days)?;
                let slices = days.iter().map(|facts| {
                    let day = Day(facts.day);
                    let checked = facts::check_day(facts, facts.day);
                    let packed = checked.and_then(|()| packed(facts));
                    let bytes = packed.map_err(|reason| format!("{day}: {reason}"))?;
                    Ok(Slice {
                        day: Some(day),
                        bytes,
                    })
                });
                slices.collect()
            }
            Self::Operators(records) => {
                facts::check_operators(records)?;
                let bytes = packed(records)?;
                Ok(vec![Slice { day: None, bytes }])
            }
        }
    }
}

/// Days of one period follow one another.
fn check_days(days: &[DayFacts]) -> Result<(), String> {
    let count = days.len();
    if count == 0 || count > PERIOD_DAYS as usize {
        return Err(format!("{count} days, 1 to {PERIOD_DAYS} are a period"));
    }
    for pair in days.windows(2) {
        let (before, after) = (Day(pair[0].day), Day(pair[1].day));
        if before == after {
            return Err(format!("{after} is given more than once"));
        }
        if before.next() != after {
            return Err(format!("{} is missing", before.next()));
        }
    }
    Ok(())
}

fn packed(facts: &impl minicbor::Encode<()>) -> Result<Vec<u8>, String> {
    let bytes = minicbor::to_vec(facts).map_err(|error| error.to_string())?;
    let length = bytes.len();
    if length > FACTS_BYTES {
        return Err(format!("{length} bytes, at most {FACTS_BYTES} are taken"));
    }
    Ok(bytes)
}

fn principal<T: From<Principal>>(at: &At<'_>, text: &str) -> Result<T, CliError> {
    let principal = Principal::from_text(text);
    let principal = principal.map_err(|error| at.error(format!("no principal: {error}")))?;
    Ok(principal.into())
}

/// A field that names somebody.
fn named<T: From<Principal>>(at: &At<'_>, field: &str) -> Result<T, CliError> {
    let at = at.field(field)?;
    principal(&at, at.text()?)
}

/// `clusters`, where there are any.
fn clusters(at: &At<'_>) -> Result<Clusters, CliError> {
    let Some(at) = at.optional("clusters")? else {
        return Ok(Clusters::new());
    };
    let entries = at.entries()?.map(|(provider, at)| {
        let cluster = principal(&at, at.text()?)?;
        Ok((principal(&at, provider)?, cluster))
    });
    entries.collect()
}

/// A node that is paid.
struct Paid {
    node: NodeId,
    provider: ProviderId,
    operator: OperatorId,
    region: String,
    reward_type: String,
}

fn paid(at: &At<'_>) -> Result<Paid, CliError> {
    Ok(Paid {
        node: named(at, "node")?,
        provider: named(at, "provider")?,
        operator: named(at, "operator")?,
        region: at.field("region")?.text()?.into(),
        reward_type: at.field("type")?.text()?.into(),
    })
}

/// A day. Everything stands in the order of its bytes.
fn day(at: &At<'_>, shared: &Clusters) -> Result<DayFacts, CliError> {
    let date = at.field("date")?;
    let day: Day = date.text()?.parse().map_err(|error| date.error(error))?;
    let of_day = clusters(at)?;
    let list = at.field("nodes")?;
    let list = list.items()?.map(|at| paid(&at));
    let mut rows: Vec<Paid> = list.collect::<Result<_, CliError>>()?;
    rows.sort_by_key(|row| row.node);
    let cluster_of = |provider: ProviderId| {
        let given = of_day.get(&provider).or_else(|| shared.get(&provider));
        given.copied().unwrap_or(provider)
    };
    // A cluster may be named after a provider without nodes on the day.
    let named = rows.iter().map(|row| row.provider);
    let providers = sorted(named.flat_map(|provider| [provider, cluster_of(provider)]));
    let operators = sorted(rows.iter().map(|row| row.operator));
    let regions = sorted(rows.iter().map(|row| row.region.clone()));
    let reward_types = sorted(rows.iter().map(|row| row.reward_type.clone()));
    let nodes = rows.iter().map(|row| NodeFact {
        node: row.node,
        provider: place(&providers, &row.provider),
        operator: place(&operators, &row.operator),
        region: place(&regions, &row.region),
        reward_type: place(&reward_types, &row.reward_type),
    });
    let nodes = nodes.collect();
    let known = providers.into_iter().map(|provider| ProviderFact {
        provider,
        cluster: cluster_of(provider),
    });
    Ok(DayFacts {
        day: day.0,
        providers: known.collect(),
        operators,
        regions,
        reward_types,
        nodes,
        subnets: subnets(&at.field("subnets")?)?,
    })
}

/// Each once, in order.
fn sorted<T: Ord>(names: impl Iterator<Item = T>) -> Vec<T> {
    let names: BTreeSet<_> = names.collect();
    names.into_iter().collect()
}

/// Where a name stands in the list that was made of it.
fn place<T: Ord>(names: &[T], name: &T) -> u32 {
    let place = names.binary_search(name).ok();
    let place = place.and_then(|place| u32::try_from(place).ok());
    place.expect("BUG: a name is not in its own list")
}

fn subnets(at: &At<'_>) -> Result<Vec<SubnetFact>, CliError> {
    let subnets = at.entries()?.map(|(subnet, at)| {
        let subnet: SubnetId = principal(&at, subnet)?;
        let rows = at.items()?.map(|at| metrics(&at));
        let mut nodes: Vec<_> = rows.collect::<Result<_, CliError>>()?;
        nodes.sort_by_key(|row| row.node);
        Ok(SubnetFact { subnet, nodes })
    });
    let mut subnets: Vec<_> = subnets.collect::<Result<_, CliError>>()?;
    subnets.sort_by_key(|row| row.subnet);
    Ok(subnets)
}

fn metrics(at: &At<'_>) -> Result<MetricsFact, CliError> {
    Ok(MetricsFact {
        node: named(at, "node")?,
        proposed: at.field("proposed")?.number()?,
        failed: at.field("failed")?.number()?,
    })
}

fn record(at: &At<'_>) -> Result<OperatorFact, CliError> {
    let mut counts = BTreeMap::new();
    for (reward_type, count) in at.field("rewardable_nodes")?.entries()? {
        counts.insert(reward_type.to_owned(), count.number()?);
    }
    let counts = counts
        .into_iter()
        .map(|(reward_type, count)| TypeCount { reward_type, count });
    Ok(OperatorFact {
        operator: named(at, "operator")?,
        provider: named(at, "provider")?,
        region: at.field("region")?.text()?.into(),
        rewardable_nodes: counts.collect(),
    })
}
