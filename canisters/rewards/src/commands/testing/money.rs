//! Lots, bonds, gifts and locks, made as the canister makes them.

use super::{SELF_ID, World, charge, provider_id};
use crate::commands::{collect_treasury, deposit_bond, join_escrow, standing};
use crate::domain::account::escrow_account;
use crate::state::Event;
use bonafide_types::id::Caller;
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{
    Case, CaseSource, CaseState, DepositBondArgs, Effect, Enforcement, JoinEscrowArgs, Judgement,
    LedgerAccount, Mode, TransferKind, TransferState,
};

/// What a transfer costs on the ledger.
pub(crate) const FEE: u64 = 10_000;

/// Where [`World::join`] has provider `n` paid.
pub(crate) fn payout(n: u8) -> LedgerAccount {
    LedgerAccount {
        owner: Caller(provider_id(n).0),
        subaccount: None,
    }
}

impl World {
    /// Provider `n` joins escrow.
    pub(crate) fn join(&mut self, n: u8) {
        let args = JoinEscrowArgs { payout: payout(n) };
        self.execute(provider_id(n).0, |state, ctx| {
            join_escrow::decide(state, args, ctx)
        })
        .expect("joined");
    }

    /// Rewards of provider `n`, who joined, are taken over; gives the lot's number.
    pub(crate) fn lot(&mut self, n: u8, e8s: u64) -> u64 {
        // Not by `collect_escrow`, which leaves small amounts where they are.
        let provider = provider_id(n);
        let kind = TransferKind::EscrowDeposit { provider };
        let account = escrow_account(SELF_ID, provider);
        let opened = standing::open_transfer(&self.state, kind, account, e8s, self.now_ns);
        let transfer = opened.expect("opened");
        let id = transfer.id;
        self.caller = SELF_ID;
        self.apply([Event::TransferOpened { transfer }]);
        self.made(id);
        self.state.lots.len() - 1
    }

    /// Provider `n` brings a bond in.
    pub(crate) fn bond(&mut self, n: u8, amount_e8s: u64) {
        let args = DepositBondArgs {
            from_subaccount: None,
            amount_e8s,
        };
        let opened = self.execute(provider_id(n).0, |state, ctx| {
            deposit_bond::decide(state, &args, ctx)
        });
        self.made(opened.expect("deposited").id);
    }

    /// Somebody gives to the treasury.
    pub(crate) fn gift(&mut self, e8s: u64) {
        let opened = self.execute(SELF_ID, |state, ctx| {
            collect_treasury::decide(state, e8s + FEE, ctx)
        });
        self.made(opened.expect("collected").id);
    }

    /// The ledger made a transfer.
    pub(crate) fn made(&mut self, transfer_id: u64) {
        let (block, at_ns) = (Some(transfer_id), self.now_ns);
        self.settle(transfer_id, TransferState::Made { block, at_ns });
    }

    /// The ledger refused a transfer for good.
    pub(crate) fn failed(&mut self, transfer_id: u64) {
        let (reason, at_ns) = ("an example".into(), self.now_ns);
        self.settle(transfer_id, TransferState::Failed { reason, at_ns });
    }

    /// Nobody knows what became of a transfer.
    pub(crate) fn quarantined(&mut self, transfer_id: u64) {
        let (reason, at_ns) = ("an example".into(), self.now_ns);
        self.settle(transfer_id, TransferState::Quarantined { reason, at_ns });
    }

    fn settle(&mut self, transfer_id: u64, state: TransferState) {
        self.apply([
            Event::TransferAttempted { transfer_id },
            Event::TransferSettled {
                transfer_id,
                state,
                evidence: None,
            },
        ]);
    }

    /// A vote freezes a case of provider `n` that locks so much; gives the case's number.
    pub(crate) fn locked(&mut self, n: u8, locks: Vec<Effect>) -> u64 {
        let case_id = self.state.cases.len();
        let case = Case {
            id: case_id,
            source: CaseSource::Proposal,
            charge: charge(n),
            reported_at_ns: self.now_ns,
            judgement: None,
            responses: vec![],
            appeal: None,
            reductions: vec![],
            effects: vec![],
            state: CaseState::Reported,
            freeze_until_ns: self.now_ns + DAY_NS,
        };
        self.apply([
            Event::CaseReported { case },
            Event::CaseFrozen {
                case_id,
                judgement: judgement(self.now_ns),
                locks,
                until_ns: self.now_ns,
                reason: "an example".into(),
            },
        ]);
        case_id
    }

    /// A vote cancels a case.
    pub(crate) fn cancelled(&mut self, case_id: u64) {
        self.apply([Event::CaseCancelled {
            case_id,
            up_to_ppb: None,
            reason: "an example".into(),
        }]);
    }

    /// Somebody executes a case that [`World::locked`] made.
    pub(crate) fn executed(&mut self, case_id: u64, takes: Vec<Effect>) {
        let until_ns = self.now_ns;
        self.apply([
            Event::AppealWindowOpened { case_id, until_ns },
            Event::CaseBecameExecutable {
                case_id,
                until_ns: until_ns + DAY_NS,
                judgement: judgement(self.now_ns),
                locks: vec![],
            },
            Event::CaseExecuted {
                case_id,
                takes,
                bounty_e8s: 0,
            },
        ]);
    }
}

/// A case costs whatever it locks.
fn judgement(now_ns: u64) -> Judgement {
    Judgement {
        frozen_at_ns: now_ns,
        table_version: 0,
        window: 0,
        base_ppb: 1_000_000_000,
        proven: 0,
        size: 0,
        ppb: 1_000_000_000,
        period_id: 0,
        basis_e8s: u64::MAX,
        cap_e8s: u64::MAX,
        enforcement: Enforcement::Escrow,
        mode: Mode::Enabled,
    }
}
