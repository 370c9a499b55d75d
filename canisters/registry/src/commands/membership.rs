//! What changes of membership would do, held against all rules: before a vote, at execution,
//! and for whoever asks.

use crate::queries::declarations;
use crate::state::State;
use crate::state::mirror::Mirror;
use bonafide_policy::decentralization::Limits;
use bonafide_policy::decentralization::evaluate::Naming;
use bonafide_policy::decentralization::geography::{self, Point};
use bonafide_policy::decentralization::verdict::{
    self, Change, Creation, Named, Outcome, Standing, SubnetOutcome,
};
use bonafide_types::id::{NodeId, ProviderId, Sha256Hash, SubnetId};
use bonafide_types::registry::{
    Acceptance, DeclarationStatus, Dimension, Distances, MembershipChange, NewSubnet, Node,
    NodeOperator, NodeRole, ProviderStatus, RegistryError, Rule, Severity, SubnetVerdict, Verdict,
};
use candid::Principal;
use ic_stable_structures::Memory;
use std::collections::BTreeMap;

/// Findings that a refusal names.
const FINDINGS_NAMED: usize = 20;

/// Names of the mirror for readers: principals as text, the rest is text.
pub(crate) const NAMING: Naming = |dimension, name| match dimension {
    Dimension::NodeOperator | Dimension::NodeProvider | Dimension::Cluster => {
        Principal::try_from_slice(name)
            .map(|id| id.to_text())
            .unwrap_or_default()
    }
    Dimension::DataCenter | Dimension::DataCenterOwner | Dimension::Area | Dimension::Country => {
        String::from_utf8_lossy(name).into_owned()
    }
};

/// The verdict on changes and on subnets to be made, all of them together, as of now.
///
/// # Errors
/// [`RegistryError::SubnetKindNotFound`].
pub(crate) fn judge<M: Memory>(
    state: &State<M>,
    changes: &[MembershipChange],
    creations: &[NewSubnet],
    now_ns: u64,
) -> Result<Verdict, RegistryError> {
    let kinds: Vec<_> = changes
        .iter()
        .map(|change| state.kind_of(change.subnet_id))
        .chain(creations.iter().map(|creation| creation.kind.clone()))
        .collect();
    let mut limits: BTreeMap<&str, (Limits, u32)> = BTreeMap::new();
    for kind in &kinds {
        if !limits.contains_key(kind.as_str()) {
            let known = state.limits(kind, now_ns);
            let known =
                known.ok_or_else(|| RegistryError::SubnetKindNotFound { kind: kind.clone() })?;
            limits.insert(kind, known);
        }
    }
    let mut standing = Standings {
        state,
        now_ns,
        operators: BTreeMap::new(),
    };
    let asked: Vec<_> = changes
        .iter()
        .zip(&kinds)
        .map(|(change, kind)| Change {
            subnet: state.mirror.number(change.subnet_id),
            shown: change.subnet_id.to_string(),
            limits: &limits[kind.as_str()].0,
            add: standing.name_all(&change.node_ids_add),
            remove: standing.name_all(&change.node_ids_remove),
        })
        .collect();
    let made: Vec<_> = creations
        .iter()
        .map(|creation| Creation {
            shown: format!("new {} subnet", creation.kind),
            limits: &limits[creation.kind.as_str()].0,
            members: standing.name_all(&creation.node_ids),
        })
        .collect();
    let Outcome {
        findings,
        subnets,
        accepted,
    } = verdict::verify(&state.mirror.network, &asked, &made, NAMING);
    // A subnet that is not known has no outcome.
    let (of_changes, of_creations) = kinds.split_at(changes.len());
    let known = changes
        .iter()
        .zip(of_changes)
        .filter(|(change, _)| state.mirror.number(change.subnet_id).is_some())
        .map(|(change, kind)| (Some(change.subnet_id), kind));
    let named = known.chain(of_creations.iter().map(|kind| (None, kind)));
    let subnets = named.zip(subnets).map(|((id, kind), outcome)| {
        let (_, policy_version) = limits[kind.as_str()];
        subnet_verdict(&state.mirror, id, kind, policy_version, outcome)
    });
    let tip = state.log.tip();
    Ok(Verdict {
        request_hash: verdict::request_hash(changes, creations),
        registry_events: tip.length,
        registry_tip: Sha256Hash(tip.hash),
        accepted,
        findings,
        subnets: subnets.collect(),
    })
}

fn subnet_verdict(
    mirror: &Mirror,
    subnet: Option<SubnetId>,
    kind: &str,
    policy_version: u32,
    outcome: SubnetOutcome,
) -> SubnetVerdict {
    let number = subnet.and_then(|id| mirror.number(id));
    let before = number.map(|number| mirror.network.members(number));
    SubnetVerdict {
        subnet,
        kind: kind.into(),
        policy_version,
        before: outcome.before,
        after: outcome.after,
        distances_before: before.and_then(|members| distances(mirror, members)),
        distances_after: distances(mirror, &outcome.members_after),
        findings: outcome.findings,
    }
}

/// Distances between members.
pub(crate) fn distances(mirror: &Mirror, members: &[u32]) -> Option<Distances> {
    let points = members.iter().filter_map(|class| mirror.point(*class));
    geography::distances(points.map(|point: Point| (point, 1)))
}

/// Refuses what a verdict is against.
///
/// # Errors
/// [`RegistryError::MembershipRefused`].
pub(crate) fn require(verdict: &Verdict) -> Result<(), RegistryError> {
    if verdict.accepted {
        return Ok(());
    }
    let all = verdict.subnets.iter().flat_map(|subnet| &subnet.findings);
    let broken: Vec<_> = verdict
        .findings
        .iter()
        .chain(all)
        .filter(|finding| finding.severity == Severity::Violation)
        .collect();
    Err(RegistryError::MembershipRefused {
        verdict_hash: verdict::verdict_hash(verdict),
        violations: broken.len() as u64,
        findings: broken.into_iter().take(FINDINGS_NAMED).cloned().collect(),
    })
}

/// Looks nodes up, and each operator once.
struct Standings<'a, M: Memory> {
    state: &'a State<M>,
    now_ns: u64,
    operators: BTreeMap<Principal, Vec<Rule>>,
}

impl<M: Memory> Standings<'_, M> {
    fn name_all(&mut self, ids: &[NodeId]) -> Vec<Named> {
        ids.iter().map(|id| self.name(*id)).collect()
    }

    fn name(&mut self, id: NodeId) -> Named {
        let node = self.state.node(id);
        let standing = node
            .as_ref()
            .map_or(Standing::Unknown, |node| self.standing(node));
        // Only who is spare may join, and only of those it matters.
        let barred = match (&node, &standing) {
            (Some(node), Standing::Spare { .. }) => self.barred(node),
            _ => Vec::new(),
        };
        Named {
            node: id.to_string(),
            standing,
            barred,
        }
    }

    fn standing(&self, node: &Node) -> Standing {
        let Some(class) = self.state.class_of(node) else {
            return Standing::Boundary;
        };
        let subnet = node.subnet.and_then(|id| self.state.mirror.number(id));
        match (subnet, node.role) {
            (Some(subnet), _) => Standing::Member { class, subnet },
            (None, NodeRole::ApiBoundary) => Standing::Boundary,
            (None, NodeRole::Replica | NodeRole::Unassigned) => Standing::Spare { class },
        }
    }

    fn barred(&mut self, node: &Node) -> Vec<Rule> {
        let (state, now_ns) = (self.state, self.now_ns);
        let of_operator = || barred_operator(state, node, now_ns);
        self.operators
            .entry(node.operator.0)
            .or_insert_with(of_operator)
            .clone()
    }
}

/// Why nodes of an operator may not join subnets.
fn barred_operator<M: Memory>(state: &State<M>, node: &Node, now_ns: u64) -> Vec<Rule> {
    match state.node_operator(node.operator) {
        Some(record) => barred_record(state, &record, now_ns),
        None => vec![Rule::ProviderNotActive],
    }
}

/// Why nodes of an operator record may not join subnets.
pub(crate) fn barred_record<M: Memory>(
    state: &State<M>,
    record: &NodeOperator,
    now_ns: u64,
) -> Vec<Rule> {
    let mut barred = Vec::new();
    if is_cordoned(state, record, now_ns) {
        barred.push(Rule::Cordoned);
    }
    let provider = state.provider(record.provider);
    let active = provider.is_some_and(|row| row.status == ProviderStatus::Active);
    if !active || state.barred_by(record.provider).is_some() {
        barred.push(Rule::ProviderNotActive);
    }
    if !has_declared(state, record.provider, now_ns) {
        barred.push(Rule::DeclarationNotCurrent);
    }
    barred
}

/// Whether a provider's declaration is in force: accepted here and not lapsed. One that never
/// accepted here counts when the network published its declaration elsewhere.
fn has_declared<M: Memory>(state: &State<M>, provider: ProviderId, now_ns: u64) -> bool {
    let acceptance: Option<Acceptance> = state.acceptance(provider);
    match declarations::standing(state, acceptance.as_ref(), now_ns) {
        DeclarationStatus::Current | DeclarationStatus::Due { .. } => true,
        DeclarationStatus::Lapsed { .. } => false,
        DeclarationStatus::NotAccepted => {
            state.published_declarations.contains(provider.as_slice())
        }
    }
}

/// Whether anybody an operator's nodes depend on is cordoned off.
fn is_cordoned<M: Memory>(state: &State<M>, record: &NodeOperator, now_ns: u64) -> bool {
    if state.cordons.is_empty() {
        return false;
    }
    let network = &state.mirror.network;
    let operator = network.actor(Dimension::NodeOperator, record.id.as_slice());
    let Some(actors) = operator.and_then(|number| network.actors_of(number)) else {
        return false;
    };
    Dimension::ALL.into_iter().any(|dimension| {
        let actor = actors[dimension.index()];
        let name = NAMING(dimension, network.name(dimension, actor));
        state.cordon(dimension, &name, now_ns).is_some()
    })
}

/// Checks the name of a kind: 2 to 32 small letters, digits and `-`.
pub(crate) fn check_kind(given: &str) -> Result<(), RegistryError> {
    use crate::domain::text;
    use bonafide_types::limits::SUBNET_KIND_BYTES;
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if SUBNET_KIND_BYTES.contains(&given.len()) && given.bytes().all(plain) {
        return Ok(());
    }
    let rule = "2 to 32 small letters, digits and -";
    Err(text::invalid("kind", given, rule))
}

/// Checks that a kind has a policy in force.
pub(crate) fn known_kind<M: Memory>(
    state: &State<M>,
    kind: &str,
    now_ns: u64,
) -> Result<(), RegistryError> {
    check_kind(kind)?;
    if state.subnet_policy(kind, now_ns).is_some() {
        return Ok(());
    }
    Err(RegistryError::SubnetKindNotFound { kind: kind.into() })
}
