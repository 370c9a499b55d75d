use super::gifts::Gifts;
use crate::{answer::SavedAnswer, context::Global, error::CliError, output::fields, words};
use bonafide_types::{
    audits::{Books, TREASURY_SUBACCOUNT},
    id::Caller,
};
use serde::Serialize;

/// Show the books, with proof: all money that ever came in, and where it is. And the account at
/// the ledger that takes gifts to the treasury, with what waits there to be collected.
///
/// Anyone may send to that account; `treasury collect` takes it over. What is sent to any other
/// account of the canister is not booked.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: bonafide treasury show")]
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
    let audits = global.audits().await?;
    let ledger = audits.config_certified().await?.ledger;
    let (books, proven) = audits.books_certified().await?;
    let shown = Shown {
        certified: true,
        // Before anything came in there may be no row.
        books: books.unwrap_or_default(),
        ledger,
        account: Gifts::at(audits.canister(), TREASURY_SUBACCOUNT, ledger.0, global).await?,
        answer: args
            .proof
            .then(|| SavedAnswer::new(audits.canister(), &proven.answer)),
    };
    global.output().result(&shown, human)
}

fn human(shown: &Shown) -> String {
    let books = &shown.books;
    let mut lines: Vec<(&str, String)> = vec![
        ("came in", words::e8s(books.deposited_e8s)),
        ("stakes", words::e8s(books.stakes_e8s)),
        ("treasury, free", words::e8s(books.free_e8s)),
        ("treasury, reserved", words::e8s(books.reserved_e8s)),
        ("on its way out", words::e8s(books.sending_e8s)),
        ("paid for reports", words::e8s(books.paid_e8s)),
        ("stake given back", words::e8s(books.returned_e8s)),
        ("owed to accounts", words::e8s(books.owed_e8s)),
        ("proof", "certified by the network".into()),
        ("ledger", shown.ledger.to_string()),
    ];
    lines.extend(shown.account.human());
    fields(&lines)
}
