//! How well subnets are spread over independent actors, and how to spread them better. The
//! rules are those of `bonafide_policy::decentralization`; whoever has the rows can compute all
//! of it again.

pub mod evaluate;
pub mod jurisdictions;
pub mod near;
pub mod policies;
pub mod suggest;

use crate::commands::{change_subnet_membership, membership};
use crate::domain::text;
use crate::state::State;
use bonafide_policy::decentralization::{Limits, verdict};
use bonafide_types::id::Sha256Hash;
use bonafide_types::limits::{SUBNET_CHANGES, SUBNET_NODES};
use bonafide_types::registry::{
    MembershipRecord, NewSubnet, RegistryError, Verdict, VerdictView, VerifyMembershipArgs,
};
use ic_stable_structures::Memory;

/// The verdict on changes and subnets to be made, all of them together, as of now.
///
/// # Errors
/// Those of the fields; [`RegistryError::SubnetKindNotFound`].
pub fn verify_membership<M: Memory>(
    state: &State<M>,
    args: &VerifyMembershipArgs,
    now_ns: u64,
) -> Result<VerdictView, RegistryError> {
    let VerifyMembershipArgs { changes, creations } = args;
    if changes.is_empty() && creations.is_empty() {
        return Err(RegistryError::NothingToChange {
            what: "no change is named".into(),
        });
    }
    if !changes.is_empty() {
        change_subnet_membership::check(changes)?;
    }
    check_creations(creations)?;
    let verdict = membership::judge(state, changes, creations, now_ns)?;
    Ok(view(verdict))
}

/// Checks how many subnets and nodes are named.
pub(crate) fn check_creations(creations: &[NewSubnet]) -> Result<(), RegistryError> {
    text::check_count("creations", creations.len(), SUBNET_CHANGES)?;
    for creation in creations {
        let nodes = creation.node_ids.len();
        text::check_count("node_ids", nodes, SUBNET_NODES as usize)?;
    }
    Ok(())
}

/// What a kind asks now, made ready for the network.
///
/// # Errors
/// [`RegistryError::SubnetKindNotFound`].
pub(crate) fn limits<M: Memory>(
    state: &State<M>,
    kind: &str,
    now_ns: u64,
) -> Result<Limits, RegistryError> {
    let unknown = || RegistryError::SubnetKindNotFound {
        kind: text::shortened(kind),
    };
    Ok(state.limits(kind, now_ns).ok_or_else(unknown)?.0)
}

/// A verdict with its hash and words.
pub(crate) fn view(verdict: Verdict) -> VerdictView {
    VerdictView {
        verdict_hash: verdict::verdict_hash(&verdict),
        words: verdict::words(&verdict),
        verdict,
    }
}

/// A verdict that was executed.
#[must_use]
pub fn get_membership_record<M: Memory>(state: &State<M>, id: u64) -> Option<MembershipRecord> {
    state.memberships.get(&id.to_be_bytes())
}

/// The hash of the last event: by it ties are broken, and nobody knows it before.
pub(crate) fn seed<M: Memory>(state: &State<M>) -> Sha256Hash {
    Sha256Hash(state.log.tip().hash)
}

#[cfg(test)]
mod tests;
