//! What each event does to the tables. Runs live and in replays, so it reads the tables and
//! the entry and nothing else.

mod assignments;
mod draws;
mod findings;
mod money;

use super::{CONFIG_KEY, Event, POLICY_KEY, State, key};
use bonafide_kit::commit::{Aggregate, Entry};
use bonafide_kit::log::EventLog;
use bonafide_kit::table::Certified;
use bonafide_types::audits::Config;
use ic_stable_structures::Memory;
use ic_stable_structures::memory_manager::VirtualMemory;

impl<M: Memory> Aggregate for State<M> {
    type Event = Event;
    type Memory = VirtualMemory<M>;

    fn apply(&mut self, entry: &Entry<Event>) {
        let at_ns = entry.at_ns;
        match &entry.event {
            Event::Initialized { config, policy } => {
                self.config.insert(CONFIG_KEY, config);
                self.policy.insert(POLICY_KEY, policy);
            }
            Event::ConfigChanged { config } => self.config.insert(CONFIG_KEY, config),
            Event::PublicKeyLearned { public_key } => self.change_config(|config| {
                config.public_key = Some(public_key.clone());
            }),
            Event::LedgerFeeLearned { fee_e8s } => self.change_config(|config| {
                config.ledger_fee_e8s = *fee_e8s;
            }),
            Event::ClustersSeen { clusters } => {
                for row in clusters {
                    let (provider, cluster) = (row.provider.as_slice(), row.cluster.as_slice());
                    self.clusters.insert(provider.to_vec(), cluster.to_vec());
                }
            }
            Event::SitesSeen { sites } => {
                for site in sites {
                    let id = site.id.key();
                    let provider = site.id.provider.as_slice();
                    self.sites_by_provider.insert(provider, &id, ());
                    self.sites.insert(&id, site);
                }
            }
            Event::Followed {
                registry_events,
                identity_events,
            } => {
                if let Some(events) = registry_events {
                    self.registry_events.set(*events);
                }
                if let Some(events) = identity_events {
                    self.identity_events.set(*events);
                }
            }
            Event::AuditorApplied { auditor } | Event::AuditorChanged { auditor } => {
                self.auditors.insert(auditor.id.as_slice(), auditor);
            }
            Event::PolicySet { policy } => self.policy.insert(POLICY_KEY, policy),
            Event::TransferOpened { transfer } => self.open_transfer(transfer, at_ns),
            Event::TransferAttempted { transfer_id } => self.attempt(*transfer_id, at_ns),
            Event::AttemptRefused { transfer_id, .. } => self.refuse_attempt(*transfer_id),
            Event::TransferRenewed {
                transfer_id,
                fee_e8s,
                created_at_ns,
            } => self.renew_transfer(*transfer_id, *fee_e8s, *created_at_ns),
            Event::TransferSettled {
                transfer_id, state, ..
            } => self.settle_transfer(*transfer_id, state),
            Event::StakeUnbonded { owner, part } => self.unbond(*owner, part),
            Event::StakeTaken {
                auditor,
                amount_e8s,
                evidence_hash,
                ..
            } => {
                self.evidence_used
                    .insert(auditor.as_slice(), &evidence_hash.0, ());
                self.take_stake(*auditor, *amount_e8s);
            }
            Event::OwedPaid { owner, amount_e8s } => self.pay_owed(*owner, *amount_e8s),
            Event::PlanAdopted { plan } => self.adopt(plan),
            Event::PlanChanged { plan_id, state } => self.change_plan_state(*plan_id, state),
            Event::DrawOpened { draw, auditors } => self.open_draw(draw, auditors),
            Event::SnapshotRows {
                draw_id,
                start,
                sites,
            } => self.keep_rows(*draw_id, *start, sites),
            Event::Drawn {
                draw_id,
                randomness,
                result,
                assignments,
            } => self.draw_out(*draw_id, randomness, result, assignments),
            Event::SlotsProposed {
                assignment_id,
                slots,
            } => self.change_assignment(*assignment_id, |row| {
                row.slots.clone_from(slots);
                row.follow_visit();
            }),
            Event::SlotAccepted {
                assignment_id,
                visit,
            } => self.change_assignment(*assignment_id, |row| {
                row.visit = Some(visit.clone());
                row.follow_visit();
            }),
            Event::ChallengeIssued {
                assignment_id,
                challenge,
            } => self.change_assignment(*assignment_id, |row| {
                row.challenge = Some(challenge.clone());
            }),
            Event::ReportCommitted {
                assignment_id,
                auditor,
                commitment,
            } => self.commit_report(*assignment_id, *auditor, *commitment, at_ns),
            Event::ReportRevealed { filed } => self.reveal(filed, at_ns),
            Event::RoundEnded {
                assignment_id,
                vanished,
                joined,
                window_from_ns,
                window_until_ns,
            } => {
                self.vanish(*assignment_id, vanished, at_ns);
                if !joined.is_empty() {
                    self.reseat(*assignment_id, joined, *window_from_ns, *window_until_ns);
                }
            }
            Event::AssignmentClosed {
                assignment_id,
                state,
            } => self.close_assignment(*assignment_id, *state, at_ns),
            Event::LocksReleased { assignment_id } => self.release_locks(*assignment_id),
            Event::FindingEstablished { finding } => self.establish(finding),
            Event::FindingAppealed { finding_id, appeal } => self.appeal(*finding_id, appeal),
            Event::AppealDecided {
                finding_id,
                verdict,
                state,
                appeal_until_ns,
                owed_e8s,
            } => self.decide_appeal(*finding_id, *verdict, *state, *appeal_until_ns, *owed_e8s),
            Event::FindingSettled {
                finding_id, state, ..
            } => self.change_finding(*finding_id, |finding| finding.state = *state),
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
            &self.accounts,
            &self.assignments,
            &self.auditors,
            &self.books,
            &self.config,
            &self.draws,
            &self.findings,
            &self.plans,
            &self.policy,
            &self.reports,
            &self.sites,
            &self.transfers,
        ]
    }

    fn tables_mut(&mut self) -> Vec<&mut dyn Certified> {
        vec![
            &mut self.accounts,
            &mut self.assignments,
            &mut self.auditors,
            &mut self.books,
            &mut self.config,
            &mut self.draws,
            &mut self.findings,
            &mut self.plans,
            &mut self.policy,
            &mut self.reports,
            &mut self.sites,
            &mut self.transfers,
        ]
    }
}

impl<M: Memory> State<M> {
    fn change_config(&mut self, change: impl FnOnce(&mut Config)) {
        let mut config = self.settings();
        change(&mut config);
        self.config.insert(CONFIG_KEY, &config);
    }
}

/// A row that an event names; the canister wrote both.
fn known<T>(row: Option<T>, what: &str, id: u64) -> T {
    row.unwrap_or_else(|| panic!("BUG: an event names the unknown {what} {id}"))
}
