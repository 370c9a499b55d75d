//! Subnets and cordons.

use super::{Registry, dc_id};
use crate::model::Model;
use crate::step::{Site, Subnets};
use crate::world::{GOVERNANCE, ctx, node_id, operator_id, subnet_id};
use bonafide_registry::commands::{
    change_subnet_membership, create_subnet, set_cordons, set_subnet_kinds, set_subnet_policy,
};
use bonafide_types::id::NodeId;
use bonafide_types::registry::{
    ChangeSubnetMembershipArgs, CordonArgs, CordonKey, CreateSubnetArgs, Dimension,
    MembershipChange, NodeCap, RegistryError, SetCordonsArgs, SetSubnetKindsArgs,
    SetSubnetPolicyArgs, SubnetKindArgs, SubnetRules,
};

/// The first kind is the one of a subnet that nobody named.
pub(crate) fn kind_of(kind: u8) -> String {
    match kind {
        0 => "application".into(),
        other => format!("kind-{other}"),
    }
}

pub(crate) fn site_of(site: Site) -> (Dimension, String) {
    match site {
        Site::Operator(n) => (Dimension::NodeOperator, operator_id(n).to_string()),
        Site::DataCenter(n) => (Dimension::DataCenter, dc_id(n)),
    }
}

/// Rules that bound the size alone.
pub(crate) fn sizes(max_size: u32) -> SubnetRules {
    SubnetRules {
        min_size: 1,
        max_size,
        ..SubnetRules::default()
    }
}

fn nodes(ids: Vec<u8>) -> Vec<NodeId> {
    ids.into_iter().map(node_id).collect()
}

impl Registry {
    pub(super) fn try_subnets(
        &mut self,
        step: Subnets,
        model: &Model,
    ) -> Result<(), RegistryError> {
        let governance = &ctx(GOVERNANCE, model.now_ns);
        let reason = String::from("example");
        match step {
            Subnets::SetRules {
                kind,
                max_size,
                cap,
                wait_days,
            } => {
                let mut rules = sizes(max_size);
                rules.caps = vec![NodeCap {
                    dimension: Dimension::NodeOperator,
                    max: cap,
                }];
                let args = SetSubnetPolicyArgs {
                    kind: kind_of(kind),
                    rules,
                    source: "example".into(),
                    effective_from_ns: wait_days.map(|_| model.effective_from_ns(wait_days)),
                };
                self.run(set_subnet_policy::decide, args, governance)
            }
            Subnets::SetKinds { kinds } => {
                let kinds = kinds.into_iter().map(|(subnet, kind)| SubnetKindArgs {
                    subnet_id: subnet_id(subnet),
                    kind: kind_of(kind),
                });
                let args = SetSubnetKindsArgs {
                    kinds: kinds.collect(),
                };
                self.run(set_subnet_kinds::decide, args, governance)
            }
            Subnets::ChangeMembers { changes } => {
                let changes = changes.into_iter();
                let changes = changes.map(|(subnet, add, remove)| MembershipChange {
                    subnet_id: subnet_id(subnet),
                    node_ids_add: nodes(add),
                    node_ids_remove: nodes(remove),
                });
                let args = ChangeSubnetMembershipArgs {
                    changes: changes.collect(),
                    reason,
                };
                self.run(change_subnet_membership::decide, args, governance)
            }
            Subnets::CreateSubnet {
                subnet,
                kind,
                members,
            } => {
                let args = CreateSubnetArgs {
                    subnet_id: subnet_id(subnet),
                    kind: kind_of(kind),
                    node_ids: nodes(members),
                    reason,
                };
                self.run(create_subnet::decide, args, governance)
            }
            Subnets::SetCordons { set, lift } => {
                let set = set.into_iter().map(|(site, days)| {
                    let (dimension, actor) = site_of(site);
                    CordonArgs {
                        dimension,
                        actor,
                        reason: reason.clone(),
                        until_ns: model.in_days(days),
                    }
                });
                let lift = lift.into_iter().map(|site| {
                    let (dimension, actor) = site_of(site);
                    CordonKey { dimension, actor }
                });
                let args = SetCordonsArgs {
                    set: set.collect(),
                    lift: lift.collect(),
                };
                self.run(set_cordons::decide, args, governance)
            }
        }
    }
}
