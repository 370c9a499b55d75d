//! Cycles: balances, acceptance, burning, prices.

use wasmtime::{Linker, Result};

use super::{PRICE, SystemCall, cycles, system_call};
use crate::execution::host::{Failure, Host};
use crate::execution::rules;

/// `cost_sign_*`, `cost_vetkd_derive_key`: there is no such curve or algorithm.
const UNKNOWN_ALGORITHM: u32 = 1;
/// `cost_sign_*`, `cost_vetkd_derive_key`: there is no key of that name.
const UNKNOWN_KEY: u32 = 2;

pub(super) fn define(linker: &mut Linker<Host>) -> Result<()> {
    balances(linker)?;
    of_call(linker)?;
    costs(linker)?;
    key_costs(linker)
}

fn balances(linker: &mut Linker<Host>) -> Result<()> {
    system_call!(
        linker,
        "canister_cycle_balance128",
        rules::RUNNING,
        PRICE,
        |call, dst: u32| -> () {
            let balance = call.message().balance;
            call.write_cycles(dst, balance)?;
        }
    );
    system_call!(
        linker,
        "canister_cycle_balance",
        rules::RUNNING,
        PRICE,
        |call| -> u64 { narrow(call.message().balance)? }
    );
    system_call!(
        linker,
        "canister_liquid_cycle_balance128",
        rules::RUNNING,
        PRICE,
        |call, dst: u32| -> () {
            let balance = call.message().liquid_balance();
            call.write_cycles(dst, balance)?;
        }
    );
    system_call!(
        linker,
        "cycles_burn128",
        rules::CYCLES_BURN,
        PRICE,
        |call, high: u64, low: u64, dst: u32| -> () {
            let message = call.message();
            let burned = cycles(high, low).min(message.liquid_balance());
            message.balance -= burned;
            message.cycles_burned += burned;
            call.write_cycles(dst, burned)?;
        }
    );
    Ok(())
}

fn of_call(linker: &mut Linker<Host>) -> Result<()> {
    system_call!(
        linker,
        "msg_cycles_available128",
        rules::CYCLES_OF_CALL,
        PRICE,
        |call, dst: u32| -> () {
            let available = call.message().cycles_available;
            call.write_cycles(dst, available)?;
        }
    );
    system_call!(
        linker,
        "msg_cycles_available",
        rules::CYCLES_OF_CALL,
        PRICE,
        |call| -> u64 { narrow(call.message().cycles_available)? }
    );
    system_call!(
        linker,
        "msg_cycles_refunded128",
        rules::CYCLES_REFUNDED,
        PRICE,
        |call, dst: u32| -> () {
            let refunded = call.message().env.cycles_refunded;
            call.write_cycles(dst, refunded)?;
        }
    );
    system_call!(
        linker,
        "msg_cycles_refunded",
        rules::CYCLES_REFUNDED,
        PRICE,
        |call| -> u64 { narrow(call.message().env.cycles_refunded)? }
    );
    system_call!(
        linker,
        "msg_cycles_accept128",
        rules::CYCLES_OF_CALL,
        PRICE,
        |call, high: u64, low: u64, dst: u32| -> () {
            let accepted = call.accept(cycles(high, low));
            call.write_cycles(dst, accepted)?;
        }
    );
    system_call!(
        linker,
        "msg_cycles_accept",
        rules::CYCLES_OF_CALL,
        PRICE,
        |call, max_amount: u64| -> u64 { narrow(call.accept(max_amount.into()))? }
    );
    Ok(())
}

fn costs(linker: &mut Linker<Host>) -> Result<()> {
    system_call!(
        linker,
        "cost_call",
        rules::ANYWHERE,
        PRICE,
        |call, method_bytes: u64, arg_bytes: u64, dst: u32| -> () {
            let cost = call.message().env.costs.call(method_bytes, arg_bytes);
            call.write_cycles(dst, cost)?;
        }
    );
    system_call!(
        linker,
        "cost_create_canister",
        rules::ANYWHERE,
        PRICE,
        |call, dst: u32| -> () {
            let cost = call.message().env.costs.create_canister();
            call.write_cycles(dst, cost)?;
        }
    );
    system_call!(
        linker,
        "cost_http_request",
        rules::ANYWHERE,
        PRICE,
        |call, request_bytes: u64, max_response_bytes: u64, dst: u32| -> () {
            let cost = call
                .message()
                .env
                .costs
                .http_request(request_bytes, max_response_bytes);
            call.write_cycles(dst, cost)?;
        }
    );
    system_call!(
        linker,
        "cost_http_request_v2",
        rules::ANYWHERE,
        PRICE,
        |call, _params_src: u32, _params_size: u32, _dst: u32| -> () { call.not_implemented()? }
    );
    Ok(())
}

fn key_costs(linker: &mut Linker<Host>) -> Result<()> {
    // The only curve of each scheme but Schnorr, which has two algorithms.
    system_call!(
        linker,
        "cost_sign_with_ecdsa",
        rules::ANYWHERE,
        PRICE,
        |call, src: u32, size: u32, curve: u32, dst: u32| -> u32 {
            call.key_cost((src, size), curve == 0, dst)?
        }
    );
    system_call!(
        linker,
        "cost_sign_with_schnorr",
        rules::ANYWHERE,
        PRICE,
        |call, src: u32, size: u32, algorithm: u32, dst: u32| -> u32 {
            call.key_cost((src, size), algorithm <= 1, dst)?
        }
    );
    system_call!(
        linker,
        "cost_vetkd_derive_key",
        rules::ANYWHERE,
        PRICE,
        |call, src: u32, size: u32, curve: u32, dst: u32| -> u32 {
            call.key_cost((src, size), curve == 0, dst)?
        }
    );
    Ok(())
}

fn narrow(cycles: u128) -> Result<u64> {
    u64::try_from(cycles)
        .map_err(|_| Failure::Trapped("cycles amount too big to fit in 64-bit").into())
}

impl SystemCall<'_> {
    /// Moves up to `max_amount` from the call to the balance.
    fn accept(&mut self, max_amount: u128) -> u128 {
        let message = self.message();
        let accepted = max_amount.min(message.cycles_available);
        message.cycles_available -= accepted;
        message.cycles_accepted += accepted;
        message.balance += accepted;
        accepted
    }

    /// 0 and the cost at `dst`, or the code of what is unknown.
    fn key_cost(&mut self, (src, size): (u32, u32), known: bool, dst: u32) -> Result<u32> {
        let name = self.read_text(src, size)?;
        if !known {
            return Ok(UNKNOWN_ALGORITHM);
        }
        let Some(cost) = self.message().env.costs.threshold_key(&name) else {
            return Ok(UNKNOWN_KEY);
        };
        self.write_cycles(dst, cost)?;
        Ok(0)
    }
}
