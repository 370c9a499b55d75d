//! What always holds, checked from scratch. For tests: it reads everything.

use super::State;
use crate::domain::conflicts::same_for_all;
use bonafide_types::audits::{
    AssignmentPurpose, AssignmentState, FindingState, Plan, PlanState, SeatState, TransferKind,
    TransferState,
};
use bonafide_types::id::Caller;
use ic_stable_structures::Memory;
use std::collections::{BTreeMap, BTreeSet};

/// Checks that counters and indexes agree with the rows, and the rules of the crate's
/// documentation.
///
/// # Errors
/// The first thing that does not hold, in words.
pub fn try_state<M: Memory>(state: &State<M>) -> Result<(), String> {
    money(state)?;
    locks(state)?;
    assignments(state)?;
    plans(state)?;
    indexes(state)
}

fn hold(holds: bool, words: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(words()) }
}

fn money<M: Memory>(state: &State<M>) -> Result<(), String> {
    let books = state.books();
    let places = [
        books.stakes_e8s,
        books.free_e8s,
        books.reserved_e8s,
        books.sending_e8s,
        books.paid_e8s,
        books.returned_e8s,
    ];
    let sum: u64 = places.iter().sum();
    hold(sum == books.deposited_e8s, || {
        format!(
            "{} e8s came in, {sum} are somewhere: {books:?}",
            books.deposited_e8s
        )
    })?;
    let (mut stakes, mut owed) = (0, 0);
    for (key, account) in state.accounts.after(None) {
        stakes += account.total_e8s();
        owed += account.owed_e8s;
        hold(
            (account.owed_e8s > 0) == state.owed.contains_key(&key),
            || format!("{account:?} and the index of what is owed differ"),
        )?;
    }
    hold(stakes == books.stakes_e8s, || {
        format!("accounts hold {stakes}, the books say {}", books.stakes_e8s)
    })?;
    hold(owed == books.owed_e8s, || {
        format!("accounts are owed {owed}, the books say {}", books.owed_e8s)
    })?;
    let (mut sending, mut deposited, mut paid, mut returned) = (0, 0, 0, 0);
    for (_, transfer) in state.transfers.after(None) {
        let (amount, kind) = (transfer.amount_e8s, &transfer.kind);
        let incoming = matches!(
            kind,
            TransferKind::StakeDeposit | TransferKind::TreasuryDeposit
        );
        let settled = match transfer.state {
            TransferState::Open | TransferState::Quarantined { .. } => {
                sending += if incoming { 0 } else { amount };
                false
            }
            TransferState::Made { .. } => {
                match kind {
                    TransferKind::StakeDeposit | TransferKind::TreasuryDeposit => {
                        deposited += amount;
                    }
                    TransferKind::StakeReturn => returned += amount,
                    TransferKind::AuditFee { .. } => paid += amount,
                }
                true
            }
            TransferState::Failed { .. } => true,
        };
        let unsettled = state.unsettled_transfers.contains_key(&transfer.id);
        hold(settled != unsettled, || format!("index of {transfer:?}"))?;
    }
    let found = [sending, deposited, paid, returned];
    let said = [
        books.sending_e8s,
        books.deposited_e8s,
        books.paid_e8s,
        books.returned_e8s,
    ];
    hold(found == said, || {
        format!("sending, deposited, paid, returned: {found:?} by transfers, {said:?} in the books")
    })?;
    hold(reserved(state) == books.reserved_e8s, || {
        format!(
            "{} are reserved, the books say {}",
            reserved(state),
            books.reserved_e8s
        )
    })
}

/// What plans, assignments and bonds without a panel hold.
fn reserved<M: Memory>(state: &State<M>) -> u64 {
    let plans: u64 = state
        .plans
        .after(None)
        .map(|(_, plan)| plan.reserved_e8s)
        .sum();
    let rows = state.assignments.after(None);
    let assignments: u64 = rows.map(|(_, row)| row.reserved_e8s).sum();
    let bonds: u64 = state
        .findings
        .after(None)
        .filter_map(|(_, finding)| finding.appeals.last().cloned())
        .filter(|appeal| appeal.assignment_id.is_none() && appeal.verdict.is_none())
        .map(|appeal| appeal.bond_e8s)
        .sum();
    plans + assignments + bonds
}

/// What seats lock is locked, unless a proposal took of it.
fn locks<M: Memory>(state: &State<M>) -> Result<(), String> {
    let mut locked: BTreeMap<Vec<u8>, u64> = BTreeMap::new();
    for (_, row) in state.assignments.after(None) {
        for seat in &row.seats {
            *locked.entry(seat.auditor.as_slice().to_vec()).or_default() += seat.locked_e8s;
        }
    }
    for (_, auditor) in state.auditors.after(None) {
        let seats = locked.remove(auditor.id.as_slice()).unwrap_or_default();
        let account = state.account(Caller(auditor.id.0)).locked_e8s;
        hold(account <= seats, || {
            format!(
                "{} has {account} e8s locked, for seats that lock {seats}",
                auditor.id
            )
        })?;
    }
    hold(locked.is_empty(), || {
        "somebody has a seat and is no auditor".into()
    })
}

fn assignments<M: Memory>(state: &State<M>) -> Result<(), String> {
    for (_, row) in state.assignments.after(None) {
        let open = row.state == AssignmentState::Open;
        hold(open == state.open_assignments.contains_key(&row.id), || {
            format!("assignment {} and the index of open ones differ", row.id)
        })?;
        let due = state
            .assignments_due
            .contains_key(&(row.reveal_until_ns, row.id));
        hold(!open || due, || format!("assignment {} is not due", row.id))?;
        let mut seated: Vec<_> = row.seats.iter().map(|seat| seat.auditor).collect();
        let seats = seated.len();
        seated.sort_unstable();
        seated.dedup();
        hold(seated.len() == seats, || {
            format!("somebody sits twice in {}", row.id)
        })?;
        let named = seated.iter().chain(&row.reserve);
        let mut owners = BTreeSet::new();
        for auditor in named.filter_map(|id| state.auditor(*id)) {
            hold(owners.insert(same_for_all(&auditor.owner)), || {
                format!(
                    "{:?} sits, or may follow, twice in {}",
                    auditor.owner, row.id
                )
            })?;
        }
        for seat in &row.seats {
            let filed = state.report(row.id, seat.auditor).is_some();
            let revealed = matches!(seat.state, SeatState::Revealed { .. });
            hold(filed == revealed, || {
                format!("seat {} of {} and its report differ", seat.auditor, row.id)
            })?;
        }
    }
    let fees = state.transfers.after(None).filter_map(|(_, transfer)| {
        let TransferKind::AuditFee { assignment_id } = transfer.kind else {
            return None;
        };
        Some((assignment_id, transfer.account.owner))
    });
    let mut paid: Vec<_> = fees.collect();
    let count = paid.len();
    paid.sort_unstable();
    paid.dedup();
    hold(paid.len() == count, || "a report is paid twice".into())?;
    hold(count as u64 == state.reports.len(), || {
        format!("{count} fees for {} reports", state.reports.len())
    })
}

fn plans<M: Memory>(state: &State<M>) -> Result<(), String> {
    let mut open: BTreeMap<u64, u32> = BTreeMap::new();
    for (_, row) in state.assignments.after(None) {
        if let AssignmentPurpose::Audit { plan_id } | AssignmentPurpose::Reaudit { plan_id, .. } =
            row.purpose
            && row.state == AssignmentState::Open
        {
            *open.entry(plan_id).or_default() += 1;
        }
    }
    for (_, plan) in state.plans.after(None) {
        let counted = open.remove(&plan.id).unwrap_or_default();
        hold(counted == plan.open_assignments, || {
            format!("plan {} counts {} open", plan.id, plan.open_assignments)
        })?;
        hold(
            is_open(&plan) == state.open_plans.contains_key(&plan.id),
            || format!("plan {} and the index of open ones differ", plan.id),
        )?;
        hold(is_open(&plan) || plan.reserved_e8s == 0, || {
            format!("plan {} is over and has money", plan.id)
        })?;
    }
    Ok(())
}

fn is_open(plan: &Plan) -> bool {
    !matches!(
        plan.state,
        PlanState::Closed { .. } | PlanState::Cancelled { .. }
    )
}

fn indexes<M: Memory>(state: &State<M>) -> Result<(), String> {
    for (_, draw) in state.draws.after(None) {
        let rows = state.snapshot_sites(draw.id, 0).count() as u64;
        hold(rows == u64::from(draw.snapshot.sites), || {
            format!("draw {} has {rows} rows", draw.id)
        })?;
    }
    let mut due = 0;
    for (_, finding) in state.findings.after(None) {
        if finding.state == FindingState::Provisional {
            due += 1;
            hold(
                state
                    .findings_due
                    .contains_key(&(finding.appeal_until_ns, finding.id)),
                || format!("finding {} is not due", finding.id),
            )?;
        }
    }
    hold(due == state.findings_due.len(), || {
        "findings are due that are not provisional".into()
    })?;
    hold(state.sites_by_provider.len() == state.sites.len(), || {
        "sites and their index differ".into()
    })
}
