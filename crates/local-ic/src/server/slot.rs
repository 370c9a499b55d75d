//! One instance behind its lock, and the clock that drives it when it is live.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::{Notify, watch};
use tokio::task::{JoinHandle, spawn_blocking};

use super::error::ApiError;
use crate::engine::Instance;

/// Rounds that one pass of the clock executes at most before it lets others in.
const ROUNDS_PER_PASS: u32 = 20;

/// The pause between two passes of the clock when nobody waits.
const PAUSE: Duration = Duration::from_millis(50);

/// An instance and who drives it.
#[derive(Debug)]
pub(super) struct Slot {
    instance: Mutex<Instance>,
    validates_ingress: bool,
    clock: Mutex<Option<JoinHandle<()>>>,
    /// Wakes the clock before its pause ends.
    wake: Notify,
    /// Counts passes of the clock, for those who wait for an answer.
    passes: watch::Sender<u64>,
}

impl Slot {
    /// An instance that stands still. Unless `validates_ingress`, signatures and expiries of
    /// requests are not checked.
    pub(super) fn new(instance: Instance, validates_ingress: bool) -> Arc<Self> {
        Arc::new(Self {
            instance: Mutex::new(instance),
            validates_ingress,
            clock: Mutex::default(),
            wake: Notify::new(),
            passes: watch::Sender::new(0),
        })
    }

    pub(super) fn validates_ingress(&self) -> bool {
        self.validates_ingress
    }

    /// Runs `work` on the instance, alone, on a thread that may block.
    pub(super) async fn with<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&mut Instance) -> T + Send + 'static,
    ) -> Result<T, ApiError> {
        let slot = Arc::clone(self);
        let task = spawn_blocking(move || match slot.instance.lock() {
            Ok(mut instance) => Ok(work(&mut instance)),
            Err(_) => Err(ApiError::Failed("an earlier request panicked".to_owned())),
        });
        task.await
            .unwrap_or_else(|error| Err(ApiError::Failed(error.to_string())))
    }

    /// Lets real time pass: sets the time and executes rounds until [`Self::stop`]. Returns after
    /// the first pass. `delay` replaces the pause between passes.
    pub(super) async fn start(self: &Arc<Self>, delay: Option<Duration>) -> Result<(), ApiError> {
        self.pass().await?;
        let slot = Arc::downgrade(self);
        let clock = tokio::spawn(async move {
            loop {
                let Some(slot) = slot.upgrade() else { return };
                tokio::select! {
                    () = tokio::time::sleep(delay.unwrap_or(PAUSE)) => {}
                    () = slot.wake.notified(), if delay.is_none() => {}
                }
                if slot.pass().await.is_err() {
                    return;
                }
            }
        });
        self.replace_clock(Some(clock));
        Ok(())
    }

    /// Stops real time.
    pub(super) fn stop(&self) {
        self.replace_clock(None);
    }

    /// Whether real time passes.
    pub(super) fn is_live(&self) -> bool {
        let clock = self.clock.lock().unwrap_or_else(PoisonError::into_inner);
        clock.as_ref().is_some_and(|task| !task.is_finished())
    }

    /// Asks the clock for a pass now.
    pub(super) fn wake(&self) {
        self.wake.notify_one();
    }

    /// Changes after each pass of the clock.
    pub(super) fn passes(&self) -> watch::Receiver<u64> {
        self.passes.subscribe()
    }

    async fn pass(self: &Arc<Self>) -> Result<(), ApiError> {
        self.with(|instance| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH);
            let now_ns = now.ok().and_then(|now| u64::try_from(now.as_nanos()).ok());
            // An instance whose time was set ahead of the real one waits for it.
            if let Some(now_ns) = now_ns.filter(|now| *now > instance.time_ns()) {
                instance.set_time_ns(now_ns)?;
            }
            for _ in 0..ROUNDS_PER_PASS {
                instance.tick();
                if instance.is_idle() {
                    break;
                }
            }
            Ok::<_, ApiError>(())
        })
        .await??;
        self.passes.send_modify(|passes| *passes += 1);
        Ok(())
    }

    fn replace_clock(&self, next: Option<JoinHandle<()>>) {
        let mut clock = self.clock.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(previous) = std::mem::replace(&mut *clock, next) {
            previous.abort();
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.stop();
    }
}
