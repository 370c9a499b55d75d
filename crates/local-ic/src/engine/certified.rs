//! What the state tree shows of an instance, and the certificates that queries see.

use std::sync::{Arc, OnceLock};

use candid::Principal;
use pocket_ic::common::rest::SubnetKind;

use super::api::{IngressStatus, RequestId};
use super::canister::Canister;
use super::instance::Instance;
use crate::certification::{
    CanisterState, Certifier, EncodingError, ModuleState, RequestStatus, Snapshot, State,
    SubnetState,
};
use crate::execution::DataCertificate;

impl Instance {
    /// The present state, hashed once per version.
    ///
    /// # Errors
    /// [`EncodingError`].
    pub fn snapshot(&self) -> Result<Arc<Snapshot>, EncodingError> {
        self.certifier.snapshot(self)
    }

    /// The certificate a query of `id` sees, made when the canister reads it. Its tree holds what the
    /// certificate shows, the time and the certified data, so that hashing does not depend on how
    /// much else there is.
    pub(super) fn data_certificate(&mut self, id: Principal) -> DataCertificate {
        let version = self.state_version();
        let slot = match self.certificates.get(&id) {
            Some((of, slot)) if *of == version => Arc::clone(slot),
            _ => {
                let slot = Arc::new(OnceLock::new());
                self.certificates.insert(id, (version, Arc::clone(&slot)));
                slot
            }
        };
        let keys = Arc::clone(&self.keys);
        let state = Certified {
            id,
            data: self
                .canisters
                .get(&id)
                .map(|canister| canister.certified_data.clone())
                .unwrap_or_default(),
            time_ns: self.time_ns,
        };
        DataCertificate(Arc::new(move || {
            slot.get_or_init(|| {
                Certifier::new(Arc::clone(&keys))
                    .snapshot(&state)
                    .and_then(|snapshot| snapshot.data_certificate(state.id))
                    .unwrap_or_default()
            })
            .clone()
        }))
    }
}

impl State for Instance {
    fn version(&self) -> u64 {
        self.state_version()
    }

    fn time_ns(&self) -> u64 {
        self.time_ns
    }

    fn canisters(&self) -> Vec<CanisterState<'_>> {
        self.canisters
            .values()
            .map(|canister| CanisterState {
                id: canister.id,
                controllers: &canister.settings.controllers,
                module: canister.code.as_ref().map(|code| ModuleState {
                    hash: code.module().hash,
                    certified_data: &canister.certified_data,
                    metadata: code
                        .module()
                        .metadata()
                        .iter()
                        .map(|(name, metadata)| (name.as_str(), metadata.content.as_slice()))
                        .collect(),
                }),
            })
            .collect()
    }

    fn requests(&self) -> Vec<(RequestId, RequestStatus<'_>)> {
        self.ingress
            .iter()
            .map(|(id, status)| (*id, request_status(status)))
            .collect()
    }

    fn subnets(&self) -> Vec<SubnetState> {
        (0..)
            .zip(self.network.iter())
            .map(|(position, subnet)| {
                let hosted = || self.canisters.values().filter(|c| c.subnet == position);
                SubnetState {
                    id: subnet.id,
                    kind: kind(subnet.kind),
                    ranges: subnet.ranges.clone(),
                    canisters: hosted().map(|_| 1).sum(),
                    state_bytes: hosted().map(Canister::memory_bytes).sum(),
                    consumed_cycles: hosted().map(|c| c.consumed).sum(),
                    transactions: hosted().map(|c| c.transactions).sum(),
                }
            })
            .collect()
    }
}

fn request_status(status: &IngressStatus) -> RequestStatus<'_> {
    match status {
        IngressStatus::Received => RequestStatus::Received,
        IngressStatus::Processing => RequestStatus::Processing,
        IngressStatus::Replied(data) => RequestStatus::Replied(data),
        IngressStatus::Rejected(reject) => RequestStatus::Rejected {
            code: reject.reject_code as u64,
            message: &reject.reject_message,
            error_code: format!("IC{:04}", reject.error_code as u64),
        },
        IngressStatus::Done => RequestStatus::Done,
    }
}

fn kind(kind: SubnetKind) -> &'static str {
    match kind {
        SubnetKind::Bitcoin | SubnetKind::II | SubnetKind::NNS | SubnetKind::System => "system",
        SubnetKind::Application
        | SubnetKind::Fiduciary
        | SubnetKind::SNS
        | SubnetKind::TestThresholdKeys => "application",
        SubnetKind::CloudEngine => "cloud_engine",
        SubnetKind::VerifiedApplication => "verified_application",
    }
}

/// One canister's certified data at one time.
struct Certified {
    id: Principal,
    data: Vec<u8>,
    time_ns: u64,
}

impl State for Certified {
    fn version(&self) -> u64 {
        0
    }

    fn time_ns(&self) -> u64 {
        self.time_ns
    }

    fn canisters(&self) -> Vec<CanisterState<'_>> {
        vec![CanisterState {
            id: self.id,
            controllers: &[],
            module: Some(ModuleState {
                hash: [0; 32],
                certified_data: &self.data,
                metadata: Vec::new(),
            }),
        }]
    }

    fn requests(&self) -> Vec<(RequestId, RequestStatus<'_>)> {
        Vec::new()
    }

    fn subnets(&self) -> Vec<SubnetState> {
        Vec::new()
    }
}
