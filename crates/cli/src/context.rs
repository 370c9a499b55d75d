//! What every command shares: the global options and what they lead to.

use crate::{
    error::CliError,
    network::{self, Network, RootKey},
    output::Output,
};
use bonafide_client::{AgentRuntime, ClockOffset, RegistryClient};
use candid::Principal;
use std::{collections::BTreeMap, path::PathBuf};

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

    /// The registry's id, given or remembered.
    pub(crate) fn known_canister(&self) -> Result<Option<Principal>, CliError> {
        if self.canister.is_some() {
            return Ok(self.canister);
        }
        let path = self.ids_path();
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(CliError::file(&path, error)),
        };
        let ids: BTreeMap<String, Principal> =
            serde_json::from_str(&text).map_err(|error| CliError::file(&path, error))?;
        Ok(ids.get("registry").copied())
    }

    /// Whether the registry's id was given, not remembered.
    pub(crate) fn canister_is_given(&self) -> bool {
        self.canister.is_some()
    }

    /// Remembers the registry's id for this network.
    pub(crate) fn remember(&self, canister: Principal) -> Result<PathBuf, CliError> {
        let path = self.ids_path();
        let ids = BTreeMap::from([("registry", canister)]);
        let text =
            serde_json::to_string_pretty(&ids).map_err(|error| CliError::file(&path, error))?;
        std::fs::create_dir_all(".bonafide")
            .and_then(|()| std::fs::write(&path, text + "\n"))
            .map_err(|error| CliError::file(&path, error))?;
        Ok(path)
    }

    fn ids_path(&self) -> PathBuf {
        PathBuf::from(".bonafide").join(format!("{}.json", self.network.name))
    }
}
