//! What each event does to the tables. Runs live and in replays, so it reads the tables and
//! the entry and nothing else.

use super::council::{position, vote_byte};
use super::{CONFIG_KEY, Event, Open, State, key, record_owner, source_key, topic_owner};
use bonafide_kit::commit::{Aggregate, Entry};
use bonafide_kit::log::EventLog;
use bonafide_kit::table::Certified;
use bonafide_types::governance::{
    Ballot, Ballots, Config, Followees, JournalEntry, Neuron, NnsReview, Outcome, Proposal,
    ProposalContent, ProposalState, ProposalStatus, Source,
};
use bonafide_types::id::Blob;
use bonafide_types::limits::SECOND_NS;
use ic_stable_structures::Memory;
use ic_stable_structures::memory_manager::VirtualMemory;

impl<M: Memory> Aggregate for State<M> {
    type Event = Event;
    type Memory = VirtualMemory<M>;

    fn apply(&mut self, entry: &Entry<Event>) {
        match &entry.event {
            Event::Initialized { config, neurons } => {
                self.config.insert(CONFIG_KEY, config);
                for neuron in neurons {
                    self.put_neuron(neuron.clone());
                }
                self.renew_electorate();
            }
            Event::ProposalSubmitted {
                proposal,
                content,
                ballots,
                state,
                collected,
            } => {
                for id in collected {
                    self.collect(*id);
                }
                self.submit(proposal, content);
                self.cast(proposal, ballots);
                self.put_state(state);
            }
            Event::Voted {
                proposal_id,
                ballots,
                state,
                neuron_id: _,
            } => {
                let proposal = self.known_proposal(*proposal_id);
                self.cast(&proposal, ballots);
                self.put_state(state);
            }
            Event::DeadlineReached { state } => self.put_state(state),
            Event::FolloweesSet {
                neuron_id,
                topic,
                followees,
            } => {
                let mut neuron = self.known_neuron(*neuron_id);
                neuron.followees.retain(|group| group.topic != *topic);
                if !followees.is_empty() {
                    neuron.followees.push(Followees {
                        topic: *topic,
                        followees: followees.clone(),
                    });
                    neuron.followees.sort_by_key(|group| group.topic);
                }
                self.put_neuron(neuron);
            }
            Event::HotKeysSet {
                neuron_id,
                hot_keys,
            } => {
                let mut neuron = self.known_neuron(*neuron_id);
                neuron.hot_keys.clone_from(hot_keys);
                self.put_neuron(neuron);
            }
            Event::CommandAuthorized { entry, command } => self.authorize(entry, &command.0),
            Event::ExecutionBegun { journal_id } => {
                let mut entry = self.known_entry(*journal_id);
                entry.outcome = Outcome::Executing;
                self.put_entry(&entry);
            }
            Event::ExecutionEnded {
                journal_id,
                outcome,
                reply,
            } => {
                let mut row = self.known_entry(*journal_id);
                row.reply.clone_from(reply);
                self.close(row, outcome, entry.at_ns);
            }
            Event::NeuronAdded { neuron } | Event::NeuronChanged { neuron } => {
                self.put_neuron(neuron.clone());
                self.renew_electorate();
            }
            Event::SourcesSet { sources } => self.change_config(|config| config.sources = *sources),
            Event::SnsGovernanceSet { sns_governance } => {
                self.change_config(|config| config.sns_governance = *sns_governance);
            }
            Event::VotingParametersSet { voting } => {
                self.change_config(|config| config.voting = *voting);
            }
            Event::CanistersSet { canisters } => {
                self.change_config(|config| config.canisters.clone_from(canisters));
            }
            Event::QuarantineSettled {
                journal_id,
                outcome,
                by,
            } => {
                let mut row = self.known_entry(*journal_id);
                row.settled_by = Some(*by);
                self.close(row, outcome, entry.at_ns);
            }
            Event::NnsProposalsReviewed { review, collected } => {
                self.review_anew(review, collected);
            }
        }
    }

    fn log(&self) -> &EventLog<VirtualMemory<M>> {
        &self.log
    }

    fn log_mut(&mut self) -> &mut EventLog<VirtualMemory<M>> {
        &mut self.log
    }

    fn tables(&self) -> Vec<&dyn Certified> {
        vec![
            &self.ballots,
            &self.config,
            &self.electorates,
            &self.journal,
            &self.neurons,
            &self.reviews,
            &self.proposals,
            &self.contents,
            &self.states,
        ]
    }

    fn tables_mut(&mut self) -> Vec<&mut dyn Certified> {
        vec![
            &mut self.ballots,
            &mut self.config,
            &mut self.electorates,
            &mut self.journal,
            &mut self.neurons,
            &mut self.reviews,
            &mut self.proposals,
            &mut self.contents,
            &mut self.states,
        ]
    }
}

/// Whether an outcome may still change.
pub(super) fn is_unfinished(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Pending | Outcome::Executing | Outcome::Quarantined { .. } => true,
        Outcome::Executed | Outcome::Failed { .. } => false,
    }
}

impl<M: Memory> State<M> {
    fn known_neuron(&self, id: u64) -> Neuron {
        self.neuron(id)
            .unwrap_or_else(|| panic!("BUG: an event names the unknown neuron {id}"))
            .clone()
    }

    fn known_proposal(&self, id: u64) -> Proposal {
        self.proposal(id)
            .unwrap_or_else(|| panic!("BUG: an event names the unknown proposal {id}"))
    }

    fn known_entry(&self, id: u64) -> JournalEntry {
        self.journal_entry(id)
            .unwrap_or_else(|| panic!("BUG: an event names the unknown journal entry {id}"))
    }

    fn change_config(&mut self, change: impl FnOnce(&mut Config)) {
        let mut config = self.settings();
        change(&mut config);
        self.config.insert(CONFIG_KEY, &config);
    }

    fn put_neuron(&mut self, neuron: Neuron) {
        self.neurons.insert(&key(neuron.id), &neuron);
        self.council.put(neuron);
    }

    /// Writes the electorate of later proposals, when it is another one.
    fn renew_electorate(&mut self) {
        let next = self.council.next_electorate();
        let latest = self.council.electorate();
        if self.electorates.is_empty() || next.members != latest.members {
            self.electorates.insert(&key(next.version), &next);
            self.council.set_electorate(next);
        }
    }

    fn submit(&mut self, proposal: &Proposal, content: &ProposalContent) {
        let id = key(proposal.id);
        self.proposals.insert(&id, proposal);
        self.contents.insert(&id, content);
        if let (Some(hash), Some(command)) = (proposal.command_hash, &content.command) {
            self.commands.insert(hash.0, command.0.clone());
        }
        let voters = self
            .electorate(proposal.electorate)
            .expect("BUG: a proposal names an unknown electorate")
            .members
            .len();
        let votes = Blob(vec![0; voters]);
        self.ballots.insert(&id, &Ballots { votes });
        self.proposals_by_topic
            .insert(&topic_owner(proposal.topic), &id, ());
        self.next_proposal.set(proposal.id + 1);
        let open = Open {
            proposer: proposal.proposer,
            deadline: 0,
        };
        self.open.insert(proposal.id, open);
    }

    fn cast(&mut self, proposal: &Proposal, ballots: &[Ballot]) {
        let electorate = self
            .electorate(proposal.electorate)
            .expect("BUG: a proposal names an unknown electorate");
        let mut votes = self
            .ballots(proposal.id)
            .expect("BUG: a proposal without ballots");
        for ballot in ballots {
            let at = position(&electorate, ballot.neuron_id)
                .expect("BUG: a ballot of a neuron without a vote");
            votes[at] = vote_byte(ballot.vote);
        }
        let votes = Blob(votes);
        self.ballots.insert(&key(proposal.id), &Ballots { votes });
    }

    fn put_state(&mut self, state: &ProposalState) {
        match (self.open.get_mut(&state.id), state.status) {
            (Some(open), ProposalStatus::Open) => open.deadline = state.deadline_timestamp_seconds,
            _ => {
                self.open.remove(&state.id);
            }
        }
        if state.status == ProposalStatus::Adopted && state.journal_id.is_none() {
            self.adopted.insert(state.id);
        } else {
            self.adopted.remove(&state.id);
        }
        self.states.insert(&key(state.id), state);
    }

    fn collect(&mut self, id: u64) {
        let topic = self.known_proposal(id).topic;
        let id = key(id);
        self.proposals_by_topic.remove(&topic_owner(topic), &id);
        self.proposals.remove(&id);
        self.contents.remove(&id);
        self.states.remove(&id);
        self.ballots.remove(&id);
    }

    fn review_anew(&mut self, review: &NnsReview, collected: &[u64]) {
        for id in collected {
            self.reviews.remove(&key(*id));
            self.reviewed.remove(id);
        }
        for id in review.proposal_ids() {
            self.reviews.insert(&key(id), review);
            self.reviewed.insert(id, review.reviewed_at_ns);
        }
    }

    fn authorize(&mut self, entry: &JournalEntry, command: &[u8]) {
        let id = key(entry.id);
        self.commands.insert(entry.command_hash.0, command.to_vec());
        let consumed = (source_key(entry.source), entry.source_id, entry.index);
        let before = self.consumed.insert(consumed, entry.id);
        assert!(before.is_none(), "BUG: a decision is executed twice");
        for record in &entry.records {
            let owner = record_owner(&record.table, &record.key.0);
            self.journal_by_record.insert(&owner, &id, ());
        }
        self.journal_by_command
            .insert(&entry.command_hash.0, &id, ());
        self.journal_by_method
            .insert(entry.method.as_bytes(), &id, ());
        self.put_entry(entry);
        if entry.source == Source::Council {
            let mut state = self.known_state(entry.source_id);
            state.journal_id = Some(entry.id);
            self.put_state(&state);
        }
    }

    fn known_state(&self, id: u64) -> ProposalState {
        self.proposal_state(id)
            .unwrap_or_else(|| panic!("BUG: an event names the unknown proposal {id}"))
    }

    fn put_entry(&mut self, entry: &JournalEntry) {
        if is_unfinished(&entry.outcome) {
            self.unfinished.insert(entry.id, entry.outcome.clone());
        } else {
            self.unfinished.remove(&entry.id);
        }
        self.journal.insert(&key(entry.id), entry);
    }

    /// Closes a journal entry, and with it the proposal it came from.
    fn close(&mut self, mut entry: JournalEntry, outcome: &Outcome, at_ns: u64) {
        entry.outcome = outcome.clone();
        entry.closed_at_ns = Some(at_ns);
        self.put_entry(&entry);
        if entry.source != Source::Council {
            return;
        }
        let now = at_ns / SECOND_NS;
        let mut state = self.known_state(entry.source_id);
        let (status, reason) = match outcome {
            Outcome::Pending | Outcome::Executing => return,
            Outcome::Executed => (ProposalStatus::Executed, None),
            Outcome::Failed { reason } => (ProposalStatus::Failed, Some(reason)),
            Outcome::Quarantined { reason } => (ProposalStatus::Quarantined, Some(reason)),
        };
        state.status = status;
        state.failure_reason = reason.cloned();
        state.executed_timestamp_seconds = reason.is_none().then_some(now);
        state.failed_timestamp_seconds = reason.is_some().then_some(now);
        self.put_state(&state);
    }
}
