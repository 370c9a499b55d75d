use super::*;
use bonafide_types::id::OperatorId;
use bonafide_types::rewards::{ProviderFact, SubnetFact, TypeCount};
use candid::Principal;

fn principal(kind: u8, number: u8) -> Principal {
    Principal::from_slice(&[kind, number])
}

fn provider(number: u8) -> ProviderId {
    ProviderId(principal(1, number))
}

fn node(number: u8) -> NodeId {
    NodeId(principal(2, number))
}

fn subnet(number: u8) -> SubnetId {
    SubnetId(principal(3, number))
}

fn operator(number: u8) -> OperatorId {
    OperatorId(principal(4, number))
}

fn metrics(rows: &[u8]) -> Vec<MetricsFact> {
    let rows = rows.iter().map(|number| MetricsFact {
        node: node(*number),
        proposed: 90,
        failed: 10,
    });
    rows.collect()
}

/// Providers 1, 2 and 3, of which 1 and 3 are one actor; nodes 1 to 5, of which 4 is idle; node
/// 9 is nobody's.
fn facts() -> DayFacts {
    let places = [(1, 0), (2, 0), (3, 1), (4, 1), (5, 2)];
    DayFacts {
        day: 20_089,
        providers: [(1, 1), (2, 2), (3, 1)]
            .map(|(of, cluster)| ProviderFact {
                provider: provider(of),
                cluster: provider(cluster),
            })
            .to_vec(),
        operators: [1, 2].map(operator).to_vec(),
        regions: vec!["Europe,CH,Zurich".into(), "Asia,JP,Tokyo".into()],
        reward_types: vec!["type1".into(), "type3.1".into()],
        nodes: places
            .map(|(number, provider)| NodeFact {
                node: node(number),
                provider,
                operator: provider % 2,
                region: provider % 2,
                reward_type: u32::from(number == 5),
            })
            .to_vec(),
        subnets: [(8, &[1, 3, 9][..]), (7, &[2, 5, 1])]
            .map(|(of, rows)| SubnetFact {
                subnet: subnet(of),
                nodes: metrics(rows),
            })
            .to_vec(),
    }
}

#[test]
fn should_pass_facts_that_add_up() {
    assert_eq!(check_day(&facts(), 20_089), Ok(()));
    let nothing = DayFacts {
        day: 0,
        providers: vec![],
        operators: vec![],
        regions: vec![],
        reward_types: vec![],
        nodes: vec![],
        subnets: vec![],
    };
    assert_eq!(check_day(&nothing, 0), Ok(()));
}

/// What is wrong after a change, without the words behind the field.
fn field(change: impl FnOnce(&mut DayFacts)) -> String {
    let mut facts = facts();
    change(&mut facts);
    let error = check_day(&facts, 20_089).unwrap_err();
    error.split(": ").next().unwrap().into()
}

#[test]
fn should_name_what_does_not_add_up_and_its_place() {
    assert_eq!(field(|it| it.day += 1), "day");
    assert_eq!(
        field(|it| it.providers[2].provider = provider(2)),
        "providers[2]"
    );
    assert_eq!(field(|it| it.operators[1] = operator(1)), "operators[1]");
    assert_eq!(
        field(|it| it.regions[1] = it.regions[0].clone()),
        "regions[1]"
    );
    let twice = field(|it| it.reward_types.push("type1".into()));
    assert_eq!(twice, "reward_types[2]");
    assert_eq!(field(|it| it.nodes[4].node = node(1)), "nodes[4]");
    assert_eq!(field(|it| it.subnets[1].subnet = subnet(8)), "subnets[1]");
    let twice = field(|it| it.subnets[1].nodes[2].node = node(2));
    assert_eq!(twice, "subnets[1].nodes[2]");

    assert_eq!(field(|it| it.regions[1].clear()), "regions[1]");
    assert_eq!(field(|it| it.regions[0] = "r".repeat(256)), "regions[0]");
    let long = field(|it| it.reward_types[1] = "t".repeat(33));
    assert_eq!(long, "reward_types[1]");

    assert_eq!(field(|it| it.nodes[3].provider = 3), "nodes[3].provider");
    assert_eq!(field(|it| it.nodes[0].operator = 2), "nodes[0].operator");
    assert_eq!(field(|it| it.nodes[1].region = 2), "nodes[1].region");
    let outside = field(|it| it.nodes[2].reward_type = u32::MAX);
    assert_eq!(outside, "nodes[2].reward_type");

    let many = field(|it| it.subnets[0].nodes[1].proposed = (1 << 40) + 1);
    assert_eq!(many, "subnets[0].nodes[1].proposed");
    let many = field(|it| it.subnets[1].nodes[0].failed = u64::MAX);
    assert_eq!(many, "subnets[1].nodes[0].failed");
    let mut most = facts();
    most.subnets[1].nodes[0].failed = 1 << 40;
    assert_eq!(check_day(&most, 20_089), Ok(()));
}

#[test]
fn should_refuse_clusters_that_are_no_provider_or_not_their_own() {
    for cluster in [provider(9), provider(3)] {
        let found = field(|it| it.providers[1].cluster = cluster);
        assert_eq!(found, "providers[1].cluster");
    }
    let found = field(|it| it.providers[0].cluster = provider(2));
    assert_eq!(found, "providers[2].cluster");
}

/// Puts so many into a list.
type Fill = fn(&mut DayFacts, Vec<Principal>);

#[test]
fn should_bound_every_list() {
    let many = |count: usize| (0..u32::try_from(count).unwrap()).map(u32::to_be_bytes);
    let ids = |count| many(count).map(|bytes| Principal::from_slice(&bytes));
    let cases: [(&str, Fill, usize); 3] = [
        (
            "providers",
            |it, ids| {
                it.providers = (ids.into_iter().map(ProviderId))
                    .map(|provider| ProviderFact {
                        provider,
                        cluster: provider,
                    })
                    .collect();
            },
            limits::FACT_PROVIDERS,
        ),
        (
            "operators",
            |it, ids| it.operators = ids.into_iter().map(OperatorId).collect(),
            limits::FACT_OPERATORS,
        ),
        (
            "nodes",
            |it, ids| {
                let first = it.nodes[0].clone();
                let of = |id| NodeFact {
                    node: NodeId(id),
                    ..first.clone()
                };
                it.nodes = ids.into_iter().map(of).collect();
            },
            limits::FACT_NODES,
        ),
    ];
    for (name, change, limit) in cases {
        let mut most = facts();
        change(&mut most, ids(limit).collect());
        assert_eq!(check_day(&most, 20_089), Ok(()), "{name}");
        assert_eq!(field(|it| change(it, ids(limit + 1).collect())), name);
    }
    let words = |count| (0..count).map(|number| number.to_string()).collect();
    let regions = field(|it| it.regions = words(limits::FACT_REGIONS + 1));
    assert_eq!(regions, "regions");
    let types = field(|it| it.reward_types = words(limits::FACT_TYPES + 1));
    assert_eq!(types, "reward_types");
    let subnets = field(|it| {
        let of = |id| SubnetFact {
            subnet: SubnetId(id),
            nodes: vec![],
        };
        it.subnets = ids(limits::FACT_SUBNETS + 1).map(of).collect();
    });
    assert_eq!(subnets, "subnets");
    let rows = field(|it| {
        let of = |id| MetricsFact {
            node: NodeId(id),
            proposed: 0,
            failed: 0,
        };
        it.subnets[1].nodes = ids(limits::FACT_SUBNET_NODES + 1).map(of).collect();
    });
    assert_eq!(rows, "subnets[1].nodes");
}

#[test]
fn should_give_the_engine_what_the_places_say() {
    let found = of_day(&facts());
    assert_eq!((found.day, found.table), (Day(20_089), None));
    let last = v1::RewardableNode {
        node: node(5).0.into(),
        provider: provider(3).0.into(),
        region: "Europe,CH,Zurich".into(),
        reward_type: "type3.1".into(),
    };
    assert_eq!((found.nodes.len(), &found.nodes[4]), (5, &last));
    let subnets = found.subnets.unwrap();
    assert!(
        subnets
            .keys()
            .eq(&[subnet(7), subnet(8)].map(|it| it.0.into()))
    );
    let row = v1::NodeMetrics {
        node: node(9).0.into(),
        proposed: 90,
        failed: 10,
    };
    assert_eq!(subnets[&subnet(8).0.into()][2], row);
}

#[test]
fn should_count_who_sits_where() {
    let row = |of, cluster, nodes| Seat {
        provider: provider(of),
        cluster: provider(cluster),
        nodes,
    };
    let seats_of = |subnet, rows: &[Seat]| Seats {
        subnet,
        rows: rows.to_vec(),
    };
    let (first, second, third) = (row(1, 1, 2), row(2, 2, 2), row(3, 1, 1));
    let network = seats_of(None, &[first, second, third]);
    // Node 9 is nobody's, node 4 in no subnet.
    let seventh = seats_of(Some(subnet(7)), &[first, third]);
    let eighth = seats_of(Some(subnet(8)), &[row(1, 1, 1), row(2, 2, 1)]);
    assert_eq!(seats(&facts()), [network, seventh, eighth]);
}

fn records() -> OperatorFacts {
    let record = |number: u8, types: &[(&str, u32)]| OperatorFact {
        operator: operator(number),
        provider: provider(1),
        region: "Europe,CH,Zurich".into(),
        rewardable_nodes: (types.iter())
            .map(|(reward_type, count)| TypeCount {
                reward_type: (*reward_type).into(),
                count: *count,
            })
            .collect(),
    };
    OperatorFacts {
        operators: vec![
            record(2, &[("type3", 2), ("type1", 1)]),
            record(1, &[("type1", 10_000)]),
        ],
    }
}

#[test]
fn should_keep_operators_in_their_order() {
    assert_eq!(check_operators(&records()), Ok(()));
    let found = of_operators(&records());
    let ids: Vec<_> = found.iter().map(|it| it.operator.clone()).collect();
    assert_eq!(ids, [operator(2), operator(1)].map(|it| it.0.into()));
    let nodes = BTreeMap::from([("type1".into(), 1), ("type3".into(), 2)]);
    assert_eq!(found[0].rewardable_nodes, nodes);
    assert_eq!(found[0].provider, provider(1).0.into());
}

#[test]
fn should_name_what_is_wrong_with_operators() {
    let field = |change: fn(&mut Vec<OperatorFact>)| {
        let mut facts = records();
        change(&mut facts.operators);
        let error = check_operators(&facts).unwrap_err();
        error.split(": ").next().unwrap().to_owned()
    };
    assert_eq!(field(|it| it[1].operator = operator(2)), "operators[1]");
    assert_eq!(field(|it| it[1].region.clear()), "operators[1].region");
    let twice = field(|it| it[0].rewardable_nodes[1].reward_type = "type3".into());
    assert_eq!(twice, "operators[0].rewardable_nodes[1]");
    let long = field(|it| it[0].rewardable_nodes[1].reward_type = "t".repeat(33));
    assert_eq!(long, "operators[0].rewardable_nodes[1].reward_type");
    let many = field(|it| it[1].rewardable_nodes[0].count += 1);
    assert_eq!(many, "operators[1].rewardable_nodes[0].count");
    let many = field(|it| {
        let types = (0..=limits::REWARD_TYPES).map(|number| TypeCount {
            reward_type: number.to_string(),
            count: 1,
        });
        it[0].rewardable_nodes = types.collect();
    });
    assert_eq!(many, "operators[0].rewardable_nodes");
    let many = field(|it| *it = vec![it[0].clone(); limits::FACT_OPERATORS + 1]);
    assert_eq!(many, "operators");
}

#[test]
fn should_read_the_table_as_the_engines_do() {
    let rate = |region: &str, rate, percent| NodeRewardRate {
        region: region.into(),
        reward_type: "type3".into(),
        xdr_permyriad_per_node_per_month: rate,
        reward_coefficient_percent: percent,
    };
    let wire = RewardsTable {
        version: 3,
        effective_from_day: 20_000,
        rates: vec![rate("Europe", 10, None), rate("Europe,CH", 20, Some(90))],
    };
    let table = table(&wire);
    let found = |region| {
        let found = table.find(region, "type3").unwrap();
        (found.xdr_permyriad_per_month, found.coefficient_percent)
    };
    assert_eq!(found("Europe,CH,Zurich"), (20, 90));
    assert_eq!(found("Europe,DE"), (10, 80));
}
