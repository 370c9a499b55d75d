//! Checks that several commands share. None of them corrects what was given.

use crate::state::State;
use bonafide_policy::voting::ORDINARY_MAJORITY_BPS;
use bonafide_types::governance::{Canisters, GovernanceError, Neuron, Sources, VotingParameters};
use bonafide_types::id::Caller;
use bonafide_types::limits::{HOT_KEYS, OPEN_PROPOSALS, VOTING_PERIOD_SECONDS, VOTING_POWER};
use candid::Principal;
use ic_stable_structures::Memory;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// One, in basis points.
const ONE_BPS: u32 = 10_000;

/// The neuron, if the caller is its controller or one of its hot keys.
///
/// # Errors
/// [`GovernanceError::NeuronNotFound`], [`GovernanceError::NotAuthorized`].
pub fn acting<M: Memory>(
    state: &State<M>,
    neuron_id: u64,
    caller: Principal,
) -> Result<&Neuron, GovernanceError> {
    let neuron = known(state, neuron_id)?;
    let caller = Caller(caller);
    if neuron.controller == caller || neuron.hot_keys.contains(&caller) {
        Ok(neuron)
    } else {
        Err(GovernanceError::NotAuthorized { neuron_id, caller })
    }
}

/// The neuron.
///
/// # Errors
/// [`GovernanceError::NeuronNotFound`].
pub fn known<M: Memory>(state: &State<M>, neuron_id: u64) -> Result<&Neuron, GovernanceError> {
    state
        .neuron(neuron_id)
        .ok_or(GovernanceError::NeuronNotFound { neuron_id })
}

/// Checks the length of a text in bytes.
///
/// # Errors
/// [`GovernanceError::TooLong`], [`GovernanceError::TooShort`].
pub fn length(
    field: &str,
    bytes: usize,
    allowed: RangeInclusive<usize>,
) -> Result<(), GovernanceError> {
    let field = field.to_owned();
    let (min, max) = allowed.into_inner();
    if bytes > max {
        Err(GovernanceError::TooLong {
            field,
            bytes: bytes as u64,
            limit: max as u64,
        })
    } else if bytes < min {
        Err(GovernanceError::TooShort {
            field,
            bytes: bytes as u64,
            limit: min as u64,
        })
    } else {
        Ok(())
    }
}

/// Checks the number of entries of a list.
///
/// # Errors
/// [`GovernanceError::TooMany`].
pub fn count(field: &str, count: usize, limit: usize) -> Result<(), GovernanceError> {
    if count <= limit {
        return Ok(());
    }
    Err(GovernanceError::TooMany {
        field: field.into(),
        count: count as u64,
        limit: limit as u64,
    })
}

/// Checks that no entry of a list comes twice.
///
/// # Errors
/// [`GovernanceError::InvalidField`].
pub fn distinct<T: Ord + ToString>(field: &str, given: &[T]) -> Result<(), GovernanceError> {
    let mut seen = BTreeSet::new();
    match given.iter().find(|entry| !seen.insert(*entry)) {
        Some(twice) => Err(invalid(field, &twice.to_string(), "each once")),
        None => Ok(()),
    }
}

/// Checks a number.
///
/// # Errors
/// [`GovernanceError::OutOfRange`].
pub fn range(
    field: &str,
    given: impl Into<u64>,
    allowed: RangeInclusive<impl Into<u64>>,
) -> Result<(), GovernanceError> {
    let given = given.into();
    let (min, max) = allowed.into_inner();
    let (min, max) = (min.into(), max.into());
    if (min..=max).contains(&given) {
        return Ok(());
    }
    Err(GovernanceError::OutOfRange {
        field: field.into(),
        given,
        min,
        max,
    })
}

/// Refuses principals that call nothing: the anonymous one and the management canister's.
///
/// # Errors
/// [`GovernanceError::InvalidField`].
pub fn somebody(field: &str, given: Caller) -> Result<(), GovernanceError> {
    if given.0 == Principal::anonymous() || given.0 == Principal::management_canister() {
        let rule = "neither the anonymous principal nor the management canister";
        return Err(invalid(field, &given.to_string(), rule));
    }
    Ok(())
}

/// Refuses principals that are no other canister: nobody's, and this one's.
///
/// # Errors
/// [`GovernanceError::InvalidField`].
pub fn other_canister(field: &str, given: Caller, this: Principal) -> Result<(), GovernanceError> {
    somebody(field, given)?;
    if given.0 == this {
        return Err(invalid(field, &given.to_string(), "another canister"));
    }
    Ok(())
}

/// Checks where the suite's canisters are to be.
///
/// # Errors
/// [`GovernanceError::InvalidField`].
pub fn canisters(given: &Canisters, this: Principal) -> Result<(), GovernanceError> {
    let Canisters {
        registry,
        identity,
        audits,
        rewards,
    } = *given;
    [
        ("registry", Some(registry)),
        ("identity", identity),
        ("audits", audits),
        ("rewards", rewards),
    ]
    .into_iter()
    .filter_map(|(field, canister)| Some((field, canister?)))
    .try_for_each(|(field, canister)| other_canister(field, canister, this))
}

/// Checks a neuron's hot keys. The controller may be among them, as in NNS governance.
///
/// # Errors
/// [`GovernanceError::TooMany`], [`GovernanceError::InvalidField`].
pub fn hot_keys(given: &[Caller]) -> Result<(), GovernanceError> {
    count("hot_keys", given.len(), HOT_KEYS)?;
    distinct("hot_keys", given)?;
    given
        .iter()
        .try_for_each(|hot_key| somebody("hot_keys", *hot_key))
}

/// Checks a neuron's voting power, of which there is at least `min`.
///
/// # Errors
/// [`GovernanceError::OutOfRange`].
pub fn voting_power(given: u64, min: u64) -> Result<(), GovernanceError> {
    range("voting_power", given, min..=VOTING_POWER)
}

/// Checks that somebody can decide something: one source is on, an SNS is named if it may
/// decide, and the council has votes if it may.
///
/// # Errors
/// [`GovernanceError::LastSource`], [`GovernanceError::SnsNotSet`],
/// [`GovernanceError::CouncilWithoutVotes`].
pub fn sources(
    sources: Sources,
    sns_governance: Option<Caller>,
    total_power: u64,
) -> Result<(), GovernanceError> {
    let Sources {
        council,
        sns,
        nns_motion,
        upgrade,
    } = sources;
    if !(council || sns || nns_motion || upgrade) {
        Err(GovernanceError::LastSource)
    } else if sns && sns_governance.is_none() {
        Err(GovernanceError::SnsNotSet)
    } else if council && total_power == 0 {
        Err(GovernanceError::CouncilWithoutVotes)
    } else {
        Ok(())
    }
}

/// Checks how the council is to vote. The ranges are those of [`VotingParameters`].
///
/// # Errors
/// [`GovernanceError::OutOfRange`].
pub fn voting(given: &VotingParameters) -> Result<(), GovernanceError> {
    let VotingParameters {
        voting_period_seconds,
        wait_for_quiet_seconds,
        quorum_bps,
        critical_quorum_bps,
        critical_majority_bps,
        open_proposals_per_neuron,
    } = *given;
    range(
        "voting_period_seconds",
        voting_period_seconds,
        VOTING_PERIOD_SECONDS,
    )?;
    range(
        "wait_for_quiet_seconds",
        wait_for_quiet_seconds,
        0..=voting_period_seconds,
    )?;
    // A quorum above the majority would be passed over by an early decision.
    range("quorum_bps", quorum_bps, 1..=ORDINARY_MAJORITY_BPS)?;
    range(
        "critical_majority_bps",
        critical_majority_bps,
        ORDINARY_MAJORITY_BPS..=ONE_BPS - 1,
    )?;
    range(
        "critical_quorum_bps",
        critical_quorum_bps,
        quorum_bps..=critical_majority_bps,
    )?;
    range(
        "open_proposals_per_neuron",
        open_proposals_per_neuron,
        1..=OPEN_PROPOSALS as u64,
    )
}

/// The error of a field that breaks its grammar.
#[must_use]
pub fn invalid(field: &str, given: &str, rule: &str) -> GovernanceError {
    GovernanceError::InvalidField {
        field: field.into(),
        given: given.chars().take(64).collect(),
        rule: rule.into(),
    }
}
