//! Periodic work: writing down that declarations lapsed, applying policies, and looking for
//! better members of subnets ([`sweep`]).
//!
//! A policy set for later is in force from its date on; this task computes the clusters with
//! it, within [`POLICY_PERIOD`].
//!
//! Whether a declaration lapsed follows from the texts and the time alone, and commands ask
//! that rule. This task makes it visible to readers of rows and of the log. It walks the
//! acceptances in stretches, and only when a grace may have ended since its last full walk.

pub mod sweep;

use crate::commands::clusters::{Change, clusters_after};
use crate::live::{self, Live};
use crate::queries::declarations::standing;
use crate::state::{Event, State};
use bonafide_kit::{Ctx, commit, page, task};
use bonafide_types::limits::{DAY_NS, MAJOR_GRACE_DAYS, MINOR_GRACE_DAYS};
use bonafide_types::registry::{Acceptance, DeclarationStatus};
use ic_stable_structures::Memory;
use std::cell::RefCell;
use std::time::Duration;

/// How often the task runs. Between walks a run only compares dates of the texts.
pub const PERIOD: Duration = Duration::from_secs(600);
/// How often it is asked whether another policy is in force than the clusters were computed
/// with.
pub const POLICY_PERIOD: Duration = Duration::from_secs(60);
/// Acceptances one run looks at.
pub const STRETCH: usize = 5_000;

thread_local! {
    static WALK: RefCell<Walk> = RefCell::new(Walk::default());
}

/// How far the walk is. On the heap: after an upgrade it starts afresh, and what is written
/// down already is passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walk {
    /// Graces that ended up to here are written down. Nanoseconds since the epoch.
    done_until_ns: u64,
    /// The walk under way, if any.
    under_way: Option<UnderWay>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct UnderWay {
    /// When it began: graces that end later are for the next walk. Nanoseconds since the epoch.
    began_ns: u64,
    /// Go on after this provider.
    after: Option<Vec<u8>>,
}

/// Arms the timers; they do not survive an upgrade.
pub fn start() {
    task::every("mark_lapsed", PERIOD, || {
        run(|state, now_ns| WALK.with_borrow_mut(|walk| walk_on(state, walk, STRETCH, now_ns)));
    });
    task::every("apply_policy", POLICY_PERIOD, || run(apply_policy));
    task::every("sweep", sweep::PERIOD, sweep::step);
}

/// Commits what a task finds. Timers run as the canister itself.
fn run(task: impl FnOnce(&Live, u64) -> Vec<Event>) {
    let ctx = Ctx::capture();
    let ctx = Ctx {
        caller: ctx.self_id,
        ..ctx
    };
    let events = live::read(|state| task(state, ctx.now_ns));
    if !events.is_empty() {
        live::change(|state| commit(state, &ctx, events));
    }
}

/// Computes the clusters with the policy in force, unless they were already.
pub fn apply_policy<M: Memory>(state: &State<M>, now_ns: u64) -> Vec<Event> {
    if state.policy(now_ns).version == *state.cluster_policy.get() {
        return Vec::new();
    }
    clusters_after(state, Change::Time, now_ns)
        .into_iter()
        .collect()
}

/// Looks at the next stretch of acceptances, if there is anything to look for.
pub fn walk_on<M: Memory>(
    state: &State<M>,
    walk: &mut Walk,
    stretch: usize,
    now_ns: u64,
) -> Vec<Event> {
    let UnderWay { began_ns, after } = match walk.under_way.take() {
        Some(under_way) => under_way,
        None if grace_ended(state, walk.done_until_ns, now_ns) => UnderWay {
            began_ns: now_ns,
            after: None,
        },
        None => return Vec::new(),
    };
    let (events, next) = page::collect(
        state.acceptances.after(after.as_deref()),
        usize::MAX,
        stretch,
        |_, acceptance| lapse(state, &acceptance, now_ns),
    );
    match next {
        Some(key) => {
            walk.under_way = Some(UnderWay {
                began_ns,
                after: Some(key),
            });
        }
        None => walk.done_until_ns = began_ns,
    }
    events
}

/// Whether the grace for any text may have ended after `since_ns` and up to `now_ns`. An
/// acceptance is of a text then current, so it can only lapse at such a moment.
fn grace_ended<M: Memory>(state: &State<M>, since_ns: u64, now_ns: u64) -> bool {
    state.texts_by_language.values().flatten().any(|text| {
        [MAJOR_GRACE_DAYS, MINOR_GRACE_DAYS]
            .map(|days| text.effective_from_ns.saturating_add(days * DAY_NS))
            .into_iter()
            .any(|end| since_ns < end && end <= now_ns)
    })
}

fn lapse<M: Memory>(state: &State<M>, acceptance: &Acceptance, now_ns: u64) -> Option<Event> {
    if acceptance.lapsed_at_ns.is_some() {
        return None;
    }
    match standing(state, Some(acceptance), now_ns) {
        DeclarationStatus::Lapsed { since_ns } => Some(Event::DeclarationLapsed {
            provider: acceptance.provider,
            lapsed_at_ns: since_ns,
        }),
        DeclarationStatus::NotAccepted
        | DeclarationStatus::Current
        | DeclarationStatus::Due { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::testing::{World, provider_id, version};

    fn step(world: &mut World, walk: &mut Walk) -> usize {
        let events = walk_on(&world.state, walk, 2, world.now_ns);
        let found = events.len();
        for event in events {
            world.record(event);
        }
        found
    }

    #[test]
    fn should_mark_each_lapse_once_and_in_stretches() {
        let mut world = World::new();
        world.publish("en", version(1, 0, 0), "one");
        for n in 1..=5 {
            world.register_provider(n);
            world.accept(n, "en");
        }
        let mut walk = Walk::default();
        assert_eq!(step(&mut world, &mut walk), 0);
        world.publish("en", version(2, 0, 0), "two");
        world.accept(3, "en");
        let lapsed_at_ns = world.now_ns + 30 * DAY_NS;
        world.now_ns = lapsed_at_ns - 1;
        assert_eq!(step(&mut world, &mut walk), 0);
        world.now_ns += 1_000;
        let found: Vec<_> = (0..4).map(|_| step(&mut world, &mut walk)).collect();
        assert_eq!(found, [2, 1, 1, 0], "providers 1 2, 4, 5");
        assert_eq!(walk.under_way, None);
        let mark = |world: &World, n| {
            let row = world.state.acceptance(provider_id(n)).unwrap();
            row.lapsed_at_ns
        };
        assert_eq!(mark(&world, 1), Some(lapsed_at_ns));
        assert_eq!(mark(&world, 3), None);
        let mut after_upgrade = Walk::default();
        let again: usize = (0..4).map(|_| step(&mut world, &mut after_upgrade)).sum();
        assert_eq!(again, 0, "marked already");
        world.accept(1, "en");
        assert_eq!(mark(&world, 1), None, "a new acceptance clears it");
    }
}
