//! The same, where the rewards canister has names.

use super::e8s;
use crate::output::instant;
use bonafide_client::ledger::account_text;
use bonafide_policy::rewards::day::Day;
use bonafide_rewards::domain::amounts::percent_of_bps;
use bonafide_types::{
    ledger::{DEFAULT_SUBACCOUNT, Subaccount},
    rewards::{
        CaseState, Enforcement, EscrowAccount, Expiry, Inputs, LedgerAccount, PeriodState,
        PublishedPenalty,
    },
};

/// `2025-01-01 to 2025-01-31`.
pub(crate) fn days(from_day: u32, to_day: u32) -> String {
    format!("{} to {}", Day(from_day), Day(to_day))
}

pub(crate) fn inputs(inputs: &Inputs) -> &'static str {
    match inputs {
        Inputs::Operators(_) => "operator records with an adopted hash",
        Inputs::Days(_) => "days with adopted hashes",
        Inputs::Collected => "collected by the canister",
    }
}

pub(crate) fn period_state(state: PeriodState, slices: u32) -> String {
    match state {
        PeriodState::AwaitingInputs { supplied } => {
            format!("awaits facts: {supplied} of {slices} slices are there")
        }
        PeriodState::Computing { slice } => format!("{slice} of {slices} slices are computed"),
        PeriodState::Closed { at_ns } => format!("closed {}", instant(at_ns)),
        PeriodState::Cancelled { at_ns } => format!("taken back {}", instant(at_ns)),
    }
}

/// The case of a penalty, how much it takes, and of what.
pub(crate) fn penalty(penalty: &PublishedPenalty) -> [String; 3] {
    let of = penalty.node.map_or_else(
        || "everything".into(),
        |node| format!("what node {node} earned"),
    );
    [penalty.case_id.to_string(), percent_of_bps(penalty.bps), of]
}

pub(crate) fn case_state(state: CaseState) -> String {
    match state {
        CaseState::Reported => "reported: nothing follows from it".into(),
        CaseState::Proposed { proposal_id } => {
            format!("proposal {proposal_id} to freeze it is in vote")
        }
        CaseState::Frozen { until_ns } => {
            format!("frozen, can be appealed from {}", instant(until_ns))
        }
        CaseState::AppealWindow { until_ns } => {
            format!("can be appealed until {}", instant(until_ns))
        }
        CaseState::Executable { until_ns } => {
            format!("anyone can execute it until {}", instant(until_ns))
        }
        CaseState::Executed {
            at_ns,
            taken_e8s,
            bounty_e8s,
        } => {
            let taken = format!("executed {}, took {}", instant(at_ns), e8s(taken_e8s));
            if bounty_e8s == 0 {
                return taken;
            }
            format!("{taken}, of which the reporter gets {}", e8s(bounty_e8s))
        }
        CaseState::Cancelled { at_ns } => format!("cancelled {}", instant(at_ns)),
        CaseState::Expired { at_ns, why } => {
            let why = match why {
                Expiry::EvidenceTooOld => "its evidence became too old",
                Expiry::AppealUndecided => "no vote decided the appeal",
                Expiry::NotExecuted => "nobody executed it",
            };
            format!("expired {}: {why}", instant(at_ns))
        }
        CaseState::Refunded {
            at_ns,
            refunded_e8s,
        } => format!("{} given back {}", e8s(refunded_e8s), instant(at_ns)),
    }
}

pub(crate) fn enforcement(enforcement: Enforcement) -> &'static str {
    match enforcement {
        Enforcement::Escrow => "from the period's rewards in escrow",
        Enforcement::Bond => "from the bond",
        Enforcement::Published => "by a published penalty",
    }
}

/// An account as ICRC-1 writes it; where the bytes are no subaccount, both in a row.
pub(crate) fn ledger_account(account: &LedgerAccount) -> String {
    let owner = account.owner.0;
    let Some(bytes) = &account.subaccount else {
        return account_text(owner, &DEFAULT_SUBACCOUNT);
    };
    match <[u8; 32]>::try_from(bytes.0.as_slice()) {
        Ok(bytes) => account_text(owner, &Subaccount::new(bytes)),
        Err(_) => format!("{owner} {}", hex::encode(&bytes.0)),
    }
}

/// Fields of what a provider has beside its lots, for people.
pub(crate) fn account(account: &EscrowAccount) -> Vec<(&'static str, String)> {
    let EscrowAccount {
        payout,
        joined_at_ns,
        releasable_e8s,
        bond_e8s,
        unbonding,
        bond_locked_e8s,
    } = account;
    let joined = joined_at_ns.map_or_else(
        || "no: its rewards do not come here".into(),
        |at_ns| format!("since {}", instant(at_ns)),
    );
    let parts: Vec<_> = unbonding
        .iter()
        .map(|part| format!("{} from {}", e8s(part.amount_e8s), instant(part.due_at_ns)))
        .collect();
    let payout = payout.as_ref().map(ledger_account);
    vec![
        ("in escrow", joined),
        ("is paid to", payout.unwrap_or_default()),
        ("released, not sent yet", e8s(*releasable_e8s)),
        ("bond", e8s(*bond_e8s)),
        ("bond asked back", parts.join(", ")),
        ("bond locked by cases", e8s(*bond_locked_e8s)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::id::{Blob, Caller};
    use candid::Principal;

    #[test]
    fn should_write_accounts_as_the_standard_does() {
        // The examples of ICRC-1.
        let text = "k2t6j-2nvnp-4zjm3-25dtz-6xhaa-c7boj-5gayf-oj3xs-i43lp-teztq-6ae";
        let owner = Principal::from_text(text).unwrap();
        let of = |subaccount: Option<Vec<u8>>| {
            ledger_account(&LedgerAccount {
                owner: Caller(owner),
                subaccount: subaccount.map(Blob),
            })
        };
        assert_eq!(of(None), text);
        assert_eq!(of(Some(vec![0; 32])), text);
        let mut one = vec![0; 32];
        one[31] = 1;
        assert_eq!(of(Some(one)), format!("{text}-6cc627i.1"));
        assert_eq!(of(Some(vec![0xab])), format!("{text} ab"));
    }
}
