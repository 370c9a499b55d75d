//! What anyone does, and what the canister does by itself.

use super::World;
use super::base::{AUDITORS, SITES};
use crate::world::{
    CONTROLLER, DAY_NS, FEE, GOVERNANCE, HOUR_NS, PATRON, SELF_ID, all_conflicts, auditor_id,
    count, no_conflicts, provider_id, site_id,
};
use bonafide_audits::commands::{
    advance_plans, appeal_finding, collect_treasury, conclude, declare_conflicts, deposit_stake,
    draw, finish_findings, pay_owed, release_locks, settle_transfer, unbond_stake, withdraw_stake,
};
use bonafide_audits::domain::seed;
use bonafide_audits::domain::transfer::{self, Answer, Due};
use bonafide_audits::lifecycle;
use bonafide_audits::state::{Event, Membership};
use bonafide_policy::sampling::plan;
use bonafide_types::audits::{
    AppealFindingArgs, DeclareConflictsArgs, DepositStakeArgs, DrawPurpose, Finding, FindingState,
    InstallArgs, Randomness, RandomnessSource, SettleTransferArgs, SettledTransfer, Transfer,
    TransferState, UnbondStakeArgs, UpgradeArgs, table,
};
use bonafide_types::id::{Blob, Caller};
use bonafide_types::ledger::TransferFromError;
use candid::Principal;

impl World {
    /// Time passes, often just as much as something needs.
    pub(super) fn pass(&mut self) {
        let open = self.open_audits();
        let now_ns = self.canister.now_ns;
        let until_ns = match self.dice.below(10) {
            0..=4 if !open.is_empty() => {
                let row = self.dice.pick(&open);
                let moments = [row.visit_at_ns(), row.commit_until_ns, row.reveal_until_ns];
                let ahead = moments.into_iter().find(|at_ns| *at_ns > now_ns);
                ahead.unwrap_or(now_ns)
            }
            5 => {
                let findings = self.findings();
                let ends = findings.iter().map(|finding| finding.appeal_until_ns);
                ends.max().unwrap_or(now_ns)
            }
            6 => now_ns + self.dice.below(10) * DAY_NS,
            _ => now_ns + self.dice.below(30) * HOUR_NS,
        };
        self.canister.wait_until(until_ns);
    }

    pub(super) fn findings(&self) -> Vec<Finding> {
        let ids = 0..count(&self.canister.state, table::FINDING);
        ids.filter_map(|id| self.canister.state.finding(id))
            .collect()
    }

    /// All that the canister's timers do but for draws.
    pub(super) fn tasks(&mut self) {
        self.task(|state, _| draw::overtaken(state));
        self.task(conclude::due);
        self.task(finish_findings::due);
        self.task(release_locks::due);
        self.task(pay_owed::due);
        self.task(advance_plans::due);
        self.ledger(85);
    }

    /// The ledger answers what is asked, rightly so many times of a hundred.
    pub(super) fn ledger(&mut self, well: u64) {
        for id in 0..count(&self.canister.state, table::TRANSFER) {
            let row = self.transfer(id);
            match transfer::due(&row, self.canister.now_ns) {
                Due::Wait => self.vote_on(&row),
                Due::Settle(event) => self.record(SELF_ID, vec![event]),
                Due::Ask(events) => {
                    self.record(SELF_ID, events);
                    let answer = self.answer(id, well);
                    let events = transfer::next(&self.transfer(id), &answer, self.canister.now_ns);
                    self.record(SELF_ID, events);
                }
            }
        }
    }

    fn transfer(&self, id: u64) -> Transfer {
        self.canister.state.transfer(id).unwrap()
    }

    fn answer(&mut self, id: u64, well: u64) -> Answer {
        if self.dice.percent(well) {
            return Answer::Made(Some(id));
        }
        match self.dice.below(4) {
            0 => Answer::Unknown("no answer".into()),
            1 => Answer::Refused(TransferFromError::TemporarilyUnavailable),
            2 => Answer::Refused(TransferFromError::TooOld),
            _ => Answer::Refused(TransferFromError::GenericError {
                error_code: 1_u64.into(),
                message: "an example".into(),
            }),
        }
    }

    fn vote_on(&mut self, row: &Transfer) {
        if !matches!(row.state, TransferState::Quarantined { .. }) {
            return;
        }
        let outcome = if self.dice.percent(50) {
            SettledTransfer::Made { block: 1 }
        } else {
            SettledTransfer::NotMade
        };
        let args = SettleTransferArgs {
            transfer_id: row.id,
            outcome,
            evidence: "as the ledger shows".into(),
        };
        self.run(GOVERNANCE, |state, ctx| {
            settle_transfer::decide(state, args, ctx)
        });
    }

    /// Makes the draws that are to be made.
    pub(super) fn draws(&mut self) {
        for id in 0..count(&self.canister.state, table::DRAW) {
            let draw = self.canister.state.draw(id).unwrap();
            if draw.randomness.is_some() {
                continue;
            }
            let wanted = draw::decide(&self.canister.state, draw.purpose);
            if !wanted.is_ok_and(|wanted| wanted.id == id) {
                continue;
            }
            let bytes = self.dice.bytes();
            let hash = &draw.snapshot.hash;
            let (seed, source) = match self.canister.state.settings().public_key {
                Some(Blob(key)) if self.dice.percent(80) => {
                    let proof = [&bytes[..], &bytes[..16]].concat();
                    let seed = seed::vrf(&proof, &key, hash);
                    let proof = Blob(proof);
                    (seed, RandomnessSource::VetKd { proof })
                }
                _ => {
                    let seed = plan::raw_rand_seed(hash, &bytes);
                    let bytes = Blob(bytes.to_vec());
                    (seed, RandomnessSource::RawRand { bytes })
                }
            };
            let at_ns = self.canister.now_ns;
            let randomness = Randomness {
                seed,
                source,
                at_ns,
            };
            let events = draw::drawn(&self.canister.state, id, randomness, at_ns).unwrap();
            self.record(SELF_ID, events);
            self.check_draw(id);
        }
    }

    /// Nobody in conflict sits anywhere, and teams are whole.
    fn check_draw(&self, id: u64) {
        let state = &self.canister.state;
        let (draw, rows) = (state.draw(id).unwrap(), state.snapshot_sites(id, 0));
        let rows: Vec<_> = rows.collect();
        for drawn in draw.result.unwrap().drawn {
            let row = &rows[usize::try_from(drawn.site).unwrap()];
            assert_ne!(row.weight, 0, "{row:?}");
            let mut named = drawn.team.iter().chain(&drawn.reserve);
            let conflicted = named.find(|auditor| row.conflicted.contains(auditor));
            assert_eq!(conflicted, None, "{row:?}");
            let audit = state.assignment(drawn.assignment_id).unwrap();
            assert_eq!(audit.seats.len(), usize::from(audit.team.auditors));
            assert_eq!(audit.site, row.site);
        }
    }

    pub(super) fn appeal(&mut self) {
        let findings = self.findings();
        let open: Vec<_> = findings
            .iter()
            .filter(|finding| finding.state == FindingState::Provisional)
            .collect();
        // Now and then against one that cannot be appealed.
        let finding = if open.is_empty() || self.dice.percent(15) {
            findings.last()
        } else {
            Some(*self.dice.pick(&open))
        };
        let Some(finding) = finding.cloned() else {
            return;
        };
        let by = match self.dice.below(8) {
            0 => auditor_id(1 + self.dice.small(AUDITORS)).0,
            1 | 2 => PATRON,
            _ => finding.site.provider.0,
        };
        let args = AppealFindingArgs {
            finding_id: finding.id,
            grounds: "the nodes were in the next room".into(),
        };
        self.run(by, |state, ctx| appeal_finding::decide(state, args, ctx));
    }

    fn somebody(&mut self) -> Principal {
        match self.dice.below(4) {
            0 => PATRON,
            1 => provider_id(1 + self.dice.small(SITES)).0,
            _ => auditor_id(1 + self.dice.small(AUDITORS)).0,
        }
    }

    /// Stake comes, is asked back, and goes.
    pub(super) fn stake(&mut self) {
        let owner = self.somebody();
        let amount_e8s = FEE + self.dice.below(10 * FEE);
        match self.dice.below(5) {
            0 | 1 => {
                let args = DepositStakeArgs {
                    amount_e8s,
                    from_subaccount: None,
                };
                self.run(owner, |state, ctx| deposit_stake::decide(state, &args, ctx));
            }
            2 | 3 => {
                self.run(owner, |state, ctx| {
                    unbond_stake::decide(state, UnbondStakeArgs { amount_e8s }, ctx)
                });
            }
            _ => {
                self.run(owner, |state, ctx| {
                    collect_treasury::decide(state, amount_e8s, ctx)
                });
            }
        }
        let owner = self.somebody();
        self.run(owner, withdraw_stake::decide);
    }

    /// The registry shows other facts, auditors declare other conflicts, the code is another.
    pub(super) fn others_change(&mut self) {
        let n = 1 + self.dice.small(SITES);
        match self.dice.below(6) {
            0 => {
                let cluster = if self.dice.percent(50) { n } else { 1 };
                let cluster = provider_id(cluster);
                let provider = provider_id(n);
                let mut site = self.canister.state.site(&site_id(n)).unwrap();
                site.cluster = cluster;
                let clusters = vec![Membership { provider, cluster }];
                let sites = vec![site];
                let events = vec![Event::ClustersSeen { clusters }, Event::SitesSeen { sites }];
                self.record(SELF_ID, events);
            }
            1 => {
                let mut site = self.canister.state.site(&site_id(n)).unwrap();
                site.nodes = if self.dice.percent(20) { 0 } else { 12 };
                site.missing_stamps = self.dice.small(9).into();
                let sites = vec![site];
                self.record(SELF_ID, vec![Event::SitesSeen { sites }]);
            }
            2 => {
                let conflicts = if self.dice.percent(50) {
                    all_conflicts(n)
                } else {
                    no_conflicts()
                };
                let by = auditor_id(1 + self.dice.small(AUDITORS)).0;
                let args = DeclareConflictsArgs { conflicts };
                self.run(by, |state, ctx| declare_conflicts::decide(state, args, ctx));
            }
            3 => {
                let registry = Principal::from_slice(&[202, self.dice.small(3)]);
                let args = InstallArgs::Upgrade(UpgradeArgs {
                    registry: Some(Caller(registry)),
                    ..UpgradeArgs::default()
                });
                let events = lifecycle::upgrade_of(&self.canister.state, Some(args)).unwrap();
                self.record(CONTROLLER, events);
            }
            4 if self.canister.state.settings().public_key.is_none() => {
                let public_key = Blob(vec![9; 96]);
                self.record(SELF_ID, vec![Event::PublicKeyLearned { public_key }]);
            }
            4 => {
                let fee_e8s = 10_000 + self.dice.below(3);
                self.record(SELF_ID, vec![Event::LedgerFeeLearned { fee_e8s }]);
            }
            _ => {
                let registry_events = Some(self.dice.below(1_000));
                let followed = Event::Followed {
                    registry_events,
                    identity_events: None,
                };
                self.record(SELF_ID, vec![followed]);
            }
        }
    }

    /// Purposes of draws that are to be made.
    pub(super) fn open_draws(&self) -> Vec<DrawPurpose> {
        let ids = 0..count(&self.canister.state, table::DRAW);
        ids.filter_map(|id| self.canister.state.draw(id))
            .filter(|draw| draw.randomness.is_none())
            .filter(|draw| {
                let wanted = draw::decide(&self.canister.state, draw.purpose);
                wanted.is_ok_and(|wanted| wanted.id == draw.id)
            })
            .map(|draw| draw.purpose)
            .collect()
    }
}
