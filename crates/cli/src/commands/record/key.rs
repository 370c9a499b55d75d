use super::sealing::{certified_key, parse_master};
use crate::{
    context::Global,
    error::{CliError, Exit},
    output::fields,
};
use bonafide_client::seal::{MasterKey, PublicKey};
use candid::Principal;
use serde::Serialize;

/// Show the public key that records are encrypted to, with proof.
///
/// With --master it is derived as well from the network's master key, and must be the same;
/// else it exits with 4.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide record key --master pocketic:test_key_1")]
pub(crate) struct Args {
    /// The network's master key: `ic:key_1`, `pocketic:test_key_1`.
    #[arg(long, value_name = "NETWORK:NAME", value_parser = parse_master)]
    master: Option<MasterKey>,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    canister: Principal,
    public_key: String,
    /// Whether it follows from the master key; null when that was not asked.
    derived: Option<bool>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let identity = global.identity().await?;
    let key = certified_key(&identity).await?;
    let canister = identity.canister();
    if let Some(master) = &args.master
        && PublicKey::derive(master, canister) != key
    {
        let message = "the certified key does not follow from the master key";
        return Err(CliError::new(Exit::Unverified, "OtherKey", message));
    }
    let shown = Shown {
        certified: true,
        canister,
        public_key: hex::encode(key.to_bytes()),
        derived: args.master.as_ref().map(|_| true),
    };
    global.output().result(&shown, |shown| {
        fields(&[
            ("canister", shown.canister.to_string()),
            ("public key", shown.public_key.clone()),
            ("proof", "certified by the network".into()),
        ])
    })
}
