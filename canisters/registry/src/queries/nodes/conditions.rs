//! What a filter asks of a node, and of the records it hangs on.

use crate::domain::generation;
use crate::queries::place::{KEY_BYTES, Place};
use crate::queries::{cluster_of, declarations};
use crate::state::{State, country_of};
use bonafide_types::id::{OperatorId, ProviderId};
use bonafide_types::registry::{
    DataCenterFilter, DeclarationStatus, Generation, Node, NodeFilter, NodeOperator, NodeView,
};
use ic_stable_structures::Memory;
use std::collections::BTreeMap;

/// A filter with its names brought to the form in which the indexes have them.
#[derive(Clone, Debug)]
pub(super) struct Conditions<'f> {
    filter: &'f NodeFilter,
    /// The cluster's name.
    pub(super) cluster: Option<ProviderId>,
    /// Where the node's data centre is.
    pub(super) place: Place,
}

impl<'f> Conditions<'f> {
    /// The conditions of a filter; `None` when it names what cannot be.
    pub(super) fn of<M: Memory>(state: &State<M>, filter: &'f NodeFilter) -> Option<Self> {
        let names = [&filter.dc_id, &filter.generation];
        if names.into_iter().flatten().any(|it| it.len() > KEY_BYTES) {
            return None;
        }
        let place = DataCenterFilter {
            owner: filter.owner.clone(),
            country: filter.country.clone(),
            jurisdiction: filter.jurisdiction.clone(),
        };
        Some(Self {
            cluster: filter.cluster.map(|id| cluster_of(state, id)),
            place: Place::of(state, &place)?,
            filter,
        })
    }
}

/// The records that nodes hang on, each read once for a page, and how many rows were read.
pub(super) struct Records<'s, M: Memory> {
    state: &'s State<M>,
    now_ns: u64,
    /// Rows read so far.
    pub(super) read: usize,
    operators: BTreeMap<OperatorId, Option<NodeOperator>>,
    fits: BTreeMap<OperatorId, bool>,
    places: BTreeMap<String, Option<(String, String)>>,
    lapsed: BTreeMap<ProviderId, bool>,
    generations: BTreeMap<String, Option<Generation>>,
}

impl<'s, M: Memory> Records<'s, M> {
    pub(super) fn new(state: &'s State<M>, now_ns: u64) -> Self {
        Self {
            state,
            now_ns,
            read: 0,
            operators: BTreeMap::new(),
            fits: BTreeMap::new(),
            places: BTreeMap::new(),
            lapsed: BTreeMap::new(),
            generations: BTreeMap::new(),
        }
    }

    fn operator(&mut self, id: OperatorId) -> Option<&NodeOperator> {
        let (state, read) = (self.state, &mut self.read);
        let row = self.operators.entry(id).or_insert_with(|| {
            *read += 1;
            state.node_operator(id)
        });
        row.as_ref()
    }

    /// Canonical owner and country of a data centre.
    fn place(&mut self, dc_id: &str) -> Option<&(String, String)> {
        if !self.places.contains_key(dc_id) {
            self.read += 1;
            let place = self.state.data_center(dc_id).map(|row| {
                let owner = self.state.canonical_owner(&row.owner);
                (owner, country_of(&row))
            });
            self.places.insert(dc_id.to_owned(), place);
        }
        self.places.get(dc_id).and_then(Option::as_ref)
    }

    /// Whether a provider's declaration has lapsed.
    fn lapsed(&mut self, id: ProviderId) -> bool {
        let (state, now_ns, read) = (self.state, self.now_ns, &mut self.read);
        *self.lapsed.entry(id).or_insert_with(|| {
            *read += 1;
            let status = declarations::status(state, id, now_ns);
            matches!(status, DeclarationStatus::Lapsed { .. })
        })
    }

    fn generation(&mut self, name: &str) -> Option<&Generation> {
        if !self.generations.contains_key(name) {
            self.read += 1;
            let row = self.state.generations.get(name.as_bytes());
            self.generations.insert(name.to_owned(), row);
        }
        self.generations.get(name).and_then(Option::as_ref)
    }

    /// Whether the nodes of an operator are of a provider and at a place as asked for.
    pub(super) fn operator_fits(&mut self, id: OperatorId, conditions: &Conditions<'_>) -> bool {
        if let Some(known) = self.fits.get(&id) {
            return *known;
        }
        let fits = self.judge_operator(id, conditions);
        self.fits.insert(id, fits);
        fits
    }

    fn judge_operator(&mut self, id: OperatorId, conditions: &Conditions<'_>) -> bool {
        let Some(record) = self.operator(id) else {
            return false;
        };
        let (provider, dc_id) = (record.provider, record.dc_id.clone());
        let filter = conditions.filter;
        let as_asked = filter.operator.is_none_or(|asked| asked == id)
            && filter.provider.is_none_or(|asked| asked == provider)
            && filter.dc_id.as_ref().is_none_or(|asked| *asked == dc_id);
        if !as_asked {
            return false;
        }
        if let Some(cluster) = conditions.cluster {
            self.read += 1;
            if cluster_of(self.state, provider) != cluster {
                return false;
            }
        }
        if !conditions.place.is_anywhere() {
            let place = self.place(&dc_id);
            if !place.is_some_and(|(owner, country)| conditions.place.holds(owner, country)) {
                return false;
            }
        }
        self.provider_fits(provider, conditions)
    }

    /// Whether a provider's declaration stands as asked for.
    pub(super) fn provider_fits(&mut self, id: ProviderId, conditions: &Conditions<'_>) -> bool {
        let asked = conditions.filter.declaration_lapsed;
        asked.is_none_or(|asked| asked == self.lapsed(id))
    }

    /// Whether a node is as asked for, whatever index it was found in.
    pub(super) fn node_fits(&mut self, node: &Node, conditions: &Conditions<'_>) -> bool {
        let filter = conditions.filter;
        let named = node.generation.as_deref();
        let as_asked = filter.subnet.is_none_or(|asked| node.subnet == Some(asked))
            && filter.role.is_none_or(|asked| asked == node.role)
            && filter.status.is_none_or(|asked| asked == node.status)
            && (filter.generation.is_none() || filter.generation.as_deref() == named);
        if !as_asked {
            return false;
        }
        if let Some(before_ns) = filter.support_ends_before_ns {
            let generation = named.and_then(|name| self.generation(name));
            let end_ns = generation.and_then(|row| row.supported_until_ns);
            if end_ns.is_none_or(|end_ns| end_ns >= before_ns) {
                return false;
            }
        }
        self.operator_fits(node.operator, conditions)
    }

    /// A node with what follows from its records.
    pub(super) fn view(&mut self, node: Node) -> NodeView {
        let now_ns = self.now_ns;
        let named = node.generation.as_deref();
        let generation = named.and_then(|name| self.generation(name));
        let support = generation::support(generation, now_ns);
        let operator = self
            .operator(node.operator)
            .unwrap_or_else(|| panic!("BUG: node {} is of an unknown operator", node.id));
        let handed_over = operator.handed_over;
        let attested = node.attestation.as_ref().is_some_and(|evidence| {
            handed_over.is_none_or(|since| evidence.submitted_at_ns > since.at_ns)
        });
        NodeView {
            provider: operator.provider,
            dc_id: operator.dc_id.clone(),
            support,
            attested,
            node,
        }
    }
}
