//! Who may call what: every method of the interface, by every role.

use bonafide_test_support::import::Pages;
use bonafide_test_support::{World, actors, args, canisters};
use bonafide_types::certified::RangeArgs;
use bonafide_types::http::HttpRequest;
use bonafide_types::id::Sha256Hash;
use bonafide_types::registry::{
    AcceptDeclarationArgs, Acceptance, ImportJob, ListDataCentersArgs, ListNodeOperatorsArgs,
    ListNodesArgs, ListProvidersArgs, ListSubnetsArgs, Node, Provider, RegistryError,
    UpdateProviderProfileArgs, table,
};
use candid::types::TypeInner;
use candid::{CandidType, Principal, decode_one, encode_args, encode_one};
use candid_parser::utils::CandidSource;
use serde::de::DeserializeOwned;
use serde_bytes::ByteBuf;
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Access {
    /// Everyone, the anonymous principal too.
    Anyone,
    /// The governance principal; everyone else is rejected.
    Governance,
    /// A record's owner; another known caller gets a typed error, the anonymous is rejected.
    Owner,
    /// Everyone but the anonymous principal.
    Signed,
}

/// What became of a call.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Outcome {
    Rejected,
    Refused,
    Done,
}

struct Method {
    access: Access,
    arg: Vec<u8>,
    outcome: fn(&[u8]) -> Outcome,
}

fn typed<T: CandidType + DeserializeOwned>(reply: &[u8]) -> Outcome {
    let result: Result<T, RegistryError> = decode_one(reply).unwrap();
    if result.is_ok() {
        Outcome::Done
    } else {
        Outcome::Refused
    }
}

fn open(arg: Vec<u8>) -> Method {
    Method {
        access: Access::Anyone,
        arg,
        outcome: |_| Outcome::Done,
    }
}

fn governed(arg: Vec<u8>) -> Method {
    Method {
        access: Access::Governance,
        arg,
        outcome: |_| Outcome::Done,
    }
}

fn one(arg: &impl CandidType) -> Vec<u8> {
    encode_one(arg).unwrap()
}

/// Every method with an argument that works in [`stage`] when the right one calls.
fn methods(sha256: Sha256Hash) -> BTreeMap<&'static str, Method> {
    let id = actors::provider(1);
    let page = Pages::of_rows(&args::network(), 100);
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
    let mut all = BTreeMap::new();
    let governed_args: [(&str, &str, Vec<u8>); 5] = [
        (
            "register_provider",
            "validate_register_provider",
            one(&args::company(actors::provider(3))),
        ),
        (
            "add_data_center",
            "validate_add_data_center",
            one(&args::data_center("new")),
        ),
        (
            "add_node_operator",
            "validate_add_node_operator",
            one(&args::node_operator(actors::operator(3), id, "dc1")),
        ),
        (
            "publish_declaration",
            "validate_publish_declaration",
            one(&args::declaration(args::version(2, 0, 0))),
        ),
        ("begin_import", "validate_begin_import", one(&page.approval)),
    ];
    for (method, twin, arg) in governed_args {
        all.insert(twin, open(arg.clone()));
        all.insert(method, governed(arg));
    }
    let owner = |arg, outcome| Method {
        access: Access::Owner,
        arg,
        outcome,
    };
    all.insert(
        "update_provider_profile",
        owner(one(&said), typed::<Provider>),
    );
    all.insert(
        "accept_declaration",
        owner(one(&AcceptDeclarationArgs { sha256 }), typed::<Acceptance>),
    );
    all.insert("register_node", owner(one(&args::node(1)), typed::<Node>));
    all.insert(
        "import_page",
        Method {
            access: Access::Signed,
            arg: one(&page.page(0, 0)),
            // Whether a page is taken depends on the page, not on who brings it.
            outcome: |reply| {
                let answer: Result<ImportJob, RegistryError> = decode_one(reply).unwrap();
                let _ = answer;
                Outcome::Done
            },
        },
    );
    let range = RangeArgs {
        table: table::PROVIDER.into(),
        after: None,
        limit: 5,
    };
    let row = bonafide_types::certified::RowKey {
        table: table::PROVIDER.into(),
        key: ByteBuf::from(id.as_slice()),
    };
    let reads = [
        ("get_provider", one(&id)),
        ("list_providers", one(&ListProvidersArgs::default())),
        ("get_data_center", one(&"dc1")),
        ("list_data_centers", one(&ListDataCentersArgs::default())),
        ("get_node_operator", one(&actors::operator(1))),
        (
            "list_node_operators",
            one(&ListNodeOperatorsArgs::default()),
        ),
        ("get_node", one(&actors::node(1))),
        ("list_nodes", one(&ListNodesArgs::default())),
        ("list_subnets", one(&ListSubnetsArgs::default())),
        ("get_declaration_text", one(&sha256)),
        ("list_declaration_texts", encode_args(()).unwrap()),
        ("get_current_declaration", one(&"en")),
        ("get_declaration_status", one(&id)),
        ("list_acceptances", one(&id)),
        ("get_import", one(&0_u64)),
        ("get_config", encode_args(()).unwrap()),
        ("get_summary", encode_args(()).unwrap()),
        ("get_events", encode_args((0_u64, 5_u64)).unwrap()),
        ("http_request", one(&request)),
        ("get_provider_certified", one(&id)),
        ("get_rows_certified", one(&vec![row])),
        ("list_rows_certified", one(&range)),
        ("get_tip_certified", encode_args(()).unwrap()),
    ];
    all.extend(reads.map(|(name, arg)| (name, open(arg))));
    all
}

/// Names of the interface's methods, with whether each is a query.
fn interface() -> BTreeMap<String, bool> {
    let path = canisters::workspace().join("candid/registry.did");
    let (env, service) = CandidSource::File(&path).load().unwrap();
    env.as_service(&service.unwrap())
        .unwrap()
        .iter()
        .map(|(name, method)| match env.as_func(method) {
            Ok(func) => (name.clone(), func.is_query()),
            Err(error) => panic!("{name}: {error}"),
        })
        .collect()
}

/// Provider 1 with operator 1, who may register nodes; provider 1 has accepted 1.0.0.
fn stage() -> World {
    let world = World::new();
    world.onboard(1);
    world
}

#[test]
fn the_table_lists_every_method_of_the_interface() {
    let listed: Vec<_> = methods(Sha256Hash([0; 32]))
        .into_keys()
        .map(str::to_owned)
        .collect();
    assert_eq!(listed, interface().into_keys().collect::<Vec<_>>());
}

#[test]
fn the_security_document_says_the_same_of_every_method() {
    let path = canisters::workspace().join("docs/security.md");
    let text = std::fs::read_to_string(path).unwrap();
    let table = methods(Sha256Hash([0; 32]));
    let reads = text.split_once("Reads:").unwrap().1;
    let reads = reads.split("`inspect_message`").next().unwrap();
    for method in interface().keys() {
        let name = format!("`{method}`");
        let named = |row: &&str| {
            row.split('|')
                .nth(1)
                .is_some_and(|first| first.contains(&name))
        };
        let row = text
            .lines()
            .filter(|line| line.starts_with("| `"))
            .find(named);
        let column = |at| row.is_some_and(|row| !row.split('|').nth(at).unwrap().trim().is_empty());
        // Columns: governance, provider, operator, anyone authenticated, anonymous.
        let wanted = match table[method.as_str()].access {
            Access::Anyone => {
                assert!(
                    reads.contains(&name),
                    "docs/security.md is silent on {method}"
                );
                continue;
            }
            Access::Governance => [true, false, false, false, false],
            Access::Owner if method == "register_node" => [false, false, true, false, false],
            Access::Owner => [false, true, false, false, false],
            Access::Signed => [true, true, true, true, false],
        };
        assert_eq!(
            [2, 3, 4, 5, 6].map(column),
            wanted,
            "docs/security.md on {method}: {row:?}"
        );
    }
}

#[test]
fn every_role_gets_what_the_table_says() {
    let world = stage();
    let queries = interface();
    let callers = [
        ("anonymous", Principal::anonymous()),
        ("stranger", actors::stranger()),
        ("provider", actors::provider(1).0),
        ("operator", actors::operator(1).0),
        ("governance", actors::governance()),
    ];
    for (name, method) in methods(world.current().sha256) {
        for (role, caller) in callers {
            let root = world.root();
            let arg = method.arg.clone();
            let reply = if queries[name] {
                world.pic.query_call(world.registry, caller, name, arg)
            } else {
                world.pic.update_call(world.registry, caller, name, arg)
            };
            let outcome = reply
                .as_ref()
                .map_or(Outcome::Rejected, |reply| (method.outcome)(reply));
            let own = if name == "register_node" {
                "operator"
            } else {
                "provider"
            };
            let wanted = match method.access {
                Access::Anyone => Outcome::Done,
                Access::Governance if role == "governance" => Outcome::Done,
                Access::Signed | Access::Owner if role == "anonymous" => Outcome::Rejected,
                Access::Governance => Outcome::Rejected,
                Access::Owner if role == own => Outcome::Done,
                Access::Owner => Outcome::Refused,
                Access::Signed => Outcome::Done,
            };
            assert_eq!(outcome, wanted, "{name} by {role}: {reply:?}");
            if outcome != Outcome::Done || queries[name] {
                assert_eq!(world.root(), root, "{name} by {role} changed something");
            }
        }
    }
}

#[test]
fn a_query_called_as_an_update_changes_nothing_either() {
    let world = stage();
    let root = world.root();
    let sha256 = world.current().sha256;
    let queries = interface();
    for (name, method) in methods(sha256) {
        if queries[name] {
            let caller = actors::stranger();
            world
                .pic
                .update_call(world.registry, caller, name, method.arg)
                .unwrap();
        }
    }
    assert_eq!(world.root(), root);
}

#[test]
fn candid_has_a_type_for_every_method() {
    let path = canisters::workspace().join("candid/registry.did");
    let (env, service) = CandidSource::File(&path).load().unwrap();
    let service = service.unwrap();
    let TypeInner::Class(args, _) = service.as_ref() else {
        panic!("no install argument")
    };
    assert_eq!(args.len(), 1);
    assert!(env.as_service(&service).unwrap().len() > 30);
}
