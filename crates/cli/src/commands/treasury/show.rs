use crate::{answer::SavedAnswer, context::Global, error::CliError, output::fields, words};
use bonafide_client::{
    AgentRuntime, AuditsClient, LedgerClient,
    ledger::{account_identifier, account_text},
};
use bonafide_types::{
    audits::{Books, TREASURY_SUBACCOUNT},
    id::Caller,
    ledger::{Account, Subaccount, e8s},
};
use candid::Principal;
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

/// Where gifts go.
#[derive(Serialize)]
struct Gifts {
    owner: Principal,
    subaccount: String,
    /// As ICRC-1 writes it.
    text: String,
    /// As the ICP ledger names it.
    identifier: String,
    /// One node's word; null when the ledger did not tell.
    balance_e8s: Option<u64>,
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
        account: gifts(&audits, ledger.0, global).await?,
        answer: args
            .proof
            .then(|| SavedAnswer::new(audits.canister(), &proven.answer)),
    };
    global.output().result(&shown, human)
}

async fn gifts(
    audits: &AuditsClient<AgentRuntime>,
    ledger: Principal,
    global: &Global,
) -> Result<Gifts, CliError> {
    let (owner, subaccount) = (audits.canister(), Subaccount::new(TREASURY_SUBACCOUNT));
    let ledger = LedgerClient::new(global.runtime().await?, ledger);
    let account = Account {
        owner,
        subaccount: Some(subaccount),
    };
    let balance = ledger.balance(&account).await;
    Ok(Gifts {
        owner,
        subaccount: hex::encode(subaccount.as_slice()),
        text: account_text(owner, &subaccount),
        identifier: account_identifier(owner, &subaccount),
        balance_e8s: balance.ok().as_ref().and_then(e8s),
    })
}

fn human(shown: &Shown) -> String {
    let (books, account) = (&shown.books, &shown.account);
    let waiting = account
        .balance_e8s
        .map_or_else(|| "the ledger did not tell".into(), words::e8s);
    fields(&[
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
        ("account for gifts", account.text.clone()),
        ("its identifier", account.identifier.clone()),
        ("waits there", waiting),
    ])
}
