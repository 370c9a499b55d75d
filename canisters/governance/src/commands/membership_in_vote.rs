//! One proposal at a time about a subnet or a node.
//!
//! The registry judges each change of membership as if it came alone. As long as proposals that
//! wait name no subnet and no node in common, what it said of each holds for all of them.

use crate::state::State;
use bonafide_types::certified::RowKey;
use bonafide_types::governance::{Command, GovernanceError, Outcome, Source};
use candid::Principal;
use ic_stable_structures::Memory;
use std::collections::BTreeSet;

/// The methods of commands on membership.
const METHODS: [&str; 2] = ["change_subnet_membership", "create_subnet"];

/// Refuses a command on membership while a proposal that is in vote, or adopted and not yet
/// executed, names one of its subnets or nodes.
///
/// # Errors
/// [`GovernanceError::MembershipInVote`].
pub fn check<M: Memory>(state: &State<M>, command: &Command) -> Result<(), GovernanceError> {
    if !METHODS.contains(&command.spec().method) {
        return Ok(());
    }
    // Such a command names subnets and nodes, and nothing else.
    let named = command.records();
    for proposal_id in waiting(state) {
        let Some(other) = command_on_membership(state, proposal_id) else {
            continue;
        };
        let others: BTreeSet<_> = other.records().into_iter().collect();
        if let Some(RowKey { table, key }) = named.iter().find(|row| others.contains(*row)) {
            return Err(GovernanceError::MembershipInVote {
                proposal_id,
                record: format!("{table} {}", Principal::from_slice(key)),
            });
        }
    }
    Ok(())
}

/// Proposals in vote, and adopted ones whose execution has not ended. One in quarantine may
/// wait for long and does not count.
fn waiting<M: Memory>(state: &State<M>) -> BTreeSet<u64> {
    let executing = state
        .unfinished
        .iter()
        .filter(|(_, outcome)| matches!(outcome, Outcome::Pending | Outcome::Executing))
        .filter_map(|(journal_id, _)| state.journal_entry(*journal_id))
        .filter(|entry| entry.source == Source::Council)
        .map(|entry| entry.source_id);
    state
        .open
        .keys()
        .chain(&state.adopted)
        .copied()
        .chain(executing)
        .collect()
}

/// The command of a proposal, read only when it is one on membership.
fn command_on_membership<M: Memory>(state: &State<M>, proposal_id: u64) -> Option<Command> {
    let proposal = state.proposal(proposal_id)?;
    if METHODS.contains(&proposal.method.as_str()) {
        state.command(proposal.command_hash?)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::journal::{self, Authority};
    use crate::commands::testing::{SELF_ID, World, proposal, submit as decide, vote_args};
    use crate::commands::vote;
    use crate::state::Event;
    use bonafide_types::governance::{Action, Vote};
    use bonafide_types::id::{NodeId, SubnetId};
    use bonafide_types::registry::{
        ChangeSubnetMembershipArgs, CreateSubnetArgs, MembershipChange, SetSubnetKindsArgs,
        SubnetKindArgs,
    };

    fn subnet(n: u8) -> SubnetId {
        SubnetId(Principal::from_slice(&[n, 70]))
    }

    fn nodes(numbers: &[u8]) -> Vec<NodeId> {
        let node = |n: &u8| NodeId(Principal::from_slice(&[*n, 40]));
        numbers.iter().map(node).collect()
    }

    fn change(n: u8, add: &[u8], remove: &[u8]) -> Command {
        Command::ChangeSubnetMembership(ChangeSubnetMembershipArgs {
            changes: vec![MembershipChange {
                subnet_id: subnet(n),
                node_ids_add: nodes(add),
                node_ids_remove: nodes(remove),
            }],
            reason: "An example.".into(),
        })
    }

    fn create(n: u8, members: &[u8]) -> Command {
        Command::CreateSubnet(CreateSubnetArgs {
            subnet_id: subnet(n),
            kind: "application".into(),
            node_ids: nodes(members),
            reason: "An example.".into(),
        })
    }

    fn propose(world: &mut World, command: Command) -> u64 {
        world.submit(1, Action::Command(command))
    }

    #[test]
    fn should_refuse_what_an_open_proposal_names() {
        let mut world = World::new(&[10, 90]);
        let proposal_id = propose(&mut world, change(1, &[1, 2], &[3]));
        let of_subnet = |n| format!("subnet {}", subnet(n));
        let of_node = |n: u8| format!("node {}", nodes(&[n])[0]);
        for (command, record) in [
            (change(1, &[4], &[]), of_subnet(1)),
            (change(2, &[2], &[]), of_node(2)),
            (change(2, &[], &[3]), of_node(3)),
            (create(2, &[4, 1]), of_node(1)),
            (create(1, &[4]), of_subnet(1)),
        ] {
            let in_vote = GovernanceError::MembershipInVote {
                proposal_id,
                record,
            };
            let args = proposal(1, Action::Command(command));
            world.refuse(1, decide, args, in_vote);
        }
        propose(&mut world, change(2, &[4], &[5]));
        propose(&mut world, create(3, &[6]));
    }

    #[test]
    fn should_ask_this_of_commands_on_membership_only() {
        let mut world = World::new(&[10, 90]);
        propose(&mut world, change(1, &[1], &[]));
        let kinds = vec![SubnetKindArgs {
            subnet_id: subnet(1),
            kind: "application".into(),
        }];
        let kind = || {
            Command::SetSubnetKinds(SetSubnetKindsArgs {
                kinds: kinds.clone(),
            })
        };
        propose(&mut world, kind());
        propose(&mut world, kind());
    }

    #[test]
    fn should_free_the_records_when_the_proposal_is_decided_and_executed() {
        let mut world = World::new(&[32, 68]);
        let rejected = propose(&mut world, change(1, &[1], &[]));
        let no = vote_args(2, rejected, Vote::No);
        world.run_as(2, vote::decide, no).unwrap();

        let command = change(1, &[1], &[]);
        let adopted = propose(&mut world, command.clone());
        let yes = vote_args(2, adopted, Vote::Yes);
        world.run_as(2, vote::decide, yes).unwrap();
        let in_vote = |world: &World| check(&world.state, &command).is_err();
        assert!(in_vote(&world), "adopted");

        let ctx = world.ctx(SELF_ID);
        let authority = Authority::of(Source::Council, adopted);
        let entry = journal::entry(&world.state, authority, &command, Outcome::Pending, &ctx);
        let journal_id = entry.id;
        world.record(vec![journal::authorized(entry, &command)]);
        assert!(in_vote(&world), "waits");
        world.record(vec![Event::ExecutionBegun { journal_id }]);
        assert!(in_vote(&world), "the call is out");
        world.record(vec![journal::ended(journal_id, Outcome::Executed, None)]);
        assert!(!in_vote(&world), "executed");
    }
}
