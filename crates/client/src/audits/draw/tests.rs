//! Draws made here, then changed in one place at a time.

use super::*;
use bonafide_types::{
    audits::{
        DrawPurpose, DrawResult, DrawRules, Randomness, SiteId, Snapshot, SnapshotAuditor,
        SnapshotSite, Team,
    },
    id::{AuditorId, ProviderId},
};
use candid::Principal;
use ic_bls12_381::{
    G1Affine, G1Projective, G2Affine, Scalar,
    hash_to_curve::{ExpandMsgXmd, HashToCurve},
};
use sha2::Sha256;

fn site(n: u8) -> SnapshotSite {
    SnapshotSite {
        site: SiteId {
            dc_id: format!("dc{n}"),
            provider: ProviderId(Principal::from_slice(&[1, n])),
        },
        weight: u64::from(n) + 1,
        certain: n == 0,
        critical: n == 0,
        conflicted: vec![u32::from(n), u32::from(n) + 1],
        repeats: None,
    }
}

fn rows() -> SnapshotPage {
    // The first and the last are of one owner.
    let auditor = |n: u8| SnapshotAuditor {
        id: AuditorId(Principal::from_slice(&[4, n])),
        capacity: 2,
        group: u32::from(n % 8),
    };
    SnapshotPage {
        sites: (0..6).map(site).collect(),
        auditors: (0..9).map(auditor).collect(),
        next: None,
    }
}

/// A draw of these rows whose seed is not drawn.
fn fixed(rows: &SnapshotPage) -> Draw {
    let team = |auditors, quorum| Team { auditors, quorum };
    let rules = DrawRules {
        sites: 4,
        ordinary: team(3, 2),
        critical: team(5, 3),
        fee_e8s: 10,
        budget_e8s: 1_000,
        lock_e8s: 50,
    };
    let (id, purpose) = (3, DrawPurpose::Audits { plan_id: 9 });
    let sites_hash = plan::sites_hash(&rows.sites).unwrap();
    let sites = rows.sites.iter();
    let hash = plan::snapshot_hash(id, &purpose, &rules, &rows.auditors, sites, &sites_hash);
    Draw {
        id,
        purpose,
        snapshot: Snapshot {
            at_ns: 1,
            hash,
            sites_hash,
            sites: 6,
            critical_sites: 1,
            certain_sites: 1,
            total_weight: 21,
            auditors: 9,
            rules,
        },
        randomness: None,
        result: None,
    }
}

fn drawn(rows: &SnapshotPage, source: RandomnessSource, seed: Sha256Hash) -> Draw {
    let mut draw = fixed(rows);
    let snapshot = &draw.snapshot;
    let (rules, hash) = (&snapshot.rules, &snapshot.sites_hash);
    let outcome = plan::run(rules, &rows.auditors, &rows.sites, &seed, hash).unwrap();
    let drawn = (5..)
        .zip(outcome.drawn)
        .map(|(assignment_id, drawn)| DrawnSite {
            site: drawn.site,
            team: drawn.team,
            reserve: drawn.reserve,
            assignment_id,
        });
    draw.result = Some(DrawResult {
        drawn: drawn.collect(),
        skipped: outcome.skipped,
        ended: outcome.ended,
    });
    draw.randomness = Some(Randomness {
        seed,
        source,
        at_ns: 2,
    });
    draw
}

fn by_raw_rand() -> (Draw, SnapshotPage) {
    let rows = rows();
    let hash = fixed(&rows).snapshot.hash;
    let bytes = [9; 32];
    let source = RandomnessSource::RawRand {
        bytes: Blob(bytes.to_vec()),
    };
    let seed = plan::raw_rand_seed(&hash, &bytes);
    (drawn(&rows, source, seed), rows)
}

fn public(secret: Scalar) -> Vec<u8> {
    let key = G2Affine::from(G2Affine::generator() * secret);
    key.to_compressed().to_vec()
}

/// The vetKey of a secret for an input.
fn proof(secret: Scalar, input: &[u8]) -> Vec<u8> {
    let message = [&public(secret)[..], input].concat();
    let signature = <G1Projective as HashToCurve<ExpandMsgXmd<Sha256>>>::hash_to_curve(
        &message,
        b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_AUG_",
    ) * secret;
    G1Affine::from(signature).to_compressed().to_vec()
}

fn by_vetkd(secret: Scalar) -> (Draw, SnapshotPage, Blob) {
    let rows = rows();
    let hash = fixed(&rows).snapshot.hash;
    let (proof, key) = (proof(secret, &hash.0), public(secret));
    let output = VrfOutput::deserialize(&[&proof[..], &key, &hash.0].concat()).unwrap();
    let source = RandomnessSource::VetKd { proof: Blob(proof) };
    let seed = Sha256Hash(*output.output());
    (drawn(&rows, source, seed), rows, Blob(key))
}

#[test]
fn should_make_a_draw_again() {
    let rows = rows();
    assert_eq!(check(&fixed(&rows), &rows, None), Ok(Checked::Snapshot));
    let (draw, rows) = by_raw_rand();
    assert!(!draw.result.as_ref().unwrap().drawn.is_empty());
    let checked = Checked::Draw { seed_proven: false };
    assert_eq!(check(&draw, &rows, None), Ok(checked));
    let (draw, rows, key) = by_vetkd(Scalar::from(77));
    let checked = Checked::Draw { seed_proven: true };
    assert_eq!(check(&draw, &rows, Some(&key)), Ok(checked));
}

#[test]
fn should_notice_any_other_row() {
    let changes: [fn(&mut SnapshotPage); 9] = [
        |rows| rows.sites[2].weight += 1,
        |rows| rows.sites[2].certain = true,
        |rows| rows.sites[2].critical = true,
        |rows| rows.sites[2].repeats = Some(1),
        |rows| rows.sites[2].conflicted.truncate(1),
        |rows| rows.auditors[0].capacity += 1,
        |rows| rows.auditors[8].group = 8,
        |rows| rows.auditors.swap(0, 1),
        |rows| rows.sites.truncate(5),
    ];
    for change in changes {
        let (draw, mut rows) = by_raw_rand();
        change(&mut rows);
        let result = check(&draw, &rows, None);
        assert!(matches!(result, Err(Mismatch::Hash { .. })), "{result:?}");
    }
    let (draw, mut rows) = by_raw_rand();
    rows.sites.swap(0, 1);
    let result = check(&draw, &rows, None);
    assert!(matches!(result, Err(Mismatch::Sites(_))), "{result:?}");
}

#[test]
fn should_refuse_a_snapshot_that_says_another_thing_than_its_rows() {
    let changes: [fn(&mut Snapshot); 5] = [
        |snapshot| snapshot.sites += 1,
        |snapshot| snapshot.certain_sites += 1,
        |snapshot| snapshot.critical_sites += 1,
        |snapshot| snapshot.total_weight += 1,
        |snapshot| snapshot.auditors += 1,
    ];
    for change in changes {
        let (mut draw, rows) = by_raw_rand();
        change(&mut draw.snapshot);
        let result = check(&draw, &rows, None);
        assert!(matches!(result, Err(Mismatch::Count { .. })), "{result:?}");
    }
    // Hashed as they are, and still no snapshot.
    let changes: [fn(&mut SnapshotPage); 6] = [
        |rows| rows.auditors.swap(0, 1),
        // Of a group that begins after it, nowhere, or not with its first.
        |rows| rows.auditors[2].group = 3,
        |rows| rows.auditors[2].group = 9,
        |rows| (rows.auditors[1].group, rows.auditors[2].group) = (0, 1),
        |rows| rows.sites[2].conflicted = vec![9],
        |rows| rows.sites[2].conflicted = vec![1, 1],
    ];
    for change in changes {
        let mut rows = rows();
        change(&mut rows);
        let result = check(&fixed(&rows), &rows, None);
        let malformed = matches!(result, Err(Mismatch::Malformed { .. }));
        assert!(malformed, "{result:?}");
    }
}

#[test]
fn should_refuse_a_seed_that_its_source_does_not_give() {
    let (mut draw, rows) = by_raw_rand();
    draw.randomness.as_mut().unwrap().seed = Sha256Hash([1; 32]);
    let result = check(&draw, &rows, None);
    assert!(matches!(result, Err(Mismatch::Seed { .. })), "{result:?}");

    let (mut draw, rows) = by_raw_rand();
    draw.randomness.as_mut().unwrap().source = RandomnessSource::RawRand {
        bytes: Blob(vec![9; 33]),
    };
    let result = check(&draw, &rows, None);
    assert!(matches!(result, Err(Mismatch::Length { .. })), "{result:?}");

    let (draw, rows, key) = by_vetkd(Scalar::from(77));
    assert_eq!(check(&draw, &rows, None), Err(Mismatch::NoPublicKey));
    let (_, _, other) = by_vetkd(Scalar::from(78));
    assert_eq!(check(&draw, &rows, Some(&other)), Err(Mismatch::Proof));

    // Proof and key cut at another place read the same one after the other.
    let mut shifted = draw.clone();
    let mut longer = proof(Scalar::from(77), &draw.snapshot.hash.0);
    longer.push(key.0[0]);
    shifted.randomness.as_mut().unwrap().source = RandomnessSource::VetKd {
        proof: Blob(longer),
    };
    let result = check(&shifted, &rows, Some(&Blob(key.0[1..].to_vec())));
    assert!(matches!(result, Err(Mismatch::Length { .. })), "{result:?}");

    // Of another snapshot.
    let mut of_other = draw;
    of_other.randomness.as_mut().unwrap().source = RandomnessSource::VetKd {
        proof: Blob(proof(Scalar::from(77), &[1; 32])),
    };
    assert_eq!(check(&of_other, &rows, Some(&key)), Err(Mismatch::Proof));
}

#[test]
fn should_refuse_what_the_seed_does_not_draw() {
    let changes: [fn(&mut DrawResult); 6] = [
        |result| result.drawn[0].site += 1,
        |result| result.drawn[0].team.swap(0, 1),
        |result| result.drawn[0].reserve.push(0),
        |result| result.drawn.truncate(1),
        |result| result.skipped.push(0),
        |result| result.ended = bonafide_types::audits::DrawEnd::BudgetUsed,
    ];
    for change in changes {
        let (mut draw, rows) = by_raw_rand();
        change(draw.result.as_mut().unwrap());
        let error = check(&draw, &rows, None).unwrap_err();
        assert_eq!(error.kind(), "DrawMismatch", "{error}");
    }
    let (mut draw, rows) = by_raw_rand();
    draw.result = None;
    assert_eq!(check(&draw, &rows, None), Err(Mismatch::Half));
}
