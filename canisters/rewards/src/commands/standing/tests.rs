use super::*;
use crate::commands::testing::{World, charge, provider_id};
use crate::state::Event;
use bonafide_types::rewards::{CaseState, Effect};

const NOBODY: Principal = Principal::from_slice(&[9, 9]);

#[test]
fn should_know_providers_and_their_clusters() {
    let world = World::staffed();
    let id = provider_id(3);
    assert_eq!(provider(&world.state, id.0), Ok(id));
    assert_eq!(known(&world.state, id), Ok(provider_id(2)), "its cluster");
    let caller = Caller(NOBODY);
    assert_eq!(
        provider(&world.state, NOBODY),
        Err(RewardsError::CallerNotProvider { caller })
    );
    let provider = ProviderId(NOBODY);
    assert_eq!(
        known(&world.state, provider),
        Err(RewardsError::ProviderNotFound { provider })
    );
}

#[test]
fn should_find_what_there_is() {
    let mut world = World::closed();
    world.join(1);
    let lot_id = world.lot(1, 1);
    let case_id = world.locked(1, vec![Effect::LotLocked { lot_id, e8s: 1 }]);
    assert_eq!(period(&world.state, 0).map(|row| row.id), Ok(0));
    assert_eq!(
        period(&world.state, 1),
        Err(RewardsError::PeriodNotFound { period_id: 1 })
    );
    let found = case(&world.state, case_id).unwrap();
    assert_eq!(found.charge, charge(1));
    assert!(matches!(found.state, CaseState::Frozen { .. }));
    assert_eq!(
        case(&world.state, 1),
        Err(RewardsError::CaseNotFound { case_id: 1 })
    );
    assert_eq!(transfer(&world.state, 0).map(|row| row.id), Ok(0));
    assert_eq!(
        transfer(&world.state, 1),
        Err(RewardsError::TransferNotFound { transfer_id: 1 })
    );
}

#[test]
fn should_open_so_many_transfers() {
    let mut world = World::staffed();
    let owner = Caller(NOBODY);
    let account = || LedgerAccount {
        owner,
        subaccount: None,
    };
    let others = (0..UNSETTLED_TRANSFERS - 1).map(|id| {
        let kind = TransferKind::BondDeposit;
        Event::TransferOpened {
            transfer: opened(id, kind, account(), 1, 10_000, 0),
        }
    });
    world.apply(others);
    assert_eq!(place_for_transfer(&world.state), Ok(()));
    let limit = UNSETTLED_TRANSFERS;
    let too_many = RewardsError::TooManyTransfers { limit };
    assert_eq!(place_for_transfers(&world.state, 2), Err(too_many.clone()));
    let kind = TransferKind::BondDeposit;
    let last = open_transfer(&world.state, kind.clone(), account(), 1, world.now_ns).unwrap();
    assert_eq!((last.id, last.fee_e8s), (UNSETTLED_TRANSFERS - 1, 10_000));
    world.apply([Event::TransferOpened { transfer: last }]);
    assert_eq!(place_for_transfer(&world.state), Err(too_many.clone()));
    assert_eq!(
        open_transfer(&world.state, kind, account(), 1, world.now_ns),
        Err(too_many)
    );
}

#[test]
fn should_send_only_what_holds_the_fee() {
    let world = World::staffed();
    let open = |amount_e8s| {
        let provider = provider_id(1);
        let kind = TransferKind::BondReturn { provider };
        let account = LedgerAccount {
            owner: Caller(provider.0),
            subaccount: None,
        };
        open_transfer(&world.state, kind, account, amount_e8s, world.now_ns)
    };
    for amount_e8s in [0, 9_999, 10_000] {
        assert_eq!(
            open(amount_e8s),
            Err(RewardsError::AmountBelowFee {
                amount_e8s,
                fee_e8s: 10_000
            })
        );
    }
    assert_eq!(open(10_001).map(|row| row.amount_e8s), Ok(10_001));
}
