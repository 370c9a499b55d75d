//! From which index the nodes of a filter are read.
//!
//! A plan is a path through indexes: from what the filter names down to nodes, for example
//! from a country to its data centres, to the operators there, to their nodes. It gives at
//! least the nodes that the filter asks for, in an order that does not depend on the page.

use super::conditions::Conditions;
use crate::queries::cluster_keys;
use crate::state::{State, role_owner, status_owner};
use bonafide_types::id::ProviderId;
use bonafide_types::registry::NodeFilter;
use candid::Principal;
use ic_stable_structures::Memory;

/// One step down: the members of a key of the step above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// These keys, in order.
    Given(Vec<Vec<u8>>),
    /// A country's data centres.
    DataCentersOfCountry,
    /// A canonical owner's data centres.
    DataCentersOfOwner,
    /// All providers.
    Providers,
    /// Providers with an acceptance, as only these have one that can lapse.
    Accepting,
    /// A cluster's providers.
    ProvidersOfCluster,
    /// A data centre's operators.
    OperatorsOfDataCenter,
    /// A provider's operators.
    OperatorsOfProvider,
    /// An operator's nodes.
    NodesOfOperator,
    /// A subnet's members.
    NodesOfSubnet,
    /// A generation's nodes.
    NodesOfGeneration,
    /// A role's nodes.
    NodesOfRole,
    /// The nodes of a health.
    NodesOfStatus,
    /// All nodes.
    Nodes,
}

/// Steps from a key down to nodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    /// The key that the first step starts from.
    pub(super) from: Vec<u8>,
    /// The steps; the last one gives nodes.
    pub(super) steps: Vec<Step>,
}

impl Plan {
    /// The plan of a filter, by the condition that stands first in [`NodeFilter`].
    pub(super) fn of<M: Memory>(
        state: &State<M>,
        filter: &NodeFilter,
        conditions: &Conditions<'_>,
    ) -> Self {
        use Step::{
            Accepting, DataCentersOfCountry, DataCentersOfOwner, Given, Nodes, NodesOfGeneration,
            NodesOfOperator, NodesOfRole, NodesOfStatus, NodesOfSubnet, OperatorsOfDataCenter,
            OperatorsOfProvider, Providers, ProvidersOfCluster,
        };
        let plan = |from: &[u8], steps: &[Step]| Self {
            from: from.to_vec(),
            steps: steps.to_vec(),
        };
        if let Some(id) = filter.operator {
            plan(id.as_slice(), &[NodesOfOperator])
        } else if let Some(id) = filter.subnet {
            plan(id.as_slice(), &[NodesOfSubnet])
        } else if let Some(dc_id) = &filter.dc_id {
            plan(dc_id.as_bytes(), &[OperatorsOfDataCenter, NodesOfOperator])
        } else if let Some(id) = filter.provider {
            plan(id.as_slice(), &[OperatorsOfProvider, NodesOfOperator])
        } else if let Some(cluster) = conditions.cluster {
            plan(
                cluster.as_slice(),
                &[ProvidersOfCluster, OperatorsOfProvider, NodesOfOperator],
            )
        } else if let Some(owner) = &conditions.place.owner {
            plan(
                owner.as_bytes(),
                &[DataCentersOfOwner, OperatorsOfDataCenter, NodesOfOperator],
            )
        } else if let Some(country) = &conditions.place.country {
            plan(
                country.as_bytes(),
                &[DataCentersOfCountry, OperatorsOfDataCenter, NodesOfOperator],
            )
        } else if let Some(generation) = &filter.generation {
            plan(generation.as_bytes(), &[NodesOfGeneration])
        } else if let Some(before_ns) = filter.support_ends_before_ns {
            let ending = state
                .generations
                .after(None)
                .filter(|(_, row)| row.supported_until_ns.is_some_and(|end| end < before_ns));
            let names = ending.map(|(key, _)| key).collect();
            plan(&[], &[Given(names), NodesOfGeneration])
        } else if let Some(role) = filter.role {
            plan(&role_owner(role), &[NodesOfRole])
        } else if let Some(status) = filter.status {
            plan(&status_owner(status), &[NodesOfStatus])
        } else if let Some(lapsed) = filter.declaration_lapsed {
            let providers = if lapsed { Accepting } else { Providers };
            plan(&[], &[providers, OperatorsOfProvider, NodesOfOperator])
        } else if let Some(countries) = &conditions.place.countries {
            let codes = countries.iter().map(|code| code.clone().into_bytes());
            plan(
                &[],
                &[
                    Given(codes.collect()),
                    DataCentersOfCountry,
                    OperatorsOfDataCenter,
                    NodesOfOperator,
                ],
            )
        } else {
            plan(&[], &[Nodes])
        }
    }
}

/// The keys that a step gives for a key of the step above, above `after` (all, when absent),
/// in order. Read lazily.
pub(super) fn members<'s, M: Memory>(
    state: &'s State<M>,
    step: &'s Step,
    owner: &[u8],
    after: Option<&[u8]>,
) -> Box<dyn Iterator<Item = Vec<u8>> + 's> {
    let index = match step {
        Step::Given(keys) => {
            let after = after.map(<[u8]>::to_vec);
            let above = move |key: &&Vec<u8>| after.as_ref().is_none_or(|after| *key > after);
            return Box::new(keys.iter().filter(above).cloned());
        }
        Step::Providers => return Box::new(state.providers.keys(after)),
        Step::Accepting => return Box::new(state.acceptances.keys(after)),
        Step::Nodes => return Box::new(state.nodes.keys(after)),
        Step::ProvidersOfCluster => {
            let cluster = ProviderId(Principal::from_slice(owner));
            return cluster_keys(state, cluster, after);
        }
        Step::DataCentersOfCountry => &state.data_centers_by_country,
        Step::DataCentersOfOwner => &state.data_centers_by_owner,
        Step::OperatorsOfDataCenter => &state.operators_by_data_center,
        Step::OperatorsOfProvider => &state.operators_by_provider,
        Step::NodesOfOperator => &state.nodes_by_operator,
        Step::NodesOfSubnet => &state.nodes_by_subnet,
        Step::NodesOfGeneration => &state.nodes_by_generation,
        Step::NodesOfRole => &state.nodes_by_role,
        Step::NodesOfStatus => &state.nodes_by_status,
    };
    Box::new(index.members(owner, after))
}
