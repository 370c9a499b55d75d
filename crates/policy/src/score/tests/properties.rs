//! The rules against a model that knows no order: it asks what each category adds at once.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

const CATEGORIES: [&str; 3] = ["place", "person", "terms"];
/// The last two never have a weight.
const SCHEMAS: [&str; 6] = [
    DECLARATION_STAMP,
    "identity",
    "address",
    "contract",
    "old",
    "new",
];
/// The last one never has a weight.
const CLASSES: [&str; 3] = [REFUTED_FINDING, "downtime", "rumour"];
const OWNERS: [&str; 3] = ["A", "B", "C"];
const FINDING_IDS: u64 = 4;

mod model {
    use super::{AttestationStatus, BTreeSet, FINDING_IDS, Inputs, ScoreWeights};

    /// What all stamps of a category would add without its cap.
    pub(super) fn uncapped(weights: &ScoreWeights, inputs: &Inputs, category: &str) -> i64 {
        let stamps = weights.stamps.iter().filter(|it| it.category == category);
        stamps
            .map(|weight| {
                let registry = i64::from(inputs.registry.contains(&weight.schema));
                let owners: BTreeSet<_> = (inputs.stamps.iter())
                    .filter(|stamp| stamp.schema == weight.schema)
                    .filter(|stamp| matches!(stamp.status, AttestationStatus::Valid { .. }))
                    .map(|stamp| &stamp.owner)
                    .collect();
                (registry + i64::try_from(owners.len()).unwrap()) * i64::from(weight.weight)
            })
            .sum()
    }

    pub(super) fn total(weights: &ScoreWeights, inputs: &Inputs) -> i64 {
        let added: i64 = (weights.categories.iter())
            .map(|category| uncapped(weights, inputs, &category.name).min(category.cap.into()))
            .sum();
        let found: i64 = (weights.findings.iter())
            .map(|weight| {
                let of_class =
                    |id| (inputs.findings.iter()).any(|it| it.class == weight.class && it.id == id);
                let ids = (0..FINDING_IDS).filter(|id| of_class(*id)).count();
                i64::try_from(ids).unwrap() * i64::from(weight.weight)
            })
            .sum();
        added - found
    }
}

fn any_weights() -> impl Strategy<Value = ScoreWeights> {
    let caps = vec(0..100_u32, CATEGORIES.len());
    let stamps = subsequence(SCHEMAS[..4].to_vec(), 0..=4).prop_flat_map(|schemas| {
        let each = |schema| (Just(schema), select(CATEGORIES.to_vec()), 0..50_u32);
        schemas.into_iter().map(each).collect::<Vec<_>>()
    });
    let findings = vec(0..50_u32, CLASSES.len() - 1);
    (caps, stamps, findings).prop_map(|(caps, stamps, findings)| {
        let categories: Vec<_> = CATEGORIES.into_iter().zip(caps).collect();
        let findings: Vec<_> = CLASSES.into_iter().zip(findings).collect();
        weights(&categories, &stamps, &findings)
    })
}

fn any_status() -> impl Strategy<Value = AttestationStatus> {
    let (since_ns, grace_until_ns) = (1, 2);
    let suspended = AttestationStatus::IssuerSuspended {
        since_ns,
        grace_until_ns,
    };
    // Few ends, so that many are the same.
    prop_oneof![
        4 => (2..5_u64).prop_map(valid),
        1 => select(vec![expired(), suspended]),
    ]
}

fn any_inputs() -> impl Strategy<Value = Inputs> {
    let schema = || select(SCHEMAS.to_vec());
    let registry = vec(schema().prop_map(String::from), 0..4);
    let stamps = vec((schema(), 0..5_u8, any_status()), 0..24).prop_map(|stamps| {
        let stamps = (0..).zip(stamps).map(|(id, (schema, by, status))| {
            let owner = OWNERS[usize::from(by) % OWNERS.len()];
            stamp(id, schema, by, owner, status)
        });
        stamps.collect()
    });
    let named = (select(CLASSES.to_vec()), 0..FINDING_IDS);
    let findings = vec(named.prop_map(|(class, id)| finding(class, id)), 0..6);
    (registry, stamps, findings).prop_map(|(registry, stamps, findings)| Inputs {
        registry,
        stamps,
        findings,
    })
}

/// The same in any order, some of it twice.
fn disordered<T: Clone + std::fmt::Debug + 'static>(set: Vec<T>) -> impl Strategy<Value = Vec<T>> {
    let twice = subsequence(set.clone(), 0..=set.len());
    twice.prop_flat_map(move |twice| Just([set.clone(), twice].concat()).prop_shuffle())
}

fn two_orders() -> impl Strategy<Value = (Inputs, Inputs)> {
    any_inputs().prop_flat_map(|inputs| {
        let Inputs {
            registry,
            stamps,
            findings,
        } = inputs.clone();
        let parts = (
            disordered(registry),
            disordered(stamps),
            disordered(findings),
        );
        let other = parts.prop_map(|(registry, stamps, findings)| Inputs {
            registry,
            stamps,
            findings,
        });
        (Just(inputs), other)
    })
}

/// Whether a reason is true of a stamp, by a look at all others.
fn explains(reason: &ScoreReason, of: &Stamp, weights: &ScoreWeights, inputs: &Inputs) -> bool {
    let weight = weights.stamps.iter().find(|it| it.schema == of.schema);
    let AttestationStatus::Valid { until_ns } = of.status else {
        return *reason == ScoreReason::NotValid(of.status.clone());
    };
    let Some(weight) = weight else {
        return *reason == ScoreReason::NoWeight;
    };
    let beats = |other: &Stamp, than: &Stamp| match (&other.status, &than.status) {
        (
            AttestationStatus::Valid { until_ns: other_ns },
            AttestationStatus::Valid { until_ns: than_ns },
        ) => other_ns > than_ns || other_ns == than_ns && other.id < than.id,
        _ => false,
    };
    let same = || (inputs.stamps.iter()).filter(|it| it.of() == of.of());
    match reason {
        ScoreReason::SameOwner { counted, owner } => {
            *owner == of.owner
                && same().any(|it| it.id == *counted && beats(it, of))
                && same().all(|it| it.id != *counted || !same().any(|other| beats(other, it)))
        }
        ScoreReason::Counts { until_ns: until } => {
            *until == Some(until_ns) && !same().any(|it| beats(it, of))
        }
        ScoreReason::Capped { weight: full, cap } => {
            *full == weight.weight
                && !same().any(|it| beats(it, of))
                && model::uncapped(weights, inputs, &weight.category) > i64::from(*cap)
        }
        _ => false,
    }
}

proptest! {
    #[test]
    fn should_agree_with_the_model(weights in any_weights(), inputs in any_inputs()) {
        let (total, lines) = score(&weights, &inputs);
        prop_assert_eq!(total, model::total(&weights, &inputs));
        prop_assert_eq!(total, lines.iter().map(|line| line.points).sum::<i64>());
        for category in &weights.categories {
            let lines = lines.iter().filter(|line| line.category == category.name);
            let added: i64 = lines.map(|line| line.points).sum();
            let uncapped = model::uncapped(&weights, &inputs, &category.name);
            prop_assert_eq!(added, uncapped.min(category.cap.into()));
        }
    }

    #[test]
    fn should_depend_on_the_set_alone(weights in any_weights(), (one, other) in two_orders()) {
        prop_assert_eq!(score(&weights, &one), score(&weights, &other));
    }

    #[test]
    fn should_explain_every_line(weights in any_weights(), inputs in any_inputs()) {
        let (_, lines) = score(&weights, &inputs);
        prop_assert!(lines.is_sorted_by(|one, other| one.source < other.source));
        let attested = |line: &&ScoreLine| matches!(line.source, ScoreSource::Attestation { .. });
        prop_assert_eq!(lines.iter().filter(attested).count(), inputs.stamps.len());
        for line in &lines {
            let named = |schema: &String| weights.stamps.iter().find(|it| it.schema == *schema);
            let explained = match &line.source {
                ScoreSource::Registry(name) => match (&line.reason, named(name)) {
                    (ScoreReason::NoWeight, None) => line.points == 0,
                    (ScoreReason::Counts { until_ns: None }, Some(weight)) => {
                        line.points == i64::from(weight.weight)
                    }
                    (ScoreReason::Capped { weight, .. }, Some(named)) => {
                        *weight == named.weight && line.points < i64::from(*weight)
                    }
                    _ => false,
                },
                ScoreSource::Attestation { schema, id, .. } => {
                    let stamp = inputs.stamps.iter().find(|stamp| stamp.id == *id).unwrap();
                    let weight = named(schema).map_or(0, |it| i64::from(it.weight));
                    let fits = match line.reason {
                        ScoreReason::Counts { .. } => line.points == weight,
                        ScoreReason::Capped { .. } => (0..weight).contains(&line.points),
                        _ => line.points == 0,
                    };
                    fits && explains(&line.reason, stamp, &weights, &inputs)
                }
                ScoreSource::Finding { class, .. } => {
                    let mut classes = weights.findings.iter();
                    match classes.find(|it| it.class == *class) {
                        Some(weight) => line.points == -i64::from(weight.weight)
                            && line.reason == ScoreReason::Found,
                        None => line.points == 0 && line.reason == ScoreReason::NoWeight,
                    }
                }
                ScoreSource::Absent(schema) => {
                    line.points == 0
                        && line.reason == ScoreReason::NotThere
                        && named(schema).is_some()
                        && !inputs.registry.contains(schema)
                        && !inputs.stamps.iter().any(|stamp| stamp.schema == *schema)
                }
            };
            prop_assert!(explained, "{line:?}");
        }
    }

    #[test]
    fn should_ignore_what_expired(
        weights in any_weights(),
        inputs in any_inputs(),
        schema in select(SCHEMAS.to_vec()),
        by in 0..5_u8,
    ) {
        let mut more = inputs.clone();
        more.stamps.push(stamp(99, schema, by, "A", expired()));
        prop_assert_eq!(score(&weights, &more).0, score(&weights, &inputs).0);
    }

    #[test]
    fn should_lose_nothing_by_a_higher_cap(
        weights in any_weights(),
        inputs in any_inputs(),
        at in 0..CATEGORIES.len(),
        by in 0..100_u32,
    ) {
        let mut higher = weights.clone();
        higher.categories[at].cap += by;
        prop_assert!(score(&higher, &inputs).0 >= score(&weights, &inputs).0);
    }
}
