use super::*;
use crate::commands::testing::{
    DAYS, FIRST_DAY, World, by_operators, facts, node_id, operators, packed, provider_id,
};
use bonafide_types::id::ProviderId;

/// Periods 0 to 2, of a day each, with statements of providers 1 to 4.
fn closed() -> World {
    let mut world = World::staffed();
    for (period_id, slice) in (0..).zip(0..DAYS) {
        assert_eq!(world.close(&[facts(FIRST_DAY + slice)]), period_id);
    }
    world
}

fn list(
    world: &World,
    period_id: Option<u64>,
    provider: Option<ProviderId>,
    after: Option<Blob>,
    limit: Option<u32>,
) -> (Vec<(u64, ProviderId)>, Option<Blob>) {
    let args = ListStatementsArgs {
        period_id,
        provider,
        after,
        limit,
    };
    let StatementPage { statements, next } = list_statements(&world.state, &args);
    let rows = statements.iter().map(|row| (row.period_id, row.provider));
    (rows.collect(), next)
}

fn at(period_id: u64, n: u8) -> Option<Blob> {
    Some(Blob(statement_key(period_id, provider_id(n))))
}

#[test]
fn should_list_the_statements_of_a_period() {
    let world = closed();
    let row = |n| (1, provider_id(n));
    let page = |after, limit| list(&world, Some(1), None, after, limit);
    let all: Vec<_> = (1..=4).map(row).collect();
    assert_eq!(page(None, None), (all.clone(), None));
    assert_eq!(page(None, Some(3)), (all[..3].to_vec(), at(1, 3)));
    assert_eq!(page(at(1, 3), Some(3)), (all[3..].to_vec(), None));
    // A cursor of another period begins before, or is beyond the end.
    assert_eq!(page(at(0, 4), None), (all.clone(), None));
    assert_eq!(page(at(2, 1), None), (vec![], None));
    assert_eq!(page(Some(Blob(vec![])), None), (all, None));
    assert_eq!(list(&world, Some(3), None, None, None), (vec![], None));
}

#[test]
fn should_list_the_statements_of_a_provider() {
    let world = closed();
    let page = |after, limit| list(&world, None, Some(provider_id(2)), after, limit);
    let all: Vec<_> = (0..3).map(|id| (id, provider_id(2))).collect();
    assert_eq!(page(None, None), (all.clone(), None));
    assert_eq!(page(None, Some(2)), (all[..2].to_vec(), at(1, 2)));
    assert_eq!(page(at(1, 2), Some(2)), (all[2..].to_vec(), None));
    assert_eq!(page(at(9, 2), None), (vec![], None));
    assert_eq!(page(Some(Blob(vec![])), None), (all, None));
    let nobody = list(&world, None, Some(provider_id(9)), None, None);
    assert_eq!(nobody, (vec![], None));
}

#[test]
fn should_find_the_one_of_both() {
    let world = closed();
    let find = |period_id, n, after| {
        let provider = Some(provider_id(n));
        list(&world, Some(period_id), provider, after, None)
    };
    assert_eq!(find(1, 2, None), (vec![(1, provider_id(2))], None));
    assert_eq!(find(1, 2, at(1, 1)), (vec![(1, provider_id(2))], None));
    assert_eq!(find(1, 2, at(1, 2)), (vec![], None));
    assert_eq!(find(1, 9, None), (vec![], None));
    assert_eq!(find(3, 2, None), (vec![], None));
    // Of nobody and nothing there is none.
    assert_eq!(list(&world, None, None, None, None), (vec![], None));
}

fn get(world: &World, period_id: u64, n: u8, day: u32) -> Option<StatementDay> {
    let args = GetStatementDayArgs {
        period_id,
        provider: provider_id(n),
        day,
    };
    get_statement_day(&world.state, &args)
}

#[test]
fn should_compute_a_day_again() {
    let world = World::closed();
    for slice in 0..DAYS {
        let day = FIRST_DAY + slice;
        let found = get(&world, 0, 2, day).unwrap();
        assert_eq!(found.day, day);
        assert_eq!(found.adjusted, "20000");
        let nodes: Vec<_> = (found.nodes.iter())
            .map(|line| (line.node, &*line.adjusted, line.measured.is_some()))
            .collect();
        let expected = [(node_id(2), "10000", true), (node_id(12), "10000", false)];
        assert_eq!(nodes, expected);
    }
    assert_eq!(get(&world, 0, 2, FIRST_DAY - 1), None);
    assert_eq!(get(&world, 0, 2, FIRST_DAY + DAYS), None);
    assert_eq!(get(&world, 0, 9, FIRST_DAY), None);
    assert_eq!(get(&world, 1, 2, FIRST_DAY), None);
}

#[test]
fn should_show_why_a_node_earns_less() {
    let mut world = World::staffed();
    let mut day = facts(FIRST_DAY);
    // Of 100 blocks it made 40; the others of its subnet made all of theirs.
    let row = &mut day.subnets[0].nodes[0];
    (row.proposed, row.failed) = (40, 60);
    assert_eq!(world.close(&[day]), 0);
    let found = get(&world, 0, 1, FIRST_DAY).unwrap();
    assert_eq!(found.extrapolated_failure_rate, "0.6");
    let [own, spare] = &found.nodes[..] else {
        panic!("{found:?}");
    };
    let measured = own.measured.as_ref().unwrap();
    assert_eq!(measured.original_failure_rate, "0.6");
    assert_eq!(measured.subnet_failure_rate, "0");
    assert_eq!(measured.relative_failure_rate, "0.6");
    for line in [own, spare] {
        assert_eq!(line.failure_rate, "0.6");
        assert_eq!(line.reduction, "0.8");
        assert_eq!(line.multiplier, "0.2");
        assert_eq!((&*line.base, &*line.adjusted), ("10000", "2000"));
    }
    let statement = world.state.statement(0, provider_id(1)).unwrap();
    let amounts = statement.amounts.unwrap();
    assert_eq!(amounts.gross_xdr_permyriad, 4_000);
}

#[test]
fn should_have_no_days_of_engine_v0() {
    let mut world = World::staffed();
    let args = by_operators(FIRST_DAY, FIRST_DAY, &operators());
    assert_eq!(world.adopt(args), Ok(0));
    world.supply(0, 0, packed(&operators())).unwrap();
    world.compute_all();
    assert!(world.state.statement(0, provider_id(1)).is_some());
    assert_eq!(get(&world, 0, 1, FIRST_DAY), None);
}
