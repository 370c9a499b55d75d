//! What it costs to close a month of the real network, to read a statement of it, and to bring a
//! case from the vote that opens it to the one that refunds it.
//!
//! What the nodes did is invented. The case is about a provider that does not exist, which has
//! one node beside those of the network.

use super::meter::Meter;
use super::{Figure, MILLION, module, module_bytes};
use bonafide_client::import::facts::Facts;
use bonafide_test_support::audits::ICP;
use bonafide_test_support::engine::{Engine, instance};
use bonafide_test_support::instance::{create, encoded};
use bonafide_test_support::rewards::{
    Rewards, adoption, charge, freezing, opening, packed, policy, real_day, real_rates,
};
use bonafide_test_support::{Ledger, World, actors, canisters, run};
use bonafide_types::certified::RowKey;
use bonafide_types::governance::Command;
use bonafide_types::id::{Blob, Caller, ProviderId};
use bonafide_types::limits::DAY_NS;
use bonafide_types::rewards::{
    AppealCaseArgs, DayFacts, GetStatementDayArgs, InitArgs, InstallArgs, ListStatementsArgs,
    NodeFact, PeriodState, ProviderFact, RefundCaseArgs, RejectAppealArgs, RespondToCaseArgs,
    SupplyInputsArgs, UpdateNodeRewardsTableArgs, table,
};
use candid::{CandidType, Principal, encode_one};
use serde_bytes::ByteBuf;

const METHODS: [&str; 13] = [
    "adopt_period",
    "supply_inputs",
    "get_rows_certified",
    "get_statement_day",
    "list_statements",
    "open_case",
    "respond_to_case",
    "freeze_case",
    "appeal_case",
    "reject_appeal",
    "execute_case",
    "refund_case",
    "get_case",
];

/// Nodes of the network.
const NODES: u32 = 1_447;
/// Days of the month.
const MONTH: u32 = 30;
/// What a day may cost, so that 30 of them stay within 20,000 million instructions.
const DAY: u64 = 20_000 * MILLION / MONTH as u64;
/// What a step of a case may cost, million instructions.
const STEP: u64 = 4;
/// Rounds within which the registry is read, or the month is closed.
const ROUNDS: u32 = 2_000;

/// The provider that does not exist.
fn example() -> ProviderId {
    actors::provider(1)
}

/// Measures on a fresh canister.
pub(super) fn measure(engine: &Engine) -> Vec<Figure> {
    let world = World::install(instance(engine.builder()), canisters::registry());
    let file = canisters::fixture("network-2025-10-31.facts");
    let facts = Facts::read(&file).expect("a file of facts");
    world.import_job(&facts.network);
    world.register(1);
    let built = canisters::rewards();
    let code = module::certifying_with_own_id(&canisters::unzipped(&built));
    let rewards = Rewards {
        pic: &world.pic,
        canister: install(&world, code.clone()),
    };
    follow(&world, &rewards);
    let meter = Meter::new(&world.pic, rewards.canister, &METHODS);
    let mut figures = vec![module_bytes("rewards, gzipped bytes", &built)];
    let today = rewards.today();
    let slices: Vec<_> = (today - MONTH..today)
        .map(|day| with_example(real_day(facts.network.rows(), day)))
        .collect();
    close(&rewards, &meter, &slices, &mut figures);
    read(&meter, &slices, &mut figures);
    case(&rewards, &meter, &slices, &mut figures);
    let cost = meter.upgrade(code);
    figures.push(Figure::new("rewards post_upgrade", NODES, cost, None));
    figures
}

fn install(world: &World, code: Vec<u8>) -> Principal {
    let ledger = Ledger::install(&world.pic).id;
    let canister = create(&world.pic);
    let init = InstallArgs::Init(InitArgs {
        governance: Caller(actors::governance()),
        registry: Caller(world.registry),
        audits: None,
        ledger: Caller(ledger),
        policy: Some(policy()),
    });
    world
        .pic
        .install_canister(canister, code, encoded((init,)), None);
    canister
}

/// A day with one node more, of the provider that does not exist.
fn with_example(mut facts: DayFacts) -> DayFacts {
    let place = |length: usize| u32::try_from(length).expect("lists are short");
    facts.nodes.push(NodeFact {
        node: actors::node(1),
        provider: place(facts.providers.len()),
        operator: place(facts.operators.len()),
        region: 0,
        reward_type: 0,
    });
    facts.providers.push(ProviderFact {
        provider: example(),
        cluster: example(),
    });
    facts.operators.push(actors::operator(1));
    facts
}

/// Lets rounds pass until `done`.
fn wait(rewards: &Rewards<'_>, done: impl Fn() -> bool) {
    for _ in 0..ROUNDS {
        if done() {
            return;
        }
        rewards.pic.tick();
    }
    panic!("not within {ROUNDS} rounds");
}

/// Lets the canister read the registry.
fn follow(world: &World, rewards: &Rewards<'_>) {
    let summary = run(world.reader().summary()).expect("anyone may read it");
    rewards.tasks();
    wait(rewards, || {
        rewards.summary().registry_events == summary.events
    });
}

/// A vote adopts the month, anyone supplies it, and the canister computes it by itself.
fn close(rewards: &Rewards<'_>, meter: &Meter<'_>, slices: &[DayFacts], figures: &mut Vec<Figure>) {
    let mut figure = |name, cost, limit: Option<u64>| {
        figures.push(Figure::new(name, NODES, cost, limit));
    };
    let rates = UpdateNodeRewardsTableArgs {
        effective_from_day: 0,
        new_entries: real_rates(),
    };
    let governance = actors::governance();
    rewards.execute(governance, &Command::UpdateNodeRewardsTable(rates));
    let cost = meter.call(governance, "adopt_period", bytes(&adoption(slices)));
    figure("adopt_period, 30 days", cost, Some(4 * MILLION));

    let args = |slice: u32, facts: &DayFacts| SupplyInputsArgs {
        period_id: 0,
        slice,
        bytes: Blob(packed(facts)),
    };
    let anyone = actors::stranger();
    let supply = |slice: u32, facts: &DayFacts| {
        let supplied = rewards.supply_inputs(anyone, &args(slice, facts));
        supplied.unwrap_or_else(|error| panic!("slice {slice}: {error}"));
    };
    let first = bytes(&args(0, &slices[0]));
    let cost = meter.call(anyone, "supply_inputs", first);
    figure("supply_inputs, a day", cost, Some(50 * MILLION));
    let mut rest = (1..).zip(&slices[1..]);
    for (slice, facts) in rest.by_ref().take(slices.len() - 2) {
        supply(slice, facts);
    }
    // With the last of them everything is computed, in messages of their own.
    let (slice, facts) = rest.next().expect("a month has a last day");
    let cost = meter.background(|| {
        supply(slice, facts);
        wait(rewards, || is_closed(rewards));
    });
    let days = u64::from(MONTH);
    figure("v1, 30 days and statements", cost, Some(days * DAY));
    figure("v1, a day of them", cost / days, Some(DAY));
}

fn is_closed(rewards: &Rewards<'_>) -> bool {
    let period = run(rewards.reader().period(0)).expect("anyone may read it");
    period.is_some_and(|period| matches!(period.state, PeriodState::Closed { .. }))
}

/// A statement with proof, a page of them, and a day line by line.
fn read(meter: &Meter<'_>, slices: &[DayFacts], figures: &mut Vec<Figure>) {
    let mut figure = |name, cost, limit| {
        figures.push(Figure::new(name, NODES, cost, Some(limit)));
    };
    let anyone = actors::stranger();
    let row = RowKey {
        table: table::STATEMENT.into(),
        key: ByteBuf::from([&0_u64.to_be_bytes()[..], example().as_slice()].concat()),
    };
    let cost = meter.call(anyone, "get_rows_certified", bytes(&vec![row]));
    figure("statement, with proof", cost, MILLION / 2);
    let list = ListStatementsArgs {
        period_id: Some(0),
        provider: None,
        after: None,
        limit: None,
    };
    let cost = meter.call(anyone, "list_statements", bytes(&list));
    figure("list_statements, all of a month", cost, 10 * MILLION);
    // The provider with the most nodes.
    let facts = &slices[0];
    let nodes_of = |place: u32| facts.nodes.iter().filter(|it| it.provider == place).count();
    let largest = (0..).zip(&facts.providers);
    let largest = largest.max_by_key(|(place, _)| nodes_of(*place));
    let (_, largest) = largest.expect("there are providers");
    let explain = GetStatementDayArgs {
        period_id: 0,
        provider: largest.provider,
        day: facts.day,
    };
    let cost = meter.call(anyone, "get_statement_day", bytes(&explain));
    figure("get_statement_day, the largest", cost, DAY);
}

/// From the vote that puts it on record to the one that gives back what it took.
fn case(rewards: &Rewards<'_>, meter: &Meter<'_>, slices: &[DayFacts], figures: &mut Vec<Figure>) {
    let mut figure = |name, cost, limit: u64| {
        figures.push(Figure::new(name, NODES, cost, Some(limit * MILLION)));
    };
    rewards.join(example());
    rewards.collect(example(), 10 * ICP);
    let (governance, own) = (actors::governance(), example().0);
    let because = || "An example.".to_owned();
    let mut govern = |name, command: &Command, limit| {
        let arg = command.encode_args().expect("a command encodes");
        // What calls and tasks began is over before anything is measured.
        rewards.rounds();
        let cost = meter.call(governance, command.spec().method, arg);
        figure(name, cost, limit);
    };

    let charge = charge(example(), 1, u64::from(slices[0].day) * DAY_NS);
    govern("open_case", &opening(charge), STEP);
    let view = run(rewards.reader().case(0)).expect("anyone may read it");
    let case = view.expect("it is on record").case;
    govern("freeze_case", &freezing(&case, None), STEP);
    let answer = RespondToCaseArgs {
        case_id: 0,
        text: because(),
        evidence_hash: None,
    };
    let respond = meter.call(own, "respond_to_case", bytes(&answer));
    rewards.pass_days(3);
    let grounds = AppealCaseArgs {
        case_id: 0,
        grounds: because(),
    };
    rewards.rounds();
    let appeal = meter.call(own, "appeal_case", bytes(&grounds));
    let reject = RejectAppealArgs {
        case_id: 0,
        reason: because(),
    };
    govern("reject_appeal", &Command::RejectAppeal(reject), STEP);
    rewards.pass_days(14);
    rewards.rounds();
    let shown = meter.call(own, "get_case", bytes(&0_u64));
    let execute = meter.call(own, "execute_case", bytes(&0_u64));
    let refund = RefundCaseArgs {
        case_id: 0,
        reason: because(),
    };
    govern("refund_case", &Command::RefundCase(refund), STEP);
    for (name, cost, limit) in [
        ("respond_to_case", respond, STEP),
        ("appeal_case", appeal, STEP),
        ("get_case, in words", shown, STEP),
        ("execute_case", execute, STEP),
    ] {
        figure(name, cost, limit);
    }
}

fn bytes(args: &impl CandidType) -> Vec<u8> {
    encode_one(args).expect("it encodes")
}
