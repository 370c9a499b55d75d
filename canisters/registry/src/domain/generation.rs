//! Hardware generations over time: when their nodes may register, and until when they are
//! supported.
//!
//! A generation takes nodes from `onboarding_from_ns` on and before it closes, which is at
//! `onboarding_until_ns`, or with its support when only the end of support is announced. A
//! node is past support from `supported_until_ns` on.

use super::{hardware, text};
use bonafide_types::limits::{DAY_NS, REWARD_TYPES, TYPE_NAME_BYTES};
use bonafide_types::registry::{Generation, RegistryError, SupportStatus};

/// Whether a node may register now as one of the generation of this name.
///
/// # Errors
/// Those of the name, [`RegistryError::GenerationNotFound`],
/// [`RegistryError::GenerationNotOpen`], [`RegistryError::GenerationClosed`],
/// [`RegistryError::InvalidField`] for a reward type that the generation's machines do not
/// have, [`RegistryError::ChipIdRequired`].
pub fn check_registration(
    name: &str,
    generation: Option<&Generation>,
    node_reward_type: &str,
    names_its_chip: bool,
    now_ns: u64,
) -> Result<(), RegistryError> {
    hardware::check_generation(name)?;
    let generation = generation.ok_or_else(|| RegistryError::GenerationNotFound {
        name: name.to_owned(),
    })?;
    if now_ns < generation.onboarding_from_ns {
        return Err(RegistryError::GenerationNotOpen {
            name: generation.name.clone(),
            from_ns: generation.onboarding_from_ns,
        });
    }
    if let Some(since_ns) = closes_at(generation).filter(|end_ns| *end_ns <= now_ns) {
        return Err(RegistryError::GenerationClosed {
            name: generation.name.clone(),
            since_ns,
        });
    }
    let field = "node_reward_type";
    text::check_length(field, node_reward_type, TYPE_NAME_BYTES)?;
    if !generation
        .node_types
        .iter()
        .any(|known| known == node_reward_type)
    {
        let rule = format!(
            "one of generation {}: {}",
            generation.name,
            generation.node_types.join(", ")
        );
        return Err(text::invalid(field, node_reward_type, &rule));
    }
    if generation.sev_snp && !names_its_chip {
        return Err(RegistryError::ChipIdRequired {
            generation: generation.name.clone(),
        });
    }
    Ok(())
}

/// From when nodes of a generation may no longer register. A generation past support takes
/// none, also when no end of onboarding was announced.
fn closes_at(generation: &Generation) -> Option<u64> {
    generation
        .onboarding_until_ns
        .or(generation.supported_until_ns)
}

/// Where a node's generation stands; the row is absent when nobody set it.
#[must_use]
pub fn support(generation: Option<&Generation>, now_ns: u64) -> SupportStatus {
    let Some(generation) = generation else {
        return SupportStatus::Unknown;
    };
    let supported_until_ns = generation.supported_until_ns;
    if let Some(since_ns) = supported_until_ns.filter(|end_ns| *end_ns <= now_ns) {
        return SupportStatus::Past { since_ns };
    }
    if closes_at(generation).is_some_and(|end_ns| end_ns <= now_ns) {
        return SupportStatus::Closed { supported_until_ns };
    }
    SupportStatus::Supported
}

/// Checks the reward types of a generation's machines: at least one, known, each once.
///
/// # Errors
/// [`RegistryError::TextEmpty`], [`RegistryError::TooMany`], [`RegistryError::TextTooLong`],
/// [`RegistryError::InvalidField`], [`RegistryError::DuplicateEntry`].
pub fn check_node_types(given: &[String]) -> Result<(), RegistryError> {
    let field = "node_types";
    text::check_count(field, given.len(), REWARD_TYPES)?;
    if given.is_empty() {
        return Err(RegistryError::TextEmpty {
            field: field.into(),
        });
    }
    for (at, node_type) in given.iter().enumerate() {
        text::check_length(field, node_type, TYPE_NAME_BYTES)?;
        if !hardware::NODE_TYPES.contains(&node_type.as_str()) {
            let rule = format!("one of {}", hardware::NODE_TYPES.join(", "));
            return Err(text::invalid(field, node_type, &rule));
        }
        if given[..at].contains(node_type) {
            return Err(RegistryError::DuplicateEntry {
                field: field.into(),
                given: text::shortened(node_type),
            });
        }
    }
    Ok(())
}

/// Checks that a generation opens before it closes, and closes before its support ends or
/// with it.
///
/// # Errors
/// [`RegistryError::InvalidField`].
pub fn check_dates(generation: &Generation) -> Result<(), RegistryError> {
    let from_ns = generation.onboarding_from_ns;
    let (until_ns, supported_ns) = (
        generation.onboarding_until_ns,
        generation.supported_until_ns,
    );
    if let Some(end_ns) = until_ns.filter(|end_ns| *end_ns <= from_ns) {
        let rule = "after onboarding_from_ns";
        return Err(text::invalid(
            "onboarding_until_ns",
            &end_ns.to_string(),
            rule,
        ));
    }
    if let Some(end_ns) = supported_ns
        .filter(|end_ns| *end_ns <= from_ns || until_ns.is_some_and(|until_ns| *end_ns < until_ns))
    {
        let rule = "after onboarding_from_ns and not before onboarding_until_ns";
        return Err(text::invalid(
            "supported_until_ns",
            &end_ns.to_string(),
            rule,
        ));
    }
    Ok(())
}

/// Checks that nothing ends sooner than notice allows. An end date that is new, or earlier
/// than it was, is at least so many days away; one that moves later or goes is free. What is
/// open for onboarding ends by its end date only: its start cannot move past now.
///
/// # Errors
/// [`RegistryError::NoticeTooShort`], [`RegistryError::InvalidField`].
pub fn check_notice(
    before: Option<&Generation>,
    wanted: &Generation,
    notice_days: u32,
    now_ns: u64,
) -> Result<(), RegistryError> {
    let earliest_ns = now_ns.saturating_add(u64::from(notice_days).saturating_mul(DAY_NS));
    let check = |field: &str, old: Option<u64>, new: Option<u64>| {
        let sooner = new.filter(|new| old.is_none_or(|old| *new < old));
        match sooner.filter(|given_ns| *given_ns < earliest_ns) {
            None => Ok(()),
            Some(given_ns) => Err(RegistryError::NoticeTooShort {
                field: field.into(),
                given_ns,
                earliest_ns,
                days: notice_days,
            }),
        }
    };
    check(
        "onboarding_until_ns",
        before.and_then(|row| row.onboarding_until_ns),
        wanted.onboarding_until_ns,
    )?;
    check(
        "supported_until_ns",
        before.and_then(|row| row.supported_until_ns),
        wanted.supported_until_ns,
    )?;
    let open = before.is_some_and(|row| row.onboarding_from_ns <= now_ns);
    if open && wanted.onboarding_from_ns > now_ns {
        let rule = "onboarding has begun: it ends by onboarding_until_ns, with notice";
        let given = wanted.onboarding_from_ns.to_string();
        return Err(text::invalid("onboarding_from_ns", &given, rule));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generation(until_ns: Option<u64>, supported_ns: Option<u64>) -> Generation {
        Generation {
            name: "Gen2".into(),
            node_types: vec!["type3".into(), "type3.1".into()],
            onboarding_from_ns: 100,
            onboarding_until_ns: until_ns,
            supported_until_ns: supported_ns,
            sev_snp: false,
            announced_at_ns: 0,
        }
    }

    fn check_at(generation: &Generation, now_ns: u64) -> Result<(), RegistryError> {
        check_registration("Gen2", Some(generation), "type3.1", false, now_ns)
    }

    #[test]
    fn should_take_nodes_from_the_first_moment_to_the_one_before_the_end() {
        let both = generation(Some(200), Some(300));
        assert_eq!(
            check_at(&both, 99),
            Err(RegistryError::GenerationNotOpen {
                name: "Gen2".into(),
                from_ns: 100
            })
        );
        assert_eq!(check_at(&both, 100), Ok(()));
        assert_eq!(check_at(&both, 199), Ok(()));
        let closed = |since_ns| {
            Err(RegistryError::GenerationClosed {
                name: "Gen2".into(),
                since_ns,
            })
        };
        assert_eq!(check_at(&both, 200), closed(200));
        assert_eq!(check_at(&generation(None, Some(300)), 299), Ok(()));
        assert_eq!(check_at(&generation(None, Some(300)), 300), closed(300));
        assert_eq!(check_at(&generation(None, None), u64::MAX), Ok(()));
    }

    #[test]
    fn should_ask_for_a_known_generation_its_type_and_its_chip() {
        let check = |row: Option<&Generation>, node_type: &str, chip| {
            check_registration("Gen2", row, node_type, chip, 100)
        };
        assert_eq!(
            check(None, "type3", false),
            Err(RegistryError::GenerationNotFound {
                name: "Gen2".into()
            })
        );
        let plain = generation(None, None);
        assert_eq!(check(Some(&plain), "type3", true), Ok(()));
        for bad in ["type1", "", "type3.2"] {
            assert!(matches!(
                check(Some(&plain), bad, false),
                Err(RegistryError::InvalidField { field, .. }) if field == "node_reward_type"
            ));
        }
        let sealed = Generation {
            sev_snp: true,
            ..generation(None, None)
        };
        assert_eq!(check(Some(&sealed), "type3", true), Ok(()));
        assert_eq!(
            check(Some(&sealed), "type3", false),
            Err(RegistryError::ChipIdRequired {
                generation: "Gen2".into()
            })
        );
    }

    #[test]
    fn should_say_where_support_stands() {
        assert_eq!(support(None, 0), SupportStatus::Unknown);
        let both = generation(Some(200), Some(300));
        for (now_ns, expected) in [
            (0, SupportStatus::Supported),
            (199, SupportStatus::Supported),
            (
                200,
                SupportStatus::Closed {
                    supported_until_ns: Some(300),
                },
            ),
            (
                299,
                SupportStatus::Closed {
                    supported_until_ns: Some(300),
                },
            ),
            (300, SupportStatus::Past { since_ns: 300 }),
        ] {
            assert_eq!(support(Some(&both), now_ns), expected, "{now_ns}");
        }
        let endless = generation(None, None);
        assert_eq!(support(Some(&endless), u64::MAX), SupportStatus::Supported);
    }

    #[test]
    fn should_keep_dates_in_order() {
        for (until_ns, supported_ns, field) in [
            (None, None, None),
            (Some(101), Some(101), None),
            (None, Some(101), None),
            (Some(100), None, Some("onboarding_until_ns")),
            (None, Some(100), Some("supported_until_ns")),
            (Some(200), Some(199), Some("supported_until_ns")),
        ] {
            let found = match check_dates(&generation(until_ns, supported_ns)) {
                Ok(()) => None,
                Err(RegistryError::InvalidField { field, .. }) => Some(field),
                Err(other) => panic!("{other:?}"),
            };
            assert_eq!(found.as_deref(), field, "{until_ns:?} {supported_ns:?}");
        }
    }

    #[test]
    fn should_ask_for_notice_of_an_earlier_end() {
        let now_ns = 1_000;
        let first_ns = now_ns + 2 * DAY_NS;
        let check = |before: Option<&Generation>, end_ns| {
            check_notice(before, &generation(end_ns, end_ns), 2, now_ns)
        };
        let short = |given_ns| {
            Err(RegistryError::NoticeTooShort {
                field: "onboarding_until_ns".into(),
                given_ns,
                earliest_ns: first_ns,
                days: 2,
            })
        };
        let soon = generation(Some(2_000), Some(2_000));
        for before in [None, Some(&generation(None, None))] {
            assert_eq!(check(before, Some(first_ns)), Ok(()));
            assert_eq!(check(before, Some(first_ns - 1)), short(first_ns - 1));
        }
        assert_eq!(check(Some(&soon), Some(2_000)), Ok(()), "as it was");
        assert_eq!(check(Some(&soon), Some(2_001)), Ok(()), "later");
        assert_eq!(check(Some(&soon), None), Ok(()), "no end");
        assert_eq!(check(Some(&soon), Some(1_999)), short(1_999));
        let support_only = generation(None, Some(1_500));
        assert!(matches!(
            check_notice(None, &support_only, 2, now_ns),
            Err(RegistryError::NoticeTooShort { field, .. }) if field == "supported_until_ns"
        ));
    }

    #[test]
    fn should_not_close_by_a_later_start() {
        let open = generation(None, None);
        let later = Generation {
            onboarding_from_ns: 1_001,
            ..generation(None, None)
        };
        let check = |before, wanted| check_notice(Some(before), wanted, 180, 1_000);
        assert!(matches!(
            check(&open, &later),
            Err(RegistryError::InvalidField { field, .. }) if field == "onboarding_from_ns"
        ));
        assert_eq!(check(&later, &open), Ok(()));
        let later_still = Generation {
            onboarding_from_ns: 9_000,
            ..generation(None, None)
        };
        assert_eq!(check(&later, &later_still), Ok(()));
    }

    #[test]
    fn should_take_types_of_the_network() {
        let types = |given: &[&str]| {
            let given: Vec<_> = given.iter().map(|&name| name.to_owned()).collect();
            check_node_types(&given)
        };
        assert_eq!(types(&["type1", "type1.1", "type0"]), Ok(()));
        assert!(matches!(types(&[]), Err(RegistryError::TextEmpty { .. })));
        assert!(matches!(
            types(&["type4"]),
            Err(RegistryError::InvalidField { .. })
        ));
        assert!(matches!(
            types(&["type3", "type3"]),
            Err(RegistryError::DuplicateEntry { .. })
        ));
        assert!(matches!(
            types(&["type1"; 17]),
            Err(RegistryError::TooMany { count: 17, .. })
        ));
    }
}
