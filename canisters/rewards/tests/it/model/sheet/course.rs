//! Cases from their report to their end.

use super::costs::{BILLION, offence_of, published_bps};
use super::{Refused, Sheet, Verdict, days, place};
use crate::world::{cluster_of, number_of};
use bonafide_types::id::{Caller, ProviderId, Sha256Hash};
use bonafide_types::limits::{OPEN_CASES, REDUCTIONS, RESPONSES};
use bonafide_types::rewards::{
    AppealDecision, Case, CaseAppeal, CaseSource, CaseState, Charge, Effect, Enforcement, Expiry,
    LedgerAccount, Mode, Purchase, Reduction, Response, TransferKind,
};
use candid::Principal;
use std::collections::BTreeSet;

/// Whether it is not over.
pub(crate) fn is_open(case: &Case) -> bool {
    matches!(
        case.state,
        CaseState::Reported
            | CaseState::Proposed { .. }
            | CaseState::Frozen { .. }
            | CaseState::AppealWindow { .. }
            | CaseState::Executable { .. }
    )
}

/// Until when an appeal that is open must be decided.
pub(crate) fn appeal_until(case: &Case) -> Option<u64> {
    let appeal = case.appeal.as_ref();
    let open = appeal.filter(|appeal| appeal.decision.is_none());
    open.map(|appeal| appeal.decide_until_ns)
}

/// Whether somebody is of a provider's cluster.
fn is_related(charge: &Charge, reporter: Caller) -> bool {
    let reporter = number_of(ProviderId(reporter.0)).map(cluster_of);
    reporter.is_some() && reporter == number_of(charge.provider).map(cluster_of)
}

/// Amounts that effects lock or take.
const fn e8s_of(effect: &Effect) -> u64 {
    match effect {
        Effect::LotLocked { e8s, .. }
        | Effect::BondLocked { e8s }
        | Effect::LotTaken { e8s, .. }
        | Effect::BondTaken { e8s } => *e8s,
        Effect::PenaltyPublished { .. } => 0,
    }
}

/// The first of some locks, up to an amount.
fn first_of(locks: &[Effect], e8s: u64) -> Vec<Effect> {
    let mut left = e8s;
    let mut kept = Vec::new();
    for lock in locks {
        let part = e8s_of(lock).min(left);
        left -= part;
        match lock {
            _ if part == 0 => {}
            Effect::LotLocked { lot_id, .. } => kept.push(Effect::LotLocked {
                lot_id: *lot_id,
                e8s: part,
            }),
            _ => kept.push(Effect::BondLocked { e8s: part }),
        }
    }
    kept
}

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
    /// A case comes by a proposal, or by a finding that has a number.
    pub(crate) fn report(
        &mut self,
        charge: &Charge,
        finding_id: Option<u64>,
        now_ns: u64,
    ) -> Verdict {
        if number_of(charge.provider).is_none() {
            return Err("provider_not_found");
        }
        let age_ns = days(self.policy.windows.evidence_age_days);
        if charge.offence_at_ns > now_ns {
            return Err("offence_in_future");
        }
        if now_ns > charge.offence_at_ns + age_ns {
            return Err("evidence_too_old");
        }
        let hash = charge.evidence_hash;
        if self.cases.iter().any(|it| it.charge.evidence_hash == hash) {
            return Err("evidence_used");
        }
        if charge.reporter.is_some_and(|it| is_related(charge, it)) {
            return Err("invalid_field");
        }
        let theirs = |case: &&Case| case.charge.provider == charge.provider && is_open(case);
        if self.cases.iter().filter(theirs).count() as u64 == OPEN_CASES {
            return Err("too_many");
        }
        let id = self.cases.len() as u64;
        self.touched.cases.insert(id);
        self.cases.push(Case {
            id,
            source: finding_id.map_or(CaseSource::Proposal, |finding_id| CaseSource::Finding {
                finding_id,
            }),
            charge: charge.clone(),
            reported_at_ns: now_ns,
            judgement: None,
            responses: vec![],
            appeal: None,
            reductions: vec![],
            effects: vec![],
            state: CaseState::Reported,
            freeze_until_ns: charge.offence_at_ns + age_ns,
        });
        Ok(())
    }

    /// A proposal to freeze it is in vote, or no longer.
    pub(crate) fn propose(&mut self, id: u64, proposal_id: Option<u64>) {
        self.change_case(id).state = proposal_id
            .map_or(CaseState::Reported, |proposal_id| CaseState::Proposed {
                proposal_id,
            });
    }

    pub(crate) fn freeze(
        &mut self,
        id: u64,
        evidence: &Sha256Hash,
        at_most: Option<u32>,
        now_ns: u64,
    ) -> Verdict {
        let at_most = at_most.unwrap_or(BILLION);
        if !(1..=BILLION).contains(&at_most) {
            return Err("out_of_range");
        }
        let case = self.case(id)?;
        if case.charge.evidence_hash != *evidence {
            return Err("other_evidence");
        }
        if !matches!(
            case.state,
            CaseState::Reported | CaseState::Proposed { .. }
        ) {
            return Err("case_standing");
        }
        if now_ns > case.freeze_until_ns {
            return Err("evidence_too_old");
        }
        if self.policy.mode == Mode::Disabled {
            return Err("mode_forbids");
        }
        let (judgement, locks) = self.judge(case, at_most, now_ns)?;
        let until_ns = now_ns + days(self.policy.windows.notice_days);
        self.lock(id, &locks);
        let case = self.change_case(id);
        case.state = CaseState::Frozen { until_ns };
        case.judgement = Some(judgement);
        case.effects = locks;
        Ok(())
    }

    fn lock(&mut self, id: u64, locks: &[Effect]) {
        let provider = self.cases[place(id)].charge.provider;
        for lock in locks {
            match lock {
                Effect::LotLocked { lot_id, e8s } => self.change_lot(*lot_id).locked_e8s += e8s,
                Effect::BondLocked { e8s } => {
                    self.change_account(provider).bond_locked_e8s += e8s;
                }
                _ => {}
            }
        }
    }

    /// Nothing is locked any more because of a case.
    fn unlock(&mut self, id: u64) {
        let case = self.cases[place(id)].clone();
        for lock in &case.effects {
            match lock {
                Effect::LotLocked { lot_id, e8s } => self.change_lot(*lot_id).locked_e8s -= e8s,
                Effect::BondLocked { e8s } => {
                    self.change_account(case.charge.provider).bond_locked_e8s -= e8s;
                }
                _ => {}
            }
        }
        self.change_case(id).effects.clear();
    }

    /// The provider alone speaks of a case about it.
    fn own_case(&self, id: u64, caller: Principal) -> Result<&Case, Refused> {
        let case = self.case(id)?;
        if case.charge.provider.0 == caller {
            Ok(case)
        } else {
            Err("not_the_subject")
        }
    }

    pub(crate) fn respond(&mut self, id: u64, caller: Principal, response: Response) -> Verdict {
        let case = self.own_case(id, caller)?;
        if !is_open(case) {
            return Err("case_standing");
        }
        if case.responses.len() == RESPONSES {
            return Err("too_many");
        }
        self.change_case(id).responses.push(response);
        Ok(())
    }

    pub(crate) fn appeal(
        &mut self,
        id: u64,
        caller: Principal,
        grounds: &str,
        now_ns: u64,
    ) -> Verdict {
        let case = self.own_case(id, caller)?;
        let CaseState::AppealWindow { until_ns } = case.state else {
            return Err("case_standing");
        };
        if case.appeal.is_some() {
            return Err("appealed_before");
        }
        if now_ns >= until_ns {
            return Err("outside_time");
        }
        let appeal = CaseAppeal {
            at_ns: now_ns,
            grounds: grounds.into(),
            decide_until_ns: now_ns + days(self.policy.windows.decision_days),
            decision: None,
        };
        self.change_case(id).appeal = Some(appeal);
        Ok(())
    }

    /// A vote says something to an appeal, if one is open.
    fn decide(&mut self, id: u64, decision: AppealDecision) {
        let case = self.change_case(id);
        if let Some(appeal) = &mut case.appeal {
            appeal.decision = appeal.decision.or(Some(decision));
        }
    }

    pub(crate) fn reject(&mut self, id: u64, now_ns: u64) -> Verdict {
        let case = self.case(id)?;
        let until_ns = match (case.state, appeal_until(case)) {
            (CaseState::AppealWindow { .. }, Some(until_ns)) => until_ns,
            _ => return Err("no_appeal_open"),
        };
        if now_ns >= until_ns {
            return Err("outside_time");
        }
        self.decide(id, AppealDecision::Rejected);
        Ok(())
    }

    pub(crate) fn reduce(&mut self, id: u64, ppb: u32, reason: &str, now_ns: u64) -> Verdict {
        if !(1..=BILLION).contains(&ppb) {
            return Err("out_of_range");
        }
        let case = self.case(id)?;
        if !matches!(
            case.state,
            CaseState::Frozen { .. }
                | CaseState::AppealWindow { .. }
                | CaseState::Executable { .. }
        ) {
            return Err("case_standing");
        }
        if appeal_until(case).is_some_and(|until_ns| now_ns >= until_ns) {
            return Err("outside_time");
        }
        if case.reductions.len() == REDUCTIONS {
            return Err("too_many");
        }
        let before = case.judgement.clone().unwrap();
        if ppb >= before.ppb {
            return Err("not_less");
        }
        self.not_covered(&offence_of(case).unwrap(), ppb)?;
        let cap = u128::from(before.cap_e8s) * u128::from(ppb) / u128::from(before.ppb);
        let cap = u64::try_from(cap).unwrap();
        // Of anything there stays something.
        let cap_e8s = cap.max(before.cap_e8s.min(1));
        let locks = first_of(&case.effects, cap_e8s);
        self.unlock(id);
        self.lock(id, &locks);
        let case = self.change_case(id);
        case.effects = locks;
        let judgement = case.judgement.as_mut().unwrap();
        judgement.ppb = ppb;
        judgement.cap_e8s = cap_e8s;
        case.reductions.push(Reduction {
            at_ns: now_ns,
            ppb,
            cap_e8s,
            reason: reason.into(),
        });
        self.decide(id, AppealDecision::Reduced);
        Ok(())
    }

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
