use super::*;
use crate::commands::seats::testing::{CHALLENGE, absent, confirmed, refused, report_of, unable};
use crate::commands::testing::auditor_id;
use bonafide_types::id::{Blob, Sha256Hash};

fn challenge() -> Challenge {
    Challenge {
        nonce: Blob(CHALLENGE.to_vec()),
        at_ns: 1,
        asked_by: auditor_id(1),
    }
}

fn checked(report: &Report) -> Result<(), AuditError> {
    check(report, Some(&challenge()))
}

fn with(classes: &[(FindingClass, u32)]) -> Report {
    report_of(Outcome::Discrepancy, classes)
}

fn piece(media_type: &str, bytes: u64) -> Evidence {
    Evidence {
        sha256: Sha256Hash([1; 32]),
        media_type: media_type.into(),
        bytes,
    }
}

#[test]
fn should_name_what_differs_exactly_when_something_does() {
    for report in [confirmed(), absent(1), refused(), unable()] {
        assert_eq!(checked(&report), Ok(()));
    }
    for (outcome, discrepancies) in [
        (Outcome::Discrepancy, vec![]),
        (Outcome::Confirmed, absent(1).discrepancies),
        (Outcome::Refused, absent(1).discrepancies),
        (Outcome::Unable, absent(1).discrepancies),
    ] {
        let count = discrepancies.len() as u64;
        let report = Report {
            outcome,
            discrepancies,
            ..confirmed()
        };
        let expected = AuditError::DiscrepanciesDoNotFit { outcome, count };
        assert_eq!(checked(&report), Err(expected));
    }
}

#[test]
fn should_take_each_class_once_and_no_closed_door() {
    use FindingClass::*;
    let all = [
        NodeAbsent,
        WrongLocation,
        WrongOwner,
        WrongHardware,
        NoHandshake,
        OtherOperator,
    ];
    assert_eq!(checked(&with(&all.map(|class| (class, 1_000)))), Ok(()));
    let twice = AuditError::DuplicateEntry {
        field: "discrepancies".into(),
        entry: "WrongOwner".into(),
    };
    let given = with(&[(WrongOwner, 1), (NodeAbsent, 1), (WrongOwner, 2)]);
    assert_eq!(checked(&given), Err(twice));
    assert!(matches!(
        checked(&with(&[(EntryRefused, 1)])),
        Err(AuditError::InvalidField { field, .. }) if field == "discrepancies"
    ));
    let too_many = AuditError::TooMany {
        field: "discrepancies".into(),
        count: 9,
        limit: 8,
    };
    assert_eq!(checked(&with(&[(NodeAbsent, 1); 9])), Err(too_many));
    for nodes in [0, 1_001, u32::MAX] {
        let out_of_range = AuditError::OutOfRange {
            field: "nodes".into(),
            given: nodes.into(),
            min: 1,
            max: 1_000,
        };
        assert_eq!(checked(&with(&[(NodeAbsent, nodes)])), Err(out_of_range));
    }
}

#[test]
fn should_want_the_challenge_of_the_day_from_who_was_let_in() {
    let shown = |report: Report, challenge: Option<Vec<u8>>| Report {
        checklist: Checklist {
            challenge: challenge.map(Blob),
            ..report.checklist
        },
        ..report
    };
    let right = Some(CHALLENGE.to_vec());
    let missing = Err(AuditError::ChallengeMissing);
    for other in [None, Some(vec![]), Some(vec![7; 32]), Some(vec![6; 33])] {
        for report in [confirmed(), absent(1)] {
            assert_eq!(checked(&shown(report, other.clone())), missing);
        }
        for report in [refused(), unable()] {
            let expected = if other.is_none() {
                Ok(())
            } else {
                missing.clone()
            };
            assert_eq!(checked(&shown(report, other.clone())), expected);
        }
    }
    for report in [confirmed(), absent(1), refused(), unable()] {
        let report = shown(report, right.clone());
        assert_eq!(checked(&report), Ok(()));
        assert_eq!(check(&report, None), missing, "none was issued");
    }
    assert_eq!(check(&refused(), None), Ok(()));
}

#[test]
fn should_bound_evidence_and_remarks() {
    let with = |evidence: Vec<Evidence>| Report {
        evidence,
        ..confirmed()
    };
    let most = 1 << 30;
    let good = [
        "image/jpeg",
        "a/b",
        "application/vnd.example+json",
        "x-1/y_2",
    ];
    let good: Vec<_> = good.map(|kind| piece(kind, most)).to_vec();
    assert_eq!(checked(&with(good)), Ok(()));
    let long = format!("image/{}", "a".repeat(59));
    for bad in [
        "",
        "a/",
        "/b",
        "ab",
        "image",
        "image/",
        "Image/jpeg",
        "image/jpeg; q=1",
        "image//jpeg",
        "image/.jpeg",
        "a/b/c",
        "imäge/jpeg",
        &long,
    ] {
        let refusal = checked(&with(vec![piece(bad, 1)]));
        assert!(
            matches!(&refusal, Err(AuditError::InvalidField { field, .. }) if field == "media_type"),
            "{bad}: {refusal:?}"
        );
    }
    for bytes in [0, most + 1] {
        let out_of_range = AuditError::OutOfRange {
            field: "bytes".into(),
            given: bytes,
            min: 1,
            max: most,
        };
        assert_eq!(checked(&with(vec![piece("a/b", bytes)])), Err(out_of_range));
    }
    assert_eq!(checked(&with(vec![piece("a/b", 1); 32])), Ok(()));
    let too_many = AuditError::TooMany {
        field: "evidence".into(),
        count: 33,
        limit: 32,
    };
    assert_eq!(checked(&with(vec![piece("a/b", 1); 33])), Err(too_many));
    let remarks = |bytes: usize| Report {
        remarks: "x".repeat(bytes),
        ..confirmed()
    };
    assert_eq!(checked(&remarks(1_000)), Ok(()));
    assert!(matches!(
        checked(&remarks(1_001)),
        Err(AuditError::TextTooLong { field, .. }) if field == "remarks"
    ));
}
