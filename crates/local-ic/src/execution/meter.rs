//! Instructions are counted as fuel of the WebAssembly engine.

/// Instructions of the network per 100 units of fuel, which counts WebAssembly operators: measured
/// against published benchmarks of stable structures.
const INSTRUCTIONS_PER_100_FUEL: u64 = 115;

/// Fuel worth `instructions`.
pub(super) fn fuel_for(instructions: u64) -> u64 {
    instructions.saturating_mul(100) / INSTRUCTIONS_PER_100_FUEL
}

/// Instructions used of `limit` when `fuel_left` of its fuel is left.
pub(super) fn instructions_used(limit: u64, fuel_left: u64) -> u64 {
    let used = fuel_for(limit).saturating_sub(fuel_left);
    (used.saturating_mul(INSTRUCTIONS_PER_100_FUEL) / 100).min(limit)
}
