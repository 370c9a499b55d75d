//! How long the engine takes, as its client sees it. Reported, never judged: it depends on
//! the machine.

use bonafide_test_support::engine::{Engine, instance};
use bonafide_test_support::{World, actors, args, canisters, run};
use bonafide_types::registry::UpdateProviderProfileArgs;
use serde::Serialize;
use std::time::{Duration, Instant};

const ROUNDS: usize = 50;

/// Medians, in microseconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Latencies {
    /// An instance, made with its registry compiled before.
    pub instance_us: u128,
    /// A profile update.
    pub update_us: u128,
    /// A certified read.
    pub query_us: u128,
}

impl Latencies {
    /// Measures an engine that nothing else uses.
    ///
    /// # Panics
    /// When a call is refused.
    #[must_use]
    pub fn measure(engine: &Engine) -> Self {
        let world = World::install(instance(engine.builder()), canisters::registry());
        let id = world.register(1);
        world.publish(args::version(1, 0, 0));
        let owner = world.client(id);
        let mut round = 0_u32;
        Self {
            instance_us: median(|| drop(instance(engine.builder()))),
            update_us: median(|| {
                round += 1;
                let display_name = Some(format!("Provider {round}"));
                let said = UpdateProviderProfileArgs {
                    display_name,
                    urls: vec![],
                };
                run(owner.update_provider_profile(&said)).expect("the owner may");
            }),
            query_us: median(|| {
                let arg = candid::encode_one(id).expect("it encodes");
                world
                    .pic
                    .query_call(
                        world.registry,
                        actors::stranger(),
                        "get_provider_certified",
                        arg,
                    )
                    .expect("anyone may read");
            }),
        }
    }
}

fn median(mut doing: impl FnMut()) -> u128 {
    doing();
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            doing();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[ROUNDS / 2].as_micros()
}
