//! Governance's endpoints. What they do is said in the crate documentation.

#![expect(
    clippy::needless_pass_by_value,
    reason = "arguments are decoded from the message and handed over by value"
)]

use bonafide_governance::access::{self, caller_is_authenticated, caller_is_sns_governance};
use bonafide_governance::commands;
use bonafide_governance::live::{execute as run, read};
use bonafide_governance::queries::{council, journal, proposals};
use bonafide_governance::state::State;
use bonafide_governance::{flows, lifecycle, metrics};
use bonafide_kit::reply::reply;
use bonafide_kit::{Ctx, certified};
use bonafide_types::Validation;
use bonafide_types::certified::{
    CertifiedReadError, CertifiedRows, CertifiedTip, EventPage, RangeArgs, RowKey,
};
use bonafide_types::governance::*;
use bonafide_types::http::{HttpRequest, HttpResponse};
use bonafide_types::id::Sha256Hash;
use ic_cdk::{init, inspect_message, post_upgrade, query, update};
use std::marker::PhantomData;

// A decoder named here would take the argument's type out of the interface, so the strict one
// reads the bytes once more.
#[init]
fn init(_args: InstallArgs) {
    let args = lifecycle::read_init_args(&ic_cdk::api::msg_arg_data());
    lifecycle::init(&args);
}

fn read_upgrade_args(bytes: Vec<u8>) -> Option<InstallArgs> {
    lifecycle::read_upgrade_args(&bytes)
}

#[post_upgrade(decode_with = "read_upgrade_args")]
fn post_upgrade(args: Option<InstallArgs>) {
    lifecycle::post_upgrade(args);
}

#[inspect_message]
fn inspect_message() {
    let method = ic_cdk::api::msg_method_name();
    match access::admit(&method) {
        Ok(()) => ic_cdk::api::accept_message(),
        Err(refusal) => ic_cdk::trap(refusal),
    }
}

// The council. A refusal is a value; who acts for a neuron is a question of the data.

#[update(guard = "caller_is_authenticated", manual_reply = true)]
async fn submit_proposal(args: SubmitProposalArgs) -> PhantomData<Result<u64, GovernanceError>> {
    reply(flows::submit_proposal(args, Ctx::capture()).await)
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn vote(args: VoteArgs) -> PhantomData<Result<(), GovernanceError>> {
    let voted = run(|state, ctx| commands::vote::decide(state, args, ctx));
    if voted.is_ok() {
        flows::resume();
    }
    reply(voted)
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn follow(args: FollowArgs) -> PhantomData<Result<(), GovernanceError>> {
    reply(run(|state, ctx| commands::follow::decide(state, args, ctx)))
}

#[update(guard = "caller_is_authenticated", manual_reply = true)]
fn set_hot_keys(args: SetHotKeysArgs) -> PhantomData<Result<(), GovernanceError>> {
    reply(run(|state, ctx| {
        commands::set_hot_keys::decide(state, args, ctx)
    }))
}

// An SNS. It takes any reply as success, so a refusal rejects.

#[update(guard = "caller_is_sns_governance", manual_reply = true)]
async fn execute(command: Command) {
    match flows::execute(command, Ctx::capture()).await {
        Ok(()) => ic_cdk::api::msg_reply(b"DIDL\0\0"),
        Err(refusal) => ic_cdk::api::msg_reject(refusal),
    }
}

#[update]
async fn validate_execute(command: Command) -> Validation {
    flows::validate_execute(command, Ctx::capture()).await
}

// Motions of the NNS, for anyone.

#[update]
async fn execute_adopted_motion(proposal_id: u64) -> Result<JournalEntry, MotionError> {
    flows::execute_adopted_motion(proposal_id, Ctx::capture()).await
}

#[update]
async fn explain_motion(text: String) -> Result<MotionExplanation, MotionError> {
    flows::explain_motion(text, Ctx::capture()).await
}

// Proposals of the NNS, for anyone with a key.

#[update(guard = "caller_is_authenticated", manual_reply = true)]
async fn review_nns_proposals(
    args: ReviewNnsProposalsArgs,
) -> PhantomData<Result<NnsReview, NnsReviewError>> {
    reply(flows::review_nns_proposals(args, Ctx::capture()).await)
}

// Reads without proof.

#[query]
fn get_proposal(id: u64) -> Option<ProposalInfo> {
    read(|state| proposals::get_proposal(state, id))
}

#[query]
fn list_proposals(args: ListProposalsArgs) -> ProposalPage {
    read(|state| proposals::list_proposals(state, &args))
}

#[query]
fn get_ballot(proposal_id: u64, neuron_id: u64) -> Option<BallotView> {
    read(|state| proposals::get_ballot(state, proposal_id, neuron_id))
}

#[query]
fn get_neuron(id: u64) -> Option<Neuron> {
    read(|state| state.neuron(id).cloned())
}

#[query]
fn list_neurons(args: ListNeuronsArgs) -> NeuronPage {
    read(|state| council::list_neurons(state, &args))
}

#[query]
fn get_journal_entry(id: u64) -> Option<JournalEntry> {
    read(|state| state.journal_entry(id))
}

#[query]
fn list_journal(args: ListJournalArgs) -> JournalPage {
    read(|state| journal::list_journal(state, &args))
}

#[query]
fn get_command(hash: Sha256Hash) -> Option<Command> {
    read(|state| state.command(hash))
}

#[query]
fn get_nns_review(proposal_id: u64) -> Option<NnsReview> {
    read(|state| state.review(proposal_id))
}

#[query]
fn get_config() -> Config {
    read(State::settings)
}

#[query]
fn get_summary() -> Summary {
    read(State::summary)
}

#[query]
fn get_events(start: u64, length: u64) -> EventPage {
    read(|state| certified::events(state, start, length))
}

#[query]
fn http_request(request: HttpRequest) -> HttpResponse {
    bonafide_kit::http::serve(&request, metrics::write)
}

// Reads with proof.

#[query]
fn get_proposal_certified(id: u64) -> Result<CertifiedRows, CertifiedReadError> {
    let keys = proposals::certified_keys(id);
    read(|state| certified::rows(state, certified::certificate()?, &keys))
}

#[query]
fn get_rows_certified(keys: Vec<RowKey>) -> Result<CertifiedRows, CertifiedReadError> {
    read(|state| certified::rows(state, certified::certificate()?, &keys))
}

#[query]
fn list_rows_certified(args: RangeArgs) -> Result<CertifiedRows, CertifiedReadError> {
    read(|state| certified::range(state, certified::certificate()?, &args))
}

#[query]
fn get_tip_certified() -> Result<CertifiedTip, CertifiedReadError> {
    read(|state| Ok(certified::tip(state, certified::certificate()?)))
}

ic_cdk::export_candid!();

fn main() {}

#[cfg(test)]
mod tests {
    use super::__export_service;
    use bonafide_test_support::interface;

    #[test]
    fn should_serve_the_interface_as_written() {
        interface::assert_served_as_written("governance", &__export_service());
    }

    #[test]
    fn should_stay_compatible_with_the_last_release() {
        interface::assert_compatible_with_last_release("governance");
    }
}
