//! Plain reads: one node's word.

use super::AuditsClient;
use crate::{canister::ClientError, runtime::Runtime};
use bonafide_types::{
    audits::*,
    id::{AuditorId, Caller},
    limits::DRAW_SITES,
};

/// Queries, as the canister names them and under the names they have here.
macro_rules! reads {
    ($($(#[doc = $doc:literal])+ $name:ident = $method:literal($($arg:ident: $type:ty),*)
        -> $answer:ty;)+) => {
        impl<R: Runtime> AuditsClient<R> {
            $(
                $(#[doc = $doc])+
                ///
                /// # Errors
                /// [`ClientError::Runtime`], [`ClientError::Reply`].
                pub async fn $name(&self, $($arg: $type),*) -> Result<$answer, ClientError> {
                    self.query($method, ($($arg,)*)).await
                }
            )+
        }
    };
}

reads! {
    /// An auditor, where it stands, and its stake.
    auditor = "get_auditor"(id: AuditorId) -> Option<AuditorView>;
    /// Some auditors with their stakes, after one of them.
    auditors = "list_auditors"(after: Option<AuditorId>) -> Vec<AuditorView>;
    /// What somebody deposited; empty for everyone else.
    account = "get_account"(owner: Caller) -> StakeAccount;
    /// All money that ever came in, and where it is.
    books = "get_books"() -> Books;
    /// A movement on the ledger.
    transfer = "get_transfer"(id: u64) -> Option<Transfer>;
    /// Some movements on the ledger.
    transfers = "list_transfers"(args: &ListTransfersArgs) -> TransferPage;
    /// The numbers that the rules use.
    audit_policy = "get_policy"() -> AuditPolicy;
    /// A site and whether it is overdue.
    site = "get_site"(id: &SiteId) -> Option<SiteView>;
    /// Some sites.
    sites = "list_sites"(args: &ListSitesArgs) -> SitePage;
    /// A plan.
    plan = "get_plan"(id: u64) -> Option<Plan>;
    /// Some plans.
    plans = "list_plans"(args: &PageArgs) -> PlanPage;
    /// A draw with what was drawn.
    audit_draw = "get_draw"(id: u64) -> Option<Draw>;
    /// Some draws, without what was drawn.
    audit_draws = "list_draws"(args: &PageArgs) -> DrawPage;
    /// Some rows of a draw's snapshot; `None` without such a draw.
    snapshot = "get_snapshot"(args: &GetSnapshotArgs) -> Option<SnapshotPage>;
    /// An assignment and how far it is.
    assignment = "get_assignment"(id: u64) -> Option<AssignmentView>;
    /// Some assignments.
    assignments = "list_assignments"(args: &ListAssignmentsArgs) -> AssignmentPage;
    /// A report that was revealed.
    report = "get_report"(assignment_id: u64, auditor: AuditorId) -> Option<FiledReport>;
    /// Every report of an assignment that was revealed.
    reports = "list_reports"(assignment_id: u64) -> Vec<FiledReport>;
    /// A finding.
    finding = "get_finding"(id: u64) -> Option<Finding>;
    /// Some findings.
    findings = "list_findings"(args: &ListFindingsArgs) -> FindingPage;
    /// What somebody has to do until some moment, in the order of time.
    calendar = "get_calendar"(args: &GetCalendarArgs) -> Vec<Deadline>;
    /// Settings in force.
    config = "get_config"() -> Config;
    /// How much the canister holds.
    summary = "get_summary"() -> Summary;
}

impl<R: Runtime> AuditsClient<R> {
    /// All rows of a draw's snapshot; `None` without such a draw. What holds them against the
    /// certified hash is `draw::check`.
    ///
    /// # Errors
    /// [`ClientError::Runtime`]; [`ClientError::Reply`], also when the pages do not come to
    /// an end.
    pub async fn whole_snapshot(&self, draw_id: u64) -> Result<Option<SnapshotPage>, ClientError> {
        let mut args = GetSnapshotArgs {
            draw_id,
            start: None,
        };
        let mut whole = SnapshotPage {
            sites: Vec::new(),
            auditors: Vec::new(),
            next: None,
        };
        loop {
            let Some(page) = self.snapshot(&args).await? else {
                return Ok(None);
            };
            whole.sites.extend(page.sites);
            whole.auditors.extend(page.auditors);
            let Some(next) = page.next else {
                return Ok(Some(whole));
            };
            let rows = whole.sites.len() as u64;
            // A page begins where the one before it ended, and no draw has more sites.
            if u64::from(next) != rows || args.start == Some(next) || rows > DRAW_SITES {
                return Err(ClientError::Reply {
                    method: "get_snapshot".into(),
                    reason: format!("a page ends at {next}, after {rows} rows"),
                });
            }
            args.start = Some(next);
        }
    }
}
