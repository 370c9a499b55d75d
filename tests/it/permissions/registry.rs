//! The registry's stage.

use super::stage::{Stage, one};
use bonafide_test_support::import::Pages;
use bonafide_test_support::{World, actors, args, run};
use bonafide_types::certified::{RangeArgs, RowKey};
use bonafide_types::http::HttpRequest;
use bonafide_types::registry::{
    AcceptDeclarationArgs, ListDataCentersArgs, ListNodeOperatorsArgs, ListNodesArgs,
    ListProvidersArgs, ListSubnetsArgs, UpdateProviderProfileArgs, table,
};
use candid::{Principal, encode_args};
use serde_bytes::ByteBuf;

/// Provider 1 with operator 1, who may register nodes; provider 1 has accepted 1.0.0. An
/// import waits for its page.
pub(super) fn stage() -> Stage {
    let world = World::new();
    let (provider, operator) = world.onboard(1);
    let sha256 = world.current().sha256;
    let pages = Pages::of_rows(&args::network(), 100);
    let import_id = run(world.governance().begin_import(&pages.approval)).unwrap();

    let said = UpdateProviderProfileArgs {
        display_name: Some("One".into()),
        urls: vec![],
    };
    let request = HttpRequest {
        method: "GET".into(),
        url: "/metrics".into(),
        headers: vec![],
        body: ByteBuf::new(),
        certificate_version: None,
    };
    let range = RangeArgs {
        table: table::PROVIDER.into(),
        after: None,
        limit: 5,
    };
    let row = RowKey {
        table: table::PROVIDER.into(),
        key: ByteBuf::from(provider.as_slice()),
    };
    let company = one(&args::company(actors::provider(3)));
    let data_center = one(&args::data_center("new"));
    let node_operator = one(&args::node_operator(actors::operator(3), provider, "dc1"));
    let declaration = one(&args::declaration(args::version(2, 0, 0)));
    let import = one(&pages.approval);
    let nothing = || encode_args(()).unwrap();

    let samples = [
        ("register_provider", company.clone()),
        ("validate_register_provider", company),
        ("add_data_center", data_center.clone()),
        ("validate_add_data_center", data_center),
        ("add_node_operator", node_operator.clone()),
        ("validate_add_node_operator", node_operator),
        ("publish_declaration", declaration.clone()),
        ("validate_publish_declaration", declaration),
        ("begin_import", import.clone()),
        ("validate_begin_import", import),
        ("update_provider_profile", one(&said)),
        ("accept_declaration", one(&AcceptDeclarationArgs { sha256 })),
        ("register_node", one(&args::node(1))),
        // A page that is there is taken again and changes nothing.
        ("import_page", one(&pages.page(import_id, 0))),
        ("get_provider", one(&provider)),
        ("list_providers", one(&ListProvidersArgs::default())),
        ("get_data_center", one(&"dc1")),
        ("list_data_centers", one(&ListDataCentersArgs::default())),
        ("get_node_operator", one(&operator)),
        (
            "list_node_operators",
            one(&ListNodeOperatorsArgs::default()),
        ),
        ("get_node", one(&actors::node(1))),
        ("list_nodes", one(&ListNodesArgs::default())),
        ("list_subnets", one(&ListSubnetsArgs::default())),
        ("get_declaration_text", one(&sha256)),
        ("list_declaration_texts", nothing()),
        ("get_current_declaration", one(&"en")),
        ("get_declaration_status", one(&provider)),
        ("list_acceptances", one(&provider)),
        ("get_import", one(&import_id)),
        ("get_config", nothing()),
        ("get_summary", nothing()),
        ("get_events", encode_args((0_u64, 5_u64)).unwrap()),
        ("http_request", one(&request)),
        ("get_provider_certified", one(&provider)),
        ("get_rows_certified", one(&vec![row])),
        ("list_rows_certified", one(&range)),
        ("get_tip_certified", nothing()),
    ];
    Stage {
        canister: world.registry,
        callers: [
            ("governance", actors::governance()),
            ("provider", provider.0),
            ("operator", operator.0),
            ("anyone authenticated", actors::stranger()),
            ("anonymous", Principal::anonymous()),
        ]
        .into(),
        samples: samples
            .into_iter()
            .map(|(method, arg)| (method, vec![arg]))
            .collect(),
        scene: Box::new(world),
    }
}
