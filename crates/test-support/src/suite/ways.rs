//! The four ways a command is executed.

use super::{SNS_FUNCTION, Suite};
use crate::instance::{self, encoded};
use crate::world::run;
use crate::{actors, canisters};
use bonafide_client::ClientError;
use bonafide_policy::motion;
use bonafide_stand_ins::NNS_GOVERNANCE;
use bonafide_stand_ins::nns::SetMotion;
use bonafide_stand_ins::sns::{ExecuteGenericNervousSystemFunction, Progress, Submitted};
use bonafide_types::governance::{
    Action, Command, FollowArgs, GovernanceError, InstallArgs, JournalEntry, MotionError,
    ProposalInfo, ProposalState, ProposalStatus, SubmitProposalArgs, Topic, UpgradeArgs,
    UpgradeBatch, Vote, VoteArgs,
};
use candid::encode_one;
use candid::utils::ArgumentEncoder;
use pocket_ic::RejectResponse;
use serde_bytes::ByteBuf;

impl Suite {
    // The council.

    /// Neuron `neuron` submits a proposal.
    ///
    /// # Errors
    /// Governance's refusal.
    pub fn submit(&self, neuron: u32, action: Action) -> Result<u64, GovernanceError> {
        let args = SubmitProposalArgs {
            neuron_id: u64::from(neuron),
            title: "An example".into(),
            summary: "Told by a test.".into(),
            url: String::new(),
            action,
        };
        council(run(self
            .client(actors::voter(neuron))
            .submit_proposal(&args)))
    }

    /// Neuron `neuron` proposes a valid command.
    pub fn propose(&self, neuron: u32, command: &Command) -> u64 {
        self.submit(neuron, Action::Command(command.clone()))
            .expect("a valid proposal")
    }

    /// Neuron `neuron` votes.
    ///
    /// # Errors
    /// Governance's refusal.
    pub fn vote(&self, neuron: u32, proposal_id: u64, vote: Vote) -> Result<(), GovernanceError> {
        let args = VoteArgs {
            neuron_id: u64::from(neuron),
            proposal_id,
            vote,
        };
        council(run(self.client(actors::voter(neuron)).vote(&args)))
    }

    /// Neuron `neuron` follows others on a topic.
    ///
    /// # Errors
    /// Governance's refusal.
    pub fn follow(
        &self,
        neuron: u32,
        topic: Topic,
        followees: &[u64],
    ) -> Result<(), GovernanceError> {
        let args = FollowArgs {
            neuron_id: u64::from(neuron),
            topic,
            followees: followees.to_vec(),
        };
        council(run(self.client(actors::voter(neuron)).follow(&args)))
    }

    /// A proposal that is there.
    #[must_use]
    pub fn proposal(&self, id: u64) -> ProposalInfo {
        let found = run(self.reader().proposal(id)).expect("anyone may read it");
        found.unwrap_or_else(|| panic!("there is no proposal {id}"))
    }

    /// A decided proposal, when its execution has ended.
    pub fn settled(&self, id: u64) -> ProposalState {
        self.until("the execution's end", || {
            let state = self.proposal(id).state;
            let waits = matches!(state.status, ProposalStatus::Open | ProposalStatus::Adopted);
            (!waits).then_some(state)
        })
    }

    /// The council's way: neuron 1 proposes, the others vote yes until it is decided.
    pub fn by_council(&self, command: &Command) -> ProposalState {
        let id = self.propose(1, command);
        for neuron in 2.. {
            if self.proposal(id).state.status != ProposalStatus::Open {
                break;
            }
            self.vote(neuron, id, Vote::Yes).expect("a valid vote");
        }
        self.settled(id)
    }

    // The NNS.

    /// The text of a motion that carries a command to this governance.
    #[must_use]
    pub fn motion_text(&self, command: &Command) -> String {
        motion::render(self.governance, command).expect("a command encodes")
    }

    /// Makes a motion at the NNS; answers its number there.
    pub fn make_motion(&self, text: &str) -> u64 {
        let args = ("An example motion", "Told by a test.", text);
        instance::update(
            &self.pic,
            NNS_GOVERNANCE,
            actors::stranger(),
            "make_motion",
            args,
        )
        .expect("a valid motion")
    }

    /// Tells the stand-in of the NNS something: a method of its test control.
    pub fn nns(&self, method: &str, args: impl ArgumentEncoder) {
        instance::tell(&self.pic, NNS_GOVERNANCE, actors::stranger(), method, args)
            .unwrap_or_else(|reject| panic!("{method}: {reject}"));
    }

    /// Sets a motion of the NNS as it shall be seen.
    pub fn set_motion(&self, id: u64, topic: i32, status: i32, text: &str) {
        let motion = SetMotion {
            id,
            topic,
            status,
            motion_text: text.into(),
        };
        self.nns("set_motion", (motion,));
    }

    /// A stranger has a motion executed.
    ///
    /// # Errors
    /// Governance's refusal.
    pub fn execute_motion(&self, id: u64) -> Result<JournalEntry, MotionError> {
        match run(self.reader().execute_adopted_motion(id)) {
            Ok(entry) => Ok(entry),
            Err(ClientError::Motion(error)) => Err(error),
            Err(other) => panic!("expected an answer of governance, got {other}"),
        }
    }

    /// The NNS's way: a motion is made, adopted and executed.
    pub fn by_motion(&self, command: &Command) -> JournalEntry {
        let id = self.make_motion(&self.motion_text(command));
        self.nns("vote", (id, true));
        self.execute_motion(id).expect("an adopted motion")
    }

    // The SNS.

    /// The SNS gets a proposal that carries these bytes.
    ///
    /// # Errors
    /// The words of SNS governance.
    pub fn sns_submit(&self, payload: Vec<u8>) -> Result<Submitted, String> {
        let action = ExecuteGenericNervousSystemFunction {
            function_id: SNS_FUNCTION,
            payload: ByteBuf::from(payload),
        };
        let caller = actors::stranger();
        instance::update(&self.pic, self.sns, caller, "submit", (action,))
            .expect("a refusal is a value")
    }

    /// The SNS adopts a proposal, which executes it.
    pub fn sns_adopt(&self, id: u64) -> Progress {
        let caller = actors::stranger();
        instance::update(&self.pic, self.sns, caller, "adopt", (id,)).expect("a proposal in vote")
    }

    /// The SNS's way: a proposal is made and adopted.
    pub fn by_sns(&self, command: &Command) -> Progress {
        let payload = encode_one(command).expect("a command encodes");
        let Submitted { id, .. } = self.sns_submit(payload).expect("a valid proposal");
        self.sns_adopt(id)
    }

    // Upgrades.

    /// The upgrade's way: governance is upgraded to the same code, with commands.
    ///
    /// # Errors
    /// What governance says against it; the old code and state stay then.
    pub fn by_upgrade(&self, id: u64, commands: &[Command]) -> Result<(), RejectResponse> {
        let args = InstallArgs::Upgrade(UpgradeArgs {
            batch: Some(UpgradeBatch {
                id,
                commands: commands.to_vec(),
            }),
        });
        self.upgrade(canisters::governance(), encoded((args,)))
    }

    /// Upgrades governance.
    ///
    /// # Errors
    /// What the canister or the engine says against it.
    pub fn upgrade(&self, module: Vec<u8>, arg: Vec<u8>) -> Result<(), RejectResponse> {
        instance::upgrade(&self.pic, self.governance, module, arg)
    }
}

/// What the council's methods answer: a value, or governance's own error.
fn council<T>(result: Result<T, ClientError>) -> Result<T, GovernanceError> {
    match result {
        Ok(value) => Ok(value),
        Err(ClientError::Governance(error)) => Err(error),
        Err(other) => panic!("expected an answer of governance, got {other}"),
    }
}
