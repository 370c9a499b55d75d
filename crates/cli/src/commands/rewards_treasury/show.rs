use crate::{
    answer::SavedAnswer, commands::treasury::gifts::Gifts, context::Global, error::CliError,
    output::fields, words,
};
use bonafide_types::{
    id::Caller,
    rewards::{Books, TREASURY_SUBACCOUNT},
};
use serde::Serialize;

/// Show the books of the rewards canister, with proof: all money that ever came in, and where it
/// is. And the account at the ledger that takes gifts to the treasury, with what waits there to be
/// collected.
///
/// Anyone may send to that account; `rewards-treasury collect` takes it over. Rewards go to the
/// accounts that `escrow show` prints.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide rewards-treasury show")]
pub(crate) struct Args {
    /// Keep the certified answer in the JSON, for `bonafide verify answer`.
    #[arg(long)]
    proof: bool,
}

#[derive(Serialize)]
struct Shown {
    certified: bool,
    books: Books,
    ledger: Caller,
    account: Gifts,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SavedAnswer>,
}

pub(crate) async fn run(args: &Args, global: &Global) -> Result<(), CliError> {
    let rewards = global.rewards().await?;
    let ledger = rewards.config_certified().await?.ledger;
    let (books, proven) = rewards.books_certified().await?;
    let shown = Shown {
        certified: true,
        // Before anything came in there may be no row.
        books: books.unwrap_or_default(),
        ledger,
        account: Gifts::at(rewards.canister(), TREASURY_SUBACCOUNT, ledger.0, global).await?,
        answer: args
            .proof
            .then(|| SavedAnswer::new(rewards.canister(), &proven.answer)),
    };
    global.output().result(&shown, human)
}

fn human(shown: &Shown) -> String {
    let Books {
        deposited_e8s,
        escrow_e8s,
        releasable_e8s,
        bonds_e8s,
        treasury_e8s,
        sending_e8s,
        released_e8s,
        returned_e8s,
        paid_e8s,
        taken_e8s,
        refunded_e8s,
    } = shown.books;
    let lines = [
        ("came in", deposited_e8s),
        ("in escrow", escrow_e8s),
        ("released, not sent yet", releasable_e8s),
        ("bonds", bonds_e8s),
        ("treasury", treasury_e8s),
        ("on its way out", sending_e8s),
        ("rewards sent to providers", released_e8s),
        ("bonds given back", returned_e8s),
        ("paid by the treasury", paid_e8s),
        ("taken by cases, ever", taken_e8s),
        ("of that refunded", refunded_e8s),
    ];
    let mut lines: Vec<_> = lines
        .map(|(name, amount_e8s)| (name, words::e8s(amount_e8s)))
        .into();
    lines.push(("proof", "certified by the network".into()));
    lines.push(("ledger", shown.ledger.to_string()));
    lines.extend(shown.account.human());
    fields(&lines)
}
