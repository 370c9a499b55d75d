//! What each event does to the tables. Runs live and in replays, so it reads the tables and
//! the entry and nothing else.

use super::{CONFIG_KEY, Event, FEE_BUDGET_KEY, FREEZE_KEY, State, key, number, uses_key};
use bonafide_kit::cbor;
use bonafide_kit::commit::{Aggregate, Entry};
use bonafide_kit::log::EventLog;
use bonafide_kit::table::Certified;
use bonafide_types::id::ProviderId;
use bonafide_types::identity::{
    Access, AccessOutcome, Attestation, AttestationRequest, AuditFinding, Config, FeeBudget,
    Record, RecordVersion, RequestState, ScoreWeights, Subject, Superseded, SupersededBy, Verdict,
    Verifier,
};
use ic_stable_structures::Memory;
use ic_stable_structures::memory_manager::VirtualMemory;

/// Silences of a verifier that are kept.
const SILENCES: usize = 16;

impl<M: Memory> Aggregate for State<M> {
    type Event = Event;
    type Memory = VirtualMemory<M>;

    fn apply(&mut self, entry: &Entry<Event>) {
        let at_ns = entry.at_ns;
        match &entry.event {
            Event::Initialized {
                config,
                schemas,
                weights,
            } => {
                self.config.insert(CONFIG_KEY, config);
                for schema in schemas {
                    self.schemas.insert(schema.name.as_bytes(), schema);
                }
                self.put_weights(weights);
            }
            Event::ConfigChanged { config } => self.config.insert(CONFIG_KEY, config),
            Event::PublicKeyLearned { public_key } => {
                let public_key = Some(public_key.clone());
                let config = Config {
                    public_key,
                    ..self.settings()
                };
                self.config.insert(CONFIG_KEY, &config);
            }
            Event::SubjectsSeen { subjects } => {
                for subject in subjects {
                    self.see(subject, at_ns);
                }
            }
            Event::RegistryFollowed { events } => {
                self.registry_events.set(*events);
            }
            Event::VerifierAdmitted { verifier } | Event::VerifierChanged { verifier } => {
                self.put_verifier(verifier);
            }
            Event::SchemaSet { schema } => self.schemas.insert(schema.name.as_bytes(), schema),
            Event::ScoreWeightsSet { weights } => self.put_weights(weights),
            Event::FeeBudgetSet { authorized_e8s } => {
                self.change_budget(|budget| budget.authorized_e8s = *authorized_e8s);
            }
            Event::AttestationRequested { request } => self.open_request(request),
            Event::RequestClosed { request_id, state } => self.close_request(*request_id, *state),
            Event::AttestationIssued {
                attestation,
                supersedes,
            } => self.issue(attestation, supersedes, at_ns),
            Event::AttestationRevoked {
                attestation_id,
                revocation,
            } => {
                let mut row = self.known_attestation(*attestation_id);
                row.revocation = Some(revocation.clone());
                self.put_attestation(&row);
            }
            Event::RecordStored { record } => self.store(record, at_ns),
            Event::RecordsErased { records } => {
                for record in records {
                    self.erase(*record, at_ns);
                }
            }
            Event::RecordsGranted { grant } => self.grants.insert(&key(grant.id), grant),
            Event::DisclosuresFrozen { freeze } => self.freeze.insert(FREEZE_KEY, freeze),
            Event::FreezeLifted { .. } => self.freeze.remove(FREEZE_KEY),
            Event::UseReserved { access } => self.reserve(access),
            Event::UseSettled { access_id, outcome } => self.settle(*access_id, outcome),
            Event::ScoresComputed { scores } => {
                for score in scores {
                    self.scores.insert(score.subject.as_slice(), score);
                }
            }
            Event::FindingsSeen { findings } => {
                for finding in findings {
                    self.see_finding(finding);
                }
            }
            Event::AuditsFollowed { events } => {
                self.audits_events.set(*events);
            }
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
            &self.accesses,
            &self.attestations,
            &self.config,
            &self.fee_budget,
            &self.findings,
            &self.freeze,
            &self.grants,
            &self.records,
            &self.requests,
            &self.schemas,
            &self.scores,
            &self.score_weights,
            &self.subjects,
            &self.verifiers,
        ]
    }

    fn tables_mut(&mut self) -> Vec<&mut dyn Certified> {
        vec![
            &mut self.accesses,
            &mut self.attestations,
            &mut self.config,
            &mut self.fee_budget,
            &mut self.findings,
            &mut self.freeze,
            &mut self.grants,
            &mut self.records,
            &mut self.requests,
            &mut self.schemas,
            &mut self.scores,
            &mut self.score_weights,
            &mut self.subjects,
            &mut self.verifiers,
        ]
    }
}

impl<M: Memory> State<M> {
    /// Takes over what the registry shows of a provider. Positive statements about other facts
    /// are overtaken for good, also when the facts come back; a negative one was true of the
    /// facts that it names.
    fn see(&mut self, subject: &Subject, at_ns: u64) {
        let id = subject.id.as_slice();
        let by = match subject.facts_hash {
            Some(hash) => SupersededBy::Facts(hash),
            None => SupersededBy::FactsGone,
        };
        for mut row in self.open_attestations(subject.id) {
            if row.verdict == Verdict::Confirmed && Some(row.facts_hash) != subject.facts_hash {
                row.superseded = Some(Superseded { at_ns, by });
                self.put_attestation(&row);
            }
        }
        self.subjects.insert(id, subject);
        let row = cbor::encode(subject);
        self.subject_history.insert(id, &key(at_ns), row);
        self.stale_scores.insert((0, subject.id));
    }

    fn see_finding(&mut self, finding: &AuditFinding) {
        let (subject, id) = (finding.subject, key(finding.id));
        self.findings.insert(&id, finding);
        self.findings_by_subject.insert(subject.as_slice(), &id, ());
        self.stale_scores.insert((0, subject));
    }

    /// Statements about a subject that were neither revoked nor overtaken.
    pub(crate) fn open_attestations(&self, subject: ProviderId) -> Vec<Attestation> {
        self.open_attestations
            .members(subject.as_slice(), None)
            .map(|id| self.known_attestation(number(&id)))
            .collect()
    }

    fn put_verifier(&mut self, verifier: &Verifier) {
        self.verifiers.insert(verifier.id.as_slice(), verifier);
        let stamped = self
            .attestations_by_issuer
            .members(verifier.id.as_slice(), None)
            .map(|id| (0, self.known_attestation(number(&id)).subject));
        let stamped: Vec<_> = stamped.collect();
        self.stale_scores.extend(stamped);
    }

    fn put_weights(&mut self, weights: &ScoreWeights) {
        self.score_weights
            .insert(&weights.version.to_be_bytes(), weights);
        let subjects = self.subjects.after(None).map(|(_, subject)| subject.id);
        let stale: Vec<_> = subjects.map(|id| (weights.effective_from_ns, id)).collect();
        self.stale_scores.extend(stale);
    }

    fn change_budget(&mut self, change: impl FnOnce(&mut FeeBudget)) {
        let mut budget = self.fee_budget();
        change(&mut budget);
        self.fee_budget.insert(FEE_BUDGET_KEY, &budget);
    }

    fn open_request(&mut self, request: &AttestationRequest) {
        let id = key(request.id);
        self.requests.insert(&id, request);
        self.requests_by_subject
            .insert(request.subject.as_slice(), &id, ());
        self.requests_by_verifier
            .insert(request.verifier.as_slice(), &id, ());
        self.requests_due
            .insert((request.due_at_ns, request.id), ());
        self.change_budget(|budget| budget.reserved_e8s += request.fee_e8s);
    }

    fn close_request(&mut self, id: u64, state: RequestState) {
        let mut row = self
            .request(id)
            .unwrap_or_else(|| panic!("BUG: an event names the unknown request {id}"));
        row.state = state;
        self.requests.insert(&key(id), &row);
        self.requests_due.remove(&(row.due_at_ns, id));
        self.change_budget(|budget| {
            budget.reserved_e8s -= row.fee_e8s;
            if matches!(state, RequestState::Delivered { .. }) {
                budget.owed_e8s += row.fee_e8s;
            }
        });
        if let RequestState::Lapsed { at_ns } = state
            && let Some(mut verifier) = self.verifier(row.verifier)
        {
            verifier.late_at_ns.push(at_ns);
            let spare = verifier.late_at_ns.len().saturating_sub(SILENCES);
            verifier.late_at_ns.drain(..spare);
            self.verifiers.insert(verifier.id.as_slice(), &verifier);
        }
    }

    fn issue(&mut self, attestation: &Attestation, supersedes: &[u64], at_ns: u64) {
        for id in supersedes {
            let mut row = self.known_attestation(*id);
            let by = SupersededBy::Attestation(attestation.id);
            row.superseded = Some(Superseded { at_ns, by });
            self.put_attestation(&row);
        }
        let id = key(attestation.id);
        self.attestations_by_subject
            .insert(attestation.subject.as_slice(), &id, ());
        self.attestations_by_issuer
            .insert(attestation.issuer.as_slice(), &id, ());
        self.put_attestation(attestation);
        if let Some(request_id) = attestation.request_id {
            let attestation_id = attestation.id;
            self.close_request(
                request_id,
                RequestState::Delivered {
                    at_ns,
                    attestation_id,
                },
            );
        }
    }

    fn put_attestation(&mut self, row: &Attestation) {
        let (subject, id) = (row.subject.as_slice(), key(row.id));
        self.attestations.insert(&id, row);
        if row.revocation.is_none() && row.superseded.is_none() {
            self.open_attestations.insert(subject, &id, ());
        } else {
            self.open_attestations.remove(subject, &id);
        }
        self.stale_scores.insert((0, row.subject));
    }

    fn known_attestation(&self, id: u64) -> Attestation {
        self.attestation(id)
            .unwrap_or_else(|| panic!("BUG: an event names the unknown attestation {id}"))
    }

    /// Stores what is known of a version; it replaces the one before, and overtakes statements
    /// that judged that one.
    fn store(&mut self, record: &Record, at_ns: u64) {
        let RecordVersion {
            provider,
            record_id,
            version,
        } = record.record;
        if let Some(mut before) = self.latest_record(provider, record_id) {
            before.replaced_at_ns = Some(at_ns);
            self.records.insert(&before.record.key(), &before);
        }
        for mut row in self.open_attestations(provider) {
            let judged = row.record.as_ref().map(|judged| judged.record_id);
            if row.verdict == Verdict::Confirmed && judged == Some(record_id) {
                let by = SupersededBy::RecordVersion(version);
                row.superseded = Some(Superseded { at_ns, by });
                self.put_attestation(&row);
            }
        }
        self.records.insert(&record.record.key(), record);
        let bytes = self.provider_bytes(provider) + u64::from(record.bytes);
        self.provider_bytes
            .insert(provider.as_slice().to_vec(), bytes);
    }

    fn erase(&mut self, record: RecordVersion, at_ns: u64) {
        let mut row = self.known_record(record);
        row.erased_at_ns = Some(at_ns);
        self.records.insert(&record.key(), &row);
        self.ciphertexts.remove(&record.key());
        let bytes = self.provider_bytes(record.provider) - u64::from(row.bytes);
        self.provider_bytes
            .insert(record.provider.as_slice().to_vec(), bytes);
    }

    fn known_record(&self, record: RecordVersion) -> Record {
        self.record(record)
            .unwrap_or_else(|| panic!("BUG: an event names the unknown record {record}"))
    }

    fn reserve(&mut self, access: &Access) {
        let id = key(access.id);
        self.accesses.insert(&id, access);
        self.accesses_by_provider
            .insert(access.record.provider.as_slice(), &id, ());
        self.accesses_by_grant
            .insert(&key(access.grant_id), &id, ());
        self.reserved.insert(access.id, ());
        let uses = self.uses(access.grant_id, access.recipient.principal, access.record);
        self.uses.insert(used(access), uses + 1);
    }

    fn settle(&mut self, access_id: u64, outcome: &AccessOutcome) {
        let mut access = self
            .access(access_id)
            .unwrap_or_else(|| panic!("BUG: an event names the unknown access {access_id}"));
        access.outcome = outcome.clone();
        self.accesses.insert(&key(access_id), &access);
        self.reserved.remove(&access_id);
        match outcome {
            AccessOutcome::Reserved => {}
            AccessOutcome::Released { at_ns } => {
                let mut row = self.known_record(access.record);
                row.disclosed_at_ns = row.disclosed_at_ns.or(Some(*at_ns));
                self.records.insert(&access.record.key(), &row);
            }
            AccessOutcome::Returned { .. } => {
                let uses = self.uses(access.grant_id, access.recipient.principal, access.record);
                self.uses.insert(used(&access), uses.saturating_sub(1));
            }
        }
    }
}

fn used(access: &Access) -> Vec<u8> {
    uses_key(access.grant_id, access.recipient.principal, access.record)
}
