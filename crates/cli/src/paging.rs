//! Lists that come page by page.

use crate::error::CliError;

/// All records, or the first `limit`: `page` is asked for what comes after a key until it
/// names no next one, or the same again.
pub(crate) async fn all<T, K: Clone + PartialEq>(
    limit: Option<usize>,
    mut page: impl AsyncFnMut(Option<K>) -> Result<(Vec<T>, Option<K>), CliError>,
) -> Result<Vec<T>, CliError> {
    let limit = limit.unwrap_or(usize::MAX);
    let mut records = Vec::new();
    let mut after = None;
    loop {
        let (some, next) = page(after.clone()).await?;
        records.extend(some);
        if next.is_none() || next == after || records.len() >= limit {
            records.truncate(limit);
            return Ok(records);
        }
        after = next;
    }
}
