//! Argument, caller, response, inspection.

use wasmtime::{Linker, Result};

use super::{PRICE, SystemCall, size_of, system_call};
use crate::execution::host::Host;
use crate::execution::message::Response;
use crate::execution::rules;

/// Largest reply in replicated execution.
const MAX_REPLY_BYTES: usize = 2 * 1024 * 1024;
/// Largest reply of a query.
const MAX_QUERY_REPLY_BYTES: usize = 3 * 1024 * 1024;

pub(super) fn define(linker: &mut Linker<Host>) -> Result<()> {
    argument(linker)?;
    caller(linker)?;
    rejection(linker)?;
    response(linker)?;
    inspection(linker)
}

fn argument(linker: &mut Linker<Host>) -> Result<()> {
    system_call!(
        linker,
        "msg_arg_data_size",
        rules::ARGUMENT,
        PRICE,
        |call| -> u32 { size_of(&call.message().arg)? }
    );
    system_call!(
        linker,
        "msg_arg_data_copy",
        rules::ARGUMENT,
        PRICE,
        |call, dst: u32, offset: u32, size: u32| -> () {
            call.copy((dst, offset, size), |message| &message.arg)?;
        }
    );
    Ok(())
}

fn caller(linker: &mut Linker<Host>) -> Result<()> {
    system_call!(
        linker,
        "msg_caller_size",
        rules::RUNNING,
        PRICE,
        |call| -> u32 { size_of(call.message().env.caller.as_slice())? }
    );
    system_call!(
        linker,
        "msg_caller_copy",
        rules::RUNNING,
        PRICE,
        |call, dst: u32, offset: u32, size: u32| -> () {
            call.copy((dst, offset, size), |message| message.env.caller.as_slice())?;
        }
    );
    system_call!(
        linker,
        "msg_caller_info_data_size",
        rules::CALLER_INFO,
        PRICE,
        |call| -> u32 {
            size_of(
                call.message()
                    .env
                    .caller_info
                    .as_ref()
                    .map_or(&[], |info| &info.data),
            )?
        }
    );
    system_call!(
        linker,
        "msg_caller_info_data_copy",
        rules::CALLER_INFO,
        PRICE,
        |call, dst: u32, offset: u32, size: u32| -> () {
            call.copy((dst, offset, size), |message| {
                message
                    .env
                    .caller_info
                    .as_ref()
                    .map_or(&[], |info| &info.data)
            })?;
        }
    );
    system_call!(
        linker,
        "msg_caller_info_signer_size",
        rules::CALLER_INFO,
        PRICE,
        |call| -> u32 {
            size_of(
                call.message()
                    .env
                    .caller_info
                    .as_ref()
                    .map_or(&[], |info| &info.signer),
            )?
        }
    );
    system_call!(
        linker,
        "msg_caller_info_signer_copy",
        rules::CALLER_INFO,
        PRICE,
        |call, dst: u32, offset: u32, size: u32| -> () {
            call.copy((dst, offset, size), |message| {
                message
                    .env
                    .caller_info
                    .as_ref()
                    .map_or(&[], |info| &info.signer)
            })?;
        }
    );
    system_call!(
        linker,
        "msg_deadline",
        rules::DEADLINE,
        PRICE,
        |call| -> u64 { call.message().env.deadline_ns.unwrap_or(0) }
    );
    Ok(())
}

fn rejection(linker: &mut Linker<Host>) -> Result<()> {
    system_call!(
        linker,
        "msg_reject_code",
        rules::REJECT_CODE,
        PRICE,
        |call| -> u32 { call.message().reject_code }
    );
    system_call!(
        linker,
        "msg_reject_msg_size",
        rules::REJECT_MESSAGE,
        PRICE,
        |call| -> u32 { size_of(call.message().reject_message.as_bytes())? }
    );
    system_call!(
        linker,
        "msg_reject_msg_copy",
        rules::REJECT_MESSAGE,
        PRICE,
        |call, dst: u32, offset: u32, size: u32| -> () {
            call.copy((dst, offset, size), |message| {
                message.reject_message.as_bytes()
            })?;
        }
    );
    Ok(())
}

fn response(linker: &mut Linker<Host>) -> Result<()> {
    system_call!(
        linker,
        "msg_reply_data_append",
        rules::RESPOND,
        PRICE,
        |call, src: u32, size: u32| -> () {
            call.unanswered()?;
            let bytes = call.read(src, size)?;
            let limit = match call.message().env.replicated {
                true => MAX_REPLY_BYTES,
                false => MAX_QUERY_REPLY_BYTES,
            };
            let total = call.message().reply.len() + bytes.len();
            if total > limit {
                return call.violation(&format!(
                    "application payload size ({total}) cannot be larger than {limit}"
                ));
            }
            call.message().reply.extend(bytes);
        }
    );
    system_call!(linker, "msg_reply", rules::RESPOND, PRICE, |call| -> () {
        call.unanswered()?;
        let reply = std::mem::take(&mut call.message().reply);
        call.respond(Response::Reply(reply));
    });
    system_call!(linker, "msg_reject", rules::RESPOND, PRICE, |call,
                                                               src: u32,
                                                               size: u32|
     -> () {
        call.unanswered()?;
        let reason = call.read_text(src, size)?;
        call.respond(Response::Reject(reason));
    });
    Ok(())
}

fn inspection(linker: &mut Linker<Host>) -> Result<()> {
    system_call!(
        linker,
        "msg_method_name_size",
        rules::INSPECT,
        PRICE,
        |call| -> u32 { size_of(call.message().method.as_bytes())? }
    );
    system_call!(
        linker,
        "msg_method_name_copy",
        rules::INSPECT,
        PRICE,
        |call, dst: u32, offset: u32, size: u32| -> () {
            call.copy((dst, offset, size), |message| message.method.as_bytes())?;
        }
    );
    system_call!(
        linker,
        "accept_message",
        rules::INSPECT,
        PRICE,
        |call| -> () {
            if call.message().accepted {
                return call.violation("the message is already accepted");
            }
            call.message().accepted = true;
        }
    );
    Ok(())
}

impl SystemCall<'_> {
    /// Traps if the call being handled has its response.
    fn unanswered(&mut self) -> Result<()> {
        if self.message().env.responded || self.message().response.is_some() {
            return self.violation("the call is already replied");
        }
        Ok(())
    }

    /// Cycles that were not accepted before the response go back to the caller.
    fn respond(&mut self, response: Response) {
        let message = self.message();
        message.reply.clear();
        message.response = Some(response);
        message.cycles_available = 0;
    }
}
