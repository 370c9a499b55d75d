//! What takes more than one message: it asks another canister and goes on with the answer.
//!
//! - [`submit_proposal`], [`execute`], [`validate_execute`], [`execute_adopted_motion`],
//!   [`explain_motion`], [`review_nns_proposals`]: updates
//! - [`after_upgrade`]: what an upgrade does to calls that are out and to the commands that
//!   it brings
//! - [`resume()`]: executes what was adopted or waits
//!
//! # Exactly once
//!
//! A decision is used up by its journal entry, which is committed, in the state Executing,
//! before the call goes out; the answer closes it. What every such execution goes through is
//! in `execution.rs`, and nothing else makes the call. From this follows what happens when
//! two flows meet:
//!
//! - Whoever commits the entry first executes; the other finds the decision used up. Nothing
//!   that was read before an await is trusted after it: the flows read the state again.
//! - Governance's own commands take no call: the entry, the change and its end are one
//!   commit. Flows that wait meanwhile find the new settings when they go on.
//! - When handling an answer traps, the system undoes that handling and the entry stays
//!   Executing with nobody at work on it; [`resume()`] makes it Quarantined.
//! - When governance is upgraded while a call is out, the answer cannot reach the new code:
//!   [`after_upgrade`] makes the entry Quarantined. An answer closes an entry only as long as
//!   it is Executing.
//! - A target that asks governance back finds the entry Executing.
//!
//! Calls wait [`limits::CALL_TIMEOUT_SECONDS`] at most, so that governance can be stopped
//! whatever its targets do, and carry no cycles.
//!
//! [`limits::CALL_TIMEOUT_SECONDS`]: bonafide_types::limits::CALL_TIMEOUT_SECONDS

mod call;
mod execution;
mod motion;
mod place;
mod resume;
mod review;
mod sns;
mod submit;
#[cfg(test)]
mod testing;
mod twin;
mod upgrade;

pub use motion::{execute_adopted_motion, explain_motion};
pub use resume::resume;
pub use review::review_nns_proposals;
pub use sns::{execute, validate_execute};
pub use submit::submit_proposal;
pub use upgrade::after_upgrade;
