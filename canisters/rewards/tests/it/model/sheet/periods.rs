//! Periods of one day each, in which every node earned the same.

use super::{Refused, Sheet, Verdict, place};
use crate::world::{PROVIDERS, node_id, nodes_of, provider_id};
use bonafide_types::id::{NodeId, ProviderId};
use bonafide_types::rewards::{Effect, Mode, PublishedPenalty};

/// What a node earns in a day, XDR permyriad.
const NODE: u64 = 10_000;
/// e8s in one XDR permyriad, at one XDR per ICP.
const E8S: u64 = 10_000;
/// Everything, in basis points.
const ALL: u32 = 10_000;

/// How far a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Awaiting,
    Computing,
    Computed,
    Closed,
    Cancelled,
}

/// A period.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Month {
    pub(crate) day: u32,
    pub(crate) stage: Stage,
}

/// What a provider earns in a period, e8s.
pub(crate) fn gross_e8s(n: u8) -> u64 {
    nodes_of(n).len() as u64 * NODE * E8S
}

/// What penalties leave a provider in a period, e8s.
fn kept_e8s(n: u8, penalties: &[PublishedPenalty]) -> u64 {
    let of = |node: Option<NodeId>| {
        let such = penalties.iter().filter(|penalty| penalty.node == node);
        such.map(|penalty| penalty.bps).sum::<u32>()
    };
    let left = |bps: u32| u64::from(ALL - bps.min(ALL));
    let nodes = nodes_of(n).into_iter().map(node_id);
    let kept = nodes.map(|node| NODE * left(of(None) + of(Some(node))));
    kept.sum::<u64>() / u64::from(ALL) * E8S
}

impl Sheet {
    /// The period that covers a day.
    fn month_of(&self, day: u32) -> Option<(u64, Month)> {
        let months = (0..).zip(self.months.iter().copied());
        let mut months = months.filter(|(_, month)| month.stage != Stage::Cancelled);
        months.find(|(_, month)| month.day == day)
    }

    /// The period that is closed and covers a day.
    pub(crate) fn closed(&self, day: u32) -> Option<u64> {
        let found = self.month_of(day);
        let found = found.filter(|(_, month)| month.stage == Stage::Closed);
        found.map(|(id, _)| id)
    }

    /// The last period that is closed.
    pub(crate) fn last_closed(&self) -> Option<u64> {
        let months = (0..).zip(&self.months);
        let closed = months.filter(|(_, month)| month.stage == Stage::Closed);
        closed.map(|(id, _)| id).last()
    }

    /// The latest day of which a period is closed.
    pub(crate) fn latest_day(&self) -> Option<u32> {
        let closed = self.months.iter();
        let closed = closed.filter(|month| month.stage == Stage::Closed);
        closed.map(|month| month.day).max()
    }

    /// The first period at such a stage.
    pub(crate) fn at(&self, stage: Stage) -> Option<(u64, Month)> {
        let mut months = (0..).zip(self.months.iter().copied());
        months.find(|(_, month)| month.stage == stage)
    }

    pub(crate) fn adopt(&mut self, day: u32, today: u32) -> Verdict {
        if day >= today {
            return Err("invalid_days");
        }
        if self.month_of(day).is_some() {
            return Err("day_covered");
        }
        let stage = Stage::Awaiting;
        self.months.push(Month { day, stage });
        Ok(())
    }

    fn stage(&self, id: u64) -> Result<Stage, Refused> {
        let month = self.months.get(place(id));
        month.map(|month| month.stage).ok_or("period_not_found")
    }

    /// The facts of a period are supplied, or others.
    pub(crate) fn supply(&mut self, id: u64, right: bool) -> Verdict {
        if self.stage(id)? != Stage::Awaiting {
            return Err("period_standing");
        }
        if !right {
            return Err("wrong_hash");
        }
        self.months[place(id)].stage = Stage::Computing;
        Ok(())
    }

    pub(crate) fn take_back(&mut self, id: u64) -> Verdict {
        if matches!(self.stage(id)?, Stage::Closed | Stage::Cancelled) {
            return Err("period_standing");
        }
        self.months[place(id)].stage = Stage::Cancelled;
        Ok(())
    }

    /// The canister computes what comes first. Says which period is closed by that, and what
    /// its statements carry.
    pub(crate) fn compute(&mut self) -> Option<(u64, Vec<PublishedPenalty>)> {
        let under_way = |month: &Month| matches!(month.stage, Stage::Computing | Stage::Computed);
        let at = self.months.iter().position(under_way)?;
        if self.months[at].stage == Stage::Computing {
            self.months[at].stage = Stage::Computed;
            return None;
        }
        self.months[at].stage = Stage::Closed;
        let id = at as u64;
        Some((id, self.carry(id)))
    }

    /// Statements carry what is published and not carried yet, and of one provider no more than
    /// everything.
    fn carry(&mut self, period_id: u64) -> Vec<PublishedPenalty> {
        let mut carried = Vec::new();
        if self.policy.mode != Mode::Enabled {
            return carried;
        }
        for case in &self.cases {
            let charge = &case.charge;
            let waiting = case.effects.iter().find_map(|effect| match effect {
                Effect::PenaltyPublished {
                    bps,
                    period_id: None,
                } => Some(*bps),
                _ => None,
            });
            let theirs = |penalty: &&PublishedPenalty| penalty.provider == charge.provider;
            let before: u32 = carried.iter().filter(theirs).map(|it| it.bps).sum();
            let bps = waiting.unwrap_or_default().min(ALL - before);
            if bps > 0 {
                carried.push(PublishedPenalty {
                    case_id: case.id,
                    provider: charge.provider,
                    node: charge.node,
                    bps,
                });
            }
        }
        for penalty in &carried {
            for effect in &mut self.change_case(penalty.case_id).effects {
                if let Effect::PenaltyPublished { period_id: of, .. } = effect {
                    *of = Some(period_id);
                }
            }
        }
        carried
    }
}

/// What each provider's statement of a period says: earned, and kept, e8s.
pub(crate) fn statements(
    penalties: &[PublishedPenalty],
) -> impl Iterator<Item = (ProviderId, Vec<PublishedPenalty>, u64, u64)> {
    (1..=PROVIDERS).map(|n| {
        let provider = provider_id(n);
        let own = penalties.iter().filter(|it| it.provider == provider);
        let own: Vec<_> = own.cloned().collect();
        let kept = kept_e8s(n, &own);
        (provider, own, gross_e8s(n), kept)
    })
}
