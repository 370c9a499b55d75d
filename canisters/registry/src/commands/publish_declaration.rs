//! Publishes a version of the declaration of good intent. Governed.

use super::Decision;
use crate::domain::{language, normal_form};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::limits::{DAY_NS, DECLARATION_NOTICE_DAYS, DECLARATION_TEXTS};
use bonafide_types::registry::{DeclarationText, PublishDeclarationArgs, RegistryError};
use ic_stable_structures::Memory;

/// Decides.
///
/// # Errors
/// Those of the fields; [`RegistryError::TooMany`] texts, [`RegistryError::VersionNotAbove`],
/// [`RegistryError::EffectiveTooEarly`], [`RegistryError::OutOfRange`] of a date too far ahead,
/// [`RegistryError::DeclarationAlreadyPublished`].
pub fn decide<M: Memory>(
    state: &State<M>,
    args: PublishDeclarationArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let PublishDeclarationArgs {
        language,
        version,
        text,
        effective_from_ns,
    } = args;
    language::check("language", &language)?;
    let body = normal_form::normalize(&text).map_err(|error| error.in_field("text"))?;
    let published = state.declaration_texts.len();
    if published >= DECLARATION_TEXTS {
        return Err(RegistryError::TooMany {
            field: "declaration_texts".into(),
            count: published + 1,
            limit: DECLARATION_TEXTS,
        });
    }
    let last = state.texts(&language).last();
    if let Some(last) = last.filter(|last| version <= last.version) {
        return Err(RegistryError::VersionNotAbove {
            given: version,
            latest: last.version,
        });
    }
    let earliest_ns = last.map_or(ctx.now_ns, |last| ctx.now_ns.max(last.effective_from_ns));
    let effective_from_ns = effective_from_ns.unwrap_or(ctx.now_ns);
    if effective_from_ns < earliest_ns {
        return Err(RegistryError::EffectiveTooEarly {
            given_ns: effective_from_ns,
            earliest_ns,
        });
    }
    let latest_ns = ctx.now_ns.saturating_add(DECLARATION_NOTICE_DAYS * DAY_NS);
    if effective_from_ns > latest_ns {
        let number = |ns| i64::try_from(ns).unwrap_or(i64::MAX);
        return Err(RegistryError::OutOfRange {
            field: "effective_from_ns".into(),
            given: number(effective_from_ns),
            min: number(earliest_ns),
            max: number(latest_ns),
        });
    }
    let sha256 = body.sha256();
    if state.declaration_text(sha256).is_some() {
        return Err(RegistryError::DeclarationAlreadyPublished { sha256 });
    }
    let body = body.into_string();
    let text = DeclarationText {
        sha256,
        language,
        version,
        bytes: u32::try_from(body.len()).unwrap_or(u32::MAX),
        effective_from_ns,
        published_at_ns: ctx.now_ns,
    };
    Ok(Decision::change(
        Event::DeclarationPublished { text, body },
        (),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, declaration, version};

    #[test]
    fn should_refuse_a_date_too_far_ahead() {
        let mut world = World::new();
        let mut args = declaration("en", version(1, 0, 0), "one");
        args.effective_from_ns = Some(world.now_ns * 10);
        let refusal = world.run(decide, args.clone()).unwrap_err();
        assert!(
            matches!(&refusal, RegistryError::OutOfRange { field, .. } if field == "effective_from_ns"),
            "{refusal}"
        );
        args.effective_from_ns = Some(world.now_ns + DECLARATION_NOTICE_DAYS * DAY_NS);
        world.run(decide, args).unwrap();
    }

    #[test]
    fn should_publish_the_normal_form() {
        let mut world = World::new();
        world
            .run(
                decide,
                declaration("en", version(1, 0, 0), "In good faith. \r\n"),
            )
            .unwrap();
        let [text] = world.state.texts("en") else {
            panic!("one text");
        };
        assert_eq!(text.effective_from_ns, world.now_ns);
        let body = world.state.declaration_bodies.get(&text.sha256.0);
        assert_eq!(body.as_deref(), Some("In good faith.\n"));
        assert_eq!(
            world.state.declaration_text(text.sha256).as_ref(),
            Some(text)
        );
    }

    #[test]
    fn should_refuse_the_same_text_in_other_blanks() {
        let mut world = World::new();
        world.publish("en", version(1, 0, 0), "Good faith");
        let sha256 = world.state.texts("en")[0].sha256;
        world.refuse(
            decide,
            declaration("de", version(1, 0, 0), "Good faith \n"),
            RegistryError::DeclarationAlreadyPublished { sha256 },
        );
    }

    #[test]
    fn should_ask_for_ascending_versions_per_language() {
        let mut world = World::new();
        world.publish("en", version(1, 2, 0), "one");
        for low in [version(1, 2, 0), version(1, 1, 9)] {
            world.refuse(
                decide,
                declaration("en", low, "two"),
                RegistryError::VersionNotAbove {
                    given: low,
                    latest: version(1, 2, 0),
                },
            );
        }
        world.publish("de", version(1, 0, 0), "eins");
    }

    #[test]
    fn should_refuse_effect_in_the_past_or_before_the_last_text() {
        let mut world = World::new();
        let now = world.now_ns;
        let at = |version, text: &str, ns| PublishDeclarationArgs {
            effective_from_ns: Some(ns),
            ..declaration("en", version, text)
        };
        world.refuse(
            decide,
            at(version(1, 0, 0), "one", now - 1),
            RegistryError::EffectiveTooEarly {
                given_ns: now - 1,
                earliest_ns: now,
            },
        );
        world
            .run(decide, at(version(1, 0, 0), "one", now + 10))
            .unwrap();
        world.refuse(
            decide,
            at(version(1, 1, 0), "two", now + 9),
            RegistryError::EffectiveTooEarly {
                given_ns: now + 9,
                earliest_ns: now + 10,
            },
        );
        world.refuse(
            decide,
            declaration("en", version(1, 1, 0), "two"),
            RegistryError::EffectiveTooEarly {
                given_ns: now,
                earliest_ns: now + 10,
            },
        );
    }

    #[test]
    fn should_refuse_bad_fields() {
        let mut world = World::new();
        for (language, text, field) in [
            ("EN", "one", "language"),
            ("en", " \n", "text"),
            ("en", "a\u{7}b", "text"),
            ("en", &"x".repeat(65_536), "text"),
        ] {
            world.refuse_field(decide, declaration(language, version(1, 0, 0), text), field);
        }
    }
}
