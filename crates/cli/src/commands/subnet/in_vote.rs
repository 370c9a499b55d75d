//! Changes of membership that proposals in vote would make.

use crate::{
    context::Global,
    error::{CliError, Exit},
    paging,
};
use bonafide_policy::command;
use bonafide_types::{
    governance::{Command, ListProposalsArgs, Proposal, ProposalStatus, Topic},
    id::Sha256Hash,
    registry::{MembershipChange, NewSubnet},
};
use std::collections::BTreeMap;

/// What all of them would change.
#[derive(Default)]
pub(super) struct InVote {
    /// Their numbers.
    pub(super) proposals: Vec<u64>,
    pub(super) changes: Vec<MembershipChange>,
    pub(super) creations: Vec<NewSubnet>,
}

impl InVote {
    fn add(&mut self, proposal_id: u64, command: Command) {
        match command {
            Command::ChangeSubnetMembership(args) => self.changes.extend(args.changes),
            Command::CreateSubnet(args) => self.creations.push(NewSubnet {
                kind: args.kind,
                node_ids: args.node_ids,
            }),
            _ => return,
        }
        self.proposals.push(proposal_id);
    }
}

/// Reads them: open ones, and those that are adopted and not executed yet. Each command is held
/// against the hash in its proposal.
pub(super) async fn read(global: &Global) -> Result<InVote, CliError> {
    let governance = global.governance().await?;
    let mut found: BTreeMap<u64, Proposal> = BTreeMap::new();
    // In this order: what is adopted meanwhile is read twice, not left out.
    for status in [ProposalStatus::Open, ProposalStatus::Adopted] {
        let mut list = ListProposalsArgs {
            topic: Some(Topic::SubnetManagement),
            status: Some(status),
            ..ListProposalsArgs::default()
        };
        let page = paging::all(None, async |before| {
            list.before_proposal = before;
            let page = governance.proposals(&list).await?;
            Ok((page.proposals, page.next))
        });
        for summary in page.await? {
            found.insert(summary.proposal.id, summary.proposal);
        }
    }
    let mut in_vote = InVote::default();
    for (id, proposal) in found {
        // A motion has no command.
        let Some(hash) = proposal.command_hash else {
            continue;
        };
        let command = governance.command(hash).await?;
        in_vote.add(id, checked(id, hash, command)?);
    }
    Ok(in_vote)
}

/// The command that has this hash.
fn checked(
    proposal_id: u64,
    hash: Sha256Hash,
    found: Option<Command>,
) -> Result<Command, CliError> {
    let Some(found) = found else {
        let message = format!("proposal {proposal_id} is in vote, and its command is not there");
        return Err(CliError::new(Exit::Network, "Reply", message));
    };
    if command::hash(&found) == hash {
        return Ok(found);
    }
    let message = format!("the command of proposal {proposal_id} has another hash");
    Err(CliError::new(
        Exit::Unverified,
        "CommandHashMismatch",
        message,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::{
        id::SubnetId,
        registry::{ChangeSubnetMembershipArgs, CreateSubnetArgs, SetCordonsArgs},
    };
    use candid::Principal;

    fn change() -> Command {
        Command::ChangeSubnetMembership(ChangeSubnetMembershipArgs {
            changes: vec![MembershipChange {
                subnet_id: SubnetId(Principal::anonymous()),
                node_ids_add: vec![],
                node_ids_remove: vec![],
            }],
            reason: "r".into(),
        })
    }

    #[test]
    fn should_take_changes_and_new_subnets_only() {
        let mut in_vote = InVote::default();
        in_vote.add(3, change());
        in_vote.add(
            4,
            Command::SetCordons(SetCordonsArgs {
                set: vec![],
                lift: vec![],
            }),
        );
        in_vote.add(
            5,
            Command::CreateSubnet(CreateSubnetArgs {
                subnet_id: SubnetId(Principal::anonymous()),
                kind: "swiss".into(),
                node_ids: vec![],
                reason: "r".into(),
            }),
        );
        assert_eq!(in_vote.proposals, [3, 5]);
        assert_eq!(in_vote.changes.len(), 1);
        assert_eq!(in_vote.creations[0].kind, "swiss");
    }

    #[test]
    fn should_take_the_command_of_the_proposal_only() {
        let hash = command::hash(&change());
        assert_eq!(checked(3, hash, Some(change())).unwrap(), change());
        let other = checked(3, Sha256Hash([0; 32]), Some(change())).unwrap_err();
        assert_eq!(other.exit, Exit::Unverified);
        let absent = checked(3, hash, None).unwrap_err();
        assert_eq!(absent.exit, Exit::Network);
    }
}
