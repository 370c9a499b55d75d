//! Periods, their days and their statements agree.

use super::{hold, same_length};
use crate::state::{State, engine_number, key};
use bonafide_types::rewards::{Period, PeriodState, PeriodTotals, Statement};
use ic_stable_structures::Memory;

pub(super) fn check<M: Memory>(state: &State<M>) -> Result<(), String> {
    let (mut open, mut days, mut statements) = (0, 0, 0);
    for (_, period) in state.periods.after(None) {
        let is_open = matches!(
            period.state,
            PeriodState::AwaitingInputs { .. } | PeriodState::Computing { .. }
        );
        let id = period.id;
        hold(is_open == state.open_periods.contains_key(&id), || {
            format!("period {id} and the index of open ones differ")
        })?;
        open += u64::from(is_open);
        if !matches!(period.state, PeriodState::Cancelled { .. }) {
            days += covered(state, &period)?;
        }
        statements += closed(state, &period)?;
    }
    same_length("open_periods", state.open_periods.len(), open)?;
    same_length("days", state.days.len(), days)?;
    same_length("statements", state.statements.len(), statements)?;
    let by_provider = state.statements_by_provider.len();
    same_length("statements_by_provider", by_provider, statements)
}

/// Counts the days of a period, which must be its own.
fn covered<M: Memory>(state: &State<M>, period: &Period) -> Result<u64, String> {
    let engine = engine_number(period.engine);
    let mut days = 0;
    for day in period.from_day..=period.to_day {
        let of = state.days.get(&(engine, day));
        hold(of == Some(period.id), || {
            format!("day {day} of period {} belongs to {of:?}", period.id)
        })?;
        days += 1;
    }
    Ok(days)
}

/// Counts the statements of a period: there are some only once it is closed, and then its sums
/// are theirs.
fn closed<M: Memory>(state: &State<M>, period: &Period) -> Result<u64, String> {
    let prefix = key(period.id);
    let rows = state.statements.after(Some(&prefix));
    let rows = rows.take_while(|(row, _)| row.starts_with(&prefix));
    let mut count = 0;
    let mut found = PeriodTotals::default();
    for (_, row) in rows {
        statement(state, period, &row)?;
        count += 1;
        found.providers += 1;
        match row.amounts {
            Some(amounts) => {
                found.gross_e8s += amounts.gross_e8s;
                found.kept_e8s += amounts.kept_e8s;
                found.gross_xdr_permyriad += amounts.gross_xdr_permyriad;
                found.kept_xdr_permyriad += amounts.kept_xdr_permyriad;
            }
            None => found.faulty += 1,
        }
    }
    let is_closed = matches!(period.state, PeriodState::Closed { .. });
    hold(is_closed || count == 0, || {
        format!("period {} has {count} statements and is open", period.id)
    })?;
    let complete = period.totals.is_some() && period.input_hash.is_some();
    hold(complete == is_closed, || {
        format!("period {} has no sums or no hash", period.id)
    })?;
    if let Some(said) = period.totals {
        // Alerts are not counted by statements.
        found.alerts = said.alerts;
        hold(found == said, || {
            format!(
                "sums of period {}: {found:?} by statements, {said:?} in it",
                period.id
            )
        })?;
    }
    Ok(count)
}

fn statement<M: Memory>(
    state: &State<M>,
    period: &Period,
    statement: &Statement,
) -> Result<(), String> {
    let Statement {
        provider, amounts, ..
    } = statement;
    let same = statement.period_id == period.id
        && Some(statement.input_hash) == period.input_hash
        && statement.engine == period.engine;
    hold(same, || format!("{statement:?} is not of {period:?}"))?;
    let owner = provider.as_slice();
    let listed = state
        .statements_by_provider
        .contains(owner, &key(period.id));
    hold(listed, || {
        format!("{statement:?} is not among its provider's")
    })?;
    let less = amounts.is_none_or(|amounts| {
        amounts.kept_e8s <= amounts.gross_e8s
            && amounts.kept_xdr_permyriad <= amounts.gross_xdr_permyriad
    });
    hold(less, || format!("{statement:?} keeps more than all"))?;
    let bps = statement.penalties.iter().map(|row| u64::from(row.bps));
    hold(bps.sum::<u64>() <= 10_000, || {
        format!("{statement:?} loses more than all")
    })
}
