//! Statements, and the days behind them.

use super::SCAN;
use crate::domain::period as course;
use crate::state::{State, key, number, statement_key};
use bonafide_kit::page;
use bonafide_policy::rewards::id::Id;
use bonafide_policy::rewards::{facts, tally, v1};
use bonafide_types::id::Blob;
use bonafide_types::limits::PAGE_RECORDS;
use bonafide_types::rewards::{
    GetStatementDayArgs, ListStatementsArgs, Statement, StatementDay, StatementPage,
};
use ic_stable_structures::Memory;

/// Bytes of the period's number, with which a statement's key begins.
const PERIOD_BYTES: usize = 8;

/// Statements of a period, of a provider, or the one of both, in the order of their certified
/// keys. Nothing when neither is named. `after` and `next` are such keys.
pub fn list_statements<M: Memory>(state: &State<M>, args: &ListStatementsArgs) -> StatementPage {
    let ListStatementsArgs {
        period_id,
        provider,
        after,
        limit,
    } = args;
    let after = after.as_ref().map(|Blob(after)| after.as_slice());
    let limit = page::limit(*limit, PAGE_RECORDS);
    let rows: Box<dyn Iterator<Item = (Vec<u8>, Statement)> + '_> = match (*period_id, *provider) {
        (Some(period_id), Some(provider)) => {
            let key = statement_key(period_id, provider);
            let beyond = after.is_none_or(|after| after < key.as_slice());
            let statement = state.statement(period_id, provider).filter(|_| beyond);
            Box::new(statement.map(|row| (key, row)).into_iter())
        }
        (Some(period_id), None) => {
            let first = key(period_id);
            // Every key of the period is longer than its beginning, and so above it.
            let from = after.map_or(&first[..], |after| after.max(&first));
            let rows = state.statements.after(Some(from));
            Box::new(rows.take_while(move |(key, _)| key.starts_with(&first)))
        }
        (None, Some(provider)) => {
            let after = after.map(|after| &after[..after.len().min(PERIOD_BYTES)]);
            let periods = state
                .statements_by_provider
                .members(provider.as_slice(), after);
            Box::new(periods.filter_map(move |id| {
                let period_id = number(&id);
                let statement = state.statement(period_id, provider)?;
                Some((statement_key(period_id, provider), statement))
            }))
        }
        (None, None) => Box::new(std::iter::empty()),
    };
    let (statements, next) = page::collect(rows, limit, SCAN, |_, row| Some(row));
    StatementPage {
        statements,
        next: next.map(Blob),
    }
}

/// A provider's day in a period of engine v1, computed again from the facts that are here; none
/// when it had no nodes on it, or when its records are broken.
pub fn get_statement_day<M: Memory>(
    state: &State<M>,
    args: &GetStatementDayArgs,
) -> Option<StatementDay> {
    let GetStatementDayArgs {
        period_id,
        provider,
        day,
    } = *args;
    let period = state.period(period_id)?;
    let slice = course::slice_of(&period, day)?;
    let facts = facts::of_day(&state.day_facts(&period, slice)?);
    let table = facts::table(&state.table_of_slice(&period, slice));
    let computed = v1::day(&facts, &table).ok()?;
    let found = computed.providers.get(&Id::from(provider.0))?;
    Some(tally::lines(found.day.as_ref()?))
}

#[cfg(test)]
mod tests;
