//! There is no way to a derived key but an executed disclosure. A derivation costs the canister
//! so much that its balance tells.

use crate::permissions::stage::{Stage, interfaces, outcome};
use crate::permissions::{Outcome, identity};
use bonafide_test_support::{actors, instance};
use bonafide_types::identity::{AccessOutcome, AccessPage, ListAccessArgs};
use candid::Principal;

/// What one derivation with `test_key_1` costs at least, in cycles. All else costs far less.
const DERIVATION: u128 = 9_000_000_000;

/// A controller of the canister, who has no role in it.
fn controller() -> Principal {
    Principal::self_authenticating("controller")
}

fn stage() -> Stage {
    let stage = identity::stage();
    let controllers = vec![controller(), Principal::anonymous()];
    stage
        .scene
        .pic()
        .set_controllers(stage.canister, None, controllers)
        .unwrap();
    stage
}

fn log(stage: &Stage) -> AccessPage {
    instance::query(
        stage.scene.pic(),
        stage.canister,
        actors::stranger(),
        "list_access",
        (ListAccessArgs::default(),),
    )
}

/// What a call costs the canister.
fn cost<T>(stage: &Stage, call: impl FnOnce() -> T) -> (T, u128) {
    let balance = || stage.scene.pic().cycle_balance(stage.canister);
    let before = balance();
    let answer = call();
    (answer, before.saturating_sub(balance()))
}

#[test]
fn should_derive_a_key_for_a_disclosed_release_only() {
    let stage = stage();
    let mut callers = stage.callers.clone();
    callers.insert("controller", controller());
    callers.insert("the canister itself", stage.canister);
    let methods = interfaces().remove("identity").unwrap();
    let mut released = 0;
    // In this order the freeze is lifted before `release`.
    for method in methods.keys() {
        for (role, caller) in &callers {
            // Also as an update where a query would do: queries cannot call others anyway.
            let arg = stage.sample(method, 0);
            let what = format!("{method} by {role}");
            let (answer, cost) = cost(&stage, || stage.call(*caller, method, false, arg));
            if (method.as_str(), *role) == ("release", "recipient") {
                answer.unwrap();
                assert!(cost >= DERIVATION, "{what}: {cost}");
                released += 1;
            } else {
                assert!(cost < DERIVATION, "{what}: {cost}");
            }
            assert_eq!(log(&stage).accesses.len(), released, "{what}");
        }
    }
    assert_eq!(released, 1);
}

/// A refused release derives nothing, whatever is wrong with it.
#[test]
fn should_derive_nothing_for_a_release_that_is_refused() {
    let stage = stage();
    let recipient = stage.callers["recipient"];
    let release = || {
        let arg = stage.sample("release", 0);
        stage.call(recipient, "release", false, arg)
    };
    // Frozen.
    let (answer, cost) = cost(&stage, release);
    assert_eq!(outcome(&answer), Outcome::Refused);
    assert!(cost < DERIVATION, "{cost}");
    let lift = stage.sample("lift_freeze", 0);
    let governance = stage.callers["governance"];
    stage.call(governance, "lift_freeze", false, lift).unwrap();
    // Three uses, and not one more.
    for at in 1..=5 {
        let (answer, cost) = self::cost(&stage, release);
        let done = outcome(&answer) == Outcome::Done;
        assert_eq!(
            (done, cost >= DERIVATION),
            (at <= 3, at <= 3),
            "{at}: {cost}"
        );
    }
    let log = log(&stage).accesses;
    assert_eq!(log.len(), 3);
    let left = |outcome: &AccessOutcome| matches!(outcome, AccessOutcome::Released { .. });
    assert!(log.iter().all(|access| left(&access.outcome)), "{log:?}");
}
