//! The month is closed: facts of the whole network, supplied by anyone, computed by the canister
//! and once more here, and paid through escrow.

use super::{
    DAYS, EARNED, PROVIDERS, adopt, assert_conserved, assert_refused, assert_told, because, replay,
    unchanged,
};
use bonafide_client::import::facts::Facts;
use bonafide_kit::cbor;
use bonafide_policy::rewards::facts::{of_day, table as of_table};
use bonafide_policy::rewards::id::Id;
use bonafide_policy::rewards::input::{self, PeriodInput};
use bonafide_policy::rewards::{tally, v1};
use bonafide_test_support::audits::LEDGER_FEE;
use bonafide_test_support::{Plan, Suite, actors, canisters, rewards, run};
use bonafide_types::governance::Command;
use bonafide_types::id::{Blob, Caller, ProviderId, Sha256Hash};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{
    AdoptPeriodArgs, CancelPeriodArgs, DayFacts, Engine, GetStatementDayArgs, LedgerAccount,
    Period, PeriodState, RewardsError, Statement, SupplyInputsArgs, UpdateNodeRewardsTableArgs,
    table,
};
use sha2::{Digest, Sha256};

/// Days of the month.
const MONTH: u32 = 30;
/// What one ICP is worth in it, XDR permyriad.
const RATE: u64 = 35_000;
/// Providers that have their rewards paid into escrow.
const IN_ESCROW: usize = 3;
/// e8s in one ICP.
const ICP_E8S: u128 = 100_000_000;

fn e8s(xdr_permyriad: u64, rate: u64) -> u64 {
    u64::try_from(u128::from(xdr_permyriad) * ICP_E8S / u128::from(rate)).unwrap()
}

/// Computes a closed period without penalties here, in one go and from the facts alone, and
/// holds every certified row of it against that.
pub(super) fn assert_computed(suite: &Suite, period_id: u64, slices: &[DayFacts]) -> v1::Rewards {
    let rewards = suite.rewarding();
    let period = rewards.period(period_id);
    let rates = rewards.rates(0).unwrap();
    let computed = v1::rewards(&v1::Period {
        table: Some(of_table(&rates)),
        days: slices.iter().map(of_day).collect(),
    })
    .unwrap();

    let hashes: Vec<Sha256Hash> = slices
        .iter()
        .map(|facts| rewards::hash(&rewards::packed(facts)))
        .collect();
    let tables = vec![rewards::hash(&cbor::encode(&rates)); slices.len()];
    let hash = input::hash(&PeriodInput {
        engine: Engine::V1,
        from_day: period.from_day,
        to_day: period.to_day,
        xdr_permyriad_per_icp: period.xdr_permyriad_per_icp,
        maximum_provider_e8s: rewards.policy_in_force().maximum_provider_e8s,
        slices: &hashes,
        tables: &tables,
        penalties: &[],
    });
    assert_eq!(period.input_hash, Some(hash));

    let mut statements: Vec<Statement> = rewards.table(table::STATEMENT);
    statements.retain(|row| row.period_id == period_id);
    let named: Vec<_> = statements
        .iter()
        .map(|row| Id::from(row.provider.0))
        .collect();
    let mut wanted: Vec<_> = computed.providers.keys().cloned().collect();
    wanted.sort_by_key(bytes_of);
    assert_eq!(named, wanted);
    for statement in &statements {
        let earned = &computed.providers[&Id::from(statement.provider.0)];
        assert_statement(statement, &period, earned);
    }
    assert_totals(&period, &statements, computed.alerts.len());
    computed
}

/// Rows stand in the order of the bytes of principals.
fn bytes_of(id: &Id) -> Vec<u8> {
    match id {
        Id::Principal(principal) => principal.as_slice().to_vec(),
        Id::Name(name) => panic!("{name} is no principal"),
    }
}

fn assert_statement(statement: &Statement, period: &Period, earned: &v1::ProviderRewards) {
    assert_eq!(
        (statement.from_day, statement.to_day),
        (period.from_day, period.to_day)
    );
    assert_eq!(Some(statement.input_hash), period.input_hash);
    assert!(statement.faults.is_empty(), "{statement:?}");
    assert!(statement.penalties.is_empty(), "{statement:?}");
    let amounts = statement.amounts.unwrap();
    let gross = earned.total_xdr_permyriad;
    assert_eq!(amounts.gross_xdr_permyriad, gross, "{statement:?}");
    assert_eq!(amounts.kept_xdr_permyriad, gross, "{statement:?}");
    let paid = e8s(gross, period.xdr_permyriad_per_icp);
    assert_eq!((amounts.gross_e8s, amounts.kept_e8s), (paid, paid));
}

fn assert_totals(period: &Period, statements: &[Statement], alerts: usize) {
    let totals = period.totals.unwrap();
    let figures = || statements.iter().filter_map(|row| row.amounts);
    assert_eq!(totals.providers as usize, statements.len());
    assert_eq!(totals.faulty as usize, statements.len() - figures().count());
    let gross: u64 = figures().map(|it| it.gross_e8s).sum();
    let kept: u64 = figures().map(|it| it.kept_e8s).sum();
    assert_eq!((totals.gross_e8s, totals.kept_e8s), (gross, kept));
    assert_eq!(totals.alerts as usize, alerts);
}

/// A suite that knows the real network, and the facts of the month before its first day.
fn begin() -> (Suite, Vec<DayFacts>) {
    let suite = Suite::new(&Plan {
        rewards: true,
        ..Plan::default()
    });
    let facts = Facts::read(&canisters::fixture("network-2025-10-31.facts")).unwrap();
    let rows = facts.network.rows().to_vec();
    let today = suite.rewarding().today();
    let slices = (today - MONTH..today).map(|day| rewards::real_day(&rows, day));
    let slices: Vec<_> = slices.collect();
    assert_eq!(slices[0].nodes.len(), 1_447);
    suite.import("network", rows);
    suite.know_providers();
    (suite, slices)
}

/// Votes on the rates and on the month.
fn vote(suite: &Suite, slices: &[DayFacts]) {
    let adoption = AdoptPeriodArgs {
        xdr_permyriad_per_icp: RATE,
        ..rewards::adoption(slices)
    };
    let adopt_month = Command::AdoptPeriod(adoption.clone());
    assert_refused(suite, &adopt_month, "TableMissing");
    let rates = Command::UpdateNodeRewardsTable(UpdateNodeRewardsTableArgs {
        effective_from_day: adoption.from_day,
        new_entries: rewards::real_rates(),
    });
    assert_told(suite, &rates, &["Europe,BE,Flanders"]);
    adopt(suite, &rates);

    let mut today = adoption.clone();
    (today.from_day, today.to_day) = (adoption.from_day + 1, adoption.to_day + 1);
    assert_refused(suite, &Command::AdoptPeriod(today), "InvalidDays");
    let mut short = adoption.clone();
    short.to_day -= 1;
    assert_refused(suite, &Command::AdoptPeriod(short), "InputsDoNotFit");
    let wanted = ["30 days", "engine v1", "3.5 XDR"];
    assert_told(suite, &adopt_month, &wanted);
    adopt(suite, &adopt_month);
    assert_refused(suite, &adopt_month, "DayCovered");
}

/// Anyone supplies what was voted on, in any order, and nothing else.
fn supply(suite: &Suite, slices: &[DayFacts]) {
    let rewards = suite.rewarding();
    let args = |slice: u32, bytes: Vec<u8>| SupplyInputsArgs {
        period_id: 0,
        slice,
        bytes: Blob(bytes),
    };
    let supply = |args: &SupplyInputsArgs| rewards.supply_inputs(actors::stranger(), args);
    let mut other = rewards::packed(&slices[0]);
    let last = other.len() - 1;
    other[last] ^= 1;
    let said = unchanged(suite, || supply(&args(0, other)));
    assert!(matches!(said, RewardsError::WrongHash { .. }), "{said}");
    let first = rewards::packed(&slices[0]);
    let said = unchanged(suite, || supply(&args(MONTH, first)));
    assert!(matches!(said, RewardsError::OutOfRange { .. }), "{said}");

    // The last day first.
    for slice in (0..MONTH).rev() {
        let facts = &slices[usize::try_from(slice).unwrap()];
        let args = args(slice, rewards::packed(facts));
        let period = supply(&args).unwrap();
        let wanted = if slice == 0 {
            PeriodState::Computing { slice: 0 }
        } else {
            PeriodState::AwaitingInputs {
                supplied: MONTH - slice,
            }
        };
        assert_eq!(period.state, wanted);
        if slice + 1 == MONTH {
            let said = unchanged(suite, || supply(&args));
            assert_eq!(said, RewardsError::AlreadySupplied { slice });
        }
    }
}

/// What a statement says of a day is what is computed here of it, line by line.
fn explain(suite: &Suite, computed: &v1::Rewards) {
    let rewards = suite.rewarding();
    let mut lines = 0;
    for (provider, earned) in computed.providers.iter().step_by(10) {
        let Id::Principal(principal) = provider else {
            panic!("{provider} is no principal")
        };
        for day in earned.days.iter().step_by(9) {
            let args = GetStatementDayArgs {
                period_id: 0,
                provider: ProviderId(*principal),
                day: day.day.0,
            };
            let told = rewards.statement_day(&args).unwrap();
            assert_eq!(told, tally::lines(day));
            lines += told.nodes.len();
        }
    }
    assert!(lines > 100, "{lines}");
    let nodes =
        || (computed.providers.values()).flat_map(|it| it.days.iter().flat_map(|it| &it.nodes));
    assert!(nodes().any(|node| !node.reduction.is_zero()));
    assert!(nodes().any(|node| node.measured.is_none()));
}

/// Whoever reads a statement can make it again with the client, from what is public.
fn make_again(suite: &Suite) {
    let rewards = suite.rewarding();
    let statements: Vec<Statement> = rewards.table(table::STATEMENT);
    let provider = statements[0].provider;
    let source = run(rewards.reader().statement_source(0, provider)).unwrap();
    let mut source = source.unwrap();
    let maximum_e8s = source.policy.maximum_provider_e8s;
    let again = source.make(maximum_e8s).unwrap();
    assert_eq!(again.facts.len(), MONTH as usize);
    // Other facts are noticed.
    let last = source.facts[0].len() - 1;
    source.facts[0][last] ^= 1;
    source.make(maximum_e8s).unwrap_err();
}

/// Rewards come into escrow, stay for the holdback, and leave to the e8s.
fn pay(suite: &Suite) {
    let rewards = suite.rewarding();
    let statements: Vec<Statement> = rewards.table(table::STATEMENT);
    let anyone = actors::stranger();
    let mut lots = Vec::new();
    for statement in statements.iter().take(IN_ESCROW) {
        let provider = statement.provider;
        let said = unchanged(suite, || rewards.collect_escrow(anyone, provider));
        assert_eq!(said, RewardsError::NotInEscrow { provider });
        rewards.join(provider);
        // Anyone can tell where rewards have to be sent, from the provider alone.
        let subaccount = Sha256::new()
            .chain_update(b"\x0fbonafide-escrow")
            .chain_update(provider.as_slice())
            .finalize();
        let wanted = LedgerAccount {
            owner: Caller(suite.rewards),
            subaccount: Some(Blob(subaccount.to_vec())),
        };
        assert_eq!(rewards.escrow(provider).deposit_account, wanted);
        let said = unchanged(suite, || rewards.collect_escrow(anyone, provider));
        let nothing = RewardsError::NothingToCollect {
            balance_e8s: 0,
            fee_e8s: LEDGER_FEE,
        };
        assert_eq!(said, nothing);
        let kept_e8s = statement.amounts.unwrap().kept_e8s;
        let lot = rewards.collect(provider, kept_e8s);
        assert_eq!((lot.period_id, lot.deposited_e8s), (Some(0), kept_e8s));
        assert_eq!(lot.due_at_ns, lot.deposited_at_ns + 60 * DAY_NS);
        let said = unchanged(suite, || rewards.release_escrow(anyone, provider));
        let early = RewardsError::NothingDue {
            due_at_ns: Some(lot.due_at_ns),
        };
        assert_eq!(said, early);
        lots.push(lot);
    }
    let sum: u64 = lots.iter().map(|lot| lot.held_e8s).sum();
    let books = rewards.books();
    assert_eq!((books.deposited_e8s, books.escrow_e8s), (sum, sum));
    assert_conserved(suite);

    // Who leaves waits as long.
    let first = lots[0].provider;
    assert_eq!(rewards.leave_escrow(first).unwrap().joined_at_ns, None);
    rewards.pass_until(lots[IN_ESCROW - 1].due_at_ns);
    for _ in 0..3 {
        rewards.tasks();
    }
    for lot in &lots {
        assert_eq!(rewards.lot(lot.id).held_e8s, 0);
        let paid = rewards.ledger().balance(lot.provider.0);
        assert_eq!(paid, lot.deposited_e8s - LEDGER_FEE);
    }
    let books = rewards.books();
    assert_eq!((books.released_e8s, books.escrow_e8s), (sum, 0));
    assert_conserved(suite);
}

#[test]
fn should_close_the_month_of_the_real_network_and_pay_it_through_escrow() {
    let (suite, slices) = begin();
    vote(&suite, &slices);
    supply(&suite, &slices);
    let period = suite.rewarding().closed(0);
    assert_eq!((period.slices, period.penalties.len()), (MONTH, 0));
    let computed = assert_computed(&suite, 0, &slices);
    explain(&suite, &computed);
    make_again(&suite);
    pay(&suite);
    replay::assert_true_log(&suite);
}

/// A vote takes a period back that is not closed; its days are free for another one.
#[test]
fn should_free_the_days_of_a_period_that_is_taken_back() {
    let suite = Suite::rewarding_providers(&Plan::default(), PROVIDERS);
    let rewards = suite.rewarding();
    let today = rewards.today();
    let slices: Vec<_> = (today - DAYS..today)
        .map(|day| rewards::small_day(PROVIDERS, day))
        .collect();
    let id = suite.adopt_period(rewards::adoption(&slices));
    rewards.supply(id, &slices[..1]);
    let cancel = Command::CancelPeriod(CancelPeriodArgs {
        period_id: id,
        reason: because(),
    });
    assert_told(&suite, &cancel, &["1 of 3 parts of its facts are here"]);
    adopt(&suite, &cancel);
    let state = rewards.period(id).state;
    assert!(matches!(state, PeriodState::Cancelled { .. }), "{state:?}");
    assert_eq!(rewards.facts(id, 0), None);
    assert_refused(&suite, &cancel, "PeriodStanding");
    let said = unchanged(&suite, || {
        let args = SupplyInputsArgs {
            period_id: id,
            slice: 1,
            bytes: Blob(rewards::packed(&slices[1])),
        };
        rewards.supply_inputs(actors::stranger(), &args)
    });
    assert!(
        matches!(said, RewardsError::PeriodStanding { .. }),
        "{said}"
    );

    let again = suite.close_period(&slices);
    let computed = assert_computed(&suite, again, &slices);
    assert_eq!(computed.providers.len(), PROVIDERS as usize);
    let tenth = rewards.statement(again, actors::provider(10)).unwrap();
    assert_eq!(tenth.amounts.unwrap().kept_e8s, EARNED);
    // Once it is closed it stays, and so do the rates of its days.
    let close = Command::CancelPeriod(CancelPeriodArgs {
        period_id: again,
        reason: because(),
    });
    assert_refused(&suite, &close, "PeriodStanding");
    let mut rates = rewards::rates();
    rates[0].xdr_permyriad_per_node_per_month += 1;
    let late = Command::UpdateNodeRewardsTable(UpdateNodeRewardsTableArgs {
        effective_from_day: today - 1,
        new_entries: rates,
    });
    assert_refused(&suite, &late, "OutOfRange");
    replay::assert_true_log(&suite);
}
