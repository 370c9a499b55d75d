use super::*;
use crate::transfer::opened;
use bonafide_types::id::Caller;
use bonafide_types::limits::{LEDGER_WINDOW_NS, SECOND_NS};
use bonafide_types::transfer::LedgerAccount;
use std::collections::BTreeMap;

const NOW: u64 = 1_767_571_200 * SECOND_NS;
const MINUTE: u64 = 60 * SECOND_NS;
const SELF_ID: Principal = Principal::from_slice(&[8, 8]);

/// Goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Payment;

impl Purpose for Payment {
    fn comes_in(&self) -> bool {
        false
    }

    fn by_approval(&self) -> bool {
        false
    }
}

thread_local! {
    static ROWS: RefCell<BTreeMap<u64, Transfer<Payment>>> = const { RefCell::new(BTreeMap::new()) };
}

/// Rows on the heap.
struct Rows;

impl Rows {
    /// There are these, all open, and no others.
    fn open(ids: impl IntoIterator<Item = u64>) {
        let account = LedgerAccount {
            owner: Caller(Principal::from_slice(&[7, 7])),
            subaccount: None,
        };
        let row = |id| opened(id, Payment, account.clone(), 100_000, 10_000, NOW);
        ROWS.set(ids.into_iter().map(|id| (id, row(id))).collect());
    }

    fn row(id: u64) -> Transfer<Payment> {
        Self::transfer(id).expect("the transfer")
    }
}

impl Desk for Rows {
    type Kind = Payment;

    fn ledger() -> Principal {
        Principal::management_canister()
    }

    fn transfer(id: u64) -> Option<Transfer<Payment>> {
        ROWS.with_borrow(|rows| rows.get(&id).cloned())
    }

    fn unsettled() -> Vec<u64> {
        ROWS.with_borrow(|rows| rows.keys().copied().collect())
    }

    fn commit(ctx: &Ctx, transfer_id: u64, steps: Vec<Step>) {
        assert!(!steps.is_empty(), "something to commit");
        let mut row = Self::row(transfer_id);
        for step in steps {
            match step {
                Step::Attempted => {
                    row.attempts += 1;
                    row.unresolved += 1;
                    row.attempted_at_ns = ctx.now_ns;
                }
                Step::Refused { .. } => row.unresolved -= 1,
                Step::FeeLearned { .. } => {}
                Step::Renewed {
                    fee_e8s,
                    created_at_ns,
                } => {
                    row.fee_e8s = fee_e8s;
                    row.created_at_ns = created_at_ns;
                    row.unresolved = 0;
                }
                Step::Settled { state } => row.state = state,
            }
        }
        ROWS.with_borrow_mut(|rows| rows.insert(transfer_id, row));
    }
}

fn at(now_ns: u64) -> Ctx {
    Ctx {
        caller: SELF_ID,
        now_ns,
        self_id: SELF_ID,
    }
}

#[test]
fn should_count_an_attempt_before_asking() {
    Rows::open([0]);
    let asked = begin::<Rows>(0, &at(NOW)).expect("an attempt is due");
    assert_eq!((asked.attempts, asked.unresolved), (1, 1));
    assert_eq!(asked, Rows::row(0));
    assert_eq!(begin::<Rows>(0, &at(NOW + 1)), None, "in the pause");
    assert_eq!(begin::<Rows>(1, &at(NOW)), None, "there is none");
    assert_eq!(Rows::row(0), asked);
    // Created anew where the ledger does not take the time any more.
    Rows::open([2]);
    let window = NOW + LEDGER_WINDOW_NS;
    let asked = begin::<Rows>(2, &at(window)).expect("an attempt is due");
    assert_eq!((asked.created_at_ns, asked.unresolved), (window, 1));
}

#[test]
fn should_settle_without_asking_what_nobody_can_know() {
    Rows::open([0]);
    assert!(begin::<Rows>(0, &at(NOW)).is_some());
    let later = at(NOW + 2 * LEDGER_WINDOW_NS);
    assert_eq!(begin::<Rows>(0, &later), None);
    let row = Rows::row(0);
    assert!(matches!(row.state, TransferState::Quarantined { .. }));
    assert_eq!(row.attempts, 1);
}

#[test]
fn should_apply_an_answer_to_an_open_transfer_only() {
    Rows::open([0]);
    assert!(begin::<Rows>(0, &at(NOW)).is_some());
    end::<Rows>(0, &Answer::Unknown("words".into()), &at(NOW));
    assert_eq!(Rows::row(0).unresolved, 1);
    end::<Rows>(0, &Answer::NotSent("words".into()), &at(NOW));
    assert_eq!(Rows::row(0).unresolved, 0);
    assert!(begin::<Rows>(0, &at(NOW + MINUTE)).is_some());
    end::<Rows>(0, &Answer::Made(Some(9)), &at(NOW + MINUTE));
    let made = Rows::row(0);
    let state = TransferState::Made {
        block: Some(9),
        at_ns: NOW + MINUTE,
    };
    assert_eq!(made.state, state);
    // Whatever comes after.
    end::<Rows>(0, &Answer::Made(Some(10)), &at(NOW + MINUTE));
    end::<Rows>(1, &Answer::Made(Some(10)), &at(NOW + MINUTE));
    assert_eq!(Rows::row(0), made);
}

#[test]
fn should_ask_once_at_a_time_in_so_many_places() {
    let mut all: Vec<_> = (0..TRANSFERS_IN_FLIGHT as u64)
        .map(|id| {
            let guard = InFlight::begin(id).expect("a place");
            for _ in 0..2 {
                assert!(InFlight::begin(id).is_none(), "{id} is in flight");
            }
            assert!(is_in_flight(id));
            guard
        })
        .collect();
    assert_eq!(places_left(), 0);
    assert!(InFlight::begin(99).is_none());
    assert!(!is_in_flight(99));
    drop(all.pop());
    assert_eq!(places_left(), 1);
    assert!(InFlight::begin(99).is_some());
    assert!(!is_in_flight(99), "dropped");
}

#[test]
fn should_send_what_is_due_and_has_a_place() {
    Rows::open(0..20);
    let _asked = InFlight::begin(3).expect("a place");
    assert!(begin::<Rows>(4, &at(NOW)).is_some());
    let now: Vec<_> = (0..17).filter(|id| ![3, 4].contains(id)).collect();
    assert_eq!(due_now::<Rows>(NOW), now, "15 places are left");
    let later: Vec<_> = (0..16).filter(|id| *id != 3).collect();
    assert_eq!(due_now::<Rows>(NOW + MINUTE), later);
}

#[test]
fn should_tell_what_a_call_proves() {
    let reply = Heard::Reply(Err(TransferError::TooOld));
    let refused = Answer::Refused(TransferFromError::TooOld);
    assert_eq!(answer(reply), refused);
    let made = Heard::Reply(Ok::<_, TransferError>(Nat::from(9_u64)));
    assert_eq!(answer(made), Answer::Made(Some(9)));
    let words = || "words".to_owned();
    let not_sent: Heard<Result<Nat, TransferError>> = Heard::NotSent(words());
    assert_eq!(answer(not_sent), Answer::NotSent(words()));
    let unknown: Heard<Result<Nat, TransferError>> = Heard::Unknown(words());
    assert_eq!(answer(unknown), Answer::Unknown(words()));
}
