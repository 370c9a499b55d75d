//! The state of an instance and the interface the server uses.

use std::sync::Arc;

use candid::Principal;
use pocket_ic::RejectResponse;
use pocket_ic::common::rest::Topology;

use super::api::{
    CanisterView, EngineError, IngressMessage, IngressStatus, InstanceSettings, Query, RequestId,
    SubnetView,
};
use crate::crypto::Keys;
use crate::execution::Executor;

/// SIGNATURES FIRST, bodies follow.
pub trait InstanceInterface: Sized {
    fn new(settings: &InstanceSettings, executor: Executor, keys: Arc<Keys>) -> Result<Self, EngineError>;
    fn topology(&self) -> Topology;
    fn keys(&self) -> &Keys;
    fn subnets(&self) -> impl Iterator<Item = SubnetView<'_>>;
    fn time_ns(&self) -> u64;
    fn set_time_ns(&mut self, time_ns: u64) -> Result<(), EngineError>;
    fn submit(&mut self, message: IngressMessage) -> Result<RequestId, RejectResponse>;
    fn tick(&mut self);
    fn is_idle(&self) -> bool;
    fn status(&self, id: &RequestId) -> Option<&IngressStatus>;
    fn sender(&self, id: &RequestId) -> Option<Principal>;
    fn await_ingress(&mut self, id: &RequestId) -> Result<Result<Vec<u8>, RejectResponse>, EngineError>;
    fn query(&mut self, query: Query) -> Result<Vec<u8>, RejectResponse>;
    fn cycles(&self, canister: Principal) -> Result<u128, EngineError>;
    fn add_cycles(&mut self, canister: Principal, amount: u128) -> Result<u128, EngineError>;
    fn controllers(&self, canister: Principal) -> Result<&[Principal], EngineError>;
    fn subnet_of(&self, canister: Principal) -> Option<Principal>;
    fn stable_memory(&self, canister: Principal) -> Result<Vec<u8>, EngineError>;
    fn set_stable_memory(&mut self, canister: Principal, bytes: &[u8]) -> Result<(), EngineError>;
    fn canister(&self, id: Principal) -> Option<CanisterView<'_>>;
    fn canisters(&self) -> impl Iterator<Item = CanisterView<'_>>;
    fn ingress(&self) -> impl Iterator<Item = (&RequestId, &IngressStatus)>;
    fn state_version(&self) -> u64;
}
