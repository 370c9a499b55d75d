//! The twins: what a governed method would do, in plain words, before the vote.

use bonafide_test_support::import::Pages;
use bonafide_test_support::{World, actors, args, run};
use candid::CandidType;

/// The twin's text for a call that would be taken; it changes nothing.
fn text(world: &World, method: &str, args: &impl CandidType) -> String {
    let root = world.root();
    let text = run(world.reader().validate(method, args)).unwrap().unwrap();
    assert_eq!(world.root(), root);
    text
}

fn says(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "{text:?} does not say {word:?}");
    }
}

#[test]
fn a_voter_reads_who_and_what() {
    let world = World::new();
    let id = actors::provider(2);
    let wish = args::company(id);
    says(
        &text(&world, "register_provider", &wish),
        &[&id.to_string(), &wish.legal_name, "CH", "Erika Beispiel"],
    );
    says(
        &text(&world, "add_data_center", &args::data_center("zh1")),
        &[
            "zh1",
            "Example Halls",
            "Example Real Estate",
            "Europe,CH,Zurich",
        ],
    );
    let (provider, _) = world.onboard(1);
    let operator = actors::operator(2);
    says(
        &text(
            &world,
            "add_node_operator",
            &args::node_operator(operator, provider, "dc1"),
        ),
        &[&operator.to_string(), &provider.to_string(), "dc1", "5"],
    );
    let pages = Pages::of_rows(&args::network(), 5).approval;
    says(
        &text(&world, "begin_import", &pages),
        &[&pages.source, &pages.source_hash.to_string(), "3"],
    );
}

#[test]
fn a_voter_reads_what_a_new_declaration_asks_and_until_when() {
    let world = World::new();
    world.publish(args::version(1, 0, 0));
    let major = text(
        &world,
        "publish_declaration",
        &args::declaration(args::version(2, 0, 0)),
    );
    // The world begins on 2026-01-01.
    says(&major, &["2.0.0", "en", "30 days", "2026-01-"]);
    let minor = text(
        &world,
        "publish_declaration",
        &args::declaration(args::version(1, 1, 0)),
    );
    says(&minor, &["1.1.0", "90 days"]);
}

#[test]
fn what_the_twin_allows_the_method_does() {
    let world = World::new();
    let wish = args::data_center("zh1");
    text(&world, "add_data_center", &wish);
    run(world.governance().add_data_center(&wish)).unwrap();
    let twin = run(world.reader().validate("add_data_center", &wish)).unwrap();
    assert!(twin.unwrap_err().starts_with("DataCenterAlreadyExists: "));
}
