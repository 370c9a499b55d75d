//! Principals by role and number. Each looks like that of a key, and none has one.

use bonafide_types::id::{AuditorId, NodeId, OperatorId, ProviderId, SubnetId};
use candid::Principal;

fn named(role: &str, number: u32) -> Principal {
    Principal::self_authenticating(format!("{role} {number}"))
}

/// Whom the registry obeys.
#[must_use]
pub fn governance() -> Principal {
    named("governance", 0)
}

/// Someone without any role.
#[must_use]
pub fn stranger() -> Principal {
    named("stranger", 0)
}

/// Controller of the neuron with this number.
#[must_use]
pub fn voter(number: u32) -> Principal {
    named("voter", number)
}

/// A node provider.
#[must_use]
pub fn provider(number: u32) -> ProviderId {
    ProviderId(named("provider", number))
}

/// A node operator.
#[must_use]
pub fn operator(number: u32) -> OperatorId {
    OperatorId(named("operator", number))
}

/// A node.
#[must_use]
pub fn node(number: u32) -> NodeId {
    NodeId(named("node", number))
}

/// A subnet.
#[must_use]
pub fn subnet(number: u32) -> SubnetId {
    SubnetId(named("subnet", number))
}

/// An auditor.
#[must_use]
pub fn auditor(number: u32) -> AuditorId {
    AuditorId(named("auditor", number))
}
