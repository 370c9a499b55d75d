use super::*;
use crate::commands::testing::{FEE, World, payout, provider_id};
use bonafide_types::id::Caller;
use bonafide_types::rewards::{Effect, LedgerAccount, Transfer};

/// Does what is due, and gives the lots that were released and the transfers that were opened.
fn run(world: &mut World) -> (Vec<u64>, Vec<Transfer>) {
    let events = due(&world.state, world.now_ns);
    world.apply(events.clone());
    let (mut lots, mut opened) = (vec![], vec![]);
    for event in events {
        match event {
            Event::LotReleased { lot_id, .. } => lots.push(lot_id),
            Event::TransferOpened { transfer } => opened.push(transfer),
            other => panic!("nothing else: {other:?}"),
        }
    }
    (lots, opened)
}

/// Who is sent how much.
fn sent(opened: &[Transfer]) -> Vec<(ProviderId, u64)> {
    let row = |transfer: &Transfer| match transfer.kind {
        TransferKind::EscrowRelease { provider } => (provider, transfer.amount_e8s),
        _ => panic!("nothing else: {transfer:?}"),
    };
    opened.iter().map(row).collect()
}

#[test]
fn should_send_what_is_due_without_anybody_asking() {
    let mut world = World::staffed();
    world.join(1);
    world.join(2);
    world.lot(2, 70_000);
    world.lot(1, 50_000);
    world.now_ns += 1;
    world.lot(1, 30_000);
    assert_eq!(run(&mut world), (vec![], vec![]), "not now");
    world.pass_days(60);
    world.now_ns -= 2;
    assert_eq!(run(&mut world), (vec![], vec![]), "not a moment before");
    world.now_ns += 1;
    let (lots, opened) = run(&mut world);
    assert_eq!(lots, [0, 1]);
    let first = [(provider_id(1), 50_000), (provider_id(2), 70_000)];
    assert_eq!(sent(&opened), first);
    let numbers: Vec<_> = opened.iter().map(|row| row.id).collect();
    assert_eq!(numbers, [3, 4]);
    assert_eq!(opened[0].account, payout(1));
    assert_eq!(opened[0].fee_e8s, FEE);
    let books = world.state.books();
    assert_eq!((books.sending_e8s, books.escrow_e8s), (120_000, 30_000));
    world.now_ns += 1;
    let (lots, opened) = run(&mut world);
    assert_eq!(lots, [2]);
    assert!(opened.is_empty(), "one transfer of a provider at a time");
    assert_eq!(run(&mut world), (vec![], vec![]));
    world.made(3);
    let (lots, opened) = run(&mut world);
    assert_eq!(lots, [0; 0]);
    assert_eq!(sent(&opened), [(provider_id(1), 30_000)]);
    world.made(4);
    world.made(5);
    let books = world.state.books();
    assert_eq!(
        (books.released_e8s, books.deposited_e8s),
        (150_000, 150_000)
    );
    assert_eq!(run(&mut world), (vec![], vec![]));
}

#[test]
fn should_release_what_no_case_has_locked() {
    let mut world = World::staffed();
    world.join(1);
    let lot_id = world.lot(1, 50_000);
    let whole = world.lot(1, 20_000);
    let part = world.locked(
        1,
        vec![Effect::LotLocked {
            lot_id,
            e8s: 20_000,
        }],
    );
    let lock = Effect::LotLocked {
        lot_id: whole,
        e8s: 20_000,
    };
    let all = world.locked(1, vec![lock]);
    world.pass_days(60);
    let (lots, opened) = run(&mut world);
    assert_eq!(lots, [lot_id]);
    assert_eq!(sent(&opened), [(provider_id(1), 30_000)]);
    world.made(opened[0].id);
    assert_eq!(run(&mut world), (vec![], vec![]), "locked ones stay");
    world.cancelled(part);
    world.cancelled(all);
    let (lots, opened) = run(&mut world);
    assert_eq!(lots, [lot_id, whole], "as soon as they are unlocked");
    assert_eq!(sent(&opened), [(provider_id(1), 40_000)]);
}

#[test]
fn should_not_send_again_what_the_ledger_refused() {
    let mut world = World::staffed();
    let provider = provider_id(1);
    world.join(1);
    world.lot(1, 50_000);
    world.now_ns += 1;
    world.lot(1, 30_000);
    world.pass_days(60);
    world.now_ns -= 1;
    let (_, opened) = run(&mut world);
    world.failed(opened[0].id);
    assert_eq!(world.state.account(provider).releasable_e8s, 50_000);
    assert_eq!(run(&mut world), (vec![], vec![]));
    // Something else is released.
    world.now_ns += 1;
    let (lots, opened) = run(&mut world);
    assert_eq!(lots, [1]);
    assert_eq!(sent(&opened), [(provider, 80_000)]);
    world.failed(opened[0].id);
    assert_eq!(run(&mut world), (vec![], vec![]));
    // It is paid elsewhere.
    let payout = LedgerAccount {
        owner: Caller(Principal::from_slice(&[9, 9])),
        subaccount: None,
    };
    world.apply([Event::EscrowJoined {
        provider,
        payout: payout.clone(),
    }]);
    let (_, opened) = run(&mut world);
    assert_eq!(sent(&opened), [(provider, 80_000)]);
    assert_eq!(opened[0].account, payout);
    // Nobody knows what became of it, so nothing is sent but by a vote.
    world.quarantined(opened[0].id);
    assert_eq!(run(&mut world), (vec![], vec![]));
}

#[test]
fn should_wait_for_what_holds_the_fee() {
    let mut world = World::staffed();
    world.join(1);
    world.lot(1, FEE);
    world.now_ns += 1;
    world.lot(1, 1);
    world.pass_days(60);
    world.now_ns -= 1;
    assert_eq!(run(&mut world), (vec![0], vec![]));
    assert_eq!(run(&mut world), (vec![], vec![]));
    world.now_ns += 1;
    let (lots, opened) = run(&mut world);
    assert_eq!(lots, [1]);
    assert_eq!(sent(&opened), [(provider_id(1), FEE + 1)]);
}

#[test]
fn should_send_what_is_given_back() {
    let mut world = World::staffed();
    world.join(1);
    let (lot_id, e8s) = (world.lot(1, 50_000), 20_000);
    let case_id = world.locked(1, vec![Effect::LotLocked { lot_id, e8s }]);
    world.executed(case_id, vec![Effect::LotTaken { lot_id, e8s }]);
    assert_eq!(run(&mut world), (vec![], vec![]));
    let reason = "an example".into();
    world.apply([Event::CaseRefunded { case_id, reason }]);
    let (lots, opened) = run(&mut world);
    assert_eq!(lots, [0; 0]);
    assert_eq!(sent(&opened), [(provider_id(1), 20_000)]);
}

#[test]
fn should_do_so_much_in_one_run() {
    let mut world = World::staffed();
    world.join(1);
    for _ in 0..=LOTS {
        world.lot(1, 20_000);
    }
    world.pass_days(60);
    let (lots, opened) = run(&mut world);
    assert_eq!(lots.len(), LOTS);
    assert_eq!(sent(&opened), [(provider_id(1), 1_000_000)]);
    assert_eq!(run(&mut world), (vec![LOTS as u64], vec![]));
}

#[test]
fn should_open_no_more_transfers_than_there_is_place_for() {
    let mut world = World::staffed();
    world.join(1);
    world.join(2);
    world.lot(1, 20_000);
    world.lot(2, 20_000);
    let first = world.state.transfers.len();
    let others = (first..first + UNSETTLED_TRANSFERS - 1).map(|id| {
        let kind = TransferKind::BondDeposit;
        Event::TransferOpened {
            transfer: opened(id, kind, payout(3), 1, FEE, 0),
        }
    });
    world.apply(others);
    world.pass_days(60);
    let (lots, opened) = run(&mut world);
    assert_eq!(lots, [0, 1]);
    assert_eq!(sent(&opened), [(provider_id(1), 20_000)]);
    assert_eq!(run(&mut world), (vec![], vec![]), "none is left");
    world.failed(first);
    let (_, opened) = run(&mut world);
    assert_eq!(sent(&opened), [(provider_id(2), 20_000)]);
}
