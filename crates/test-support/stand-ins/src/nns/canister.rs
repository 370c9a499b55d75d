//! Changes of canisters and of the parameters of governance.

use super::Percentage;
use candid::{CandidType, Deserialize, Principal};
use serde_bytes::ByteBuf;

/// Changes a canister's settings.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct UpdateCanisterSettings {
    pub canister_id: Option<Principal>,
    pub settings: Option<CanisterSettings>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct CanisterSettings {
    pub freezing_threshold: Option<u64>,
    pub wasm_memory_threshold: Option<u64>,
    pub controllers: Option<Controllers>,
    pub log_visibility: Option<i32>,
    pub wasm_memory_limit: Option<u64>,
    pub memory_allocation: Option<u64>,
    pub compute_allocation: Option<u64>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Controllers {
    pub controllers: Vec<Principal>,
}

/// Installs a canister's code.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct InstallCode {
    pub skip_stopping_before_installing: Option<bool>,
    pub wasm_module_hash: Option<ByteBuf>,
    pub canister_id: Option<Principal>,
    pub arg_hash: Option<ByteBuf>,
    pub install_mode: Option<i32>,
}

/// Stops or starts a canister.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct StopOrStartCanister {
    pub action: Option<i32>,
    pub canister_id: Option<Principal>,
}

/// Changes the parameters of governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct NetworkEconomics {
    pub neuron_minimum_stake_e8s: u64,
    pub voting_power_economics: Option<VotingPowerEconomics>,
    pub max_proposals_to_keep_per_topic: u32,
    pub neuron_management_fee_per_proposal_e8s: u64,
    pub reject_cost_e8s: u64,
    pub transaction_fee_e8s: u64,
    pub neuron_spawn_dissolve_delay_seconds: u64,
    pub minimum_icp_xdr_rate: u64,
    pub maximum_node_provider_rewards_e8s: u64,
    pub neurons_fund_economics: Option<NeuronsFundEconomics>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct VotingPowerEconomics {
    pub start_reducing_voting_power_after_seconds: Option<u64>,
    pub neuron_minimum_dissolve_delay_to_vote_seconds: Option<u64>,
    pub clear_following_after_seconds: Option<u64>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct NeuronsFundEconomics {
    pub maximum_icp_xdr_rate: Option<Percentage>,
    pub neurons_fund_matched_funding_curve_coefficients:
        Option<NeuronsFundMatchedFundingCurveCoefficients>,
    pub max_theoretical_neurons_fund_participation_amount_xdr: Option<Decimal>,
    pub minimum_icp_xdr_rate: Option<Percentage>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct NeuronsFundMatchedFundingCurveCoefficients {
    pub contribution_threshold_xdr: Option<Decimal>,
    pub one_third_participation_milestone_xdr: Option<Decimal>,
    pub full_participation_milestone_xdr: Option<Decimal>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Decimal {
    pub human_readable: Option<String>,
}
