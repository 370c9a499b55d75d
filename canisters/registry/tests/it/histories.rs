//! Random histories, lived by the registry and told by the model.

use crate::driver::{Registry, dc_id, hash_of, ipv6_of, name_of};
use crate::model::{Model, Origin};
use crate::step::{Step, history};
use crate::world::{NOW_NS, entries, node_id, open, operator_id, provider_id, subnet_id};
use bonafide_kit::Aggregate;
use bonafide_kit::commit::root_hash;
use bonafide_registry::queries::declarations::{list_acceptances, status};
use bonafide_registry::replay;
use bonafide_registry::state::State;
use bonafide_registry::state::invariants::try_state;
use bonafide_types::registry::{Provenance, RegistryError, Summary};
use ic_stable_structures::VectorMemory;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;

/// Checks that the registry holds what the model says, and nothing else.
fn assert_agree(state: &State<VectorMemory>, model: &Model) {
    let origin = |provenance| match provenance {
        Provenance::Imported(id) => Origin::Import(usize::try_from(id).unwrap()),
        Provenance::Proposal | Provenance::SelfRegistered => Origin::Suite,
    };
    let count = |n: usize| u64::try_from(n).unwrap();
    for (id, told) in &model.providers {
        let row = state.provider(provider_id(*id)).unwrap();
        let facts = row.imported.map(|facts| (facts.import_id, facts.name));
        let imported = told.imported.map(|id| (count(id), told.name.map(name_of)));
        assert_eq!(facts, imported);
        assert_eq!(row.profile.is_some(), told.profile);
        assert_eq!(row.self_declared.map(|said| said.urls.len()), told.urls);
        assert_eq!(status(state, row.id, model.now_ns), model.status(*id));
        let history: Vec<_> = list_acceptances(state, row.id)
            .into_iter()
            .map(|acceptance| (acceptance.sha256, acceptance.lapsed_at_ns))
            .collect();
        let accepted = model.accepted.get(id).map_or(&[][..], Vec::as_slice);
        let expected: Vec<_> = accepted
            .iter()
            .map(|(text, at)| (hash_of(text.body), *at))
            .collect();
        assert_eq!(history, expected);
        let operators = model
            .operators
            .iter()
            .filter(|(_, row)| row.provider == *id);
        let operators: BTreeSet<u8> = operators.map(|(operator, _)| *operator).collect();
        let nodes = model
            .nodes
            .values()
            .filter(|row| operators.contains(&row.operator));
        let counts = state.provider_counts(row.id);
        assert_eq!(counts.operators as usize, operators.len());
        assert_eq!(counts.nodes as usize, nodes.count());
    }
    for (id, told) in &model.data_centers {
        assert_eq!(
            origin(state.data_center(&dc_id(*id)).unwrap().provenance),
            *told
        );
    }
    for (id, told) in &model.operators {
        let row = state.node_operator(operator_id(*id)).unwrap();
        assert_eq!(
            (row.provider, row.dc_id),
            (provider_id(told.provider), dc_id(told.dc))
        );
        assert_eq!(
            (row.node_allowance, origin(row.provenance)),
            (told.allowance, told.origin)
        );
    }
    for (id, told) in &model.nodes {
        let row = state.node(node_id(*id)).unwrap();
        assert_eq!(
            (row.operator, row.ipv6),
            (operator_id(told.operator), ipv6_of(told.address))
        );
        assert_eq!(
            (row.subnet, origin(row.provenance)),
            (told.subnet.map(subnet_id), told.origin)
        );
    }
    for (at, told) in model.imports.iter().enumerate() {
        let job = state.import(count(at)).unwrap();
        assert_eq!(
            (job.next_page as usize, job.pages as usize),
            (told.next, told.pages.len())
        );
        let taken = told.pages[..told.next].iter().map(Vec::len).sum();
        assert_eq!(job.rows, count(taken));
    }
    let providers = || model.providers.values();
    let expected = Summary {
        providers: count(model.providers.len()),
        imported_providers: count(providers().filter(|row| row.imported.is_some()).count()),
        data_centers: count(model.data_centers.len()),
        node_operators: count(model.operators.len()),
        nodes: count(model.nodes.len()),
        subnets: count(model.subnets.len()),
        published_declarations: count(providers().filter(|row| row.published).count()),
        declaration_texts: count(model.texts.len()),
        acceptances: count(model.accepted.len()),
        imports: count(model.imports.len()),
        api_boundary_nodes: 0,
        clustered_providers: 0,
        claim_alerts: 0,
        independence_answers: 0,
        events: state.log().tip().length,
    };
    assert_eq!(state.summary(), expected);
}

/// The name of an error's variant.
fn variant(error: &RegistryError) -> String {
    let shown = format!("{error:?}");
    shown.split([' ', '{']).next().unwrap_or_default().into()
}

/// Lives a history and checks every step; what happened, in words, is returned.
fn live(steps: &[Step]) -> BTreeSet<String> {
    let mut registry = Registry::install();
    let mut model = Model::new(NOW_NS);
    let mut happened = BTreeSet::new();
    for step in steps {
        let before = root_hash(&mut registry.state);
        let outcome = registry.try_step(step, &model);
        let objections = model.objections(step);
        match outcome {
            Ok(()) => {
                assert_eq!(objections, [""; 0], "{step:?} was done");
                model.apply(step);
                let shown = format!("{step:?}");
                happened.insert(shown.split(' ').next().unwrap_or_default().into());
            }
            Err(error) => {
                let found = variant(&error);
                assert!(
                    objections.contains(&found.as_str()),
                    "{step:?} was refused by {found}, not by one of {objections:?}"
                );
                assert_eq!(
                    root_hash(&mut registry.state),
                    before,
                    "a refusal changes nothing"
                );
                if found == "ImportRowRefused" {
                    happened.extend(model.refusal(step).map(String::from));
                }
                happened.insert(found);
            }
        }
        try_state(&registry.state).unwrap();
        assert_agree(&registry.state, &model);
    }
    happened.extend(model.happened.iter().copied().map(String::from));
    let root = root_hash(&mut registry.state);
    let replayed = replay(entries(&registry.state)).unwrap();
    assert_eq!(replayed.root, root, "from the log");
    let mut reopened = open(registry.memory);
    assert_eq!(root_hash(&mut reopened), root, "from the memory");
    try_state(&reopened).unwrap();
    assert_agree(&reopened, &model);
    happened
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn should_live_as_the_model_tells(steps in history()) {
        live(&steps);
    }
}

/// The histories above are worth their time only if they reach every step and refusal.
#[test]
fn should_reach_every_step_and_refusal() {
    let mut runner = TestRunner::deterministic();
    let mut happened = BTreeSet::new();
    for _ in 0..160 {
        let steps = history().new_tree(&mut runner).unwrap().current();
        happened.extend(live(&steps));
    }
    let expected = [
        "Register",
        "Describe",
        "Publish",
        "Accept",
        "AddDataCenter",
        "AddOperator",
        "RegisterNode",
        "Begin",
        "Bring",
        "Sweep",
        "Wait",
        "TextEmpty",
        "TooMany",
        "OutOfRange",
        "ProviderNotFound",
        "ProviderAlreadyRegistered",
        "DataCenterNotFound",
        "DataCenterAlreadyExists",
        "NodeOperatorNotFound",
        "NodeOperatorAlreadyExists",
        "AllowanceExhausted",
        "NodeAlreadyExists",
        "AddressInUse",
        "DeclarationNotAccepted",
        "DeclarationLapsed",
        "RecheckDue",
        "DeclarationNotFound",
        "DeclarationNotCurrent",
        "DeclarationAlreadyPublished",
        "VersionNotAbove",
        "EffectiveTooEarly",
        "ImportNotFound",
        "ImportSourceMismatch",
        "ImportPageOutOfOrder",
        "ImportPageMismatch",
        "ImportRowRefused",
        "ImportSuperseded",
        "a reference to nothing",
        "an address that an operator registered",
        "an address twice in one import",
        "a node was displaced",
        "a node was replaced",
        "a subnet lost a displaced node",
        "a displaced node came back",
        "a name was kept",
        "a name was replaced",
    ];
    let expected: BTreeSet<String> = expected.into_iter().map(String::from).collect();
    assert_eq!(happened, expected);
}
