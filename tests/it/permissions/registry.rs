//! The registry's stage.

use super::governed;
use super::stage::{Stage, one};
use bonafide_test_support::import::Pages;
use bonafide_test_support::{World, actors, args, run};
use bonafide_types::certified::{RangeArgs, RowKey};
use bonafide_types::http::HttpRequest;
use bonafide_types::id::OperatorId;
use bonafide_types::registry::*;
use candid::{Principal, encode_args};
use serde_bytes::ByteBuf;

/// The arguments of the governed methods and their twins.
fn calls() -> impl Iterator<Item = (String, Vec<Vec<u8>>)> {
    governed::commands().into_iter().flat_map(|command| {
        let (method, arg) = (command.spec().method, command.encode_args().unwrap());
        [method.to_owned(), format!("validate_{method}")].map(|method| (method, vec![arg.clone()]))
    })
}

/// Provider 1 with operator 1, who may register nodes; provider 1 has accepted 1.0.0. A subnet
/// was imported, and another import waits for its page.
pub(super) fn stage() -> Stage {
    let world = World::new();
    let (provider, operator) = world.onboard(1);
    let sha256 = world.current().sha256;
    let register = |operator: OperatorId, node: RegisterNodeArgs| {
        run(world.client(operator).register_node(&node)).unwrap();
    };
    let import = |rows: Vec<ImportRow>| {
        world.import("subnet", "1", rows);
    };
    governed::prepare(|command| world.govern(command), register, import);
    for number in [21, 22, 23] {
        register(operator, governed::node(number));
    }
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
    let answers = AnswerIndependenceArgs {
        owners: vec![],
        links: vec![],
    };
    let hand_over = UpdateNodeOperatorConfigDirectlyArgs {
        node_operator_id: actors::operator(13),
        node_provider_id: actors::provider(14),
    };
    let removal = RemoveNodeDirectlyArgs {
        node_id: actors::node(21),
    };
    let domain = UpdateNodeDomainDirectlyArgs {
        node_id: actors::node(22),
        domain: None,
    };
    let attestation = SubmitNodeAttestationArgs {
        node_id: actors::node(23),
        measurement: governed::measurement(),
        report_sha256: sha256,
    };
    let boundary_node = actors::node(governed::BOUNDARY_NODE);
    let subnet_id = actors::subnet(governed::SUBNET);
    let verify = VerifyMembershipArgs {
        changes: vec![governed::change()],
        creations: vec![],
    };
    let feasible = FeasibleArgs {
        kind: governed::KIND.into(),
        caps: vec![],
        all_nodes: false,
    };
    let near = NodesNearArgs {
        gps: args::data_center("dc1").gps,
        radius_km: 100,
    };
    let nothing = || encode_args(()).unwrap();

    let samples = [
        ("update_provider_profile", one(&said)),
        ("accept_declaration", one(&AcceptDeclarationArgs { sha256 })),
        ("answer_independence", one(&answers)),
        ("update_node_operator_config_directly", one(&hand_over)),
        ("remove_node_directly", one(&removal)),
        ("update_node_domain_directly", one(&domain)),
        ("submit_node_attestation", one(&attestation)),
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
        ("get_operator_standing", one(&operator)),
        ("get_independence_answers", one(&provider)),
        ("list_cluster", one(&provider)),
        (
            "explain_cluster",
            encode_args((provider, provider)).unwrap(),
        ),
        ("list_claim_alerts", one(&ListClaimAlertsArgs::default())),
        ("get_registry_policy", nothing()),
        ("list_registry_policies", nothing()),
        ("get_generation", one(&governed::GENERATION)),
        ("list_generations", nothing()),
        ("list_elected_guestos_versions", nothing()),
        ("list_owner_aliases", one(&ListOwnerAliasesArgs::default())),
        ("get_jurisdiction", one(&governed::TAG)),
        ("list_jurisdictions", nothing()),
        ("get_api_boundary_node", one(&boundary_node)),
        (
            "list_api_boundary_nodes",
            one(&ListApiBoundaryNodesArgs::default()),
        ),
        ("get_working_group_motion", one(&0_u64)),
        (
            "list_working_group_motions",
            one(&ListWorkingGroupMotionsArgs::default()),
        ),
        (
            "get_api_boundary_node_ids",
            one(&GetApiBoundaryNodeIdsRequest {}),
        ),
        (
            "get_node_operators_and_dcs_of_node_provider",
            one(&provider),
        ),
        ("list_node_providers", nothing()),
        ("get_node_provider_by_caller", one(&())),
        ("evaluate_subnet", one(&subnet_id)),
        ("evaluate_network", one(&EvaluateNetworkArgs::default())),
        ("verify_membership", one(&verify)),
        (
            "propose_membership",
            one(&ProposeMembershipArgs::Heal { subnet_id }),
        ),
        ("get_feasibility", one(&feasible)),
        ("find_subnets", one(&FindSubnetsArgs::default())),
        (
            "get_jurisdiction_shares",
            one(&JurisdictionSharesArgs::default()),
        ),
        ("list_nodes_near", one(&near)),
        ("get_subnet_policy", one(&governed::KIND)),
        (
            "list_subnet_policies",
            one(&ListSubnetPoliciesArgs::default()),
        ),
        ("list_cordons", nothing()),
        ("get_membership_record", one(&0_u64)),
        ("get_sweep_report", nothing()),
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
            .map(|(method, arg)| (method.to_owned(), vec![arg]))
            .chain(calls())
            .collect(),
        scene: Box::new(world),
    }
}
