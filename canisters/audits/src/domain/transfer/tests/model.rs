//! Transfers against a model of a ledger that may be silent, refuse, or be late.

use super::{MINUTE, OWNER, nat};
use crate::commands::testing::World;
use crate::commands::{deposit_stake, withdraw_stake};
use crate::domain::transfer::{Answer, Due, due, memo, next};
use crate::state::Event;
use bonafide_types::audits::{DepositStakeArgs, Transfer, TransferState, Unbonding};
use bonafide_types::id::Caller;
use bonafide_types::ledger::TransferFromError;
use bonafide_types::limits::{DEPOSIT_E8S, LEDGER_WINDOW_NS};
use candid::Nat;
use proptest::prelude::*;

/// What the model's ledger, the network or time does.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// An attempt is answered.
    Answered,
    /// An attempt is carried out, and its answer is lost.
    Lost,
    /// An attempt does not arrive, and nobody can know.
    Vanished,
    /// An attempt is not sent.
    NotSent,
    /// The ledger asks for a fee of so many thousands.
    Fee(u64),
    /// The account is filled or emptied.
    Funds(bool),
    /// So many minutes pass.
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => Just(Step::Answered),
        3 => Just(Step::Lost),
        2 => Just(Step::Vanished),
        2 => Just(Step::NotSent),
        1 => prop_oneof![Just(10), Just(11), Just(200_000)].prop_map(Step::Fee),
        1 => any::<bool>().prop_map(Step::Funds),
        6 => prop_oneof![1_u64..10, 60_u64..61, 1_400_u64..1_500].prop_map(Step::Wait),
    ]
}

/// A ledger with the order of checks of the ICP ledger. It keeps what it made.
struct Ledger {
    fee: u64,
    funds: bool,
    made: Vec<(Vec<u8>, u64)>,
}

impl Ledger {
    fn ask(&mut self, row: &Transfer, now_ns: u64) -> Result<Nat, TransferFromError> {
        if row.fee_e8s != self.fee {
            return Err(TransferFromError::BadFee {
                expected_fee: nat(self.fee),
            });
        }
        if row.created_at_ns + LEDGER_WINDOW_NS + MINUTE < now_ns {
            return Err(TransferFromError::TooOld);
        }
        let request = (memo(row.id), row.created_at_ns);
        if let Some(block) = self.made.iter().position(|made| *made == request) {
            return Err(TransferFromError::Duplicate {
                duplicate_of: nat(block as u64),
            });
        }
        if !self.funds {
            return Err(TransferFromError::InsufficientFunds { balance: nat(0) });
        }
        self.made.push(request);
        Ok(nat(self.made.len() as u64 - 1))
    }
}

/// Opens a deposit or a withdrawal.
fn begin(world: &mut World, out: bool) -> u64 {
    world.as_caller(OWNER);
    let opened = if out {
        world.deposit(Caller(OWNER), DEPOSIT_E8S);
        let part = Unbonding {
            amount_e8s: DEPOSIT_E8S,
            due_at_ns: world.now_ns,
        };
        let owner = Caller(OWNER);
        world.record([Event::StakeUnbonded { owner, part }]);
        world.run(withdraw_stake::decide)
    } else {
        let args = DepositStakeArgs {
            amount_e8s: DEPOSIT_E8S,
            from_subaccount: None,
        };
        world.run(|state, ctx| deposit_stake::decide(state, &args, ctx))
    };
    opened.expect("opened").id
}

fn row(world: &World, id: u64) -> Transfer {
    world.state.transfer(id).expect("the transfer")
}

/// One attempt as the flow makes it, if one is due.
fn attempt(world: &mut World, id: u64, ledger: &mut Ledger, step: Step) {
    let events = match due(&row(world, id), world.now_ns) {
        Due::Wait => return,
        Due::Settle(event) => return world.record([event]),
        Due::Ask(events) => events,
    };
    world.record(events);
    let asked = row(world, id);
    let lost = || Answer::Unknown("lost".into());
    let answer = match step {
        Step::Answered => Answer::of_reply(ledger.ask(&asked, world.now_ns)),
        Step::Lost => {
            let _ = ledger.ask(&asked, world.now_ns);
            lost()
        }
        Step::Vanished => lost(),
        Step::NotSent => Answer::NotSent("not sent".into()),
        Step::Fee(_) | Step::Funds(_) | Step::Wait(_) => panic!("{step:?} is no attempt"),
    };
    let events = next(&asked, &answer, world.now_ns);
    world.record(events);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is lost, refused or late: the ledger makes a transfer once at most, and what
    /// the books say of it is so.
    #[test]
    fn should_never_say_what_is_not_so(
        out in any::<bool>(),
        steps in prop::collection::vec(step(), 1..80),
    ) {
        let mut world = World::new();
        let id = begin(&mut world, out);
        let mut ledger = Ledger { fee: 10_000, funds: true, made: vec![] };
        for step in steps {
            match step {
                Step::Fee(thousands) => ledger.fee = thousands * 1_000,
                Step::Funds(funds) => ledger.funds = funds,
                Step::Wait(minutes) => world.now_ns += minutes * MINUTE,
                Step::Answered | Step::Lost | Step::Vanished | Step::NotSent => {
                    attempt(&mut world, id, &mut ledger, step);
                }
            }
            let made = ledger.made.len();
            prop_assert!(made <= 1, "made {made} times");
            match row(&world, id).state {
                TransferState::Made { .. } => prop_assert_eq!(made, 1),
                TransferState::Failed { .. } => prop_assert_eq!(made, 0),
                TransferState::Open | TransferState::Quarantined { .. } => {}
            }
        }
    }

    /// A ledger that answers and pays settles whatever was open, within a pause.
    #[test]
    fn should_settle_what_can_be_known(
        out in any::<bool>(),
        steps in prop::collection::vec(
            prop_oneof![Just(Step::Lost), Just(Step::Vanished), Just(Step::NotSent)],
            0..10,
        ),
    ) {
        let mut world = World::new();
        let id = begin(&mut world, out);
        let mut ledger = Ledger { fee: 10_000, funds: true, made: vec![] };
        for step in steps {
            attempt(&mut world, id, &mut ledger, step);
            world.now_ns += 60 * MINUTE;
        }
        attempt(&mut world, id, &mut ledger, Step::Answered);
        let state = row(&world, id).state;
        let settled = matches!(state, TransferState::Made { .. } | TransferState::Failed { .. });
        prop_assert!(settled, "{state:?}");
    }
}
