//! What governance refuses, and why.

use super::{Fate, MOST_POWER, Model, PARAMETERS, Proposal, Stage};
use crate::step::{Ask, Step};
use std::collections::BTreeSet;

impl Model {
    /// Why governance refuses a command of its own; every reason that there is.
    pub(super) fn refusals(&self, ask: Ask) -> Vec<&'static str> {
        let mut found = vec![];
        let mut unless = |holds: bool, name| {
            if !holds {
                found.push(name);
            }
        };
        match ask {
            Ask::DataCenter => {}
            Ask::AddNeuron(power) => unless((1..=MOST_POWER).contains(&power), "OutOfRange"),
            Ask::ChangePower(id, power) => {
                let before = self.neurons.get(&id).map(|neuron| neuron.power);
                unless(before.is_some(), "NeuronNotFound");
                unless(power <= MOST_POWER, "OutOfRange");
                let total = self.total() - u128::from(before.unwrap_or(0)) + u128::from(power);
                unless(total > 0 || !self.sources[0], "CouncilWithoutVotes");
            }
            Ask::SetSources(sources) => {
                unless(sources != [false; 4], "LastSource");
                unless(self.total() > 0 || !sources[0], "CouncilWithoutVotes");
            }
            Ask::SetParameters(which) => unless(which < 3, "OutOfRange"),
            Ask::Settle(id, _) => {
                let entry = self.journal.get(usize::try_from(id).unwrap());
                let stage = entry.map(|entry| entry.stage);
                unless(stage.is_some(), "JournalEntryNotFound");
                unless(stage == Some(Stage::Unknown), "NotQuarantined");
            }
        }
        found
    }

    /// Whether somebody is reached from a neuron over those it follows.
    fn reaches(&self, topic: usize, from: u64, to: u64) -> bool {
        let mut reached = BTreeSet::from([from]);
        loop {
            let next: BTreeSet<u64> = reached
                .iter()
                .filter_map(|id| self.neurons.get(id))
                .flat_map(|neuron| neuron.follows[topic].iter().copied())
                .chain(reached.iter().copied())
                .collect();
            if next == reached {
                return reached.contains(&to);
            }
            reached = next;
        }
    }

    /// Why a step is refused; every reason that there is. None: it is done.
    pub(crate) fn objections(&self, step: &Step) -> Vec<&'static str> {
        let mut found = vec![];
        let mut unless = |holds: bool, name| {
            if !holds {
                found.push(name);
            }
        };
        match step {
            Step::Submit(id, ask, stranger) => {
                let neuron = self.neurons.get(id);
                unless(self.sources[0], "SourceOff");
                unless(neuron.is_some(), "NeuronNotFound");
                unless(!stranger, "NotAuthorized");
                unless(
                    neuron.is_some_and(|neuron| neuron.power > 0),
                    "NoVotingPower",
                );
                let open =
                    |proposal: &&Proposal| proposal.proposer == *id && proposal.fate == Fate::Open;
                let open = self.proposals.iter().filter(open).count();
                let most = PARAMETERS[self.parameters].5 as usize;
                unless(open < most, "TooManyOpenProposals");
                let valid = ask.is_none_or(|ask| self.refusals(ask).is_empty());
                unless(valid, "CommandRefused");
            }
            Step::Vote(id, proposal, _, stranger) => {
                unless(self.neurons.contains_key(id), "NeuronNotFound");
                unless(!stranger, "NotAuthorized");
                let proposal = self.proposal(*proposal);
                unless(proposal.is_some(), "ProposalNotFound");
                if let Some(proposal) = proposal {
                    unless(proposal.fate == Fate::Open, "ProposalNotOpen");
                    unless(self.now < proposal.deadline, "DeadlinePassed");
                    let ballot = proposal.ballots.get(id);
                    unless(ballot.is_some(), "NoVotingPower");
                    let voted = ballot.is_some_and(|ballot| ballot.yes.is_some());
                    unless(!voted, "AlreadyVoted");
                }
            }
            Step::Follow(id, topic, followees) => {
                let all = self.neurons.contains_key(id)
                    && followees.iter().all(|id| self.neurons.contains_key(id));
                unless(all, "NeuronNotFound");
                let distinct: BTreeSet<_> = followees.iter().collect();
                unless(distinct.len() == followees.len(), "InvalidField");
                unless(!followees.contains(id), "FollowsItself");
                let back = followees
                    .iter()
                    .any(|from| self.reaches(*topic, *from, *id));
                unless(!back, "FollowingCycle");
            }
            Step::Sns(..) => unless(self.sources[1], "SourceOff"),
            Step::Motion(id, ask, _) => {
                unless(self.sources[2], "SourceOff");
                unless(!self.is_used((2, *id, 0)), "AlreadyExecuted");
                unless(self.refusals(*ask).is_empty(), "CommandRefused");
            }
            Step::Upgrade(Some((id, asks))) => {
                unless(self.sources[3], "SourceOff");
                unless(!self.is_used((3, *id, 0)), "BatchUsed");
                unless(!asks.is_empty(), "BatchEmpty");
            }
            _ => {}
        }
        found
    }

    fn is_used(&self, decision: (usize, u64, u32)) -> bool {
        self.journal.iter().any(|entry| entry.decision == decision)
    }
}
