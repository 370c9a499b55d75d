//! Governance as a library, moved by the steps of a random history. The calls of the registry
//! are the steps' own: a history says what comes back, and when.

use crate::commands::{add_data_center, canisters};
use crate::model::PARAMETERS;
use crate::step::{Answer, Ask, Step};
use crate::world::{SECOND_NS, SELF_ID, config, id, neuron};
use bonafide_governance::commands::journal::{self, Authority};
use bonafide_governance::commands::submit_proposal::{self, InFlight};
use bonafide_governance::commands::{Decision, follow, own, reach_deadline, vote};
use bonafide_governance::flows::after_upgrade;
use bonafide_governance::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::commit::record;
use bonafide_types::governance::{
    Action, AddNeuronArgs, ChangeNeuronArgs, Command, FollowArgs, GovernanceError, Motion, Outcome,
    Owner, ProposalStatus, SettleQuarantineArgs, Source, Sources, SubmitProposalArgs, Topic,
    UpgradeBatch, Vote, VoteArgs, VotingParameters,
};
use bonafide_types::id::Caller;
use candid::Principal;
use ic_stable_structures::VectorMemory;
use ic_stable_structures::memory_manager::MemoryManager;

pub(crate) type Heap = State<VectorMemory>;

/// Governance over its memory, at a time.
pub(crate) struct Governance {
    pub(crate) state: Heap,
    pub(crate) memory: VectorMemory,
    now: u64,
}

/// The state over memory in small pieces, because ten thousand of them are made.
pub(crate) fn open(memory: VectorMemory) -> Heap {
    State::open(&MemoryManager::init_with_bucket_size(memory, 1)).unwrap()
}

pub(crate) fn parameters(which: usize) -> VotingParameters {
    let (period, wait, quorum, critical_quorum, critical_majority, open) = PARAMETERS[which];
    VotingParameters {
        voting_period_seconds: period,
        wait_for_quiet_seconds: wait,
        quorum_bps: quorum,
        critical_quorum_bps: critical_quorum,
        critical_majority_bps: critical_majority,
        open_proposals_per_neuron: open,
    }
}

pub(crate) fn sources([council, sns, nns_motion, upgrade]: [bool; 4]) -> Sources {
    Sources {
        council,
        sns,
        nns_motion,
        upgrade,
    }
}

fn command(ask: Ask) -> Command {
    match ask {
        Ask::DataCenter => add_data_center(),
        Ask::AddNeuron(voting_power) => Command::AddNeuron(AddNeuronArgs {
            controller: Caller(id(50, 10)),
            voting_power,
        }),
        Ask::ChangePower(neuron_id, power) => Command::ChangeNeuron(ChangeNeuronArgs {
            neuron_id,
            controller: None,
            voting_power: Some(power),
        }),
        Ask::SetSources(on) => Command::SetSources(sources(on)),
        Ask::SetParameters(which) => Command::SetVotingParameters(parameters(which)),
        Ask::Settle(journal_id, executed) => Command::SettleQuarantine(SettleQuarantineArgs {
            journal_id,
            executed,
            evidence: "It was looked at.".into(),
        }),
    }
}

/// The name of an error's variant.
pub(crate) fn variant(error: &GovernanceError) -> String {
    let shown = format!("{error:?}");
    shown.split([' ', '{']).next().unwrap_or_default().into()
}

impl Governance {
    pub(crate) fn install(now: u64, powers: &[u64], which: usize) -> Self {
        let memory = VectorMemory::default();
        let mut config = config();
        config.sources = sources([true; 4]);
        config.canisters = canisters(1);
        config.voting = parameters(which);
        let neurons = (1..).zip(powers).map(|(n, power)| neuron(n, *power));
        let mut governance = Self {
            state: open(memory.clone()),
            memory,
            now,
        };
        let neurons = neurons.collect();
        governance.record(vec![Event::Initialized { config, neurons }]);
        governance
    }

    fn ctx(&self, caller: Principal) -> Ctx {
        Ctx {
            caller,
            now_ns: self.now * SECOND_NS + 999_999_999,
            self_id: SELF_ID,
        }
    }

    fn record(&mut self, events: Vec<Event>) {
        let ctx = self.ctx(SELF_ID);
        record(&mut self.state, &ctx, events);
    }

    /// Does a step at a time; the name of the refusal, when it is refused.
    pub(crate) fn try_step(&mut self, step: &Step, now: u64) -> Result<(), String> {
        self.now = now;
        match step {
            Step::Submit(neuron_id, ask, stranger) => self.submit(*neuron_id, *ask, *stranger),
            Step::Vote(neuron_id, proposal_id, yes, stranger) => {
                let args = VoteArgs {
                    neuron_id: *neuron_id,
                    proposal_id: *proposal_id,
                    vote: if *yes { Vote::Yes } else { Vote::No },
                };
                self.run(*neuron_id, *stranger, |state, ctx| {
                    vote::decide(state, args, ctx)
                })
            }
            Step::Follow(neuron_id, topic, followees) => {
                let args = FollowArgs {
                    neuron_id: *neuron_id,
                    topic: Topic::ALL[*topic],
                    followees: followees.clone(),
                };
                self.run(*neuron_id, false, |state, ctx| {
                    follow::decide(state, args, ctx)
                })
            }
            Step::Wait(_) | Step::WaitFor(..) => Ok(()),
            Step::Tick => {
                let now_ns = self.ctx(SELF_ID).now_ns;
                let events = reach_deadline::decide(&self.state, now_ns);
                self.record(events);
                Ok(())
            }
            Step::Execute(answer) => {
                self.execute_adopted(*answer);
                Ok(())
            }
            Step::ExecuteWaiting(answer) => {
                for journal_id in self.entries(&Outcome::Pending) {
                    self.record(vec![Event::ExecutionBegun { journal_id }]);
                    self.go_on(journal_id, *answer);
                }
                Ok(())
            }
            Step::Return(answer) => {
                if let Some(journal_id) = self.entries(&Outcome::Executing).first() {
                    self.answer(*journal_id, *answer);
                }
                Ok(())
            }
            Step::Sns(ask, answer) => {
                self.require(self.state.settings().sources.sns, "SourceOff")?;
                let authority = Authority::of(Source::Sns, self.state.last_of(Source::Sns) + 1);
                self.execute(authority, &command(*ask), *answer);
                Ok(())
            }
            Step::Motion(motion, ask, answer) => self.bring(*motion, *ask, *answer),
            Step::Upgrade(batch) => self.upgrade(batch.as_ref()),
        }
    }

    fn require(&self, holds: bool, name: &str) -> Result<(), String> {
        if holds { Ok(()) } else { Err(name.into()) }
    }

    fn run<R>(
        &mut self,
        neuron_id: u64,
        stranger: bool,
        decide: impl FnOnce(&Heap, &Ctx) -> Result<Decision<R>, GovernanceError>,
    ) -> Result<(), String> {
        let neuron = self.state.neuron(neuron_id).filter(|_| !stranger);
        let caller = neuron.map_or(id(99, 99), |neuron| neuron.controller.0);
        let ctx = self.ctx(caller);
        let decision = decide(&self.state, &ctx).map_err(|error| variant(&error))?;
        record(&mut self.state, &ctx, decision.events);
        Ok(())
    }

    /// What the target's twin says; the registry agrees to everything.
    fn validate(&self, command: &Command) -> Result<(), String> {
        if command.spec().owner == Owner::Governance {
            let next = self.state.summary().journal_entries;
            own::decide(&self.state, command, next, &self.ctx(SELF_ID))
                .map_err(|_| "CommandRefused".to_owned())?;
        }
        Ok(())
    }

    fn submit(&mut self, neuron_id: u64, ask: Option<Ask>, stranger: bool) -> Result<(), String> {
        let command = ask.map(command);
        let valid = command
            .as_ref()
            .map_or(Ok(()), |command| self.validate(command));
        let motion = || Motion {
            motion_text: "We agree.".into(),
        };
        let args = SubmitProposalArgs {
            neuron_id,
            title: "A title".into(),
            summary: String::new(),
            url: String::new(),
            action: command.map_or_else(|| Action::Motion(motion()), Action::Command),
        };
        self.run(neuron_id, stranger, |state, ctx| {
            submit_proposal::check(state, &args, ctx, InFlight::default())?;
            if let Err(reason) = valid {
                return Err(GovernanceError::CommandRefused { reason });
            }
            let words = "As said.".into();
            submit_proposal::decide(state, args, ctx, InFlight::default(), words)
        })
    }

    fn execute_adopted(&mut self, answer: Answer) {
        let adopted = |state: &Heap| {
            let next = state.summary().proposals + 1;
            (1..next)
                .filter_map(|id| state.proposal_state(id))
                .find(|standing| {
                    standing.status == ProposalStatus::Adopted && standing.journal_id.is_none()
                })
        };
        while let Some(standing) = adopted(&self.state) {
            let proposal = self.state.proposal(standing.id).unwrap();
            let command = self.state.command(proposal.command_hash.unwrap()).unwrap();
            let authority = Authority::of(Source::Council, standing.id);
            if self.state.settings().sources.council {
                self.execute(authority, &command, answer);
            } else {
                let journal_id = self.authorize(authority, &command, Outcome::Executing);
                let off = journal::failed("SourceOff".into());
                self.record(vec![journal::ended(journal_id, off, None)]);
            }
        }
    }

    fn bring(&mut self, motion: u64, ask: Ask, answer: Answer) -> Result<(), String> {
        self.require(self.state.settings().sources.nns_motion, "SourceOff")?;
        let used = self.state.executed_as(Source::NnsMotion, motion, 0);
        self.require(used.is_none(), "AlreadyExecuted")?;
        let command = command(ask);
        self.validate(&command)?;
        let authority = Authority::of(Source::NnsMotion, motion);
        self.execute(authority, &command, answer);
        Ok(())
    }

    fn upgrade(&mut self, batch: Option<&(u64, Vec<Ask>)>) -> Result<(), String> {
        let batch = batch.map(|(id, asks)| UpgradeBatch {
            id: *id,
            commands: asks.iter().copied().map(command).collect(),
        });
        // The new code finds the memory and nothing else.
        let opened = open(self.memory.clone());
        let events = after_upgrade(&opened, batch, &self.ctx(SELF_ID))
            .map_err(|text| text.split(':').next().unwrap_or_default().to_owned())?;
        self.state = opened;
        self.record(events);
        Ok(())
    }

    fn entries(&self, outcome: &Outcome) -> Vec<u64> {
        (0..self.state.summary().journal_entries)
            .filter(|id| self.state.journal_entry(*id).unwrap().outcome == *outcome)
            .collect()
    }

    fn authorize(&mut self, authority: Authority, command: &Command, outcome: Outcome) -> u64 {
        let ctx = self.ctx(SELF_ID);
        let entry = journal::entry(&self.state, authority, command, outcome, &ctx);
        let journal_id = entry.id;
        self.record(vec![journal::authorized(entry, command)]);
        journal_id
    }

    fn execute(&mut self, authority: Authority, command: &Command, answer: Answer) {
        let journal_id = self.authorize(authority, command, Outcome::Executing);
        self.go_on(journal_id, answer);
    }

    /// Executes what the journal says is being executed.
    fn go_on(&mut self, journal_id: u64, answer: Answer) {
        let entry = self.state.journal_entry(journal_id).unwrap();
        let command = self.state.command(entry.command_hash).unwrap();
        if command.spec().owner != Owner::Governance {
            return self.answer(journal_id, answer);
        }
        let ctx = self.ctx(SELF_ID);
        let (mut events, outcome) = match own::decide(&self.state, &command, journal_id, &ctx) {
            Ok(events) => (events, Outcome::Executed),
            Err(error) => (vec![], journal::failed(variant(&error))),
        };
        events.push(journal::ended(journal_id, outcome, None));
        self.record(events);
    }

    fn answer(&mut self, journal_id: u64, answer: Answer) {
        let outcome = match answer {
            Answer::Reply => Outcome::Executed,
            Answer::Reject => journal::failed("CanisterReject: no".into()),
            Answer::Unknown => journal::quarantined("SysUnknown: no answer".into()),
            Answer::Later => return,
        };
        self.record(vec![journal::ended(journal_id, outcome, None)]);
    }
}
