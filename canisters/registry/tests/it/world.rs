//! Names for the people and machines of these tests, and one history with every event in it.

mod later;
mod subnets;

use bonafide_kit::commit::{Entry, record};
use bonafide_kit::{Aggregate, Ctx, cbor, memory};
use bonafide_registry::domain::import::{page_hash, source_hash};
use bonafide_registry::domain::normal_form::normalize;
use bonafide_registry::state::{Event, State};
use bonafide_types::id::{Blob, Caller, NodeId, OperatorId, ProviderId, Sha256Hash, SubnetId};
use bonafide_types::registry::{
    Acceptance, Config, DataCenter, DeclarationText, Gps, ImportJob, ImportRow, Node, NodeOperator,
    NodeRole, NodeStatus, Provenance, ProviderKind, ProviderProfile, PublishedDocument,
    RewardableNodes, SelfDeclared, Version,
};
use candid::Principal;
use ic_stable_structures::VectorMemory;

pub(crate) const NOW_NS: u64 = 1_763_700_000_000_000_000;
pub(crate) const GOVERNANCE: Principal = Principal::from_slice(&[1, 1]);
pub(crate) const SELF_ID: Principal = Principal::from_slice(&[1, 2]);

/// A `GuestOS` version.
pub(crate) const GUESTOS: &str = "0123456789abcdef0123456789abcdef01234567";

pub(crate) fn provider_id(n: u8) -> ProviderId {
    ProviderId(Principal::from_slice(&[n, 10]))
}

pub(crate) fn operator_id(n: u8) -> OperatorId {
    OperatorId(Principal::from_slice(&[n, 20]))
}

pub(crate) fn node_id(n: u8) -> NodeId {
    NodeId(Principal::from_slice(&[n, 30]))
}

pub(crate) fn subnet_id(n: u8) -> SubnetId {
    SubnetId(Principal::from_slice(&[n, 40]))
}

pub(crate) fn ctx(caller: Principal, now_ns: u64) -> Ctx {
    Ctx {
        caller,
        now_ns,
        self_id: SELF_ID,
    }
}

pub(crate) fn open(memory: VectorMemory) -> State<VectorMemory> {
    State::open(&memory::manager(memory)).unwrap()
}

pub(crate) fn config(n: u8) -> Config {
    Config {
        governance: Caller(Principal::from_slice(&[1, n])),
    }
}

pub(crate) fn entries(state: &State<VectorMemory>) -> Vec<Vec<u8>> {
    let length = state.log().tip().length;
    state.log().read(0, length, usize::MAX)
}

/// One row of each kind.
pub(crate) fn import_rows() -> Vec<ImportRow> {
    vec![
        ImportRow::DataCenter {
            id: "ld1".into(),
            name: "London 1".into(),
            owner: "Example Halls".into(),
            region: "Europe,UK,London".into(),
            gps: Some(Gps {
                latitude_udeg: 51_507_000,
                longitude_udeg: -127_000,
            }),
        },
        ImportRow::Provider {
            id: provider_id(2),
            name: Some("Example Nodes".into()),
        },
        ImportRow::Operator {
            id: operator_id(2),
            provider: provider_id(2),
            dc_id: "ld1".into(),
        },
        ImportRow::Subnet { id: subnet_id(1) },
        ImportRow::Node {
            id: node_id(2),
            operator: operator_id(2),
            role: NodeRole::Replica,
            status: NodeStatus::Degraded,
            ipv6: "2001:db8::2".into(),
            generation: Some("Gen1".into()),
            subnet: Some(subnet_id(1)),
        },
        ImportRow::Declaration {
            provider: provider_id(2),
            slug: "example-nodes".into(),
            nns_proposal: Some(135_172),
            documents: vec![PublishedDocument {
                file: "self-declaration.pdf".into(),
                kind: "self-declaration".into(),
                sha256: Sha256Hash([0xab; 32]),
            }],
        },
    ]
}

/// Rows of kinds that are there already: what leaves again, and nodes to spare.
fn further_rows() -> Vec<ImportRow> {
    let node = |n: u8, operator: u8| ImportRow::Node {
        id: node_id(n),
        operator: operator_id(operator),
        role: NodeRole::Unassigned,
        status: NodeStatus::Up,
        ipv6: format!("2001:db8::{n}"),
        generation: None,
        subnet: None,
    };
    let first = vec![
        ImportRow::DataCenter {
            id: "mu1".into(),
            name: "Munich 1".into(),
            owner: "Example Halls".into(),
            region: "Europe,DE,Munich".into(),
            gps: None,
        },
        ImportRow::Operator {
            id: operator_id(3),
            provider: provider_id(2),
            dc_id: "ld1".into(),
        },
        node(3, 3),
        node(4, 2),
    ];
    let members = (11..=15).map(|n| node(n, 2));
    first.into_iter().chain(members).collect()
}

/// One event of each kind, as they can follow each other.
pub(crate) fn events() -> Vec<Event> {
    let earlier = earlier_events();
    let of_subnets = subnets::of_subnets(earlier.clone());
    [earlier, of_subnets].concat()
}

/// Those before the first verdict. A verdict names the log that it was given after, so it does
/// not follow when anything before it is another.
pub(crate) fn earlier_events() -> Vec<Event> {
    let later = [
        later::of_providers(),
        later::of_places(),
        later::of_machines(),
    ];
    [first_events(), later.concat()].concat()
}

fn first_events() -> Vec<Event> {
    let provider = provider_id(1);
    let body = normalize("We act in good faith.\n").unwrap();
    let version = Version {
        major: 1,
        minor: 2,
        patch: 3,
    };
    let page = cbor::encode(&[import_rows(), further_rows()].concat());
    let page_hashes = vec![page_hash(&page)];
    vec![
        Event::Initialized { config: config(1) },
        Event::ConfigChanged { config: config(3) },
        Event::ProviderRegistered {
            id: provider,
            profile: ProviderProfile {
                kind: ProviderKind::Company {
                    register_number: "CHE-1".into(),
                    jurisdiction: "CH".into(),
                },
                legal_name: "Example AG".into(),
                country: "CH".into(),
                representative: Some("Ada Example".into()),
                proposal: "example".into(),
                adopted_at_ns: NOW_NS,
            },
        },
        Event::ProviderProfileUpdated {
            provider,
            self_declared: SelfDeclared {
                display_name: Some("Example".into()),
                urls: vec!["https://example.com".into()],
                updated_at_ns: NOW_NS,
            },
        },
        Event::DeclarationPublished {
            text: DeclarationText {
                sha256: body.sha256(),
                language: "en".into(),
                version,
                bytes: 22,
                effective_from_ns: NOW_NS,
                published_at_ns: NOW_NS,
            },
            body: body.as_str().into(),
        },
        Event::DeclarationAccepted {
            acceptance: Acceptance {
                provider,
                sha256: body.sha256(),
                language: "en".into(),
                version,
                accepted_at_ns: NOW_NS,
                lapsed_at_ns: None,
            },
        },
        Event::DeclarationLapsed {
            provider,
            lapsed_at_ns: NOW_NS + 5,
        },
        Event::DataCenterAdded {
            data_center: DataCenter {
                id: "zh2".into(),
                name: "Zurich 2".into(),
                owner: "Example Halls".into(),
                region: "Europe,CH,Zurich".into(),
                gps: None,
                provenance: Provenance::Proposal,
            },
        },
        Event::NodeOperatorAdded {
            node_operator: NodeOperator {
                id: operator_id(1),
                provider,
                dc_id: "zh2".into(),
                node_allowance: 2,
                rewardable_nodes: vec![RewardableNodes {
                    node_type: "type1.1".into(),
                    count: 2,
                }],
                ipv6_prefix: Some("2001:db8:1:2::/64".into()),
                provenance: Provenance::Proposal,
                max_rewardable_nodes: vec![],
                handed_over: None,
            },
        },
        Event::NodeRegistered {
            node: Node {
                id: node_id(1),
                operator: operator_id(1),
                role: NodeRole::Unassigned,
                status: NodeStatus::Unknown,
                ipv6: "2001:db8::1".into(),
                generation: Some("Gen1".into()),
                chip_id: Some(Blob(vec![7; 64])),
                subnet: None,
                registered_at_ns: NOW_NS,
                provenance: Provenance::SelfRegistered,
                node_reward_type: Some("type1.1".into()),
                domain: Some("one.example.com".into()),
                ipv4: Some("198.51.100.7".into()),
                attestation: None,
            },
            replaces: None,
        },
        Event::ImportBegun {
            job: ImportJob {
                id: 0,
                source: "network".into(),
                source_version: "2025-10-31".into(),
                source_hash: source_hash(&page_hashes),
                pages: 1,
                next_page: 0,
                rows: 0,
                approved_at_ns: NOW_NS,
            },
            page_hashes,
        },
        Event::ImportPageTaken {
            import_id: 0,
            page: 0,
            rows: Blob(page),
        },
    ]
}

/// The entry that holds an event in these histories.
pub(crate) fn entry(event: Event) -> Entry<Event> {
    Entry {
        at_ns: NOW_NS,
        caller: Caller(GOVERNANCE),
        event,
    }
}

/// A registry to which every event happened.
pub(crate) fn lived() -> State<VectorMemory> {
    let mut state = open(VectorMemory::default());
    record(&mut state, &ctx(GOVERNANCE, NOW_NS), events());
    state
}
