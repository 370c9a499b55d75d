//! Generic functions of an SNS, named as in SNS governance, and the tests' view of its
//! proposals.

use candid::{CandidType, Deserialize, Principal};
use serde_bytes::ByteBuf;

/// Least number of a generic function.
pub const FIRST_GENERIC_FUNCTION: u64 = 1_000;

/// A function that proposals of the SNS can call.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct NervousSystemFunction {
    /// Its number; generic ones from 1,000.
    pub id: u64,
    /// Its name, at most 256 bytes.
    pub name: String,
    /// What it is for, at most 10,000 bytes.
    pub description: Option<String>,
    /// Whether the SNS has it by itself or from a proposal.
    pub function_type: Option<FunctionType>,
}

/// Where a function comes from.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub enum FunctionType {
    /// Every SNS has it.
    NativeNervousSystemFunction {},
    /// A method of another canister.
    GenericNervousSystemFunction(GenericNervousSystemFunction),
}

/// A method of another canister, and the method that validates its payload.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct GenericNervousSystemFunction {
    /// The canister that says whether a payload is valid.
    pub validator_canister_id: Option<Principal>,
    /// The canister that acts.
    pub target_canister_id: Option<Principal>,
    /// `(T) -> (variant { Ok : text; Err : text })`.
    pub validator_method_name: Option<String>,
    /// `(T) -> ()`; any reply is success.
    pub target_method_name: Option<String>,
    /// Which thresholds apply.
    pub topic: Option<Topic>,
}

/// Topics of an SNS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub enum Topic {
    /// Upgrades of the dapp.
    DappCanisterManagement,
    /// Parameters of the SNS.
    DaoCommunitySettings,
    /// What the dapp does.
    ApplicationBusinessLogic,
    /// What needs 20 % of all votes and 67 % of those cast.
    CriticalDappOperations,
    /// Transfers from the treasury.
    TreasuryAssetManagement,
    /// Motions.
    Governance,
    /// Upgrades of the SNS.
    SnsFrameworkManagement,
}

/// The action of a proposal that calls a generic function.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct ExecuteGenericNervousSystemFunction {
    /// The function.
    pub function_id: u64,
    /// The Candid message that validator and target get, both the same bytes.
    pub payload: ByteBuf,
}

/// Test control: a proposal that was accepted for the vote.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Submitted {
    /// Its number, from 1.
    pub id: u64,
    /// The validator's words, which the voters read.
    pub rendering: String,
}

/// Test control: where a proposal stands.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub enum Progress {
    /// In vote.
    Open,
    /// Adopted; the target has not answered.
    Adopted,
    /// The target replied.
    Executed,
    /// The target rejected, with this code and text.
    Failed(String),
}
