use crate::{
    answer::SavedAnswer,
    context::Global,
    error::CliError,
    output::{fields, instant},
    words,
};
use bonafide_types::{
    audits::{Auditor, StakeAccount, table as tables},
    certified::RowKey,
    id::AuditorId,
};
use candid::Principal;
use serde::Serialize;
use serde_bytes::ByteBuf;

/// Show one auditor and its stake with proof, or the proof that there is none. Stake belongs to
/// a principal, which need not be an auditor.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  bonafide auditor show 2wxzd-qrbrs-ailta-kdtyb-ucg35-xcxd4-txevb-ot7hx-wiyus-szcca-nqe\n  bonafide --identity auditor.pem auditor show"
)]
pub(crate) struct Args {
    /// The auditor; else the caller.
    auditor: Option<Principal>,
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    id: AuditorId,
    auditor: Option<Auditor>,
    account: Option<StakeAccount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let audits = global.audits().await?;
    let id = match args.auditor {
        Some(auditor) => AuditorId(auditor),
        None => AuditorId(audits.runtime().principal()?),
    };
    let keys = [tables::AUDITOR, tables::ACCOUNT].map(|table| RowKey {
        table: table.into(),
        key: ByteBuf::from(id.as_slice()),
    });
    let proven = audits.rows_certified(&keys).await?;
    let [auditor, account] = proven.rows.as_slice() else {
        unreachable!("BUG: an answer about two keys has two rows")
    };
    let shown = Shown {
        certified: true,
        id,
        auditor: auditor.record()?,
        account: account.record()?,
        answer: args
            .proof
            .then(|| SavedAnswer::new(audits.canister(), &proven.answer)),
    };
    global.output().result(&shown, human)
}

fn human(shown: &Shown) -> String {
    let mut text = match &shown.auditor {
        None => format!("no such auditor, proven: {}", shown.id),
        Some(auditor) => described(auditor),
    };
    match &shown.account {
        None => text += "\nno stake",
        Some(account) => text += &format!("\n{}", fields(&words::account(account))),
    }
    if let Some(auditor) = &shown.auditor {
        for change in &auditor.history {
            text += &format!(
                "\n  {}  {:?}: {}",
                instant(change.at_ns),
                change.status,
                change.reason
            );
        }
    }
    text
}

fn described(auditor: &Auditor) -> String {
    let conflicts = &auditor.conflicts;
    let ties: Vec<_> = conflicts
        .providers
        .iter()
        .map(|tie| format!("{} ({})", tie.provider, words::tie(tie.kind)))
        .collect();
    let verifiers: Vec<_> = conflicts
        .verifiers
        .iter()
        .map(ToString::to_string)
        .collect();
    fields(&[
        ("auditor", auditor.id.to_string()),
        ("name", auditor.name.clone()),
        ("owner", auditor.owner.clone()),
        ("standing", format!("{:?}", auditor.status())),
        ("reports", auditor.reports.to_string()),
        ("reported nothing", auditor.vanished.to_string()),
        ("tied to providers", ties.join(", ")),
        ("tied to owners", conflicts.dc_owners.join(", ")),
        ("tied to verifiers", verifiers.join(" ")),
        ("proof", "certified by the network".into()),
    ])
}
