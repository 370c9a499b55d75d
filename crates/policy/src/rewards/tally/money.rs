//! From sums to amounts.

use super::{decimal, earned};
use crate::penalty::convictions::Escrow;
use crate::rewards::{
    id::Id,
    problem::Fault,
    settlement::{Gross, Penalty, settle},
};
use bonafide_types::id::NodeId;
use bonafide_types::rewards::{Amounts, PublishedPenalty, Tally};
use num_bigint::BigUint;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZeroU64,
};

/// Whether a penalty takes from anything of it: one of a node only when that node is in it.
#[must_use]
pub fn reaches(tally: &Tally, penalty: &PublishedPenalty) -> bool {
    let known = |node: &NodeId| tally.nodes.iter().any(|it| it.node == *node);
    penalty.node.as_ref().is_none_or(known)
}

/// What a provider is paid: its sum rounded down, less penalties, in ICP. One ICP is worth
/// `minimum` at least; both rates in XDR permyriad. The penalties are this provider's; those of
/// nodes that are not in the tally take nothing.
///
/// # Errors
/// In words: the provider is broken; nothing is what one ICP is worth; a sum does not fit 64
/// bits; penalties of several providers, the same one twice, or one of more than everything.
///
/// # Panics
/// When a text of the tally is no decimal; all of them are written here.
pub fn amounts(
    tally: &Tally,
    penalties: &[PublishedPenalty],
    xdr_permyriad_per_icp: u64,
    minimum: u64,
    maximum_provider_e8s: u64,
) -> Result<Amounts, String> {
    if tally.broken {
        return Err("its records are broken".into());
    }
    let rate = NonZeroU64::new(xdr_permyriad_per_icp.max(minimum));
    let rate = rate.ok_or("one ICP is worth nothing")?;
    let total = decimal(&tally.total).trunc().to_u64();
    let nodes = earned(tally).into_iter();
    let gross = Gross {
        xdr_permyriad: total.ok_or_else(|| Fault::TotalTooLarge.to_string())?,
        nodes: nodes
            .map(|(node, earned)| (node.0.into(), earned))
            .collect(),
    };
    let provider = (penalties.first()).map_or(Id::Name(String::new()), |it| it.provider.0.into());
    let penalties = penalties.iter().filter(|it| reaches(tally, it));
    let penalties: Vec<_> = penalties.map(penalty).collect();
    let gross = BTreeMap::from([(provider.clone(), gross)]);
    let settled = settle(&gross, &BTreeSet::new(), &penalties, Some(rate));
    if let Some(problem) = settled.problems.first() {
        return Err(problem.fault.to_string());
    }
    let found = settled.providers.get(&provider);
    let settled = found.expect("BUG: neither settled nor at fault");
    let icp = settled.icp.expect("BUG: there is a rate");
    Ok(Amounts {
        gross_xdr_permyriad: settled.gross_xdr_permyriad,
        kept_xdr_permyriad: settled.kept_xdr_permyriad,
        gross_e8s: icp.gross_e8s,
        kept_e8s: icp.kept_e8s,
        above_maximum: icp.gross_e8s > maximum_provider_e8s,
    })
}

fn penalty(wire: &PublishedPenalty) -> Penalty {
    Penalty {
        id: wire.case_id.to_string(),
        provider: wire.provider.0.into(),
        node: wire.node.map(|node| node.0.into()),
        bps: wire.bps,
    }
}

/// Splits what came in for a period over the nodes that earned it:
/// `floor(total_e8s x node / sum)` each, and what is left is nobody's. All of it is nobody's
/// when the sum is 0.
///
/// # Panics
/// When a text of the tally is no decimal; all of them are written here.
#[must_use]
pub fn escrow(tally: &Tally, total_e8s: u64) -> Escrow {
    let sum = decimal(&tally.total);
    let mut split = Escrow {
        other_e8s: total_e8s,
        nodes: BTreeMap::new(),
    };
    if sum.is_zero() {
        return split;
    }
    for (node, earned) in earned(tally) {
        // Nodes together can exceed the sum in the last digit that decimals have.
        let e8s = share(total_e8s, earned, sum).min(split.other_e8s);
        split.other_e8s -= e8s;
        split.nodes.insert(node, e8s);
    }
    split
}

/// `total_e8s x part / sum`, rounded down; decimals would round the product.
fn share(total_e8s: u64, part: Decimal, sum: Decimal) -> u64 {
    let [ten_part, ten_sum] = [part, sum].map(|it| BigUint::from(10_u32).pow(it.scale()));
    let [part, sum] = [part, sum].map(|it| BigUint::from(it.mantissa().unsigned_abs()));
    let share = total_e8s * part * ten_sum / (sum * ten_part);
    u64::try_from(share).unwrap_or(total_e8s)
}
