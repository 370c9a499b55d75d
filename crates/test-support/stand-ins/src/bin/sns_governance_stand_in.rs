//! Stands for the governance canister of an SNS: what the canisters of a generic function see
//! of it. The vote is left out; everything here is test control:
//!
//! - `add_generic_function`: as a proposal with `AddGenericNervousSystemFunction` would
//! - `submit`: as a proposal with this action would; asks the validator
//! - `adopt`: as the vote would; calls the target with the same bytes. Any reply is success
//! - `get_progress`: where a proposal stands

use bonafide_stand_ins::sns::{
    ExecuteGenericNervousSystemFunction, FIRST_GENERIC_FUNCTION, FunctionType,
    NervousSystemFunction, Progress, Submitted,
};
use candid::{Principal, decode_one};
use ic_cdk::call::{Call, CallFailed};
use ic_cdk::{query, trap, update};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Longest name and description of a function, bytes.
const NAME_BYTES: usize = 256;
const DESCRIPTION_BYTES: usize = 10_000;

/// A method of a canister.
#[derive(Clone)]
struct Method {
    canister: Principal,
    name: String,
}

#[derive(Clone)]
struct Function {
    validator: Method,
    target: Method,
}

struct Proposal {
    action: ExecuteGenericNervousSystemFunction,
    progress: Progress,
}

#[derive(Default)]
struct State {
    functions: BTreeMap<u64, Function>,
    proposals: BTreeMap<u64, Proposal>,
    submitted: u64,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

#[update]
fn add_generic_function(function: NervousSystemFunction) -> Result<(), String> {
    let id = function.id;
    let function = checked(function)?;
    STATE.with_borrow_mut(|state| {
        if state.functions.contains_key(&id) {
            return Err(format!("there is a function {id} already"));
        }
        state.functions.insert(id, function);
        Ok(())
    })
}

/// The rules of SNS governance for a new generic function.
fn checked(function: NervousSystemFunction) -> Result<Function, String> {
    if function.id < FIRST_GENERIC_FUNCTION {
        return Err("generic functions have numbers from 1,000".into());
    }
    if function.name.is_empty() || function.name.len() > NAME_BYTES {
        return Err("a name has 1 to 256 bytes".into());
    }
    if function
        .description
        .is_some_and(|text| text.len() > DESCRIPTION_BYTES)
    {
        return Err("a description has 10,000 bytes at most".into());
    }
    let Some(FunctionType::GenericNervousSystemFunction(generic)) = function.function_type else {
        return Err("the function is not a generic one".into());
    };
    if generic.topic.is_none() {
        return Err("a new function needs a topic".into());
    }
    Ok(Function {
        validator: method(
            generic.validator_canister_id,
            generic.validator_method_name,
            "validator",
        )?,
        target: method(
            generic.target_canister_id,
            generic.target_method_name,
            "target",
        )?,
    })
}

fn method(canister: Option<Principal>, name: Option<String>, role: &str) -> Result<Method, String> {
    let canister = canister.ok_or_else(|| format!("the {role} canister is missing"))?;
    let name = name
        .filter(|name| !name.is_empty())
        .ok_or_else(|| format!("the {role} method is missing"))?;
    let disallowed = [
        Principal::management_canister(),
        ic_cdk::api::canister_self(),
    ];
    if disallowed.contains(&canister) {
        return Err(format!("{canister} cannot be a {role}"));
    }
    Ok(Method { canister, name })
}

#[update]
async fn submit(action: ExecuteGenericNervousSystemFunction) -> Result<Submitted, String> {
    let function = function(action.function_id)?;
    let reply = call(&function.validator, action.payload.to_vec())
        .await
        .map_err(|reject| format!("Invalid proposal: the validator gave no answer: {reject}"))?;
    let rendering = decode_one::<Result<String, String>>(&reply)
        .map_err(|error| format!("Invalid proposal: the validator's answer is no text: {error}"))?
        .map_err(|reason| format!("Invalid proposal: {reason}"))?;
    let id = STATE.with_borrow_mut(|state| {
        state.submitted += 1;
        let proposal = Proposal {
            action,
            progress: Progress::Open,
        };
        state.proposals.insert(state.submitted, proposal);
        state.submitted
    });
    Ok(Submitted { id, rendering })
}

/// Adopts a proposal and executes it, once.
#[update]
async fn adopt(id: u64) -> Progress {
    let action = STATE.with_borrow_mut(|state| match state.proposals.get_mut(&id) {
        Some(proposal) if proposal.progress == Progress::Open => {
            proposal.progress = Progress::Adopted;
            proposal.action.clone()
        }
        Some(_) => trap("the proposal is decided"),
        None => trap("there is no such proposal"),
    });
    let outcome = match function(action.function_id) {
        Ok(function) => call(&function.target, action.payload.into_vec()).await,
        Err(reason) => Err(reason),
    };
    let progress = match outcome {
        Ok(_) => Progress::Executed,
        Err(reason) => Progress::Failed(reason),
    };
    STATE.with_borrow_mut(|state| {
        if let Some(proposal) = state.proposals.get_mut(&id) {
            proposal.progress = progress.clone();
        }
    });
    progress
}

#[query]
fn get_progress(id: u64) -> Option<Progress> {
    STATE.with_borrow(|state| state.proposals.get(&id).map(|it| it.progress.clone()))
}

fn function(id: u64) -> Result<Function, String> {
    STATE
        .with_borrow(|state| state.functions.get(&id).cloned())
        .ok_or_else(|| format!("there is no generic function {id}"))
}

/// The reply, or the reject with its code. Waits without bound, as SNS governance does.
async fn call(method: &Method, payload: Vec<u8>) -> Result<Vec<u8>, String> {
    let answer = Call::unbounded_wait(method.canister, &method.name)
        .take_raw_args(payload)
        .await;
    match answer {
        Ok(reply) => Ok(reply.into_bytes()),
        Err(CallFailed::CallRejected(reject)) => Err(format!(
            "code {}: {}",
            reject.raw_reject_code(),
            reject.reject_message()
        )),
        Err(unsent) => Err(unsent.to_string()),
    }
}

ic_cdk::export_candid!();

fn main() {}
