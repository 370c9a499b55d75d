//! How often each is drawn over 10,000 seeds, against exact probabilities.

use super::*;

const SEEDS: u32 = 10_000;

/// The probability that each site is among `n` drawn: the sum over all orders of drawing.
fn inclusion(weights: &[u64], n: usize) -> Vec<f64> {
    fn go(weights: &mut [u64], n: usize, chance: f64, into: &mut [f64]) {
        if n == 0 {
            return;
        }
        let total: u64 = weights.iter().sum();
        for at in 0..weights.len() {
            let weight = std::mem::take(&mut weights[at]);
            if weight > 0 {
                let chance = chance * weight as f64 / total as f64;
                into[at] += chance;
                go(weights, n - 1, chance, into);
            }
            weights[at] = weight;
        }
    }
    let mut into = vec![0.0; weights.len()];
    go(&mut weights.to_vec(), n, 1.0, &mut into);
    into
}

/// Within three standard errors.
#[track_caller]
fn assert_often(times: u32, chance: f64) {
    let seeds = f64::from(SEEDS);
    let error = (chance * (1.0 - chance) / seeds).sqrt();
    let found = f64::from(times) / seeds;
    assert!(
        (found - chance).abs() <= 3.0 * error,
        "{found} instead of {chance} +- {error}"
    );
}

#[test]
fn should_draw_each_site_as_often_as_it_ought_to() {
    let cases: [(&[u64], usize, &[f64]); 5] = [
        (&[4, 2, 1, 1], 2, &[0.809524, 0.571429, 0.309524, 0.309524]),
        (&[3, 1, 1], 1, &[0.6, 0.2, 0.2]),
        (&[3, 1, 1], 2, &[0.9, 0.55, 0.55]),
        (
            &[5, 5, 1, 1, 1],
            2,
            &[0.721154, 0.721154, 0.185897, 0.185897, 0.185897],
        ),
        (&[995, 1, 1, 1, 1, 1], 3, &[1.0, 0.4, 0.4, 0.4, 0.4, 0.4]),
    ];
    for (weights, n, known) in cases {
        let exact = inclusion(weights, n);
        for (exact, known) in exact.iter().zip(known) {
            assert!((exact - known).abs() <= 5.0e-7, "{exact} {known}");
        }
        let sites = weighted(weights);
        let mut times = vec![0_u32; weights.len()];
        for seed in 0..SEEDS {
            for at in draw(&sites, n, &mut stream(seed.into())).unwrap() {
                times[at] += 1;
            }
        }
        for (times, exact) in times.into_iter().zip(exact) {
            assert_often(times, exact);
        }
    }
}

#[test]
fn should_give_every_team_the_same_chance() {
    let eligible = [2, 3, 5, 7, 11];
    let hash = hash(&SITES).unwrap();
    let mut members = std::collections::BTreeMap::new();
    let mut leads = members.clone();
    for seed in 0..SEEDS {
        let mut stream = team_stream(&numbered(seed.into()), &hash, "zh1/p");
        let team = team(&eligible, 2, &mut stream);
        *leads.entry(team[0]).or_insert(0) += 1;
        for member in team {
            *members.entry(member).or_insert(0) += 1;
        }
    }
    assert!(members.keys().eq(&eligible) && leads.keys().eq(&eligible));
    for (members, leads) in members.into_values().zip(leads.into_values()) {
        assert_often(members, 0.4);
        assert_often(leads, 0.2);
    }
}

/// A provider's cluster and whoever has a tie to it are not eligible.
#[test]
fn should_never_draw_who_is_not_eligible() {
    let eligible: Vec<_> = (0..20).filter(|at| at % 5 != 0).collect();
    for seed in 0..SEEDS {
        let team = team(&eligible, 5, &mut stream(seed.into()));
        assert!(team.iter().all(|at| at % 5 != 0), "{team:?}");
    }
}
