//! Hashes of requests and verdicts.

use bonafide_types::id::{NodeId, Sha256Hash};
use bonafide_types::registry::{MembershipChange, NewSubnet, Verdict};
use sha2::{Digest, Sha256};

/// Sets hashes of requests apart from all others: length, then words.
const REQUEST_DOMAIN: &[u8] = b"\x1Bbonafide-membership-request";

/// The hash of what was asked. The order of nodes in a list is no part of it; the order of
/// subnets is.
///
/// SHA-256 of the domain `bonafide-membership-request` after its length in one byte; the number
/// of changes, and of each the subnet, the nodes that join, the nodes that leave; the number of
/// subnets to be made, and of each the kind and its members. A number has 8 bytes, big-endian.
/// A principal is its length and its bytes; so is a kind. Nodes are their number, then each of
/// them, in the order of their bytes.
#[must_use]
pub fn request_hash(changes: &[MembershipChange], creations: &[NewSubnet]) -> Sha256Hash {
    let mut written = Written(Sha256::new().chain_update(REQUEST_DOMAIN));
    written.length(changes.len());
    for change in changes {
        let MembershipChange {
            subnet_id,
            node_ids_add,
            node_ids_remove,
        } = change;
        written.bytes(subnet_id.as_slice());
        written.nodes(node_ids_add);
        written.nodes(node_ids_remove);
    }
    written.length(creations.len());
    for NewSubnet { kind, node_ids } in creations {
        written.bytes(kind.as_bytes());
        written.nodes(node_ids);
    }
    Sha256Hash(written.0.finalize().into())
}

/// SHA-256 of the verdict in CBOR.
#[must_use]
pub fn verdict_hash(verdict: &Verdict) -> Sha256Hash {
    let Ok(bytes) = minicbor::to_vec(verdict) else {
        unreachable!("BUG: writing to memory failed")
    };
    Sha256Hash(Sha256::digest(bytes).into())
}

/// Fields written into a hash.
struct Written(Sha256);

impl Written {
    fn length(&mut self, length: usize) {
        self.0.update((length as u64).to_be_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.length(bytes.len());
        self.0.update(bytes);
    }

    fn nodes(&mut self, nodes: &[NodeId]) {
        let mut nodes = nodes.to_vec();
        nodes.sort_unstable();
        self.length(nodes.len());
        for node in nodes {
            self.bytes(node.as_slice());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::id::SubnetId;
    use candid::Principal;

    fn nodes<const N: usize>(ids: [u8; N]) -> Vec<NodeId> {
        ids.map(|id| NodeId(Principal::from_slice(&[id]))).to_vec()
    }

    fn change(add: Vec<NodeId>, remove: Vec<NodeId>) -> MembershipChange {
        MembershipChange {
            subnet_id: SubnetId(Principal::from_slice(&[9])),
            node_ids_add: add,
            node_ids_remove: remove,
        }
    }

    fn made(kind: &str, node_ids: Vec<NodeId>) -> NewSubnet {
        NewSubnet {
            kind: kind.into(),
            node_ids,
        }
    }

    #[test]
    fn should_hash_the_bytes_that_are_documented() {
        let mut bytes = b"\x1Bbonafide-membership-request".to_vec();
        let number = |value: u64| value.to_be_bytes();
        bytes.extend(number(1));
        bytes.extend(number(1));
        bytes.push(9);
        for list in [&[1_u8, 2][..], &[3]] {
            bytes.extend(number(list.len() as u64));
            for node in list {
                bytes.extend(number(1));
                bytes.push(*node);
            }
        }
        bytes.extend(number(1));
        bytes.extend(number(3));
        bytes.extend(b"nns");
        bytes.extend(number(0));
        let hash = request_hash(&[change(nodes([2, 1]), nodes([3]))], &[made("nns", vec![])]);
        assert_eq!(hash, Sha256Hash(Sha256::digest(bytes).into()));
        assert_eq!(usize::from(REQUEST_DOMAIN[0]), REQUEST_DOMAIN.len() - 1);
    }

    #[test]
    fn should_tell_requests_apart_but_not_orders_of_nodes() {
        let first = change(nodes([1, 2]), nodes([3]));
        let of = |changes: &[_]| request_hash(changes, &[]);
        assert_eq!(
            of(std::slice::from_ref(&first)),
            of(&[change(nodes([2, 1]), nodes([3]))])
        );
        let moved = change(nodes([1]), nodes([2, 3]));
        let twice = change(nodes([1, 1, 2]), nodes([3]));
        let all = [
            of(&[]),
            of(std::slice::from_ref(&first)),
            of(std::slice::from_ref(&moved)),
            of(&[twice]),
            of(&[first.clone(), moved.clone()]),
            of(&[moved, first]),
            request_hash(&[], &[made("nns", nodes([1, 2]))]),
            request_hash(&[], &[made("sns", nodes([1, 2]))]),
            request_hash(&[], &[made("nns", nodes([1])), made("nns", nodes([2]))]),
        ];
        let distinct: std::collections::BTreeSet<_> = all.into_iter().collect();
        assert_eq!(distinct.len(), all.len());
    }

    #[test]
    fn should_hash_all_of_a_verdict() {
        let verdict = Verdict {
            request_hash: Sha256Hash([1; 32]),
            registry_events: 7,
            registry_tip: Sha256Hash([2; 32]),
            accepted: true,
            findings: vec![],
            subnets: vec![],
        };
        // A map of six: 0 and 2 are 32 bytes, 1 is 7, 3 is true, 4 and 5 are empty lists.
        let bytes = [
            &[0xa6, 0x00, 0x58, 0x20][..],
            &[1; 32],
            &[0x01, 0x07, 0x02, 0x58, 0x20],
            &[2; 32],
            &[0x03, 0xf5, 0x04, 0x80, 0x05, 0x80],
        ]
        .concat();
        assert_eq!(
            verdict_hash(&verdict),
            Sha256Hash(Sha256::digest(bytes).into())
        );
        let refused = Verdict {
            accepted: false,
            ..verdict.clone()
        };
        assert_ne!(verdict_hash(&verdict), verdict_hash(&refused));
    }
}
