//! Worked figures; what holds for all is in `properties`.

use super::*;
use bonafide_types::identity::{Category, DECLARATION_STAMP, FindingWeight, REFUTED_FINDING};
use candid::Principal;

mod properties;

fn issuer(number: u8) -> VerifierId {
    VerifierId(Principal::from_slice(&[number]))
}

fn valid(until_ns: u64) -> AttestationStatus {
    AttestationStatus::Valid { until_ns }
}

fn expired() -> AttestationStatus {
    AttestationStatus::Expired { since_ns: 1 }
}

fn stamp(id: u64, schema: &str, by: u8, owner: &str, status: AttestationStatus) -> Stamp {
    Stamp {
        id,
        schema: schema.into(),
        issuer: issuer(by),
        owner: owner.into(),
        status,
    }
}

fn finding(class: &str, id: u64) -> Finding {
    let class = class.into();
    Finding { class, id }
}

fn weights(
    categories: &[(&str, u32)],
    stamps: &[(&str, &str, u32)],
    findings: &[(&str, u32)],
) -> ScoreWeights {
    let category = |&(name, cap): &(&str, u32)| Category {
        name: name.into(),
        cap,
    };
    let stamp = |&(schema, category, weight): &(&str, &str, u32)| StampWeight {
        schema: schema.into(),
        category: category.into(),
        weight,
    };
    let finding = |&(class, weight): &(&str, u32)| FindingWeight {
        class: class.into(),
        weight,
    };
    ScoreWeights {
        version: 0,
        effective_from_ns: 0,
        categories: categories.iter().map(category).collect(),
        stamps: stamps.iter().map(stamp).collect(),
        findings: findings.iter().map(finding).collect(),
    }
}

fn worked_weights() -> ScoreWeights {
    weights(
        &[("person", 50), ("place", 25)],
        &[
            (DECLARATION_STAMP, "person", 10),
            ("identity", "person", 30),
            ("address", "place", 20),
            ("contract", "place", 5),
        ],
        &[(REFUTED_FINDING, 40)],
    )
}

/// Lines in short: source, category, points, reason.
fn short(lines: &[ScoreLine]) -> Vec<(String, &str, i64, ScoreReason)> {
    let source = |source: &ScoreSource| match source {
        ScoreSource::Registry(name) => format!("registry {name}"),
        ScoreSource::Attestation { schema, id, .. } => format!("{schema} {id}"),
        ScoreSource::Finding { class, id } => format!("found {class} {id}"),
        ScoreSource::Absent(schema) => format!("absent {schema}"),
    };
    lines
        .iter()
        .map(|line| {
            let reason = line.reason.clone();
            (source(&line.source), &*line.category, line.points, reason)
        })
        .collect()
}

fn counts(until_ns: u64) -> ScoreReason {
    let until_ns = Some(until_ns);
    ScoreReason::Counts { until_ns }
}

fn check(inputs: &Inputs, total: i64, lines: &[(&str, &str, i64, ScoreReason)]) {
    let (found_total, found) = score(&worked_weights(), inputs);
    let lines: Vec<_> = lines
        .iter()
        .map(|(source, category, points, reason)| {
            ((*source).into(), *category, *points, reason.clone())
        })
        .collect();
    assert_eq!(short(&found), lines);
    assert_eq!(found_total, total);
}

#[test]
fn should_name_all_that_is_not_there() {
    let absent = ScoreReason::NotThere;
    check(
        &Inputs::default(),
        0,
        &[
            ("absent address", "place", 0, absent.clone()),
            ("absent contract", "place", 0, absent.clone()),
            ("absent declaration", "person", 0, absent.clone()),
            ("absent identity", "person", 0, absent),
        ],
    );
}

#[test]
fn should_cap_categories_and_subtract_findings() {
    let inputs = Inputs {
        registry: vec![DECLARATION_STAMP.into(), "unheard".into()],
        stamps: vec![
            stamp(4, "contract", 1, "A", valid(90)),
            stamp(3, "identity", 2, "B", valid(80)),
            stamp(2, "identity", 1, "A", valid(70)),
            stamp(1, "address", 1, "A", valid(60)),
            stamp(0, "identity", 3, "C", valid(50)),
        ],
        findings: vec![finding("rumour", 0), finding(REFUTED_FINDING, 7)],
    };
    let (weight, cap) = (30, 50);
    let capped = ScoreReason::Capped { weight, cap };
    check(
        &inputs,
        50 + 25 - 40,
        &[
            (
                "registry declaration",
                "person",
                10,
                ScoreReason::Counts { until_ns: None },
            ),
            ("registry unheard", "", 0, ScoreReason::NoWeight),
            ("address 1", "place", 20, counts(60)),
            ("contract 4", "place", 5, counts(90)),
            ("identity 2", "person", 30, counts(70)),
            ("identity 3", "person", 10, capped.clone()),
            ("identity 0", "person", 0, capped),
            ("found refuted 7", "", -40, ScoreReason::Found),
            ("found rumour 0", "", 0, ScoreReason::NoWeight),
        ],
    );
}

#[test]
fn should_count_an_owner_once_by_what_holds_longest() {
    let inputs = Inputs {
        stamps: vec![
            // Holds as long as 3, and was given first.
            stamp(2, "address", 9, "A", valid(80)),
            stamp(3, "address", 1, "A", valid(80)),
            stamp(1, "address", 2, "A", valid(70)),
            // What is not valid does not stand in the way, however long it would hold.
            stamp(0, "address", 3, "A", expired()),
            // Another schema of the same owner is another matter.
            stamp(4, "identity", 1, "A", valid(1)),
            // Nothing without a weight counts, so nothing counts already.
            stamp(5, "old", 1, "A", valid(1)),
            stamp(6, "old", 2, "A", valid(2)),
            stamp(7, "old", 3, "A", expired()),
        ],
        ..Inputs::default()
    };
    let (counted, owner) = (2, "A".into());
    let same = ScoreReason::SameOwner { counted, owner };
    let not_valid = ScoreReason::NotValid(expired());
    check(
        &inputs,
        20 + 30,
        &[
            ("address 3", "place", 0, same.clone()),
            ("address 1", "place", 0, same),
            ("address 0", "place", 0, not_valid.clone()),
            ("address 2", "place", 20, counts(80)),
            ("identity 4", "person", 30, counts(1)),
            ("old 5", "", 0, ScoreReason::NoWeight),
            ("old 6", "", 0, ScoreReason::NoWeight),
            ("old 7", "", 0, not_valid),
            ("absent contract", "place", 0, ScoreReason::NotThere),
            ("absent declaration", "person", 0, ScoreReason::NotThere),
        ],
    );
}

#[test]
fn should_count_a_weight_of_zero_and_give_nothing_from_an_unknown_category() {
    let stamps = [("address", "place", 0), ("identity", "nowhere", 3)];
    let weights = weights(&[("place", 0)], &stamps, &[]);
    let inputs = Inputs {
        stamps: vec![
            stamp(0, "address", 1, "A", valid(5)),
            stamp(1, "identity", 1, "A", valid(5)),
        ],
        ..Inputs::default()
    };
    let (total, lines) = score(&weights, &inputs);
    let capped = ScoreReason::Capped { weight: 3, cap: 0 };
    assert_eq!(total, 0);
    assert_eq!(
        short(&lines),
        [
            ("address 0".into(), "place", 0, counts(5)),
            ("identity 1".into(), "nowhere", 0, capped),
        ]
    );
}
