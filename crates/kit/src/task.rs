//! Periodic work.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::Duration;

thread_local! {
    static RUNNING: RefCell<BTreeSet<&'static str>> = const { RefCell::new(BTreeSet::new()) };
}

/// Held while a task runs; a second run of the same task finds it taken. Dropped, also when
/// a callback traps, it frees the task.
#[derive(Debug)]
pub struct TaskGuard(&'static str);

impl TaskGuard {
    /// Takes the task, unless it runs already.
    #[must_use]
    pub fn acquire(name: &'static str) -> Option<Self> {
        // Lazily: a guard made and dropped here would free the task that runs.
        RUNNING
            .with_borrow_mut(|running| running.insert(name))
            .then(|| Self(name))
    }
}

impl Drop for TaskGuard {
    fn drop(&mut self) {
        RUNNING.with_borrow_mut(|running| running.remove(self.0));
    }
}

/// Runs `work` every `period` from now on. Timers do not survive an upgrade: call this in
/// `init` and in `post_upgrade`. A tick may come twice, so the work is idempotent.
pub fn every(name: &'static str, period: Duration, work: fn()) {
    ic_cdk_timers::set_timer_interval(period, move || async move {
        if let Some(_guard) = TaskGuard::acquire(name) {
            work();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn should_not_overlap_and_free_on_drop() {
        let first = TaskGuard::acquire("a");
        assert!(first.is_some());
        for _ in 0..2 {
            assert!(TaskGuard::acquire("a").is_none());
        }
        assert!(TaskGuard::acquire("b").is_some());
        drop(first);
        assert!(TaskGuard::acquire("a").is_some());
    }
}
