//! What takes more than one message: it asks somebody else and goes on with the answer.
//!
//! | in | awaited | before | after |
//! |---|---|---|---|
//! | [`release()`] | `vetkd_derive_key` of the system | the use is reserved, and committed | the use is used or given back; what must hold is asked again |
//! | [`learn_public_key`] | `vetkd_public_key` of the system | nothing | the key is committed, once |
//! | [`follow_audits`] | reads of the audits canister | nothing | new final findings are committed |
//! | [`follow_registry`] | reads of the registry | nothing | what changed is committed |
//!
//! Every wait is bounded, so that the canister can be stopped whatever others do. When handling
//! an answer traps, the system undoes that handling: no key left the canister, and a periodic
//! task gives the use back. When the canister is upgraded while an answer is out, `post_upgrade`
//! gives it back. Nothing that was read before an await is trusted after it.

mod audits;
mod public_key;
mod registry;
mod release;

pub use audits::follow_audits;
pub use public_key::learn_public_key;
pub use registry::follow_registry;
pub use release::{is_in_flight, release};
