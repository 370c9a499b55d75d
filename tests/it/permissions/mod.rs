//! Who may call what. The methods come from `candid/`, the roles and what becomes of each
//! call from `docs/security.md`; a method that lacks one or the other fails here.

mod audits;
mod canisters;
mod document;
mod governance;
mod governed;
pub(crate) mod identity;
mod registry;
mod rewards;
pub(crate) mod stage;

use bonafide_test_support::actors;
pub(crate) use document::Outcome;
use document::{Table, tables};
use stage::{Stage, interfaces, outcome};
use std::collections::{BTreeMap, BTreeSet};

/// The stage of a canister.
fn stage_of(canister: &str) -> Stage {
    match canister {
        "audits" => audits::stage(),
        "governance" => governance::stage(),
        "identity" => identity::stage(),
        "registry" => registry::stage(),
        "rewards" => rewards::stage(),
        other => panic!("candid/{other}.did has no stage here"),
    }
}

type Interfaces = BTreeMap<String, BTreeMap<String, bool>>;

/// Methods that only one of the two knows.
fn differences(interfaces: &Interfaces, tables: &BTreeMap<String, Table>) -> BTreeSet<String> {
    let named = |canister: &String, method: &String| format!("{canister}.{method}");
    let built: BTreeSet<_> = interfaces
        .iter()
        .flat_map(|(canister, methods)| methods.keys().map(|method| named(canister, method)))
        .collect();
    let written: BTreeSet<_> = tables
        .iter()
        .flat_map(|(canister, table)| table.methods.keys().map(|method| named(canister, method)))
        .collect();
    built.symmetric_difference(&written).cloned().collect()
}

#[test]
fn should_have_a_row_for_every_method_and_no_other() {
    let tables = tables(&document::text()).unwrap();
    assert_eq!(differences(&interfaces(), &tables), BTreeSet::new());
}

#[test]
fn should_miss_the_row_of_a_new_method() {
    let tables = tables(&document::text()).unwrap();
    let mut interfaces = interfaces();
    let methods = interfaces.get_mut("registry").unwrap();
    methods.insert("seize_node".into(), false);
    methods.remove("get_node");
    let wanted = ["registry.get_node", "registry.seize_node"];
    assert_eq!(
        differences(&interfaces, &tables),
        wanted.map(str::to_owned).into()
    );
}

#[test]
fn should_not_take_a_table_that_says_less() {
    let document = |row: &str| {
        format!(
            "# Security\n\n## Who may call what\n\n### Registry\n\n\
             | endpoint | owner | anonymous | guarded by |\n|---|---|---|---|\n{row}\n"
        )
    };
    let read = |row: &str| tables(&document(row)).map(|mut all| all.remove("registry").unwrap());
    let table = read("| `a`, `b` | its own | | x |\n| `c` | yes | refused | x |").unwrap();
    assert_eq!(table.roles, ["owner", "anonymous"]);
    let owner_only = vec![Outcome::Done, Outcome::Rejected];
    let wanted = [
        ("a".to_owned(), owner_only.clone()),
        ("b".to_owned(), owner_only),
        ("c".to_owned(), vec![Outcome::Done, Outcome::Refused]),
    ];
    assert_eq!(table.methods, wanted.into());
    for (row, why) in [
        ("| `a` | yes | x |", "2 roles wanted"),
        ("| `a` | maybe | | x |", "\"maybe\" is no outcome"),
        ("| `get_*` and more | yes | | x |", "is no method"),
        ("| `a`, `a` | yes | | x |", "a has two rows"),
    ] {
        let error = read(row).unwrap_err();
        assert!(error.contains(why), "{row}: {error}");
    }
}

#[test]
fn should_answer_every_role_as_the_document_says() {
    let tables = tables(&document::text()).unwrap();
    for (canister, methods) in interfaces() {
        let stage = stage_of(&canister);
        let table = &tables[&canister];
        let written: BTreeSet<_> = table.roles.iter().map(String::as_str).collect();
        assert_eq!(
            stage.callers.keys().copied().collect::<BTreeSet<_>>(),
            written
        );
        // Reads first: they are asked of the stage as it was set.
        let (reads, updates): (Vec<_>, Vec<_>) = methods.into_iter().partition(|(_, query)| *query);
        for (method, query) in reads.into_iter().chain(updates) {
            for (place, role) in table.roles.iter().enumerate() {
                let wanted = table.methods[&method][place];
                stage.scene.ready(&method);
                let before = stage.scene.roots();
                let arg = stage.sample(&method, place);
                let answer = stage.call(stage.callers[role.as_str()], &method, query, arg);
                assert_eq!(
                    outcome(&answer),
                    wanted,
                    "{canister}: {method} by {role}: {answer:?}"
                );
                if let Err(reject) = &answer {
                    // By the guard, and not because the sample does not decode.
                    let text = &reject.reject_message;
                    assert!(
                        text.contains("Caller"),
                        "{canister}: {method} by {role}: {text}"
                    );
                }
                if wanted != Outcome::Done || query {
                    assert_eq!(
                        stage.scene.roots(),
                        before,
                        "{canister}: {method} by {role} changed something"
                    );
                }
            }
        }
    }
}

#[test]
fn should_change_nothing_when_a_query_is_called_as_an_update() {
    for (canister, methods) in interfaces() {
        let stage = stage_of(&canister);
        let before = stage.scene.roots();
        for (method, _) in methods.iter().filter(|(_, query)| **query) {
            let arg = stage.sample(method, 0);
            stage.call(actors::stranger(), method, false, arg).unwrap();
        }
        assert_eq!(stage.scene.roots(), before, "{canister}");
    }
}
