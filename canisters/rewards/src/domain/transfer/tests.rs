use super::*;
use crate::commands::testing::provider_id;
use bonafide_kit::transfer::opened;
use bonafide_types::id::Caller;
use bonafide_types::ledger::TransferFromError;
use bonafide_types::limits::SECOND_NS;
use bonafide_types::rewards::{GrantPurpose, LedgerAccount, Purchase, TransferKind, TransferState};
use bonafide_types::transfer::Purpose;
use candid::{Nat, Principal};

const NOW: u64 = 1_767_571_200 * SECOND_NS;
const MINUTE: u64 = 60 * SECOND_NS;

/// A release after an attempt of which nothing is known.
fn attempted() -> Transfer {
    let account = LedgerAccount {
        owner: Caller(Principal::from_slice(&[7, 7])),
        subaccount: None,
    };
    let provider = provider_id(1);
    let kind = TransferKind::EscrowRelease { provider };
    Transfer {
        attempts: 1,
        unresolved: 1,
        ..opened(5, kind, account, 100_000, 10_000, NOW)
    }
}

#[test]
fn should_know_what_comes_in_and_what_is_taken() {
    let provider = provider_id(1);
    let grant = Purchase::Grant {
        purpose: GrantPurpose::Other,
        memo: "an example".into(),
    };
    for (kind, comes_in, by_approval) in [
        (TransferKind::EscrowDeposit { provider }, true, false),
        (TransferKind::BondDeposit, true, true),
        (TransferKind::TreasuryDeposit, true, false),
        (TransferKind::EscrowRelease { provider }, false, false),
        (TransferKind::BondReturn { provider }, false, false),
        (TransferKind::Payment(grant), false, false),
    ] {
        assert_eq!(kind.comes_in(), comes_in, "{kind:?}");
        assert_eq!(kind.by_approval(), by_approval, "{kind:?}");
    }
}

#[test]
fn should_write_an_event_for_each_step() {
    let transfer_id = 5;
    let attempt = Event::TransferAttempted { transfer_id };
    let row = attempted();
    assert_eq!(due(&row, NOW), Due::Wait);
    assert_eq!(due(&row, NOW + MINUTE), Due::Ask(vec![attempt]));
    let Due::Settle(quarantined) = due(&row, NOW + 2_000 * MINUTE) else {
        panic!("nobody can know what became of it");
    };
    assert!(matches!(
        quarantined,
        Event::TransferSettled {
            transfer_id: 5,
            state: TransferState::Quarantined { .. },
            evidence: None,
        }
    ));
    let expected_fee = Nat::from(20_000_u64);
    let bad_fee = Answer::Refused(TransferFromError::BadFee { expected_fee });
    let reason = bad_fee.words();
    let (fee_e8s, created_at_ns) = (20_000, NOW + MINUTE);
    assert_eq!(
        next(&row, &bad_fee, created_at_ns),
        [
            Event::AttemptRefused {
                transfer_id,
                reason,
            },
            Event::LedgerFeeLearned { fee_e8s },
            Event::TransferRenewed {
                transfer_id,
                fee_e8s,
                created_at_ns,
            },
        ]
    );
    let (block, at_ns) = (Some(9), NOW);
    let made = Event::TransferSettled {
        transfer_id,
        state: TransferState::Made { block, at_ns },
        evidence: None,
    };
    assert_eq!(next(&row, &Answer::Made(block), at_ns), [made]);
}
