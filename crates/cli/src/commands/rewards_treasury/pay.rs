use crate::{
    arguments::{
        audits::{read, subaccount},
        rewards::ledger_account,
    },
    commands::governed,
    context::Global,
    error::CliError,
};
use bonafide_types::{
    audits::TREASURY_SUBACCOUNT,
    governance::Command,
    ledger::Subaccount,
    rewards::{Grant, GrantPurpose, PayFromTreasuryArgs},
};
use candid::Principal;
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Pay from the treasury of the rewards canister, the ledger's fee included in each amount: by
/// proposal, or directly as the governance principal. One payment by options, or up to 50 of a
/// file.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide --identity me.pem rewards-treasury pay --to-audits --amount-e8s 30000000000 --purpose auditor-fees --memo 'Plan of spring 2027' --neuron 1\n  bonafide --identity me.pem rewards-treasury pay --to ryjl3-tyaaa-aaaaa-aaaba-cai --amount-e8s 500000000 --purpose other --memo 'An example' --neuron 1\n  bonafide rewards-treasury pay --file payments.json --validate\nwhere payments.json has\n[{\"purpose\": \"VerifierFees\", \"owner\": \"ryjl3-tyaaa-aaaaa-aaaba-cai\", \"subaccount\": null, \"amount_e8s\": 500000000, \"memo\": \"An example\"}]"
)]
pub(crate) struct Args {
    /// All payments, JSON; a subaccount is 64 hex digits or null.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["to", "to_audits", "amount_e8s", "purpose", "memo"])]
    file: Option<PathBuf>,
    /// Who is paid.
    #[arg(long, value_name = "PRINCIPAL", required_unless_present_any = ["file", "to_audits"])]
    to: Option<Principal>,
    /// Which of the payee's accounts, in hex; else the default one.
    #[arg(long, value_name = "HEX", value_parser = subaccount, requires = "to")]
    subaccount: Option<Subaccount>,
    /// Pay the treasury of the audits canister, from which plans are paid.
    #[arg(long, conflicts_with = "to")]
    to_audits: bool,
    /// How much.
    #[arg(long, value_name = "E8S", required_unless_present = "file")]
    amount_e8s: Option<u64>,
    /// For whom.
    #[arg(long, required_unless_present = "file")]
    purpose: Option<Purpose>,
    /// What for, at most 200 bytes.
    #[arg(long, required_unless_present = "file")]
    memo: Option<String>,
    #[command(flatten)]
    governed: governed::Options,
}

/// Names of what a payment is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Purpose {
    AuditorFees,
    VerifierFees,
    Other,
}

impl From<Purpose> for GrantPurpose {
    fn from(name: Purpose) -> Self {
        match name {
            Purpose::AuditorFees => Self::AuditorFees,
            Purpose::VerifierFees => Self::VerifierFees,
            Purpose::Other => Self::Other,
        }
    }
}

/// A payment as it stands in a file.
#[derive(Debug, Serialize, Deserialize)]
struct Payment {
    purpose: GrantPurpose,
    owner: Principal,
    subaccount: Option<String>,
    amount_e8s: u64,
    memo: String,
}

impl Payment {
    fn grant(self) -> Result<Grant, String> {
        let account = self.subaccount.as_deref().map(subaccount).transpose()?;
        Ok(Grant {
            purpose: self.purpose,
            to: ledger_account(self.owner, account),
            amount_e8s: self.amount_e8s,
            memo: self.memo,
        })
    }
}

pub(crate) async fn run(args: Args, global: &Global) -> Result<(), CliError> {
    let options = args.governed.clone();
    let grants = match &args.file {
        Some(path) => {
            let payments: Vec<Payment> = read(path)?;
            let grants = payments.into_iter().zip(1..).map(|(payment, number)| {
                let refused = |reason: String| {
                    CliError::file(path, format!("payment {number}: subaccount: {reason}"))
                };
                payment.grant().map_err(refused)
            });
            grants.collect::<Result<_, _>>()?
        }
        None => vec![single(args, global).await?],
    };
    let call = PayFromTreasuryArgs { grants };
    governed::run(&Command::PayFromTreasury(call), &options, global).await
}

/// The payment that the options tell of. They are all given when there is no file.
async fn single(args: Args, global: &Global) -> Result<Grant, CliError> {
    let to = match args.to {
        Some(owner) => ledger_account(owner, args.subaccount),
        None => ledger_account(
            global.audits_id().await?,
            Some(Subaccount::new(TREASURY_SUBACCOUNT)),
        ),
    };
    let missing = || CliError::usage("Usage", "give --amount-e8s, --purpose and --memo");
    Ok(Grant {
        purpose: args.purpose.ok_or_else(missing)?.into(),
        to,
        amount_e8s: args.amount_e8s.ok_or_else(missing)?,
        memo: args.memo.ok_or_else(missing)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::id::Blob;

    fn payment(subaccount: Option<&str>) -> Payment {
        Payment {
            purpose: GrantPurpose::VerifierFees,
            owner: Principal::management_canister(),
            subaccount: subaccount.map(Into::into),
            amount_e8s: 7,
            memo: "m".into(),
        }
    }

    #[test]
    fn should_read_subaccounts_in_hex() {
        let digits = "ab".repeat(32);
        let grant = payment(Some(&digits)).grant().unwrap();
        assert_eq!(grant.to.subaccount, Some(Blob(vec![0xab; 32])));
        assert_eq!(grant.purpose, GrantPurpose::VerifierFees);
        assert_eq!(grant.amount_e8s, 7);
        assert_eq!(payment(None).grant().unwrap().to.subaccount, None);
        for text in ["", "ab", &"ab".repeat(33), &"xy".repeat(32)] {
            assert!(payment(Some(text)).grant().is_err(), "{text}");
        }
    }
}
