//! SNS governance: the contract of generic functions.

use super::Stage;
use bonafide_stand_ins::script::{Arrival, Behaviour};
use bonafide_stand_ins::sns::{
    ExecuteGenericNervousSystemFunction, FunctionType, GenericNervousSystemFunction,
    NervousSystemFunction, Progress, Submitted, Topic,
};
use bonafide_test_support::{actors, args, canisters, instance};
use candid::utils::ArgumentEncoder;
use candid::{Principal, encode_one};
use serde_bytes::ByteBuf;

const FUNCTION: u64 = 1_000;
const TARGET: &str = "add_data_center";
const VALIDATOR: &str = "validate_add_data_center";

struct Sns {
    stage: Stage,
    id: Principal,
    target: Principal,
}

impl Sns {
    /// An SNS with one generic function, that of the scripted registry.
    fn new() -> Self {
        let stage = Stage::new();
        let id = stage.install(canisters::stand_in("sns_governance"));
        let target = stage.install(canisters::stand_in("registry"));
        let sns = Self { stage, id, target };
        sns.add(sns.function()).unwrap();
        sns
    }

    fn function(&self) -> NervousSystemFunction {
        NervousSystemFunction {
            id: FUNCTION,
            name: "Add a data centre".into(),
            description: None,
            function_type: Some(FunctionType::GenericNervousSystemFunction(
                GenericNervousSystemFunction {
                    validator_canister_id: Some(self.target),
                    target_canister_id: Some(self.target),
                    validator_method_name: Some(VALIDATOR.into()),
                    target_method_name: Some(TARGET.into()),
                    topic: Some(Topic::ApplicationBusinessLogic),
                },
            )),
        }
    }

    fn add(&self, function: NervousSystemFunction) -> Result<(), String> {
        self.update("add_generic_function", (function,))
    }

    fn submit(&self, function_id: u64, payload: &[u8]) -> Result<Submitted, String> {
        let action = ExecuteGenericNervousSystemFunction {
            function_id,
            payload: ByteBuf::from(payload),
        };
        self.update("submit", (action,))
    }

    fn adopt(&self, id: u64) -> Progress {
        self.update("adopt", (id,))
    }

    fn update<T>(&self, method: &str, args: impl ArgumentEncoder) -> T
    where
        T: candid::CandidType + for<'de> candid::Deserialize<'de>,
    {
        let pic = &self.stage.pic;
        instance::update(pic, self.id, actors::stranger(), method, args).unwrap()
    }

    fn script(&self, method: &str, behaviour: &Behaviour) {
        let pic = &self.stage.pic;
        let args = (method, behaviour);
        instance::tell(pic, self.target, actors::stranger(), "script", args).unwrap();
    }

    fn arrivals(&self, method: &str) -> Vec<Arrival> {
        let pic = &self.stage.pic;
        instance::query(pic, self.target, actors::stranger(), "arrivals", (method,))
    }
}

fn payload() -> Vec<u8> {
    encode_one(args::data_center("dc1")).unwrap()
}

#[test]
fn should_send_the_same_bytes_to_validator_and_target() {
    let sns = Sns::new();
    let submitted = sns.submit(FUNCTION, &payload()).unwrap();
    assert_eq!(submitted.id, 1);
    assert!(submitted.rendering.contains(VALIDATOR));
    assert!(sns.arrivals(TARGET).is_empty(), "nothing before the vote");
    assert_eq!(sns.adopt(submitted.id), Progress::Executed);
    for method in [VALIDATOR, TARGET] {
        let arrivals = sns.arrivals(method);
        assert_eq!(arrivals.len(), 1, "{method}");
        assert_eq!(arrivals[0].caller, sns.id, "{method}");
        assert_eq!(*arrivals[0].argument, payload(), "{method}");
    }
}

#[test]
fn should_not_put_an_invalid_payload_to_the_vote() {
    let sns = Sns::new();
    sns.script(VALIDATOR, &Behaviour::Refuse("It is there.".into()));
    assert_eq!(
        sns.submit(FUNCTION, &payload()).unwrap_err(),
        "Invalid proposal: It is there."
    );
    sns.script(VALIDATOR, &Behaviour::Trap("ouch".into()));
    let error = sns.submit(FUNCTION, &payload()).unwrap_err();
    assert!(error.starts_with("Invalid proposal: "), "{error}");
    assert!(error.contains("ouch"), "{error}");
    sns.script(VALIDATOR, &Behaviour::Reply);
    let error = sns.submit(FUNCTION, b"no Candid").unwrap_err();
    assert!(error.starts_with("Invalid proposal: "), "{error}");
    let error = sns.submit(1_001, &payload()).unwrap_err();
    assert!(error.contains("no generic function 1001"), "{error}");
    assert_eq!(sns.submit(FUNCTION, &payload()).unwrap().id, 1);
}

#[test]
fn should_fail_when_the_target_rejects_or_traps() {
    let sns = Sns::new();
    for behaviour in [
        Behaviour::Reject("not now".into()),
        Behaviour::Trap("not now".into()),
    ] {
        sns.script(TARGET, &behaviour);
        let id = sns.submit(FUNCTION, &payload()).unwrap().id;
        match sns.adopt(id) {
            Progress::Failed(reason) => assert!(reason.contains("not now"), "{reason}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn should_execute_a_proposal_once() {
    let sns = Sns::new();
    let id = sns.submit(FUNCTION, &payload()).unwrap().id;
    assert_eq!(sns.adopt(id), Progress::Executed);
    let again =
        sns.stage
            .pic
            .update_call(sns.id, actors::stranger(), "adopt", encode_one(id).unwrap());
    assert!(again.unwrap_err().reject_message.contains("is decided"));
    assert_eq!(sns.arrivals(TARGET).len(), 1);
}

#[test]
fn should_refuse_functions_against_the_rules() {
    let sns = Sns::new();
    let spoilt = |spoil: &dyn Fn(&mut NervousSystemFunction, &mut GenericNervousSystemFunction)| {
        let mut function = NervousSystemFunction {
            id: 1_001,
            ..sns.function()
        };
        let Some(FunctionType::GenericNervousSystemFunction(mut generic)) =
            function.function_type.take()
        else {
            panic!("it is generic")
        };
        spoil(&mut function, &mut generic);
        function.function_type = Some(FunctionType::GenericNervousSystemFunction(generic));
        sns.add(function)
    };
    assert!(spoilt(&|function, _| function.id = 999).is_err());
    assert!(spoilt(&|function, _| function.id = FUNCTION).is_err());
    assert!(spoilt(&|function, _| function.name = "x".repeat(257)).is_err());
    assert!(spoilt(&|_, generic| generic.topic = None).is_err());
    assert!(spoilt(&|_, generic| generic.target_method_name = None).is_err());
    assert!(spoilt(&|_, generic| generic.target_canister_id = Some(sns.id)).is_err());
    let management = Principal::management_canister();
    assert!(spoilt(&|_, generic| generic.validator_canister_id = Some(management)).is_err());
    assert!(spoilt(&|_, _| ()).is_ok());
}
