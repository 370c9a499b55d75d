//! Accounts of canisters at the ledger to which anyone may send: gifts, and rewards.

use crate::{context::Global, error::CliError, words};
use bonafide_client::{
    LedgerClient,
    ledger::{account_identifier, account_text},
};
use bonafide_types::ledger::{Account, Subaccount, e8s};
use candid::Principal;
use serde::Serialize;

/// Where gifts, or rewards, go.
#[derive(Serialize)]
pub(crate) struct Gifts {
    owner: Principal,
    subaccount: String,
    /// As ICRC-1 writes it.
    text: String,
    /// As the ICP ledger names it.
    identifier: String,
    /// One node's word; null when the ledger did not tell.
    balance_e8s: Option<u64>,
}

impl Gifts {
    /// The account `subaccount` of the canister `owner`, and what waits there.
    pub(crate) async fn at(
        owner: Principal,
        subaccount: [u8; 32],
        ledger: Principal,
        global: &Global,
    ) -> Result<Self, CliError> {
        let subaccount = Subaccount::new(subaccount);
        let ledger = LedgerClient::new(global.runtime().await?, ledger);
        let account = Account {
            owner,
            subaccount: Some(subaccount),
        };
        let balance = ledger.balance(&account).await;
        Ok(Self {
            owner,
            subaccount: hex::encode(subaccount.as_slice()),
            text: account_text(owner, &subaccount),
            identifier: account_identifier(owner, &subaccount),
            balance_e8s: balance.ok().as_ref().and_then(e8s),
        })
    }

    /// Fields for people, of an account that takes gifts.
    pub(crate) fn human(&self) -> [(&'static str, String); 3] {
        self.described("account for gifts")
    }

    /// The same, of an account with another name.
    pub(crate) fn described(&self, name: &'static str) -> [(&'static str, String); 3] {
        let waiting = self
            .balance_e8s
            .map_or_else(|| "the ledger did not tell".into(), words::e8s);
        [
            (name, self.text.clone()),
            ("its identifier", self.identifier.clone()),
            ("waits there", waiting),
        ]
    }
}
