//! Rebuilding the state from the event log, as anyone can: the log comes from a canister
//! that is not trusted, so every event is checked for what applying it relies on.

mod independence;
mod life_cycle;
mod rules;
mod subnets;

pub use bonafide_kit::replay::Replayed;

use super::invariants::{BrokenInvariant, try_state};
use super::{Event, State, UnknownLayout};
use crate::commands::import_page;
use crate::domain::{hardware, import, ipv6, normal_form};
use bonafide_kit::memory;
use bonafide_kit::replay::Malformed;
use bonafide_types::id::{NodeId, OperatorId, ProviderId, Sha256Hash};
use bonafide_types::registry::{
    DeclarationText, ImportJob, Node, NodeRole, Provenance, RegistryError,
};
use ic_stable_structures::{Memory, VectorMemory};
use std::cell::Cell;
use std::fmt::Display;
use std::net::Ipv4Addr;

/// Why a log cannot be one of a registry.
pub type ReplayError = bonafide_kit::replay::ReplayError<ReplayErrorReason>;

/// What can be wrong with an event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplayErrorReason {
    /// The bytes are not an event.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// The state cannot be opened.
    #[error(transparent)]
    UnknownLayout(#[from] UnknownLayout),
    /// A log starts with the installation, and holds no other.
    #[error("the installation comes first, and once")]
    NotInstalledOnce,
    /// It names something that is not there.
    #[error("no {what} {id}")]
    Unknown {
        /// What kind of record.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// It makes something that is there already.
    #[error("{what} {id} is there already")]
    Repeated {
        /// What kind of record.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// It breaks a rule that the registry keeps.
    #[error("{0}")]
    BreaksRule(&'static str),
    /// The import page is one the registry refuses.
    #[error(transparent)]
    PageRefused(#[from] RegistryError),
    /// The whole log gives a state that no registry is ever in.
    #[error(transparent)]
    BrokenInvariant(#[from] BrokenInvariant),
}

/// Applies a whole log, in order, to an empty state on the heap.
///
/// # Errors
/// The first event that does not decode, or that no registry could have written there; with
/// the number after the last, a rule of [`try_state`] that does not hold in the end: what some
/// changes leave out, only those after them could have mended.
pub fn replay(
    entries: impl IntoIterator<Item = impl AsRef<[u8]>>,
) -> Result<Replayed, ReplayError> {
    replay_state(entries).map(|mut state| Replayed::of(&mut state))
}

/// The state that a log gives, for those who want to look into it.
///
/// # Errors
/// As [`replay`].
pub fn replay_state(
    entries: impl IntoIterator<Item = impl AsRef<[u8]>>,
) -> Result<State<VectorMemory>, ReplayError> {
    let state =
        State::open(&memory::manager(VectorMemory::default())).map_err(|layout| ReplayError {
            entry: 0,
            reason: layout.into(),
        })?;
    let last_ns = Cell::new(0);
    let state = bonafide_kit::replay::replay_into(state, entries, |state, entry| {
        rule(
            last_ns.replace(entry.at_ns) <= entry.at_ns,
            "time does not go back",
        )?;
        check(state, &entry.event, entry.at_ns)
    })?;
    try_state(&state).map_err(|broken| ReplayError {
        entry: state.log.tip().length,
        reason: broken.into(),
    })?;
    Ok(state)
}

type Checked = Result<(), ReplayErrorReason>;

/// Whether an event can follow: what it names exists, what it makes does not, and what
/// [`bonafide_kit::Aggregate::apply`] takes for granted is so.
fn check<M: Memory>(state: &State<M>, event: &Event, at_ns: u64) -> Checked {
    let installed = state.log.tip().length > 0;
    if installed == matches!(event, Event::Initialized { .. }) {
        return Err(ReplayErrorReason::NotInstalledOnce);
    }
    match event {
        Event::Initialized { .. } | Event::ConfigChanged { .. } => Ok(()),
        Event::ProviderRegistered { id, .. } => {
            let has_profile = state.provider(*id).is_some_and(|row| row.profile.is_some());
            absent("profile of provider", id, has_profile)
        }
        Event::ProviderProfileUpdated { provider, .. } => check_provider(state, *provider),
        Event::DeclarationPublished { text, body } => check_text(state, text, body),
        Event::DeclarationAccepted { acceptance } => {
            check_provider(state, acceptance.provider)?;
            let text = state.declaration_text(acceptance.sha256);
            known("declaration text", &acceptance.sha256, text.is_some())
        }
        Event::DeclarationLapsed { provider, .. } => {
            let acceptance = state.acceptance(*provider);
            known("acceptance by provider", provider, acceptance.is_some())
        }
        Event::DataCenterAdded { data_center } => {
            let there = state.data_center(&data_center.id).is_some();
            absent("data centre", &data_center.id, there)?;
            life_cycle::check_data_center(data_center)
        }
        Event::NodeOperatorAdded { node_operator } => {
            let id = node_operator.id;
            absent("node operator", &id, state.node_operator(id).is_some())?;
            life_cycle::check_operator(state, node_operator)
        }
        Event::NodeRegistered { node, replaces } => check_node(state, node, *replaces),
        Event::ImportBegun { job, page_hashes } => check_import(state, job, page_hashes),
        Event::ImportPageTaken {
            import_id,
            page,
            rows,
        } => {
            let job = state.import(*import_id);
            known("import", import_id, job.is_some())?;
            let approved = state.import_page_hash(*import_id, *page);
            if job.is_none_or(|job| job.next_page != *page)
                || approved != Some(import::page_hash(&rows.0))
            {
                return Err(ReplayErrorReason::BreaksRule(
                    "the next page of an import has the hash approved for it",
                ));
            }
            import_page::check_rows(state, *import_id, *page, &rows.0)?;
            Ok(())
        }
        Event::ProviderStatusChanged { .. }
        | Event::ProviderOffboarded { .. }
        | Event::ProviderReadmitted { .. }
        | Event::ProviderHandedOver { .. }
        | Event::NodeOperatorChanged { .. }
        | Event::NodeOperatorsRemoved { .. }
        | Event::NodesRemoved { .. }
        | Event::NodeDomainChanged { .. }
        | Event::DataCenterChanged { .. }
        | Event::DataCentersRemoved { .. } => life_cycle::check(state, event),
        Event::NodeAttestationSubmitted { .. }
        | Event::OwnerAliasesChanged { .. }
        | Event::JurisdictionSet { .. }
        | Event::GenerationSet { .. }
        | Event::GuestosVersionsRevised { .. }
        | Event::ApiBoundaryNodesAdded { .. }
        | Event::ApiBoundaryNodesRemoved { .. }
        | Event::ApiBoundaryNodesChanged { .. }
        | Event::WorkingGroupMotionRecorded { .. }
        | Event::WorkingGroupMotionSettled { .. } => rules::check(state, event),
        Event::SubnetPolicySet { .. }
        | Event::SubnetKindsSet { .. }
        | Event::SubnetMembershipChanged { .. }
        | Event::SubnetCreated { .. }
        | Event::CordonsSet { .. } => subnets::check(state, event, at_ns),
        Event::IndependenceAnswered { .. }
        | Event::ClustersChanged { .. }
        | Event::PolicySet { .. } => independence::check(state, event),
    }
}

fn known(what: &'static str, id: &dyn Display, there: bool) -> Checked {
    if there {
        return Ok(());
    }
    let id = id.to_string();
    Err(ReplayErrorReason::Unknown { what, id })
}

fn absent(what: &'static str, id: &dyn Display, there: bool) -> Checked {
    if !there {
        return Ok(());
    }
    let id = id.to_string();
    Err(ReplayErrorReason::Repeated { what, id })
}

fn rule(holds: bool, rule: &'static str) -> Checked {
    if holds {
        Ok(())
    } else {
        Err(ReplayErrorReason::BreaksRule(rule))
    }
}

fn check_provider<M: Memory>(state: &State<M>, id: ProviderId) -> Checked {
    known("provider", &id, state.provider(id).is_some())
}

fn check_text<M: Memory>(state: &State<M>, text: &DeclarationText, body: &str) -> Checked {
    let there = state.declaration_text(text.sha256).is_some();
    absent("declaration text", &text.sha256, there)?;
    let normal = normal_form::normalize(body);
    rule(
        normal.is_ok_and(|form| form.as_str() == body && form.sha256() == text.sha256),
        "a declaration is in normal form and goes by its hash",
    )?;
    let last = state.texts(&text.language).last();
    rule(
        last.is_none_or(|last| {
            last.version < text.version && last.effective_from_ns <= text.effective_from_ns
        }),
        "versions and effective times of a language ascend together",
    )
}

fn check_node<M: Memory>(state: &State<M>, node: &Node, replaces: Option<NodeId>) -> Checked {
    absent("node", &node.id, state.node(node.id).is_some())?;
    let operator: OperatorId = node.operator;
    let record = state.node_operator(operator);
    known("node operator", &operator, record.is_some())?;
    if let Some(id) = replaces {
        let old = state.node(id);
        known("node", &id, old.is_some())?;
        rule(
            old.is_some_and(|old| old.operator == operator && old.subnet.is_none())
                && !state.api_boundary_nodes.contains(id.as_slice()),
            "a node replaces a spare one of its operator",
        )?;
    }
    rule(
        replaces.is_some() || record.is_some_and(|record| record.node_allowance > 0),
        "a node uses one of its operator's allowance",
    )?;
    rule(
        node.subnet.is_none()
            && node.role == NodeRole::Unassigned
            && node.provenance == Provenance::SelfRegistered,
        "a node registers as a spare, by its operator's key",
    )?;
    let generation = node.generation.as_deref();
    rule(
        generation.is_none_or(|name| hardware::check_generation(name).is_ok()),
        "a generation has a name",
    )?;
    let holder = |ipv6: &str| ipv6.parse().ok().and_then(|address| state.node_at(address));
    rule(
        ipv6::parse_address("ipv6", &node.ipv6).as_ref() == Ok(&node.ipv6)
            && holder(&node.ipv6) == replaces,
        "a node has a canonical address of its own, or that of the one it replaces",
    )?;
    let Some(ipv4) = &node.ipv4 else {
        return Ok(());
    };
    rule(
        ipv4.parse().is_ok_and(|address: Ipv4Addr| {
            let holder = state.node_at_ipv4(address);
            address.to_string() == *ipv4 && (holder.is_none() || holder == replaces)
        }),
        "a node has a canonical IPv4 address of its own",
    )
}

fn check_import<M: Memory>(state: &State<M>, job: &ImportJob, hashes: &[Sha256Hash]) -> Checked {
    absent("import", &job.id, state.import(job.id).is_some())?;
    let begun = state.import_of(job.source_hash).is_some();
    absent("import of source", &job.source_hash, begun)?;
    rule(
        job.id == state.summary().imports && job.next_page == 0 && job.rows == 0,
        "an import starts with the next number and its first page",
    )?;
    rule(
        u32::try_from(hashes.len()) == Ok(job.pages)
            && import::source_hash(hashes) == job.source_hash,
        "an import goes by the hash over its page hashes",
    )
}
