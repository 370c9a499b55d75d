//! What governance is refused.

use super::check;
use bonafide_test_support::import::Pages;
use bonafide_test_support::{World, actors, args, reject, run};
use bonafide_types::id::{OperatorId, ProviderId, Sha256Hash};
use bonafide_types::limits::DAY_NS;
use bonafide_types::registry::{
    AddDataCenterArgs, AddNodeOperatorArgs, BeginImportArgs, Gps, PublishDeclarationArgs,
    RegisterProviderArgs, RewardableNodes,
};
use candid::Principal;

#[test]
fn providers() {
    let world = World::new();
    let known = world.register(1);
    let id = actors::provider(2);
    let good = || args::company(id);
    let long = "x".repeat(256);
    rejected!(
        world,
        register_provider,
        args::company(known),
        ("ProviderAlreadyRegistered", &[known.to_string().as_str()])
    );
    rejected!(
        world,
        register_provider,
        RegisterProviderArgs {
            legal_name: String::new(),
            ..good()
        },
        ("TextEmpty", &["legal_name"])
    );
    rejected!(
        world,
        register_provider,
        RegisterProviderArgs {
            legal_name: long.clone(),
            ..good()
        },
        ("TextTooLong", &["legal_name", "256", "255"])
    );
    rejected!(
        world,
        register_provider,
        RegisterProviderArgs {
            legal_name: "a\u{7}b".into(),
            ..good()
        },
        ("InvalidField", &["legal_name"])
    );
    rejected!(
        world,
        register_provider,
        RegisterProviderArgs {
            country: "XX".into(),
            ..good()
        },
        ("InvalidField", &["country", "XX"])
    );
    rejected!(
        world,
        register_provider,
        RegisterProviderArgs {
            country: "ch".into(),
            ..good()
        },
        ("InvalidField", &["country", "ch"])
    );
    rejected!(
        world,
        register_provider,
        RegisterProviderArgs {
            representative: None,
            ..good()
        },
        ("TextEmpty", &["representative"])
    );
    let person = RegisterProviderArgs {
        representative: Some("Someone".into()),
        ..args::individual(id)
    };
    rejected!(
        world,
        register_provider,
        person,
        ("InvalidField", &["representative"])
    );
    rejected!(
        world,
        register_provider,
        RegisterProviderArgs {
            proposal: long,
            ..good()
        },
        ("TextTooLong", &["proposal", "256", "255"])
    );
    for nobody in [Principal::anonymous(), Principal::management_canister()] {
        rejected!(
            world,
            register_provider,
            args::company(ProviderId(nobody)),
            ("InvalidField", &["id"])
        );
    }
}

#[test]
fn data_centers() {
    let world = World::new();
    run(world
        .governance()
        .add_data_center(&args::data_center("aa1")))
    .unwrap();
    let good = || args::data_center("bb1");
    let gps = |latitude_udeg, longitude_udeg| AddDataCenterArgs {
        gps: Gps {
            latitude_udeg,
            longitude_udeg,
        },
        ..good()
    };
    rejected!(
        world,
        add_data_center,
        args::data_center("aa1"),
        ("DataCenterAlreadyExists", &["aa1"])
    );
    rejected!(
        world,
        add_data_center,
        args::data_center("BB1"),
        ("InvalidField", &["id", "BB1"])
    );
    rejected!(
        world,
        add_data_center,
        args::data_center(""),
        ("TextEmpty", &["id"])
    );
    rejected!(
        world,
        add_data_center,
        args::data_center(&"b".repeat(256)),
        ("TextTooLong", &["id", "256", "255"])
    );
    for region in [
        "Europe,CH",
        "Europe,CH,Zurich,",
        "Europe, CH,Zurich",
        "Atlantis,CH,Zurich",
        "Europe,XX,Zurich",
        "Europe,CH,",
        "",
    ] {
        rejected!(
            world,
            add_data_center,
            AddDataCenterArgs {
                region: region.into(),
                ..good()
            },
            ("InvalidRegion", &["region", "Continent,CC,City"])
        );
    }
    rejected!(
        world,
        add_data_center,
        gps(90_000_001, 0),
        (
            "OutOfRange",
            &["latitude", "90000001", "-90000000", "90000000"]
        )
    );
    rejected!(
        world,
        add_data_center,
        gps(0, -180_000_001),
        ("OutOfRange", &["longitude", "-180000001", "180000000"])
    );
    rejected!(
        world,
        add_data_center,
        AddDataCenterArgs {
            owner: " ".into(),
            ..good()
        },
        ("TextEmpty", &["owner"])
    );
    rejected!(
        world,
        add_data_center,
        AddDataCenterArgs {
            name: "n".repeat(256),
            ..good()
        },
        ("TextTooLong", &["name", "256", "255"])
    );
}

#[test]
fn operators() {
    let world = World::new();
    let (provider, known) = world.onboard(1);
    let id = actors::operator(2);
    let good = || args::node_operator(id, provider, "dc1");
    let reward = |node_type: &str, count| RewardableNodes {
        node_type: node_type.into(),
        count,
    };
    let rewards = |rewardable_nodes| AddNodeOperatorArgs {
        rewardable_nodes,
        ..good()
    };
    let stranger = actors::provider(9);
    rejected!(
        world,
        add_node_operator,
        args::node_operator(known, provider, "dc1"),
        ("NodeOperatorAlreadyExists", &[known.to_string().as_str()])
    );
    rejected!(
        world,
        add_node_operator,
        args::node_operator(id, stranger, "dc1"),
        ("ProviderNotFound", &[stranger.to_string().as_str()])
    );
    rejected!(
        world,
        add_node_operator,
        args::node_operator(id, provider, "dc9"),
        ("DataCenterNotFound", &["dc9"])
    );
    rejected!(
        world,
        add_node_operator,
        args::node_operator(OperatorId(provider.0), provider, "dc1"),
        ("InvalidField", &["id"])
    );
    rejected!(
        world,
        add_node_operator,
        AddNodeOperatorArgs {
            node_allowance: 1_001,
            ..good()
        },
        ("OutOfRange", &["node_allowance", "1001", "1000"])
    );
    rejected!(
        world,
        add_node_operator,
        rewards(vec![reward("type9", 1)]),
        ("InvalidField", &["rewardable_nodes", "type9"])
    );
    rejected!(
        world,
        add_node_operator,
        rewards(vec![reward("type1", 1), reward("type1", 2)]),
        ("InvalidField", &["rewardable_nodes", "type1"])
    );
    rejected!(
        world,
        add_node_operator,
        rewards(vec![reward("type1", 1); 17]),
        ("TooMany", &["rewardable_nodes", "17", "16"])
    );
    for prefix in ["2001:db8::/65", "2001:db8::", "nonsense/64"] {
        rejected!(
            world,
            add_node_operator,
            AddNodeOperatorArgs {
                ipv6_prefix: Some(prefix.into()),
                ..good()
            },
            ("InvalidField", &["ipv6_prefix", prefix])
        );
    }
}

#[test]
fn declarations() {
    let world = World::new();
    let current = world.publish(args::version(1, 1, 0));
    let good = || args::declaration(args::version(2, 0, 0));
    let language = |language: &str| PublishDeclarationArgs {
        language: language.into(),
        ..good()
    };
    let text = |text: String| PublishDeclarationArgs { text, ..good() };
    for version in [
        args::version(1, 1, 0),
        args::version(1, 0, 9),
        args::version(0, 9, 9),
    ] {
        let below = PublishDeclarationArgs {
            version,
            ..text("Another text.\n".into())
        };
        rejected!(
            world,
            publish_declaration,
            below,
            ("VersionNotAbove", &[version.to_string().as_str(), "1.1.0"])
        );
    }
    rejected!(
        world,
        publish_declaration,
        text(args::declaration_body(current.version)),
        (
            "DeclarationAlreadyPublished",
            &[current.sha256.to_string().as_str()]
        )
    );
    rejected!(
        world,
        publish_declaration,
        text(" \n".into()),
        ("TextEmpty", &["text"])
    );
    rejected!(
        world,
        publish_declaration,
        text("x".repeat(65_536)),
        ("TextTooLong", &["text", "65537", "65536"])
    );
    rejected!(
        world,
        publish_declaration,
        text("a\u{0}b".into()),
        ("InvalidField", &["text"])
    );
    for tag in ["EN", "english language", "e", "de_CH"] {
        rejected!(
            world,
            publish_declaration,
            language(tag),
            ("InvalidField", &["language", tag])
        );
    }
    let yesterday = world.now_ns() - DAY_NS;
    rejected!(
        world,
        publish_declaration,
        PublishDeclarationArgs {
            effective_from_ns: Some(yesterday),
            ..good()
        },
        ("EffectiveTooEarly", &[yesterday.to_string().as_str()])
    );
}

#[test]
fn imports() {
    let world = World::new();
    let good = || Pages::of_rows(&args::network(), 5).approval;
    rejected!(
        world,
        begin_import,
        BeginImportArgs {
            source: String::new(),
            ..good()
        },
        ("TextEmpty", &["source"])
    );
    rejected!(
        world,
        begin_import,
        BeginImportArgs {
            source_version: "v".repeat(256),
            ..good()
        },
        ("TextTooLong", &["source_version", "256", "255"])
    );
    let none = Pages::of_bytes(vec![]).approval;
    rejected!(
        world,
        begin_import,
        none,
        ("OutOfRange", &["page_hashes", "4096"])
    );
    let page_hashes = vec![Sha256Hash([1; 32]); 4_097];
    let source_hash = bonafide_client::import::source_hash(&page_hashes);
    let many = BeginImportArgs {
        page_hashes,
        source_hash,
        ..good()
    };
    rejected!(
        world,
        begin_import,
        many,
        ("TooMany", &["page_hashes", "4097", "4096"])
    );
}
