//! What must never happen to a case, whatever else does: looked for in what the canister writes
//! down, without any rule about who may do what when.

use bonafide_rewards::state::{Event, State};
use bonafide_types::id::Sha256Hash;
use bonafide_types::rewards::{Case, CaseSource, PenaltyClass};
use ic_stable_structures::VectorMemory;
use std::collections::{BTreeMap, BTreeSet};

/// What has happened to a case.
#[derive(Clone, Debug)]
struct Past {
    evidence: Sha256Hash,
    class: PenaltyClass,
    by_finding: bool,
    frozen: bool,
    appealed: bool,
    executed: bool,
    refunded: bool,
    /// Cancelled or expired.
    ended: bool,
}

/// What has happened to all of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch {
    cases: BTreeMap<u64, Past>,
    punished: BTreeSet<(Sha256Hash, PenaltyClass)>,
}

fn never(happened: bool, words: &str, id: u64) -> Result<(), String> {
    if happened {
        Err(format!("case {id}: {words}"))
    } else {
        Ok(())
    }
}

impl Watch {
    fn past(&mut self, id: u64) -> Result<&mut Past, String> {
        let past = self.cases.get_mut(&id);
        past.ok_or_else(|| format!("case {id} was never reported"))
    }

    /// Looks at an event that has just happened.
    pub(super) fn see(&mut self, event: &Event, state: &State<VectorMemory>) -> Result<(), String> {
        match event {
            Event::CaseReported { case } => self.reported(case),
            Event::CaseFrozen { case_id, .. } => {
                let past = self.past(*case_id)?;
                never(past.frozen, "frozen twice", *case_id)?;
                never(past.ended, "frozen after its end", *case_id)?;
                past.frozen = true;
                Ok(())
            }
            Event::CaseAppealed { case_id, .. } => {
                self.past(*case_id)?.appealed = true;
                Ok(())
            }
            Event::AppealRejected { case_id, .. } => {
                self.past(*case_id)?.appealed = false;
                Ok(())
            }
            Event::CaseReduced { case_id, .. } => {
                let past = self.past(*case_id)?;
                never(past.executed, "reduced after its execution", *case_id)?;
                never(past.ended, "reduced after its end", *case_id)?;
                past.appealed = false;
                Ok(())
            }
            Event::CaseBecameExecutable { case_id, .. } => {
                let past = self.past(*case_id)?;
                never(past.appealed, "executable with an open appeal", *case_id)?;
                never(!past.frozen, "executable without a vote", *case_id)
            }
            Event::CaseExecuted { case_id, takes, .. } => {
                self.executed(*case_id, !takes.is_empty())
            }
            Event::CaseCancelled { case_id, .. } | Event::CaseExpired { case_id, .. } => {
                let past = self.past(*case_id)?;
                never(past.executed, "ended after its execution", *case_id)?;
                never(past.ended, "ended twice", *case_id)?;
                past.ended = true;
                nothing_left(state, *case_id)
            }
            Event::CaseRefunded { case_id, .. } => {
                let past = self.past(*case_id)?;
                never(!past.executed, "refunded without execution", *case_id)?;
                never(past.refunded, "refunded twice", *case_id)?;
                past.refunded = true;
                nothing_left(state, *case_id)
            }
            Event::PeriodClosed { period } => {
                let ids = period.penalties.iter().map(|penalty| penalty.case_id);
                for id in ids {
                    let past = self.past(id)?;
                    never(!past.executed, "carried without execution", id)?;
                    never(past.refunded, "carried after its refund", id)?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn reported(&mut self, case: &Case) -> Result<(), String> {
        let charge = &case.charge;
        let by_finding = matches!(case.source, CaseSource::Finding { .. });
        let evidence = charge.evidence_hash;
        let mut before = self.cases.values().filter(|past| past.evidence == evidence);
        let same = before.any(|past| !by_finding || !past.by_finding || past.class == charge.class);
        never(same, "the same evidence is another case", case.id)?;
        let past = Past {
            evidence,
            class: charge.class,
            by_finding,
            frozen: false,
            appealed: false,
            executed: false,
            refunded: false,
            ended: false,
        };
        let twice = self.cases.insert(case.id, past).is_some();
        never(twice, "reported twice", case.id)
    }

    fn executed(&mut self, id: u64, takes: bool) -> Result<(), String> {
        let past = self.past(id)?;
        never(!past.frozen, "executed without a vote", id)?;
        never(past.ended, "executed after its end", id)?;
        never(past.appealed, "executed with an open appeal", id)?;
        never(past.executed, "executed twice", id)?;
        past.executed = true;
        let once = (past.evidence, past.class);
        let twice = takes && !self.punished.insert(once);
        never(twice, "punished twice for the same evidence", id)
    }
}

/// Of a case that is over nothing is left.
fn nothing_left(state: &State<VectorMemory>, id: u64) -> Result<(), String> {
    let case = state.case(id).ok_or("no such case")?;
    never(!case.effects.is_empty(), "an effect is left", id)
}
