use super::*;
use crate::commands::testing::{FEE, World, auditor_id, site_id};
use bonafide_types::audits::{Appeal, AppealVerdict, Finding, FindingClass, FindingState};
use bonafide_types::id::Sha256Hash;

/// Somebody appealed, and was right: the treasury owes what the panel cost.
fn owe(world: &mut World, finding_id: u64, by: Caller, owed_e8s: u64) {
    world.deposit(by, FEE);
    let at_ns = world.now_ns;
    let finding = Finding {
        id: finding_id,
        assignment_id: 0,
        site: site_id(1),
        class: FindingClass::NodeAbsent,
        nodes: 1,
        evidence_hash: Sha256Hash([1; 32]),
        established_at_ns: at_ns,
        appeal_until_ns: at_ns,
        appeals: vec![],
        state: FindingState::Provisional,
    };
    let appeal = Appeal {
        by,
        at_ns,
        grounds: "an example".into(),
        bond_e8s: FEE,
        panel: 7,
        draw_id: 0,
        assignment_id: None,
        verdict: None,
    };
    world.record([
        Event::FindingEstablished { finding },
        Event::FindingAppealed { finding_id, appeal },
        Event::AppealDecided {
            finding_id,
            verdict: AppealVerdict::Overturned,
            state: FindingState::Overturned { at_ns },
            appeal_until_ns: at_ns,
            owed_e8s,
        },
    ]);
}

fn owner(n: u8) -> Caller {
    Caller(auditor_id(n).0)
}

fn free(world: &World, n: u8) -> u64 {
    world.state.account(owner(n)).free_e8s
}

#[test]
fn should_pay_what_there_is_in_order() {
    let mut world = World::new();
    owe(&mut world, 0, owner(2), 5 * FEE);
    owe(&mut world, 1, owner(1), 3 * FEE);
    assert!(due(&world.state, 0).is_empty(), "the treasury is empty");
    world.gift(4 * FEE);
    world.task(due);
    assert_eq!((free(&world, 1), free(&world, 2)), (4 * FEE, 2 * FEE));
    assert_eq!(world.state.books().free_e8s, 0);
    assert_eq!(world.state.books().owed_e8s, 4 * FEE);
    world.task(due);
    world.gift(10 * FEE);
    world.task(due);
    assert_eq!((free(&world, 1), free(&world, 2)), (4 * FEE, 6 * FEE));
    assert_eq!(world.state.books().free_e8s, 6 * FEE);
    assert!(due(&world.state, 0).is_empty(), "once");
}

#[test]
fn should_pay_so_many_accounts_in_one_run() {
    let mut world = World::new();
    for n in 0..=100 {
        owe(&mut world, n.into(), owner(n), 1);
    }
    world.gift(FEE);
    assert_eq!(due(&world.state, 0).len(), ACCOUNTS);
    world.task(due);
    assert_eq!(due(&world.state, 0).len(), 1);
}
