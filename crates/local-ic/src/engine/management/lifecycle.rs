//! Creating, starting, stopping and deleting canisters, and their cycles.

use candid::Principal;
use ic_management_canister_types::{
    CanisterIdRecord, CanisterSettings, ChangeDetails, ChangeOrigin, CreateCanisterArgs,
    CreationRecord, ProvisionalCreateCanisterWithCyclesArgs, ProvisionalTopUpCanisterArgs,
    UninstallCodeArgs,
};
use pocket_ic::ErrorCode;

use super::settings::Settings;
use super::{Progress, change_origin, decode, encode};
use crate::engine::canister::{Answer, Canister, Message, Request, Status, StopWaiter};
use crate::engine::cycles::{self, PROVISIONAL_BALANCE};
use crate::engine::instance::Instance;
use crate::engine::reject::Rejection;

/// A canister to create.
struct Creation {
    creator: Principal,
    settings: Option<CanisterSettings>,
    specified_id: Option<Principal>,
    balance: u128,
    subnet: usize,
    origin: ChangeOrigin,
}

impl Instance {
    pub(super) fn provisional_create(&mut self, request: &Request, subnet: usize) -> Answer {
        let (args,): (ProvisionalCreateCanisterWithCyclesArgs,) = decode(&request.arg)?;
        let balance = match args.amount {
            Some(amount) => u128::try_from(&amount.0).map_err(Rejection::invalid_payload)?,
            None => PROVISIONAL_BALANCE,
        };
        self.create(Creation {
            creator: request.caller,
            settings: args.settings,
            specified_id: args.specified_id,
            balance,
            subnet,
            origin: change_origin(request, args.sender_canister_version),
        })
    }

    pub(super) fn create_canister(&mut self, request: &mut Request, subnet: usize) -> Answer {
        let args: CreateCanisterArgs = if request.arg == candid::encode_args(()).unwrap_or_default()
        {
            CreateCanisterArgs::default()
        } else {
            let (args,) = decode(&request.arg)?;
            args
        };
        let fee = cycles::costs(self.network.get(subnet)).create_canister();
        let Some(balance) = request.cycles.checked_sub(fee) else {
            return Err(Rejection::new(
                ErrorCode::InsufficientCyclesForCreateCanister,
                format!(
                    "Creating a canister requires a fee of {fee} that is deducted from the canister's \
                     initial balance but only {} cycles were received with the create_canister request.",
                    request.cycles
                ),
            ));
        };
        let answer = self.create(Creation {
            creator: request.caller,
            settings: args.settings,
            specified_id: None,
            balance,
            subnet,
            origin: change_origin(request, args.sender_canister_version),
        })?;
        request.cycles = 0;
        self.consume(request.caller, fee);
        Ok(answer)
    }

    fn create(&mut self, creation: Creation) -> Answer {
        let mut settings = Settings::new(creation.creator);
        if let Some(changes) = creation.settings {
            settings = settings.with(changes)?;
        }
        let subnet = match creation.specified_id {
            None => creation.subnet,
            Some(id) => self.network.position_for_canister(id).ok_or_else(|| {
                let subnet = self.network.get(creation.subnet).id;
                Rejection::new(
                    ErrorCode::CanisterNotHostedBySubnet,
                    format!("Specified CanisterId {id} is not hosted by subnet {subnet}."),
                )
            })?,
        };
        let canister_id = match creation.specified_id {
            Some(id) if self.canisters.contains_key(&id) => {
                return Err(Rejection::new(
                    ErrorCode::CanisterIdAlreadyExists,
                    format!("Canister with id {id} already exists."),
                ));
            }
            Some(id) => id,
            None => self
                .network
                .allocate(subnet, |id| self.canisters.contains_key(&id))
                .ok_or_else(|| {
                    Rejection::new(
                        ErrorCode::SubnetOversubscribed,
                        "Canister ID allocation was consumed",
                    )
                })?,
        };
        let time_ns = self.time_ns;
        let mut canister = Canister::new(canister_id, subnet, settings, creation.balance, time_ns);
        let details = CreationRecord {
            controllers: canister.settings.controllers.to_vec(),
            environment_variables_hash: Some(canister.settings.environment_hash()),
        };
        canister.record(time_ns, creation.origin, ChangeDetails::Creation(details));
        self.canisters.insert(canister_id, canister);
        encode((CanisterIdRecord { canister_id },))
    }

    pub(super) fn provisional_top_up(&mut self, request: &Request) -> Answer {
        let (args,): (ProvisionalTopUpCanisterArgs,) = decode(&request.arg)?;
        let amount = u128::try_from(&args.amount.0).map_err(Rejection::invalid_payload)?;
        let canister = self.existing_mut(args.canister_id)?;
        canister.balance = canister.balance.saturating_add(amount);
        encode(())
    }

    pub(super) fn deposit_cycles(&mut self, request: &mut Request) -> Answer {
        let (args,): (CanisterIdRecord,) = decode(&request.arg)?;
        let canister = self.existing_mut(args.canister_id)?;
        canister.balance += std::mem::take(&mut request.cycles);
        encode(())
    }

    pub(super) fn start_canister(&mut self, request: &Request) -> Answer {
        let (args,): (CanisterIdRecord,) = decode(&request.arg)?;
        let canister = self.controlled(args.canister_id, request.caller)?;
        let before = std::mem::replace(&mut canister.status, Status::Running);
        let waiters = match before {
            Status::Running => Vec::new(),
            Status::Stopped => {
                canister.version += 1;
                Vec::new()
            }
            Status::Stopping(waiters) => {
                canister.version += 1;
                waiters
            }
        };
        for StopWaiter { request, .. } in waiters {
            let rejection = Rejection::new(
                ErrorCode::CanisterStoppingCancelled,
                format!("Canister {} was restarted", args.canister_id),
            );
            self.answer(None, request.origin, Err(rejection), request.cycles);
        }
        encode(())
    }

    /// Answered by the round, once no call of the canister is open.
    pub(super) fn stop_canister(&mut self, request: &Request) -> Result<Progress, Rejection> {
        let (args,): (CanisterIdRecord,) = decode(&request.arg)?;
        let since_ns = self.time_ns;
        let canister = self.controlled(args.canister_id, request.caller)?;
        let waiter = StopWaiter {
            request: request.clone(),
            since_ns,
        };
        match &mut canister.status {
            Status::Stopped => return Ok(Progress::Answered(encode(())?)),
            Status::Stopping(waiters) => waiters.push(waiter),
            Status::Running => {
                canister.status = Status::Stopping(vec![waiter]);
                canister.version += 1;
            }
        }
        Ok(Progress::Kept)
    }

    pub(super) fn delete_canister(&mut self, request: &Request) -> Answer {
        let (args,): (CanisterIdRecord,) = decode(&request.arg)?;
        let id = args.canister_id;
        let canister = self.controlled(id, request.caller)?;
        if id == request.caller {
            return Err(Rejection::new(
                ErrorCode::CanisterInvalidController,
                format!("Canister {id} cannot delete itself."),
            ));
        }
        if !matches!(canister.status, Status::Stopped) {
            return Err(Rejection::new(
                ErrorCode::CanisterNotStopped,
                format!("Canister {id} must be stopped before it is deleted."),
            ));
        }
        if let Some(canister) = self.canisters.remove(&id) {
            for message in canister.inbox {
                if let Message::Request(request) = message {
                    let rejection = Rejection::canister_not_found(id);
                    self.answer(None, request.origin, Err(rejection), request.cycles);
                }
            }
        }
        self.certificates.remove(&id);
        encode(())
    }

    pub(super) fn uninstall_code(&mut self, request: &Request) -> Answer {
        let (args,): (UninstallCodeArgs,) = decode(&request.arg)?;
        let time_ns = self.time_ns;
        let origin = change_origin(request, args.sender_canister_version);
        self.controlled(args.canister_id, request.caller)?;
        self.uninstall(args.canister_id, "Canister has been uninstalled.");
        let canister = self.existing_mut(args.canister_id)?;
        canister.record(time_ns, origin, ChangeDetails::CodeUninstall);
        encode(())
    }

    /// Drops code and memory, and rejects the calls the canister had not answered.
    pub(in crate::engine) fn uninstall(&mut self, id: Principal, reason: &str) {
        let Some(canister) = self.canisters.get_mut(&id) else {
            return;
        };
        canister.code = None;
        canister.certified_data.clear();
        canister.global_timer_ns = 0;
        canister.logs.clear();
        canister.chunks.clear();
        canister.version += 1;
        let prepaid: u128 = canister.callbacks.values().map(|c| c.prepaid).sum();
        canister.balance += prepaid;
        canister.callbacks.clear();
        let subnet = canister.subnet;
        for context in std::mem::take(&mut canister.contexts).into_values() {
            if !context.responded {
                let rejection =
                    Rejection::new(ErrorCode::CanisterRejectedMessage, reason.to_owned());
                self.answer(
                    Some(subnet),
                    context.origin,
                    Err(rejection),
                    context.cycles_available,
                );
            }
        }
    }
}
