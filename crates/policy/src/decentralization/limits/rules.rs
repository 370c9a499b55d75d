//! Rules that contradict themselves.

use super::counted_by;
use bonafide_types::limits::{RULE_TAGS, SHARE_RULES, SPECIAL_CAPS};
use bonafide_types::registry::{Dimension, SubnetRules};
use std::collections::BTreeSet;

/// Why rules cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// No number of members is allowed.
    #[error("min_size {min} to max_size {max}: no size is allowed")]
    NoSize {
        /// At least.
        min: u32,
        /// At most.
        max: u32,
    },
    /// No number of members in the range is `3f + 1`.
    #[error("no size from {min} to {max} is 3f + 1")]
    NoByzantineSize {
        /// At least.
        min: u32,
        /// At most.
        max: u32,
    },
    /// A cap that lets nobody in.
    #[error("caps: 0 nodes of each {}", .0.name())]
    ZeroCap(Dimension),
    /// A dimension, an actor or a tag stands twice. Provider and cluster are one.
    #[error("{field}: {name} stands twice")]
    Twice {
        /// In which list.
        field: &'static str,
        /// What.
        name: String,
    },
    /// An actor's bounds leave nothing.
    #[error("special_caps: {actor:?}: {min} at least and {max} at most")]
    NoSpecial {
        /// Who.
        actor: String,
        /// At least.
        min: u32,
        /// At most.
        max: u32,
    },
    /// More nodes are asked of single actors than there are places.
    #[error("special_caps ask for {asked} nodes of a dimension, and a subnet has {max} at most")]
    SpecialsBeyondSize {
        /// Asked.
        asked: u64,
        /// Members at most.
        max: u32,
    },
    /// A tag is required and forbidden.
    #[error("tag {0:?} is required and forbidden")]
    RequiredAndForbidden(String),
    /// A share of nothing.
    #[error("shares: {tag:?}: {numerator}/{denominator} is no share that some subnet can keep")]
    NoShare {
        /// Of which tag.
        tag: String,
        /// Above the line.
        numerator: u32,
        /// Below.
        denominator: u32,
    },
    /// A list is too long.
    #[error("{field}: {count} entries, at most {limit} allowed")]
    TooMany {
        /// Which.
        field: &'static str,
        /// Entries.
        count: usize,
        /// Allowed.
        limit: usize,
    },
}

/// Checks that rules do not contradict themselves.
///
/// # Errors
/// [`PolicyError`].
pub fn check_rules(rules: &SubnetRules) -> Result<(), PolicyError> {
    let (min, max) = (rules.min_size, rules.max_size);
    if min == 0 || min > max {
        return Err(PolicyError::NoSize { min, max });
    }
    if rules.byzantine_size && !(min..=max).take(3).any(|size| size % 3 == 1) {
        return Err(PolicyError::NoByzantineSize { min, max });
    }
    for (field, count, limit) in [
        ("special_caps", rules.special_caps.len(), SPECIAL_CAPS),
        ("shares", rules.shares.len(), SHARE_RULES),
        ("required_tags", rules.required_tags.len(), RULE_TAGS),
        ("forbidden_tags", rules.forbidden_tags.len(), RULE_TAGS),
    ] {
        if count > limit {
            return Err(PolicyError::TooMany {
                field,
                count,
                limit,
            });
        }
    }
    check_caps(rules)?;
    check_specials(rules)?;
    check_tags(rules)
}

fn check_caps(rules: &SubnetRules) -> Result<(), PolicyError> {
    let mut seen = BTreeSet::new();
    for cap in &rules.caps {
        if cap.max == 0 {
            return Err(PolicyError::ZeroCap(cap.dimension));
        }
        once(
            "caps",
            &mut seen,
            counted_by(cap.dimension),
            cap.dimension.name(),
        )?;
    }
    Ok(())
}

fn check_specials(rules: &SubnetRules) -> Result<(), PolicyError> {
    let mut seen = BTreeSet::new();
    let mut asked = [0_u64; Dimension::ALL.len()];
    for special in &rules.special_caps {
        if special.min > special.max {
            return Err(PolicyError::NoSpecial {
                actor: special.actor.clone(),
                min: special.min,
                max: special.max,
            });
        }
        let dimension = counted_by(special.dimension);
        once(
            "special_caps",
            &mut seen,
            (dimension, &special.actor),
            &special.actor,
        )?;
        asked[dimension.index()] += u64::from(special.min);
    }
    let max = rules.max_size;
    match asked.into_iter().find(|asked| *asked > u64::from(max)) {
        Some(asked) => Err(PolicyError::SpecialsBeyondSize { asked, max }),
        None => Ok(()),
    }
}

fn check_tags(rules: &SubnetRules) -> Result<(), PolicyError> {
    let mut required = BTreeSet::new();
    for tag in &rules.required_tags {
        once("required_tags", &mut required, tag, tag)?;
    }
    let mut forbidden = BTreeSet::new();
    for tag in &rules.forbidden_tags {
        once("forbidden_tags", &mut forbidden, tag, tag)?;
        if required.contains(tag) {
            return Err(PolicyError::RequiredAndForbidden(tag.clone()));
        }
    }
    let mut shares = BTreeSet::new();
    for share in &rules.shares {
        once("shares", &mut shares, &share.tag, &share.tag)?;
        // Less than nothing cannot be kept.
        let nothing = share.numerator == 0 && share.strict;
        if share.denominator == 0 || nothing {
            return Err(PolicyError::NoShare {
                tag: share.tag.clone(),
                numerator: share.numerator,
                denominator: share.denominator,
            });
        }
    }
    Ok(())
}

fn once<T: Ord>(
    field: &'static str,
    seen: &mut BTreeSet<T>,
    item: T,
    name: &str,
) -> Result<(), PolicyError> {
    if seen.insert(item) {
        return Ok(());
    }
    Err(PolicyError::Twice {
        field,
        name: name.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::registry::{NodeCap, ShareRule, SpecialCap};

    fn rules() -> SubnetRules {
        SubnetRules {
            min_size: 13,
            max_size: 13,
            ..SubnetRules::default()
        }
    }

    fn special(actor: &str, min: u32, max: u32) -> SpecialCap {
        SpecialCap {
            dimension: Dimension::Country,
            actor: actor.into(),
            min,
            max,
        }
    }

    fn refused(change: impl FnOnce(&mut SubnetRules)) -> PolicyError {
        let mut rules = rules();
        change(&mut rules);
        check_rules(&rules).unwrap_err()
    }

    #[test]
    fn should_take_rules_that_can_be_kept() {
        let mut rules = rules();
        assert_eq!(check_rules(&rules), Ok(()));
        rules.byzantine_size = true;
        // An absurd cap is no contradiction.
        rules.caps = vec![NodeCap {
            dimension: Dimension::Country,
            max: u32::MAX,
        }];
        rules.special_caps = vec![special("US", 0, 0)];
        rules.shares = vec![ShareRule {
            tag: "US".into(),
            numerator: 0,
            denominator: 1,
            strict: false,
        }];
        assert_eq!(check_rules(&rules), Ok(()));
    }

    #[test]
    fn should_refuse_contradictions() {
        let no_size = refused(|rules| rules.min_size = 14);
        assert_eq!(no_size, PolicyError::NoSize { min: 14, max: 13 });
        assert!(matches!(
            refused(|rules| rules.min_size = 0),
            PolicyError::NoSize { .. }
        ));
        let even = refused(|rules| {
            (rules.min_size, rules.max_size, rules.byzantine_size) = (14, 15, true);
        });
        assert_eq!(even, PolicyError::NoByzantineSize { min: 14, max: 15 });
        let cap = |dimension, max| NodeCap { dimension, max };
        assert_eq!(
            refused(|rules| rules.caps = vec![cap(Dimension::Area, 0)]),
            PolicyError::ZeroCap(Dimension::Area)
        );
        let twice = refused(|rules| {
            rules.caps = vec![cap(Dimension::NodeProvider, 1), cap(Dimension::Cluster, 1)];
        });
        assert!(matches!(twice, PolicyError::Twice { field: "caps", .. }));
        let over = refused(|rules| rules.special_caps = vec![special("US", 2, 1)]);
        assert!(matches!(
            over,
            PolicyError::NoSpecial { min: 2, max: 1, .. }
        ));
        let beyond = refused(|rules| {
            rules.special_caps = vec![special("US", 7, 9), special("CH", 7, 9)];
        });
        assert_eq!(
            beyond,
            PolicyError::SpecialsBeyondSize { asked: 14, max: 13 }
        );
        let both = refused(|rules| {
            rules.required_tags = vec!["EU".into()];
            rules.forbidden_tags = vec!["EU".into()];
        });
        assert_eq!(both, PolicyError::RequiredAndForbidden("EU".into()));
        for (numerator, denominator, strict) in [(1, 0, false), (0, 3, true)] {
            let tag = "US".into();
            let share = ShareRule {
                tag,
                numerator,
                denominator,
                strict,
            };
            let refused = refused(|rules| rules.shares = vec![share]);
            assert!(matches!(refused, PolicyError::NoShare { .. }));
        }
        let many = refused(|rules| rules.required_tags = vec!["EU".into(); 17]);
        assert!(matches!(
            many,
            PolicyError::TooMany {
                count: 17,
                limit: 16,
                ..
            }
        ));
    }
}
