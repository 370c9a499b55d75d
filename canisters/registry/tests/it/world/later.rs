//! The events of providers, rules, machines and motions that follow the first ones.

use super::{GUESTOS, NOW_NS, node_id, operator_id, provider_id};
use bonafide_registry::state::{ClusterAssignment, Event};
use bonafide_types::id::{Blob, Sha256Hash};
use bonafide_types::registry::{
    ApiBoundaryNode, BarSubject, BoundaryNodeKind, ClaimAlert, DataCenter, Generation, Gps,
    GuestosVersion, HandOver, Holder, IndependenceAnswers, Jurisdiction, Link, LinkKind,
    MotionDecision, MotionOutcome, MotionTally, NodeAttestation, NodeOperator, Owner, OwnerAlias,
    Provenance, ProviderStatus, RecordRef, RegistryPolicy, RewardableNodes, WorkingGroupMotion,
};

/// The measurement of the elected version.
fn measurement() -> Blob {
    Blob(vec![0x5a; 48])
}

/// Provider 1 answers, is suspended, and hands over to 3, which is offboarded; 2 is of its
/// cluster and readmitted.
pub(super) fn of_providers() -> Vec<Event> {
    let reason = || String::from("example");
    vec![
        Event::PolicySet {
            policy: RegistryPolicy {
                version: 1,
                ownership_threshold_bps: 1_000,
                counted_links: vec![LinkKind::SharedOwner, LinkKind::Family],
                one_sided_links_count: true,
                generation_notice_days: 90,
                boundary_node_operators: 2,
                effective_from_ns: NOW_NS,
            },
        },
        Event::IndependenceAnswered {
            answers: IndependenceAnswers {
                provider: provider_id(1),
                version: 1,
                owners: vec![
                    Owner {
                        holder: Holder::Person(Sha256Hash([0x11; 32])),
                        share_bps: 6_000,
                        controls: true,
                    },
                    Owner {
                        holder: Holder::Company {
                            register_number: "CHE-2".into(),
                            jurisdiction: "CH".into(),
                        },
                        share_bps: 4_000,
                        controls: false,
                    },
                ],
                links: vec![Link {
                    kind: LinkKind::Family,
                    provider: provider_id(2),
                    evidence: Some(Sha256Hash([0x12; 32])),
                }],
                ownership_threshold_bps: 1_000,
                answered_at_ns: NOW_NS,
            },
        },
        Event::ProviderStatusChanged {
            provider: provider_id(1),
            status: ProviderStatus::Suspended,
            reason: reason(),
        },
        Event::ProviderHandedOver {
            from: provider_id(1),
            to: provider_id(3),
            reason: reason(),
        },
        Event::ClustersChanged {
            policy_version: 1,
            assigned: [2, 3]
                .map(|n| ClusterAssignment {
                    provider: provider_id(n),
                    cluster: Some(provider_id(2)),
                })
                .to_vec(),
            opened: vec![ClaimAlert {
                claimant: provider_id(3),
                silent: provider_id(2),
                kind: LinkKind::Family,
                since_ns: NOW_NS,
            }],
            closed: vec![],
        },
        Event::NodeOperatorChanged {
            node_operator: NodeOperator {
                id: operator_id(1),
                provider: provider_id(3),
                dc_id: "zh2".into(),
                node_allowance: 5,
                rewardable_nodes: vec![],
                ipv6_prefix: None,
                provenance: Provenance::Proposal,
                max_rewardable_nodes: vec![RewardableNodes {
                    node_type: "type3.1".into(),
                    count: 5,
                }],
                handed_over: Some(HandOver {
                    from: provider_id(1),
                    at_ns: NOW_NS,
                }),
            },
            by: Some(provider_id(3)),
        },
        Event::ProviderOffboarded {
            provider: provider_id(3),
            barred: vec![
                BarSubject::Provider(provider_id(3)),
                BarSubject::Operator(operator_id(1)),
                BarSubject::Provider(provider_id(2)),
            ],
            reason: reason(),
        },
        Event::ProviderReadmitted {
            provider: provider_id(2),
            despite: vec![provider_id(3)],
            reason: reason(),
        },
    ]
}

/// What leaves, and what places and hardware are called.
pub(super) fn of_places() -> Vec<Event> {
    vec![
        Event::NodesRemoved {
            ids: vec![node_id(3)],
            return_allowance: true,
            by: Some(operator_id(3)),
        },
        Event::NodeOperatorsRemoved {
            ids: vec![operator_id(3)],
        },
        Event::DataCentersRemoved {
            ids: vec!["mu1".into()],
        },
        Event::DataCenterChanged {
            data_center: DataCenter {
                id: "zh2".into(),
                name: "Zurich 2b".into(),
                owner: "Example Halls Ltd".into(),
                region: "Europe,CH,Zurich".into(),
                gps: Some(Gps {
                    latitude_udeg: 47_376_000,
                    longitude_udeg: 8_541_000,
                }),
                provenance: Provenance::Proposal,
            },
        },
        Event::OwnerAliasesChanged {
            set: vec![OwnerAlias {
                alias: "Example Halls Ltd".into(),
                canonical: "Example Halls".into(),
            }],
            removed: vec![],
        },
        Event::JurisdictionSet {
            jurisdiction: Jurisdiction {
                tag: "ALPS".into(),
                version: 1,
                countries: vec!["AT".into(), "CH".into()],
                source: "example".into(),
                effective_from_ns: NOW_NS,
            },
        },
        Event::GenerationSet {
            generation: Generation {
                name: "Gen1".into(),
                node_types: vec!["type1".into(), "type1.1".into()],
                onboarding_from_ns: 1,
                onboarding_until_ns: Some(NOW_NS + 1),
                supported_until_ns: Some(NOW_NS + 2),
                sev_snp: true,
                announced_at_ns: NOW_NS,
            },
        },
    ]
}

/// Node 4 becomes a boundary node for good, node 1 for a while.
pub(super) fn of_machines() -> Vec<Event> {
    let boundary_node = |n: u8, domain: &str| ApiBoundaryNode {
        node_id: node_id(n),
        version: GUESTOS.into(),
        domain: domain.into(),
        kind: BoundaryNodeKind::Http,
        local_law_policy: None,
        monitor: false,
        added_at_ns: NOW_NS,
    };
    let (one, four) = (
        boundary_node(1, "one.example.com"),
        boundary_node(4, "four.example.com"),
    );
    vec![
        Event::GuestosVersionsRevised {
            elected: Some(GuestosVersion {
                version: GUESTOS.into(),
                release_package_sha256: Sha256Hash([0x21; 32]),
                measurements: vec![measurement()],
                elected_at_ns: NOW_NS,
            }),
            unelected: vec![],
        },
        Event::NodeAttestationSubmitted {
            node: node_id(1),
            attestation: NodeAttestation {
                measurement: measurement(),
                report_sha256: Sha256Hash([0x22; 32]),
                submitted_at_ns: NOW_NS,
            },
        },
        Event::NodeDomainChanged {
            node: node_id(4),
            domain: Some(four.domain.clone()),
        },
        Event::ApiBoundaryNodesAdded {
            nodes: vec![one, four.clone()],
        },
        Event::ApiBoundaryNodesChanged {
            nodes: vec![ApiBoundaryNode {
                local_law_policy: Some(Sha256Hash([0x23; 32])),
                monitor: true,
                ..four
            }],
        },
        Event::ApiBoundaryNodesRemoved {
            ids: vec![node_id(1)],
        },
        Event::WorkingGroupMotionRecorded {
            motion: WorkingGroupMotion {
                id: 0,
                working_group: "Node Providers".into(),
                title: "Retire Gen1".into(),
                text_sha256: Sha256Hash([0x31; 32]),
                url: Some("https://example.com/motion".into()),
                records: vec![RecordRef {
                    table: "generation".into(),
                    key: Blob(b"Gen1".to_vec()),
                }],
                recorded_at_ns: NOW_NS,
                decision: None,
            },
        },
        Event::WorkingGroupMotionSettled {
            id: 0,
            decision: MotionDecision {
                outcome: MotionOutcome::Adopted,
                tally: Some(MotionTally {
                    yes: 7,
                    no: 1,
                    abstain: 2,
                }),
                recorded_at_ns: NOW_NS,
            },
        },
    ]
}
