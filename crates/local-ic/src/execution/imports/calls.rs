//! Calls to other canisters.

use candid::Principal;
use wasmtime::{Linker, Result};

use super::{PRICE, SystemCall, cycles, system_call};
use crate::execution::host::{Failure, Host};
use crate::execution::message::{Closure, OutgoingCall};
use crate::execution::rules;

const PRICE_NEW: u64 = 1_500;
const PRICE_PERFORM: u64 = 5_000;
/// Largest argument of a call within a subnet.
const MAX_ARG_BYTES: usize = 10 * 1024 * 1024;
const MAX_METHOD_NAME_BYTES: u32 = 20_000;
/// Longest bounded wait in seconds.
const MAX_TIMEOUT_SECONDS: u32 = 300;
/// `call_perform` could not take the call: system transient error.
const NOT_PERFORMED: u32 = 2;

pub(super) fn define(linker: &mut Linker<Host>) -> Result<()> {
    begin(linker)?;
    extend(linker)?;
    system_call!(
        linker,
        "call_perform",
        rules::CALL,
        PRICE_PERFORM,
        |call| -> u32 { call.perform()? }
    );
    Ok(())
}

fn begin(linker: &mut Linker<Host>) -> Result<()> {
    system_call!(
        linker,
        "call_new",
        rules::CALL,
        PRICE_NEW,
        |call,
         callee_src: u32,
         callee_size: u32,
         name_src: u32,
         name_size: u32,
         reply_fun: u32,
         reply_env: u32,
         reject_fun: u32,
         reject_env: u32|
         -> () {
            call.drop_call();
            let callee = call.read(callee_src, callee_size)?;
            let Ok(callee) = Principal::try_from_slice(&callee) else {
                return call.violation("the callee is not a valid principal");
            };
            if name_size > MAX_METHOD_NAME_BYTES {
                return call.violation("the method name is too long");
            }
            let method = call.read_text(name_src, name_size)?;
            call.message().building = Some(OutgoingCall {
                callee,
                method,
                arg: Vec::new(),
                cycles: 0,
                prepaid: 0,
                best_effort_timeout: None,
                on_reply: Closure {
                    fun: reply_fun,
                    env: reply_env,
                },
                on_reject: Closure {
                    fun: reject_fun,
                    env: reject_env,
                },
                on_cleanup: None,
            });
        }
    );
    system_call!(linker, "call_on_cleanup", rules::CALL, PRICE, |call,
                                                                 fun: u32,
                                                                 env: u32|
     -> () {
        if call.building()?.on_cleanup.is_some() {
            return call
                .violation("can be called at most once between `call_new` and `call_perform`");
        }
        call.building()?.on_cleanup = Some(Closure { fun, env });
    });
    Ok(())
}

fn extend(linker: &mut Linker<Host>) -> Result<()> {
    system_call!(
        linker,
        "call_data_append",
        rules::CALL,
        PRICE,
        |call, src: u32, size: u32| -> () {
            call.building()?;
            let bytes = call.read(src, size)?;
            let total = call.building()?.arg.len() + bytes.len();
            if total > MAX_ARG_BYTES {
                return call.violation(&format!(
                    "request size ({total}) cannot be larger than {MAX_ARG_BYTES}"
                ));
            }
            call.building()?.arg.extend(bytes);
        }
    );
    system_call!(
        linker,
        "call_with_best_effort_response",
        rules::CALL,
        PRICE,
        |call, seconds: u32| -> () {
            if call.building()?.best_effort_timeout.is_some() {
                return call.violation("a timeout was already set for this call");
            }
            call.building()?.best_effort_timeout = Some(seconds.min(MAX_TIMEOUT_SECONDS));
        }
    );
    system_call!(
        linker,
        "call_cycles_add128",
        rules::CALL_WITH_CYCLES,
        PRICE,
        |call, high: u64, low: u64| -> () { call.add_cycles(cycles(high, low))? }
    );
    system_call!(
        linker,
        "call_cycles_add",
        rules::CALL_WITH_CYCLES,
        PRICE,
        |call, amount: u64| -> () { call.add_cycles(amount.into())? }
    );
    Ok(())
}

impl SystemCall<'_> {
    /// The call under construction; traps if there is none.
    fn building(&mut self) -> Result<&mut OutgoingCall> {
        if self.message().building.is_none() {
            return self.violation("was called when no call is under construction");
        }
        let name = self.name;
        self.message()
            .building
            .as_mut()
            .ok_or_else(|| Failure::Violation(name.to_owned()).into())
    }

    fn add_cycles(&mut self, amount: u128) -> Result<()> {
        self.building()?;
        let available = self.message().liquid_balance();
        if amount > available {
            return Err(Failure::OutOfCycles {
                needed: amount,
                available,
            }
            .into());
        }
        self.message().balance -= amount;
        self.building()?.cycles += amount;
        Ok(())
    }

    /// Gives up the call under construction; its cycles come back.
    fn drop_call(&mut self) {
        if let Some(call) = self.message().building.take() {
            self.message().balance += call.cycles;
        }
    }

    /// 0 if the call will be made, else the reason why not.
    fn perform(&mut self) -> Result<u32> {
        self.building()?;
        let message = self.message();
        let Some(mut call) = message.building.take() else {
            return Ok(NOT_PERFORMED);
        };
        // Calls of composite queries are free.
        let prepaid = if message.env.replicated {
            let bytes = |len| u64::try_from(len).unwrap_or(u64::MAX);
            let costs = message.env.costs;
            costs.call(bytes(call.method.len()), bytes(call.arg.len()))
        } else {
            0
        };
        if message.calls.len() >= message.env.call_slots || prepaid > message.liquid_balance() {
            message.balance += call.cycles;
            return Ok(NOT_PERFORMED);
        }
        message.balance -= prepaid;
        call.prepaid = prepaid;
        message.calls.push(call);
        Ok(0)
    }
}
