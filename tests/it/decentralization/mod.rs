//! Stories of deterministic decentralisation: verdicts before a vote and at its execution,
//! policies, reviews of NNS proposals, and what the real network is like.

mod bad_input;
mod nns;
mod overtaken;
mod places;
mod policies;
mod real_network;
mod story;
mod upgrade;

use bonafide_registry::tasks::sweep;
use bonafide_test_support::{Suite, actors, instance, run};
use bonafide_types::governance::{Action, Command, GovernanceError};
use bonafide_types::id::{NodeId, Sha256Hash, SubnetId};
use bonafide_types::registry::{MembershipRecord, SweepReport, table};

/// Nodes by number, in the order of their principals.
fn sorted(numbers: &[u32]) -> Vec<NodeId> {
    let mut ids: Vec<_> = numbers.iter().copied().map(actors::node).collect();
    ids.sort();
    ids
}

/// Subnets by number, in the order of their principals.
fn subnets(numbers: &[u32]) -> Vec<SubnetId> {
    let mut ids: Vec<_> = numbers.iter().copied().map(actors::subnet).collect();
    ids.sort();
    ids
}

/// A membership record from its proven row.
fn proven_record(suite: &Suite, id: u64) -> MembershipRecord {
    let row = suite.row(suite.registry, table::MEMBERSHIP, &id.to_be_bytes());
    minicbor::decode(&row.expect("the record is there")).unwrap()
}

/// Why the council's proposal is refused at its submission; nothing is changed by it.
fn refused(suite: &Suite, command: &Command) -> String {
    let roots = || (suite.root(), suite.registry_root());
    let before = roots();
    let answer = suite.submit(1, Action::Command(command.clone()));
    assert_eq!(roots(), before, "something was changed");
    match answer {
        Err(GovernanceError::CommandRefused { reason }) => reason,
        other => panic!("{command:?}: {other:?}"),
    }
}

/// The registry's log rebuilds its certified root.
fn assert_true_log(suite: &Suite) {
    let reader = suite.registry_reader();
    let mut events = Vec::new();
    loop {
        let start = u64::try_from(events.len()).unwrap();
        let page = run(reader.events(start, 1_000)).unwrap();
        if page.events.is_empty() {
            assert_eq!(start, page.length);
            break;
        }
        events.extend(page.events.into_iter().map(serde_bytes::ByteBuf::into_vec));
    }
    let replayed = bonafide_registry::replay(&events).expect("the log replays");
    let tip = instance::tip(&suite.pic, suite.registry);
    assert_eq!((replayed.length, replayed.tip), (tip.length, tip.tip));
    assert_eq!(Sha256Hash(replayed.root), suite.registry_root());
}

/// The report of the sweep that is current, if any.
fn current(suite: &Suite) -> Option<SweepReport> {
    let report = run(suite.registry_reader().sweep_report()).unwrap();
    report.filter(|report| report.current)
}

/// Lets sweeps run until one is about the network as it is.
fn swept(suite: &Suite) -> SweepReport {
    for _ in 0..10 {
        if let Some(report) = current(suite) {
            return report;
        }
        suite.pass(sweep::PERIOD);
    }
    panic!("no sweep has ended");
}
