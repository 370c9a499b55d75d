use super::*;
use crate::nns::{Proposal, ProposalId, ProposalInfo};
use candid::Principal;
use serde_bytes::ByteBuf;

const ID: u64 = 138_000;
const OPEN: i32 = 1;

fn subnet() -> SubnetId {
    SubnetId(Principal::from_slice(&[1, 70]))
}

fn nodes(numbers: &[u8]) -> Vec<NodeId> {
    let node = |n: &u8| NodeId(Principal::from_slice(&[*n, 40]));
    numbers.iter().map(node).collect()
}

/// As NNS governance answers about a proposal that calls a function.
fn reply(nns_function: i32, payload: Vec<u8>) -> Vec<u8> {
    let info = ProposalInfo {
        id: Some(ProposalId { id: ID }),
        status: OPEN,
        topic: 7,
        proposal: Some(Proposal {
            action: Some(Action::ExecuteNnsFunction(ExecuteNnsFunction {
                nns_function,
                payload: ByteBuf::from(payload),
            })),
        }),
    };
    candid::encode_one(Some(info)).unwrap()
}

fn payload_of(nns_function: i32, payload: &impl CandidType) -> Result<Payload, NnsReviewError> {
    let payload = candid::encode_one(payload).unwrap();
    asked(ID, &reply(nns_function, payload)).map(|asked| asked.payload)
}

fn recorded(name: &str) -> Vec<u8> {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/nns");
    let text = std::fs::read_to_string(format!("{dir}/{name}.hex")).unwrap();
    hex::decode(text.trim()).unwrap()
}

#[test]
fn should_read_changes_of_membership() {
    let change = MembershipChange {
        subnet_id: subnet(),
        node_ids_add: nodes(&[1, 2]),
        node_ids_remove: nodes(&[3]),
    };
    let payload = candid::encode_one(&change).unwrap();
    let expected = Asked {
        proposal_id: ID,
        status: OPEN,
        nns_function: 31,
        payload_hash: Sha256Hash(Sha256::digest(&payload).into()),
        payload: Payload::Change(change),
    };
    assert_eq!(asked(ID, &reply(31, payload)), Ok(expected));
}

#[test]
fn should_read_nodes_that_join_or_leave() {
    let added = AddNodesToSubnetPayload {
        subnet_id: subnet(),
        node_ids: nodes(&[1]),
    };
    let change = Payload::Change(MembershipChange {
        subnet_id: subnet(),
        node_ids_add: nodes(&[1]),
        node_ids_remove: vec![],
    });
    assert_eq!(payload_of(2, &added), Ok(change));
    let removed = RemoveNodesFromSubnetPayload {
        node_ids: nodes(&[2, 3]),
    };
    let removal = Payload::Removal(nodes(&[2, 3]));
    assert_eq!(payload_of(13, &removed), Ok(removal));
}

/// Some fields of the real payload, with types that the NNS has or may have.
mod real {
    use super::*;

    #[derive(CandidType)]
    pub(super) struct CreateSubnetPayload {
        pub(super) node_ids: Vec<NodeId>,
        pub(super) subnet_id_override: Option<Principal>,
        pub(super) dkg_interval_length: u64,
        pub(super) replica_version_id: String,
        pub(super) start_as_nns: bool,
        pub(super) subnet_type: SubnetType,
        pub(super) ssh_backup_access: Vec<String>,
    }

    #[derive(Clone, Copy, CandidType)]
    #[expect(non_camel_case_types, reason = "names of the NNS registry")]
    pub(super) enum SubnetType {
        application,
        verified_application,
        system,
        invented_later,
    }
}

#[test]
fn should_read_a_subnet_to_be_made_whatever_else_is_said_of_it() {
    for (said, subnet_type) in [
        (
            real::SubnetType::application,
            Some(NnsSubnetType::Application),
        ),
        (
            real::SubnetType::verified_application,
            Some(NnsSubnetType::VerifiedApplication),
        ),
        (real::SubnetType::system, Some(NnsSubnetType::System)),
        (real::SubnetType::invented_later, None),
    ] {
        let payload = real::CreateSubnetPayload {
            node_ids: nodes(&[1, 2, 3, 4]),
            subnet_id_override: None,
            dkg_interval_length: 499,
            replica_version_id: "0123456789abcdef".into(),
            start_as_nns: false,
            subnet_type: said,
            ssh_backup_access: vec!["a key".into()],
        };
        let creation = Payload::Creation {
            subnet_type,
            node_ids: nodes(&[1, 2, 3, 4]),
        };
        assert_eq!(payload_of(1, &payload), Ok(creation));
    }
}

#[test]
fn should_refuse_what_is_about_something_else() {
    let about = |name, id| asked(id, &recorded(name)).unwrap_err();
    let unknown = NnsReviewError::UnknownOrCollected {
        proposal_id: 999_999,
    };
    assert_eq!(about("gov_proposal_unknown", 999_999), unknown);
    let other_action = NnsReviewError::OtherAction { proposal_id: 1 };
    assert_eq!(about("gov_motion_open", 1), other_action);
    let other_function = NnsReviewError::OtherFunction {
        proposal_id: 8,
        nns_function: 21,
    };
    assert_eq!(about("gov_add_data_center_open", 8), other_function);
    let reason = "it is about proposal 8".into();
    let another = NnsReviewError::NnsNotUnderstood { reason };
    assert_eq!(about("gov_add_data_center_open", 9), another);
}

#[test]
fn should_refuse_payloads_that_do_not_decode() {
    let change = MembershipChange {
        subnet_id: subnet(),
        node_ids_add: nodes(&[1]),
        node_ids_remove: vec![],
    };
    let whole = candid::encode_one(&change).unwrap();
    let cut = whole[..whole.len() - 1].to_vec();
    let longer = [whole.as_slice(), &[0]].concat();
    let other = candid::encode_one("text").unwrap();
    // vec null, with 2^32 - 1 nulls claimed.
    let bomb = b"DIDL\x01\x6d\x7f\x01\x00\xff\xff\xff\xff\x0f".to_vec();
    for payload in [vec![], b"DIDL".to_vec(), cut, longer, other, bomb] {
        for nns_function in [1, 2, 13, 31] {
            let read = asked(ID, &reply(nns_function, payload.clone()));
            assert!(
                matches!(
                    read,
                    Err(NnsReviewError::PayloadNotUnderstood {
                        proposal_id: ID,
                        ..
                    })
                ),
                "{nns_function}: {read:?}"
            );
        }
    }
}

#[test]
fn should_leave_room_for_many_nodes() {
    let numbers: Vec<u8> = (0..200).collect();
    let change = MembershipChange {
        subnet_id: subnet(),
        node_ids_add: nodes(&numbers).repeat(10),
        node_ids_remove: vec![],
    };
    assert_eq!(payload_of(31, &change), Ok(Payload::Change(change.clone())));
}
