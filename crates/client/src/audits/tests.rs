use super::*;
use crate::{
    canister::ClientError,
    runtime::{Runtime, RuntimeError},
    verify::testing::TestNetwork,
};
use bonafide_types::{
    audits::*,
    certified::{CertifiedReadError, CertifiedRows, RangeArgs, RowKey},
    id::{AuditorId, Caller, ProviderId},
};
use candid::Principal;
use std::{
    cell::RefCell,
    collections::VecDeque,
    pin::pin,
    task::{Context, Poll, Waker},
};

const NOW: u64 = 1_760_000_000_000_000_000;

/// Certified rows of a test network; everything else answers with bytes of the test's own, one
/// after the other, the last of them again and again.
struct Canned {
    network: TestNetwork,
    replies: RefCell<VecDeque<Vec<u8>>>,
    asked: RefCell<Vec<String>>,
}

impl Canned {
    fn reply(&self) -> Vec<u8> {
        let mut replies = self.replies.borrow_mut();
        match replies.len() {
            0 => Vec::new(),
            1 => replies[0].clone(),
            _ => replies.pop_front().unwrap(),
        }
    }
}

impl Runtime for &Canned {
    async fn update(
        &self,
        _: Principal,
        method: &str,
        _: Vec<u8>,
    ) -> Result<Vec<u8>, RuntimeError> {
        self.asked.borrow_mut().push(method.into());
        Ok(self.reply())
    }

    async fn query(
        &self,
        _: Principal,
        method: &str,
        arg: Vec<u8>,
    ) -> Result<Vec<u8>, RuntimeError> {
        self.asked.borrow_mut().push(method.into());
        let answer: CertifiedRows = match method {
            "get_rows_certified" => {
                let keys: Vec<RowKey> = candid::decode_one(&arg).unwrap();
                let keys: Vec<_> = keys
                    .iter()
                    .map(|key| (key.table.as_str(), key.key.as_slice()))
                    .collect();
                self.network.rows(&keys)
            }
            "list_rows_certified" => {
                let range: RangeArgs = candid::decode_one(&arg).unwrap();
                let after = range.after.unwrap_or_default();
                self.network.range(&range.table, &after, &[255; 40])
            }
            _ => return Ok(self.reply()),
        };
        Ok(candid::encode_one(Ok::<_, CertifiedReadError>(answer)).unwrap())
    }

    async fn root_key(&self) -> Result<Vec<u8>, RuntimeError> {
        Ok(self.network.root_key())
    }

    async fn now_ns(&self) -> Result<u64, RuntimeError> {
        Ok(NOW)
    }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("nothing here waits"),
    }
}

fn canned<T: candid::CandidType>(replies: &[T]) -> Canned {
    let canister = Principal::from_slice(&[0, 0, 0, 0, 0, 0, 0, 9, 1, 1]);
    let encode = |reply| candid::encode_one(reply).unwrap();
    Canned {
        network: TestNetwork::new(canister, NOW),
        replies: RefCell::new(replies.iter().map(encode).collect()),
        asked: RefCell::default(),
    }
}

fn client(canned: &Canned) -> AuditsClient<&Canned> {
    AuditsClient::new(canned, canned.network.canister)
}

fn auditor(n: u8) -> AuditorId {
    AuditorId(Principal::from_slice(&[4, n]))
}

fn site_id() -> SiteId {
    SiteId {
        dc_id: "zh9".into(),
        provider: ProviderId(Principal::from_slice(&[7; 29])),
    }
}

fn report(assignment_id: u64, n: u8) -> FiledReport {
    FiledReport {
        assignment_id,
        auditor: auditor(n),
        report: Report {
            outcome: Outcome::Unable,
            discrepancies: Vec::new(),
            checklist: Checklist::default(),
            evidence: Vec::new(),
            remarks: "the road was closed".into(),
        },
        nonce: bonafide_types::id::Blob(vec![3; 32]),
        revealed_at_ns: 5,
    }
}

fn put(canned: &mut Canned, table: &str, key: &[u8], record: &impl minicbor::Encode<()>) {
    let row = minicbor::to_vec(record).unwrap();
    canned.network.put(table, key, &row);
}

#[test]
fn should_prove_a_row_or_that_there_is_none() {
    let mut canned = canned::<()>(&[]);
    let account = StakeAccount {
        free_e8s: 7,
        ..StakeAccount::default()
    };
    let owner = Caller(Principal::from_slice(&[5]));
    put(&mut canned, table::ACCOUNT, owner.as_slice(), &account);
    let site = Site {
        id: site_id(),
        dc_owner: "Example Halls".into(),
        cluster: site_id().provider,
        nodes: 3,
        critical_nodes: 0,
        criticality: Criticality::Spare,
        missing_stamps: 1,
        verifiers: Vec::new(),
        open_alerts: 0,
        known_since_ns: 1,
        audits: 0,
        history: Vec::new(),
    };
    put(&mut canned, table::SITE, &site.id.key(), &site);
    let client = client(&canned);
    let (found, proven) = run(client.account_certified(owner)).unwrap();
    assert_eq!((found, proven.rows.len()), (Some(account), 1));
    let (found, _) = run(client.account_certified(Caller(client.canister()))).unwrap();
    assert_eq!(found, None);
    let (found, _) = run(client.site_certified(&site.id)).unwrap();
    assert_eq!(found, Some(site));
    let (found, _) = run(client.finding_certified(0)).unwrap();
    assert_eq!(found, None);
    // A longer name has no key, so nothing is asked.
    let longer = SiteId {
        dc_id: "z".repeat(256),
        ..site_id()
    };
    let result = run(client.site_certified(&longer));
    let refused = matches!(result, Err(ClientError::Argument { .. }));
    assert!(refused, "{result:?}");
}

#[test]
fn should_prove_the_reports_of_one_assignment_whole() {
    let mut canned = canned::<()>(&[]);
    for (assignment, n) in [(1, 9), (2, 1), (2, 2), (3, 1)] {
        let report = report(assignment, n);
        let mut key = assignment.to_be_bytes().to_vec();
        key.extend_from_slice(report.auditor.as_slice());
        put(&mut canned, table::REPORT, &key, &report);
    }
    let found = run(client(&canned).reports_certified(2)).unwrap();
    assert_eq!(found, [report(2, 1), report(2, 2)]);
    let (one, _) = run(client(&canned).report_certified(3, auditor(1))).unwrap();
    assert_eq!(one, Some(report(3, 1)));
    canned.network.now_ns -= 400_000_000_000;
    let result = run(client(&canned).reports_certified(2));
    assert!(matches!(result, Err(ClientError::Verify(_))), "{result:?}");
}

#[test]
fn should_refuse_an_answer_without_settings() {
    let canned = canned::<()>(&[]);
    let result = run(client(&canned).config_certified());
    assert!(matches!(result, Err(ClientError::Verify(_))), "{result:?}");
    let result = run(client(&canned).draw_and_config_certified(0));
    assert!(matches!(result, Err(ClientError::Verify(_))), "{result:?}");
}

#[test]
fn should_hand_on_refusals_as_they_are() {
    let refusal = AuditError::NothingDue { due_at_ns: Some(4) };
    let canned = canned(&[Err::<StakeAccount, _>(refusal.clone())]);
    let result = run(client(&canned).withdraw_stake());
    assert_eq!(result, Err(ClientError::Audit(refusal)));
}

#[test]
fn should_ask_by_the_canisters_names() {
    let nothing = canned(&[None::<SiteView>]);
    assert_eq!(run(client(&nothing).site(&site_id())), Ok(None));
    let fixed = canned(&[Err::<Draw, _>(AuditError::NoSites)]);
    assert_eq!(
        run(client(&fixed).fix_snapshot(4)),
        Err(ClientError::Audit(AuditError::NoSites))
    );
    let args = CancelAuditPlanArgs {
        plan_id: 3,
        reason: "a typo".into(),
    };
    let validation = canned(&[Ok::<String, String>("takes it back".into())]);
    let effect = run(client(&validation).validate("cancel_audit_plan", &args)).unwrap();
    assert_eq!(effect, Ok("takes it back".into()));
    let asked = [nothing, fixed, validation].map(|canned| canned.asked.take().concat());
    assert_eq!(
        asked,
        ["get_site", "fix_snapshot", "validate_cancel_audit_plan"]
    );
}

fn page(sites: std::ops::Range<u8>, auditors: u8, next: Option<u32>) -> Option<SnapshotPage> {
    let site = |n| SnapshotSite {
        site: SiteId {
            dc_id: format!("dc{n}"),
            ..site_id()
        },
        weight: 1,
        certain: false,
        critical: false,
        conflicted: Vec::new(),
        repeats: None,
    };
    let auditor = |n| SnapshotAuditor {
        id: auditor(n),
        capacity: 1,
        group: u32::from(n),
    };
    Some(SnapshotPage {
        sites: sites.map(site).collect(),
        auditors: (0..auditors).map(auditor).collect(),
        next,
    })
}

#[test]
fn should_read_a_snapshot_page_by_page() {
    let pages = canned(&[page(0..2, 3, Some(2)), page(2..3, 0, None)]);
    let whole = run(client(&pages).whole_snapshot(1)).unwrap();
    assert_eq!(whole, page(0..3, 3, None));
    let none = canned(&[None::<SnapshotPage>]);
    assert_eq!(run(client(&none).whole_snapshot(1)), Ok(None));
}

#[test]
fn should_not_read_a_snapshot_for_ever() {
    for next in [0, 1, 2, 5] {
        let pages = canned(&[page(0..2, 3, Some(2)), page(2..2, 0, Some(next))]);
        let result = run(client(&pages).whole_snapshot(1));
        let broken = matches!(result, Err(ClientError::Reply { .. }));
        assert!(broken, "{next}: {result:?}");
    }
}
