//! What cases lock and take is what lots and bonds say, and nothing is left of a case that is
//! over.

use super::{hold, same_length};
use crate::domain::case as course;
use crate::state::{State, key};
use bonafide_types::id::ProviderId;
use bonafide_types::rewards::{Case, CaseState, Effect, Mode};
use ic_stable_structures::Memory;
use std::collections::BTreeMap;

pub(super) fn check<M: Memory>(state: &State<M>) -> Result<(), String> {
    let mut locked = Locked::default();
    let (mut open, mut due, mut published) = (0, 0, 0);
    for (_, case) in state.cases.after(None) {
        effects(&case)?;
        locked.add(&case);
        indexes(state, &case)?;
        open += u64::from(course::is_open(&case));
        due += u64::from(course::due_at_ns(&case).is_some());
        published += u64::from(is_published(state, &case)?);
    }
    same_length("open_cases", state.open_cases.len(), open)?;
    same_length("cases_due", state.cases_due.len(), due)?;
    same_length("published", state.published.len(), published)?;
    let (cases, by_provider) = (state.cases.len(), state.cases_by_provider.len());
    same_length("cases_by_provider", by_provider, cases)?;
    same_length("evidence", state.evidence.len(), cases)?;
    locked.check(state)
}

/// What all cases together lock.
#[derive(Default)]
struct Locked {
    lots: BTreeMap<u64, u64>,
    bonds: BTreeMap<ProviderId, u64>,
}

impl Locked {
    fn add(&mut self, case: &Case) {
        for effect in &case.effects {
            match effect {
                Effect::LotLocked { lot_id, e8s } => {
                    *self.lots.entry(*lot_id).or_default() += e8s;
                }
                Effect::BondLocked { e8s } => {
                    *self.bonds.entry(case.charge.provider).or_default() += e8s;
                }
                Effect::LotTaken { .. }
                | Effect::BondTaken { .. }
                | Effect::PenaltyPublished { .. } => {}
            }
        }
    }

    fn check<M: Memory>(mut self, state: &State<M>) -> Result<(), String> {
        for (_, lot) in state.lots.after(None) {
            let by_cases = self.lots.remove(&lot.id).unwrap_or_default();
            hold(by_cases == lot.locked_e8s, || {
                format!("cases lock {by_cases} of {lot:?}")
            })?;
        }
        hold(self.lots.is_empty(), || {
            format!("cases lock lots that are not there: {:?}", self.lots)
        })?;
        for (owner, account) in state.accounts.after(None) {
            let whose = |provider: &ProviderId| provider.as_slice() == &owner[..];
            let provider = self.bonds.keys().copied().find(whose);
            let by_cases = provider.and_then(|provider| self.bonds.remove(&provider));
            let by_cases = by_cases.unwrap_or_default();
            hold(by_cases == account.bond_locked_e8s, || {
                format!("cases lock {by_cases} of the bond of {account:?}")
            })?;
        }
        hold(self.bonds.is_empty(), || {
            format!("cases lock bonds that are not there: {:?}", self.bonds)
        })
    }
}

/// Effects of a case are those that its state allows, and not more than it may cost.
fn effects(case: &Case) -> Result<(), String> {
    let (mut locked, mut taken, mut published) = (0, 0, 0);
    for effect in &case.effects {
        match effect {
            Effect::LotLocked { e8s, .. } | Effect::BondLocked { e8s } => locked += e8s,
            Effect::LotTaken { e8s, .. } | Effect::BondTaken { e8s } => taken += e8s,
            Effect::PenaltyPublished { .. } => published += 1,
        }
    }
    let judged = case.judgement.as_ref();
    let cap = judged.map_or(0, |judgement| judgement.cap_e8s);
    let allowed = match case.state {
        CaseState::Frozen { .. }
        | CaseState::AppealWindow { .. }
        | CaseState::Executable { .. } => {
            judged.is_some() && taken == 0 && published == 0 && locked <= cap
        }
        CaseState::Executed {
            taken_e8s,
            bounty_e8s,
            ..
        } => {
            let as_said = taken == taken_e8s && bounty_e8s <= taken_e8s;
            judged.is_some() && locked == 0 && published <= 1 && as_said && taken <= cap
        }
        CaseState::Reported | CaseState::Proposed { .. } => {
            judged.is_none() && case.effects.is_empty()
        }
        CaseState::Cancelled { .. } | CaseState::Expired { .. } | CaseState::Refunded { .. } => {
            case.effects.is_empty()
        }
    };
    hold(allowed, || format!("effects that cannot be: {case:?}"))?;
    let log_only = judged.is_some_and(|judgement| judgement.mode == Mode::LogOnly);
    hold(!log_only || case.effects.is_empty(), || {
        format!("a case that is only logged has effects: {case:?}")
    })
}

fn indexes<M: Memory>(state: &State<M>, case: &Case) -> Result<(), String> {
    let (id, charge) = (case.id, &case.charge);
    let listed = state.open_cases.contains_key(&id);
    hold(listed == course::is_open(case), || {
        format!("case {id} and the index of open ones differ")
    })?;
    let due_at_ns = course::due_at_ns(case);
    let listed = due_at_ns.is_none_or(|at_ns| state.cases_due.contains_key(&(at_ns, id)));
    hold(listed, || format!("case {id} is not due"))?;
    let owner = charge.provider.as_slice();
    hold(state.cases_by_provider.contains(owner, &key(id)), || {
        format!("case {id} is not among its provider's")
    })?;
    let evidence = &charge.evidence_hash.0;
    hold(state.evidence.contains(evidence, &key(id)), || {
        format!("case {id} is not among those on its evidence")
    })
}

/// Whether a published penalty waits for a statement; the index must say the same.
fn is_published<M: Memory>(state: &State<M>, case: &Case) -> Result<bool, String> {
    let waits = |effect: &Effect| {
        matches!(
            effect,
            Effect::PenaltyPublished {
                period_id: None,
                ..
            }
        )
    };
    let waits = case.effects.iter().any(waits);
    hold(waits == state.published.contains_key(&case.id), || {
        format!("the index of published penalties and {case:?} differ")
    })?;
    Ok(waits)
}
