//! Calls from outside: admission, and the answers callers poll for.

use std::collections::{BTreeMap, BTreeSet};

use candid::Principal;
use pocket_ic::{ErrorCode, RejectResponse};
use sha2::{Digest, Sha256};

use super::api::{
    EffectivePrincipal, IngressMessage, IngressStatus, MAX_INGRESS_TTL_NS, RequestId,
};
use super::canister::{Answer, Message, Origin, Request};
use super::cycles;
use super::environment::INSPECT_INSTRUCTIONS;
use super::instance::Instance;
use super::management::ManagementCall;
use super::reject::Rejection;
use crate::execution::{Entry, Hook};

/// Bytes of an ingress message apart from method and argument.
const ENVELOPE_BYTES: u64 = 200;

#[derive(Debug)]
struct Record {
    sender: Principal,
    status: IngressStatus,
    expiry_ns: u64,
}

/// All ingress messages that are not forgotten.
#[derive(Debug, Default)]
pub(super) struct IngressHistory {
    records: BTreeMap<RequestId, Record>,
    /// When to forget what.
    forget: BTreeSet<(u64, RequestId)>,
    /// How many messages came without an id.
    numbered: u64,
}

impl IngressHistory {
    pub(super) fn status(&self, id: &RequestId) -> Option<&IngressStatus> {
        self.records.get(id).map(|record| &record.status)
    }

    pub(super) fn sender(&self, id: &RequestId) -> Option<Principal> {
        self.records.get(id).map(|record| record.sender)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&RequestId, &IngressStatus)> {
        self.records.iter().map(|(id, record)| (id, &record.status))
    }

    pub(super) fn processing(&mut self, id: &RequestId) {
        if let Some(record) = self.records.get_mut(id) {
            record.status = IngressStatus::Processing;
        }
    }

    pub(super) fn finish(&mut self, id: &RequestId, answer: Answer, now_ns: u64) {
        let Some(record) = self.records.get_mut(id) else {
            return;
        };
        record.status = match answer {
            Ok(data) => IngressStatus::Replied(data),
            Err(rejection) => IngressStatus::Rejected(rejection.for_user(true)),
        };
        let forget_ns = now_ns.max(record.expiry_ns) + MAX_INGRESS_TTL_NS;
        self.forget.insert((forget_ns, *id));
    }

    pub(super) fn prune(&mut self, now_ns: u64) {
        while let Some((when, id)) = self.forget.first().copied() {
            if when >= now_ns {
                break;
            }
            self.forget.pop_first();
            self.records.remove(&id);
        }
    }

    /// An id for a message that came without one: no two alike.
    fn number(&mut self) -> RequestId {
        self.numbered += 1;
        Sha256::new()
            .chain_update(b"local-ic ingress")
            .chain_update(self.numbered.to_be_bytes())
            .finalize()
            .into()
    }
}

impl Instance {
    /// Admits a call from outside; it is executed in the next round. A message seen before is not
    /// executed again.
    ///
    /// # Errors
    /// The rejection when the canister does not take the call: missing, not running, empty, out of
    /// cycles, or refused by `canister_inspect_message`.
    pub fn submit(&mut self, message: IngressMessage) -> Result<RequestId, RejectResponse> {
        if let Some(id) = message.request_id
            && self.ingress.status(&id).is_some()
        {
            return Ok(id);
        }
        self.admit(message).map_err(|r| r.for_user(false))
    }

    fn admit(&mut self, message: IngressMessage) -> Result<RequestId, Rejection> {
        let managed = message.canister_id == Principal::management_canister();
        let subnet = if managed {
            self.admit_management(message.sender, &message.method, &message.arg)?;
            Some(self.effective_subnet(message.effective)?)
        } else {
            self.admit_canister_call(&message)?;
            None
        };
        let id = match message.request_id {
            Some(id) => id,
            None => self.ingress.number(),
        };
        let record = Record {
            sender: message.sender,
            status: IngressStatus::Received,
            expiry_ns: message
                .expiry_ns
                .unwrap_or(self.time_ns + MAX_INGRESS_TTL_NS),
        };
        self.ingress.records.insert(id, record);
        let request = Request {
            origin: Origin::Ingress(id),
            caller: message.sender,
            caller_info: message.caller_info,
            method: message.method,
            arg: message.arg,
            cycles: 0,
            deadline_ns: None,
        };
        if let Some(subnet) = subnet {
            self.management
                .push_back(ManagementCall { request, subnet });
        } else if let Some(canister) = self.canisters.get_mut(&message.canister_id) {
            canister.inbox.push_back(Message::Request(request));
        }
        self.touch();
        Ok(id)
    }

    fn admit_canister_call(&mut self, message: &IngressMessage) -> Result<(), Rejection> {
        let id = message.canister_id;
        let canister = self
            .canisters
            .get(&id)
            .ok_or_else(|| Rejection::canister_not_found(id))?;
        canister.check_running()?;
        let code = canister
            .code
            .as_ref()
            .ok_or_else(|| Rejection::no_wasm_module(id))?;
        let subnet = self.subnet(canister);
        let fee = cycles::costs(subnet).ingress(
            u64::try_from(message.method.len() + message.arg.len()).unwrap_or(u64::MAX)
                + ENVELOPE_BYTES,
        );
        let needed = cycles::freezing_limit(canister, subnet).saturating_add(fee);
        if canister.balance < needed {
            return Err(Rejection::out_of_cycles(id, needed - canister.balance));
        }
        if code.module().has(Hook::InspectMessage) {
            self.inspect(message)?;
        }
        if let Some(canister) = self.canisters.get_mut(&id) {
            cycles::charge(canister, fee);
        }
        Ok(())
    }

    /// Asks the canister whether it takes the message; changes nothing.
    fn inspect(&mut self, message: &IngressMessage) -> Result<(), Rejection> {
        let id = message.canister_id;
        let mut env = self.env(id);
        env.caller = message.sender;
        env.caller_info = message.caller_info.clone();
        env.replicated = false;
        let entry = Entry::InspectMessage {
            method: &message.method,
            arg: &message.arg,
        };
        let outcome = self.run(id, entry, env, INSPECT_INSTRUCTIONS)?;
        self.rollback(id);
        match outcome.result {
            Err(trap) => Err(Rejection::trap(trap)),
            Ok(()) if outcome.accepted => Ok(()),
            Ok(()) => Err(Rejection::new(
                ErrorCode::CanisterRejectedMessage,
                format!("Canister {id} rejected the message"),
            )),
        }
    }

    /// The position of the subnet that serves a management call.
    pub(super) fn effective_subnet(
        &self,
        effective: EffectivePrincipal,
    ) -> Result<usize, Rejection> {
        match effective {
            EffectivePrincipal::None => Ok(self.network.default_subnet()),
            EffectivePrincipal::Subnet(id) => self.network.position_of(id).ok_or_else(|| {
                Rejection::new(
                    ErrorCode::SubnetNotFound,
                    format!("Subnet {id} does not exist"),
                )
            }),
            EffectivePrincipal::Canister(id) if id == Principal::management_canister() => {
                Ok(self.network.default_subnet())
            }
            EffectivePrincipal::Canister(id) => {
                self.network.position_for_canister(id).ok_or_else(|| {
                    Rejection::new(
                        ErrorCode::CanisterNotFound,
                        format!("Canister {id} does not belong to any subnet"),
                    )
                })
            }
        }
    }
}
