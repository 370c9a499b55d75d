//! Cursor paging: start after a key, with a hard cap on what one call returns and looks at.

/// The limit in force: what was asked, at least 1, at most `cap`.
#[must_use]
pub fn limit(asked: Option<u32>, cap: u32) -> usize {
    asked.unwrap_or(cap).clamp(1, cap) as usize
}

/// Takes up to `limit` matching items, looking at no more than `scan`. The second part is
/// the key to go on after, `None` at the end.
pub fn collect<K: Clone, T, R>(
    items: impl Iterator<Item = (K, T)>,
    limit: usize,
    scan: usize,
    mut pick: impl FnMut(&K, T) -> Option<R>,
) -> (Vec<R>, Option<K>) {
    let mut picked = Vec::new();
    let mut last: Option<K> = None;
    for (looked, (key, item)) in items.enumerate() {
        // One item beyond the page tells that there is a next one.
        if picked.len() == limit || looked == scan {
            return (picked, last);
        }
        picked.extend(pick(&key, item));
        last = Some(key);
    }
    (picked, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_clamp_the_limit() {
        assert_eq!(limit(None, 100), 100);
        assert_eq!(limit(Some(0), 100), 1);
        assert_eq!(limit(Some(7), 100), 7);
        assert_eq!(limit(Some(u32::MAX), 100), 100);
    }

    #[test]
    fn should_stop_at_limit_scan_or_end() {
        let items = || (0..10).map(|n| (n, n));
        let even = |_: &i32, n: i32| (n % 2 == 0).then_some(n);
        assert_eq!(collect(items(), 2, 99, even), (vec![0, 2], Some(2)));
        assert_eq!(collect(items(), 9, 4, even), (vec![0, 2], Some(3)));
        assert_eq!(collect(items(), 9, 99, even), (vec![0, 2, 4, 6, 8], None));
        assert_eq!(collect(items(), 10, 10, |_, n| Some(n)).1, None);
    }
}
