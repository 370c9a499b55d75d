//! What those who take part do, rightly.

use super::{Canister, GOVERNANCE, PATRON, SELF_ID, facts, moment, packed, provider_id};
use bonafide_kit::transfer::{Answer, Due};
use bonafide_rewards::commands::{
    adopt_period, advance_cases, appeal_case, cancel_case, collect_escrow, collect_treasury,
    compute_period, deposit_bond, execute_case, freeze_case, join_escrow, open_case,
    pay_from_treasury, reduce_case, refund_case, reject_appeal, release_escrow, set_rewards_policy,
    supply_inputs,
};
use bonafide_rewards::domain::{case as course, transfer};
use bonafide_rewards::state::Event;
use bonafide_types::id::Blob;
use bonafide_types::rewards::{
    AdoptPeriodArgs, AppealCaseArgs, CancelCaseArgs, CaseSource, Charge, DepositBondArgs, Engine,
    FreezeCaseArgs, Grant, JoinEscrowArgs, LedgerAccount, OpenCaseArgs, PayFromTreasuryArgs,
    ReduceCaseArgs, RefundCaseArgs, RejectAppealArgs, RewardsPolicy, SetRewardsPolicyArgs,
    SupplyInputsArgs,
};

/// Why, wherever a reason is wanted.
pub(super) fn reason() -> String {
    "an example".into()
}

impl Canister {
    /// Goes on to an hour of a day, counted from the installation's; never back.
    pub(crate) fn go_to(&mut self, day: u64, hour: u64) {
        self.now_ns = self.now_ns.max(moment(day, hour));
    }

    pub(super) fn set_policy(&mut self, change: impl FnOnce(&mut RewardsPolicy)) {
        let mut policy = self.state.policy();
        change(&mut policy);
        let args = SetRewardsPolicyArgs { policy };
        self.run(GOVERNANCE, |state, ctx| {
            set_rewards_policy::decide(state, args, ctx)
        })
        .unwrap();
    }

    /// Replies with the period's number.
    pub(super) fn adopt(&mut self, args: AdoptPeriodArgs) -> u64 {
        self.run(GOVERNANCE, |state, ctx| {
            adopt_period::decide(state, args, ctx)
        })
        .unwrap()
    }

    pub(super) fn supply(&mut self, period_id: u64, slice: u32, bytes: Blob) {
        let args = SupplyInputsArgs {
            period_id,
            slice,
            bytes,
        };
        self.run(PATRON, |state, ctx| supply_inputs::decide(state, args, ctx))
            .unwrap();
    }

    /// A period of engine v1 is adopted and all its facts are supplied; replies with its number.
    pub(super) fn bring(&mut self, args: AdoptPeriodArgs) -> u64 {
        assert_eq!(args.engine, Engine::V1);
        let days = args.from_day..=args.to_day;
        let id = self.adopt(args);
        for (slice, day) in (0..).zip(days) {
            self.supply(id, slice, packed(&facts(day)));
        }
        id
    }

    /// The canister computes until nothing can be computed.
    pub(super) fn compute(&mut self) {
        while compute_period::is_due(&self.state) {
            self.task(compute_period::due);
        }
    }

    pub(super) fn join(&mut self, n: u8, payout: LedgerAccount) {
        let args = JoinEscrowArgs { payout };
        self.run(provider_id(n).0, |state, ctx| {
            join_escrow::decide(state, args, ctx)
        })
        .unwrap();
    }

    /// Asks the ledger for a transfer, which answers.
    pub(super) fn ask(&mut self, transfer_id: u64, answer: &Answer) {
        let row = self.state.transfer(transfer_id).unwrap();
        let Due::Ask(events) = transfer::due(&row, self.now_ns) else {
            panic!("transfer {transfer_id} is not to be asked for: {row:?}");
        };
        self.record(SELF_ID, events);
        let row = self.state.transfer(transfer_id).unwrap();
        let events = transfer::next(&row, answer, self.now_ns);
        self.record(SELF_ID, events);
    }

    /// The ledger makes a transfer.
    pub(super) fn make(&mut self, transfer_id: u64) {
        self.ask(transfer_id, &Answer::Made(Some(1_000 + transfer_id)));
    }

    /// The rewards of provider `n` are taken over.
    pub(super) fn collect(&mut self, n: u8, e8s: u64) {
        let balance = e8s + self.state.settings().ledger_fee_e8s;
        let opened = self.run(PATRON, |state, ctx| {
            collect_escrow::decide(state, provider_id(n), balance, ctx)
        });
        self.make(opened.unwrap().id);
    }

    /// A gift to the treasury is taken over.
    pub(super) fn give(&mut self, e8s: u64) {
        let balance = e8s + self.state.settings().ledger_fee_e8s;
        let opened = self.run(PATRON, |state, ctx| {
            collect_treasury::decide(state, balance, ctx)
        });
        self.make(opened.unwrap().id);
    }

    /// Provider `n` is about to bring a bond in; replies with the transfer's number.
    pub(super) fn bond(&mut self, n: u8, amount_e8s: u64) -> u64 {
        let args = DepositBondArgs {
            from_subaccount: None,
            amount_e8s,
        };
        let opened = self.run(provider_id(n).0, |state, ctx| {
            deposit_bond::decide(state, &args, ctx)
        });
        opened.unwrap().id
    }

    pub(super) fn pay(&mut self, grants: Vec<Grant>) {
        let args = PayFromTreasuryArgs { grants };
        self.run(GOVERNANCE, |state, ctx| {
            pay_from_treasury::decide(state, args, ctx)
        })
        .unwrap();
    }

    /// Somebody has a provider sent what is released to it; replies with the transfer's number.
    pub(super) fn release(&mut self, n: u8) -> u64 {
        let opened = self.run(PATRON, |state, ctx| {
            release_escrow::decide(state, provider_id(n), ctx)
        });
        opened.unwrap().id
    }

    /// Replies with the case's number.
    pub(super) fn report(&mut self, charge: Charge) -> u64 {
        let args = OpenCaseArgs { charge };
        self.run(GOVERNANCE, |state, ctx| open_case::decide(state, args, ctx))
            .unwrap()
    }

    /// Somebody notes that a proposal to freeze a case is in vote.
    pub(super) fn propose(&mut self, case_id: u64, proposal_id: u64) {
        let case = self.state.case(case_id).unwrap();
        let state = course::propose(&case, proposal_id).unwrap();
        self.record(PATRON, [Event::CaseProposed { case_id, state }]);
    }

    /// The canister sees that the proposal was not adopted.
    pub(super) fn take_back(&mut self, case_id: u64) {
        let case = self.state.case(case_id).unwrap();
        let state = course::take_back(&case).unwrap();
        self.record(SELF_ID, [Event::CaseProposed { case_id, state }]);
    }

    pub(super) fn freeze(&mut self, case_id: u64, at_most_ppb: Option<u32>) {
        let case = self.state.case(case_id).unwrap();
        let args = FreezeCaseArgs {
            case_id,
            evidence_hash: case.charge.evidence_hash,
            at_most_ppb,
            reason: reason(),
        };
        self.run(GOVERNANCE, |state, ctx| {
            freeze_case::decide(state, args, ctx)
        })
        .unwrap();
    }

    /// What is due of cases is done, in one run of the task.
    pub(super) fn advance(&mut self) {
        self.task(advance_cases::due);
    }

    pub(super) fn appeal(&mut self, case_id: u64) {
        let provider = self.state.case(case_id).unwrap().charge.provider;
        let grounds = reason();
        let args = AppealCaseArgs { case_id, grounds };
        self.run(provider.0, |state, ctx| {
            appeal_case::decide(state, args, ctx)
        })
        .unwrap();
    }

    pub(super) fn reject(&mut self, case_id: u64) {
        let reason = reason();
        let args = RejectAppealArgs { case_id, reason };
        self.run(GOVERNANCE, |state, ctx| {
            reject_appeal::decide(state, args, ctx)
        })
        .unwrap();
    }

    pub(super) fn reduce(&mut self, case_id: u64, ppb: u32) {
        let args = ReduceCaseArgs {
            case_id,
            ppb,
            reason: reason(),
        };
        self.run(GOVERNANCE, |state, ctx| {
            reduce_case::decide(state, args, ctx)
        })
        .unwrap();
    }

    pub(super) fn cancel(&mut self, case_id: u64) {
        let reason = reason();
        let args = CancelCaseArgs { case_id, reason };
        self.run(GOVERNANCE, |state, ctx| {
            cancel_case::decide(state, args, ctx)
        })
        .unwrap();
    }

    pub(super) fn execute(&mut self, case_id: u64) {
        self.run(PATRON, |state, ctx| {
            execute_case::decide(state, case_id, ctx)
        })
        .unwrap();
    }

    pub(super) fn refund(&mut self, case_id: u64) {
        let reason = reason();
        let args = RefundCaseArgs { case_id, reason };
        self.run(GOVERNANCE, |state, ctx| {
            refund_case::decide(state, args, ctx)
        })
        .unwrap();
    }
}

/// The same report by a final finding of the audits canister.
pub(crate) fn found(reported: Event, finding_id: u64) -> Event {
    let Event::CaseReported { mut case } = reported else {
        panic!("no report of a case: {reported:?}");
    };
    case.source = CaseSource::Finding { finding_id };
    Event::CaseReported { case }
}
