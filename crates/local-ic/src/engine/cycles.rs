//! What things cost. Per-message fees are in [`Costs`]; here is what time costs.

use super::canister::Canister;
use super::topology::Subnet;
use crate::execution::Costs;

/// Balance of a canister created without an amount (`provisional_create_canister_with_cycles`).
pub(super) const PROVISIONAL_BALANCE: u128 = 100_000_000_000_000;

/// Storage, cycles per GiB and second on thirteen nodes.
const GIB_SECOND: u128 = 127_000;
/// Compute allocation, cycles per percent and second on thirteen nodes.
const COMPUTE_PERCENT_SECOND: u128 = 10_000_000;
const REFERENCE_NODES: u128 = 13;
const GIB: u128 = 1 << 30;
const NANOS_PER_SECOND: u128 = 1_000_000_000;
pub(super) const SECONDS_PER_DAY: u128 = 24 * 60 * 60;

pub(super) fn costs(subnet: &Subnet) -> Costs {
    Costs::new(subnet.size, !subnet.charges_cycles())
}

/// What a canister costs in `nanos` nanoseconds by being there.
pub(super) fn idle_cycles(canister: &Canister, subnet: &Subnet, nanos: u128) -> u128 {
    if !subnet.charges_cycles() {
        return 0;
    }
    let bytes = canister
        .memory_bytes()
        .max(canister.settings.memory_allocation);
    let allocation = u128::from(canister.settings.compute_allocation);
    let per_second = u128::from(bytes) * GIB_SECOND + allocation * COMPUTE_PERCENT_SECOND * GIB;
    let nodes = u128::from(subnet.size);
    // At most 2^69 * 2^17 * 2^6 before the time: seconds and rest apart, so that nothing overflows.
    let whole = per_second * nodes / REFERENCE_NODES * (nanos / NANOS_PER_SECOND) / GIB;
    let rest = per_second * nodes / REFERENCE_NODES / GIB * (nanos % NANOS_PER_SECOND);
    whole + rest / NANOS_PER_SECOND
}

/// The balance below which a canister is frozen.
pub(super) fn freezing_limit(canister: &Canister, subnet: &Subnet) -> u128 {
    let seconds = u128::from(canister.settings.freezing_threshold);
    idle_cycles(canister, subnet, seconds.saturating_mul(NANOS_PER_SECOND))
}

/// Burns `amount` of the balance, as far as there is one; whether there was enough.
pub(super) fn charge(canister: &mut Canister, amount: u128) -> bool {
    let enough = canister.balance >= amount;
    canister.consumed += amount.min(canister.balance);
    canister.balance = canister.balance.saturating_sub(amount);
    enough
}
