use super::*;
use bonafide_types::id::Blob;
use candid::Principal;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeSet;

fn full() -> Report {
    Report {
        outcome: Outcome::Discrepancy,
        discrepancies: vec![
            Discrepancy {
                class: FindingClass::NodeAbsent,
                nodes: 2,
            },
            Discrepancy {
                class: FindingClass::NoHandshake,
                nodes: 1,
            },
        ],
        checklist: Checklist {
            nodes_present: 14,
            handshakes: 13,
            lan_rtt_us: Some(412),
            serial_numbers: 14,
            chip_ids: 12,
            distance_m: Some(35),
            owner_as_declared: Some(true),
            challenge: Some(Blob(vec![7; 32])),
        },
        evidence: vec![Evidence {
            sha256: Sha256Hash([9; 32]),
            media_type: "image/jpeg".into(),
            bytes: 1_234_567,
        }],
        remarks: "Two slots are empty: Zürich 2.".into(),
    }
}

fn refused() -> Report {
    Report {
        outcome: Outcome::Refused,
        discrepancies: vec![],
        checklist: Checklist::default(),
        evidence: vec![],
        remarks: String::new(),
    }
}

fn auditor(n: u8) -> AuditorId {
    AuditorId(Principal::from_slice(&[4, n]))
}

/// The numbers come from the format as the module describes it, written in another language.
#[test]
fn should_hash_as_described() {
    let [full, refused] = [full(), refused()].map(|report| hash(&report));
    let commitment = commitment(5, auditor(1), &full, &[8; 32]);
    for (found, expected) in [
        (
            full,
            "c56a416a9630242ae55a4090f47054a05f2d1d704ba1df76bd5a43bde1bd6227",
        ),
        (
            refused,
            "f38c31d7036441f018cad1c7a4173b67cbfdaa39a30ce89be7f387c766ffd484",
        ),
        (
            commitment,
            "6a24a3ef53133579d217148d675b5a69254170ae1db61697d6b2451d3e7c6dfb",
        ),
        (
            evidence(&[full, refused]),
            "4273d69bc5c619ef4cf1cb760a866226f5cc2b282ec97190a77c13147333d66c",
        ),
        (
            evidence(&[]),
            "79babc5b18db67fd59b2b7ef8e6d3d990ec75857262ce168d58d247ec5c32a1b",
        ),
    ] {
        assert_eq!(found.to_string(), expected);
    }
    assert_ne!(evidence(&[full, refused]), evidence(&[refused, full]));
}

/// One change of each field, and some that move bytes from one field to the next.
#[test]
fn should_change_with_every_field() {
    type Change = fn(&mut Report);
    let changes: [Change; 22] = [
        |_| {},
        |it| it.outcome = Outcome::Unable,
        |it| it.discrepancies[0].class = FindingClass::WrongOwner,
        |it| it.discrepancies[0].nodes = 3,
        |it| it.discrepancies.swap(0, 1),
        |it| it.discrepancies.truncate(1),
        |it| it.checklist.nodes_present = 13,
        |it| it.checklist.handshakes = 14,
        |it| it.checklist.lan_rtt_us = None,
        |it| it.checklist.lan_rtt_us = Some(0),
        |it| it.checklist.serial_numbers = 12,
        |it| it.checklist.chip_ids = 14,
        |it| it.checklist.distance_m = Some(36),
        |it| it.checklist.owner_as_declared = Some(false),
        |it| it.checklist.owner_as_declared = None,
        |it| it.checklist.challenge = None,
        |it| it.checklist.challenge = Some(Blob(vec![7; 31])),
        |it| it.evidence[0].sha256.0[31] = 8,
        |it| it.evidence[0].media_type = "image/jpe".into(),
        |it| it.evidence[0].bytes = 1,
        |it| it.evidence.clear(),
        |it| it.remarks.push('.'),
    ];
    let hashes: BTreeSet<_> = changes
        .iter()
        .map(|change| {
            let mut report = full();
            change(&mut report);
            hash(&report)
        })
        .collect();
    assert_eq!(hashes.len(), changes.len());
}

#[test]
fn should_bind_a_commitment_to_all_it_is_for() {
    let report = hash(&full());
    let other = hash(&refused());
    let longer = AuditorId(Principal::from_slice(&[4, 1, 0]));
    let commitments = BTreeSet::from([
        commitment(5, auditor(1), &report, &[8; 32]),
        commitment(5, longer, &report, &[8; 32]),
        commitment(6, auditor(1), &report, &[8; 32]),
        commitment(5, auditor(2), &report, &[8; 32]),
        commitment(5, auditor(1), &other, &[8; 32]),
        commitment(5, auditor(1), &report, &[9; 32]),
    ]);
    assert_eq!(commitments.len(), 6);
}

/// Reports from so few values that equal ones are common.
fn any_report() -> impl Strategy<Value = Report> {
    let outcome = select(vec![Outcome::Confirmed, Outcome::Discrepancy]);
    let class = select(vec![FindingClass::NodeAbsent, FindingClass::WrongOwner]);
    let discrepancy = (class, 0..2_u32).prop_map(|(class, nodes)| Discrepancy { class, nodes });
    let challenge = option::of(vec(0..2_u8, 0..2).prop_map(Blob));
    let small = || option::of(0..2_u32);
    let checklist = (
        0..2_u32,
        small(),
        small(),
        option::of(any::<bool>()),
        challenge,
    )
        .prop_map(
            |(count, lan_rtt_us, distance_m, owner_as_declared, challenge)| Checklist {
                nodes_present: count,
                lan_rtt_us,
                distance_m,
                owner_as_declared,
                challenge,
                ..Checklist::default()
            },
        );
    let piece = ("[ab]{0,2}", 0..2_u64).prop_map(|(media_type, bytes)| Evidence {
        sha256: Sha256Hash([0; 32]),
        media_type,
        bytes,
    });
    (
        outcome,
        vec(discrepancy, 0..2),
        checklist,
        vec(piece, 0..2),
        "[ab]{0,2}",
    )
        .prop_map(
            |(outcome, discrepancies, checklist, evidence, remarks)| Report {
                outcome,
                discrepancies,
                checklist,
                evidence,
                remarks,
            },
        )
}

proptest! {
    #[test]
    fn should_be_equal_for_equal_reports_only(reports in vec(any_report(), 2..40)) {
        let hashes: Vec<_> = reports.iter().map(hash).collect();
        for (one, hash) in reports.iter().zip(&hashes) {
            for (other, other_hash) in reports.iter().zip(&hashes) {
                prop_assert_eq!(hash == other_hash, one == other);
            }
        }
    }
}
