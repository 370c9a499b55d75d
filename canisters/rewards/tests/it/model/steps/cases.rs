//! What happens to a case: each step by itself, allowed or not.

use super::super::Model;
use super::super::sheet::is_open;
use super::reason;
use crate::world::{GOVERNANCE, PATRON, SELF_ID, found, node_id, nodes_of, provider_id, subnet_id};
use bonafide_rewards::commands::{
    Decision, advance_cases, appeal_case, cancel_case, execute_case, freeze_case, open_case,
    reduce_case, refund_case, reject_appeal, respond_to_case,
};
use bonafide_rewards::domain::case as course;
use bonafide_rewards::state::Event;
use bonafide_types::audits::FindingClass;
use bonafide_types::id::{Caller, Sha256Hash};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{
    AppealCaseArgs, CancelCaseArgs, CaseState, Charge, FreezeCaseArgs, OpenCaseArgs, PenaltyClass,
    ReduceCaseArgs, RefundCaseArgs, RejectAppealArgs, RespondToCaseArgs, Response,
};
use candid::Principal;

/// Whether all is as on paper.
type Done = Result<(), String>;

impl Model {
    /// A charge against provider `n` at the beginning of a day, as a proposal brings it, or as a
    /// finding would.
    pub(super) fn charge(&mut self, n: u8, day: u32, evidence: Sha256Hash, found: bool) -> Charge {
        let of_node = self.dice.percent(20);
        let node = of_node.then(|| node_id(nodes_of(n)[0]));
        let subnet = *self
            .dice
            .pick(&[None, None, Some(subnet_id(1)), Some(subnet_id(9))]);
        let reporter = self.dice.percent(60).then_some(Caller(PATRON));
        let charge = Charge {
            provider: provider_id(n),
            node,
            subnet,
            class: PenaltyClass::FalseDeclaration,
            offence_at_ns: u64::from(day) * DAY_NS,
            evidence_hash: evidence,
            evidence_url: None,
            summary: reason(),
            reporter,
        };
        if !found {
            return charge;
        }
        Charge {
            node: None,
            subnet: None,
            class: PenaltyClass::Found(FindingClass::NodeAbsent),
            reporter: None,
            ..charge
        }
    }

    /// A vote puts a case on record, or the canister does, of a finding.
    pub(super) fn report(&mut self, charge: Charge, finding: bool) -> Result<bool, String> {
        let id = self.sheet.cases.len() as u64;
        let finding_id = finding.then_some(id);
        let now_ns = self.canister.now_ns;
        let expected = self.sheet.report(&charge, finding_id, now_ns);
        let by = if finding { SELF_ID } else { GOVERNANCE };
        let args = OpenCaseArgs { charge };
        let reply = self.order("report", by, expected, |state, ctx| {
            let decision = open_case::decide(state, args, ctx)?;
            let events = decision.events.into_iter();
            let events = events.map(|event| match finding_id {
                Some(finding_id) => found(event, finding_id),
                None => event,
            });
            Ok(Decision {
                events: events.collect(),
                reply: decision.reply,
            })
        })?;
        Ok(reply.is_some())
    }

    /// Of anybody, on any day, with evidence that was used before, by a relative.
    pub(super) fn report_any(&mut self) -> Done {
        let n = match self.dice.below(12) {
            0 => 9,
            _ => self.number(),
        };
        let today = u32::try_from(self.canister.now_ns / DAY_NS).unwrap();
        let day = match self.dice.below(6) {
            0 => today + 1,
            1 => today - 50,
            2 => today - u32::from(self.dice.small(20)),
            _ => self.sheet.latest_day().unwrap_or(today),
        };
        let evidence = Sha256Hash([self.dice.small(8); 32]);
        let finding = self.dice.percent(30);
        let mut charge = self.charge(if n == 9 { 1 } else { n }, day, evidence, finding);
        if n == 9 {
            charge.provider = provider_id(n);
        } else if !finding && self.dice.percent(25) {
            let reporter = provider_id(self.number());
            charge.reporter = Some(Caller(reporter.0));
        }
        self.report(charge, finding)?;
        Ok(())
    }

    /// Somebody notes that a proposal is in vote, or the canister that it was not adopted.
    pub(super) fn propose(&mut self, id: u64, proposal_id: u64) -> Done {
        let Some(case) = self.canister.state.case(id) else {
            return Ok(());
        };
        let back =
            matches!(case.state, CaseState::Proposed { .. }) && proposal_id.is_multiple_of(2);
        let (moved, by) = if back {
            (course::take_back(&case), SELF_ID)
        } else {
            (course::propose(&case, proposal_id), PATRON)
        };
        let allowed = matches!(
            self.sheet.case(id).map(|paper| paper.state),
            Ok(CaseState::Reported | CaseState::Proposed { .. })
        );
        if moved.is_ok() != allowed {
            return Err(format!("propose: {moved:?}, on paper it is {allowed}"));
        }
        let Ok(state) = moved else {
            return Ok(());
        };
        if state == case.state {
            return Ok(());
        }
        self.sheet.propose(id, (!back).then_some(proposal_id));
        self.record(by, vec![Event::CaseProposed { case_id: id, state }])
    }

    pub(super) fn freeze(
        &mut self,
        case_id: u64,
        evidence_hash: Sha256Hash,
        at_most_ppb: Option<u32>,
    ) -> Result<bool, String> {
        let now_ns = self.canister.now_ns;
        let expected = self
            .sheet
            .freeze(case_id, &evidence_hash, at_most_ppb, now_ns);
        let args = FreezeCaseArgs {
            case_id,
            evidence_hash,
            at_most_ppb,
            reason: reason(),
        };
        let reply = self.order("freeze", GOVERNANCE, expected, |state, ctx| {
            freeze_case::decide(state, args, ctx)
        })?;
        Ok(reply.is_some())
    }

    fn respond(&mut self, case_id: u64, caller: Principal) -> Done {
        let response = Response {
            at_ns: self.canister.now_ns,
            text: reason(),
            evidence_hash: None,
        };
        let expected = self.sheet.respond(case_id, caller, response);
        let args = RespondToCaseArgs {
            case_id,
            text: reason(),
            evidence_hash: None,
        };
        self.order("respond", caller, expected, |state, ctx| {
            respond_to_case::decide(state, args, ctx)
        })?;
        Ok(())
    }

    pub(super) fn appeal(&mut self, case_id: u64, caller: Principal) -> Done {
        let grounds = reason();
        let now_ns = self.canister.now_ns;
        let expected = self.sheet.appeal(case_id, caller, &grounds, now_ns);
        let args = AppealCaseArgs { case_id, grounds };
        self.order("appeal", caller, expected, |state, ctx| {
            appeal_case::decide(state, args, ctx)
        })?;
        Ok(())
    }

    pub(super) fn reject(&mut self, case_id: u64) -> Done {
        let expected = self.sheet.reject(case_id, self.canister.now_ns);
        let reason = reason();
        let args = RejectAppealArgs { case_id, reason };
        self.order("reject", GOVERNANCE, expected, |state, ctx| {
            reject_appeal::decide(state, args, ctx)
        })?;
        Ok(())
    }

    pub(super) fn reduce(&mut self, case_id: u64, ppb: u32) -> Done {
        let reason = reason();
        let now_ns = self.canister.now_ns;
        let expected = self.sheet.reduce(case_id, ppb, &reason, now_ns);
        let args = ReduceCaseArgs {
            case_id,
            ppb,
            reason,
        };
        self.order("reduce", GOVERNANCE, expected, |state, ctx| {
            reduce_case::decide(state, args, ctx)
        })?;
        Ok(())
    }

    pub(super) fn cancel(&mut self, case_id: u64) -> Done {
        let expected = self.sheet.cancel(case_id, self.canister.now_ns);
        let reason = reason();
        let args = CancelCaseArgs { case_id, reason };
        self.order("cancel", GOVERNANCE, expected, |state, ctx| {
            cancel_case::decide(state, args, ctx)
        })?;
        Ok(())
    }

    pub(super) fn execute(&mut self, case_id: u64) -> Done {
        let expected = self.sheet.execute(case_id, self.canister.now_ns);
        let caller = self.somebody();
        self.order("execute", caller, expected, |state, ctx| {
            execute_case::decide(state, case_id, ctx)
        })?;
        Ok(())
    }

    pub(super) fn refund(&mut self, case_id: u64) -> Done {
        let expected = self.sheet.refund(case_id, self.canister.now_ns);
        let reason = reason();
        let args = RefundCaseArgs { case_id, reason };
        self.order("refund", GOVERNANCE, expected, |state, ctx| {
            refund_case::decide(state, args, ctx)
        })?;
        Ok(())
    }

    /// The canister moves cases on, by itself.
    pub(super) fn advance(&mut self) -> Done {
        let now_ns = self.canister.now_ns;
        let moved = self.sheet.advance(now_ns);
        let events = advance_cases::due(&self.canister.state, now_ns);
        if events.len() != moved {
            return Err(format!("{events:?}, on paper {moved} cases go on"));
        }
        self.record(SELF_ID, events)
    }

    /// Cases go on until none is due.
    pub(super) fn advance_all(&mut self) -> Done {
        // What expires holds up the others once, and so does each case of a provider.
        for _ in 0..4 {
            self.advance()?;
        }
        Ok(())
    }

    /// Any case, or one that there is not; mostly one that is not over.
    fn any_case(&mut self) -> u64 {
        let open = self.sheet.cases.iter().filter(|case| is_open(case));
        let open: Vec<u64> = open.map(|case| case.id).collect();
        if !open.is_empty() && self.dice.percent(70) {
            return *self.dice.pick(&open);
        }
        self.dice.below(self.sheet.cases.len() as u64 + 1)
    }

    /// Anything happens to any case.
    pub(super) fn meddle(&mut self) -> Done {
        let id = self.any_case();
        let case = self.sheet.case(id).ok();
        let (subject, evidence) = case.map_or((provider_id(1), Sha256Hash([99; 32])), |case| {
            (case.charge.provider, case.charge.evidence_hash)
        });
        let costs = case.and_then(|case| case.judgement.as_ref().map(|it| it.ppb));
        let caller = if self.dice.percent(85) {
            subject.0
        } else {
            self.somebody()
        };
        match self.dice.below(20) {
            0 | 1 => {
                let proposal_id = self.dice.below(6);
                self.propose(id, proposal_id)
            }
            2..=6 => {
                let given = if self.dice.percent(85) {
                    evidence
                } else {
                    Sha256Hash([98; 32])
                };
                let at_most =
                    *self
                        .dice
                        .pick(&[None, None, Some(50_000_000), Some(200_000_000), Some(0)]);
                self.freeze(id, given, at_most)?;
                Ok(())
            }
            7 | 8 => self.respond(id, caller),
            9 | 10 => self.appeal(id, caller),
            11 => self.reject(id),
            12 | 13 => {
                // In whole basis points; sometimes not less.
                let bps = costs.unwrap_or(100_000) / 100_000;
                let part = 1 + self.dice.below(12);
                let ppb = u64::from(bps) * part / 10 * 100_000;
                self.reduce(id, u32::try_from(ppb).unwrap())
            }
            14 | 15 => self.cancel(id),
            16 | 17 => self.execute(id),
            18 => self.refund(id),
            _ => self.advance(),
        }
    }
}
