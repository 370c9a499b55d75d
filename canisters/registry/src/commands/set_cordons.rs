//! Cordons actors off, and lifts cordons: all of it, or nothing. Governed.

use super::{Decision, standing};
use crate::domain::text;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::limits::{BATCH, CORDONS, DAY_NS, NAME_BYTES, POLICY_NOTICE_DAYS};
use bonafide_types::registry::{
    Cordon, CordonArgs, CordonKey, Dimension, RegistryError, SetCordonsArgs, cordon_key,
};
use candid::Principal;
use ic_stable_structures::Memory;
use std::collections::BTreeSet;

/// Decides. A cordon ends by itself; one that ended is still listed until cordons change again.
///
/// # Errors
/// Those of the fields, [`RegistryError::DuplicateEntry`], [`RegistryError::CordonNotFound`],
/// [`RegistryError::TooMany`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: SetCordonsArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let SetCordonsArgs { set, mut lift } = args;
    text::check_count("set", set.len(), BATCH)?;
    text::check_count("lift", lift.len(), BATCH)?;
    if set.is_empty() && lift.is_empty() {
        return Err(RegistryError::NothingToChange {
            what: "no cordon is named".into(),
        });
    }
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for cordon in set {
        let row = read(state, cordon, ctx.now_ns)?;
        once(&mut seen, row.dimension, &row.actor)?;
        rows.push(row);
    }
    for key in &mut lift {
        key.actor = actor_name(state, key.dimension, std::mem::take(&mut key.actor))?;
        once(&mut seen, key.dimension, &key.actor)?;
        if !state
            .cordons
            .contains(&cordon_key(key.dimension, &key.actor))
        {
            return Err(RegistryError::CordonNotFound {
                dimension: key.dimension,
                actor: text::shortened(&key.actor),
            });
        }
    }
    // Those that ended make room.
    let ended = state.cordons.after(None).map(|(_, row)| row);
    let ended = ended.filter(|row| {
        row.until_ns <= ctx.now_ns && !seen.contains(&(row.dimension, row.actor.clone()))
    });
    lift.extend(ended.map(|row| CordonKey {
        dimension: row.dimension,
        actor: row.actor,
    }));
    let stays = state.cordons.after(None).filter(|(_, row)| {
        let lifted = |key: &CordonKey| key.dimension == row.dimension && key.actor == row.actor;
        !lift.iter().any(lifted)
            && !rows
                .iter()
                .any(|new| new.dimension == row.dimension && new.actor == row.actor)
    });
    text::check_count("cordons", stays.count() + rows.len(), CORDONS)?;
    let event = Event::CordonsSet {
        set: rows,
        lifted: lift,
    };
    Ok(Decision::change(event, ()))
}

fn once(
    seen: &mut BTreeSet<(Dimension, String)>,
    dimension: Dimension,
    actor: &str,
) -> Result<(), RegistryError> {
    if seen.insert((dimension, actor.to_owned())) {
        return Ok(());
    }
    Err(RegistryError::DuplicateEntry {
        field: "cordons".into(),
        given: text::shortened(actor),
    })
}

/// The name of an actor as cordons have it.
fn actor_name<M: Memory>(
    state: &State<M>,
    dimension: Dimension,
    given: String,
) -> Result<String, RegistryError> {
    match dimension {
        Dimension::NodeOperator | Dimension::NodeProvider | Dimension::Cluster => {
            let id = Principal::from_text(&given);
            let id = id.map_err(|_| text::invalid("actor", &given, "a principal"))?;
            Ok(id.to_text())
        }
        Dimension::DataCenterOwner => Ok(state.owner_key(&given)),
        Dimension::DataCenter | Dimension::Area | Dimension::Country => Ok(given),
    }
}

fn read<M: Memory>(
    state: &State<M>,
    cordon: CordonArgs,
    now_ns: u64,
) -> Result<Cordon, RegistryError> {
    let CordonArgs {
        dimension,
        actor,
        reason,
        until_ns,
    } = cordon;
    standing::check_reason(&reason)?;
    text::check("actor", &actor, NAME_BYTES)?;
    let actor = actor_name(state, dimension, actor)?;
    let latest_ns = now_ns.saturating_add(POLICY_NOTICE_DAYS * DAY_NS);
    if !(now_ns + 1..=latest_ns).contains(&until_ns) {
        let number = |ns: u64| i64::try_from(ns).unwrap_or(i64::MAX);
        return Err(RegistryError::OutOfRange {
            field: "until_ns".into(),
            given: number(until_ns),
            min: number(now_ns + 1),
            max: number(latest_ns),
        });
    }
    Ok(Cordon {
        dimension,
        actor,
        reason,
        until_ns,
    })
}

#[cfg(test)]
mod tests;
