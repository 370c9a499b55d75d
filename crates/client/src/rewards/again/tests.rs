//! A statement of two days, made again, then changed in one place at a time.

use super::*;
use crate::rewards::tests::{canned, client, run};
use bonafide_types::{
    id::{Blob, NodeId, OperatorId, SubnetId},
    rewards::{
        Amounts, MetricsFact, Mode, NodeFact, NodeRewardRate, OperatorFact, PenaltyTable,
        PeriodState, ProviderFact, PublishedPenalty, SubnetFact, TypeCount, Windows,
    },
};
use candid::Principal;

/// 2025-01-01.
const FIRST: u32 = 20_089;
const MAXIMUM: u64 = 100_000_000_000_000;
/// Above what any rate is.
const NO_RATE: u64 = 1_000_000_000_001;

fn principal(kind: u8, n: u8) -> Principal {
    Principal::from_slice(&[kind, n])
}

fn provider(n: u8) -> ProviderId {
    ProviderId(principal(1, n))
}

fn node(n: u8) -> NodeId {
    NodeId(principal(3, n))
}

/// Provider 1 has nodes 1 and 2, provider 2 nodes 3 and 4, of the second type. Node 2 fails so
/// often of 100 blocks.
fn facts(day: u32, failed: u64) -> DayFacts {
    let known = |n| ProviderFact {
        provider: provider(n),
        cluster: provider(n),
    };
    let paid = |n: u8| NodeFact {
        node: node(n),
        provider: u32::from(n > 2),
        operator: u32::from(n > 2),
        region: 0,
        reward_type: u32::from(n > 2),
    };
    let measured = |n: u8| {
        let failed = if n == 2 { failed } else { 0 };
        MetricsFact {
            node: node(n),
            proposed: 100 - failed,
            failed,
        }
    };
    DayFacts {
        day,
        providers: vec![known(1), known(2)],
        operators: vec![OperatorId(principal(2, 1)), OperatorId(principal(2, 2))],
        regions: vec!["Europe,CH,Zurich".into()],
        reward_types: vec!["type1".into(), "type2".into()],
        nodes: (1..=4).map(paid).collect(),
        subnets: vec![SubnetFact {
            subnet: SubnetId(principal(5, 1)),
            nodes: (1..=4).map(measured).collect(),
        }],
    }
}

/// One XDR a day for each node of the first type; the other's rate is broken.
fn rates(version: u32, effective_from_day: u32) -> RewardsTable {
    let rate = |reward_type: &str, monthly| NodeRewardRate {
        region: "Europe".into(),
        reward_type: reward_type.into(),
        xdr_permyriad_per_node_per_month: monthly,
        reward_coefficient_percent: None,
    };
    RewardsTable {
        version,
        effective_from_day,
        rates: vec![rate("type1", 304_375), rate("type2", NO_RATE)],
    }
}

fn policy() -> RewardsPolicy {
    RewardsPolicy {
        mode: Mode::Enabled,
        windows: Windows::default(),
        penalties: PenaltyTable::default(),
        bounty_bps: 500,
        minimum_xdr_permyriad_per_icp: 10_000,
        maximum_provider_e8s: MAXIMUM,
    }
}

fn penalty(case_id: u64, node: Option<NodeId>, bps: u32) -> PublishedPenalty {
    PublishedPenalty {
        case_id,
        provider: provider(1),
        node,
        bps,
    }
}

/// Of provider 1, with its hash as it has to be.
fn source() -> Source {
    let slices = [facts(FIRST, 70), facts(FIRST + 1, 0)];
    let slices = slices.map(|facts| minicbor::to_vec(facts).unwrap());
    let period = Period {
        id: 7,
        from_day: FIRST,
        to_day: FIRST + 1,
        engine: Engine::V1,
        xdr_permyriad_per_icp: 35_000,
        rate_source: "an example".into(),
        inputs: Inputs::Days(slices.iter().map(|bytes| hash(bytes)).collect()),
        penalties: vec![penalty(4, None, 500)],
        input_hash: None,
        slices: 2,
        totals: None,
        state: PeriodState::Closed { at_ns: 9 },
    };
    let statement = Statement {
        period_id: 7,
        provider: provider(1),
        from_day: FIRST,
        to_day: FIRST + 1,
        engine: Engine::V1,
        input_hash: Sha256Hash([0; 32]),
        xdr_permyriad_per_icp: 35_000,
        nodes: 2,
        amounts: Some(Amounts {
            // 10,000 + 2,000 on the first day, 20,000 on the second.
            gross_xdr_permyriad: 32_000,
            kept_xdr_permyriad: 30_400,
            gross_e8s: 91_428_571,
            kept_e8s: 86_857_142,
            above_maximum: false,
        }),
        faults: Vec::new(),
        penalties: vec![penalty(4, None, 500)],
    };
    let mut source = Source {
        statement,
        period,
        policy: policy(),
        tables: vec![
            rates(0, FIRST - 9),
            rates(1, FIRST + 1),
            rates(2, FIRST + 2),
        ],
        facts: slices.into(),
    };
    seal(&mut source);
    source
}

/// Certifies the hash of what is there.
fn seal(source: &mut Source) {
    let hashes: Vec<_> = source.facts.iter().map(|bytes| hash(bytes)).collect();
    let tables = source.tables_of_slices().unwrap();
    let sealed = source.input_hash(&hashes, &tables, MAXIMUM);
    source.period.input_hash = Some(sealed);
    source.statement.input_hash = sealed;
}

/// The mismatch of the source with this change.
fn changed(change: impl FnOnce(&mut Source)) -> Mismatch {
    let mut source = source();
    change(&mut source);
    source.make(MAXIMUM).unwrap_err()
}

#[test]
fn should_make_a_statement_again_line_by_line() {
    let again = source().make(MAXIMUM).unwrap();
    assert_eq!(again.facts.len(), 2);
    assert!(again.tally.total.starts_with("32000"), "{:?}", again.tally);
    let Lines::Days(days) = &again.lines else {
        panic!("{:?}", again.lines)
    };
    let sums: Vec<_> = days.iter().map(|day| (day.day, &*day.adjusted)).collect();
    assert_eq!(sums, [(FIRST, "12000"), (FIRST + 1, "20000")]);
    let second = &days[0].nodes[1];
    assert_eq!((second.node, &*second.reduction), (node(2), "0.8"));
}

#[test]
fn should_leave_a_provider_without_figures_whose_records_are_broken() {
    let mut source = source();
    source.statement.provider = provider(2);
    source.statement.nodes = 0;
    source.statement.amounts = None;
    source.statement.penalties.clear();
    source.statement.faults = vec![format!(
        "rate for \"type2\" in \"Europe,CH,Zurich\": {NO_RATE} is too high"
    )];
    let again = source.make(MAXIMUM).unwrap();
    assert!(again.tally.broken);
    assert_eq!(again.lines, Lines::Days(Vec::new()));
}

#[test]
fn should_make_a_month_of_the_table_again() {
    let mut source = source();
    let records = OperatorFacts {
        operators: vec![OperatorFact {
            operator: OperatorId(principal(2, 1)),
            provider: provider(1),
            region: "Europe,CH,Zurich".into(),
            rewardable_nodes: vec![TypeCount {
                reward_type: "type1".into(),
                count: 3,
            }],
        }],
    };
    source.facts = vec![minicbor::to_vec(records).unwrap()];
    let period = &mut source.period;
    period.engine = Engine::V0;
    period.slices = 1;
    period.inputs = Inputs::Operators(hash(&source.facts[0]));
    period.penalties.clear();
    let statement = &mut source.statement;
    statement.engine = Engine::V0;
    statement.nodes = 0;
    statement.penalties.clear();
    statement.amounts = Some(Amounts {
        gross_xdr_permyriad: 913_125,
        kept_xdr_permyriad: 913_125,
        gross_e8s: 2_608_928_571,
        kept_e8s: 2_608_928_571,
        above_maximum: false,
    });
    seal(&mut source);
    let again = source.make(MAXIMUM).unwrap();
    let Lines::Operators(lines) = &again.lines else {
        panic!("{:?}", again.lines)
    };
    assert_eq!((lines.len(), lines[0].nodes), (1, 3));
    assert_eq!(lines[0].xdr_permyriad, 913_125);
    source.statement.provider = provider(2);
    assert_eq!(source.make(MAXIMUM), Err(Mismatch::NotInFacts));
}

#[test]
fn should_tell_facts_that_are_others_than_certified() {
    let other = |source: &mut Source| {
        source.facts[1] = minicbor::to_vec(facts(FIRST + 1, 1)).unwrap();
    };
    let found = changed(other);
    assert!(
        matches!(found, Mismatch::FactsHash { slice: 1, .. }),
        "{found}"
    );
    // What was collected has no adopted hash, and stands in the one of the period.
    let found = changed(|source| {
        other(source);
        source.period.inputs = Inputs::Collected;
    });
    assert_eq!(found.kind(), "InputHashMismatch");
    let found = changed(|source| {
        source.facts.pop();
    });
    assert_eq!(
        found,
        Mismatch::Slices {
            certified: 2,
            given: 1
        }
    );
    for facts in [facts(FIRST + 2, 0), facts(FIRST, 0)] {
        let found = changed(|source| {
            source.facts[1] = minicbor::to_vec(facts).unwrap();
            source.period.inputs = Inputs::Collected;
            seal(source);
        });
        assert!(
            matches!(found, Mismatch::MalformedFacts { slice: 1, .. }),
            "{found}"
        );
    }
    let found = changed(|source| {
        source.facts[0] = vec![0xff];
        source.period.inputs = Inputs::Collected;
        seal(source);
    });
    assert!(
        matches!(found, Mismatch::MalformedFacts { slice: 0, .. }),
        "{found}"
    );
}

#[test]
fn should_tell_what_else_the_hash_holds() {
    let changes: [fn(&mut Source); 7] = [
        |source| source.tables[1].rates[0].xdr_permyriad_per_node_per_month += 1,
        |source| source.tables[1].version += 1,
        |source| source.period.xdr_permyriad_per_icp += 1,
        |source| source.period.penalties[0].bps += 1,
        |source| source.period.penalties.clear(),
        |source| source.period.input_hash = None,
        |source| source.period.input_hash = Some(Sha256Hash([1; 32])),
    ];
    for (at, change) in changes.into_iter().enumerate() {
        assert_eq!(changed(change).kind(), "InputHashMismatch", "{at}");
    }
    let found = source().make(MAXIMUM + 1).unwrap_err();
    assert_eq!(found.kind(), "InputHashMismatch");
    // A later version changes nothing.
    let mut source = source();
    source.tables.truncate(2);
    assert!(source.make(MAXIMUM).is_ok());
    source.tables.remove(0);
    assert_eq!(source.make(MAXIMUM), Err(Mismatch::NoRates { day: FIRST }));
}

/// What makes a statement another one.
type Change = fn(&mut Statement);

#[test]
fn should_name_the_field_that_is_another() {
    let changes: [(&str, Change); 14] = [
        ("period", |it| it.period_id += 1),
        ("first day", |it| it.from_day += 1),
        ("last day", |it| it.to_day += 1),
        ("engine", |it| it.engine = Engine::V0),
        ("input hash", |it| it.input_hash = Sha256Hash([1; 32])),
        ("rate", |it| it.xdr_permyriad_per_icp += 1),
        ("nodes", |it| it.nodes += 1),
        ("gross XDR permyriad", |it| it.amounts = None),
        ("kept XDR permyriad", |it| {
            it.amounts.as_mut().unwrap().kept_xdr_permyriad += 1;
        }),
        ("gross e8s", |it| {
            it.amounts.as_mut().unwrap().gross_e8s += 1;
        }),
        ("kept e8s", |it| {
            it.amounts.as_mut().unwrap().kept_e8s += 1;
        }),
        ("above the maximum", |it| {
            it.amounts.as_mut().unwrap().above_maximum = true;
        }),
        ("faults", |it| it.faults.push("an example".into())),
        ("penalties", |it| it.penalties.clear()),
    ];
    for (field, change) in changes {
        let found = changed(|source| change(&mut source.statement));
        let named = matches!(&found, Mismatch::Statement { what, .. } if *what == field);
        assert!(named, "{field}: {found}");
    }
    let found = changed(|source| source.statement.provider = provider(9));
    assert_eq!(found, Mismatch::NotInFacts);
}

#[test]
fn should_read_all_that_a_statement_is_made_from() {
    let source = source();
    let facts = source.facts.iter().cloned();
    let replies: Vec<_> = facts.map(|bytes| Some(Blob(bytes))).collect();
    let mut whole = canned(&replies);
    let mut short = canned(&[replies[0].clone(), None]);
    for canned in [&mut whole, &mut short] {
        let key = statement_key(7, provider(1));
        canned.put(table::STATEMENT, &key, &source.statement);
        canned.put(table::PERIOD, &7_u64.to_be_bytes(), &source.period);
        canned.put(table::POLICY, b"policy", &source.policy);
        for rates in &source.tables {
            canned.put(table::RATES, &rates.version.to_be_bytes(), rates);
        }
    }
    let read = run(client(&whole).statement_source(7, provider(1)));
    assert_eq!(read, Ok(Some(source)));
    let absent = run(client(&whole).statement_source(7, provider(2)));
    assert_eq!(absent, Ok(None));
    let refused = run(client(&short).statement_source(7, provider(1)));
    let expected = Mismatch::NoFacts { slice: 1 };
    assert_eq!(refused, Err(CheckError::Mismatch(expected)));
}
