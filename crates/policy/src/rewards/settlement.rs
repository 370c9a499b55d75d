//! From gross rewards to what is paid: penalties first, the conversion to ICP last.
//!
//! `kept = floor(gross x (10,000 - bps) / 10,000)` and `slashed = gross - kept`, so that both
//! always add up. A penalty of a provider takes from everything, one of a node from what that
//! node earned in the period, rounded down. Penalties of one node, with those of its provider,
//! add up to at most 10,000 bps. All parts of a provider are added before the one rounding.
//!
//! `e8s = floor(xdr_permyriad x 100,000,000 / xdr_permyriad_per_icp)`, once for the gross and
//! once for what is kept.

use super::{
    id::Id,
    problem::{Fault, Problem},
};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZeroU64,
};

/// Everything, in basis points.
pub const ALL_BPS: u32 = 10_000;
/// Of one ICP.
const E8S_PER_ICP: u128 = 100_000_000;

/// What a decision takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Penalty {
    /// The case or proposal that decided it.
    pub id: String,
    /// Whose rewards.
    pub provider: Id,
    /// Of one node only.
    pub node: Option<Id>,
    /// How much, basis points.
    pub bps: u32,
}

/// What a provider is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// What it earned.
    pub gross_xdr_permyriad: u64,
    /// What it keeps of that.
    pub kept_xdr_permyriad: u64,
    /// In ICP, when there is a rate.
    pub icp: Option<Icp>,
}

/// Amounts on the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Icp {
    /// What it earned.
    pub gross_e8s: u64,
    /// What it keeps of that.
    pub kept_e8s: u64,
}

impl Settlement {
    /// What is taken, XDR permyriad.
    #[must_use]
    pub fn slashed_xdr_permyriad(&self) -> u64 {
        self.gross_xdr_permyriad - self.kept_xdr_permyriad
    }
}

impl Icp {
    /// What is taken.
    #[must_use]
    pub fn slashed_e8s(&self) -> u64 {
        self.gross_e8s - self.kept_e8s
    }
}

/// What a provider earned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gross {
    /// Everything.
    pub xdr_permyriad: u64,
    /// Of it, by node; together no more than everything.
    pub nodes: BTreeMap<Id, Decimal>,
}

/// What is paid, and what is wrong with penalties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settlements {
    /// By provider; those with a fault are absent.
    pub providers: BTreeMap<Id, Settlement>,
    /// In order.
    pub problems: Vec<Problem>,
}

/// What is left of `gross` after `bps`, at most 10,000 of them.
#[must_use]
pub fn kept(gross: u64, bps: u32) -> u64 {
    let left = u128::from(gross) * u128::from(ALL_BPS - bps.min(ALL_BPS)) / u128::from(ALL_BPS);
    // No more than the gross.
    u64::try_from(left).unwrap_or(gross)
}

/// An amount in ICP; none when it does not fit 64 bits.
#[must_use]
pub fn e8s(xdr_permyriad: u64, xdr_permyriad_per_icp: NonZeroU64) -> Option<u64> {
    let rate = u128::from(xdr_permyriad_per_icp.get());
    u64::try_from(u128::from(xdr_permyriad) * E8S_PER_ICP / rate).ok()
}

/// Takes penalties and converts. `known` are providers that have no figure, for reasons told
/// elsewhere: penalties of theirs are no fault.
#[must_use]
pub fn settle(
    gross: &BTreeMap<Id, Gross>,
    known: &BTreeSet<Id>,
    penalties: &[Penalty],
    xdr_permyriad_per_icp: Option<NonZeroU64>,
) -> Settlements {
    let mut of: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for penalty in penalties {
        of.entry(&penalty.provider).or_default().push(penalty);
    }
    let mut settled = Settlements::default();
    for (provider, penalties) in &of {
        if !gross.contains_key(*provider) && !known.contains(*provider) {
            let faults = penalties.iter().map(|penalty| Problem {
                provider: (*provider).clone(),
                fault: Fault::UnknownProvider {
                    penalty: penalty.id.clone(),
                },
            });
            settled.problems.extend(faults);
        }
    }
    for (provider, gross) in gross {
        let penalties = of.get(provider).map_or(&[][..], Vec::as_slice);
        match settle_one(gross, penalties, xdr_permyriad_per_icp) {
            Ok(settlement) => {
                settled.providers.insert(provider.clone(), settlement);
            }
            Err(fault) => settled.problems.push(Problem {
                provider: provider.clone(),
                fault,
            }),
        }
    }
    settled.problems.sort();
    settled
}

fn settle_one(
    gross: &Gross,
    penalties: &[&Penalty],
    rate: Option<NonZeroU64>,
) -> Result<Settlement, Fault> {
    let mut seen = BTreeSet::new();
    let mut all_bps = 0_u32;
    let mut node_bps: BTreeMap<_, u32> = BTreeMap::new();
    for penalty in penalties {
        let id = || penalty.id.clone();
        let bps = penalty.bps;
        if bps > ALL_BPS {
            let penalty = id();
            return Err(Fault::PenaltyTooHigh { penalty, bps });
        }
        if !seen.insert((&penalty.id, &penalty.node)) {
            return Err(Fault::PenaltyTwice { penalty: id() });
        }
        let sum = match &penalty.node {
            None => &mut all_bps,
            Some(node) if gross.nodes.contains_key(node) => node_bps.entry(node).or_default(),
            Some(node) => {
                let (penalty, node) = (id(), node.clone());
                return Err(Fault::UnknownNode { penalty, node });
            }
        };
        *sum = sum.saturating_add(bps).min(ALL_BPS);
    }
    let left = |bps: u32| u128::from(ALL_BPS - bps.min(ALL_BPS));
    let mut others = gross.xdr_permyriad;
    let mut kept = 0_u128;
    for (node, bps) in node_bps {
        let earned = gross.nodes.get(node).and_then(|it| it.trunc().to_u64());
        let earned = earned.unwrap_or_default().min(others);
        others -= earned;
        kept += u128::from(earned) * left(bps + all_bps);
    }
    kept = (kept + u128::from(others) * left(all_bps)) / u128::from(ALL_BPS);
    let kept_xdr_permyriad = u64::try_from(kept).map_err(|_| Fault::TotalTooLarge)?;
    let icp = rate.map(|rate| {
        Some(Icp {
            gross_e8s: e8s(gross.xdr_permyriad, rate)?,
            kept_e8s: e8s(kept_xdr_permyriad, rate)?,
        })
    });
    let icp = match icp {
        Some(None) => return Err(Fault::TotalTooLarge),
        Some(icp) => icp,
        None => None,
    };
    Ok(Settlement {
        gross_xdr_permyriad: gross.xdr_permyriad,
        kept_xdr_permyriad,
        icp,
    })
}

#[cfg(test)]
mod tests;
