use super::*;
use crate::commands::testing::{AUDITS, FEE, World, payout, provider_id};
use crate::state::Event;
use bonafide_kit::transfer;
use bonafide_types::id::Caller;
use bonafide_types::limits::SECOND_NS;

fn row(kind: TransferKind, account: LedgerAccount) -> Transfer {
    let created_at_ns = 1_700_000_000 * SECOND_NS;
    transfer::opened(1, kind, account, 150_000_000, FEE, created_at_ns)
}

fn grant(purpose: GrantPurpose) -> TransferKind {
    let memo = "the budget of plan 3".into();
    TransferKind::Payment(Purchase::Grant { purpose, memo })
}

#[test]
fn should_say_what_is_paid_to_whom() {
    let mut world = World::new();
    world.gift(400_000_000);
    let to = LedgerAccount {
        subaccount: Some(Blob(vec![10; 32])),
        ..payout(7)
    };
    assert_eq!(
        opened(&world.state, &row(grant(GrantPurpose::VerifierFees), to)),
        format!(
            "Pays 1.5 ICP of the 4 ICP that the treasury has now to {}, subaccount {}, for a \
             verifier: \"the budget of plan 3\". Of that the ledger keeps its fee, 0.0001 ICP. \
             If the ledger refuses, it is in the treasury again.",
            provider_id(7),
            "0a".repeat(32)
        )
    );
    let words = opened(&world.state, &row(grant(GrantPurpose::Other), payout(7)));
    let to = format!(
        "to {}, for something else than auditors and verifiers: ",
        provider_id(7)
    );
    assert!(words.contains(&to), "{words}");
}

#[test]
fn should_know_the_treasury_of_the_audits_canister() {
    let mut world = World::new();
    world.gift(400_000_000);
    let treasury = LedgerAccount {
        owner: Caller(AUDITS),
        subaccount: Some(Blob(audits::TREASURY_SUBACCOUNT.to_vec())),
    };
    let fees = || grant(GrantPurpose::AuditorFees);
    let words = opened(&world.state, &row(fees(), treasury.clone()));
    let there = "to the treasury of the audits canister, for auditors: ";
    assert!(words.contains(there), "{words}");
    for elsewhere in [
        LedgerAccount {
            subaccount: None,
            ..treasury.clone()
        },
        LedgerAccount {
            owner: payout(7).owner,
            ..treasury
        },
    ] {
        let words = opened(&world.state, &row(fees(), elsewhere));
        let there = "for auditors, though not to the treasury of the audits canister: ";
        assert!(words.contains(there), "{words}");
    }
}

#[test]
fn should_leave_out_what_nobody_votes_on() {
    let world = World::new();
    let words = opened(&world.state, &row(TransferKind::BondDeposit, payout(7)));
    assert_eq!(words, "Is not voted on.");
}

#[test]
fn should_say_what_settling_a_transfer_does() {
    let mut world = World::staffed();
    let provider = provider_id(1);
    world.gift(400_000_000);
    let transfer = row(grant(GrantPurpose::Other), payout(7));
    world.apply([Event::TransferOpened { transfer }]);
    let made = TransferState::Made {
        block: Some(9),
        at_ns: 0,
    };
    assert_eq!(
        settled(&world.state, 1, &made, "it was seen"),
        format!(
            "Settles transfer 1, a payment of the treasury to {} for \"the budget of plan 3\", \
             1.5 ICP from 2023-11-14 22:13:20 UTC: the ledger made it, in block 9. The books say \
             so, and nothing is sent again. How that is known: it was seen",
            provider_id(7)
        )
    );
    let failed = TransferState::Failed {
        reason: "an example".into(),
        at_ns: 0,
    };
    let words = settled(&world.state, 1, &failed, "it was sought");
    let end = "the ledger did not make it. What was to go out is in the treasury. How that is \
               known: it was sought";
    assert!(words.ends_with(end), "{words}");
    for (kind, expected) in [
        (
            TransferKind::EscrowDeposit { provider },
            format!("rewards into the escrow of {provider}"),
        ),
        (
            TransferKind::BondDeposit,
            format!("the deposit of a bond by {}", provider_id(7)),
        ),
        (
            TransferKind::TreasuryDeposit,
            "gifts into the treasury".to_owned(),
        ),
        (
            TransferKind::EscrowRelease { provider },
            format!("released rewards of {provider} to {}", provider_id(7)),
        ),
        (
            TransferKind::BondReturn { provider },
            format!("the return of a bond to {provider}"),
        ),
        (
            TransferKind::Payment(Purchase::Bounty { case_id: 5 }),
            format!("the bounty of case 5 to {}", provider_id(7)),
        ),
    ] {
        let words = about(&row(kind, payout(7)));
        assert!(
            words.starts_with(&format!(", {expected}, 1.5 ICP")),
            "{words}"
        );
    }
}
