//! Methods for governance, each with its twin, which says in plain words what it would do.
//! Governance systems take any reply as success, so a refusal rejects.

use bonafide_kit::reply::governed as answer;
use bonafide_rewards::access::caller_is_governance;
use bonafide_rewards::commands;
use bonafide_rewards::live::{execute, validate};
use bonafide_types::Validation;
use bonafide_types::rewards::*;
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

governed!(adopt_period, validate_adopt_period, AdoptPeriodArgs => u64);
governed!(cancel_period, validate_cancel_period, CancelPeriodArgs);
governed!(
    update_node_rewards_table,
    validate_update_node_rewards_table,
    UpdateNodeRewardsTableArgs
);
governed!(open_case, validate_open_case, OpenCaseArgs => u64);
governed!(freeze_case, validate_freeze_case, FreezeCaseArgs);
governed!(reduce_case, validate_reduce_case, ReduceCaseArgs);
governed!(reject_appeal, validate_reject_appeal, RejectAppealArgs);
governed!(cancel_case, validate_cancel_case, CancelCaseArgs);
governed!(refund_case, validate_refund_case, RefundCaseArgs);
governed!(
    set_rewards_policy,
    validate_set_rewards_policy,
    SetRewardsPolicyArgs
);
governed!(
    pay_from_treasury,
    validate_pay_from_treasury,
    PayFromTreasuryArgs
);
governed!(
    settle_transfer,
    validate_settle_transfer,
    SettleRewardsTransferArgs
);
