//! The council on the heap: neurons, who follows whom, and the electorate. A vote and those
//! that follow it are worked out here, without a look at a table per neuron.

use bonafide_policy::voting;
use bonafide_types::governance::{Ballot, Electorate, Member, Neuron, Tally, Topic, Vote};
use std::collections::{BTreeMap, VecDeque};

/// Neurons and what follows from them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Council {
    /// In the order of their numbers, which begin with 1 and have no gap.
    neurons: Vec<Neuron>,
    /// Who follows a neuron, by topic and by the neuron's place, in the order of numbers.
    followers: BTreeMap<Topic, Vec<Vec<u64>>>,
    electorate: Electorate,
}

impl Default for Council {
    fn default() -> Self {
        Self {
            neurons: Vec::new(),
            followers: Topic::ALL.map(|topic| (topic, Vec::new())).into(),
            electorate: Electorate {
                version: 0,
                members: Vec::new(),
                total: 0,
            },
        }
    }
}

/// Where the neuron of a number stands among the neurons.
fn place(id: u64) -> Option<usize> {
    usize::try_from(id.checked_sub(1)?).ok()
}

impl Council {
    /// A neuron.
    #[must_use]
    pub fn neuron(&self, id: u64) -> Option<&Neuron> {
        self.neurons.get(place(id)?)
    }

    /// All neurons in the order of their numbers.
    pub fn neurons(&self) -> impl Iterator<Item = &Neuron> {
        self.neurons.iter()
    }

    /// The electorate of proposals submitted now.
    #[must_use]
    pub fn electorate(&self) -> &Electorate {
        &self.electorate
    }

    /// The electorate as the neurons are now, under the next version (0 for the first).
    #[must_use]
    pub fn next_electorate(&self) -> Electorate {
        let members: Vec<_> = self
            .neurons
            .iter()
            .filter(|neuron| neuron.voting_power > 0)
            .map(|neuron| Member {
                neuron_id: neuron.id,
                voting_power: neuron.voting_power,
            })
            .collect();
        let total = members.iter().map(|member| member.voting_power).sum();
        let first = self.electorate.members.is_empty() && self.electorate.version == 0;
        Electorate {
            version: if first {
                0
            } else {
                self.electorate.version + 1
            },
            members,
            total,
        }
    }

    /// Takes the latest electorate over.
    pub fn set_electorate(&mut self, electorate: Electorate) {
        self.electorate = electorate;
    }

    /// Writes a neuron: in place of what it was, or as the next one.
    ///
    /// # Panics
    /// When a number is left out; nobody can number neurons so.
    pub fn put(&mut self, neuron: Neuron) {
        let at = place(neuron.id).expect("BUG: neurons are numbered from 1");
        assert!(at <= self.neurons.len(), "BUG: a neuron was left out");
        if at == self.neurons.len() {
            self.neurons.push(neuron);
        } else {
            let before = std::mem::replace(&mut self.neurons[at], neuron);
            self.each_followed(&before, |followers, id| followers.retain(|one| *one != id));
        }
        let neuron = self.neurons[at].clone();
        self.each_followed(&neuron, |followers, id| {
            if let Err(at) = followers.binary_search(&id) {
                followers.insert(at, id);
            }
        });
    }

    /// Changes the followers of each neuron that this one follows.
    fn each_followed(&mut self, neuron: &Neuron, change: impl Fn(&mut Vec<u64>, u64)) {
        for group in &neuron.followees {
            let followers = self.followers.entry(group.topic).or_default();
            for at in group.followees.iter().copied().filter_map(place) {
                // Whom it follows may be read after it.
                if followers.len() <= at {
                    followers.resize_with(at + 1, Vec::new);
                }
                change(&mut followers[at], neuron.id);
            }
            let last = followers.iter().rposition(|group| !group.is_empty());
            followers.truncate(last.map_or(0, |last| last + 1));
        }
    }

    /// Who follows a neuron on a topic, in the order of numbers.
    fn followers(&self, id: u64, topic: Topic) -> &[u64] {
        let followers = self.followers.get(&topic).zip(place(id));
        followers
            .and_then(|(followers, at)| followers.get(at))
            .map_or(&[], Vec::as_slice)
    }

    /// Whom a neuron follows on a topic.
    #[must_use]
    pub fn followees(&self, id: u64, topic: Topic) -> &[u64] {
        self.neuron(id)
            .and_then(|neuron| neuron.followees.iter().find(|group| group.topic == topic))
            .map_or(&[], |group| group.followees.as_slice())
    }

    /// The way from `from` over those it follows to `to`, if there is one; `from` first.
    #[must_use]
    pub fn path(&self, topic: Topic, from: u64, to: u64) -> Option<Vec<u64>> {
        let mut came_from: BTreeMap<u64, u64> = BTreeMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(at) = queue.pop_front() {
            if at == to {
                let mut path = vec![at];
                let mut step = at;
                while let Some(&before) = came_from.get(&step) {
                    path.push(before);
                    step = before;
                }
                path.reverse();
                return Some(path);
            }
            for &next in self.followees(at, topic) {
                if next != from && !came_from.contains_key(&next) {
                    came_from.insert(next, at);
                    queue.push_back(next);
                }
            }
        }
        None
    }

    /// The ballots that a neuron's vote leads to: its own, then those of neurons that follow,
    /// each once, in the order in which they follow. Neurons outside the electorate and
    /// ballots already cast stay as they are.
    #[must_use]
    pub fn cascade(
        &self,
        electorate: &Electorate,
        votes: &[u8],
        topic: Topic,
        first: Ballot,
    ) -> Vec<Ballot> {
        let mut votes = votes.to_vec();
        let mut cast = Vec::new();
        let mut queue = VecDeque::from([first]);
        while let Some(ballot) = queue.pop_front() {
            let Some(place) = position(electorate, ballot.neuron_id) else {
                continue;
            };
            match votes.get_mut(place) {
                Some(vote) if *vote == 0 => *vote = vote_byte(ballot.vote),
                _ => continue,
            }
            cast.push(ballot);
            for &neuron_id in self.followers(ballot.neuron_id, topic) {
                if let Some(vote) = self.would_vote(electorate, &votes, topic, neuron_id) {
                    queue.push_back(Ballot { neuron_id, vote });
                }
            }
        }
        cast
    }

    fn would_vote(
        &self,
        electorate: &Electorate,
        votes: &[u8],
        topic: Topic,
        id: u64,
    ) -> Option<Vote> {
        let followees = self.followees(id, topic);
        let (mut yes, mut no) = (0, 0);
        for &followee in followees {
            let vote = position(electorate, followee).and_then(|at| votes.get(at));
            match vote.copied().and_then(vote_of) {
                Some(Vote::Yes) => yes += 1,
                Some(Vote::No) => no += 1,
                None => {}
            }
        }
        voting::followed(yes, no, followees.len())
    }
}

/// Where a neuron stands in an electorate.
#[must_use]
pub fn position(electorate: &Electorate, neuron_id: u64) -> Option<usize> {
    // Numbers are dense as long as every neuron has power: look there first.
    let members = &electorate.members;
    let guess = usize::try_from(neuron_id.checked_sub(1)?).ok()?;
    if members.get(guess).is_some_and(|m| m.neuron_id == neuron_id) {
        return Some(guess);
    }
    members
        .binary_search_by_key(&neuron_id, |member| member.neuron_id)
        .ok()
}

/// The byte of a vote.
#[must_use]
pub fn vote_byte(vote: Vote) -> u8 {
    match vote {
        Vote::Yes => 1,
        Vote::No => 2,
    }
}

/// The vote of a byte; `None` for a ballot that was not cast.
#[must_use]
pub fn vote_of(byte: u8) -> Option<Vote> {
    match byte {
        1 => Some(Vote::Yes),
        2 => Some(Vote::No),
        _ => None,
    }
}

/// The tally with some ballots more. Reads those ballots only.
#[must_use]
pub fn counted(electorate: &Electorate, before: Tally, ballots: &[Ballot], now: u64) -> Tally {
    let mut tally = Tally {
        timestamp_seconds: now,
        ..before
    };
    for ballot in ballots {
        let power = position(electorate, ballot.neuron_id)
            .and_then(|at| electorate.members.get(at))
            .map_or(0, |member| member.voting_power);
        match ballot.vote {
            Vote::Yes => tally.yes += power,
            Vote::No => tally.no += power,
        }
    }
    tally
}

#[cfg(test)]
mod tests;
