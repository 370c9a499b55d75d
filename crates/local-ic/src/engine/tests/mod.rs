//! The engine through its interface, with canisters in the text format of WebAssembly.

mod calls;
mod lifecycle;
mod management;
mod messages;

use std::sync::{Arc, OnceLock};

use candid::Principal;
use candid::utils::ArgumentEncoder;
use ic_management_canister_types::{
    CanisterIdRecord, CanisterInstallMode, CanisterSettings, InstallCodeArgs,
    ProvisionalCreateCanisterWithCyclesArgs,
};
use pocket_ic::common::rest::SubnetConfigSet;
use pocket_ic::{ErrorCode, RejectResponse};

use super::{
    EffectivePrincipal, GENESIS_TIME_NS, IngressMessage, Instance, InstanceSettings, Query,
    RequestId,
};
use crate::crypto::Keys;
use crate::execution::Executor;

const CANISTER: &str = include_str!("canister.wat");
const SECOND_NS: u64 = 1_000_000_000;

type Answer = Result<Vec<u8>, RejectResponse>;

/// Compiled once for all tests.
fn executor() -> Executor {
    static EXECUTOR: OnceLock<Executor> = OnceLock::new();
    EXECUTOR
        .get_or_init(|| Executor::new(None).unwrap())
        .clone()
}

fn user() -> Principal {
    Principal::self_authenticating([7])
}

/// An instance with a caller, and shorthands.
struct World {
    ic: Instance,
}

impl World {
    fn new() -> Self {
        Self::with(SubnetConfigSet {
            application: 1,
            ..Default::default()
        })
    }

    fn with(subnets: SubnetConfigSet) -> Self {
        let settings = InstanceSettings {
            subnets: subnets.into(),
            initial_time_ns: GENESIS_TIME_NS,
        };
        let keys = Arc::new(Keys::new([1; 32]));
        Self {
            ic: Instance::new(&settings, executor(), keys).unwrap(),
        }
    }

    fn two_subnets() -> Self {
        Self::with(SubnetConfigSet {
            application: 2,
            ..Default::default()
        })
    }

    fn submit(&mut self, canister: Principal, method: &str, arg: &[u8]) -> RequestId {
        self.ic.submit(message(canister, method, arg)).unwrap()
    }

    fn wait(&mut self, id: &RequestId) -> Answer {
        self.ic.await_ingress(id).unwrap()
    }

    fn update(&mut self, canister: Principal, method: &str, arg: &[u8]) -> Answer {
        let id = self.ic.submit(message(canister, method, arg))?;
        self.wait(&id)
    }

    fn query(&mut self, canister: Principal, method: &str, arg: &[u8]) -> Answer {
        self.ic.query(Query {
            sender: user(),
            caller_info: None,
            canister_id: canister,
            effective: EffectivePrincipal::Canister(canister),
            method: method.to_owned(),
            arg: arg.to_vec(),
        })
    }

    /// What the canister counted.
    fn count(&mut self, canister: Principal) -> u64 {
        number(&self.query(canister, "get", &[]).unwrap())
    }

    /// A call of the management canister by the controller.
    fn manage(&mut self, method: &str, args: impl ArgumentEncoder) -> Answer {
        let mut message = message(Principal::management_canister(), method, &[]);
        message.effective = EffectivePrincipal::None;
        message.arg = candid::encode_args(args).unwrap();
        let id = self.ic.submit(message)?;
        self.wait(&id)
    }

    fn create_with(&mut self, args: ProvisionalCreateCanisterWithCyclesArgs) -> Principal {
        let reply = self
            .manage("provisional_create_canister_with_cycles", (args,))
            .unwrap();
        created(&reply)
    }

    fn create(&mut self) -> Principal {
        self.create_with(ProvisionalCreateCanisterWithCyclesArgs::default())
    }

    /// On the second subnet of [`World::two_subnets`].
    fn create_far_away(&mut self) -> Principal {
        let far = self.ic.subnets().nth(1).unwrap().canister_ranges[0].0;
        self.create_with(ProvisionalCreateCanisterWithCyclesArgs {
            specified_id: Some(far),
            ..Default::default()
        })
    }

    fn install_mode(
        &mut self,
        canister: Principal,
        wat: &str,
        mode: CanisterInstallMode,
    ) -> Answer {
        self.manage(
            "install_code",
            (InstallCodeArgs {
                mode,
                canister_id: canister,
                wasm_module: wat::parse_str(wat).unwrap(),
                arg: Vec::new(),
                sender_canister_version: None,
            },),
        )
    }

    fn install(&mut self, canister: Principal, wat: &str) {
        self.install_mode(canister, wat, CanisterInstallMode::Install)
            .unwrap();
    }

    fn deploy(&mut self) -> Principal {
        let canister = self.create();
        self.install(canister, CANISTER);
        canister
    }

    fn set(&mut self, canister_id: Principal, settings: CanisterSettings) -> Answer {
        let args = ic_management_canister_types::UpdateSettingsArgs {
            canister_id,
            settings,
            sender_canister_version: None,
        };
        self.manage("update_settings", (args,))
    }
}

fn message(canister: Principal, method: &str, arg: &[u8]) -> IngressMessage {
    IngressMessage {
        sender: user(),
        caller_info: None,
        canister_id: canister,
        effective: EffectivePrincipal::Canister(canister),
        method: method.to_owned(),
        arg: arg.to_vec(),
        request_id: None,
        expiry_ns: None,
    }
}

/// The argument of the test canister's forwarding methods.
fn forward(callee: Principal, method: &str, payload: &[u8]) -> Vec<u8> {
    let length = |bytes: &[u8]| u8::try_from(bytes.len()).unwrap();
    let mut arg = vec![length(callee.as_slice())];
    arg.extend_from_slice(callee.as_slice());
    arg.push(length(method.as_bytes()));
    arg.extend_from_slice(method.as_bytes());
    arg.extend_from_slice(payload);
    arg
}

fn record(canister_id: Principal) -> (CanisterIdRecord,) {
    (CanisterIdRecord { canister_id },)
}

fn created(reply: &[u8]) -> Principal {
    let (record,): (CanisterIdRecord,) = candid::decode_args(reply).unwrap();
    record.canister_id
}

fn number(bytes: &[u8]) -> u64 {
    u64::from_le_bytes(bytes[..8].try_into().unwrap())
}

fn code(answer: Answer) -> ErrorCode {
    answer.unwrap_err().error_code
}
