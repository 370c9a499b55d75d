//! Cases. What a case locks and takes is in its effects, and every entry of the books that it
//! makes is undone from there.

use super::{State, key, known};
use crate::domain::case as course;
use crate::domain::offence::OffenceKey;
use bonafide_types::rewards::{
    AppealDecision, Case, CaseState, Effect, Expiry, Judgement, Reduction,
};
use ic_stable_structures::Memory;

/// An arrow that was checked when it was decided.
fn legal<E: std::fmt::Display>(state: Result<CaseState, E>) -> CaseState {
    state.unwrap_or_else(|refusal| {
        panic!("BUG: an event moves a case where it cannot go: {refusal}")
    })
}

/// Marks an open appeal as decided.
fn decide(case: &mut Case, decision: AppealDecision) {
    if let Some(appeal) = &mut case.appeal
        && appeal.decision.is_none()
    {
        appeal.decision = Some(decision);
    }
}

/// Adds what is locked to what was. A lot, or the bond, is named once.
fn add_locks(effects: &mut Vec<Effect>, locks: &[Effect]) {
    for lock in locks {
        let same = effects.iter_mut().find_map(|effect| match (effect, lock) {
            (
                Effect::LotLocked { lot_id, e8s },
                Effect::LotLocked {
                    lot_id: added,
                    e8s: more,
                },
            ) if *lot_id == *added => Some((e8s, *more)),
            (Effect::BondLocked { e8s }, Effect::BondLocked { e8s: more }) => Some((e8s, *more)),
            _ => None,
        });
        match same {
            Some((e8s, more)) => *e8s += more,
            None => effects.push(*lock),
        }
    }
}

impl<M: Memory> State<M> {
    /// Changes a case and keeps the tables that say what is open and what is due.
    pub(super) fn change_case(&mut self, id: u64, change: impl FnOnce(&mut Case)) {
        let mut case = known(self.case(id), "case", id);
        if let Some(due_at_ns) = course::due_at_ns(&case) {
            self.cases_due.remove(&(due_at_ns, id));
        }
        change(&mut case);
        self.keep_case(&case);
    }

    fn keep_case(&mut self, case: &Case) {
        if let Some(due_at_ns) = course::due_at_ns(case) {
            self.cases_due.insert((due_at_ns, case.id), ());
        }
        if course::is_open(case) {
            self.open_cases.insert(case.id, ());
        } else {
            self.open_cases.remove(&case.id);
        }
        self.cases.insert(&key(case.id), case);
    }

    pub(super) fn report_case(&mut self, case: &Case) {
        let charge = &case.charge;
        let id = key(case.id);
        self.cases_by_provider
            .insert(charge.provider.as_slice(), &id, ());
        self.evidence.insert(&charge.evidence_hash.0, &id, ());
        self.keep_case(case);
    }

    pub(super) fn freeze_case(
        &mut self,
        id: u64,
        judgement: &Judgement,
        locks: &[Effect],
        until_ns: u64,
    ) {
        self.lock(id, locks);
        self.change_case(id, |case| {
            case.state = legal(course::freeze(case, until_ns));
            case.judgement = Some(judgement.clone());
            case.effects = locks.to_vec();
        });
    }

    pub(super) fn make_executable(
        &mut self,
        id: u64,
        judgement: &Judgement,
        locks: &[Effect],
        at_ns: u64,
        until_ns: u64,
    ) {
        self.lock(id, locks);
        self.change_case(id, |case| {
            case.state = legal(course::become_executable(case, at_ns, until_ns));
            case.judgement = Some(judgement.clone());
            add_locks(&mut case.effects, locks);
        });
    }

    pub(super) fn reduce_case(&mut self, id: u64, reduction: &Reduction, locks: &[Effect]) {
        self.unlock(id);
        self.lock(id, locks);
        self.change_case(id, |case| {
            case.state = legal(course::reduce(case));
            if let Some(judgement) = &mut case.judgement {
                judgement.ppb = reduction.ppb;
                judgement.cap_e8s = reduction.cap_e8s;
            }
            case.reductions.push(reduction.clone());
            case.effects = locks.to_vec();
            decide(case, AppealDecision::Reduced);
        });
    }

    pub(super) fn execute_case(&mut self, id: u64, takes: &[Effect], bounty: u64, at_ns: u64) {
        self.unlock(id);
        let mut taken = 0;
        for effect in takes {
            match effect {
                Effect::LotTaken { lot_id, e8s } => {
                    self.take_from_lot(*lot_id, *e8s);
                    taken += e8s;
                }
                Effect::BondTaken { e8s } => {
                    let provider = known(self.case(id), "case", id).charge.provider;
                    self.take_from_bond(provider, *e8s);
                    taken += e8s;
                }
                Effect::PenaltyPublished { .. } => {
                    self.published.insert(id, ());
                }
                Effect::LotLocked { .. } | Effect::BondLocked { .. } => {}
            }
        }
        self.change_case(id, |case| {
            case.state = legal(course::execute(case, at_ns, taken, bounty));
            case.effects = takes.to_vec();
        });
    }

    pub(super) fn cancel_case(&mut self, id: u64, up_to_ppb: Option<u32>, at_ns: u64) {
        self.unlock(id);
        let case = known(self.case(id), "case", id);
        if let (Some(offence), Some(up_to_ppb)) = (OffenceKey::of(&case), up_to_ppb) {
            let before = self.cancelled_ppb(&offence);
            self.cancelled
                .insert(offence.bytes(), before.max(up_to_ppb));
        }
        self.change_case(id, |case| {
            case.state = legal(course::cancel(case, at_ns));
            case.effects.clear();
            decide(case, AppealDecision::Cancelled);
        });
    }

    pub(super) fn expire_case(&mut self, id: u64, why: Expiry, at_ns: u64) {
        self.unlock(id);
        self.change_case(id, |case| {
            case.state = legal(course::expire(case, at_ns, why));
            case.effects.clear();
        });
    }

    pub(super) fn refund_case(&mut self, id: u64, at_ns: u64) {
        let case = known(self.case(id), "case", id);
        for effect in &case.effects {
            match effect {
                Effect::LotTaken { e8s, .. } => {
                    self.refund_to_escrow(case.charge.provider, *e8s);
                }
                Effect::BondTaken { e8s } => self.refund_to_bond(case.charge.provider, *e8s),
                Effect::PenaltyPublished { .. } => {
                    self.published.remove(&id);
                }
                Effect::LotLocked { .. } | Effect::BondLocked { .. } => {}
            }
        }
        self.change_case(id, |case| {
            case.state = legal(course::refund(case, at_ns));
            case.effects.clear();
        });
    }

    pub(super) fn decide_appeal(&mut self, id: u64) {
        self.change_case(id, |case| decide(case, AppealDecision::Rejected));
    }

    fn lock(&mut self, case_id: u64, locks: &[Effect]) {
        for effect in locks {
            match effect {
                Effect::LotLocked { lot_id, e8s } => {
                    self.change_lot(*lot_id, |lot| lot.locked_e8s += e8s);
                }
                Effect::BondLocked { e8s } => {
                    let provider = known(self.case(case_id), "case", case_id).charge.provider;
                    self.change_account(provider, |account| account.bond_locked_e8s += e8s);
                }
                Effect::LotTaken { .. }
                | Effect::BondTaken { .. }
                | Effect::PenaltyPublished { .. } => {}
            }
        }
    }

    /// Unlocks all that the case locks.
    fn unlock(&mut self, case_id: u64) {
        let case = known(self.case(case_id), "case", case_id);
        for effect in &case.effects {
            match effect {
                Effect::LotLocked { lot_id, e8s } => {
                    self.change_lot(*lot_id, |lot| lot.locked_e8s -= e8s);
                }
                Effect::BondLocked { e8s } => {
                    self.change_account(case.charge.provider, |account| {
                        account.bond_locked_e8s -= e8s;
                    });
                }
                Effect::LotTaken { .. }
                | Effect::BondTaken { .. }
                | Effect::PenaltyPublished { .. } => {}
            }
        }
    }
}
