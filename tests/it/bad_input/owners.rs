//! What owners of records are refused, and what nobody understands.

use super::check;
use bonafide_test_support::{World, actors, args, refusal, run};
use bonafide_types::id::Blob;
use bonafide_types::registry::{RegisterNodeArgs, UpdateProviderProfileArgs};

#[test]
fn profiles() {
    let world = World::new();
    let id = world.register(1);
    let nobody = actors::provider(2);
    let good = || UpdateProviderProfileArgs {
        display_name: None,
        urls: vec![],
    };
    let name = |name: &str| UpdateProviderProfileArgs {
        display_name: Some(name.into()),
        ..good()
    };
    let urls = |urls: Vec<String>| UpdateProviderProfileArgs { urls, ..good() };
    refused!(
        world,
        nobody,
        update_provider_profile,
        good(),
        ("ProviderNotFound", &[nobody.to_string().as_str()])
    );
    refused!(
        world,
        id,
        update_provider_profile,
        name(""),
        ("TextEmpty", &["display_name"])
    );
    refused!(
        world,
        id,
        update_provider_profile,
        name(&"x".repeat(256)),
        ("TextTooLong", &["display_name", "256", "255"])
    );
    refused!(
        world,
        id,
        update_provider_profile,
        urls(vec!["http://a.example".into()]),
        ("InvalidField", &["url", "http://a.example", "https"])
    );
    refused!(
        world,
        id,
        update_provider_profile,
        urls(vec![format!("https://a.example/{}", "x".repeat(512))]),
        ("TextTooLong", &["url", "512"])
    );
    refused!(
        world,
        id,
        update_provider_profile,
        urls(vec!["https://a.example/".into(); 11]),
        ("TooMany", &["urls", "11", "10"])
    );
}

#[test]
fn nodes() {
    let world = World::new();
    let (_, operator) = world.onboard(1);
    let good = || args::node(1);
    refused!(
        world,
        operator,
        register_node,
        RegisterNodeArgs {
            ipv6: String::new(),
            ..good()
        },
        ("TextEmpty", &["ipv6"])
    );
    for ipv6 in ["nonsense", "10.0.0.1", "2001:db8::/64", "2001:db8:::1"] {
        refused!(
            world,
            operator,
            register_node,
            RegisterNodeArgs {
                ipv6: ipv6.into(),
                ..good()
            },
            ("InvalidField", &["ipv6"])
        );
    }
    refused!(
        world,
        operator,
        register_node,
        RegisterNodeArgs {
            generation: String::new(),
            ..good()
        },
        ("TextEmpty", &["generation"])
    );
    refused!(
        world,
        operator,
        register_node,
        RegisterNodeArgs {
            generation: "g".repeat(33),
            ..good()
        },
        ("TextTooLong", &["generation", "33", "32"])
    );
    refused!(
        world,
        operator,
        register_node,
        RegisterNodeArgs {
            chip_id: Some(Blob(vec![1; 63])),
            ..good()
        },
        ("OutOfRange", &["chip_id", "63", "64"])
    );
}

#[test]
fn bytes_that_are_not_the_interface() {
    let world = World::new();
    let root = world.root();
    // A record whose principal has 30 bytes, one more than a principal may have.
    let mut broken = candid::encode_one(actors::provider(1)).unwrap();
    let at = broken.len() - 30;
    assert_eq!(broken[at], 29);
    broken[at] = 30;
    broken.push(0);
    for bytes in [vec![], b"DIDL".to_vec(), vec![0xff; 64], broken.clone()] {
        for method in [
            "register_provider",
            "update_provider_profile",
            "import_page",
        ] {
            world
                .pic
                .update_call(world.registry, actors::governance(), method, bytes.clone())
                .unwrap_err();
        }
    }
    world
        .pic
        .query_call(world.registry, actors::stranger(), "get_provider", broken)
        .unwrap_err();
    assert_eq!(world.root(), root);
}
