//! How cases end: cancelled, executed, refunded, or because their time is over.

use super::costs::{offence_of, published_bps};
use super::course::{appeal_until, e8s_of, is_open, is_related};
use super::{Sheet, Verdict, days, place};
use bonafide_types::rewards::{
    AppealDecision, Case, CaseState, Charge, Effect, Enforcement, Expiry, LedgerAccount, Mode,
    Purchase, TransferKind,
};
use std::collections::BTreeSet;

/// Adds further locks; each lot, and the bond, stands once.
fn add(locks: &mut Vec<Effect>, more: &[Effect]) {
    for effect in more {
        let same = locks.iter().position(|lock| match (lock, effect) {
            (Effect::LotLocked { lot_id, .. }, Effect::LotLocked { lot_id: other, .. }) => {
                lot_id == other
            }
            (Effect::BondLocked { .. }, Effect::BondLocked { .. }) => true,
            _ => false,
        });
        let Some(at) = same else {
            locks.push(*effect);
            continue;
        };
        if let Effect::LotLocked { e8s, .. } | Effect::BondLocked { e8s } = &mut locks[at] {
            *e8s += e8s_of(effect);
        }
    }
}

impl Sheet {
    /// Cancels it, and what costs no more for the same offence.
    pub(crate) fn cancel(&mut self, id: u64, now_ns: u64) -> Verdict {
        let case = self.case(id)?;
        if !is_open(case) {
            return Err("case_standing");
        }
        let ppb_of = |case: &Case| case.judgement.as_ref().map(|it| it.ppb);
        let (offence, ppb) = (offence_of(case), ppb_of(case));
        let covered = self.cases.iter().filter(|other| {
            other.id == id
                || offence.is_some()
                    && is_open(other)
                    && offence_of(other) == offence
                    && ppb_of(other) <= ppb
        });
        let covered: Vec<u64> = covered.map(|other| other.id).collect();
        for id in covered {
            self.unlock(id);
            let case = self.change_case(id);
            case.state = CaseState::Cancelled { at_ns: now_ns };
            if let (Some(offence), Some(ppb)) = (offence_of(case), ppb_of(case)) {
                let up_to = self.covered.entry(offence).or_default();
                *up_to = ppb.max(*up_to);
            }
            self.decide(id, AppealDecision::Cancelled);
        }
        Ok(())
    }

    /// Executes it, and pays its reporter.
    pub(crate) fn execute(&mut self, id: u64, now_ns: u64) -> Verdict {
        let case = self.case(id)?.clone();
        let CaseState::Executable { until_ns } = case.state else {
            return Err("case_standing");
        };
        if now_ns >= until_ns {
            return Err("outside_time");
        }
        let judgement = case.judgement.clone().unwrap();
        let enabled = judgement.mode == Mode::Enabled;
        if enabled && self.policy.mode != Mode::Enabled {
            return Err("mode_forbids");
        }
        self.not_covered(&offence_of(&case).unwrap(), judgement.ppb)?;
        self.unlock(id);
        let mut takes = Vec::new();
        for lock in &case.effects {
            match *lock {
                Effect::LotLocked { lot_id, e8s } => {
                    self.take_from_lot(lot_id, e8s);
                    takes.push(Effect::LotTaken { lot_id, e8s });
                }
                Effect::BondLocked { e8s } => {
                    self.take_from_bond(case.charge.provider, e8s);
                    takes.push(Effect::BondTaken { e8s });
                }
                _ => {}
            }
        }
        if enabled && judgement.enforcement == Enforcement::Published {
            let published = published_bps(&judgement).map(|bps| Effect::PenaltyPublished {
                bps,
                period_id: None,
            });
            takes.extend(published);
        }
        let taken_e8s: u64 = takes.iter().map(e8s_of).sum();
        let bounty_e8s = self.bounty(&case.charge, taken_e8s);
        let changed = self.change_case(id);
        changed.effects = takes;
        changed.state = CaseState::Executed {
            at_ns: now_ns,
            taken_e8s,
            bounty_e8s,
        };
        if bounty_e8s > 0 {
            let kind = TransferKind::Payment(Purchase::Bounty { case_id: id });
            let account = LedgerAccount {
                owner: case.charge.reporter.unwrap(),
                subaccount: None,
            };
            self.open(kind, account, bounty_e8s, now_ns);
        }
        Ok(())
    }

    /// The reporter's part, when it is worth sending.
    fn bounty(&self, charge: &Charge, taken_e8s: u64) -> u64 {
        if charge.reporter.is_none_or(|it| is_related(charge, it)) {
            return 0;
        }
        let bounty = taken_e8s * u64::from(self.policy.bounty_bps) / 10_000;
        if bounty > self.fee_e8s { bounty } else { 0 }
    }

    pub(crate) fn refund(&mut self, id: u64, now_ns: u64) -> Verdict {
        let case = self.case(id)?.clone();
        let CaseState::Executed { taken_e8s, .. } = case.state else {
            return Err("case_standing");
        };
        if self.books.treasury_e8s < taken_e8s {
            return Err("treasury_too_small");
        }
        for effect in &case.effects {
            let e8s = e8s_of(effect);
            self.books.treasury_e8s -= e8s;
            self.books.refunded_e8s += e8s;
            match effect {
                Effect::LotTaken { .. } => self.owe(case.charge.provider, e8s),
                Effect::BondTaken { .. } => {
                    self.books.bonds_e8s += e8s;
                    self.change_account(case.charge.provider).bond_e8s += e8s;
                }
                _ => {}
            }
        }
        let changed = self.change_case(id);
        changed.effects.clear();
        changed.state = CaseState::Refunded {
            at_ns: now_ns,
            refunded_e8s: taken_e8s,
        };
        Ok(())
    }

    /// Cases whose time has come, by when it did.
    fn due_cases(&self, now_ns: u64) -> Vec<u64> {
        let due = self.cases.iter().filter_map(|case| {
            let at_ns = match case.state {
                CaseState::Reported | CaseState::Proposed { .. } => case.freeze_until_ns + 1,
                CaseState::Frozen { until_ns } | CaseState::Executable { until_ns } => until_ns,
                CaseState::AppealWindow { until_ns } => appeal_until(case).unwrap_or(until_ns),
                _ => return None,
            };
            (at_ns <= now_ns).then_some((at_ns, case.id))
        });
        let mut due: Vec<_> = due.collect();
        due.sort_unstable();
        due.into_iter().map(|(_, id)| id).collect()
    }

    /// What the canister does about cases whose time has come. Says how many it moved on.
    pub(crate) fn advance(&mut self, now_ns: u64) -> usize {
        let due = self.due_cases(now_ns);
        let (mut moved, mut expired) = (0, false);
        let mut ripe = Vec::new();
        for id in due {
            let case = self.cases[place(id)].clone();
            let why = match case.state {
                CaseState::Reported | CaseState::Proposed { .. } => Expiry::EvidenceTooOld,
                CaseState::Executable { .. } => Expiry::NotExecuted,
                CaseState::AppealWindow { .. } if appeal_until(&case).is_some() => {
                    Expiry::AppealUndecided
                }
                CaseState::AppealWindow { .. } => {
                    ripe.push(case);
                    continue;
                }
                _ => {
                    let until_ns = now_ns + days(self.policy.windows.appeal_days);
                    self.change_case(id).state = CaseState::AppealWindow { until_ns };
                    moved += 1;
                    continue;
                }
            };
            self.unlock(id);
            let at_ns = now_ns;
            self.change_case(id).state = CaseState::Expired { at_ns, why };
            (moved, expired) = (moved + 1, true);
        }
        // Where something expired, offenders are counted again in the next run; and in one run
        // for one case of a provider.
        let mut counted = BTreeSet::new();
        let ripe = ripe.into_iter().filter(|_| !expired);
        for case in ripe.filter(|case| counted.insert(case.charge.provider)) {
            let (judgement, locks) = self.again(&case);
            self.lock(case.id, &locks);
            let until_ns = now_ns + days(self.policy.windows.execution_grace_days);
            let case = self.change_case(case.id);
            case.state = CaseState::Executable { until_ns };
            case.judgement = Some(judgement);
            add(&mut case.effects, &locks);
            moved += 1;
        }
        moved
    }
}
