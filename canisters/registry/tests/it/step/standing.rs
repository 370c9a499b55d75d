//! Who takes part: standing of providers, and operator records that change hands.

use super::{IDS, PROVIDERS};
use proptest::prelude::*;

#[derive(Clone, Debug)]
pub(crate) enum Standing {
    Suspend {
        provider: u8,
    },
    Reinstate {
        provider: u8,
    },
    Offboard {
        provider: u8,
    },
    Readmit {
        provider: u8,
        despite: Vec<u8>,
    },
    HandOver {
        from: u8,
        to: u8,
    },
    Configure {
        operator: u8,
        provider: Option<u8>,
        allowance: Option<u64>,
    },
    /// By the provider's own key.
    HandOverOperator {
        caller: u8,
        operator: u8,
        to: u8,
    },
    RemoveOperators {
        ids: Vec<u8>,
    },
}

pub(super) fn step() -> impl Strategy<Value = Standing> {
    let provider = || 0..PROVIDERS;
    let operator = || 0..IDS;
    let allowance = prop_oneof![9 => 0..6_u64, 1 => Just(1_001)];
    prop_oneof![
        2 => provider().prop_map(|provider| Standing::Suspend { provider }),
        2 => provider().prop_map(|provider| Standing::Reinstate { provider }),
        3 => provider().prop_map(|provider| Standing::Offboard { provider }),
        9 => (provider(), prop_oneof![
            1 => prop::collection::vec(provider(), 0..3),
            4 => provider().prop_map(|named| vec![named]),
        ])
            .prop_map(|(provider, despite)| Standing::Readmit { provider, despite }),
        // Whoever was offboarded stands against itself.
        3 => provider().prop_map(|provider| Standing::Readmit { provider, despite: vec![provider] }),
        2 => (provider(), provider()).prop_map(|(from, to)| Standing::HandOver { from, to }),
        4 => (operator(), prop::option::weighted(0.4, provider()), prop::option::of(allowance))
            .prop_map(|(operator, provider, allowance)| Standing::Configure { operator, provider, allowance }),
        4 => (provider(), operator(), provider())
            .prop_map(|(caller, operator, to)| Standing::HandOverOperator { caller, operator, to }),
        4 => prop::collection::vec(operator(), 0..3).prop_map(|ids| Standing::RemoveOperators { ids }),
    ]
}
