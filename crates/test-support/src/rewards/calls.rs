//! What the rewards canister is asked to do, and what it answers.

use super::Rewards;
use crate::world::{Actor, run};
use bonafide_client::ClientError;
use bonafide_types::Validation;
use bonafide_types::governance::Command;
use bonafide_types::id::{Blob, ProviderId};
use bonafide_types::rewards::*;
use candid::Principal;

/// What a method answers: a value, or the canister's own refusal.
fn told<T>(result: Result<T, ClientError>) -> Result<T, RewardsError> {
    match result {
        Ok(value) => Ok(value),
        Err(ClientError::Rewards(refusal)) => Err(refusal),
        Err(other) => panic!("expected an answer of the rewards canister, got {other}"),
    }
}

/// Updates, which answer with a result.
macro_rules! updates {
    ($(#[doc = $doc:literal] $method:ident($($arg:ident: $type:ty)?) -> $answer:ty;)+) => {
        impl Rewards<'_> {
            $(
                #[doc = $doc]
                ///
                /// # Errors
                /// The canister's refusal.
                pub fn $method(
                    &self,
                    caller: impl Into<Actor>,
                    $($arg: $type)?
                ) -> Result<$answer, RewardsError> {
                    told(run(self.client(caller).$method($($arg)?)))
                }
            )+
        }
    };
}

updates! {
    /// Supplies the facts of a slice.
    supply_inputs(args: &SupplyInputsArgs) -> Period;
    /// Joins escrow, or changes where one is paid.
    join_escrow(args: &JoinEscrowArgs) -> EscrowAccount;
    /// Leaves escrow.
    leave_escrow() -> EscrowAccount;
    /// Takes over what came to a provider's escrow account.
    collect_escrow(provider: ProviderId) -> Lot;
    /// Sends a provider what is released and what is due.
    release_escrow(provider: ProviderId) -> EscrowAccount;
    /// Brings a bond in.
    deposit_bond(args: &DepositBondArgs) -> EscrowAccount;
    /// Asks a bond back.
    unbond_bond(args: &UnbondBondArgs) -> EscrowAccount;
    /// Pays out the bond that is due.
    withdraw_bond() -> EscrowAccount;
    /// Takes over what was sent to the treasury's account.
    collect_treasury() -> Books;
    /// Answers a case.
    respond_to_case(args: &RespondToCaseArgs) -> Case;
    /// Appeals against a case.
    appeal_case(args: &AppealCaseArgs) -> Case;
    /// Notes that a proposal to freeze a case is in vote.
    note_case_proposal(args: &NoteCaseProposalArgs) -> Case;
    /// Executes a case.
    execute_case(case_id: u64) -> Case;
}

/// Queries, under the names they have here and in the client.
macro_rules! reads {
    ($(#[doc = $doc:literal] $name:ident = $query:ident($($arg:ident: $type:ty),*)
        -> $answer:ty;)+) => {
        impl Rewards<'_> {
            $(
                #[doc = $doc]
                #[must_use]
                pub fn $name(&self, $($arg: $type),*) -> $answer {
                    run(self.reader().$query($($arg),*)).expect("anyone may read it")
                }
            )+
        }
    };
}

reads! {
    /// The facts of a slice, CBOR.
    facts = facts(period_id: u64, slice: u32) -> Option<Blob>;
    /// Alerts of a day of a period.
    alerts = alerts(args: &ListAlertsArgs) -> AlertPage;
    /// A provider's day in a period.
    statement_day = statement_day(args: &GetStatementDayArgs) -> Option<StatementDay>;
    /// A case and what it means, in words.
    case_view = case(id: u64) -> Option<CaseView>;
    /// Some cases.
    cases = cases(args: &ListCasesArgs) -> CasePage;
    /// Payloads of proposals that the network can adopt because of a case.
    case_payloads = case_payloads(id: u64) -> Vec<NnsPayload>;
    /// Published penalties that no statement carries yet.
    multipliers = multipliers() -> Multipliers;
    /// A provider's escrow.
    escrow = escrow(provider: ProviderId) -> EscrowView;
    /// Some movements on the ledger.
    list_transfers = transfers(args: &ListTransfersArgs) -> TransferPage;
    /// How much the canister holds.
    summary = summary() -> Summary;
}

impl Rewards<'_> {
    /// What a governed call would do, in plain words, or why it would be refused.
    ///
    /// # Errors
    /// The refusal, in words.
    pub fn validate(&self, command: &Command) -> Validation {
        run(self.reader().validate_command(command)).expect("anyone may ask")
    }

    /// Makes the governed call that a command stands for, as whoever governs the canister.
    pub fn execute(&self, governance: Principal, command: &Command) {
        run(self.client(governance).execute(command))
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    }
}
