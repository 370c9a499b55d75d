//! Auditors of one owner.

use super::*;

/// One site that all may visit, with a team of three.
fn at_one_site(auditors: &[SnapshotAuditor], seed: u64) -> Outcome {
    let sites = [site(1, 1, &[])];
    let sites_hash = sites_hash(&sites).unwrap();
    let seed = Sha256Hash(Sha256::digest(seed.to_be_bytes()).into());
    run(&rules(), auditors, &sites, &seed, &sites_hash).unwrap()
}

/// So many auditors, the first `of_one` of one owner, the others each of its own.
fn with_a_holding(count: u8, of_one: u8) -> Vec<SnapshotAuditor> {
    let auditors = (1..=count).map(|n| SnapshotAuditor {
        group: if n <= of_one { 0 } else { u32::from(n) - 1 },
        ..auditor(n, 1)
    });
    auditors.collect()
}

#[test]
fn should_seat_an_owner_once_whatever_the_seed() {
    // Eleven of twenty are of one owner; team and reserve take one of each owner that is left.
    let auditors = with_a_holding(20, 11);
    let mut seats = 0;
    for seed in 0..1_000 {
        let found = at_one_site(&auditors, seed);
        let Drawn { team, reserve, .. } = &found.drawn[0];
        assert_eq!((team.len(), reserve.len()), (3, 7));
        let groups = team.iter().chain(reserve);
        let mut groups: Vec<_> = groups.map(|at| auditors[*at as usize].group).collect();
        seats += groups[..3].iter().filter(|group| **group == 0).count();
        groups.sort_unstable();
        groups.dedup();
        assert_eq!(groups.len(), 10, "seed {seed}");
    }
    // With more auditors an owner sits more often, and still once.
    assert!((500..1_000).contains(&seats), "{seats}");
}

#[test]
fn should_skip_a_site_for_which_too_few_owners_are_left() {
    for (count, of_one, drawn) in [(9, 7, 1), (9, 8, 0), (9, 9, 0), (3, 1, 1), (3, 2, 0)] {
        let found = at_one_site(&with_a_holding(count, of_one), 1);
        assert_eq!(found.drawn.len(), drawn, "{of_one} of {count}");
        let skipped = if drawn == 0 { vec![0] } else { vec![] };
        assert_eq!((found.skipped, found.ended), (skipped, DrawEnd::NoSiteLeft));
    }
    // Who is in conflict, or is used up, does not count as another owner.
    let mut auditors = with_a_holding(9, 7);
    auditors[8].capacity = 0;
    assert_eq!(at_one_site(&auditors, 1).skipped, [0]);
}

/// Whoever is passed over makes way for the next one, and takes nobody else's place.
#[test]
fn should_draw_the_others_in_the_order_of_a_draw_without_owners() {
    let (alone, held) = (with_a_holding(9, 1), with_a_holding(9, 4));
    for seed in 0..100 {
        let all = at_one_site(&alone, seed).drawn.remove(0);
        let mut of_holding = 0;
        let expected = all.team.iter().chain(&all.reserve).filter(|at| {
            of_holding += u32::from(**at < 4);
            **at >= 4 || of_holding == 1
        });
        let found = at_one_site(&held, seed).drawn.remove(0);
        let taken: Vec<_> = found.team.iter().chain(&found.reserve).collect();
        assert_eq!(taken, expected.collect::<Vec<_>>(), "seed {seed}");
    }
}
