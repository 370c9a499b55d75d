//! What each event does to the tables. Runs live and in replays, so it reads the tables and
//! the entry and nothing else.

use super::tally::Tally;
use super::{CONFIG_KEY, Event, State};
use bonafide_kit::cbor;
use bonafide_kit::commit::{Aggregate, Entry};
use bonafide_kit::log::EventLog;
use bonafide_kit::table::Certified;
use bonafide_types::id::{ProviderId, Sha256Hash};
use bonafide_types::registry::{Acceptance, DeclarationText, ImportJob, ImportRow};
use ic_stable_structures::Memory;
use ic_stable_structures::memory_manager::VirtualMemory;

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
            Event::DataCenterAdded { data_center } | Event::DataCenterChanged { data_center } => {
                self.put_data_center(data_center);
            }
            Event::NodeOperatorAdded { node_operator } => self.put_operator(node_operator),
            Event::NodeRegistered { node, replaces } => {
                self.register_node(node, *replaces, entry.at_ns);
            }
            Event::ImportBegun { job, page_hashes } => self.begin_import(job, page_hashes),
            Event::ImportPageTaken {
                import_id,
                page,
                rows,
            } => self.take_page(*import_id, *page, &rows.0, entry.at_ns),
            Event::ProviderStatusChanged {
                provider,
                status,
                reason,
            } => self.change_status(*provider, *status, reason, entry.at_ns),
            Event::ProviderOffboarded {
                provider,
                barred,
                reason,
            } => self.offboard(*provider, barred, reason, entry.at_ns),
            Event::ProviderReadmitted {
                provider,
                despite,
                reason,
            } => self.readmit(*provider, despite, reason, entry.at_ns),
            Event::ProviderHandedOver { from, to, reason } => {
                self.hand_over_provider(*from, *to, reason, entry.at_ns);
            }
            Event::NodeOperatorChanged { node_operator, by } => {
                self.change_operator(node_operator, *by, entry.at_ns);
            }
            Event::NodeOperatorsRemoved { ids } => self.remove_operators(ids),
            Event::NodesRemoved {
                ids,
                return_allowance,
                by,
            } => self.remove_nodes(ids, *return_allowance, *by, entry.at_ns),
            Event::NodeDomainChanged { node, domain } => {
                self.change_domain(*node, domain.as_deref(), entry.at_ns);
            }
            Event::NodeAttestationSubmitted { node, attestation } => {
                self.attest(*node, attestation, entry.at_ns);
            }
            Event::DataCentersRemoved { ids } => self.remove_data_centers(ids),
            Event::OwnerAliasesChanged { set, removed } => self.change_aliases(set, removed),
            Event::JurisdictionSet { jurisdiction } => self.set_jurisdiction(jurisdiction),
            Event::GenerationSet { generation } => self
                .generations
                .insert(generation.name.as_bytes(), generation),
            Event::GuestosVersionsRevised { elected, unelected } => {
                self.revise_versions(elected.as_ref(), unelected);
            }
            Event::ApiBoundaryNodesAdded { nodes } => self.add_boundary_nodes(nodes),
            Event::ApiBoundaryNodesRemoved { ids } => self.remove_boundary_nodes(ids),
            Event::ApiBoundaryNodesChanged { nodes } => self.change_boundary_nodes(nodes),
            Event::IndependenceAnswered { answers } => self.put_answers(answers),
            Event::ClustersChanged {
                policy_version,
                assigned,
                opened,
                closed,
            } => self.change_clusters(*policy_version, assigned, opened, closed, entry.at_ns),
            Event::PolicySet { policy } => {
                self.policies.insert(&policy.version.to_be_bytes(), policy);
            }
            Event::SubnetPolicySet { policy } => self.set_subnet_policy(policy),
            Event::SubnetKindsSet { kinds } => self.set_subnet_kinds(kinds),
            Event::SubnetMembershipChanged { changes, verdict } => {
                self.change_membership(changes, verdict, entry.at_ns);
            }
            Event::SubnetCreated {
                subnet_id,
                kind,
                node_ids,
                verdict,
            } => self.create_subnet(*subnet_id, kind, node_ids, verdict, entry.at_ns),
            Event::CordonsSet { set, lifted } => self.set_cordons(set, lifted),
            Event::WorkingGroupMotionRecorded { motion } => self.record_motion(motion),
            Event::WorkingGroupMotionSettled { id, decision } => self.settle_motion(*id, *decision),
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
            &self.api_boundary_nodes,
            &self.bars,
            &self.claim_alerts,
            &self.clusters,
            &self.config,
            &self.cordons,
            &self.data_centers,
            &self.declaration_texts,
            &self.generations,
            &self.guestos_versions,
            &self.imports,
            &self.independence,
            &self.jurisdictions,
            &self.memberships,
            &self.nodes,
            &self.node_operators,
            &self.owner_aliases,
            &self.policies,
            &self.providers,
            &self.published_declarations,
            &self.subnets,
            &self.subnet_policies,
            &self.working_group_motions,
        ]
    }

    fn tables_mut(&mut self) -> Vec<&mut dyn Certified> {
        vec![
            &mut self.acceptances,
            &mut self.api_boundary_nodes,
            &mut self.bars,
            &mut self.claim_alerts,
            &mut self.clusters,
            &mut self.config,
            &mut self.cordons,
            &mut self.data_centers,
            &mut self.declaration_texts,
            &mut self.generations,
            &mut self.guestos_versions,
            &mut self.imports,
            &mut self.independence,
            &mut self.jurisdictions,
            &mut self.memberships,
            &mut self.nodes,
            &mut self.node_operators,
            &mut self.owner_aliases,
            &mut self.policies,
            &mut self.providers,
            &mut self.published_declarations,
            &mut self.subnets,
            &mut self.subnet_policies,
            &mut self.working_group_motions,
        ]
    }
}

impl<M: Memory> State<M> {
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
