//! What each event does to the tables. Runs live and in replays, so it reads the tables and
//! the entry and nothing else.

mod cases;
mod money;
mod periods;

use super::{CONFIG_KEY, Event, POLICY_KEY, State, key};
use crate::domain::case as course;
use bonafide_kit::commit::{Aggregate, Entry};
use bonafide_kit::log::EventLog;
use bonafide_kit::table::Certified;
use bonafide_types::rewards::Config;
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
            Event::LedgerFeeLearned { fee_e8s } => self.change_config(|config| {
                config.ledger_fee_e8s = *fee_e8s;
            }),
            Event::PolicySet { policy } => self.policy.insert(POLICY_KEY, policy),
            Event::TableUpdated { table } => {
                self.rates.insert(&table.version.to_be_bytes(), table);
            }
            Event::RosterSeen { roster } => self.see_roster(roster),
            Event::Followed {
                registry_events,
                audits_events,
            } => {
                if let Some(events) = registry_events {
                    self.registry_events.set(*events);
                }
                if let Some(events) = audits_events {
                    self.audits_events.set(*events);
                }
            }
            Event::MetricsCollected {
                subnet,
                day,
                counts,
            } => self.collect(*subnet, *day, counts),
            Event::PeriodAdopted { period } => self.adopt_period(period),
            Event::PeriodCancelled { period_id, .. } => self.cancel_period(*period_id, at_ns),
            Event::InputsSupplied {
                period_id,
                slice,
                bytes,
            } => self.supply(*period_id, *slice, &bytes.0),
            Event::SliceComputed { period_id, slice } => self.compute(*period_id, *slice),
            Event::PeriodClosed { period } => self.close_period(period),
            Event::EscrowJoined { provider, payout } => {
                self.join_escrow(*provider, payout, at_ns);
            }
            Event::EscrowLeft { provider } => self.leave_escrow(*provider),
            Event::LotReleased { lot_id, e8s } => self.release_lot(*lot_id, *e8s),
            Event::BondUnbonded { provider, part } => self.unbond(*provider, part),
            Event::TransferOpened { transfer } => self.open_transfer(transfer),
            Event::TransferAttempted { transfer_id } => self.attempt(*transfer_id, at_ns),
            Event::AttemptRefused { transfer_id, .. } => self.refuse_attempt(*transfer_id),
            Event::TransferRenewed {
                transfer_id,
                fee_e8s,
                created_at_ns,
            } => self.renew_transfer(*transfer_id, *fee_e8s, *created_at_ns),
            Event::TransferSettled {
                transfer_id, state, ..
            } => self.settle_transfer(*transfer_id, state, at_ns),
            Event::CaseReported { case } => self.report_case(case),
            Event::CaseProposed { case_id, state } => {
                self.change_case(*case_id, |case| case.state = *state);
            }
            Event::CaseFrozen {
                case_id,
                judgement,
                locks,
                until_ns,
                ..
            } => self.freeze_case(*case_id, judgement, locks, *until_ns),
            Event::AppealWindowOpened { case_id, until_ns } => {
                self.change_case(*case_id, |case| {
                    let state = course::open_appeals(case, at_ns, *until_ns);
                    case.state = state.expect("BUG: an event opens appeals of such a case");
                });
            }
            Event::CaseAnswered { case_id, response } => {
                self.change_case(*case_id, |case| case.responses.push(response.clone()));
            }
            Event::CaseAppealed { case_id, appeal } => {
                self.change_case(*case_id, |case| case.appeal = Some(appeal.clone()));
            }
            Event::AppealRejected { case_id, .. } => self.decide_appeal(*case_id),
            Event::CaseBecameExecutable {
                case_id,
                until_ns,
                judgement,
                locks,
            } => self.make_executable(*case_id, judgement, locks, at_ns, *until_ns),
            Event::CaseReduced {
                case_id,
                reduction,
                locks,
            } => self.reduce_case(*case_id, reduction, locks),
            Event::CaseExecuted {
                case_id,
                takes,
                bounty_e8s,
            } => self.execute_case(*case_id, takes, *bounty_e8s, at_ns),
            Event::CaseCancelled {
                case_id, up_to_ppb, ..
            } => self.cancel_case(*case_id, *up_to_ppb, at_ns),
            Event::CaseExpired { case_id, why } => self.expire_case(*case_id, *why, at_ns),
            Event::CaseRefunded { case_id, .. } => self.refund_case(*case_id, at_ns),
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
            &self.books,
            &self.cases,
            &self.config,
            &self.lots,
            &self.periods,
            &self.policy,
            &self.rates,
            &self.statements,
            &self.transfers,
        ]
    }

    fn tables_mut(&mut self) -> Vec<&mut dyn Certified> {
        vec![
            &mut self.accounts,
            &mut self.books,
            &mut self.cases,
            &mut self.config,
            &mut self.lots,
            &mut self.periods,
            &mut self.policy,
            &mut self.rates,
            &mut self.statements,
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
