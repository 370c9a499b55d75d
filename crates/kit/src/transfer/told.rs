//! What a log can say of transfers. What the ledger said is in no log: a step must be one that
//! some answer brings about, as [`next`](super::next) has it, or one that is due.

use super::{Due, Step, due};
use bonafide_types::transfer::{Purpose, Transfer, TransferState};
use std::collections::BTreeSet;

/// What the ledger is being asked, as far as a log tells.
#[derive(Debug, Default)]
pub struct Asked {
    /// Transfers whose last attempt no answer is written down to.
    unanswered: BTreeSet<u64>,
    /// The refusal that was just written down, until its message is over.
    refused: Option<Refused>,
}

#[derive(Debug)]
struct Refused {
    transfer_id: u64,
    reason: String,
    /// The ledger's fee, when the refusal told it.
    fee_e8s: Option<u64>,
    /// Whether the transfer fails of it.
    fails: bool,
}

/// Which rule of transfers a log breaks, in words.
pub type Broken = &'static str;

fn rule(holds: bool, words: Broken) -> Result<(), Broken> {
    if holds { Ok(()) } else { Err(words) }
}

impl Asked {
    /// Looks at every event that begins something, before anybody else does: what a refusal
    /// means is written down with it, and the fee that it tells comes first. `step` is the
    /// event's, with its transfer, when it has one; `together` says that the event has time and
    /// caller of the one before it.
    ///
    /// # Errors
    /// When what had to follow upon a refusal does not.
    pub fn go_on(&mut self, step: Option<(u64, &Step)>, together: bool) -> Result<(), Broken> {
        let Some(refused) = &mut self.refused else {
            return Ok(());
        };
        let meant = together
            && match step {
                Some((_, Step::FeeLearned { fee_e8s })) => {
                    refused.fee_e8s.replace(*fee_e8s).is_none()
                }
                Some((id, Step::Settled { .. } | Step::Renewed { .. })) => {
                    id == refused.transfer_id
                }
                _ => false,
            };
        rule(
            meant || !refused.fails,
            "what comes in fails of its first refusal",
        )?;
        if !meant {
            self.refused = None;
        }
        Ok(())
    }

    /// Checks a step of a transfer that is open. Answers with all steps that stand together from
    /// this one on.
    ///
    /// # Errors
    /// When no answer of a ledger and no passing of time brings this step about.
    pub fn check<K: Purpose>(
        &mut self,
        row: &Transfer<K>,
        step: &Step,
        at_ns: u64,
    ) -> Result<Vec<Step>, Broken> {
        let alone = vec![step.clone()];
        match step {
            Step::Attempted => {
                self.unanswered.insert(row.id);
                begun(row, step, at_ns, "an attempt is made when one is due")
            }
            Step::Refused { reason } => {
                rule(
                    self.unanswered.remove(&row.id) && row.unresolved > 0,
                    "an attempt is refused after it was made",
                )?;
                self.refused = Some(Refused {
                    transfer_id: row.id,
                    reason: reason.clone(),
                    fee_e8s: None,
                    fails: row.kind.comes_in() && row.unresolved == 1,
                });
                Ok(alone)
            }
            // Of no transfer; whoever reads the log lets it in.
            Step::FeeLearned { .. } => Ok(alone),
            Step::Renewed {
                fee_e8s,
                created_at_ns,
            } => {
                let fits = |refused: Refused| match refused.fee_e8s {
                    Some(told_e8s) => *fee_e8s == told_e8s && told_e8s < row.amount_e8s,
                    None => *fee_e8s == row.fee_e8s,
                };
                let by_answer = self.refused.take().is_some_and(fits)
                    && *created_at_ns == at_ns
                    && row.unresolved == 0
                    && !row.kind.comes_in();
                if by_answer {
                    return Ok(alone);
                }
                // The attempt follows in the same message.
                self.unanswered.insert(row.id);
                let words = "a transfer that may have been made is not made again";
                begun(row, step, at_ns, words)
            }
            Step::Settled { state } => {
                let by_answer = self.is_answer(row, state, at_ns);
                rule(
                    by_answer || due(row, at_ns) == Due::Settle(step.clone()),
                    "a transfer is settled by what is known of it",
                )?;
                Ok(alone)
            }
        }
    }

    /// Whether an answer settles a transfer so.
    fn is_answer<K: Purpose>(
        &mut self,
        row: &Transfer<K>,
        state: &TransferState,
        now_ns: u64,
    ) -> bool {
        let refused = self.refused.take();
        let answered = self.unanswered.remove(&row.id);
        let meant = |said: &str| {
            let refused = refused.as_ref();
            refused.is_some_and(|it| it.transfer_id == row.id && it.reason == said)
        };
        match state {
            TransferState::Made { at_ns, .. } => answered && row.unresolved > 0 && *at_ns == now_ns,
            TransferState::Failed { reason, at_ns } => {
                row.unresolved == 0 && *at_ns == now_ns && meant(reason)
            }
            TransferState::Quarantined { reason, at_ns } => {
                row.unresolved > 0 && *at_ns == now_ns && meant(reason)
            }
            TransferState::Open => false,
        }
    }
}

/// The steps that are written down before the ledger is asked, of which this is the first.
fn begun<K: Purpose>(
    row: &Transfer<K>,
    step: &Step,
    at_ns: u64,
    words: Broken,
) -> Result<Vec<Step>, Broken> {
    match due(row, at_ns) {
        Due::Ask(steps) if steps.first() == Some(step) => Ok(steps),
        Due::Ask(_) | Due::Wait | Due::Settle(_) => Err(words),
    }
}
