//! What was deployed, for programs and for people.

use super::install::Deployed;
use crate::output::{fields, or_empty};
use candid::Principal;
use serde::Serialize;

/// The registry's fields stand at the top, as before there was a governance canister.
#[derive(Serialize)]
pub(super) struct Shown {
    #[serde(flatten)]
    pub(super) registry: Deployed,
    /// Who governs the registry, when this command said so.
    pub(super) governance: Option<Principal>,
    pub(super) governance_canister: Option<Deployed>,
    pub(super) identity_canister: Option<Deployed>,
    pub(super) audits_canister: Option<Deployed>,
    pub(super) rewards_canister: Option<Deployed>,
    pub(super) network: String,
}

/// The same, for people.
pub(super) fn human(shown: &Shown) -> String {
    let council = shown.governance_canister.as_ref();
    let identity = shown.identity_canister.as_ref();
    let audits = shown.audits_canister.as_ref();
    let rewards = shown.rewards_canister.as_ref();
    fields(&[
        ("registry", shown.registry.canister.to_string()),
        ("action", shown.registry.action.into()),
        ("module", shown.registry.module_hash.clone()),
        ("governed by", or_empty(shown.governance)),
        (
            "governance",
            or_empty(council.map(|council| council.canister)),
        ),
        (
            "its action",
            or_empty(council.map(|council| council.action)),
        ),
        (
            "its module",
            or_empty(council.map(|council| &council.module_hash)),
        ),
        (
            "identity",
            or_empty(identity.map(|identity| identity.canister)),
        ),
        (
            "its action",
            or_empty(identity.map(|identity| identity.action)),
        ),
        (
            "its module",
            or_empty(identity.map(|identity| &identity.module_hash)),
        ),
        ("audits", or_empty(audits.map(|audits| audits.canister))),
        ("its action", or_empty(audits.map(|audits| audits.action))),
        (
            "its module",
            or_empty(audits.map(|audits| &audits.module_hash)),
        ),
        ("rewards", or_empty(rewards.map(|rewards| rewards.canister))),
        (
            "its action",
            or_empty(rewards.map(|rewards| rewards.action)),
        ),
        (
            "its module",
            or_empty(rewards.map(|rewards| &rewards.module_hash)),
        ),
    ])
}
