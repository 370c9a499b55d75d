//! Standing, machines and actors.

use super::{Registry, generation_of, owner_of};
use crate::model::Model;
use crate::step::{Actors, Machines, Standing};
use crate::world::{GOVERNANCE, GUESTOS, SELF_ID, ctx, node_id, operator_id, provider_id};
use bonafide_kit::commit::record;
use bonafide_registry::commands::{
    add_api_boundary_nodes, answer_independence, hand_over_provider, offboard_provider,
    readmit_provider, reinstate_provider, remove_api_boundary_nodes, remove_node_directly,
    remove_node_operators, remove_nodes, set_generation, set_owner_aliases, set_registry_policy,
    suspend_provider, update_node_domain_directly, update_node_operator_config,
    update_node_operator_config_directly,
};
use bonafide_registry::tasks::apply_policy;
use bonafide_types::id::{NodeId, Sha256Hash};
use bonafide_types::registry::{
    AddApiBoundaryNodeArgs, AddApiBoundaryNodesArgs, AnswerIndependenceArgs, BoundaryNodeKind,
    HandOverProviderArgs, Holder, Link, OffboardProviderArgs, Owner, OwnerAliasArgs,
    ReadmitProviderArgs, RegistryError, ReinstateProviderArgs, RemoveApiBoundaryNodesArgs,
    RemoveNodeDirectlyArgs, RemoveNodeOperatorsArgs, RemoveNodesArgs, SetGenerationArgs,
    SetOwnerAliasesArgs, SetRegistryPolicyArgs, SuspendProviderArgs, UpdateNodeDomainDirectlyArgs,
    UpdateNodeOperatorConfigArgs, UpdateNodeOperatorConfigDirectlyArgs,
};

fn nodes(ids: &[u8]) -> Vec<NodeId> {
    ids.iter().copied().map(node_id).collect()
}

pub(crate) fn domain_of(name: u8) -> String {
    format!("n{name}.example.com")
}

impl Registry {
    pub(super) fn try_standing(
        &mut self,
        step: Standing,
        model: &Model,
    ) -> Result<(), RegistryError> {
        let governance = &ctx(GOVERNANCE, model.now_ns);
        let reason = String::from("example");
        match step {
            Standing::Suspend { provider } => {
                let id = provider_id(provider);
                let args = SuspendProviderArgs { id, reason };
                self.run(suspend_provider::decide, args, governance)
            }
            Standing::Reinstate { provider } => {
                let id = provider_id(provider);
                let args = ReinstateProviderArgs { id, reason };
                self.run(reinstate_provider::decide, args, governance)
            }
            Standing::Offboard { provider } => {
                let id = provider_id(provider);
                let args = OffboardProviderArgs { id, reason };
                self.run(offboard_provider::decide, args, governance)
            }
            Standing::Readmit { provider, despite } => {
                let args = ReadmitProviderArgs {
                    id: provider_id(provider),
                    despite: despite.into_iter().map(provider_id).collect(),
                    reason,
                };
                self.run(readmit_provider::decide, args, governance)
            }
            Standing::HandOver { from, to } => {
                let args = HandOverProviderArgs {
                    from: provider_id(from),
                    to: provider_id(to),
                    reason,
                };
                self.run(hand_over_provider::decide, args, governance)
            }
            Standing::Configure {
                operator,
                provider,
                allowance,
            } => {
                let args = UpdateNodeOperatorConfigArgs {
                    id: operator_id(operator),
                    provider: provider.map(provider_id),
                    dc_id: None,
                    node_allowance: allowance,
                    rewardable_nodes: vec![],
                    max_rewardable_nodes: vec![],
                    ipv6_prefix: None,
                    set_ipv6_to_none: false,
                };
                self.run(update_node_operator_config::decide, args, governance)
            }
            Standing::HandOverOperator {
                caller,
                operator,
                to,
            } => {
                let args = UpdateNodeOperatorConfigDirectlyArgs {
                    node_operator_id: operator_id(operator),
                    node_provider_id: provider_id(to),
                };
                let caller = ctx(provider_id(caller).0, model.now_ns);
                self.run(update_node_operator_config_directly::decide, args, &caller)
            }
            Standing::RemoveOperators { ids } => {
                let ids = ids.into_iter().map(operator_id).collect();
                let args = RemoveNodeOperatorsArgs { ids };
                self.run(remove_node_operators::decide, args, governance)
            }
        }
    }

    pub(super) fn try_machines(
        &mut self,
        step: Machines,
        model: &Model,
    ) -> Result<(), RegistryError> {
        let governance = &ctx(GOVERNANCE, model.now_ns);
        let by = |operator| ctx(operator_id(operator).0, model.now_ns);
        match step {
            Machines::RemoveNodes { ids, back } => {
                let args = RemoveNodesArgs {
                    ids: nodes(&ids),
                    return_allowance: back,
                };
                self.run(remove_nodes::decide, args, governance)
            }
            Machines::RemoveNode { caller, node } => {
                let node_id = node_id(node);
                let args = RemoveNodeDirectlyArgs { node_id };
                self.run(remove_node_directly::decide, args, &by(caller))
            }
            Machines::SetDomain {
                caller,
                node,
                domain,
            } => {
                let args = UpdateNodeDomainDirectlyArgs {
                    node_id: node_id(node),
                    domain: domain.map(domain_of),
                };
                self.run(update_node_domain_directly::decide, args, &by(caller))
            }
            Machines::AddBoundaryNodes { ids } => {
                let wanted = |node_id| AddApiBoundaryNodeArgs {
                    node_id,
                    kind: BoundaryNodeKind::Api,
                    local_law_policy: None,
                    monitor: false,
                };
                let args = AddApiBoundaryNodesArgs {
                    nodes: nodes(&ids).into_iter().map(wanted).collect(),
                    version: GUESTOS.into(),
                };
                self.run(add_api_boundary_nodes::decide, args, governance)
            }
            Machines::RemoveBoundaryNodes { ids } => {
                let node_ids = nodes(&ids);
                let args = RemoveApiBoundaryNodesArgs { node_ids };
                self.run(remove_api_boundary_nodes::decide, args, governance)
            }
            Machines::SetGeneration {
                generation,
                from,
                until,
                supported,
            } => {
                let args = SetGenerationArgs {
                    name: generation_of(generation),
                    node_types: vec!["type3".into(), "type3.1".into()],
                    onboarding_from_ns: model.in_days(from),
                    onboarding_until_ns: until.map(|days| model.in_days(days)),
                    supported_until_ns: supported.map(|days| model.in_days(days)),
                    sev_snp: false,
                };
                self.run(set_generation::decide, args, governance)
            }
            Machines::SetAliases { set, remove } => {
                let row = |(alias, canonical)| OwnerAliasArgs {
                    alias: owner_of(alias),
                    canonical: owner_of(canonical),
                };
                let args = SetOwnerAliasesArgs {
                    set: set.into_iter().map(row).collect(),
                    remove: remove.into_iter().map(owner_of).collect(),
                };
                self.run(set_owner_aliases::decide, args, governance)
            }
        }
    }

    pub(super) fn try_actors(&mut self, step: Actors, model: &Model) -> Result<(), RegistryError> {
        match step {
            Actors::Answer {
                caller,
                owners,
                links,
            } => {
                let owner = |n| Owner {
                    holder: Holder::Person(Sha256Hash([n; 32])),
                    share_bps: 0,
                    controls: true,
                };
                let link = |(kind, provider)| Link {
                    kind,
                    provider: provider_id(provider),
                    evidence: None,
                };
                let args = AnswerIndependenceArgs {
                    owners: owners.into_iter().map(owner).collect(),
                    links: links.into_iter().map(link).collect(),
                };
                let caller = ctx(provider_id(caller).0, model.now_ns);
                self.run(answer_independence::decide, args, &caller)
            }
            Actors::SetPolicy {
                counted,
                one_sided,
                notice_days,
                boundary_node_operators,
                wait_days,
            } => {
                let args = SetRegistryPolicyArgs {
                    ownership_threshold_bps: 2_500,
                    counted_links: counted,
                    one_sided_links_count: one_sided,
                    generation_notice_days: notice_days,
                    boundary_node_operators,
                    effective_from_ns: wait_days.map(|_| model.effective_from_ns(wait_days)),
                };
                let governance = ctx(GOVERNANCE, model.now_ns);
                self.run(set_registry_policy::decide, args, &governance)
            }
            Actors::ApplyPolicy => {
                let moved = apply_policy(&self.state, model.now_ns);
                record(&mut self.state, &ctx(SELF_ID, model.now_ns), moved);
                Ok(())
            }
        }
    }
}
