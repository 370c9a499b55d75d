//! A case in plain words, from its record alone. Why a vote rejected, cancelled or refunded is
//! in the log.

mod ahead;
mod objections;
mod past;
#[cfg(test)]
mod testing;

pub(super) use ahead::next;
pub(super) use objections::objections;
pub(super) use past::happened;
