//! What commands ask of auditors, of stake, and of transfers that begin.

use crate::state::State;
use bonafide_kit::field;
use bonafide_kit::transfer::opened;
use bonafide_types::audits::{
    AuditError, Auditor, AuditorChange, AuditorStatus, Conflicts, LedgerAccount, Tie, Transfer,
    TransferKind,
};
use bonafide_types::id::{AuditorId, Caller, ProviderId};
use bonafide_types::limits::{
    AUDITOR_CHANGES, DC_OWNERS, NAME_BYTES, TIED_VERIFIERS, TIES, UNSETTLED_TRANSFERS,
};
use bonafide_types::transfer::Purpose;
use ic_stable_structures::Memory;

/// Somebody who applied as an auditor, whatever became of it.
pub(crate) fn auditor<M: Memory>(state: &State<M>, id: AuditorId) -> Result<Auditor, AuditError> {
    let found = state.auditor(id);
    found.ok_or(AuditError::AuditorNotFound { auditor: id })
}

/// The auditor after a change of standing.
pub(crate) fn changed<M: Memory>(
    state: &State<M>,
    id: AuditorId,
    from: &[AuditorStatus],
    to: AuditorStatus,
    reason: String,
    at_ns: u64,
) -> Result<Auditor, AuditError> {
    field::check_reason(&reason)?;
    let mut auditor = auditor(state, id)?;
    let status = auditor.status();
    if !from.contains(&status) {
        let auditor = id;
        return Err(AuditError::AuditorStanding { auditor, status });
    }
    // The last place is kept for the removal.
    let most = AUDITOR_CHANGES - usize::from(to != AuditorStatus::Removed);
    field::check_count("history", auditor.history.len() + 1, 1, most)?;
    auditor.history.push(AuditorChange {
        at_ns,
        status: to,
        reason,
    });
    Ok(auditor)
}

/// A transfer.
pub(crate) fn transfer<M: Memory>(state: &State<M>, id: u64) -> Result<Transfer, AuditError> {
    let found = state.transfer(id);
    found.ok_or(AuditError::TransferNotFound { transfer_id: id })
}

/// Refuses a node provider: it would audit itself or its rivals.
pub(crate) fn no_provider<M: Memory>(state: &State<M>, id: AuditorId) -> Result<(), AuditError> {
    match state.cluster(ProviderId(id.0)) {
        None => Ok(()),
        Some(_) => Err(AuditError::AuditorIsProvider { auditor: id }),
    }
}

/// Checks what an auditor declares; the providers must be known.
pub(crate) fn check_conflicts<M: Memory>(
    state: &State<M>,
    conflicts: &Conflicts,
) -> Result<(), AuditError> {
    let Conflicts {
        providers,
        dc_owners,
        verifiers,
    } = conflicts;
    let field = "conflicts.providers";
    field::check_count(field, providers.len(), 0, TIES)?;
    // One provider may be tied in more than one way.
    let shown = |Tie { provider, kind }: &Tie| format!("{provider} ({kind:?})");
    field::check_distinct(field, providers.iter().map(shown))?;
    let unknown = |provider: &ProviderId| state.cluster(*provider).is_none();
    if let Some(provider) = providers.iter().map(|tie| tie.provider).find(unknown) {
        let rule = "a provider that the registry shows";
        return Err(field::invalid(field, &provider.to_string(), rule).into());
    }
    let field = "conflicts.dc_owners";
    field::check_count(field, dc_owners.len(), 0, DC_OWNERS)?;
    for owner in dc_owners {
        field::check(field, owner, NAME_BYTES)?;
    }
    field::check_distinct(field, dc_owners)?;
    let field = "conflicts.verifiers";
    field::check_count(field, verifiers.len(), 0, TIED_VERIFIERS)?;
    field::check_distinct(field, verifiers)?;
    Ok(())
}

/// Refuses while a draw is being made whose snapshot counts on the free stake of somebody.
pub(crate) fn not_promised<M: Memory>(state: &State<M>, owner: Caller) -> Result<(), AuditError> {
    let promised = |draw_id: &u64| {
        let auditors = state.snapshot_auditors(*draw_id);
        auditors.iter().any(|auditor| auditor.id.0 == owner.0)
    };
    match state.open_draws.keys().find(promised) {
        None => Ok(()),
        Some(draw_id) => Err(AuditError::DrawUnderWay { draw_id }),
    }
}

/// Refuses while a transfer of somebody's stake, in or out, is not settled.
pub(crate) fn no_transfer<M: Memory>(state: &State<M>, owner: Caller) -> Result<(), AuditError> {
    none_unsettled(state, |transfer| {
        let stake = matches!(
            transfer.kind,
            TransferKind::StakeDeposit | TransferKind::StakeReturn
        );
        stake && transfer.account.owner == owner
    })
}

/// Refuses while a certain transfer is not settled.
pub(crate) fn none_unsettled<M: Memory>(
    state: &State<M>,
    is_such: impl Fn(&Transfer) -> bool,
) -> Result<(), AuditError> {
    let mut unsettled = state.unsettled_transfers.keys();
    match unsettled.find(|id| state.transfer(*id).is_some_and(|row| is_such(&row))) {
        None => Ok(()),
        Some(transfer_id) => Err(AuditError::TransferUnderWay { transfer_id }),
    }
}

/// A new transfer, at the ledger's fee as last seen.
///
/// # Errors
/// [`AuditError::TooManyTransfers`]; [`AuditError::AmountBelowFee`] of what goes out.
pub(crate) fn open_transfer<M: Memory>(
    state: &State<M>,
    kind: TransferKind,
    account: LedgerAccount,
    amount_e8s: u64,
    now_ns: u64,
) -> Result<Transfer, AuditError> {
    if state.unsettled_transfers.len() >= UNSETTLED_TRANSFERS {
        let limit = UNSETTLED_TRANSFERS;
        return Err(AuditError::TooManyTransfers { limit });
    }
    let fee_e8s = state.settings().ledger_fee_e8s;
    if !kind.comes_in() && amount_e8s <= fee_e8s {
        return Err(AuditError::AmountBelowFee {
            amount_e8s,
            fee_e8s,
        });
    }
    let id = state.transfers.len();
    Ok(opened(id, kind, account, amount_e8s, fee_e8s, now_ns))
}
