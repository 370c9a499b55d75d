//! What the canisters' calls cost, in instructions.
//!
//! Measured through what every engine shows: a canister pays one cycle per instruction on an
//! application subnet of 13 nodes, and fees that depend on the message alone. So each call is
//! also made, with an argument of the same length, to a reference canister whose method of
//! the same name replies at once; the difference of the two bills is the call's instructions,
//! but for the few hundred that the reference takes. Engines bill whole tens of instructions.
//!
//! Certified queries cost no cycles and have no certificate when they are called as updates.
//! The module under measurement is therefore the built one with three of its imports renamed
//! (see `module.rs`): it takes its own id for the certificate, and every other instruction is
//! the same. A real certificate adds its bytes to what is copied into the reply.

mod audits;
mod decentralization;
mod governance;
mod identity;
mod independence;
mod latency;
mod meter;
mod module;
mod nodes;
mod population;
mod report;
mod rewards;

pub use latency::Latencies;
pub use report::{Baseline, Figure, Report};

use bonafide_test_support::engine::{Engine, instance};
use bonafide_test_support::{World, actors, args, canisters};
use bonafide_types::certified::{RangeArgs, RowKey};
use bonafide_types::registry::{
    AcceptDeclarationArgs, ListProvidersArgs, UpdateProviderProfileArgs, table,
};
use candid::{encode_args, encode_one};
use meter::Meter;
use population::Population;
use serde_bytes::ByteBuf;
use std::path::PathBuf;

/// Every method of the registry that is measured here.
const METHODS: [&str; 10] = [
    "update_provider_profile",
    "accept_declaration",
    "register_provider",
    "get_provider_certified",
    "get_provider",
    "get_rows_certified",
    "list_rows_certified",
    "list_providers",
    "get_events",
    "import_page",
];

/// Providers, and as many nodes, at which the registry is measured.
pub const SIZES: [u32; 3] = [100, 10_000, 100_000];

/// Most bytes of the gzipped module.
const MODULE_BYTES: u64 = 1_200_000;
const MILLION: u64 = 1_000_000;
/// What a restart may cost at the greatest size.
const UPGRADE_LIMIT: u64 = 150_000 * MILLION;

/// Measures the governance of a full council, then one registry that grows from size to size.
///
/// # Panics
/// When a call that is measured is refused.
#[must_use]
pub fn measure(engine: &Engine, sizes: &[u32], progress: impl Fn(&str)) -> Vec<Figure> {
    progress("measuring governance");
    let mut figures = governance::measure(engine);
    figures.push(module_bytes(
        "module, gzipped bytes",
        &canisters::registry(),
    ));

    progress("measuring identity");
    figures.extend(identity::measure(engine));

    progress("measuring audits");
    figures.extend(audits::measure(engine));

    progress("measuring rewards");
    figures.extend(rewards::measure(engine));

    progress("measuring decentralisation");
    let nodes = network_file();
    let csv = std::fs::read_to_string(&nodes);
    if csv.is_err() {
        progress(&format!("some is left out: no {}", nodes.display()));
    }
    figures.extend(decentralization::measure(engine, csv.ok().as_deref()));

    progress("measuring clusters");
    let world = World::install(instance(engine.builder()), canisters::registry());
    let meter = Meter::new(&world.pic, world.registry, &independence::METHODS);
    figures.extend(independence::measure(&world, &meter));

    let module = module::certifying_with_own_id(&canisters::unzipped(&canisters::registry()));
    let world = World::install(instance(engine.builder()), module.clone());
    let methods = [&METHODS[..], &nodes::METHODS].concat();
    let meter = Meter::new(&world.pic, world.registry, &methods);
    let mut population = Population::new(&world);
    world.publish(args::version(1, 0, 0));
    for size in sizes {
        progress(&format!("growing to {size} providers and {size} nodes"));
        population.grow(*size);
        progress(&format!("measuring at {size}"));
        calls(&world, &meter, &mut population, *size, &mut figures);
        nodes::pages(&meter, *size, &mut figures);
        nodes::life_cycle(&world, &meter, *size, &mut figures);
        let upgrade = meter.upgrade(module.clone());
        figures.push(Figure::new(
            "post_upgrade",
            *size,
            upgrade,
            Some(UPGRADE_LIMIT),
        ));
    }
    figures
}

/// Measures decentralisation alone, on the nodes of a CSV file when there is one.
///
/// # Panics
/// When a call that is measured is refused.
#[must_use]
pub fn measure_decentralization(engine: &Engine, csv: Option<&str>) -> Vec<Figure> {
    decentralization::measure(engine, csv)
}

/// The file of the real network's nodes, which is not part of the project.
#[must_use]
pub fn network_file() -> PathBuf {
    canisters::workspace().join("../shared/data/network/nodes-2025-10-31.csv")
}

fn module_bytes(name: &'static str, module: &[u8]) -> Figure {
    let bytes = u64::try_from(module.len()).expect("a module is small");
    Figure::new(name, 0, bytes, Some(MODULE_BYTES))
}

fn calls(
    world: &World,
    meter: &Meter<'_>,
    population: &mut Population<'_>,
    size: u32,
    figures: &mut Vec<Figure>,
) {
    let mut figure = |name, cost, limit| figures.push(Figure::new(name, size, cost, limit));
    let some = |number: u32| population::provider(number * (size / 5));
    let one = |arg: &dyn Fn(u32) -> Vec<u8>, who: &dyn Fn(u32) -> candid::Principal, method| {
        // The dearest of five, spread over the table.
        let cost = |number| meter.call(who(number), method, arg(number));
        (0..5).map(cost).max().unwrap_or_default()
    };
    let anyone = |_| actors::stranger();

    let said = |number: u32| {
        let urls = vec![format!("https://provider-{number}.example/{size}")];
        let display_name = Some(format!("Provider {number} at {size}"));
        encode_one(UpdateProviderProfileArgs { display_name, urls }).expect("it encodes")
    };
    let cost = one(&said, &|number| some(number).0, "update_provider_profile");
    figure("update_provider_profile", cost, Some(3 * MILLION));

    let sha256 = world.current().sha256;
    let accept = |_| encode_one(AcceptDeclarationArgs { sha256 }).expect("it encodes");
    let cost = one(
        &accept,
        &|number| population::provider(number * (size / 5) + 1).0,
        "accept_declaration",
    );
    figure("accept_declaration", cost, Some(3 * MILLION));

    let company = |number: u32| {
        let id = actors::provider(size * 10 + number);
        encode_one(args::company(id)).expect("it encodes")
    };
    let cost = one(&company, &|_| actors::governance(), "register_provider");
    figure("register_provider", cost, Some(3 * MILLION));

    let id = |number: u32| encode_one(some(number)).expect("it encodes");
    figure(
        "get_provider_certified",
        one(&id, &anyone, "get_provider_certified"),
        Some(MILLION / 2),
    );
    figure("get_provider", one(&id, &anyone, "get_provider"), None);

    let row = |number: u32| {
        let key = ByteBuf::from(some(number).as_slice());
        let keys = vec![RowKey {
            table: table::PROVIDER.into(),
            key,
        }];
        encode_one(keys).expect("it encodes")
    };
    figure(
        "get_rows_certified, 1 row",
        one(&row, &anyone, "get_rows_certified"),
        Some(MILLION / 2),
    );

    let after = |number: u32| (number > 0).then(|| some(number));
    let range = |number: u32| {
        let after = after(number).map(|id| ByteBuf::from(id.as_slice()));
        let range = RangeArgs {
            table: table::PROVIDER.into(),
            after,
            limit: 100,
        };
        encode_one(range).expect("it encodes")
    };
    let cost = one(&range, &anyone, "list_rows_certified");
    figure("list_rows_certified, 100 rows", cost, Some(5 * MILLION));

    let list = |number: u32| {
        let list = ListProvidersArgs {
            after: after(number),
            limit: Some(100),
            filter: None,
        };
        encode_one(list).expect("it encodes")
    };
    figure(
        "list_providers, 100 rows",
        one(&list, &anyone, "list_providers"),
        Some(5 * MILLION),
    );

    let events = |_| encode_args((0_u64, 1_u64)).expect("it encodes");
    figure(
        "get_events, 1 event",
        one(&events, &anyone, "get_events"),
        None,
    );

    let (rows, arg) = population.next_page_of_nodes();
    let cost = meter.call(actors::stranger(), "import_page", arg);
    figure(
        "import_page, per node",
        cost / u64::from(rows),
        Some(MILLION),
    );
}
