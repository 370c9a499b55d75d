//! Methods for providers, and for anyone who brings facts, money or a case forward. A refusal
//! is a value; who the caller is, is a question of the data, which each command answers.

use bonafide_kit::Ctx;
use bonafide_kit::reply::reply;
use bonafide_rewards::access::caller_is_authenticated;
use bonafide_rewards::live::execute;
use bonafide_rewards::{commands, flows, tasks};
use bonafide_types::id::ProviderId;
use bonafide_types::rewards::*;
use ic_cdk::update;
use std::marker::PhantomData;

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn supply_inputs(args: SupplyInputsArgs) -> PhantomData<Result<Period, RewardsError>> {
    let supplied = execute(|state, ctx| commands::supply_inputs::decide(state, args, ctx));
    if supplied.is_ok() {
        // What can be computed is, right after this message.
        tasks::compute_soon();
    }
    reply(supplied)
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn join_escrow(args: JoinEscrowArgs) -> PhantomData<Result<EscrowAccount, RewardsError>> {
    reply(execute(|state, ctx| {
        commands::join_escrow::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn leave_escrow() -> PhantomData<Result<EscrowAccount, RewardsError>> {
    reply(execute(commands::leave_escrow::decide))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
async fn collect_escrow(provider: ProviderId) -> PhantomData<Result<Lot, RewardsError>> {
    reply(flows::collect_escrow(provider, Ctx::capture()).await)
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
async fn release_escrow(provider: ProviderId) -> PhantomData<Result<EscrowAccount, RewardsError>> {
    reply(flows::release_escrow(provider, Ctx::capture()).await)
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
async fn deposit_bond(args: DepositBondArgs) -> PhantomData<Result<EscrowAccount, RewardsError>> {
    reply(flows::deposit_bond(args, Ctx::capture()).await)
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn unbond_bond(args: UnbondBondArgs) -> PhantomData<Result<EscrowAccount, RewardsError>> {
    reply(execute(|state, ctx| {
        commands::unbond_bond::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
async fn withdraw_bond() -> PhantomData<Result<EscrowAccount, RewardsError>> {
    reply(flows::withdraw_bond(Ctx::capture()).await)
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
async fn collect_treasury() -> PhantomData<Result<Books, RewardsError>> {
    reply(flows::collect_treasury(Ctx::capture()).await)
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn respond_to_case(args: RespondToCaseArgs) -> PhantomData<Result<Case, RewardsError>> {
    reply(execute(|state, ctx| {
        commands::respond_to_case::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn appeal_case(args: AppealCaseArgs) -> PhantomData<Result<Case, RewardsError>> {
    reply(execute(|state, ctx| {
        commands::appeal_case::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
async fn note_case_proposal(args: NoteCaseProposalArgs) -> PhantomData<Result<Case, RewardsError>> {
    reply(flows::note_case_proposal(args, Ctx::capture()).await)
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn execute_case(case_id: u64) -> PhantomData<Result<Case, RewardsError>> {
    let executed = execute(|state, ctx| commands::execute_case::decide(state, case_id, ctx));
    if executed.is_ok() {
        tasks::send_soon();
    }
    reply(executed)
}
