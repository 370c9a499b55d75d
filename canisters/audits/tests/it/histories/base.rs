//! What every history begins with: providers with sites, auditors with stake, a treasury.

use crate::world::{
    Canister, FEE, NOW_NS, PATRON, SELF_ID, all_conflicts, auditor_id, first_policy, installed,
    no_conflicts, provider_id, site,
};
use bonafide_audits::state::{Event, Membership};
use bonafide_types::audits::{AuditPolicy, Criticality};
use ic_stable_structures::VectorMemory;
use std::sync::LazyLock;

pub(super) const AUDITORS: u8 = 14;
pub(super) const SITES: u8 = 6;

pub(super) struct Base {
    bytes: Vec<u8>,
    now_ns: u64,
}

pub(super) static BASE: LazyLock<Base> = LazyLock::new(Base::make);

pub(super) fn policy() -> AuditPolicy {
    AuditPolicy {
        lock_fees: 2,
        dispute_days: 14,
        unbonding_days: 15,
        overdue_days: 120,
        consecutive_audits: 3,
        ..first_policy()
    }
}

impl Base {
    /// The canister, on a memory of its own.
    pub(super) fn copy(&self) -> Canister {
        let memory = VectorMemory::default();
        memory.borrow_mut().clone_from(&self.bytes);
        Canister::over(memory, self.now_ns)
    }

    fn make() -> Self {
        let memory = VectorMemory::default();
        let mut canister = Canister::over(memory.clone(), NOW_NS);
        let clusters = (1..=SITES).map(|n| Membership {
            provider: provider_id(n),
            cluster: provider_id(n),
        });
        let class = |n: u8| match n {
            1 => Criticality::Nns,
            2 => Criticality::Critical,
            6 => Criticality::Spare,
            _ => Criticality::Application,
        };
        let sites = (1..=SITES).map(|n| site(n, class(n)));
        canister.record(
            SELF_ID,
            [
                installed(policy()),
                Event::ClustersSeen {
                    clusters: clusters.collect(),
                },
                Event::SitesSeen {
                    sites: sites.collect(),
                },
            ],
        );
        canister.collect(PATRON, 400 * FEE);
        canister.deposit(PATRON, 100 * FEE);
        for n in 1..=SITES {
            canister.deposit(provider_id(n).0, 60 * FEE);
        }
        for n in 1..=AUDITORS {
            canister.deposit(auditor_id(n).0, 40 * FEE);
            let conflicts = match n {
                1 => all_conflicts(1),
                _ => no_conflicts(),
            };
            canister.apply(auditor_id(n), conflicts);
            canister.admit(auditor_id(n));
        }
        let now_ns = canister.now_ns;
        drop(canister);
        let bytes = memory.borrow().clone();
        Self { bytes, now_ns }
    }
}
