//! Forged accounts, lots and bonds, and forged beginnings of transfers.

use super::{ANY, ITSELF, TOGETHER, refuse_after, refuse_again, refuse_author, refuse_earlier};
use crate::world::{HISTORY, ICP, PATRON, provider_id};
use bonafide_rewards::state::Event;
use bonafide_types::id::{Blob, Caller};
use bonafide_types::rewards::{TransferKind, TransferState};

/// Transfers, by their numbers: rewards, a gift, a bond, a payment, a bounty, a refund that is
/// sent, and a bond that goes back.
const REWARDS: usize = 0;
const GIFT: usize = 2;
const BOND: usize = 3;
const PAYMENT: usize = 5;
const BOUNTY: usize = 8;
const RELEASE: usize = 10;
const RETURN: usize = 13;

#[test]
fn should_join_and_leave_escrow_oneself() {
    let words = "a provider joins escrow itself";
    let at = at!(EscrowJoined);
    let other = provider_id(2);
    refuse_author(at, other.0, words);
    forge!(at, Event::EscrowJoined { provider, .. } => *provider = other, words);
    let short = Some(Blob(vec![1; 31]));
    forge!(at, Event::EscrowJoined { payout, .. } => payout.subaccount = short, words);
    refuse_again(at, words);
    let words = "a provider leaves escrow itself";
    let at = at!(EscrowLeft);
    refuse_author(at, provider_id(1).0, words);
    let other = provider_id(1);
    forge!(at, Event::EscrowLeft { provider } => *provider = other, words);
    refuse_again(at, words);
}

#[test]
fn should_release_what_is_due_and_send_it() {
    let words = "what is due is released, and sent";
    for at in [at!(LotReleased), at!(LotReleased, 1)] {
        forge!(at, Event::LotReleased { e8s, .. } => *e8s += 1, words);
        forge!(at, Event::LotReleased { e8s, .. } => *e8s -= 1, words);
        // One in which nothing is left, and one that there is not.
        forge!(at, Event::LotReleased { lot_id, .. } => *lot_id = 0, words);
        forge!(at, Event::LotReleased { lot_id, .. } => *lot_id = 9, words);
        refuse_earlier(at, 2, words);
        refuse_again(at, TOGETHER);
        // It is sent in the same message, all of it.
        forge!(
            at + 1,
            Event::TransferOpened { transfer } => transfer.amount_e8s -= 1,
            TOGETHER
        );
    }
}

#[test]
fn should_ask_back_the_bond_that_is_there() {
    let words = "a provider asks its own bond back";
    let at = at!(BondUnbonded);
    forge!(at, Event::BondUnbonded { part, .. } => part.amount_e8s = 6 * ICP, words);
    forge!(at, Event::BondUnbonded { part, .. } => part.amount_e8s = 0, words);
    forge!(at, Event::BondUnbonded { part, .. } => part.due_at_ns -= 1, words);
    let other = provider_id(1);
    forge!(at, Event::BondUnbonded { provider, .. } => *provider = other, words);
    refuse_author(at, other.0, words);
}

#[test]
fn should_number_transfers_and_begin_them_open() {
    for nth in [REWARDS, GIFT, BOND, PAYMENT, RELEASE, RETURN] {
        let at = at!(TransferOpened, nth);
        refuse_again(at, ANY);
        forge!(at, Event::TransferOpened { transfer } => transfer.id += 1, ANY);
        forge!(at, Event::TransferOpened { transfer } => transfer.fee_e8s += 1, ANY);
        forge!(at, Event::TransferOpened { transfer } => transfer.attempts = 1, ANY);
        forge!(at, Event::TransferOpened { transfer } => transfer.unresolved = 1, ANY);
        forge!(at, Event::TransferOpened { transfer } => transfer.created_at_ns -= 1, ANY);
        let made = TransferState::Made {
            block: None,
            at_ns: 0,
        };
        forge!(at, Event::TransferOpened { transfer } => transfer.state = made, ANY);
    }
}

#[test]
fn should_take_over_rewards_and_gifts_from_their_accounts() {
    let words = "rewards come from the provider's account";
    let at = at!(TransferOpened, REWARDS);
    // Less than is collected, and another provider's account.
    forge!(at, Event::TransferOpened { transfer } => transfer.amount_e8s = 9_999_999, words);
    let other = TransferKind::EscrowDeposit {
        provider: provider_id(2),
    };
    forge!(at, Event::TransferOpened { transfer } => transfer.kind = other, words);
    forge!(at, Event::TransferOpened { transfer } => transfer.account.subaccount = None, words);
    let words = "gifts come from the treasury's account";
    let at = at!(TransferOpened, GIFT);
    forge!(at, Event::TransferOpened { transfer } => transfer.amount_e8s = 0, words);
    forge!(at, Event::TransferOpened { transfer } => transfer.account.subaccount = None, words);
    // The accounts are the canister's.
    for nth in [REWARDS, GIFT] {
        let at = at!(TransferOpened, nth);
        let other = Caller(PATRON);
        forge!(at, Event::TransferOpened { transfer } => transfer.account.owner = other, ITSELF);
    }
}

#[test]
fn should_move_bonds_of_their_providers() {
    let words = "a bond comes from its provider";
    let at = at!(TransferOpened, BOND);
    forge!(at, Event::TransferOpened { transfer } => transfer.amount_e8s = ICP - 1, words);
    let other = Caller(provider_id(4).0);
    forge!(at, Event::TransferOpened { transfer } => transfer.account.owner = other, words);
    refuse_author(at, provider_id(4).0, words);
    let words = "what goes back is all that is due";
    let at = at!(TransferOpened, RETURN);
    for amount in [ICP - 1, ICP + 1] {
        forge!(at, Event::TransferOpened { transfer } => transfer.amount_e8s = amount, words);
    }
    let other = Caller(PATRON);
    forge!(at, Event::TransferOpened { transfer } => transfer.account.owner = other, words);
    refuse_earlier(at, 2, words);
}

#[test]
fn should_pay_what_the_treasury_has_once() {
    let words = "the treasury pays what it has";
    let at = at!(TransferOpened, PAYMENT);
    forge!(at, Event::TransferOpened { transfer } => transfer.amount_e8s = 11 * ICP, words);
    forge!(at, Event::TransferOpened { transfer } => transfer.amount_e8s = 1, words);
    // What the reporter gets stands with the execution, and never alone.
    let at = at!(TransferOpened, BOUNTY);
    forge!(at, Event::TransferOpened { transfer } => transfer.amount_e8s += 1, TOGETHER);
    let other = Caller(provider_id(3).0);
    forge!(at, Event::TransferOpened { transfer } => transfer.account.owner = other, TOGETHER);
    let words = "a reporter is paid when the case is executed, once";
    refuse_again(at, words);
    let before = at!(CaseBecameExecutable, 3);
    refuse_after(before, HISTORY[at].clone(), words);
}

#[test]
fn should_send_what_is_released() {
    let words = "what is released is sent";
    let at = at!(TransferOpened, RELEASE);
    for amount in [2 * ICP - 1, 2 * ICP + 1] {
        forge!(at, Event::TransferOpened { transfer } => transfer.amount_e8s = amount, words);
    }
    let other = Caller(PATRON);
    forge!(at, Event::TransferOpened { transfer } => transfer.account.owner = other, words);
    let other = TransferKind::EscrowRelease {
        provider: provider_id(2),
    };
    forge!(at, Event::TransferOpened { transfer } => transfer.kind = other, words);
    refuse_again(at, words);
    // Before anything is released.
    let early = HISTORY[at].clone();
    refuse_after(at!(CaseRefunded) - 1, early, words);
}
