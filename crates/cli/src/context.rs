//! What every command shares: the global options and what they lead to.

use crate::{
    error::CliError,
    network::{self, Network, RootKey},
    output::Output,
};
use bonafide_client::{
    AgentRuntime, AuditsClient, ClockOffset, GovernanceClient, IdentityClient, RegistryClient,
    RewardsClient,
};
use candid::Principal;
use std::{collections::BTreeMap, path::PathBuf};

/// The names under which ids are remembered.
pub(crate) const REGISTRY: &str = "registry";
pub(crate) const GOVERNANCE: &str = "governance";
pub(crate) const IDENTITY: &str = "identity";
pub(crate) const AUDITS: &str = "audits";
pub(crate) const REWARDS: &str = "rewards";

/// Options that stand before or after any command.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// local, ic or the URL of a network.
    #[arg(
        long,
        global = true,
        env = "BONAFIDE_NETWORK",
        default_value = "local",
        value_name = "NETWORK"
    )]
    network: Network,
    /// The network's root key in hex, or `fetch` to trust what a test network says.
    #[arg(long, global = true, value_name = "HEX|fetch")]
    root_key: Option<RootKey>,
    /// The registry canister; else the one `bonafide deploy` made on this network.
    #[arg(
        long,
        global = true,
        env = "BONAFIDE_REGISTRY",
        value_name = "PRINCIPAL"
    )]
    canister: Option<Principal>,
    /// The governance canister; else the one that the registry says governs it.
    #[arg(
        long,
        global = true,
        env = "BONAFIDE_GOVERNANCE",
        value_name = "PRINCIPAL"
    )]
    governance_canister: Option<Principal>,
    /// The identity canister; else the one `bonafide deploy` made, or that governance names.
    #[arg(
        long,
        global = true,
        env = "BONAFIDE_IDENTITY_CANISTER",
        value_name = "PRINCIPAL"
    )]
    identity_canister: Option<Principal>,
    /// The audits canister; else the one `bonafide deploy` made, or that governance names.
    #[arg(
        long,
        global = true,
        env = "BONAFIDE_AUDITS_CANISTER",
        value_name = "PRINCIPAL"
    )]
    audits_canister: Option<Principal>,
    /// The rewards canister; else the one `bonafide deploy` made, or that governance names.
    #[arg(
        long,
        global = true,
        env = "BONAFIDE_REWARDS_CANISTER",
        value_name = "PRINCIPAL"
    )]
    rewards_canister: Option<Principal>,
    /// Private key in PEM, as dfx and icp export it; else anonymous.
    #[arg(long, global = true, env = "BONAFIDE_IDENTITY", value_name = "PEM")]
    identity: Option<PathBuf>,
    /// Print one JSON value; errors too, on standard error.
    #[arg(long, global = true)]
    json: bool,
    /// Print nothing but errors and JSON.
    #[arg(long, short, global = true)]
    quiet: bool,
    /// How far a test network's clock is ahead (+) or behind (-): -31d, +12h, 90s.
    #[arg(long, global = true, value_name = "DURATION", allow_hyphen_values = true, default_value = "0s", value_parser = network::parse_offset, hide_default_value = true)]
    clock_offset: ClockOffset,
}

impl Global {
    pub(crate) fn output(&self) -> Output {
        Output {
            json: self.json,
            quiet: self.quiet,
        }
    }

    pub(crate) fn network(&self) -> &Network {
        &self.network
    }

    /// The network, with its root key known.
    pub(crate) async fn runtime(&self) -> Result<AgentRuntime, CliError> {
        let (root_key, identity) = (self.root_key.as_ref(), self.identity.as_deref());
        network::connect(&self.network, root_key, identity, self.clock_offset).await
    }

    /// The registry on the network.
    pub(crate) async fn registry(&self) -> Result<RegistryClient<AgentRuntime>, CliError> {
        let canister = self.expected_canister()?;
        Ok(RegistryClient::new(self.runtime().await?, canister))
    }

    /// The registry's id, which must be known.
    pub(crate) fn expected_canister(&self) -> Result<Principal, CliError> {
        self.known_canister()?.ok_or_else(|| {
            CliError::usage(
                "Canister",
                format!(
                    "no registry is known on {}: give --canister or deploy one",
                    self.network.name
                ),
            )
        })
    }

    /// The governance canister on the network.
    pub(crate) async fn governance(&self) -> Result<GovernanceClient<AgentRuntime>, CliError> {
        let canister = self.governance_id().await?;
        Ok(GovernanceClient::new(self.runtime().await?, canister))
    }

    /// The governance canister's id: given, or certified by the registry.
    pub(crate) async fn governance_id(&self) -> Result<Principal, CliError> {
        if let Some(canister) = self.governance_canister {
            return Ok(canister);
        }
        let governor = self
            .registry()
            .await?
            .config_certified()
            .await?
            .governance
            .0;
        if is_canister(governor) {
            return Ok(governor);
        }
        let message = format!(
            "the registry is governed by {governor}, which is no canister; give --governance-canister"
        );
        Err(CliError::usage("Canister", message))
    }

    /// The identity canister on the network.
    pub(crate) async fn identity(&self) -> Result<IdentityClient<AgentRuntime>, CliError> {
        let canister = self.identity_id().await?;
        Ok(IdentityClient::new(self.runtime().await?, canister))
    }

    /// The identity canister's id: given, remembered, or certified by governance.
    pub(crate) async fn identity_id(&self) -> Result<Principal, CliError> {
        if let Some(canister) = self.known_identity()? {
            return Ok(canister);
        }
        let config = self.governance().await?.config_certified().await?;
        let named = config.canisters.identity;
        named.map(|caller| caller.0).ok_or_else(|| {
            let message = "governance names no identity canister; give --identity-canister";
            CliError::usage("Canister", message)
        })
    }

    /// The identity canister's id, given or remembered.
    pub(crate) fn known_identity(&self) -> Result<Option<Principal>, CliError> {
        match self.identity_canister {
            Some(canister) => Ok(Some(canister)),
            None => self.remembered(IDENTITY),
        }
    }

    /// The audits canister on the network.
    pub(crate) async fn audits(&self) -> Result<AuditsClient<AgentRuntime>, CliError> {
        let canister = self.audits_id().await?;
        Ok(AuditsClient::new(self.runtime().await?, canister))
    }

    /// The audits canister's id: given, remembered, or certified by governance.
    pub(crate) async fn audits_id(&self) -> Result<Principal, CliError> {
        if let Some(canister) = self.known_audits()? {
            return Ok(canister);
        }
        let config = self.governance().await?.config_certified().await?;
        let named = config.canisters.audits;
        named.map(|caller| caller.0).ok_or_else(|| {
            let message = "governance names no audits canister; give --audits-canister";
            CliError::usage("Canister", message)
        })
    }

    /// The audits canister's id, given or remembered.
    pub(crate) fn known_audits(&self) -> Result<Option<Principal>, CliError> {
        match self.audits_canister {
            Some(canister) => Ok(Some(canister)),
            None => self.remembered(AUDITS),
        }
    }

    /// The rewards canister on the network.
    pub(crate) async fn rewards(&self) -> Result<RewardsClient<AgentRuntime>, CliError> {
        let canister = self.rewards_id().await?;
        Ok(RewardsClient::new(self.runtime().await?, canister))
    }

    /// The rewards canister's id: given, remembered, or certified by governance.
    pub(crate) async fn rewards_id(&self) -> Result<Principal, CliError> {
        if let Some(canister) = self.known_rewards()? {
            return Ok(canister);
        }
        let config = self.governance().await?.config_certified().await?;
        let named = config.canisters.rewards;
        named.map(|caller| caller.0).ok_or_else(|| {
            let message = "governance names no rewards canister; give --rewards-canister";
            CliError::usage("Canister", message)
        })
    }

    /// The rewards canister's id, given or remembered.
    pub(crate) fn known_rewards(&self) -> Result<Option<Principal>, CliError> {
        match self.rewards_canister {
            Some(canister) => Ok(Some(canister)),
            None => self.remembered(REWARDS),
        }
    }

    /// The registry's id, given or remembered.
    pub(crate) fn known_canister(&self) -> Result<Option<Principal>, CliError> {
        match self.canister {
            Some(canister) => Ok(Some(canister)),
            None => self.remembered(REGISTRY),
        }
    }

    /// The governance canister's id, given or remembered.
    pub(crate) fn known_governance(&self) -> Result<Option<Principal>, CliError> {
        match self.governance_canister {
            Some(canister) => Ok(Some(canister)),
            None => self.remembered(GOVERNANCE),
        }
    }

    fn remembered(&self, name: &str) -> Result<Option<Principal>, CliError> {
        Ok(self.ids()?.get(name).copied())
    }

    fn ids(&self) -> Result<BTreeMap<String, Principal>, CliError> {
        let path = self.ids_path();
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(BTreeMap::new());
            }
            Err(error) => return Err(CliError::file(&path, error)),
        };
        serde_json::from_str(&text).map_err(|error| CliError::file(&path, error))
    }

    /// Whether the canister's id was given, not remembered.
    pub(crate) fn is_given(&self, canister: Principal) -> bool {
        [
            self.canister,
            self.governance_canister,
            self.identity_canister,
            self.audits_canister,
            self.rewards_canister,
        ]
        .contains(&Some(canister))
    }

    /// Remembers a canister's id for this network.
    pub(crate) fn remember(&self, name: &str, canister: Principal) -> Result<(), CliError> {
        let path = self.ids_path();
        let mut ids = self.ids()?;
        ids.insert(name.into(), canister);
        let text =
            serde_json::to_string_pretty(&ids).map_err(|error| CliError::file(&path, error))?;
        std::fs::create_dir_all(".bonafide")
            .and_then(|()| std::fs::write(&path, text + "\n"))
            .map_err(|error| CliError::file(&path, error))
    }

    fn ids_path(&self) -> PathBuf {
        PathBuf::from(".bonafide").join(format!("{}.json", self.network.name))
    }
}

/// Whether a principal is a canister's: of the opaque class, which canister ids are of.
pub(crate) fn is_canister(principal: Principal) -> bool {
    let bytes = principal.as_slice();
    bytes.len() == 10 && bytes.last() == Some(&1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_tell_canisters_from_people() {
        let canister = Principal::from_text("rwlgt-iiaaa-aaaaa-aaaaa-cai").unwrap();
        assert!(is_canister(canister));
        assert!(!is_canister(Principal::anonymous()));
        assert!(!is_canister(Principal::management_canister()));
        assert!(!is_canister(Principal::self_authenticating([1; 32])));
    }
}
