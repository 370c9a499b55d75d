use super::*;
use bonafide_types::rewards::Family;
use std::collections::{BTreeMap, BTreeSet};

const DAY: u64 = 86_400_000_000_000;

#[test]
fn should_have_a_class_for_each_finding_and_two_more() {
    let all: BTreeSet<_> = PenaltyClass::ALL.into_iter().collect();
    assert_eq!(all.len(), PenaltyClass::ALL.len());
    let found = |class: &&PenaltyClass| matches!(class, PenaltyClass::Found(_));
    // A class that is added to `FindingClass` does not compile without a base and a family;
    // `EntryRefused` is the last that is in the list.
    assert_eq!(all.iter().filter(found).count(), 7);
    assert_eq!(all.iter().filter(|it| !found(it)).count(), 2);
}

#[test]
fn should_group_classes_in_families() {
    let mut families: BTreeMap<Family, usize> = BTreeMap::new();
    for class in PenaltyClass::ALL {
        *families.entry(class.family()).or_default() += 1;
    }
    let expected = [
        (Family::Place, 2),
        (Family::Machine, 3),
        (Family::Control, 3),
        (Family::Access, 1),
    ];
    assert_eq!(families, BTreeMap::from(expected));
}

#[test]
fn should_start_with_these_bases() {
    let table = PenaltyTable::default();
    let bases = PenaltyClass::ALL.map(|class| base(&table, class).unwrap().billionths() / 100_000);
    assert_eq!(
        bases,
        [1_000, 1_000, 500, 1_000, 500, 1_000, 500, 1_000, 100]
    );
    assert_eq!(check(&table), Ok(()));
    assert_eq!((table.version, table.change_days), (0, 30));
}

/// One of a table's numbers.
type Number = fn(&mut PenaltyTable) -> &mut u32;

/// In the order of classes.
const NUMBERS: [Number; 9] = [
    |table| &mut table.node_absent_bps,
    |table| &mut table.wrong_location_bps,
    |table| &mut table.wrong_owner_bps,
    |table| &mut table.wrong_hardware_bps,
    |table| &mut table.no_handshake_bps,
    |table| &mut table.other_operator_bps,
    |table| &mut table.entry_refused_bps,
    |table| &mut table.false_declaration_bps,
    |table| &mut table.late_update_bps,
];

#[test]
fn should_give_each_class_its_own_base_and_refuse_more_than_the_whole() {
    for (class, number) in PenaltyClass::ALL.into_iter().zip(NUMBERS) {
        let mut table = PenaltyTable::default();
        *number(&mut table) = 10_000;
        assert_eq!(base(&table, class), Ok(Ppb::ONE), "{class:?}");
        assert_eq!(check(&table), Ok(()));
        *number(&mut table) = 10_001;
        let refused = Err(PenaltyError::AboveWhole { bps: 10_001 });
        assert_eq!(
            (base(&table, class), check(&table)),
            (refused, refused.map(drop))
        );
    }
}

#[test]
fn should_ask_who_made_a_change_known_and_when() {
    let table = PenaltyTable::default();
    let changed = 5 * DAY;
    let due = changed + 30 * DAY;
    for known in [0, changed, due] {
        assert_eq!(of_change(&table, changed, known, true), None);
        assert_eq!(of_change(&table, changed, known, false), None);
    }
    for known in [due + 1, u64::MAX] {
        let class = |itself| of_change(&table, changed, known, itself);
        assert_eq!(class(true), Some(PenaltyClass::LateUpdate));
        assert_eq!(class(false), Some(PenaltyClass::FalseDeclaration));
    }
    let change_days = u32::MAX;
    let never = PenaltyTable {
        change_days,
        ..table
    };
    assert_eq!(of_change(&never, 0, u64::MAX, false), None);
}
