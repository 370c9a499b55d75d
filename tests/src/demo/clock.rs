//! The network's clock. It runs some days behind this machine's, so that the story can let
//! a month pass and the network still ends up in the present.

use super::{Context, Failure};
use pocket_ic::{PocketIc, Time};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, SystemTime};

/// Pause between two rounds.
const BEAT: Duration = Duration::from_millis(5);

/// Drives a network's rounds and its time, from a thread of its own.
pub(super) struct Clock {
    behind_days: Arc<Mutex<u64>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// The time `days` days ago.
pub(super) fn ago(days: u64) -> Time {
    (SystemTime::now() - Duration::from_hours(24 * days)).into()
}

fn round(pic: &PocketIc, behind_days: u64) {
    pic.set_time(ago(behind_days));
    pic.tick();
}

impl Clock {
    /// Starts to drive `pic`, whose time is `behind_days` before now.
    pub(super) fn start(pic: PocketIc, behind_days: u64) -> Self {
        let behind = Arc::new(Mutex::new(behind_days));
        let stop = Arc::new(AtomicBool::new(false));
        let thread = spawn({
            let (behind, stop) = (Arc::clone(&behind), Arc::clone(&stop));
            move || {
                while !stop.load(Ordering::Relaxed) {
                    let held = behind.lock().unwrap_or_else(PoisonError::into_inner);
                    round(&pic, *held);
                    drop(held);
                    sleep(BEAT);
                }
            }
        });
        Self {
            behind_days: behind,
            stop,
            thread: Some(thread),
        }
    }

    /// How many days the network is behind.
    pub(super) fn behind_days(&self) -> u64 {
        *self
            .behind_days
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets days pass on the network, and the timers that are due run.
    pub(super) fn pass_days(&self, pic: &PocketIc, days: u64) -> Result<(), Failure> {
        let mut held = self
            .behind_days
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *held = held
            .checked_sub(days)
            .when("the network would be ahead of the present")?;
        for _ in 0..10 {
            round(pic, *held);
        }
        Ok(())
    }

    /// Stops to drive the network.
    pub(super) fn stop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // A round that failed has said so already; the network is stopped either way.
            let _ = thread.join();
        }
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        self.stop();
    }
}
