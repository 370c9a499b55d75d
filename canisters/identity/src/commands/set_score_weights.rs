//! Sets what stamps are worth, as the next version. Governed.

use super::Decision;
use crate::domain::weights;
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::identity::{IdentityError, ScoreWeights, SetScoreWeightsArgs};
use bonafide_types::limits::{DAY_NS, SCORE_LATEST_DAYS, SCORE_NOTICE_DAYS, SCORE_VERSIONS};
use ic_stable_structures::Memory;

/// Decides. The weights are there for all to see, and to compute with, at least 7 days before
/// they take effect.
///
/// # Errors
/// [`IdentityError::EffectiveTooEarly`], [`IdentityError::EffectiveTooLate`],
/// [`IdentityError::NothingToChange`], [`IdentityError::TooMany`] versions; those of the fields.
///
/// # Panics
/// Before the first event; the system calls nothing before install.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: SetScoreWeightsArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, IdentityError> {
    let SetScoreWeightsArgs {
        mut categories,
        mut stamps,
        mut findings,
        effective_from_ns,
    } = args;
    weights::check(&categories, &stamps, &findings)?;
    categories.sort_by(|a, b| a.name.cmp(&b.name));
    stamps.sort_by(|a, b| a.schema.cmp(&b.schema));
    findings.sort_by(|a, b| a.class.cmp(&b.class));
    let (_, last) = state
        .score_weights
        .before(None)
        .next()
        .expect("BUG: the canister began with weights");
    let notice_ns = ctx.now_ns.saturating_add(SCORE_NOTICE_DAYS * DAY_NS);
    let earliest_ns = notice_ns.max(last.effective_from_ns);
    let latest_ns = ctx.now_ns.saturating_add(SCORE_LATEST_DAYS * DAY_NS);
    let given_ns = effective_from_ns.unwrap_or(earliest_ns);
    if given_ns < earliest_ns {
        return Err(IdentityError::EffectiveTooEarly {
            given_ns,
            earliest_ns,
        });
    }
    if given_ns > latest_ns {
        return Err(IdentityError::EffectiveTooLate {
            given_ns,
            latest_ns,
        });
    }
    let version = last.version + 1;
    if version >= SCORE_VERSIONS {
        return Err(IdentityError::TooMany {
            field: "score_weights".into(),
            count: u64::from(version) + 1,
            limit: u64::from(SCORE_VERSIONS),
        });
    }
    if (&categories, &stamps, &findings) == (&last.categories, &last.stamps, &last.findings) {
        let what = format!("version {} has the same weights", last.version);
        return Err(IdentityError::NothingToChange { what });
    }
    let weights = ScoreWeights {
        version,
        effective_from_ns: given_ns,
        categories,
        stamps,
        findings,
    };
    Ok(Decision::change(Event::ScoreWeightsSet { weights }, ()))
}
