use crate::{
    answer::SavedAnswer,
    arguments::rewards::provider_or_caller,
    commands::treasury::gifts::Gifts,
    context::Global,
    error::{CliError, Exit},
    output::{fields, instant, or_empty},
    words::{e8s, rewards as words},
};
use bonafide_rewards::domain::account::escrow_subaccount;
use bonafide_types::{
    id::ProviderId,
    rewards::{EscrowAccount, EscrowView, LedgerAccount},
};
use candid::Principal;
use serde::Serialize;

/// Show what a provider has here, with proof, and where its rewards have to be sent to come into
/// escrow. That account is computed on this machine from the canister's and the provider's ids; it
/// takes rewards over only once the provider joined.
///
/// How much is in lots, and which cases are open, is one node's word; `escrow lots` and
/// `case list` tell more.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide escrow show 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe\n  bonafide --identity provider.pem escrow show"
)]
pub(crate) struct Args {
    /// The provider; else the caller.
    provider: Option<Principal>,
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    provider: ProviderId,
    account: Option<EscrowAccount>,
    deposit_account: Gifts,
    /// One node's word.
    in_escrow: InEscrow,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

#[derive(Serialize)]
struct InEscrow {
    held_e8s: u64,
    locked_e8s: u64,
    next_release_ns: Option<u64>,
    open_cases: Vec<u64>,
}

impl From<EscrowView> for InEscrow {
    fn from(view: EscrowView) -> Self {
        Self {
            held_e8s: view.held_e8s,
            locked_e8s: view.locked_e8s,
            next_release_ns: view.next_release_ns,
            open_cases: view.open_cases,
        }
    }
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    let provider = provider_or_caller(args.provider, &rewards)?;
    let (account, proven) = rewards.account_certified(provider).await?;
    let canister = rewards.canister();
    let ledger = rewards.config_certified().await?.ledger;
    let subaccount = escrow_subaccount(provider);
    let deposit_account = Gifts::at(canister, subaccount, ledger.0, global).await?;
    let view = rewards.escrow(provider).await?;
    same_account(&view.deposit_account, canister, subaccount)?;
    let shown = Shown {
        certified: true,
        provider,
        account,
        deposit_account,
        in_escrow: view.into(),
        answer: args
            .proof
            .then(|| SavedAnswer::new(canister, &proven.answer)),
    };
    global.output().result(&shown, human)
}

/// A node that names another account is not to be believed in anything.
fn same_account(
    told: &LedgerAccount,
    owner: Principal,
    subaccount: [u8; 32],
) -> Result<(), CliError> {
    let bytes = told.subaccount.as_ref().map(|bytes| bytes.0.as_slice());
    if told.owner.0 == owner && bytes == Some(&subaccount[..]) {
        return Ok(());
    }
    let message = "the canister names another account than the one that follows from the ids";
    Err(CliError::new(Exit::Unverified, "OtherAccount", message)
        .with("told", words::ledger_account(told)))
}

fn human(shown: &Shown) -> String {
    let InEscrow {
        held_e8s,
        locked_e8s,
        next_release_ns,
        open_cases,
    } = &shown.in_escrow;
    let mut lines = vec![("provider", shown.provider.to_string())];
    match &shown.account {
        None => lines.push(("in escrow", "no, and nothing is here: proven".into())),
        Some(account) => lines.extend(words::account(account)),
    }
    let cases: Vec<_> = open_cases.iter().map(ToString::to_string).collect();
    lines.extend([
        ("in lots", e8s(*held_e8s)),
        ("of that locked by cases", e8s(*locked_e8s)),
        ("next release", or_empty(next_release_ns.map(instant))),
        ("open cases", cases.join(" ")),
    ]);
    lines.extend(shown.deposit_account.described("rewards are sent to"));
    lines.push(("proof", "what is not in lots is certified".into()));
    fields(&lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bonafide_types::id::{Blob, Caller};

    #[test]
    fn should_believe_no_other_account() {
        let owner = Principal::management_canister();
        let told = |owner, subaccount: Option<Vec<u8>>| LedgerAccount {
            owner: Caller(owner),
            subaccount: subaccount.map(Blob),
        };
        let own = told(owner, Some(vec![7; 32]));
        assert!(same_account(&own, owner, [7; 32]).is_ok());
        for other in [
            told(owner, None),
            told(owner, Some(vec![8; 32])),
            told(owner, Some(vec![7; 31])),
            told(Principal::anonymous(), Some(vec![7; 32])),
        ] {
            let refused = same_account(&other, owner, [7; 32]).unwrap_err();
            assert_eq!(
                (refused.exit, &*refused.kind),
                (Exit::Unverified, "OtherAccount")
            );
        }
    }
}
