//! Commands and shortcuts for the flows' tests.

pub(super) use crate::commands::testing::World;

use super::execution::{Opening, authorize};
use crate::commands::journal::Authority;
use crate::commands::testing::{REGISTRY, SELF_ID};
use crate::state::Event;
use bonafide_types::audits::CancelAuditPlanArgs;
use bonafide_types::governance::{
    AddNeuronArgs, Canisters, Command, JournalEntry, Outcome, Sources, VotingParameters,
};
use bonafide_types::id::Caller;
use bonafide_types::identity::SetFeeBudgetArgs;
use bonafide_types::registry::{AddDataCenterArgs, Gps};
use bonafide_types::rewards::CancelPeriodArgs;
use candid::Principal;

pub(super) const TARGET: Principal = REGISTRY;
pub(super) const IDENTITY: Principal = Principal::from_slice(&[205, 1]);
pub(super) const AUDITS: Principal = Principal::from_slice(&[206, 1]);
pub(super) const REWARDS: Principal = Principal::from_slice(&[207, 1]);

/// A command of the registry.
pub(super) fn add_data_center() -> Command {
    Command::AddDataCenter(AddDataCenterArgs {
        id: "zz1".into(),
        name: "Example 1".into(),
        owner: "Example".into(),
        region: "Europe,CH,Example".into(),
        gps: Gps {
            latitude_udeg: 47_000_000,
            longitude_udeg: 8_000_000,
        },
    })
}

/// A command of the identity canister.
pub(super) fn set_fee_budget() -> Command {
    let authorized_e8s = 1;
    Command::SetFeeBudget(SetFeeBudgetArgs { authorized_e8s })
}

/// A command of the audits canister.
pub(super) fn cancel_audit_plan() -> Command {
    Command::CancelAuditPlan(CancelAuditPlanArgs {
        plan_id: 1,
        reason: "An example.".into(),
    })
}

/// A command of the rewards canister.
pub(super) fn cancel_period() -> Command {
    Command::CancelPeriod(CancelPeriodArgs {
        period_id: 1,
        reason: "An example.".into(),
    })
}

/// Says where all the canisters are.
pub(super) fn name_canisters(world: &mut World) {
    let canisters = Canisters {
        registry: Caller(REGISTRY),
        identity: Some(Caller(IDENTITY)),
        audits: Some(Caller(AUDITS)),
        rewards: Some(Caller(REWARDS)),
    };
    world.record(vec![Event::CanistersSet { canisters }]);
}

/// A command of governance itself.
pub(super) fn add_neuron() -> Command {
    Command::AddNeuron(AddNeuronArgs {
        controller: Caller(Principal::from_slice(&[77])),
        voting_power: 5,
    })
}

/// A command of governance itself that is refused.
pub(super) fn refused_command() -> Command {
    Command::SetVotingParameters(VotingParameters {
        quorum_bps: 0,
        ..VotingParameters::default()
    })
}

pub(super) fn all_sources() -> Sources {
    Sources {
        council: true,
        sns: true,
        nns_motion: true,
        upgrade: true,
    }
}

pub(super) fn switch(world: &mut World, sources: Sources) {
    world.record(vec![Event::SourcesSet { sources }]);
}

/// Commits how an execution begins; the number of its entry.
pub(super) fn open(world: &mut World, opening: Opening) -> u64 {
    world.record(opening.events);
    opening.journal_id
}

/// Authorises a command and begins it; the number of its entry.
pub(super) fn begin(world: &mut World, authority: Authority, command: &Command) -> u64 {
    let opening = authorize(&world.state, authority, command, &world.ctx(SELF_ID));
    open(world, opening)
}

pub(super) fn entry(world: &World, journal_id: u64) -> JournalEntry {
    world.state.journal_entry(journal_id).unwrap()
}

pub(super) fn outcome(world: &World, journal_id: u64) -> Outcome {
    entry(world, journal_id).outcome
}
