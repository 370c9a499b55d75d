//! Members of subnets by the rules of their kinds, counted afresh for every question.

use super::standing::unfit_batch;
use super::{Model, Node, Origin};
use crate::driver::runs;
use crate::step::{Site, Subnets};
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{DeclarationStatus, ProviderStatus};
use std::collections::{BTreeMap, BTreeSet};

/// What a kind asks from a moment on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub(crate) max_size: u32,
    /// Nodes of each operator, at most.
    cap: Option<u32>,
    from_ns: u64,
}

impl Rules {
    /// Any members, but some.
    pub(crate) fn any(max_size: u32, from_ns: u64) -> Self {
        Self {
            max_size,
            cap: None,
            from_ns,
        }
    }
}

/// By what a rule is broken, in nodes: the size, or an operator.
type Broken = BTreeMap<Option<u8>, u32>;

fn count(members: usize) -> u32 {
    u32::try_from(members).unwrap()
}

/// What broken rules weigh.
fn weight(broken: &Broken) -> u64 {
    let each = broken.iter().map(|(whose, nodes)| {
        let of_one = if whose.is_some() { 10 } else { 1_000 };
        of_one * u64::from(*nodes)
    });
    each.sum()
}

impl Model {
    fn kind_of(&self, subnet: u8) -> u8 {
        self.kinds.get(&subnet).copied().unwrap_or(0)
    }

    /// The rules of a kind in force, with the number of their version.
    pub(crate) fn rules(&self, kind: u8) -> Option<(u32, Rules)> {
        let versions = self.rules.get(&kind)?;
        let at = versions
            .iter()
            .rposition(|row| row.from_ns <= self.now_ns)?;
        Some((count(at) + 1, versions[at]))
    }

    pub(crate) fn members(&self, subnet: u8) -> BTreeSet<u8> {
        let nodes = self.nodes.iter();
        nodes
            .filter(|(_, node)| node.subnet == Some(subnet))
            .map(|(id, _)| *id)
            .collect()
    }

    fn broken(&self, members: &BTreeSet<u8>, rules: Rules) -> Broken {
        let mut broken = Broken::new();
        let size = count(members.len());
        // One member, at least.
        broken.insert(
            None,
            size.saturating_sub(rules.max_size)
                .max(u32::from(size == 0)),
        );
        for id in members {
            *broken.entry(Some(self.nodes[id].operator)).or_default() += 1;
        }
        for (whose, nodes) in &mut broken {
            if whose.is_some() {
                *nodes = nodes.saturating_sub(rules.cap.unwrap_or(u32::MAX));
            }
        }
        broken.retain(|_, nodes| *nodes > 0);
        broken
    }

    /// What the broken rules of a subnet weigh now, when its kind has rules.
    pub(crate) fn weight(&self, subnet: u8) -> Option<u64> {
        let (_, rules) = self.rules(self.kind_of(subnet))?;
        Some(weight(&self.broken(&self.members(subnet), rules)))
    }

    /// Nothing is known of the health of a node that no import brought.
    fn is_down(&self, node: &Node) -> bool {
        node.origin != Origin::Suite && !runs(node.address)
    }

    fn is_cordoned(&self, site: Site) -> bool {
        self.cordons
            .get(&site)
            .is_some_and(|until_ns| *until_ns > self.now_ns)
    }

    /// Whether a node may join a subnet.
    fn may_join(&self, id: u8) -> bool {
        let Some(node) = self.nodes.get(&id) else {
            return false;
        };
        let operator = &self.operators[&node.operator];
        let provider = operator.provider;
        let declared = match self.status(provider) {
            DeclarationStatus::Current | DeclarationStatus::Due { .. } => true,
            DeclarationStatus::Lapsed { .. } => false,
            DeclarationStatus::NotAccepted => self.providers[&provider].published,
        };
        let active = self.standing(provider).map(|(status, _)| status);
        let sites = [Site::Operator(node.operator), Site::DataCenter(operator.dc)];
        let cordoned = sites.into_iter().any(|site| self.is_cordoned(site));
        let spare = node.subnet.is_none() && !node.api && !self.is_down(node);
        let active = active == Some(ProviderStatus::Active) && self.barred_by(provider).is_empty();
        spare && declared && active && !cordoned
    }

    /// Whether one change keeps the rules, when no node is named twice.
    fn keeps(&self, subnet: u8, add: &[u8], remove: &[u8]) -> bool {
        let Some((_, rules)) = self.rules(self.kind_of(subnet)) else {
            return false;
        };
        let before = self.members(subnet);
        let known = self.subnets.contains(&subnet) && !(add.is_empty() && remove.is_empty());
        let all_leave = remove.iter().all(|id| before.contains(id));
        let all_join = add.iter().all(|id| self.may_join(*id));
        if !known || !all_leave || !all_join {
            return false;
        }
        let kept: BTreeSet<_> = before
            .iter()
            .copied()
            .filter(|id| !remove.contains(id))
            .collect();
        let after: BTreeSet<_> = kept.iter().chain(add).copied().collect();
        let down = |id: &&u8| self.is_down(&self.nodes[*id]);
        let replaced = add.len() + kept.iter().filter(down).count();
        if replaced > after.len().saturating_sub(1) / 3 {
            return false;
        }
        let (was, now) = (self.broken(&before, rules), self.broken(&after, rules));
        let better = remove.iter().any(|id| down(&id)) || weight(&now) < weight(&was);
        let no_worse = now.iter().all(|(whose, nodes)| {
            let was = was.get(whose);
            better && was.is_some_and(|was| nodes <= was)
        });
        no_worse && (was.is_empty() || better)
    }

    pub(super) fn objections_to_subnets(&self, step: &Subnets) -> Vec<&'static str> {
        let mut all = Vec::new();
        let mut object = |holds: bool, objection| {
            if holds {
                all.push(objection);
            }
        };
        match step {
            Subnets::SetRules {
                kind,
                max_size,
                cap,
                wait_days,
            } => {
                object(*max_size == 0, "SubnetRulesContradict");
                let last = self.rules.get(kind).and_then(|versions| versions.last());
                let same = |last: &Rules| (last.max_size, last.cap) == (*max_size, Some(*cap));
                object(last.is_some_and(same), "NothingToChange");
                let from_ns = self.effective_from_ns(*wait_days);
                let earliest_ns = last.map_or(0, |last| last.from_ns).max(self.now_ns);
                object(from_ns < earliest_ns, "EffectiveTooEarly");
                object(from_ns > self.now_ns + 366 * DAY_NS, "OutOfRange");
            }
            Subnets::SetKinds { kinds } => {
                let ids: Vec<_> = kinds.iter().map(|(subnet, _)| *subnet).collect();
                all.extend(unfit_batch(&ids));
                for (subnet, kind) in kinds {
                    if self.rules(*kind).is_none() {
                        all.push("SubnetKindNotFound");
                    }
                    if !self.subnets.contains(subnet) {
                        all.push("SubnetNotFound");
                    }
                }
            }
            Subnets::ChangeMembers { changes } => {
                let ids: Vec<_> = changes.iter().map(|(subnet, _, _)| *subnet).collect();
                let ruled = |subnet: &u8| self.rules(self.kind_of(*subnet)).is_some();
                object(!ids.iter().all(ruled), "SubnetKindNotFound");
                let named = changes.iter();
                let named = named.flat_map(|(_, add, remove)| add.iter().chain(remove));
                let once = unfit_batch(&named.copied().collect::<Vec<_>>());
                let kept = changes
                    .iter()
                    .all(|(subnet, add, remove)| self.keeps(*subnet, add, remove));
                object(once.is_some() || !kept, "MembershipRefused");
                all.extend(unfit_batch(&ids));
            }
            Subnets::CreateSubnet {
                subnet,
                kind,
                members,
            } => {
                object(self.subnets.contains(subnet), "SubnetAlreadyExists");
                let rules = self.rules(*kind);
                object(rules.is_none(), "SubnetKindNotFound");
                if let Some((_, rules)) = rules {
                    let join = members.iter().all(|id| self.may_join(*id));
                    let members = members.iter().copied().collect();
                    let kept = join && self.broken(&members, rules).is_empty();
                    object(!kept, "MembershipRefused");
                }
                all.extend(unfit_batch(members));
            }
            Subnets::SetCordons { set, lift } => {
                object(set.is_empty() && lift.is_empty(), "NothingToChange");
                let mut seen = BTreeSet::new();
                let named = set.iter().map(|(site, _)| site).chain(lift);
                for site in named {
                    object(!seen.insert(site), "DuplicateEntry");
                }
                let days = |(_, days): &(Site, i64)| (1..=366).contains(days);
                object(!set.iter().all(days), "OutOfRange");
                let there = |site: &Site| self.cordons.contains_key(site);
                object(!lift.iter().all(there), "CordonNotFound");
            }
        }
        all
    }

    pub(super) fn apply_subnets(&mut self, step: Subnets) {
        match step {
            Subnets::SetRules {
                kind,
                max_size,
                cap,
                wait_days,
            } => {
                let from_ns = self.effective_from_ns(wait_days);
                self.rules.entry(kind).or_default().push(Rules {
                    max_size,
                    cap: Some(cap),
                    from_ns,
                });
            }
            Subnets::SetKinds { kinds } => self.kinds.extend(kinds),
            Subnets::ChangeMembers { changes } => {
                for (subnet, add, remove) in changes {
                    self.assign(&remove, None);
                    self.assign(&add, Some(subnet));
                }
                self.verdicts += 1;
            }
            Subnets::CreateSubnet {
                subnet,
                kind,
                members,
            } => {
                self.subnets.insert(subnet);
                self.kinds.insert(subnet, kind);
                self.assign(&members, Some(subnet));
                self.verdicts += 1;
            }
            Subnets::SetCordons { set, lift } => {
                let now_ns = self.now_ns;
                self.cordons.retain(|_, until_ns| *until_ns > now_ns);
                self.cordons.retain(|site, _| !lift.contains(site));
                for (site, days) in set {
                    let until_ns = self.in_days(days);
                    self.cordons.insert(site, until_ns);
                }
            }
        }
    }

    fn assign(&mut self, ids: &[u8], subnet: Option<u8>) {
        for id in ids {
            self.nodes.get_mut(id).unwrap().subnet = subnet;
        }
    }
}
