//! A membership in the making.

use super::{Ceiling, Pool};
use crate::decentralization::limits::Limits;
use crate::decentralization::network::{Class, Health, Network};
use crate::decentralization::outlook::Outlook;
use crate::decentralization::score::Score;
use crate::decentralization::tally::Tally;

/// A member that was there before.
#[derive(Clone, Copy, Debug)]
struct Member {
    class: u32,
    stays: bool,
}

/// Who may leave in place of whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trade {
    /// Anybody.
    Any,
    /// Of two, both run or neither does.
    Alike,
}

/// A membership in the making: members that stay and leave, candidates that join. What joins is
/// taken from the pool.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    network: &'a Network,
    limits: &'a Limits,
    tally: Tally,
    /// What members break by themselves, all together.
    alone: u64,
    /// In the order in which they leave when all else is equal. Equals are neighbours.
    members: Vec<Member>,
    added: Vec<u32>,
}

/// What a draft came to.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub(super) remove: Vec<u32>,
    pub(super) add: Vec<u32>,
    pub(super) score: Score,
}

impl Outcome {
    /// Takes what joins from the pool.
    pub(super) fn take(&self, pool: &mut Pool) {
        for class in &self.add {
            pool.take(*class);
        }
    }
}

fn unhealthy(class: &Class) -> bool {
    class.health == Health::Unhealthy
}

/// The best of the candidates, when one is better than what is to beat. The first of equals.
pub(super) fn best_of(
    network: &Network,
    outlook: &Outlook,
    candidates: impl Iterator<Item = u32>,
    mut beat: Option<Score>,
) -> Option<(u32, Score)> {
    let mut best = None;
    for candidate in candidates {
        let class = network.class(candidate);
        // The rest of the score is dear, and most candidates fall behind before it matters.
        if let Some(beat) = &beat {
            let violations = outlook.violations(class);
            let behind = || violations == beat.violations && outlook.product(class) < beat.product;
            if violations > beat.violations || behind() {
                continue;
            }
        }
        let score = outlook.score(class);
        if beat.is_none_or(|beat| score > beat) {
            beat = Some(score);
            best = Some((candidate, score));
        }
    }
    best
}

impl<'a> Draft<'a> {
    /// All members stay.
    pub(super) fn new(
        network: &'a Network,
        limits: &'a Limits,
        pool: &Pool,
        members: &[u32],
    ) -> Self {
        let stays = |class| Member { class, stays: true };
        let mut draft = Self {
            network,
            limits,
            tally: Tally::new(network),
            alone: 0,
            members: Vec::new(),
            added: Vec::new(),
        };
        for class in members {
            draft.count(*class);
        }
        let ranked = pool.ranked(network, members);
        draft.members = ranked.into_iter().map(stays).collect();
        draft
    }

    pub(super) const fn tally(&self) -> &Tally {
        &self.tally
    }

    pub(super) fn score(&self) -> Score {
        let counted = self.limits.counted_weight(&self.tally);
        let size = self.limits.size_weight(self.tally.size());
        Score::counted(&self.tally, self.alone + size + counted)
    }

    pub(super) fn outcome(&self, score: Score) -> Outcome {
        Outcome {
            remove: self.removed(),
            add: self.added.clone(),
            score,
        }
    }

    /// Gives back to the pool what joined.
    pub(super) fn give_back(&self, pool: &mut Pool) {
        for class in &self.added {
            pool.give(*class);
        }
    }

    /// What no exchange of so many members at most, or so many that join, can exceed.
    pub(super) fn ceiling(&self, pool: &Pool, leaving: u32, joining: u32) -> Ceiling {
        let exchange = (leaving, joining);
        Ceiling::new(self.network, self.limits, &self.tally, pool, exchange)
    }

    /// Takes the members out that do not run; how many they are.
    pub(super) fn remove_unhealthy(&mut self) -> u32 {
        let mut removed = 0;
        for at in 0..self.members.len() {
            if unhealthy(self.network.class(self.members[at].class)) {
                self.leave(at);
                removed += 1;
            }
        }
        removed
    }

    /// Adds the best candidate, again and again; how many there were.
    pub(super) fn fill(&mut self, pool: &mut Pool, places: u32) -> u32 {
        for filled in 0..places {
            let Some((class, _)) = self.best_addition(pool, &[], None) else {
                return filled;
            };
            self.join(pool, class);
        }
        places
    }

    /// Takes members out, again and again the one without whom the score is best. Those that do
    /// not run go first.
    pub(super) fn shrink(&mut self, places: u32) {
        for _ in 0..places {
            let found = self
                .best_removal(unhealthy, None)
                .or_else(|| self.best_removal(|_| true, None));
            let Some((at, _)) = found else {
                return;
            };
            self.leave(at);
        }
    }

    /// Lets members that left stay after all, again and again the one with whom the score is
    /// best.
    pub(super) fn put_back(&mut self, places: u32) {
        for _ in 0..places {
            let mut best: Option<(usize, Score)> = None;
            for at in 0..self.members.len() {
                if self.members[at].stays || self.repeats(at) {
                    continue;
                }
                self.stay(at);
                let score = self.score();
                self.leave(at);
                if best.is_none_or(|(_, best)| score > best) {
                    best = Some((at, score));
                }
            }
            if let Some((at, _)) = best {
                self.stay(at);
            }
        }
    }

    /// Makes the one exchange that is best: of all members for all candidates. `None` when no
    /// candidate is left.
    pub(super) fn exchange(&mut self, pool: &mut Pool) -> Option<Score> {
        let mut best: Option<(usize, u32, Score)> = None;
        for at in 0..self.members.len() {
            let class = self.members[at].class;
            if !self.members[at].stays || self.repeats(at) || self.added.contains(&class) {
                continue;
            }
            self.leave(at);
            let found = self.best_addition(pool, &[], best.map(|(_, _, score)| score));
            self.stay(at);
            if let Some((candidate, score)) = found {
                best = Some((at, candidate, score));
            }
        }
        let (at, candidate, score) = best?;
        self.leave(at);
        self.join(pool, candidate);
        Some(score)
    }

    /// Gives each place that was decided to the best for it, and then two places at once to two
    /// others, until that changes nothing more or the goal is reached. The score then.
    pub(super) fn improve(&mut self, pool: &mut Pool, trade: Trade, goal: Option<&Score>) -> Score {
        let mut score = self.score();
        let mut pairs = pool.budget() / (2 * pool.candidates().count().max(1));
        let reached = |score: Score| goal.is_some_and(|goal| score >= *goal);
        while !reached(score) {
            let before = score;
            for at in 0..self.added.len() {
                score = self.decide_joining(pool, at, score);
            }
            for at in 0..self.members.len() {
                if !self.members[at].stays {
                    score = self.decide_leaving(at, trade, score);
                }
            }
            if score == before {
                score = self.decide_pairs(pool, &mut pairs, score);
            }
            if score == before {
                break;
            }
        }
        score
    }

    /// Lets two other candidates join in place of two, when that is better than the score now:
    /// of others the best, then the best beside it. So many pairs are tried at most.
    fn decide_pairs(&mut self, pool: &mut Pool, pairs: &mut usize, mut score: Score) -> Score {
        for first in 0..self.added.len() {
            for second in first + 1..self.added.len() {
                let Some(left) = pairs.checked_sub(1) else {
                    return score;
                };
                *pairs = left;
                let pair = [self.added[first], self.added[second]];
                pair.iter().for_each(|class| self.uncount(*class));
                let mut chosen = pair;
                if let Some((one, _)) = self.best_addition(pool, &pair, None) {
                    self.count(one);
                    pool.take(one);
                    if let Some((other, better)) = self.best_addition(pool, &[], Some(score)) {
                        pool.take(other);
                        pair.iter().for_each(|class| pool.give(*class));
                        (chosen, score) = ([one, other], better);
                    } else {
                        pool.give(one);
                    }
                    self.uncount(one);
                }
                chosen.iter().for_each(|class| self.count(*class));
                [self.added[first], self.added[second]] = chosen;
            }
        }
        score
    }

    /// Lets another candidate join in place of one, when that is better than the score now.
    fn decide_joining(&mut self, pool: &mut Pool, at: usize, score: Score) -> Score {
        let class = self.added[at];
        self.uncount(class);
        let found = self.best_addition(pool, &[], Some(score));
        let (chosen, score) = found.unwrap_or((class, score));
        self.count(chosen);
        pool.give(class);
        pool.take(chosen);
        self.added[at] = chosen;
        score
    }

    /// Lets another member leave in place of one, when that is better than the score now.
    fn decide_leaving(&mut self, at: usize, trade: Trade, score: Score) -> Score {
        let alike = unhealthy(self.network.class(self.members[at].class));
        self.stay(at);
        let may_leave = |class: &Class| trade == Trade::Any || unhealthy(class) == alike;
        let found = self.best_removal(may_leave, Some(score));
        let (chosen, score) = found.unwrap_or((at, score));
        self.leave(chosen);
        score
    }

    /// The candidate with whom the score is best, when it is better than what is to beat. Who
    /// left does not come back by another node.
    fn best_addition(&self, pool: &Pool, but: &[u32], beat: Option<Score>) -> Option<(u32, Score)> {
        let mut others = self.removed();
        others.extend(but);
        let candidates = pool.candidates();
        let candidates = candidates.filter(|class| !others.contains(class));
        let outlook = Outlook::new(self.network, self.limits, &self.tally, self.alone);
        best_of(self.network, &outlook, candidates, beat)
    }

    /// The member without whom the score is best, when it is better than what is to beat. None
    /// whose class just joined.
    fn best_removal(
        &mut self,
        may_leave: impl Fn(&Class) -> bool,
        mut beat: Option<Score>,
    ) -> Option<(usize, Score)> {
        let mut best = None;
        for at in 0..self.members.len() {
            let Member { class, stays } = self.members[at];
            let asked = stays && may_leave(self.network.class(class));
            if !asked || self.repeats(at) || self.added.contains(&class) {
                continue;
            }
            self.leave(at);
            let score = self.score();
            self.stay(at);
            if beat.is_none_or(|beat| score > beat) {
                beat = Some(score);
                best = Some((at, score));
            }
        }
        best
    }

    /// Whether the member before is of the same class and in the same case.
    fn repeats(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else {
            return false;
        };
        let (one, other) = (self.members[before], self.members[at]);
        one.class == other.class && one.stays == other.stays
    }

    fn removed(&self) -> Vec<u32> {
        let leaving = self.members.iter().filter(|member| !member.stays);
        leaving.map(|member| member.class).collect()
    }

    fn join(&mut self, pool: &mut Pool, class: u32) {
        pool.take(class);
        self.count(class);
        self.added.push(class);
    }

    fn leave(&mut self, at: usize) {
        self.members[at].stays = false;
        self.uncount(self.members[at].class);
    }

    fn stay(&mut self, at: usize) {
        self.members[at].stays = true;
        self.count(self.members[at].class);
    }

    fn count(&mut self, class: u32) {
        let class = self.network.class(class);
        self.tally.add(class);
        self.alone += self.limits.weight_of(class);
    }

    fn uncount(&mut self, class: u32) {
        let class = self.network.class(class);
        self.tally.remove(class);
        self.alone -= self.limits.weight_of(class);
    }
}
