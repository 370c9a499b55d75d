//! Methods for governance, each with its twin, which says in plain words what it would do.
//! Governance systems take any reply as success, so a refusal rejects.

use bonafide_identity::access::caller_is_governance;
use bonafide_identity::commands;
use bonafide_identity::live::{execute, validate};
use bonafide_kit::reply::governed as answer;
use bonafide_types::Validation;
use bonafide_types::identity::*;
use ic_cdk::{query, update};
use std::marker::PhantomData;

/// A governed method, which replies with nothing, or with the number of what it made, and its
/// twin, which says in plain words what the method would do.
macro_rules! governed {
    ($method:ident, $twin:ident, $args:ty) => {
        #[update(guard = "caller_is_governance", manual_reply = true)]
        fn $method(args: $args) {
            answer(execute(|state, ctx| {
                commands::$method::decide(state, args, ctx)
            }));
        }

        governed!(@twin $method, $twin, $args);
    };
    ($method:ident, $twin:ident, $args:ty => u64) => {
        #[update(guard = "caller_is_governance", manual_reply = true)]
        fn $method(args: $args) -> PhantomData<u64> {
            answer(execute(|state, ctx| commands::$method::decide(state, args, ctx)).map(|id| (id,)));
            PhantomData
        }

        governed!(@twin $method, $twin, $args);
    };
    (@twin $method:ident, $twin:ident, $args:ty) => {
        #[query]
        fn $twin(args: $args) -> Validation {
            validate(|state, ctx| commands::$method::decide(state, args, ctx))
        }
    };
}

governed!(admit_verifier, validate_admit_verifier, AdmitVerifierArgs);
governed!(
    set_verifier_terms,
    validate_set_verifier_terms,
    SetVerifierTermsArgs
);
governed!(
    suspend_verifier,
    validate_suspend_verifier,
    SuspendVerifierArgs
);
governed!(
    reinstate_verifier,
    validate_reinstate_verifier,
    ReinstateVerifierArgs
);
governed!(
    remove_verifier,
    validate_remove_verifier,
    RemoveVerifierArgs
);
governed!(set_schema, validate_set_schema, SetSchemaArgs);
governed!(
    set_score_weights,
    validate_set_score_weights,
    SetScoreWeightsArgs
);
governed!(set_fee_budget, validate_set_fee_budget, SetFeeBudgetArgs);
governed!(
    disclose_records,
    validate_disclose_records,
    DiscloseRecordsArgs => u64
);
governed!(
    freeze_disclosures,
    validate_freeze_disclosures,
    FreezeDisclosuresArgs
);
governed!(lift_freeze, validate_lift_freeze, LiftFreezeArgs);
