//! Random histories, lived by the registry and told by the model.

use crate::agreement::assert_agree;
use crate::driver::Registry;
use crate::model::Model;
use crate::step::{Step, history, rare};
use crate::world::{NOW_NS, entries, open};
use bonafide_kit::commit::root_hash;
use bonafide_registry::replay;
use bonafide_registry::state::invariants::try_state;
use bonafide_types::registry::RegistryError;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;

/// The name of an error's variant.
fn variant(error: &RegistryError) -> String {
    let shown = format!("{error:?}");
    shown.split([' ', '{']).next().unwrap_or_default().into()
}

/// The name of a step.
fn name(step: &Step) -> String {
    let shown = format!("{step:?}");
    let (first, _) = shown.split_once(' ').unwrap_or((&shown, ""));
    let name = first.rsplit('(').next().unwrap_or_default();
    name.trim_end_matches(')').into()
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
                happened.insert(name(step));
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

/// The log of a history.
pub(crate) fn record(steps: &[Step]) -> Vec<Vec<u8>> {
    let mut registry = Registry::install();
    let mut model = Model::new(NOW_NS);
    for step in steps {
        if registry.try_step(step, &model).is_ok() {
            model.apply(step);
        }
    }
    entries(&registry.state)
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
    let mut happened: BTreeSet<_> = rare().iter().flat_map(|steps| live(steps)).collect();
    for _ in 0..240 {
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
        "Suspend",
        "Reinstate",
        "Offboard",
        "Readmit",
        "HandOver",
        "Configure",
        "HandOverOperator",
        "RemoveOperators",
        "RemoveNodes",
        "RemoveNode",
        "SetDomain",
        "AddBoundaryNodes",
        "RemoveBoundaryNodes",
        "SetGeneration",
        "SetAliases",
        "Answer",
        "SetPolicy",
        "ApplyPolicy",
        "SetRules",
        "SetKinds",
        "ChangeMembers",
        "CreateSubnet",
        "SetCordons",
        "SubnetRulesContradict",
        "SubnetKindNotFound",
        "SubnetNotFound",
        "SubnetAlreadyExists",
        "MembershipRefused",
        "CordonNotFound",
        "ProviderStatusUnfit",
        "ProviderBarred",
        "ProviderNotActive",
        "OperatorBarred",
        "NotBarred",
        "InvalidField",
        "DuplicateEntry",
        "NothingToChange",
        "NotYourNodeOperator",
        "NodeOperatorHasNodes",
        "NodeNotFound",
        "NotYourNode",
        "NodeInSubnet",
        "NodeIsApiBoundary",
        "NodeWithoutDomain",
        "DomainInUse",
        "ApiBoundaryNodeNotFound",
        "ApiBoundaryNodeAlreadyExists",
        "TooFewBoundaryNodeOperators",
        "GenerationNotFound",
        "GenerationNotOpen",
        "GenerationClosed",
        "NoticeTooShort",
        "OwnerAliasNotFound",
        "OwnerAliasChain",
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
        "a subnet lost a displaced node",
        "a displaced node came back",
        "an address of a boundary node",
        "a boundary node was imported",
        "a node was replaced",
        "a cluster was barred",
        "a bar of the cluster alone was lifted",
        "answers were handed over",
        "a policy took effect",
        "the same was answered",
        "a name was kept",
        "a name was replaced",
    ];
    let expected: BTreeSet<String> = expected.into_iter().map(String::from).collect();
    assert_eq!(happened, expected);
}
