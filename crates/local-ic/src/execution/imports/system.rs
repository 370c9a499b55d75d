//! The canister itself, its subnet, time, certified data, environment variables, log, trap.

use candid::Principal;
use wasmtime::{Linker, Result};

use super::{PRICE, SystemCall, size_of, system_call};
use crate::execution::host::{Failure, Host};
use crate::execution::rules;

const MAX_CERTIFIED_DATA_BYTES: u32 = 32;

pub(super) fn define(linker: &mut Linker<Host>) -> Result<()> {
    identity(linker)?;
    certification(linker)?;
    clock(linker)?;
    environment(linker)?;
    diagnosis(linker)
}

fn identity(linker: &mut Linker<Host>) -> Result<()> {
    system_call!(
        linker,
        "canister_self_size",
        rules::RUNNING,
        PRICE,
        |call| -> u32 { size_of(call.message().env.self_id.as_slice())? }
    );
    system_call!(
        linker,
        "canister_self_copy",
        rules::RUNNING,
        PRICE,
        |call, dst: u32, offset: u32, size: u32| -> () {
            call.copy((dst, offset, size), |message| {
                message.env.self_id.as_slice()
            })?;
        }
    );
    system_call!(
        linker,
        "canister_status",
        rules::RUNNING,
        PRICE,
        |call| -> u32 { call.message().env.status.code() }
    );
    system_call!(
        linker,
        "canister_version",
        rules::RUNNING,
        PRICE,
        |call| -> u64 { call.message().env.canister_version }
    );
    system_call!(
        linker,
        "subnet_self_size",
        rules::RUNNING,
        PRICE,
        |call| -> u32 { size_of(call.message().env.subnet_id.as_slice())? }
    );
    system_call!(
        linker,
        "subnet_self_copy",
        rules::RUNNING,
        PRICE,
        |call, dst: u32, offset: u32, size: u32| -> () {
            call.copy((dst, offset, size), |message| {
                message.env.subnet_id.as_slice()
            })?;
        }
    );
    system_call!(
        linker,
        "subnet_self_node_count",
        rules::RUNNING,
        PRICE,
        |call| -> u32 { call.message().env.node_count }
    );
    system_call!(
        linker,
        "is_controller",
        rules::ANYWHERE,
        2 * PRICE,
        |call, src: u32, size: u32| -> u32 {
            let bytes = call.read(src, size)?;
            let Ok(principal) = Principal::try_from_slice(&bytes) else {
                return call.violation("the argument is not a valid principal");
            };
            u32::from(call.message().env.controllers.contains(&principal))
        }
    );
    system_call!(
        linker,
        "in_replicated_execution",
        rules::ANYWHERE,
        PRICE,
        |call| -> u32 { u32::from(call.message().env.replicated) }
    );
    Ok(())
}

fn certification(linker: &mut Linker<Host>) -> Result<()> {
    system_call!(
        linker,
        "root_key_size",
        rules::ROOT_KEY,
        PRICE,
        |call| -> u32 { size_of(&call.message().env.root_key)? }
    );
    system_call!(
        linker,
        "root_key_copy",
        rules::ROOT_KEY,
        PRICE,
        |call, dst: u32, offset: u32, size: u32| -> () {
            call.copy((dst, offset, size), |message| &message.env.root_key)?;
        }
    );
    system_call!(
        linker,
        "certified_data_set",
        rules::CERTIFIED_DATA_SET,
        PRICE,
        |call, src: u32, size: u32| -> () {
            if size > MAX_CERTIFIED_DATA_BYTES {
                return call.violation("the certified data is longer than 32 bytes");
            }
            let bytes = call.read(src, size)?;
            call.message().certified_data = Some(bytes);
        }
    );
    system_call!(
        linker,
        "data_certificate_present",
        rules::RUNNING,
        PRICE,
        |call| -> u32 { u32::from(call.message().env.certificate.is_some()) }
    );
    system_call!(
        linker,
        "data_certificate_size",
        rules::DATA_CERTIFICATE,
        PRICE,
        |call| -> u32 {
            call.make_certificate()?;
            size_of(call.message().certificate.as_deref().unwrap_or_default())?
        }
    );
    system_call!(
        linker,
        "data_certificate_copy",
        rules::DATA_CERTIFICATE,
        PRICE,
        |call, dst: u32, offset: u32, size: u32| -> () {
            call.make_certificate()?;
            call.copy((dst, offset, size), |message| {
                message.certificate.as_deref().unwrap_or_default()
            })?;
        }
    );
    Ok(())
}

fn clock(linker: &mut Linker<Host>) -> Result<()> {
    system_call!(linker, "time", rules::RUNNING, PRICE, |call| -> u64 {
        call.message().env.time_ns
    });
    system_call!(
        linker,
        "global_timer_set",
        rules::GLOBAL_TIMER_SET,
        PRICE,
        |call, timestamp: u64| -> u64 {
            let message = call.message();
            let previous = message.global_timer_ns.replace(timestamp);
            previous.unwrap_or(message.env.global_timer_ns)
        }
    );
    system_call!(
        linker,
        "performance_counter",
        rules::ANYWHERE,
        200,
        |call, counter: u32| -> u64 {
            let current = call.instructions()?;
            match counter {
                0 => current,
                1 => call.message().env.call_context_instructions + current,
                _ => return call.violation(&format!("there is no counter of type {counter}")),
            }
        }
    );
    Ok(())
}

fn environment(linker: &mut Linker<Host>) -> Result<()> {
    system_call!(
        linker,
        "env_var_count",
        rules::RUNNING,
        PRICE,
        |call| -> u32 { u32::try_from(call.message().env.env_vars.len())? }
    );
    system_call!(
        linker,
        "env_var_name_size",
        rules::RUNNING,
        PRICE,
        |call, index: u32| -> u32 {
            let name = call.variable_name(index)?;
            size_of(name.as_bytes())?
        }
    );
    system_call!(
        linker,
        "env_var_name_copy",
        rules::RUNNING,
        PRICE,
        |call, index: u32, dst: u32, offset: u32, size: u32| -> () {
            let name = call.variable_name(index)?;
            call.copy((dst, offset, size), |message| {
                message
                    .env
                    .env_vars
                    .get_key_value(&name)
                    .map_or(&[], |(name, _)| name.as_bytes())
            })?;
        }
    );
    system_call!(
        linker,
        "env_var_name_exists",
        rules::RUNNING,
        PRICE,
        |call, src: u32, size: u32| -> u32 {
            let name = call.read_text(src, size)?;
            u32::from(call.message().env.env_vars.contains_key(&name))
        }
    );
    system_call!(
        linker,
        "env_var_value_size",
        rules::RUNNING,
        PRICE,
        |call, src: u32, size: u32| -> u32 {
            let name = call.known_variable(src, size)?;
            size_of(
                call.message()
                    .env
                    .env_vars
                    .get(&name)
                    .map_or(&[], |value| value.as_bytes()),
            )?
        }
    );
    system_call!(
        linker,
        "env_var_value_copy",
        rules::RUNNING,
        PRICE,
        |call, src: u32, name_size: u32, dst: u32, offset: u32, size: u32| -> () {
            let name = call.known_variable(src, name_size)?;
            call.copy((dst, offset, size), |message| {
                message
                    .env
                    .env_vars
                    .get(&name)
                    .map_or(&[], |value| value.as_bytes())
            })?;
        }
    );
    Ok(())
}

fn diagnosis(linker: &mut Linker<Host>) -> Result<()> {
    system_call!(linker, "debug_print", rules::ANYWHERE, 100, |call,
                                                               src: u32,
                                                               size: u32|
     -> () {
        let text = call.read(src, size)?;
        call.message().log(&text);
    });
    system_call!(linker, "trap", rules::ANYWHERE, PRICE, |call,
                                                          src: u32,
                                                          size: u32|
     -> () {
        let text = call.read(src, size)?;
        Err(Failure::CalledTrap(
            String::from_utf8_lossy(&text).into_owned(),
        ))?;
    });
    Ok(())
}

impl SystemCall<'_> {
    /// Has the data certificate made if that has not happened; traps if there is none.
    fn make_certificate(&mut self) -> Result<()> {
        let message = self.message();
        if message.certificate.is_none() {
            let Some(certificate) = &message.env.certificate else {
                return self.violation("there is no data certificate");
            };
            message.certificate = Some((certificate.0)());
        }
        Ok(())
    }

    fn variable_name(&mut self, index: u32) -> Result<String> {
        let index = usize::try_from(index)?;
        match self.message().env.env_vars.keys().nth(index) {
            Some(name) => Ok(name.clone()),
            None => self.violation("the index is out of bounds"),
        }
    }

    /// The name at `src`; traps if there is no such variable.
    fn known_variable(&mut self, src: u32, size: u32) -> Result<String> {
        let name = self.read_text(src, size)?;
        match self.message().env.env_vars.contains_key(&name) {
            true => Ok(name),
            false => self.violation(&format!("there is no environment variable '{name}'")),
        }
    }
}
