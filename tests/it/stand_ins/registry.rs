//! The scripted registry: what a caller sees, and how often it acted.

use super::Stage;
use bonafide_stand_ins::script::{Arrival, Behaviour};
use bonafide_test_support::{actors, args, canisters, install_nns, instance};
use bonafide_types::Validation;
use candid::{Principal, encode_one};
use pocket_ic::common::rest::RawMessageId;
use pocket_ic::{RejectCode, RejectResponse};

const METHOD: &str = "add_data_center";

struct Registry {
    stage: Stage,
    id: Principal,
}

impl Registry {
    fn new() -> Self {
        let stage = Stage::new();
        install_nns(&stage.pic);
        let id = stage.install(canisters::stand_in("registry"));
        Self { stage, id }
    }

    fn script(&self, method: &str, behaviour: &Behaviour) {
        self.tell("script", (method, behaviour));
    }

    fn tell(&self, method: &str, args: impl candid::utils::ArgumentEncoder) {
        let pic = &self.stage.pic;
        instance::tell(pic, self.id, actors::stranger(), method, args).unwrap();
    }

    fn add_data_center(&self) -> Result<(), RejectResponse> {
        let pic = &self.stage.pic;
        let args = (args::data_center("dc1"),);
        instance::tell(pic, self.id, actors::stranger(), METHOD, args)
    }

    fn send(&self) -> RawMessageId {
        let arg = encode_one(args::data_center("dc1")).unwrap();
        let caller = actors::stranger();
        self.stage
            .pic
            .submit_call(self.id, caller, METHOD, arg)
            .unwrap()
    }

    fn executions(&self) -> u64 {
        let pic = &self.stage.pic;
        instance::query(pic, self.id, actors::stranger(), "executions", (METHOD,))
    }

    fn validate(&self) -> Result<Validation, RejectResponse> {
        let pic = &self.stage.pic;
        let args = (args::data_center("dc1"),);
        let method = "validate_add_data_center";
        instance::update(pic, self.id, actors::stranger(), method, args)
    }
}

#[test]
fn should_act_and_reply_without_a_script() {
    let registry = Registry::new();
    assert!(registry.validate().unwrap().is_ok());
    assert_eq!(registry.executions(), 0, "a twin does not act");
    registry.add_data_center().unwrap();
    registry.add_data_center().unwrap();
    assert_eq!(registry.executions(), 2);
    let pic = &registry.stage.pic;
    let caller = actors::stranger();
    let arrivals: Vec<Arrival> = instance::query(pic, registry.id, caller, "arrivals", (METHOD,));
    let argument = encode_one(args::data_center("dc1")).unwrap();
    assert_eq!(arrivals.len(), 2);
    assert!(
        arrivals
            .iter()
            .all(|it| it.caller == caller && *it.argument == *argument)
    );
}

#[test]
fn should_refuse_reject_and_trap_as_told_and_not_act() {
    let registry = Registry::new();
    let refuse = Behaviour::Refuse("DataCenterExists: dc1".into());
    let reject = Behaviour::Reject("no".into());
    let trap = Behaviour::Trap("ouch".into());
    for (behaviour, code, text) in [
        (&refuse, RejectCode::CanisterReject, "DataCenterExists: dc1"),
        (&reject, RejectCode::CanisterReject, "no"),
        (&trap, RejectCode::CanisterError, "ouch"),
        (
            &Behaviour::TrapAfterAwait,
            RejectCode::CanisterError,
            "trapped after an await",
        ),
    ] {
        registry.script(METHOD, behaviour);
        let answer = registry.add_data_center().unwrap_err();
        assert_eq!(answer.reject_code, code);
        assert!(answer.reject_message.contains(text), "{answer}");
    }
    assert_eq!(registry.executions(), 0);

    let twin = "validate_add_data_center";
    registry.script(twin, &refuse);
    assert_eq!(
        registry.validate().unwrap(),
        Err("DataCenterExists: dc1".into())
    );
    for behaviour in [&reject, &trap] {
        registry.script(twin, behaviour);
        assert!(registry.validate().is_err());
    }
}

/// Whether the call has been answered after some rounds.
fn answered(registry: &Registry, message: &RawMessageId) -> bool {
    for _ in 0..20 {
        registry.stage.pic.tick();
    }
    registry.stage.pic.ingress_status(message.clone()).is_some()
}

#[test]
fn should_hold_a_call_open_until_it_is_released() {
    let registry = Registry::new();
    registry.script(METHOD, &Behaviour::Never);
    let held = registry.send();
    assert!(!answered(&registry, &held));
    assert_eq!(registry.executions(), 0);
    registry.tell("release", (METHOD,));
    assert!(answered(&registry, &held));
    assert_eq!(registry.executions(), 1);
    let later = registry.send();
    assert!(!answered(&registry, &later), "a release is for those held");
    registry.tell("release", (METHOD,));
    assert!(answered(&registry, &later));
    assert_eq!(registry.executions(), 2);
}

#[test]
fn should_reply_some_rounds_later() {
    let registry = Registry::new();
    registry.script(METHOD, &Behaviour::ReplyAfter(3));
    let late = registry.send();
    for _ in 0..3 {
        registry.stage.pic.tick();
    }
    assert_eq!(registry.executions(), 0);
    assert!(answered(&registry, &late));
    assert_eq!(registry.executions(), 1);
}

#[test]
fn should_count_over_an_upgrade() {
    let registry = Registry::new();
    registry.add_data_center().unwrap();
    let module = canisters::stand_in("registry");
    instance::upgrade(&registry.stage.pic, registry.id, module, vec![]).unwrap();
    assert_eq!(registry.executions(), 1);
}
