use super::*;
use crate::commands::testing::{World, answers, policy, provider_id};
use crate::commands::{answer_independence, set_registry_policy};
use crate::queries::independence::list_claim_alerts;
use crate::state::invariants::try_state;
use bonafide_types::registry::{LinkKind, ListClaimAlertsArgs, ProviderStatus};
use proptest::prelude::*;

const PROVIDERS: u8 = 7;

#[derive(Clone, Debug)]
enum Step {
    Answer(u8, Vec<u8>, Vec<(LinkKind, u8)>),
    Policy(Vec<LinkKind>, bool),
}

fn step() -> impl Strategy<Value = Step> {
    let kind = || prop::sample::select(LinkKind::ALL.to_vec());
    let provider = || 1..=PROVIDERS;
    let companies = prop::sample::subsequence(vec![1, 2, 3], 0..=2);
    let links = prop::collection::btree_set((kind(), provider()), 0..5);
    let answer = (provider(), companies, links).prop_map(|(n, companies, links)| {
        let links = links.into_iter().filter(|(_, named)| *named != n);
        Step::Answer(n, companies, links.collect())
    });
    let kinds = prop::sample::subsequence(LinkKind::ALL.to_vec(), 0..=4);
    let policy =
        (kinds, any::<bool>()).prop_map(|(kinds, one_sided)| Step::Policy(kinds, one_sided));
    prop_oneof![8 => answer, 1 => policy]
}

/// Every provider's cluster and every claim, computed from all answers.
fn afresh(world: &World) -> (Vec<ClusterAssignment>, usize) {
    let whole = whole(&world.state, Change::Time);
    let clusters = whole.graph.clusters(&world.state.policy(world.now_ns));
    let claims = whole.graph.claims().count();
    let assigned = clusters
        .into_iter()
        .filter(|(_, cluster)| cluster.is_some())
        .map(|(provider, cluster)| ClusterAssignment { provider, cluster });
    (assigned.collect(), claims)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]
    #[test]
    fn should_give_the_same_by_parts_as_afresh(steps in prop::collection::vec(step(), 1..25)) {
        let mut world = World::new();
        for n in 1..=PROVIDERS {
            world.register_provider(n);
        }
        for step in steps {
            match step {
                Step::Answer(n, companies, links) => world.answer(n, &companies, &links),
                Step::Policy(kinds, one_sided) => {
                    // The same numbers again are refused, and change nothing.
                    let args = policy(2_500, &kinds, one_sided);
                    let _ = world.run(set_registry_policy::decide, args);
                }
            }
            prop_assert_eq!(try_state(&world.state), Ok(()));
            let stored: Vec<_> = world
                .state
                .clusters
                .after(None)
                .map(|(_, row)| ClusterAssignment {
                    provider: row.provider,
                    cluster: Some(row.cluster),
                })
                .collect();
            let (clusters, claims) = afresh(&world);
            prop_assert_eq!(stored, clusters);
            prop_assert_eq!(world.state.claim_alerts.len(), claims as u64);
            prop_assert_eq!(clusters_after(&world.state, Change::Time, world.now_ns), None);
        }
    }
}

/// What the event and its consequence do to the state.
fn hand_over(world: &mut World, from: ProviderId, to: ProviderId) {
    let event = clusters_after(&world.state, Change::HandOver { from, to }, world.now_ns);
    let mut row = world.state.provider(from).unwrap();
    row.successor = Some(to);
    row.status = ProviderStatus::HandedOver;
    world.state.providers.insert(from.as_slice(), &row);
    world.state.hand_over_answers(from, to);
    if let Some(event) = event {
        world.record(event);
    }
}

#[test]
fn should_follow_a_hand_over() {
    let mut world = World::new();
    for n in 1..=5 {
        world.register_provider(n);
    }
    let [from, to] = [1, 5].map(provider_id);
    let shared = |n| (LinkKind::SharedOwner, n);
    world.answer(1, &[9], &[shared(2), shared(3)]);
    world.answer(2, &[], &[shared(1)]);
    world.answer(3, &[9], &[shared(1), (LinkKind::Family, 1)]);
    assert_eq!(world.state.cluster(from), (from, 3));
    hand_over(&mut world, from, to);
    try_state(&world.state).unwrap();
    assert_eq!(world.state.cluster(from), (from, 1));
    assert_eq!(
        world.state.members_of_cluster(to),
        [2, 3, 5].map(provider_id)
    );
    let moved = world.state.answers(to).unwrap();
    assert_eq!((moved.provider, moved.version), (to, 1));
    assert_eq!(world.state.answers(from), None);
    let alerts: Vec<_> = world.state.claim_alerts.after(None).collect();
    assert_eq!(alerts.len(), 1);
    assert_eq!(alerts[0].1.silent, to, "a claim on the one is on the other");
    // Who names the one goes on being linked to the other, also by the name of old.
    world.answer(
        2,
        &[],
        &[(LinkKind::SharedOwner, 1), (LinkKind::Corporate, 5)],
    );
    assert_eq!(world.state.cluster(provider_id(2)), (provider_id(2), 3));
    // A second hand-over follows the first.
    hand_over(&mut world, to, provider_id(4));
    try_state(&world.state).unwrap();
    assert_eq!(world.state.successor(from), provider_id(4));
    assert_eq!(
        world.state.members_of_cluster(provider_id(2)),
        [2, 3, 4].map(provider_id)
    );
    assert_eq!(
        clusters_after(&world.state, Change::Time, world.now_ns),
        None
    );
}

#[test]
fn should_list_claims_by_either_side_page_by_page() {
    let mut world = World::new();
    for n in 1..=6 {
        world.register_provider(n);
    }
    for (claimant, silent) in [(1, 3), (2, 3), (3, 4), (3, 5), (4, 6), (6, 3)] {
        let id = provider_id(claimant);
        let before = world
            .state
            .answers(id)
            .map_or_else(Vec::new, |own| own.links);
        let mut args = answers(&[], &[(LinkKind::Family, silent)]);
        args.links.extend(before);
        world
            .run_as(id.0, answer_independence::decide, args)
            .unwrap();
    }
    let list = |provider: Option<u8>, limit| {
        let mut args = ListClaimAlertsArgs {
            after: None,
            limit: Some(limit),
            provider: provider.map(provider_id),
        };
        let mut found = Vec::new();
        loop {
            let page = list_claim_alerts(&world.state, &args);
            assert!(page.alerts.len() <= limit as usize);
            found.extend(
                page.alerts
                    .iter()
                    .map(|alert| [alert.claimant, alert.silent].map(|side| side.as_slice()[0])),
            );
            args.after = page.next;
            if args.after.is_none() {
                return found;
            }
        }
    };
    let third = [[1, 3], [2, 3], [3, 4], [3, 5], [6, 3]];
    for limit in [1, 2, 100] {
        assert_eq!(list(Some(3), limit), third);
        assert_eq!(list(None, limit).len(), 6);
    }
    assert_eq!(list(Some(6), 100), [[4, 6], [6, 3]]);
    let beyond = ListClaimAlertsArgs {
        after: Some(bonafide_types::id::Blob(vec![0xff; 80])),
        limit: None,
        provider: Some(provider_id(3)),
    };
    assert_eq!(list_claim_alerts(&world.state, &beyond).alerts, []);
}
