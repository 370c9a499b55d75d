//! Cases: the records, what they mean in words, and what the network could adopt.

mod payloads;
mod words;

use super::SCAN;
use crate::domain::case as course;
use crate::state::{State, key, number};
use bonafide_kit::page;
use bonafide_types::limits::PAGE_RECORDS;
use bonafide_types::rewards::{
    CasePage, CaseView, Effect, ListCasesArgs, Multipliers, NnsPayload, PublishedPenalty,
};
use ic_stable_structures::Memory;
use std::ops::Bound;

/// A case, what happened, what will happen and when, and how to object now.
pub fn get_case<M: Memory>(state: &State<M>, id: u64, now_ns: u64) -> Option<CaseView> {
    let case = state.case(id)?;
    Some(CaseView {
        happened: words::happened(&case),
        next: words::next(&state.policy(), &case, now_ns),
        objections: words::objections(&case, now_ns),
        case,
    })
}

/// Some cases: all, those of a provider; those that can still change by themselves or by their
/// provider, or the others. Looks at 2,000 at most: a page may be short, and `next` says whether
/// there are more.
pub fn list_cases<M: Memory>(state: &State<M>, args: &ListCasesArgs) -> CasePage {
    let ListCasesArgs {
        provider,
        open,
        after,
        limit,
    } = args;
    let ids: Box<dyn Iterator<Item = u64> + '_> = match (provider, open) {
        (Some(provider), _) => {
            let after = after.map(key);
            let after = after.as_ref().map(<[u8; 8]>::as_slice);
            let members = state.cases_by_provider.members(provider.as_slice(), after);
            Box::new(members.map(|id| number(&id)))
        }
        (None, Some(true)) => {
            let from = after.map_or(Bound::Unbounded, Bound::Excluded);
            Box::new(state.open_cases.keys_range((from, Bound::Unbounded)))
        }
        (None, _) => {
            let first = after.map_or(0, |after| after.saturating_add(1));
            Box::new(first..state.cases.len())
        }
    };
    let limit = page::limit(*limit, PAGE_RECORDS);
    let (cases, next) = page::collect(ids.map(|id| (id, ())), limit, SCAN, |id, ()| {
        let case = state.case(*id)?;
        open.is_none_or(|open| open == course::is_open(&case))
            .then_some(case)
    });
    CasePage { cases, next }
}

/// Payloads of proposals that the network can adopt because of a case. None for a case that is
/// not frozen or is over, or under which nothing is to follow; none while money of the provider
/// is here and nothing was taken yet.
pub fn get_case_payloads<M: Memory>(state: &State<M>, id: u64) -> Vec<NnsPayload> {
    let Some(case) = state.case(id).filter(payloads::are_due) else {
        return Vec::new();
    };
    let roster = state.latest_roster();
    roster.map_or_else(Vec::new, |roster| payloads::of(&case, &roster))
}

/// Penalties of executed cases that no statement carries yet, in the order of their cases; the
/// first 2,000.
pub fn get_multipliers<M: Memory>(state: &State<M>) -> Multipliers {
    let cases = state.published.keys().take(SCAN);
    let penalties = cases.filter_map(|id| {
        let case = state.case(id)?;
        let bps = case.effects.iter().find_map(|effect| match effect {
            Effect::PenaltyPublished { bps, .. } => Some(*bps),
            Effect::LotLocked { .. }
            | Effect::BondLocked { .. }
            | Effect::LotTaken { .. }
            | Effect::BondTaken { .. } => None,
        })?;
        Some(PublishedPenalty {
            case_id: id,
            provider: case.charge.provider,
            node: case.charge.node,
            bps,
        })
    });
    Multipliers {
        penalties: penalties.collect(),
    }
}

#[cfg(test)]
mod tests;
