//! The council on the heap: neurons, who follows whom, and the electorate. A vote and those
//! that follow it are worked out here, without a look at a table per neuron.

use bonafide_policy::voting;
use bonafide_types::governance::{Ballot, Electorate, Member, Neuron, Tally, Topic, Vote};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Neurons and what follows from them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Council {
    neurons: BTreeMap<u64, Neuron>,
    /// Who follows a neuron, by topic.
    followers: BTreeMap<(Topic, u64), BTreeSet<u64>>,
    electorate: Electorate,
}

impl Default for Council {
    fn default() -> Self {
        Self {
            neurons: BTreeMap::new(),
            followers: BTreeMap::new(),
            electorate: Electorate {
                version: 0,
                members: Vec::new(),
                total: 0,
            },
        }
    }
}

impl Council {
    /// A neuron.
    #[must_use]
    pub fn neuron(&self, id: u64) -> Option<&Neuron> {
        self.neurons.get(&id)
    }

    /// All neurons in the order of their numbers.
    pub fn neurons(&self) -> impl Iterator<Item = &Neuron> {
        self.neurons.values()
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
            .values()
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

    /// Writes a neuron in place of what it was.
    pub fn put(&mut self, neuron: Neuron) {
        if let Some(before) = self.neurons.remove(&neuron.id) {
            for group in &before.followees {
                for followee in &group.followees {
                    let place = (group.topic, *followee);
                    if let Some(set) = self.followers.get_mut(&place) {
                        set.remove(&before.id);
                        if set.is_empty() {
                            self.followers.remove(&place);
                        }
                    }
                }
            }
        }
        for group in &neuron.followees {
            for followee in &group.followees {
                self.followers
                    .entry((group.topic, *followee))
                    .or_default()
                    .insert(neuron.id);
            }
        }
        self.neurons.insert(neuron.id, neuron);
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
            let followers = self.followers.get(&(topic, ballot.neuron_id));
            for &neuron_id in followers.into_iter().flatten() {
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
