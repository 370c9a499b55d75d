//! What a transfer costs.

use crate::live;
use crate::state::{Event, State};
use crate::tasks::own;
use bonafide_kit::call::ask;
use bonafide_kit::commit;
use bonafide_types::ledger::e8s;
use candid::Nat;

/// Asks the ledger for its fee, and writes it down when it is another one. Without an answer
/// the last one stays: a transfer that offers it is refused, and the refusal tells the fee.
pub async fn learn_ledger_fee() {
    let ctx = own();
    let ledger = live::read(State::settings).ledger.0;
    let Ok(fee) = ask::<Nat>(ledger, "icrc1_fee").await else {
        return;
    };
    let Some(fee_e8s) = e8s(&fee) else {
        return;
    };
    let ctx = ctx.later();
    live::change(|state| {
        if fee_e8s != state.settings().ledger_fee_e8s {
            commit(state, &ctx, [Event::LedgerFeeLearned { fee_e8s }]);
        }
    });
}
