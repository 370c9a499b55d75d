//! Policies of subnets, their kinds and members, cordons; and what events do to them.

use super::State;
use super::tally::Tally;
use crate::domain::country;
use bonafide_policy::decentralization::jurisdiction::Tags;
use bonafide_policy::decentralization::{Limits, adopted, verdict::verdict_hash};
use bonafide_types::id::{NodeId, SubnetId};
use bonafide_types::registry::{
    Cordon, CordonKey, Dimension, MembershipChange, MembershipRecord, Node, NodeRole, Provenance,
    Subnet, SubnetKindArgs, SubnetPolicy, Verdict, cordon_key,
};
use candid::Principal;
use ic_stable_structures::Memory;

/// The key of a version of a kind's policy; none when no kind can be so long.
pub(crate) fn subnet_policy_key(kind: &str, version: u32) -> Option<Vec<u8>> {
    let length = u8::try_from(kind.len()).ok()?;
    let mut key = vec![length];
    key.extend_from_slice(kind.as_bytes());
    key.extend_from_slice(&version.to_be_bytes());
    Some(key)
}

/// The policy that the network adopted for a kind: version 0, which has no row.
fn adopted_policy(kind: &str) -> Option<SubnetPolicy> {
    let rules = adopted::rules(kind)?;
    Some(SubnetPolicy {
        kind: kind.into(),
        version: 0,
        rules,
        source: adopted::source(kind).into(),
        effective_from_ns: 0,
    })
}

impl<M: Memory> State<M> {
    /// A subnet.
    #[must_use]
    pub fn subnet(&self, id: SubnetId) -> Option<Subnet> {
        self.subnets.get(id.as_slice())
    }

    /// The kind of a subnet.
    #[must_use]
    pub fn kind_of(&self, id: SubnetId) -> String {
        let kind = self.subnet(id).and_then(|row| row.kind);
        kind.unwrap_or_else(|| adopted::DEFAULT_KIND.into())
    }

    /// The versions of a kind's policy, the last first, without the adopted one.
    pub(crate) fn subnet_policy_versions(
        &self,
        kind: &str,
    ) -> impl Iterator<Item = SubnetPolicy> + '_ {
        // A kind that is too long for a key has no version.
        let beyond = subnet_policy_key(kind, u32::MAX).unwrap_or_default();
        let kind = kind.to_owned();
        let last = self.subnet_policies.before(Some(&beyond)).next();
        let mut next = last.map(|(_, row)| row);
        std::iter::from_fn(move || {
            let row = next.take().filter(|row| row.kind == kind)?;
            let key = subnet_policy_key(&row.kind, row.version)?;
            let before = self.subnet_policies.before(Some(&key)).next();
            next = before.map(|(_, row)| row);
            Some(row)
        })
    }

    /// The policy of a kind in force at a moment: the last version in effect then, or the
    /// adopted one.
    #[must_use]
    pub fn subnet_policy(&self, kind: &str, at_ns: u64) -> Option<SubnetPolicy> {
        self.subnet_policy_versions(kind)
            .find(|row| row.effective_from_ns <= at_ns)
            .or_else(|| adopted_policy(kind))
    }

    /// The last version of a kind's policy, in effect or not.
    #[must_use]
    pub fn latest_subnet_policy(&self, kind: &str) -> Option<SubnetPolicy> {
        let last = self.subnet_policy_versions(kind).next();
        last.or_else(|| adopted_policy(kind))
    }

    /// All kinds that have a policy, in order.
    #[must_use]
    pub fn subnet_kinds(&self) -> Vec<String> {
        let mut kinds: Vec<_> = adopted::KINDS.iter().map(|kind| (*kind).into()).collect();
        kinds.extend(self.subnet_policies.after(None).map(|(_, row)| row.kind));
        kinds.sort();
        kinds.dedup();
        kinds
    }

    /// The limits of a kind now, with the version of its policy.
    pub(crate) fn limits(&self, kind: &str, at_ns: u64) -> Option<(Limits, u32)> {
        let policy = self.subnet_policy(kind, at_ns)?;
        // Rules were checked when they were set.
        let limits = Limits::new(&policy.rules, &self.mirror.network, &StateTags(self));
        Some((limits.ok()?, policy.version))
    }

    /// The cordon on an actor at a moment, if any.
    pub(crate) fn cordon(&self, dimension: Dimension, actor: &str, at_ns: u64) -> Option<Cordon> {
        let row = self.cordons.get(&cordon_key(dimension, actor))?;
        (row.until_ns > at_ns).then_some(row)
    }

    pub(super) fn set_subnet_policy(&mut self, policy: &SubnetPolicy) {
        let key = subnet_policy_key(&policy.kind, policy.version)
            .unwrap_or_else(|| panic!("BUG: the kind {:?} is too long", policy.kind));
        self.subnet_policies.insert(&key, policy);
        self.mirror.version += 1;
    }

    pub(super) fn set_subnet_kinds(&mut self, kinds: &[SubnetKindArgs]) {
        for SubnetKindArgs { subnet_id, kind } in kinds {
            let mut row = self
                .subnet(*subnet_id)
                .unwrap_or_else(|| panic!("BUG: an event names the unknown subnet {subnet_id}"));
            row.kind = Some(kind.clone());
            self.subnets.insert(subnet_id.as_slice(), &row);
        }
        self.mirror.version += 1;
    }

    pub(super) fn change_membership(
        &mut self,
        changes: &[MembershipChange],
        verdict: &Verdict,
        at_ns: u64,
    ) {
        let mut tally = Tally::default();
        for change in changes {
            for id in &change.node_ids_remove {
                self.assign_node(*id, None, &mut tally);
            }
            for id in &change.node_ids_add {
                self.assign_node(*id, Some(change.subnet_id), &mut tally);
            }
        }
        self.settle(tally);
        self.record_membership(verdict, at_ns);
    }

    pub(super) fn create_subnet(
        &mut self,
        subnet_id: SubnetId,
        kind: &str,
        node_ids: &[NodeId],
        verdict: &Verdict,
        at_ns: u64,
    ) {
        let row = Subnet {
            id: subnet_id,
            members: 0,
            provenance: Provenance::Proposal,
            kind: Some(kind.to_owned()),
        };
        self.put_subnet(&row);
        let mut tally = Tally::default();
        for id in node_ids {
            self.assign_node(*id, Some(subnet_id), &mut tally);
        }
        self.settle(tally);
        self.record_membership(verdict, at_ns);
    }

    /// Writes a subnet's row, and counts it when it is new.
    pub(super) fn put_subnet(&mut self, row: &Subnet) {
        self.subnets.insert(row.id.as_slice(), row);
        self.mirror_subnet(row.id);
    }

    fn assign_node(&mut self, id: NodeId, subnet: Option<SubnetId>, tally: &mut Tally) {
        let before = self
            .node(id)
            .unwrap_or_else(|| panic!("BUG: an event names the unknown node {id}"));
        let role = match subnet {
            Some(_) => NodeRole::Replica,
            None => NodeRole::Unassigned,
        };
        let now = Node {
            role,
            subnet,
            ..before.clone()
        };
        self.put_node(&now, Some(&before), tally);
    }

    fn record_membership(&mut self, verdict: &Verdict, at_ns: u64) {
        let id = self.memberships.len();
        let row = MembershipRecord {
            id,
            verdict_hash: verdict_hash(verdict),
            verdict: verdict.clone(),
            executed_at_ns: at_ns,
        };
        self.memberships.insert(&id.to_be_bytes(), &row);
    }

    pub(super) fn set_cordons(&mut self, set: &[Cordon], lifted: &[CordonKey]) {
        for key in lifted {
            self.cordons.remove(&cordon_key(key.dimension, &key.actor));
        }
        for row in set {
            self.cordons
                .insert(&cordon_key(row.dimension, &row.actor), row);
        }
        self.mirror.version += 1;
    }
}

/// Tags by the table of jurisdictions, or a country by its code; names of actors as the mirror
/// keeps them.
pub(crate) struct StateTags<'a, M: Memory>(pub(crate) &'a State<M>);

impl<M: Memory> Tags for StateTags<'_, M> {
    fn countries(&self, tag: &str) -> Option<Vec<String>> {
        match self.0.jurisdiction(tag) {
            Some(row) if row.countries.is_empty() => None,
            Some(row) => Some(row.countries),
            // Version 0 of a tag is as it was adopted, like that of a policy.
            None => adopted::countries(tag)
                .filter(|codes| codes.iter().all(|code| country::canonical(code).is_some())),
        }
    }

    fn actor_key(&self, dimension: Dimension, name: &str) -> Vec<u8> {
        match dimension {
            Dimension::NodeOperator | Dimension::NodeProvider | Dimension::Cluster => {
                Principal::from_text(name)
                    .map(|id| id.as_slice().to_vec())
                    .unwrap_or_default()
            }
            Dimension::DataCenterOwner => self.0.owner_key(name).into_bytes(),
            Dimension::DataCenter | Dimension::Area | Dimension::Country => {
                name.as_bytes().to_vec()
            }
        }
    }
}

#[cfg(test)]
mod tests;
