//! A council on the heap for the commands' tests.

use super::submit_proposal::{self, InFlight};
use super::{Decision, reach_deadline};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::commit::{record, root_hash};
use bonafide_types::governance::{
    Action, Canisters, Config, FollowArgs, GovernanceError, Motion, Neuron, Sources,
    SubmitProposalArgs, Topic, Vote, VoteArgs, VotingParameters,
};
use bonafide_types::id::{Caller, Sha256Hash};
use bonafide_types::limits::SECOND_NS;
use bonafide_types::registry::{Verdict, VerdictView};
use candid::Principal;
use ic_stable_structures::VectorMemory;

pub(crate) const SELF_ID: Principal = Principal::from_slice(&[201, 1]);
pub(crate) const REGISTRY: Principal = Principal::from_slice(&[202, 1]);

pub(crate) type Heap = State<VectorMemory>;
pub(crate) type Decide<A, R> = fn(&Heap, A, &Ctx) -> Result<Decision<R>, GovernanceError>;

pub(crate) struct World {
    pub(crate) state: Heap,
    pub(crate) now_ns: u64,
}

impl World {
    /// An installed council of neurons with these powers, numbered from 1.
    pub(crate) fn new(powers: &[u64]) -> Self {
        let manager = bonafide_kit::memory::manager(VectorMemory::default());
        let mut world = Self {
            state: State::open(&manager).unwrap(),
            now_ns: 1_700_000_000_500_000_000,
        };
        let neurons = (1..)
            .zip(powers)
            .map(|(id, &voting_power)| Neuron {
                id,
                controller: Caller(neuron_key(id)),
                hot_keys: vec![Caller(hot_key(id))],
                voting_power,
                followees: vec![],
            })
            .collect();
        let config = config();
        world.record(vec![Event::Initialized { config, neurons }]);
        world
    }

    pub(crate) fn seconds(&self) -> u64 {
        self.now_ns / SECOND_NS
    }

    pub(crate) fn events(&self) -> u64 {
        self.state.log.tip().length
    }

    pub(crate) fn ctx(&self, caller: Principal) -> Ctx {
        Ctx {
            caller,
            now_ns: self.now_ns,
            self_id: SELF_ID,
        }
    }

    pub(crate) fn record(&mut self, events: Vec<Event>) {
        let ctx = self.ctx(SELF_ID);
        record(&mut self.state, &ctx, events);
    }

    /// Decides for a caller and changes the state.
    pub(crate) fn run_by<A, R>(
        &mut self,
        caller: Principal,
        decide: Decide<A, R>,
        args: A,
    ) -> Result<R, GovernanceError> {
        let ctx = self.ctx(caller);
        let decision = decide(&self.state, args, &ctx)?;
        record(&mut self.state, &ctx, decision.events);
        Ok(decision.reply)
    }

    /// The same for the controller of a neuron.
    pub(crate) fn run_as<A, R>(
        &mut self,
        neuron: u64,
        decide: Decide<A, R>,
        args: A,
    ) -> Result<R, GovernanceError> {
        self.run_by(neuron_key(neuron), decide, args)
    }

    /// Checks that the controller of a neuron is refused and nothing is changed.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "an expectation is written at the call"
    )]
    pub(crate) fn refuse<A, R: std::fmt::Debug>(
        &mut self,
        neuron: u64,
        decide: Decide<A, R>,
        args: A,
        expected: GovernanceError,
    ) {
        let before = root_hash(&mut self.state);
        let refusal = self.run_as(neuron, decide, args).unwrap_err();
        assert_eq!(root_hash(&mut self.state), before);
        assert_eq!(refusal, expected);
    }

    pub(crate) fn try_submit(
        &mut self,
        neuron: u64,
        args: SubmitProposalArgs,
    ) -> Result<u64, GovernanceError> {
        self.run_as(neuron, submit, args)
    }

    /// A neuron proposes this.
    pub(crate) fn submit(&mut self, neuron_id: u64, action: Action) -> u64 {
        self.try_submit(neuron_id, proposal(neuron_id, action))
            .unwrap()
    }

    /// What the timer does.
    pub(crate) fn tick(&mut self) {
        self.record(reach_deadline::decide(&self.state, self.now_ns));
    }
}

pub(crate) fn submit(
    state: &Heap,
    args: SubmitProposalArgs,
    ctx: &Ctx,
) -> Result<Decision<u64>, GovernanceError> {
    submit_proposal::decide(state, args, ctx, InFlight::default(), "As said.".into())
}

pub(crate) fn config() -> Config {
    Config {
        canisters: Canisters {
            registry: Caller(REGISTRY),
            identity: None,
            audits: None,
            rewards: None,
        },
        sources: Sources {
            council: true,
            sns: false,
            nns_motion: false,
            upgrade: false,
        },
        sns_governance: None,
        nns_governance: Caller(Principal::from_slice(&[203, 1])),
        voting: VotingParameters::default(),
    }
}

fn key(id: u64, kind: u8) -> Principal {
    let mut bytes = id.to_be_bytes().to_vec();
    bytes.push(kind);
    Principal::from_slice(&bytes)
}

pub(crate) fn neuron_key(id: u64) -> Principal {
    key(id, 10)
}

pub(crate) fn hot_key(id: u64) -> Principal {
    key(id, 20)
}

pub(crate) fn motion() -> Action {
    Action::Motion(Motion {
        motion_text: "We agree.".into(),
    })
}

pub(crate) fn proposal(neuron_id: u64, action: Action) -> SubmitProposalArgs {
    SubmitProposalArgs {
        neuron_id,
        title: "A title".into(),
        summary: "Why.".into(),
        url: String::new(),
        action,
    }
}

pub(crate) fn vote_args(neuron_id: u64, proposal_id: u64, vote: Vote) -> VoteArgs {
    VoteArgs {
        neuron_id,
        proposal_id,
        vote,
    }
}

pub(crate) fn follow_args(neuron_id: u64, topic: Topic, followees: &[u64]) -> FollowArgs {
    FollowArgs {
        neuron_id,
        topic,
        followees: followees.to_vec(),
    }
}

/// A verdict of the registry.
pub(crate) fn verdict_view(accepted: bool, words: &str) -> VerdictView {
    VerdictView {
        verdict: Verdict {
            request_hash: Sha256Hash([1; 32]),
            registry_events: 5,
            registry_tip: Sha256Hash([2; 32]),
            accepted,
            findings: vec![],
            subnets: vec![],
        },
        verdict_hash: Sha256Hash([3; 32]),
        words: words.into(),
    }
}
