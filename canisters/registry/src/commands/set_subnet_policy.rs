//! Sets what a kind of subnet asks of its members. Governed.
//!
//! Versions take effect in their order. Of two with the same date the later one counts.

use super::set_registry_policy::check_effect;
use super::{Decision, membership};
use crate::domain::text;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_policy::decentralization::check_rules;
use bonafide_types::limits::{
    NAME_BYTES, POLICIES, PURPOSE_BYTES, SUBNET_KINDS, SUBNET_NODES, TAG_BYTES,
};
use bonafide_types::registry::{RegistryError, SetSubnetPolicyArgs, SubnetPolicy, SubnetRules};
use ic_stable_structures::Memory;

/// Decides. Subnets that exist keep their members; what the new rules say of them is seen in
/// their evaluation.
///
/// # Errors
/// Those of the fields; [`RegistryError::SubnetRulesContradict`],
/// [`RegistryError::EffectiveTooEarly`], [`RegistryError::NothingToChange`],
/// [`RegistryError::TooMany`] kinds or versions.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: SetSubnetPolicyArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let SetSubnetPolicyArgs {
        kind,
        rules,
        source,
        effective_from_ns,
    } = args;
    membership::check_kind(&kind)?;
    text::check("source", &source, PURPOSE_BYTES)?;
    check_names(&rules)?;
    check_rules(&rules).map_err(|contradiction| RegistryError::SubnetRulesContradict {
        reason: contradiction.to_string(),
    })?;
    crate::domain::number::check("max_size", rules.max_size, 1..=SUBNET_NODES)?;
    let last = state.latest_subnet_policy(&kind);
    if last.is_none() {
        text::check_count("kinds", state.subnet_kinds().len() + 1, SUBNET_KINDS)?;
    }
    let same = last
        .as_ref()
        .filter(|last| last.rules == rules && last.source == source);
    if let Some(same) = same {
        return Err(RegistryError::NothingToChange {
            what: format!("version {} of {kind} has the same rules", same.version),
        });
    }
    let (version, last_from_ns) =
        last.map_or((0, 0), |last| (last.version, last.effective_from_ns));
    text::check_count("policies", version as usize + 1, POLICIES)?;
    let effective_from_ns = check_effect(effective_from_ns, last_from_ns, ctx.now_ns)?;
    let policy = SubnetPolicy {
        kind,
        version: version + 1,
        rules,
        source,
        effective_from_ns,
    };
    Ok(Decision::change(Event::SubnetPolicySet { policy }, ()))
}

/// Checks the names of actors and tags.
fn check_names(rules: &SubnetRules) -> Result<(), RegistryError> {
    for special in &rules.special_caps {
        text::check("special_caps.actor", &special.actor, NAME_BYTES)?;
    }
    let shares = rules.shares.iter().map(|share| &share.tag);
    for tag in rules
        .required_tags
        .iter()
        .chain(&rules.forbidden_tags)
        .chain(shares)
    {
        if !TAG_BYTES.contains(&tag.len()) {
            return Err(text::invalid("tags", tag, "2 to 32 bytes"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
