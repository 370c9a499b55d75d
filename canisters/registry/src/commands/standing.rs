//! What several commands ask of a provider, an operator or a node before they go on.

use crate::domain::text;
use crate::state::State;
use bonafide_types::id::{Caller, NodeId, OperatorId, ProviderId};
use bonafide_types::limits::{HAND_OVER_OPERATORS, NODE_ALLOWANCE, PURPOSE_BYTES};
use bonafide_types::registry::{
    DataCenter, Node, NodeOperator, NodeRole, Provider, ProviderStatus, RegistryError,
};
use candid::Principal;
use ic_stable_structures::Memory;

/// Checks why a proposal does what it does: 1 to 1,000 bytes.
pub(super) fn check_reason(given: &str) -> Result<(), RegistryError> {
    text::check("reason", given, PURPOSE_BYTES)
}

/// A provider that is known.
pub(super) fn provider<M: Memory>(
    state: &State<M>,
    id: ProviderId,
) -> Result<Provider, RegistryError> {
    state
        .provider(id)
        .ok_or(RegistryError::ProviderNotFound { id })
}

/// An operator record that is known.
pub(super) fn operator<M: Memory>(
    state: &State<M>,
    id: OperatorId,
) -> Result<NodeOperator, RegistryError> {
    state
        .node_operator(id)
        .ok_or(RegistryError::NodeOperatorNotFound { id })
}

/// A provider that may be given something: it is known, nobody stands against it, and it is
/// active. What bars an offboarded provider says more than that it is not active.
pub(super) fn fit_provider<M: Memory>(
    state: &State<M>,
    id: ProviderId,
) -> Result<Provider, RegistryError> {
    let row = provider(state, id)?;
    check_not_barred(state, id)?;
    if row.status == ProviderStatus::Active {
        Ok(row)
    } else {
        Err(RegistryError::ProviderNotActive { id })
    }
}

/// A provider that is active or suspended.
pub(super) fn partaking_provider<M: Memory>(
    state: &State<M>,
    id: ProviderId,
) -> Result<Provider, RegistryError> {
    let row = provider(state, id)?;
    match row.status {
        ProviderStatus::Active | ProviderStatus::Suspended => Ok(row),
        status @ (ProviderStatus::Offboarded | ProviderStatus::HandedOver) => {
            Err(RegistryError::ProviderStatusUnfit {
                id,
                status,
                needed: "active or suspended".into(),
            })
        }
    }
}

/// Refuses a provider with more operator records than one message changes.
pub(super) fn check_operators<M: Memory>(
    state: &State<M>,
    id: ProviderId,
) -> Result<(), RegistryError> {
    let operators = state.provider_counts(id).operators;
    if operators <= HAND_OVER_OPERATORS {
        return Ok(());
    }
    Err(RegistryError::TooMany {
        field: "operators".into(),
        count: operators.into(),
        limit: HAND_OVER_OPERATORS.into(),
    })
}

/// Refuses a provider against which an offboarded one stands.
pub(super) fn check_not_barred<M: Memory>(
    state: &State<M>,
    provider: ProviderId,
) -> Result<(), RegistryError> {
    match state.barred_by(provider) {
        None => Ok(()),
        Some(offboarded) => Err(RegistryError::ProviderBarred {
            provider,
            offboarded,
        }),
    }
}

/// Checks an allowance, at most 1,000 nodes.
pub(super) fn check_allowance(given: u64) -> Result<(), RegistryError> {
    if given <= NODE_ALLOWANCE {
        return Ok(());
    }
    let number = |nodes: u64| i64::try_from(nodes).unwrap_or(i64::MAX);
    Err(RegistryError::OutOfRange {
        field: "node_allowance".into(),
        given: number(given),
        min: 0,
        max: number(NODE_ALLOWANCE),
    })
}

/// Refuses an operation of a principal that used up what it may do in a time.
pub(super) fn check_rate<M: Memory>(
    state: &State<M>,
    principal: Principal,
    now_ns: u64,
) -> Result<(), RegistryError> {
    match state.retry_at_ns(principal, now_ns) {
        None => Ok(()),
        Some(retry_at_ns) => Err(RegistryError::RateLimited {
            principal: Caller(principal),
            retry_at_ns,
        }),
    }
}

/// The same for an operation of an operator, which counts for its provider too.
pub(super) fn check_operator_rate<M: Memory>(
    state: &State<M>,
    record: &NodeOperator,
    now_ns: u64,
) -> Result<(), RegistryError> {
    check_rate(state, record.id.0, now_ns)?;
    check_rate(state, record.provider.0, now_ns)
}

/// A node of the operator that calls.
pub(super) fn own_node<M: Memory>(
    state: &State<M>,
    id: NodeId,
    caller: Principal,
) -> Result<(Node, NodeOperator), RegistryError> {
    let node = state.node(id).ok_or(RegistryError::NodeNotFound { id })?;
    if node.operator.0 != caller {
        let operator = node.operator;
        return Err(RegistryError::NotYourNode { id, operator });
    }
    let record = operator(state, node.operator)?;
    Ok((node, record))
}

/// Refuses a node that does something for the network now: the network takes it out first.
pub(super) fn check_spare(node: &Node) -> Result<(), RegistryError> {
    let id = node.id;
    if let Some(subnet) = node.subnet {
        return Err(RegistryError::NodeInSubnet { id, subnet });
    }
    check_no_boundary_node(node)
}

/// Refuses an API boundary node.
pub(super) fn check_no_boundary_node(node: &Node) -> Result<(), RegistryError> {
    if node.role == NodeRole::ApiBoundary {
        return Err(RegistryError::NodeIsApiBoundary { id: node.id });
    }
    Ok(())
}

/// Refuses a provider that only an import knows.
pub(super) fn check_registered(row: &Provider) -> Result<(), RegistryError> {
    if row.profile.is_some() {
        return Ok(());
    }
    Err(RegistryError::ProviderStatusUnfit {
        id: row.id,
        status: row.status,
        needed: "registered with a profile".into(),
    })
}

/// Refuses an operator that has nodes.
pub(super) fn check_without_nodes<M: Memory>(
    state: &State<M>,
    id: OperatorId,
) -> Result<(), RegistryError> {
    match state.operator_counts(id).nodes {
        0 => Ok(()),
        nodes => Err(RegistryError::NodeOperatorHasNodes { id, nodes }),
    }
}

/// A data centre that no operator record refers to.
pub(super) fn free_data_center<M: Memory>(
    state: &State<M>,
    dc_id: &str,
) -> Result<DataCenter, RegistryError> {
    let row = state
        .data_center(dc_id)
        .ok_or_else(|| RegistryError::DataCenterNotFound {
            dc_id: text::shortened(dc_id),
        })?;
    match state.operators_at(dc_id) {
        0 => Ok(row),
        operators => Err(RegistryError::DataCenterInUse {
            dc_id: row.id,
            operators,
        }),
    }
}
