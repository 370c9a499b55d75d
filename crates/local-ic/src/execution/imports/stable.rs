//! Stable memory.

use wasmtime::{Linker, Result};

use super::{SystemCall, system_call};
use crate::execution::host::{Failure, Host};
use crate::execution::rules;
use crate::execution::stable::PAGE_BYTES;

/// Price of an access; each byte costs one more.
const PRICE: u64 = 20;
const PRICE_GROW: u64 = 100;
/// Pages that the 32-bit calls can address.
const MAX_PAGES_32: u64 = (1 << 32) / PAGE_BYTES;

pub(super) fn define(linker: &mut Linker<Host>) -> Result<()> {
    wide(linker)?;
    narrow(linker)
}

fn wide(linker: &mut Linker<Host>) -> Result<()> {
    system_call!(
        linker,
        "stable64_size",
        rules::ANYWHERE,
        PRICE,
        |call| -> u64 { call.stable_pages() }
    );
    system_call!(
        linker,
        "stable64_grow",
        rules::ANYWHERE,
        PRICE_GROW,
        |call, pages: u64| -> u64 { call.stable_grow(pages).unwrap_or(u64::MAX) }
    );
    system_call!(
        linker,
        "stable64_write",
        rules::ANYWHERE,
        PRICE,
        |call, offset: u64, src: u64, size: u64| -> () { call.stable_write(offset, src, size)? }
    );
    system_call!(
        linker,
        "stable64_read",
        rules::ANYWHERE,
        PRICE,
        |call, dst: u64, offset: u64, size: u64| -> () { call.stable_read(dst, offset, size)? }
    );
    Ok(())
}

fn narrow(linker: &mut Linker<Host>) -> Result<()> {
    system_call!(
        linker,
        "stable_size",
        rules::ANYWHERE,
        PRICE,
        |call| -> u32 {
            call.addressable()?;
            u32::try_from(call.stable_pages())?
        }
    );
    system_call!(
        linker,
        "stable_grow",
        rules::ANYWHERE,
        PRICE_GROW,
        |call, pages: u32| -> u32 {
            call.addressable()?;
            match call.stable_pages() + u64::from(pages) <= MAX_PAGES_32 {
                true => call
                    .stable_grow(pages.into())
                    .map_or(Ok(u32::MAX), u32::try_from)?,
                false => u32::MAX,
            }
        }
    );
    system_call!(
        linker,
        "stable_write",
        rules::ANYWHERE,
        PRICE,
        |call, offset: u32, src: u32, size: u32| -> () {
            call.addressable()?;
            call.stable_write(offset.into(), src.into(), size.into())?;
        }
    );
    system_call!(
        linker,
        "stable_read",
        rules::ANYWHERE,
        PRICE,
        |call, dst: u32, offset: u32, size: u32| -> () {
            call.addressable()?;
            call.stable_read(dst.into(), offset.into(), size.into())?;
        }
    );
    Ok(())
}

impl SystemCall<'_> {
    fn stable_pages(&mut self) -> u64 {
        self.caller.data().stable.pages()
    }

    /// Traps if stable memory is too large for the 32-bit calls.
    fn addressable(&mut self) -> Result<()> {
        if self.stable_pages() > MAX_PAGES_32 {
            return Err(Failure::Trapped("stable memory too big for the 32-bit API").into());
        }
        Ok(())
    }

    /// The previous size, or `None` if there is no room.
    fn stable_grow(&mut self, pages: u64) -> Option<u64> {
        let host = self.caller.data_mut();
        let needed = pages.checked_mul(PAGE_BYTES)?;
        let rest = host.message.env.memory_available.checked_sub(needed)?;
        let previous = host.stable.grow(pages)?;
        host.message.env.memory_available = rest;
        Some(previous)
    }

    fn stable_write(&mut self, offset: u64, src: u64, size: u64) -> Result<()> {
        self.charge(size)?;
        let (heap, host) = self.parts();
        let Some(source) = range(src, size).and_then(|range| heap.get(range)) else {
            return self.violation("heap: the source is out of bounds");
        };
        let result = host.stable.write(offset, source);
        result.map_err(|_| Failure::Trapped("stable memory out of bounds"))?;
        self.stable_limit()
    }

    fn stable_read(&mut self, dst: u64, offset: u64, size: u64) -> Result<()> {
        self.charge(size)?;
        let (heap, host) = self.parts();
        let Some(target) = range(dst, size).and_then(|range| heap.get_mut(range)) else {
            return self.violation("heap: the destination is out of bounds");
        };
        let result = host.stable.read(offset, target);
        result.map_err(|_| Failure::Trapped("stable memory out of bounds"))?;
        self.stable_limit()
    }

    fn stable_limit(&mut self) -> Result<()> {
        let limit = self.message().stable_access_limit();
        if self.caller.data().stable.touched_bytes() > limit {
            let limit_mib = limit / (1024 * 1024);
            return Err(Failure::StableAccess { limit_mib }.into());
        }
        Ok(())
    }
}

fn range(start: u64, size: u64) -> Option<std::ops::Range<usize>> {
    let start = usize::try_from(start).ok()?;
    Some(start..start.checked_add(usize::try_from(size).ok()?)?)
}
