//! Governance as its rules tell it, in the simplest form and written without a look at the
//! code that keeps them: what would come of a vote is found by asking what the votes not yet
//! cast could still do, and following by looking at everybody until nobody moves.

mod objections;

use crate::step::{Answer, Ask, Step};
use std::collections::{BTreeMap, BTreeSet};

/// Period, W, quorum, critical quorum, critical majority, open proposals per neuron. The
/// last is one that no council may have.
pub(crate) const PARAMETERS: [(u64, u64, u32, u32, u32, u32); 4] = [
    (345_600, 172_800, 300, 2_000, 6_700, 5),
    (43_201, 3_601, 1, 1, 5_000, 2),
    (86_400, 86_400, 4_999, 9_999, 9_999, 1),
    (43_200, 43_201, 300, 2_000, 6_700, 5),
];
const MOST_POWER: u64 = 1_000_000_000_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Open,
    Rejected,
    Adopted,
    Executed,
    Failed,
    Unknown,
}

#[derive(Clone, Debug)]
pub(crate) struct Ballot {
    pub(crate) power: u64,
    pub(crate) yes: Option<bool>,
}

#[derive(Clone, Debug)]
pub(crate) struct Proposal {
    pub(crate) proposer: u64,
    pub(crate) ask: Option<Ask>,
    pub(crate) submitted: u64,
    pub(crate) deadline: u64,
    pub(crate) decided: Option<u64>,
    pub(crate) fate: Fate,
    pub(crate) ballots: BTreeMap<u64, Ballot>,
    pub(crate) entry: Option<usize>,
    period: u64,
    wait: u64,
    /// Of all power, and of the votes cast: hundredths of a percent.
    quorum: u128,
    share: u128,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Waiting,
    Out,
    Done,
    Failed,
    Unknown,
}

#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Which source (council, SNS, NNS, upgrade), which decision, which command of it.
    pub(crate) decision: (usize, u64, u32),
    pub(crate) ask: Ask,
    pub(crate) stage: Stage,
    pub(crate) settled_by: Option<usize>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Neuron {
    pub(crate) power: u64,
    pub(crate) follows: [Vec<u64>; 3],
}

#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) now: u64,
    pub(crate) neurons: BTreeMap<u64, Neuron>,
    pub(crate) sources: [bool; 4],
    pub(crate) parameters: usize,
    pub(crate) proposals: Vec<Proposal>,
    pub(crate) journal: Vec<Entry>,
}

/// Motions and what governance does itself are one topic, data centres another.
pub(crate) fn topic(ask: Option<Ask>) -> usize {
    if ask == Some(Ask::DataCenter) { 2 } else { 0 }
}

impl Proposal {
    fn sum(&self, counts: impl Fn(Option<bool>) -> bool) -> u128 {
        let counted = self.ballots.values().filter(|ballot| counts(ballot.yes));
        counted.map(|ballot| u128::from(ballot.power)).sum()
    }

    pub(crate) fn yes(&self) -> u128 {
        self.sum(|vote| vote == Some(true))
    }

    pub(crate) fn no(&self) -> u128 {
        self.sum(|vote| vote == Some(false))
    }

    pub(crate) fn total(&self) -> u128 {
        self.sum(|_| true)
    }

    /// Whether a vote turned the result late enough to prolong the vote.
    pub(crate) fn was_prolonged(&self) -> bool {
        self.deadline > self.submitted + self.period
    }

    fn decide(&mut self, adopted: bool, now: u64) {
        self.decided = Some(now);
        self.fate = match (adopted, self.ask) {
            (false, _) => Fate::Rejected,
            (true, Some(_)) => Fate::Adopted,
            (true, None) => Fate::Executed,
        };
    }

    /// Decided, if the votes not yet cast could not change it.
    fn decide_early(&mut self, now: u64) {
        let (yes, no, all) = (self.yes(), self.no(), self.total());
        let left = all - yes - no;
        let enough = |yes: u128| yes * 10_000 > self.share * all;
        if enough(yes) {
            self.decide(true, now);
        } else if !enough(yes + left) {
            self.decide(false, now);
        }
    }

    fn decide_at_deadline(&mut self, now: u64) {
        let (yes, no, all) = (self.yes(), self.no(), self.total());
        let adopted = yes * 10_000 > self.share * (yes + no) && yes * 10_000 >= self.quorum * all;
        self.decide(adopted, now);
    }
}

impl Model {
    pub(crate) fn new(now: u64, powers: &[u64], parameters: usize) -> Self {
        let neuron = |&power: &u64| Neuron {
            power,
            ..Neuron::default()
        };
        Self {
            now,
            neurons: (1..).zip(powers.iter().map(neuron)).collect(),
            sources: [true; 4],
            parameters,
            proposals: vec![],
            journal: vec![],
        }
    }

    pub(crate) fn proposal(&self, id: u64) -> Option<&Proposal> {
        self.proposals
            .get(usize::try_from(id).unwrap().checked_sub(1)?)
    }

    fn total(&self) -> u128 {
        let powers = self.neurons.values().map(|neuron| u128::from(neuron.power));
        powers.sum()
    }

    /// What a step that is not refused does.
    pub(crate) fn apply(&mut self, step: &Step) {
        match step {
            Step::Submit(id, ask, _) => self.submit(*id, *ask),
            Step::Vote(id, proposal, yes, _) => {
                let place = usize::try_from(*proposal).unwrap() - 1;
                let before = &self.proposals[place];
                let led = before.yes() > before.no();
                self.cast(place, *id, *yes);
                let now = self.now;
                let after = &mut self.proposals[place];
                let turned = led != (after.yes() > after.no());
                let half = after.yes() * 2 > after.total() || after.no() * 2 >= after.total();
                if turned && !half {
                    let elapsed = now - after.submitted;
                    let margin = (after.wait + after.period / 2).saturating_sub(elapsed / 2);
                    after.deadline = after.deadline.max(now + margin);
                }
                after.decide_early(now);
            }
            Step::Follow(id, topic, followees) => {
                let neuron = self.neurons.get_mut(id).unwrap();
                neuron.follows[*topic].clone_from(followees);
            }
            Step::Wait(seconds) => self.now += seconds,
            Step::WaitFor(id, late) => {
                let deadline = self.proposal(*id).map_or(0, |proposal| proposal.deadline);
                self.now = self.now.max((deadline + late).saturating_sub(1));
            }
            Step::Tick => {
                let now = self.now;
                for proposal in &mut self.proposals {
                    if proposal.fate == Fate::Open && now >= proposal.deadline {
                        proposal.decide_at_deadline(now);
                    }
                }
            }
            Step::Execute(answer) => self.execute_adopted(*answer),
            Step::ExecuteWaiting(answer) => {
                for id in 0..self.journal.len() {
                    if self.journal[id].stage == Stage::Waiting {
                        self.run(id, *answer);
                    }
                }
            }
            Step::Return(answer) => {
                let out = |entry: &Entry| entry.stage == Stage::Out;
                if let Some(id) = self.journal.iter().position(out) {
                    self.run(id, *answer);
                }
            }
            Step::Sns(ask, answer) => {
                let calls = self.journal.iter().filter(|entry| entry.decision.0 == 1);
                let call = calls.count() as u64 + 1;
                let id = self.authorize((1, call, 0), *ask);
                self.run(id, *answer);
            }
            Step::Motion(id, ask, answer) => {
                let id = self.authorize((2, *id, 0), *ask);
                self.run(id, *answer);
            }
            Step::Upgrade(batch) => {
                for id in 0..self.journal.len() {
                    if self.journal[id].stage == Stage::Out {
                        self.end(id, Stage::Unknown);
                    }
                }
                if let Some((id, asks)) = batch {
                    for (index, ask) in (0..).zip(asks) {
                        self.authorize((3, *id, index), *ask);
                    }
                }
            }
        }
    }

    fn submit(&mut self, proposer: u64, ask: Option<Ask>) {
        let (period, wait, quorum, critical_quorum, critical_share, _) =
            PARAMETERS[self.parameters];
        let critical = ask.is_some_and(|ask| ask != Ask::DataCenter);
        let ballot = |power| Ballot { power, yes: None };
        let voters = self.neurons.iter().filter(|(_, neuron)| neuron.power > 0);
        self.proposals.push(Proposal {
            proposer,
            ask,
            submitted: self.now,
            deadline: self.now + period,
            decided: None,
            fate: Fate::Open,
            ballots: voters
                .map(|(id, neuron)| (*id, ballot(neuron.power)))
                .collect(),
            entry: None,
            period,
            wait,
            quorum: if critical { critical_quorum } else { quorum }.into(),
            share: if critical { critical_share } else { 5_000 }.into(),
        });
        let place = self.proposals.len() - 1;
        self.cast(place, proposer, true);
        let now = self.now;
        self.proposals[place].decide_early(now);
    }

    /// A neuron votes; then everybody who follows one that has voted now, until nobody moves.
    fn cast(&mut self, place: usize, neuron: u64, yes: bool) {
        let proposal = &mut self.proposals[place];
        let topic = topic(proposal.ask);
        proposal.ballots.get_mut(&neuron).unwrap().yes = Some(yes);
        let mut moved = BTreeSet::from([neuron]);
        loop {
            let vote_of = |id: &u64| proposal.ballots.get(id).and_then(|ballot| ballot.yes);
            let next = self.neurons.iter().find_map(|(id, neuron)| {
                let follows = &neuron.follows[topic];
                let can = proposal.ballots.get(id)?.yes.is_none();
                if !can || !follows.iter().any(|id| moved.contains(id)) {
                    return None;
                }
                let of = |side| {
                    follows
                        .iter()
                        .filter(|id| vote_of(id) == Some(side))
                        .count()
                };
                let (yes, no, all) = (of(true), of(false), follows.len());
                if yes > all - yes {
                    Some((*id, true))
                } else if no >= all - no {
                    Some((*id, false))
                } else {
                    None
                }
            });
            let Some((id, yes)) = next else { return };
            proposal.ballots.get_mut(&id).unwrap().yes = Some(yes);
            moved.insert(id);
        }
    }

    fn execute_adopted(&mut self, answer: Answer) {
        for place in 0..self.proposals.len() {
            let proposal = &self.proposals[place];
            let (Fate::Adopted, None, Some(ask)) = (proposal.fate, proposal.entry, proposal.ask)
            else {
                continue;
            };
            let id = self.authorize((0, place as u64 + 1, 0), ask);
            self.proposals[place].entry = Some(id);
            if self.sources[0] {
                self.run(id, answer);
            } else {
                self.end(id, Stage::Failed);
            }
        }
    }

    fn authorize(&mut self, decision: (usize, u64, u32), ask: Ask) -> usize {
        self.journal.push(Entry {
            decision,
            ask,
            stage: Stage::Waiting,
            settled_by: None,
        });
        self.journal.len() - 1
    }

    fn run(&mut self, id: usize, answer: Answer) {
        let ask = self.journal[id].ask;
        if ask == Ask::DataCenter {
            let stage = match answer {
                Answer::Reply => Stage::Done,
                Answer::Reject => Stage::Failed,
                Answer::Unknown => Stage::Unknown,
                Answer::Later => Stage::Out,
            };
            self.end(id, stage);
        } else if self.refusals(ask).is_empty() {
            self.change(ask, id);
            self.end(id, Stage::Done);
        } else {
            self.end(id, Stage::Failed);
        }
    }

    fn end(&mut self, id: usize, stage: Stage) {
        self.journal[id].stage = stage;
        for proposal in &mut self.proposals {
            if proposal.entry == Some(id) {
                proposal.fate = match stage {
                    Stage::Waiting | Stage::Out => Fate::Adopted,
                    Stage::Done => Fate::Executed,
                    Stage::Failed => Fate::Failed,
                    Stage::Unknown => Fate::Unknown,
                };
            }
        }
    }

    fn change(&mut self, ask: Ask, by: usize) {
        match ask {
            Ask::DataCenter => {}
            Ask::AddNeuron(power) => {
                let id = self.neurons.len() as u64 + 1;
                let follows = [vec![], vec![], vec![]];
                self.neurons.insert(id, Neuron { power, follows });
            }
            Ask::ChangePower(id, power) => self.neurons.get_mut(&id).unwrap().power = power,
            Ask::SetSources(sources) => self.sources = sources,
            Ask::SetParameters(which) => self.parameters = which,
            Ask::Settle(entry, done) => {
                let entry = usize::try_from(entry).unwrap();
                self.journal[entry].settled_by = Some(by);
                self.end(entry, if done { Stage::Done } else { Stage::Failed });
            }
        }
    }
}
