//! What kinds of subnets ask, and who is cordoned off.

use crate::state::State;
use bonafide_types::registry::{Cordon, ListSubnetPoliciesArgs, SubnetPolicies, SubnetPolicy};
use ic_stable_structures::Memory;

/// Policies listed at most.
const POLICIES_LISTED: usize = 1_000;

/// The policy of a kind in force now.
#[must_use]
pub fn get_subnet_policy<M: Memory>(
    state: &State<M>,
    kind: &str,
    now_ns: u64,
) -> Option<SubnetPolicy> {
    state.subnet_policy(kind, now_ns)
}

/// All versions of one kind, oldest first and without the adopted one; or of all kinds the
/// policies in force.
#[must_use]
pub fn list_subnet_policies<M: Memory>(
    state: &State<M>,
    args: &ListSubnetPoliciesArgs,
    now_ns: u64,
) -> SubnetPolicies {
    let policies = match &args.kind {
        Some(kind) => {
            let mut versions: Vec<_> = state
                .subnet_policy_versions(kind)
                .take(POLICIES_LISTED)
                .collect();
            versions.reverse();
            versions
        }
        None => state
            .subnet_kinds()
            .iter()
            .filter_map(|kind| state.subnet_policy(kind, now_ns))
            .collect(),
    };
    SubnetPolicies { policies }
}

/// All cordons, also those that ended and are not lifted; there are at most `limits::CORDONS`.
#[must_use]
pub fn list_cordons<M: Memory>(state: &State<M>) -> Vec<Cordon> {
    state.cordons.after(None).map(|(_, row)| row).collect()
}

#[cfg(test)]
mod tests;
