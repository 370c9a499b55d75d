//! Taking over one imported fact. An import writes what an import wrote; what a proposal or
//! an owner's key wrote stays as it is. A node of another import leaves with its address.

use super::State;
use super::providers::new_provider;
use super::tally::Tally;
use bonafide_types::id::NodeId;
use bonafide_types::registry::{
    DataCenter, HandOver, ImportRow, ImportedProvider, Node, NodeOperator, NodeRole, Provenance,
    PublishedDeclaration, Subnet,
};
use ic_stable_structures::Memory;
use std::net::Ipv6Addr;

fn by_import(provenance: Provenance) -> bool {
    matches!(provenance, Provenance::Imported(_))
}

impl<M: Memory> State<M> {
    pub(super) fn take_row(
        &mut self,
        import_id: u64,
        row: ImportRow,
        at_ns: u64,
        tally: &mut Tally,
    ) {
        let provenance = Provenance::Imported(import_id);
        match row {
            ImportRow::DataCenter {
                id,
                name,
                owner,
                region,
                gps,
            } => {
                if self
                    .data_center(&id)
                    .is_none_or(|old| by_import(old.provenance))
                {
                    let row = DataCenter {
                        id,
                        name,
                        owner,
                        region,
                        gps,
                        provenance,
                    };
                    self.put_data_center(&row);
                }
            }
            ImportRow::Provider { id, name } => {
                let mut row = self.provider(id).unwrap_or_else(|| new_provider(id, at_ns));
                if row.imported.is_none() {
                    self.imported_providers
                        .set(self.imported_providers.get() + 1);
                }
                // A source without names does not take away what one with names gave.
                let known = row.imported.and_then(|facts| facts.name);
                let name = name.or(known);
                row.imported = Some(ImportedProvider { name, import_id });
                self.providers.insert(id.as_slice(), &row);
            }
            ImportRow::Operator {
                id,
                provider,
                dc_id,
            } => {
                let old = self.node_operator(id);
                if old.as_ref().is_none_or(|old| by_import(old.provenance)) {
                    // The network handed it over: what must be checked again is the same.
                    let handed_over = old.and_then(|old| {
                        if old.provider == provider {
                            return old.handed_over;
                        }
                        self.reopen_answers(provider, at_ns);
                        let from = old.provider;
                        Some(HandOver { from, at_ns })
                    });
                    self.put_operator(&NodeOperator {
                        id,
                        provider,
                        dc_id,
                        node_allowance: 0,
                        rewardable_nodes: Vec::new(),
                        ipv6_prefix: None,
                        provenance,
                        max_rewardable_nodes: Vec::new(),
                        handed_over,
                    });
                }
            }
            ImportRow::Subnet { id } => {
                let old = self.subnets.get(id.as_slice());
                let row = Subnet {
                    id,
                    members: old.as_ref().map_or(0, |old| old.members),
                    provenance,
                    // An import does not know kinds.
                    kind: old.and_then(|old| old.kind),
                };
                self.put_subnet(&row);
            }
            ImportRow::Node {
                id,
                operator,
                role,
                status,
                ipv6,
                generation,
                subnet,
            } => {
                let old = self.node(id);
                if old.as_ref().is_none_or(|old| by_import(old.provenance)) {
                    // What this registry made a boundary node is no member of a subnet.
                    let is_boundary = self.api_boundary_nodes.contains(id.as_slice());
                    let role = if is_boundary {
                        NodeRole::ApiBoundary
                    } else {
                        role
                    };
                    // An import says nothing about the rest; evidence that another operator
                    // deposited does not count.
                    let kept = old.as_ref();
                    let attested = kept.filter(|old| old.operator == operator);
                    let attestation = attested.and_then(|old| old.attestation.clone());
                    let node = Node {
                        id,
                        operator,
                        role,
                        status,
                        ipv6: canonical(id, &ipv6),
                        generation,
                        chip_id: kept.and_then(|old| old.chip_id.clone()),
                        subnet: subnet.filter(|_| !is_boundary),
                        registered_at_ns: kept.map_or(at_ns, |old| old.registered_at_ns),
                        provenance,
                        node_reward_type: kept.and_then(|old| old.node_reward_type.clone()),
                        domain: kept.and_then(|old| old.domain.clone()),
                        ipv4: kept.and_then(|old| old.ipv4.clone()),
                        attestation,
                    };
                    self.put_node(&node, kept, tally);
                }
            }
            ImportRow::Declaration {
                provider,
                slug,
                nns_proposal,
                documents,
            } => {
                let row = PublishedDeclaration {
                    provider,
                    slug,
                    nns_proposal,
                    documents,
                    import_id,
                };
                self.published_declarations
                    .insert(provider.as_slice(), &row);
            }
        }
    }
}

fn canonical(node: NodeId, ipv6: &str) -> String {
    ipv6.parse::<Ipv6Addr>()
        .unwrap_or_else(|error| panic!("BUG: node {node} was imported at {ipv6:?}: {error}"))
        .to_string()
}
