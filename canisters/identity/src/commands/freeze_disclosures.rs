//! Stops all releases for 14 days, or until the freeze is lifted. Governed.

use super::Decision;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_kit::field;
use bonafide_types::identity::{Freeze, FreezeDisclosuresArgs, IdentityError};
use bonafide_types::limits::{DAY_NS, FREEZE_DAYS};
use ic_stable_structures::Memory;

/// Decides. A freeze in force begins anew; each takes a vote. Disclosures go on to expire.
///
/// # Errors
/// Those of the reason.
pub fn decide<M: Memory>(
    _: &State<M>,
    FreezeDisclosuresArgs { reason }: FreezeDisclosuresArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, IdentityError> {
    field::check_reason(&reason)?;
    let freeze = Freeze {
        since_ns: ctx.now_ns,
        until_ns: ctx.now_ns.saturating_add(FREEZE_DAYS * DAY_NS),
        reason,
    };
    Ok(Decision::change(Event::DisclosuresFrozen { freeze }, ()))
}
