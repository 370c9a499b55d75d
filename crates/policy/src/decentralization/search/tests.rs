use super::testing::{Built, Sample, samples};
use super::*;
use crate::decentralization::jurisdiction::Tags;
use crate::decentralization::network::{Health, Place};
use bonafide_types::registry::{Dimension, SubnetRules};
use proptest::prelude::*;

const SEED: [u8; 32] = [7; 32];

/// The score of members, counted anew.
fn judged(built: &Built, members: &[u32]) -> Score {
    let (network, limits) = (&built.network, &built.limits);
    let tally = Tally::of(network, members.iter().copied());
    Score::counted(&tally, limits.weight(network, &tally, members))
}

/// Members after a change.
fn changed(members: &[u32], remove: &[u32], add: &[u32]) -> Vec<u32> {
    let mut members = members.to_vec();
    for class in remove {
        let at = members.iter().position(|member| member == class);
        members.remove(at.expect("a member leaves"));
    }
    members.extend(add);
    members
}

/// All choices of so many nodes, of classes with so many of each.
fn choices(stock: &[(u32, u32)], size: usize) -> Vec<Vec<u32>> {
    let Some(((class, count), rest)) = stock.split_first() else {
        return if size == 0 {
            vec![Vec::new()]
        } else {
            Vec::new()
        };
    };
    let most = usize::try_from(*count).unwrap().min(size);
    let with = |taken| {
        choices(rest, size - taken)
            .into_iter()
            .map(move |mut choice| {
                choice.extend(vec![*class; taken]);
                choice
            })
    };
    (0..=most).flat_map(with).collect()
}

fn stock(pool: &Pool) -> Vec<(u32, u32)> {
    let candidates = pool.candidates();
    candidates.map(|class| (class, pool.free(class))).collect()
}

fn members_by_class(members: &[u32]) -> Vec<(u32, u32)> {
    let mut stock: Vec<(u32, u32)> = Vec::new();
    for class in members {
        match stock.iter_mut().find(|(other, _)| other == class) {
            Some((_, count)) => *count += 1,
            None => stock.push((*class, 1)),
        }
    }
    stock
}

/// The scores of all changes in which so many leave and join.
fn all_scores(
    built: &Built,
    pool: &Pool,
    members: &[u32],
    (leaving, joining): (usize, usize),
) -> Vec<Score> {
    let joins = choices(&stock(pool), joining);
    let leaves = choices(&members_by_class(members), leaving);
    let changes = leaves
        .iter()
        .flat_map(|remove| joins.iter().map(move |add| (remove, add)));
    changes
        .map(|(remove, add)| judged(built, &changed(members, remove, add)))
        .collect()
}

fn claims_the_best(suggestion: &Suggestion) -> bool {
    !matches!(suggestion.optimality, Optimality::LocalBest { .. })
}

/// What must hold of any suggestion.
fn check(built: &Built, before: &Pool, after: &Pool, members: &[u32], found: &Suggestion) {
    let all = changed(members, &found.remove, &found.add);
    assert_eq!(
        judged(built, &all),
        found.after,
        "the score is that of the members"
    );
    let mut pool = before.clone();
    for class in &found.add {
        assert!(pool.take(*class), "joins without a free node");
        assert!(built.network.class(*class).can_join());
        assert!(!found.remove.contains(class), "leaves and joins");
    }
    assert_eq!(&pool, after, "the pool has all but what joins");
    if let Optimality::LocalBest { product_bound } = found.optimality {
        assert!(product_bound >= found.after.product);
    }
}

fn unhealthy(built: &Built, classes: &[u32]) -> usize {
    let health = |class: &&u32| built.network.class(**class).health == Health::Unhealthy;
    classes.iter().filter(health).count()
}

/// How anybody calls a class.
fn label(built: &Built, class: u32) -> (Vec<u8>, Health, Option<bool>) {
    let record = built.network.class(class);
    let dimension = Dimension::NodeOperator;
    let name = built.network.name(dimension, record.actor(dimension));
    (name.to_vec(), record.health, record.sev)
}

fn setting(sample: &Sample) -> (Built, Vec<u32>, Pool) {
    let built = sample.built();
    let members = built.network.members(0).to_vec();
    let pool = Pool::of(&built.network, &SEED);
    (built, members, pool)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn should_foresee_what_adding_really_does(sample in samples()) {
        let (built, members, _) = setting(&sample);
        let (network, limits) = (&built.network, &built.limits);
        let tally = Tally::of(network, members.iter().copied());
        let alone = members.iter().map(|class| limits.weight_of(network.class(*class)));
        let outlook = Outlook::new(network, limits, &tally, alone.sum());
        for class in &built.classes {
            let real = judged(&built, &changed(&members, &[], &[*class]));
            let record = network.class(*class);
            prop_assert_eq!(outlook.score(record), real);
            prop_assert_eq!(outlook.violations(record), real.violations);
            prop_assert_eq!(outlook.product(record), real.product);
        }
    }

    #[test]
    fn should_count_as_before_after_adding_and_taking_back(sample in samples()) {
        let (built, members, mut pool) = setting(&sample);
        let before = pool.clone();
        let tally = Tally::of(&built.network, members.iter().copied());
        let mut draft = Draft::new(&built.network, &built.limits, &pool, &members);
        let score = draft.score();
        let joined = draft.fill(&mut pool, 3);
        draft.shrink(2);
        draft.improve(&mut pool, Trade::Any, None);
        let outcome = draft.outcome(draft.score());
        prop_assert_eq!(outcome.add.len(), usize::try_from(joined).unwrap());
        draft.give_back(&mut pool);
        prop_assert_eq!(&pool, &before);
        let mut now = draft.tally().clone();
        for class in &outcome.remove {
            now.add(built.network.class(*class));
        }
        for class in &outcome.add {
            now.remove(built.network.class(*class));
        }
        prop_assert_eq!(now.size(), tally.size());
        for dimension in Dimension::ALL {
            prop_assert!(now.counted(dimension).eq(tally.counted(dimension)));
            for threshold in 0..6 {
                let of = |tally: &Tally| tally.spread(dimension).coefficient(threshold);
                prop_assert_eq!(of(&now), of(&tally));
            }
        }
        prop_assert_eq!(score, judged(&built, &members));
    }

    #[test]
    fn should_never_exceed_the_ceiling(
        sample in samples(),
        leaving in 0_usize..3,
        joining in 0_usize..4,
    ) {
        let (built, members, pool) = setting(&sample);
        let tally = Tally::of(&built.network, members.iter().copied());
        let exchange = (
            u32::try_from(leaving).unwrap(),
            u32::try_from(joining).unwrap(),
        );
        let ceiling = Ceiling::new(&built.network, &built.limits, &tally, &pool, exchange);
        for score in all_scores(&built, &pool, &members, (leaving, joining)) {
            prop_assert!(score <= ceiling.best, "{:?} above {:?}", score, ceiling);
            prop_assert!(score.product <= ceiling.product);
        }
    }

    #[test]
    fn should_create_what_trying_everything_does_not_beat(sample in samples(), size in 1_u32..5) {
        let (built, _, mut pool) = setting(&sample);
        let before = pool.clone();
        let places = usize::try_from(size).unwrap();
        let best = all_scores(&built, &before, &[], (0, places)).into_iter().max();
        let found = create(&built.network, &built.limits, &mut pool, size);
        prop_assert_eq!(found.is_some(), best.is_some(), "made when there are enough nodes");
        if let (Some(found), Some(best)) = (found, best) {
            check(&built, &before, &pool, &[], &found);
            prop_assert_eq!(found.add.len(), places);
            prop_assert!(found.after <= best);
            if claims_the_best(&found) {
                prop_assert_eq!(found.after, best);
            }
        } else {
            prop_assert_eq!(&pool, &before);
        }
    }

    #[test]
    fn should_replace_with_what_trying_everything_does_not_beat(
        sample in samples(),
        count in 0_u32..3,
    ) {
        let (built, members, mut pool) = setting(&sample);
        let before = pool.clone();
        let scores = |exchanges| all_scores(&built, &before, &members, (exchanges, exchanges));
        let best = (0..=usize::try_from(count).unwrap()).flat_map(scores).max().unwrap();
        let found = replace(&built.network, &built.limits, &mut pool, &members, count);
        check(&built, &before, &pool, &members, &found);
        let now = found.before.unwrap();
        prop_assert_eq!(now, judged(&built, &members));
        prop_assert!(found.after <= best);
        if found.is_empty() {
            prop_assert_eq!(found.after, now);
        } else {
            prop_assert!(found.after > now, "an exchange that is not better");
        }
        if claims_the_best(&found) {
            prop_assert_eq!(found.after, best);
            // Fewer do not reach it.
            let fewer = (0..found.add.len()).flat_map(scores).max();
            prop_assert!(fewer.is_none_or(|fewer| fewer < best) || count > 1);
        }
        prop_assert!(claims_the_best(&found) || count > 1);
    }

    #[test]
    fn should_heal_all_that_can_be_healed(sample in samples()) {
        let (built, members, mut pool) = setting(&sample);
        let before = pool.clone();
        let size = u32::try_from(members.len()).unwrap();
        let sick = unhealthy(&built, &members);
        let healed = sick.min(usize::try_from(before.total()).unwrap());
        let found = heal(&built.network, &built.limits, &mut pool, &members);
        check(&built, &before, &pool, &members, &found);
        prop_assert_eq!(unhealthy(&built, &found.remove), healed);
        prop_assert_eq!(found.add.len(), found.remove.len());
        let further = found.remove.len() - healed;
        let allowed = may_leave(&built.limits, size, u32::try_from(sick).unwrap());
        prop_assert!(further <= usize::try_from(allowed).unwrap());
        if sick > usize::try_from(Threshold::Bft.of(size)).unwrap() {
            prop_assert_eq!(further, 0, "more churn than may fail");
        }
        // All ways to heal as many, without further exchanges.
        let kept: Vec<u32> = members
            .iter()
            .copied()
            .filter(|class| unhealthy(&built, &[*class]) == 0)
            .collect();
        let ill: Vec<u32> = members.iter().copied().filter(|class| !kept.contains(class)).collect();
        let joins = choices(&stock(&before), healed);
        let stays = choices(&members_by_class(&ill), sick - healed);
        let ways = stays.iter().flat_map(|stays| joins.iter().map(move |joins| (stays, joins)));
        let best = ways
            .map(|(stays, joins)| {
                judged(&built, &changed(&changed(&kept, &[], stays), &[], joins))
            })
            .max()
            .unwrap();
        if further == 0 {
            prop_assert!(found.after <= best);
            if claims_the_best(&found) {
                prop_assert_eq!(found.after, best);
            }
        } else if sick <= 1 {
            prop_assert!(found.after.violations < best.violations, "for nothing");
        }
        if sick == 0 {
            let now = found.before.unwrap().violations;
            prop_assert!(found.is_empty() || found.after.violations < now);
            if allowed > 0 && now > 0 {
                // The first exchange is the best of all.
                let scores = all_scores(&built, &before, &members, (1, 1));
                let least = scores.into_iter().map(|score| score.violations).min();
                prop_assert!(least.is_none_or(|least| found.after.violations <= least));
            }
        }
    }

    #[test]
    fn should_resize_to_what_trying_everything_does_not_beat(
        sample in samples(),
        size in 0_usize..7,
    ) {
        let (built, members, mut pool) = setting(&sample);
        let before = pool.clone();
        let wanted = u32::try_from(size).unwrap();
        let found = resize(&built.network, &built.limits, &mut pool, &members, wanted);
        check(&built, &before, &pool, &members, &found);
        let leaving = members.len().saturating_sub(size);
        let joining = size.saturating_sub(members.len());
        let joining = joining.min(usize::try_from(before.total()).unwrap());
        prop_assert_eq!((found.remove.len(), found.add.len()), (leaving, joining));
        let sick = unhealthy(&built, &members);
        prop_assert_eq!(unhealthy(&built, &found.remove), sick.min(leaving));
        let scores = all_scores(&built, &before, &members, (leaving, joining));
        let best = scores.into_iter().max().unwrap();
        prop_assert!(found.after <= best);
        // Who does not run leaves first, also where that is not the best.
        if claims_the_best(&found) && (leaving == 0 || sick == 0) {
            prop_assert_eq!(found.after, best);
        }
    }

    #[test]
    fn should_find_the_best_replacement(sample in samples()) {
        let (built, members, pool) = setting(&sample);
        for out in &members {
            let score = |class| judged(&built, &changed(&members, &[*out], &[class]));
            let best = pool.candidates().map(score).max();
            let found = best_replacement(&built.network, &built.limits, &pool, &members, *out);
            prop_assert_eq!(found.map(|(_, score)| score), best);
            // The first of equals.
            let first = pool.candidates().find(|class| Some(score(*class)) == best);
            prop_assert_eq!(found.map(|(class, _)| class), first);
        }
    }

    #[test]
    fn should_not_care_who_was_numbered_first(
        sample in samples(),
        shuffle in any::<prop::sample::Index>(),
        reverse in any::<bool>(),
    ) {
        let size = sample.nodes.len();
        let mut order: Vec<usize> = (0..size).collect();
        order.rotate_left(shuffle.index(size));
        if reverse {
            order.reverse();
        }
        let one = sample.built();
        let other = sample.build(order);
        let plain = |built: &Built| {
            let named = |found: &Suggestion| {
                let names = |classes: &[u32]| {
                    classes.iter().map(|class| label(built, *class)).collect::<Vec<_>>()
                };
                let optimality = format!("{:?}", found.optimality);
                (names(&found.remove), names(&found.add), found.after, optimality)
            };
            let (network, limits) = (&built.network, &built.limits);
            let pool = Pool::of(network, &SEED);
            let members = network.members(0);
            let created = create(network, limits, &mut pool.clone(), 4);
            let candidates: Vec<_> = pool.candidates().map(|class| label(built, class)).collect();
            (
                candidates,
                created.as_ref().map(named),
                named(&replace(network, limits, &mut pool.clone(), members, 2)),
                named(&heal(network, limits, &mut pool.clone(), members)),
                named(&resize(network, limits, &mut pool.clone(), members, 3)),
            )
        };
        prop_assert_eq!(plain(&one), plain(&other));
    }

    #[test]
    fn should_heal_one_after_the_other(sample in samples()) {
        let (built, members, mut pool) = setting(&sample);
        let mut network = built.network.clone();
        let second = network.add_subnet();
        for class in &members {
            network.put(*class, Place::Subnet(second));
        }
        let mut one_by_one = pool.clone();
        let healed = heal_network(&network, |_| &built.limits, &mut pool, &[second, 0]);
        let expected: Vec<_> = [second, 0]
            .map(|subnet| (subnet, heal(&network, &built.limits, &mut one_by_one, network.members(subnet))))
            .into();
        prop_assert_eq!(healed, expected);
        prop_assert_eq!(pool, one_by_one);
    }
}

#[test]
fn should_bound_how_many_leave() {
    let limits = |divisor| {
        Limits::new(
            &SubnetRules {
                min_size: 1,
                max_size: 40,
                healthy_removal_divisor: divisor,
                ..SubnetRules::default()
            },
            &Network::default(),
            &NoTags,
        )
        .unwrap()
    };
    assert_eq!(may_leave(&limits(6), 13, 0), 2);
    assert_eq!(may_leave(&limits(0), 13, 0), 4);
    assert_eq!(may_leave(&limits(0), 13, 1), 3);
    assert_eq!(may_leave(&limits(6), 13, 3), 1);
    assert_eq!(may_leave(&limits(6), 13, 5), 0);
    assert_eq!(may_leave(&limits(6), 3, 0), 0);
}

struct NoTags;

impl Tags for NoTags {
    fn countries(&self, _: &str) -> Option<Vec<String>> {
        None
    }
}
