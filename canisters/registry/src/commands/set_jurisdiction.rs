//! Says which countries a tag stands for. Governed.

use super::Decision;
use crate::domain::{country, text};
use crate::state::{Event, State};
use bonafide_kit::Ctx;
use bonafide_types::limits::{COUNTRIES, PURPOSE_BYTES, TAG_BYTES, TAGS};
use bonafide_types::registry::{Jurisdiction, RegistryError, SetJurisdictionArgs};
use ic_stable_structures::Memory;
use std::collections::BTreeSet;

/// Decides. The new version holds from now on; the earlier ones stay as history. A list that
/// is as it was changes nothing.
///
/// # Errors
/// Those of the fields, [`RegistryError::DuplicateEntry`],
/// [`RegistryError::JurisdictionNotFound`] when an unknown tag is withdrawn,
/// [`RegistryError::TooMany`] when there are as many tags as there may be.
pub fn decide<M: Memory>(
    state: &State<M>,
    args: SetJurisdictionArgs,
    ctx: &Ctx,
) -> Result<Decision<()>, RegistryError> {
    let SetJurisdictionArgs {
        tag,
        countries,
        source,
    } = args;
    check_tag(&tag)?;
    let countries = read_countries(&countries)?;
    text::check("source", &source, PURPOSE_BYTES)?;
    let before = state.jurisdiction(&tag);
    let version = match &before {
        None if countries.is_empty() => {
            return Err(RegistryError::JurisdictionNotFound { tag });
        }
        None => {
            let tags = state.latest_jurisdictions().len();
            text::check_count("tags", tags + 1, TAGS)?;
            1
        }
        Some(row) if row.countries == countries && row.source == source => {
            return Ok(Decision::unchanged(()));
        }
        Some(row) => row.version.saturating_add(1),
    };
    let jurisdiction = Jurisdiction {
        tag,
        version,
        countries,
        source,
        effective_from_ns: ctx.now_ns,
    };
    Ok(Decision::change(
        Event::JurisdictionSet { jurisdiction },
        (),
    ))
}

/// Checks a tag: 2 to 32 capital letters, digits and `-`.
fn check_tag(given: &str) -> Result<(), RegistryError> {
    let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
    if TAG_BYTES.contains(&given.len()) && given.bytes().all(plain) {
        return Ok(());
    }
    let rule = "2 to 32 capital letters, digits and -";
    Err(text::invalid("tag", given, rule))
}

/// Reads countries, each once; `UK` is taken as `GB`. They are kept in order.
fn read_countries(given: &[String]) -> Result<Vec<String>, RegistryError> {
    let field = "countries";
    text::check_count(field, given.len(), COUNTRIES)?;
    let mut read = BTreeSet::new();
    for code in given {
        if !read.insert(country::parse(field, code)?) {
            return Err(RegistryError::DuplicateEntry {
                field: field.into(),
                given: code.clone(),
            });
        }
    }
    Ok(read.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::World;
    use crate::state::invariants;

    fn tag(tag: &str, countries: &[&str]) -> SetJurisdictionArgs {
        SetJurisdictionArgs {
            tag: tag.into(),
            countries: countries.iter().map(|&code| code.into()).collect(),
            source: "a public list".into(),
        }
    }

    #[test]
    fn should_keep_every_version() {
        let mut world = World::new();
        world.run(decide, tag("EU", &["DE", "AT"])).unwrap();
        world.run(decide, tag("EEA", &["NO"])).unwrap();
        world.run(decide, tag("NORDIC", &["UK", "NO"])).unwrap();
        let first = world.state.jurisdiction("EU").unwrap();
        assert_eq!(
            (first.version, first.countries),
            (1, vec!["AT".into(), "DE".into()])
        );
        assert_eq!(
            world.state.jurisdiction("NORDIC").unwrap().countries,
            ["GB", "NO"]
        );

        world.now_ns += 1;
        world.run(decide, tag("EU", &["DE"])).unwrap();
        world.run(decide, tag("EU", &[])).unwrap();
        let last = world.state.jurisdiction("EU").unwrap();
        assert_eq!((last.version, last.countries.len()), (3, 0));
        assert_eq!(last.effective_from_ns, world.now_ns);
        assert_eq!(world.state.jurisdictions.len(), 5);
        let tags: Vec<_> = world.state.latest_jurisdictions();
        let tags: Vec<_> = tags
            .iter()
            .map(|row| (row.tag.as_str(), row.version))
            .collect();
        assert_eq!(tags, [("EU", 3), ("EEA", 1), ("NORDIC", 1)]);
        for unknown in ["E", "EUR", "NO", "", &"X".repeat(300)] {
            assert_eq!(world.state.jurisdiction(unknown), None);
        }
        invariants::try_state(&world.state).unwrap();

        let length = world.state.log.tip().length;
        world.run(decide, tag("EEA", &["NO"])).unwrap();
        assert_eq!(world.state.log.tip().length, length, "it is so already");
    }

    #[test]
    fn should_refuse_bad_tags_and_countries() {
        let mut world = World::new();
        for bad in ["", "E", "eu", "E U", &"X".repeat(33), "EÜ"] {
            world.refuse_field(decide, tag(bad, &["DE"]), "tag");
        }
        world.refuse_field(decide, tag("EU", &["DE", "XX"]), "countries");
        world.refuse_field(decide, tag("EU", &["DE"; 250]), "countries");
        for twice in [["DE", "DE"], ["UK", "GB"]] {
            assert!(matches!(
                world.refused(decide, tag("EU", &twice)),
                RegistryError::DuplicateEntry { .. }
            ));
        }
        let silent = SetJurisdictionArgs {
            source: String::new(),
            ..tag("EU", &["DE"])
        };
        world.refuse_field(decide, silent, "source");
        world.refuse(
            decide,
            tag("EU", &[]),
            RegistryError::JurisdictionNotFound { tag: "EU".into() },
        );
    }

    #[test]
    fn should_bound_the_tags() {
        let mut world = World::new();
        for n in 0..TAGS {
            world
                .run(decide, tag(&format!("TAG-{n}"), &["CH"]))
                .unwrap();
        }
        world.refuse_field(decide, tag("ONE-MORE", &["CH"]), "tags");
        world.run(decide, tag("TAG-0", &["CH", "LI"])).unwrap();
    }
}
