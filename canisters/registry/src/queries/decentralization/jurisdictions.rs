//! Subnets by the countries of their members, and the share of nodes that tags have.

use super::{check_creations, limits};
use crate::commands::change_subnet_membership;
use crate::domain::text;
use crate::queries::limit;
use crate::state::State;
use crate::state::subnets::StateTags;
use bonafide_policy::decentralization::jurisdiction::{self, Countries, Shares, Tags};
use bonafide_policy::decentralization::{Limits, Tally};
use bonafide_types::id::NodeId;
use bonafide_types::limits::{RULE_TAGS, TAG_BYTES, TAGS};
use bonafide_types::registry::{
    Dimension, FindSubnetsArgs, FoundSubnets, JurisdictionShare, JurisdictionShares,
    JurisdictionSharesArgs, MembershipChange, RegistryError,
};
use ic_stable_structures::Memory;
use std::collections::BTreeMap;

/// Subnets whose members are all in countries of one of the tags `within`, none in a country of
/// a tag `without`, and that keep the rules of a kind, in the order of their principals' bytes.
///
/// # Errors
/// Those of the fields; [`RegistryError::JurisdictionNotFound`],
/// [`RegistryError::SubnetKindNotFound`].
pub fn find_subnets<M: Memory>(
    state: &State<M>,
    args: &FindSubnetsArgs,
    now_ns: u64,
) -> Result<FoundSubnets, RegistryError> {
    text::check_count("within", args.within.len(), RULE_TAGS)?;
    text::check_count("without", args.without.len(), RULE_TAGS)?;
    let within = any_of(state, &args.within)?;
    let without = any_of(state, &args.without)?;
    let satisfies = args.satisfies.as_ref();
    let limits = satisfies.map(|kind| limits(state, kind, now_ns));
    let limits = limits.transpose()?;
    let network = &state.mirror.network;
    let fits = |number: u32| {
        let members = network.members(number);
        within
            .as_ref()
            .is_none_or(|inside| jurisdiction::within(network, members, inside))
            && without
                .as_ref()
                .is_none_or(|outside| jurisdiction::without(network, members, outside))
            && limits
                .as_ref()
                .is_none_or(|limits| keeps(state, limits, members))
    };
    let wanted = limit(args.limit);
    let (mut subnet_ids, mut next) = (Vec::new(), None);
    for (id, number) in state.mirror.subnets_after(args.after) {
        if subnet_ids.len() == wanted {
            next = subnet_ids.last().copied();
            break;
        }
        if fits(number) {
            subnet_ids.push(id);
        }
    }
    Ok(FoundSubnets { subnet_ids, next })
}

fn keeps<M: Memory>(state: &State<M>, limits: &Limits, members: &[u32]) -> bool {
    let network = &state.mirror.network;
    let tally = Tally::of(network, members.iter().copied());
    limits.weight(network, &tally, members) == 0
}

/// The countries of any of some tags; none when there are no tags.
fn any_of<M: Memory>(
    state: &State<M>,
    tags: &[String],
) -> Result<Option<Countries>, RegistryError> {
    let mut all: Option<Countries> = None;
    for tag in tags {
        let more = countries(state, tag)?;
        all = Some(match all {
            None => more,
            Some(before) => before.with(&more),
        });
    }
    Ok(all)
}

fn countries<M: Memory>(state: &State<M>, tag: &str) -> Result<Countries, RegistryError> {
    if !TAG_BYTES.contains(&tag.len()) {
        return Err(text::invalid("tags", tag, "2 to 32 bytes"));
    }
    let codes = StateTags(state).countries(tag);
    let codes = codes.ok_or_else(|| RegistryError::JurisdictionNotFound { tag: tag.into() })?;
    Ok(Countries::of(&state.mirror.network, &codes))
}

/// The share of nodes that each tag has, now and as if some changes had been made. Whether
/// these would be accepted is another question.
///
/// # Errors
/// Those of the fields; [`RegistryError::JurisdictionNotFound`],
/// [`RegistryError::SubnetNotFound`], [`RegistryError::NodeNotFound`].
pub fn get_jurisdiction_shares<M: Memory>(
    state: &State<M>,
    args: &JurisdictionSharesArgs,
) -> Result<JurisdictionShares, RegistryError> {
    let JurisdictionSharesArgs {
        tags,
        changes,
        creations,
    } = args;
    text::check_count("tags", tags.len(), TAGS)?;
    if !changes.is_empty() {
        change_subnet_membership::check(changes)?;
    }
    check_creations(creations)?;
    let mut after = BTreeMap::new();
    for change in changes {
        let id = change.subnet_id;
        let number = state.mirror.number(id);
        let number = number.ok_or(RegistryError::SubnetNotFound { id })?;
        after.insert(number, members_after(state, number, change)?);
    }
    let mut made = Vec::new();
    for creation in creations {
        made.push(classes(state, &creation.node_ids)?);
    }
    let network = &state.mirror.network;
    let all = |tag: &str, countries: &Countries| {
        let found = Shares::of(network, countries, &after, &made);
        JurisdictionShare {
            tag: tag.into(),
            nodes: found.nodes,
            members: found.members,
            members_after: found.members_after,
            subnets: found.subnets,
            subnets_within: found.subnets_within,
        }
    };
    let mut shares = Vec::new();
    if tags.is_empty() {
        let mut codes: Vec<_> = (0..)
            .take(network.actors(Dimension::Country))
            .map(|country| {
                String::from_utf8_lossy(network.name(Dimension::Country, country)).into_owned()
            })
            .collect();
        codes.sort();
        for code in codes {
            let countries = Countries::of(network, std::slice::from_ref(&code));
            shares.push(all(&code, &countries));
        }
        shares.retain(|share| share.nodes > 0);
    } else {
        for tag in tags {
            shares.push(all(tag, &countries(state, tag)?));
        }
    }
    let whole = all("", &Countries::all(network));
    Ok(JurisdictionShares {
        nodes: whole.nodes,
        members: whole.members,
        members_after: whole.members_after,
        shares,
    })
}

fn members_after<M: Memory>(
    state: &State<M>,
    number: u32,
    change: &MembershipChange,
) -> Result<Vec<u32>, RegistryError> {
    let mut members = state.mirror.network.members(number).to_vec();
    for class in classes(state, &change.node_ids_remove)? {
        if let Some(at) = members.iter().position(|member| *member == class) {
            members.swap_remove(at);
        }
    }
    members.extend(classes(state, &change.node_ids_add)?);
    Ok(members)
}

/// The class of each node; boundary nodes that were never counted have none.
fn classes<M: Memory>(state: &State<M>, ids: &[NodeId]) -> Result<Vec<u32>, RegistryError> {
    let mut classes = Vec::new();
    for id in ids {
        let node = state.node(*id);
        let node = node.ok_or(RegistryError::NodeNotFound { id: *id })?;
        classes.extend(state.class_of(&node));
    }
    Ok(classes)
}

#[cfg(test)]
mod tests;
