//! Answers the questions of independence. Called with the provider's own key.
//!
//! A provider known from an import may answer too, and a suspended one. One that was
//! offboarded may not, so that it cannot tie others to itself, and one that handed over has
//! no answers of its own any more.

use super::Decision;
use super::clusters::{Change, clusters_after};
use crate::domain::{country, number, text};
use crate::queries::independence::status;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::id::ProviderId;
use bonafide_types::limits::{CLUSTER_PROVIDERS, LINKS, OWNERS, REGISTER_NUMBER_BYTES};
use bonafide_types::registry::{
    AnswerIndependenceArgs, AnswersStatus, Holder, IndependenceAnswers, Link, Owner,
    ProviderStatus, RegistryError, RegistryPolicy,
};
use ic_stable_structures::Memory;
use std::collections::BTreeSet;

/// All of a provider, basis points.
const WHOLE_BPS: u32 = 10_000;

/// Decides; replies with the answers. Answering the same while nothing re-opened the answers
/// changes nothing.
///
/// # Errors
/// [`RegistryError::ProviderNotFound`] when the caller is none, or of a link;
/// [`RegistryError::ProviderStatusUnfit`]; those of the fields;
/// [`RegistryError::DuplicateEntry`] of a holder, or of a kind and provider;
/// [`RegistryError::TooMany`] owners, links or providers that answer.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: AnswerIndependenceArgs,
    ctx: &Ctx,
) -> Result<Decision<IndependenceAnswers>, RegistryError> {
    let AnswerIndependenceArgs { owners, links } = args;
    let id = ProviderId(ctx.caller);
    let provider = state
        .provider(id)
        .ok_or(RegistryError::ProviderNotFound { id })?;
    match provider.status {
        ProviderStatus::Active | ProviderStatus::Suspended => {}
        status @ (ProviderStatus::Offboarded | ProviderStatus::HandedOver) => {
            return Err(RegistryError::ProviderStatusUnfit {
                id,
                status,
                needed: "active or suspended".into(),
            });
        }
    }
    let policy = state.policy(ctx.now_ns);
    let owners = check_owners(owners, &policy)?;
    check_links(state, id, &links)?;
    let before = state.answers(id);
    match &before {
        Some(before) => {
            let same = (&before.owners, &before.links) == (&owners, &links);
            let standing = status(state, &provider, Some(before), &policy);
            if same && standing == AnswersStatus::Current {
                return Ok(Decision::unchanged(before.clone()));
            }
        }
        None => {
            let answered = usize::try_from(state.independence.len()).unwrap_or(usize::MAX);
            text::check_count("independence_answers", answered + 1, CLUSTER_PROVIDERS)?;
        }
    }
    let answers = IndependenceAnswers {
        provider: id,
        version: before.map_or(0, |before| before.version).saturating_add(1),
        owners,
        links,
        ownership_threshold_bps: policy.ownership_threshold_bps,
        answered_at_ns: ctx.now_ns,
    };
    let moved = clusters_after(state, Change::Answers(&answers), ctx.now_ns);
    let answered = Event::IndependenceAnswered {
        answers: answers.clone(),
    };
    Ok(Decision {
        events: [answered].into_iter().chain(moved).collect(),
        reply: answers,
    })
}

/// Checks owners, and writes jurisdictions by their assigned codes.
fn check_owners(owners: Vec<Owner>, policy: &RegistryPolicy) -> Result<Vec<Owner>, RegistryError> {
    text::check_count("owners", owners.len(), OWNERS)?;
    let mut checked: Vec<Owner> = Vec::with_capacity(owners.len());
    let mut sum = 0_u32;
    for owner in owners {
        let Owner {
            holder,
            share_bps,
            controls,
        } = owner;
        let holder = check_holder(holder)?;
        // Who controls may own nothing; who owns less than the threshold is not asked for.
        let least = if controls {
            0
        } else {
            policy.ownership_threshold_bps.into()
        };
        number::check("share_bps", share_bps.into(), least..=WHOLE_BPS)?;
        if checked.iter().any(|other| other.holder == holder) {
            return Err(RegistryError::DuplicateEntry {
                field: "owners".into(),
                given: text::shortened(&named(&holder)),
            });
        }
        sum += u32::from(share_bps);
        checked.push(Owner {
            holder,
            share_bps,
            controls,
        });
    }
    number::check("owners", sum, 0..=WHOLE_BPS)?;
    Ok(checked)
}

fn check_holder(holder: Holder) -> Result<Holder, RegistryError> {
    match holder {
        Holder::Person(_) => Ok(holder),
        Holder::Company {
            register_number,
            jurisdiction,
        } => {
            text::check("register_number", &register_number, REGISTER_NUMBER_BYTES)?;
            let jurisdiction = country::parse_jurisdiction("jurisdiction", &jurisdiction)?;
            Ok(Holder::Company {
                register_number,
                jurisdiction,
            })
        }
    }
}

fn named(holder: &Holder) -> String {
    match holder {
        Holder::Person(hash) => hash.to_string(),
        Holder::Company {
            register_number,
            jurisdiction,
        } => format!("{jurisdiction} {register_number}"),
    }
}

fn check_links<M: Memory>(
    state: &State<M>,
    id: ProviderId,
    links: &[Link],
) -> Result<(), RegistryError> {
    text::check_count("links", links.len(), LINKS)?;
    let mut seen = BTreeSet::new();
    for link in links {
        let given = link.provider;
        if state.provider(given).is_none() {
            return Err(RegistryError::ProviderNotFound { id: given });
        }
        let named = state.successor(given);
        if named == id {
            let rule = "a link is to another provider";
            return Err(text::invalid("links", &given.to_string(), rule));
        }
        // One that handed over and its successor are the same.
        if !seen.insert((link.kind, named)) {
            return Err(RegistryError::DuplicateEntry {
                field: "links".into(),
                given: text::shortened(&format!("{:?} {given}", link.kind)),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
