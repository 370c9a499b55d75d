//! Reads, without proof and with.

use bonafide_kit::certified;
use bonafide_rewards::live::{read, read_now};
use bonafide_rewards::metrics;
use bonafide_rewards::queries::{self, cases, money, periods, statements};
use bonafide_rewards::state::State;
use bonafide_types::certified::{
    CertifiedReadError, CertifiedRows, CertifiedTip, EventPage, RangeArgs, RowKey,
};
use bonafide_types::http::{HttpRequest, HttpResponse};
use bonafide_types::id::{Blob, ProviderId};
use bonafide_types::rewards::*;
use ic_cdk::query;

#[query]
fn get_period(id: u64) -> Option<Period> {
    read(|state| state.period(id))
}

#[query]
fn list_periods(args: ListPeriodsArgs) -> PeriodPage {
    read(|state| periods::list_periods(state, &args))
}

#[query]
fn get_facts(period_id: u64, slice: u32) -> Option<Blob> {
    read(|state| periods::get_facts(state, period_id, slice))
}

#[query]
fn list_alerts(args: ListAlertsArgs) -> AlertPage {
    read(|state| periods::list_alerts(state, &args))
}

#[query]
fn get_rewards_table(version: Option<u32>) -> Option<RewardsTable> {
    read(|state| periods::get_rewards_table(state, version))
}

#[query]
fn get_statement(period_id: u64, provider: ProviderId) -> Option<Statement> {
    read(|state| state.statement(period_id, provider))
}

#[query]
fn get_statement_day(args: GetStatementDayArgs) -> Option<StatementDay> {
    read(|state| statements::get_statement_day(state, &args))
}

#[query]
fn list_statements(args: ListStatementsArgs) -> StatementPage {
    read(|state| statements::list_statements(state, &args))
}

#[query]
fn get_tally(period_id: u64, provider: ProviderId) -> Option<Tally> {
    read(|state| state.tally(period_id, provider))
}

#[query]
fn get_case(id: u64) -> Option<CaseView> {
    read_now(|state, now_ns| cases::get_case(state, id, now_ns))
}

#[query]
fn list_cases(args: ListCasesArgs) -> CasePage {
    read(|state| cases::list_cases(state, &args))
}

#[query]
fn get_case_payloads(id: u64) -> Vec<NnsPayload> {
    read(|state| cases::get_case_payloads(state, id))
}

#[query]
fn get_multipliers() -> Multipliers {
    read(cases::get_multipliers)
}

#[query]
fn get_escrow(provider: ProviderId) -> EscrowView {
    read(|state| money::get_escrow(state, provider, ic_cdk::api::canister_self()))
}

#[query]
fn list_lots(args: ListLotsArgs) -> LotPage {
    read(|state| money::list_lots(state, &args))
}

#[query]
fn get_lot(id: u64) -> Option<Lot> {
    read(|state| state.lot(id))
}

#[query]
fn get_books() -> Books {
    read(State::books)
}

#[query]
fn get_transfer(id: u64) -> Option<Transfer> {
    read(|state| state.transfer(id))
}

#[query]
fn list_transfers(args: ListTransfersArgs) -> TransferPage {
    read(|state| money::list_transfers(state, &args))
}

#[query]
fn get_policy() -> RewardsPolicy {
    read(State::policy)
}

#[query]
fn get_config() -> Config {
    read(State::settings)
}

#[query]
fn get_summary() -> Summary {
    read(queries::summary)
}

#[query]
fn get_events(start: u64, length: u64) -> EventPage {
    read(|state| certified::events(state, start, length))
}

#[query]
fn http_request(request: HttpRequest) -> HttpResponse {
    bonafide_kit::http::serve(&request, metrics::write)
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
