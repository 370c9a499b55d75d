//! Taking over one imported fact. An import writes what an import wrote; what a proposal or
//! an owner's key wrote stays as it is. A node of another import leaves with its address.

use super::State;
use super::tally::Tally;
use bonafide_types::id::NodeId;
use bonafide_types::registry::{
    DataCenter, ImportRow, ImportedProvider, Node, NodeOperator, Provenance, Provider,
    ProviderStatus, PublishedDeclaration, Subnet,
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
                let mut row = self.provider(id).unwrap_or(Provider {
                    id,
                    status: ProviderStatus::Active,
                    imported: None,
                    profile: None,
                    self_declared: None,
                    created_at_ns: at_ns,
                    status_change: None,
                    successor: None,
                    answers_reopened_at_ns: None,
                });
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
                if old.is_none_or(|old| by_import(old.provenance)) {
                    self.put_operator(&NodeOperator {
                        id,
                        provider,
                        dc_id,
                        node_allowance: 0,
                        rewardable_nodes: Vec::new(),
                        ipv6_prefix: None,
                        provenance,
                        max_rewardable_nodes: Vec::new(),
                        handed_over: None,
                    });
                }
            }
            ImportRow::Subnet { id } => {
                let members = self.subnets.get(id.as_slice()).map_or(0, |old| old.members);
                let row = Subnet {
                    id,
                    members,
                    provenance,
                };
                self.subnets.insert(id.as_slice(), &row);
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
                let registered_at_ns = old.as_ref().map_or(at_ns, |old| old.registered_at_ns);
                if old.as_ref().is_none_or(|old| by_import(old.provenance)) {
                    let node = Node {
                        id,
                        operator,
                        role,
                        status,
                        ipv6: canonical(id, &ipv6),
                        generation,
                        chip_id: None,
                        subnet,
                        registered_at_ns,
                        provenance,
                        node_reward_type: None,
                        domain: None,
                        ipv4: None,
                        attestation: None,
                    };
                    self.put_node(&node, old.as_ref(), tally);
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
