use super::super::testing::{
    TENTH, cancel, close_day, crowd, freeze, frozen, judgement, late, reported, set_mode,
};
use super::super::{Charge, DAY_NS, Mode};
use super::judge_now;
use crate::commands::testing::{FIRST_DAY, World, charge, subnet_id};
use bonafide_types::audits::FindingClass;
use bonafide_types::rewards::PenaltyClass;

/// With the crowd's period of the first day.
fn crowded(linked: u8) -> World {
    let mut world = World::staffed();
    close_day(&mut world, &crowd(FIRST_DAY, linked));
    world
}

#[test]
fn should_count_who_did_the_same_among_all_nodes() {
    for (charge, proven, size, ppb) in [
        // Two of the eight nodes of the network.
        (charge(1), 2, 8, 562_500_000),
        // Providers 2 and 3 are one.
        (charge(2), 4, 8, 1_000_000_000),
        (charge(3), 4, 8, 1_000_000_000),
        (
            Charge {
                subnet: Some(subnet_id(1)),
                ..charge(4)
            },
            1,
            4,
            562_500_000,
        ),
        (
            Charge {
                subnet: Some(subnet_id(1)),
                ..charge(3)
            },
            2,
            4,
            1_000_000_000,
        ),
    ] {
        let mut world = World::closed();
        let id = reported(&mut world, charge);
        let judgement = judge_now(&world, id).unwrap().judgement;
        let counted = (judgement.proven, judgement.size, judgement.ppb);
        assert_eq!(counted, (proven, size, ppb));
    }
}

#[test]
fn should_grow_with_the_square_of_the_offenders_part() {
    let mut world = crowded(0);
    for (n, proven, ppb) in [
        (1, 4, 90_000_000),
        (2, 8, 360_000_000),
        (3, 12, 810_000_000),
        (4, 16, 1_000_000_000),
    ] {
        let id = frozen(&mut world, late(n, FIRST_DAY));
        let judgement = judgement(&world, id);
        assert_eq!((judgement.proven, judgement.size), (proven, 40));
        assert_eq!((judgement.base_ppb, judgement.ppb), (10_000_000, ppb));
    }
}

#[test]
fn should_take_the_linked_for_one_actor_with_all_their_nodes() {
    let mut world = crowded(3);
    for n in 1..=3 {
        let id = frozen(&mut world, late(n, FIRST_DAY));
        let judgement = judgement(&world, id);
        let counted = (judgement.proven, judgement.size, judgement.ppb);
        assert_eq!(counted, (12, 40, 810_000_000), "once, provider {n}");
    }
    let id = frozen(&mut world, late(4, FIRST_DAY));
    assert_eq!(judgement(&world, id).proven, 16);
}

#[test]
fn should_take_the_base_when_it_is_more() {
    let mut world = crowded(0);
    let charge = Charge {
        class: PenaltyClass::FalseDeclaration,
        ..late(1, FIRST_DAY)
    };
    let id = reported(&mut world, charge);
    let judgement = judge_now(&world, id).unwrap().judgement;
    assert_eq!((judgement.proven, judgement.size), (4, 40));
    assert_eq!(judgement.ppb, TENTH);
}

#[test]
fn should_count_convictions_of_the_family_in_the_subnet_only() {
    let same = late(2, FIRST_DAY);
    for (other, proven) in [
        (same.clone(), 8),
        (
            Charge {
                class: PenaltyClass::FalseDeclaration,
                ..same.clone()
            },
            8,
        ),
        (
            Charge {
                class: PenaltyClass::Found(FindingClass::OtherOperator),
                ..same.clone()
            },
            8,
        ),
        (
            Charge {
                class: PenaltyClass::Found(FindingClass::NodeAbsent),
                ..same.clone()
            },
            4,
        ),
        (
            Charge {
                class: PenaltyClass::Found(FindingClass::EntryRefused),
                ..same.clone()
            },
            4,
        ),
        (
            Charge {
                subnet: None,
                ..same.clone()
            },
            4,
        ),
    ] {
        let mut world = crowded(0);
        frozen(&mut world, other);
        let id = reported(&mut world, late(1, FIRST_DAY));
        assert_eq!(judge_now(&world, id).unwrap().judgement.proven, proven);
    }
}

#[test]
fn should_count_offences_at_most_a_window_away() {
    let first_ns = u64::from(FIRST_DAY) * DAY_NS;
    for (judged_ns, proven) in [(first_ns - 1, 8), (first_ns, 8), (first_ns + 1, 4)] {
        let mut world = crowded(0);
        close_day(&mut world, &crowd(FIRST_DAY - 30, 0));
        close_day(&mut world, &crowd(FIRST_DAY - 1, 0));
        // Thirty days before the first day; frozen before or after makes no difference.
        frozen(&mut world, late(2, FIRST_DAY - 30));
        let charge = Charge {
            offence_at_ns: judged_ns,
            ..late(1, FIRST_DAY)
        };
        let id = reported(&mut world, charge);
        let judgement = judge_now(&world, id).unwrap().judgement;
        assert_eq!(judgement.proven, proven, "{judged_ns}");
    }
}

#[test]
fn should_count_later_offences_as_well() {
    let mut world = crowded(0);
    close_day(&mut world, &crowd(FIRST_DAY - 30, 0));
    frozen(&mut world, late(2, FIRST_DAY));
    let id = reported(&mut world, late(1, FIRST_DAY - 30));
    assert_eq!(judge_now(&world, id).unwrap().judgement.proven, 8);
}

#[test]
fn should_not_count_what_does_not_stand() {
    let mut world = crowded(0);
    let id = reported(&mut world, late(1, FIRST_DAY));
    let proven = |world: &World| judge_now(world, id).unwrap().judgement.proven;
    let other = reported(&mut world, late(2, FIRST_DAY));
    assert_eq!(proven(&world), 4, "nobody convicted it");
    freeze(&mut world, other, None).unwrap();
    assert_eq!(proven(&world), 8);
    cancel(&mut world, other).unwrap();
    assert_eq!(proven(&world), 4, "it is cancelled");
    set_mode(&mut world, Mode::LogOnly);
    frozen(&mut world, late(3, FIRST_DAY));
    assert_eq!(proven(&world), 8, "both are only logged");
    set_mode(&mut world, Mode::Enabled);
    assert_eq!(proven(&world), 4, "what is only logged convicts nobody");
}
