//! Subnets of a suite's registry, and the council that decides on their members.

use super::Suite;
use crate::actors;
use crate::args::subnets::{KIND, kinds, membership, network};
use crate::world::run;
use bonafide_types::governance::{Command, ProposalState, ProposalStatus};
use bonafide_types::id::NodeId;
use bonafide_types::registry::{
    ListNodesArgs, MembershipChange, NodeFilter, SubnetEvaluation, VerdictView,
    VerifyMembershipArgs,
};

impl Suite {
    /// A suite whose registry knows the network of [`crate::args::subnets`]. Both subnets are of
    /// the kind [`KIND`], as the council says.
    #[must_use]
    pub fn with_subnets() -> Self {
        let suite = Self::default();
        suite.import("network", network());
        suite.adopt(&Command::SetSubnetKinds(kinds(&[1, 2], KIND)));
        suite
    }

    /// The council adopts a command. It must be executed.
    pub fn adopt(&self, command: &Command) {
        let state = self.by_council(command);
        assert_eq!(state.status, ProposalStatus::Executed, "{state:?}");
    }

    /// The council adopts changes of members; what became of them.
    pub fn change_members(&self, changes: Vec<MembershipChange>) -> ProposalState {
        self.by_council(&membership(changes))
    }

    /// The members of a subnet, in order.
    #[must_use]
    pub fn members(&self, subnet: u32) -> Vec<NodeId> {
        let args = ListNodesArgs {
            filter: Some(NodeFilter {
                subnet: Some(actors::subnet(subnet)),
                ..NodeFilter::default()
            }),
            ..ListNodesArgs::default()
        };
        let page = run(self.registry_reader().nodes(&args)).expect("anyone may read it");
        let mut members: Vec<_> = page.nodes.iter().map(|view| view.node.id).collect();
        members.sort();
        members
    }

    /// A subnet's figures.
    #[must_use]
    pub fn evaluated(&self, subnet: u32) -> SubnetEvaluation {
        let id = actors::subnet(subnet);
        let found = run(self.registry_reader().subnet_evaluation(id)).expect("anyone may read it");
        found.expect("a subnet that is known")
    }

    /// The verdict on changes of members, as of now.
    #[must_use]
    pub fn verdict(&self, changes: Vec<MembershipChange>) -> VerdictView {
        let args = VerifyMembershipArgs {
            changes,
            creations: vec![],
        };
        let found = run(self.registry_reader().verify_membership(&args));
        found.expect("a question that can be read")
    }
}
