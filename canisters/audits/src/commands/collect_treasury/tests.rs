use super::*;
use crate::commands::testing::{SELF_ID, World};
use bonafide_types::audits::TransferState;

fn collect(world: &mut World, balance_e8s: u64) -> Result<Transfer, AuditError> {
    world.run(|state, ctx| decide(state, balance_e8s, ctx))
}

#[test]
fn should_take_over_what_arrives() {
    let mut world = World::new();
    let opened = collect(&mut world, 110_000).unwrap();
    assert_eq!(opened.amount_e8s, 100_000);
    assert_eq!(opened.account.owner, Caller(SELF_ID));
    let from = opened.account.subaccount.map(|Blob(bytes)| bytes);
    assert_eq!(from.as_deref(), Some(&TREASURY_SUBACCOUNT[..]));
    assert_eq!(world.state.books().free_e8s, 0, "not before it is made");
    let transfer_id = opened.id;
    assert_eq!(
        collect(&mut world, 110_000),
        Err(AuditError::TransferUnderWay { transfer_id })
    );
    let state = TransferState::Made {
        block: Some(1),
        at_ns: world.now_ns,
    };
    world.record([Event::TransferSettled {
        transfer_id,
        state,
        evidence: None,
    }]);
    let books = world.state.books();
    assert_eq!((books.free_e8s, books.deposited_e8s), (100_000, 100_000));
    collect(&mut world, u64::MAX).expect("once more");
}

#[test]
fn should_leave_what_does_not_exceed_the_fee() {
    let mut world = World::new();
    for balance_e8s in [0, 9_999, 10_000] {
        assert_eq!(
            collect(&mut world, balance_e8s),
            Err(AuditError::NothingToCollect {
                balance_e8s,
                fee_e8s: 10_000
            })
        );
    }
    assert_eq!(collect(&mut world, 10_001).unwrap().amount_e8s, 1);
}
