//! Reads, without proof and with.

use bonafide_audits::live::{read, read_now};
use bonafide_audits::metrics;
use bonafide_audits::queries::{
    self, assignments, auditors, calendar, findings, money, plans, sites,
};
use bonafide_audits::state::State;
use bonafide_kit::certified;
use bonafide_types::audits::*;
use bonafide_types::certified::{
    CertifiedReadError, CertifiedRows, CertifiedTip, EventPage, RangeArgs, RowKey,
};
use bonafide_types::http::{HttpRequest, HttpResponse};
use bonafide_types::id::{AuditorId, Caller};
use ic_cdk::query;

#[query]
fn get_auditor(id: AuditorId) -> Option<AuditorView> {
    read(|state| auditors::get_auditor(state, id))
}

#[query]
fn list_auditors(after: Option<AuditorId>) -> Vec<AuditorView> {
    read(|state| auditors::list_auditors(state, after))
}

#[query]
fn get_account(owner: Caller) -> StakeAccount {
    read(|state| state.account(owner))
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
fn get_policy() -> AuditPolicy {
    read(State::policy)
}

#[query]
fn get_site(id: SiteId) -> Option<SiteView> {
    read_now(|state, now_ns| sites::get_site(state, &id, now_ns))
}

#[query]
fn list_sites(args: ListSitesArgs) -> SitePage {
    read_now(|state, now_ns| sites::list_sites(state, &args, now_ns))
}

#[query]
fn get_plan(id: u64) -> Option<Plan> {
    read(|state| state.plan(id))
}

#[query]
fn list_plans(args: PageArgs) -> PlanPage {
    read(|state| plans::list_plans(state, &args))
}

#[query]
fn get_draw(id: u64) -> Option<Draw> {
    read(|state| state.draw(id))
}

#[query]
fn list_draws(args: PageArgs) -> DrawPage {
    read(|state| plans::list_draws(state, &args))
}

#[query]
fn get_snapshot(args: GetSnapshotArgs) -> Option<SnapshotPage> {
    read(|state| plans::get_snapshot(state, &args))
}

#[query]
fn get_assignment(id: u64) -> Option<AssignmentView> {
    read_now(|state, now_ns| assignments::get_assignment(state, id, now_ns))
}

#[query]
fn list_assignments(args: ListAssignmentsArgs) -> AssignmentPage {
    read_now(|state, now_ns| assignments::list_assignments(state, &args, now_ns))
}

#[query]
fn get_report(assignment_id: u64, auditor: AuditorId) -> Option<FiledReport> {
    read(|state| state.report(assignment_id, auditor))
}

#[query]
fn list_reports(assignment_id: u64) -> Vec<FiledReport> {
    read(|state| state.reports_of(assignment_id).collect())
}

#[query]
fn get_finding(id: u64) -> Option<Finding> {
    read(|state| state.finding(id))
}

#[query]
fn list_findings(args: ListFindingsArgs) -> FindingPage {
    read(|state| findings::list_findings(state, &args))
}

#[query]
fn get_calendar(args: GetCalendarArgs) -> Vec<Deadline> {
    read_now(|state, now_ns| calendar::get_calendar(state, &args, now_ns))
}

#[query]
fn get_config() -> Config {
    read(State::settings)
}

#[query]
fn get_summary() -> Summary {
    read_now(queries::summary)
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
