//! Cases from their report on: votes, answers and appeals.

use super::costs::{BILLION, offence_of};
use super::{Refused, Sheet, Verdict, days, place};
use crate::world::{cluster_of, number_of};
use bonafide_types::id::{Caller, ProviderId, Sha256Hash};
use bonafide_types::limits::{OPEN_CASES, REDUCTIONS, RESPONSES};
use bonafide_types::rewards::{
    AppealDecision, Case, CaseAppeal, CaseSource, CaseState, Charge, Effect, Mode, Reduction,
    Response,
};
use candid::Principal;

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
pub(super) fn is_related(charge: &Charge, reporter: Caller) -> bool {
    let reporter = number_of(ProviderId(reporter.0)).map(cluster_of);
    reporter.is_some() && reporter == number_of(charge.provider).map(cluster_of)
}

/// Amounts that effects lock or take.
pub(super) const fn e8s_of(effect: &Effect) -> u64 {
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
        self.change_case(id).state = proposal_id.map_or(CaseState::Reported, |proposal_id| {
            CaseState::Proposed { proposal_id }
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
        if !matches!(case.state, CaseState::Reported | CaseState::Proposed { .. }) {
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

    pub(super) fn lock(&mut self, id: u64, locks: &[Effect]) {
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
    pub(super) fn unlock(&mut self, id: u64) {
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
    pub(super) fn decide(&mut self, id: u64, decision: AppealDecision) {
        let case = self.change_case(id);
        if let Some(appeal) = &mut case.appeal {
            appeal.decision = appeal.decision.or(Some(decision));
        }
    }

    pub(crate) fn reject(&mut self, id: u64, now_ns: u64) -> Verdict {
        let case = self.case(id)?;
        let (CaseState::AppealWindow { .. }, Some(until_ns)) = (case.state, appeal_until(case))
        else {
            return Err("no_appeal_open");
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
}
