//! Search: nodes, providers and data centres by filter, page by page, and answers in the
//! shapes of the NNS registry and NNS governance.

use bonafide_test_support::{World, actors, args, run};
use bonafide_types::id::{Blob, NodeId};
use bonafide_types::registry::{
    AnswerIndependenceArgs, DataCenterFilter, Link, LinkKind, ListDataCentersArgs, ListNodesArgs,
    ListProvidersArgs, NodeFilter, NodeRole, NodeStatus, OwnerAliasArgs, ProviderFilter,
    ProviderStatus, RemoveNodeDirectlyArgs, SetGenerationArgs, SetJurisdictionArgs,
    SetOwnerAliasesArgs, SuspendProviderArgs,
};
use candid::{CandidType, Deserialize, Principal, decode_one, encode_one};
use std::collections::BTreeSet;

/// An imported network, and a provider of its own with five nodes in Zurich.
fn world() -> World {
    let world = World::new();
    world.import("network", "1", args::network());
    let (_, operator) = world.onboard(1);
    for number in 1..=5 {
        run(world.client(operator).register_node(&args::node(number))).unwrap();
    }
    world
}

/// The nodes of a filter, page by page; no page may be longer than asked.
fn nodes(world: &World, filter: &NodeFilter, limit: u32) -> Vec<NodeId> {
    let mut asked = ListNodesArgs {
        after: None,
        limit: Some(limit),
        filter: Some(filter.clone()),
    };
    let mut found = Vec::new();
    loop {
        let page = run(world.reader().nodes(&asked)).unwrap();
        assert!(page.nodes.len() <= usize::try_from(limit).unwrap());
        found.extend(page.nodes.into_iter().map(|view| view.node.id));
        if page.next.is_none() {
            return found;
        }
        asked.after = page.next;
    }
}

fn assert_found(world: &World, filter: &NodeFilter, expected: &[u32]) {
    let whole = nodes(world, filter, 100);
    let found: BTreeSet<_> = whole.iter().copied().collect();
    let expected: BTreeSet<_> = expected.iter().copied().map(actors::node).collect();
    assert_eq!(found, expected, "{filter:?}");
    assert_eq!(found.len(), whole.len(), "{filter:?}: each node once");
    assert_eq!(nodes(world, filter, 2), whole, "{filter:?}: by two");
}

#[test]
fn nodes_are_found_by_what_they_stand_under() {
    let world = world();
    let all = NodeFilter::default();
    let provider = |number| Some(actors::provider(number));
    let own = [1, 2, 3, 4, 5];
    assert_found(&world, &all, &[1, 2, 3, 4, 5, 101, 102, 103, 104]);
    let by_operator = NodeFilter {
        operator: Some(actors::operator(101)),
        ..all.clone()
    };
    assert_found(&world, &by_operator, &[101, 102]);
    let by_subnet = NodeFilter {
        subnet: Some(actors::subnet(1)),
        ..all.clone()
    };
    assert_found(&world, &by_subnet, &[101, 102, 103]);
    let by_data_center = NodeFilter {
        dc_id: Some("bb1".into()),
        ..all.clone()
    };
    assert_found(&world, &by_data_center, &[103, 104]);
    let by_provider = NodeFilter {
        provider: provider(1),
        ..all.clone()
    };
    assert_found(&world, &by_provider, &own);
    let alone = NodeFilter {
        cluster: provider(101),
        ..all.clone()
    };
    assert_found(&world, &alone, &[101, 102]);

    for (one, other) in [(101, 102), (102, 101)] {
        let answers = AnswerIndependenceArgs {
            owners: vec![],
            links: vec![Link {
                kind: LinkKind::Corporate,
                provider: actors::provider(other),
                evidence: None,
            }],
        };
        let client = world.client(actors::provider(one));
        run(client.answer_independence(&answers)).unwrap();
    }
    let other_name = NodeFilter {
        cluster: provider(102),
        ..all
    };
    for cluster in [alone, other_name] {
        assert_found(&world, &cluster, &[101, 102, 103, 104]);
    }
}

#[test]
fn nodes_are_found_by_where_they_stand() {
    let world = world();
    let all = NodeFilter::default();
    let swiss = [1, 2, 3, 4, 5, 101, 102];
    let country = |code: &str| NodeFilter {
        country: Some(code.into()),
        ..NodeFilter::default()
    };
    assert_found(&world, &country("CH"), &swiss);
    assert_found(&world, &country("JP"), &[103, 104]);
    assert_found(&world, &country("GB"), &[]);
    assert_found(&world, &country("Switzerland"), &[]);
    let owner = |name: &str| NodeFilter {
        owner: Some(name.into()),
        ..NodeFilter::default()
    };
    assert_found(&world, &owner("Owner"), &[101, 102, 103, 104]);

    let aliases = SetOwnerAliasesArgs {
        set: vec![OwnerAliasArgs {
            alias: "Owner".into(),
            canonical: "Example Real Estate".into(),
        }],
        remove: vec![],
    };
    run(world.governance().set_owner_aliases(&aliases)).unwrap();
    let everywhere = [1, 2, 3, 4, 5, 101, 102, 103, 104];
    for name in ["Owner", "Example Real Estate"] {
        assert_found(&world, &owner(name), &everywhere);
    }

    let tag = NodeFilter {
        jurisdiction: Some("ALPS".into()),
        ..all
    };
    assert_found(&world, &tag, &[]);
    let alps = SetJurisdictionArgs {
        tag: "ALPS".into(),
        countries: vec!["AT".into(), "CH".into()],
        source: "an example".into(),
    };
    run(world.governance().set_jurisdiction(&alps)).unwrap();
    assert_found(&world, &tag, &swiss);
    let centers = |filter| {
        let asked = ListDataCentersArgs {
            filter: Some(filter),
            ..ListDataCentersArgs::default()
        };
        let page = run(world.reader().data_centers(&asked)).unwrap();
        let ids = page.data_centers.into_iter().map(|center| center.id);
        ids.collect::<Vec<_>>()
    };
    let filter = DataCenterFilter::default();
    let in_alps = DataCenterFilter {
        jurisdiction: Some("ALPS".into()),
        ..filter.clone()
    };
    assert_eq!(centers(in_alps), ["aa1", "dc1"]);
    let japanese = DataCenterFilter {
        owner: Some("Owner".into()),
        country: Some("JP".into()),
        ..filter
    };
    assert_eq!(centers(japanese), ["bb1"]);
}

#[test]
fn nodes_are_found_by_what_they_are() {
    let world = world();
    let all = NodeFilter::default();
    let own = [1, 2, 3, 4, 5];
    let imported = [101, 102, 103, 104];
    let by_generation = NodeFilter {
        generation: Some("Gen1".into()),
        ..all.clone()
    };
    assert_found(&world, &by_generation, &imported);
    let by_role = NodeFilter {
        role: Some(NodeRole::Replica),
        ..all.clone()
    };
    assert_found(&world, &by_role, &[101, 102, 103]);
    let by_status = NodeFilter {
        status: Some(NodeStatus::Unknown),
        ..all.clone()
    };
    assert_found(&world, &by_status, &own);
    let two_conditions = NodeFilter {
        role: Some(NodeRole::Unassigned),
        country: Some("JP".into()),
        ..all.clone()
    };
    assert_found(&world, &two_conditions, &[104]);

    let end_ns = world.now_ns() + 400 * 86_400_000_000_000;
    let ending = SetGenerationArgs {
        name: "Gen1".into(),
        node_types: vec!["type1".into()],
        onboarding_from_ns: 0,
        onboarding_until_ns: Some(end_ns),
        supported_until_ns: Some(end_ns),
        sev_snp: false,
    };
    run(world.governance().set_generation(&ending)).unwrap();
    let before = |ns| NodeFilter {
        support_ends_before_ns: Some(ns),
        ..NodeFilter::default()
    };
    assert_found(&world, &before(end_ns), &[]);
    assert_found(&world, &before(end_ns + 1), &imported);

    let lapsed = |asked| NodeFilter {
        declaration_lapsed: Some(asked),
        ..NodeFilter::default()
    };
    assert_found(&world, &lapsed(true), &[]);
    world.publish(args::version(2, 0, 0));
    world.pass_days(31);
    assert_found(&world, &lapsed(true), &own);
    assert_found(&world, &lapsed(false), &imported);
}

#[test]
fn a_page_goes_on_where_nodes_have_left() {
    let world = world();
    let filter = NodeFilter {
        country: Some("CH".into()),
        operator: None,
        ..NodeFilter::default()
    };
    let list = |after, limit| {
        let asked = ListNodesArgs {
            after,
            limit: Some(limit),
            filter: Some(filter.clone()),
        };
        run(world.reader().nodes(&asked)).unwrap()
    };
    let all = list(None, 100).nodes;
    let own = |id: NodeId| (1..=5).any(|number| actors::node(number) == id);
    // The page ends at the second of the nodes that can leave.
    let ends = 1 + all.iter().rposition(|view| own(view.node.id)).unwrap() - 3;
    let first = list(None, u32::try_from(ends).unwrap());
    let leaving = all[ends - 1].node.id;
    let owner = world.client(actors::operator(1));
    run(owner.remove_node_directly(&RemoveNodeDirectlyArgs { node_id: leaving })).unwrap();
    let rest = list(first.next, 100);
    assert_eq!(rest.nodes, all[ends..], "none twice, none left out");

    for malformed in [vec![], vec![200, 1], vec![0; 9]] {
        let page = list(Some(Blob(malformed)), 100);
        assert_eq!((page.nodes.len(), page.next), (0, None));
    }
}

#[test]
fn providers_are_found_by_name_country_and_status() {
    let world = world();
    let found = |filter| {
        let asked = ListProvidersArgs {
            filter: Some(filter),
            ..ListProvidersArgs::default()
        };
        let page = run(world.reader().providers(&asked)).unwrap();
        let ids = page.providers.into_iter().map(|view| view.provider.id);
        ids.collect::<BTreeSet<_>>()
    };
    let all = ProviderFilter::default();
    let those = |numbers: &[u32]| numbers.iter().copied().map(actors::provider).collect();
    let named = ProviderFilter {
        name: Some("imported PROVIDER 10".into()),
        ..all.clone()
    };
    assert_eq!(found(named), those(&[101, 102]));
    let swiss = ProviderFilter {
        country: Some("CH".into()),
        ..all.clone()
    };
    assert_eq!(found(swiss), those(&[1]));
    let suspended = ProviderFilter {
        status: Some(ProviderStatus::Suspended),
        ..all
    };
    assert_eq!(found(suspended.clone()), those(&[]));
    let suspension = SuspendProviderArgs {
        id: actors::provider(1),
        reason: "an example".into(),
    };
    run(world.governance().suspend_provider(&suspension)).unwrap();
    assert_eq!(found(suspended), those(&[1]));
}

// The shapes that clients of the NNS know, written down here once more.

#[derive(CandidType, Deserialize, Debug, PartialEq)]
struct IdRecord {
    id: Option<Principal>,
}

#[derive(CandidType, Deserialize, Debug, PartialEq)]
struct Gps {
    latitude: f32,
    longitude: f32,
}

#[derive(CandidType, Deserialize, Debug, PartialEq)]
struct DataCenterRecord {
    id: String,
    gps: Option<Gps>,
    region: String,
    owner: String,
}

#[derive(CandidType, Deserialize, Debug, PartialEq)]
struct NodeOperatorRecord {
    ipv6: Option<String>,
    max_rewardable_nodes: Vec<(String, u32)>,
    node_operator_principal_id: Vec<u8>,
    node_allowance: u64,
    rewardable_nodes: Vec<(String, u32)>,
    node_provider_principal_id: Vec<u8>,
    dc_id: String,
}

#[derive(CandidType, Deserialize, Debug, PartialEq)]
struct Account {
    hash: Vec<u8>,
}

#[derive(CandidType, Deserialize, Debug, PartialEq)]
struct NodeProvider {
    id: Option<Principal>,
    reward_account: Option<Account>,
}

#[derive(CandidType, Deserialize, Debug, PartialEq)]
struct NodeProviders {
    node_providers: Vec<NodeProvider>,
}

#[derive(CandidType, Deserialize, Debug, PartialEq)]
struct GovernanceError {
    error_message: String,
    error_type: i32,
}

#[derive(CandidType, Deserialize)]
struct Nothing {}

fn ask<T>(world: &World, caller: Principal, method: &str, arg: Vec<u8>) -> T
where
    T: CandidType + for<'de> Deserialize<'de>,
{
    let reply = world.pic.query_call(world.registry, caller, method, arg);
    decode_one(&reply.unwrap()).unwrap()
}

#[test]
fn clients_of_the_nns_find_their_shapes() {
    let world = world();
    let anyone = actors::stranger();
    let boundary = args::imported_node(105, 102, NodeRole::ApiBoundary);
    world.import("boundary nodes", "1", vec![boundary]);

    let method = "get_api_boundary_node_ids";
    let arg = encode_one(Nothing {}).unwrap();
    let ids: Result<Vec<IdRecord>, String> = ask(&world, anyone, method, arg);
    let id = Some(actors::node(105).0);
    assert_eq!(ids, Ok(vec![IdRecord { id }]));

    let method = "get_node_operators_and_dcs_of_node_provider";
    let of = |provider: Principal| -> Result<Vec<(DataCenterRecord, NodeOperatorRecord)>, String> {
        ask(&world, anyone, method, encode_one(provider).unwrap())
    };
    let provider = actors::provider(1).0;
    let data_center = DataCenterRecord {
        id: "dc1".into(),
        gps: Some(Gps {
            latitude: 47.3769,
            longitude: 8.5417,
        }),
        region: "Europe,CH,Zurich".into(),
        owner: "Example Real Estate".into(),
    };
    let operator = NodeOperatorRecord {
        ipv6: Some("2001:db8:0:1::/64".into()),
        max_rewardable_nodes: vec![],
        node_operator_principal_id: actors::operator(1).0.as_slice().to_vec(),
        node_allowance: 0,
        rewardable_nodes: vec![("type3.1".into(), 5)],
        node_provider_principal_id: provider.as_slice().to_vec(),
        dc_id: "dc1".into(),
    };
    assert_eq!(of(provider), Ok(vec![(data_center, operator)]));
    assert_eq!(of(anyone), Ok(vec![]));

    let nothing = candid::encode_args(()).unwrap();
    let listed: NodeProviders = ask(&world, anyone, "list_node_providers", nothing);
    let ids: BTreeSet<_> = listed
        .node_providers
        .iter()
        .filter_map(|it| it.id)
        .collect();
    let expected = [1, 101, 102].map(|number| actors::provider(number).0);
    assert_eq!(ids, BTreeSet::from(expected));

    let own = |caller: Principal| -> Result<NodeProvider, GovernanceError> {
        let null = encode_one(()).unwrap();
        ask(&world, caller, "get_node_provider_by_caller", null)
    };
    let record = NodeProvider {
        id: Some(provider),
        reward_account: None,
    };
    assert_eq!(own(provider), Ok(record));
    assert_eq!(own(anyone).unwrap_err().error_type, 5, "NotFound");
}
