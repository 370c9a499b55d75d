//! `serve`: a live network with the registry and one provider, for examples in other
//! languages. Prints one line of JSON that says where everything is, and serves until its
//! standard input closes.

use bonafide_test_support::engine::Engine;
use bonafide_test_support::{World, actors, args, canisters, run};
use bonafide_types::registry::UpdateProviderProfileArgs;
use std::io::Read;

fn main() {
    let engine = Engine::start();
    let mut pic = engine
        .builder()
        .with_nns_subnet()
        .with_application_subnet()
        .build();
    let url = pic.make_live(None);
    let world = World::install(pic, canisters::registry());
    let provider = world.register(1);
    world.register(2);
    world.publish(args::version(1, 0, 0));
    world.accept(provider);
    let said = UpdateProviderProfileArgs {
        display_name: Some("Example Provider One".into()),
        urls: vec!["https://provider.example/".into()],
    };
    run(world.client(provider).update_provider_profile(&said)).expect("the owner may say this");

    let root_key = world.judge().root_key;
    let place = serde_json::json!({
        "url": url.as_str(),
        "root_key": root_key.iter().map(|byte| format!("{byte:02x}")).collect::<String>(),
        "canister": world.registry.to_text(),
        "provider": provider.to_string(),
        "absent": actors::provider(9).to_string(),
    });
    println!("{place}");

    // Until whoever started this closes our input, or ends.
    let mut rest = Vec::new();
    let _ = std::io::stdin().read_to_end(&mut rest);
    drop(world);
    drop(engine);
}
