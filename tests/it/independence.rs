//! Independence: who declares which link, what stands alone, and who counts as one actor.

use bonafide_registry::state::Event;
use bonafide_test_support::{World, reject, run};
use bonafide_types::id::{ProviderId, Sha256Hash};
use bonafide_types::registry::{
    AnswerIndependenceArgs, AnswersStatus, ClaimAlert, DeclaredBy, Holder, IndependenceAnswers,
    Link, LinkExplained, LinkKind, ListClaimAlertsArgs, Owner, SetRegistryPolicyArgs, table,
};
use minicbor::Decode;
use std::collections::BTreeMap;
use std::time::Duration;

/// Nobody owns it; it is linked to these.
fn linked(links: &[(LinkKind, ProviderId)]) -> AnswerIndependenceArgs {
    let links = links.iter().map(|(kind, provider)| Link {
        kind: *kind,
        provider: *provider,
        evidence: None,
    });
    AnswerIndependenceArgs {
        owners: vec![],
        links: links.collect(),
    }
}

/// One person owns all of it, who is known by a salted hash only.
fn owned(person: u8) -> AnswerIndependenceArgs {
    AnswerIndependenceArgs {
        owners: vec![Owner {
            holder: Holder::Person(Sha256Hash([person; 32])),
            share_bps: 10_000,
            controls: false,
        }],
        links: vec![],
    }
}

/// The policy that is in force from the start, to be spoilt one number at a time.
fn policy() -> SetRegistryPolicyArgs {
    SetRegistryPolicyArgs {
        ownership_threshold_bps: 2_500,
        counted_links: vec![LinkKind::SharedOwner, LinkKind::Corporate],
        one_sided_links_count: false,
        generation_notice_days: 180,
        boundary_node_operators: 2,
        effective_from_ns: None,
    }
}

fn answer(world: &World, id: ProviderId, args: &AnswerIndependenceArgs) -> IndependenceAnswers {
    run(world.client(id).answer_independence(args)).unwrap()
}

fn set(world: &World, args: &SetRegistryPolicyArgs) {
    run(world.governance().set_registry_policy(args)).unwrap();
}

fn cluster(world: &World, id: ProviderId) -> Vec<ProviderId> {
    run(world.reader().cluster(id)).unwrap()
}

fn alerts(world: &World, provider: Option<ProviderId>) -> Vec<ClaimAlert> {
    let args = ListClaimAlertsArgs {
        provider,
        ..ListClaimAlertsArgs::default()
    };
    run(world.reader().claim_alerts(&args)).unwrap().alerts
}

fn explained(world: &World, first: ProviderId, second: ProviderId) -> Vec<LinkExplained> {
    run(world.reader().explain_cluster(first, second)).unwrap()
}

fn standing(world: &World, id: ProviderId) -> AnswersStatus {
    run(world.reader().provider(id)).unwrap().unwrap().answers
}

fn sorted<const N: usize>(mut ids: [ProviderId; N]) -> [ProviderId; N] {
    ids.sort();
    ids
}

/// The clusters that the log alone gives.
fn clusters_of_log(world: &World) -> BTreeMap<ProviderId, ProviderId> {
    #[derive(Decode)]
    #[cbor(map)]
    struct Entry {
        #[n(2)]
        event: Event,
    }
    let mut clusters = BTreeMap::new();
    for bytes in crate::replay::log(world) {
        let Entry { event } = minicbor::decode(&bytes).unwrap();
        if let Event::ClustersChanged { assigned, .. } = event {
            for change in assigned {
                match change.cluster {
                    Some(cluster) => clusters.insert(change.provider, cluster),
                    None => clusters.remove(&change.provider),
                };
            }
        }
    }
    clusters
}

#[test]
fn a_claim_on_a_silent_provider_is_one_alert_and_joins_nobody_until_the_policy_says_so() {
    let world = World::new();
    let [one, other] = [1, 2].map(|number| world.register(number));
    answer(&world, one, &linked(&[(LinkKind::SharedOwner, other)]));
    answer(&world, other, &linked(&[]));
    let [alert] = &alerts(&world, None)[..] else {
        panic!("one alert");
    };
    assert_eq!((alert.claimant, alert.silent), (one, other));
    assert_eq!(alert.kind, LinkKind::SharedOwner);
    for side in [one, other] {
        assert_eq!(alerts(&world, Some(side)), std::slice::from_ref(alert));
        assert_eq!(cluster(&world, side), [side]);
    }
    assert_eq!(alerts(&world, Some(world.register(3))), []);
    assert_eq!(explained(&world, one, other), []);

    let one_sided = SetRegistryPolicyArgs {
        one_sided_links_count: true,
        ..policy()
    };
    set(&world, &one_sided);
    assert_eq!(cluster(&world, other), sorted([one, other]));
    assert_eq!(
        alerts(&world, None),
        std::slice::from_ref(alert),
        "it still stands alone"
    );
    let why = LinkExplained {
        first: other,
        second: one,
        kind: LinkKind::SharedOwner,
        declared_by: DeclaredBy::Second,
    };
    assert_eq!(explained(&world, other, one), [why]);
    assert_eq!(crate::replay::replayed(&world).root, world.root().0);
}

#[test]
fn what_both_declare_makes_one_actor() {
    let world = World::new();
    let [one, other, third] = [1, 2, 3].map(|number| world.register(number));
    answer(&world, one, &linked(&[(LinkKind::Corporate, other)]));
    answer(&world, other, &linked(&[(LinkKind::Corporate, one)]));
    assert_eq!(alerts(&world, None), []);
    let both = sorted([one, other]);
    for side in both {
        assert_eq!(cluster(&world, side), both);
        let view = run(world.reader().provider(side)).unwrap().unwrap();
        assert_eq!((view.cluster, view.cluster_size), (both[0], 2));
        assert_eq!(view.answers, AnswersStatus::Current);
    }
    let view = run(world.reader().provider(third)).unwrap().unwrap();
    assert_eq!((view.cluster, view.cluster_size), (third, 1));
    assert_eq!(view.answers, AnswersStatus::NotAnswered);

    answer(&world, other, &linked(&[]));
    assert_eq!(cluster(&world, one), [one]);
    assert_eq!(alerts(&world, None).len(), 1);
    assert_eq!(crate::replay::replayed(&world).root, world.root().0);
}

#[test]
fn an_owner_in_common_links_nobody_until_both_say_so_and_the_chain_is_explained() {
    let world = World::new();
    let [a, b, c] = [1, 2, 3].map(|number| world.register(number));
    let mut first = owned(7);
    answer(&world, a, &first);
    let mut second = owned(7);
    answer(&world, b, &second);
    assert_eq!(
        cluster(&world, a),
        [a],
        "anyone can copy the hash of a name"
    );
    first.links = linked(&[(LinkKind::SharedOwner, b)]).links;
    answer(&world, a, &first);
    let mut last = owned(8);
    last.links = linked(&[(LinkKind::Corporate, b)]).links;
    answer(&world, c, &last);
    second.links = linked(&[(LinkKind::SharedOwner, a), (LinkKind::Corporate, c)]).links;
    answer(&world, b, &second);
    assert_eq!(cluster(&world, c), sorted([a, b, c]));
    let steps = explained(&world, a, c);
    let by = DeclaredBy::Both;
    let step = |first, second, kind| LinkExplained {
        first,
        second,
        kind,
        declared_by: by,
    };
    assert_eq!(
        steps,
        [
            step(a, b, LinkKind::SharedOwner),
            step(b, c, LinkKind::Corporate)
        ]
    );
}

#[test]
fn a_lower_threshold_opens_the_answers_again() {
    let world = World::new();
    let id = world.register(1);
    let given = answer(&world, id, &linked(&[]));
    assert_eq!((given.version, given.ownership_threshold_bps), (1, 2_500));
    world.pass(Duration::from_secs(60));
    let lower = SetRegistryPolicyArgs {
        ownership_threshold_bps: 1_000,
        ..policy()
    };
    set(&world, &lower);
    let since_ns = run(world.reader().registry_policy())
        .unwrap()
        .effective_from_ns;
    assert_eq!(standing(&world, id), AnswersStatus::Reopened { since_ns });
    let again = answer(&world, id, &linked(&[]));
    assert_eq!((again.version, again.ownership_threshold_bps), (2, 1_000));
    assert_eq!(standing(&world, id), AnswersStatus::Current);
}

#[test]
fn a_policy_with_a_date_takes_effect_by_the_timer() {
    let world = World::new();
    let [one, other] = [1, 2].map(|number| world.register(number));
    answer(&world, one, &linked(&[(LinkKind::Family, other)]));
    answer(&world, other, &linked(&[(LinkKind::Family, one)]));
    let later = SetRegistryPolicyArgs {
        counted_links: vec![LinkKind::Family],
        effective_from_ns: Some(world.now_ns() + 3 * 86_400_000_000_000),
        ..policy()
    };
    set(&world, &later);
    world.pass_days(2);
    assert_eq!(cluster(&world, one), [one]);
    // It survives an upgrade, and nobody has to call.
    world
        .upgrade(bonafide_test_support::canisters::registry(), vec![])
        .unwrap();
    let before = world.tip().length;
    world.pass_days(1);
    world.pass(Duration::from_secs(120));
    assert_eq!(cluster(&world, one), sorted([one, other]));
    assert_eq!(world.tip().length, before + 1, "once");
    world.pass(Duration::from_secs(600));
    assert_eq!(world.tip().length, before + 1);
    assert_eq!(crate::replay::replayed(&world).root, world.root().0);
}

#[test]
fn the_log_alone_tells_every_cluster() {
    let world = World::new();
    let ids: Vec<_> = (1..=8).map(|number| world.register(number)).collect();
    let agree = |world: &World| {
        let told = clusters_of_log(world);
        for id in &ids {
            let members = cluster(world, *id);
            let expected: Vec<_> = match told.get(id) {
                None => vec![*id],
                Some(cluster) => {
                    let same = told.iter().filter(|(_, other)| *other == cluster);
                    same.map(|(member, _)| *member).collect()
                }
            };
            assert_eq!(members, expected);
        }
        let named = told
            .values()
            .filter(|cluster| told.get(cluster) == Some(cluster));
        assert_eq!(named.count(), told.len(), "a cluster goes by a member");
        told.len()
    };
    for pair in ids.windows(2).take(5) {
        answer(
            &world,
            pair[0],
            &linked(&[(LinkKind::SharedOwner, pair[1])]),
        );
    }
    assert_eq!(agree(&world), 0);
    let one_sided = SetRegistryPolicyArgs {
        one_sided_links_count: true,
        ..policy()
    };
    set(&world, &one_sided);
    assert_eq!(agree(&world), 6);
    answer(&world, ids[2], &linked(&[]));
    assert_eq!(agree(&world), 6, "three and three");
    answer(&world, ids[0], &linked(&[]));
    assert_eq!(agree(&world), 5);
    answer(&world, ids[7], &linked(&[(LinkKind::Corporate, ids[3])]));
    assert_eq!(agree(&world), 6);
    set(&world, &policy());
    assert_eq!(agree(&world), 0);
}

#[test]
fn answers_clusters_claims_and_policies_are_certified() {
    let world = World::new();
    let [one, other, third] = [1, 2, 3].map(|number| world.register(number));
    answer(&world, one, &linked(&[(LinkKind::Corporate, other)]));
    answer(
        &world,
        other,
        &linked(&[(LinkKind::Corporate, one), (LinkKind::Family, third)]),
    );
    let lower = SetRegistryPolicyArgs {
        ownership_threshold_bps: 1_000,
        ..policy()
    };
    set(&world, &lower);
    for (label, rows) in [
        (table::CLAIM_ALERT, 1),
        (table::CLUSTER, 2),
        (table::INDEPENDENCE, 2),
        (table::POLICY, 1),
    ] {
        let range = bonafide_types::certified::RangeArgs {
            table: label.into(),
            after: None,
            limit: 10,
        };
        let page = run(world.reader().range_certified(&range)).unwrap();
        assert_eq!(page.rows.len(), rows, "{label}");
    }
}

#[test]
fn the_same_numbers_again_are_refused() {
    let world = World::new();
    let again = reject(run(world.governance().set_registry_policy(&policy())));
    assert!(again.contains("NothingToChange: "), "{again}");
}
