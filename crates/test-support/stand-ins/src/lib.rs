//! Stand-ins for the neighbours of the suite's canisters. They never ship: `scripts/test`,
//! `scripts/demo` and `scripts/bench` build them into `target/stand-ins`.
//!
//! | Canister | Stands for | Real |
//! |---|---|---|
//! | `nns_governance_stand_in` | NNS governance | `get_proposal_info`: Candid and replies |
//! | `sns_governance_stand_in` | SNS governance | what a generic function's canisters see of it |
//! | `ledger_stand_in` | the ICP ledger | ICRC-1 and ICRC-2: Candid and rules |
//! | `registry_stand_in` | the registry | the governed methods' Candid; their effect is a script |
//!
//! `decentralization_meter` stands for nothing: it is what `scripts/bench` measures on the engine.
//! Everything else is control for tests, open to anyone, and named as such in each canister.
//!
//! - [`nns`]: types of NNS governance, named as there
//! - [`sns`]: types of SNS governance, named as there
//! - [`script`]: what the registry's stand-in is told to do
//! - [`ledger`]: accounts, rules and failures of the ledger's stand-in
//! - [`elsewhere`]: how a stand-in lets rounds pass

use candid::Principal;

pub mod elsewhere;
pub mod ledger;
pub mod nns;
pub mod script;
pub mod sns;

/// The real NNS governance canister, `rrkah-fqaaa-aaaaa-aaaaq-cai`.
pub const NNS_GOVERNANCE: Principal = Principal::from_slice(&[0, 0, 0, 0, 0, 0, 0, 1, 1, 1]);

/// The real ICP ledger, `ryjl3-tyaaa-aaaaa-aaaba-cai`.
pub const ICP_LEDGER: Principal = Principal::from_slice(&[0, 0, 0, 0, 0, 0, 0, 2, 1, 1]);
