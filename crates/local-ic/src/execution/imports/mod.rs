//! The `ic0` module: every system call, each with the contexts it may be made from and its price.

mod calls;
mod cycles;
mod messages;
mod stable;
mod system;

use wasmtime::{Caller, Linker, Result};

use super::host::{Failure, Host, Message};
use super::meter;
use super::rules::Contexts;

/// Price of most system calls in instructions; each byte that is copied costs one more.
const PRICE: u64 = 500;

/// Defines one system call: name, contexts, price in instructions, and a body that may fail.
macro_rules! system_call {
    ($linker:ident, $name:literal, $contexts:expr, $price:expr,
     |$call:ident $(, $arg:ident: $ty:ty)*| -> $ret:ty $body:block) => {
        $linker.func_wrap(
            "ic0",
            $name,
            |caller: wasmtime::Caller<'_, $crate::execution::host::Host> $(, $arg: $ty)*| -> wasmtime::Result<$ret> {
                let mut $call = $crate::execution::imports::SystemCall::enter(caller, $name, $contexts, $price)?;
                Ok($body)
            },
        )?;
    };
}
use system_call;

/// Defines all system calls.
///
/// # Errors
/// If a name is defined twice.
pub(super) fn define(linker: &mut Linker<Host>) -> Result<()> {
    messages::define(linker)?;
    calls::define(linker)?;
    cycles::define(linker)?;
    stable::define(linker)?;
    system::define(linker)
}

/// A system call that is allowed and paid for.
struct SystemCall<'a> {
    caller: Caller<'a, Host>,
    name: &'static str,
}

impl<'a> SystemCall<'a> {
    fn enter(
        caller: Caller<'a, Host>,
        name: &'static str,
        contexts: Contexts,
        price: u64,
    ) -> Result<Self> {
        let context = caller.data().message.context;
        let mut call = Self { caller, name };
        if !contexts.contain(context) {
            return call.violation(&format!("cannot be executed in {context} mode"));
        }
        call.charge(price)?;
        Ok(call)
    }

    /// The call breaks the contract: its name and why.
    fn violation<T>(&self, why: &str) -> Result<T> {
        Err(Failure::Violation(format!("\"ic0.{}\" {why}", self.name)).into())
    }

    fn not_implemented<T>(&mut self) -> Result<T> {
        Err(Failure::NotImplemented(self.name).into())
    }

    fn message(&mut self) -> &mut Message {
        &mut self.caller.data_mut().message
    }

    /// Takes `instructions` off what the message may still use.
    fn charge(&mut self, instructions: u64) -> Result<()> {
        let left = self.caller.get_fuel()?;
        if let Some(left) = left.checked_sub(meter::fuel_for(instructions)) {
            return self.caller.set_fuel(left);
        }
        self.caller.set_fuel(0)?;
        Err(Failure::InstructionLimit(self.message().limit).into())
    }

    /// Instructions used so far.
    fn instructions(&mut self) -> Result<u64> {
        let left = self.caller.get_fuel()?;
        let limit = self.message().limit;
        Ok(meter::instructions_used(limit, left))
    }

    /// The heap and the host, both to be worked on.
    fn parts(&mut self) -> (&mut [u8], &mut Host) {
        match self.caller.data().memory {
            Some(memory) => memory.data_and_store_mut(&mut self.caller),
            None => (&mut [], self.caller.data_mut()),
        }
    }

    /// Copies `src..src+size` out of the heap.
    fn read(&mut self, src: u32, size: u32) -> Result<Vec<u8>> {
        self.charge(size.into())?;
        let (heap, _) = self.parts();
        match range(src, size).and_then(|range| heap.get(range)) {
            Some(bytes) => Ok(bytes.to_owned()),
            None => self.violation("heap: the source is out of bounds"),
        }
    }

    /// Like `read`, for text. Traps if it is not UTF-8.
    fn read_text(&mut self, src: u32, size: u32) -> Result<String> {
        let bytes = self.read(src, size)?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(text),
            Err(_) => self.violation("text is not valid UTF-8"),
        }
    }

    /// Copies `bytes` to `dst` in the heap.
    fn write(&mut self, dst: u32, bytes: &[u8]) -> Result<()> {
        let (heap, _) = self.parts();
        let start = usize::try_from(dst)?;
        match start
            .checked_add(bytes.len())
            .and_then(|end| heap.get_mut(start..end))
        {
            Some(target) => {
                target.copy_from_slice(bytes);
                Ok(())
            }
            None => self.violation("heap: the destination is out of bounds"),
        }
    }

    fn write_cycles(&mut self, dst: u32, cycles: u128) -> Result<()> {
        self.write(dst, &cycles.to_le_bytes())
    }

    /// Copies `offset..offset+size` of what `source` finds to `dst` in the heap.
    fn copy(
        &mut self,
        (dst, offset, size): (u32, u32, u32),
        source: impl for<'h> FnOnce(&'h Message) -> &'h [u8],
    ) -> Result<()> {
        self.charge(size.into())?;
        let (heap, host) = self.parts();
        let source = source(&host.message);
        let Some(source) = range(offset, size).and_then(|range| source.get(range)) else {
            return self.violation("payload: offset and size exceed what there is to copy");
        };
        match range(dst, size).and_then(|range| heap.get_mut(range)) {
            Some(target) => {
                target.copy_from_slice(source);
                Ok(())
            }
            None => self.violation("heap: the destination is out of bounds"),
        }
    }
}

fn range(start: u32, size: u32) -> Option<std::ops::Range<usize>> {
    let start = usize::try_from(start).ok()?;
    Some(start..start.checked_add(usize::try_from(size).ok()?)?)
}

/// A length as the canister sees it.
fn size_of(bytes: &[u8]) -> Result<u32> {
    Ok(u32::try_from(bytes.len())?)
}

fn cycles(high: u64, low: u64) -> u128 {
    (u128::from(high) << 64) | u128::from(low)
}
