//! Methods for governance, each with its twin, which says in plain words what it would do.
//! Governance systems take any reply as success, so a refusal rejects.

use bonafide_audits::access::caller_is_governance;
use bonafide_audits::commands;
use bonafide_audits::live::{execute, validate};
use bonafide_kit::reply::governed as answer;
use bonafide_types::Validation;
use bonafide_types::audits::*;
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

governed!(admit_auditor, validate_admit_auditor, AdmitAuditorArgs);
governed!(
    suspend_auditor,
    validate_suspend_auditor,
    SuspendAuditorArgs
);
governed!(
    reinstate_auditor,
    validate_reinstate_auditor,
    ReinstateAuditorArgs
);
governed!(remove_auditor, validate_remove_auditor, RemoveAuditorArgs);
governed!(
    penalise_auditor,
    validate_penalise_auditor,
    PenaliseAuditorArgs
);
governed!(
    set_audit_policy,
    validate_set_audit_policy,
    SetAuditPolicyArgs
);
governed!(
    adopt_audit_plan,
    validate_adopt_audit_plan,
    AdoptAuditPlanArgs => u64
);
governed!(
    cancel_audit_plan,
    validate_cancel_audit_plan,
    CancelAuditPlanArgs
);
governed!(settle_finding, validate_settle_finding, SettleFindingArgs);
governed!(
    settle_transfer,
    validate_settle_transfer,
    SettleTransferArgs
);
