//! Methods for auditors, providers, and anyone who deposits, appeals or moves a draw on. A
//! refusal is a value; who the caller is, is a question of the data, which each command
//! answers.

use bonafide_audits::access::caller_is_authenticated;
use bonafide_audits::live::execute;
use bonafide_audits::{commands, flows};
use bonafide_kit::Ctx;
use bonafide_kit::reply::reply;
use bonafide_types::audits::*;
use ic_cdk::update;
use std::marker::PhantomData;
use std::time::Duration;

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn apply_as_auditor(args: ApplyAsAuditorArgs) -> PhantomData<Result<Auditor, AuditError>> {
    reply(execute(|state, ctx| {
        commands::apply_as_auditor::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn declare_conflicts(args: DeclareConflictsArgs) -> PhantomData<Result<Auditor, AuditError>> {
    reply(execute(|state, ctx| {
        commands::declare_conflicts::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
async fn deposit_stake(args: DepositStakeArgs) -> PhantomData<Result<StakeAccount, AuditError>> {
    reply(flows::deposit_stake(args, Ctx::capture()).await)
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn unbond_stake(args: UnbondStakeArgs) -> PhantomData<Result<StakeAccount, AuditError>> {
    reply(execute(|state, ctx| {
        commands::unbond_stake::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
async fn withdraw_stake() -> PhantomData<Result<StakeAccount, AuditError>> {
    reply(flows::withdraw_stake(Ctx::capture()).await)
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
async fn collect_treasury() -> PhantomData<Result<Books, AuditError>> {
    reply(flows::collect_treasury(Ctx::capture()).await)
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn fix_snapshot(plan_id: u64) -> PhantomData<Result<Draw, AuditError>> {
    reply(execute(|state, ctx| {
        commands::fix_snapshot::decide(state, plan_id, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
async fn draw(purpose: DrawPurpose) -> PhantomData<Result<Draw, AuditError>> {
    reply(flows::draw(purpose, Ctx::capture()).await)
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn propose_slots(args: ProposeSlotsArgs) -> PhantomData<Result<AssignmentView, AuditError>> {
    reply(execute(|state, ctx| {
        commands::propose_slots::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn accept_slot(args: AcceptSlotArgs) -> PhantomData<Result<AssignmentView, AuditError>> {
    reply(execute(|state, ctx| {
        commands::accept_slot::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
async fn issue_challenge(args: IssueChallengeArgs) -> PhantomData<Result<Challenge, AuditError>> {
    reply(flows::issue_challenge(args, Ctx::capture()).await)
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn commit_report(args: CommitReportArgs) -> PhantomData<Result<AssignmentView, AuditError>> {
    reply(execute(|state, ctx| {
        commands::commit_report::decide(state, args, ctx)
    }))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn reveal_report(args: RevealReportArgs) -> PhantomData<Result<FiledReport, AuditError>> {
    let filed = execute(|state, ctx| commands::reveal_report::decide(state, args, ctx));
    if filed.is_ok() {
        // The fee goes out in a message of its own, right after this one.
        ic_cdk_timers::set_timer(Duration::ZERO, async { flows::send_transfers().await });
    }
    reply(filed)
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn appeal_finding(args: AppealFindingArgs) -> PhantomData<Result<Finding, AuditError>> {
    reply(execute(|state, ctx| {
        commands::appeal_finding::decide(state, args, ctx)
    }))
}
