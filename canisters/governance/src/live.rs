//! The canister's own state, in stable memory, and how a call uses it.

use crate::commands::Decision;
use crate::state::{State, UnknownLayout};
use bonafide_kit::{Ctx, decision};
use bonafide_types::governance::GovernanceError;
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

/// Changes the state.
///
/// # Panics
/// As [`read()`].
pub fn change<R>(change: impl FnOnce(&mut Live) -> R) -> R {
    STATE.with_borrow_mut(|state| change(state.as_mut().expect("BUG: the state is not open")))
}

/// Runs a command that takes one message: decides, then commits what was decided.
///
/// # Errors
/// The command's refusal; nothing is changed then.
pub fn execute<R>(
    decide: impl FnOnce(&Live, &Ctx) -> Result<Decision<R>, GovernanceError>,
) -> Result<R, GovernanceError> {
    let ctx = Ctx::capture();
    change(|state| decision::execute(state, &ctx, decide))
}
