//! What each event does to the tables. Runs live and in replays, so it reads the tables and
//! the entry and nothing else.

use super::tally::Tally;
use super::{CONFIG_KEY, Event, State};
use bonafide_kit::cbor;
use bonafide_kit::commit::{Aggregate, Entry};
use bonafide_kit::log::EventLog;
use bonafide_kit::table::Certified;
use bonafide_types::id::{NodeId, OperatorId, ProviderId, Sha256Hash};
use bonafide_types::registry::{
    Acceptance, DeclarationText, ImportJob, ImportRow, Node, NodeOperator, Provider,
    ProviderProfile, ProviderStatus,
};
use ic_stable_structures::Memory;
use ic_stable_structures::memory_manager::VirtualMemory;
use std::net::Ipv6Addr;

impl<M: Memory> Aggregate for State<M> {
    type Event = Event;
    type Memory = VirtualMemory<M>;

    fn apply(&mut self, entry: &Entry<Event>) {
        match &entry.event {
            Event::Initialized { config } | Event::ConfigChanged { config } => {
                self.config.insert(CONFIG_KEY, config);
            }
            Event::ProviderRegistered { id, profile } => {
                self.register_provider(*id, profile, entry.at_ns);
            }
            Event::ProviderProfileUpdated {
                provider,
                self_declared,
            } => {
                let mut row = self.known_provider(*provider);
                row.self_declared = Some(self_declared.clone());
                self.providers.insert(provider.as_slice(), &row);
            }
            Event::DeclarationPublished { text, body } => self.publish(text, body),
            Event::DeclarationAccepted { acceptance } => self.accept(acceptance),
            Event::DeclarationLapsed {
                provider,
                lapsed_at_ns,
            } => self.lapse(*provider, *lapsed_at_ns),
            Event::DataCenterAdded { data_center } => self
                .data_centers
                .insert(data_center.id.as_bytes(), data_center),
            Event::NodeOperatorAdded { node_operator } => self.put_operator(node_operator),
            Event::NodeRegistered { node } => self.register_node(node),
            Event::ImportBegun { job, page_hashes } => self.begin_import(job, page_hashes),
            Event::ImportPageTaken {
                import_id,
                page,
                rows,
            } => self.take_page(*import_id, *page, &rows.0, entry.at_ns),
        }
    }

    fn log(&self) -> &EventLog<VirtualMemory<M>> {
        &self.log
    }

    fn log_mut(&mut self) -> &mut EventLog<VirtualMemory<M>> {
        &mut self.log
    }

    fn tables(&self) -> Vec<&dyn Certified> {
        vec![
            &self.acceptances,
            &self.config,
            &self.data_centers,
            &self.declaration_texts,
            &self.imports,
            &self.nodes,
            &self.node_operators,
            &self.providers,
            &self.published_declarations,
            &self.subnets,
        ]
    }

    fn tables_mut(&mut self) -> Vec<&mut dyn Certified> {
        vec![
            &mut self.acceptances,
            &mut self.config,
            &mut self.data_centers,
            &mut self.declaration_texts,
            &mut self.imports,
            &mut self.nodes,
            &mut self.node_operators,
            &mut self.providers,
            &mut self.published_declarations,
            &mut self.subnets,
        ]
    }
}

impl<M: Memory> State<M> {
    fn known_provider(&self, id: ProviderId) -> Provider {
        self.provider(id)
            .unwrap_or_else(|| panic!("BUG: an event names the unknown provider {id}"))
    }

    pub(super) fn known_operator(&self, id: OperatorId) -> NodeOperator {
        self.node_operator(id)
            .unwrap_or_else(|| panic!("BUG: an event names the unknown node operator {id}"))
    }

    fn register_provider(&mut self, id: ProviderId, profile: &ProviderProfile, at_ns: u64) {
        let mut row = self.provider(id).unwrap_or(Provider {
            id,
            status: ProviderStatus::Active,
            imported: None,
            profile: None,
            self_declared: None,
            created_at_ns: at_ns,
        });
        row.profile = Some(profile.clone());
        self.providers.insert(id.as_slice(), &row);
    }

    fn publish(&mut self, text: &DeclarationText, body: &str) {
        self.declaration_texts.insert(&text.sha256.0, text);
        self.declaration_bodies
            .insert(text.sha256.0, body.to_owned());
        // The version is above all others of its language, so the order stays.
        self.texts_by_language
            .entry(text.language.clone())
            .or_default()
            .push(text.clone());
    }

    fn accept(&mut self, acceptance: &Acceptance) {
        let provider = acceptance.provider.as_slice();
        self.acceptances.insert(provider, acceptance);
        // The event's own number orders a provider's acceptances and is never taken twice.
        let number = self.log.tip().length.to_be_bytes();
        self.acceptance_history
            .insert(provider, &number, cbor::encode(acceptance));
    }

    fn lapse(&mut self, provider: ProviderId, lapsed_at_ns: u64) {
        let mut row = self
            .acceptance(provider)
            .unwrap_or_else(|| panic!("BUG: {provider} lapsed without an acceptance"));
        row.lapsed_at_ns = Some(lapsed_at_ns);
        self.acceptances.insert(provider.as_slice(), &row);
        for (number, _) in self.acceptance_history.last(provider.as_slice(), 1) {
            self.acceptance_history
                .insert(provider.as_slice(), &number, cbor::encode(&row));
        }
    }

    /// Writes an operator record, new or changed, with its provider's counters.
    pub(super) fn put_operator(&mut self, record: &NodeOperator) {
        let id = record.id.as_slice();
        let before = self.node_operator(record.id).map(|old| old.provider);
        if before != Some(record.provider) {
            let nodes = self.operator_counts(record.id).nodes;
            if let Some(old) = before {
                self.operators_by_provider.remove(old.as_slice(), id);
                self.change_provider_counts(old, |operators, held| (operators - 1, held - nodes));
            }
            self.operators_by_provider
                .insert(record.provider.as_slice(), id, ());
            self.change_provider_counts(record.provider, |operators, held| {
                (operators + 1, held + nodes)
            });
        }
        self.node_operators.insert(id, record);
    }

    pub(super) fn change_provider_counts(
        &mut self,
        id: ProviderId,
        change: impl FnOnce(u32, u32) -> (u32, u32),
    ) {
        let counts = self.provider_counts(id);
        self.provider_counts.insert(
            id.as_slice().to_vec(),
            change(counts.operators, counts.nodes),
        );
    }

    fn register_node(&mut self, node: &Node) {
        let mut operator = self.known_operator(node.operator);
        operator.node_allowance -= 1;
        self.node_operators
            .insert(operator.id.as_slice(), &operator);
        let mut tally = Tally::default();
        self.put_node(node, None, &mut tally);
        self.settle(tally);
        let counts = self.operator_counts(node.operator);
        self.operator_counts.insert(
            node.operator.as_slice().to_vec(),
            (counts.nodes, counts.registered + 1),
        );
    }

    /// Writes a node with its indexes, in place of what it was before, and tallies what that
    /// changes in counters. Another node at its address leaves: who decided knew that it may.
    pub(super) fn put_node(&mut self, node: &Node, before: Option<&Node>, tally: &mut Tally) {
        let id = node.id.as_slice();
        let old_operator = before.map(|old| old.operator);
        if old_operator != Some(node.operator) {
            if let Some(old) = old_operator {
                self.nodes_by_operator.remove(old.as_slice(), id);
                tally.operator(old, -1);
            }
            self.nodes_by_operator
                .insert(node.operator.as_slice(), id, ());
            tally.operator(node.operator, 1);
        }
        let old_subnet = before.and_then(|old| old.subnet);
        if old_subnet != node.subnet {
            if let Some(old) = old_subnet {
                self.nodes_by_subnet.remove(old.as_slice(), id);
                tally.subnet(old, -1);
            }
            if let Some(new) = node.subnet {
                self.nodes_by_subnet.insert(new.as_slice(), id, ());
                tally.subnet(new, 1);
            }
        }
        if before.map(|old| &old.ipv6) != Some(&node.ipv6) {
            if let Some(old) = before {
                self.node_by_address.remove(&octets(old.id, &old.ipv6));
            }
            let address = octets(node.id, &node.ipv6);
            let holder = self.node_by_address.insert(address, id.to_vec());
            if let Some(holder) = holder {
                self.displace(&holder, tally);
            }
        }
        self.nodes.insert(id, node);
    }

    /// Removes a node with its indexes and tallies that. The entry of its address names
    /// another by now and stays, so that an entry and the row it names come and go together.
    fn displace(&mut self, id: &[u8], tally: &mut Tally) {
        let node = self
            .nodes
            .get(id)
            .expect("BUG: an address belongs to an unknown node");
        self.nodes_by_operator.remove(node.operator.as_slice(), id);
        tally.operator(node.operator, -1);
        if let Some(subnet) = node.subnet {
            self.nodes_by_subnet.remove(subnet.as_slice(), id);
            tally.subnet(subnet, -1);
        }
        self.nodes.remove(id);
    }

    fn begin_import(&mut self, job: &ImportJob, page_hashes: &[Sha256Hash]) {
        self.imports.insert(&job.id.to_be_bytes(), job);
        self.import_by_source.insert(job.source_hash.0, job.id);
        for (page, hash) in (0..).zip(page_hashes) {
            self.import_page_hashes.insert((job.id, page), hash.0);
        }
    }

    fn take_page(&mut self, import_id: u64, page: u32, bytes: &[u8], at_ns: u64) {
        let rows: Vec<ImportRow> = cbor::decode(bytes)
            .unwrap_or_else(|error| panic!("BUG: a page that was taken does not decode: {error}"));
        let mut job = self
            .import(import_id)
            .expect("BUG: a page of an unknown import was taken");
        job.next_page = page + 1;
        job.rows += rows.len() as u64;
        self.imports.insert(&import_id.to_be_bytes(), &job);
        let mut tally = Tally::default();
        for row in rows {
            self.take_row(import_id, row, at_ns, &mut tally);
        }
        self.settle(tally);
    }
}

/// The key of an address. Nodes hold canonical text only.
fn octets(node: NodeId, ipv6: &str) -> [u8; 16] {
    ipv6.parse::<Ipv6Addr>()
        .unwrap_or_else(|error| panic!("BUG: node {node} has the address {ipv6:?}: {error}"))
        .octets()
}
