//! Stories of the rewards canister: months that anyone can compute again, cases that a vote
//! opens, limits and undoes, and money that is where the books say.

mod bonds;
mod cancel;
mod collected;
mod expiry;
mod finding;
mod modes;
mod money;
mod month;
mod replay;
mod story;

use bonafide_test_support::audits::ICP;
use bonafide_test_support::{Plan, Suite, actors, rewards};
use bonafide_types::governance::{Command, ProposalStatus};
use bonafide_types::id::{Caller, ProviderId};
use bonafide_types::ledger::Account;
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{
    Books, Case, CaseState, Charge, Effect, EscrowAccount, Lot, RewardsError, Transfer,
    TransferState, table,
};
use bonafide_types::transfer::Purpose;
use candid::Principal;
use std::collections::BTreeMap;
use std::fmt::Debug;

/// Providers of the small network: as many as it takes for one of them to cost what its class
/// does, and not more because others are few.
const PROVIDERS: u32 = 10;
/// Days of its period.
const DAYS: u32 = 3;
/// What each of them earns in it.
const EARNED: u64 = 6 * ICP;
/// A tenth of that: what a false declaration costs.
const TENTH: u64 = EARNED / 10;
/// A tenth, billionths.
const TENTH_PPB: u32 = 100_000_000;

/// What the memos of the canister's transfers begin with.
const MEMO: &[u8] = b"bonafide";

/// A suite of which provider 1 has in escrow what it earned in the only period.
fn begin() -> Suite {
    begin_with(&Plan::default())
}

fn begin_with(plan: &Plan) -> Suite {
    let suite = Suite::rewarding_providers(plan, PROVIDERS);
    suite.close_days(PROVIDERS, DAYS);
    suite.rewarding().join(provider());
    suite.rewarding().collect(provider(), EARNED);
    suite
}

/// The provider of most stories.
fn provider() -> ProviderId {
    actors::provider(1)
}

/// Who reports.
fn reporter() -> Principal {
    Principal::self_authenticating("reporter")
}

/// An offence of a provider on the first day of the only period.
fn offence(suite: &Suite, of: ProviderId, evidence: u8) -> Charge {
    let day = suite.rewarding().period(0).from_day;
    Charge {
        reporter: Some(Caller(reporter())),
        ..rewards::charge(of, evidence, u64::from(day) * DAY_NS)
    }
}

fn because() -> String {
    "An example.".into()
}

/// The council adopts a command, which is executed.
fn adopt(suite: &Suite, command: &Command) {
    let state = suite.by_council(command);
    assert_eq!(state.status, ProposalStatus::Executed, "{state:?}");
}

/// What voters read of a command before they vote.
fn words(suite: &Suite, command: &Command) -> String {
    let text = suite.rewarding().validate(command);
    text.unwrap_or_else(|refusal| panic!("{command:?}: {refusal}"))
}

/// That voters read these words of a command.
fn assert_told(suite: &Suite, command: &Command, wanted: &[&str]) {
    let text = words(suite, command);
    for part in wanted {
        assert!(text.contains(part), "{part:?} is not in {text:?}");
    }
}

/// That a command would be refused with an error of this name.
fn assert_refused(suite: &Suite, command: &Command, name: &str) {
    let text = suite.rewarding().validate(command);
    let text = text.expect_err("a command that breaks a rule");
    assert!(text.starts_with(name), "{name}: {text}");
}

/// Sees a call refused, and nothing changed by it.
fn unchanged<T: Debug>(
    suite: &Suite,
    call: impl FnOnce() -> Result<T, RewardsError>,
) -> RewardsError {
    let rewards = suite.rewarding();
    // What earlier calls began in the background ends first.
    rewards.rounds();
    let before = rewards.root();
    let said = call().expect_err("a call that breaks a rule");
    assert_eq!(rewards.root(), before, "{said} changed something");
    said
}

/// Sees a case not executed, because it is not where that is possible.
fn assert_not_executable(suite: &Suite, id: u64) {
    let rewards = suite.rewarding();
    let state = rewards.case(id).state;
    let said = unchanged(suite, || rewards.execute_case(actors::stranger(), id));
    let wanted = RewardsError::CaseStanding {
        case_id: id,
        state,
        needed: "Executable".into(),
    };
    assert_eq!(said, wanted);
}

/// What is locked in a provider's lots.
fn locked(suite: &Suite, of: ProviderId) -> u64 {
    suite.rewarding().escrow(of).locked_e8s
}

fn is_made(transfer: &Transfer) -> bool {
    matches!(transfer.state, TransferState::Made { .. })
}

/// Everything of the sum that [`Books`] are.
fn places(books: &Books) -> [u64; 8] {
    let Books {
        deposited_e8s: _,
        escrow_e8s,
        releasable_e8s,
        bonds_e8s,
        treasury_e8s,
        sending_e8s,
        released_e8s,
        returned_e8s,
        paid_e8s,
        taken_e8s: _,
        refunded_e8s: _,
    } = *books;
    [
        escrow_e8s,
        releasable_e8s,
        bonds_e8s,
        treasury_e8s,
        sending_e8s,
        released_e8s,
        returned_e8s,
        paid_e8s,
    ]
}

/// All that came in is somewhere, rows agree with the books, what is locked is what cases lock,
/// the ledger's account holds what the books say, and no transfer was made twice.
fn assert_conserved(suite: &Suite) {
    let rewards = suite.rewarding();
    let books = rewards.books();
    let sum: u64 = places(&books).iter().sum();
    assert_eq!(books.deposited_e8s, sum, "{books:?}");
    assert_rows(suite, &books);

    let ledger = rewards.ledger();
    // The audits canister's memos look the same.
    let is_own = |account: Option<&Account>| account.is_some_and(|it| it.owner == suite.rewards);
    let mut blocks = ledger.transfers();
    blocks.retain(|block| is_own(block.from.as_ref()) || is_own(block.to.as_ref()));
    let mut made = BTreeMap::new();
    for block in blocks {
        let memo = block.memo.as_ref().map(|memo| memo.as_slice());
        if let Some(number) = memo.and_then(|memo| memo.strip_prefix(MEMO)) {
            let id = u64::from_be_bytes(number.try_into().unwrap());
            let before = made.insert(id, block.index);
            assert_eq!(before, None, "transfer {id} was made twice");
        }
    }
    // What the ledger did and the canister does not know yet.
    let (mut in_e8s, mut out_e8s) = (0, 0);
    for transfer in rewards.transfers() {
        let block = made.remove(&transfer.id);
        match (&transfer.state, block) {
            (TransferState::Made { block, .. }, there) => assert_eq!(*block, there, "{transfer:?}"),
            (TransferState::Failed { .. }, there) => assert_eq!(there, None, "{transfer:?}"),
            (TransferState::Open | TransferState::Quarantined { .. }, None) => {}
            (TransferState::Open | TransferState::Quarantined { .. }, Some(_)) => {
                let side = if transfer.kind.comes_in() {
                    &mut in_e8s
                } else {
                    &mut out_e8s
                };
                *side += transfer.amount_e8s;
            }
        }
    }
    assert_eq!(
        made,
        BTreeMap::new(),
        "blocks of transfers that are not known"
    );
    let gone = books.released_e8s + books.returned_e8s + books.paid_e8s;
    let there = books.deposited_e8s - gone + in_e8s - out_e8s;
    assert_eq!(ledger.balance(suite.rewards), there, "{books:?}");
}

/// Lots, accounts and cases against the books.
fn assert_rows(suite: &Suite, books: &Books) {
    let rewards = suite.rewarding();
    let lots: Vec<Lot> = rewards.table(table::LOT);
    let accounts: Vec<EscrowAccount> = rewards.table(table::ACCOUNT);
    let cases: Vec<Case> = rewards.table(table::CASE);
    let held: u64 = lots.iter().map(|lot| lot.held_e8s).sum();
    let releasable: u64 = accounts.iter().map(|account| account.releasable_e8s).sum();
    let bonds: u64 = accounts.iter().map(EscrowAccount::bond_total_e8s).sum();
    assert_eq!(
        (held, releasable, bonds),
        (books.escrow_e8s, books.releasable_e8s, books.bonds_e8s)
    );
    let (mut of_lots, mut of_bonds, mut taken) = (0, 0, 0);
    for effect in cases.iter().flat_map(|case| &case.effects) {
        match effect {
            Effect::LotLocked { e8s, .. } => of_lots += e8s,
            Effect::BondLocked { e8s } => of_bonds += e8s,
            Effect::LotTaken { e8s, .. } | Effect::BondTaken { e8s } => taken += e8s,
            Effect::PenaltyPublished { .. } => {}
        }
    }
    let locked: u64 = lots.iter().map(|lot| lot.locked_e8s).sum();
    let bonds_locked: u64 = accounts.iter().map(|account| account.bond_locked_e8s).sum();
    assert_eq!((locked, bonds_locked), (of_lots, of_bonds));
    assert_eq!(taken, books.taken_e8s - books.refunded_e8s);
    // Nothing is so because of a case that is over.
    let over = |case: &&Case| {
        matches!(
            case.state,
            CaseState::Cancelled { .. } | CaseState::Expired { .. } | CaseState::Refunded { .. }
        )
    };
    let left = cases
        .iter()
        .filter(over)
        .find(|case| !case.effects.is_empty());
    assert_eq!(left, None);
}
