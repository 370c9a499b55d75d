//! Calls by canisters. They do not pass `canister_inspect_message`, so only a method's own
//! guard stands before it.

use super::governed::commands;
use super::stage::{Scene, interfaces};
use bonafide_client::{PocketIcRuntime, RegistryClient};
use bonafide_stand_ins::sns::{
    ExecuteGenericNervousSystemFunction, FunctionType, GenericNervousSystemFunction,
    NervousSystemFunction, Progress, Submitted, Topic,
};
use bonafide_test_support::{
    SNS_FUNCTION, Suite, actors, args, canisters, instance, register_generic_function, run,
};
use bonafide_types::governance::{Command, Outcome};
use bonafide_types::id::OperatorId;
use bonafide_types::registry::{AcceptDeclarationArgs, RegisterNodeArgs};
use candid::types::TypeInner;
use candid::{Principal, encode_one};
use candid_parser::utils::CandidSource;
use serde_bytes::ByteBuf;
use std::collections::BTreeSet;

/// What the twin of a governed method is called.
const TWIN: &str = "validate_";

fn data_center(id: &str) -> Command {
    Command::AddDataCenter(args::data_center(id))
}

/// Methods of a canister that have a twin: the governed ones.
fn governed(canister: &str) -> BTreeSet<String> {
    let methods = interfaces().remove(canister).unwrap();
    methods
        .keys()
        .filter_map(|method| method.strip_prefix(TWIN))
        .map(str::to_owned)
        .collect()
}

/// Prepares the suite's registry for [`commands`]: provider 1 accepted the declaration.
fn prepare(suite: &Suite) {
    let provider = actors::provider(1);
    let govern = |command: &Command| assert_eq!(suite.by_sns(command), Progress::Executed);
    govern(&Command::RegisterProvider(args::company(provider)));
    let declaration = args::declaration(args::version(1, 0, 0));
    govern(&Command::PublishDeclaration(declaration));
    let of = |key| RegistryClient::new(PocketIcRuntime::new(&suite.pic, key), suite.registry);
    let current = run(of(provider.0).current_declaration("en")).unwrap();
    let sha256 = current.unwrap().sha256;
    run(of(provider.0).accept_declaration(&AcceptDeclarationArgs { sha256 })).unwrap();
    let register = |operator: OperatorId, node: RegisterNodeArgs| {
        run(of(operator.0).register_node(&node)).unwrap();
    };
    super::governed::prepare(govern, register, |rows| suite.import("subnet", rows));
}

/// An SNS has a payload adopted for one of its generic functions.
fn adopt(suite: &Suite, sns: Principal, function_id: u64, payload: Vec<u8>) -> Progress {
    let caller = actors::stranger();
    let action = ExecuteGenericNervousSystemFunction {
        function_id,
        payload: ByteBuf::from(payload),
    };
    let submitted: Result<Submitted, String> =
        instance::update(&suite.pic, sns, caller, "submit", (action,)).unwrap();
    let id = submitted.unwrap().id;
    instance::update(&suite.pic, sns, caller, "adopt", (id,)).unwrap()
}

/// Gives the suite's SNS a function that calls a method of the registry without governance.
fn add_function(suite: &Suite, id: u64, method: &str) {
    let generic = GenericNervousSystemFunction {
        validator_canister_id: Some(suite.registry),
        target_canister_id: Some(suite.registry),
        validator_method_name: Some(format!("{TWIN}{method}")),
        target_method_name: Some(method.into()),
        topic: Some(Topic::CriticalDappOperations),
    };
    let function = NervousSystemFunction {
        id,
        name: method.into(),
        description: None,
        function_type: Some(FunctionType::GenericNervousSystemFunction(generic)),
    };
    let caller = actors::stranger();
    let added: Result<(), String> = instance::update(
        &suite.pic,
        suite.sns,
        caller,
        "add_generic_function",
        (function,),
    )
    .unwrap();
    added.unwrap();
}

/// That a target rejected for the caller's sake.
fn assert_refused(progress: &Progress, refusal: &str, what: &str) {
    let said = matches!(progress, Progress::Failed(reason) if reason.contains(refusal));
    assert!(said, "{what}: {progress:?}");
}

#[test]
fn should_refuse_governed_methods_to_a_canister_that_is_not_governance() {
    let suite = Suite::default();
    prepare(&suite);
    let commands = commands();
    let called: BTreeSet<_> = commands
        .iter()
        .map(|command| command.spec().method.to_owned())
        .collect();
    assert_eq!(
        called,
        governed("registry"),
        "a governed method is not called here"
    );

    for (function_id, command) in (SNS_FUNCTION + 1..).zip(&commands) {
        let method = command.spec().method;
        add_function(&suite, function_id, method);
        let before = suite.roots();
        // The twin takes the same bytes first, so that nothing but the caller is wrong.
        let payload = command.encode_args().unwrap();
        let progress = adopt(&suite, suite.sns, function_id, payload);
        assert_refused(&progress, "CallerNotGovernance", method);
        assert_eq!(suite.roots(), before, "{method} changed something");
        // Through governance the same SNS may.
        assert_eq!(suite.by_sns(command), Progress::Executed, "{method}");
    }
}

#[test]
fn should_refuse_execute_to_an_sns_that_is_not_the_configured_one() {
    let suite = Suite::default();
    let other = instance::create(&suite.pic);
    let module = canisters::stand_in("sns_governance");
    suite.pic.install_canister(other, module, vec![], None);
    register_generic_function(&suite.pic, other, suite.governance);
    let command = data_center("dc1");
    let before = suite.roots();
    let payload = encode_one(&command).unwrap();
    let progress = adopt(&suite, other, SNS_FUNCTION, payload);
    assert_refused(&progress, "CallerNotSnsGovernance", "execute");
    assert_eq!(suite.roots(), before);
    assert_eq!(suite.journal(), []);

    assert_eq!(suite.by_sns(&command), Progress::Executed);
    assert_eq!(suite.proven_entry(0).outcome, Outcome::Executed);
}

/// `AddDataCenter` as `add_data_center`.
fn method_of(arm: &str) -> String {
    let mut method = String::new();
    for letter in arm.chars() {
        if letter.is_ascii_uppercase() && !method.is_empty() {
            method.push('_');
        }
        method.push(letter.to_ascii_lowercase());
    }
    method
}

#[test]
fn should_have_a_command_for_every_governed_method() {
    // What governance does to itself, without a method in any interface.
    let own = [
        "add_neuron",
        "change_neuron",
        "set_sources",
        "set_sns_governance",
        "set_voting_parameters",
        "set_canisters",
        "settle_quarantine",
    ];
    let file = canisters::workspace().join("candid/governance.did");
    let (env, _) = CandidSource::File(&file).load().unwrap();
    let command = env.find_type("Command").unwrap();
    let TypeInner::Variant(arms) = command.as_ref() else {
        panic!("Command is no variant: {command}");
    };
    let arms: BTreeSet<_> = arms
        .iter()
        .map(|arm| method_of(&arm.id.to_string()))
        .collect();
    let mut wanted = governed("registry");
    wanted.extend(governed("identity"));
    wanted.extend(governed("audits"));
    // Audits has a method of this name as well: the arm says whose it is.
    wanted.extend(
        governed("rewards")
            .into_iter()
            .map(|method| match method.as_str() {
                "settle_transfer" => "settle_rewards_transfer".into(),
                _ => method,
            }),
    );
    wanted.extend(own.map(str::to_owned));
    assert_eq!(arms, wanted);
}
