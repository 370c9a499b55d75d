//! The canister's own state, in stable memory, and how a call uses it.

use crate::commands::Decision;
use crate::commands::in_words::in_words;
use crate::state::{State, UnknownLayout};
use bonafide_kit::{Ctx, decision};
use bonafide_types::Validation;
use bonafide_types::rewards::RewardsError;
use ic_stable_structures::DefaultMemoryImpl;
use std::cell::RefCell;

/// The state in stable memory.
pub type Live = State<DefaultMemoryImpl>;

thread_local! {
    static STATE: RefCell<Option<Live>> = const { RefCell::new(None) };
}

/// Opens the state. Called once, at install and after each upgrade.
///
/// # Errors
/// When stable memory holds a layout this code does not know.
pub fn open() -> Result<(), UnknownLayout> {
    let state = State::open(&bonafide_kit::memory::manager(DefaultMemoryImpl::default()))?;
    STATE.set(Some(state));
    Ok(())
}

/// Reads the state.
///
/// # Panics
/// Before [`open`]; the system calls nothing before install.
pub fn read<R>(read: impl FnOnce(&Live) -> R) -> R {
    STATE.with_borrow(|state| read(state.as_ref().expect("BUG: the state is not open")))
}

/// Reads the state as of now: the closure gets the block time too, in nanoseconds since the
/// epoch.
///
/// # Panics
/// As [`read()`].
pub fn read_now<R>(read_at: impl FnOnce(&Live, u64) -> R) -> R {
    let now_ns = Ctx::capture().now_ns;
    read(|state| read_at(state, now_ns))
}

/// Changes the state.
///
/// # Panics
/// As [`read()`].
pub fn change<R>(change: impl FnOnce(&mut Live) -> R) -> R {
    STATE.with_borrow_mut(|state| change(state.as_mut().expect("BUG: the state is not open")))
}

/// Runs a command: decides, then commits what was decided.
///
/// # Errors
/// The command's refusal; nothing is changed then.
pub fn execute<R>(
    decide: impl FnOnce(&Live, &Ctx) -> Result<Decision<R>, RewardsError>,
) -> Result<R, RewardsError> {
    let ctx = Ctx::capture();
    change(|state| decision::execute(state, &ctx, decide))
}

/// Runs a command's decision and says in plain words what it would do.
///
/// # Errors
/// The command's refusal in words, as [`bonafide_kit::reply::refusal`] writes it.
pub fn validate<R>(
    decide: impl FnOnce(&Live, &Ctx) -> Result<Decision<R>, RewardsError>,
) -> Validation {
    let ctx = Ctx::capture();
    read(|state| decision::validate(state, &ctx, decide, in_words))
}
