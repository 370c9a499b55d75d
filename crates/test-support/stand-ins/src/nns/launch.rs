//! How an SNS is founded and its tokens sold.

use candid::{CandidType, Deserialize, Principal};

/// Founds an SNS.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct CreateServiceNervousSystem {
    pub url: Option<String>,
    pub governance_parameters: Option<GovernanceParameters>,
    pub fallback_controller_principal_ids: Vec<Principal>,
    pub logo: Option<Image>,
    pub name: Option<String>,
    pub ledger_parameters: Option<LedgerParameters>,
    pub description: Option<String>,
    pub dapp_canisters: Vec<Canister>,
    pub swap_parameters: Option<SwapParameters>,
    pub initial_token_distribution: Option<InitialTokenDistribution>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct GovernanceParameters {
    pub neuron_maximum_dissolve_delay_bonus: Option<Percentage>,
    pub neuron_maximum_age_for_age_bonus: Option<Duration>,
    pub neuron_maximum_dissolve_delay: Option<Duration>,
    pub neuron_minimum_dissolve_delay_to_vote: Option<Duration>,
    pub neuron_maximum_age_bonus: Option<Percentage>,
    pub neuron_minimum_stake: Option<Tokens>,
    pub proposal_wait_for_quiet_deadline_increase: Option<Duration>,
    pub proposal_initial_voting_period: Option<Duration>,
    pub proposal_rejection_fee: Option<Tokens>,
    pub voting_reward_parameters: Option<VotingRewardParameters>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Percentage {
    pub basis_points: Option<u64>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Duration {
    pub seconds: Option<u64>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Tokens {
    pub e8s: Option<u64>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct VotingRewardParameters {
    pub reward_rate_transition_duration: Option<Duration>,
    pub initial_reward_rate: Option<Percentage>,
    pub final_reward_rate: Option<Percentage>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Image {
    pub base64_encoding: Option<String>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct LedgerParameters {
    pub transaction_fee: Option<Tokens>,
    pub token_symbol: Option<String>,
    pub token_logo: Option<Image>,
    pub token_name: Option<String>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Canister {
    pub id: Option<Principal>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct SwapParameters {
    pub minimum_participants: Option<u64>,
    pub neurons_fund_participation: Option<bool>,
    pub duration: Option<Duration>,
    pub neuron_basket_construction_parameters: Option<NeuronBasketConstructionParameters>,
    pub confirmation_text: Option<String>,
    pub maximum_participant_icp: Option<Tokens>,
    pub minimum_icp: Option<Tokens>,
    pub minimum_direct_participation_icp: Option<Tokens>,
    pub minimum_participant_icp: Option<Tokens>,
    pub start_time: Option<GlobalTimeOfDay>,
    pub maximum_direct_participation_icp: Option<Tokens>,
    pub maximum_icp: Option<Tokens>,
    pub neurons_fund_investment_icp: Option<Tokens>,
    pub restricted_countries: Option<Countries>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct NeuronBasketConstructionParameters {
    pub dissolve_delay_interval: Option<Duration>,
    pub count: Option<u64>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct GlobalTimeOfDay {
    pub seconds_after_utc_midnight: Option<u64>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Countries {
    pub iso_codes: Vec<String>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct InitialTokenDistribution {
    pub treasury_distribution: Option<SwapDistribution>,
    pub developer_distribution: Option<DeveloperDistribution>,
    pub swap_distribution: Option<SwapDistribution>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct SwapDistribution {
    pub total: Option<Tokens>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct DeveloperDistribution {
    pub developer_neurons: Vec<NeuronDistribution>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct NeuronDistribution {
    pub controller: Option<Principal>,
    pub dissolve_delay: Option<Duration>,
    pub memo: Option<u64>,
    pub vesting_period: Option<Duration>,
    pub stake: Option<Tokens>,
}

/// Opens a sale of SNS tokens.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct OpenSnsTokenSwap {
    pub community_fund_investment_e8s: Option<u64>,
    pub target_swap_canister_id: Option<Principal>,
    pub params: Option<Params>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct Params {
    pub min_participant_icp_e8s: u64,
    pub neuron_basket_construction_parameters: Option<NeuronBasketConstructionParameters1>,
    pub max_icp_e8s: u64,
    pub swap_due_timestamp_seconds: u64,
    pub min_participants: u32,
    pub sns_token_e8s: u64,
    pub sale_delay_seconds: Option<u64>,
    pub max_participant_icp_e8s: u64,
    pub min_direct_participation_icp_e8s: Option<u64>,
    pub min_icp_e8s: u64,
    pub max_direct_participation_icp_e8s: Option<u64>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct NeuronBasketConstructionParameters1 {
    pub dissolve_delay_interval_seconds: u64,
    pub count: u64,
}

/// Says when a sale may be opened.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct SetSnsTokenSwapOpenTimeWindow {
    pub request: Option<SetOpenTimeWindowRequest>,
    pub swap_canister_id: Option<Principal>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct SetOpenTimeWindowRequest {
    pub open_time_window: Option<TimeWindow>,
}

/// Part of it; the name is that of NNS governance.
#[derive(Clone, Debug, PartialEq, Eq, CandidType, Deserialize)]
pub struct TimeWindow {
    pub start_timestamp_seconds: u64,
    pub end_timestamp_seconds: u64,
}
