//! The state of an instance and the interface the server uses.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, OnceLock};

use candid::Principal;
use pocket_ic::RejectResponse;
use pocket_ic::common::rest::Topology;

use super::api::{
    Blockmakers, CanisterView, EngineError, IngressStatus, InstanceSettings, RequestId, SubnetView,
};
use super::blocks::BlockHistory;
use super::canister::{Canister, Message};
use super::ingress::IngressHistory;
use super::management::ManagementCall;
use super::topology::{Network, Subnet};
use crate::certification::Certifier;
use crate::crypto::Keys;
use crate::execution::{Executor, StableMemory};

/// Rounds after which [`Instance::await_ingress`] gives up.
const MAX_AWAIT_ROUNDS: u32 = 100;

/// A certificate, once it has been made.
pub(super) type CertificateSlot = Arc<OnceLock<Vec<u8>>>;

/// One emulated Internet Computer.
#[derive(Debug)]
pub struct Instance {
    pub(super) executor: Executor,
    pub(super) keys: Arc<Keys>,
    pub(super) certifier: Certifier,
    pub(super) root_key: Arc<[u8]>,
    pub(super) node_id: Principal,
    pub(super) network: Network,
    pub(super) time_ns: u64,
    pub(super) canisters: BTreeMap<Principal, Canister>,
    pub(super) ingress: IngressHistory,
    /// Calls of the management canister, oldest first.
    pub(super) management: VecDeque<ManagementCall>,
    /// Messages between subnets; they arrive in the next round.
    pub(super) in_transit: Vec<(Principal, Message)>,
    /// By position of the subnet.
    pub(super) blocks: Vec<BlockHistory>,
    /// How often `raw_rand` was answered.
    pub(super) random_count: u64,
    /// Data certificates by canister, each of one state version.
    pub(super) certificates: BTreeMap<Principal, (u64, CertificateSlot)>,
    state_version: u64,
}

impl Instance {
    /// An instance without canisters.
    ///
    /// # Errors
    /// [`EngineError::InvalidTopology`], or [`EngineError::NotEmulated`] for subnets from a file.
    pub fn new(
        settings: &InstanceSettings,
        executor: Executor,
        keys: Arc<Keys>,
    ) -> Result<Self, EngineError> {
        let network = Network::new(&settings.subnets, keys.root_subnet_id())?;
        Ok(Self {
            blocks: network.iter().map(|_| BlockHistory::default()).collect(),
            network,
            executor,
            root_key: Arc::from(keys.root_key_der()),
            node_id: keys.node_id(),
            certifier: Certifier::new(Arc::clone(&keys)),
            keys,
            time_ns: settings.initial_time_ns,
            canisters: BTreeMap::new(),
            ingress: IngressHistory::default(),
            management: VecDeque::new(),
            in_transit: Vec::new(),
            random_count: 0,
            certificates: BTreeMap::new(),
            state_version: 0,
        })
    }

    #[must_use]
    pub fn keys(&self) -> &Arc<Keys> {
        &self.keys
    }

    #[must_use]
    pub fn topology(&self) -> Topology {
        self.network.topology()
    }

    /// In order of creation, the root subnet first.
    pub fn subnets(&self) -> impl Iterator<Item = SubnetView<'_>> {
        let root = self.keys.root_subnet_id();
        self.network.iter().map(move |subnet| SubnetView {
            id: subnet.id,
            canister_ranges: &subnet.ranges,
            is_root: subnet.id == root,
        })
    }

    /// Nanoseconds since the Unix epoch.
    #[must_use]
    pub fn time_ns(&self) -> u64 {
        self.time_ns
    }

    /// Sets the time; takes effect in the next round.
    ///
    /// # Errors
    /// [`EngineError::TimeInThePast`].
    pub fn set_time_ns(&mut self, time_ns: u64) -> Result<(), EngineError> {
        if time_ns < self.time_ns {
            return Err(EngineError::TimeInThePast {
                current_ns: self.time_ns,
                requested_ns: time_ns,
            });
        }
        self.time_ns = time_ns;
        self.touch();
        Ok(())
    }

    /// Executes one round. The only node there is makes the blocks.
    pub fn tick(&mut self) {
        self.round(&[]);
    }

    /// Executes one round in which these nodes make the blocks, or fail to. They need not exist.
    ///
    /// # Errors
    /// [`EngineError::SubnetNotFound`]; nothing was executed.
    pub fn tick_with(&mut self, blockmakers: &[Blockmakers]) -> Result<(), EngineError> {
        for Blockmakers { subnet, .. } in blockmakers {
            self.network
                .position_of(*subnet)
                .ok_or(EngineError::SubnetNotFound(*subnet))?;
        }
        self.round(blockmakers);
        Ok(())
    }

    /// Whether a round would execute no message (timers and heartbeats apart).
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.management.is_empty()
            && self.in_transit.is_empty()
            && self.canisters.values().all(|c| c.inbox.is_empty())
    }

    /// `None` for a message never seen, or forgotten.
    #[must_use]
    pub fn status(&self, id: &RequestId) -> Option<&IngressStatus> {
        self.ingress.status(id)
    }

    /// Who sent an ingress message.
    #[must_use]
    pub fn sender(&self, id: &RequestId) -> Option<Principal> {
        self.ingress.sender(id)
    }

    /// Executes rounds until a message is answered; the answer.
    ///
    /// # Errors
    /// [`EngineError::NotAnswered`] after a hundred rounds.
    pub fn await_ingress(
        &mut self,
        id: &RequestId,
    ) -> Result<Result<Vec<u8>, RejectResponse>, EngineError> {
        for _ in 0..=MAX_AWAIT_ROUNDS {
            match self.ingress.status(id) {
                Some(IngressStatus::Replied(data)) => return Ok(Ok(data.clone())),
                Some(IngressStatus::Rejected(reject)) => return Ok(Err(reject.clone())),
                Some(IngressStatus::Received | IngressStatus::Processing) => self.tick(),
                Some(IngressStatus::Done) | None => break,
            }
        }
        Err(EngineError::NotAnswered {
            request_id: *id,
            rounds: MAX_AWAIT_ROUNDS,
        })
    }

    /// # Errors
    /// [`EngineError::CanisterNotFound`].
    pub fn cycles(&self, canister: Principal) -> Result<u128, EngineError> {
        self.known(canister).map(|c| c.balance)
    }

    /// Adds cycles out of nothing; the new balance.
    ///
    /// # Errors
    /// [`EngineError::CanisterNotFound`].
    pub fn add_cycles(&mut self, canister: Principal, amount: u128) -> Result<u128, EngineError> {
        let record = self.known_mut(canister)?;
        record.balance = record.balance.saturating_add(amount);
        let balance = record.balance;
        self.touch();
        Ok(balance)
    }

    /// In ascending order.
    ///
    /// # Errors
    /// [`EngineError::CanisterNotFound`].
    pub fn controllers(&self, canister: Principal) -> Result<&[Principal], EngineError> {
        self.known(canister).map(|c| &*c.settings.controllers)
    }

    /// The subnet of a canister that exists.
    #[must_use]
    pub fn subnet_of(&self, canister: Principal) -> Option<Principal> {
        let canister = self.canisters.get(&canister)?;
        Some(self.network.get(canister.subnet).id)
    }

    /// The whole stable memory, whole pages.
    ///
    /// # Errors
    /// [`EngineError::CanisterNotFound`], [`EngineError::NoStableMemory`].
    pub fn stable_memory(&self, canister: Principal) -> Result<Vec<u8>, EngineError> {
        let code = self.known(canister)?.code.as_ref();
        let code = code.ok_or(EngineError::NoStableMemory(canister))?;
        Ok(code.process.stable().to_bytes())
    }

    /// Replaces the stable memory, padded to whole pages. The heap stays.
    ///
    /// # Errors
    /// [`EngineError::CanisterNotFound`], [`EngineError::NoStableMemory`].
    pub fn set_stable_memory(
        &mut self,
        canister: Principal,
        bytes: &[u8],
    ) -> Result<(), EngineError> {
        let code = self.known_mut(canister)?.code.as_mut();
        let code = code.ok_or(EngineError::NoStableMemory(canister))?;
        code.process.set_stable(StableMemory::from_bytes(bytes));
        self.touch();
        Ok(())
    }

    #[must_use]
    pub fn canister(&self, id: Principal) -> Option<CanisterView<'_>> {
        let canister = self.canisters.get(&id)?;
        Some(canister.view(self.network.get(canister.subnet).id))
    }

    /// In order of their ids.
    pub fn canisters(&self) -> impl Iterator<Item = CanisterView<'_>> {
        self.canisters
            .values()
            .map(|canister| canister.view(self.network.get(canister.subnet).id))
    }

    /// Ingress messages and their states, in order of their ids.
    pub fn ingress(&self) -> impl Iterator<Item = (&RequestId, &IngressStatus)> {
        self.ingress.iter()
    }

    /// Changes whenever anything the state tree shows may have changed.
    #[must_use]
    pub fn state_version(&self) -> u64 {
        self.state_version
    }

    /// Marks the state as changed.
    pub(super) fn touch(&mut self) {
        self.state_version += 1;
    }

    pub(super) fn subnet(&self, canister: &Canister) -> &Subnet {
        self.network.get(canister.subnet)
    }

    fn known(&self, canister: Principal) -> Result<&Canister, EngineError> {
        self.canisters
            .get(&canister)
            .ok_or(EngineError::CanisterNotFound(canister))
    }

    fn known_mut(&mut self, canister: Principal) -> Result<&mut Canister, EngineError> {
        self.canisters
            .get_mut(&canister)
            .ok_or(EngineError::CanisterNotFound(canister))
    }
}
